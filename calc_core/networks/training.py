"""Training: run forward, run backward, take a small step, again and again, and keep the whole history."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, NamedTuple

import numpy as np
from jaxtyping import Float, Int
from numpy import ndarray

from calc_core.descent.iteration import Move, Rule, Stand, descend
from calc_core.descent.path import DescentPath, Trials
from calc_core.descent.rules import Adam, HeavyBall
from calc_core.errors import ShapeError
from calc_core.networks.mlp import MLP, Layer, layer_views, mean_cost, run_backward, run_forward
from calc_core.points import ArrayLike, Real
from calc_core.results import recorded

Optimiser = Literal["sgd", "momentum", "adam"]


@dataclass(frozen=True, eq=False, kw_only=True)
class TrainHistory(DescentPath):
    """A network's way: `theta[k]` as it was after `when[k]` epochs, and how well it did after every epoch.

    Entry 0 is the start. As a walk downhill its places x are theta; f is the loss at every stop on record,
    over all rows, or where every step is kept over those of the step that follows; grad the slope that it
    was left by, over the rows of that step (at the end over those of the last). Losses and shares of every
    epoch are means over all rows; `confusion[e, i, j]` counts the test rows of class i that were taken for j
    after epoch e, `predictions[e]` is what each test row was taken for.
    """

    net: MLP  # as it was at the start
    when: Float[ndarray, " stops"]
    loss: Float[ndarray, " epochs"]
    test_loss: Float[ndarray, " epochs"]
    acc: Float[ndarray, " epochs"]
    test_acc: Float[ndarray, " epochs"]
    confusion: Int[ndarray, "epochs k k"]
    predictions: Int[ndarray, "epochs m"]
    label_test: Int[ndarray, " m"]

    @property
    def theta(self) -> Float[ndarray, "stops P"]:
        """The knobs at every stop on record."""
        return self.x

    @property
    def epochs(self) -> int:
        """How often every row was shown."""
        return len(self.loss) - 1

    @property
    def last_loss(self) -> float:
        """The loss on the rows it learned from, at the end."""
        return float(self.loss[-1])

    @property
    def last_test_loss(self) -> float:
        """The loss on the rows it never saw, at the end."""
        return float(self.test_loss[-1])

    @property
    def first_test_acc(self) -> float:
        """Share of the test rows read right after one epoch."""
        return float(self.test_acc[min(1, self.epochs)])

    @property
    def last_test_acc(self) -> float:
        """Share of the test rows read right, at the end."""
        return float(self.test_acc[-1])

    @property
    def mistakes(self) -> Int[ndarray, " wrong"]:
        """Numbers of the test rows that are still misread at the end."""
        return np.flatnonzero(self.predictions[-1] != self.label_test)

    @property
    def n_mistakes(self) -> int:
        """How many test rows are still misread at the end."""
        return len(self.mistakes)

    @recorded
    def network(self, k: int = -1) -> MLP:
        """The network with the knobs of kept entry k (default: the last)."""
        return replace(self.net, theta=self.theta[k])


@recorded
def train(
    net: MLP,
    X: ArrayLike,
    Y: ArrayLike,
    *,
    learning_rate: Real,
    epochs: int,
    batch: int = 32,
    seed: int | np.random.Generator = 0,
    X_test: ArrayLike | None = None,
    Y_test: ArrayLike | None = None,
    keep: Literal["epoch", "step"] = "epoch",
    optimiser: Optimiser = "sgd",
) -> TrainHistory:
    """theta <- theta - learning_rate * dL/dtheta on `batch` rows at a time, every epoch in a new order.

    Stochastic gradient descent (Robbins and Monro, 1951); "momentum" rolls on with 0.9 of its last step
    (Polyak, 1964), "adam" measures every knob by its own slopes (Kingma and Ba, 2015). X (n, in), Y (n, out)
    or labels (n,); without test rows the training rows are tested on. theta is kept after every epoch or
    every step. A rate so large that the loss overflows ends as "diverged", with the last finite epoch.

    >>> net, X, Y = networks.MLP((2, 1), output="sigmoid"), [[1.0, 2.0], [0.0, 1.0]], [1.0, 0.0]
    >>> walk = networks.train(net, X, Y, learning_rate=0.5, epochs=50)
    >>> print(walk.status, walk.last_loss < walk.loss[0], walk.last_test_acc)
    max_iter True 1.0
    """
    if not learning_rate > 0 or epochs < 0 or batch < 1 or optimiser not in OPTIMISERS:
        raise ShapeError(
            f"learning_rate and batch must be positive, epochs not negative and optimiser one of "
            f"{', '.join(OPTIMISERS)}; got {learning_rate}, {batch}, {epochs} and {optimiser!r}"
        )
    rows, targets = net.rows(X, Y)
    tests = (rows, targets) if X_test is None or Y_test is None else net.rows(X_test, Y_test)
    lessons = Lessons(net, (rows, targets), tests, np.random.default_rng(seed), batch, epochs, keep)
    rule = OPTIMISERS[optimiser](float(learning_rate), lessons.theta)
    with np.errstate(over="ignore", invalid="ignore"):  # a rate too large flings the knobs off
        descend(lessons, rule, lessons.steps)
        params = {"learning_rate": float(learning_rate), "batch": batch, "optimiser": optimiser}
        return lessons.history(float(learning_rate), params)


class Lessons:
    """A walk over the weights: every step looks at the next `batch` rows, every epoch in a new order."""

    def __init__(
        self,
        net: MLP,
        learned: tuple[ndarray, ndarray],
        tested: tuple[ndarray, ndarray],
        rng: np.random.Generator,
        batch: int,
        epochs: int,
        keep: Literal["epoch", "step"],
    ) -> None:
        self.net, self.rng, self.batch, self.keep = net, rng, batch, keep
        self.seen, self.unseen = (*learned, _classes(learned[1])), (*tested, _classes(tested[1]))
        self.batches = max(1, -(-len(learned[0]) // batch))
        self.theta, self.slopes, self.done = net.theta.copy(), np.empty(net.n_params), 0
        self.steps = epochs * self.batches
        self.layers = layer_views(self.theta, net.sizes)
        self.X, self.Y = learned
        self.marks = [_mark(net, self.layers, self.seen, self.unseen)]
        self.kept, self.when = [self.theta.copy()], [0.0]
        self.left_by: list[ndarray] = []
        self.heights: list[float] = []
        self.diverged = False

    def look(self) -> Stand | None:
        """The slope on the next rows; it is kept where the last stop was."""
        if self.diverged or self.done == self.steps:
            return None
        k = self.done % self.batches
        if k == 0:
            order = self.rng.permutation(len(self.seen[0]))
            self.X, self.Y = self.seen[0][order], self.seen[1][order]
        some = slice(k * self.batch, (k + 1) * self.batch)
        run_backward(self.net, self.layers, self.X[some], self.Y[some], self.slopes)
        if len(self.left_by) < len(self.kept):
            self.left_by.append(self.slopes.copy())
            if self.keep == "step":
                self.heights.append(self._loss(self.X[some], self.Y[some]))
        return ..., self.theta, None, self.slopes

    def go(self, move: Move) -> None:
        """Turn all knobs; after an epoch read all rows."""
        self.theta += move.by
        self.done += 1
        epoch, k = divmod(self.done, self.batches)
        if self.keep == "step" or k == 0:
            self.kept.append(self.theta.copy())
            self.when.append(epoch + k / self.batches)
        if k == 0:
            mark = _mark(self.net, self.layers, self.seen, self.unseen)
            self.diverged = not np.isfinite([mark.loss, mark.test_loss]).all()
            if not self.diverged:
                self.marks.append(mark)

    def history(self, rate: float, params: Mapping[str, str | float | int]) -> TrainHistory:
        """All stops up to the last epoch whose losses are finite."""
        whole = np.array(self.when) <= len(self.marks) - 1
        n, last = int(whole.sum()), self.kept[int(whole.sum()) - 1]
        k = max(self.done - 1, 0) % self.batches
        some = slice(k * self.batch, (k + 1) * self.batch)  # all rows would cost a short training a tenth
        run_backward(self.net, layer_views(last, self.net.sizes), self.X[some], self.Y[some], self.slopes)
        marks: dict[str, Any] = {
            name: np.array([getattr(mark, name) for mark in self.marks]) for name in Mark._fields
        }
        heights = marks["loss"] if self.keep == "epoch" else [*self.heights[: n - 1], self.marks[-1].loss]
        none = np.empty(0)
        return TrainHistory(
            x=np.array(self.kept)[whole],
            f=np.array(heights),
            grad=np.array([*self.left_by[: n - 1], self.slopes]),
            step=np.full(n - 1, rate),
            status="diverged" if self.diverged else "max_iter",
            n_steps=(len(self.marks) - 1) * self.batches,
            method="stochastic gradient descent",
            nfev=len(self.marks),
            ngev=self.done + 1,
            params=params,
            trials=Trials(none.astype(int), none.astype(int), none, np.empty((0, len(last))), none),
            stride=1 if self.keep == "step" else self.batches,
            net=self.net,
            when=np.array(self.when)[whole],
            label_test=self.unseen[2],
            **marks,
        )

    def _loss(self, X: ndarray, Y: ndarray) -> float:
        return float(mean_cost(self.net, run_forward(self.net, self.layers, X)[1][-1], Y))


class Mark(NamedTuple):
    """How well a network does at one moment."""

    loss: float
    test_loss: float
    acc: float
    test_acc: float
    confusion: ndarray
    predictions: ndarray


Rows = tuple[ndarray, ndarray, ndarray]  # inputs, targets, labels


def _mark(net: MLP, layers: tuple[Layer, ...], seen: Rows, unseen: Rows) -> Mark:
    """Read all rows, those that the network learns from and those it does not."""
    z, z_test = (run_forward(net, layers, X)[1][-1] for X, _, _ in (seen, unseen))
    level = 0.5 if net.output == "linear" else 0.0  # of the sums: an answer of one half
    said, right = _classes(z_test, level), unseen[2]
    confusion = np.zeros((max(2, net.sizes[-1]),) * 2, dtype=int)
    np.add.at(confusion, (right, said), 1)
    loss, test_loss = float(mean_cost(net, z, seen[1])), float(mean_cost(net, z_test, unseen[1]))
    return Mark(
        loss, test_loss, _share(_classes(z, level) == seen[2]), _share(said == right), confusion, said
    )


def _classes(rows: ndarray, level: float = 0.5) -> ndarray:
    """Which class rows (n, k) speak for: the largest, or for a single output whether it exceeds `level`."""
    return np.asarray(rows.argmax(axis=1) if rows.shape[1] > 1 else (rows[:, 0] > level).astype(int))


def _share(right: ndarray) -> float:
    return float(np.mean(right)) if len(right) else 0.0


OPTIMISERS: dict[str, Callable[[float, ndarray], Rule | float]] = {
    "sgd": lambda rate, like: rate,
    "momentum": lambda rate, like: HeavyBall(rate, 0.9, like),
    "adam": lambda rate, like: Adam(rate, 0.9, 0.999, 1e-8, like),
}
