"""What one cause breaks in several beats is told once; what happens is told each time; pictures follow."""

from dataclasses import replace

import pytest
from manim import RIGHT, Circle, Dot

from studio.check.critic import _judge
from studio.check.verdict import verdict
from studio.course.lecture import Lecture as Listed
from studio.course.lecture import Step
from tests.studio.check.watched import findings, watch
from visuals.lecture.lecture import Lecture, beat
from visuals.letters.formula import Words

FEW = {"small-letters": "It is a footnote."}


class Standing(Lecture):
    title = "Trial"

    @beat(chapter="Trial")
    def first(self):
        """Look at this."""
        self.enter(Words("tiny", size=20), Circle().shift(7 * RIGHT))

    @beat
    def second(self):
        """And at this."""
        self.enter(Dot())
        self.add(Dot(3 * RIGHT, radius=0.3))
        self.wait(1)

    @beat(excuse=FEW)
    def third(self):
        """And at that."""
        self.enter(Dot(-2 * RIGHT))
        self.add(Dot(-4 * RIGHT, radius=0.3))
        self.wait(1)


@pytest.fixture(scope="module")
def seen():
    return [watch(Standing, beat=None, number=n, watchers=2) for n in range(2)]


def of(rule, found):
    return [each for each in found if each.rule == rule]


def test_what_stays_on_stage_is_one_finding_that_knows_its_beats(seen):
    found = verdict([each for each, _ in seen])
    (edge,) = of("cut-by-edge", found)
    assert edge.beats == ("first", "second", "third")


def test_what_is_excused_is_not_folded_with_what_is_not(seen):
    found = verdict([each for each, _ in seen])
    tiny, excused = sorted(of("small-letters", found), key=lambda each: each.excuse or "")
    assert tiny.beats == ("first", "second", "credits")
    assert (excused.beat, excused.beats, excused.excuse) == ("third", (), "It is a footnote.")
    assert not of("needless-excuse", found)


def test_what_happens_is_told_each_time(seen):
    found = verdict([each for each, _ in seen])
    assert {each.beat for each in of("comes-or-goes", found)} == {"second", "third"}
    assert not any(each.beats for each in of("comes-or-goes", found))


def test_what_two_watchers_saw_of_one_event_is_told_once(seen):
    (first, _), (second, _) = seen
    (event, *_) = of("comes-or-goes", first.findings + second.findings)
    first, second = replace(first, findings=[event]), replace(second, findings=[replace(event, degree=1e9)])
    (told,) = of("comes-or-goes", verdict([first, second]))
    assert told.degree == 1e9
    assert told.beats == ()


def test_only_the_pictures_that_are_shown_are_left(seen, tmp_path):
    """Those of findings that were folded into another, and those put aside, go."""
    watched = []
    for number, (each, folder) in enumerate(seen):
        taken = {f.frame: f"{number}-{f.frame}" for f in each.findings if f.frame is not None}
        taken |= {name: f"{number}-{name}" for name in each.pictures.values()}
        for name, brought in taken.items():
            (tmp_path / brought).write_bytes((folder / name).read_bytes())
        watched.append(
            replace(
                each,
                findings=[replace(f, frame=taken.get(f.frame)) for f in each.findings],
                pictures={name: taken[picture] for name, picture in each.pictures.items()},
            )
        )
    listed = Listed(tmp_path / "l01_dot.py", 1, "dot", Step(1, "first steps"), title="A dot")
    checked = _judge(listed, watched, tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {each.frame for each in checked.findings} - {None}
    assert any(each.frame for each in checked.findings)


def test_a_lecture_of_one_beat_has_nothing_to_fold():
    assert not any(each.beats for each in findings(Standing, beat="first"))
