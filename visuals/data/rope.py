"""A forecast as a rope: fast where it was tied to data, loose beyond, with a mark at its end."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import VMobject

from visuals.data.data_plot import Line
from visuals.drawing.dial import Dial
from visuals.drawing.polyline import mark
from visuals.theme import INK, STROKE, mix

TINTS = (mix(INK.model, "#FFFFFF", 0.62), INK.model, mix(INK.model, "#C2410C", 0.62))
"""Three shades of the model's gold, for models shown at once; their marks differ too."""

SIDES = (0, 4, 3)  # a disc, a square, a triangle


def marker(kind: int, size: float = 0.12) -> VMobject:
    """The mark of the model number `kind`, in its shade."""
    picture = VMobject(stroke_color=INK.casing, stroke_width=STROKE.thin, fill_color=TINTS[kind])
    picture.points = mark(SIDES[kind], size)
    return picture.set_fill(opacity=1)


class Rope(Line):
    """A line with the mark of its model on it; `kind` (0, 1, 2) says which shade and which mark.

    The mark sits at the drawn end, or where the dial `tip` says.
    """

    def __init__(self, *args: Any, kind: int, tip: Dial | None = None, **options: Any) -> None:
        self.knot, self.tip = marker(kind), tip
        self.shape = self.knot.points.copy()
        super().__init__(*args, ink=TINTS[kind], **options)
        if tip is not None:
            self.follows = (*self.follows, tip)
        self.add(self.knot)
        self.redraw()

    def redraw(self) -> None:
        """Set the line, and its mark."""
        super().redraw()
        place = self.end
        if self.tip is not None:
            place = self.axes.to_screen(self.tip.value, np.interp(self.tip.value, self.x, self.y))
        shown = self.tip is not None or len(self.line.points)
        self.knot.points = self.shape + place if shown else self.shape[:0]
