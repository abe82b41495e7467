"""Lecture 22: squares, ravine and space are those of Galton's families, on what is drawn."""

import numpy as np
import pytest

from calc_core import load_galton
from tests.scenes.dry import Onlooker, check_lengths, played, read_anew, shown

SLUG = "least-squares"
BREATHING = ("square_them_all", "share_them_out", "let_them_breathe", "want_the_smallest", "take_one_step")
HIKING = (
    "lay_out_the_map",
    "come_close",
    "wait_for_her",
    "move_the_origin",
    "make_it_round",
    "take_one_step",
)
SPACE = ("raise_the_stick", "square_the_stick", "turn_them_again", "arrive_together", "walk_around_it")


def line_on_stage(lecture, line, axes):
    """Slope and intercept of a line as it is drawn."""
    (x0, y0), (x1, y1) = axes.to_data(line.line.points[[0, -1]])
    return (y1 - y0) / (x1 - x0), y0 - (y1 - y0) / (x1 - x0) * x0


def extent(shape):
    """How wide and how tall a shape is on the stage; None of one that has gone."""
    return np.ptp(shape.points, axis=0)[:2] if len(shape.points) else None


def said_on_stage(lecture):
    """x and height (3, 2) of the dots on the line of three children."""
    discs = lecture.trio_said.dots.points.reshape(3, -1, 3)
    return lecture.trio_plot.to_data((discs.min(axis=1) + discs.max(axis=1)) / 2)


def play(module, folder, *, until=None):
    """Play the lecture dry; with it comes what was drawn at the end of each beat."""
    drawn = {}

    def look(lecture, time):
        for each in (lecture.line, lecture.pivot, lecture.average, lecture.hiker, lecture.home):
            each.redraw()
        for each in (lecture.trio_line, lecture.trio_misses, lecture.trio_said, lecture.space):
            each.redraw()
        hess, lowest = lecture.map.bowl()
        space = lecture.space
        drawn[time.beat.name] = {
            "line": line_on_stage(lecture, lecture.line, lecture.plot),
            "boxes": lecture.squares.boxes,
            "unit": lecture.plot.units,
            "average": extent(lecture.average.square),
            "pin": lecture.plot.to_data(lecture.pivot.pin.get_center()),
            "hiker": lecture.map.to_data(lecture.hiker.dot.get_center()),
            "home": lecture.map.to_data(lecture.home.dot.get_center()),
            "bowl": (hess.copy(), lowest.copy()),
            "origin": (lecture.mean - lecture.away.get_value(), lecture.unit.get_value()),
            "trio": line_on_stage(lecture, lecture.trio_line, lecture.trio_plot),
            "trio_boxes": lecture.trio_squares.boxes / lecture.trio_plot.units[0],
            "said": said_on_stage(lecture),
            "stick": space.stick.points[[0, -1]] if len(space.stick.points) else None,
            "wanted": space.to_screen(np.stack([space.said, space.y])),
            "residual": space.residual,
            "ones": space.to_screen(np.stack([space.said, space.said + 1.0])),
        }

    return played(module.LeastSquares, folder, look, until), drawn


@pytest.fixture(scope="module")
def families():
    columns = load_galton().columns
    return columns["midparent"], columns["child"]


def mean_square(families, m, c, origin=0.0, unit=1.0):
    x, y = families
    return np.mean((y - c - m * (x - origin) / unit) ** 2)


def test_every_child_has_its_place_in_the_cloud(lecture, families):
    cloud = lecture.cloud
    assert cloud.count.sum() == len(families[0]) == 934
    assert {tuple(each) for each in cloud.places} == set(zip(*families, strict=True))
    assert "934" in shown(lecture, "meet_the_families")


@pytest.mark.parametrize("beat", BREATHING)
def test_a_real_square_on_every_miss_and_their_average_beside(drawn, families, beat):
    (x, y), (slope, rise), boxes = families, drawn[beat]["line"], drawn[beat]["boxes"]
    across, up = drawn[beat]["unit"]
    assert across == pytest.approx(up, rel=1e-3)
    sides = boxes[:, 2] - boxes[:, 0]
    np.testing.assert_allclose(sides, boxes[:, 3] - boxes[:, 1], atol=1e-9)
    np.testing.assert_allclose(sides / up, np.abs(y - slope * x - rise), atol=1e-4)
    if beat in BREATHING[1:4]:
        wide, tall = drawn[beat]["average"]
        assert wide * tall == pytest.approx(np.mean(sides**2), rel=1e-4)


def test_turned_away_the_squares_swell(drawn):
    sizes = {beat: np.mean((each["boxes"][:, 2] - each["boxes"][:, 0]) ** 2) for beat, each in drawn.items()}
    assert sizes["let_them_breathe"] > 1.5 * sizes["want_the_smallest"]


def test_one_child_is_missed_twice_as_far_and_its_square_is_four_times_as_large(lecture, families):
    x, y = (each[128] for each in families)
    stops = [lecture.way.path[lecture.stop[name]] for name in ("first", "twice")]
    once, twice = (y - height - slope * (x - families[0].mean()) for slope, height in stops)
    assert twice == pytest.approx(2 * once)
    assert (y, x) in set(zip(*families[::-1], strict=True))


