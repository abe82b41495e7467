"""Lecture 09 shows what calc_core computes, and shows something else when calc_core is wrong."""

from dataclasses import replace

import numpy as np
import pytest

import calc_core.derivatives.gradients
from calc_core import crossings, flow_line
from calc_core.landscapes.landscape import Landscape
from calc_core.results import recorded
from tests.scenes.dry import played, read_anew
from tests.visuals.maps import corners

SLUG = "gradient-compass"


def look(lecture, moment) -> dict:
    """What stands on stage at a beat's end, in plain numbers."""
    chart = lecture.map.chart
    return {
        "needle": chart.to_data(np.stack([lecture.needle.tail, lecture.needle.tip])),
        "on screen": lecture.needle.vector[:2].copy(),
        "drawn tip": corners(lecture.needle.arrow.points) if len(lecture.needle.arrow.points) else None,
        "tip": lecture.needle.tip.copy(),
        "new": lecture.new_needle.vector[:2].copy(),
        "level": drawn_level(lecture),
        "stage": set(map(id, lecture.mobjects)),
        "turn": lecture.turn.get_value(),
        "compass": (lecture.compass.heading, lecture.compass.ring_radius, lecture.climb.now),
        "hiker": chart.to_data(lecture.hiker.dot.get_center()),
        "slope": lecture.slope[0][1].reading,
        "height": lecture.altimeter[1][1].reading,
        "walked": lecture.stroll.now,
    }


def drawn_level(lecture) -> np.ndarray | None:
    """The direction on screen in which the drawn contour passes the hiker; none while it is not drawn."""
    if not len(lecture.line.line.points):
        return None
    path = corners(lecture.line.line.points)
    k = int(np.argmin(np.linalg.norm(path - lecture.map.to_screen(lecture.reading.x), axis=-1)))
    return (path[k + 1] - path[k - 1])[:2]


WAYS = {}  # of water, by what they were asked for with


def flown(land, start, **how):
    """A flow line of the lecture's mountain, computed once: none of what is made wrong here changes them, and
    they take most of the time that the stage is set in.
    """
    asked = (land.name, *map(float, start), *sorted(how.items()))
    if asked not in WAYS:
        WAYS[asked] = flow_line(land, start, **how)
    return WAYS[asked]


def play(module, folder, *, until=None):
    """Play the lecture dry; with it comes what was seen at the end of each beat."""
    seen = {}
    note = lambda playing, time: seen.update({time.beat.name: look(playing, time)})  # noqa: E731
    module.flow_line = flown
    return played(module.GradientCompass, folder, note, until), seen


def degrees_between(a, b) -> float:
    cosine = abs(a @ b) / np.linalg.norm(a) / np.linalg.norm(b)
    return float(np.degrees(np.arccos(np.clip(cosine, 0, 1))))


def said(lecture, beat, name) -> list[str]:
    numbers = lecture.report()["numbers"]
    return [each["text"] for each in numbers if each["beat"] == beat and each["name"] == name]


def test_the_needle_on_screen_is_the_gradient(film):
    lecture, seen = film
    reading = lecture.land.reading(lecture.reading.x)
    for beat in ("find_the_longest", "build_the_needle"):
        drawn = seen[beat]["on screen"]
        assert np.isclose(np.arctan2(drawn[1], drawn[0]), reading.heading)
        assert np.linalg.norm(seen[beat]["drawn tip"] - seen[beat]["tip"], axis=-1).min() < 1e-9


def test_it_stands_square_on_the_drawn_contour_until_the_map_is_stretched(film):
    lecture, seen = film
    for beat in ("see_the_right_angle", "read_the_cosine", "take_it_along"):
        assert abs(degrees_between(seen[beat]["on screen"], seen[beat]["level"]) - 90) < 0.3
    leaning = degrees_between(seen["stretch_the_map"]["on screen"], seen["stretch_the_map"]["level"])
    assert leaning < 60
    told = said(lecture, "stretch_the_map", "angle of needle and contour")[-1]
    assert abs(float(told) - leaning) < 0.3


def test_the_new_compass_stands_square_on_the_stretched_contour(film):
    lecture, seen = film
    assert abs(degrees_between(seen["ask_the_ruler"]["new"], seen["ask_the_ruler"]["level"]) - 90) < 0.3
    assert abs(lecture.rulers.new_angle - 90) < 0.01


def test_the_needle_points_uphill(film):
    lecture, seen = film
    tail, tip = lecture.land.f(seen["find_the_longest"]["needle"])
    assert tip > tail


