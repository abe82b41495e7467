"""The engine's camera: the stage's camera with Cairo's drawing done in compiled batches."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from manim import VMobject

from studio.engine.cairo_batch import Batch
from visuals.camera import StageCamera


class BatchCamera(StageCamera):
    """Draws the same pixels as StageCamera, with one compiled call for a run of vector mobjects."""

    def display_multiple_non_background_colored_vmobjects(
        self, vmobjects: Iterable[VMobject], pixel_array: np.ndarray
    ) -> None:
        """Draw vector mobjects in order; one with an image behind it is drawn by Manim itself."""
        context = self.get_cairo_context(pixel_array)
        batch = Batch()
        for mobject in vmobjects:
            if not batch.take(mobject):
                batch.draw(context, self.cairo_line_width_multiple)
                self.display_vectorized(mobject, context)
        batch.draw(context, self.cairo_line_width_multiple)
