"""A map with a ruler of its own for y squeezes the ground, and the prints of a family go along."""

import numpy as np
import pytest

from calc_core import bowl, contours, sample_grid, squeezed_descents
from tests.visuals.maps import settle
from visuals import FamilyTrail, RuledMap

EXTENT = [(-12, 12), (-4, 4)]


def ruled(**how) -> RuledMap:
    land = bowl(25.0)
    grid = sample_grid(land, EXTENT, shape=(41, 61))
    return RuledMap(grid, contours(land, [50.0], EXTENT), **{"unit": 0.5, "floor": (1.0, 0.5), **how})


def level_line(ground: RuledMap) -> np.ndarray:
    points = np.concatenate([each.points for each in (ground.lines, ground.index_lines)])
    return points[:, :2] - [1.0, 0.5]


def test_contours_are_circles_where_y_is_drawn_root_kappa_times_as_long():
    ground = ruled(tall=5.0)
    assert np.linalg.norm(level_line(ground), axis=1) == pytest.approx(5.0, abs=1e-3)  # chords


def test_squeezing_moves_nothing_along_x():
    ground = ruled(tall=5.0)
    before = level_line(ground)
    settle(*ground.rule(tall=1.0))
    after = level_line(ground)
    assert after[:, 0] == pytest.approx(before[:, 0])
    assert after[:, 1] == pytest.approx(before[:, 1] / 5)


def test_halfway_the_squeeze_has_gone_half_its_ratio():
    ground = ruled(tall=4.0)
    turn = ground.rule(tall=1.0)[0].build()
    turn.begin()
    turn.interpolate(0.5)
    assert ground.tall.get_value() == pytest.approx(2.0)
    assert ground.to_screen(3.0, 1.0) == pytest.approx([1.0 + 1.5, 0.5 + 1.0, 0])


def test_screen_and_data_are_inverse_and_the_floor_lies_where_told():
    ground = ruled(tall=3.0)
    settle(*ground.rule(floor=(-2.0, 0.0), unit=0.7))
    assert ground.to_screen(0.0, 0.0) == pytest.approx([-2, 0, 0])
    assert ground.to_data(ground.to_screen(2.0, -0.3)) == pytest.approx([2.0, -0.3])
    assert ground.rule(floor=(-2.0, 0.0), unit=0.7) == []


def test_a_family_s_trail_is_the_walk_of_this_moment_as_far_as_it_has_come():
    family = squeezed_descents((10.0, 1.0), [4.0, 25.0], tol=1e-2)
    shape = [25.0]
    trail = FamilyTrail(lambda: family.at(shape[0]), on=ruled(), at=2.5)
    assert trail.drawn() == pytest.approx(np.vstack([family.x[1, :3], (family.x[1, 2] + family.x[1, 3]) / 2]))
    shape[0] = 4.0
    trail.at.set_value(np.inf)
    assert trail.drawn() == pytest.approx(family.x[0])


def test_a_print_stands_at_every_stop_that_is_done():
    family = squeezed_descents((10.0, 1.0), [4.0, 25.0], tol=1e-2)

    class Brush:
        def seen(self, world):
            return world, np.ones(len(world))

        def world(self, points):
            return points

        def lines(self, lines, *_):
            self.line = lines[0]

        def lying(self, points, heading, size):
            self.heading = heading
            return points

        def shapes(self, kind, spots, *_, **__):
            self.spots = spots

    brush, stops = Brush(), family.x[1]
    FamilyTrail(lambda: stops, on=ruled(), at=2.5).mark(brush)
    assert brush.spots == pytest.approx(stops[:3])
    assert brush.heading == pytest.approx(np.diff(stops[:4], axis=0))
    assert brush.line[-1] == pytest.approx((stops[2] + stops[3]) / 2)
    FamilyTrail(lambda: stops, on=ruled()).mark(brush)
    assert len(brush.spots) == family.n_steps[1] + 1
