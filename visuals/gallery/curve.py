"""Graphs of one variable: what nudges, slopes and limits look like."""

from __future__ import annotations

import numpy as np

from calc_core import (
    bowl,
    derivative,
    exponential,
    float_neighbours,
    graph,
    hills,
    networks,
    newton,
    race,
    rate_bound,
    rate_line,
    secant_slopes,
    total_derivative,
)
from visuals import (
    INK,
    SIZE,
    AgreementBars,
    Axes,
    Box,
    Curve,
    Dial,
    FloatLens,
    Formula,
    GrowthColumns,
    Lecture,
    Lens,
    Marker,
    NudgeBars,
    NudgeTable,
    RacePlot,
    RatioPlot,
    SettlingNumber,
    SlopeLine,
    StackedTerms,
    TangentSlides,
    Thread,
    labelled,
    read,
    series,
)


def draw_curve(self: Lecture) -> None:
    """function, graph, plot, area under a curve"""
    waves = graph(np.sin, np.linspace(0, 7, 200))
    axes = Axes(x=(0, 7), y=(-1.5, 1.5), box=(-6, -2.6, 6, 3), x_name="x", y_name="sin x")
    curve = Curve(series("waves", waves, x="x", f="f"), on=axes, ink=INK.output, ground=True)
    self.add(curve, axes)


def draw_race_plot(self: Lecture) -> None:
    """rate of convergence, linear convergence, iterations, log scale, gradient norm, comparison of methods"""
    ball = {"learning_rate": 0.033, "beta": 0.67}
    rivals = {"gradient descent": {"learning_rate": 2 / 101}, "heavy ball": ball}
    run = race(bowl(100), (10.0, 1.0), rivals, tol=1e-8)
    promised = rate_line(rate_bound(100, "heavy ball"), 100.0, down_to=1e-8)
    box, steps, slopes = Box(-5.5, -2.4, 6, 3), (0, 1200), (1e-9, 1e3)
    self.add(RacePlot(run, Dial(1200), box=box, steps=steps, slopes=slopes, rates=[promised]))


def draw_marker(self: Lecture) -> None:
    """point on a graph, hole, removable discontinuity, undefined value"""
    waves = graph(np.sin, np.linspace(0, 7, 200))
    axes = Axes(x=(0, 7), y=(-1.5, 1.5), box=(-6, -2.6, 6, 3))
    curve = Curve(series("waves", waves, x="x", f="f"), on=axes, ink=INK.output)
    dot = Marker(lambda: (1.0, np.sin(1.0)), on=axes, radius=0.14)
    hole = Marker(lambda: (4.0, np.sin(4.0)), on=axes, ink=INK.output, radius=0.14, hollow=True)
    self.add(axes, curve, dot, hole)


def draw_thread(self: Lecture) -> None:
    """coordinates of a point, reading a value off a graph, projection onto an axis"""
    waves = graph(np.sin, np.linspace(0, 7, 200))
    axes = Axes(x=(0, 7), y=(-1.5, 1.5), box=(-6, -2.6, 6, 3))
    curve = Curve(series("waves", waves, x="x", f="f"), on=axes, ink=INK.output)
    top = (2.0, np.sin(2.0))
    down = Thread(lambda: top, lambda: (top[0], -1.5), on=axes, ink=INK.input, width=4, dash=0.12)
    across = Thread(lambda: top, lambda: (0.0, top[1]), on=axes, ink=INK.output, width=4, dash=0.12)
    self.add(axes, curve, down, across, Marker(lambda: top, on=axes))


def draw_nudge_bars(self: Lecture) -> None:
    """nudge, dx, df, rise over run, difference quotient, secant"""
    waves = graph(np.sin, np.linspace(0, 3, 200))
    axes = Axes(x=(0, 3), y=(0, 1.5), box=(-6, -2.6, 6, 3))
    curve = Curve(series("waves", waves, x="x", f="f"), on=axes, ink=INK.output)
    nudge = secant_slopes(np.sin, 0.4, 0.8)
    bars = NudgeBars(lambda: nudge, on=axes, across=1, up=1)
    self.add(axes, curve, bars)


def draw_slope_line(self: Lecture) -> None:
    """tangent line, slope, derivative, linear approximation, secant"""
    waves = graph(np.sin, np.linspace(0, 7, 200))
    axes = Axes(x=(0, 7), y=(-1.5, 1.5), box=(-6, -2.6, 6, 3))
    curve = Curve(series("waves", waves, x="x", f="f"), on=axes, ink=INK.output)
    slope = derivative(np.sin, 2.4, method="richardson")
    tangent = SlopeLine(
        lambda: (2.4, np.sin(2.4)), lambda: float(slope.value), on=axes, reach=(2.5, 2.5), grown=1
    )
    self.add(axes, curve, tangent, Marker(lambda: (2.4, np.sin(2.4)), on=axes))


def draw_lens(self: Lecture) -> None:
    """zooming in, local linearity, differentiable, limit, microscope"""
    waves = graph(np.sin, np.linspace(0, 7, 200))
    axes = Axes(x=(0, 7), y=(-1.5, 1.5), box=(-6, -2.6, 6, 3))
    curve = Curve(series("waves", waves, x="x", f="f"), on=axes, ink=INK.output)
    lens = Lens(lambda x: graph(np.sin, x), on=axes, x=2.4, zoom=10, radius=1.5)
    self.add(axes, curve, lens)


