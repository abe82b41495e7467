"""Lecture 11 draws the caps, islands, shapes and level places that calc_core computes, and they are right."""

from dataclasses import replace

import numpy as np
import pytest

import calc_core
from tests.scenes.dry import Onlooker, check_lengths, played, read_anew, shown

SLUG = "hessian"
HERE = np.array([0.5, -0.35])
GROWING = (("map_the_error", 0), ("tip_the_disc", 1), ("bend_the_plane", 2))
SHAPES = {
    "lay_out_the_plane": (1.0, 0.5),
    "turn_to_the_trough": (1.0, 0.0),
    "turn_below_zero": (1.0, -1.0),
    "turn_the_other": (-1.0, -1.0),
}


def bell(p):
    return np.exp(-(p**2).sum(axis=-1))


def touching(p, at, order):
    """The Taylor polynomial of the bell by hand: f, -2 f x, and f (4 x x' - 2 I)."""
    f, away = bell(at), p - at
    slopes, bends = -2 * f * at, f * (4 * np.outer(at, at) - 2 * np.eye(2))
    second = ((away @ bends) * away).sum(axis=-1) / 2
    return f + (order > 0) * (away @ slopes) + (order > 1) * second


def play(module, folder, *, until=None):
    """Play the lecture dry; with it comes what was drawn at the end of each beat."""
    drawn = {}

    def look(lecture, time):
        on_stage = lecture.get_mobject_family_members()
        drawn[time.beat.name] = {
            "cap": lecture.cap.mesh(),
            "order": lecture.order.get_value(),
            "bead": lecture.bead.walk.place,
            "lines": [lecture.chart.axes.to_data(each.line.points[::4]) for each in lecture.chart.lines]
            if lecture.chart.axes in on_stage
            else None,
            "ground": lecture.form.ground.heights,
            "needles": lecture.arrows.needles(),
            "dot": lecture.plane.axes.to_data(lecture.dot.dot.points.mean(axis=0)),
            "unmoved": lecture.plane.axes.to_data(lecture.unmoved.dot.points.mean(axis=0)),
            "fourth": lecture.fourth.ground.heights,
            "fourth_cap": lecture.fourth_cap.mesh(),
            "flyers": lecture.flyers.places(),
        }

    return played(module.Hessian, folder, look, until), drawn


@pytest.mark.parametrize(("beat", "order"), GROWING)
def test_caps_are_the_taylor_polynomials_of_the_hill(drawn, beat, order):
    cap = drawn[beat]["cap"]
    assert drawn[beat]["order"] == order
    np.testing.assert_allclose(cap[..., 2], touching(cap[..., :2], HERE, order), atol=1e-12)
    assert np.linalg.norm(cap[-1, :, :2] - HERE, axis=1) == pytest.approx(np.full(145, 0.45))


def test_at_the_top_the_plane_is_level_and_the_cap_bends_evenly(drawn):
    beat = drawn["carry_it_to_the_top"]
    np.testing.assert_allclose(beat["bead"], 0, atol=1e-15)
    away = np.linalg.norm(beat["cap"][..., :2], axis=-1)
    np.testing.assert_allclose(beat["cap"][..., 2], 1 - away**2, atol=1e-12)


def test_the_island_is_where_the_miss_is_small_and_it_grows(film):
    lecture, error = film[0], film[0].error
    nodes = np.stack(np.meshgrid(error.x, error.y), axis=-1)
    reaches = []
    for _, order in GROWING:
        miss = bell(nodes) - touching(nodes, HERE, order)
        np.testing.assert_allclose(error.at(order), miss, atol=1e-12)
        wrong = np.abs(miss) > 0.01
        reaches.append(np.linalg.norm(nodes - HERE, axis=-1)[wrong].min())
    assert reaches[0] < reaches[1] / 5 < reaches[2] / 5
    for (beat, _), reach in zip(GROWING, reaches, strict=True):
        assert f"{reach:.2f}" in shown(lecture, beat)


def test_the_drawn_errors_fall_with_one_two_and_three(drawn, lecture):
    for line, order in zip(drawn["read_three_slopes"]["lines"], (1, 2, 3), strict=True):
        h, error = line[line[:, 0] < 0.05].T
        assert np.polyfit(np.log(h), np.log(error), 1)[0] == pytest.approx(order, abs=0.02)
    assert [each for each in shown(lecture, "read_three_slopes") if each in ("1.00", "2.00", "3.00")]


