"""Altimeter and tally show the history and the counts themselves."""

import numpy as np
import pytest

from calc_core.descent.basins import basins
from calc_core.descent.methods import gradient_descent
from calc_core.landscapes.catalogue import himmelblau
from visuals.drawing.dial import Dial
from visuals.kit.altimeter import Altimeter
from visuals.map.tally import Tally
from visuals.theme import INK


@pytest.fixture(scope="module")
def walk():
    return gradient_descent(himmelblau(), [-0.5, -1.0], learning_rate=0.005, tol=1e-3)


@pytest.mark.parametrize("share", [0.0, 0.13, 0.5, 1.0])
def test_the_altimeter_s_line_is_the_history_up_to_now(walk, share):
    at = Dial(share * walk.n)
    meter = Altimeter(walk, at)
    drawn = meter.line.points[::4] if share else meter.dot.get_center()[None]
    expected = meter.to_screen(np.arange(len(drawn)), walk.f[: len(drawn)])
    np.testing.assert_allclose(drawn, expected, atol=1e-9)
    np.testing.assert_allclose(meter.dot.get_center()[:2], meter.to_screen(at.value, walk.f_at(at.value))[:2])


def test_the_altimeter_says_the_height_of_now_and_stays_on_its_plate(walk):
    at = Dial(0.0)
    meter = Altimeter(walk, at, decimals=1)
    for step in (0, 3, walk.n):
        at.set_value(step)
        meter.update()
        assert meter.number.readings[0].value == pytest.approx(walk.f[step])
        for part in (meter.dot, meter.number.slots, meter.label):
            assert part.get_left()[0] > meter.plate.get_left()[0]
            assert part.get_right()[0] < meter.plate.get_right()[0]
            assert part.get_bottom()[1] > meter.plate.get_bottom()[1]


def test_the_altimeter_moves_as_one(walk):
    meter = Altimeter(walk, Dial(4.0))
    before = meter.dot.get_center()
    meter.shift([2.0, 1.0, 0.0]).update()
    np.testing.assert_allclose(meter.dot.get_center() - before, [2.0, 1.0, 0.0], atol=1e-9)


@pytest.fixture(scope="module")
def ends():
    land = himmelblau()
    starts = np.random.default_rng(2).uniform(-5, 5, (60, 2))
    walks = gradient_descent(land, starts, learning_rate=0.01, backtracking=True, tol=1e-4, max_iter=3000)
    return basins(walks, land)


def test_bars_are_as_tall_as_the_counts_and_numbers_stand_above(ends):
    tally = Tally(ends, (INK.data,) * 5, left=-3.0, base=-1.0, width=6.0, height=3.0)
    for grown in (0.0, 0.4, 1.0):
        tally.grown.set_value(grown)
        tally.redraw()
        tops = np.array([bar.points[:, 1].max() for bar in tally.bars])
        np.testing.assert_allclose(tops, -1.0 + 3.0 * grown * ends.counts / ends.counts.max(), atol=1e-9)
        for top, number, count in zip(tops, tally.numbers, ends.counts, strict=True):
            assert number.readings[0].value == count
            assert number.slots.get_bottom()[1] > top
    assert [number.readings[0].field for number in tally.numbers] == [
        f"counts[{k}]" for k in range(ends.n_hollows)
    ]


def test_bars_stand_beside_each_other_within_the_width(ends):
    tally = Tally(ends, (INK.data,) * 5, left=-3.0, base=-1.0, width=6.0, height=3.0)
    tally.grown.set_value(1.0)
    tally.redraw()
    edges = [(bar.points[:, 0].min(), bar.points[:, 0].max()) for bar in tally.bars]
    flat = [edge for pair in edges for edge in pair]
    assert flat == sorted(flat)
    assert flat[0] >= -3.0
    assert flat[-1] <= 3.0
