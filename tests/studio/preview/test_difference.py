"""An edit plays again what it may have changed, and nothing before that."""

from __future__ import annotations

import pytest

from studio.preview.difference import difference

LECTURE = '''
"""A lecture."""

from manim import RIGHT, Dot

from visuals.lecture.lecture import Lecture, beat

START = 1
FAR = 3


def placed(x):
    return Dot([x, 0, 0])


class Little(Lecture):
    title = "Little"
    goal = "Nothing."

    def set_stage(self) -> None:
        self.dot = placed(START)

    @beat(chapter="One")
    def show(self) -> None:
        """A dot."""
        self.enter(self.dot)

    @beat
    def move(self) -> None:
        """It moves."""
        self.shift_far()

    @beat
    def rest_a_while(self) -> None:
        """It rests."""
        self.wait(1)

    def shift_far(self) -> None:
        self.play(self.dot.animate.shift(FAR * RIGHT))
'''


NEW_BEAT = '    @beat\n    def wait_first(self) -> None:\n        """Wait."""\n\n'


def after(old: str, new: str) -> tuple[int | None, bool]:
    assert old in LECTURE
    found = difference(LECTURE, LECTURE.replace(old, new), "Little")
    return found.first, found.stage


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("START = 1", "# where it begins\nSTART = 1"),
        ("        self.wait(1)", "        self.wait(1)  # a while"),
        ('goal = "Nothing."', 'goal = "Something."'),
        ("import RIGHT, Dot\n", "import RIGHT, Dot\n\n\n"),
        ("import RIGHT, Dot", "import LEFT, RIGHT, Create, Dot"),
    ],
)
def test_comments_and_blank_lines_change_no_picture(old: str, new: str) -> None:
    assert after(old, new) == (None, False)


@pytest.mark.parametrize(
    ("old", "new", "first"),
    [
        ("self.wait(1)", "self.wait(2)", 2),
        ("It moves.", "It moves far.", 1),
        ('chapter="One"', 'chapter="The first"', 0),
        ("FAR = 3", "FAR = 4", 1),  # through the method that mentions it
        ("self.play(self.dot.animate.shift(FAR * RIGHT))", "self.wait(1)", 1),
        ("import RIGHT, Dot", "import LEFT as RIGHT, Dot", 1),
        ('title = "Little"', 'title = "Small"', 3),  # the credits say it
        ("    @beat\n    def rest_a_while", "    def rest_a_while", 2),
        ("def rest_a_while", "def rest", 2),
        ("    @beat\n    def move", NEW_BEAT + "    @beat\n    def move", 1),
    ],
)  # fmt: skip
def test_play_begins_again_with_the_first_beat_that_may_be_another(old: str, new: str, first: int) -> None:
    assert after(old, new) == (first, False)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("START = 1", "START = 2"),
        ("Dot([x, 0, 0])", "Dot([x, 1, 0])"),  # set_stage calls what makes it
        ("= placed(START)", "= placed(2)"),
        ("class Little(Lecture):", "class Little(Lecture, Other):"),
        ("START = 1", "START = 1\nfor i in range(3):\n    FAR = i"),
        ("    def set_stage", "    def setup(self):\n        pass\n\n    def set_stage"),  # Manim calls it
    ],
)
def test_the_stage_is_set_again_when_its_data_may_be_others(old: str, new: str) -> None:
    assert after(old, new)[1]


def test_what_is_no_python_is_an_error() -> None:
    with pytest.raises(SyntaxError):
        difference(LECTURE, LECTURE + "\ndef", "Little")
