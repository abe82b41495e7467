"""Soundness: the same frame at the same time, from any start, at any rate, on any machine, soon enough."""

from __future__ import annotations

import ast
import random
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from manim import TracedPath

from studio.check.look import Film, Look
from studio.check.rule import RULES, Fault, beside, rule
from visuals.drawing.updating import wants_time

MEGABYTES = 1000.0
LATEX = re.compile(r"\w*latex|dvi\w+")
CLOCKS = {"time", "datetime"}


@rule(
    "clock-in-updater",
    "error",
    looks_at="look",
    mend="Look the state up at this moment, from a dial or a finished path.",
)
def clock_in_updater(look: Look) -> Iterator[Fault]:
    """A frame depends on how it was reached: an updater is told the time since the last frame."""
    for each in look.mobjects:
        if isinstance(each, TracedPath):
            yield Fault(f"{name_of(each)} collects its points frame by frame", subject=name_of(each))
        for updater in each.updaters:
            if wants_time(updater):
                yield Fault(f"an updater of {name_of(each)} asks for dt", subject=name_of(each))


@rule(
    "random-state",
    "error",
    looks_at="told",
    mend="Draw from np.random.default_rng(SEED), with the seed a constant.",
    happens=True,
)
def random_state(seen: Any) -> Iterator[Fault]:
    """The lecture draws from the random numbers that all code of the process shares."""
    yield from ()


@rule(
    "calls-latex",
    "error",
    looks_at="told",
    mend="Set it with Formula or Words of visuals: Typst needs nothing installed.",
    happens=True,
)
def latex(seen: Any) -> Iterator[Fault]:
    """Something calls LaTeX, which a machine need not have."""
    yield from ()


@rule(
    "clock",
    "error",
    looks_at="film",
    mend="Let set_stage compute everything from data; no clock, no shared random numbers.",
)
def clock(film: Film) -> Iterator[Fault]:
    """The lecture's file reads a clock, or draws random numbers without a seed."""
    if not film.whole:
        return
    for node in ast.walk(ast.parse(film.path.read_bytes())):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = (
                [each.name for each in node.names] if isinstance(node, ast.Import) else [node.module or ""]
            )
            for name in names:
                if name.split(".")[0] in CLOCKS | {"random"}:
                    yield Fault(f"line {node.lineno} imports {name}", time=0.0, beat=film.beats[0])
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("default_rng") and not node.args:
            yield Fault(f"line {node.lineno} makes a generator without a seed", time=0.0, beat=film.beats[0])


@rule(
    "slow-stage",
    "error",
    looks_at="watchers",
    mend="Compute less, or coarser: look where calc_core's time goes with a profile.",
)
def slow_stage(seen: Any) -> Iterator[Fault]:
    """Setting the stage, which is calc_core's share of a film, takes too long."""
    yield from ()


@rule(
    "much-memory",
    "error",
    looks_at="film",
    mend="Keep only what is shown: sample a grid more coarsely, let big arrays go.",
)
def much_memory(film: Film) -> Iterator[Fault]:
    """Playing the lecture needs too much memory."""
    if film.whole and film.megabytes > MEGABYTES:
        what = f"it took {beside(film.megabytes, MEGABYTES)} MB; {MEGABYTES:.0f} MB are the limit"
        yield Fault(what, time=0.0, beat=film.beats[0], subject="memory")


@rule(
    "start-differs",
    "error",
    looks_at="watchers",
    mend="Leave nothing on the way: what a beat's end shows may depend on data and time alone.",
)
def start_differs(seen: Any) -> Iterator[Fault]:
    """A render that starts in the middle shows another frame than the whole film."""
    yield from ()


@rule(
    "rate-differs",
    "error",
    looks_at="watchers",
    mend="Look the state up at this moment; never add to what the last frame left.",
)
def rate_differs(seen: Any) -> Iterator[Fault]:
    """The same moment looks different when it is reached by other steps, as at another frame rate."""
    yield from ()


class Witness:
    """Records what a lecture does while it is played that no picture shows: random numbers, processes."""

    def __init__(self) -> None:
        self._random = _random_state()
        self._started: list[str] = []
        sys.addaudithook(self._hear)

    @contextmanager
    def attending(self, beat: str, moment: float) -> Iterator[None]:
        """Begin: what happened before was not done by the lecture."""
        self._random = _random_state()
        yield

    def told(self, beat: str) -> Iterator[Fault]:
        """The records since the last call, as faults whose subject is their rule."""
        now = _random_state()
        if now != self._random:
            self._random = now
            yield Fault(
                "the shared random numbers were drawn from, here or since the last beat",
                subject="random-state",
            )
        while self._started:
            yield Fault(f"{self._started.pop()} was started", subject="calls-latex")

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in ("subprocess.Popen", "os.posix_spawn", "os.exec"):
            command = str(arguments[0]).rsplit("/", 1)[-1]
            if LATEX.fullmatch(command):
                self._started.append(command)


def _random_state() -> tuple[Any, ...]:
    state: Any = np.random.get_state()  # noqa: NPY002  it is looked at, not used
    return random.getstate(), state[1].tobytes(), state[2:]


def name_of(mobject: Any) -> str:
    """The name of a picture in a report: its class in words."""
    return type(mobject).__name__


assert {"random-state", "calls-latex"} <= RULES.keys()
