"""What holds of every lecture, whatever it shows. What a viewer would see, the critic sees: studio.check."""

from __future__ import annotations

TIMED = {"slow-stage"}  # a machine's load decides it too: `./compass check` says it, a test does not


def test_the_critic_finds_nothing_to_mend(findings):
    counts = [each for each in findings if each.counts and each.rule not in TIMED]
    assert not [f"{each.time:.1f} s, {each.beat}: {each.rule}: {each.what}" for each in counts]


def test_the_critic_has_nothing_to_remark(findings):
    remarks = [f"{each.beat}: {each.what}" for each in findings if each.excuse is None and not each.counts]
    assert not remarks


def test_an_excuse_is_a_sentence(findings):
    assert all(len(each.excuse.split()) >= 4 for each in findings if each.excuse is not None)


def test_it_plays_and_ends_on_credits(report):
    assert report["beats"][-1]["name"] == "credits"
    assert report["numbers"], "a lecture without a computed number"


def test_every_number_names_the_function_that_computed_it(report):
    for number in report["numbers"]:
        assert number["function"].startswith("calc_core."), number


def test_sources_have_credit_and_licence(report):
    for source in report["sources"]:
        assert source["credit"]
        assert source["licence"]


def test_every_beats_captions_say_its_words(report):
    for beat in report["beats"]:
        said = " ".join(cue["text"] for cue in beat["cues"])
        assert said.split() == beat["words"].split(), beat["name"]