def test_every_spoke_of_the_finished_rose_is_a_measured_slope(film):
    lecture, _ = film
    ring = lecture.ring
    assert lecture.rose.values.shape == (1, 360)
    assert np.array_equal(lecture.rose.values[0], ring.value)
    again = [
        (lecture.land.f(ring.x + 1e-5 * way) - lecture.land.f(ring.x - 1e-5 * way)) / 2e-5
        for way in ring.u[::30]
    ]
    assert np.allclose(again, ring.value[::30], atol=1e-8)


@pytest.mark.parametrize("beat", ["look_one_way", "turn_a_little", "find_the_level", "read_the_cosine"])
def test_the_slope_told_is_the_slope_of_the_direction_shown(film, beat):
    lecture, seen = film
    angle = np.deg2rad(seen[beat]["turn"])
    way = np.array([np.cos(angle), np.sin(angle)])
    assert np.isclose(seen[beat]["slope"].value, lecture.reading.gradient @ way, atol=1e-4)


def test_level_ground_is_told_as_zero(film):
    _, seen = film
    assert seen["find_the_level"]["slope"].text == "0.00"


def test_walking_along_a_line_the_altimeter_rests_and_across_it_climbs(film):
    lecture, seen = film
    level = lecture.stroll_reading.f[: lecture.stroll_level + 1]
    assert np.ptp(level) < 1e-9
    assert (np.diff(lecture.stroll_reading.f[lecture.stroll_level + 1 :]) > 0).all()
    assert seen["walk_level"]["height"].text == f"{level[0]:.2f}"
    assert seen["walk_across"]["height"].text == f"{float(lecture.reading.f):.2f}"


def test_hud_and_hiker_agree_with_the_climb(film):
    lecture, seen = film
    heading, ring, stop = seen["follow_the_compass"]["compass"]
    place = lecture.climb.path[int(stop)]
    assert np.allclose(seen["follow_the_compass"]["hiker"], place)
    reading = lecture.land.reading(place)
    assert np.isclose(heading, reading.heading)
    assert 0 < ring < 0.2  # close to the summit hardly any slope is left


def test_the_climb_goes_uphill_all_the_way_to_the_summit(film):
    lecture, _ = film
    assert (np.diff(lecture.land.f(lecture.climb.path)) > -1e-12).all()
    assert np.linalg.norm(lecture.climb.path[-1] - lecture.landmarks[0]) < 1e-3


def test_streams_are_the_computed_lines_and_cross_contours_squarely(film):
    lecture, _ = film
    for drawn, line in zip(lecture.water.drawn(), lecture.streams, strict=True):
        assert np.array_equal(drawn, line.points)
    worst = max(crossings(line, lecture.contours).off_square for line in lecture.streams)
    assert worst < 0.2
    assert said(lecture, "check_the_crossings", "off square") == [f"{worst:.3f}"]
    marks = lecture.squares.corners
    slope = lecture.land.grad(marks)
    assert np.allclose(lecture.squares.normal, slope)


def test_the_walk_round_the_peak_stays_level_and_on_stage(film):
    lecture, _ = film
    heights = lecture.land.f(lecture.round.path)
    assert np.ptp(heights) < 1e-9
    assert np.allclose(lecture.round.path[0], lecture.reading.x)
    assert np.allclose(lecture.round.path[-1], lecture.reading.x)


def test_the_silent_places_have_no_slope(film):
    lecture, _ = film
    assert np.abs(lecture.land.grad(lecture.landmarks)).max() < 1e-9


def test_a_gradient_of_the_wrong_sign_turns_the_needle_downhill(monkeypatch, tmp_path):
    honest = Landscape.reading

    def lying(self, x):
        found = honest(self, x)
        return replace(found, gradient=-found.gradient)

    monkeypatch.setattr(Landscape, "reading", recorded(lying))
    lecture, seen = play(read_anew(SLUG), tmp_path, until="find_the_longest")
    tail, tip = lecture.land.f(seen["find_the_longest"]["needle"])
    assert tip < tail


@pytest.mark.parametrize("factor", [-1.0, 1.01])
def test_a_wrong_gradient_opens_the_gap_that_the_lecture_tells(film, monkeypatch, tmp_path, factor):
    honest_gradient = calc_core.derivatives.gradients.gradient

    def wrong(*args, **options):
        found = honest_gradient(*args, **options)
        return replace(found, value=factor * found.value)

    monkeypatch.setattr(calc_core.derivatives.gradients, "gradient", wrong)
    lecture, _ = play(read_anew(SLUG), tmp_path, until="lay_on_circles")
    (gap,) = said(lecture, "lay_on_circles", "largest gap")
    assert [gap] != said(film[0], "lay_on_circles", "largest gap")
    assert float(lecture.ring.largest_gap) > 1e-3
