"""Functions of the cameras: which mobjects are drawn, what the look of each depends on, and clipping to
rectangles.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from manim import Mobject, PMobject, VMobject
from manim.mobject.types.image_mobject import AbstractImageMobject

from studio.render.engine.cairo_batch import Batch
from visuals.drawing.camera import PixelMobject

DRAWN = (VMobject, PMobject, AbstractImageMobject)  # of anything else Manim draws nothing


def layers(mobjects: Iterable[Mobject]) -> tuple[list[Mobject], list[Mobject]]:
    """The mobjects that are drawn, in order: those below, and the vector mobjects above all others."""
    shown = [each for each in mobjects if isinstance(each, DRAWN)]
    first = len(shown)
    while first > 0 and is_plain(shown[first - 1]):
        first -= 1
    return shown[:first], shown[first:]


def is_plain(mobject: Mobject) -> bool:
    """Whether a mobject is drawn by paths alone, as a batch can."""
    return isinstance(mobject, VMobject) and not mobject.get_background_image()


def look_of(mobject: Mobject) -> Hashable:
    """A key of a lower mobject's look; None where that is not known."""
    if is_plain(mobject):
        return Batch.of([mobject], 1.0).appearance()
    return mobject.appearance() if isinstance(mobject, PixelMobject) else None


@contextmanager
def clipped(context: Any, rectangles: np.ndarray) -> Iterator[Any]:
    """Clip drawing to rectangles (n, 4) of whole pixels: left, top, right, bottom."""
    matrix = context.get_matrix()
    context.identity_matrix()
    context.new_path()  # the last drawing left its path
    for left, top, right, bottom in rectangles.tolist():
        context.rectangle(left, top, right - left, bottom - top)
    context.clip()
    context.set_matrix(matrix)
    yield context
    context.reset_clip()
