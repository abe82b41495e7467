"""What a course says of itself is read, and what cannot be meant is refused in one sentence."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.studio.courses import CHECKOUT
from visuals.course import (
    INKS,
    KEYS,
    Course,
    CourseError,
    Licence,
    checksum,
    course_above,
    read_course,
)
from visuals.theme import INK

WHOLE = """
title = "Lines"
motto = "They stay."
author = "Ada"
lengths = [40, 120]
[licence]
films = "CC BY-SA 4.0"
[theme]
gradient = "#00ff00"
heights = ["#000000", "#111111", "#222222", "#333333", "#444444"]
[new]
folder = "step6_own"
first = 50
[[steps]]
name = "One"
lectures = ["07 One knob at a time"]
[[steps]]
number = 4
tool = "the ruler"
picture = "ruler.svg"
"""


def course(folder: Path, text: str) -> Course:
    (folder / "compass.toml").write_text(text)
    (folder / "ruler.svg").write_text('<svg viewBox="0 0 1 1"></svg>')
    return read_course(folder)


def test_everything_that_is_said_is_read(tmp_path: Path) -> None:
    said = course(tmp_path, WHOLE)
    assert (said.title, said.motto, said.whom, said.lengths) == ("Lines", "They stay.", "Ada", (40.0, 120.0))
    assert said.licence == Licence("CC BY-SA 4.0", "https://creativecommons.org/licenses/by-sa/4.0/", "")
    assert said.about_rights == "Film: CC BY-SA 4.0."
    assert said.theme == {"gradient": "#00FF00"}
    assert said.heights[2] == "#222222"
    assert (said.own_folder, said.own_first) == ("step6_own", 50)
    assert [(each.number, each.name) for each in said.steps] == [(1, "One"), (4, "")]
    assert said.steps[0].lectures == ((7, "One knob at a time"),)
    assert list(said.tools) == [4]


def test_a_folder_without_the_file_is_a_course_that_says_nothing(tmp_path: Path) -> None:
    assert read_course(tmp_path) == Course(tmp_path)
    assert read_course(tmp_path).tools == {}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ["title is missing", 'write title = "..."']),
        ('title = ""', ["title is", "words in one line"]),
        ("title = 3", ["title is 3", "words in one line"]),
        ('titel = "x"', ["title is missing"]),
        ('title = "x"\nmoto = "y"', ["moto is no key", "the nearest is motto"]),
        ('title = "x"\n[licence]\nfilm = "CC0"', ["licence.films is missing"]),
        ('title = "x"\n[licence]\nfilms = "Mine"', ["licence.url", "the address"]),
        ('title = "x"\nlicence = "CC0"', ["licence is to be a table, [licence]"]),
        ('title = "x"\n[theme]\ngradeint = "#FFFFFF"', ["theme.gradeint is no key", "theme.gradient"]),
        ('title = "x"\n[theme]\ngradient = "red"', ['theme.gradient is "red"', "#FF6B5E"]),
        ('title = "x"\n[theme]\nheights = ["#FFFFFF"]', ["theme.heights", "5 colours"]),
        ('title = "x"\nlengths = [300, 60]', ["lengths is [300, 60]", "the least and the most"]),
        ('title = "x"\nicon = "none.svg"', ['icon is "none.svg"', "an SVG file that is there"]),
        ('title = "x"\n[roadmap]\npicture = "ruler.svg"', ["roadmap.trail is missing", "go together"]),
        ('title = "x"\n[roadmap]\ntrail = [[1, 2]]', ["roadmap.trail is [[1, 2]]", "two or more points"]),
        ('title = "x"\n[new]\nfolder = "mine"', ['new.folder is "mine"', "step6_own"]),
        ('title = "x"\n[new]\nfirst = 100', ["new.first is 100", "0 to 99"]),
        ('title = "x"\n[steps]\nname = "y"', ["steps is to be a list of tables", "[[steps]]"]),
        ('title = "x"\n[[steps]]\ntool = "a rope"', ["steps.picture is missing", "go together"]),
        ('title = "x"\n[[steps]]\nnumber = 2\n[[steps]]', ["steps.number is 2", "no other step"]),
        ('title = "x"\n[[steps]]\nlectures = ["One"]', ["steps.lectures", "07 One knob"]),
        ('title = "x"\n[[steps]]\nnmae = "y"', ["steps.nmae is no key", "steps.name"]),
        ("title = x", ["is no TOML", "line 1"]),
    ],
)
def test_what_cannot_be_meant_is_refused_with_file_key_and_what_may_stand_there(
    tmp_path: Path, text: str, words: list[str]
) -> None:
    with pytest.raises(CourseError) as refused:
        course(tmp_path, text)
    said = str(refused.value)
    assert said.startswith(str(tmp_path / "compass.toml"))
    assert all(each in said for each in words), said
    assert "\n" not in said


def test_five_tools_are_one_too_many_for_the_rucksack(tmp_path: Path) -> None:
    step = '[[steps]]\ntool = "a"\npicture = "ruler.svg"\n'
    assert len(course(tmp_path, 'title = "x"\n' + 4 * step).tools) == 4
    with pytest.raises(CourseError, match="4 pockets"):
        course(tmp_path, 'title = "x"\n' + 5 * step)


def test_the_nearest_folder_with_the_file_is_the_course(tmp_path: Path) -> None:
    deep = tmp_path / "scenes" / "step1_x"
    deep.mkdir(parents=True)
    assert course_above(deep) not in (deep, deep.parent, tmp_path)
    (tmp_path / "compass.toml").write_text('title = "x"')
    assert course_above(deep) == tmp_path
    (tmp_path / "scenes" / "compass.toml").write_text('title = "y"')
    assert course_above(deep) == tmp_path / "scenes"


def test_a_theme_may_colour_every_concept() -> None:
    assert set(INKS) == {name for name in vars(INK) if not name.startswith("_")}


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ('title = "x"\nmotto = "other"', set()),
        ('title = "x"\nlengths = [1, 2]', set()),
        ('title = "other"', {"author"}),
        ('title = "x"\nauthor = "Ada"', {"author"}),
        ('title = "x"\n[licence]\nfilms = "CC BY 4.0"\ncode = "MIT"', {"licence"}),
        ('title = "x"\n[licence]\nfilms = "CC BY 3.0"', {"licence", "films"}),
        ('title = "x"\n[theme]\ntext = "#FFFFFF"', {"theme"}),
        ('title = "x"\n[theme]\ntext = "#ffffff"', {"theme"}),
    ],
)
def test_only_keys_that_say_something_else_have_another_checksum(
    tmp_path: Path, text: str, changed: set[str]
) -> None:
    before = course(tmp_path, 'title = "x"')
    after = course(tmp_path, text)
    assert {key for key in KEYS if checksum(before, key) != checksum(after, key)} == changed


def test_a_course_gives_concepts_colours_of_its_own(tmp_path: Path) -> None:
    course(tmp_path, WHOLE)
    script = "from visuals.theme import HEIGHT_RAMP, INK; print(INK.gradient, INK.text, HEIGHT_RAMP[2])"
    said = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env={"PYTHONPATH": str(CHECKOUT)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert said.stdout.split() == ["#00FF00", INK.text, "#222222"]
