"""Currents: what runs along wires just now or has run along them, and shines."""

from __future__ import annotations

import numpy as np
from numba import njit

from visuals.drawing.camera import Canvas
from visuals.drawing.compiled import FAST
from visuals.drawing.pixels import blend
from visuals.network.pixels import Followed, LookedUp, around
from visuals.network.wires import DASH, FEW, UNIT, draw_lines
from visuals.terrain.palette import channels
from visuals.theme import INK, STROKE

GLOW = 0.16  # how far light reaches from the strongest one, in scene units
APPEARS = 0.12  # of a way: how long a comet takes to swell
COMET = 0.2  # largest radius of the light that runs ahead, in scene units
WHITE = np.array([255.0, 255.0, 255.0])


class Currents(LookedUp):
    """Light along straight ways (n, 4: from x, y to x, y), as wide as |strength| (n,) is large.

    `spans` (n, 2) tells from which share of its way to which each is lit. `most` is the strength of a line
    of `width`, others are as wide as their share of it to the `power`; a negative one is broken, and of the
    second of `inks`. Where a span ends or begins on its way, a comet runs at its end ("ahead"), at its start
    ("behind"), or none does. Dials: grown, opacity.
    """

    def __init__(
        self,
        ways: Followed,
        strengths: Followed,
        spans: Followed,
        *,
        most: float,
        width: float = 2 * STROKE.bold,
        power: float = 1.0,
        inks: tuple[str, str] = (INK.gradient, INK.path),
        glow: float = GLOW,
        comet: str = "",
        comet_ink: str = INK.output,
        comet_size: float = COMET,
    ) -> None:
        if not most > 0:
            raise ValueError(f"the widest current has a positive strength, got most={most}")
        super().__init__(ways, strengths, spans)
        self.most, self.width_at_most, self.power, self.inks = most, width, power, inks
        self.comet, self.comet_ink, self.comet_size, self.glow = comet, comet_ink, comet_size, glow

    @property
    def ways(self) -> np.ndarray:
        """Where they run: (n, 4)."""
        return self.told(0)

    @property
    def strengths(self) -> np.ndarray:
        """How strong each is: (n,)."""
        return self.told(1)

    @property
    def spans(self) -> np.ndarray:
        """From which share of its way to which each is lit: (n, 2)."""
        return np.asarray(np.clip(self.told(2), 0.0, 1.0))

    @property
    def widths(self) -> np.ndarray:
        """How wide each is drawn, in Manim's units: (n,)."""
        return np.asarray(self.width_at_most * self._shares(self.strengths))

    @property
    def n_lit(self) -> int:
        """How many are lit from one end to the other."""
        return int(np.sum(np.diff(self.spans, axis=1) >= 1.0 - 1e-9))

    @property
    def points(self) -> np.ndarray:
        """The corners of the box that holds them all."""
        return around(self.ways.reshape(-1, 2))

    @points.setter
    def points(self, points: np.ndarray) -> None:
        """Only `ways` say where they run."""

    def _shares(self, strengths: np.ndarray) -> np.ndarray:
        return np.asarray(np.minimum(np.abs(strengths) / self.most, 1.0) ** self.power)

    def shown(self) -> tuple[np.ndarray, ...]:
        return self.ways, self.strengths, self.spans

    def draw(self, canvas: Canvas, grown: float, opacity: float) -> None:
        order = np.argsort(np.abs(self.strengths), kind="stable")
        ways, strengths, spans = self.ways[order], self.strengths[order], self.spans[order]
        lit = spans[:, 1] > spans[:, 0]
        ways, strengths, spans = ways[lit], strengths[lit], spans[lit]
        if not len(ways):
            return
        down = canvas.per_unit[1]
        share = self._shares(strengths) * grown
        draw_lines(
            canvas.to_pixels(ways.reshape(-1, 2, 2)).reshape(-1, 4),
            spans,
            0.5 * UNIT * self.width_at_most * share * canvas.fine,
            self.glow * np.sqrt(share) * down,
            np.full(len(ways), opacity),
            (strengths < 0).astype(np.int64),
            np.array(DASH) * down if len(self.ways) <= FEW else np.zeros(2),
            np.stack([channels(each) for each in self.inks]),
            canvas.pixels,
        )
        if self.comet:
            at = spans[:, 1 if self.comet == "ahead" else 0]
            running = (at > 0.0) & (at < 1.0)
            places = ways[:, :2] + at[:, None] * (ways[:, 2:] - ways[:, :2])
            if running.any():
                near = np.minimum(at, 1.0 - at)[running] / APPEARS  # at its ends it swells and goes
                size = (
                    self.comet_size * (0.45 + 0.55 * np.sqrt(share[running])) * np.minimum(near, 1.0) * down
                )
                comets(
                    canvas.to_pixels(places[running]), size, channels(self.comet_ink), opacity, canvas.pixels
                )


@njit(**FAST)
def comets(places: np.ndarray, radii: np.ndarray, ink: np.ndarray, opacity: float, frame: np.ndarray) -> None:
    """Lights at pixels `places` (n, 2), white in their middle, of `ink` around it, and dark at `radii`."""
    height, width = frame.shape[0], frame.shape[1]
    for k in range(len(places)):
        x0, y0, radius = places[k, 0], places[k, 1], radii[k]
        for row in range(max(int(y0 - radius), 0), min(int(y0 + radius) + 2, height)):
            for column in range(max(int(x0 - radius), 0), min(int(x0 + radius) + 2, width)):
                x, y = column + 0.5 - x0, row + 0.5 - y0
                out = np.sqrt(x * x + y * y) / radius
                if out < 1.0:
                    blend(frame, row, column, ink, (1.0 - out) ** 1.5 * opacity)
                    core = min(max(1.0 - 2.6 * out, 0.0) * 1.6, 1.0)
                    blend(frame, row, column, WHITE, core * opacity)
