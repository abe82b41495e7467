"""How long a stride may be: what the curvatures of a bowl allow, and what they promise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from calc_core.errors import ShapeError, SingularError
from calc_core.points import ArrayLike, Real, as_numbers
from calc_core.results import Result, recorded


@dataclass(frozen=True, eq=False)
class Stride(Result):
    """A learning rate that follows from curvatures; pass it wherever a learning rate is asked for."""

    value: float
    curvatures: Float[ndarray, " d"]  # eigenvalues of the Hessian, ascending

    def __float__(self) -> float:
        return self.value


@dataclass(frozen=True, eq=False)
class Contraction(Result):
    """By which factor one step multiplies the distance to the floor, along each axis of a bowl."""

    learning_rate: Float[ndarray, "*rates"]
    curvatures: Float[ndarray, " d"]
    factors: Float[ndarray, "*rates d"]

    @property
    def worst(self) -> Float[ndarray, "*rates"]:
        """The largest factor: below 1 every start comes home, above 1 almost none does."""
        return np.asarray(self.factors.max(axis=-1))

    @property
    def signed(self) -> Float[ndarray, "*rates d"]:
        """1 - learning_rate * lambda_i: below zero where a step ends on the other side of the floor."""
        return np.asarray(1 - self.learning_rate[..., None] * self.curvatures)

    @property
    def gentle(self) -> Float[ndarray, "*rates"]:
        """The factor along the axis that bends least."""
        return np.asarray(self.factors[..., 0])

    @property
    def steep(self) -> Float[ndarray, "*rates"]:
        """The factor along the axis that bends most."""
        return np.asarray(self.factors[..., -1])


@dataclass(frozen=True, eq=False)
class RateBound(Result):
    """The factor `rate` by which `method` shrinks the distance per step, in the end, at condition `kappa`."""

    kappa: float
    method: str
    rate: float


@dataclass(frozen=True, eq=False)
class MomentumConstants(Result):
    """The learning rate and the memory `beta` of a walk with momentum, as they follow from curvatures."""

    learning_rate: float
    beta: float
    curvatures: Float[ndarray, " d"]  # eigenvalues of the Hessian, ascending


@dataclass(frozen=True, eq=False)
class RateLine(Result):
    """`slope` after each number of `steps`, if every step multiplies it by `rate`."""

    steps: Float[ndarray, " n"]
    slope: Float[ndarray, " n"]
    rate: float
    method: str


@recorded
def stability_limit(hess: ArrayLike) -> Stride:
    """2 / lambda_max: gradient descent with a constant stride below it comes home, beyond it is flung off.

    Raises SingularError where some curvature is negative (no stride is stable) or all are zero (all are).

    >>> print(cc.stability_limit(np.diag([1.0, 25.0])).value)
    0.08
    """
    curvatures = _curvatures(hess)
    if curvatures[0] < 0 or curvatures[-1] == 0:
        raise SingularError(f"a stability limit needs curvatures of 0 or more, one above 0, got {curvatures}")
    return Stride(float(2 / curvatures[-1]), curvatures)


@recorded
def best_step(hess: ArrayLike) -> Stride:
    """2 / (lambda_min + lambda_max): the constant stride with the smallest worst factor (Richardson, 1910).

    Raises SingularError unless every curvature is positive.

    >>> print(round(cc.best_step(np.diag([1.0, 25.0])).value, 6))
    0.076923
    """
    curvatures = _curvatures(hess)
    if curvatures[0] <= 0:
        raise SingularError(f"a best step needs positive curvatures only, got {curvatures}")
    return Stride(float(2 / (curvatures[0] + curvatures[-1])), curvatures)


@recorded
def contraction_factors(hess: ArrayLike, learning_rate: ArrayLike | Stride) -> Contraction:
    """|1 - learning_rate * lambda_i| for every curvature of a bowl, at one learning rate or many.

    At the best stride the gentlest and the steepest direction shrink alike:

    >>> bowl = np.diag([1.0, 25.0])
    >>> print(cc.contraction_factors(bowl, cc.best_step(bowl)).factors.round(4))
    [0.9231 0.9231]
    """
    given = float(learning_rate) if isinstance(learning_rate, Stride) else learning_rate
    rates = as_numbers(given, "learning_rate")
    curvatures = _curvatures(hess)
    return Contraction(rates, curvatures, np.abs(1 - rates[..., None] * curvatures))


@recorded
def rate_bound(
    kappa: Real, method: Literal["gradient descent", "heavy ball", "nesterov", "newton"]
) -> RateBound:
    """The factor per step that remains in the end on bowls whose curvatures span a ratio of `kappa`.

    With the best constants: gradient descent (k - 1)/(k + 1); heavy ball (sqrt k - 1)/(sqrt k + 1)
    (Polyak, 1964); Nesterov with step 1/L and momentum (sqrt k - 1)/(sqrt k + 1): 1 - 1/sqrt k;
    Newton 0, for it arrives in one step.

    >>> for method in ("gradient descent", "heavy ball", "nesterov", "newton"):
    ...     print(method, round(float(cc.rate_bound(100, method).rate), 4))
    gradient descent 0.9802
    heavy ball 0.8182
    nesterov 0.9
    newton 0.0
    """
    if not 1 <= kappa < np.inf:
        raise ShapeError(f"kappa must be a finite ratio of at least 1, got {kappa}")
    root = float(np.sqrt(kappa))
    rates = {
        "gradient descent": (kappa - 1) / (kappa + 1),
        "heavy ball": (root - 1) / (root + 1),
        "nesterov": 1 - 1 / root,
        "newton": 0.0,
    }
    if method not in rates:
        raise ShapeError(f"method must be one of {', '.join(rates)}, got {method!r}")
    return RateBound(float(kappa), method, float(rates[method]))


@recorded
def best_momentum(
    hess: ArrayLike, method: Literal["heavy ball", "nesterov"] = "heavy ball"
) -> MomentumConstants:
    """The constants of `momentum` and `nesterov` for a bowl whose curvatures reach from m to L.

    Heavy ball: learning_rate = (2 / (sqrt L + sqrt m))^2, beta = ((sqrt L - sqrt m) / (sqrt L + sqrt m))^2
    (Polyak, 1964). Nesterov: 1 / L and (sqrt L - sqrt m) / (sqrt L + sqrt m). Raises SingularError unless
    every curvature is positive.

    >>> best = cc.best_momentum(np.diag([1.0, 25.0]))
    >>> print(round(best.learning_rate, 4), round(best.beta, 4))
    0.1111 0.4444
    """
    curvatures = best_step(hess).curvatures
    least, most = np.sqrt(curvatures[[0, -1]])
    memory = float((most - least) / (most + least))
    if method == "heavy ball":
        return MomentumConstants(float((2 / (most + least)) ** 2), memory**2, curvatures)
    if method == "nesterov":
        return MomentumConstants(float(1 / curvatures[-1]), memory, curvatures)
    raise ShapeError(f"method must be heavy ball or nesterov, got {method!r}")


@recorded
def rate_line(bound: RateBound, first: Real, *, down_to: Real, n: int = 241) -> RateLine:
    """first * rate^k, for `n` evenly spaced numbers of steps k, from 0 to where it has come `down_to`.

    On paper of powers of ten it is straight. Raises ShapeError unless 0 < down_to < first and the rate lies
    between 0 and 1.

    >>> line = cc.rate_line(cc.rate_bound(100, "gradient descent"), 1.0, down_to=1e-6)
    >>> print(round(float(line.steps[-1])))
    691
    """
    if not 0 < down_to < first or not 0 < bound.rate < 1 or n < 2:
        raise ShapeError(
            f"a rate line needs 0 < down_to < first and a rate between 0 and 1, got {down_to}, {first} and "
            f"{bound.rate}"
        )
    steps = np.linspace(0, np.log(float(down_to) / float(first)) / np.log(bound.rate), n)
    return RateLine(steps, float(first) * bound.rate**steps, bound.rate, bound.method)


def _curvatures(hess: ArrayLike) -> Float[ndarray, " d"]:
    h = as_numbers(hess, "hess")
    if h.ndim != 2 or h.shape[0] != h.shape[1] or not h.size or not np.allclose(h, h.T, rtol=1e-9, atol=0):
        raise ShapeError(f"hess must be a symmetric matrix (d, d), got shape {h.shape}")
    return np.asarray(np.linalg.eigvalsh(h))
