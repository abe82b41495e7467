"""Runs the twenty lines exactly as they are shown, or a copy of them that somebody has broken."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import CodeType
from typing import Any, cast

import numpy as np
from jaxtyping import Float, Int
from numpy import ndarray

from calc_core.errors import CalcError, ShapeError
from calc_core.networks import tiny
from calc_core.points import ArrayLike, Real, as_numbers
from calc_core.results import Result, recorded

TINY = 1e-100  # the complex nudge: its square vanishes beside 1
NOTE = "_note"  # what the text calls to hand over its values
WRONG = (
    ArithmeticError,
    LookupError,
    NameError,
    SyntaxError,
    TypeError,
    ValueError,
)  # of a text that is broken


def tiny_source() -> str:
    """The twenty lines themselves, as lecture 19 shows them.

    >>> print(networks.tiny_source().strip().splitlines()[0])
    import numpy as np
    """
    text = inspect.getsource(tiny)
    return text[text.index("import numpy") :]


@dataclass(frozen=True, eq=False)
class TinyRun(Result):
    """What the text did: the loss before every step, and how far its slopes lie from nudged ones.

    `errors` is that distance for every knob (W1, b1, W2, b2, row by row), as a share of the largest slope.
    """

    losses: Float[ndarray, " steps"]
    rel_error: float
    source: str
    errors: Float[ndarray, " knobs"]
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

    def n_above(self, limit: float) -> int:
        """How many knobs have a slope that is off by more than `limit`."""
        return int(np.sum(self.errors > limit))


@recorded
def run_tiny(
    X: ArrayLike,
    label: ArrayLike,
    *,
    source: str | None = None,
    hidden: int = 32,
    rate: Real = 0.5,
    steps: int = 100,
    checked: int = 16,
    seed: int | np.random.Generator = 0,
) -> TinyRun:
    """Execute `source` (default: `tiny_source`), train with it, and check its slopes by the complex step.

    X (n, in), label (n,) whole numbers from 0. The check nudges every knob before the first step, runs the
    text's own forward pass, and looks at the first `checked` rows. A square matrix keeps its shape when it
    loses its transpose: with as many rows as hidden neurons A is one, and with as many hidden neurons as
    classes W2; such a text runs, and only the check notices. Raises CalcError for a text that does not run.

    >>> rng = np.random.default_rng(1)
    >>> run = networks.run_tiny(rng.normal(size=(30, 4)), rng.integers(0, 3, 30), hidden=5, steps=20)
    >>> print(run.last_loss < run.first_loss, run.rel_error < 1e-9)
    True True
    """
    rows, Y, knobs = _begun(X, label, hidden, seed)
    text = tiny_source() if source is None else source
    said: dict[str, Any] = {}
    try:
        exec(compile(text, "<tiny>", "exec"), said)
        losses = said["train"](rows, Y, knobs, float(rate), steps)[1]
        errors = _check(said, rows[:checked], Y[:checked], knobs)
    except WRONG as problem:
        raise CalcError(f"this text does not run: {problem}") from problem
    return TinyRun(np.array(losses), float(errors.max()), text, errors)


def _begun(
    X: ArrayLike, label: ArrayLike, hidden: int, seed: int | np.random.Generator
) -> tuple[ndarray, ndarray, list[ndarray]]:
    """The rows, a 1 in the column of each row's class, and the knobs W1, b1, W2, b2 as nobody turned them."""
    rows, labels = as_numbers(X, "X"), np.asarray(label)
    if rows.ndim != 2 or labels.shape != rows.shape[:1] or len(rows) == 0 or labels.dtype.kind not in "iu":
        raise ShapeError(f"X must be (n, in) and label n whole numbers, got {rows.shape} and {labels.shape}")
    Y, rng = np.eye(int(labels.max()) + 1)[labels], np.random.default_rng(seed)
    knobs = []
    for before, after in ((rows.shape[1], hidden), (hidden, Y.shape[1])):
        knobs += [rng.uniform(-1, 1, (before, after)) * np.sqrt(6 / (before + after)), np.zeros(after)]
    return rows, Y, knobs


def _check(said: dict[str, Any], X: ndarray, Y: ndarray, knobs: list[ndarray]) -> Float[ndarray, " knobs"]:
    """How far each of the text's slopes lies from a nudged one, as a share of the largest slope."""
    slopes = said["backward"](X, Y, *said["forward"](X, *knobs), knobs[2])
    nudged, true = [each.astype(complex) for each in knobs], []
    for knob in nudged:
        for at in np.ndindex(knob.shape):
            untouched = knob[at]
            knob[at] += 1j * TINY
            true.append((-np.log(said["forward"](X, *nudged)[1][Y == 1]).mean()).imag / TINY)
            knob[at] = untouched
    told = np.concatenate([np.reshape(each, -1) for each in slopes])
    return np.asarray(np.abs(told - true) / np.abs(true).max())


