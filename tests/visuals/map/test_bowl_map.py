"""The bowl that is painted is the bowl that is told: contours lie on their levels, a ravine is as thin."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from manim import smooth

from visuals.drawing.axes import Box
from visuals.drawing.camera import Canvas
from visuals.map.bowl_map import BowlMap

BOX = Box(-2, -2, 2, 2)


def made(hess, home=(0.0, 0.0), **how):
    settled = {"box": BOX, "unit": 1.0, "rise": 2.0} | how
    return BowlMap(lambda: (np.asarray(hess, dtype=float), np.asarray(home, dtype=float)), **settled)


def painted(map_, size=400):
    pixels = np.zeros((size, size, 4), dtype=np.uint8)
    map_.ground.paint(Canvas(pixels, (0.0, 0.0), (4.0, 4.0)))
    return pixels[..., :3].astype(float)


def heights(map_, size=400):
    """v H v / 2 at every pixel's middle, in the landscape's own units."""
    half = 2.0 - 2.0 / size
    x, y = np.meshgrid(np.linspace(-half, half, size), np.linspace(half, -half, size))
    hess, home = map_.bowl()
    away = map_.to_data(np.stack([x, y], axis=-1)) - home
    return np.einsum("...i,ij,...j->...", away, hess, away) / 2


@pytest.mark.parametrize("hess", [np.eye(2) * 2, [[5.0, 1.5], [1.5, 1.0]], [[40.0, 6.0], [6.0, 1.0]]])
def test_the_plateau_begins_where_the_bowl_is_as_high_as_told(hess):
    map_ = made(hess, lines=0)
    pixels, f = painted(map_), heights(map_)
    plateau = pixels[0, 0] if f[0, 0] > 2.1 else pixels[0, -1]
    is_flat = np.abs(pixels - plateau).max(axis=-1) < 0.5
    assert (is_flat == (f > 2.0)).mean() > 0.985


def test_contours_lie_on_their_levels():
    with_lines, without = made(np.eye(2) * 2, lines=4), made(np.eye(2) * 2, lines=0)
    bright = (painted(with_lines) - painted(without)).sum(axis=-1) > 60
    f = heights(with_lines)[bright]
    assert len(f) > 1000
    away = np.abs(f - np.rint(f / 0.5) * 0.5)
    assert away.max() < 0.5 * 2 * np.sqrt(2.0) * 2.5 / 100  # two pixels and a half on the steepest ground


def test_a_ravine_of_one_to_thousands_is_still_there():
    d, var = 69.2, 3.245
    map_ = made(2 * np.array([[d * d + var, d], [d, 1.0]]), unit=0.06, rise=7000.0)
    row = painted(map_)[200]
    low = row[:, 2] > row[:, 0] + 10  # low ground is blue, high ground is not
    wide = 2 * np.sqrt(7000.0) / d * 0.06 * 100  # of the whole ravine, in pixels
    assert 0.4 * wide < low.sum() < wide
    assert np.abs(np.flatnonzero(low) - 199.5).max() < wide / 2 + 1


@settings(max_examples=25)
@given(st.floats(0.2, 5), st.floats(-3, 3), st.floats(-3, 3), st.tuples(st.floats(-9, 9), st.floats(-9, 9)))
def test_the_lowest_place_lies_as_far_aside_as_the_dials_say(unit, aside_x, aside_y, home):
    map_ = made(np.eye(2), home, unit=unit)
    map_.aside_x.set_value(aside_x)
    map_.aside_y.set_value(aside_y)
    assert map_.to_screen(np.array(home))[:2] == pytest.approx([-unit * aside_x, -unit * aside_y], abs=1e-9)
    assert map_.to_data(map_.to_screen(np.array([1.0, 2.0]))) == pytest.approx([1.0, 2.0])


def test_while_it_zooms_a_place_runs_straight_to_its_goal():
    map_ = made(np.eye(2), unit=0.1)
    place, aside = np.array([0.5, 15.0]), (0.5, 15.0)
    turns = [each.build() for each in map_.look(unit=5.0, aside=aside)]
    for each in turns:
        each.begin()
    seen = []
    for t in np.linspace(0, 1, 21):
        for each in turns:
            each.interpolate(t)
        seen.append(map_.to_screen(place)[:2])
    share = np.array([1 - smooth(t) for t in np.linspace(0, 1, 21)])
    lengths = np.linalg.norm(seen, axis=1)
    assert (np.diff(lengths) <= 1e-9).all()
    assert lengths[-1] == pytest.approx(0, abs=1e-9)
    assert lengths[0] == pytest.approx(0.1 * np.hypot(0.5, 15.0))
    assert share[0] == 1
