"""Every rule of soundness has a lecture that breaks it, and a near miss that does not."""

import contextlib
import random
import subprocess
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from manim import LEFT, RIGHT, Dot, FadeIn, TracedPath

from calc_core import results
from studio.check.look import Film
from studio.check.numerics import numerics_timed
from studio.check.rule import faults
from studio.check.verdict import verdict
from tests.studio.check.watched import broken, lecture, watch


def drifts_by_the_clock(self):
    dot = Dot(radius=0.3).add_updater(lambda each, dt: each.shift(dt * RIGHT))
    self.enter(dot)


def leaves_a_trace(self):
    dot = Dot(radius=0.3)
    self.add(dot, TracedPath(dot.get_center))
    self.play(dot.animate.shift(RIGHT))


def follows(self):
    leader = Dot(radius=0.3)
    follower = Dot(radius=0.3).add_updater(lambda each: each.move_to(leader).shift(LEFT))
    self.enter(leader, follower)
    self.play(leader.animate.shift(RIGHT))


def adds_to_what_was(self):
    follower = Dot(radius=0.3).add_updater(lambda each: each.shift(0.1 * RIGHT))
    self.add(follower)
    self.play(FadeIn(Dot([0, 2, 0])), run_time=1)
    self.play(FadeIn(Dot([0, -2, 0])), run_time=1)


def throws_dice(self):
    self.enter(Dot([np.random.rand(), 0, 0]))  # noqa: NPY002  on purpose


def throws_pythons_dice(self):
    self.enter(Dot([random.random(), 0, 0]))


def throws_dice_of_its_own(self):
    self.enter(Dot([np.random.default_rng(1).random(), 0, 0]))


def start(command):
    def show(self):
        with contextlib.suppress(FileNotFoundError):
            subprocess.run([command, "--version"], check=False, capture_output=True)
        self.enter(Dot())

    return show


CASES = [
    ("clock-in-updater", drifts_by_the_clock, follows),
    ("clock-in-updater", leaves_a_trace, follows),
    ("random-state", throws_dice, throws_dice_of_its_own),
    ("random-state", throws_pythons_dice, throws_dice_of_its_own),
    ("calls-latex", start("latex"), start("true")),
    ("calls-latex", start("dvisvgm"), start("true")),
]


@pytest.mark.parametrize(("rule", "breaks", "keeps"), CASES)
def test_a_rule_of_soundness_is_broken_and_nearly_broken(rule, breaks, keeps):
    assert rule in broken(breaks)
    assert rule not in broken(keeps)


@pytest.mark.parametrize("rule", ["start-differs", "rate-differs"])
def test_two_watchers_see_that_a_frame_depends_on_its_past(rule):
    assert rule in broken(adds_to_what_was, watchers=2)
    assert rule not in broken(follows, watchers=2)


def test_a_stage_that_is_set_slowly_is_told_where_both_watchers_waited():
    seen, _ = watch(lecture(follows))
    quick, slow = (replace(seen, whole=True, stage_seconds=seconds) for seconds in (1.0, 4.0))
    assert "slow-stage" in {each.rule for each in verdict([slow, slow])}
    assert "slow-stage" not in {each.rule for each in verdict([slow, quick])}


@pytest.mark.parametrize(("megabytes", "wrong"), [(1200.0, True), (400.0, False)])
def test_memory_has_its_bound(megabytes, wrong):
    film = Film({"seconds": 200.0}, Path(__file__), megabytes, ["show"])
    assert ("much-memory" in {made.name for made, _ in faults("film", film)}) is wrong


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("import time", True),
        ("from datetime import date", True),
        ("import random", True),
        ("import numpy as np\n\nrng = np.random.default_rng()", True),
        ("import numpy as np\n\nrng = np.random.default_rng(7)", False),
        ("from visuals.time_axis import time", False),
    ],
)
def test_a_lecture_s_file_reads_no_clock_and_no_unseeded_dice(text, wrong, tmp_path):
    path = tmp_path / "l99_trial.py"
    path.write_text(text)
    film = Film({"seconds": 200.0}, path, 100.0, ["show"])
    assert ("clock" in {made.name for made, _ in faults("film", film)}) is wrong


def test_time_in_calc_core_is_counted_once_and_pictures_are_not():
    @results.recorded
    def inner() -> results.Estimate:
        return _busy(0.1)

    @results.recorded
    def outer() -> results.Estimate:
        inner()
        return _busy(0.1)

    with numerics_timed() as numerics:
        _busy(0.1)
        outer()
    assert 0.15 < numerics.seconds < 0.27
    assert results.memory is None


def _busy(seconds: float) -> results.Estimate:
    """Work for so long on one core."""
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
    nothing = np.zeros(())
    return results.Estimate(nothing, nothing, nothing, 0, "none", np.array(True))