def draw_float_lens(self: Lecture) -> None:
    """floating point, rounding, machine epsilon, neighbouring numbers, ulp, cancellation, staircase"""
    waves = graph(np.exp, np.linspace(-1.5, 2, 200))
    axes = Axes(x=(-1.5, 2), y=(0, 8), box=(-6, -2.6, 6, 3))
    curve = Curve(series("exp", waves, x="x", f="f"), on=axes, ink=INK.output)
    floats = float_neighbours(np.exp, 1.0, 200)
    lens = FloatLens(lambda x: graph(np.exp, x), floats, on=axes, x=1.0, zoom=1e15, radius=2.0)
    self.add(curve, axes, lens)


def draw_nudge_table(self: Lecture) -> None:
    """limit, table of difference quotients, convergence, derivative as a limit"""
    rows = secant_slopes(np.exp, 1.0, 10.0 ** -np.arange(4))
    limit = derivative(np.exp, 1.0, method="richardson")
    table = NudgeTable(rows, limit, left=-3.5, right=3.5, top=1.7, decimals=3)
    self.add(table)


def draw_settling_number(self: Lecture) -> None:
    """convergence, digits that settle, limit, correct digits"""
    goal = read(derivative(np.exp, 1.0, method="richardson"), "value", decimals=5)
    ratio = secant_slopes(np.exp, 1.0, 0.001)
    number = SettlingNumber(lambda: read(ratio, "slope", decimals=5), goal, size=SIZE.title)
    fraction = Formula("{{dif f : output}} / {{dif x : input}} =", size=SIZE.title)
    self.add(labelled(fraction, number).center())


def draw_ratio_plot(self: Lecture) -> None:
    """limit from both sides, one-sided derivative, difference quotient over the nudge, hole"""
    nudges = np.geomspace(0.001, 1, 200)
    left, right = secant_slopes(np.exp, 0.0, -nudges[::-1]), secant_slopes(np.exp, 0.0, nudges)
    slope = read(derivative(np.exp, 0.0, method="richardson"), "value", decimals=2)
    plot = RatioPlot(
        left, right, (slope,), lambda: 0.3,
        box=Box(-5, -2.4, 5, 2.8), y=(0.5, 2), y_ticks=(0.5, 1, 1.5, 2), name="ratio of exp at 0",
    )  # fmt: skip
    self.add(plot)


def draw_growth_columns(self: Lecture) -> None:
    """exponential function, growth by a constant factor, derivative of a to the x, logarithmic derivative"""
    grown = exponential(2.0, np.linspace(0, 3, 61), 0.5)
    axes = Axes(x=(-0.4, 3.4), y=(0, 12), box=(-5, -2.6, 5, 3.2), x_ticks=(0, 1, 2, 3), y_ticks=())
    columns = GrowthColumns(lambda: grown, on=axes, columns=range(0, 61, 10))
    self.add(axes, columns.pose(capped=1, sloped=1))


def draw_stacked_terms(self: Lecture) -> None:
    """sum of signed terms, waterfall chart, total derivative, terms that cancel"""
    circle = lambda t: np.stack([np.cos(t), 1.4 * np.sin(t)], axis=-1)  # noqa: E731
    walk = total_derivative(hills().f, circle, np.linspace(0, 2 * np.pi, 241))
    axes = Axes(x=(0, 2 * np.pi), y=(-2, 2), box=(-6, -2.6, 6, 3), x_ticks=(), cross_at=0, y_name="slope")
    slopes = Curve(series("slopes", walk, t="t", slope="measured"), on=axes, ink=INK.slope)
    bars = StackedTerms(lambda: (walk.t[200], walk.terms[200]), on=axes, width=0.6)
    self.add(axes, slopes, bars, Marker(lambda: (walk.t[200], walk.total[200]), on=axes, radius=0.14))


def draw_tangent_slides(self: Lecture) -> None:
    """Newton's method, Newton-Raphson iteration, root finding by tangents, linearisation"""
    axes = Axes(x=(-2.6, 2.1), y=(-7, 6), box=(-6, -2.8, 6, 3.4), cross_at=0.0, y_ticks=())
    cubic = graph(lambda x: x**3 - 2 * x + 2, np.linspace(-2.4, 2, 200))
    walk = newton(lambda x: x**3 - 2 * x + 2, -1.21)
    slides = TangentSlides(walk, on=axes, size=1.4).pose(at=1.4)
    self.add(axes, Curve(series("cubic", cubic, x="x", f="f"), on=axes, ink=INK.output), slides)


def draw_agreement_bars(self: Lecture) -> None:
    """digits that agree, gradient check, error on a log scale"""
    net = networks.MLP((2, 3, 2)).init(1)
    axes = Axes(x=(-0.7, 16.7), y=(1e-17, 1), box=(-5.6, -2.6, 6.4, 3.2), log="y", x_ticks=())
    self.add(axes)
    central = networks.gradient_check(net, [[0.9, 0.6]], [1], method="central")
    sideways = networks.gradient_check(net, [[0.9, 0.6]], [1], method="complex")
    self.add(AgreementBars(networks.agreement(central), on=axes, aside=-0.19, ink=INK.input))
    self.add(AgreementBars(networks.agreement(sideways), on=axes, aside=0.19, ink=INK.output))
