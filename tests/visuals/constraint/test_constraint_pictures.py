"""A fence stands on its line, splits the needle truly, unrolls at full length, and tells its price."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from calc_core import contours, loosen_fence, round_fence, sample_grid, unroll_fence, x_squared_y
from tests.visuals.hills import GROUND, canvas
from visuals import (
    AngleBetween,
    Axes,
    Box,
    ContourMap,
    Dial,
    Fence,
    FenceCurtain,
    HigherPiece,
    Needle,
    PriceBars,
    SlidingContour,
    SplitNeedle,
    Terrain,
    Walk,
)

LAND, ROUND = x_squared_y(), round_fence()
TOUR = unroll_fence(LAND, ROUND, level=1, begin=(1, 0), n=721)
HERE = 50  # degrees, two places a degree: where hikers stand


@pytest.fixture(scope="module")
def ground():
    grid = sample_grid(LAND, shape=(41, 41))
    return ContourMap(grid, width=10)


@pytest.fixture
def hill():
    grid = sample_grid(LAND, shape=(61, 61))
    return Terrain(grid.x, grid.y, grid.f, width=8.0, relief=3.0, azimuth=-20, elevation=30)


@pytest.fixture
def needle(ground):
    walk = Walk(TOUR.x)
    walk.at.set_value(HERE)
    return Needle(TOUR.gradient, walk, on=ground, length=1.7)


def lit(picture, stage):
    picture.paint(stage)
    return (stage.pixels[..., :3] != GROUND).any(axis=-1)


def pixels_of(stage, places):
    (left, top), (across, down) = stage.origin, stage.per_unit
    return (left + across * places[:, 0]).astype(int), (top - down * places[:, 1]).astype(int)


# ---- the fence


@pytest.mark.parametrize("on", ["ground", "hill"])
def test_a_fence_stands_along_its_line(on, request):
    below, stage = request.getfixturevalue(on), canvas()
    fence = Fence(TOUR.x, on=below)
    column, row = pixels_of(stage, below.to_screen(TOUR.x))
    seen = lit(fence, stage)
    near = np.any([seen[(row + k).clip(0, 359), column] for k in range(-9, 3)], axis=0)
    assert near.mean() > 0.95
    aside = pixels_of(stage, below.to_screen(0.7 * TOUR.x))
    assert not seen[aside[1], aside[0]].any()


def test_it_grows_from_its_first_post_on(ground):
    fence = Fence(TOUR.x, on=ground)
    counts = []
    for grown in (0.0, 0.3, 0.7, 1.0):
        fence.grown.set_value(grown)
        counts.append(int(lit(fence, canvas()).sum()))
    assert counts[0] == 0
    assert counts == sorted(counts)


def test_between_two_levels_it_stands_between_their_lines(ground):
    rings = np.stack([TOUR.x, 1.2 * TOUR.x])
    fence = Fence(rings, on=ground, at=Dial(15), stops=np.array([10, 20]))
    assert_allclose(fence.ring(), 1.1 * TOUR.x, atol=1e-12)
    with pytest.raises(ValueError, match="do not stand evenly"):
        Fence(TOUR.x, on=ground, posts=37)


# ---- needles


def test_the_two_parts_add_up_to_the_needle_and_stand_square(needle):
    split = SplitNeedle(*TOUR.parts, needle)
    along, across = split.vectors
    assert_allclose(along + across, needle.vector, atol=1e-12)
    assert along @ across == pytest.approx(0, abs=1e-12)
    assert across[:2] @ TOUR.x[HERE] == pytest.approx(
        np.linalg.norm(across), rel=1e-9
    )  # away from the middle


def test_the_fence_answers_with_the_part_across_turned_round(needle):
    split = SplitNeedle(*TOUR.parts, needle)
    assert len(split.arrows["push"].points) == 0
    split.push.set_value(1)
    split.redraw()
    push = split.arrows["push"].points
    tip = needle.tail - split.vectors[1]
    assert np.linalg.norm(push - tip, axis=-1).min() < 1e-9


def test_an_arc_spans_the_angle_of_two_needles(ground, needle):
    other = Needle(ROUND.grad(TOUR.x), needle.walk, on=ground)
    arc = AngleBetween(needle, other, radius=0.8)
    assert np.degrees(abs(arc.span)) == pytest.approx(TOUR.angle[HERE], abs=1e-9)
    ends = arc.arc.points[[0, -1]] - needle.tail
    assert_allclose(np.linalg.norm(ends, axis=-1), 0.8, atol=1e-9)
    for end, each in zip(ends, (needle, other), strict=True):
        assert np.cross(end, each.vector)[2] == pytest.approx(0, abs=1e-9)


# ---- contours and what lies above them


def test_the_contour_that_is_drawn_has_the_height_asked_for(ground):
    levels = contours(LAND, np.linspace(0.1, 0.5, 41), [(0.1, 1.5), (0.1, 1.5)], (41, 41))
    height = Dial(0.313)
    line = SlidingContour(levels, height.get_value, on=ground)
    for wanted in (0.313, 0.2, 0.46):
        height.set_value(wanted)
        line.redraw()
        assert line.level == pytest.approx(wanted, abs=0.0051)
        assert_allclose(LAND.f(ground.to_data(line.line.points[::4])), line.level, atol=1e-6)


def test_the_piece_that_is_higher_ends_at_the_height_and_vanishes_at_the_top(ground):
    height = Dial(0.2)
    piece = HigherPiece(TOUR, float(np.arctan(np.sqrt(0.5))), height.get_value, on=ground)
    places = piece.piece()
    assert_allclose(LAND.f(places[[0, -1]]), 0.2, atol=1e-4)
    assert (LAND.f(places[1:-1]) > 0.2).all()
    height.set_value(0.39)
    piece.redraw()
    assert len(piece.line.points) == 0


# ---- unrolled


@pytest.mark.parametrize("unrolled", [0.0, 0.4, 1.0])
def test_a_curtain_keeps_its_length_while_it_unrolls(hill, unrolled):
    curtain = FenceCurtain(TOUR, hill)
    curtain.unrolled.set_value(unrolled)
    line = curtain.line()
    pieces = np.linalg.norm(np.diff(line, axis=0), axis=-1)
    assert_allclose(pieces.sum(), TOUR.length, rtol=2e-5)
    if unrolled == 0.0:
        assert_allclose(line, TOUR.x, atol=1e-12)
    if unrolled == 1.0:
        along = np.array([np.cos(curtain.straight), np.sin(curtain.straight)])
        assert_allclose((line - line[360]) @ along, TOUR.way - TOUR.way[360], atol=1e-9)


def test_seen_from_the_side_an_unrolled_curtain_is_the_graph_of_the_heights(hill):
    curtain = FenceCurtain(TOUR, hill)
    curtain.unrolled.set_value(1)
    middle = hill.ground.footprint.middle[:2]
    hill.set(azimuth=-np.degrees(curtain.straight), elevation=0, focus_x=middle[0], focus_y=middle[1])
    curtain.redraw()
    crest = np.concatenate([curtain.crest.points[::4], curtain.crest.points[-1:]])
    across, up = 8.0 / 3.2, 3.0 / float(np.ptp(hill.ground.heights))
    assert_allclose(crest[:, 0] - crest[360, 0], across * (TOUR.way - np.pi), atol=1e-4)
    assert_allclose(crest[:, 1] - crest[0, 1], up * (TOUR.f - TOUR.f[0]), atol=1e-4)
    assert_allclose(curtain.to_screen(TOUR.way, TOUR.f), crest, atol=1e-9)


# ---- the price


def test_the_bars_are_dc_and_lambda_dc_and_the_height_found():
    loose = loosen_fence(LAND, ROUND, np.linspace(0.8, 1.5, 15))
    axes = Axes(x=(0.8, 1.5), y=(0.2, 0.75), box=Box(-5, -2.5, 5, 3))
    bars = PriceBars(loose, 4, Dial(10), on=axes).pose(across=1, promised=1, found=1)
    bars.redraw()
    lengths = [each.points[3] - each.points[0] for each in bars.bars]
    across, up = axes.units
    assert lengths[0][0] / across == pytest.approx(0.3)
    assert lengths[1][1] / up == pytest.approx(0.3 / np.sqrt(3), abs=1e-9)
    assert lengths[2][1] / up == pytest.approx(2 / (3 * np.sqrt(3)) * (1.3**1.5 - 1), abs=1e-9)
    bars.grown.set_value(0)
    bars.redraw()
    assert not any(len(each.points) for each in bars.bars)
