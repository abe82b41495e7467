"""Lecture 16 draws the fence, the needle's two parts, six points in line and the price, as they are."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from tests.scenes.dry import Onlooker, check_lengths, played, read_anew, shown

SLUG = "lagrange"
BEST = np.sqrt([2 / 3, 1 / 3])
HIGHEST = 2 / (3 * np.sqrt(3))
SIX = [(-90, "top"), (-35.264, "low"), (35.264, "top"), (90, "low"), (144.736, "top"), (-144.736, "low")]


def f(p):
    return p[..., 0] ** 2 * p[..., 1]


def grad_f(p):
    return np.stack([2 * p[..., 0] * p[..., 1], p[..., 0] ** 2], axis=-1)


def best_on(c):
    """The greatest height on x^2 + y^2 = c, by a search over the angle that knows nothing of gradients."""
    found = minimize_scalar(
        lambda a: -(c**1.5) * np.cos(a) ** 2 * np.sin(a), bounds=(0, np.pi / 2), method="bounded",
        options={"xatol": 1e-12},
    )  # fmt: skip
    return -found.fun


def spots(picture):
    """Where the dots of a list of markers are drawn."""
    return np.array([each.dot.points.mean(axis=0) for each in picture])


def play(module, folder, *, until=None):
    """Play the lecture dry; with it comes what was drawn at the end of each beat."""
    drawn = {}

    def look(lecture, time):
        chart, on_stage = lecture.map.chart, lecture.get_mobject_family_members()
        bars = {
            name: lecture.chart.to_data(bar.points[[0, 3]] if len(bar.points) else np.zeros((2, 3)))
            for name, bar in zip(("dc", "promised", "found"), lecture.bars.bars, strict=True)
        }
        drawn[time.beat.name] = {
            "hiker": lecture.map.to_data(lecture.hiker.dot.get_center()),
            "needle": lecture.needle.vector[:2] / lecture.needle.length.get_value(),
            "parts": lecture.split.vectors[:, :2] / lecture.needle.length.get_value(),
            "of_fence": lecture.fence_needle.vector[:2] / lecture.needle.length.get_value(),
            "ring": lecture.fence.ring(),
            "contour": lecture.map.to_data(lecture.contour.line.points[::4]),
            "higher": lecture.higher.piece(),
            "square": lecture.square.marks.points.copy() if lecture.square in on_stage else None,
            "spots": chart.to_data(spots(lecture.spots)),
            "red": np.array([each.vector[:2] for each in lecture.needles]),
            "violet": np.array([each.vector[:2] for each in lecture.fence_needles]),
            "tops": lecture.axes.to_data(spots(lecture.tops)),
            "crest": lecture.axes.to_data(lecture.curtain.crest.points[::4]),
            "curve": lecture.chart.to_data(lecture.curve.line.points[::4]),
            "line": lecture.chart.to_data(lecture.price_line.line.points[[0, -1]])
            if len(lecture.price_line.line.points)
            else None,
            "bars": bars,
            "measured": lecture.beside.arrows,
            "mark": lecture.measured.axes.to_data(lecture.measured.drop.line.points[[-1]])
            if len(lecture.measured.drop.line.points)
            else None,
        }

    return played(module.Lagrange, folder, look, until), drawn


ON_THE_FENCE = ("split_the_needle", "let_it_push_back", "step_along", "watch_it_shrink", "come_to_rest")


@pytest.mark.parametrize("beat", [*ON_THE_FENCE, "try_both_ways"])
def test_the_needle_and_its_two_parts_are_those_of_the_hikers_place(drawn, beat):
    here, needle, (along, across) = (drawn[beat][name] for name in ("hiker", "needle", "parts"))
    assert np.linalg.norm(here) == pytest.approx(1, abs=1e-5)  # on the fence
    np.testing.assert_allclose(needle, grad_f(here), atol=1e-5)
    np.testing.assert_allclose(along + across, needle, atol=1e-9)
    assert along @ here == pytest.approx(0, abs=1e-5)
    np.testing.assert_allclose(across, 3 * f(here) * here, atol=1e-5)  # f is of degree three


def test_each_step_climbs_and_shrinks_what_is_left_along_the_fence(drawn):
    heights = [float(f(drawn[beat]["hiker"])) for beat in ON_THE_FENCE]
    along = [np.linalg.norm(drawn[beat]["parts"][0]) for beat in ON_THE_FENCE]
    assert heights[1:] == sorted(heights[1:])
    assert along[2] > along[3] > along[4]
    assert along[4] < 1e-4


def test_at_rest_the_needle_points_straight_across_at_the_best_place(drawn, lecture):
    beat = drawn["come_to_rest"]
    np.testing.assert_allclose(beat["hiker"], BEST, atol=1e-6)
    needle = beat["needle"] / np.linalg.norm(beat["needle"])
    np.testing.assert_allclose(needle, BEST, atol=1e-5)
    sides = np.diff(beat["square"][::4][:2, :2], axis=0)
    assert len(sides)
    assert {"0.385", "0.000", "1.155"} <= set(shown(lecture, "come_to_rest"))


def test_past_it_on_either_side_the_part_along_points_back(drawn):
    here, along = drawn["try_both_ways"]["hiker"], drawn["try_both_ways"]["parts"][0]
    assert along @ (BEST - here) > 0.1


def test_the_contour_passes_the_hiker_and_touches_the_fence_only_at_the_best_place(drawn):
    for beat in ("draw_the_contour", "let_it_slide", "see_them_touch"):
        contour, here = drawn[beat]["contour"], drawn[beat]["hiker"]
        np.testing.assert_allclose(f(contour), f(here), atol=1.3e-3)  # half an interval
        assert np.linalg.norm(contour - here, axis=-1).min() < 0.02
    inside = [np.linalg.norm(drawn[beat]["contour"], axis=-1).min() for beat in ("draw_the_contour",)]
    assert inside[0] < 0.8
    touching = np.linalg.norm(drawn["see_them_touch"]["contour"], axis=-1)
    assert touching.min() == pytest.approx(1, abs=3e-3)


def test_the_white_piece_of_fence_is_all_that_is_higher_and_nothing_at_last(drawn):
    for beat in ("draw_the_contour", "let_it_slide"):
        piece, here = drawn[beat]["higher"], drawn[beat]["hiker"]
        assert (f(piece[1:-1]) > f(here)).all()
        np.testing.assert_allclose(f(piece[[0, -1]]), f(here), atol=1e-5)
    assert len(drawn["see_them_touch"]["higher"]) <= 3


def test_lambda_times_the_fences_gradient_is_the_needle(drawn, lecture):
    np.testing.assert_allclose(drawn["watch_them_align"]["of_fence"], 2 * BEST, atol=1e-5)
    np.testing.assert_allclose(drawn["name_lambda"]["of_fence"], grad_f(BEST), atol=1e-5)
    assert f"{np.sqrt(1 / 3):.3f}" in shown(lecture, "name_lambda")
    assert "0.0" in shown(lecture, "watch_them_align")


def test_all_six_points_are_drawn_with_both_gradients_in_one_line(drawn, lecture):
    beat = drawn["find_all_six"]
    angles = np.degrees(np.arctan2(*beat["spots"].T[::-1]))
    np.testing.assert_allclose(np.sort(angles), sorted(angle for angle, _ in SIX), atol=1e-3)
    np.testing.assert_allclose(np.linalg.norm(beat["spots"], axis=-1), 1, atol=1e-9)
    cross = beat["red"][:, 0] * beat["violet"][:, 1] - beat["red"][:, 1] * beat["violet"][:, 0]
    assert np.abs(cross).max() < 1e-10
    size = np.linalg.norm(beat["red"], axis=-1)
    assert (size > 0.3).sum() == 4  # on the y axis the ground is level, and lambda is zero
    assert lecture.six.residual < 1e-10


def test_lambda_is_how_many_of_the_fences_gradient_go_into_the_part_across(drawn, lecture):
    (red, first), (violet, second) = drawn["measure_across"]["measured"]
    assert red[0] == violet[0]  # from one line
    assert first[1] == pytest.approx(0, abs=1e-9)
    assert second[1] == pytest.approx(0, abs=1e-9)
    size = np.linalg.norm(grad_f(BEST)) / np.linalg.norm(2 * BEST)
    assert first[0] / second[0] == pytest.approx(size, abs=1e-6)
    assert drawn["name_lambda"]["mark"][0, 0] == pytest.approx(size, abs=1e-3)
    (_, first), (_, second) = drawn["name_lambda"]["measured"]  # the second, taken lambda times
    assert first[0] == pytest.approx(second[0], abs=1e-3)
    assert {"1.155", "2.000"} <= set(shown(lecture, "measure_across"))
    assert f"{size:.3f}" in shown(lecture, "name_lambda")


def test_the_first_words_say_what_is_wanted_and_a_walker_seeks_it_at_once(lecture):
    first = lecture.report()["beats"][0]
    assert "highest point" in first["words"]
    assert first["end"] < 10


def test_the_unrolled_curtain_is_the_height_over_the_way(drawn, lecture):
    crest = drawn["run_a_tangent"]["crest"]
    way, opened = crest[:, 0], float(np.arctan2(*lecture.tour.x[0][::-1]))
    np.testing.assert_allclose(crest[:, 1], np.cos(opened + way) ** 2 * np.sin(opened + way), atol=1e-6)
    assert way[-1] == pytest.approx(2 * np.pi, abs=0.01)


def test_the_six_dots_stand_where_the_curve_is_flat_three_tops_and_three_bottoms(drawn, lecture):
    opened = float(np.arctan2(*lecture.tour.x[0][::-1]))
    for (way, height), dot in zip(drawn["pick_the_best"]["tops"], lecture.tops, strict=True):
        angle = np.degrees(opened + way)
        near = min(SIX, key=lambda each: abs((each[0] - angle + 180) % 360 - 180))
        assert (near[0] - angle + 180) % 360 - 180 == pytest.approx(0, abs=1e-3)
        assert height == pytest.approx(np.cos(np.radians(angle)) ** 2 * np.sin(np.radians(angle)), abs=1e-6)
        assert (dot.dot.get_fill_color().to_hex() == lecture.tops[-1].dot.get_fill_color().to_hex()) == (
            near[1] == "top"
        )
    assert f"{HIGHEST:.4f}" in shown(lecture, "pick_the_best")


def test_the_curve_of_the_price_is_solved_again_at_every_level(drawn):
    curve = drawn["solve_again"]["curve"]
    np.testing.assert_allclose(curve[:, 1], [best_on(c) for c in curve[:, 0]], atol=1e-7)
    assert np.ptp(curve[:, 0]) > 0.75
    (x0, y0), (x1, y1) = drawn["lay_on_lambda"]["line"]
    assert (y1 - y0) / (x1 - x0) == pytest.approx(np.sqrt(1 / 3), abs=1e-9)
    assert y0 + (1 - x0) * np.sqrt(1 / 3) == pytest.approx(HIGHEST, abs=1e-9)


@pytest.mark.parametrize(("beat", "change"), [("pay_the_price", 0.1), ("check_the_bill", 0.01)])
def test_the_bars_are_dc_and_what_is_promised_and_what_is_found(drawn, beat, change):
    bars = {name: np.diff(ends, axis=0)[0] for name, ends in drawn[beat]["bars"].items()}
    assert bars["dc"][0] == pytest.approx(change, rel=1e-6)
    assert bars["promised"][1] == pytest.approx(change / np.sqrt(3), rel=1e-6)
    if beat == "check_the_bill":
        assert bars["found"][1] == pytest.approx(best_on(1 + change) - HIGHEST, rel=1e-5)
    np.testing.assert_allclose(np.linalg.norm(drawn[beat]["ring"], axis=-1), np.sqrt(1 + change), atol=2e-4)


def test_the_numbers_of_the_bill_are_those_of_solving_again(lecture):
    told = shown(lecture, "check_the_bill")
    for change, places in ((0.1, 4), (0.01, 6)):
        assert f"{change / np.sqrt(3):.{places}f}" in told
        assert f"{best_on(1 + change) - HIGHEST:.{places}f}" in told
    errors = [bill.error for bill in lecture.bills]
    assert errors[0] / errors[1] == pytest.approx(100, rel=0.03)  # "a hundred times better"


def test_a_part_across_that_is_one_percent_off_is_seen():
    module = read_anew(SLUG)
    honest = module.unroll_fence

    def wrong(*given, **how):
        tour = honest(*given, **how)
        tilted = tour.normal + 0.01 * np.stack([-tour.normal[:, 1], tour.normal[:, 0]], axis=-1)
        changed = replace(tour, normal=tilted)
        object.__setattr__(changed, "made_by", tour.made_by)
        return changed

    lecture = module.Lagrange(player=Onlooker(lambda *_: None))
    lecture.land, lecture.fence_land = module.x_squared_y(), module.round_fence()
    lecture.six = module.lagrange_points(lecture.land, lecture.fence_land, level=1)
    lecture.best, lecture.top = lecture.six.x[-1], 0
    lecture.tour = wrong(lecture.land, lecture.fence_land, level=1)
    lecture.map = module.ContourMap(module.sample_grid(lecture.land, shape=(9, 9)), width=8)
    lecture.tour_walk = module.Walk(lecture.tour.x, module.Dial(100))
    lecture._set_needles()
    across = lecture.split.vectors[1, :2] / lecture.needle.length.get_value()
    here = lecture.tour_walk.place
    assert abs(across[0] * here[1] - across[1] * here[0]) > 1e-3  # no longer straight across


def test_a_price_that_is_one_percent_off_is_seen(monkeypatch):
    module = read_anew(SLUG)
    honest = module.loosen_fence

    def wrong(*given, **how):
        loose = honest(*given, **how)
        changed = replace(loose, lam=1.01 * loose.lam)
        object.__setattr__(changed, "made_by", loose.made_by)
        return changed

    monkeypatch.setattr(module, "loosen_fence", wrong)
    lecture = module.Lagrange(player=Onlooker(lambda *_: None))
    lecture.land, lecture.fence_land = module.x_squared_y(), module.round_fence()
    lecture.notch = module.Dial(module.BASE + 10)
    lecture._set_price()
    lecture.bars.pose(across=1, promised=1).redraw()
    promised = np.diff(lecture.chart.to_data(lecture.bars.bars[1].points[[0, 3]]), axis=0)[0, 1]
    assert abs(promised - 0.1 / np.sqrt(3)) > 5e-4


def test_three_to_five_minutes_and_every_beat_is_short(lecture):
    check_lengths(lecture)
