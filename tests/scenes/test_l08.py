"""Lecture 08 draws the terms that calc_core computes, and they add up to the slope that is drawn."""

from dataclasses import replace
from importlib import import_module

import numpy as np
import pytest

from calc_core import hills
from calc_core.results import recorded
from tests.scenes.dry import check_lengths, played, read_anew
from tests.visuals.maps import corners
from visuals import STAGE

SLUG = "total-derivative"
BARS = ("stand_the_second", "meet_the_slope", "walk_the_trefoil", "let_them_cancel", "see_the_contour")
CANCELLED = ("let_them_cancel", "see_the_contour")


def drawn_ends(stack) -> np.ndarray:
    """Where the columns end, read off what is drawn of them, in numbers of their axes."""
    return np.array([
        stack.axes.to_data(each.points)[0, 1] if len(each.points) else np.nan for each in stack.ends
    ])  # fmt: skip


def drawn_slope(line, axes) -> float:
    """The slope of a drawn straight line, in numbers of its axes."""
    start, end = axes.to_data(line.points[[0, -1]])
    return float((end - start)[1] / (end - start)[0])


def look(lecture, time) -> dict:
    """What is drawn at a beat's end."""
    on_stage = set(map(id, lecture.get_mobject_family_members()))
    notes, chart = lecture.notes, lecture.map.chart
    tangent = lecture.tangent.line
    return {
        "ends": drawn_ends(notes.stack),
        "ring ends": drawn_ends(lecture.ring_notes.stack),
        "tip": lecture.lower.to_data(notes.tip.dot.points.mean(axis=0)),
        "tangent": drawn_slope(tangent, lecture.upper) if len(tangent.points) and id(tangent) in on_stage
        else None,
        "hiker": chart.to_data(lecture.hiker.dot.get_center()),
        "hour": lecture.hour.get_value(),
        "legs": [chart.to_data(leg.points[[0, 3]]) if len(leg.points) else None
                 for leg in lecture.legs.legs],
        "step legs": [chart.to_data(leg.points[[0, 3]]) if len(leg.points) else None
                      for leg in lecture.step_legs.legs],
        "columns": [lecture.blocks.to_data(each.points)[:, 1] for each in
                    (*lecture.gains.columns, *lecture.gain.columns) if len(each.points)],
        "gap": lecture.misses.to_data(corners(lecture.miss.line.points))
        if len(lecture.miss.line.points) else None,
        "needle": lecture.needle.vector[:2].copy(),
        "arrow": chart.to_data(corners(lecture.ways.head.points)[:1]) if len(lecture.ways.head.points)
        else None,
        "sum": drawn_ends(lecture.sum),
        "beads": [way.nudge for pair in lecture.tree.ways for way in pair],
        "contour": chart.to_data(corners(lecture.level_line.line.points))
        if len(lecture.level_line.line.points) else None,
    }  # fmt: skip


def play(module, folder, *, until=None):
    """Play the lecture dry; with it comes what was drawn at the end of each beat."""
    drawn = {}
    watching = lambda lecture, time: drawn.update({time.beat.name: look(lecture, time)})  # noqa: E731
    return played(module.TotalDerivative, folder, watching, until), drawn


def knot(t) -> np.ndarray:
    """The trefoil, written down once more."""
    s, turn = np.asarray(t, dtype=float) + 4.7, 2.9
    u, v = 0.75 * (np.sin(s) + 2 * np.sin(2 * s)), 0.75 * (np.cos(s) - 2 * np.cos(2 * s))
    return np.stack([-0.3 + np.cos(turn) * u - np.sin(turn) * v, np.sin(turn) * u + np.cos(turn) * v], -1)


def speed(t) -> np.ndarray:
    """Its derivative, by hand."""
    s, turn = np.asarray(t, dtype=float) + 4.7, 2.9
    u, v = 0.75 * (np.cos(s) + 4 * np.cos(2 * s)), 0.75 * (-np.sin(s) + 4 * np.sin(2 * s))
    return np.stack([np.cos(turn) * u - np.sin(turn) * v, np.sin(turn) * u + np.cos(turn) * v], axis=-1)


def by_hand(t) -> np.ndarray:
    """Both terms, from the landscape's exact slopes."""
    return np.asarray(hills().grad(knot(t)) * speed(t))