def test_the_gate_turns_about_the_origin(drawn):
    for beat in ("write_it_down", "swing_the_gate", "lay_out_the_map", "wait_for_her"):
        assert drawn[beat]["pin"] == pytest.approx([0.0, drawn[beat]["line"][1]], abs=1e-4)
    slopes = [drawn[beat]["line"][0] for beat in ("lay_out_the_map", "come_close")]
    assert slopes[0] != pytest.approx(slopes[1])


@pytest.mark.parametrize("beat", HIKING)
def test_the_hiker_stands_at_the_knobs_of_the_drawn_line(drawn, beat):
    (slope, rise), (origin, unit) = drawn[beat]["line"], drawn[beat]["origin"]
    m, c = drawn[beat]["hiker"]
    assert m == pytest.approx(slope * unit, abs=2e-5)
    assert c == pytest.approx(rise + slope * origin, abs=2e-3)
    assert drawn[beat]["pin"] == pytest.approx([origin, c], abs=2e-3)


@pytest.mark.parametrize("beat", HIKING)
def test_the_ground_is_the_average_square(drawn, families, beat):
    hess, lowest = drawn[beat]["bowl"]
    np.testing.assert_allclose(drawn[beat]["home"], lowest, atol=1e-6)
    ground = mean_square(families, *lowest, *drawn[beat]["origin"])
    for away in ((0.1, 0.0), (0.0, 2.0), (-0.3, 5.0)):
        height = mean_square(families, *(lowest + away), *drawn[beat]["origin"])
        assert height - ground == pytest.approx(away @ hess @ np.array(away) / 2, rel=1e-6)
        assert height > ground


def test_kappa_falls_from_seven_million_to_three_to_one(drawn, lecture, families):
    kappas = []
    for beat in ("name_kappa", "move_the_origin", "make_it_round"):
        origin, unit = drawn[beat]["origin"]
        design = np.column_stack([(families[0] - origin) / unit, np.ones(934)])
        kappas.append(np.linalg.cond(design) ** 2)
        assert np.linalg.cond(drawn[beat]["bowl"][0]) == pytest.approx(kappas[-1], rel=1e-6)
    assert kappas == pytest.approx([7.0818e6, 3.2451, 1.0], rel=1e-4)
    assert "7,100,000" in shown(lecture, "name_kappa")
    assert "3.2" in shown(lecture, "move_the_origin")
    assert "1.0" in shown(lecture, "make_it_round")


def test_the_hiker_takes_every_step_and_gets_nowhere(drawn, lecture, families):
    x, y = families
    A = np.column_stack([x, np.ones(934)])
    hess = 2 * A.T @ A / 934
    rate = 1.9 / np.linalg.eigvalsh(hess)[-1]
    place = np.array([0.0, 60.0])
    for k in range(25):
        np.testing.assert_allclose(lecture.walk.x[k], place, atol=1e-8)
        place = place + rate * 2 * A.T @ (y - A @ place) / 934
    for _ in range(25, 60):
        place = place + rate * 2 * A.T @ (y - A @ place) / 934
    np.testing.assert_allclose(lecture.walk.x[25], place, atol=1e-8)
    best = np.linalg.lstsq(A, y, rcond=None)[0]
    left = np.linalg.norm(drawn["wait_for_her"]["hiker"] - best) / np.linalg.norm([0, 60] - best)
    assert 1 - left == pytest.approx(0.0027, abs=2e-4)  # three thousandths are told
    assert lecture.walk.half_way == pytest.approx(2.58e6, rel=1e-2)  # two and a half million are told
    assert "10,000" in shown(lecture, "wait_for_her")


def test_where_it_is_round_one_step_down_the_slope_is_enough(drawn, families):
    x, y = families
    before, after = (drawn[beat]["hiker"] for beat in ("make_it_round", "take_one_step"))
    z = (x - x.mean()) / x.std()
    slopes = np.array([-2 * np.mean(z * (y - before[1] - before[0] * z)), -2 * np.mean(y - before[1])])
    np.testing.assert_allclose(after, before - 0.5 * slopes, atol=1e-5)
    assert drawn["take_one_step"]["line"] == pytest.approx(np.polyfit(x, y, 1), abs=1e-4)


def test_the_steps_that_are_counted_are_ten_thousand_and_then_one(lecture):
    assert "10,000" in shown(lecture, "wait_for_her")
    assert shown(lecture, "take_one_step") == ["0", "1"]


@pytest.mark.parametrize("beat", ["a_line_is_a_point", *SPACE])
def test_the_dots_on_the_line_are_what_it_says_of_three_children(drawn, lecture, beat):
    slope, rise = drawn[beat]["trio"]
    x = lecture.trio_misses.x
    np.testing.assert_allclose(drawn[beat]["said"], np.stack([x, rise + slope * x], axis=1), atol=1e-9)


