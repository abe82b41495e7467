"""Lecture 07 draws the metal, the stacks and the cuts that calc_core computes, and they are right."""

import numpy as np
import pytest

import calc_core
from calc_core import hills, partial, slice_curve
from tests.scenes.dry import check_lengths, played, read_anew

SLUG = "many-knobs"
R, H, T, RHO = 3.0, 11.0, 0.3, 7.8  # of the can
HERE = np.array([-0.6, -0.9])


def mass(r=R, h=H, t=T, rho=RHO):
    """Two lids and a wall, by hand."""
    return rho * (2 * np.pi * r**2 * t + np.pi * ((r + t / 2) ** 2 - (r - t / 2) ** 2) * h)


def ends(line):
    """The corners of what is drawn in straight pieces."""
    return np.concatenate([line.points[:1], line.points[3::4]])


def play(module, folder, *, until=None):
    """Play the lecture dry; with it comes what was drawn at the end of each beat."""
    drawn = {}

    def look(lecture, time):
        metal, stacks, plane = lecture.can.metal(), lecture.stacks, lecture.plane
        drawn[time.beat.name] = {
            "new": sum(each.volume for each in metal["new"] + metal["skin"]),
            "old": sum(each.volume for each in metal["old"]),
            "pieces": metal["new"],
            "free": [knob.free.get_value() for knob in lecture.knobs],
            "turned": [dial.get_value() for dial in lecture.turned],
            "whole": np.ptp(stacks.whole.points[:, 1]) if len(stacks.whole.points) else 0.0,
            "blocks": [np.ptp(each.points[:, 1]) if len(each.points) else 0.0 for each in stacks.blocks],
            "rest": np.ptp(stacks.rest.points[:, 1]) if len(stacks.rest.points) else 0.0,
            "crest": lecture.cut.to_data(ends(lecture.cut.crest)),
            "tangent": lecture.cut.to_data(ends(lecture.cut.tangent))
            if lecture.cut.tangent.points.size
            else None,
            "bars": [lecture.cut.to_data(ends(each)) for each in (lecture.cut.run_bar, lecture.cut.rise_bar)]
            if lecture.cut.run_bar.points.size
            else None,
            "knife": plane.cut(200),
            "on_hill": lecture.tangent.ends() if lecture.tangent.grown.get_value() > 0 else None,
            "ground": lecture.hill.height_at(HERE),
            "hiker": lecture.stand(),
        }

    return played(module.ManyKnobs, folder, look, until), drawn


def told(lecture, beat, name):
    """The last text that the viewer reads of a number in a beat."""
    found = [each for each in lecture.report()["numbers"] if each["beat"] == beat and each["name"] == name]
    return found[-1]["text"].replace("−", "-").replace(",", "")


@pytest.mark.parametrize(
    ("beat", "knob"), [("turn_the_height", 1), ("open_the_wall", 0), ("turn_the_thickness", 2)]
)
def test_the_metal_that_a_knob_adds_is_the_actual_difference(drawn, beat, knob):
    turned = drawn[beat]["turned"]
    assert [k for k, each in enumerate(turned) if each != 0] == [knob], "one is turned, the others are held"
    assert drawn[beat]["free"] == [float(k == knob) for k in range(4)]
    sizes = np.array([R, H, T]) + turned[:3]
    share = 255 / 360 if beat == "turn_the_thickness" else 1.0  # a window is cut into the can
    gained = (mass(*sizes) - mass()) / RHO
    assert drawn[beat]["new"] == pytest.approx(gained * share, rel=2e-3)
    assert drawn[beat]["old"] == pytest.approx(mass() / RHO * share, rel=2e-3)


def test_the_unrolled_ring_is_as_long_as_the_rim_as_high_as_the_nudge_as_thick_as_the_wall(drawn):
    (ring,) = drawn["unroll_the_ring"]["pieces"]
    extent = np.ptp(np.concatenate([face.reshape(-1, 3) for face in ring.faces]), axis=0)
    assert extent == pytest.approx([2 * np.pi * R, T, drawn["unroll_the_ring"]["turned"][1]], rel=1e-6)


def test_the_last_knob_makes_no_metal_and_a_heavier_can(drawn, lecture):
    assert drawn["turn_the_density"]["new"] == 0
    drho = drawn["turn_the_density"]["turned"][3]
    assert float(told(lecture, "turn_the_density", "mass")) == pytest.approx(mass(rho=RHO + drho), abs=0.05)


def test_the_rates_that_are_read_are_gain_per_nudge_and_settle_on_the_slope(lecture, drawn):
    assert float(told(lecture, "weigh_the_ring", "per height")) == pytest.approx(
        2 * np.pi * R * T * RHO, abs=0.05
    )
    dr = drawn["shrink_the_nudge"]["turned"][0]
    ratio = (mass(r=R + dr) - mass()) / dr
    slope = RHO * T * (4 * np.pi * R + 2 * np.pi * H)
    assert float(told(lecture, "shrink_the_nudge", "per radius")) == pytest.approx(ratio, abs=0.05)
    assert abs(ratio - slope) < 0.005 * slope


