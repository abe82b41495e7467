"""What is drawn of a growing shape has the areas that were computed, wherever its dials stand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calc_core import power_increment, product_increment
from visuals.area.corner_glass import CornerGlass
from visuals.area.growing_cube import GrowingCube
from visuals.area.growing_rectangle import GainBar, GrowingRectangle
from visuals.area.measure import Measure
from visuals.area.stacked_heights import StackedHeights
from visuals.drawing.axes import Axes, Box

sides = st.floats(0.5, 3.0)
nudges = st.floats(0.05, 1.0)
turns = st.floats(0.0, 1.0)
UNITS = 1.5 * 0.8  # scene units squared to a unit of area on the axes below


def axes():
    return Axes(x=(0, 4), y=(0, 5), box=Box(-3, -2, 3, 2))


def area(mobject):
    """Shoelace over the corners that are drawn."""
    x, y = mobject.points[::4, :2].T
    return abs(float(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1)))) / 2


def rectangle(x, dx, f=np.square, g=np.sin):
    grown = product_increment(f, g, x, dx)
    return grown, GrowingRectangle(lambda: grown, on=axes())


@settings(max_examples=25)
@given(x=st.floats(0.5, 1.4), dx=st.floats(0.02, 0.15), apart=turns, unfolded=turns)
def test_the_parts_of_a_rectangle_have_the_computed_areas_however_they_are_laid(x, dx, apart, unfolded):
    grown, drawn = rectangle(x, dx)
    drawn.pose(apart=apart, unfolded=unfolded).redraw()
    wanted = (grown.f * grown.g, grown.g_df, grown.f_dg, grown.df_dg)
    for part, size in zip((drawn.old, drawn.right, drawn.top, drawn.corner), wanted, strict=True):
        assert area(part) == pytest.approx(UNITS * abs(float(size)), rel=1e-9)


def test_unfolded_strips_lie_in_one_row_with_the_corner():
    _, drawn = rectangle(1.5, 0.5, np.asarray, np.asarray)
    drawn = GrowingRectangle(drawn.look, on=Axes(x=(0, 4), y=(0, 4), box=Box(-2, -2, 2, 2)))
    drawn.pose(unfolded=1).redraw()
    heights = [part.points[:, 1] for part in (drawn.top, drawn.corner, drawn.right)]
    assert all((each.min(), each.max()) == pytest.approx((-0.5, 0.0)) for each in heights)
    ends = [
        (part.points[:, 0].min(), part.points[:, 0].max()) for part in (drawn.top, drawn.corner, drawn.right)
    ]
    assert ends == [pytest.approx(each) for each in ((-2, -0.5), (-0.5, 0), (0, 1.5))]


def test_what_is_lost_is_dark_and_has_a_dashed_edge():
    _, drawn = rectangle(1.0, 0.5, np.asarray, lambda x: 1 / np.asarray(x))
    assert len(drawn.edges[1].points) > 8  # the strip on top is lost,
    assert not len(drawn.edges[0].points)  # the one on the right is gained
    assert drawn.top.get_fill_color() != drawn.right.get_fill_color()


@settings(max_examples=20)
@given(x=sides, dx=nudges)
def test_the_gain_per_nudge_is_as_long_as_it_is(x, dx):
    grown = product_increment(np.asarray, np.asarray, x, dx)
    bar = GainBar(lambda: grown, on=Axes(x=(0, 10), y=(0, 1), box=Box(-5, 0, 5, 1)))
    assert bar.ends[-1] == pytest.approx(float(grown.total / grown.dx))
    assert np.ptp(np.concatenate([part.points[:, 0] for part in bar.parts])) == pytest.approx(2 * x + dx)


@settings(max_examples=25)
@given(dx=st.floats(1e-4, 0.2), zoom=st.floats(1.0, 1e4))
def test_the_glass_shows_the_parts_that_lie_in_it_and_nothing_beyond_its_rim(dx, zoom):
    _, drawn = rectangle(1.5, dx, np.asarray, np.asarray)
    drawn.pose(ruled=1).redraw()
    glass = CornerGlass(drawn, zoom=zoom, radius=1.2)
    seen = np.concatenate([part.points for part in (*glass.parts, glass.ruling)])
    assert np.linalg.norm((seen - glass.centre)[:, :2], axis=1).max() <= 1.2 * (1 + 1e-9)
    high = glass.to_screen(drawn.quad(1, 1))[2, :2] - glass.centre[:2]
    if np.hypot(*high) < 1.2:  # the whole corner is in sight: zoom squared times as large
        assert area(glass.parts[3]) == pytest.approx(area(drawn.corner) * zoom**2, rel=1e-6)


def test_tiles_are_as_large_as_the_corner_and_as_many_as_fit():
    _, drawn = rectangle(2.0, 0.25, np.asarray, np.asarray)
    lines, strength = drawn.pose(ruled=1).tiles()
    assert strength == 1
    assert len(lines) == 2 * 8  # eight in each strip, counted from the corner


def test_every_part_of_a_cube_is_drawn_with_three_faces_at_its_place():
    gain = power_increment(3, 3.0, 1.0)
    drawn = GrowingCube(lambda: gain, at=(0, 0), unit=0.5)
    assert len(drawn.boxes) == 8
    for step, faces in drawn.boxes.items():
        front = faces[1]  # drawn in its true shape
        wide = [1.0 if each else 3.0 for each in step[:2]]
        assert area(front) == pytest.approx(0.25 * wide[0] * wide[1])
    together = sum(np.prod([1.0 if each else 3.0 for each in step]) for step in drawn.boxes)
    assert together - 27 == float(gain.total)
    painted = [drawn.submobjects.index(each) for each in drawn.boxes.values()]
    assert painted == sorted(painted)
    assert [sum(step) for step in drawn.boxes] == sorted(sum(step) for step in drawn.boxes)  # from behind


@settings(max_examples=20)
@given(x=st.floats(0.3, 1.2), dx=st.floats(0.05, 0.3))
def test_stacked_heights_end_where_the_sum_ends(x, dx):
    grown = product_increment(np.square, np.sin, x, dx)
    drawn = StackedHeights(lambda: grown, on=axes(), places=(1, 3))
    drawn.pose(stacked=1).redraw()
    top = drawn.axes.to_data(drawn.parts[3].points)[:, 1].max()
    assert top == pytest.approx((x + dx) ** 2 + np.sin(x + dx))
    assert drawn.rise == pytest.approx([x**2 + np.sin(x), top])
    for part, low in zip(drawn.parts[1:], drawn.parts[:-1], strict=True):  # each stands on the one before
        assert part.points[:, 1].min() == pytest.approx(low.points[:, 1].max())


def test_a_measure_is_as_long_as_its_edge_and_goes_when_that_is_nothing():
    end = [3.0, 0.0, 0.0]
    bar = Measure(lambda: np.zeros(3), lambda: np.array(end), "x")
    assert bar.ends[1] - bar.ends[0] == pytest.approx(end)
    end[0] = 0.01
    bar.redraw()
    assert bar.bar.get_stroke_opacity() == 0
    assert bar.letter.get_fill_opacity() == 0
