"""The curve of a model whose knobs are turned: the line, what it gains, and what it misses the data by."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from manim import VMobject

from calc_core.fitting import Model
from visuals.data.residual_strip import Misses
from visuals.drawing.axes import Axes
from visuals.drawing.dial import Dial
from visuals.drawing.follower import Follower
from visuals.drawing.polyline import NOTHING, dashes, polyline, within_box
from visuals.letters.readout import Series
from visuals.theme import INK, STROKE

FINE = 241  # places at which a curve is asked for, evenly over the window that is seen
STALK = 5.5  # width of a miss

Knobs = Callable[[], np.ndarray]  # where the model's knobs stand now (p,)


class KnobCurve(Follower):
    """The curve of `model` where `knobs()` says that its knobs (p,) stand now, as far as the axes show it.

    Dials: `grown` (0 to 1: how far it is drawn, from the left), `opacity`.
    """

    def __init__(
        self,
        model: Model,
        knobs: Knobs,
        *,
        on: Axes,
        ink: str = INK.model,
        width: float = STROKE.bold,
        dash: tuple[float, float] | None = None,
        series: Sequence[Series] = (),
    ) -> None:
        super().__init__(on)
        self.model, self.knobs, self.axes, self.dash, self.series = model, knobs, on, dash, tuple(series)
        self.grown, self.opacity = Dial(1.0), Dial(1.0)
        self.line = VMobject(stroke_color=ink, stroke_width=width)
        self.add(self.grown, self.opacity, self.line)
        self.redraw()

    def redraw(self) -> None:
        """Ask the model over the window, and lay what of it lies in the box."""
        left, right = self.axes.x
        x = np.linspace(left, left + self.grown.value * (right - left), FINE)
        corners = self.axes.to_screen(x, self.model(self.knobs(), x))
        path = polyline(*dashes(corners, self.dash)) if self.grown.value > 0 else NOTHING
        self.line.points = within_box(path, self.axes.box)
        self.line.set_stroke(opacity=self.opacity.value)


class KnobGain(Follower):
    """What lies between the curves of two settings of a model's knobs, `before()` and `after()`, as an area.

    Dial: `opacity`.
    """

    def __init__(
        self, model: Model, before: Knobs, after: Knobs, *, on: Axes, ink: str = INK.parameter
    ) -> None:
        super().__init__(on)
        self.model, self.before, self.after, self.axes = model, before, after, on
        self.opacity = Dial(0.7)
        self.area = VMobject(stroke_width=0, fill_color=ink)
        self.add(self.opacity, self.area)
        self.redraw()

    def redraw(self) -> None:
        """Lay the area anew."""
        x = np.linspace(*self.axes.x, FINE)
        there, back = (self.axes.to_screen(x, self.model(each(), x)) for each in (self.before, self.after))
        corners = np.concatenate([there, back[::-1], there[:1]])
        box = self.axes.box
        corners[:, 1] = np.clip(corners[:, 1], box.bottom, box.top)
        self.area.points = polyline(corners)
        self.area.set_fill(opacity=self.opacity.value)


class KnobMisses(Misses):
    """By how much the curve of `model` misses data x, y (n,) where its knobs stand now: a stroke for each.

    As `Misses` they hang in the plot and fall to the strip (dial `dropped`). Where the errors `sigma` (n,) of
    the data and axes `pulls` of the same place are given, the dial `weighed` (0 to 1) measures each miss in
    units of its own error.
    """

    def __init__(
        self,
        plot: Axes,
        strip: Axes,
        x: np.ndarray,
        y: np.ndarray,
        model: Model,
        knobs: Knobs,
        *,
        sigma: np.ndarray | None = None,
        pulls: Axes | None = None,
        width: float = STALK,
    ) -> None:
        self.curve, self.knobs, self.weighed, self.stalk = model, knobs, Dial(0.0), width
        self.sigma, self.pulls = sigma, strip if pulls is None else pulls
        super().__init__(plot, strip, x, y, y[None], stage=Dial())
        self.follows = (*self.follows, self.pulls)
        self.add(self.weighed)

    @property
    def model(self) -> np.ndarray:
        """The prediction where the knobs stand now, at all data."""
        return np.asarray(self.curve(self.knobs(), self.x))

    @property
    def ends(self) -> tuple[np.ndarray, np.ndarray]:
        """Where each stroke begins and ends, weighed as far as the dial says."""
        feet, tips = super().ends
        share = self.weighed.value
        if share > 0 and self.sigma is not None:
            feet = (1 - share) * feet + share * self.pulls.to_screen(self.x, 0)
            tips = (1 - share) * tips + share * self.pulls.to_screen(self.x, self.residual / self.sigma)
        return feet, tips

    def redraw(self) -> None:
        """Set the strokes anew."""
        super().redraw()
        self.strokes.set_stroke(width=self.stalk)
