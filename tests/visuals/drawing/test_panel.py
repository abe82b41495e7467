"""A panel: where data lie on the stage, and how its window moves."""

import numpy as np
import pytest
from manim import smooth

from visuals.data.residual_strip import residual_strip
from visuals.drawing.panel import Panel, plain, zooming


@pytest.fixture
def panel() -> Panel:
    steps = {"x_steps": (20, 10, 1), "y_steps": (20, 2)}
    return Panel(x=(1950, 2020), y=(300, 400), across=(-5, 5), up=(-1, 3), x_extent=(1950, 2060), **steps)


def go(animations, alpha: float) -> None:
    """Begin animations and bring them `alpha` of the way."""
    built = [each.build() for each in animations]
    for each in built:
        each.begin()
        each.interpolate(alpha)


def test_the_windows_corners_lie_in_the_frames_corners(panel):
    np.testing.assert_allclose(panel.to_screen([1950, 2020], [300, 400]), [[-5, -1, 0], [5, 3, 0]])
    np.testing.assert_allclose(panel.to_screen(1985, 350), [0, 1, 0])


def test_a_zoom_goes_by_equal_factors_in_equal_times():
    rate = zooming((70.0, 7.0), lambda alpha: alpha)
    widths = [70.0 + (7.0 - 70.0) * rate(alpha) for alpha in (0.0, 0.25, 0.5, 0.75, 1.0)]
    np.testing.assert_allclose(np.diff(np.log(widths)), np.log(0.1) / 4)


def test_looking_elsewhere_ends_where_it_was_told(panel):
    go(panel.look(x=(1990, 1996), y=(340, 360)), 1.0)
    assert panel.x == (1990, 1996)
    assert panel.y == (340, 360)


def test_a_ride_keeps_the_curve_in_the_middle_and_the_window_as_wide(panel):
    x = np.linspace(1950, 2060, 2000)
    y = 300 + 0.01 * (x - 1950) ** 2
    panel.show(x=(1960, 1970), y=(292.25, 312.25))
    for alpha in (0.3, 0.8, 1.0):
        panel.show(x=(1960, 1970), y=(292.25, 312.25))
        go(panel.ride(x, y, to=2030.0), alpha)
        middle = np.mean(panel.x)
        assert middle == pytest.approx(1965 + smooth(alpha) * 65)
        assert np.mean(panel.y) == pytest.approx(np.interp(middle, x, y), abs=1e-4)
        assert np.diff(panel.x) == pytest.approx(10)
        assert np.diff(panel.y) == pytest.approx(20)


def test_ticks_stand_at_their_values_and_make_room_for_each_other(panel):
    panel.show(x=(1958, 1963))
    years = next(row for row in panel.rows if row.axis == 0 and row.step == 1)
    drawn = np.unique(np.round(years.ticks.points[:, 0], 9))
    np.testing.assert_allclose(drawn, panel.to_screen([1958, 1959, 1960, 1961, 1962, 1963], 0)[:, 0])
    assert years.numbers.get_fill_opacity() == 1
    panel.show(x=(1950, 2020))
    assert years.numbers.get_fill_opacity() == 0
    assert not len(years.numbers.points)


def test_a_strip_shares_the_plots_time_axis(panel):
    strip = residual_strip(panel, up=(-3, -1.5), y=(-5, 5), steps=(5,))
    panel.show(x=(1990, 1996), across=(-4, 4))
    assert strip.x == panel.x
    assert strip.to_screen(1993, 0)[0] == panel.to_screen(1993, 0)[0]
    np.testing.assert_allclose(strip.to_screen(1993, 0)[1], -2.25)
    assert not set(map(id, strip.get_family())) & set(map(id, panel.get_family()))


@pytest.mark.parametrize(
    ("value", "text"), [(1960.0, "1960"), (-2.0, "\u22122"), (-0.0, "0"), (0.5, "0.5"), (0.1 + 0.2, "0.3")]
)
def test_axis_numbers_are_plain(value, text):
    assert plain(value) == text