def test_three_real_children(lecture, families):
    places = set(zip(*families, strict=True))
    trio = lecture.trio_misses
    assert all(each in places for each in zip(trio.x, trio.y, strict=True))
    np.testing.assert_array_equal(lecture.space.y, trio.y - 60.0)
    np.testing.assert_allclose(lecture.space.design[:, 0], trio.x - trio.x.mean())
    np.testing.assert_array_equal(lecture.space.design[:, 1], 1.0)


@pytest.mark.parametrize("beat", SPACE)
def test_line_and_stick_tell_the_same_misses(drawn, lecture, beat):
    slope, rise = drawn[beat]["trio"]
    misses = lecture.trio_misses.y - slope * lecture.trio_misses.x - rise
    np.testing.assert_allclose(drawn[beat]["residual"], misses, atol=1e-4)
    np.testing.assert_allclose(drawn[beat]["stick"], drawn[beat]["wanted"], atol=1e-9)
    boxes = drawn[beat]["trio_boxes"]
    areas = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    assert areas.sum() == pytest.approx(misses @ misses, rel=1e-3)


def test_both_arrive_in_the_same_frame(lecture):
    """One dial drives both; squares and stick are smallest at its end, and there alone."""
    at, last = lecture.turns.at.get_value(), lecture.turns.last
    totals, lengths = [], []
    for now in np.linspace(0, last, 60):
        lecture.turns.at.set_value(now)
        boxes = lecture.trio_squares.boxes / lecture.trio_plot.units[0]
        totals.append(((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])).sum())
        lengths.append(lecture.space.residual @ lecture.space.residual)
    lecture.turns.at.set_value(at)
    np.testing.assert_allclose(totals, lengths, rtol=1e-3)
    assert np.argmin(totals) == np.argmin(lengths) == 59
    assert (np.diff(totals[-7:]) < 0).all()


def test_the_right_angle_holds_in_space(drawn, lecture):
    stick, design = drawn["arrive_together"]["residual"], lecture.space.design
    assert np.abs(design.T @ stick).max() <= 1e-12
    assert np.abs(design.T @ drawn["turn_them_again"]["residual"]).max() > 1.0
    assert "90.0" in shown(lecture, "walk_around_it")
    np.testing.assert_allclose(lecture.space.said + stick, lecture.space.y)


def test_and_on_the_stage_where_the_plane_is_seen_edge_on(drawn):
    (foot, tip), (start, end) = drawn["walk_around_it"]["stick"], drawn["walk_around_it"]["ones"]
    along, up = end - start, tip - foot
    cosine = along @ up / np.linalg.norm(along) / np.linalg.norm(up)
    assert np.degrees(np.arccos(cosine)) == pytest.approx(90, abs=1.5)  # perspective


def test_all_families_leave_no_slope_and_a_right_angle(drawn, lecture, families):
    x, y = families
    slope, height = lecture.way.place
    r = y - height - slope * (x - x.mean())
    A = np.column_stack([x - x.mean(), np.ones(934)])
    assert np.linalg.norm(2 * A.T @ r / 934) <= 1e-12
    assert np.linalg.norm(A.T @ r) <= 1e-12 * np.linalg.norm(A) * np.linalg.norm(r)
    told = shown(lecture, "take_everybody")
    assert "90.0000000000" in told
    assert any("×10⁻¹" in each for each in told)
    assert f"{np.polyfit(x, y, 1)[0]:.2f}" in shown(lecture, "read_the_slope")


def test_a_shadow_cast_aside_is_seen(monkeypatch):
    module = read_anew(SLUG)
    honest = module.fitting.projection

    def wrong(A, y):
        leaning = honest(A, y)
        object.__setattr__(leaning, "theta", leaning.theta + [0.05, 0.0])
        return leaning

    monkeypatch.setattr(module.fitting, "projection", wrong)
    lecture = module.LeastSquares(player=Onlooker(lambda *_: None))
    lecture.set_stage()
    lecture.turns.at.set_value(lecture.turns.last)
    assert np.abs(lecture.space.design.T @ lecture.space.residual).max() > 0.1
    assert abs(lecture._lean().angle - 90) > 0.5


def test_a_ravine_of_another_origin_is_seen(monkeypatch, families):
    module = read_anew(SLUG)
    honest = module.fitting.line_ground

    def wrong(x, y, *, origin=0.0, unit=1.0):
        return honest(x, y, origin=origin + 1.0, unit=unit)

    monkeypatch.setattr(module.fitting, "line_ground", wrong)
    lecture = module.LeastSquares(player=Onlooker(lambda *_: None))
    lecture.set_stage()
    hess, lowest = lecture.map.bowl()
    ground = mean_square(families, *lowest)
    height = mean_square(families, *(lowest + [0.1, 0.0]))
    assert abs((height - ground) / (0.005 * hess[0, 0]) - 1) > 0.01


def test_three_to_five_minutes_and_every_beat_is_short(lecture):
    check_lengths(lecture, beats=(25, 38))
    assert len(lecture.report()["sources"]) == 2
