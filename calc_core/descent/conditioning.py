"""What the shape of a bowl costs: one descent for every condition number, and how many steps each takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
from jaxtyping import Float, Int
from numpy import ndarray

from calc_core.descent.methods import gradient_descent, momentum, nesterov
from calc_core.descent.path import DescentPath
from calc_core.descent.step_limits import best_momentum, best_step, rate_bound
from calc_core.errors import DomainError, ShapeError
from calc_core.landscapes.catalogue import bowl
from calc_core.landscapes.landscape import Landscape
from calc_core.landscapes.stretched import stretched
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
        rate = rate_bound(float(self.kappa[i]), self.method).rate  # type: ignore[arg-type]
        if rate <= 0:
            return 1.0
        first = float(np.hypot(*(self.x[i, 0] * _bends(self.kappa[i]))))
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
    """
    shapes = _ascending(kappas)
    start = _start(x0)
    walks = [_walk(bowl(each), start, method, tol, max_iter) for each in shapes]
    return _family(shapes, walks, np.ones((len(shapes), 2)), method, tol)


@recorded
def stretched_descents(
    land: Landscape,
    x0: ArrayLike,
    rulers: ArrayLike,
    *,
    method: Method = "gradient descent",
    tol: Real = 1e-8,
    max_iter: int = 100_000,
) -> DescentFamily:
    """Walk from one place of a bowl on maps that draw coordinate 1 by the factors `rulers` longer.

    The ground is the same, and so is the start; what changes is what the walker takes for a length, and with
    it the gradient (`stretched`) and the condition number. Raises DomainError unless the ground bends upwards
    everywhere, or for a walk that has not arrived, ShapeError for rulers that are not positive.
    """
    factors = as_numbers(rulers, "rulers")
    if factors.ndim != 1 or len(factors) < 2 or not (factors > 0).all():
        raise ShapeError(f"rulers must be positive numbers, two at least, got {rulers!r:.40}")
    start, scale = _start(x0), np.stack([np.ones_like(factors), factors], axis=-1)
    grounds = [stretched(land, each) for each in scale]
    kappas = np.array(
        [_kappa(ground.hess(start * each)) for ground, each in zip(grounds, scale, strict=True)]
    )
    order = np.argsort(kappas)
    walks = [_walk(grounds[i], start * scale[i], method, tol, max_iter) for i in order]
    return _family(kappas[order], walks, scale[order], method, tol)


def _walk(land: Landscape, start: ndarray, method: Method, tol: Real, max_iter: int) -> DescentPath:
    ways: dict[str, Callable[..., DescentPath]] = {
        "gradient descent": gradient_descent,
        "heavy ball": momentum,
        "nesterov": nesterov,
    }
    if method not in ways:
        raise ShapeError(f"method must be one of {', '.join(ways)}, got {method!r}")
    hess = land.hess(start)
    constants: dict[str, Any] = {"learning_rate": best_step(hess)}
    if method != "gradient descent":
        best = best_momentum(hess, method)
        constants = {"learning_rate": best.learning_rate, "beta": best.beta}
    walk = ways[method](land, start, tol=tol, max_iter=max_iter, **constants)
    if walk.status != "converged":
        raise DomainError(f"every walk must arrive to be counted; on {land.note or land.name}, {walk.reason}")
    return walk


def _family(
    kappas: ndarray, walks: list[DescentPath], scale: ndarray, method: str, tol: Real
) -> DescentFamily:
    stops = max(walk.n for walk in walks) + 1
    x = np.stack([np.pad(walk.x, ((0, stops - len(walk.x)), (0, 0)), mode="edge") for walk in walks])
    counts = np.array([walk.n for walk in walks])
    return DescentFamily(kappas, counts, x, scale, method, float(tol))


def _ascending(kappas: ArrayLike) -> Float[ndarray, " n"]:
    shapes = as_numbers(kappas, "kappas")
    if shapes.ndim != 1 or len(shapes) < 2 or not (np.diff(shapes) > 0).all() or shapes[0] < 1:
        raise ShapeError(f"kappas must ascend from 1 or more, two at least, got {kappas!r:.40}")
    return np.asarray(shapes, dtype=float)


def _start(x0: ArrayLike) -> Float[ndarray, " 2"]:
    start = as_points(x0, 2, "x0")
    if start.shape != (2,):
        raise ShapeError(f"x0 must be one point (2,), got shape {start.shape}")
    return np.asarray(start, dtype=float)


def _kappa(hess: ndarray) -> float:
    curvatures = best_step(hess).curvatures
    return float(curvatures[-1] / curvatures[0])


def _bends(kappa: float) -> Float[ndarray, " 2"]:
    return np.array([1.0, kappa])
