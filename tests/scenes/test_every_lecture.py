"""What holds of every lecture, whatever it shows."""

from __future__ import annotations

from itertools import combinations

from visuals.captions import CHARACTERS_PER_SECOND
from visuals.theme import INK, STAGE, contrast


def test_it_plays_and_ends_on_credits(visited):
    assert visited.report["beats"][-1]["name"] == "credits"
    assert visited.report["numbers"], "a lecture without a computed number"


def test_it_lasts_three_to_five_minutes(visited):
    assert 180 <= visited.report["seconds"] <= 300


def test_starting_at_any_beat_shows_the_stage_of_the_whole(visited, skipped):
    differ = [name for name in visited.stills if visited.stills[name] != skipped.stills[name]]
    assert not differ


def test_two_showings_record_the_same_numbers(visited, skipped):
    def said(showing):
        return [(n["beat"], n["name"], n["text"]) for n in showing.report["numbers"]]

    assert said(visited) == said(skipped)


def test_a_beat_is_one_thought_that_can_be_read(visited):
    for beat in visited.report["beats"]:
        assert len(beat["words"].split()) <= 25, beat["name"]
        for cue in beat["cues"]:
            assert len(cue["text"]) <= CHARACTERS_PER_SECOND * (cue["end"] - cue["start"]) + 1, beat["name"]


def test_every_beat_moves_something(visited):
    stills = list(visited.stills.values())
    names = list(visited.stills)
    same = [b for a, b in zip(range(len(stills)), names[1:], strict=False) if stills[a] == stills[a + 1]]
    assert not same


def test_letters_stay_inside_the_frame(visited):
    assert not visited.astray
    for beat, runs in visited.letters.items():
        for run in runs:
            inside = max(-run.left, run.right) <= STAGE.width / 2 - 0.15
            inside &= run.top <= STAGE.height / 2 - 0.15 and run.bottom >= STAGE.captions - 1e-6
            assert inside, (beat, run)


def test_letters_are_large_enough(visited):
    small = {
        (beat, run.text) for beat, runs in visited.letters.items() for run in runs if run.cap_pixels < 28
    }
    assert not small


def test_letters_never_lie_over_letters(visited):
    over = [
        (beat, a.text, b.text)
        for beat, runs in visited.letters.items()
        for a, b in combinations(runs, 2)
        if a.overlaps(b)
    ]
    assert not over


def test_letters_stand_out_from_the_ground(visited):
    dim = [
        (beat, run.text, run.ink)
        for beat, runs in visited.letters.items()
        for run in runs
        if contrast(run.ink, INK.ground) < 4.5
    ]
    assert not dim


def test_captions_have_the_lowest_eighth_for_themselves(visited):
    assert not visited.below


def test_every_number_names_the_function_that_computed_it(visited):
    for number in visited.report["numbers"]:
        assert number["function"].startswith("calc_core."), number


def test_sources_have_credit_and_licence(visited):
    for source in visited.report["sources"]:
        assert source["credit"]
        assert source["licence"]
