"""Neurons as lamps: how brightly one shines is its activation, by one map for all of them."""

from __future__ import annotations

import numpy as np
from numba import njit

from visuals.drawing.camera import Canvas
from visuals.drawing.compiled import FAST
from visuals.drawing.dial import Dial
from visuals.drawing.pixels import blend, offset, window
from visuals.network.pixels import Followed, ManySmall
from visuals.terrain.palette import channels
from visuals.theme import INK, mix

GLASS = mix(INK.quiet, INK.ground, 0.86)  # of a lamp that is off
RIM = mix(INK.quiet, INK.ground, 0.35)
LINE = 1.0  # half the width of a rim, in 1080p pixels
HOLE = 0.62  # radius of the dark core of a lamp that shines negatively, in radii
HALO, AURA = 2.6, 0.5  # how far light reaches beyond a full lamp, in radii, and how strong it is at its rim


class Neurons(ManySmall):
    """A lamp for each activation (n,) at places (n, 2 or 3) of the stage, of `radius` scene units.

    The light of a lamp is |activation|, from 0 (dark glass) to 1 (full) and no brighter beyond; one that is
    negative is hollow. `ink` is the colour of the light. Dials: grown, lit (0 to 1: how much of the light is
    on), opacity.
    """

    def __init__(
        self,
        places: Followed,
        activations: Followed,
        *,
        radius: float = 0.12,
        ink: str = INK.text,
        lit: float = 1.0,
    ) -> None:
        super().__init__(places, activations, reach=(radius, radius))
        self.radius, self.ink = radius, ink
        self.lit = Dial(lit)
        self.add(self.lit)

    @property
    def light(self) -> np.ndarray:
        """How brightly each lamp shines now: (n,) from -1 to 1, negative for a hollow one."""
        return np.asarray(np.clip(self.values.ravel() * self.lit.get_value(), -1.0, 1.0))

    def shown(self) -> tuple[np.ndarray, ...]:
        return self.places, self.light

    def draw(self, canvas: Canvas, grown: float, opacity: float) -> None:
        radius = self.radius * grown * canvas.per_unit[1]
        inks = np.stack([channels(each) for each in (self.ink, GLASS, RIM)])
        spots, line = canvas.to_pixels(self.places), LINE * canvas.fine
        shine(spots, self.light, radius, line, inks, opacity, canvas.pixels)


@njit(**FAST)
def shine(
    spots: np.ndarray,
    light: np.ndarray,
    radius: float,
    line: float,
    inks: np.ndarray,
    opacity: float,
    frame: np.ndarray,
) -> None:
    """Lamps at pixels `spots` (n, 2): first the halo of each, then all glasses over them.

    `inks` (3, 3): light, dark glass, rim.
    """
    ink = np.empty(3)
    for glass in (False, True):
        reach = radius + line + 1.0 if glass else radius * HALO
        for k in range(len(spots)):
            full = abs(light[k])
            if not glass and full <= 0.0:
                continue
            left, right, top, bottom = window(spots[k], reach, reach, frame)
            for row in range(top, bottom):
                for column in range(left, right):
                    _, _, away = offset(row, column, spots[k])
                    if not glass:
                        out = (away - radius) / (reach - radius)
                        if 0.0 < out < 1.0:
                            blend(
                                frame, row, column, inks[0], AURA * full * full * (1.0 - out) ** 3 * opacity
                            )
                        continue
                    inside = min(max(radius + line + 0.5 - away, 0.0), 1.0)
                    if inside <= 0.0:
                        continue
                    shown = full
                    if light[k] < 0.0:
                        shown *= min(max(away - HOLE * radius + 0.5, 0.0), 1.0)
                    rim = min(max(away - radius + line + 0.5, 0.0), 1.0)
                    for part in range(3):
                        body = inks[1, part] + (inks[0, part] - inks[1, part]) * shown
                        edge = max(inks[2, part], inks[1, part] + (inks[0, part] - inks[1, part]) * full)
                        ink[part] = body + (edge - body) * rim
                    blend(frame, row, column, ink, inside * opacity)