@dataclass(frozen=True, eq=False)
class TinyTrace(Result):
    """What every expression of the text was while it ran: arrays by the very words that stand in the source.

    `values` holds each as it was when it was first worked out, `rounds` those of some of them in every round
    of the loop (steps, ...).
    """

    values: Mapping[str, ndarray]
    rounds: Mapping[str, ndarray]
    label: Int[ndarray, " n"]
    source: str
    units: Mapping[str, str] = field(default_factory=dict)

    def rows(self, words: str) -> int:
        """Rows of what `words` was."""
        return len(self.values[words])

    def columns(self, words: str) -> int:
        """Columns of what `words` was."""
        return int(self.values[words].shape[1])

    def entries(self, words: str) -> int:
        """Numbers in what `words` was."""
        return int(self.values[words].size)

    def correct(self, words: str) -> Int[ndarray, " steps"]:
        """In how many rows of `words` the class that was meant is the largest entry, in every round."""
        return np.asarray((self.rounds[words].argmax(-1) == self.label).sum(-1))


@recorded
def trace_tiny(
    X: ArrayLike,
    label: ArrayLike,
    *,
    source: str | None = None,
    hidden: int = 32,
    rate: Real = 0.5,
    steps: int = 1,
    every: Sequence[str] = (),
    seed: int | np.random.Generator = 0,
) -> TinyTrace:
    """Execute `source` as `run_tiny` does, and note what every expression in it was: `values["X @ W1"]`.

    Nothing is computed a second time: the text is parsed, and every expression hands its value over to the
    notes on its way. Only arrays are kept. `every` names expressions that are worked out once in a round of
    the loop and are wanted from all of them. Raises CalcError for a text that does not run.

    >>> rng = np.random.default_rng(1)
    >>> trace = networks.trace_tiny(rng.normal(size=(30, 4)), rng.integers(0, 3, 30), hidden=5)
    >>> print(trace.values["X @ W1"].shape)
    (30, 5)
    """
    rows, Y, knobs = _begun(X, label, hidden, seed)
    text = tiny_source() if source is None else source
    values: dict[str, ndarray] = {}
    rounds: dict[str, list[ndarray]] = {words: [] for words in every}

    def note(words: str, value: Any) -> Any:
        if isinstance(value, ndarray):
            values.setdefault(words, value.copy())
            if words in rounds:
                rounds[words].append(value.copy())
        return value

    said: dict[str, Any] = {NOTE: note}
    try:
        exec(_noting(text), said)
        said["train"](rows, Y, knobs, float(rate), steps)
    except WRONG as problem:
        raise CalcError(f"this text does not run: {problem}") from problem
    return TinyTrace(values, {words: np.array(each) for words, each in rounds.items()}, Y.argmax(1), text)


def _noting(text: str) -> CodeType:
    """The text with every expression `e` in it written as `note("e", e)`."""

    class Noting(ast.NodeTransformer):
        def generic_visit(self, node: ast.AST) -> ast.AST:
            is_value = isinstance(node, ast.BinOp | ast.Call) or (
                isinstance(node, ast.Name | ast.Attribute | ast.Subscript) and isinstance(node.ctx, ast.Load)
            )
            words = ast.get_source_segment(text, node) if is_value else None
            node = super().generic_visit(node)
            if words is None:
                return node
            told: list[ast.expr] = [ast.Constant(words), cast(ast.expr, node)]
            return ast.Call(ast.Name(NOTE, ast.Load()), told, [])

    return compile(ast.fix_missing_locations(Noting().visit(ast.parse(text))), "<tiny>", "exec")


@dataclass(frozen=True, eq=False)
class PartialProducts(Result):
    """A product of matrices as it grows: entry k is the sum of its first k outer products, 0 is empty."""

    partial: Float[ndarray, "inner_and_one rows columns"]
    units: Mapping[str, str] = field(default_factory=dict)


@recorded
def partial_products(left: ArrayLike, right: ArrayLike) -> PartialProducts:
    """sum over j < k of left[:, j] right[j, :] for k = 0 ... n: what the first k of the inner side add up to.

    left (rows, n), right (n, columns); the last entry is left @ right. Raises ShapeError where the inner
    sides differ.

    >>> sums = networks.partial_products([[1.0, 2.0]], [[3.0], [4.0]])
    >>> print(sums.partial.ravel())
    [ 0.  3. 11.]
    """
    a, b = as_numbers(left, "left"), as_numbers(right, "right")
    if a.ndim != 2 or b.ndim != 2 or a.shape[1] != len(b):
        raise ShapeError(
            f"inner sides must agree: left (rows, n), right (n, columns), got {a.shape}, {b.shape}"
        )
    grown = np.cumsum(np.einsum("ik,kj->kij", a, b), axis=0)
    return PartialProducts(np.concatenate([np.zeros((1, *grown.shape[1:])), grown]))
