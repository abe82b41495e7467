"""The seismograph of what a model leaves over: data minus model, month by month, on the data's time axis."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import VMobject, smooth

from visuals.drawing.axes import Axes
from visuals.drawing.bundle import bundle
from visuals.drawing.dial import Dial
from visuals.drawing.follower import Follower
from visuals.drawing.ticks import Tell
from visuals.drawing.walk import entry
from visuals.letters.readout import Series
from visuals.theme import INK

STALK = (1.1, 3.0)  # thinnest and boldest stroke; between them it follows the spacing
SHARE = 45.0  # stroke width to one scene unit of spacing


class Misses(Follower):
    """Every residual as a thin upright stroke from the model to the datum.

    `stack` (stages, n) holds the models' predictions at x, `stage` says which is shown. While `dropped` goes
    from 0 to 1 each stroke leaves the plot, where it hangs between the line and its dot, and falls to the
    strip, where it stands on zero and is as long as the strip's scale tells. The early months fall first.
    """

    def __init__(
        self,
        plot: Axes,
        strip: Axes,
        x: np.ndarray,
        y: np.ndarray,
        stack: np.ndarray,
        *,
        stage: Dial,
        stages: Sequence[float] | np.ndarray | None = None,
        series: Sequence[Series] = (),
    ) -> None:
        super().__init__(plot, strip, stage, x, y, stack)
        self.plot, self.strip, self.x, self.y = plot, strip, x, y
        self.stack, self.stage = np.atleast_2d(stack), stage
        self.stages = np.arange(len(self.stack)) if stages is None else stages
        self.series = tuple(series)
        self.dropped, self.reach = Dial(), Dial(float(x[-1]) + 1)
        self.strokes = VMobject(stroke_color=INK.residual)
        self.add(self.dropped, self.reach, self.strokes)
        self.redraw()

    @property
    def model(self) -> np.ndarray:
        """The prediction shown now, at all data."""
        return entry(self.stack, np.interp(self.stage.value, self.stages, np.arange(len(self.stages))))

    @property
    def residual(self) -> np.ndarray:
        """Data minus model, as shown now."""
        return np.asarray(self.y - self.model)

    @property
    def ends(self) -> tuple[np.ndarray, np.ndarray]:
        """Where each stroke begins (the model, or zero) and ends (the datum, or the residual)."""
        model, residual = self.model, self.residual
        share = self._fallen[:, None]
        feet = (1 - share) * self.plot.to_screen(self.x, model) + share * self.strip.to_screen(self.x, 0)
        tips = (1 - share) * self.plot.to_screen(self.x, self.y) + share * self.strip.to_screen(
            self.x, residual
        )
        return feet, tips

    @property
    def _fallen(self) -> np.ndarray:
        late = (self.x - self.x[0]) / (self.x[-1] - self.x[0])
        falling = np.clip(1.6 * self.dropped.value - 0.6 * late, 0, 1)
        return np.array([smooth(each) for each in falling]) if 0 < self.dropped.value < 1 else falling

    def redraw(self) -> None:
        """Set the points where the data and the dials want them."""
        low, high = self.plot.x
        seen = (self.x >= low) & (self.x <= min(high, self.reach.value))
        feet, tips = self.ends
        self.strokes.points = bundle(np.stack([feet[seen], tips[seen]], axis=1))
        spacing = (self.x[-1] - self.x[0]) / len(self.x) * self.plot.units[0]
        self.strokes.set_stroke(width=float(np.clip(SHARE * spacing, *STALK)))


def residual_strip(
    plot: Axes,
    *,
    up: tuple[float, float],
    y: tuple[float, float],
    steps: Sequence[float],
    tell: Tell | None = None,
) -> Axes:
    """A panel that shares the plot's time axis; its base line is zero, and `y` its scale to begin with."""
    return Axes(
        x=plot.x,
        y=y,
        box=(plot.across[0], up[0], plot.across[1], up[1]),
        x_steps=(),
        y_steps=steps,
        tell_y=tell,
        cross_at=0.0,
        upright=False,
        above=plot,
    )
