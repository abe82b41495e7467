"""The engine's camera: the stage's camera, drawing in compiled batches, and only where something changed."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from manim import Mobject, PMobject, VMobject
from manim.mobject.types.image_mobject import AbstractImageMobject

from studio.engine.cairo_batch import Batch
from studio.engine.damage import damaged, reaches, touched
from visuals.camera import PixelMobject, StageCamera

DRAWN = (VMobject, PMobject, AbstractImageMobject)  # of anything else Manim draws nothing


@dataclass(frozen=True)
class Drawn:
    """What the frame shows: the ground it began with, what lies lowest on it, and the batch above that."""

    ground: np.ndarray
    below: list[Mobject]
    looks: list[Hashable]  # of what lies below; None in it if somebody could not say
    base: np.ndarray | None  # the frame with all that lies below, once it was worth keeping
    batch: Batch
    boxes: np.ndarray


class BatchCamera(StageCamera):
    """Draws the same pixels as StageCamera, but what has not changed not again."""

    _ground: np.ndarray | None = None  # what the next frame begins with
    _drawn: Drawn | None = None  # what the frame shows now

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.set_pixel_array(self.background)

    def forget(self) -> None:
        """Draw the next frame whole, whatever was drawn before: a play begins."""
        self._drawn = None

    def reset(self) -> Self:
        """Begin the next frame with the background."""
        self._ground = self.background
        return self

    def set_frame_to_background(self, background: np.ndarray) -> None:
        """Begin the next frame with what never moves in this play."""
        self._ground = background

    def capture_mobjects(self, mobjects: Iterable[Mobject], **options: Any) -> None:
        """Bring the frame up to date with all mobjects, in drawing order."""
        shown = [m for m in self.get_mobjects_to_display(mobjects, **options) if isinstance(m, DRAWN)]
        first = len(shown)  # of the vector mobjects that lie above everything else
        while first > 0 and _is_plain(shown[first - 1]):
            first -= 1
        below, above = shown[:first], shown[first:]
        ground = self.background if self._ground is None else self._ground
        batch = Batch.of(above, self.cairo_line_width_multiple)
        self._drawn = self._draw(ground, below, batch)
        self._ground = None

    def _draw(self, ground: np.ndarray, below: list[Mobject], batch: Batch) -> Drawn:
        before, boxes = self._drawn, reaches(batch, self._to_pixels)
        looks = [_look(each) for each in below]
        if before is None or before.ground is not ground or before.below != below:
            return self._draw_all(ground, below, looks, batch, boxes, keep=False)
        if looks != before.looks or None in looks:
            return self._draw_all(ground, below, looks, batch, boxes, keep=False)
        if below and before.base is None:
            return self._draw_all(ground, below, looks, batch, boxes, keep=True)
        base = ground if before.base is None else before.base
        context = self.get_cairo_context(self.pixel_array)
        size = (self.pixel_width, self.pixel_height)
        for rectangle in damaged(before.batch, batch, (before.boxes, boxes), size):
            left, top, right, bottom = rectangle
            self.pixel_array[top:bottom, left:right] = base[top:bottom, left:right]
            _clip(context, rectangle)
            batch.draw(context, touched(boxes, rectangle))
            context.reset_clip()
        return Drawn(ground, below, looks, before.base, batch, boxes)

    def _draw_all(
        self,
        ground: np.ndarray,
        below: list[Mobject],
        looks: list[Hashable],
        batch: Batch,
        boxes: np.ndarray,
        *,
        keep: bool,
    ) -> Drawn:
        self.set_pixel_array(ground)
        super().capture_mobjects(below, include_submobjects=False)
        base = self.pixel_array.copy() if keep else None
        batch.draw(self.get_cairo_context(self.pixel_array))
        return Drawn(ground, below, looks, base, batch, boxes)

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


def _is_plain(mobject: Mobject) -> bool:
    return isinstance(mobject, VMobject) and not mobject.get_background_image()


def _look(mobject: Mobject) -> Hashable:
    """What the picture of something that lies below depends on; None where that is not known."""
    if _is_plain(mobject):
        return Batch.of([mobject], 1.0).appearance()
    return mobject.appearance() if isinstance(mobject, PixelMobject) else None


def _clip(context: Any, rectangle: np.ndarray) -> None:
    """Let Cairo draw within a rectangle of whole pixels only."""
    left, top, right, bottom = (int(each) for each in rectangle)
    matrix = context.get_matrix()
    context.identity_matrix()
    context.new_path()  # the last thing drawn left its own
    context.rectangle(left, top, right - left, bottom - top)
    context.clip()
    context.set_matrix(matrix)
