"""A contact sheet can be read, whatever beats and chapters are called. (What it shows: test_render.)"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from studio.course.lecture import Lecture, Step
from studio.render.jobs import STILL
from studio.sheet import COLOURS, colours, typeset
from tests.studio.courses import Course, compass

LECTURE = Lecture(Path("l01_x.py"), 1, "x", Step(1, "first steps"))
GROUND = COLOURS["ground"]
MARGIN = 32  # pixels around the sheet
APART = 12  # pixels: more than between two words


def printed(folder: Path, name: str, chapter: str) -> np.ndarray:
    """Where ink is below the still of a beat."""
    Image.new("RGB", (STILL.width, STILL.height), GROUND).save(folder / "still.png")
    still = {"picture": "still.png", "start": 0, "end": 10, "name": name, "chapter": chapter, "words": ""}
    sheet = typeset(LECTURE, {"seconds": 10, "stills": [still]}, folder / "sheet.png")
    pixels = np.asarray(Image.open(sheet).convert("RGB")).astype(int)
    ink = np.abs(pixels - pixels[0, 0]).sum(axis=2) > 60
    return ink[STILL.height + 70 :]


def lines(ink: np.ndarray) -> list[slice]:
    """Rows that belong together."""
    rows = np.flatnonzero(np.diff(np.pad(ink.any(axis=1).astype(int), 1)))
    return [slice(start, stop) for start, stop in rows.reshape(-1, 2)]


@pytest.mark.parametrize("letters", [4, *range(20, 50, 3)])
def test_a_beats_name_and_its_chapter_keep_apart(tmp_path: Path, letters: int) -> None:
    name = ("step_by_step_" * 4)[:letters]
    alone, both = (printed(tmp_path, name, chapter) for chapter in ("", "Which way is up?"))
    alone = np.pad(alone, ((0, len(both) - len(alone)), (0, 0)))
    chapter = both & ~alone
    assert (both & alone == alone).all(), "the chapter moved the name"
    for line in lines(both):
        ends, begins = (np.flatnonzero(each[line].any(axis=0)) for each in (alone, chapter))
        assert not len(ends) or not len(begins) or begins[0] - ends[-1] >= APART
    assert np.flatnonzero(chapter.any(axis=0))[-1] == pytest.approx(both.shape[1] - MARGIN, abs=3)


def test_a_sheet_has_the_colours_of_its_course_as_far_as_it_has_its_own(tmp_path: Path) -> None:
    Image.new("RGB", (STILL.width, STILL.height)).save(tmp_path / "still.png")
    still = {"picture": "still.png", "start": 0, "end": 10, "name": "a", "chapter": "b", "words": ""}
    played = {"seconds": 10, "stills": [still]}
    with Image.open(typeset(LECTURE, played, tmp_path / "paper.png", {"ground": "#F4F0E6"})) as sheet:
        assert sheet.convert("RGB").getpixel((0, 0)) == (0xF4, 0xF0, 0xE6)
    assert colours({"text": "#20242C"}) == COLOURS | {"ink": "#20242C"}


def test_a_sheet_and_its_log_are_never_those_of_another_time(course: Course) -> None:
    sheets = course.folder / "media" / "sheets"
    picture, log = sheets / "quiet-dot.png", sheets / "quiet-dot.log"
    course.add(1, "quiet_dot")
    assert compass(course, "sheet", 1).returncode == 0
    assert picture.exists()
    assert not log.exists()
    course.add(1, "quiet_dot", first="raise ValueError('no dot')")
    assert compass(course, "sheet", 1).returncode == 1
    assert not picture.exists()
    assert "no dot" in log.read_text()
    course.add(1, "quiet_dot", first="print('hello')")
    assert compass(course, "sheet", 1).returncode == 0
    assert log.read_text() == "hello\n"
    course.add(1, "quiet_dot")
    assert compass(course, "sheet", 1).returncode == 0
    assert not log.exists()
    course.write(1, "quiet_dot", "class Dot(")
    assert compass(course, "sheet", 1).returncode == 1
    assert not picture.exists()
