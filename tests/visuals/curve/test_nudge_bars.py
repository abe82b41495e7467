"""Bars begin and end on the curve; lines have the slope they are given; tables colour what has settled."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calc_core.derivatives.graphs import graph
from calc_core.derivatives.one_variable import derivative, secant_slopes
from visuals.curve.curve import Curve
from visuals.curve.nudge_bars import NudgeBars
from visuals.curve.nudge_table import RESTLESS, SETTLED, NudgeTable, settled
from visuals.curve.slope_line import SlopeLine
from visuals.drawing.axes import Axes, Box
from visuals.letters.readout import series

nudges = st.floats(0.01, 2.0) | st.floats(-2.0, -0.01)


def axes():
    return Axes(x=(-4, 4), y=(-10, 60), box=Box(-6, -2.5, 6, 3))


def bars_for(x, dx, **grown):
    on = axes()
    return on, NudgeBars(lambda: secant_slopes(np.exp, x, dx), on=on, **{"across": 1.0, "up": 1.0, **grown})


@settings(max_examples=30)
@given(x=st.floats(-1.5, 1.5), dx=nudges)
def test_the_bars_lead_from_the_curve_over_dx_and_df_back_to_the_curve(x, dx):
    on, bars = bars_for(x, dx)
    start, corner = bars.dx.points[0], bars.dx.points[3]
    foot, end = bars.df.points[0], bars.df.points[3]
    there = (x + dx) - x  # the nudge that is really made
    assert start == pytest.approx(on.to_screen(x, np.exp(x)), abs=1e-9)
    assert corner == pytest.approx(foot, abs=1e-9)
    assert end == pytest.approx(on.to_screen(x + there, np.exp(x + there)), abs=1e-9)
    assert start[1] == pytest.approx(corner[1])  # dx lies level,
    assert foot[0] == pytest.approx(end[0])  # df stands upright


def test_a_bar_that_has_not_grown_is_not_there():
    _, bars = bars_for(0.5, 1.0, across=0.0, up=0.0)
    assert len(bars.dx.points) == len(bars.df.points) == 0
    assert bars.dx_label.get_fill_opacity() == 0


@settings(max_examples=30)
@given(x=st.floats(-1.5, 1.5), dx=nudges)
def test_the_secant_goes_through_both_points(x, dx):
    on = axes()
    line = SlopeLine.secant(lambda: secant_slopes(np.exp, x, dx), on=on, reach=(1.0, 2.0), grown=1.0)
    start, end = line.line.points[0], line.line.points[-1]
    for place in (x, x + dx):
        point = on.to_screen(place, np.exp(place))
        across, away = end - start, point - start
        assert abs(across[0] * away[1] - across[1] * away[0]) < 1e-8 * np.linalg.norm(across)


def test_axes_tell_where_numbers_lie_and_back():
    on = axes()
    numbers = np.random.default_rng(1).uniform([-4, -10], [4, 60], (50, 2))
    assert on.to_data(on.to_screen(*numbers.T)) == pytest.approx(numbers)
    on.fit(Box(0, 0, 1, 1))
    assert on.to_data(on.to_screen(*numbers.T)) == pytest.approx(numbers)
    assert on.to_screen(4, 60) == pytest.approx([1, 1, 0])


def test_a_curve_passes_through_its_samples_and_ends_where_its_dial_says():
    drawn = graph(np.exp, np.linspace(-2, 2, 41))
    line = Curve(series("exp", drawn, x="x", f="f"), on=axes(), upto=1.03)
    corners = np.concatenate([line.line.points[:1], line.line.points[3::4]])
    assert corners[:-1] == pytest.approx(line.axes.to_screen(drawn.x[:31], drawn.f[:31]))
    assert line.axes.to_data(corners[-1])[0] == pytest.approx(1.03)
    assert line.series[0].call.function.endswith("graph")


def test_a_still_copy_does_not_follow_and_does_not_copy_what_it_follows():
    on, bars = bars_for(0.5, 1.0)
    copied = bars.copy()
    assert copied.view is on
    assert not copied.updaters


def table():
    rows = secant_slopes(np.exp, 1.0, 10.0 ** -np.arange(5))
    limit = derivative(np.exp, 1.0, method="richardson")
    return NudgeTable(rows, limit, left=-3, right=3, top=2, decimals=3), rows, limit


def test_the_table_shows_the_computed_slopes():
    drawn, rows, limit = table()
    for row, dx, df, slope in zip(drawn.rows, rows.dx, rows.df, rows.slope, strict=True):
        assert [number.reading.value for number in row] == [dx, df, slope]
        assert row[2].reading.text == f"{slope:.3f}"
    assert drawn.limit[2].reading.text == f"{float(limit.value):.3f}"
    assert float(limit.value) == pytest.approx(np.e, abs=1e-10)


def test_only_digits_that_agree_with_the_limit_from_the_left_are_coloured():
    drawn, rows, limit = table()
    goal = f"{float(limit.value):.3f}"
    for row, slope in zip(drawn.rows, rows.slope, strict=True):
        text = f"{slope:.3f}"
        coloured = [slot.get_fill_color().to_hex().upper() for slot in row[2].slots[: len(text)]]
        agree = next((i for i, (a, b) in enumerate(zip(text, goal, strict=True)) if a != b), len(goal))
        assert coloured == [SETTLED] * agree + [RESTLESS] * (len(text) - agree)
    assert settled("2.71", "12.71") == 0
