"""Every rule of time has a lecture that breaks it, and a near miss that does not."""

import re
from pathlib import Path

import pytest
from manim import RIGHT, UP, Dot, FadeIn, FadeOut, Group, Rectangle, VGroup

from studio.check.look import Film
from studio.check.rule import beside, faults
from tests.studio.check.watched import broken, findings, lecture
from visuals.drawing.axes import Axes
from visuals.drawing.camera import PixelMobject
from visuals.lecture.captions import Cue
from visuals.letters.formula import Words
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


def holds_when_all_is_said(self):
    dot = Dot(radius=0.3)
    self.enter(dot)
    self.play(dot.animate.shift(RIGHT), run_time=self.rest())
    self.wait(3.4)


def moves_when_all_is_said(self):
    dot = Dot(radius=0.3)
    self.enter(dot)
    self.play(dot.animate.shift(RIGHT), run_time=self.rest())
    self.wait(2)
    self.play(dot.animate.shift(RIGHT))
    self.wait(2.8)


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


class Veil(PixelMobject):
    """A picture of pixels that shows nothing, over what lies below."""

    def paint(self, canvas):
        pass

    def appearance(self):
        return "veil"


def dot_pops_up_as_a_line_below_loses_its_points(self):
    line = Rectangle(width=2, height=0.02).shift(2 * UP)
    self.add(line, Veil())
    self.enter(Dot())
    line.clear_points()
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


def axes():
    return Axes(x=(0, 4), y=(0, 4), box=(-5, -2, 1, 3), x_name="time")


def dot_joins_its_axes(self):
    self.enter(picture := Group(axes()))
    picture.add(Dot([3, 1, 0], radius=0.3))
    self.wait(1)


def dot_leaves_its_axes(self):
    self.enter(picture := Group(axes(), dot := Dot([3, 1, 0], radius=0.3)))
    picture.remove(dot)
    self.wait(1)


def axes_and_dot_pop_up(self):
    self.enter(Dot([3, -2, 0]))
    self.add(Group(axes(), Dot([-1, 1, 0], radius=0.3)))
    self.wait(1)


def dot_goes_out_beside_axes(self):
    self.enter(axes(), dot := Dot([3, 1, 0], radius=0.3))
    dot.set_opacity(0)
    self.wait(1)


def dot_jumps_beside_axes(self):
    self.enter(axes(), dot := Dot([3, 1, 0], radius=0.3))
    dot.shift(2 * UP)
    self.wait(1)


def window_of_axes_jumps(self):
    self.enter(here := axes())
    here.show(y=(0, 9))
    self.wait(1)


def words_pop_up(self):
    self.enter(axes())
    self.add(Words("out of the blue").shift(3 * RIGHT))
    self.wait(1)


def panel_gets_a_lamp(self):
    self.enter(panel := VGroup(Rectangle(width=4, height=3), Words("panel")))
    panel.add(Dot([1, 1, 0], radius=0.2))
    self.wait(1)


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
    ("dead-hold", holds_when_all_is_said, moves_when_all_is_said, TWENTY),
    ("dead-hold", holds_when_all_is_said, enters_and_rests, TWENTY),
    ("jump", ground_falls_in, ground_fades_in, "Look."),
    ("jump", ground_snaps_within_a_play, ground_fades_in, "Look."),
    ("comes-or-goes", dot_pops_up, dot_comes_and_goes, "Look."),
    ("comes-or-goes", dot_is_gone, dot_is_swapped_for_its_twin, "Look."),
]


@pytest.mark.parametrize(("rule", "breaks", "keeps", "words"), CASES)
def test_a_rule_of_time_is_broken_and_nearly_broken(rule, breaks, keeps, words):
    assert rule in broken(breaks, words=words)
    assert rule not in broken(keeps, words=words)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (dot_joins_its_axes, {"Dot appears"}),
        (dot_leaves_its_axes, {"Dot vanishes"}),
        (
            axes_and_dot_pop_up,
            {"Dot appears", "Axes appears", "a number of an axis appears", "“time” appears"},
        ),
        (dot_goes_out_beside_axes, {"Dot vanishes"}),
        (dot_jumps_beside_axes, {"Dot changes"}),
        (window_of_axes_jumps, {"a number of an axis changes", "a part of Axes changes"}),
        (words_pop_up, {"“out of the blue” appears"}),
        (panel_gets_a_lamp, {"Dot appears"}),
        (dot_pops_up_as_a_line_below_loses_its_points, {"Dot appears", "something changes"}),
    ],
)
def test_what_comes_or_goes_is_called_by_its_name(body, told):
    """Also beside axes, whose numbers changed nothing, and in a picture that is there already."""
    found = findings(lecture(body, words="Look."))
    named = {
        re.sub(
            r"“(?:[\d.]+” of|numbers of) an axis”?",
            "a number of an axis",
            each.what.removesuffix(" from one frame to the next"),
        )
        for each in found
        if each.rule == "comes-or-goes"
    }
    assert named
    assert named <= told
    assert len(told) > 1 or named == told


def test_a_beat_holds_twenty_five_words():
    assert "long-beat" in broken(enters, words=TWENTY_FIVE + " more")
    assert "long-beat" not in broken(enters, words=TWENTY_FIVE)


@pytest.mark.parametrize(("seconds", "wrong"), [(90, True), (115, False), (340, False), (355, True)])
def test_a_lecture_lasts_two_to_six_minutes(seconds, wrong):
    def long(self):
        self.wait(seconds)  # and some ten seconds of credits

    assert ("lecture-length" in broken(long, beat=None)) is wrong


@pytest.mark.parametrize(
    ("lengths", "told"),
    [
        (None, "120 to 360 are asked for"),
        ((80, 100), None),
        ((30, 60), "30 to 60 are asked for"),
        ((100, 80), "a least and a greatest number of seconds"),
        ("90 to 200", "a least and a greatest number of seconds"),
    ],
)
def test_a_lecture_may_say_how_long_it_is_meant_to_last_and_is_only_warned(lengths, told):
    film = Film({"seconds": 90.0}, Path(__file__), 100.0, ["show"], lengths=lengths)
    found = [(made, fault) for made, fault in faults("film", film) if made.name == "lecture-length"]
    assert [told in fault.what for _, fault in found] == ([] if told is None else [True])
    assert all(made.severity == "warning" for made, _ in found)


def test_the_lengths_of_a_lecture_are_those_of_its_class():
    kind = lecture(enters)
    kind.lengths = (5, 60)
    assert "lecture-length" not in {each.rule for each in findings(kind, beat=None)}


@pytest.mark.parametrize("seconds", [119.6, 119.98, 360.0667, 360.4])
def test_a_length_is_never_rounded_to_the_bound_that_it_breaks(seconds):
    film = Film({"seconds": seconds}, Path(__file__), 100.0, ["show"])
    (what,) = [fault.what for made, fault in faults("film", film) if made.name == "lecture-length"]
    told = float(what.removeprefix("it lasts ").split(" s;")[0])
    assert told < 120 or told > 360
    assert told == pytest.approx(seconds, abs=0.5)


@pytest.mark.parametrize(
    ("value", "limit", "places", "text"),
    [(4.017, 4.0, 1, "4.02"), (4.6, 4.0, 1, "4.6"), (359.9, 120, 0, "360"), (27.7, 28.0, 0, "27.7")],
)
def test_a_value_beside_its_limit_shows_that_it_breaks_it(value, limit, places, text):
    assert beside(value, limit, places) == text
