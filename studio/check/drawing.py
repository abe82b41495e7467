"""Draws a moment three ways at once: as the viewer sees it, without its letters, and its letters alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from manim import Mobject
from manim.mobject.types.image_mobject import AbstractImageMobject

from studio.engine.cairo_batch import BACK, FILL, STROKE, Batch
from studio.engine.camera import BatchCamera
from visuals.camera import StageCamera

OPAQUE_WHITE = (1.0, 1.0, 1.0, 1.0)


@dataclass(frozen=True)
class Drawn:
    """Three pictures of one moment, (height, width, ...) uint8."""

    frame: np.ndarray  # (..., 4), what the viewer sees
    ground: np.ndarray  # (..., 4), the same with the letters' own ink left out; their dark casing stays
    mask: np.ndarray  # (...), how much of each pixel the letters would cover if nothing lay over them


class LookingCamera(BatchCamera):
    """The stage's camera, which can also tell what lies behind the letters."""

    _letters: frozenset[int] = frozenset()
    _begun = False  # whether a letter was drawn already: until then both pictures are one

    def look(self, mobjects: Iterable[Mobject], letters: frozenset[int]) -> Drawn:
        """Draw the mobjects; `letters` are the ids of those that are read."""
        self._letters, self._begun = letters, False
        self.reset()
        self.capture_mobjects(list(mobjects))
        frame = self.pixel_array.copy()
        if not self._begun:
            return Drawn(frame, frame, np.zeros(frame.shape[:2], dtype=np.uint8))
        return Drawn(frame, self._ground.copy(), self._mask[..., 3].copy())

    def _begin_letters(self, pixels: np.ndarray) -> None:
        if not hasattr(self, "_ground"):
            self._ground, self._mask = np.empty_like(pixels), np.empty_like(pixels)
        np.copyto(self._ground, pixels)
        self._mask[:] = 0
        self._begun = True

    def display_multiple_non_background_colored_vmobjects(
        self, vmobjects: Iterable[Any], pixel_array: np.ndarray
    ) -> None:
        """Draw vector mobjects into the picture and, from the first letter on, into the other two."""
        waiting = list(vmobjects)
        if pixel_array is not self.pixel_array or not self._letters:
            super().display_multiple_non_background_colored_vmobjects(waiting, pixel_array)
            return
        super().display_multiple_non_background_colored_vmobjects(
            waiting, pixel_array
        ) if self._begun else None
        if not self._begun:
            first = next((i for i, each in enumerate(waiting) if id(each) in self._letters), len(waiting))
            super().display_multiple_non_background_colored_vmobjects(waiting[:first], pixel_array)
            waiting = waiting[first:]
            if not waiting:
                return
            self._begin_letters(pixel_array)
            super().display_multiple_non_background_colored_vmobjects(waiting, pixel_array)
        self._draw_behind(waiting)
        self._draw_mask([each for each in waiting if id(each) in self._letters])

    def display_multiple_image_mobjects(
        self, image_mobjects: Iterable[AbstractImageMobject], pixel_array: np.ndarray
    ) -> None:
        """Pictures of pixels lie behind letters too, where they come after the first."""
        pictures = list(image_mobjects)
        StageCamera.display_multiple_image_mobjects(self, pictures, pixel_array)
        if self._begun and pixel_array is self.pixel_array:
            StageCamera.display_multiple_image_mobjects(self, pictures, self._ground)

    def _draw_behind(self, vmobjects: list[Any]) -> None:
        context = self.get_cairo_context(self._ground)
        batch = Batch()
        for each in vmobjects:
            if not batch.take(each):
                batch.draw(context, self.cairo_line_width_multiple)
                self.display_vectorized(each, context)
            elif id(each) in self._letters and batch.points and batch.points[-1] is each.points:
                batch.styles[-1] = _without_ink(batch.styles[-1])
        batch.draw(context, self.cairo_line_width_multiple)

    def _draw_mask(self, letters: list[Any]) -> None:
        batch = Batch()
        for each in letters:
            if batch.take(each) and batch.points and batch.points[-1] is each.points:
                batch.styles[-1] = _white(batch.styles[-1])
        batch.draw(self.get_cairo_context(self._mask), self.cairo_line_width_multiple)


def _without_ink(style: tuple[float, ...]) -> tuple[float, ...]:
    """Neither fill nor stroke; what stands behind (a casing) stays."""
    bare = list(style)
    bare[FILL + 3] = bare[STROKE + 3] = 0.0
    return tuple(bare)


def _white(style: tuple[float, ...]) -> tuple[float, ...]:
    """Fill alone, opaque."""
    solid = list(style)
    solid[BACK + 3] = solid[STROKE + 3] = 0.0
    solid[FILL : FILL + 4] = OPAQUE_WHITE
    return tuple(solid)
