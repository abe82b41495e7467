"""Halos: a ring of light around each neuron, as strong as what a nudge there does."""

from __future__ import annotations

import numpy as np
from numba import njit

from visuals.drawing.camera import Canvas
from visuals.drawing.compiled import FAST
from visuals.drawing.pixels import blend, offset, window
from visuals.network.pixels import Followed, ManySmall
from visuals.terrain.palette import channels
from visuals.theme import INK

GAP = 0.045  # between a lamp and its halo, in scene units
AURA = 0.42  # strength of the light around a full one
REACH = 1.5  # how far it reaches, in widths of a full one
GAPS = 10  # of a ring that is negative, and so broken


class Halos(ManySmall):
    """A ring for each value (n,) around a lamp of `radius` at places (n, 2 or 3), as wide as |value|.

    `width` (scene units) is that of `most`; a negative one is broken. Dials: grown, opacity.
    """

    def __init__(
        self,
        places: Followed,
        values: Followed,
        *,
        radius: float,
        width: float = 0.16,
        most: float = 1.0,
        ink: str = INK.output,
    ) -> None:
        if not most > 0:
            raise ValueError(f"the widest halo has a positive value, got most={most}")
        super().__init__(places, values, reach=(radius + GAP + width, radius + GAP + width))
        self.radius, self.width_at_most, self.most, self.ink = radius, width, most, ink

    @property
    def widths(self) -> np.ndarray:
        """How wide each ring is now, in scene units: (n,)."""
        return np.asarray(np.minimum(np.abs(self.values.ravel()) / self.most, 1.0) * self.width_at_most)

    def shown(self) -> tuple[np.ndarray, ...]:
        return self.places, self.values

    def draw(self, canvas: Canvas, grown: float, opacity: float) -> None:
        down = canvas.per_unit[1]
        ringed(
            canvas.to_pixels(self.places),
            (self.radius + GAP) * down,
            self.widths * grown * down,
            REACH * self.width_at_most * down,
            self.values.ravel() < 0,
            channels(self.ink),
            opacity,
            canvas.pixels,
        )


@njit(**FAST)
def ringed(
    spots: np.ndarray,
    inner: float,
    widths: np.ndarray,
    reach: float,
    broken: np.ndarray,
    ink: np.ndarray,
    opacity: float,
    frame: np.ndarray,
) -> None:
    """Rings around pixels `spots` (n, 2) from radius `inner`, `widths` (n,) pixels wide, with a glow."""
    for k in range(len(spots)):
        if widths[k] <= 0.0:
            continue
        strong = min(widths[k] / (reach / REACH), 1.0)
        glow = reach * np.sqrt(strong)
        outer = inner + max(widths[k], 1.0)
        shown = min(widths[k], 1.0)
        far = outer + glow + 1.0
        left, right, top, bottom = window(spots[k], far, far, frame)
        for row in range(top, bottom):
            for column in range(left, right):
                x, y, away = offset(row, column, spots[k])
                cover = min(max(min(away - inner, outer - away) + 0.5, 0.0), 1.0)
                if broken[k] and cover > 0.0:
                    turn = (np.arctan2(y, x) / (2 * np.pi) * GAPS) % 1.0
                    arc = 2 * np.pi * away / GAPS
                    cover *= min(max(min(turn, 0.62 - turn) * arc + 0.5, 0.0), 1.0)
                out = away - outer
                light = 0.0
                if 0.0 < out < glow:
                    light = AURA * (1.0 - out / glow) ** 2
                elif out <= 0.0 and away > inner:
                    light = AURA
                share = (cover + (1.0 - cover) * light) * shown * opacity
                if share > 0.0:
                    blend(frame, row, column, ink, share)
