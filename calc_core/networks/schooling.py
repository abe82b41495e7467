"""A training watched closely: what the network takes every unseen row for, step by step at first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from jaxtyping import Bool, Float, Int
from numpy import ndarray

from calc_core.errors import ShapeError
from calc_core.networks.digits import DigitSplit
from calc_core.networks.mlp import MLP
from calc_core.networks.training import TrainHistory, train
from calc_core.points import ArrayLike, Real
from calc_core.results import Result, recorded


@dataclass(frozen=True, eq=False)
class Schooling(Result):
    """A training's stops: single steps of the first epochs, and then the end of every epoch.

    theta[k] are the knobs after steps[k] steps, that is after when[k] epochs, and said[k] is what each test
    row was taken for then. `first_rows` are the rows of X that the very first step looks at.
    """

    theta: Float[ndarray, "stops P"]
    when: Float[ndarray, " stops"]
    steps: Float[ndarray, " stops"]
    said: Int[ndarray, "stops m"]
    label: Int[ndarray, " m"]
    first_rows: Int[ndarray, " batch"]
    n_learning: int
    history: TrainHistory
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def n(self) -> int:
        """Number of stops after the start."""
        return len(self.steps) - 1

    @property
    def wrong(self) -> Bool[ndarray, "stops m"]:
        """Which test rows are misread at every stop."""
        return np.asarray(self.said != self.label)

    @property
    def n_wrong(self) -> Int[ndarray, " stops"]:
        """How many test rows are misread at every stop."""
        return np.asarray(self.wrong.sum(axis=1))

    @property
    def n_right(self) -> Int[ndarray, " stops"]:
        """How many test rows are read right at every stop."""
        return np.asarray(len(self.label) - self.n_wrong)

    @property
    def accuracy(self) -> Float[ndarray, " stops"]:
        """Share of the test rows read right at every stop."""
        return np.asarray(self.n_right / len(self.label))

    @property
    def said_most(self) -> Int[ndarray, " stops"]:
        """The answer that is given most often at every stop."""
        return np.asarray(self._counts.argmax(axis=1))

    @property
    def n_said_most(self) -> Int[ndarray, " stops"]:
        """How often it is given."""
        return np.asarray(self._counts.max(axis=1))

    @property
    def n_learned(self) -> int:
        """How many of the rows it learned from are read right at the end."""
        return round(float(self.history.acc[-1]) * self.n_learning)

    @property
    def _counts(self) -> Int[ndarray, "stops k"]:
        k = self.history.net.sizes[-1]
        return np.stack([np.bincount(each, minlength=k) for each in self.said])


@dataclass(frozen=True, eq=False)
class Tally(Result):
    """How many rows are taken for what they are, and how many are not; together they are all of them."""

    n_right: int
    n_wrong: int


@dataclass(frozen=True, eq=False)
class Magnified(Result):
    """A small change drawn larger than it is: from `start` to start + times (end - start)."""

    start: Float[ndarray, " P"]
    shown: Float[ndarray, " P"]
    times: int


@recorded
def tally(said: ArrayLike, label: ArrayLike) -> Tally:
    """Count the rows (m,) that are taken for what they are. Raises ShapeError unless each has one answer.

    >>> told = networks.tally([7, 1, 3], [7, 7, 3])
    >>> print(told.n_right, told.n_wrong)
    2 1
    """
    said, label = np.asarray(said), np.asarray(label)
    if said.shape != label.shape:
        raise ShapeError(f"each row has one answer, got {said.shape} for {label.shape} rows")
    n_right = int(np.sum(said == label))
    return Tally(n_right, label.size - n_right)


@recorded
def magnified(start: ArrayLike, end: ArrayLike, times: int) -> Magnified:
    """Draw start (P,) + times (end - start): a change too small to be seen, `times` as large.

    Raises ShapeError unless there is an end for every start.

    >>> print(networks.magnified([1.0, 2.0], [1.01, 2.0], 100).shown.round(6))
    [2. 2.]
    """
    start, end = np.asarray(start, dtype=float), np.asarray(end, dtype=float)
    if start.shape != end.shape:
        raise ShapeError(f"there is an end for every start, got {end.shape} for {start.shape}")
    return Magnified(start, start + times * (end - start), times)


@recorded
def school(
    net: MLP,
    digits: DigitSplit,
    *,
    learning_rate: Real = 0.5,
    epochs: int = 40,
    batch: int = 32,
    seed: int = 0,
    close: int = 1,
    stops: ArrayLike | None = None,
) -> Schooling:
    """Train on the rows to learn from, and at every stop read the rows that are kept back.

    The stops are the steps `stops` of the first `close` epochs (default: every one of them) and the end of
    every later epoch. The first epochs are trained twice, once to keep every step: the same seed gives the
    same way to the last bit, and keeping every step of a long training would cost far more. Raises ShapeError
    where `close` exceeds `epochs`, or `stops` do not lead from 0 to the end of the epochs that are close.

    >>> digits = networks.split_digits(cc.load_digits())
    >>> taught = networks.school(networks.MLP((64, 32, 10)).init(0), digits, epochs=1, stops=[0, 10, 47])
    >>> print(taught.n_right, "of", digits.n_test)
    [ 35 200 270] of 297
    """
    if not 0 <= close <= epochs:
        raise ShapeError(f"close counts some of the {epochs} epochs, got {close}")

    def taught(n: int, keep: Literal["epoch", "step"]) -> TrainHistory:
        return train(
            net, digits.X, digits.label, learning_rate=learning_rate, epochs=n, batch=batch, seed=seed,
            X_test=digits.X_test, Y_test=digits.label_test, keep=keep,
        )  # fmt: skip

    first, whole = taught(close, "step"), taught(epochs, "epoch")
    kept = np.arange(first.n + 1) if stops is None else np.asarray(stops, dtype=int)
    if kept.ndim != 1 or (kept[0], kept[-1]) != (0, first.n) or not (np.diff(kept) > 0).all():
        raise ShapeError(f"stops must rise from 0 to {first.n}, got {stops}")
    theta = np.concatenate([first.theta[kept], whole.theta[close + 1 :]])
    when = np.concatenate([first.when[kept], whole.when[close + 1 :]])
    said = [first.network(int(k)).predict(digits.X_test) for k in kept]
    rows = np.random.default_rng(seed).permutation(digits.n)[:batch]
    return Schooling(
        theta,
        when,
        np.round(when * whole.stride),
        np.concatenate([said, whole.predictions[close + 1 :]]),
        digits.label_test,
        rows,
        digits.n,
        whole,
    )
