"""A painter that dies costs a second try, an exception ends all, and nobody stays behind."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

from studio.engine.claims import Claims
from studio.engine.painting import TRIES, Atelier, Counter, PainterDied, PainterFailed
from studio.engine.stretch import Packet, Shape, Stretch

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="there is no fork"),
    pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning"),
]

PLAYS = 6


def stretch(play: int) -> Stretch:
    return Stretch(Shape(2, 2, 15, b""), (Packet(0, -2, True, bytes([play])),))


def draw_all(claims: Claims) -> dict[str, int]:
    drawn = 0
    for play in range(PLAYS):
        if claims.claim(play):
            claims.deliver(play, stretch(play))
            drawn += 1
    return {"drawn": drawn}


def describe(error: BaseException) -> dict[str, str]:
    return {"message": str(error)}


def test_painters_share_the_plays_and_leave_none_out(tmp_path):
    claims = Claims(tmp_path)
    found = Atelier(claims, lambda number: draw_all(claims), describe).run(3)
    assert sum(each["drawn"] for each in found) == PLAYS
    assert [s.packets[0].data[0] for s in claims.stretches(PLAYS)] == list(range(PLAYS))


def test_what_a_killed_painter_had_claimed_is_drawn_by_another(tmp_path):
    claims = Claims(tmp_path)
    first = tmp_path / "first"

    def paint(number: int) -> dict[str, int]:
        if not first.exists():
            first.touch()
            claims.claim(2)
            os.kill(os.getpid(), signal.SIGKILL)
        return draw_all(claims)

    Atelier(claims, paint, describe).run(1)
    assert not claims.missing(PLAYS)


def test_a_painter_that_always_dies_is_given_up(tmp_path):
    tries = tmp_path / "tries"

    def paint(number: int) -> dict[str, int]:
        with tries.open("a") as file:
            file.write("x")
        os.kill(os.getpid(), signal.SIGKILL)
        return {}

    with pytest.raises(PainterDied, match="signal 9"):
        Atelier(Claims(tmp_path), paint, describe).run(1)
    assert tries.read_text() == "x" * TRIES


def test_an_exception_is_told_and_ends_the_others(tmp_path):
    def paint(number: int) -> dict[str, int]:
        (tmp_path / f"process-{number}").write_text(str(os.getpid()))
        if number == 1:
            raise ValueError("the ground is missing")
        signal.pause()
        return {}

    with pytest.raises(PainterFailed, match="the ground is missing"):
        Atelier(Claims(tmp_path), paint, describe).run(2)
    patient = tmp_path / "process-0"
    if patient.exists():
        assert not Path(f"/proc/{patient.read_text()}").exists()


def test_frames_of_all_painters_are_counted():
    counter = Counter(3)
    for painter in range(3):
        counter.add(painter, 10 * painter)
    assert counter.add(0, 5) == counter.total == 35
