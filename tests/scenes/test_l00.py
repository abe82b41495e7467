"""Lecture 00: men, bells, threads, the lifted dot, its ground, the needle and the way stand right."""

import numpy as np
import pytest

from calc_core import make_landscape
from tests.scenes.dry import Onlooker, check_lengths, played, pointer, read_anew, shown

SLUG = "welcome"
LIFTED = ("lift_it_off", "turn_one_at_a_time", "try_every_bell", "see_the_landscape", "say_what_fitting_is")
MARKED = ("begin_with_nudges", "cross_the_mountains", "open_the_network", "reach_the_bottom")


def bell(x, mu, sigma):
    """3,000 men in classes of an inch, as many as a bell would have."""
    return 3000 * 2.54 / (sigma * np.sqrt(2 * np.pi)) * np.exp(-(((x - mu) / sigma) ** 2) / 2)


def badness(data, mu, sigma):
    return np.sum((data.count - bell(data.height, mu, sigma)) ** 2)


def uphill(data, mu, sigma):
    """The gradient of the badness by the chain rule."""
    says = bell(data.height, mu, sigma)
    z = (data.height - mu) / sigma
    by = -2 * (data.count - says) * says
    return np.array([np.sum(by * z / sigma), np.sum(by * (z**2 - 1) / sigma)])


def middles(shape, per):
    """The middle (n, 3) of each of the closed pieces of a shape, `per` points each."""
    pieces = shape.points.reshape(-1, per, 3)
    return (pieces.min(axis=1) + pieces.max(axis=1)) / 2


def play(module, folder, *, until=None):
    """Play the lecture dry; with it comes what was drawn at the end of each beat."""
    drawn = {}

    def look(lecture, time):
        lecture.dot.redraw()
        drawn[time.beat.name] = {
            "place": lecture.way_of_bells.place,
            "men": lecture.plot.to_data(middles(lecture.rain.dots, 16)),
            "tops": lecture.plot.to_data(lecture.columns.tops),
            "bell": lecture.plot.to_data(lecture.bell.line.points[0::4]),
            "threads": lecture.plot.to_data(lecture.threads.lines.points).reshape(-1, 4, 2),
            "tower": np.ptp(lecture.tower.bar.points[:, 1]) if len(lecture.tower.bar.points) else 0.0,
            "dot": middles(lecture.dot.dot, len(lecture.dot.dot.points))[0][:2]
            if len(lecture.dot.dot.points)
            else None,
            "air": in_the_air(lecture.hill),
            "knobs": [pointer(each) for each in lecture.knobs],
            "lamps": lecture.uncovered.stand(),
            "day": lecture.hill.daylight.get_value(),
            "hiker": lecture.steps.place,
            "needle": (lecture.compass.up.points[3, :2] - lecture.compass.case.get_center()[:2]),
            "traveller": lecture.course.place,
            "lit": [each.strength.get_value() for each in lecture.lights],
        }

    return played(module.Welcome, folder, look, until), drawn


def in_the_air(hill):
    """What takes points in the air over a hill to the stage, as the hill is looked at now."""
    view, footprint, relief = hill.view, hill.ground.footprint, hill.relief_now
    return lambda points: view.project(footprint.world(np.asarray(points, dtype=float), relief))[..., :2]


def test_one_dot_falls_for_each_man_and_lands_in_the_column_of_his_class(drawn, lecture):
    men, data = drawn["let_them_rain"]["men"], lecture.men
    assert len(men) == 3000
    of = np.abs(men[:, :1] - data.height).argmin(axis=1)
    np.testing.assert_array_equal(np.bincount(of, minlength=22), data.count)
    assert np.abs(men[:, 0] - data.height[of]).max() < 2.54 / 2
    assert "3,000" in " ".join(shown(lecture, "let_them_rain"))


def test_no_two_men_stand_on_one_place_and_a_column_is_as_high_as_its_men_are_many(drawn, lecture):
    men, data = drawn["let_them_rain"]["men"], lecture.men
    assert len(np.unique(men.round(6), axis=0)) == 3000
    for height, count in zip(data.height, data.count, strict=True):
        mine = men[np.abs(men[:, 0] - height) < 1.27]
        if count:
            assert count <= mine[:, 1].max() + 3.5 + 1e-6 < count + 7


def test_the_columns_are_the_counts(drawn, lecture):
    np.testing.assert_allclose(drawn["lay_a_bell"]["tops"][:, 1], lecture.men.count, atol=1e-9)
    np.testing.assert_allclose(drawn["lay_a_bell"]["tops"][:, 0], lecture.men.height, atol=1e-9)


