"""One neuron with two knobs: a landscape small enough to be drawn exactly."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from calc_core.data.datasets import Dataset
from calc_core.errors import DomainError, ShapeError
from calc_core.landscapes.landscape import Landscape, from_formulas
from calc_core.networks.activations import sigmoid, sigmoid_slope, softplus
from calc_core.points import ArrayLike, Real, as_bounds, as_numbers, as_points, inside
from calc_core.results import Result, recorded


@recorded
def neuron_loss(x: ArrayLike, y: ArrayLike, *, bounds: ArrayLike = ((-5, 15), (-70, 20))) -> Landscape:
    """L(w, b) = mean of softplus(z) - y z with z = w x + b: the cross-entropy of one neuron sigmoid(w x + b).

    x (n,) is what it sees, y (n,) in [0, 1] what it should say. There is no second valley: the Hessian, the
    mean of s'(z) (x, 1)(x, 1)^T, bends upwards everywhere. Where x separates the two kinds without a mistake,
    the floor lies at infinity, and `minima` stays empty.

    >>> land = networks.neuron_loss([-1.0, 1.0], [0.0, 1.0])
    >>> print(land.f(np.zeros(2)).round(4), land.grad(np.zeros(2)))
    0.6931 [-0.5  0. ]
    """
    seen, wanted = _pairs(x, y)
    with_one = np.stack([seen, np.ones_like(seen)])

    def sums(at: ndarray) -> ndarray:
        return np.asarray(at @ with_one)

    def height(at: ndarray) -> ndarray:
        z = sums(at)
        return np.asarray(np.mean(softplus(z) - wanted * z, axis=-1))

    def slope(at: ndarray) -> ndarray:
        return np.asarray((sigmoid(sums(at)) - wanted) @ with_one.T / len(seen))

    def bend(at: ndarray) -> ndarray:
        return np.asarray(
            np.einsum("in,...n,jn->...ij", with_one, sigmoid_slope(sums(at)), with_one) / len(seen)
        )

    floor = _floor(slope, bend, as_bounds(bounds))
    return from_formulas(height, slope, bend, bounds=bounds, name="one neuron", minima=floor)


def _floor(
    slope: Callable[[ndarray], ndarray], bend: Callable[[ndarray], ndarray], box: ndarray
) -> Float[ndarray, "found 2"]:
    """Newton's leaps from (0, 0), halved until the slope shrinks: a bowl has one floor or none."""
    at, g = np.zeros(2), slope(np.zeros(2))
    for _ in range(100):
        if np.linalg.norm(g) <= 1e-13:
            break
        leap = np.linalg.lstsq(bend(at), -g, rcond=None)[0]
        while np.linalg.norm(leap) > 1e-12 and np.linalg.norm(slope(at + leap)) > np.linalg.norm(g):
            leap /= 2
        at = at + leap
        g = slope(at)
    found = np.linalg.norm(g) <= 1e-9 and inside(at, box)
    return at[None] if found else np.empty((0, 2))


@dataclass(frozen=True, eq=False)
class NeuronReading(Result):
    """What one neuron says of every x, and how often it is right."""

    answer: Float[ndarray, " n"]
    correct: int
    n: int
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def share(self) -> float:
        """Share of the rows on the right side of one half."""
        return self.correct / self.n


@recorded
def neuron_reading(x: ArrayLike, y: ArrayLike, knobs: ArrayLike) -> NeuronReading:
    """sigmoid(w x + b) for knobs (w, b), and for how many of the n rows it lies on the side of y.

    >>> said = networks.neuron_reading([-1.0, 1.0], [0.0, 1.0], (2.0, 0.0))
    >>> print(said.answer.round(3), said.correct)
    [0.119 0.881] 2
    """
    seen, wanted = _pairs(x, y)
    w, b = as_points(knobs, 2, "knobs")
    said = sigmoid(w * seen + b)
    return NeuronReading(said, int(np.sum((said > 0.5) == (wanted > 0.5))), len(seen))


@dataclass(frozen=True, eq=False)
class PetalPairs(Result):
    """Petals of two species: `length` as it is, `x` from their mean, y is 0 for the one, 1 for the other."""

    length: Float[ndarray, " n"]
    x: Float[ndarray, " n"]
    y: Float[ndarray, " n"]
    mean: float
    units: Mapping[str, str] = field(default_factory=lambda: {"length": "cm", "x": "cm", "mean": "cm"})

    @property
    def n(self) -> int:
        """Number of petals."""
        return len(self.y)


@recorded
def petal_pairs(petals: Dataset, *, zero: str = "versicolor", one: str = "virginica") -> PetalPairs:
    """What a neuron with one wire sees of two species of iris, and what it should say of each petal.

    Lengths are taken from their mean, so that the landscape of w and b is a bowl and not a ravine: at its
    floor the larger curvature is 27 times the other, and 16,000 times where lengths are counted from 0 cm,
    which no petal comes near. Raises DomainError for a species that the table has not.

    >>> pairs = networks.petal_pairs(cc.load_iris_petals())
    >>> print(pairs.n, round(float(pairs.mean), 3), "cm")
    100 4.906 cm
    """
    for species in (zero, one):
        if species not in petals["species"]:
            raise DomainError(f"the table has no species {species!r}")
    chosen = np.isin(petals["species"], (zero, one))
    length = petals["length"][chosen]
    mean = float(length.mean())
    return PetalPairs(length, length - mean, 1.0 * (petals["species"][chosen] == one), mean)


@dataclass(frozen=True, eq=False)
class WeightedSum(Result):
    """What reaches one neuron: a product for each wire, the sum as they come in, and what it answers."""

    products: Float[ndarray, " n"]
    running: Float[ndarray, " n_and_one"]  # the sum before the first product, after it, ..., after the last
    bias: float
    total: float
    answer: float
    units: Mapping[str, str] = field(default_factory=dict)


@recorded
def weighted_sum(lights: ArrayLike, weights: ArrayLike, bias: Real = 0.0) -> WeightedSum:
    """z = sum_i w_i a_i + b and sigmoid(z), wire by wire: `lights` a (n,), `weights` w (n,).

    Raises ShapeError unless both have one shape (n,).

    >>> neuron = networks.weighted_sum([0.5, 1.0], [2.0, -1.0], 0.3)
    >>> print(neuron.products, round(float(neuron.total), 3), round(float(neuron.answer), 3))
    [ 1. -1.] 0.3 0.574
    """
    seen, wires = as_numbers(lights, "lights"), as_numbers(weights, "weights")
    if seen.ndim != 1 or seen.shape != wires.shape:
        raise ShapeError(f"lights and weights must have one shape (n,), got {seen.shape} and {wires.shape}")
    products = wires * seen
    running = np.concatenate([[0.0], np.cumsum(products)])
    total = float(running[-1] + bias)
    return WeightedSum(products, running, float(bias), total, float(sigmoid(np.asarray(total))))


def _pairs(x: ArrayLike, y: ArrayLike) -> tuple[ndarray, ndarray]:
    seen, wanted = as_numbers(x, "x"), as_numbers(y, "y")
    if seen.ndim != 1 or seen.shape != wanted.shape or len(seen) == 0:
        raise ShapeError(f"x and y must have one shape (n,) with n >= 1, got {seen.shape} and {wanted.shape}")
    if not ((wanted >= 0) & (wanted <= 1)).all():
        raise DomainError("y must lie between 0 and 1")
    return seen, wanted
