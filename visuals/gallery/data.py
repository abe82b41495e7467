"""Measured data and what is fitted to them."""

from __future__ import annotations

import numpy as np

from calc_core import fitting, load_co2_recent, load_galton, load_heights
from visuals import (
    GHOSTS,
    SIZE,
    AreaSquare,
    Axes,
    Band,
    ColumnSpace,
    Curtain,
    DataDots,
    Dial,
    Flight,
    GhostShape,
    Hand,
    Histogram,
    KnobCurve,
    KnobGain,
    KnobMisses,
    Lecture,
    Line,
    Misses,
    Options,
    QuantileDots,
    ResidualSquares,
    Rope,
    SeasonClock,
    SeasonCurve,
    Spot,
    Words,
    residual_strip,
    series,
)


def draw_data_dots(self: Lecture) -> None:
    """data, scatter plot, time series, measurement"""
    air = load_co2_recent()
    axes = Axes(x=(1956, 2022), y=(305, 425), box=(-5.8, -2.6, 6.2, 3), x_name="year", y_name="ppm")
    dots = DataDots(axes, series("CO2", air, year="columns.year", co2="columns.co2"))
    self.add(axes, dots)


def draw_spot(self: Lecture) -> None:
    """one datum, outlier, the latest value"""
    air = load_co2_recent()
    axes = Axes(x=(2009.5, 2021), y=(384, 420), box=(-5.8, -2.6, 6.2, 3), x_name="year", y_name="ppm")
    dots = DataDots(axes, series("CO2", air, year="columns.year", co2="columns.co2"))
    self.add(axes, dots, Spot(dots, -1))


def draw_line(self: Lecture) -> None:
    """model, prediction, least squares, regression, fit"""
    air = load_co2_recent()
    axes = Axes(x=(1956, 2022), y=(305, 425), box=(-5.8, -2.6, 6.2, 3), x_name="year", y_name="ppm")
    dots = DataDots(axes, series("CO2", air, year="columns.year", co2="columns.co2"))
    fit = fitting.fit(fitting.co2(2, "poly", degree=2), air.year, air.co2)
    curve = fitting.prediction_band(fit, np.linspace(1956, 2022, 500))
    self.add(axes, dots, Line(axes, curve.x, curve.y, series=[series("fit", curve, year="x", co2="y")]))


def draw_band(self: Lecture) -> None:
    """uncertainty, standard error, confidence band, forecast, extrapolation"""
    air = load_co2_recent()
    axes = Axes(x=(2005, 2052), y=(360, 560), box=(-5.8, -2.6, 6.2, 3), x_name="year", y_name="ppm")
    dots = DataDots(axes, series("CO2", air, year="columns.year", co2="columns.co2"))
    fit = fitting.fit(fitting.co2(2, "poly", degree=2), air.year, air.co2)
    ahead = fitting.prediction_band(fit, np.linspace(2020.3, 2050, 1500), widen=20)
    shown = series("forecast", ahead, year="x", co2="y", stderr="stderr")
    self.add(axes, Band(axes, ahead.x, ahead.y, ahead.stderr, series=[shown]))
    self.add(dots, Line(axes, ahead.x, ahead.y))


def draw_curtain(self: Lecture) -> None:
    """training and test data, holdout, honest test, overfitting"""
    air = load_co2_recent()
    axes = Axes(x=(1956, 2022), y=(305, 425), box=(-5.8, -2.6, 6.2, 3), x_name="year", y_name="ppm")
    dots = DataDots(axes, series("CO2", air, year="columns.year", co2="columns.co2"))
    curtain = Curtain(axes, 2000)
    curtain.grown.set_value(1)
    self.add(axes, dots, curtain)


def draw_rope(self: Lecture) -> None:
    """several models, extrapolation, forecast, comparison"""
    air = load_co2_recent()
    known, years = air.year < 1990, np.linspace(1960, 2040, 400)
    axes = Axes(x=(1956, 2042), y=(305, 500), box=(-5.8, -2.6, 6.2, 3), x_name="year", y_name="ppm")
    self.add(axes, DataDots(axes, series("CO2", air, year="columns.year", co2="columns.co2")))
    for kind in range(3):
        model = fitting.co2(2, "poly", degree=kind + 1)
        ahead = fitting.prediction_band(fitting.fit(model, air.year[known], air.co2[known]), years)
        self.add(Rope(axes, years, ahead.y, kind=kind, series=[series("rope", ahead, year="x", co2="y")]))


