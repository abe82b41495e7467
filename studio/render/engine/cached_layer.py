"""Runs of vector mobjects that stand still above something that moves, drawn once and laid over each frame.

Where a curve changes under the rim of a lens, the rim has to be drawn again with it. Cairo takes longest for
large outlines: at 1080p 0.8 ms for one of a rim's five circles, where laying a picture of all of them over
the same pixels takes 0.2 ms. Both give the same frame up to the rounding of its levels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cairo
import numpy as np

from studio.render.engine.cairo_batch import BACK, BACK_WIDTH, FILL, STROKE, STROKE_WIDTH, Batch
from studio.render.engine.damage import MARGIN

# Microseconds, estimated on one machine; only their ratios matter. They decide what is drawn how, and no
# clock is asked: a film's bytes may not depend on a machine's pace.
ITEM, ROW, POINT = 20.0, 0.7, 0.5  # drawing: an item, a row of its pixels, a point of its path
LAYING, PIXEL = 30.0, 0.0004  # laying a layer over a frame: the call, and a pixel
LEAST = 100.0  # that drawing a run must take, so that a layer is worth its memory


@dataclass(frozen=True)
class CachedLayer:
    """A picture of the items `first` to `stop` (without it) of a batch, `left` and `top` in whole pixels."""

    first: int
    stop: int
    left: int
    top: int
    pixels: np.ndarray  # (height, width, 4), premultiplied as the frame's
    costs: np.ndarray  # (items,): the estimated time for drawing each

    def saves(self, wanted: np.ndarray, rectangles: np.ndarray) -> bool:
        """Whether laying this over the rectangles takes less time than drawing those of its items that are
        `wanted` (a bool for each item of the batch).
        """
        height, width = self.pixels.shape[:2]
        across = rectangles[:, 2].clip(max=self.left + width) - rectangles[:, 0].clip(min=self.left)
        down = rectangles[:, 3].clip(max=self.top + height) - rectangles[:, 1].clip(min=self.top)
        area = (across.clip(min=0) * down.clip(min=0)).sum()
        return bool(self.costs @ wanted[self.first : self.stop] > LAYING + PIXEL * area)

    def draw(self, context: cairo.Context[cairo.ImageSurface]) -> None:
        """Lay the picture over a frame."""
        height, width = self.pixels.shape[:2]
        surface = cairo.ImageSurface.create_for_data(self.pixels, cairo.FORMAT_ARGB32, width, height)  # type: ignore[arg-type]  # numpy's are buffers
        matrix = context.get_matrix()
        context.identity_matrix()
        context.set_source_surface(surface, self.left, self.top)
        context.paint()
        context.set_matrix(matrix)


def cached_layers(
    batch: Batch,
    boxes: np.ndarray,
    moved: np.ndarray,
    size: tuple[int, int],
    matrix: cairo.Matrix,
    known: Sequence[CachedLayer] = (),
) -> list[CachedLayer]:
    """Layers for those runs of items that have not moved and are worth one; the same as before of runs that
    are `known`.

    `boxes` are those of the items, from `reaches`; `moved` is a bool for each; `size` is width and height of
    the frame in pixels, `matrix` takes scene units to pixels.
    """
    edges = np.flatnonzero(np.diff(np.concatenate([[True], moved, [True]])))
    runs = [(int(first), int(stop)) for first, stop in edges.reshape(-1, 2)]
    costs, seen = _costs(batch, boxes, size)
    before = {(each.first, each.stop): each for each in known}
    made = (
        before.get(run) or _layer(batch, boxes, costs, run, size, matrix)
        for run in runs
        if seen[slice(*run)].any()
    )
    return [layer for layer in made if layer is not None]


def _layer(
    batch: Batch,
    boxes: np.ndarray,
    costs: np.ndarray,
    run: tuple[int, int],
    size: tuple[int, int],
    matrix: cairo.Matrix,
) -> CachedLayer | None:
    """A layer of the items of a run, or None where it would not save half of their time."""
    items = np.arange(*run)[costs[slice(*run)] > 0]
    left, top = (np.floor(boxes[items, :2]).min(axis=0) - MARGIN).clip(min=0).astype(int)
    right, bottom = np.minimum(np.ceil(boxes[items, 2:]).max(axis=0) + MARGIN, size).astype(int)
    laying = LAYING + PIXEL * (right - left) * (bottom - top)
    if costs[items].sum() < max(LEAST, 2 * laying):
        return None
    pixels = np.zeros((bottom - top, right - left, 4), dtype=np.uint8)
    surface = cairo.ImageSurface.create_for_data(pixels, cairo.FORMAT_ARGB32, right - left, bottom - top)  # type: ignore[arg-type]  # numpy's are buffers
    context = cairo.Context(surface)
    context.set_matrix(
        cairo.Matrix(matrix.xx, matrix.yx, matrix.xy, matrix.yy, matrix.x0 - left, matrix.y0 - top)
    )
    wanted = np.zeros(len(boxes), dtype=bool)
    wanted[items] = True
    batch.draw(context, wanted)
    return CachedLayer(*run, int(left), int(top), pixels, costs[slice(*run)])


def _costs(batch: Batch, boxes: np.ndarray, size: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """For each item the estimated time for drawing it, 0 for what is not seen; and whether it is seen."""
    styles = batch.styles
    inked = styles[:, FILL + 3] > 0
    inked |= (styles[:, STROKE + 3] > 0) & (styles[:, STROKE_WIDTH] > 0)
    inked |= (styles[:, BACK + 3] > 0) & (styles[:, BACK_WIDTH] > 0)
    within = (boxes[:, 0] < size[0]) & (boxes[:, 1] < size[1]) & (boxes[:, 2] > 0) & (boxes[:, 3] > 0)
    seen = inked & within & (boxes[:, 0] < boxes[:, 2]) & np.isfinite(boxes).all(axis=1)
    rows = np.where(seen, boxes[:, 3].clip(0, size[1]) - boxes[:, 1].clip(0, size[1]), 0.0)
    return np.where(seen, ITEM + ROW * rows + POINT * np.diff(batch.starts), 0.0), seen