def told(lecture, beat, name) -> str:
    """The last number of that name which a beat shows."""
    found = [e["text"] for e in lecture.report()["numbers"] if e["beat"] == beat and e["name"] == name]
    return found[-1]


@pytest.mark.parametrize("beat", BARS)
def test_the_drawn_bars_are_the_terms_and_their_end_is_the_drawn_slope(drawn, beat):
    seen = drawn[beat]
    terms = by_hand(seen["hour"])
    assert seen["ends"] == pytest.approx(np.cumsum(terms), abs=2e-4)  # between two moments, a straight line
    if beat != "stand_the_second":  # what was measured is not shown yet
        assert seen["tip"][1] == pytest.approx(seen["ends"][-1], abs=1e-9)
    assert seen["tangent"] == pytest.approx(terms.sum(), abs=2e-4)


def test_at_every_moment_of_the_walk_the_terms_add_to_the_measured_slope(lecture):
    walked = lecture.walked
    assert len(walked.t) > 1200
    assert np.abs(walked.terms.sum(axis=-1) - walked.measured).max() < 1e-10
    assert walked.terms == pytest.approx(by_hand(walked.t), abs=1e-10)
    assert walked.measured == pytest.approx(by_hand(walked.t).sum(axis=-1), abs=1e-10)


def test_the_gap_is_shown_on_its_own_scale(lecture, drawn):
    assert told(lecture, "magnify_it", "largest gap").endswith("×10⁻¹²")
    assert abs(lecture.misses.y[1]) < 1e-10  # how far the window has closed in
    assert np.abs(drawn["magnify_it"]["gap"][:, 1]).max() == pytest.approx(lecture.walked.largest_gap)
    assert lecture.miss.y == pytest.approx(lecture.walked.total - lecture.walked.measured)


@pytest.mark.parametrize("beat", CANCELLED)
def test_where_the_bars_cancel_the_path_is_tangent_to_the_contour(lecture, drawn, beat):
    seen = drawn[beat]
    first, end = seen["ends"]
    assert abs(first) > 1.2
    assert abs(end) < 1e-9
    across, along = hills().grad(seen["hiker"]), speed(seen["hour"])
    assert abs(across @ along) / np.linalg.norm(across) / np.linalg.norm(along) < 1e-9
    assert seen["tangent"] == pytest.approx(0.0, abs=1e-9)


def test_the_drawn_contour_passes_the_hiker_in_the_direction_of_the_walk(drawn):
    seen = drawn["see_the_contour"]
    near = int(np.argmin(np.linalg.norm(seen["contour"][1:-1] - seen["hiker"], axis=-1))) + 1
    way, along = seen["contour"][near + 1] - seen["contour"][near - 1], speed(seen["hour"])
    cosine = abs(way @ along) / np.linalg.norm(way) / np.linalg.norm(along)
    assert cosine > 0.9995
    assert np.ptp(hills().f(seen["contour"])) < 1e-6


def test_the_moments_are_found_and_they_are_all(lecture):
    fine = by_hand(np.linspace(0, 2 * np.pi, 40001)).sum(axis=-1)
    turns = np.count_nonzero(np.sign(fine[1:]) != np.sign(fine[:-1]))
    assert told(lecture, "find_them_all", "level moments") == str(turns) == "10"
    assert np.abs(by_hand(lecture.level.t).sum(axis=-1)).max() < 1e-10
    words = next(each.words for each in lecture.beats() if each.name == "find_them_all")
    assert words.startswith("Ten ")


def test_along_a_contour_the_bars_cancel_all_the_way(lecture, drawn):
    assert np.abs(lecture.ring.total).max() < 1e-6
    assert np.abs(lecture.ring.terms).max() > 0.5
    assert np.abs(drawn["walk_a_contour"]["ring ends"][-1]) < 1e-6


