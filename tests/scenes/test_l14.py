"""Lecture 14 draws descents that were run: their counts, one start and one finish, and promised rates."""

from dataclasses import replace

import numpy as np
import pytest

from tests.scenes.dry import Onlooker, check_lengths, played, read_anew

SLUG = "ravines"
RACE = {"gradient descent": 1152, "heavy ball": 143, "Nesterov": 227, "Newton": 1}
RATES = {0: 99 / 101, 1: 9 / 11, 2: 0.9}  # gradient descent, heavy ball, Nesterov


def slope(p):
    """|grad f| of (x^2 + 100 y^2) / 2, by hand."""
    return np.hypot(p[..., 0], 100 * p[..., 1])


def boots(kappa, start):
    """The stops of plain descent with the best stride, by hand: both parts shrink by (k - 1) / (k + 1)."""
    rate, stops = (kappa - 1) / (kappa + 1), [np.array(start, dtype=float)]
    while np.hypot(stops[-1][0], kappa * stops[-1][1]) > 1e-8:
        stops.append(stops[-1] * [rate, -rate])
    return np.array(stops)


def play(module, folder, *, until=None):
    """Play the lecture dry; with it comes what was drawn at the end of each beat."""
    drawn = {}

    def look(lecture, time):
        lines = [
            np.concatenate([each.line.points[::4], each.line.points[-1:]]) for each in lecture.plot.promises
        ]
        drawn[time.beat.name] = {
            "tall": lecture.map.tall.get_value(),
            "contours": lecture.map.lines.points[:, :2] - lecture.map.to_screen(0.0, 0.0)[:2],
            "boots": lecture.boots.drawn(),
            "unbent": lecture.stretched_boots.drawn(),
            "clock": lecture.clock.get_value(),
            "ways": [each.walk.path for each in lecture.lane_trails],
            "prints": [each.walk.path for each in lecture.lane_prints],
            "rolled": lecture.ball_walk.path,
            "promises": [lecture.plot.axes.to_data(each) for each in lines if len(each) > 1],
            "dashes": [each.dash for each in lecture.plot.promises],
        }

    return played(module.Ravines, folder, look, until), drawn


def shown(lecture, beat):
    return {each["text"] for each in lecture.report()["numbers"] if each["beat"] == beat}


@pytest.mark.parametrize(
    ("beat", "kappa"), [("go_home_in_one_step", 1), ("squeeze_a_little", 4), ("squeeze_to_a_ravine", 100)]
)
def test_the_prints_on_squeezed_ground_are_those_of_its_descent(drawn, beat, kappa):
    assert 100 / drawn[beat]["tall"] ** 2 == pytest.approx(kappa)
    stops = boots(kappa, (10, 1))
    seen = drawn[beat]["boots"][: len(stops)] * [1, np.sqrt(kappa) / 10 * 100 / kappa]  # as the map draws y
    np.testing.assert_allclose(seen, stops, atol=1e-9)


@pytest.mark.parametrize(("beat", "kappa"), [("name_kappa", 4), ("squeeze_to_a_ravine", 100)])
def test_the_counter_tells_how_many_prints_there_are(lecture, beat, kappa):
    assert f"{len(boots(kappa, (10, 1))) - 1:,}" in shown(lecture, beat)


def test_the_counts_of_the_race_are_the_lengths_of_what_is_drawn(drawn, lecture):
    beat = drawn["wait_for_the_boots"]
    assert beat["clock"] == 1152
    told = {(each["name"], each["text"]) for each in lecture.report()["numbers"]}
    for name, way, prints in zip(lecture.race.names, beat["ways"], beat["prints"], strict=True):
        steps = len(way) - 1
        assert steps == RACE.get(name, steps)
        assert way is prints or (way == prints).all()
        assert (f"steps: {name}", f"{steps:,}") in told
    assert len(drawn["let_it_roll"]["rolled"]) == 144
    assert ("steps: boots", "1,152") in told


def test_all_start_in_one_place_and_stop_where_the_slope_is_less_than_the_tolerance(drawn):
    for way in drawn["wait_for_the_boots"]["ways"]:
        assert way[0].tolist() == [10, 1]
        assert (slope(way[:-1]) > 1e-8).all()
        assert slope(way[-1]) <= 1e-8


def test_round_the_bend_all_start_and_finish_alike(lecture):
    paths = lecture.bent_race.paths.values()
    for path in paths:
        x, y = path.last
        assert path.x[0].tolist() == [-0.5, 0.9]
        assert np.hypot(-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)) <= 1e-2
    assert max(path.n for path in paths) > 4_000


def test_promises_are_dashed_and_fall_by_their_rates(drawn):
    beat = drawn["lay_on_the_promise"]
    assert all(beat["dashes"])
    for k, rate in RATES.items():
        steps, promised = beat["promises"][k].T
        assert promised == pytest.approx(np.hypot(10, 100) * rate**steps, rel=1e-6)


def test_where_the_contours_are_circles_one_step_leads_home(drawn, lecture):
    beat = drawn["stretch_the_map"]
    radius = np.linalg.norm(beat["contours"], axis=1)
    for level in (25.0, 50.0, 75.0, 100.0):
        near = np.abs(radius - np.sqrt(2 * level) * lecture.map.unit.get_value())
        assert near.min() < 0.01
    assert 100 / beat["tall"] ** 2 == pytest.approx(1)
    assert beat["unbent"][:2] == pytest.approx(np.array([[10.0, 1.0], [0.0, 0.0]]))
    assert "1" in shown(lecture, "stretch_the_map")
    before = drawn["return_to_the_ravine"]["unbent"]
    np.testing.assert_allclose(before, boots(100, (10, 1)), atol=1e-9)


def test_a_walk_counted_one_short_is_seen(monkeypatch):
    module = read_anew(SLUG)
    honest = module.squeezed_descents

    def wrong(*given, **how):
        family = honest(*given, **how)
        changed = replace(family, x=np.delete(family.x, 5, axis=1))
        object.__setattr__(changed, "made_by", family.made_by)
        return changed

    monkeypatch.setattr(module, "squeezed_descents", wrong)
    lecture = module.Ravines(player=Onlooker(lambda *_: None))
    lecture.ravine = module.bowl(100.0)
    lecture.squeezed = module.squeezed_descents(module.START, [4.0, 100.0])
    lecture.rolling = honest(module.START, [4.0, 100.0], method="heavy ball")
    lecture.unbent = module.stretched_descents(100.0, module.START, [1.0, 10.0])
    lecture._set_map()
    lecture._set_walkers()
    lecture.map.tall.set_value(1.0)
    lecture.boots.at.set_value(np.inf)
    assert len(lecture.boots.drawn()) != len(boots(100, (10, 1)))


def test_a_runner_that_starts_elsewhere_is_seen(monkeypatch):
    module = read_anew(SLUG)
    honest = module.race
    monkeypatch.setattr(module, "race", lambda land, x0, *more, **how: honest(land, (9.0, 1.0), *more, **how))
    lecture = module.Ravines(player=Onlooker(lambda *_: None))
    lecture.ravine = module.bowl(100.0)
    lecture.hess = lecture.ravine.hess(np.zeros(2))
    lecture._set_race()
    assert all(trail.walk.path[0].tolist() != [10, 1] for trail in lecture.lane_trails)


def test_three_to_five_minutes_and_every_beat_is_short(lecture):
    check_lengths(lecture)
