"""What lies over what is said once, and holds however a picture comes on stage."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from manim import Circle, Create, Dot, FadeIn, FadeOut, Group, ReplacementTransform, Square, VGroup

from studio.check.watching import stage_of
from tests.visuals.lecture.acted import Grows, act, names_on_stage, pictures
from visuals.lecture import LectureError

LAYERS = "ground line arm hiker"


def set_stage(lecture):
    lecture.ground, lecture.line, lecture.arm = Square(), Circle(), Grows()
    lecture.hiker = Dot()
    lecture.label, lecture.other = Dot(), Dot()


WAYS = {
    "enter": lambda lecture, each: lecture.enter(each),
    "add": lambda lecture, each: lecture.add(each),
    "fade": lambda lecture, each: lecture.play(FadeIn(each), run_time=0.2),
    "create": lambda lecture, each: lecture.play(Create(each[0] if len(each) else each), run_time=0.2),
    "animate": lambda lecture, each: lecture.play(each.animate.shift([1, 0, 0]), run_time=0.2),
    "again": lambda lecture, each: [lecture.add(each), lecture.leave(each), lecture.enter(each)],
}


@given(
    order=st.permutations([*LAYERS.split(), "label"]),
    ways=st.lists(st.sampled_from(sorted(WAYS.keys() - {"create"})), min_size=5, max_size=5),
)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_each_named_picture_lies_in_its_place_however_and_whenever_it_comes(tmp_path, order, ways):
    def come(lecture):
        for name, way in zip(order, ways, strict=True):
            WAYS[way](lecture, getattr(lecture, name))

    lecture = act(tmp_path, come, set_stage, layers=LAYERS)
    assert names_on_stage(lecture) == [*LAYERS.split(), "label"]


def test_in_the_middle_of_a_play_the_order_is_the_same(tmp_path):
    seen = []

    def come(lecture):
        lecture.enter(lecture.label, lecture.hiker)
        lecture.player.look = lambda shown: seen.append(
            (names_on_stage(shown), [each for each in stage_of(shown)], shown.moving_mobjects)
        )
        lecture.enter(lecture.ground, lecture.arm)

    lecture = act(tmp_path, come, set_stage, layers=LAYERS)
    names, watched, moving = seen[0]
    assert names == ["ground", "arm", "hiker", "label"]
    assert watched == lecture.mobjects[: len(watched)]
    tops = [each for each in moving if each in watched]
    assert tops == watched  # what Manim draws anew, frame by frame, in the same order


def test_without_names_the_order_is_manims(tmp_path):
    def come(lecture):
        lecture.add(lecture.hiker, lecture.ground)
        lecture.bring_to_back(lecture.line)
        lecture.add(lecture.hiker)

    assert names_on_stage(act(tmp_path, come, set_stage)) == ["line", "ground", "hiker"]


def test_below_puts_directly_beneath(tmp_path):
    def come(lecture):
        lecture.add(lecture.ground, lecture.hiker, lecture.arm)
        lecture.enter(lecture.label, below=lecture.hiker)
        lecture.add(lecture.other, below=lecture.label)
        lecture.add(lecture.line)

    named = act(tmp_path, come, set_stage, layers=LAYERS)
    assert names_on_stage(named) == ["ground", "line", "arm", "other", "label", "hiker"]
    free = act(tmp_path, come, set_stage)
    assert names_on_stage(free) == ["ground", "other", "label", "hiker", "arm", "line"]


def test_below_works_for_what_an_animation_brings(tmp_path):
    def come(lecture):
        lecture.add(lecture.ground, lecture.hiker)
        lecture.enter(Create(lecture.label), below=lecture.hiker)

    assert names_on_stage(act(tmp_path, come, set_stage, layers=LAYERS)) == ["ground", "label", "hiker"]


def test_what_is_not_on_stage_has_nothing_below_it(tmp_path):
    with pytest.raises(LectureError, match="it is not on stage"):
        act(tmp_path, lambda lecture: lecture.enter(Dot(), below=lecture.hiker), set_stage)
    with pytest.raises(LectureError, match="layers says already"):
        act(
            tmp_path,
            lambda lecture: [lecture.add(lecture.hiker), lecture.enter(lecture.arm, below=lecture.hiker)],
            set_stage,
            layers=LAYERS,
        )


def test_several_pictures_of_one_name_share_its_place(tmp_path):
    def stage(lecture):
        set_stage(lecture)
        lecture.line = [Circle(), Circle()]

    def come(lecture):
        lecture.add(lecture.hiker, *lecture.line, lecture.ground)

    lecture = act(tmp_path, come, stage, layers=LAYERS)
    assert pictures(lecture) == [lecture.ground, *lecture.line, lecture.hiker]


def test_a_group_of_named_pictures_lies_where_its_lowest_lies(tmp_path):
    def come(lecture):
        lecture.add(lecture.hiker, lecture.label)
        lecture.both = Group(lecture.line, lecture.arm)
        lecture.play(FadeIn(lecture.both), run_time=0.2)

    assert names_on_stage(act(tmp_path, come, set_stage, layers=LAYERS)) == ["both", "hiker", "label"]


def test_what_is_left_of_a_picture_stays_in_its_place(tmp_path):
    def stage(lecture):
        set_stage(lecture)
        lecture.line = VGroup(Circle(), Dot())
        lecture.dot = lecture.line[1]

    def come(lecture):
        lecture.add(lecture.line, lecture.hiker)
        lecture.leave(lecture.line[0])
        lecture.add(lecture.arm)

    assert names_on_stage(act(tmp_path, come, stage, layers=LAYERS)) == ["dot", "arm", "hiker"]


def test_what_takes_a_pictures_place_in_a_transform_lies_there(tmp_path):
    def come(lecture):
        lecture.add(lecture.line, lecture.hiker)
        lecture.new = Circle(2.0)
        lecture.play(ReplacementTransform(lecture.line, lecture.new), run_time=0.2)
        lecture.add(lecture.arm)

    assert names_on_stage(act(tmp_path, come, set_stage, layers=LAYERS)) == ["new", "arm", "hiker"]


def test_an_attribute_that_is_given_another_picture_keeps_both_in_place(tmp_path):
    def come(lecture):
        lecture.add(lecture.line, lecture.hiker)
        lecture.old, lecture.line = lecture.line, Circle(2.0)
        lecture.play(FadeOut(lecture.old), FadeIn(lecture.line), run_time=0.2)
        lecture.add(lecture.ground)

    assert names_on_stage(act(tmp_path, come, set_stage, layers=LAYERS)) == ["ground", "line", "hiker"]


def test_the_named_are_not_sent_elsewhere(tmp_path):
    for send in ("bring_to_front", "bring_to_back"):
        with pytest.raises(LectureError, match="layers says where this Dot lies"):
            act(
                tmp_path,
                lambda lecture, send=send: getattr(lecture, send)(lecture.hiker),
                set_stage,
                layers=LAYERS,
            )


@pytest.mark.parametrize(
    ("layers", "complaint"),
    [
        ("ground hikre", "'hikre'.*did you mean 'hiker'"),
        ("ground title", "'title', to which set_stage gives no picture"),
        ("ground line ground", "'ground' twice"),
    ],
)
def test_a_name_that_is_no_pictures_is_refused(tmp_path, layers, complaint):
    with pytest.raises(LectureError, match=complaint):
        act(tmp_path, lambda lecture: None, set_stage, layers=layers)