def test_the_slopes_that_are_named_are_those_of_the_mass(lecture):
    step, shown = 1e-6, {}
    numbers = [each for each in lecture.report()["numbers"] if each["name"] == "slope"]
    texts = [float(each["text"].replace(",", "")) for each in numbers]
    for k, knob in enumerate(("r", "h", "t", "rho")):
        at = dict(zip(("r", "h", "t", "rho"), (R, H, T, RHO), strict=True))
        shown[k] = (mass(**(at | {knob: at[knob] + step})) - mass(**(at | {knob: at[knob] - step}))) / (
            2 * step
        )
    for k in (0, 1, 3):
        assert min(abs(text - shown[k]) for text in texts) < 0.06


def test_the_blocks_are_slope_times_nudge_and_the_rest_is_what_they_miss(drawn):
    now = drawn["find_the_gap"]
    dx = np.array([0.5, 1.0, 0.04, 0.4])
    together = mass(*(np.array([R, H, T, RHO]) + dx)) - mass()
    slopes = [RHO * T * (4 * np.pi * R + 2 * np.pi * H), 2 * np.pi * R * T * RHO, mass() / T, mass() / RHO]
    assert np.array(now["blocks"]) / now["whole"] == pytest.approx(
        np.multiply(slopes, dx) / together, rel=1e-6
    )
    assert (sum(now["blocks"]) + now["rest"]) / now["whole"] == pytest.approx(1.0, rel=1e-6)
    assert now["rest"] > 0.1 * now["whole"]


def test_ten_times_smaller_nudges_leave_a_gap_a_hundred_times_smaller(lecture, drawn):
    before, after = (float(told(lecture, beat, "missed")) for beat in ("find_the_gap", "shrink_them_all"))
    assert before / after == pytest.approx(100, rel=0.08)
    assert float(told(lecture, "shrink_them_all", "order of what is missed")) == pytest.approx(2.0, abs=0.03)
    now = drawn["shrink_them_all"]
    assert now["rest"] / now["whole"] < 0.02


@pytest.mark.parametrize(
    ("beat", "axis"), [("lay_the_tangent", 0), ("hold_the_east", 1), ("old_calculus", 1)]
)
def test_the_cut_is_the_slice_and_its_tangent_the_partial_derivative(lecture, drawn, beat, axis):
    now, land = drawn[beat], hills()
    away, rise = now["crest"].T
    witness = slice_curve(land.f, HERE, axis, HERE[axis] + away)
    assert rise == pytest.approx(witness.value - land.f(HERE), abs=1e-6)
    slope = float(partial(land.f, HERE, axis).value)
    (x0, y0), (x1, y1) = now["tangent"][0], now["tangent"][-1]
    assert (y1 - y0) / (x1 - x0) == pytest.approx(slope, rel=1e-6)
    if beat != "old_calculus":
        run, height = (np.ptp(each, axis=0) for each in now["bars"])
        assert height[1] / run[0] == pytest.approx(
            abs(slope), rel=0.25
        )  # end ticks make both bars a little longer
        assert float(told(lecture, beat, f"slope along {'xy'[axis]}")) == pytest.approx(slope, abs=5e-4)
    assert np.ptp(now["knife"][:, 1 - axis]) == pytest.approx(0, abs=1e-9), "the other one is held"
    assert now["knife"][0, 1 - axis] == pytest.approx(HERE[1 - axis])


def test_the_tangent_on_the_hill_has_the_slope_of_the_cut_beside_it(drawn):
    for beat in ("lay_the_tangent", "turn_the_knife"):
        start, end = drawn[beat]["on_hill"]
        (x0, y0), (x1, y1) = drawn[beat]["tangent"][0], drawn[beat]["tangent"][-1]
        steep = (end - start)[2] / np.linalg.norm((end - start)[:2])
        assert steep == pytest.approx((y1 - y0) / (x1 - x0), rel=1e-6)


def test_the_walk_that_follows_begins_where_the_knife_stood_and_turns_both_knobs(lecture):
    path = lecture.loop.path
    assert path[0] == pytest.approx(HERE)
    assert np.ptp(path, axis=0).min() > 1.0
    foot = lecture.hill.ground.footprint
    assert (path > foot.low).all()
    assert (path < foot.high).all()


def test_a_formula_without_lids_is_seen(monkeypatch, tmp_path):
    monkeypatch.setattr(
        calc_core, "can_mass", lambda x: 2 * np.pi * x[..., 0] * x[..., 1] * x[..., 2] * x[..., 3]
    )
    lecture, _ = play(read_anew(SLUG), tmp_path, until="find_four_knobs")
    assert abs(float(told(lecture, "find_four_knobs", "mass")) - mass()) > 50


def test_partials_taken_along_the_wrong_knob_are_seen(monkeypatch):
    module = read_anew(SLUG)
    monkeypatch.setattr(module, "partial", lambda f, x, k: partial(f, x, 1 - k))
    lecture = module.ManyKnobs()
    lecture.prepare()
    assert abs(float(lecture.along[0].value) - float(partial(hills().f, HERE, 0).value)) > 0.5


def test_three_to_five_minutes_and_every_beat_speaks_shortly(lecture):
    check_lengths(lecture, seconds=(170, 300))
