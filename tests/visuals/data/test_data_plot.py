"""Dots where their data are, lines where their model is, a curtain where the cut is."""

import copy

import numpy as np
import pytest

from calc_core import fitting, load_co2_recent
from visuals.data.data_plot import Band, Curtain, DataDots, Line, Spot, discs
from visuals.drawing.axes import Axes
from visuals.letters.readout import ReadingError, series


@pytest.fixture(scope="module")
def record():
    return load_co2_recent()


@pytest.fixture
def panel() -> Axes:
    return Axes(x=(1956, 2022), y=(300, 430), box=(-5, -2, 5, 3))


@pytest.fixture
def dots(panel, record) -> DataDots:
    return DataDots(panel, series("CO2", record, year="columns.year", co2="columns.co2"))


def centres(points: np.ndarray) -> np.ndarray:
    """Middles of the circles that `discs` drew: 16 points each, the handles cancel."""
    return points.reshape(-1, 16, 3).mean(axis=1)


def test_a_disc_is_round():
    points = discs(np.array([[1.0, 2.0, 0.0]]), 0.5)
    start, one, two, end = points.reshape(4, 4, 3).transpose(1, 0, 2)
    for t in (0.0, 0.25, 0.5, 0.9):
        on = (1 - t) ** 3 * start + 3 * t * (1 - t) ** 2 * one + 3 * t**2 * (1 - t) * two + t**3 * end
        np.testing.assert_allclose(np.linalg.norm(on - [1, 2, 0], axis=1), 0.5, rtol=3e-4)


def test_every_dot_is_where_its_datum_is(dots, panel, record):
    drawn = centres(dots.dots.points)
    assert len(drawn) == record.n == 741
    np.testing.assert_allclose(drawn, panel.to_screen(record.year, record.co2), atol=1e-12)


def test_dots_after_a_zoom_are_those_in_the_window(dots, panel, record):
    panel.show(x=(1990, 1996), y=(345, 370))
    dots.redraw()
    inside = (record.year >= 1990) & (record.year <= 1996)
    np.testing.assert_allclose(
        centres(dots.dots.points), panel.to_screen(record.year[inside], record.co2[inside]), atol=1e-12
    )


def test_what_has_not_been_measured_yet_is_not_there_or_still_falls(dots, panel, record):
    dots.upto.set_value(1990.0)
    dots.redraw()
    drawn = centres(dots.dots.points)
    assert len(drawn) == np.sum(record.year < 1990)
    above = drawn[:, 1] - panel.to_screen(record.year, record.co2)[: len(drawn), 1]
    assert (above >= -1e-12).all()
    assert above[-1] > 0.5
    assert np.all(above[record.year[: len(above)] < 1985] < 1e-12)


def test_one_datum_can_be_picked_out(dots, panel, record):
    spot = Spot(dots)
    np.testing.assert_allclose(
        centres(spot.dot.points)[0], panel.to_screen(record.year[-1], record.co2[-1]), atol=1e-12
    )


def test_the_drawn_line_is_the_models_prediction(panel, record):
    fitted = fitting.fit(fitting.co2(), record.year, record.co2)
    line = Line(panel, record.year, record.co2 - fitted.residual)
    predicted = fitted.model(fitted.theta, record.year)
    corners = np.concatenate([line.line.points[::4], line.line.points[-1:]])
    np.testing.assert_allclose(corners, panel.to_screen(record.year, predicted), atol=1e-9)


def test_between_two_stages_the_line_goes_straight_from_one_to_the_next(panel):
    x, stack = np.array([1960.0, 2000.0]), np.array([[310.0, 320.0], [330.0, 420.0], [350.0, 350.0]])
    line = Line(panel, x, stack, stages=(1980, 1990, 2000))
    for value, expected in ((1980, stack[0]), (1985, [320, 370]), (1990, stack[1]), (2000, stack[2])):
        line.stage.set_value(value)
        np.testing.assert_allclose(line.y, expected)
    line.stage.set_value(7000)
    np.testing.assert_array_equal(line.y, stack[2])


def test_a_line_ends_where_it_reaches(panel):
    line = Line(panel, np.array([1960.0, 2000.0]), np.array([310.0, 350.0]))
    line.reach.set_value(1970.0)
    line.redraw()
    np.testing.assert_allclose(line.line.points[-1], panel.to_screen(1970, 320), atol=1e-12)
    np.testing.assert_allclose(line.end, panel.to_screen(1970, 320), atol=1e-12)


def test_the_bands_rails_are_one_spread_away(panel):
    x, y = np.array([1960.0, 1990.0, 2020.0]), np.array([310.0, 340.0, 400.0])
    band = Band(panel, x, y, np.array([[1.0, 2.0, 3.0], [4.0, 8.0, 12.0]]))
    for widened, spread in ((0.0, [1, 2, 3]), (1.0, [4, 8, 12]), (0.5, [2.5, 5, 7.5])):
        band.widened.set_value(widened)
        band.redraw()
        corners = band.area.points[::4]
        np.testing.assert_allclose(corners[:3], panel.to_screen(x, y + spread), atol=1e-12)
        np.testing.assert_allclose(corners[3:6], panel.to_screen(x, y - spread)[::-1], atol=1e-12)


def test_the_curtain_hangs_from_its_cut_to_the_right_edge(panel):
    curtain = Curtain(panel, 1980.0, foot=-3.0)
    for cut in (1980.0, 1995.5):
        curtain.cut.set_value(cut)
        curtain.redraw()
        assert curtain.cloth.get_left()[0] == pytest.approx(panel.to_screen(cut, 0)[0])
        assert curtain.edge.get_left()[0] == pytest.approx(panel.to_screen(cut, 0)[0])
        assert curtain.cloth.get_right()[0] >= panel.across[1]
        assert curtain.edge.get_bottom()[1] == pytest.approx(panel.up[0])
    curtain.hem.set_value(1.0)
    curtain.redraw()
    assert curtain.edge.get_bottom()[1] == pytest.approx(-3.0)
    upper, lower = ((each[:, 1].min(), each[:, 1].max()) for each in curtain.edge.get_subpaths())
    assert upper == pytest.approx((panel.up[0], curtain.cloth.get_top()[1]))
    assert lower[0] == pytest.approx(-3.0)
    (years,) = Axes(x=(1956, 2022), y=(300, 430), box=(-5, -2, 5, 3), x_steps=(10,), y_steps=()).rows
    assert lower[1] < years.numbers.get_bottom()[1]  # no line through what is written below the axis


def test_a_copy_stands_on_the_same_panel(panel):
    line = Line(panel, np.array([1960.0, 2000.0]), np.array([310.0, 350.0]))
    assert copy.deepcopy(line).axes is panel


def test_dots_take_the_columns_they_are_told_or_the_first_two(panel, record):
    shown = series("CO2", record, ppm="columns.co2", when="columns.year")
    assert np.array_equal(DataDots(panel, shown).x, record.co2)
    assert np.array_equal(DataDots(panel, shown, x="when", y="ppm").x, record.year)
    with pytest.raises(ReadingError, match="'CO2' has no column 'year'; it has ppm, when"):
        DataDots(panel, shown, x="year")
