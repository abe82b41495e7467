"""Checksums of all that a site and its bundles are made from: where they are equal, nothing is written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib import metadata
from pathlib import Path

from studio.course.catalog import Catalog
from studio.places import CHECKOUT, STUDIO
from studio.publish.drawings import drawings_of
from studio.publish.rendered import Rendered

HANDS = ("publish", "embed", "render/captions.py", "sphinx.py")  # code that makes bundles and pages
TOOLS = ("av", "jinja2", "pillow", "pygments")
AROUND = frozenset(  # files that change only the pages around the bundles, or nothing
    f"publish/{name}.py"
    for name in (
        "code",
        "command",
        "docs",
        "drawings",
        "inspection",
        "ledger",
        "links",
        "numbers",
        "publishing",
        "roadmap",
    )
    + ("screening", "serving", "site", "staging")
) | {"sphinx.py"}
NOT_ON_PAGES = ("folder", "lengths", "theme", "heights", "own_folder", "own_first")  # of what a course says
PAGES = ("publish/assets/", "publish/templates/")
ALONE = tuple(
    f"publish/templates/{name}.html" for name in ("head", "picture", "transcript")
)  # of pages in bundles
TOLD = ("title", "goal", "width", "height", "frame_rate", "seconds", "chapters", "beats", "sources", "files")


@dataclass(frozen=True)
class Options:
    """The options of a site: its address (ends with a slash), and whether it has SCORM packages."""

    url: str | None = None
    scorm: bool = False


def bundle_key(film: Rendered, options: Options) -> str:
    """The checksum of all that a bundle is made from."""
    told = {name: told for name, told in film.told.items() if name in TOLD}
    lecture = film.lecture
    was = [[each.name, each.was] for each in lecture.beats if each.was]
    named = [lecture.slug, lecture.number, asdict(lecture.step), lecture.poster, was]
    whose = [film.course.title, film.course.attribution, asdict(film.course.licence)]
    hands = {name: file for name, file in _studio().items() if _shapes_bundles(name)}
    return _checksum([told, named, whose, asdict(options), hands])


def site_key(catalog: Catalog, bundles: Mapping[str, str], options: Options, docs: str = "") -> str:
    """One checksum of all that a site is made from: bundles, titles of all lectures, sources, templates, and
    the documentation, whose key is `docs`.
    """
    course = [[each.slug, each.number, each.title, asdict(each.step)] for each in catalog]
    said = {name: value for name, value in asdict(catalog.said).items() if name not in NOT_ON_PAGES}
    drawn = [_text(each) for each in drawings_of(catalog.said)]
    code = _studio(), _numerics(), _beside(catalog.course)
    return _checksum([course, dict(bundles), said, drawn, asdict(options), code, docs])


def _shapes_bundles(name: str) -> bool:
    """Whether a change of this file of the studio may change a bundle: only some are known not to."""
    return name in ALONE or (name not in AROUND and not name.startswith(PAGES))


@cache
def _studio() -> dict[str, str]:
    """Checksums of the studio's own files, and versions of the tools that change the result."""
    found = (path for name in HANDS for path in (STUDIO / name, *(STUDIO / name).rglob("*")))
    ours = sorted(path for path in found if path.is_file() and "__pycache__" not in path.parts)
    files = {path.relative_to(STUDIO).as_posix(): _file(path) for path in ours}
    return files | {tool: metadata.version(tool) for tool in TOOLS}


@cache
def _numerics() -> dict[str, str]:
    """Checksums of the code that the pages show."""
    room = CHECKOUT / "calc_core"
    return {each.relative_to(room).as_posix(): _file(each) for each in sorted(room.rglob("*.py"))}


def _beside(course: Path) -> dict[str, str]:
    """The course's own code that the pages may show: what lies beside its lectures."""
    found = sorted((course / "scenes").glob("step*/*.py"))
    return {each.relative_to(course).as_posix(): _file(each) for each in found}


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return ""


def _file(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _checksum(content: object) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, default=lambda path: path.name)
    return hashlib.sha256(text.encode()).hexdigest()
