"""The judge of faults sees what is wrong, lost, left or said badly: else forty tests would say little."""

from __future__ import annotations

import json
import random
import subprocess
from pathlib import Path

import pytest

from tests.faults.injecting import Injection
from tests.faults.judging import Verdict, judge_ends, judge_files, judge_processes
from tests.faults.world import DATA, FILMS, SITE, World


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A world with a film and a page that nobody has made."""
    world = World(tmp_path, tmp_path / "course")
    for name, content in {
        f"{FILMS}/quiet-dot.json": json.dumps({"files": {".mp4": {}}}),
        f"{FILMS}/quiet-dot.mp4": "frames",
        f"{SITE}/index.html": "page",
        str(DATA): "5",
    }.items():
        (world.course / name).parent.mkdir(parents=True, exist_ok=True)
        (world.course / name).write_text(content)
    return world


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        (f"{FILMS}/quiet-dot.mp4", "half", "wrong"),
        (f"{SITE}/index.html", "half", "wrong"),
        (f"{SITE}/more.html", "who wrote this?", "wrong"),
        (str(DATA), None, "lost"),
        (f"{FILMS}/quiet-dot.json", None, None),  # no description: no reader takes it for a film
        (f"{FILMS}/quiet-dot.log", "a log", None),
    ],
)
def test_what_is_half_or_gone_is_seen(world: World, name: str, content: str | None, kind: str | None) -> None:
    before, verdict = world.contents(), Verdict()
    judge_files(verdict, world, before, before)
    assert verdict
    path = world.course / name
    path.unlink() if content is None else path.write_text(content)
    judge_files(verdict, world, before, before)
    assert set(verdict.found) == ({kind} if kind else set())
    assert verdict.did_harm is (kind is not None)


def test_who_is_left_is_seen(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.faults.judging.SOON", 0.2)
    verdict = Verdict()
    with subprocess.Popen(["sleep", "60"], env=world.environment()) as process:
        judge_processes(verdict, world)
        process.kill()
    assert str(process.pid) in verdict.found["orphans"][0]
    judge_processes(alone := Verdict(), world)
    assert alone


@pytest.mark.parametrize(
    ("code", "words", "is_clear"),
    [
        (0, "done", True),
        (1, "compass: quiet-dot: no space is left.", True),
        (1, "quiet-dot: failed", True),
        (1, "", False),
        (2, "compass: that was not expected", False),
        (1, "compass: it failed\nTraceback (most recent call last)", False),
        (0, "line\n" * 100, False),
    ],
)
def test_what_is_said_badly_is_seen(world: World, code: int, words: str, is_clear: bool) -> None:
    it = Injection(world, random.Random(1), "render", codes={0, 1})
    judge_ends(verdict := Verdict(), it, [code], [words])
    assert bool(verdict) is is_clear
    assert not verdict.did_harm
