"""A warped grid, its cells, its arrows and what the glass shows of them lie where the map sends them."""

from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calc_core import linearise, mapped_cells, mapped_grid
from visuals.drawing.axes import Axes, Box
from visuals.warp.column_arrows import ColumnArrows
from visuals.warp.map_glass import MapGlass
from visuals.warp.warped_cell import WarpedCell, letter_figure
from visuals.warp.warped_grid import SHADES, WarpedGrid, shade_of

PLANE = Axes(x=(-6.4, 6.4), y=(-3.6, 3.6), box=Box(-7.11, -4, 7.11, 4), x_ticks=(), y_ticks=())
X, Y = np.arange(-3, 3.1, 0.5), np.arange(-2, 2.1, 0.5)
places = st.tuples(st.floats(-3, 3), st.floats(-2, 2))


def warp(p):
    return p + np.sin(p[..., ::-1])


def jacobian_by_hand(x, y):
    return np.array([[1, np.cos(y)], [np.cos(x), 1]])


def ends(part):
    """Where the straight pieces of what is drawn begin and end, in the plane's data."""
    return PLANE.to_data(part.points[0::4]), PLANE.to_data(part.points[3::4])


def area(points):
    x, y = points.T
    return float(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2


@settings(max_examples=15)
@given(share=st.floats(0, 1))
def test_lines_are_drawn_that_share_of_their_way(share):
    grid = WarpedGrid(mapped_grid(warp, X, Y, pieces=4).at, on=PLANE, share=share)
    grid.redraw()
    fine_x, fine_y = np.arange(-3, 3.01, 0.125), np.arange(-2, 2.01, 0.125)
    level = np.stack(np.meshgrid(fine_x, Y), axis=-1).reshape(-1, 2)
    upright = np.stack(np.meshgrid(X, fine_y), axis=-1).reshape(-1, 2)
    flat = np.concatenate([level, upright])
    expected = flat + share * (warp(flat) - flat)
    drawn = np.concatenate([*ends(grid.strong), *ends(grid.between)])
    apart = np.linalg.norm(drawn[:, None] - expected[None], axis=-1)
    assert apart.min(axis=1).max() < 1e-9  # nothing else is drawn
    assert apart.min(axis=0).max() < 1e-9  # and all of it


def test_every_cell_is_filled_in_the_shade_of_what_became_of_its_area():
    middles = np.stack(np.meshgrid(X[:-1] + 0.25, Y[:-1] + 0.25), axis=-1)
    cells = mapped_cells(warp, middles, (0.5, 0.5), pieces=4)
    grid = WarpedGrid(mapped_grid(warp, X, Y).at, on=PLANE, cells=cells.at, share=1).pose(filled=1)
    grid.redraw()
    found = []
    for k, shade in enumerate(grid.shades):
        outlines = PLANE.to_data(shade.points[::4]).reshape(-1, 16, 2)
        grown = [area(each) / 0.25 for each in outlines]
        assert np.abs(np.array(grown) - 2 * k / (SHADES - 1)).max(initial=0) <= 1 / (SHADES - 1) + 1e-9
        found += grown
    x, y = middles.reshape(-1, 2).T
    smooth = 1 - np.cos(x) * np.cos(y) * np.sinc(0.25 / np.pi) ** 2
    assert sorted(found) == pytest.approx(sorted(smooth), abs=0.01)
    assert shade_of(np.array([-0.5]), 2.0) == shade_of(np.array([0.5]), 2.0)


@settings(max_examples=20)
@given(p=places, size=st.floats(0.2, 2.0))
def test_arrows_are_the_columns_and_span_the_determinant(p, size):
    arrows = ColumnArrows(lambda: linearise(warp, p), on=PLANE, size=lambda: (size, size)).pose(filled=1)
    arrows.redraw()
    tail, one, corner, other = PLANE.to_data(arrows.ends)
    J = jacobian_by_hand(*p)
    assert tail == pytest.approx(warp(np.array(p)))
    assert np.stack([one - tail, other - tail], axis=1) == pytest.approx(size * J, abs=1e-8)
    assert area(np.stack([tail, one, corner, other])) == pytest.approx(
        size**2 * (J[0, 0] * J[1, 1] - J[0, 1] * J[1, 0]), abs=1e-8
    )
    for arrow, tip in zip(arrows.arrows, (one, other), strict=True):
        apart = np.linalg.norm(PLANE.to_data(arrow.points) - tip, axis=-1)
        assert apart.min() < 1e-9


def glass_at(p, zoom, **dials):
    glass = MapGlass(
        partial(mapped_grid, warp), partial(linearise, warp), on=PLANE, at=p, radius=2.0, zoom=zoom
    )
    glass.pose(**dials).redraw()
    return glass


@settings(max_examples=20)
@given(p=places, power=st.floats(0, 3), aside=st.floats(0, 1))
def test_the_glass_shows_true_lines_alone_and_nothing_beyond_its_rim(p, power, aside):
    glass = glass_at(p, 10**power, aside=aside, straight=1, gaps=1)
    every = [*glass.true_lines, *glass.straight_lines]
    seen = np.concatenate([each.points for each in every if len(each.points)])
    assert np.linalg.norm((seen - glass.centre)[:, :2], axis=1).max() <= 2.0 * (1 + 1e-9)
    back = glass.to_data(glass.to_screen(np.array([[0.3, 0.4]])))
    assert back == pytest.approx(np.array([[0.3, 0.4]]), abs=1e-9)


@pytest.mark.parametrize("p", [(0.3, 1.9), (2.0, -1.0)])
@pytest.mark.parametrize("power", [0, 1, 2])
def test_gaps_lead_from_the_straight_crossing_to_the_true_one(p, power):
    zoom = 10.0**power
    glass = glass_at(p, zoom, straight=1, gaps=1)
    p, drawn = np.array(p), [each for each in glass.misses if len(each.points)]
    assert drawn
    start, end = (glass.to_data(drawn[-1].points[k::4]) for k in (0, 3))
    J = jacobian_by_hand(*p)
    step = 1 / zoom
    across = [step * (np.round(at / step) + np.arange(-9, 10)) for at in p]
    nodes = np.stack(np.meshgrid(*across), axis=-1).reshape(-1, 2)
    straight = warp(p) + (nodes - p) @ J.T
    which = np.linalg.norm(start[:, None] - straight[None], axis=-1)
    near = which.min(axis=1) < 1e-6 / zoom
    assert near.all()
    assert end[near] == pytest.approx(warp(nodes[which.argmin(axis=1)[near]]), abs=1e-6 / zoom)


def test_ten_times_closer_the_gap_is_a_tenth_even_in_the_glass():
    """In the plane it is a hundredth: it falls as the square, and the glass is ten times as strong."""
    longest = []
    for zoom in (1.0, 10.0, 100.0):
        glass = glass_at((0.3, 1.9), zoom, straight=1, gaps=1)
        misses = np.concatenate([each.points for each in glass.misses if len(each.points)])
        longest.append(np.linalg.norm(misses[3::4] - misses[0::4], axis=-1).max())
    assert longest[1] / longest[2] == pytest.approx(10.0, rel=0.1)
    assert longest[0] > 5 * longest[1]


def test_a_cell_that_is_turned_over_is_hollow_and_its_letter_is_mirrored():
    polar = lambda p: p[..., :1] * np.stack([np.cos(p[..., 1]), np.sin(p[..., 1])], axis=-1)  # noqa: E731
    figure = letter_figure("R")
    areas, fronts = [], []
    for r in (2.0, -2.0, 0.0):
        letter = mapped_cells(polar, (r, 0.0), (1.0, 0.5), figure=figure)
        outline = mapped_cells(polar, (r, 0.0), (1.0, 0.5))
        cell = WarpedCell(lambda now=outline: now, on=PLANE, letter=lambda now=letter: now)
        cell.redraw()
        fronts.append(cell.in_front)
        areas.append((area(PLANE.to_data(cell.face.points[::4])), area(PLANE.to_data(cell.sign.points[::4]))))
    assert fronts == pytest.approx([1.0, 0.0, 0.5], abs=0.02)
    assert areas[0][0] == pytest.approx(-areas[1][0], rel=1e-9)
    assert areas[0][0] > 0
    assert areas[0][1] > 0 > areas[1][1]  # the letter too
    assert np.abs(figure).max() <= 0.5
    assert abs(area(figure)) < 0.2  # the hole of the letter is no part of it
