"""Pictures come and go by what they declare; views are gone to by name, or of the whole stage."""

from __future__ import annotations

import numpy as np
import pytest
from manim import Circle, Create, Dot, FadeIn, Group, Rectangle, Square, Uncreate

from tests.visuals.lecture.acted import Grows, Noting, act, names_on_stage, pictures
from tests.visuals.screening import pictures_of
from visuals.drawing.camera import StageCamera, StageView
from visuals.drawing.dial import Dial
from visuals.lecture import Lecture, LectureError, View, beat
from visuals.lecture.captions import TICKS
from visuals.theme import PACE


def grown_in_the_middle(folder, do, picture):
    """What `grown` says in the middle of each play."""
    player = Noting(lambda lecture: (picture.grown.get_value(), names_on_stage(lecture)))
    lecture = act(folder, do, lambda lecture: setattr(lecture, "picture", picture), player)
    return lecture, player.seen


def test_a_picture_grows_from_nothing_and_shrinks_to_nothing(tmp_path):
    picture = Grows(grown=1.0)
    lecture, seen = grown_in_the_middle(
        tmp_path, lambda lecture: [lecture.enter(picture), lecture.leave(picture)], picture
    )
    assert seen[:2] == [(pytest.approx(0.5), ["picture"])] * 2
    assert picture not in lecture.mobjects
    assert picture.grown.get_value() == 0.0


def test_what_is_on_stage_already_grows_on(tmp_path):
    picture = Grows(grown=0.5)
    _, seen = grown_in_the_middle(
        tmp_path, lambda lecture: [lecture.add(picture), lecture.enter(picture)], picture
    )
    assert seen[0][0] == pytest.approx(0.75)


def test_a_picture_may_have_ways_of_its_own(tmp_path):
    class Drawn(Grows):
        def entrance(self):
            return Create(self[0])

        def exit(self):
            return [Uncreate(self[0]), self.grown.to(0.25)]

    picture = Drawn()

    def come_and_go(lecture):
        lecture.enter(picture)
        lecture.after = list(lecture.mobjects)
        lecture.leave(picture)

    lecture = act(tmp_path, come_and_go)
    assert lecture.after == [picture[0]]
    assert not [each for each in lecture.mobjects if each in picture.get_family()]
    assert picture.grown.get_value() == 0.25


def test_anything_else_fades(tmp_path):
    square = Square(fill_opacity=1)
    player = Noting(lambda lecture: square.get_fill_opacity())
    lecture = act(tmp_path, lambda lecture: [lecture.enter(square), lecture.leave(square)], player=player)
    assert player.seen[:2] == [pytest.approx(0.5)] * 2
    assert pictures(lecture) == []


def test_a_swap_is_one_play(tmp_path):
    old, grown, plain = Grows(), Grows(0.0), Square()

    def swap(lecture):
        lecture.add(old)
        lecture.swap(old, (grown, [plain]))

    lecture = act(tmp_path, swap)
    assert lecture.player.lengths[0] == PACE.normal
    assert pictures(lecture) == [grown, plain]
    assert (old.grown.get_value(), grown.grown.get_value()) == (0.0, 1.0)


def test_animations_enter_beside_pictures(tmp_path):
    picture, circle, dial = Grows(), Circle(), Dial(0.0)
    lecture = act(tmp_path, lambda lecture: lecture.enter(picture, Create(circle), dial.to(2)))
    assert picture in lecture.mobjects
    assert circle in lecture.mobjects
    assert dial.get_value() == 2.0


def test_a_picture_enters_as_its_dials_stand_then(tmp_path):
    dial, dot = Dial(0.0), Dot()

    class Following(Grows):
        def __init__(self):
            super().__init__()
            self.add(dot)
            self.add_updater(lambda _: dot.move_to([dial.get_value(), 0, 0]))

    picture = Following()

    def come(lecture):
        dial.set_value(3.0)
        lecture.enter(picture)

    player = Noting(lambda lecture: dot.get_x())
    act(tmp_path, come, player=player)
    assert player.seen[0] == pytest.approx(3.0)


# -- views ---------------------------------------------------------------------------------------------


