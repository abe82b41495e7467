"""Every rule of sight has a lecture that breaks it, and a near miss that does not."""

import pytest
from manim import (
    ArrowTriangleTip,
    Line,
)

from tests.studio.check.sights import (
    arrow_seen_nearer,
    circle_over_the_edge,
    dot_above_captions,
    dot_among_captions,
    flicker,
    grey_in_a_dark_edge,
    grey_on_grey,
    index_of_an_index,
    lamp_on,
    leaves_the_frame,
    line_through_the_frame,
    map_over_the_tip,
    one_flash_to_a_play,
    one_line_for_another,
    over_an_axis,
    over_the_needle,
    over_the_tip,
    pale_by_opacity,
    plain_index,
    plate_at,
    prints_run_over_an_instrument,
    prints_run_under_an_instrument,
    ragged_lines_fit_into_each_other,
    several,
    several_bare,
    shrunk_words,
    small_words,
    smallest_words,
    stands_at_the_edge,
    still_entering,
    strobe_of_plays,
    strobe_of_waits,
    strobe_that_no_end_shows,
    thirteen_words,
    touches_the_margin,
    travels_out_of_the_frame,
    twelve_words_and_an_axis,
    two_crowds,
    two_curves,
    two_curves_that_all_can_tell,
    two_inks_one_shape,
    two_inks_that_all_can_tell,
    two_inks_two_shapes,
    under_the_tip,
    words_half_covered,
    words_meet_on_their_way,
    words_on_their_cover,
    words_on_words,
    words_over_stripes,
    words_over_stripes_on_a_plate,
    words_under_words,
    words_wholly_covered,
)
from tests.studio.check.watched import broken, findings, lecture
from visuals.lecture.lecture import Lecture, beat
from visuals.letters.formula import Words
from visuals.theme import INK, SIZE

CASES = [
    ("outside", leaves_the_frame, stands_at_the_edge),
    ("outside", touches_the_margin, stands_at_the_edge),
    ("outside", travels_out_of_the_frame, stands_at_the_edge),
    ("small-letters", small_words, smallest_words),
    ("small-letters", shrunk_words, smallest_words),
    ("small-letters", index_of_an_index, plain_index),
    ("words-over-words", words_on_words, words_under_words),
    ("words-over-words", words_meet_on_their_way, ragged_lines_fit_into_each_other),
    ("words-over-words", words_on_words, one_line_for_another),
    ("many-words", thirteen_words, twelve_words_and_an_axis),
    ("low-contrast", grey_on_grey, grey_in_a_dark_edge),
    ("low-contrast", pale_by_opacity, still_entering),
    ("restless-ground", words_over_stripes, words_over_stripes_on_a_plate),
    ("hidden-letters", words_half_covered, words_on_their_cover),
    ("hidden-letters", words_half_covered, words_wholly_covered),
    ("hidden-letters", over_an_axis(-2.5, -2.0), over_an_axis(-2.6, 2.6)),
    ("over-a-panel", prints_run_over_an_instrument, prints_run_under_an_instrument),
    ("caption-space", dot_among_captions, dot_above_captions),
    ("cut-by-edge", circle_over_the_edge, line_through_the_frame),
    ("colour-alone", two_inks_one_shape, two_inks_two_shapes),
    ("colour-alone", two_inks_one_shape, two_inks_that_all_can_tell),
    ("colour-alone", two_curves({}, {}), two_curves({}, {"dash": (0.3, 0.2)})),
    ("colour-alone", two_curves({"dash": (0.3, 0.2)}, {"dash": (0.3, 0.2)}), two_curves({"width": 2}, {})),
    ("colour-alone", two_curves({"corners": 0}, {"corners": 0}), two_curves({"corners": 0}, {"corners": 4})),
    ("colour-alone", two_curves({}, {}), two_curves_that_all_can_tell),
    ("colour-alone", several_bare, several),
    ("colour-alone", two_crowds(0, 0), two_crowds(0, 4)),
    ("covered-arrowhead", over_the_tip(lambda: plate_at(0.9)), over_the_tip(lambda: plate_at(1.5))),
    ("covered-arrowhead", over_the_tip(lambda: plate_at(0.9)), over_the_tip(lambda: plate_at(-1))),
    ("covered-arrowhead", over_the_tip(lambda: plate_at(0.9, INK.gradient)), under_the_tip),
    ("covered-arrowhead", over_the_tip(lambda: plate_at(0.9), tip_shape=ArrowTriangleTip), under_the_tip),
    (
        "covered-arrowhead",
        over_the_tip(lambda: Line([0.75, -1, 0], [0.75, 1, 0], stroke_width=30)),
        over_the_tip(lambda: Line([0.8, -1, 0], [0.8, 1, 0], stroke_width=2)),
    ),
    ("covered-arrowhead", map_over_the_tip, under_the_tip),
    ("covered-arrowhead", over_the_needle("tip"), over_the_needle("tail")),
    ("covered-arrowhead", arrow_seen_nearer, under_the_tip),
    ("flashes", flicker(5), flicker(1)),
    ("flashes", strobe_of_plays(2 / 15), strobe_of_plays(0.4)),
    ("flashes", strobe_of_plays(1 / 15), strobe_of_plays(1 / 15, count=3)),
    ("flashes", strobe_of_waits, strobe_of_plays(0.4)),
    ("flashes", strobe_that_no_end_shows, one_flash_to_a_play),
]


