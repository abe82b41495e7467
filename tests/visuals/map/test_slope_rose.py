"""The rose draws the slopes that were measured, each in its direction, and they lie on two circles."""

import numpy as np
import pytest
from manim import VMobject

from calc_core.derivatives.gradients import directional
from tests.visuals.maps import HERE, a_map, corners, land
from visuals.drawing.dial import Dial
from visuals.drawing.walk import Walk
from visuals.map.climb_bars import APART, WIDTH, ClimbBars
from visuals.map.components import Components, Legs, Opening, Shadow
from visuals.map.needle import Needle
from visuals.map.slope_rose import Arm, SlopeRose, around

DEGREES = np.arange(360)
WAYS = np.stack([np.cos(np.deg2rad(DEGREES)), np.sin(np.deg2rad(DEGREES))], axis=-1)
LENGTH = 2.5


@pytest.fixture(scope="module")
def ring():
    return directional(land().f, HERE, WAYS)


@pytest.fixture
def rose(ring):
    return SlopeRose(ring, Walk(HERE), on=a_map(), length=LENGTH)


def spokes(rose, sign):
    """Start and end of every drawn spoke of one sign, (n, 2, 3)."""
    return rose.spokes[sign].points.reshape(-1, 4, 3)[:, [0, 3]]


def test_every_spoke_is_as_long_as_its_slope_and_points_its_way(rose, ring):
    for sign in (1, -1):
        mine = np.sign(ring.value) == sign
        drawn = spokes(rose, sign)
        reach = drawn[:, 1, :2] - drawn[:, 0, :2]
        assert np.allclose(reach, LENGTH * np.abs(ring.value[mine])[:, None] * WAYS[mine], atol=1e-12)


def test_uphill_is_red_and_downhill_white(rose):
    red, white = (spokes(rose, sign)[:, 1] for sign in (1, -1))
    for ends, higher in ((red, True), (white, False)):
        ways = ends - rose.chart.to_screen(HERE)
        nudged = HERE + 1e-4 * ways[:, :2] / np.linalg.norm(ways[:, :2], axis=-1, keepdims=True)
        assert ((land().f(nudged) > land().f(HERE)) == higher).all()


def test_spokes_appear_in_the_order_in_which_they_are_measured(rose, ring):
    rose.grown.set_value(100 / 360)
    rose.redraw()
    assert len(spokes(rose, 1)) + len(spokes(rose, -1)) == 100
    assert np.allclose(spokes(rose, 1)[0, 1], rose.tips[0])


def test_the_tips_lie_on_two_circles_over_the_needle(rose):
    vector = rose.chart.direction(land().reading(HERE).gradient) * LENGTH
    for sign in (1, -1):
        tips = spokes(rose, sign)[:, 1]
        centre = rose.chart.to_screen(HERE) + sign * vector / 2
        off = np.linalg.norm(tips - centre, axis=-1) - np.linalg.norm(vector) / 2
        assert np.abs(off).max() < 1e-8


def test_the_circles_laid_on_top_meet_at_the_hiker_and_carry_every_tip(rose):
    heart = rose.chart.to_screen(HERE)
    for sign, circle in zip((1, -1), rose.circles(land().reading(HERE).gradient), strict=True):
        on_it = np.concatenate([dash.points[[0, -1]] for dash in circle])
        x, y = on_it[:, :2].T
        *twice_centre, _ = np.linalg.lstsq(np.stack([x, y, np.ones_like(x)], axis=-1), x**2 + y**2)[0]
        centre = np.array([*twice_centre, 0.0]) / 2
        radius = np.linalg.norm(on_it[0] - centre)
        for drawn in (on_it, spokes(rose, sign)[:, 1], heart[None]):
            assert np.abs(np.linalg.norm(drawn - centre, axis=-1) - radius).max() < 2e-4


