"""The catalog reads lectures as text, and finds the one that was meant."""

from __future__ import annotations

import json

import pytest

from studio.course.catalog import Catalog, read_catalog
from studio.course.lecture import Lecture
from studio.course.script import as_shown
from studio.errors import NotThere, Unprepared
from tests.studio.courses import Course


@pytest.fixture
def syllabus(course: Course) -> Catalog:
    course.add(9, "gradient_compass")
    course.add(1, "tiny_nudges")
    course.add(12, "tiny_steps")
    return read_catalog(course.folder)


def test_lectures_come_in_teaching_order(course: Course) -> None:
    course.add(3, "third")
    course.add(1, "first")
    late = course.folder / "scenes" / "step10_late" / "l02_second.py"
    early = course.folder / "scenes" / "step2_early" / "l04_fourth.py"
    for path in (late, early):
        path.parent.mkdir()
        path.write_text("class Any(Lecture):\n    title = 'Any'\n")
    assert [each.slug for each in read_catalog(course.folder)] == ["first", "third", "fourth", "second"]


def test_beats_come_with_words_chapter_and_line(course: Course) -> None:
    path = course.write(
        1,
        "spoken",
        '''
        from visuals.lecture.lecture import Lecture, beat


        class Spoken(Lecture):
            title = "What is "  "said"
            goal: str = "Read it."

            @beat(chapter="The question")
            def ask(self) -> None:
                """Which way
                is down?"""

            def helper(self) -> None:
                """Is no beat."""

            @beat
            def answer(self) -> None:
                """This way."""

            @beat(chapter="Aha")
            def wonder(self) -> None:
                """So that is it."""
        ''',
    )
    (lecture,) = read_catalog(course.folder)
    assert (lecture.title, lecture.goal, lecture.class_name) == ("What is said", "Read it.", "Spoken")
    told = [(beat.name, beat.words, beat.chapter) for beat in lecture.beats]
    assert told == [
        ("ask", "Which way is down?", "The question"),
        ("answer", "This way.", "The question"),
        ("wonder", "So that is it.", "Aha"),
    ]
    lines = path.read_text().splitlines()
    assert all(f"def {beat.name}" in lines[beat.line - 1] for beat in lecture.beats)


def test_reading_runs_nothing(course: Course) -> None:
    course.write(1, "trap", "raise SystemExit('imported')\nclass Trap(Lecture):\n    title = 'Trap'\n")
    (lecture,) = read_catalog(course.folder)
    assert lecture.problem is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("class Broken(Lecture:\n    pass\n", ":1: "),
        ("x = 1\n", "defines one class of Lecture; it has none"),
        ("class A(Lecture): ...\nclass B(Lecture): ...\n", "it has A, B"),
        ("class A(Lecture):\n    title = name()\n", ":1: the lecture has no title"),
        (
            "class A(Lecture):\n    title = 'A'\n\n    @beat\n    def a(self): 'One.'\n\n"
            "    @beat(chapter='B')\n    def a(self): 'Two.'\n",
            ":8: a second beat is called a, like the one in line 5",
        ),
        (
            "class A(Lecture):\n    title = 'A'\n    poster = 'b'\n\n    @beat\n    def a(self): 'One.'\n",
            ":3: poster = 'b' names no beat; they are a, credits",
        ),
        (
            "class A(Lecture):\n    title = 'A'\n\n    def construct(self): pass\n",
            ":4: a lecture writes no construct",
        ),
        (
            "\nclass A(MovingCameraScene):\n    title = 'A'\n",
            "line 1 derives from MovingCameraScene; derive from Lecture alone",
        ),
    ],
)
def test_a_broken_file_is_listed_with_its_problem(course: Course, text: str, problem: str) -> None:
    course.write(1, "broken", text)
    course.add(2, "sound")
    broken, sound = read_catalog(course.folder)
    assert problem in (broken.problem or "")
    assert "scenes/step1_first_steps/l01_broken.py" in (broken.problem or "")
    assert sound.problem is None


@pytest.mark.parametrize(
    "name", ["gradient-compass", "gradient_compass", "9", "09", "l09", "L9", "grad", "Grad"]
)
def test_a_lecture_answers_to_slug_number_and_prefix(syllabus: Catalog, name: str) -> None:
    assert syllabus.find(name).slug == "gradient-compass"


