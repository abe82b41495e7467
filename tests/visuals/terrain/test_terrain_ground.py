"""What lies on the ground is drawn where its data is, over the ground, and faint behind it."""

from itertools import pairwise

import numpy as np
import pytest

from tests.visuals.hills import canvas, drawn, hill
from tests.visuals.maps import a_map
from visuals.drawing.dial import Dial
from visuals.terrain import (
    BootPrints,
    CutPlane,
    CutTangent,
    GroundArrow,
    Lamps,
    Light,
    Marks,
    Poles,
    Sheet,
    Trail,
)
from visuals.terrain.draping import PIECE, SLACK, drape
from visuals.terrain.view import on_canvas
from visuals.theme import INK

WALK = np.array([[-1.5, -0.5], [-0.2, 0.3], [0.4, 1.6], [1.9, 2.2], [2.7, 2.9]])
RED = "#FF0000"


def ink_of(land, thing, width=1280):
    """How far each pixel is changed by a thing, drawn over its terrain."""
    bare = drawn(land, stage=canvas(width, width * 9 // 16)).astype(int).copy()
    with_it = drawn(land, thing, stage=canvas(width, width * 9 // 16)).astype(int)
    return np.abs(with_it - bare)[..., :3].sum(axis=2)


def test_a_trail_is_the_walk_straight_from_stop_to_stop():
    trail = Trail(WALK, on=hill())
    (line,) = trail.walked()
    for stop in WALK:
        assert np.linalg.norm(line - stop, axis=1).min() < 1e-12
    for start, end in pairwise(WALK):
        along, across = end - start, np.array([-(end - start)[1], (end - start)[0]])
        inside = ((line - start) @ along >= 0) & ((line - start) @ along <= along @ along)
        assert (np.abs((line - start) @ across)[inside] / np.linalg.norm(across)).min() < 1e-12


@pytest.mark.parametrize("steps", [0.0, 0.4, 1.0, 2.75, 4.0])
def test_a_trail_ends_where_its_walker_stands(steps):
    at = Dial(steps)
    land = hill()
    trail, light = Trail(WALK, on=land, at=at), Light(WALK, radius=0.2, at=at)
    lines = trail.walked()
    assert (lines == []) == (steps == 0.0)
    if lines:
        np.testing.assert_allclose(lines[0][-1], light.stand()[0], atol=1e-12)


def test_many_walkers_leave_many_trails_and_one_that_stays_leaves_none():
    paths = np.stack([WALK, WALK[::-1], np.tile(WALK[:1], (5, 1))], axis=1)
    trail = Trail(paths, on=hill())
    assert len(trail.walked()) == 2
    np.testing.assert_allclose(trail.walked()[1][-1], WALK[0], atol=1e-12)


def test_draped_lines_bend_with_every_cell():
    land = hill()
    points, when = drape(WALK, land)
    place = land.ground.grid_place(points)
    assert np.abs(np.diff(place, axis=0)).max() < 0.5
    assert (np.diff(when) > 0).all()


def test_who_comes_to_rest_adds_next_to_nothing_to_a_trail_and_the_trail_stays_the_walk():
    land = hill()
    walk = np.array([2.5, 2.6]) - np.array([3.5, 2.9]) * 0.99 ** np.arange(900)[:, None]  # ever shorter steps
    walk[:, 1] += 0.3 * np.sin(4 * walk[:, 0])
    points, when = drape(walk, land)
    stops, line = land.ground.grid_place(walk), land.ground.grid_place(points)
    starts, pieces = line[:-1], np.diff(line, axis=0)
    part = ((stops[:, None] - starts) * pieces).sum(axis=-1) / (pieces**2).sum(axis=-1)
    beside = stops[:, None] - starts - part.clip(0, 1)[..., None] * pieces
    assert np.linalg.norm(beside, axis=-1).min(axis=1).max() < SLACK + 1e-9
    assert len(points) < 2.5 * np.linalg.norm(pieces, axis=1).sum() / PIECE
    assert (np.diff(when) > 0).all()
    at = Dial(0.0)
    trail, light = Trail(walk, on=land, at=at), Light(walk, radius=0.2, at=at)
    for step in (3.3, 250.0, 611.7, 899.0):
        at.set_value(step)
        np.testing.assert_allclose(trail.walked()[0][-1], light.stand()[0], atol=1e-12)


def test_the_trail_is_painted_where_the_projected_walk_runs():
    land = hill(tilt=1.0)
    ink = ink_of(land, Trail(WALK, on=land, ink=RED))
    stage = canvas(1280, 720)
    spots = on_canvas(land.view.project(land.world(drape(WALK, land)[0])), stage)[:, :2].astype(int)
    assert (ink[spots[:, 1], spots[:, 0]] > 60).all()
    rows, columns = np.nonzero(ink)
    away = np.hypot(rows[:, None] + 0.5 - spots[None, :, 1], columns[:, None] + 0.5 - spots[None, :, 0])
    assert away.min(axis=1).max() < 8


def ridge(x, y):
    return 100 * np.exp(-((y - 1.0) ** 2) * 8) + 0 * x


def test_a_line_behind_a_ridge_is_faint_but_whole():
    land = hill(ridge, relief=2.0, azimuth=0.0, elevation=15.0)
    stage = canvas(1280, 720)
    across = np.array([[-1.5, 1.5], [2.5, 1.5]])  # all of it behind
    ink = ink_of(land, Trail(across, on=land, ink=RED))
    spots = on_canvas(land.view.project(land.world(drape(across, land)[0])), stage)[:, :2].astype(int)
    strength = ink[spots[:, 1], spots[:, 0]]
    in_front = ink_of(land.set(azimuth=180.0), Trail(across, on=land, ink=RED))
    assert strength.min() > 0  # no gaps
    assert strength.max() < 0.45 * in_front.max()


def test_marks_at_one_spot_look_the_same_from_any_side_unless_they_lie_on_the_slope():
    land = hill(lambda x, y: 0 * x * y, relief=0.1, elevation=30)
    spot = np.array([[0.5, 1.0]])
    facing, lying = (
        ink_of(land, Marks(spot, on=land, ink=RED, size=20, lying=flat)) > 0 for flat in (False, True)
    )
    tall, wide = (np.ptp(np.nonzero(each)[0]) / np.ptp(np.nonzero(each)[1]) for each in (lying, facing))
    assert wide == pytest.approx(1.0, abs=0.06)
    assert tall == pytest.approx(np.sin(np.deg2rad(30)), abs=0.12)


def test_a_print_appears_when_its_step_is_done():
    land = hill(tilt=1.0)
    at = Dial(0.0)
    prints = BootPrints(WALK, on=land, at=at)
    seen = []
    for steps in (0.0, 1.0, 2.0, 4.0):
        at.set_value(steps)
        ink = ink_of(land, prints)
        spots = on_canvas(land.view.project(land.world(WALK)), canvas(1280, 720))[:, :2].astype(int)
        near = [ink[y - 12 : y + 13, x - 12 : x + 13].max() > 60 for x, y in spots]
        seen.append(sum(near))
    assert seen == [1, 2, 3, 5]


def test_an_arrow_ends_at_start_plus_vector_and_grows_from_nothing():
    land = hill(tilt=1.0)
    arrow = GroundArrow(np.array([0.0, 0.0]), np.array([1.5, 1.0]), on=land)
    tip = on_canvas(land.view.project(land.world(np.array([1.5, 1.0]))), canvas(1280, 720))[:2]
    rows, columns = np.nonzero(ink_of(land, arrow) > 120)
    assert np.hypot(rows + 0.5 - tip[1], columns + 0.5 - tip[0]).min() < 4
    assert columns.max() < tip[0] + 3
    arrow.grown.set_value(0.0)
    np.testing.assert_array_equal(arrow.ends()[0], arrow.ends()[1])
    tail = on_canvas(land.view.project(land.world(np.array([0.0, 0.0]))), canvas(1280, 720))[:2]
    rows, columns = np.nonzero(ink_of(land, arrow))  # the diamond alone
    assert np.hypot(rows - tail[1], columns - tail[0]).max() < 14


def test_a_walking_arrow_has_each_stop_s_vector_there():
    vectors = np.array([[1.0, 0.0], [0.0, 2.0], [0.5, 0.5], [0.1, 0.0], [0.0, 0.0]])
    arrow = GroundArrow(WALK, vectors, on=hill())
    for steps in (0, 1, 3):
        arrow.at.set_value(steps)
        tail, tip = arrow.ends()
        np.testing.assert_allclose(tail, WALK[steps])
        np.testing.assert_allclose(tip - tail, vectors[steps], atol=1e-12)


def test_poles_come_down_one_after_the_other_and_touch():
    land = hill(azimuth=0, elevation=25)
    feet = np.array([[-1.0, 0.5], [0.5, 1.0], [2.0, 0.5]])
    poles = Poles(feet, on=land, ink=RED, at=Dial(0.0))
    assert ink_of(land, poles).max() == 0
    widths = []
    for at in (1.0, 2.0, 3.0):
        poles.at.set_value(at)
        widths.append(len(np.unique(np.nonzero(ink_of(land, poles) > 100)[1])))
    assert widths[0] < widths[1] < widths[2]
    foot = on_canvas(land.view.project(land.world(feet)), canvas(1280, 720))[:, :2].astype(int)
    ink = ink_of(land, poles)
    assert all(ink[y, x] > 100 for x, y in foot)


def test_lamps_take_the_colour_of_where_they_end_when_sorted():
    land = hill(tilt=1.0)
    light = Light(WALK[None], radius=0.3)
    lamps = Lamps(light, on=land, sorted_inks=(RED,) * len(WALK), glow=0.0)
    lamps.sorted.set_value(1.0)
    picture = drawn(land, lamps, stage=canvas(1280, 720))
    spots = on_canvas(land.view.project(land.world(WALK)), canvas(1280, 720))[:, :2].astype(int)
    for x, y in spots:
        assert tuple(picture[y, x, :3]) == (255, 0, 0)


def test_a_crowd_of_lamps_shines_brighter_in_the_middle_but_fades_to_its_edge_as_one_does():
    land = hill(tilt=1.0, daylight=0.0)
    x, y = on_canvas(land.view.project(land.world(WALK[1])), canvas(1280, 720))[:2].astype(int)
    shines = []
    for count in (1, 24):
        crowd = Light(np.tile(WALK[1], (1, count, 1)), radius=0.3)
        shines.append(ink_of(land, Lamps(crowd, on=land, size=9.0))[y, x : x + 31] / (3 * 255))
    one, many = shines  # a glow reaches five sizes: thirty pixels of this canvas
    assert many[12] > 2.5 * one[12] > 0
    assert many[20] < 0.4 * many[0]  # no disc with an edge
    assert (np.diff(many[8:]) <= 0).all()


def test_a_lamp_has_a_dark_rim_by_day_and_none_in_its_glow_by_night():
    rims = []
    for daylight in (1.0, 0.0):
        land = hill(tilt=1.0, daylight=daylight)
        lamps = Lamps(Light(WALK[None, 1:2], radius=0.3), on=land, size=9.0)  # six pixels of this canvas
        x, y = on_canvas(land.view.project(land.world(WALK[1])), canvas(1280, 720))[:2].astype(int)
        bright = drawn(land, lamps, stage=canvas(1280, 720))[y, x : x + 20, :3].astype(int).sum(axis=1)
        rims.append(bright[5:9].min() < bright[11])
    assert rims == [True, False]


def test_a_sheet_is_strong_above_the_ground_and_weak_below():
    land = hill(lambda x, y: 0 * x * y, elevation=40, azimuth=0)
    x, y = np.meshgrid(np.linspace(-1, 2, 13), np.linspace(0, 2, 9))
    height = (x - 0.5) * 0.8  # crosses the plain along x = 0.5
    sheet = Sheet(np.stack([x, y, height], axis=-1), on=land, ink=RED, rules=2)
    ink = ink_of(land, sheet)
    stage = canvas(1280, 720)

    def at(px, py):
        z = (px - 0.5) * 0.8
        column, row, _ = on_canvas(land.view.project(land.world(np.array([px, py, z]))), stage).astype(int)
        return ink[row, column]

    assert at(1.6, 1.1) > 2.5 * at(-0.6, 1.1) > 0


def test_a_cut_runs_along_its_constant():
    land = hill(tilt=1.0)
    cut = CutPlane(1.25, on=land, edge=RED)
    rows, columns = np.nonzero(ink_of(land, cut) > 200)
    line = on_canvas(land.view.project(land.world(np.array([1.25, 1.0]))), canvas(1280, 720))[0]
    assert np.abs(columns + 0.5 - line).max() < 6
    assert np.ptp(rows) > 500
    with pytest.raises(ValueError, match="'x' or 'y'"):
        CutPlane(0.0, on=land, across="z")


@pytest.mark.parametrize("degrees", [0.0, 30.0, 90.0, 135.0, 251.0])
def test_a_cut_through_a_point_turns_about_it(degrees):
    land = hill()
    cut = CutPlane((0.4, 1.1), on=land, direction=Dial(degrees))
    points = cut.cut(101)
    away = points - [0.4, 1.1]
    normal = np.array([-np.sin(np.radians(degrees)), np.cos(np.radians(degrees))])
    assert away @ normal == pytest.approx(np.zeros(101), abs=1e-12)
    foot = land.ground.footprint
    room = np.minimum(points - foot.low, np.array(foot.high) - points)
    assert room.min() > -1e-9, "it stays over the ground"
    assert room[[0, -1]].min(axis=1) == pytest.approx([0, 0], abs=1e-9), "and reaches its rim"


def test_a_knife_that_has_not_come_down_cuts_only_what_is_high():
    land = hill(tilt=1.0)
    whole, half = (
        int((ink_of(land, CutPlane(1.0, on=land, edge=RED, grown=g)) > 200).sum()) for g in (1, 0.5)
    )
    none = ink_of(land, CutPlane(1.0, on=land, edge=RED, grown=0))
    assert none.max() == 0
    assert 0 < half < whole


def test_the_tangent_of_a_cut_lies_in_the_plane_and_touches_the_ground():
    land, here, turn = hill(), np.array([0.4, 1.1]), Dial(0.0)
    plane = CutPlane(here, on=land, direction=turn)
    for degrees in (0.0, 50.0, 90.0):
        turn.set_value(degrees)
        step = 1e-3 * plane.way
        slope = float(land.height_at(here + step) - land.height_at(here - step)) / 2e-3
        start, end = CutTangent(plane, lambda slope=slope: slope, reach=0.3).ends()
        along = end - start
        assert along[:2] / np.linalg.norm(along[:2]) == pytest.approx(plane.way, abs=1e-9)
        assert along[2] / np.linalg.norm(along[:2]) == pytest.approx(slope, abs=1e-9)
        assert (start + end)[2] / 2 == pytest.approx(float(land.height_at(here)), abs=0.01)


def test_fading_a_thing_weakens_it_evenly():
    land = hill(tilt=1.0)
    trail = Trail(WALK, on=land, ink=INK.gradient)
    whole = ink_of(land, trail)
    half = ink_of(land, trail.set_opacity(0.5))
    assert half.max() < 0.62 * whole.max()
    assert ink_of(land, trail.fade(1.0)).max() == 0


@pytest.mark.parametrize("ground", [hill, a_map])
def test_a_dashed_trail_has_dashes_of_its_length_that_stay_where_they_are(ground):
    on = ground()
    trail = Trail(np.array([[-1.0, 0.0], [0.5, 0.0], [0.5, 2.0]]), on=on, dash=(0.3, 0.2))
    (line,) = trail.walked()
    pieces = trail.drawn(line)
    lengths = [np.linalg.norm(np.diff(each * on.units, axis=0), axis=1).sum() for each in pieces]
    assert len(pieces) > 5
    assert lengths[:-1] == pytest.approx([0.3] * (len(pieces) - 1))
    starts = [np.linalg.norm((b[0] - a[-1]) * on.units) for a, b in pairwise(pieces)]
    assert max(starts) == pytest.approx(0.2)  # less where the gap goes round the corner
    trail.at.set_value(0.7)
    for early, late in zip(trail.drawn(trail.walked()[0])[:-1], pieces, strict=False):
        assert early == pytest.approx(late)
    assert Trail(WALK, on=on).drawn(line)[0] is line