def test_the_longest_spoke_is_nearest_to_the_needle(rose, ring):
    longest = DEGREES[np.argmax(ring.value)]
    assert abs(longest - float(land().reading(HERE).heading_degrees)) <= 0.5


def test_petals_are_closed_outlines_through_all_tips(rose):
    rose.petals.set_value(1.0)
    rose.redraw()
    for sign in (1, -1):
        outline = corners(rose.lobes[sign].points)
        assert np.allclose(outline[0], outline[-1])
        assert len(outline) == len(spokes(rose, sign)) + 2


def test_along_a_walk_the_rose_shows_the_slopes_of_every_stop():
    path = np.array([HERE, [-1.0, -1.2], [1.0, 0.2]])
    slopes = directional(land().f, path[:, None], WAYS[None])
    walk = Walk(path)
    rose = SlopeRose(slopes, walk, on=a_map(), length=LENGTH)
    for stop in range(3):
        walk.at.set_value(stop)
        rose.redraw()
        assert np.allclose(rose.value, slopes.value[stop])
        assert np.allclose(spokes(rose, 1)[:, 0], rose.chart.to_screen(path[stop]))


def test_what_is_plotted_goes_through_the_door(rose, ring):
    (plotted,) = rose.series
    assert np.array_equal(plotted.columns["slope"], ring.value)
    assert plotted.call.function == "calc_core.derivatives.gradients.directional"


@pytest.mark.parametrize("turn", [0.0, 17.0, 359.0])
def test_a_ring_is_read_at_its_directions(ring, turn):
    assert around(ring.value, turn) == ring.value[int(turn)]
    assert around(ring.value, turn + 360) == ring.value[int(turn)]


def test_between_the_last_direction_and_the_first_a_ring_closes(ring):
    assert np.isclose(around(ring.value, 359.5), (ring.value[359] + ring.value[0]) / 2)


@pytest.fixture
def parts(ring):
    """Needle, arm and turn over one map."""
    drawn, walk, turn = a_map(), Walk(HERE), Dial(0.0)
    needle = Needle(land().reading(HERE).gradient, walk, on=drawn, length=LENGTH)
    return needle, Arm(ring, walk, turn, on=drawn, reach=0.6, length=LENGTH), turn


def test_the_arm_points_its_way_and_bears_the_slope_measured_there(parts, ring):
    _, arm, turn = parts
    for degree in (0, 40, 200):
        turn.set_value(degree)
        arm.redraw()
        start, end = corners(arm.ray.points)
        assert np.allclose((end - start)[:2], 0.6 * arm.chart.scale.get_value() * WAYS[degree])
        start, end = corners(arm.spoke.points)
        assert np.allclose((end - start)[:2], LENGTH * abs(ring.value[degree]) * WAYS[degree])


def test_a_picture_is_posed_by_the_names_of_its_dials(parts):
    _, arm, turn = parts
    assert arm.pose(turn=200, reach=0.3) is arm
    assert (turn.get_value(), arm.reach.get_value(), arm.length.get_value()) == (200, 0.3, LENGTH)
    with pytest.raises(TypeError, match="Arm has no dial 'rech'; it has grown, length, reach, turn"):
        arm.pose(rech=0.3)


def test_the_shadow_of_the_needle_ends_on_the_measured_slope_at_a_right_angle(parts):
    needle, arm, turn = parts
    shadow = Shadow(needle, arm)
    for degree in (0, 70, 100, 250):
        turn.set_value(degree)
        tip, foot = shadow.ends
        assert np.allclose(tip, needle.tip)
        assert abs((foot - tip)[:2] @ WAYS[degree]) < 1e-8


def test_the_rectangle_over_two_slopes_ends_at_the_tip_of_the_needle(parts):
    needle, _, _ = parts
    both = Components(land().reading(HERE).gradient, needle, east=0, north=0)
    east, north = both.vectors
    assert np.allclose(needle.tail + east + north, needle.tip)
    assert np.isclose(east[1], 0)
    assert np.isclose(north[0], 0)
    both.closed.set_value(1.0)
    both.redraw()
    ends = np.linalg.norm(both.sides.points - needle.tip, axis=-1)
    assert ends.min() < 0.12  # a dash ends within a dash's length of the corner


