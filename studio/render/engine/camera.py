"""The engine's camera: draws in compiled batches, and only the parts of a frame that changed."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self

import numpy as np
from manim import Mobject, VMobject

from studio.render.engine.cached_layer import CachedLayer, cached_layers
from studio.render.engine.cairo_batch import Batch
from studio.render.engine.damage import Change, changes, leading, reaches, rectangles, touched
from studio.render.engine.lying import Context, clipped, layers, look_of
from visuals.drawing.camera import StageCamera

PATIENCE = 12  # frames after which what has not changed is drawn into the base or a layer
GONE = -1  # the place of an item that is no longer there


@dataclass(frozen=True)
class Drawn:
    """The content of a frame: its background, what lies below the vector mobjects, and the batch of these."""

    ground: np.ndarray
    below: list[Mobject]
    looks: list[Hashable]  # of the mobjects below; None in it where one cannot tell its look
    batch: Batch
    boxes: np.ndarray
    settled: int | None = None  # number of the batch's items in the base; None: there is no base yet
    calm: int = 0  # frames since what stands still was last looked for
    moved: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=bool))  # those that changed in these
    layers: Sequence[CachedLayer] = ()  # of items above the base that stand still


class BatchCamera(StageCamera):
    """Draws the same pixels as StageCamera, but no unchanged part of a frame again.

    The base is the frame up to the lowest item that moves: its background, the mobjects below the vector
    mobjects, and those of these that no longer change. Rectangles around changes are copied from it and
    drawn upon; what stands still above something that moves is laid over them as a layer.
    """

    _ground: np.ndarray | None = None  # with which the next frame begins
    _drawn: Drawn | None = None  # the content of the present frame
    _redrawn: list[np.ndarray] | None = None  # rectangles since they were last taken; None: the whole frame

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        assert self.background is not None
        self.set_pixel_array(self.background)
        self._base = np.empty_like(self.pixel_array)

    def forget(self) -> None:
        """Draw the whole next frame, as a play begins."""
        self._drawn = None

    def take_redrawn(self) -> np.ndarray | None:
        """Rectangles (n, 4) that were drawn since the last call; None: anything may differ."""
        taken, self._redrawn = self._redrawn, []
        return None if taken is None else np.concatenate([np.empty((0, 4), dtype=np.int64), *taken])

    def reset(self) -> Self:
        """Begin the next frame with the background."""
        self._ground = self.background
        return self

    def set_frame_to_background(self, background: np.ndarray) -> None:
        """Begin the next frame with the image of all that does not move in this play."""
        self._ground = background

    def get_mobjects_to_display(
        self,
        mobjects: Iterable[Mobject],
        include_submobjects: bool = True,
        excluded_mobjects: list[Mobject] | None = None,
    ) -> list[Mobject]:
        """As Manim's, without making the list of every mobject's family first."""
        if excluded_mobjects or not include_submobjects or not self.use_z_index:
            every: list[Mobject] = super().get_mobjects_to_display(
                mobjects, include_submobjects, excluded_mobjects
            )
            return every
        found: list[Mobject] = []
        for each in mobjects:
            _add_family(each, found)
        once = list(dict.fromkeys(reversed(found)))[
            ::-1
        ]  # a mobject that is listed twice is drawn at its last place
        return sorted(once, key=lambda mobject: mobject.z_index)

    def capture_mobjects(self, mobjects: Iterable[Mobject], **options: Any) -> None:
        """Bring the frame up to date with all mobjects, in drawing order."""
        if self.follow_view():
            self.forget()
        below, above = layers(self.get_mobjects_to_display(mobjects, **options))
        ground = self.background if self._ground is None else self._ground
        assert ground is not None
        batch = Batch.of(above, self.cairo_line_width_multiple)
        boxes = reaches(batch, self._to_pixels)
        self._drawn = self._draw(Drawn(ground, below, [look_of(each) for each in below], batch, boxes))
        self._ground = None

    def _draw(self, now: Drawn) -> Drawn:
        before = self._drawn
        if before is None or before.ground is not now.ground or before.below != now.below:
            return self._draw_all(now)
        change = changes(before.batch, now.batch)
        if now.looks != before.looks or None in now.looks or change is None:
            return self._draw_all(now)
        if not change.was.any() and not change.now.any():
            return replace(before, batch=now.batch, boxes=now.boxes, calm=before.calm + 1)
        if before.settled is None or change.settled < before.settled:
            return self._draw_all(now, change.settled)
        context = self.get_cairo_context(self.pixel_array)
        found = rectangles(change, (before.boxes, now.boxes), (self.pixel_width, self.pixel_height))
        wanted = np.zeros(len(now.boxes), dtype=bool)
        for rectangle in found:
            left, top, right, bottom = rectangle
            self.pixel_array[top:bottom, left:right] = self._base[top:bottom, left:right]
            wanted |= touched(now.boxes, rectangle)
        wanted[: before.settled] = False
        moved, still = _still(before, now, change)
        with clipped(context, found):  # to all of them at once, so that an item in several is drawn once
            _draw_over(context, now.batch, wanted, [each for each in still if each.saves(wanted, found)])
        if self._redrawn is not None:
            self._redrawn.append(found)
        return self._settle(
            replace(now, settled=before.settled, calm=before.calm + 1, moved=moved, layers=still)
        )

    def _draw_all(self, now: Drawn, settled: int | None = None) -> Drawn:
        """Draw the whole frame; keep it as the base when the settled items are drawn."""
        self._redrawn = None
        self.set_pixel_array(now.ground)
        super().capture_mobjects(now.below, include_submobjects=False)
        context = self.get_cairo_context(self.pixel_array)
        if settled is None:
            now.batch.draw(context)
            return now
        places = np.arange(len(now.boxes))
        now.batch.draw(context, places < settled)
        np.copyto(self._base, self.pixel_array)
        now.batch.draw(context, places >= settled)
        return replace(now, settled=settled, moved=np.zeros(len(now.boxes), dtype=bool))

    def _settle(self, now: Drawn) -> Drawn:
        """Add the items to the base that have not changed for PATIENCE frames, or to layers where something
        below them has.
        """
        if now.calm < PATIENCE:
            return now
        assert now.settled is not None
        context, places = self.get_cairo_context(self._base), np.arange(len(now.boxes))
        settled = max(leading(now.moved), now.settled)
        if settled > now.settled:
            now.batch.draw(context, (places >= now.settled) & (places < settled))
        size, matrix = (self.pixel_width, self.pixel_height), context.get_matrix()
        found = cached_layers(now.batch, now.boxes, now.moved | (places < settled), size, matrix, now.layers)
        moved = np.zeros(len(places), dtype=bool)
        return replace(now, settled=settled, calm=0, moved=moved, layers=found)

    def display_multiple_non_background_colored_vmobjects(
        self, vmobjects: Iterable[VMobject], pixel_array: np.ndarray
    ) -> None:
        """Draw vector mobjects in order."""
        batch = Batch.of(list(vmobjects), self.cairo_line_width_multiple)
        batch.draw(self.get_cairo_context(pixel_array))

    @property
    def _to_pixels(self) -> tuple[float, float, float, float]:
        matrix = self.get_cairo_context(self.pixel_array).get_matrix()
        return matrix.xx, matrix.yy, matrix.x0, matrix.y0


def _still(before: Drawn, now: Drawn, change: Change) -> tuple[np.ndarray, list[CachedLayer]]:
    """Which items have moved by now, since what stands still was last looked for (those that came have); and
    the layers of those that have not, at the places that their items have now.
    """
    moved = np.ones(len(now.boxes), dtype=bool)
    moved[change.stays] = before.moved[change.stayed] | change.now[change.stays]
    places = np.full(len(before.boxes), GONE)
    places[change.stayed] = change.stays
    found = []
    for layer in before.layers:
        first, last = int(places[layer.first]), int(places[layer.stop - 1])
        is_whole = first != GONE and last - first == layer.stop - 1 - layer.first
        if is_whole and not change.now[first : last + 1].any():
            found.append(replace(layer, first=first, stop=last + 1))
    return moved, found


def _draw_over(context: Context, batch: Batch, wanted: np.ndarray, layers: Sequence[CachedLayer]) -> None:
    """Draw the `wanted` items of a batch in order, and layers in place of theirs."""
    places, drawn = np.arange(len(wanted)), 0
    for layer in layers:
        batch.draw(context, wanted & (places >= drawn) & (places < layer.first))
        layer.draw(context)
        drawn = layer.stop
    batch.draw(context, wanted & (places >= drawn))


def _add_family(mobject: Mobject, found: list[Mobject]) -> None:
    if len(mobject.points):
        found.append(mobject)
    for each in mobject.submobjects:
        _add_family(each, found)