def draw_residual_strip(self: Lecture) -> None:
    """residual, error, what the model leaves over, residual plot"""
    axes = Axes(x=(1956, 2022), y=(305, 425), box=(-5.8, 0.2, 6.2, 3), x_name="year", y_name="ppm")
    strip = residual_strip(axes, up=(-2.5, -0.8), y=(-13, 13), steps=(10, 5))
    name = Words("left over, ppm", size=SIZE.small).move_to((-4.3, -0.5, 0))
    self.add(axes, strip, name)


def draw_misses(self: Lecture) -> None:
    """residual, error, sum of squares, data minus model"""
    air = load_co2_recent()
    axes = Axes(x=(1956, 2022), y=(305, 425), box=(-5.8, 0.2, 6.2, 3), x_name="year", y_name="ppm")
    strip = residual_strip(axes, up=(-2.6, -0.6), y=(-13, 13), steps=(10, 5))
    fit = fitting.fit(fitting.co2(2, "poly", degree=1), air.year, air.co2)
    misses = Misses(axes, strip, air.year, air.co2, (air.co2 - fit.residual)[None], stage=Dial())
    misses.dropped.set_value(1)
    dots = DataDots(axes, series("CO2", air, year="columns.year", co2="columns.co2"))
    self.add(axes, strip, dots, misses)


def draw_flight(self: Lecture) -> None:
    """change of coordinates, regrouping data, folding a time series into one year"""
    air = load_co2_recent()
    axes = Axes(x=(1956, 2022), y=(-8, 8), box=(-6, -1.2, 0.4, 2.4), x_name="year", y_name="ppm")
    clock = SeasonClock([3.8, 0.3, 0], radius=1.5, per_ppm=0.16, rim=2.6)
    left = fitting.fit(fitting.co2(2, "poly", degree=2), air.year, air.co2).residual
    at_home, at_away = np.stack([air.year, left], axis=1), np.stack([air.year % 1, left], axis=1)
    flock = Flight(axes, clock, at_home=at_home, at_away=at_away)
    flock.flown.set_value(0.6)
    self.add(axes, clock, flock)


def draw_season_clock(self: Lecture) -> None:
    """polar plot, season, period, one year"""
    self.add(SeasonClock([0, 0.2, 0], radius=1.7, per_ppm=0.2, rim=2.8))


def draw_season_curve(self: Lecture) -> None:
    """season, periodic function, Fourier series, waves, polar plot"""
    air = load_co2_recent()
    clock = SeasonClock([0, 0.2, 0], radius=1.7, per_ppm=0.2, rim=2.8)
    year = fitting.season(fitting.fit(fitting.co2(2, "poly", degree=2), air.year, air.co2), n=366)
    curve = SeasonCurve(clock, year.phase, year.swing)
    self.add(clock, curve)


def draw_hand(self: Lecture) -> None:
    """phase, season, time of the year, angle"""
    air = load_co2_recent()
    clock = SeasonClock([0, 0.2, 0], radius=1.7, per_ppm=0.2, rim=2.8)
    year = fitting.season(fitting.fit(fitting.co2(2, "poly", degree=2), air.year, air.co2), n=366)
    curve = SeasonCurve(clock, year.phase, year.swing)
    self.add(clock, curve, Hand(curve, 0.37))


def draw_residual_squares(self: Lecture) -> None:
    """least squares, squared error, sum of squares, residual, loss"""
    families = load_galton()
    x, y = families.columns["midparent"], families.columns["child"]
    axes = Axes(x=(57, 82), y=(56, 80), box=(-5.8, -2.6, 0.2, 3.16), x_name="parents, in", y_name="child, in")
    ground = fitting.line_ground(x, y, origin=float(x.mean()))
    misses = fitting.residual_arrow(ground.design, y, ground.best)
    many = ResidualSquares(lambda: misses.y_hat, x, y, on=axes, cover=0.006, edge=0.06, rim=1.5)
    self.add(axes, many, AreaSquare(lambda: misses.mean_area, on=axes, at=(2.4, -1.0)))


def draw_area_square(self: Lecture) -> None:
    """mean squared error, average square, sum of areas"""
    x, y = np.array([1.0, 2.0, 4.0]), np.array([1.5, 4.0, 2.5])
    axes = Axes(x=(-1.5, 6.5), y=(0, 5.6), box=(-6.2, -2.5, 1.8, 3.1))
    fit = fitting.line_ground(x, y)
    misses = fitting.residual_arrow(fit.design, y, fit.best)
    self.add(axes, ResidualSquares(lambda: misses.y_hat, x, y, on=axes))
    self.add(AreaSquare(lambda: misses.area, on=axes, at=(3.0, -2.0)))


