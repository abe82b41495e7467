"""Every bar is as high as its count, stands clear of the axis line, and jumps by the root of its count."""

import numpy as np
import pytest

from calc_core import load_heights
from visuals.data.histogram import GAP, SIDE, Histogram
from visuals.drawing.axes import Axes


@pytest.fixture(scope="module")
def men():
    return load_heights()


@pytest.fixture
def panel() -> Axes:
    return Axes(x=(139, 199), y=(0, 520), box=(-5, -2, 5, 3), x_steps=(10,), y_steps=(100,))


@pytest.fixture
def bars(panel, men) -> Histogram:
    return Histogram(men.height, men.count, width=men.bin_width, on=panel)


def boxes(bars: Histogram) -> np.ndarray:
    """Left, bottom, right and top of each bar that is drawn (bars, 4)."""
    corners = bars.bars.points.reshape(-1, 16, 3)
    return np.concatenate([corners.min(axis=1)[:, :2], corners.max(axis=1)[:, :2]], axis=1)


def strokes(bars: Histogram) -> np.ndarray:
    """Both ends of the upright of each error bar (n, 2, 3)."""
    return bars.whiskers.points.reshape(-1, 3, 4, 3)[:, 0, [0, -1]]


def test_every_class_with_somebody_in_it_has_a_bar_up_to_its_count(bars, panel, men):
    there = men.count > 0
    drawn, tops = boxes(bars), panel.to_screen(men.height, men.count)[there]
    assert len(drawn) == there.sum() == len(men.count) - men.empty == 20
    np.testing.assert_allclose(drawn[:, 3], tops[:, 1], atol=1e-12)
    np.testing.assert_allclose((drawn[:, 0] + drawn[:, 2]) / 2, tops[:, 0], atol=1e-12)
    width = panel.units[0] * men.bin_width
    np.testing.assert_allclose(drawn[:, 2] - drawn[:, 0], (1 - SIDE) * width, atol=1e-12)
    np.testing.assert_allclose(bars.tops[there], tops, atol=1e-12)


def test_no_two_bars_touch_and_none_that_is_higher_than_the_gap_touches_the_axis(bars, panel):
    drawn = boxes(bars)
    assert (drawn[1:, 0] > drawn[:-1, 2]).all()
    floor = panel.up[0]
    high = drawn[:, 3] > floor + GAP
    np.testing.assert_allclose(drawn[high, 1], floor + GAP)
    np.testing.assert_array_equal(drawn[~high, 1], drawn[~high, 3])


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_bars_rise_from_the_left_and_none_above_its_count(bars, men, share):
    bars.pose(grown=share).redraw()
    there = men.count > 0
    come = bars.heights[there] / men.count[there]
    assert ((come >= 0) & (come <= 1)).all()
    assert (np.diff(come) <= 1e-12).all()
    assert come[0] > come[-1]


def test_nothing_stands_before_it_has_grown_and_all_of_it_when_it_has(bars, men):
    bars.pose(grown=0, errors=1).redraw()
    assert len(bars.bars.points) == len(bars.whiskers.points) == 0
    bars.pose(grown=1).redraw()
    np.testing.assert_array_equal(bars.heights, men.count)


@pytest.mark.parametrize("share", [0.3, 1.0])
def test_an_error_bar_reaches_one_root_of_the_count_to_either_side(bars, panel, men, share):
    panel.show(y=(-20, 520))
    bars.pose(errors=share).redraw()
    ends = strokes(bars)
    assert len(ends) == len(men.count)  # the empty classes have one too: of one man
    for end, side in ((0, -1), (1, 1)):
        wanted = panel.to_screen(men.height, men.count + side * share * np.sqrt(np.maximum(men.count, 1)))
        np.testing.assert_allclose(ends[:, end], wanted, atol=1e-12)


def test_errors_can_be_given(panel):
    bars = Histogram(np.array([150.0, 160]), np.array([100.0, 200]), width=10, on=panel, sigma=[7.0, 9])
    bars.pose(errors=1).redraw()
    length = np.ptp(strokes(bars)[:, :, 1], axis=1)
    np.testing.assert_allclose(length, 2 * np.array([7, 9]) * panel.units[1])


def test_what_lies_outside_the_window_is_not_drawn_and_what_reaches_out_is_cut(bars, panel, men):
    panel.show(x=(155, 175), y=(0, 300))
    bars.redraw()
    drawn, (left, right) = boxes(bars), panel.across
    half = men.bin_width / 2 * (1 - SIDE)
    seen = (men.height + half > 155) & (men.height - half < 175)
    assert len(drawn) == seen.sum()
    assert drawn[:, 0].min() >= left
    assert drawn[:, 2].max() <= right
    wanted = panel.to_screen(0, np.minimum(men.count[seen], 300))[:, 1]
    np.testing.assert_allclose(drawn[:, 3], wanted, atol=1e-12)


def test_the_bars_stand_back_by_their_opacity_and_the_error_bars_do_not(bars):
    bars.pose(errors=1, opacity=0.4).redraw()
    assert bars.bars.get_fill_opacity() == bars.bars.get_stroke_opacity() == pytest.approx(0.4)
    assert bars.whiskers.get_stroke_opacity() == 1


def test_a_bar_needs_a_centre_and_a_count(panel):
    with pytest.raises(ValueError, match=r"got \(3,\) and \(2,\)"):
        Histogram(np.zeros(3), np.zeros(2), width=1, on=panel)


def test_counts_of_now_move_the_bars_and_not_the_error_bars(panel, men):
    told = {"counts": men.count}
    bars = Histogram(men.height, lambda: told["counts"], width=men.bin_width, on=panel).pose(errors=1)
    bars.redraw()
    before = strokes(bars)
    told["counts"] = men.count + 15
    bars.redraw()
    np.testing.assert_array_equal(strokes(bars), before)
    np.testing.assert_allclose(boxes(bars)[:, 3], panel.to_screen(0, men.count + 15)[:, 1])


def test_bars_that_were_held_follow_their_counts_again(panel, men) -> None:
    now = [np.asarray(men.count, dtype=float)]
    bars = Histogram(men.height, lambda: now[0], width=men.bin_width, on=panel)
    bars.hold().follow()
    now[0] = now[0] / 2
    bars.update(0)
    assert np.allclose(bars.counts, np.asarray(men.count) / 2)
    assert np.allclose(bars.heights, bars.counts)
    assert bars.updaters  # they stand still no more
