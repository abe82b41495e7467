"""Axes: where data lie on the stage, how their window moves, and which numbers stand along them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from manim import smooth

from visuals.data.residual_strip import residual_strip
from visuals.drawing.axes import Axes, Box
from visuals.drawing.rates import zooming
from visuals.drawing.ticks import letters, plain, power_of_ten, round_numbers


@pytest.fixture
def axes() -> Axes:
    steps = {"x_steps": (20, 10, 1), "y_steps": (20, 2)}
    return Axes(x=(1950, 2020), y=(300, 400), box=(-5, -1, 5, 3), x_extent=(1950, 2060), **steps)


def go(animations, alpha: float) -> None:
    """Begin animations and bring them `alpha` of the way."""
    built = [each.build() for each in animations]
    for each in built:
        each.begin()
        each.interpolate(alpha)


def test_the_windows_corners_lie_in_the_frames_corners(axes):
    np.testing.assert_allclose(axes.to_screen([1950, 2020], [300, 400]), [[-5, -1, 0], [5, 3, 0]])
    np.testing.assert_allclose(axes.to_screen(1985, 350), [0, 1, 0])


def test_a_zoom_goes_by_equal_factors_in_equal_times():
    rate = zooming((70.0, 7.0), lambda alpha: alpha)
    widths = [70.0 + (7.0 - 70.0) * rate(alpha) for alpha in (0.0, 0.25, 0.5, 0.75, 1.0)]
    np.testing.assert_allclose(np.diff(np.log(widths)), np.log(0.1) / 4)


def test_looking_elsewhere_ends_where_it_was_told(axes):
    go(axes.look(x=(1990, 1996), y=(340, 360)), 1.0)
    assert axes.x == (1990, 1996)
    assert axes.y == (340, 360)


def test_a_ride_keeps_the_curve_in_the_middle_and_the_window_as_wide(axes):
    x = np.linspace(1950, 2060, 2000)
    y = 300 + 0.01 * (x - 1950) ** 2
    axes.show(x=(1960, 1970), y=(292.25, 312.25))
    for alpha in (0.3, 0.8, 1.0):
        axes.show(x=(1960, 1970), y=(292.25, 312.25))
        go(axes.ride(x, y, to=2030.0), alpha)
        middle = np.mean(axes.x)
        assert middle == pytest.approx(1965 + smooth(alpha) * 65)
        assert np.mean(axes.y) == pytest.approx(np.interp(middle, x, y), abs=1e-4)
        assert np.diff(axes.x) == pytest.approx(10)
        assert np.diff(axes.y) == pytest.approx(20)


def test_ticks_stand_at_their_values_and_make_room_for_each_other(axes):
    axes.show(x=(1958, 1963))
    years = next(row for row in axes.rows if row.axis == 0 and row.step == 1)
    drawn = np.unique(np.round(years.ticks.points[:, 0], 9))
    np.testing.assert_allclose(drawn, axes.to_screen([1958, 1959, 1960, 1961, 1962, 1963], 0)[:, 0])
    assert years.numbers.get_fill_opacity() == 1
    axes.show(x=(1950, 2020))
    assert years.numbers.get_fill_opacity() == 0
    assert not len(years.numbers.points)


def test_a_strip_shares_the_plots_time_axis(axes):
    strip = residual_strip(axes, up=(-3, -1.5), y=(-5, 5), steps=(5,))
    axes.show(x=(1990, 1996), across=(-4, 4))
    assert strip.x == axes.x
    assert strip.to_screen(1993, 0)[0] == axes.to_screen(1993, 0)[0]
    np.testing.assert_allclose(strip.to_screen(1993, 0)[1], -2.25)
    assert not set(map(id, strip.get_family())) & set(map(id, axes.get_family()))


@pytest.mark.parametrize(
    ("value", "text"), [(1960.0, "1960"), (-2.0, "\u22122"), (-0.0, "0"), (0.5, "0.5"), (0.1 + 0.2, "0.3")]
)
def test_axis_numbers_are_plain(value, text):
    assert plain(value) == text


@given(low=st.floats(-1e3, 1e3), width=st.floats(1e-3, 1e4))
def test_ticks_are_round_and_lie_on_the_axis(low, width):
    ticks = round_numbers(low, low + width)
    step = ticks[1] - ticks[0]
    assert 3 <= len(ticks) <= 13
    assert low - 1e-6 * width <= ticks[0]
    assert ticks[-1] <= low + width * (1 + 1e-6)
    mantissa = step / 10 ** np.floor(np.log10(step) + 1e-6)
    assert min(abs(mantissa - unit) for unit in (1, 2, 2.5, 5)) < 1e-3


def test_a_log_axis_counts_decades():
    axes = Axes(x=(1e-8, 1.0), y=(1e-16, 1.0), box=(-4, -2, 4, 2), log="xy")
    assert axes.to_screen(1e-4, 1e-8) == pytest.approx([0, 0, 0])
    assert axes.units == pytest.approx([1.0, 0.25])
    every = next(row for row in axes.rows if row.axis == 0 and row.step == 1)
    assert np.log10(every.values) == pytest.approx(np.arange(-8, 1))
    close = Axes(x=(2, 50), y=(0, 1), box=(-4, -2, 4, 2), log="x").rows[4]
    assert close.values == pytest.approx([2, 5, 10, 20, 50])
    assert close.numbers.get_fill_opacity() == 1
    go(axes.look(x=(1e-4, 1e4)), 0.5)
    assert axes.x == pytest.approx((1e-6, 1e2))  # by equal factors in equal times


def test_powers_of_ten_are_written_as_one_writes_them():
    assert [power_of_ten(10.0**k) for k in (-8, -1, 0, 2, 3)] == ["10⁻⁸", "0.1", "1", "100", "10³"]
    outline, width = letters("10⁻⁸")
    assert outline[:, 1].max() > 1.0  # the exponent stands higher than the figures
    assert width < letters("10\u22128")[1]


def test_an_axis_of_a_known_name_carries_it_at_its_end():
    axes = Axes(x=(0, 7), y=(0, 2), box=Box(-5, -2, 5, 2), x_name="time", y_name="height")
    time, height = axes.names
    assert time.get_right()[0] == pytest.approx(5)
    assert height.get_top()[1] == pytest.approx(2)
    axes.fit(Box(-3, -1, 3, 3))
    assert time.get_right()[0] == pytest.approx(3)
    assert time.names_axis


def test_steps_that_do_not_fit_say_so_and_which_would():
    with pytest.raises(ValueError, match=r"no step of x_steps=\(50, 20\) fits.*between 0 and 7.*try 1,"):
        Axes(x=(0, 7), y=(0, 1), box=(-5, -1, 5, 1), x_steps=(50, 20))
    with pytest.raises(ValueError, match=r"no step of y_steps=\(0.01,\) fits"):
        Axes(x=(0, 7), y=(0, 1), box=(-5, -1, 5, 1), y_steps=(0.01,))


@pytest.mark.parametrize(
    ("span", "log", "says"),
    [
        ((3, 3), "", "low below high"),
        ((0, np.inf), "", "low below high"),
        ((0, 10), "x", "a log axis has no place for 0"),
    ],
)
def test_a_span_that_is_none_is_refused(span, log, says):
    with pytest.raises(ValueError, match=says):
        Axes(x=span, y=(0, 1), box=(-5, -1, 5, 1), log=log)


@pytest.mark.parametrize("log", ["", "x", "xy"])
@pytest.mark.parametrize("place", [None, (2.0, 1.0)])
def test_aiming_brings_a_point_to_its_place(log, place):
    axes = Axes(x=(1, 100), y=(2, 50), box=(-5, -2, 5, 2), log=log)
    units = axes.units
    go(axes.aim([7.0, 9.0], place=place, zoom=4.0), 1.0)
    assert axes.to_screen(7.0, 9.0)[:2] == pytest.approx((0, 0) if place is None else place)
    assert axes.units == pytest.approx(4 * units)