def draw_column_space(self: Lecture) -> None:
    """least squares, projection, column space, normal equations, right angle, residual"""
    x, y = np.array([-2.0, 0.0, 2.0]), np.array([3.0, 10.5, 6.0])
    line = fitting.line_ground(x, y)
    look: Options = {"unit": 0.43, "place": (-2.6, -2.2), "azimuth": -25.0, "elevation": 23.0}
    space = ColumnSpace(line.design, y, lambda: line.best, patch=((-1.6, 2.1), (0, 9.6)), **look)
    self.add(space.show(axes=1, plane=1, rings=1, arrow=1, shadow=1, foot=1, stick=1, square=1, angle=1))


def draw_histogram(self: Lecture) -> None:
    """histogram, counts, distribution, bins, frequency, counting error, error bars"""
    men = load_heights()
    axes = Axes(x=(139, 199), y=(0, 520), box=(-5.8, -2.6, 6.2, 3), x_name="height, cm", y_name="men")
    shown = series("heights", men, height="columns.height", count="columns.count")
    bars = Histogram(men.height, men.count, width=men.bin_width, on=axes, series=[shown])
    self.add(axes, bars.pose(errors=1))


def draw_knob_curve(self: Lecture) -> None:
    """model, parameters, bell curve, normal distribution, turning a knob, fit by hand"""
    men = load_heights()
    axes = Axes(x=(139, 199), y=(0, 520), box=(-5.8, -2.6, 6.2, 3), x_name="height, cm", y_name="men")
    bars = Histogram(men.height, men.count, width=men.bin_width, on=axes)
    knobs = [Dial(330), Dial(168), Dial(8)]  # height, middle, width: self.play(knobs[0].to(470))
    bell = KnobCurve(fitting.gaussian(), lambda: np.array([each.value for each in knobs]), on=axes)
    self.add(axes, bars, bell)


def draw_knob_gain(self: Lecture) -> None:
    """partial derivative, what a nudge of one parameter adds, sensitivity, area between curves"""
    axes = Axes(x=(139, 199), y=(0, 400), box=(-5.8, -2.6, 6.2, 3), x_name="height, cm", y_name="men")
    before, after = (lambda: np.array([300.0, 166, 8])), (lambda: np.array([300.0, 170, 8]))
    bells = [KnobCurve(fitting.gaussian(), each, on=axes) for each in (before, after)]
    self.add(axes, KnobGain(fitting.gaussian(), before, after, on=axes), *bells)


def draw_knob_misses(self: Lecture) -> None:
    """residual, error, misfit of a curve that is turned by hand, pull, residual in units of its error bar"""
    men = load_heights()
    axes = Axes(x=(139, 199), y=(0, 520), box=(-5.8, -0.4, 6.2, 3), x_name="height, cm", y_name="men")
    strip = residual_strip(axes, up=(-2.8, -1.2), y=(-210, 210), steps=(200,))
    knobs = [Dial(330), Dial(168), Dial(8)]
    place = lambda: np.array([each.value for each in knobs])  # noqa: E731
    bell = KnobCurve(fitting.gaussian(), place, on=axes)
    misses = KnobMisses(axes, strip, men.height, men.count, fitting.gaussian(), place)
    bars = Histogram(men.height, men.count, width=men.bin_width, on=axes)
    self.add(axes, strip, bars, bell, misses.pose(dropped=1))


def draw_ghost_shape(self: Lecture) -> None:
    """Jacobian, column, partial derivative, sensitivity, basis function, gauss-newton"""
    men, grid = load_heights(), np.linspace(139, 199, 241)
    told = fitting.ghost_mix(fitting.gaussian(), men.height, men.count, (300, 170, 10), grid)
    axes = Axes(x=(139, 199), y=(-1.2, 1.2), box=(-5.8, -2.2, 1.2, 3), x_name="height, cm", cross_at=0.0)
    for k, (ink, dash) in enumerate(GHOSTS):
        turn, x = 1 / np.abs(told.shapes[k]).max(), 2.6 + 1.6 * k
        line, bars = (lambda k=k, t=turn: t * told.shapes[k]), (lambda k=k, t=turn: t * told.ghosts[k])
        how: Options = {"on": axes, "column": (x - 0.7, -2.4, x + 0.7, 3.2), "ink": ink}
        lying = GhostShape(grid, line, told.x, bars, **how, dash=dash)
        self.add(lying, GhostShape(grid, line, told.x, bars, **how).pose(turned=1, barred=1))
    self.add(axes)


def draw_quantile_dots(self: Lecture) -> None:
    """probability, p-value, chi-squared, quantiles, chance, significance, frequency format"""
    told = fitting.chi2_outcomes(19)
    axes = Axes(x=(0, 50), y=(0, 1), box=(-6, -2.4, 6, 3), x_name="chi-squared", y_steps=(), upright=False)
    dots = QuantileDots(told.values, on=axes, size=1.4, floor=-2.3, mark=11.27)
    self.add(axes, dots)
