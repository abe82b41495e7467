"""Races of calc_core against its peers, and the table of how they ended."""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Row:
    """One task: calc_core's time and error, a peer's, and the ratio of the times that we want at most."""

    task: str
    seconds: float | None
    error: str
    peer: str
    peer_seconds: float | None
    peer_error: str
    target: str = ""

    @property
    def ratio(self) -> float | None:
        """Our time over theirs."""
        if self.seconds is None or not self.peer_seconds:
            return None
        return self.seconds / self.peer_seconds


missing: list[str] = []


def peer(name: str) -> ModuleType | None:
    """A peer's module, or None (and a note) where it is not installed."""
    try:
        return importlib.import_module(name)
    except ImportError:
        package = name.split(".")[0]
        note = f"{package} is not installed: `pip install {package}` to compare with it"
        if note not in missing:
            missing.append(note)
        return None


def race(*contestants: Callable[[], Any], repeats: int = 9) -> tuple[list[float], list[Any]]:
    """Run each in turn, several times over; the best time and the last answer of each."""
    best, answers = [np.inf] * len(contestants), [None] * len(contestants)
    for _ in range(repeats):
        for k, run in enumerate(contestants):
            start = time.perf_counter()
            answers[k] = run()
            best[k] = min(best[k], time.perf_counter() - start)
    return best, answers


def compared(
    task: str,
    ours: Callable[[], Any],
    error: Callable[[Any], str],
    others: dict[str, Callable[[], Any] | None],
    target: str,
) -> list[Row]:
    """One row for each peer that is there; a row of our own where none is."""
    present = {name: run for name, run in others.items() if run is not None}
    times, answers = race(ours, *present.values())
    said = [error(answer) for answer in answers]
    if not present:
        return [Row(task, times[0], said[0], "", None, "", target)]
    pairs = zip(present, times[1:], said[1:], strict=True)
    return [Row(task, times[0], said[0], name, seconds, theirs, target) for name, seconds, theirs in pairs]


def largest(exact: np.ndarray) -> Callable[[Any], str]:
    """The largest error of an answer beside the largest entry of the exact one."""
    size = np.abs(exact).max()
    return lambda answer: f"{np.abs(np.asarray(answer) - exact).max() / size:.0e}"


def table(rows: list[Row]) -> str:
    """The rows in Markdown."""
    lines = ["| task | calc_core | error | peer | peer's time | peer's error | ratio | wanted |"]
    lines.append("|---|---:|---|---|---:|---|---:|---|")
    for row in rows:
        ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
        cells = [
            row.task,
            _spoken(row.seconds),
            row.error,
            row.peer,
            _spoken(row.peer_seconds),
            row.peer_error,
        ]
        lines.append("| " + " | ".join([*cells, ratio, row.target]) + " |")
    return "\n".join(lines)


def _spoken(seconds: float | None) -> str:
    if seconds is None:
        return ""
    return f"{seconds:.2f} s" if seconds >= 1 else f"{1e3 * seconds:.3g} ms"
