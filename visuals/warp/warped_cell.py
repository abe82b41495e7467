"""One cell under a map: filled in front, hollow at its back, with a letter that may be mirrored."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from manim import VMobject

from calc_core.derivatives.mapped_cells import MappedCells
from visuals.drawing.dial import Dial
from visuals.drawing.follower import Follower
from visuals.drawing.frame import Frame
from visuals.drawing.polyline import polyline
from visuals.letters.outlines import glyph_outlines
from visuals.theme import INK, STROKE, mix

PIECES = 4  # straight ones to a curve of a letter
BACK = mix(INK.minus, INK.ground, 0.78)


class WarpedCell(Follower):
    """The image of a cell, as `look` tells it: full in front, and dark in an orange edge if turned over.

    `letter`, a look at the same cell with `letter_figure` as its figure, is carried along: one that is turned
    over reads as in a mirror. Dials: `grown` (light), `lettered` (light of the letter).
    """

    def __init__(
        self,
        look: Callable[[], MappedCells],
        *,
        on: Frame,
        letter: Callable[[], MappedCells] | None = None,
        ink: str = INK.output,
        opacity: float = 0.55,
    ) -> None:
        super().__init__()
        self.look, self.letter, self.frame = look, letter, on
        self.ink, self.opacity = ink, opacity
        self.grown, self.lettered = Dial(1), Dial(1 if letter else 0)
        self.face = VMobject()
        self.sign = VMobject(stroke_width=0)
        self.add(self.face, self.sign, self.grown, self.lettered)
        self.redraw()

    @property
    def in_front(self) -> float:
        """Whether it shows its front (1) or its back (0); between, while the cell turns over."""
        now = self.look()
        size = np.ravel(np.abs(now.area) / np.maximum(_without_signs(now.outline), 1e-300))[0]
        return float((1 + np.sign(now.area) * size) / 2)

    def redraw(self) -> None:
        """Lay the cell and its letter."""
        now, light = self.look(), self.grown.get_value()
        front = self.in_front
        self.face.points = polyline(self.frame.to_screen(_closed(now.outline)))
        self.face.set_fill(mix(BACK, self.ink, front), opacity=light * (0.9 + (self.opacity - 0.9) * front))
        self.face.set_stroke(mix(INK.minus, self.ink, front), width=STROKE.normal, opacity=light)
        if self.letter is not None:
            self.sign.points = polyline(self.frame.to_screen(_closed(self.letter().outline)))
            ink = mix(INK.minus, INK.ground, front)
            self.sign.set_fill(ink, opacity=light * self.lettered.get_value())


def letter_figure(character: str, *, height: float = 0.7, width: float = 1.0) -> np.ndarray:
    """A letter as a figure (corners, 2) in the square from -1/2 to 1/2; its holes are joined by a seam.

    `width` is how many times wider than high the cell will be drawn, so that the letter is not stretched.
    """
    points, _ = glyph_outlines(character)
    a, b, c, d = (points[k::4, None, :2] for k in range(4))
    t = (np.arange(PIECES) / PIECES)[:, None]
    curve = (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t**2 * c + t**3 * d
    lifted = 1 + np.flatnonzero(np.abs(a[1:, 0] - d[:-1, 0]).max(axis=-1) > 1e-9)  # where an outline begins
    outlines = [each.reshape(-1, 2) for each in np.split(curve, lifted)]
    seam = [each[:1] for each in outlines[-2::-1]]  # back over the outlines' beginnings
    corners = np.concatenate([*(np.concatenate([each, each[:1]]) for each in outlines), *seam])
    middle = (corners.max(axis=0) + corners.min(axis=0)) / 2
    return np.asarray((corners - middle) * height * np.array([1 / width, 1.0]))


def _closed(outline: np.ndarray) -> np.ndarray:
    corners = outline.reshape(-1, 2)
    return np.concatenate([corners, corners[:1]])


def _without_signs(outline: np.ndarray) -> float:
    """What the two halves of an outline that crosses itself have together: its area without signs."""
    corners = outline.reshape(-1, 2)
    here = corners - corners.mean(axis=0)
    after = np.roll(here, -1, axis=0)
    return float(np.abs(here[:, 0] * after[:, 1] - after[:, 0] * here[:, 1]).sum() / 2)