@pytest.mark.parametrize(("rule", "breaks", "keeps"), CASES)
def test_a_rule_of_sight_is_broken_and_nearly_broken(rule, breaks, keeps):
    assert rule in broken(breaks)
    assert rule not in broken(keeps)


class Strobe(Lecture):
    """A strobe that goes on from beat to beat: two flashes in one, two in the next."""

    title = "Trial"
    FLASHES = (2, 2)

    @beat(chapter="Trial")
    def first(self):
        """Look."""
        self.lamp = lamp_on(self)
        self.wait(3)
        self.flash(self.FLASHES[0])

    @beat
    def second(self):
        """Look."""
        self.flash(self.FLASHES[1])
        self.wait(3)

    def flash(self, count):
        for _ in range(count):
            self.play(self.lamp.animate.set_opacity(0.8), run_time=1 / 15)
            self.play(self.lamp.animate.set_opacity(0.0), run_time=1 / 15)


class ShortStrobe(Strobe):
    FLASHES = (2, 1)


@pytest.mark.parametrize("watchers", [1, 2])
def test_flashes_are_counted_over_the_end_of_a_beat(watchers):
    found = [each for each in findings(Strobe, beat=None, watchers=watchers) if each.rule == "flashes"]
    assert found
    assert "4 times in one second" in found[0].what
    assert found[0].frame is not None
    assert not [
        each for each in findings(ShortStrobe, beat=None, watchers=watchers) if each.rule == "flashes"
    ]


def test_flashes_that_began_before_the_only_beat_that_is_watched_count_in_it():
    found = [each for each in findings(Strobe, beat="second") if each.rule == "flashes"]
    assert ["4 times in one second" in each.what for each in found] == [True]
    assert found[0].beat == "second"
    assert "flashes" not in {each.rule for each in findings(ShortStrobe, beat="second")}


def test_flashes_of_the_beat_before_are_not_told_of_the_only_one_that_is_watched():
    class Early(Strobe):
        FLASHES = (5, 0)

    assert "flashes" in {each.rule for each in findings(Early, beat="first")}
    assert "flashes" not in {each.rule for each in findings(Early, beat="second")}


def test_a_number_of_an_axis_is_judged_by_itself():
    (found,) = (each for each in findings(lecture(over_an_axis(-2.5, -2.0))) if each.rule == "hidden-letters")
    assert "“1” of an axis" in found.what
    ((left, _, right, _),) = found.boxes
    assert right - left < 0.05


def test_a_finding_boxes_the_place(tmp_path):
    found = next(each for each in findings(lecture(small_words)) if each.rule == "small-letters")
    ((left, top, right, bottom),) = found.boxes
    assert left < 0.5 < right
    assert top < 0.5 < bottom
    assert right - left < 0.1
    assert found.frame is not None


def looks_closer(self):
    self.add(Words("A quiet word", size=SIZE.small).move_to([2, 1, 0]))
    self.look(at=(2, 1), scale=2, pace=0.6)


def test_letters_are_judged_as_the_frame_shows_them():
    """Half the size that is wanted is enough where the stage is looked at from so much nearer; the edge of
    the frame is where it is then."""

    def small(self):
        self.add(Words("A small word", size=18.0).move_to([2, 1, 0]))

    def small_but_near(self):
        self._view.scale.set_value(2.0)
        self._view.shift_x.set_value(-4.0)
        self._view.shift_y.set_value(-2.0)
        small(self)

    def cut_by_the_nearer_frame(self):
        self._view.scale.set_value(2.0)
        self.add(Words("A word at the edge", size=SIZE.body).move_to([3.4, 1, 0]))

    def far_outside(self):
        self._view.scale.set_value(2.0)
        self.add(Words("A word outside", size=SIZE.body).move_to([5.6, 3, 0]))

    assert "small-letters" in broken(small)
    assert "small-letters" not in broken(small_but_near)
    assert "outside" in broken(cut_by_the_nearer_frame)
    assert "outside" not in broken(far_outside)
    assert not {"small-letters", "outside"} & broken(looks_closer)
