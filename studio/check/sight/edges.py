"""Rules of edges: no picture reaches over a panel, into the captions' space, or half out of the frame."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from studio.check.drawing import laid_open
from studio.check.look import Look
from studio.check.rule import Fault, rule
from studio.check.sight.shapes import beyond, box_of, extent, ink_of, is_drawn
from visuals.drawing.camera import PixelMobject
from visuals.theme import INK, STAGE

MARGIN = 0.15  # scene units by which something may reach over the frame's edge
INK_ON_PLATE, ENOUGH = 25, 12  # of 255: a visible difference; pixels of it that are noticed
PLATE = 0.6  # of opacity: a shape behind letters
FAINT = 0.03  # of brightness


@rule(
    "over-a-panel",
    "error",
    looks_at="look",
    mend="Draw the panel later (add it again), or keep the two apart.",
)
def over_a_panel(look: Look) -> Iterator[Fault]:
    """Something foreign is drawn over a plate that letters stand on: an instrument, a label."""
    if not look.rests:
        return
    for i, top in enumerate(look.tops[:-1]):
        plate = plate_of(top, look)
        if plate is None or all(apart_from(plate, other) for other in look.tops[i + 1 :]):
            continue
        where = look.pixels(*np.concatenate(extent(plate)), pad=-2)
        alone = look.lecture.camera.look(laid_open(look.tops[: i + 1])[1]).frame
        over = (
            np.abs(alone[where][..., :3].astype(int) - look.drawn.frame[where][..., :3]).max(axis=-1)
            > INK_ON_PLATE
        )
        if over.sum() > ENOUGH:
            what = f"something is drawn over the panel {type(top).__name__}"
            yield Fault(what, (box_of(look, plate),), float(over.mean()), what)


def plate_of(top: Any, look: Look) -> Any:
    """The largest filled dark shape of a picture that holds letters too; None for any other picture."""
    family = top.get_family()
    if not any(run.mobject in family for run in look.runs):
        return None
    glyphs = {id(glyph) for run in look.runs for glyph in run.glyphs}
    plates = [
        each
        for each in family
        if id(each) not in glyphs
        and is_drawn(each)
        and each.fill_rgbas[0, 3] > PLATE
        and ink_of(each) == INK.casing
    ]
    return max(plates, key=lambda each: float(np.prod(np.subtract(*extent(each)[::-1]))), default=None)


def apart_from(plate: Any, other: Any) -> bool:
    """Whether a picture does not touch a plate; one that paints pixels may reach anywhere."""
    low, high = extent(plate)
    for each in other.get_family():
        if isinstance(each, PixelMobject):
            return False
        if is_drawn(each):
            other_low, other_high = extent(each)
            if (other_low < high).all() and (other_high > low).all():
                return False
    return True


@rule(
    "caption-space",
    "error",
    looks_at="look",
    mend="Keep it above STAGE.captions; only moving ground may reach lower.",
)
def caption_space(look: Look) -> Iterator[Fault]:
    """Something stands in the lowest eighth, which belongs to the captions."""
    if not look.rests:
        return
    for run in look.runs:
        if run.box[1] < STAGE.captions - 1e-6:
            yield Fault(f"{run.name} reaches into the captions' space", (look.box_of(run),), 1.0, run.text)
    if any(isinstance(each, PixelMobject) for each in look.mobjects):
        return
    first = int(np.ceil(look.grey.shape[0] * 7 / 8))
    rows, columns = np.nonzero(np.abs(look.grey[first:] - look.grey[-1, 0]) > FAINT)
    if len(rows):
        height, width = look.grey.shape
        low, high = columns.min() / width, columns.max() / width
        box = (low, (first + rows.min()) / height, high, (first + rows.max()) / height)
        place = ", ".join(f"{each:.1f}" for each in box)  # the same in another beat is the same finding
        yield Fault("something reaches into the captions' space", (box,), len(rows), "ground", place)


@rule(
    "cut-by-edge",
    "warning",
    looks_at="look",
    mend="Bring it inside, or let it run through the edge on purpose, as ground does.",
)
def cut_by_edge(look: Look) -> Iterator[Fault]:
    """The frame's edge cuts through something that is no ground."""
    if not look.rests:
        return
    half = np.array([STAGE.width, STAGE.height]) / 2
    over_edges = [beyond(*extent(each), half) > 0 for each in grounds(look)]
    runs_on = np.any([np.zeros(4, dtype=bool), *over_edges], axis=0)
    for top in look.tops:
        for each in top.get_family():
            if not is_drawn(each):
                continue
            low, high = extent(each)
            over = np.where(runs_on, 0.0, beyond(low, high, half))  # it may leave with its ground
            inside = (low < half).all() and (high > -half).all()
            if over.max() > MARGIN and inside and not crosses(low, high, half):
                what = f"{type(top).__name__} runs out of the frame"
                yield Fault(what, (look.box(low[0], low[1], high[0], high[1]),), float(over.max()), what)


def grounds(look: Look) -> list[Any]:
    """The pictures of pixels on stage: maps and hills, which may fill the frame."""
    return [each for each in look.mobjects if isinstance(each, PixelMobject) and len(each.points)]


def crosses(low: np.ndarray, high: np.ndarray, half: np.ndarray) -> bool:
    """Whether a box runs through the whole frame in some direction: ground, a grid, a horizon."""
    return bool(((low <= -half) & (high >= half)).any())