def test_a_whole_name_is_never_ambiguous(course: Course) -> None:
    course.add(1, "tiny")
    course.add(2, "tiny_steps")
    assert read_catalog(course.folder).find("tiny").number == 1


@pytest.mark.parametrize(("name", "offer"), [("gradent-compas", "gradient-compass"), ("l08", "l09")])
def test_a_wrong_name_offers_the_nearest(syllabus: Catalog, name: str, offer: str) -> None:
    with pytest.raises(NotThere, match=offer):
        syllabus.find(name)


def test_an_ambiguous_prefix_names_what_it_could_be(syllabus: Catalog) -> None:
    with pytest.raises(NotThere, match="tiny-nudges, tiny-steps"):
        syllabus.find("tiny")


def test_a_beat_is_known_by_its_place_and_the_credits_come_last(syllabus: Catalog) -> None:
    lecture = syllabus.find("9")
    assert [lecture.beat(name) for name in ("show", "move", "credits")] == [0, 1, 2]
    with pytest.raises(NotThere, match="Did you mean move"):
        lecture.beat("moove")


@pytest.mark.parametrize("other", [(1, "other"), (2, "same")])
def test_no_two_lectures_share_a_number_or_a_name(course: Course, other: tuple[int, str]) -> None:
    course.add(1, "same")
    path = course.folder / "scenes" / "step2_more" / f"l{other[0]:02d}_{other[1]}.py"
    path.parent.mkdir()
    path.write_text("class Any(Lecture):\n    title = 'Any'\n")
    with pytest.raises(Unprepared, match="Two lectures have the same"):
        read_catalog(course.folder)


def test_the_pictures_beside_a_lecture_are_no_lecture(course: Course) -> None:
    course.add(1, "same")
    (beside,) = [each.path.with_name("l01_pictures.py") for each in read_catalog(course.folder)]
    beside.write_text("class Sun:\n    pass\n")
    assert [each.slug for each in read_catalog(course.folder)] == ["same"]


def test_what_is_remembered_is_what_would_be_read(syllabus: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(lecture: Lecture) -> Lecture:
        raise AssertionError(f"{lecture.path} was read again")

    monkeypatch.setattr("studio.course.script.read_script", refuse)
    assert read_catalog(syllabus.course) == syllabus


def test_an_edit_is_noticed_however_short(syllabus: Catalog, course: Course) -> None:
    path = syllabus.find("9").path
    path.write_text(path.read_text().replace("It moves.", "It leaps."))
    assert [beat.words for beat in read_catalog(course.folder).find("9").beats] == ["A dot.", "It leaps."]
    path.unlink()
    assert [each.number for each in read_catalog(course.folder)] == [1, 12]


@pytest.mark.parametrize("garbage", ["", "{", "[]", '{"reader": 1}', None])
def test_a_broken_memory_is_no_harm(syllabus: Catalog, course: Course, garbage: str | None) -> None:
    memory = course.folder / "media" / ".catalog.json"
    if garbage is None:  # whole, but of another shape
        known = json.loads(memory.read_text())
        known["lectures"] = {key: value | {"told": [1]} for key, value in known["lectures"].items()}
        garbage = json.dumps(known)
    memory.write_text(garbage)
    assert read_catalog(course.folder) == syllabus


def test_a_course_that_cannot_be_written_to_is_read_all_the_same(course: Course) -> None:
    (course.folder / "media").write_text("in the way")
    course.add(1, "first")
    assert [each.slug for each in read_catalog(course.folder)] == ["first"]


def test_a_folder_without_lectures_is_no_course(tmp_path) -> None:
    with pytest.raises(Unprepared, match="is no course"):
        read_catalog(tmp_path)


def test_pages_show_code_without_what_is_said_to_tools() -> None:
    code = (
        "rods = [lambda y=y: y]  # type: ignore[misc]  # its default\nslow = 3  # seconds\nx = l  # noqa: E7"
    )
    assert as_shown(code) == "rods = [lambda y=y: y]\nslow = 3  # seconds\nx = l"