@pytest.mark.parametrize(("beat", "bends"), SHAPES.items())
def test_the_ground_is_the_form_that_the_dot_tells_of(drawn, beat, bends):
    x, y = np.meshgrid(np.linspace(-1, 1, 81), np.linspace(-1, 1, 81))
    np.testing.assert_allclose(drawn[beat]["ground"], (bends[0] * x**2 + bends[1] * y**2) / 2, atol=1e-12)
    assert drawn[beat]["dot"] == pytest.approx((sum(bends), bends[0] * bends[1]), abs=1e-6)


@pytest.mark.parametrize(("beat", "bends"), SHAPES.items())
def test_needles_point_outwards_where_the_ground_rises_and_inwards_where_it_falls(drawn, beat, bends):
    for tail, tip, _ in drawn[beat]["needles"]:
        uphill = np.array(bends) * tail  # the gradient at the tail
        np.testing.assert_allclose(tip - tail, uphill * 0.42 / 0.45, atol=1e-12)


def test_the_nine_places_fly_to_where_their_two_numbers_say(drawn, lecture):
    land = calc_core.himmelblau()
    plane = lecture.wide[1]
    trace, determinant = plane.to_data(drawn["sort_them"]["flyers"]).T
    hess = calc_core.hessian(land.f, lecture.places.resting.value).value  # by nudges
    assert trace == pytest.approx(np.trace(hess, axis1=1, axis2=2), abs=1e-3)
    assert determinant == pytest.approx(np.linalg.det(hess), abs=0.1)
    assert (determinant <= trace**2 / 4).all()
    passes, hollows = determinant < 0, (determinant > 0) & (trace > 0)
    assert (passes.sum(), hollows.sum(), (~passes & ~hollows).sum()) == (4, 4, 1)
    assert {"4", "1"} <= set(shown(lecture, "sort_them"))


def test_a_fourth_power_changes_the_ground_and_neither_cap_nor_point(drawn, lecture):
    before, after = drawn["lay_the_cap_in_it"], drawn["turn_the_fourth_power"]
    x, y = np.meshgrid(np.linspace(-0.8, 0.8, 81), np.linspace(-0.8, 0.8, 81))
    np.testing.assert_allclose(before["fourth"], x**2 + y**4, atol=1e-12)
    np.testing.assert_allclose(after["fourth"], x**2 - y**4, atol=1e-12)
    assert before["unmoved"] == pytest.approx((2, 0), abs=1e-6)
    assert after["unmoved"] == pytest.approx((2, 0), abs=1e-6)
    np.testing.assert_array_equal(before["fourth_cap"], after["fourth_cap"])
    assert after["fourth_cap"][..., 2] == pytest.approx(after["fourth_cap"][..., 0] ** 2)
    assert "degenerate" in shown(lecture, "turn_the_fourth_power")


def test_a_bend_that_is_one_percent_off_is_seen(monkeypatch):
    module = read_anew(SLUG)
    honest = module.touching_caps

    def wrong(*given, **how):
        caps = honest(*given, **how)
        points = caps.points.copy()
        points[:, 2, ..., 2] += 0.01 * (points[:, 2, ..., 2] - points[:, 1, ..., 2])
        return replace(caps, points=points)

    monkeypatch.setattr(module, "touching_caps", wrong)
    lecture = module.Hessian(player=Onlooker(lambda *_: None))
    lecture._set_hill()
    lecture.order.set_value(2)
    cap = lecture.cap.mesh()
    assert np.abs(cap[..., 2] - touching(cap[..., :2], HERE, 2)).max() > 1e-4


def test_a_curvature_of_the_wrong_sign_is_seen(monkeypatch):
    module = read_anew(SLUG)
    honest = module.form_tour

    def wrong(*given, **how):
        tour = honest(*given, **how)
        changed = replace(tour, curvatures=-tour.curvatures)
        object.__setattr__(changed, "made_by", tour.made_by)
        return changed

    monkeypatch.setattr(module, "form_tour", wrong)
    lecture = module.Hessian(player=Onlooker(lambda *_: None))
    lecture._set_forms()
    assert any((tip - tail) @ tail < 0 for tail, tip, _ in lecture.arrows.needles())  # in a bowl, none


def test_three_to_five_minutes_and_every_beat_is_short(lecture):
    check_lengths(lecture)
