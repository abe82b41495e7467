"""What lies in media/ and is of no use any more: found, told of, removed.

Only what Compass itself wrote is found: a film's files by its description, and only while they are as they
were written; folders of killed processes by their lock; the rest by the names that are given there. What the
next command would write again at once, such as the list's own memory, is left.
"""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from studio.course.catalog import Catalog
from studio.errors import StudioError
from studio.gallery.pictures import outdated
from studio.places import DESCRIPTION, LOG
from studio.publish.ledger import read_ledger
from studio.render.description import read_description
from studio.render.forecast import Pace
from studio.render.workspace import WORKSPACE, complete
from studio.system.checksums import Checksums
from studio.system.columns import counted
from studio.system.private_folders import forgotten, locked, sweep
from studio.system.signals import held

STRETCH = re.compile(r"[0-9a-f]{64}\.[0-9a-f]{64}\.tar|\.coming-[0-9a-f]{32}")  # as studio.cluster.store says
WAITED_FOR = 3600.0  # seconds for which somebody may still want a stretch that was drawn
UNITS = ("kB", "MB", "GB", "TB")


@dataclass(frozen=True)
class Litter:
    """Files (or folders) of one kind that nobody needs: what they are, and their bytes together."""

    what: str
    paths: tuple[Path, ...]
    size: int


def find_litter(catalog: Catalog) -> list[Litter]:
    """Everything that `remove` may take away from the folders of a course; nothing is written."""
    media = catalog.course / "media"
    found = [
        *_films(catalog),
        *_looked_at(catalog),
        _litter("stills of pictures that there are no more", outdated(media / "pictures")),
        _litter("what killed processes left", _unfinished(catalog.course)),
        _litter("stretches drawn on a cluster, of films that are joined", _stretches(media)),
    ]
    return [each for each in found if each.paths]


def remove(catalog: Catalog, litter: list[Litter]) -> None:
    """Take it away. Raises OSError for what cannot be: what came before it is gone then."""
    for folder in _film_folders(catalog.course):
        complete(folder)  # what was finished and not yet in its place is no litter
    for each in litter:
        for path in each.paths:
            if path.name.startswith(WORKSPACE):
                sweep(path.parent, WORKSPACE)
                continue
            with held(), locked(path.parent):
                path.unlink(missing_ok=True)
    for each in litter:
        for folder in {path.parent for path in each.paths}:
            if folder.parent.name in ("check", ".stretches"):  # one for each lecture, or each key's beginning
                with contextlib.suppress(OSError):  # somebody else's file is in it
                    folder.rmdir()


def told(litter: list[Litter], *, dry_run: bool) -> str:
    """A line for each kind, and how much room that is."""
    if not litter:
        return "Nothing to clean: what is there is in use."
    lines = [
        f"{each.what}: {counted(len(each.paths), _place(each))}, {readable_size(each.size)}"
        for each in litter
    ]
    size = readable_size(sum(each.size for each in litter))
    last = f"That would free {size}; nothing was removed (--dry-run)." if dry_run else f"Freed {size}."
    return "\n".join([*lines, last])


def readable_size(count: int) -> str:
    """A number of bytes, as one says it: `3.2 MB`."""
    size = count / 1000
    for unit in UNITS[:-1]:
        if size < 999.5:
            return f"{size:.1f} {unit}" if size < 99.5 else f"{size:.0f} {unit}"
        size /= 1000
    return f"{size:.1f} {UNITS[-1]}"


def _place(litter: Litter) -> str:
    return "folder" if litter.paths[0].name.startswith(WORKSPACE) else "file"


def _litter(what: str, paths: Iterator[Path] | tuple[Path, ...]) -> Litter:
    found = tuple(paths)
    return Litter(what, found, sum(_size(each) for each in found))


def _size(path: Path) -> int:
    total = 0
    for each in [path, *(path.rglob("*") if path.is_dir() else ())]:
        with contextlib.suppress(OSError):
            total += each.lstat().st_size if not each.is_dir() else 0
    return total


# -- what is litter -----------------------------------------------------------------------------------------


def _film_folders(course: Path) -> list[Path]:
    return sorted(each for each in (course / "media" / "lectures").glob("*") if each.is_dir())


def _films(catalog: Catalog) -> Iterator[Litter]:
    """The films of lectures that are gone. The description is the first of a film's files: without it, the
    others are no film.
    """
    there = {each.slug for each in catalog}
    checksums = Checksums()
    for folder in _film_folders(catalog.course):
        for path in sorted(folder.glob(f"*{DESCRIPTION}")):
            stem = path.name.removesuffix(DESCRIPTION)
            film = read_description(folder, stem)
            if film is None or film["slug"] in there or stem.partition(".")[0] != film["slug"]:
                continue
            files = [
                file
                for suffix, facts in film["files"].items()
                if not (file := folder / (stem + suffix)).is_symlink()
                and checksums.agree(file, facts["bytes"], facts["sha256"])
            ]
            files += [log] if (log := folder / (stem + LOG)).is_file() else []
            yield _litter(f"{stem} at {folder.name}, of a lecture that is gone", (path, *files))


def _looked_at(catalog: Catalog) -> Iterator[Litter]:
    """The contact sheets and the critic's pages of lectures that are gone."""
    media = catalog.course / "media"
    for slug in sorted(_former(catalog) - {each.slug for each in catalog}):
        sheet = media / "sheets" / f"{slug}.png"
        pages = [media / "check" / slug, *(media / "check").glob(f"{slug}.*")]
        files = [
            file for page in pages for name in ("index.html", "*.png", f"*{LOG}") for file in page.glob(name)
        ]
        yield _litter(
            f"the sheet and the critic's pages of {slug}, which is gone",
            (*([sheet] if sheet.is_file() else []), *sorted(files)),
        )


def _former(catalog: Catalog) -> set[str]:
    """The lectures that were rendered or published here once, as far as that is on record."""
    rendered = {key.partition(" ")[2].partition(".")[0] for key in Pace(catalog.course).measured}
    described = {
        path.name.partition(".")[0]
        for folder in _film_folders(catalog.course)
        for path in folder.glob(f"*{DESCRIPTION}")
        if read_description(folder, path.name.removesuffix(DESCRIPTION)) is not None
    }
    return {slug for slug in rendered | described | set(_published(catalog.course)) if slug}


def _published(course: Path) -> tuple[str, ...]:
    try:
        return tuple(read_ledger(course / "site").bundles)
    except StudioError:  # that is no site of ours
        return ()


def _unfinished(course: Path) -> Iterator[Path]:
    media = course / "media"
    for near in (
        course,
        *_film_folders(course),
        media / "pictures",
        media / "sheets",
        *media.glob("check/*"),
    ):
        yield from forgotten(near, WORKSPACE)


def _stretches(media: Path) -> Iterator[Path]:
    """What a cluster's workers drew over an hour ago: a film that waits for more may need what is younger. It
    is drawn again if it is asked for again.
    """
    for path in sorted((media / ".stretches").glob("??/*")):
        is_ours = STRETCH.fullmatch(path.name) and path.is_file() and not path.is_symlink()
        if is_ours and time.time() - path.stat().st_mtime > WAITED_FOR:
            yield path
