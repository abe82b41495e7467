"""Drawings of a course's own, SVG files, as a page takes them in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from markupsafe import Markup

from studio.errors import StudioError
from studio.places import STUDIO, readable
from visuals.course import Course, Roadmap

OPENING = re.compile(r"<svg\b[^>]*>", re.DOTALL)
ACTIVE = ("script", "foreignObject", "iframe")  # what a drawing does not need, and no page of ours takes in
# The way through a course that has no picture of its own: where its trail bends.
PLAIN = Roadmap(
    STUDIO / "publish" / "assets" / "roadmap.svg",
    "A trail leads over hills at night.",
    ((70.0, 560.0), (250.0, 520.0), (430.0, 540.0), (640.0, 470.0), (820.0, 440.0), (1000.0, 360.0),
     (1160.0, 300.0), (1330.0, 190.0)),
)  # fmt: skip


@dataclass(frozen=True)
class Drawing:
    """What an SVG shows, to be put into another one: its `viewBox`, and what is inside."""

    view: str
    inside: Markup


def roadmap_of(course: Course) -> Roadmap:
    """The picture of the way through a course: its own, or the one for all."""
    return course.roadmap if course.roadmap.picture is not None else PLAIN


def read_drawing(path: Path) -> Drawing:
    """The drawing in a file. Raises StudioError for what is no SVG with a viewBox, or runs scripts."""
    try:
        text = path.read_text(encoding="utf-8")
        root = ElementTree.fromstring(text)
    except (OSError, ValueError, ElementTree.ParseError) as error:
        raise StudioError(f"{readable(path)} is no SVG that can be read: {error}.") from None
    opening, view = OPENING.search(text), root.get("viewBox")
    if not root.tag.endswith("svg") or opening is None or view is None or opening[0].endswith("/>"):
        raise StudioError(f'{readable(path)} is no SVG with a viewBox: <svg viewBox="0 0 1440 640" ...>.')
    for each in root.iter():
        tag = each.tag.rpartition("}")[2] if isinstance(each.tag, str) else ""
        if tag in ACTIVE or any(name.lower().startswith("on") for name in each.attrib):
            raise StudioError(f"{readable(path)} holds <{tag}> or runs a script; a drawing does neither.")
    inside = text[opening.end() : text.rindex("</svg")]
    return Drawing(view, Markup(inside.strip()))


def drawings_of(course: Course) -> Iterator[Path]:
    """All files of drawings that a course's pages take in."""
    named = (course.icon, roadmap_of(course).picture, *(each.picture for each in course.steps))
    yield from (each for each in named if each is not None)
