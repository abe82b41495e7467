"""What cameras ask of the things that lie on a frame: how each looks, and to draw within rectangles alone."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from manim import Mobject, VMobject

from studio.engine.cairo_batch import Batch
from visuals.camera import PixelMobject


def is_plain(mobject: Mobject) -> bool:
    """Whether a mobject is drawn as paths alone, which batches can do."""
    return isinstance(mobject, VMobject) and not mobject.get_background_image()


def look_of(mobject: Mobject) -> Hashable:
    """What the picture of something that lies below depends on; None where that is not known."""
    if is_plain(mobject):
        return Batch.of([mobject], 1.0).appearance()
    return mobject.appearance() if isinstance(mobject, PixelMobject) else None


@contextmanager
def clipped(context: Any, rectangles: np.ndarray) -> Iterator[Any]:
    """Let Cairo draw within rectangles (n, 4) of whole pixels only: left, top, right, bottom."""
    matrix = context.get_matrix()
    context.identity_matrix()
    context.new_path()  # the last thing drawn left its own
    for left, top, right, bottom in rectangles.tolist():
        context.rectangle(left, top, right - left, bottom - top)
    context.clip()
    context.set_matrix(matrix)
    yield context
    context.reset_clip()
