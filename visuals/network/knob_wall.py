"""Parameters as a wall of knobs: where the pointer of one stands is the parameter's value."""

from __future__ import annotations

import numpy as np
from numba import njit

from visuals.drawing.camera import Canvas
from visuals.network.pixels import Followed, ManySmall
from visuals.terrain.compiled import FAST
from visuals.terrain.palette import channels
from visuals.terrain.strokes import blend
from visuals.theme import INK, mix

SWEEP = 135.0  # degrees from upright to where a knob stops, to either side
BODY = mix(INK.parameter, INK.ground, 0.78)
RIM = mix(INK.parameter, INK.ground, 0.35)
POINTER = (0.15, 0.82)  # from and to, in radii
THICK = 0.11  # half the width of a pointer, in radii


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
        inks = np.stack([channels(each) for each in (INK.text, BODY, RIM, INK.plus, INK.minus)])
        radius = self.radius * grown * canvas.per_unit[1]
        spots = canvas.to_pixels(self.places)
        wedges = np.radians(self.turns)
        turned(spots, pointers, wedges, radius, 0.75 * canvas.fine, inks, opacity, canvas.pixels)


@njit(**FAST)
def turned(spots, pointers, wedges, radius, line, inks, opacity, frame):
    """Knobs at pixels `spots` (n, 2), their pointers along `pointers` (n, 2), of length 1.

    `wedges` (n, 2) in radians clockwise from upright, from and to. `inks` (5, 3): pointer, body, rim, a turn
    up, a turn down.
    """
    height, width = frame.shape[0], frame.shape[1]
    reach, thick = radius + line + 1.0, max(THICK * radius, 0.6)
    first, last = POINTER[0] * radius, POINTER[1] * radius
    ink = np.empty(3)
    for k in range(len(spots)):
        low, high = min(wedges[k, 0], wedges[k, 1]), max(wedges[k, 0], wedges[k, 1])
        way = 3 if wedges[k, 1] > wedges[k, 0] else 4
        left, right = max(int(spots[k, 0] - reach), 0), min(int(spots[k, 0] + reach) + 1, width)
        top, bottom = max(int(spots[k, 1] - reach), 0), min(int(spots[k, 1] + reach) + 1, height)
        for row in range(top, bottom):
            for column in range(left, right):
                x, y = column + 0.5 - spots[k, 0], row + 0.5 - spots[k, 1]
                away = np.sqrt(x * x + y * y)
                inside = min(max(radius + line + 0.5 - away, 0.0), 1.0)
                if inside <= 0.0:
                    continue
                along = min(max(x * pointers[k, 0] + y * pointers[k, 1], first), last)
                aside_x, aside_y = x - along * pointers[k, 0], y - along * pointers[k, 1]
                hand = min(max(thick + 0.5 - np.sqrt(aside_x * aside_x + aside_y * aside_y), 0.0), 1.0)
                rim = min(max(away - radius + line + 0.5, 0.0), 1.0)
                wedge = 0.0
                if high > low:
                    angle = np.arctan2(x, -y)
                    wedge = min(max(away * min(angle - low, high - angle) + 0.5, 0.0), 1.0)
                    wedge *= min(max(away - first + 0.5, 0.0), 1.0) * (1.0 - rim)
                for part in range(3):
                    body = inks[1, part] + (inks[2, part] - inks[1, part]) * rim
                    body += (inks[way, part] - body) * wedge
                    ink[part] = body + (inks[0, part] - body) * hand
                blend(frame, row, column, ink, inside * opacity)
