"""The properties of a curve or a crowd of dots apart from colour, by which all viewers distinguish them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np

from studio.check.shape import Shape
from studio.check.sight.shapes import FAINT, SOLID, form_of, ink_seen, is_drawn

LONG = 1.0  # scene units: a shorter line is a tick, a bar, a stroke of a mark
BENDS = 8  # least Bezier pieces of a curve; fewer are an edge, an axis or a frame
SMALL = 0.5  # scene units across a dot, at most
CROWD = 5  # dots of one picture
DASH = 0.05  # scene units: dashes that differ by less look alike
WIDTH = 1.0  # in Manim's units: lines that differ by less look alike
NEAR = 0.2  # scene units between a curve and a mark on it


@dataclass(frozen=True)
class Kind:
    """A curve, a crowd of dots or a mark, with all its properties but colour."""

    what: str  # "curves", "crowds of dots", "marks of one shape"
    looks: tuple[Any, ...]  # properties, equal for two that differ in colour alone
    ink: str
    mobject: Any


def kinds(shapes: Iterable[Shape]) -> Iterator[Kind]:
    """The curves and crowds of dots among what is drawn; a curve with the marks in its ink that lie on it."""
    drawn = [each for each in shapes if is_drawn(each.mobject)]
    marks: dict[str, list[Any]] = {}
    for each in drawn:
        if _is_mark(each):
            marks.setdefault(ink_seen(each.mobject), []).append(each.mobject)
    for each in drawn:
        looks = _looks(each)
        if looks is None:
            continue
        ink = ink_seen(each.mobject)
        if looks[0] == "curves":
            worn = {form_of(mark.points) for mark in marks.get(ink, ()) if _lies_on(mark, each.mobject)}
            looks = (*looks, frozenset(worn))
        yield Kind(looks[0], looks, ink, each.mobject)


@lru_cache(maxsize=2000)
def _looks(shape: Shape) -> tuple[Any, ...] | None:
    """The properties of a curve or a crowd but its colour, computed once while it is unchanged; else None."""
    mobject = shape.mobject
    parts = _subpaths(mobject.points)
    if mobject.fill_rgbas[:, 3].max() > FAINT:
        is_crowd = mobject.fill_rgbas[0, 3] > SOLID and len(parts) >= CROWD and all(map(_is_small, parts))
        return ("crowds of dots", form_of(parts[0])) if is_crowd else None
    length = sum(_length(each) for each in parts)
    pieces = len(mobject.points) // 4
    if length < LONG or pieces < BENDS or _is_closed(parts):
        return None
    width = round(float(mobject.stroke_width) / WIDTH)
    return "curves", width, _dash(parts)


def _subpaths(points: np.ndarray) -> list[np.ndarray]:
    breaks = np.flatnonzero(np.abs(points[4::4] - points[3:-1:4]).max(axis=1) > 1e-6) + 1
    return np.split(points, 4 * breaks)


def _is_small(points: np.ndarray) -> bool:
    return bool(np.ptp(points[:, :2], axis=0).max() < SMALL)


@lru_cache(maxsize=2000)
def _is_mark(shape: Shape) -> bool:
    """Whether it is a small filled shape."""
    mobject = shape.mobject
    return bool(mobject.fill_rgbas[0, 3] > SOLID) and _is_small(mobject.points)


def _length(points: np.ndarray) -> float:
    return float(np.linalg.norm(points[3::4] - points[0::4], axis=1).sum())


def _is_closed(parts: list[np.ndarray]) -> bool:
    """Whether it is a closed outline: a ring, a frame."""
    return len(parts) == 1 and bool(np.allclose(parts[0][0], parts[0][-1], atol=1e-6))


def _dash(parts: list[np.ndarray]) -> tuple[int, int] | None:
    """The lengths of its dashes and gaps, in steps of DASH; None for an unbroken line."""
    if len(parts) < 3:
        return None
    dash = float(np.median([_length(each) for each in parts]))
    gap = float(np.median([np.linalg.norm(b[0] - a[-1]) for a, b in pairwise(parts)]))
    return round(dash / DASH), round(gap / DASH)


def _lies_on(mark: Any, curve: Any) -> bool:
    middle = (mark.points[:, :2].min(axis=0) + mark.points[:, :2].max(axis=0)) / 2
    return bool(np.linalg.norm(curve.points[:, :2] - middle, axis=1).min() < NEAR)