def test_a_step_crosses_as_many_lines_straight_as_in_two_legs(lecture, drawn):
    start, corner, end = lecture.step.x
    assert end - start == pytest.approx(speed(3.873) * 0.012)
    legs = drawn["go_north"]["step legs"]
    assert np.array(legs) == pytest.approx(np.array([[start, corner], [corner, end]]), abs=1e-9)
    counts = [int(told(lecture, beat, f"lines crossed, {k}"))
              for k, beat in enumerate(("go_east", "go_north", "go_straight"))]  # fmt: skip
    f = hills().f
    gained = np.diff(f(np.stack([start, corner, end])))
    assert counts == [2, 3, 5]
    assert gained.sum() / lecture.gap == pytest.approx(5)
    # lines lie half a gap from the start: so many of them are passed by each leg
    assert np.floor(np.cumsum(gained) / lecture.gap + 0.5).tolist() == [2, 5]
    first, second, whole = drawn["go_straight"]["columns"]
    assert [np.ptp(each) for each in (first, second, whole)] == pytest.approx([*gained, gained.sum()])
    assert second.min() == pytest.approx(first.max())
    assert whole.max() == pytest.approx(second.max())


def test_legs_on_the_map_are_the_two_speeds(drawn):
    seen = drawn["stand_the_second"]
    (start, corner), (_, end) = seen["legs"]
    assert corner - start == pytest.approx([0.3 * speed(seen["hour"])[0], 0.0], abs=1e-3)
    assert end - corner == pytest.approx([0.0, 0.3 * speed(seen["hour"])[1]], abs=1e-3)


def test_what_arrives_by_each_route_of_the_tree_is_its_bar(lecture, drawn):
    terms = by_hand(3.45)
    seen = drawn["name_it"]
    assert seen["beads"][1::2] == pytest.approx(1.6 * terms, rel=1e-6)
    assert seen["sum"] == pytest.approx(np.cumsum(terms), rel=1e-6)
    for k, name in enumerate(("climb_by_x", "climb_by_y")):
        rates = [float(told(lecture, name, which).replace("−", "-")) for which in ("velocity", "gradient")]
        assert np.prod(rates) == pytest.approx(terms[k], rel=0.02)


def test_with_many_knobs_the_routes_add_up_too(lecture):
    assert len(lecture.wide.ways) == lecture.many.terms.size == 9
    arrived = sum(upper.after for _, upper in lecture.wide.ways) / lecture.wide.ways[0][0].before
    assert arrived == pytest.approx(float(lecture.many.measured), abs=1e-10)


def test_at_the_same_place_the_velocity_has_turned_and_the_arrow_has_not(lecture, drawn):
    before, after = drawn["see_a_dot_product"], drawn["come_by_again"]
    assert before["hiker"] == pytest.approx(after["hiker"], abs=1e-4)
    ways = [seen["arrow"][0] - seen["hiker"] for seen in (before, after)]
    assert abs(ways[0] @ ways[1]) / np.prod(np.linalg.norm(ways, axis=-1)) < 0.5
    slopes = hills().grad(before["hiker"])
    for seen in (after, drawn["wait_for_a_name"]):
        assert seen["needle"] / np.linalg.norm(seen["needle"]) == pytest.approx(
            slopes / np.linalg.norm(slopes), abs=1e-3
        )
    rates = [float(told(lecture, name, "rate of climb").replace("−", "-"))
             for name in ("see_a_dot_product", "come_by_again")]  # fmt: skip
    assert rates == pytest.approx([by_hand(each).sum() for each in lecture.passes], abs=6e-3)


def test_three_to_five_minutes_and_every_beat_is_short(lecture):
    check_lengths(lecture, beats=(25, 34))


def test_the_names_beside_the_bars_stand_on_the_page(lecture):
    for each in lecture.named:
        assert each.get_left()[0] > 1.62
        assert each.get_right()[0] < STAGE.right


def test_a_gradient_that_is_off_parts_bars_and_slope_and_finds_no_level_moment(monkeypatch, tmp_path):
    module = import_module("calc_core.derivatives.total_derivative")  # the package has a function so named
    honest = module.gradient

    @recorded
    def wrong(*args, **options):
        found = honest(*args, **options)
        return replace(found, value=found.value + 0.05 * (np.arange(found.value.shape[-1]) == 0))

    monkeypatch.setattr(module, "gradient", wrong)
    lecture, drawn = play(read_anew(SLUG), tmp_path, until="let_them_cancel")
    seen = drawn["meet_the_slope"]
    assert abs(seen["ends"][-1] - seen["tip"][1]) > 0.05
    assert np.abs(by_hand(lecture.level.t).sum(axis=-1)).max() > 1e-3
    assert not told(lecture, "magnify_it", "largest gap").endswith("×10⁻¹²")
    assert abs(drawn["let_them_cancel"]["tip"][1]) > 1e-2  # the altimeter still climbs there
