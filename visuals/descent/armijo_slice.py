"""A line search on a cut of the ground: heights over the stride, and the line that a step must get under."""

from __future__ import annotations

import numpy as np
from manim import Group, VMobject

from calc_core.derivatives.graphs import Graph
from calc_core.descent.line_search import LineSearch
from visuals.curve.curve import Curve
from visuals.drawing.axes import Axes, Box
from visuals.drawing.dial import Dial
from visuals.drawing.follower import Follower
from visuals.drawing.polyline import NOTHING, arc, dashes, polyline
from visuals.drawing.ticks import Span
from visuals.letters.readout import series
from visuals.options import Options
from visuals.theme import INK, STROKE, mix

DOT, RING = 0.13, 0.19  # scene units
DASH = (0.16, 0.11)
ROOM, BELOW = 1.09, 0.12  # of a window beyond what is looked at, and below the axis, in parts of its height
TAKEN, REFUSED = INK.curvature, INK.residual


class ArmijoSlice(Group):
    """Heights along one direction over the stride, the slope's promise, Armijo's line, and every try.

        cut = ArmijoSlice(graph(lambda a: f(x + a * p), strides), armijo(f, x, p), box=Box(...), seen=0)
        self.play(cut.tries.at.to(1), *cut.axes.look(**cut.window(1)))

    Parts: `axes`, `curve`, `promise` (the straight line that the slope here promises), `line` (the share of
    that promise that is asked for, with the ground under it), `tries`.
    """

    def __init__(
        self, ground: Graph, search: LineSearch, *, box: Box, seen: int = 0, name: str = "heights ahead"
    ) -> None:
        self.ground, self.search = ground, search
        tries = sorted(search.alphas.tolist())
        around: Options = window(search, seen)
        self.axes = on = Axes(**around, box=box, x_ticks=(0.0, *tries), y_ticks=(), cross_at=0.0)
        drawn = series(name, ground, stride="x", height="f")
        self.curve = Curve(drawn, on=on, width=STROKE.bold, span=self._shown)
        self.promise = PromisedFall(search, 1.0, on=self.axes, dash=DASH, ink=INK.slope)
        self.line = PromisedFall(search, search.c1, on=self.axes, ink=INK.output, filled=True)
        self.tries = Tries(search, self.curve, self.line)
        super().__init__(self.line, self.axes, self.promise, self.curve, self.tries)

    def window(self, k: int) -> Options:
        """What to look at, `axes.look(**window)`, for try k: as far as it leads, and as high as it lies."""
        return window(self.search, k)

    def _shown(self) -> Span:
        """From here to where the ground leaves the window, at its right or at its top."""
        x, y = np.asarray(self.ground.x), np.asarray(self.ground.f)
        beyond = np.flatnonzero(y > self.axes.y[1])
        if not beyond.size:
            return 0.0, self.axes.x[1]
        k = int(beyond[0])
        edge = float(np.interp(self.axes.y[1], y[k - 1 : k + 1], x[k - 1 : k + 1]))
        return 0.0, min(edge, self.axes.x[1])


def window(search: LineSearch, k: int) -> Options:
    """The window of axes in which try k of a search lies near the right edge, and nothing higher is seen."""
    right = ROOM * float(search.alphas[k])
    top = ROOM * max(float(search.values[k]), search.value_here)
    return {"x": (0.0, right), "y": (-BELOW * top, top)}


class PromisedFall(Follower):
    """From the height here straight down, by `share` of the slope: as far as the axes show. Dial: `grown`.

    `filled` shades what lies below it, where a step may end.
    """

    def __init__(
        self,
        search: LineSearch,
        share: float,
        *,
        on: Axes,
        ink: str,
        dash: tuple[float, float] | None = None,
        filled: bool = False,
    ) -> None:
        super().__init__(on)
        self.axes, self.height_here, self.fall = on, search.value_here, share * search.slope_here
        self.dash, self.filled, self.grown = dash, filled, Dial(1.0)
        self.below = VMobject(stroke_width=0).set_fill(mix(ink, INK.ground, 0.75), opacity=1)
        self.line = VMobject().set_stroke(ink, width=STROKE.normal)
        self.add(self.below, self.line, self.grown)
        self.redraw()

    def at(self, stride: float) -> float:
        """The line's height over a stride."""
        return float(self.height_here + self.fall * stride)

    def redraw(self) -> None:
        """Go down to the axes' lower edge or to their right one, whichever comes first."""
        (_, right), (bottom, _) = self.axes.x, self.axes.y
        end = min(right, (bottom - self.height_here) / self.fall)
        end *= self.grown.get_value()
        if end <= 0:
            self.line.points = self.below.points = NOTHING
            return
        ends = self.axes.to_screen(np.array([0.0, end]), np.array([self.at(0.0), self.at(end)]))
        self.line.points = polyline(*dashes(ends, self.dash))
        if self.filled:
            foot = self.axes.to_screen(np.array([end, 0.0]), np.array([bottom, bottom]))
            self.below.points = polyline(np.concatenate([ends, foot, ends[:1]]))


class Tries(Follower):
    """The tries of a line search, one after the other, on the ground that is cut.

    The dial `at` counts them: at a whole number the dot stands on that try, in between its stride shrinks
    by equal factors. A bar joins it to Armijo's line: the dot is refused as long as it lies above. What was
    refused before stays as a ring. Dial: `grown` (how strongly it is seen).
    """

    def __init__(self, search: LineSearch, curve: Curve, line: PromisedFall) -> None:
        super().__init__(curve, line)
        self.search, self.curve, self.line = search, curve, line
        self.at, self.grown = Dial(0.0), Dial(1.0)
        self.stem = VMobject().set_stroke(INK.quiet, width=STROKE.normal)
        self.old = VMobject(fill_opacity=0).set_stroke(REFUSED, width=STROKE.normal)
        self.dot = VMobject().set_stroke(INK.casing, width=STROKE.thin)
        self.add(self.stem, self.old, self.dot, self.at, self.grown)
        self.redraw()

    @property
    def stride(self) -> float:
        """The stride tried now."""
        logs = np.log(self.search.alphas)
        return float(np.exp(np.interp(self.at.get_value(), np.arange(len(logs)), logs)))

    @property
    def refused(self) -> bool:
        """Whether the ground at the stride of now lies above Armijo's line."""
        return self.curve.at(self.stride) > self.line.at(self.stride)

    def redraw(self) -> None:
        """Put the dot on the ground, its bar, and the rings behind it."""
        axes, seen = self.curve.axes, self.grown.get_value()
        box, stride = axes.box, self.stride
        ends = axes.to_screen(
            np.array([stride, stride]), np.array([self.curve.at(stride), self.line.at(stride)])
        )
        ink = REFUSED if self.refused else TAKEN
        stem = ends.copy()
        stem[:, 1] = np.clip(stem[:, 1], box.bottom, box.top)
        self.stem.points = polyline(*dashes(stem, DASH)) if abs(stem[0, 1] - stem[1, 1]) > 1e-6 else NOTHING
        self.stem.set_stroke(ink, opacity=seen)
        self.dot.points = arc(ends[0], DOT)
        self.dot.set_fill(ink, opacity=seen).set_stroke(opacity=seen)
        past = self.search.alphas[: int(np.ceil(self.at.get_value() - 1e-9))]
        rings = axes.to_screen(past, np.array([self.curve.at(each) for each in past]))
        inside = [each for each in rings if each[0] <= box.right + RING and each[1] <= box.top + RING]
        self.old.points = np.concatenate([arc(each, DOT) for each in inside]) if inside else NOTHING
        self.old.set_stroke(opacity=seen)
