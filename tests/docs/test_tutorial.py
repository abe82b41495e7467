"""The tutorial is true: what it says to type is typed, in order, and the tools say what it shows."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.docs.walkthrough import Said, Walk, blocks, typed
from tests.studio.courses import CHECKOUT

PAGE = CHECKOUT / "docs" / "write_a_lecture.md"
SPOKEN = CHECKOUT / "docs" / "tutorial" / "assets" / "voice"  # by the very command that the page shows
MISTAKES = ("Error", "1 error", "There is no beat")  # what a shown answer has that is meant to be one


def speak(course: Path) -> str:
    """What ./compass voice speak leaves: its model of a speaker is not fetched for a test."""
    shutil.copytree(SPOKEN, course / "assets" / "voice")
    return "spoken\n"


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> list[Said]:
    """The whole walk, once."""
    course = tmp_path_factory.mktemp("walk")
    (course / "scenes").mkdir()
    shutil.copy(SPOKEN.parents[1] / "compass.toml", course)  # where lectures begin, as in the checkout
    return list(Walk(course, {"./compass voice speak": speak}).through(PAGE))


def test_the_tools_say_what_the_page_shows(said: list[Said]) -> None:
    wrong = [
        f"line {each.line}: {each.command}\n--- shown\n{each.shown}--- said\n{each.heard}"
        for each in said
        if not each.is_true
    ]
    assert not wrong, "\n".join(wrong)


def test_nothing_of_the_page_was_left_out(said: list[Said]) -> None:
    commands = [
        command for block in blocks(PAGE) if block.kind == "console" for command, _ in typed(block.text)
    ]
    assert [each.command for each in said] == commands
    assert len(commands) >= 12


def test_commands_fail_where_the_page_shows_a_mistake_and_nowhere_else(said: list[Said]) -> None:
    failed = [each.command for each in said if each.code != 0]
    assert failed == [each.command for each in said if any(mark in each.shown for mark in MISTAKES)]
    assert len(failed) == 5


def test_the_film_is_narrated_published_and_lasts_about_two_minutes(said: list[Said]) -> None:
    published = next(each for each in said if each.command.startswith("./compass publish first-walk"))
    (course,) = {each.course for each in said}
    clip = json.loads((course / "site" / "clips" / "first-walk" / "clip.json").read_text(encoding="utf-8"))
    assert published.code == 0
    assert 115 < clip["seconds"] < 130
    assert [each["speaker"] for each in clip["sound"]["voices"]] == ["Kokoro-82M, speaker af_heart"]
    assert len(clip["beats"]) == 18


def test_a_page_that_shows_something_else_is_noticed(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("```console\n$ ./compass --version\nCompass 0.0.1\n```\n")
    (wrong,) = Walk(tmp_path).through(page)
    assert wrong.code == 0
    assert not wrong.is_true
