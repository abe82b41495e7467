"""Draws a moment three ways at once: as the viewer sees it, without its letters, and its letters alone.

It draws with the engine's batches and the stage's camera, but not with the engine's camera, which remembers
what it drew last.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from manim import Mobject
from manim.mobject.types.image_mobject import AbstractImageMobject

from studio.engine.cairo_batch import BACK, FILL, STROKE, Batch
from visuals.camera import StageCamera


@dataclass(frozen=True)
class Drawn:
    """Three pictures of one moment, (height, width, ...) uint8."""

    frame: np.ndarray  # (..., 4), what the viewer sees
    ground: np.ndarray  # (..., 4), the same with the letters' own ink left out; their dark casing stays
    letters: np.ndarray  # (..., 4), the letters on nothing, premultiplied: as if nothing lay over them


class LookingCamera(StageCamera):  # type: ignore[misc]
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
            return Drawn(frame, frame, np.zeros_like(frame))
        return Drawn(frame, self._ground.copy(), self._alone.copy())

    def display_multiple_non_background_colored_vmobjects(
        self, vmobjects: Iterable[Any], pixel_array: np.ndarray
    ) -> None:
        """Draw vector mobjects into the picture and, from the first letter on, into the other two."""
        drawn = list(vmobjects)
        batch = Batch.of(drawn, self.cairo_line_width_multiple)
        letters = np.array([id(each) in self._letters for each in drawn], dtype=bool)
        context = self.get_cairo_context(pixel_array)
        if self._begun:
            batch.draw(context)
            self._draw_apart(batch, letters, letters | True)
            return
        later = np.maximum.accumulate(letters)
        batch.draw(context, ~later)
        if later.any():
            self._begin_letters(pixel_array)
            batch.draw(context, later)
            self._draw_apart(batch, letters, later)

    def display_multiple_image_mobjects(
        self, image_mobjects: Iterable[AbstractImageMobject], pixel_array: np.ndarray
    ) -> None:
        """Pictures of pixels lie behind letters too, where they come after the first."""
        pictures = list(image_mobjects)
        super().display_multiple_image_mobjects(pictures, pixel_array)
        if self._begun:
            super().display_multiple_image_mobjects(pictures, self._ground)

    def _begin_letters(self, pixels: np.ndarray) -> None:
        if not hasattr(self, "_ground"):
            self._ground, self._alone = np.empty_like(pixels), np.empty_like(pixels)
        np.copyto(self._ground, pixels)
        self._alone[:] = 0
        self._begun = True

    def _draw_apart(self, batch: Batch, letters: np.ndarray, wanted: np.ndarray) -> None:
        """Draw the ground without the letters' ink, and the letters' fill without the ground."""
        bare, alone = batch.styles.copy(), batch.styles.copy()
        bare[letters, FILL + 3] = bare[letters, STROKE + 3] = 0.0
        alone[:, BACK + 3] = alone[:, STROKE + 3] = 0.0
        replace(batch, styles=bare).draw(self.get_cairo_context(self._ground), wanted)
        replace(batch, styles=alone).draw(self.get_cairo_context(self._alone), letters)
