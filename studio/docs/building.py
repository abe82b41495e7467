"""Builds the documentation: draws what its pages show, has Sphinx write them, and puts them in place."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from studio.course.catalog import read_catalog
from studio.docs.clips import draw_clips
from studio.docs.faults import watch_faults
from studio.errors import RenderFailed, Unprepared
from studio.gallery.entries import read_entries
from studio.gallery.pictures import draw_gallery
from studio.places import CHECKOUT, readable
from studio.publish.command import Wish, publish_course
from studio.publish.docs import MADE, made_folder
from studio.publish.ingredients import Options
from studio.render.jobs import QUALITIES
from studio.render.pool import environment
from studio.system.checksums import sha256
from studio.system.extras import find
from studio.system.extras import folder as extra_folder
from studio.system.private_folders import locked

SOURCES = "docs"
TUTORIAL = CHECKOUT / SOURCES / "tutorial"  # a course of one lecture, the one that the tutorial ends with
BUILT = ".docs"  # in media/: where Sphinx works, and remembers what it has read
DRAWN = "COMPASS_DOCS"  # tells conf.py where what was drawn is
LEFT_OUT = (".buildinfo", ".buildinfo.bak")
Tell = Callable[[str], None]


def build_docs(course: Path, *, cores: int, tell: Tell) -> Path:
    """Bring the documentation up to date, and return its first page.

    What has not changed is not drawn, read or written again. Raises Unprepared for a course without docs/ and
    where Sphinx is not set up, RenderFailed where something cannot be drawn or Sphinx warns of anything.
    """
    sources = course / SOURCES
    if not (sources / "conf.py").is_file():
        raise Unprepared(
            f"{readable(course)} has no documentation: there is no {readable(sources / 'conf.py')}.",
            hint="Only the checkout of Compass has: leave out --course.",
        )
    find("docs", "furo")
    media = course / "media"
    media.mkdir(exist_ok=True)
    with locked(media):
        draw(media, cores=cores, tell=tell)
        tell("Sphinx writes the pages")
        run_sphinx(sources, media / BUILT, media)
        return bring(media / BUILT / "html", made_folder(course)) / "index.html"


def draw(media: Path, *, cores: int, tell: Tell) -> None:
    """Draw stills, clips and the critic's frames, as far as they have changed. Raises what failed first."""
    pictures = media / "pictures"
    gallery = draw_gallery(CHECKOUT, (), pictures, cores=cores, tell=tell)
    failed = [*gallery.failures, *draw_clips(read_entries(), pictures, cores=cores, tell=tell)]
    if failed:
        raise failed[0]
    watch_faults(media / "critic", cores=cores, tell=tell)
    publish_film(cores=cores, tell=tell)


def publish_film(*, cores: int, tell: Tell) -> None:
    """Publish the film that the tutorial makes, for its page to show; a film that is up to date stays."""
    wish = Wish(TUTORIAL / "site", QUALITIES["m"], Options())
    publish_course(read_catalog(TUTORIAL), (), wish, cores=cores, tell=tell)


def run_sphinx(sources: Path, folder: Path, drawn: Path | None) -> None:
    """Have Sphinx write the pages of `sources` to `folder`/html; a warning is an error.

    `drawn` is where pictures are; pages come without any where it is None. Raises RenderFailed.
    """
    paths = [str(CHECKOUT), str(extra_folder("docs")), environment()["PYTHONPATH"]]
    surroundings = environment() | {"PYTHONPATH": os.pathsep.join(paths)}
    surroundings[DRAWN] = "" if drawn is None else str(drawn)
    command = ["sphinx", "-b", "html", "-q", "-W", "--keep-going", "-d", str(folder / "doctrees")]
    done = subprocess.run(
        [sys.executable, "-P", "-m", *command, str(sources), str(folder / "html")],
        cwd=CHECKOUT, env=surroundings, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode != 0:
        told = [line for line in done.stderr.splitlines() if "WARNING" in line or "ERROR" in line]
        what = "\n".join(f"  {line}" for line in (told or done.stderr.splitlines()[-12:]))
        raise RenderFailed(f"Sphinx could not write the pages:\n{what}", hint="Mend what it names.")


def bring(built: Path, target: Path) -> Path:
    """Let `target` hold the built pages, touching only what has changed; its own record is written last."""
    files = {
        path.relative_to(built).as_posix(): path
        for path in sorted(built.rglob("*"))
        if path.is_file() and path.name not in LEFT_OUT
    }
    record = json.dumps({"files": {name: sha256(path) for name, path in files.items()}}, indent=1) + "\n"
    made = target / MADE
    if made.is_file() and made.read_text(encoding="utf-8") == record and _is_whole(target, files):
        return target
    made.unlink(missing_ok=True)  # while this lasts, nobody takes the folder for whole
    for name, path in files.items():
        if not _is_same(path, place := target / name):
            place.parent.mkdir(parents=True, exist_ok=True)
            beside = place.with_name(place.name + ".new")
            shutil.copyfile(path, beside)
            beside.replace(place)
    for old in [each for each in target.rglob("*") if each.is_file()]:
        if old.relative_to(target).as_posix() not in files:
            old.unlink()
    made.write_text(record, encoding="utf-8")
    return target


def _is_whole(target: Path, files: dict[str, Path]) -> bool:
    return all(_is_same(path, target / name) for name, path in files.items())


def _is_same(one: Path, other: Path) -> bool:
    return (
        other.is_file()
        and hashlib.sha256(one.read_bytes()).digest() == hashlib.sha256(other.read_bytes()).digest()
    )
