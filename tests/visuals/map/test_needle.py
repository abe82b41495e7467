"""The needle is the gradient: where it starts, how long it is, which way it points on the screen."""

import copy

import numpy as np
import pytest

from calc_core.landscapes.grids import gradient_field
from calc_core.maps.contours import contours
from tests.visuals.maps import HERE, a_map, corners, land, settle
from visuals.drawing.walk import Walk
from visuals.map.contour_map import ContourLine
from visuals.map.needle import Needle, NeedleField
from visuals.map.right_angle import RightAngles


def at_here(on, **options) -> Needle:
    return Needle(land().reading(HERE).gradient, Walk(HERE), on=on, **({"length": 2.0} | options))


def drawn_direction(line: ContourLine, place: np.ndarray) -> np.ndarray:
    """The direction of a drawn line where it passes a place, from its two neighbouring corners."""
    path = corners(line.line.points)
    k = int(np.argmin(np.linalg.norm(path - place, axis=-1)))
    return path[k + 1] - path[k - 1]


def cosine(a: np.ndarray, b: np.ndarray) -> float:
    return float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))


@pytest.fixture
def through_here():
    lines = contours(land(), [float(land().f(HERE))], max_chord=0.004)
    return max(lines, key=lambda line: line.length)


def test_the_needle_goes_from_the_hiker_along_the_gradient():
    drawn, reading = a_map(), land().reading(HERE)
    needle = at_here(drawn)
    assert np.allclose(needle.tail, drawn.to_screen(HERE))
    assert np.isclose(np.linalg.norm(needle.vector), 2.0 * reading.slope)
    assert np.isclose(np.arctan2(needle.vector[1], needle.vector[0]), reading.heading)


def test_the_drawn_tip_is_the_tip():
    needle = at_here(a_map())
    tips = np.linalg.norm(corners(needle.arrow.points) - needle.tip, axis=-1)
    assert tips.min() < 1e-12


def test_the_needle_stands_square_on_the_drawn_contour(through_here):
    drawn = a_map()
    line = ContourLine(through_here, on=drawn)
    assert abs(cosine(at_here(drawn).vector, drawn_direction(line, drawn.to_screen(HERE)))) < 4e-3


def test_it_does_so_no_longer_when_x_is_stretched(through_here):
    drawn = a_map()
    settle(*drawn.aim(HERE, stretch=2.0))
    line = ContourLine(through_here, on=drawn)
    needle = at_here(drawn)
    angle = np.degrees(np.arccos(abs(cosine(needle.vector, drawn_direction(line, drawn.to_screen(HERE))))))
    gradient = land().reading(HERE).gradient
    carried, level = gradient * [2, 1], np.array([gradient[1], -gradient[0]]) * [2, 1]
    assert np.isclose(angle, np.degrees(np.arccos(abs(cosine(carried, level)))), atol=0.3)
    assert angle < 60


def test_a_needle_carried_along_follows_its_walk():
    path = np.array([HERE, [-1.0, -1.0], [0.5, 0.5]])
    walk = Walk(path)
    needle = Needle(land().reading(path).gradient, walk, on=a_map(), length=1.0)
    for k in range(3):
        walk.at.set_value(k)
        needle.redraw()
        expected = land().reading(path[k]).gradient
        assert np.allclose(needle.vector[:2], expected)
        assert np.allclose(
            corners(needle.arrow.points).mean(axis=0), needle.tail + needle.vector / 2, atol=0.5
        )


def test_the_white_needle_points_the_other_way():
    drawn = a_map()
    assert np.allclose(at_here(drawn, sign=-1).vector, -at_here(drawn).vector)


def test_a_field_is_one_path_with_a_needle_at_every_node():
    drawn = a_map()
    field = gradient_field(land(), shape=(9, 14))
    needles = NeedleField(field, on=drawn, length=0.3)
    outlines = needles.arrows.points.reshape(field.n, -1, 4, 3)
    expected = drawn.to_screen(field.xy.reshape(-1, 2))
    expected[:, :2] += 0.3 * field.vec.reshape(-1, 2)
    reached = np.linalg.norm(outlines[:, :, 3] - expected[:, None], axis=-1).min(axis=1)
    assert reached.max() < 1e-12


def test_a_field_grows_outward_from_its_source():
    field = gradient_field(land(), shape=(9, 14))
    needles = NeedleField(field, on=a_map(), length=0.3, source=HERE, grown=0.0)
    assert len(needles.arrows.points) == 0
    needles.grown.set_value(0.5)
    away = np.linalg.norm(needles.nodes - HERE, axis=-1)
    order = np.argsort(away)
    assert (np.diff(needles.shares[order]) <= 1e-12).all()
    needles.grown.set_value(1.0)
    assert np.allclose(needles.shares, 1.0)


def test_a_field_that_nobody_turns_rests_and_copies_share_it():
    needles = NeedleField(gradient_field(land(), shape=(5, 8)), on=a_map(), length=0.3)
    assert needles.arrows.points is needles.arrows.points
    assert not needles.get_family_updaters()
    twin = copy.deepcopy(needles)
    assert twin.field is needles.field
    twin.grown.set_value(0.1)
    assert np.isclose(needles.grown.get_value(), 1.0)
    assert len(twin.arrows.points) < len(needles.arrows.points)


@pytest.mark.parametrize(("stretch", "square"), [(1.0, True), (2.0, False)])
def test_the_mark_of_a_right_angle_leans_where_the_angle_does(stretch, square):
    drawn = a_map()
    settle(*drawn.aim(HERE, stretch=stretch))
    mark = RightAngles(HERE, land().reading(HERE).gradient, on=drawn, size=0.3)
    up, corner, aside = corners(mark.marks.points)
    assert np.allclose(np.linalg.norm([corner - up, corner - aside], axis=-1), 0.3)
    assert (abs(cosine(corner - up, corner - aside)) < 1e-9) is square
