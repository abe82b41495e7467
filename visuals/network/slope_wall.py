"""A wall of knobs that light up with their slopes: what a compass for all of them would say."""

from __future__ import annotations

import numpy as np

from visuals.drawing.camera import Canvas
from visuals.drawing.dial import Dial
from visuals.network.knob_wall import SWEEP, paint_knobs
from visuals.network.pixels import Followed, ManySmall
from visuals.terrain.palette import channels
from visuals.theme import INK, mix

BODY = mix(INK.parameter, INK.ground, 0.55)
RIM = mix(INK.parameter, INK.text, 0.25)
UNLIT = mix(INK.parameter, INK.ground, 0.86)  # body of a knob whose slope is known, and 0
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
        reached, no_turns = self.reached, np.zeros((len(turn), 2))
        shades = (INK.text, BODY, RIM, UNLIT, INK.gradient, INK.path, INK.output, INK.plus, INK.minus)
        paint_knobs(
            canvas.to_pixels(self.places),
            np.stack([np.sin(turn), -np.cos(turn)], axis=1),
            no_turns,
            self.radius * grown * canvas.per_unit[1],
            0.9 * canvas.fine,
            self.light,
            reached,
            4.0 * reached * (1.0 - reached),
            np.stack([channels(each) for each in shades]),
            opacity,
            canvas.pixels,
        )
