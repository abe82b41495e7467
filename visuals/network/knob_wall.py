"""Parameters as a wall of knobs: where the pointer of one stands is the parameter's value."""

from __future__ import annotations

import numpy as np
from numba import njit

from visuals.drawing.camera import Canvas
from visuals.drawing.compiled import FAST
from visuals.drawing.pixels import blend, offset, window
from visuals.network.pixels import Followed, ManySmall
from visuals.terrain.palette import channels
from visuals.theme import INK, mix

SWEEP = 135.0  # degrees from upright to where a knob stops, to either side
BODY = mix(INK.parameter, INK.ground, 0.78)
RIM = mix(INK.parameter, INK.ground, 0.35)
POINTER = (0.15, 0.82)  # from and to, in radii
THICK = 0.11  # half the width of a pointer, in radii
HALO, AURA = 2.6, 0.75  # how far the light of the steepest reaches, in radii, and how strong it is


class KnobWall(ManySmall):
    """A knob for each parameter (n,) at places (n, 2 or 3): upright is 0, and `most` turns it to its stop.

    A parameter beyond `most` stands at the stop. `turns` (n, 2) are parameters between which a turn is laid
    on each knob: violet if it turns up, orange if it turns down. Dials: grown, opacity.
    """

    def __init__(
        self, places: Followed, parameters: Followed, *, radius: float = 0.08, most: float = 1.0,
        turns: Followed | None = None,
    ) -> None:  # fmt: skip
        if not most > 0:
            raise ValueError(f"a knob's stop is at a positive value, got most={most}")
        self.radius, self.most, self.has_turns = radius, most, turns is not None
        super().__init__(places, parameters, *(() if turns is None else (turns,)), reach=(radius, radius))

    @property
    def angles(self) -> np.ndarray:
        """Where each pointer stands now: (n,) degrees clockwise from upright."""
        return self._angles(self.values.ravel())

    @property
    def turns(self) -> np.ndarray:
        """From where to where a turn is laid on each: (n, 2) degrees clockwise from upright."""
        return self._angles(self.told(2)) if self.has_turns else np.zeros((len(self.places), 2))

    def _angles(self, parameters: np.ndarray) -> np.ndarray:
        return np.asarray(np.clip(parameters / self.most, -1.0, 1.0) * SWEEP)

    def shown(self) -> tuple[np.ndarray, ...]:
        return self.places, self.angles, self.turns

    def draw(self, canvas: Canvas, grown: float, opacity: float) -> None:
        turn = np.radians(self.angles)
        pointers = np.stack([np.sin(turn), -np.cos(turn)], axis=1)
        inks = np.zeros((9, 3))  # knobs that do not shine have no others
        inks[:3] = [channels(each) for each in (INK.text, BODY, RIM)]
        inks[7:] = [channels(each) for each in (INK.plus, INK.minus)]
        radius = self.radius * grown * canvas.per_unit[1]
        spots, dark, wedges = canvas.to_pixels(self.places), np.zeros(len(pointers)), np.radians(self.turns)
        line, frame = 0.75 * canvas.fine, canvas.pixels
        paint_knobs(spots, pointers, wedges, radius, line, dark, dark, dark, inks, opacity, frame)


@njit(**FAST)
def paint_knobs(
    spots: np.ndarray,
    pointers: np.ndarray,
    wedges: np.ndarray,
    radius: float,
    line: float,
    light: np.ndarray,
    reached: np.ndarray,
    flash: np.ndarray,
    inks: np.ndarray,
    opacity: float,
    frame: np.ndarray,
) -> None:
    """Knobs at pixels `spots` (n, 2), with `pointers` (n, 2) of length 1: first all light, then they.

    Of each: `wedges` (n, 2), a turn in radians clockwise from upright, from and to; `light`, -1 to 1; how far
    its slope has been `reached` and how much it flashes, 0 to 1. `inks` (9, 3): pointer, body, rim, body of a
    knob whose slope is known; light of a positive slope, of a negative one, of a flash; a turn up, a turn
    down. Without light, slope, flash and turn it is a plain knob.
    """
    thick = max(THICK * radius, 0.6)
    first, last = POINTER[0] * radius, POINTER[1] * radius
    ink, lamp = np.empty(3), np.empty(3)
    for glass in (False, True):
        for k in range(len(spots)):
            full = abs(light[k])
            reach = radius + line + 1.0 if glass else radius * (1.0 + (HALO - 1.0) * max(full, flash[k]))
            if not glass and max(full, flash[k]) <= 0.02:
                continue
            for part in range(3):
                own = inks[4, part] if light[k] >= 0.0 else inks[5, part]
                lamp[part] = own + (inks[6, part] - own) * flash[k]
            low, high = min(wedges[k, 0], wedges[k, 1]), max(wedges[k, 0], wedges[k, 1])
            way = 7 if wedges[k, 1] > wedges[k, 0] else 8
            left, right, top, bottom = window(spots[k], reach, reach, frame)
            for row in range(top, bottom):
                for column in range(left, right):
                    x, y, away = offset(row, column, spots[k])
                    if not glass:
                        out = (away - radius) / (reach - radius)
                        if out < 1.0:
                            strong = AURA * max(full, flash[k]) * (1.0 - max(out, 0.0)) ** 2
                            blend(frame, row, column, lamp, strong * opacity)
                        continue
                    inside = min(max(radius + line + 0.5 - away, 0.0), 1.0)
                    if inside <= 0.0:
                        continue
                    along = min(max(x * pointers[k, 0] + y * pointers[k, 1], first), last)
                    aside_x, aside_y = x - along * pointers[k, 0], y - along * pointers[k, 1]
                    hand = min(max(thick + 0.5 - np.sqrt(aside_x * aside_x + aside_y * aside_y), 0.0), 1.0)
                    rim = min(max(away - radius + line + 0.5, 0.0), 1.0)
                    shine = max(full, flash[k])
                    wedge = 0.0
                    if high > low:
                        angle = np.arctan2(x, -y)
                        wedge = min(max(away * min(angle - low, high - angle) + 0.5, 0.0), 1.0)
                        wedge *= min(max(away - first + 0.5, 0.0), 1.0) * (1.0 - rim)
                    for part in range(3):
                        dark = inks[1, part] + (inks[3, part] - inks[1, part]) * reached[k]
                        body = dark + (lamp[part] - dark) * shine
                        edge = inks[2, part] + (body - inks[2, part]) * max(0.75 * reached[k], shine)
                        body = body + (edge - body) * rim
                        body += (inks[way, part] - body) * wedge
                        # the hand of a bright knob is dark, that of one with little slope fades
                        tip = inks[0, part] + (inks[3, part] - inks[0, part]) * reached[k]
                        ink[part] = body + (tip - body) * hand * (1.0 - 0.3 * reached[k])
                    blend(frame, row, column, ink, inside * opacity)