@pytest.mark.parametrize("beat", ["lay_a_bell", "hang_the_misses", *LIFTED])
def test_the_drawn_bell_has_the_knobs_that_are_seen_and_the_area_of_all_men(drawn, beat):
    mu, sigma = drawn[beat]["place"]
    x, y = drawn[beat]["bell"].T
    np.testing.assert_allclose(y, bell(x, mu, sigma), rtol=1e-6, atol=1e-6)
    assert drawn["turn_two_knobs"]["knobs"] != drawn["lay_a_bell"]["knobs"]


@pytest.mark.parametrize("beat", ["turn_two_knobs", "turn_one_at_a_time", "try_every_bell"])
def test_the_knobs_point_to_the_middle_and_the_width_of_the_bell(drawn, lecture, beat):
    (left, right), (low, high) = lecture.land.bounds
    mu, sigma = drawn[beat]["place"]
    wanted = 135 * np.array([2 * (mu - left) / (right - left) - 1, 2 * (sigma - low) / (high - low) - 1])
    np.testing.assert_allclose(drawn[beat]["knobs"], wanted, atol=1e-3)


def test_threads_hang_from_the_men_there_are_to_those_that_the_bell_says(drawn, lecture):
    threads, data = drawn["hang_the_misses"]["threads"], lecture.men
    np.testing.assert_allclose(threads[:, 0], np.stack([data.height, data.count], axis=1), atol=1e-6)
    said = bell(data.height, *drawn["hang_the_misses"]["place"])
    np.testing.assert_allclose(threads[:, 3], np.stack([data.height, said], axis=1), atol=1e-6)


def test_the_tower_is_as_high_as_all_squared_misses_together(drawn, lecture):
    total = badness(lecture.men, *drawn["add_them_up"]["place"])
    assert drawn["add_them_up"]["tower"] * lecture.tower.per_unit == pytest.approx(total, rel=1e-9)
    assert f"{total:,.0f}" in shown(lecture, "add_them_up")


def test_the_surface_is_the_misfit(lecture):
    ground, data = lecture.hill.ground, lecture.men
    mu, sigma = np.meshgrid(ground.x, ground.y)
    says = bell(data.height, mu[..., None], sigma[..., None])
    np.testing.assert_allclose(ground.heights, np.sum((data.count - says) ** 2, axis=-1), rtol=1e-9)


@pytest.mark.parametrize("beat", LIFTED)
def test_the_dots_height_is_the_bells_own_misfit(drawn, lecture, beat):
    mu, sigma = drawn[beat]["place"]
    height = badness(lecture.men, mu, sigma)
    seen = drawn[beat]["air"]([mu, sigma, height])
    np.testing.assert_allclose(drawn[beat]["dot"], seen, atol=1e-6)
    floor = drawn[beat]["air"]([mu, sigma, 0.0])
    assert drawn[beat]["dot"][1] > floor[1]


def test_before_it_is_lifted_the_dot_lies_on_the_map(drawn):
    mu, sigma = drawn["lay_out_the_map"]["place"]
    floor = drawn["lay_out_the_map"]["air"]([mu, sigma, 0.0])
    np.testing.assert_allclose(drawn["lay_out_the_map"]["dot"], floor, atol=1e-6)


def test_under_the_lifted_dot_the_tower_reaches_from_the_map_to_it(drawn):
    there = drawn["lift_it_off"]
    floor = there["air"]([*there["place"], 0.0])
    assert there["tower"] == pytest.approx(there["dot"][1] - floor[1], abs=1e-6)


def test_turning_one_knob_walks_along_one_axis(lecture):
    corners = lecture.way_of_bells.path[lecture.corner]
    turned = np.abs(np.diff(corners[:10], axis=0)) > 1e-9  # from the first bell to the end of its turns
    assert turned.sum(axis=1).tolist() == [1] * 9
    assert turned.any(axis=0).all()


def test_only_ground_where_the_dot_has_been_is_uncovered(drawn, lecture):
    path, begun = lecture.way_of_bells.path, lecture.corner[5]
    for beat, seen in (("turn_one_at_a_time", 9), ("try_every_bell", lecture.swept)):
        walked = path[begun : lecture.corner[seen] + 1]
        lamps = drawn[beat]["lamps"]
        near = np.linalg.norm(lamps[:, None] - walked[None], axis=-1).min(axis=1)
        assert near.max() < 1e-9
        back = np.linalg.norm(lamps[None] - walked[:, None], axis=-1).min(axis=1)
        assert back.max() < lecture.uncovered.radius.get_value()  # and all of that ground is
    assert drawn["turn_one_at_a_time"]["day"] == drawn["try_every_bell"]["day"] == 0
    assert drawn["see_the_landscape"]["day"] == 1


