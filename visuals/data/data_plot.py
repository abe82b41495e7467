"""Measured dots over time, the model's line through them, its band, and a curtain before the future."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import VMobject, smooth

from visuals.drawing.axes import Axes
from visuals.drawing.bundle import bundle
from visuals.drawing.dial import Dial
from visuals.drawing.follower import Follower
from visuals.drawing.polyline import NOTHING, dashes, polyline
from visuals.drawing.ticks import BELOW
from visuals.drawing.walk import entry
from visuals.letters.readout import Series
from visuals.theme import INK, STROKE

KAPPA = 4 / 3 * (np.sqrt(2) - 1)  # handle of a cubic that is a quarter of a circle
FALL = 0.05  # how long a drop falls, as a share of the window's width
DOT, DOT_SPACING = (0.024, 0.075), 0.3  # smallest and largest radius; share of the spacing in between


def discs(centres: np.ndarray, radius: np.ndarray | float) -> np.ndarray:
    """Circles (n, 3) as the points of one mobject: four cubics each."""
    quarter = np.array([[1, 0], [1, KAPPA], [KAPPA, 1], [0, 1]])
    turns = [quarter @ np.array([[c, s], [-s, c]]) for c, s in ((1, 0), (0, 1), (-1, 0), (0, -1))]
    outline = np.pad(np.concatenate(turns), ((0, 0), (0, 1)))
    sizes = np.broadcast_to(np.asarray(radius, dtype=float), len(centres))
    return np.asarray((centres[:, None] + sizes[:, None, None] * outline).reshape(-1, 3))


def share_of(start: float, end: float, grown: Dial) -> float:
    """How far a thing has come that goes from start to end while a dial goes from 0 to 1."""
    return end if grown.value == 1.0 else start + grown.value * (end - start)


class DataDots(Follower):
    """Measured values as dots, all in one mobject; those after `upto` have not rained in yet.

    `x` and `y` name the columns that are drawn, the second over the first (default: the first two).
    Dials: `upto` (a value of x), `grown` (the share of the way there, 0 to 1).
    """

    def __init__(self, panel: Axes, plotted: Series, *, x: str | None = None, y: str | None = None) -> None:
        super().__init__(panel)
        self.axes, self.series = panel, (plotted,)
        self.x, self.y = plotted.pair(x, y)
        self.upto, self.grown = Dial(float(self.x[-1]) + 1e3), Dial(1.0)
        self.dots = VMobject(stroke_width=0, fill_color=INK.data, fill_opacity=1)
        self.add(self.upto, self.grown, self.dots)
        self.redraw()

    @property
    def come(self) -> float:
        """Up to which x dots have begun to fall."""
        first = float(self.x[0])
        return share_of(first, self.upto.value, self.grown)

    @property
    def radius(self) -> float:
        """Of a dot that has landed, in scene units: smaller where dots crowd."""
        spacing = (self.x[-1] - self.x[0]) / len(self.x) * self.axes.units[0]
        return float(np.clip(DOT_SPACING * spacing, *DOT))

    @property
    def seen(self) -> np.ndarray:
        """Which dots are in the window and have begun to fall."""
        low, high = self.axes.x
        return (self.x >= low) & (self.x <= high) & (self.x < self.come)

    def redraw(self) -> None:
        """Set the points where the data and the dials want them."""
        seen = self.seen
        centres = self.axes.to_screen(self.x[seen], self.y[seen])
        low, high = self.axes.x
        landed = np.clip((self.come - self.x[seen]) / (FALL * (high - low)), 0, 1)
        centres[:, 1] += (1 - landed**2) * (self.axes.up[1] + 0.3 - centres[:, 1])
        self.dots.points = discs(centres, self.radius * np.sqrt(landed))


class Spot(Follower):
    """One datum of a series, picked out: the entry `index` as a dot with a ring."""

    def __init__(self, dots: DataDots, index: int = -1) -> None:
        super().__init__(dots.axes)
        self.axes, self.at = dots.axes, (dots.x[index], dots.y[index])
        self.dot = VMobject(stroke_color=INK.casing, stroke_width=STROKE.thin, fill_color=INK.data)
        self.add(self.dot.set_fill(opacity=1))
        self.redraw()

    def redraw(self) -> None:
        """Set the dot where its datum is."""
        self.dot.points = discs(self.axes.to_screen(*self.at)[None], 0.1)


class Line(Follower):
    """y over x as a line of straight pieces, for one of a stack of finished curves (stages, n).

    `stage` says which (between two: on the way from one to the next); entry k belongs to the value
    `stages[k]` (default: k). `reach` is how far to the right the line is drawn, `origin` where it begins,
    `grown` (0 to 1) the share of the way between the two.
    """

    def __init__(
        self,
        panel: Axes,
        x: np.ndarray,
        stack: np.ndarray,
        *,
        stage: Dial | None = None,
        stages: Sequence[float] | np.ndarray | None = None,
        reach: Dial | None = None,
        ink: str = INK.model,
        width: float = STROKE.normal,
        dash: tuple[float, float] | None = None,
        series: Sequence[Series] = (),
    ) -> None:
        self.dash = dash
        self.axes, self.x, self.stack = panel, np.asarray(x), np.atleast_2d(stack)
        self.series = tuple(series)
        self.stage = Dial() if stage is None else stage
        self.stages = np.arange(len(self.stack)) if stages is None else stages
        self.reach = Dial(float(x[-1])) if reach is None else reach
        super().__init__(panel, self.stage, self.reach, self.stack)
        self.origin, self.grown = Dial(float(x[0])), Dial(1.0)
        self.line = VMobject(stroke_color=ink, stroke_width=width)
        own = [dial for dial, given in ((self.stage, stage), (self.reach, reach)) if given is None]
        self.add(*own, self.origin, self.grown, self.line)
        self.redraw()

    @property
    def y(self) -> np.ndarray:
        """The curve shown now, at all of `x`."""
        return entry(self.stack, np.interp(self.stage.value, self.stages, np.arange(len(self.stages))))

    @property
    def drawn_to(self) -> float:
        """Up to which x the line is drawn."""
        return share_of(max(self.origin.value, float(self.x[0])), self.reach.value, self.grown)

    @property
    def end(self) -> np.ndarray:
        """Where the drawn line ends, on the stage."""
        x = min(self.drawn_to, self.x[-1])
        return self.axes.to_screen(x, np.interp(x, self.x, self.y))

    def redraw(self) -> None:
        """Set the points where the data and the dials want them."""
        low = max(self.axes.x[0], self.origin.value)
        high = min(self.axes.x[1], self.drawn_to)
        if high <= low:
            self.line.points = NOTHING
            return
        inner = self.x[(self.x > low) & (self.x < high)]
        where = np.concatenate([[low], inner, [min(high, self.x[-1])]])
        corners = self.axes.to_screen(where, np.interp(where, self.x, self.y))
        self.line.points = polyline(*dashes(corners, self.dash))


class Band(Follower):
    """Between two rails, y - spread and y + spread: where a curve may lie.

    `spread` is one or a stack (stages, n) of which `widened` picks one; `reach` is how far it is
    drawn, `grown` (0 to 1) the share of it.
    """

    def __init__(
        self,
        panel: Axes,
        x: np.ndarray,
        y: np.ndarray,
        spread: np.ndarray,
        *,
        ink: str = INK.model,
        series: Sequence[Series] = (),
    ) -> None:
        super().__init__(panel)
        self.axes, self.x, self.y, self.spread = panel, x, y, np.atleast_2d(spread)
        self.series = tuple(series)
        self.widened, self.reach, self.grown = Dial(), Dial(float(x[-1])), Dial(1.0)
        self.area = VMobject(stroke_width=0, fill_color=ink, fill_opacity=0.38)
        self.add(self.widened, self.reach, self.grown, self.area)
        self.redraw()

    def redraw(self) -> None:
        """Set the points where the data and the dials want them."""
        low, high = self.axes.x
        reach = share_of(float(self.x[0]), self.reach.value, self.grown)
        seen = (self.x >= low) & (self.x <= min(high, reach))
        spread = entry(self.spread, self.widened.value)[seen]
        x, y = self.x[seen], self.y[seen]
        rails = [self.axes.to_screen(x, y + spread), self.axes.to_screen(x, y - spread)[::-1]]
        corners = np.concatenate([*rails, rails[0][:1]]) if len(x) > 1 else NOTHING
        self.area.points = polyline(corners)


class Curtain(Follower):
    """What lies right of `cut` is hidden from the models; `grown` says how far the curtain has come down.

    Its edge can hang on down to `foot` (a height on the stage), where a strip shows what happens at the
    cut: as far as the dial `hem` says, from 0 to 1. The numbers below the axis stay free of it.
    """

    def __init__(self, panel: Axes, cut: float, *, above: float = 0.2, foot: float | None = None) -> None:
        super().__init__(panel)
        self.axes, self.above, self.foot = panel, above, foot
        self.cut, self.grown, self.thickness, self.hem = Dial(cut), Dial(1.0), Dial(0.94), Dial(0.0)
        self.cloth = VMobject(stroke_width=0, fill_color="#1B2230", fill_opacity=0.94)
        self.folds = VMobject(stroke_color="#2B3548", stroke_width=STROKE.hair)
        self.edge = VMobject(stroke_color=INK.text, stroke_width=STROKE.thin)
        self.add(self.cut, self.grown, self.thickness, self.hem, self.cloth, self.folds, self.edge)
        self.redraw()

    def redraw(self) -> None:
        """Set the points where the data and the dials want them."""
        left = float(self.axes.to_screen(self.cut.value, 0)[0])
        right = self.axes.across[1] + 0.12
        top = self.axes.up[1] + self.above
        low = top - self.grown.value * (top - self.axes.up[0])
        corners = [[left, low, 0], [right, low, 0], [right, top, 0], [left, top, 0], [left, low, 0]]
        self.cloth.set_points_as_corners(np.array(corners))
        self.cloth.set_fill(opacity=self.thickness.value)
        # folds hang closer together the more the curtain is pushed aside
        shares = smooth_shares(9)
        x = left + shares * (right - left)
        feet = np.stack([x, np.full_like(x, low), np.zeros_like(x)], axis=1)
        self.folds.points = bundle(np.stack([feet, feet + np.array([0, top - low, 0])], axis=1))
        self.folds.set_stroke(opacity=self.thickness.value)
        foot = low if self.foot is None else low - self.hem.value * (low - self.foot)
        ends = [(low, top)] if foot > low - BELOW else [(low, top), (foot, low - BELOW)]
        self.edge.points = bundle(np.array([[[left, a, 0.0], [left, b, 0.0]] for a, b in ends]))


def smooth_shares(n: int) -> np.ndarray:
    """n shares between 0 and 1 that stand closer towards both ends."""
    return np.array([smooth((k + 1) / (n + 1), 4.0) for k in range(n)])
