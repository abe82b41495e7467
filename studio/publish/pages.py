"""The pages of a site, from their templates: text in, text out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from studio.course.lecture import CREDITS
from studio.embed.address import SOUND
from studio.embed.clip import Clip, Picture, RenamedBeat, voice_credit, with_unit
from studio.embed.names import ASSETS, CLIPS, CODE, HOME, bundle_of, checksum, hashed, page_of
from studio.embed.scripts import script, style
from studio.places import SITE_TEMPLATES
from studio.publish.code import Places, file_of, module_page
from studio.publish.drawings import read_drawing, roadmap_of
from studio.publish.numbers import Group
from studio.publish.roadmap import Stage, trail
from studio.system.columns import clock, counted
from visuals.course import Course

HERE = Path(__file__).parent
EMBED = HERE.parent / "embed"  # the folder of the page that all bare pages extend
LETTERS = ("source-serif-4.woff2", "source-serif-4-semibold.woff2")
PUBLISHED = (*LETTERS, "style.css", "player.js", "icon.svg")
KILO = 1000
BRIGHT = 0.02  # of a picture: one with a smaller bright share shows nothing in a list
TICKED = re.compile(r"`([^`]+)`")


@dataclass(frozen=True)
class Surroundings:
    """What all pages of a site share: its address, with a slash at its end; its course; if it has docs."""

    url: str | None
    course: Course = field(default_factory=lambda: Course(Path()))
    has_docs: bool = False


@cache
def assets(icon: Path | None = None) -> Mapping[str, tuple[str, bytes]]:
    """The site's own style, script, letters and icon: by plain name, where each goes and what it holds.

    `icon` is the course's, where it has one.
    """
    found: dict[str, tuple[str, bytes]] = {}
    for name in PUBLISHED:
        place = icon if icon is not None and name == "icon.svg" else HERE / ASSETS / name
        content = {".js": script, ".css": style}.get(place.suffix, Path.read_bytes)(place)
        if name == "style.css":  # it names the fonts, which lie beside it
            for other, (path, _) in found.items():
                content = content.replace(f"url({other})".encode(), f"url({Path(path).name})".encode())
        found[name] = hashed(f"{ASSETS}/{name}", checksum(content)), content
    return found


def home_page(road: Sequence[Stage], around: Surroundings) -> str:
    """The home page, with all lectures of the course."""
    films = [stop.clip for stage in road for stop in stage.films if stop.clip is not None]
    roadmap = roadmap_of(around.course)
    assert roadmap.picture is not None  # the plain one, at least
    return _page(
        "home.html", "", around, road=road, films=films, roadmap=roadmap, trail=trail(roadmap.trail),
        scenery=read_drawing(roadmap.picture),
    )  # fmt: skip


def lecture_page(
    clip: Clip,
    groups: Sequence[Group],
    neighbours: tuple[Clip | None, Clip | None],
    extras: Mapping[str, object],
    around: Surroundings,
) -> str:
    """A lecture with its player, words, pictures, numbers and data; `extras` is what other rooms add."""
    before, after = neighbours
    bundle = f"../../{bundle_of(clip['slug'])}/"
    return _page(
        "lecture.html", "../../", around, clip=clip, groups=groups, before=before, after=after, bundle=bundle,
        key_beats=key_beats(clip), **extras,
    )  # fmt: skip


def missing_page(films: Iterable[Clip], around: Surroundings) -> str:
    """The page for addresses that do not exist, at any depth: its links begin at the root."""
    return _page("missing.html", around.url or "/", around, films=films)


def code_page(places: Places, module: str, around: Surroundings) -> str:
    """One module with highlighting."""
    summary, html = module_page(places, module)
    file = file_of(module, places)
    return _page("code.html", "../", around, module=module, file=file, summary=summary, code=Markup(html))


def transcript_page(clip: Clip) -> str:
    """A bundle's transcript: a page that stands alone, with a picture for every beat."""
    return _environment().get_template("transcript.html").render(clip=clip)


def key_beats(clip: Clip) -> list[RenamedBeat]:
    """The beats whose pictures stand for the chapters, without the credits.

    For each chapter the last one whose picture is bright enough, or the brightest where none is.
    """
    beats = {beat["name"]: beat for beat in clip["beats"] if beat["name"] != CREDITS}
    chosen = []
    for chapter in clip["chapters"]:
        told = [beats[name] for name in reversed(chapter["beats"]) if name in beats]
        bright = [beat for beat in told if beat["still"].get("light", 1.0) >= BRIGHT]
        if told:
            chosen.append(bright[0] if bright else max(told, key=lambda beat: beat["still"]["light"]))
    return chosen


def fitting(picture: Picture, width: int) -> str:
    """The file of a picture's smallest size of at least `width` pixels, or its own file."""
    sizes = picture.get("sizes", ())
    return str(next((each["file"] for each in sizes if each["width"] >= width), picture["file"]))


def headers_file(paths: Iterable[str]) -> str:
    """The file `_headers` for hosts: hashed names are kept for ever, any page may fetch a clip."""
    folders = sorted({f"{path.split('/media/')[0]}/media" for path in paths if "/media/" in path})
    for_ever = "".join(
        f"/{folder}/*\n  ! Cache-Control\n  Cache-Control: public, max-age=31536000, immutable\n"
        for folder in [*folders, ASSETS]
    )
    return f"/*\n  Cache-Control: no-cache\n/clips/*\n  Access-Control-Allow-Origin: *\n{for_ever}"


def _page(template: str, root: str, around: Surroundings, **context: object) -> str:
    places = {name: root + path for name, (path, _) in assets(around.course.icon).items()}
    around_it = {
        "root": root,
        "assets": places,
        "url": around.url,
        "course": around.course,
        "has_docs": around.has_docs,
    }
    return _environment().get_template(template).render(**around_it, **context)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader((SITE_TEMPLATES, EMBED)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "clock": clock,
        "minutes": minutes,
        "spoken_time": spoken_time,
        "size": size,
        "page_of": page_of,
        "bundle_of": bundle_of,
        "with_unit": with_unit,
        "code_page_of": lambda module: f"{CODE}/{module}.html",
        "credit": voice_credit,
        "coloured": Markup,
        "ticked": ticked,
        "fitting": fitting,
        "drawing": read_drawing,
    }
    environment.globals |= {"HOME": HOME, "LETTERS": LETTERS, "SOUND": f"{CLIPS}/{SOUND}"}
    return environment


def ticked(words: str) -> Markup:
    """A text with its parts between backticks as code."""
    return Markup(TICKED.sub(r"<code>\1</code>", str(escape(words))))


def spoken_time(seconds: float) -> str:
    """A duration in words: `4 min 20 s`."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def minutes(seconds: float) -> str:
    """A duration in minutes: `16 minutes`."""
    count = max(round(seconds / 60), 1)
    return counted(count, "minute")


def size(count: int) -> str:
    """A file's size: `8.9 MB`."""
    if count < KILO:
        return counted(count, "byte")
    return f"{count / KILO:.0f} kB" if count < KILO**2 else f"{count / KILO**2:.1f} MB"
