"""Findings of the background check in the beat in view reach the page; a check that fails disturbs nobody."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from studio.course.catalog import read_catalog
from studio.preview.background_check import findings, understood
from studio.preview.timeline import Timeline
from tests.studio.courses import Course

FOUND = {
    "beat": "move",
    "time": 3.0,
    "into_beat": 0.4,
    "rule": "overlap",
    "severity": "error",
    "what": "Two labels lie on each other.",
    "mend": "Move one.",
    "excuse": None,
    "boxes": [[0.1, 0.2, 0.3, 0.4]],
}


@pytest.fixture
def previewed(course: Course) -> Any:
    path: Path = course.add(1, "dot")
    (lecture,) = read_catalog(course.folder)
    return SimpleNamespace(path=path, timeline=Timeline(lecture, path.read_text(), course.folder))


def test_findings_of_the_beat_come_with_their_frame_box_and_line(previewed: Any) -> None:
    (found,) = findings({"findings": [FOUND]}, previewed, "move")
    assert (found["rule"], found["frame"], found["box"]) == ("overlap", 6, [0.1, 0.2, 0.3, 0.4])
    assert found["place"].startswith("l01_dot.py:")


@pytest.mark.parametrize("other", [{"beat": "show"}, {"excuse": "It is meant so."}])
def test_other_beats_and_what_is_excused_are_left_out(previewed: Any, other: dict[str, str]) -> None:
    assert findings({"findings": [FOUND | other]}, previewed, "move") == []


@pytest.mark.parametrize("end", [-5.0, 99.0])
def test_a_finding_lies_within_its_beat(previewed: Any, end: float) -> None:
    (found,) = findings({"findings": [FOUND | {"into_beat": end, "boxes": []}]}, previewed, "move")
    assert 0 <= found["frame"] < previewed.timeline.beats[1].count
    assert found["box"] is None


@pytest.mark.parametrize(
    "said",
    [
        *(b"", b"Usage: compass", b"{}", b"[]", b"null"),
        json.dumps({"format": 99, "lectures": [{"findings": []}]}).encode(),
        json.dumps({"format": 1, "lectures": [{"findings": [], "error": "ImportError"}]}).encode(),
    ],
)
def test_a_check_that_could_not_be_made_does_not_say_that_all_is_well(said: bytes) -> None:
    assert understood(said) is None


def test_a_report_is_about_the_one_lecture_that_was_asked_for() -> None:
    said = json.dumps({"format": 1, "lectures": [{"findings": [FOUND], "error": None}]}).encode()
    assert (understood(said) or {})["findings"] == [FOUND]
