"""Changing ground is at every moment between two stops; caps are seen where no ground is nearer."""

import numpy as np
import pytest

from calc_core import form_tour, gaussian_hill, level_form, sample_grid, touching_caps
from tests.visuals.hills import canvas
from visuals.drawing.dial import Dial
from visuals.terrain import Terrain
from visuals.terrain.caps import Cap
from visuals.terrain.eigen_arrows import FALLING, LEVEL, RISING, EigenArrows, tint
from visuals.terrain.morphing import MorphingTerrain
from visuals.terrain.palette import channels
from visuals.terrain.view import on_canvas
from visuals.theme import INK

LOOK = {"width": 6.0, "relief": 3.0, "contour_step": 0.1}
TOUR = form_tour([(1, 1, 0), (1, -1, 0)], shape=(41, 41))
HERE = np.array([0.5, -0.35])


def morphing(at=0.0, **options):
    return MorphingTerrain(TOUR.x, TOUR.y, TOUR.f, at=Dial(at), **{**LOOK, **options})


def painted(*things):
    stage = canvas()
    for each in things:
        each.paint(stage)
    return stage.pixels.copy()


@pytest.mark.parametrize("at", [0.0, 0.3, 1.0])
def test_ground_between_two_stops_is_the_form_between_them(at):
    nodes = np.stack(np.meshgrid(TOUR.x, TOUR.y), axis=-1)
    np.testing.assert_allclose(morphing(at).ground.heights, level_form(1, 1 - 2 * at).f(nodes), atol=1e-12)


def test_it_is_drawn_as_it_stands_whatever_it_was_before():
    turned = morphing()
    first = painted(turned)
    turned.at.set_value(0.7)
    assert (painted(turned) != first).any()
    np.testing.assert_array_equal(painted(turned), painted(morphing(0.7)))
    turned.at.set_value(0.0)
    np.testing.assert_array_equal(painted(turned), first)


def test_a_height_stands_equally_high_at_every_stop():
    low, high = (morphing(at).world(np.array([0.4, 0.2, 0.3])) for at in (0.0, 1.0))
    np.testing.assert_allclose(low, high)


def test_what_it_looks_like_changes_with_the_dial():
    land = morphing()
    before = land.appearance()
    land.at.set_value(0.2)
    assert land.appearance() != before
    with pytest.raises(ValueError, match="stops, rows, columns"):
        MorphingTerrain(TOUR.x, TOUR.y, TOUR.f[0])


def hill_and_cap(order, thick=0.0):
    land = gaussian_hill()
    grid = sample_grid(land, [(-1.4, 1.4), (-1.4, 1.4)], shape=(81, 81))
    hill = Terrain(grid.x, grid.y, grid.f, **LOOK)
    return hill, Cap(touching_caps(land, HERE, 0.45), on=hill, order=Dial(order), thick=thick)


@pytest.mark.parametrize("order", [0.0, 1.0])
def test_a_cap_shows_where_it_lies_over_the_ground_and_nowhere_else(order):
    hill, cap = hill_and_cap(order)
    bare, capped = painted(hill), painted(hill, cap)
    points = cap.mesh()[2:-2:3, ::7].reshape(-1, 3)
    over = points[:, 2] - hill.height_at(points[:, :2])
    stage = canvas()
    spots = on_canvas(hill.view.project(hill.world(points)), stage)[:, :2].astype(int)
    changed = (capped != bare).any(axis=-1)
    behind = hill.project(points).visible < 0.01
    seen = (over > 0.03) & (hill.project(points).visible > 0.99)
    assert seen.sum() > 10
    assert changed[spots[seen, 1], spots[seen, 0]].all()
    if order == 0:
        hidden = behind & (over < -0.08)
        tints = capped[spots[hidden, 1], spots[hidden, 0], :3].astype(float)
        gold = channels(INK.output)
        assert hidden.sum() > 10
        assert (np.abs(tints - gold).max(axis=1) > 60).mean() > 0.9  # not the cap's own colour


def test_between_two_orders_a_cap_lies_between_them():
    meshes = [hill_and_cap(order)[1].mesh() for order in (1.0, 1.25, 2.0)]
    np.testing.assert_allclose(meshes[1], 0.75 * meshes[0] + 0.25 * meshes[2], atol=1e-12)


def test_a_thick_cap_is_drawn_that_much_higher():
    hill, cap = hill_and_cap(2.0, thick=0.0)
    thick = hill_and_cap(2.0, thick=0.2)[1]
    thick.terrain = hill
    assert (painted(hill, cap) != painted(hill, thick)).any()
    np.testing.assert_array_equal(cap.mesh(), thick.mesh())


@pytest.mark.parametrize(
    ("curvatures", "signs"), [((1, 0.5), (1, 1)), ((1, -1), (1, -1)), ((-1, 0), (-1, 0))]
)
def test_needles_lead_out_where_ground_bends_up_and_in_where_it_bends_down(curvatures, signs):
    arrows = EigenArrows((0.1, 0.2), [curvatures], [np.eye(2)], on=morphing(), reach=0.5, length=0.4)
    for k, (tail, tip, _) in enumerate(arrows.needles()):
        away = tail - [0.1, 0.2]
        assert np.linalg.norm(away) == pytest.approx(0.5)
        assert (tip - tail) @ away == pytest.approx(0.5 * 0.4 * curvatures[k // 2])
        assert np.sign((tip - tail) @ away) == signs[k // 2]


def test_a_curvature_passes_through_grey_where_it_changes_sign():
    assert (tint(1.0), tint(0.0), tint(-1.0)) == (RISING, LEVEL, FALLING)
    assert tint(0.06) not in (RISING, LEVEL)
