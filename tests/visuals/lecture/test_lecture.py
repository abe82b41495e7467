"""Time is exact, any beat can be the first, and the report tells what was on screen."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from manim import FadeIn, Square, tempconfig

from tests.visuals.screening import digest, pictures_of, screen, small_frames
from tests.visuals.toys import Stroll
from visuals.lecture import Lecture, LectureError, Passing, Player, beat
from visuals.lecture.captions import TICKS, speaking_ticks
from visuals.letters.formula import Words


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return screen(Stroll, tmp_path_factory.mktemp("whole"))


@pytest.mark.parametrize("first", ["stand", "move", "name_it", "credits"])
def test_a_film_begun_at_a_beat_has_the_frames_of_the_whole(whole, first, tmp_path):
    frames, _ = whole
    later, report = screen(Stroll, tmp_path, begin=first)
    assert later == frames[-len(later) :]
    assert report["beats"][0]["name"] == first


def test_a_film_ended_at_a_beat_has_the_frames_of_the_whole(whole, tmp_path):
    frames, _ = whole
    part, report = screen(Stroll, tmp_path, begin="move", end="move")
    start = round(whole[1]["beats"][1]["start"] * 15)
    assert part == frames[start : start + len(part)]
    assert [each["name"] for each in report["beats"]] == ["move"]


@pytest.mark.parametrize("frame_rate", [30, 60])
def test_every_frame_rate_shows_the_same_moments(whole, frame_rate, tmp_path):
    frames, report = whole
    fast, fast_report = screen(Stroll, tmp_path, frame_rate=frame_rate)
    assert fast[:: frame_rate // 15] == frames
    assert fast_report["seconds"] == report["seconds"]


def test_beats_add_up_to_the_film_without_gap(whole):
    frames, report = whole
    beats = report["beats"]
    assert beats[0]["start"] == 0
    assert all(a["end"] == b["start"] for a, b in pairwise(beats))
    assert beats[-1]["end"] == pytest.approx(report["seconds"], abs=1e-3)
    assert len(frames) == report["frame_count"] == round(report["seconds"] * 15)


def test_a_beat_lasts_as_long_as_its_words_take_to_say(whole):
    for each in whole[1]["beats"]:
        assert (each["end"] - each["start"]) * TICKS >= speaking_ticks(each["words"]) - 1e-2


def test_numbers_are_recorded_when_they_come_and_at_the_end_of_beats_that_change_them(whole):
    seen = [(n["beat"], n["value"]) for n in whole[1]["numbers"]]
    assert seen == [("stand", 3.0), ("stand", pytest.approx(1.2)), ("move", -1.5)]
    first = whole[1]["numbers"][0]
    assert first["function"] == "tests.visuals.toys.walk"
    assert first["arguments"]["stops"] == 6
    assert (first["text"], first["unit"]) == ("3.00", "m")


def test_the_credits_name_the_data_behind_the_numbers(whole):
    assert [source["credit"] for source in whole[1]["sources"]] == ["Surveyor of the Trial"]


def test_chapters_are_runs_of_beats(whole):
    assert [chapter["name"] for chapter in whole[1]["chapters"]] == ["Where", "What", "Credits"]


class Visitor(Passing):
    """Looks at some moments of every play, and keeps what each beat leaves."""

    def __init__(self, shares, stills):
        super().__init__()
        self.shares, self.stills = shares, stills

    def passes(self, lecture, play):
        for share in self.shares:
            lecture.update_to_time(share * lecture.duration)

    def beat_ended(self, lecture, time):
        self.stills.append(lecture.still().tobytes())


def test_visiting_moments_on_the_way_leaves_the_same_stage(tmp_path):
    stages = []
    for moments in ((), (0.2, 0.5, 0.9)):
        stills: list[bytes] = []
        with small_frames(tmp_path):
            Stroll(player=Visitor(moments, stills)).render()
        stages.append(stills)
    assert stages[0] == stages[1]
    assert len(set(stages[0])) == len(stages[0])


def test_an_unknown_beat_is_named_with_the_ones_there_are(tmp_path):
    with pytest.raises(LectureError, match="no beat 'mvoe'; it has stand, move"):
        screen(Stroll, tmp_path, begin="mvoe")


def test_a_frame_rate_that_cannot_hold_the_moments_is_refused(tmp_path):
    with (
        small_frames(tmp_path),
        tempconfig({"frame_rate": 24}),
        pytest.raises(LectureError, match="multiple of 15"),
    ):
        Stroll()


def test_a_beat_without_words_is_refused():
    with pytest.raises(LectureError, match="says nothing"):

        class Mute(Lecture):
            @beat
            def silence(self):
                pass


def test_run_times_are_whole_ticks_and_frames_are_never_lost(tmp_path):
    class Uneven(Lecture):
        title = "Uneven"

        @beat
        def several(self):
            """One."""
            for seconds in (0.1, 0.61, 1 / 3, 0.7000001):
                self.play(FadeIn(Square()), run_time=seconds)
                self.wait(seconds)

    frames, report = screen(Uneven, tmp_path, frame_rate=60, end="several")
    assert len(frames) == report["frame_count"]
    assert report["seconds"] * TICKS == round(report["seconds"] * TICKS)


class Told(Lecture):
    title = "Told"

    @beat
    def long(self):
        """These words are long enough to need two captions, because the first is full of them; then on."""
        self.wait(0.2)
        self.play(FadeIn(Square(side_length=1.0)), run_time=0.6)


def test_burned_captions_lie_in_the_lowest_eighth_and_change_on_their_frames(tmp_path):
    burned, report = pictures_of(Told, tmp_path, captions="burned", end="long")
    beside, _ = pictures_of(Told, tmp_path, end="long")
    low = [picture[-22:] for picture in burned]  # of 180 rows
    changes = [i for i in range(1, len(low)) if (low[i] != low[i - 1]).any()]
    cues = report["beats"][0]["cues"]
    assert len(cues) == 2
    assert changes == [math.ceil(cues[0]["end"] * 15 - 1e-6)]
    assert all((a[:-23] == b[:-23]).all() for a, b in zip(burned, beside, strict=True))


class Turns(Player):
    """Draws every other play."""

    def __init__(self, painter):
        super().__init__()
        self.painter = painter

    def draws(self, lecture, play):
        return play % 2 == self.painter


def test_films_drawn_by_several_are_drawn_as_by_one(whole, tmp_path):
    numbered: dict[int, list[str]] = {}
    for painter in range(2):
        with small_frames(tmp_path):
            lecture = Stroll(player=Turns(painter))
            add_frame = lecture.renderer.add_frame

            def keep(frame, num_frames=1, lecture=lecture, add_frame=add_frame):
                numbered.setdefault(lecture.plays - 1, []).extend([digest(frame)] * num_frames)
                add_frame(frame, num_frames)

            lecture.renderer.add_frame = keep
            lecture.render()
            assert lecture.report() == whole[1]
    assert [each for play in sorted(numbered) for each in numbered[play]] == whole[0]


def credits_of(folder, kind):
    """What the credits card says."""

    class Reading(Passing):
        def beat_ended(self, lecture, time):
            self.said = [each.source for each in lecture.mobjects if isinstance(each, Words)]

    with small_frames(folder):
        lecture = kind(player=Reading())
        lecture.render()
    return lecture.player.said


def test_the_credits_name_author_and_licence_of_the_lecture(tmp_path):
    class Borrowed(Told):
        author, licence = "Ada Lovelace", "CC0"

    assert credits_of(tmp_path, Told)[-1] == "Compass. Film: CC BY 4.0. Code: MIT."
    assert credits_of(tmp_path, Borrowed)[-1] == "Ada Lovelace. CC0"