def test_the_opening_spans_from_needle_to_arm(parts):
    needle, arm, turn = parts
    opening = Opening(needle, arm, radius=0.7)
    turn.set_value(90)
    opening.redraw()
    arc = corners(opening.arc.points) - needle.tail
    assert np.allclose(np.linalg.norm(arc, axis=-1), 0.7)
    assert np.allclose(arc[0] / 0.7, needle.vector / np.linalg.norm(needle.vector))
    assert np.allclose(arc[-1, :2] / 0.7, WAYS[90])


def test_two_legs_lead_east_then_north_to_the_end_of_the_arm(parts):
    _, arm, turn = parts
    legs = Legs(arm, grown=0)
    turn.set_value(130)
    legs.grown.set_value(1.0)
    legs.redraw()
    start, corner, end = corners(legs.line.points)
    assert np.isclose(corner[1], start[1])
    assert np.isclose(end[0], corner[0])
    assert np.allclose(end, arm.chart.to_screen(HERE + 0.6 * WAYS[130]))


@pytest.mark.parametrize("turn", [0, 55, 130, 200, 300])
def test_the_stack_of_two_climbs_is_as_high_as_the_climb_measured(ring, turn):
    two = np.array([ring.value[0], ring.value[90]])  # measured to the east and to the north
    bars = ClimbBars(two * WAYS, ring, Dial(turn), centre=(1.0, -0.5), unit=2.0, grown=1.0)
    east, north, measured = (corners(bar.points)[:, :2] for bar in bars.bars)
    assert np.isclose(east[2, 1] + 0.5, 2.0 * two[0] * WAYS[turn, 0])
    assert np.isclose(north[0, 1], east[2, 1])
    assert np.isclose(north[2, 1], measured[2, 1], atol=1e-8)
    assert np.isclose(measured[2, 1] + 0.5, 2.0 * ring.value[turn])
    assert np.allclose(corners(bars.level.points)[:, 1], measured[2, 1], atol=1e-8)
    assert np.allclose(np.unique(measured[:, 0].round(9)), 1.0 + APART + WIDTH / 2 * np.array([-1, 1]))


def seen(picture) -> list:
    """The parts of a picture of which something can be seen: an area with fill, or a line with a stroke."""
    parts = [part for part in picture.get_family() if isinstance(part, VMobject) and len(part.points)]
    return [part for part in parts if (has_area(part) and part.get_fill_opacity() > 0) or has_line(part)]


def has_area(part: VMobject) -> bool:
    return bool((np.ptp(part.points[:, :2], axis=0) > 1e-9).all())


def has_line(part: VMobject) -> bool:
    drawn = part.get_stroke_opacity() > 0 and part.get_stroke_width() > 0
    return drawn and bool((np.ptp(part.points[:, :2], axis=0) > 1e-9).any())


def test_a_rose_and_climb_bars_come_from_nothing_and_go_to_nothing(rose, ring):
    two = np.asarray(land().reading(HERE).gradient)
    bars = ClimbBars(two * WAYS, ring, Dial(40), centre=(0.0, 0.0), unit=2.0, grown=1.0)
    rose.pose(petals=1.0)
    for picture in (rose, bars):
        picture.redraw()
        assert len(seen(picture)) > 3
        picture.pose(grown=0.0).redraw()
        assert not seen(picture)
    bars.pose(grown=0.25).redraw()
    assert {round(float(part.get_fill_opacity()), 6) for words in bars.words for part in words} == {1.0}
    rose.pose(grown=0.5).redraw()
    assert all(lobe in seen(rose) for lobe in rose.lobes.values())
