"""Every rule of time has a lecture that breaks it, and a near miss that does not."""

import pytest
from manim import RIGHT, Dot, FadeIn, FadeOut, Rectangle

from tests.studio.check.watched import broken
from visuals.lecture.captions import Cue
from visuals.theme import INK

TWENTY = "We say a good many words here, and while we say them all the picture should show some of it."
TWENTY_FIVE = " ".join(["word"] * 25)


def enters(self):
    self.enter(Dot())


def enters_and_rests(self):
    self.enter(Dot())
    self.wait(7)


def moves_all_the_while(self):
    dot = Dot(radius=0.3)
    self.enter(dot)
    self.play(dot.animate.shift(RIGHT), run_time=self.rest())


def moves_now_and_then(self):
    dot = Dot(radius=0.3)
    self.enter(dot)
    self.wait(3)
    self.play(dot.animate.shift(RIGHT), run_time=1.2)
    self.wait(2)


def hurried_captions(self):
    self.recorder.cues[:] = [
        Cue(cue.start, cue.start + 0.7, "Nobody can read so much in so little time")
        for cue in self.recorder.cues
    ]
    self.enter(Dot())


def ground():
    return Rectangle(width=12, height=5).set_fill(INK.quiet, 1)


def ground_falls_in(self):
    self.enter(Dot())
    self.add(ground())
    self.wait(1)


def ground_snaps_within_a_play(self):
    self.add(field := ground().set_opacity(0.0))
    field.add_updater(lambda each: each.set_opacity(float(self.now > 0.95)))
    self.play(FadeIn(Dot()), run_time=2)


def ground_fades_in(self):
    self.enter(Dot())
    self.play(FadeIn(ground()), run_time=1.2)


def dot_pops_up(self):
    self.enter(Dot())
    self.add(Dot([2, 0, 0], radius=0.3))
    self.wait(1)


def dot_is_gone(self):
    dot = Dot([2, 0, 0], radius=0.3)
    self.enter(dot)
    self.remove(dot)
    self.wait(1)


def dot_comes_and_goes(self):
    dot = Dot([2, 0, 0], radius=0.3)
    self.enter(dot)
    self.play(dot.animate.shift(4 * RIGHT), run_time=0.4)
    self.play(FadeOut(dot))


def dot_is_swapped_for_its_twin(self):
    dot = Dot([2, 0, 0], radius=0.3)
    self.enter(dot)
    self.remove(dot)
    self.add(Dot([2, 0, 0], radius=0.3))
    self.wait(1)


CASES = [
    ("fast-captions", hurried_captions, enters, TWENTY),
    ("nothing-moves", enters_and_rests, moves_all_the_while, TWENTY),
    ("nothing-moves", enters_and_rests, moves_now_and_then, TWENTY),
    ("jump", ground_falls_in, ground_fades_in, "Look."),
    ("jump", ground_snaps_within_a_play, ground_fades_in, "Look."),
    ("comes-or-goes", dot_pops_up, dot_comes_and_goes, "Look."),
    ("comes-or-goes", dot_is_gone, dot_is_swapped_for_its_twin, "Look."),
]


@pytest.mark.parametrize(("rule", "breaks", "keeps", "words"), CASES)
def test_a_rule_of_time_is_broken_and_nearly_broken(rule, breaks, keeps, words):
    assert rule in broken(breaks, words=words)
    assert rule not in broken(keeps, words=words)


def test_a_beat_holds_twenty_five_words():
    assert "long-beat" in broken(enters, words=TWENTY_FIVE + " more")
    assert "long-beat" not in broken(enters, words=TWENTY_FIVE)


@pytest.mark.parametrize(("seconds", "wrong"), [(90, True), (115, False), (340, False), (355, True)])
def test_a_lecture_lasts_two_to_six_minutes(seconds, wrong):
    def long(self):
        self.wait(seconds)  # and some ten seconds of credits

    assert ("lecture-length" in broken(long, beat=None)) is wrong
