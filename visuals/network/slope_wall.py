"""A wall of knobs that light up with their slopes: what a compass for all of them would say."""

from __future__ import annotations

import numpy as np
from numba import njit

from visuals.drawing.camera import Canvas
from visuals.drawing.dial import Dial
from visuals.network.knob_wall import POINTER, SWEEP, THICK
from visuals.network.pixels import Followed, ManySmall
from visuals.terrain.compiled import FAST
from visuals.terrain.palette import channels
from visuals.terrain.strokes import blend
from visuals.theme import INK, mix

BODY = mix(INK.parameter, INK.ground, 0.55)
RIM = mix(INK.parameter, INK.text, 0.25)
UNLIT = mix(INK.parameter, INK.ground, 0.86)  # body of a knob whose slope is known, and 0
HALO, AURA = 2.6, 0.75  # how far the light of the steepest reaches, in radii, and how strong it is
FRONT = 0.05  # how long a knob flashes as it is reached, as a share of the whole sweep


class SlopeWall(ManySmall):
    """A knob for each parameter (n,) at places (n, 2 or 3), which lights up with its slope (n,).

    Red is a positive slope, white a negative one, as on the compass: light is |slope| / steepest to the
    `power`, and no more than full where a slope is steeper than that (default: the largest of them all).
    `order` (n,), from 0 to 1, tells when each knob's slope is found as the dial `swept` goes from 0 to 1; a
    knob that is being found flashes in the loss's colour. `most` turns a pointer to its stop. Dials: swept,
    grown, opacity.
    """

    def __init__(
        self,
        places: Followed,
        parameters: Followed,
        slopes: np.ndarray,
        *,
        order: np.ndarray,
        radius: float = 0.08,
        most: float = 1.0,
        steepest: float | None = None,
        power: float = 0.5,
        front: float = FRONT,
    ) -> None:
        super().__init__(places, parameters, reach=(radius, radius))
        self.slopes, self.order = np.asarray(slopes, dtype=float), np.asarray(order, dtype=float)
        self.steepest = float(np.abs(self.slopes).max()) if steepest is None else steepest
        if not (most > 0 and self.steepest > 0):
            raise ValueError(f"stop and steepest slope are positive, got {most} and {self.steepest}")
        self.radius, self.most, self.power, self.front = radius, most, power, front
        self.swept = Dial(0.0)
        self.add(self.swept)

    @property
    def angles(self) -> np.ndarray:
        """Where each pointer stands now: (n,) degrees clockwise from upright."""
        return np.asarray(np.clip(self.values.ravel() / self.most, -1.0, 1.0) * SWEEP)

    @property
    def reached(self) -> np.ndarray:
        """How far the search for each slope has come: (n,), 0 to 1."""
        gone = self.swept.get_value() * (1.0 + self.front) - self.order
        return np.asarray(np.clip(gone / self.front, 0.0, 1.0))

    @property
    def light(self) -> np.ndarray:
        """How brightly each knob shines now: (n,), -1 to 1, negative for white ones."""
        size = np.minimum(np.abs(self.slopes) / self.steepest, 1.0) ** self.power
        return np.asarray(np.sign(self.slopes) * size * self.reached)

    @property
    def n_found(self) -> int:
        """How many slopes are known."""
        return int(np.sum(self.reached >= 1.0 - 1e-9))

    def shown(self) -> tuple[np.ndarray, ...]:
        return self.places, self.angles, self.reached

    def draw(self, canvas: Canvas, grown: float, opacity: float) -> None:
        turn = np.radians(self.angles)
        reached = self.reached
        kindled(
            canvas.to_pixels(self.places),
            np.stack([np.sin(turn), -np.cos(turn)], axis=1),
            self.radius * grown * canvas.per_unit[1],
            0.9 * canvas.fine,
            self.light,
            reached,
            4.0 * reached * (1.0 - reached),
            np.stack([channels(i) for i in (INK.text, BODY, RIM, UNLIT, INK.gradient, INK.path, INK.output)]),
            opacity,
            canvas.pixels,
        )


@njit(**FAST)
def kindled(spots, pointers, radius, line, light, reached, flash, inks, opacity, frame):
    """Knobs at pixels `spots`: first the light around each, then the knobs; `inks` as in `SlopeWall.draw`."""
    height, width = frame.shape[0], frame.shape[1]
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
            left, right = max(int(spots[k, 0] - reach), 0), min(int(spots[k, 0] + reach) + 1, width)
            top, bottom = max(int(spots[k, 1] - reach), 0), min(int(spots[k, 1] + reach) + 1, height)
            for row in range(top, bottom):
                for column in range(left, right):
                    x, y = column + 0.5 - spots[k, 0], row + 0.5 - spots[k, 1]
                    away = np.sqrt(x * x + y * y)
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
                    for part in range(3):
                        dark = inks[1, part] + (inks[3, part] - inks[1, part]) * reached[k]
                        body = dark + (lamp[part] - dark) * shine
                        edge = inks[2, part] + (body - inks[2, part]) * max(0.75 * reached[k], shine)
                        body = body + (edge - body) * rim
                        # the hand of a bright knob is dark, that of one with little slope fades
                        tip = inks[0, part] + (inks[3, part] - inks[0, part]) * reached[k]
                        ink[part] = body + (tip - body) * hand * (1.0 - 0.3 * reached[k])
                    blend(frame, row, column, ink, inside * opacity)
