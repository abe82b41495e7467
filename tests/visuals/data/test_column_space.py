"""In space all stands where columns and data say; seen edge-on, the right angle is one on the screen."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from calc_core.fitting import line_ground, projection
from visuals.data.column_space import UPWARDS, ColumnSpace

X, Y = np.array([-2.0, 0.1, 1.9]), np.array([3.0, 10.5, 6.0])
DESIGN = line_ground(X, Y).design
SHADOW = projection(DESIGN, Y)
thetas = st.tuples(st.floats(-1, 2), st.floats(2, 9))


HERE = [np.array(SHADOW.theta)]  # where the knobs of the one space that all tests look at stand
MADE = ColumnSpace(DESIGN, Y, lambda: HERE[0], patch=((-2, 2), (0, 10)), column_length=2.0)
MADE.show(
    axes=1, plane=1, arrow=1, columns=1, shadow=1, foot=1, stick=1, square=1, angle=1, rings=1, light=1
)  # fmt: skip


def space(theta=tuple(SHADOW.theta), azimuth=0.0, elevation=22.0):
    HERE[0] = np.array(theta)
    MADE.azimuth.set_value(azimuth)
    MADE.elevation.set_value(elevation)
    MADE.redraw()
    return MADE


def ends(line):
    return line.points[0], line.points[-1]


@settings(max_examples=15, deadline=None)
@given(thetas, st.floats(-80, 80), st.floats(5, 60))
def test_the_stick_leads_from_what_the_line_says_to_the_arrows_tip(theta, azimuth, elevation):
    made = space(theta, azimuth=azimuth, elevation=elevation)
    foot, tip = ends(made.stick)
    assert_allclose(foot, made.to_screen(DESIGN @ theta), atol=1e-9)
    assert_allclose(tip, made.to_screen(Y), atol=1e-9)
    assert_allclose(made.footprint.get_center(), foot, atol=1e-6)
    assert_allclose(made.data.submobjects[1].points[0], tip, atol=1e-9)
    assert_allclose(made.shade.submobjects[1].points[0], foot, atol=1e-9)


@pytest.mark.parametrize("theta", [(0.76, 6.5), (-0.6, 6.4), (1.3, 5.2), (0.0, 3.0)])
def test_the_square_on_the_stick_is_square_and_as_large_as_all_three(theta, monkeypatch):
    made, caught = space(theta), []
    monkeypatch.setattr(made, "to_screen", lambda corners: caught.append(corners) or np.zeros((5, 3)))
    made._lay_square(made.said, made.residual, 1.0)  # the corners in space
    a, b, c, d, _ = caught[0]
    sides = np.array([b - a, c - b, d - c, a - d])
    assert_allclose(np.sum(sides**2, axis=1), np.sum((Y - DESIGN @ theta) ** 2), rtol=1e-9)
    assert_allclose(np.sum(sides * np.roll(sides, -1, axis=0), axis=1), 0, atol=1e-9)


@pytest.mark.parametrize("elevation", [0.0, 12.0, 20.0])
def test_edge_on_the_plane_is_a_line_and_the_stick_stands_upright_on_it(elevation):
    made = space(elevation=elevation, azimuth=-25.0)
    made.azimuth.set_value(made.edge_on(elevation))
    made.redraw()
    assert abs(made.plane_faces) < 1e-9
    rim = (made.sheet_before if len(made.sheet_before.points) else made.sheet_behind).points[:, :2]
    away = rim - rim.mean(axis=0)
    _, sizes, ways = np.linalg.svd(away, full_matrices=False)
    assert sizes[1] < 1e-6 * sizes[0]  # all of it on one line
    foot, tip = ends(made.stick)
    stick = (tip - foot)[:2] / np.linalg.norm(tip - foot)
    assert np.degrees(np.arccos(abs(stick @ ways[0]))) == pytest.approx(90, abs=1.5)  # perspective


def test_a_leaning_stick_is_seen_to_lean():
    made = space((1.5, 5.0), azimuth=-25.0, elevation=12.0)
    made.azimuth.set_value(made.edge_on(12.0))
    made.redraw()
    foot, tip = ends(made.stick)
    along = made.to_screen(made.said + DESIGN[:, 1]) - foot
    cosine = (tip - foot) @ along / np.linalg.norm(tip - foot) / np.linalg.norm(along)
    assert abs(np.degrees(np.arccos(cosine)) - 90) > 5


def test_rings_hold_lines_of_equal_area():
    made = space()
    flat, _ = np.linalg.qr(DESIGN)
    foot = flat @ (flat.T @ Y)
    ring = foot + np.sqrt(made.ring_step) * np.outer(np.cos([0.3, 2, 4]), flat[:, 0])
    ring += np.sqrt(made.ring_step) * np.outer(np.sin([0.3, 2, 4]), flat[:, 1])
    areas = np.sum((Y - ring) ** 2, axis=1)
    assert_allclose(areas, SHADOW.length**2 + made.ring_step)
    drawn = made.circles.points[: 4 * 64]  # the first circle's pieces
    near = [np.linalg.norm(drawn - each, axis=1).min() for each in made.to_screen(ring)]
    assert max(near) < 0.05


@settings(max_examples=15, deadline=None)
@given(st.floats(-180, 180), st.floats(-60, 60))
def test_what_is_behind_the_plane_is_drawn_before_it(azimuth, elevation):
    made = space(azimuth=azimuth, elevation=elevation)
    toward = np.empty(3)
    toward[list(UPWARDS)] = made.view.axes[2]
    if abs(toward @ made.normal) < 1e-6:
        return
    order = list(made.submobjects)
    sheet = made.sheet_before if len(made.sheet_before.points) else made.sheet_behind
    for line in (made.axes_behind, made.axes_before):
        for k in range(0, len(line.points), 4):
            end = next(
                e for e in np.eye(3) * made.reach if np.allclose(made.to_screen(e), line.points[k + 3])
            )
            if abs(end @ made.normal) < 1e-6:
                continue
            in_front = (end @ made.normal) * (toward @ made.normal) > 0
            if sheet is made.sheet_behind:
                assert (order.index(line) > order.index(sheet)) == in_front
    stick_in_front = (made.residual @ made.normal) * (toward @ made.normal) > 0
    assert (order.index(made.stick) > order.index(sheet)) == stick_in_front


def test_turning_one_knob_walks_along_a_line_of_the_mesh():
    step = space((0.5, 4.0)).said - space((0.5, 3.0)).said
    assert_allclose(step, DESIGN[:, 1], atol=1e-12)


def test_both_columns_lie_in_the_plane_as_long_as_told():
    made = space(azimuth=-25.0, elevation=23.0)
    for column, arrow in zip(DESIGN.T, made.columns, strict=True):
        assert_allclose(arrow.submobjects[1].points[0], made.to_screen(2.0 * column), atol=1e-9)


def test_a_plane_needs_three_data():
    with pytest.raises(ValueError, match="a design"):
        ColumnSpace(np.ones((4, 2)), np.ones(4), lambda: np.zeros(2), patch=((0, 1), (0, 1)))
    with pytest.raises(ValueError, match="never seen edge-on"):
        space().edge_on(80.0)
    with pytest.raises(TypeError, match="no part 'stik'"):
        space().come("stik")
