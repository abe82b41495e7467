"""Strides, rings, factors and tries are drawn where their numbers are."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from calc_core import armijo, bowl, contours, contraction_factors, gradient_descent, graph, sample_grid
from visuals import (
    SEVERAL,
    ArmijoSlice,
    Axes,
    AxisBars,
    Box,
    ContractionPlot,
    Curve,
    Dial,
    OneStep,
    PowersMap,
    StridePrints,
    Walk,
    series,
)

LAND, SHEET = bowl(25), [(-4.0, 4.0), (-2.0, 2.0)]
START = np.array([-3.0, 1.0])
FLOOR = np.array([0.5, 0.2, 0.0])
RING = contours(LAND, [12.5], [(-6, 6), (-2, 2)]).longest()
MAP = PowersMap(
    sample_grid(LAND, SHEET, (41, 81)),
    contours(LAND, 6, SHEET),
    ring=RING,
    unit="m",
    width=16,
    centre=FLOOR[:2],
)
SCALE = 2.0  # scene units to a metre on that map


def seen_from(powers):
    MAP.back.set_value(powers)
    MAP.rings.redraw()
    return MAP


def middle(part):
    return (part.points.min(axis=0) + part.points.max(axis=0)) / 2


def corners(part):
    """Where straight pieces begin and end."""
    return np.concatenate([part.points[0::4], part.points[3::4]])


@settings(max_examples=20)
@given(powers=st.floats(0, 21), x=st.floats(-3, 3), y=st.floats(-3, 3))
def test_from_so_many_powers_of_ten_all_is_that_much_smaller_and_is_found_again(powers, x, y):
    seen_from(powers)
    place = MAP.to_screen(x, y)
    np.testing.assert_allclose(place - FLOOR, SCALE * np.array([x, y, 0]) / 10**powers, atol=1e-12)
    back = MAP.to_data(FLOOR + [x, y, 0])
    rounded = 1e-14 * 10**powers  # of a place on the stage, drawn back as far
    np.testing.assert_allclose(back, np.array([x, y]) / SCALE * 10**powers, rtol=1e-9, atol=rounded)


@settings(max_examples=20)
@given(powers=st.floats(0.5, 21))
@example(powers=1.015625)
def test_strong_rings_lie_at_powers_of_ten_and_are_contours_of_the_bowl(powers):
    seen_from(powers)
    points = MAP.to_data(corners(MAP.rings.strong))
    distance = np.sqrt(2 * LAND.f(points / 10**powers) / 25)  # along +y, in what is a unit from there
    power = np.log10(distance) + powers
    chords = 2e-3  # by which a chord of a line lies within it, in powers of ten
    assert np.abs(power - np.rint(power)).max() < chords
    fine = MAP.to_data(corners(MAP.rings.fine))
    ratio = np.log10(np.sqrt(2 * LAND.f(fine / 10**powers) / 25)) + powers
    times = 10 ** (ratio - np.floor(ratio + 1e-9))
    assert np.abs(np.log10(times / np.rint(times))).max() < chords
    assert times.min() > 1.9  # powers of ten are no fine ones


def test_close_up_there_are_the_contours_of_the_map_and_no_rings():
    seen_from(0)
    assert not len(MAP.rings.strong.points)
    assert MAP.lines.get_stroke_opacity() > 0.3
    seen_from(1)
    assert MAP.lines.get_stroke_opacity() == 0


def test_a_number_rides_on_its_ring():
    seen_from(3.2)
    number = MAP.rings.numbers[3]
    assert number.get_fill_opacity() == pytest.approx(1)
    assert number.get_bottom()[1] == pytest.approx(FLOOR[1] + SCALE * 10**-0.2, abs=0.1)
    assert MAP.rings.numbers[5].get_fill_opacity() == 0


def test_a_map_can_lie_anywhere_at_once():
    MAP.lie(START, place=(1.0, -1.0), scale=3.0, back=0.0)
    np.testing.assert_allclose(MAP.to_screen(START), [1, -1, 0])
    np.testing.assert_allclose(MAP.to_screen(START + [1, 0]), [4, -1, 0])
    MAP.lie((0, 0), place=FLOOR, scale=SCALE)
    np.testing.assert_allclose(MAP.to_screen(0, 0), FLOOR)


@settings(max_examples=15)
@given(steps=st.floats(0, 12), rate=st.floats(0.005, 0.08))
def test_prints_lie_on_the_stops_and_the_mark_between_two_of_them(steps, rate):
    seen_from(0)
    path = gradient_descent(LAND, START, learning_rate=rate, max_iter=12, tol=0)
    prints = StridePrints(Walk(path, Dial(steps)), on=MAP, kind=SEVERAL[3])
    k, share = int(steps), steps - int(steps)
    stops = START * np.array([1 - rate, 1 - 25 * rate]) ** np.arange(14)[:, None]  # by hand
    here = stops[k] + share * (stops[k + 1] - stops[k])
    np.testing.assert_allclose(middle(prints.mark), MAP.to_screen(here), atol=0.02)
    shape = len(prints.mark.points)
    centres = prints.prints.points.reshape(-1, shape, 3).mean(axis=1)
    apart = np.linalg.norm(centres[:, None] - MAP.to_screen(stops[: k + 1])[None], axis=-1)
    assert apart.min(axis=1).max() < 0.02  # no print where there is no stop
    assert apart.min(axis=0).max() < 0.11  # every stop has one, or lies beside one


def test_one_who_hops_in_a_hurry_is_seen_on_both_sides():
    seen_from(0)
    path = gradient_descent(LAND, START, learning_rate=0.08, max_iter=400, tol=0)
    prints = StridePrints(Walk(path, Dial(301.0)), on=MAP, kind=SEVERAL[3], pairs=12)
    floor = MAP.to_data(middle(prints.mark))[0]
    np.testing.assert_allclose(MAP.to_data(middle(prints.mark)), [floor, 1], atol=1e-9)
    np.testing.assert_allclose(MAP.to_data(middle(prints.far)), [floor, -1], atol=1e-9)
    prints.walk.at.set_value(11.5)
    prints.redraw()
    assert not len(prints.far.points)


def test_what_is_far_off_the_stage_is_not_drawn():
    seen_from(0)
    path = gradient_descent(LAND, START, learning_rate=0.081, max_iter=800, tol=0)
    prints = StridePrints(Walk(path, Dial(800)), on=MAP, pairs=12)
    for part in (prints.line, prints.prints):
        assert np.abs(part.points).max() < 9
    assert not len(prints.mark.points)


def test_refused_tries_are_hollow_and_pass():
    path = gradient_descent(LAND, START, learning_rate=0.2, backtracking=True, c1=0.25, max_iter=5, tol=0)
    seen_from(1)
    prints = StridePrints(Walk(path, Dial(0.5)), on=MAP, trials=path.trials)
    first = path.trials.x[path.trials.k == 0]
    assert len(prints.tried.points) == len(first) * len(prints.prints.points)
    prints.walk.at.set_value(0.0)
    prints.redraw()
    assert not len(prints.tried.points)


def test_many_walkers_are_drawn_one_by_one():
    path = gradient_descent(LAND, [START, START], learning_rate=0.04, max_iter=2, tol=0)
    with pytest.raises(TypeError, match="one walker, got 2"):
        StridePrints(path, on=MAP)


@settings(max_examples=20)
@given(rate=st.floats(0.001, 0.09))
def test_bars_are_as_long_as_the_factors_say(rate):
    seen_from(0)
    bars = AxisBars(START, lambda: contraction_factors(np.diag([1.0, 25.0]), rate).signed, on=MAP)
    along, across = (corners(each)[:, axis] - FLOOR[axis] for axis, each in enumerate(bars.bold))
    assert along.min() == pytest.approx(-3 * SCALE * (1 - rate))
    low, high = sorted((0.0, SCALE * (1 - 25 * rate)))
    assert across.min() == pytest.approx(low, abs=1e-9)
    assert across.max() == pytest.approx(high, abs=1e-9)
    np.testing.assert_allclose(bars.end, [-3 * (1 - rate), 1 - 25 * rate])


@settings(max_examples=20)
@given(rate=st.floats(0.0, 0.1))
def test_dots_stand_on_the_two_vs(rate):
    rates = np.unique(np.append(np.linspace(0, 0.1, 51), [0.04, 2 / 26]))
    plot = ContractionPlot(
        contraction_factors(np.diag([1.0, 25.0]), rates), Dial(rate), box=Box(-5, -2, 5, 3), x=(0, 0.1)
    )
    places = [plot.axes.to_data(middle(each.dot)) for each in plot.dots]
    np.testing.assert_allclose(places, [[rate, 1 - rate], [rate, abs(1 - 25 * rate)]], atol=1e-3)
    worst = plot.axes.to_data(corners(plot.worst.line))
    np.testing.assert_allclose(
        worst[:, 1], np.maximum(1 - worst[:, 0], np.abs(1 - 25 * worst[:, 0])), atol=1e-9
    )


@pytest.mark.parametrize(("end", "rises"), [(0.5, False), (-1.0, False), (-1.2, True)])
def test_a_step_falls_onto_the_curve_or_rises_to_it(end, rises):
    wall = graph(lambda y: 12.5 * y**2, np.linspace(-1.3, 1.3, 261))
    axes = Axes(x=(-1.4, 1.4), y=(0, 22), box=(-4, -2.5, 4, 3), y_ticks=())
    step = OneStep(Curve(series("across", wall, y="x", height="f"), on=axes), 1.0, lambda: end)
    first, last = (axes.to_data(middle(each)) for each in (step.first, step.last))
    np.testing.assert_allclose(first, [1, 12.5], atol=0.02)
    np.testing.assert_allclose(last, [end, 12.5 * end**2], atol=0.02)
    assert bool(last[1] > first[1] + 0.1) == rises


def test_a_try_is_refused_as_long_as_it_lies_above_the_line():
    down = -LAND.grad(START)
    search = armijo(LAND, START, down, first=0.4, c1=0.25)
    ahead = graph(lambda a: LAND.f(START + a[..., None] * down), np.linspace(0, 0.45, 901))
    cut = ArmijoSlice(ahead, search, box=Box(-5, -2, 5, 3), seen=3)
    for k, stride in enumerate((0.4, 0.2, 0.1, 0.05)):
        cut.axes.show(**cut.window(k))
        cut.tries.at.set_value(k)
        cut.tries.redraw()
        place = cut.axes.to_data(middle(cut.tries.dot))
        height = 4.5 * (1 - stride) ** 2 + 12.5 * (1 - 25 * stride) ** 2  # by hand
        assert place == pytest.approx((stride, height), rel=1e-3)
        bound = 17 - 0.25 * stride * 634
        assert cut.tries.refused == (height > bound) == (k < 3)
        box = cut.axes.box
        assert box.left < middle(cut.tries.dot)[0] < box.right
        assert box.bottom < middle(cut.tries.dot)[1] < box.top
    assert search.accepted == 0.05