def test_the_sweep_comes_within_a_lamps_reach_of_every_bell(drawn, lecture):
    ground = lecture.hill.ground
    mu, sigma = (each.ravel() for each in np.meshgrid(ground.x[::8], ground.y[::8]))
    lamps = drawn["try_every_bell"]["lamps"]
    away = np.hypot(mu[:, None] - lamps[:, 0], sigma[:, None] - lamps[:, 1]).min(axis=1)
    assert away.max() < lecture.uncovered.radius.get_value()


def test_downhill_the_bell_comes_to_rest_where_no_other_on_the_map_is_better(drawn, lecture):
    mu, sigma = drawn["say_what_fitting_is"]["place"]
    last = badness(lecture.men, mu, sigma)
    assert last <= lecture.hill.ground.heights.min()
    assert np.hypot(*uphill(lecture.men, mu, sigma)) < 100
    np.testing.assert_allclose([mu, sigma], lecture.best.resting.value[0], atol=0.01)
    assert f"{last:,.0f}" in shown(lecture, "say_what_fitting_is")


def test_the_needle_points_uphill_by_the_chain_rule_and_the_hiker_goes_the_other_way(drawn, lecture):
    for beat in ("hand_over_the_compass", "hand_over_the_boots"):
        needle, steep = drawn[beat]["needle"], uphill(lecture.men, *drawn[beat]["hiker"])
        np.testing.assert_allclose(needle / np.hypot(*needle), steep / np.hypot(*steep), atol=1e-6)
    steps = np.diff(lecture.descent.x, axis=0)
    for place, step in zip(lecture.descent.x, steps, strict=False):
        steep = uphill(lecture.men, *place)
        assert step @ steep / np.hypot(*step) / np.hypot(*steep) == pytest.approx(-1, abs=1e-9)
    assert (np.diff(lecture.descent.f) < 0).all()


def test_both_knobs_have_equal_units_on_the_map_or_no_needle_would_stand_square_on_a_contour(lecture):
    across, up = lecture.hill.units
    assert across == pytest.approx(up, rel=1e-12)


def test_by_night_only_the_headlamp_is_left(drawn, lecture):
    assert drawn["light_the_headlamp"]["day"] < 0.1
    assert lecture.uncovered.strength.get_value() == 0
    assert lecture.headlamp.strength.get_value() == 1


def test_the_four_marks_light_up_one_after_the_other_on_the_way(drawn, lecture):
    for k, beat in enumerate(MARKED):
        assert drawn[beat]["lit"] == [1.0] * (k + 1) + [0.0] * (3 - k)
    way = lecture.course.path
    for light in lecture.lights:
        assert np.linalg.norm(way - light.stand(), axis=1).min() < 1e-12


def test_the_way_leads_downhill_all_along_to_the_bottom_as_every_fit_does(drawn, lecture):
    way, ground = lecture.course.path, lecture.mountain.ground.heights
    heights = lecture.mountain.height_at(way)
    assert (np.diff(heights) < 0).all()
    assert heights[0] > ground.max() - 0.02 * np.ptp(ground)
    assert heights[-1] < ground.min() + 0.001 * np.ptp(ground)
    np.testing.assert_allclose(lecture.bottom.resting.value, way[-1:])
    assert drawn["reach_the_bottom"]["traveller"] == pytest.approx(way[-1])
    assert lecture.bottom.ink == lecture.best.ink  # the ring that marked the best bell


def test_a_surface_of_misses_that_nobody_squared_is_seen(monkeypatch):
    module = read_anew(SLUG)
    honest = module.fitting.misfit_landscape

    def wrong(model, x, y, **how):
        land = honest(model, x, y, **how)
        flat = lambda at: np.abs(y - model.curve(np.asarray(at), x)).sum(axis=-1)  # noqa: E731
        return make_landscape(flat, land.grad, bounds=land.bounds, minima=land.minima)

    monkeypatch.setattr(module.fitting, "misfit_landscape", wrong)
    lecture = module.Welcome(player=Onlooker(lambda *_: None))
    lecture._set_men()
    lecture._set_landscape()
    with pytest.raises(AssertionError):
        test_the_surface_is_the_misfit(lecture)


def test_about_two_minutes_and_every_beat_is_short(lecture):
    check_lengths(lecture, seconds=(110, 165), beats=(15, 22))
    assert {each["name"] for each in lecture.report()["sources"]} == {lecture.men.name}