class Looked(Group):
    """Something that can be looked at otherwise."""

    def __init__(self):
        super().__init__(Square())
        self.zoom, self.light = Dial(1.0), Dial(1.0)
        self.add(self.zoom, self.light)

    def look(self, *, zoom=None, light=None):
        return [
            dial.to(wanted)
            for dial, wanted in ((self.zoom, zoom), (self.light, light))
            if wanted is not None and wanted != dial.get_value()
        ]


NIGHT = View("map", zoom=4, light=0)


def stage(lecture):
    lecture.map, lecture.panel, lecture.label = Looked(), Looked(), Square()


def test_a_view_is_gone_to_by_its_name(tmp_path):
    def go(lecture):
        lecture.add(lecture.map, lecture.panel, lecture.label)
        lecture.view(NIGHT, lecture.panel.zoom.to(2), leaving=lecture.label, entering=Dot())

    lecture = act(tmp_path, go, stage)
    assert (lecture.map.zoom.value, lecture.map.light.value, lecture.panel.zoom.value) == (4, 0, 2)
    assert lecture.label not in lecture.mobjects
    assert lecture.player.lengths[0] == PACE.normal


def test_a_view_without_name_is_of_the_only_picture_that_has_views(tmp_path):
    lecture = act(
        tmp_path,
        lambda lecture: [lecture.add(lecture.map, lecture.label), lecture.view(View(zoom=2))],
        stage,
    )
    assert lecture.map.zoom.value == 2
    with pytest.raises(LectureError, match=r"more than one.*View\('map', ...\) or View\('panel', ...\)"):
        act(
            tmp_path,
            lambda lecture: [lecture.add(lecture.map, lecture.panel), lecture.view(View(zoom=2))],
            stage,
        )


def test_going_where_one_is_takes_no_time(tmp_path):
    def go(lecture):
        lecture.add(lecture.map)
        lecture.view(NIGHT)
        lecture.plays_before = lecture.plays
        lecture.view(NIGHT)
        assert lecture.plays == lecture.plays_before

    act(tmp_path, go, stage)


@pytest.mark.parametrize(
    ("view", "complaint"),
    [
        (View("map", zooom=2), "zooom.*it takes zoom, light"),
        (View("mapp", zoom=2), "no picture 'mapp'"),
        (View("label", zoom=2), "a Square has no look"),
    ],
)
def test_a_view_that_cannot_be_is_told(tmp_path, view, complaint):
    with pytest.raises(LectureError, match=complaint):
        act(tmp_path, lambda lecture: [lecture.add(lecture.map), lecture.view(view)], stage)


def test_the_stage_is_seen_at_the_scale_and_place_that_were_asked_for(tmp_path):
    lecture = act(tmp_path, lambda lecture: lecture.look(at=(2, 1), scale=2))
    assert lecture._view.state == (2.0, 1.0, 2.0)
    back = act(tmp_path, lambda lecture: [lecture.look(at=Dot([3, 1, 0]), scale=4), lecture.look()])
    assert back._view.state == (0.0, 0.0, 1.0)


def test_a_point_of_the_stage_runs_along_a_straight_line_while_the_view_changes():
    view, camera = StageView(), StageCamera()
    camera.view = view
    point, seen = np.array([1.3, -0.4]), []
    turns = [each.build() for each in view.look(at=(2.0, 1.0), scale=3.0)]
    for each in turns:
        each.begin()
    for share in np.linspace(0, 1, 7):
        for each in turns:
            each.interpolate(share)
        camera.follow_view()
        seen.append((point - camera.frame_center[:2]) * 8.0 / camera.frame_height)
    way = np.array(seen[-1]) - seen[0]
    aside = [way[0] * each[1] - way[1] * each[0] for each in np.array(seen) - seen[0]]
    assert np.abs(aside).max() < 1e-9
    assert seen[-1] == pytest.approx(3.0 * (point - [2.0, 1.0]))


