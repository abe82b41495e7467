"""What the shape of a bowl costs: one descent for every condition number, and how many steps each takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from jaxtyping import Float, Int
from numpy import ndarray

from calc_core.descent.methods import gradient_descent, momentum, nesterov
from calc_core.descent.step_limits import best_momentum, rate_bound
from calc_core.errors import DomainError, ShapeError
from calc_core.landscapes.catalogue import bowl
from calc_core.points import ArrayLike, Real, as_numbers, as_points
from calc_core.results import Result, recorded

Method: TypeAlias = Literal["gradient descent", "heavy ball", "nesterov"]


@dataclass(frozen=True, eq=False)
class DescentFamily(Result):
    """One descent for each of many shapes of a bowl, kappa ascending, each with its own best constants.

    `x` holds all stops, start first; a walk that arrived earlier repeats its last one. Where the map was
    stretched, walk i went over the map that draws lengths `scale[i]` times as long, and `x` is on that map.
    """

    kappa: Float[ndarray, " n"]
    n_steps: Int[ndarray, " n"]
    x: Float[ndarray, "n stops 2"]
    scale: Float[ndarray, "n 2"]
    method: str
    tol: float

    @property
    def n(self) -> int:
        """How many shapes there are."""
        return len(self.kappa)

    @property
    def on_old_map(self) -> Float[ndarray, "n stops 2"]:
        """The same stops on the map that is not stretched."""
        return np.asarray(self.x / self.scale[:, None, :])

    @property
    def promised(self) -> Float[ndarray, " n"]:
        """The steps in which the slope falls from the start's to `tol`, if each one keeps what theory says.

        They are whole only by chance; where kappa is 1 there is nothing to keep, and one step is told.
        """
        return np.array([self._promised(i) for i in range(self.n)])

    def _promised(self, i: int) -> float:
        rate = rate_bound(float(self.kappa[i]), self.method).rate  # type: ignore[arg-type]  # Method, or newton
        if rate <= 0:
            return 1.0
        first = float(np.linalg.norm(self.x[i, 0] * [1.0, self.kappa[i]]))
        return float(max(np.log(self.tol / first) / np.log(rate), 1.0))

    def nearest(self, kappa: Real) -> int:
        """The entry whose shape is nearest to this one, by ratios."""
        return int(np.argmin(np.abs(np.log(self.kappa) - np.log(float(kappa)))))

    def at(self, kappa: Real) -> Float[ndarray, "stops 2"]:
        """The stops on the old map at one shape; between two on record straight, over log kappa."""
        place = np.interp(np.log(float(kappa)), np.log(self.kappa), np.arange(self.n))
        below = min(int(place), self.n - 2)
        share, stops = place - below, self.on_old_map
        return np.asarray(stops[below] + share * (stops[below + 1] - stops[below]))


@recorded
def squeezed_descents(
    x0: ArrayLike,
    kappas: ArrayLike,
    *,
    method: Method = "gradient descent",
    tol: Real = 1e-8,
    max_iter: int = 100_000,
) -> DescentFamily:
    """Walk down (x^2 + kappa y^2) / 2 from one start, for every kappa, until |grad f| <= `tol`.

    Each walk has the best constants for its bowl: `best_step`, or those of `best_momentum`. The counts grow
    with kappa, with momentum with its square root. Raises ShapeError unless `kappas` ascend from 1 or more,
    DomainError for a walk that has not arrived after `max_iter` steps.

    A bowl ten times as narrow takes about ten times the steps:

    >>> family = cc.squeezed_descents((10.0, 1.0), [10.0, 100.0], tol=1e-6)
    >>> print(family.n_steps)
    [ 83 922]
    """
    shapes = as_numbers(kappas, "kappas")
    if shapes.ndim != 1 or len(shapes) < 2 or not (np.diff(shapes) > 0).all() or shapes[0] < 1:
        raise ShapeError(f"kappas must ascend from 1 or more, two at least, got {kappas!r:.40}")
    starts = np.tile(_start(x0), (len(shapes), 1))
    walks = _walks(np.asarray(shapes, dtype=float), starts, method, tol, max_iter)
    return _family(shapes, walks, np.ones_like(starts), method, tol)


@recorded
def stretched_descents(
    kappa: Real,
    x0: ArrayLike,
    rulers: ArrayLike,
    *,
    method: Method = "gradient descent",
    tol: Real = 1e-8,
    max_iter: int = 100_000,
) -> DescentFamily:
    """Walk down one bowl from one place, on maps that draw y longer: by `rulers`, from 1 to sqrt kappa.

    Ground and start are the same; what changes is what the walker takes for a length, and with it gradient
    and condition number: on the map with y drawn r times as long (`stretched`), (x^2 + kappa y^2) / 2 is
    (X^2 + (kappa / r^2) Y^2) / 2. Raises DomainError for a walk that has not arrived, ShapeError for rulers
    that do not ascend.

    On the map whose ruler makes the bowl round, one step arrives:

    >>> family = cc.stretched_descents(100, (10.0, 1.0), [1.0, 5.0, 10.0], tol=1e-6)
    >>> print(family.n_steps)
    [  1  34 922]
    """
    factors = as_numbers(rulers, "rulers")
    if factors.ndim != 1 or len(factors) < 2 or not (np.diff(factors) > 0).all() or factors[0] < 1:
        raise ShapeError(f"rulers must ascend from 1, two at least, got {rulers!r:.40}")
    shapes = float(kappa) / factors[::-1] ** 2
    if shapes[0] < 1 - 1e-12:
        raise ShapeError(f"rulers must not exceed the square root of kappa, {float(kappa) ** 0.5:g}")
    shapes = np.maximum(shapes, 1.0)
    scale = np.stack([np.ones_like(factors), factors[::-1]], axis=-1)
    walks = _walks(shapes, _start(x0) * scale, method, tol, max_iter)
    return _family(shapes, walks, scale, method, tol)


def _walks(
    shapes: Float[ndarray, " n"], starts: Float[ndarray, "n 2"], method: Method, tol: Real, max_iter: int
) -> list[Float[ndarray, "stops 2"]]:
    """The stops of the walk down each bowl."""
    if method == "gradient descent":
        return _plain_walks(shapes, starts, float(tol), max_iter)
    ways = {"heavy ball": momentum, "nesterov": nesterov}
    walks = []
    for kappa, start in zip(shapes, starts, strict=True):
        best = best_momentum(np.diag([1.0, kappa]), method)
        rate, beta = best.learning_rate, best.beta
        walk = ways[method](bowl(kappa), start, learning_rate=rate, beta=beta, tol=tol, max_iter=max_iter)
        _need_arrival(walk.status == "converged", kappa, max_iter)
        walks.append(walk.x)
    return walks


def _plain_walks(
    shapes: Float[ndarray, " n"], starts: Float[ndarray, "n 2"], tol: float, max_iter: int
) -> list[Float[ndarray, "stops 2"]]:
    """The same of plain descent, all at once: a third coordinate, along which all is level, says whose bowl.

    Every bowl is as many times as high as its stride is long, so that one stride, 1, serves them all.
    """
    bends = np.stack([np.ones_like(shapes), shapes], axis=-1)
    strides = 2 / bends.sum(axis=-1)

    def f(p: ndarray) -> ndarray:
        whose = p[..., 2].astype(int)
        return np.asarray(strides[whose] * (bends[whose] * p[..., :2] ** 2).sum(axis=-1) / 2)

    def grad(p: ndarray) -> ndarray:
        whose = p[..., 2].astype(int)
        slope = strides[whose, None] * (bends[whose] * p[..., :2])
        return np.concatenate([slope, np.zeros_like(p[..., 2:])], axis=-1)

    marked = np.column_stack([starts, np.arange(len(shapes))])
    finest = tol * float(strides.min())
    walk = gradient_descent(f, marked, grad=grad, learning_rate=1.0, tol=finest, max_iter=max_iter)
    arrived = np.linalg.norm(bends * walk.x[..., :2], axis=-1) <= tol
    for i, kappa in enumerate(shapes):
        _need_arrival(bool(arrived[-1, i]), kappa, max_iter)
    return [walk.x[: int(np.argmax(arrived[:, i])) + 1, i, :2] for i in range(len(shapes))]


def _need_arrival(arrived: bool, kappa: float, max_iter: int) -> None:
    if not arrived:
        raise DomainError(
            f"every walk must arrive to be counted; where kappa is {kappa:g}, {max_iter} steps are too few"
        )


def _family(shapes: ndarray, walks: list[ndarray], scale: ndarray, method: str, tol: Real) -> DescentFamily:
    stops = max(map(len, walks))
    x = np.stack([np.pad(walk, ((0, stops - len(walk)), (0, 0)), mode="edge") for walk in walks])
    counts = np.array([len(walk) - 1 for walk in walks])
    return DescentFamily(np.asarray(shapes, dtype=float), counts, x, scale, method, float(tol))


def _start(x0: ArrayLike) -> Float[ndarray, " 2"]:
    start = as_points(x0, 2, "x0")
    if start.shape != (2,):
        raise ShapeError(f"x0 must be one point (2,), got shape {start.shape}")
    return np.asarray(start, dtype=float)
