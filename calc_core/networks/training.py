"""Training: run forward, run backward, take a small step, again and again, and keep the whole history."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, NamedTuple

import numpy as np
from jaxtyping import Float, Int
from numpy import ndarray

from calc_core.errors import ShapeError
from calc_core.networks.mlp import MLP, Layer, layer_views, mean_cost, run_backward, run_forward
from calc_core.points import ArrayLike, Real
from calc_core.results import Result, recorded

Optimiser = Literal["sgd", "momentum", "adam"]
Step = Callable[[ndarray, ndarray], None]  # (theta, slopes): change theta in place


@dataclass(frozen=True, eq=False)
class TrainHistory(Result):
    """A network's way: `theta[k]` as it was after `when[k]` epochs, and how well it did after every epoch.

    Entry 0 is the start. Losses and shares are means over all rows; `confusion[e, i, j]` counts the test rows
    of class i that were taken for j after epoch e, `predictions[e]` is what each test row was taken for.
    """

    net: MLP  # as it was at the start
    theta: Float[ndarray, "kept P"]
    when: Float[ndarray, " kept"]
    loss: Float[ndarray, " epochs"]
    test_loss: Float[ndarray, " epochs"]
    acc: Float[ndarray, " epochs"]
    test_acc: Float[ndarray, " epochs"]
    confusion: Int[ndarray, "epochs k k"]
    predictions: Int[ndarray, "epochs m"]
    label_test: Int[ndarray, " m"]
    n_steps: int
    status: Literal["max_iter", "diverged"]
    params: Mapping[str, str | float | int]
    units: Mapping[str, str] = field(default_factory=dict)

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
    """
    if not learning_rate > 0 or epochs < 0 or batch < 1 or optimiser not in OPTIMISERS:
        raise ShapeError(
            f"learning_rate and batch must be positive, epochs not negative and optimiser one of "
            f"{', '.join(OPTIMISERS)}; got {learning_rate}, {batch}, {epochs} and {optimiser!r}"
        )
    rows, targets = net.rows(X, Y)
    tests = (rows, targets) if X_test is None or Y_test is None else net.rows(X_test, Y_test)
    rng, theta, slopes = np.random.default_rng(seed), net.theta.copy(), np.empty(net.n_params)
    layers, step = layer_views(theta, net.sizes), OPTIMISERS[optimiser](float(learning_rate))
    kept, when = [theta.copy()], [0.0]
    labels, labels_test = _classes(targets), _classes(tests[1])

    def mark() -> Mark:
        return _mark(net, layers, (rows, targets, labels), (*tests, labels_test))

    marks = [mark()]
    batches = max(1, -(-len(rows) // batch))
    with np.errstate(over="ignore", invalid="ignore"):  # a rate too large flings the knobs off
        for epoch in range(epochs):
            order = rng.permutation(len(rows))
            X, Y = rows[order], targets[order]
            for k in range(batches):
                some = slice(k * batch, (k + 1) * batch)
                run_backward(net, layers, X[some], Y[some], slopes)
                step(theta, slopes)
                if keep == "step" or k == batches - 1:
                    kept.append(theta.copy())
                    when.append(epoch + (k + 1) / batches)
            marks.append(mark())
            if not np.isfinite([marks[-1].loss, marks[-1].test_loss]).all():
                marks.pop()
                break
    whole = np.array(when) <= len(marks) - 1
    params = {"learning_rate": float(learning_rate), "batch": batch, "optimiser": optimiser}
    columns: dict[str, Any] = {
        name: np.array([getattr(mark, name) for mark in marks]) for name in Mark._fields
    }
    return TrainHistory(
        net=net,
        theta=np.array(kept)[whole],
        when=np.array(when)[whole],
        label_test=labels_test,
        n_steps=(len(marks) - 1) * batches,
        status="max_iter" if len(marks) == epochs + 1 else "diverged",
        params=params,
        **columns,
    )


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


def _sgd(rate: float) -> Step:
    def step(theta: ndarray, slopes: ndarray) -> None:
        theta -= rate * slopes

    return step


def _momentum(rate: float, keep: float = 0.9) -> Step:
    velocity = np.zeros(1)

    def step(theta: ndarray, slopes: ndarray) -> None:
        nonlocal velocity
        velocity = keep * velocity - rate * slopes
        theta += velocity

    return step


def _adam(rate: float, keep: float = 0.9, keep_squares: float = 0.999, floor: float = 1e-8) -> Step:
    mean, square, k = np.zeros(1), np.zeros(1), 0

    def step(theta: ndarray, slopes: ndarray) -> None:
        nonlocal mean, square, k
        k += 1
        mean = keep * mean + (1 - keep) * slopes
        square = keep_squares * square + (1 - keep_squares) * slopes**2
        length = np.sqrt(square / (1 - keep_squares**k)) + floor
        theta -= rate / (1 - keep**k) * mean / length

    return step


OPTIMISERS: dict[str, Callable[[float], Step]] = {"sgd": _sgd, "momentum": _momentum, "adam": _adam}