class Inspected(Lecture):
    title = "Inspected"

    @beat
    def come_near(self):
        """Come nearer."""
        self.corner = Rectangle(width=1.0, height=1.0, fill_opacity=1, stroke_width=0).move_to([3, 1, 0])
        self.add(Circle(radius=0.5, fill_opacity=1, stroke_width=0), self.corner)
        self.look(at=self.corner, scale=3, pace=0.6)

    @beat
    def stay(self):
        """And stay."""
        self.enter(Dot([2.6, 1, 0]), run_time=0.2)

    @beat
    def go_back(self):
        """Then back."""
        self.look()


def test_a_view_of_the_stage_is_drawn_and_exact_from_any_beat_and_at_any_rate(tmp_path):
    whole, report = pictures_of(Inspected, tmp_path / "a", end="go_back")
    end = round(report["beats"][0]["end"] * TICKS) - 1
    lit = (whole[end][..., :3] > 200).all(axis=-1)  # 22.5 rows to a unit: the square is 67.5
    rows, columns = np.flatnonzero(lit.any(axis=1)), np.flatnonzero(lit.any(axis=0))
    assert len(rows) == pytest.approx(67.5, abs=2)
    assert (rows.mean(), columns.mean()) == (pytest.approx(89.5, abs=1), pytest.approx(159.5, abs=1))
    later, _ = pictures_of(Inspected, tmp_path / "b", begin="stay", end="go_back")
    assert all((a == b).all() for a, b in zip(whole[-len(later) :], later, strict=True))
    fast, _ = pictures_of(Inspected, tmp_path / "c", frame_rate=30, begin="stay", end="go_back")
    assert all((a == b).all() for a, b in zip(later, fast[::2], strict=True))
    moving = [k for k in range(1, len(later)) if (later[k] != later[k - 1]).any()]
    assert len(moving) > 10


def test_fades_and_views_of_the_stage_go_together(tmp_path):
    square = Group(Square())
    lecture = act(tmp_path, lambda lecture: lecture.play(FadeIn(square), *lecture._view.look(scale=2)))
    assert lecture._view.state[2] == 2.0


def test_what_dissolves_neither_grows_nor_shrinks(tmp_path):
    old, new = Grows(grown=1.0), Grows(grown=0.0)
    player = Noting(lambda lecture: (old.grown.get_value(), new.grown.get_value()))

    def dissolve(lecture):
        lecture.add(old)
        lecture.dissolve([old], new)
        lecture.after = pictures(lecture)
        lecture.dissolve(new, (), pace=PACE.quick)

    lecture = act(tmp_path, dissolve, player=player)
    assert player.lengths[:2] == [PACE.normal, PACE.quick]
    assert player.seen[:2] == [(1.0, 1.0)] * 2
    assert lecture.after == [new]
    assert old not in lecture.mobjects
    assert new not in lecture.mobjects


def test_scenes_that_dissolve_apart_are_never_seen_at_once(tmp_path):
    old, new = Square(fill_opacity=1), Circle(fill_opacity=1)

    class Quarters(Noting):
        """Notes how much there is to see of either, at the quarters of the play."""

        def passes(self, lecture, play):
            for share in (0.25, 0.5, 0.75):
                lecture.update_to_time(share * lecture.duration)
                self.seen.append((old.get_fill_opacity(), new.get_fill_opacity()))

    player = Quarters()

    def dissolve(lecture):
        lecture.add(old)
        lecture.dissolve(old, new, apart=True)

    act(tmp_path, dissolve, player=player)
    assert np.round(player.seen[:3], 6).tolist() == [[0.5, 0.0], [0.0, 0.0], [0.0, 0.5]]


def test_a_cleared_stage_keeps_what_is_spared_and_its_captions(tmp_path):
    kept, others = Square(), [Grows(), Circle(), Dot()]
    player = Noting()
    player.captions = "burned"

    def clear(lecture):
        lecture.add(kept, *others)
        lecture.clear_stage(kept)
        lecture.after = list(lecture.mobjects)
        lecture.clear_stage(run_time=2)
        lecture.clear_stage()

    lecture = act(tmp_path, clear, player=player)
    assert kept in lecture.after
    assert not {*others} & {*lecture.after}
    assert player.lengths[:2] == [PACE.quick, 2.0]
    assert pictures(lecture) == [lecture._subtitle]
    assert lecture._subtitle.text_at(0.5)
