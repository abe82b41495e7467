"""A multilayer perceptron: layers of neurons, run forward for an answer and backward for all slopes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal, TypeAlias

import numpy as np
from jaxtyping import Inexact
from numpy import ndarray

from calc_core.errors import DomainError, ShapeError
from calc_core.networks.activations import (
    ACTIVATIONS,
    ActivationName,
    log_sum_exp,
    sigmoid,
    sigmoid_slope,
    softmax,
    softplus,
)
from calc_core.points import ArrayLike, as_numbers
from calc_core.results import Result, recorded

OutputName = Literal["softmax", "linear", "sigmoid"]
CostName = Literal["cross-entropy", "squared"]
Layer: TypeAlias = tuple[ndarray, ndarray]


@dataclass(frozen=True, eq=False)
class Cache(Result):
    """Everything one run forward lit up: sums z and lamps a of every layer, a[0] = X, and the answer."""

    a: tuple[ndarray, ...]
    z: tuple[ndarray, ...]
    out: Inexact[ndarray, "n k"]

    @property
    def says(self) -> ndarray:
        """Where the answer of every row (n,) is largest."""
        return np.asarray(self.out.real.argmax(axis=1))


@dataclass(frozen=True, eq=False)
class Grad(Result):
    """dL/dtheta from one run backward: flat as theta, by layer, and deltas[k] = dL/dz of layer k + 1."""

    flat: Inexact[ndarray, " P"]
    deltas: tuple[ndarray, ...]
    by_layer: tuple[Layer, ...]


@dataclass(frozen=True, eq=False)
class MLP(Result):
    """a_k = s(a_{k-1} W_k + b_k) from a_0 = X (n, sizes[0]) to the answer (n, sizes[-1]).

    All weights and biases lie in theta (P,), layer by layer, W (in, out) before b (out,). Hidden layers bend
    by `activation`. The loss L is the mean over rows of the cross-entropy -sum Y log out ("softmax" and
    "sigmoid" outputs) or of |out - Y|^2 / 2 ("linear" ones, or where `cost` says "squared").
    """

    sizes: tuple[int, ...]
    activation: ActivationName = "tanh"
    output: OutputName = "softmax"
    theta: Inexact[ndarray, " P"] = field(default_factory=lambda: np.empty(0))
    cost: CostName | None = None
    units: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        sizes = tuple(int(size) for size in self.sizes)
        if len(sizes) < 2 or min(sizes) < 1:
            raise ShapeError(
                f"sizes must name at least an input and an output, all positive, got {self.sizes}"
            )
        if self.activation not in ACTIVATIONS or self.output not in ("softmax", "linear", "sigmoid"):
            raise ShapeError(f"no activation {self.activation!r} or no output {self.output!r}")
        object.__setattr__(self, "sizes", sizes)
        object.__setattr__(
            self, "cost", self.cost or ("squared" if self.output == "linear" else "cross-entropy")
        )
        if self.output == "linear" and self.cost == "cross-entropy":
            raise ShapeError(
                "a linear output has no cross-entropy; use softmax or sigmoid, or the squared cost"
            )
        count = count_parameters(sizes)
        theta = as_numbers(self.theta, "theta") if np.size(self.theta) else np.zeros(count)
        if theta.shape != (count,):
            raise ShapeError(f"theta must have shape ({count},) for sizes {sizes}, got {theta.shape}")
        object.__setattr__(self, "theta", theta)
        super().__post_init__()

    @property
    def n_params(self) -> int:
        """Number of knobs: all weights and all biases."""
        return count_parameters(self.sizes)

    @property
    def parts(self) -> tuple[int, ...]:
        """Numbers of weights and of biases, layer by layer, as they lie in theta."""
        return tuple(n for before, after in pairwise(self.sizes) for n in (before * after, after))

    @recorded
    def init(self, seed: int | np.random.Generator = 0) -> MLP:
        """Weights drawn evenly from +-sqrt(6 / (in + out)) (Glorot and Bengio, 2010), biases 0.

        For "relu" from +-sqrt(6 / in) (He et al., 2015), for half of its neurons are silent.
        """
        rng, theta = np.random.default_rng(seed), np.zeros(self.n_params)
        for W, _ in layer_views(theta, self.sizes):
            fan = W.shape[0] if self.activation == "relu" else sum(W.shape)
            W[:] = rng.uniform(-1, 1, W.shape) * np.sqrt(6 / fan)
        return replace(self, theta=theta)

    def layers(self) -> tuple[Layer, ...]:
        """(W, b) of every layer, as views of theta."""
        return layer_views(self.theta, self.sizes)

    @recorded
    def forward(self, X: ArrayLike) -> Cache:
        """Run X (n, sizes[0]) forward, and keep every sum and every lamp."""
        a, z = run_forward(self, self.layers(), self.inputs(X))
        return Cache(tuple(a), tuple(z), answer(self, z[-1]))

    def loss(self, X: ArrayLike, Y: ArrayLike) -> float:
        """L, the mean cost of a row; Y (n, sizes[-1]), or (n,) labels for a softmax."""
        X, Y = self.rows(X, Y)
        return float(mean_cost(self, run_forward(self, self.layers(), X)[1][-1], Y).real)

    @recorded
    def backward(self, X: ArrayLike, Y: ArrayLike) -> Grad:
        """dL/dtheta by the chain rule from the loss backwards (Rumelhart, Hinton and Williams, 1986).

        delta_last = dL/dz_last, delta_k = (delta_{k+1} W_{k+1}^T) * s'(z_k), dL/dW_k = a_{k-1}^T delta_k and
        dL/db_k = sum over rows of delta_k. Costs about two runs forward, whatever the number of weights.
        """
        X, Y = self.rows(X, Y)
        flat = np.empty(self.n_params, dtype=np.result_type(self.theta, X))
        deltas = run_backward(self, self.layers(), X, Y, flat)
        return Grad(flat, tuple(deltas), layer_views(flat, self.sizes))

    def predict(self, X: ArrayLike) -> ndarray:
        """The most likely class (n,) of every row: where the answer is largest."""
        return self.forward(X).says

    def inputs(self, X: ArrayLike) -> ndarray:
        """Read X as rows of sizes[0] numbers."""
        rows = as_numbers(X, "X")
        if rows.ndim != 2 or rows.shape[1] != self.sizes[0]:
            raise ShapeError(f"X must have shape (n, {self.sizes[0]}), got {rows.shape}")
        return rows

    def targets(self, Y: ArrayLike) -> ndarray:
        """Read Y as rows of sizes[-1] numbers; labels 0 ... sizes[-1] - 1 become rows with a single 1."""
        rows, k = as_numbers(Y, "Y"), self.sizes[-1]
        if rows.ndim == 1 and self.output == "softmax":
            if not np.isin(rows, np.arange(k)).all():
                raise DomainError(f"labels must be whole numbers from 0 to {k - 1}")
            return np.asarray(np.eye(k)[rows.astype(int)])
        if rows.ndim == 1 and k == 1:
            rows = rows[:, None]
        if rows.ndim != 2 or rows.shape[1] != k:
            also = ", or be labels (n,)" if self.output == "softmax" else ""
            raise ShapeError(f"Y must have shape (n, {k}){also}, got {rows.shape}")
        if self.output == "softmax" and not np.allclose(rows.sum(axis=1), 1):
            raise DomainError("every row of Y must sum to 1 for a softmax, which shares out one whole")
        return rows

    def rows(self, X: ArrayLike, Y: ArrayLike) -> tuple[ndarray, ndarray]:
        """Read X and Y together: one target for every row."""
        inputs, targets = self.inputs(X), self.targets(Y)
        if len(inputs) != len(targets):
            raise ShapeError(f"X and Y must have as many rows, got {len(inputs)} and {len(targets)}")
        return inputs, targets


def count_parameters(sizes: tuple[int, ...]) -> int:
    """sum over layers of (in + 1) * out."""
    return sum((before + 1) * after for before, after in pairwise(sizes))


def layer_views(theta: ndarray, sizes: tuple[int, ...]) -> tuple[Layer, ...]:
    """theta (P,) as (W (in, out), b (out,)) of every layer: writing into them writes into theta."""
    layers, at = [], 0
    for before, after in pairwise(sizes):
        end = at + before * after
        layers.append((theta[at:end].reshape(before, after), theta[end : end + after]))
        at = end + after
    return tuple(layers)


def run_forward(net: MLP, layers: tuple[Layer, ...], X: ndarray) -> tuple[list[ndarray], list[ndarray]]:
    """Lamps a (a[0] = X, hidden layers) and sums z (every layer) of one run."""
    bend, a, z = ACTIVATIONS[net.activation].value, [X], []
    for W, b in layers:
        total = a[-1] @ W
        total += b
        z.append(total)
        if len(z) < len(layers):
            a.append(bend(z[-1]))
    return a, z


def run_backward(net: MLP, layers: tuple[Layer, ...], X: ndarray, Y: ndarray, flat: ndarray) -> list[ndarray]:
    """Write dL/dtheta into flat (P,), and give back dL/dz of every layer."""
    a, z = run_forward(net, layers, X)
    slope, into = ACTIVATIONS[net.activation].slope, layer_views(flat, net.sizes)
    deltas = [cost_slope(net, z[-1], Y)]
    for k in range(len(layers) - 1, -1, -1):
        dW, db = into[k]
        np.matmul(a[k].T, deltas[0], out=dW)
        deltas[0].sum(axis=0, out=db)
        if k:
            deltas.insert(0, deltas[0] @ layers[k][0].T * slope(z[k - 1]))
    return deltas


def answer(net: MLP, z: ndarray) -> ndarray:
    """What the last layer's sums z (n, k) mean; always an array of its own."""
    if net.output == "linear":
        return z.copy()
    return softmax(z) if net.output == "softmax" else sigmoid(z)


def mean_cost(net: MLP, z: ndarray, Y: ndarray) -> ndarray:
    """L from the last sums: logarithms are taken of sums of exponentials, never of a rounded 0."""
    n = max(len(Y), 1)
    if net.cost == "squared":
        return np.asarray(np.sum((answer(net, z) - Y) ** 2) / (2 * n))
    if net.output == "softmax":
        return np.asarray((np.sum(log_sum_exp(z)) - np.sum(Y * z)) / n)
    return np.asarray(np.sum(softplus(z) - Y * z) / n)


def cost_slope(net: MLP, z: ndarray, Y: ndarray) -> ndarray:
    """dL/dz of the last layer; answer - Y for every pair of output and cost that belong together."""
    n, out = max(len(Y), 1), answer(net, z)
    if net.cost == "squared" and net.output == "sigmoid":
        return np.asarray((out - Y) * sigmoid_slope(z) / n)
    if net.cost == "squared" and net.output == "softmax":
        off = out - Y
        return np.asarray(out * (off - np.sum(off * out, axis=-1, keepdims=True)) / n)
    out -= Y
    out /= n
    return out
