"""`./compass check`: what it prints, what it writes, and how it ends."""

import json
from dataclasses import replace

import jsonschema
import pytest

from studio.check.critic import Checked
from studio.check.finding import Finding
from studio.check.page import write
from studio.check.report import as_json, as_text
from studio.course.lecture import Lecture, Step
from tests.studio.courses import compass

FINDING = {
    "type": "object",
    "required": [
        *("beat", "time", "until", "into_beat", "rule", "group", "severity", "what", "mend", "excuse"),
        *("boxes", "frame"),
    ],
    "properties": {
        "group": {"enum": ["sight", "time", "truth", "voice", "soundness"]},
        "severity": {"enum": ["error", "warning"]},
        "boxes": {"items": {"type": "array", "minItems": 4, "maxItems": 4, "items": {"type": "number"}}},
    },
}
SHAPE = {
    "type": "object",
    "required": ["format", "clean", "folder", "lectures"],
    "properties": {
        "format": {"const": 1},
        "lectures": {
            "items": {
                "required": ["slug", "number", "title", "clean", "seconds", "error", "beats", "findings"],
                "properties": {"findings": {"items": FINDING}},
            }
        },
    },
}


@pytest.fixture
def checked(tmp_path):
    lecture = Lecture(tmp_path / "l01_dot.py", 1, "dot", Step(1, "first steps"), title="A dot & more")
    found = Finding(
        "show", 61.25, 62.0, "outside", "sight", "error", "“<far>” leaves the frame", "Move it.",
        boxes=((0.5, 0.25, 0.75, 0.5),), frame="dot.png",
    )  # fmt: skip
    excused = Finding(
        "move", 70.0, 70.0, "jump", "time", "error", "It jumps", "Fade it.", excuse="On purpose."
    )
    return [Checked(lecture, (found, excused), 120.0, {"show": 60.0, "move": 70.0})]


def test_the_table_says_where_what_and_how(checked):
    text = as_text(checked)
    assert "1 error, 1 excused" in text
    assert "1:01.2  show  [outside]" in text
    assert "→ Move it." in text
    assert "excused: On purpose." in text
    assert "→ Fade it." not in text


def test_what_was_found_in_several_beats_is_one_line_of_the_table(checked):
    (one,) = checked
    several = replace(one.findings[0], beats=("show", "move"))
    text = as_text([replace(one, findings=(several,))])
    assert "in 2 beats: show, move" in text
    assert text.count("[outside]") == 1
    assert "beats:" not in as_text(checked)


def test_the_json_keeps_its_shape(checked, tmp_path):
    report = json.loads(as_json(checked, tmp_path))
    jsonschema.validate(report, SHAPE)
    assert report["lectures"][0]["findings"][0]["into_beat"] == 1.25
    assert not report["clean"]


def test_the_page_boxes_the_places_and_escapes_what_it_says(checked, tmp_path):
    page = write(checked, tmp_path).read_text()
    assert "left:50.00%;top:25.00%;width:25.00%;height:25.00%" in page
    assert "&lt;far&gt;" in page
    assert "A dot &amp; more" in page
    assert "The author: On purpose." in page
    assert "Seen in" not in page
    again = replace(checked[0].findings[0], beats=("show", "move_on"))
    page = write([replace(checked[0], findings=(again,))], tmp_path).read_text()
    assert "Seen in 2 beats: show, move on." in page


def test_a_beat_is_checked_by_itself_and_the_exit_code_tells(course):
    course.add(1, "quiet_dot")
    course.add(2, "loud_dot", first="self.add(Dot([0, 2, 0], radius=0.5)); self.wait(1)")
    clean = compass(course, "check", "quiet-dot", "--beat", "show", "--json")
    assert clean.returncode == 0, clean.stdout + clean.stderr
    assert json.loads(clean.stdout)["clean"]
    wrong = compass(course, "check", "2", "--beat", "show")
    assert wrong.returncode == 1
    assert "[comes-or-goes]" in wrong.stdout
    page = course.folder / "media" / "check" / "loud-dot.show" / "index.html"
    assert page.exists()
    assert list(page.parent.glob("*found*.png"))


def test_what_is_not_there_is_said_and_ends_with_2(course):
    course.add(1, "quiet_dot")
    missing = compass(course, "check", "quiet-dot", "--beat", "shwo")
    assert missing.returncode == 2
    assert "Did you mean show?" in missing.stderr
    assert compass(course, "check", "--beat", "show").returncode == 2
