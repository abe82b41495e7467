"""Runs the twenty lines exactly as they are shown, or a copy of them that somebody has broken."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from calc_core.errors import CalcError, ShapeError
from calc_core.networks import tiny
from calc_core.points import ArrayLike, Real, as_numbers
from calc_core.results import Result, recorded

TINY = 1e-100  # the complex nudge: its square vanishes beside 1


def tiny_source() -> str:
    """The twenty lines themselves, as lecture 19 shows them."""
    text = inspect.getsource(tiny)
    return text[text.index("import numpy") :]


@dataclass(frozen=True, eq=False)
class TinyRun(Result):
    """What the text did: the loss before every step, and how far its slopes lie from nudged ones."""

    losses: Float[ndarray, " steps"]
    rel_error: float
    source: str
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def first_loss(self) -> float:
        """Before the first step."""
        return float(self.losses[0])

    @property
    def last_loss(self) -> float:
        """Before the last step."""
        return float(self.losses[-1])

    @property
    def n_lines(self) -> int:
        """Lines of code in the text."""
        return sum(bool(line.strip()) for line in self.source.splitlines())


@recorded
def run_tiny(
    X: ArrayLike,
    label: ArrayLike,
    *,
    source: str | None = None,
    hidden: int = 32,
    rate: Real = 0.5,
    steps: int = 100,
    seed: int | np.random.Generator = 0,
) -> TinyRun:
    """Execute `source` (default: `tiny_source`), train with it, and check its slopes by the complex step.

    X (n, in), label (n,) whole numbers from 0. The check nudges every knob before the first step, runs the
    text's own forward pass, and looks at 16 rows. With `hidden` equal to the number of classes W2 is square,
    so that even a text that has lost a transpose runs, and only the check notices. Raises CalcError for a
    text that does not run.
    """
    rows, labels = as_numbers(X, "X"), np.asarray(label)
    if rows.ndim != 2 or labels.shape != rows.shape[:1] or len(rows) == 0 or labels.dtype.kind not in "iu":
        raise ShapeError(f"X must be (n, in) and label n whole numbers, got {rows.shape} and {labels.shape}")
    text = tiny_source() if source is None else source
    Y, rng = np.eye(int(labels.max()) + 1)[labels], np.random.default_rng(seed)
    knobs = []
    for before, after in ((rows.shape[1], hidden), (hidden, Y.shape[1])):
        knobs += [rng.uniform(-1, 1, (before, after)) * np.sqrt(6 / (before + after)), np.zeros(after)]
    said: dict[str, Any] = {}
    try:
        exec(compile(text, "<tiny>", "exec"), said)
        losses = said["train"](rows, Y, knobs, float(rate), steps)[1]
        error = _check(said, rows[:16], Y[:16], knobs)
    except (ArithmeticError, LookupError, NameError, SyntaxError, TypeError, ValueError) as problem:
        raise CalcError(f"this text does not run: {problem}") from problem
    return TinyRun(np.array(losses), error, text)


def _check(said: dict[str, Any], X: ndarray, Y: ndarray, knobs: list[ndarray]) -> float:
    """Largest difference between the text's slopes and nudged ones, as a share of the largest slope."""
    slopes = said["backward"](X, Y, *said["forward"](X, *knobs), knobs[2])
    worst = largest = 0.0
    for k, (knob, slope) in enumerate(zip(knobs, slopes, strict=True)):
        for at in np.ndindex(knob.shape):
            nudged = [each.astype(complex) for each in knobs]
            nudged[k][at] += 1j * TINY
            true = (-np.log(said["forward"](X, *nudged)[1][Y == 1]).mean()).imag / TINY
            worst, largest = max(worst, abs(float(slope[at]) - true)), max(largest, abs(true))
    return worst / largest
