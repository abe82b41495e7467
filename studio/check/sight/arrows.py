"""The rule that the heads of arrows are visible."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from manim.mobject.geometry.tips import ArrowTip

from studio.check.finding import Box
from studio.check.look import Look
from studio.check.rule import Fault, rule
from studio.check.sight.shapes import SOLID, extent, ink_of, is_drawn
from visuals.drawing.camera import PixelMobject
from visuals.map.needle import Needle
from visuals.theme import STAGE

COVERED = 0.35  # of the half of a head that points
POINTING = 0.75  # of the way from its point to its middle: a triangle's middle lies at two thirds
OTHER = 40  # of 255: another colour than the head's
OPAQUE = 0.6  # of opacity: what lies under this is invisible
GRID = np.linspace(-1.0, 1.0, 17)  # places, across and up, at which a head is tested
ENOUGH = 4  # places; a head with fewer is too small to be judged


@dataclass(frozen=True)
class Head:
    """An arrow's head: the mobject that draws it, its corners (n, 2) and its point on the stage."""

    arrow: str
    mobject: Any
    corners: np.ndarray
    point: np.ndarray


@rule(
    "covered-arrowhead",
    "error",
    looks_at="look",
    mend="Draw the arrow later (or in a layer above), or let it end before what it points at.",
)
def covered_arrowhead(look: Look) -> Iterator[Fault]:
    """Something is drawn over the tip of an arrow, so that one cannot see where it points."""
    if not look.rests:
        return
    drawn = [each.mobject for each in look.drawn.shapes.values()]
    pixel = STAGE.width / look.drawn.frame.shape[1] / look.lecture.camera.view.state[2]
    places = {id(each): place for place, each in enumerate(drawn)}
    for head in heads(look):
        place = places.get(id(head.mobject))
        if place is None or not _stands_out(head.mobject):
            continue
        over = [each for each in drawn[place + 1 :] if _reaches(each, head.corners)]
        core = core_of(head, pixel) if over else np.zeros((0, 2))
        hidden = float(_hidden(look, head.mobject, core, over).mean()) if len(core) >= ENOUGH else 0.0
        if hidden > COVERED:
            what = f"something is drawn over {hidden:.0%} of the tip of {head.arrow}"
            yield Fault(what, (_seen_box(look, head.corners),), hidden, head.arrow)


def heads(look: Look) -> Iterator[Head]:
    """The heads of the arrows on stage, without those of whole fields of arrows."""
    owners = {id(tip): each for each in look.mobjects for tip in (getattr(each, "tip", None),)}
    for each in look.mobjects:
        if isinstance(each, ArrowTip) and is_drawn(each):
            owner = owners.get(id(each))
            yield Head(
                "an arrow" if owner is None else type(owner).__name__,
                each,
                each.points[::4, :2],
                each.tip_point[:2],
            )
        elif isinstance(each, Needle) and is_drawn(each.arrow):
            # its outline goes along one side to the head's wing, to the tip, to the other wing, and back
            corners = each.arrow.points[4 * np.array([4, 5, 6]), :2]
            yield Head(type(each).__name__, each.arrow, corners, corners[1])


def core_of(head: Head, pixel: float) -> np.ndarray:
    """Places (n, 2) in the half of a head that points, a pixel or more inside its edges."""
    low, high = head.corners.min(axis=0), head.corners.max(axis=0)
    across, up = np.meshgrid(GRID, GRID)
    places = np.stack([across.ravel(), up.ravel()], axis=1) * (high - low) / 2 + (low + high) / 2
    back = head.corners.mean(axis=0) - head.point
    places = places[(places - head.point) @ back < POINTING * (back @ back)]
    for step in pixel * np.array([[1, 0], [-1, 0], [0, 1], [0, -1]]):
        places = places[within(places + step, head.corners)]
    return np.asarray(places)


def within(places: np.ndarray, corners: np.ndarray) -> np.ndarray:
    """Whether each of (n, 2) places lies inside a polygon."""
    return inside(places, corners, np.roll(corners, -1, axis=0))


def inside(places: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Whether a shape with these edges encloses each of (n, 2) places: a ray crosses an odd number."""
    x, y = places[:, :1], places[:, 1:]
    crosses = (starts[:, 1] > y) != (ends[:, 1] > y)
    rise = np.where(ends[:, 1] == starts[:, 1], 1.0, ends[:, 1] - starts[:, 1])
    at = starts[:, 0] + (y - starts[:, 1]) / rise * (ends[:, 0] - starts[:, 0])
    return np.asarray((crosses & (x < at)).sum(axis=1) % 2 == 1)


def _stands_out(mobject: Any) -> bool:
    return bool(max(mobject.fill_rgbas[0, 3], mobject.stroke_rgbas[0, 3]) > SOLID)


def _reaches(mobject: Any, corners: np.ndarray) -> bool:
    """Whether a mobject may touch a shape; one that paints pixels may reach anywhere."""
    if isinstance(mobject, PixelMobject):
        return True
    if not is_drawn(mobject):
        return False
    low, high = extent(mobject)
    width = mobject.stroke_width / 200  # half of a line, in scene units
    return bool((low - width < corners.max(axis=0)).all() and (high + width > corners.min(axis=0)).all())


def _hidden(look: Look, mobject: Any, core: np.ndarray, over: Sequence[Any]) -> np.ndarray:
    """The places of a head at which something else is visible, or something of its colour covers it."""
    height, width = look.drawn.frame.shape[:2]
    seen = _as_seen(look, core)
    columns = ((seen[:, 0] / STAGE.width + 0.5) * width).astype(int)
    rows = ((0.5 - seen[:, 1] / STAGE.height) * height).astype(int)
    in_frame = (columns >= 0) & (columns < width) & (rows >= 0) & (rows < height)
    hidden = np.zeros(len(core), dtype=bool)
    is_filled = mobject.fill_rgbas[0, 3] > 1 - SOLID / 5
    if is_filled:
        own = np.round(255 * mobject.fill_rgbas[0, :3])
        there = look.drawn.frame[rows[in_frame], columns[in_frame], :3].astype(float)
        hidden[in_frame] = np.abs(there - own).max(axis=1) > OTHER
    for each in over:
        is_cover = not isinstance(each, PixelMobject) and each.fill_rgbas[0, 3] > OPAQUE
        if is_cover and (not is_filled or ink_of(each) == ink_of(mobject)):
            hidden |= inside(core, each.points[0::4, :2], each.points[3::4, :2])
    return hidden


def _as_seen(look: Look, places: np.ndarray) -> np.ndarray:
    """The places of the frame at which places of the stage are shown."""
    x, y, scale = look.lecture.camera.view.state
    return np.asarray((places - np.array([x, y])) * scale)


def _seen_box(look: Look, corners: np.ndarray) -> Box:
    seen = _as_seen(look, corners)
    (left, bottom), (right, top) = seen.min(axis=0), seen.max(axis=0)
    return look.box(left, bottom, right, top)
