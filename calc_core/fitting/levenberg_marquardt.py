"""Levenberg-Marquardt: Gauss-Newton in boots with adjustable grip."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from calc_core.descent.iteration import Move, descend
from calc_core.errors import ShapeError
from calc_core.fitting.damped_step import Step, Tangent
from calc_core.fitting.iteration import EPS, Scale, VectorFunction, Walk, squares
from calc_core.fitting.result import FitResult
from calc_core.points import ArrayLike, Real
from calc_core.results import recorded

METHOD = "levenberg-marquardt"
TOO_TIGHT = 1e50  # with a grip beyond this no step is longer than rounding
NOISE = 1e-12  # what the subtraction y - f(x) may leave of rounding in f, as a share
NEAR = 1e-6  # a full step shorter than this share of theta means that we have arrived
NO_GRIP = "no grip, however tight, finds a lower place"
BEND = 0.75  # an acceleration may be this share of the step it bends (Transtrum and Sethna, 2012)


@recorded
@np.errstate(all="ignore")  # steps that are flung off the map are rejected, not told of
def levenberg_marquardt(
    residuals: VectorFunction,
    theta0: ArrayLike,
    *,
    jac: VectorFunction | None = None,
    scale: Scale = "max",
    tau: Real = 1e-3,
    accelerate: bool = False,
    max_iter: int = 1000,
    xtol: Real = 1e-10,
    gtol: Real = 1e-12,
    ftol: Real = EPS,
) -> FitResult:
    """theta <- theta + d with (J^T J + mu D^2) d = -J^T r (Levenberg, 1944; Marquardt, 1963).

    mu is the grip, `tau` at the start: 0 jumps as Gauss-Newton does, a large one creeps straight downhill.
    A step that lowers f = |r|^2 is kept and the grip loosened, by how much of the promised fall came true
    (rho; Nielsen, 1999); any other is a rejected trial, and the grip tightens. D measures each knob by the
    length of its column in J, the longest met so far for `scale` "max" (More, 1978), so that a change of
    units changes nothing; "none" takes D = 1. `accelerate` bends steps along the curve of the model (geodesic
    acceleration; Transtrum and Sethna, 2012).

    It ends "converged" when r is at a right angle to J (|cos| <= gtol), when steps are shorter than xtol of
    theta or when the promised fall is below ftol of f (at EPS it drowns in rounding); "stalled" when no grip
    helps; "max_iter" after so many trials. It finds a valley floor near the start, not always the lowest.

    >>> valley = lambda p: np.array([10 * (p[1] - p[0] ** 2), 1 - p[0]])
    >>> fitted = fitting.levenberg_marquardt(valley, (-1.2, 1.0))
    >>> print(fitted.status, fitted.theta.round(6))
    converged [1. 1.]
    """
    if not tau > 0 or scale not in ("max", "current", "none"):
        raise ShapeError(f"tau must be positive and scale max, current or none; got {tau} and {scale!r}")
    walk = Walk(residuals, theta0, jac, gtol)
    descend(walk, Marquardt(walk, Grip(float(tau)), scale, accelerate, max_iter, xtol, ftol), max_iter)
    return walk.end(METHOD, out_of=f"{max_iter} trials")


class Marquardt:
    """The damped jump, tried with an ever tighter grip until it leads down; or the end of the walk."""

    def __init__(
        self, walk: Walk, grip: Grip, scale: Scale, accelerate: bool, patience: int, xtol: Real, ftol: Real
    ) -> None:
        self.walk, self.grip, self.scale, self.accelerate = walk, grip, scale, accelerate
        self.patience, self.xtol, self.ftol = patience, xtol, ftol
        self.D: ndarray | None = None

    def __call__(self, k: int, rows: Any, theta: ndarray, f: float, g: ndarray) -> Move | None:
        walk, grip = self.walk, self.grip
        self.D = _measure(walk, self.D, self.scale)
        tangent = Tangent(walk.J, walk.r, self.D)
        while len(walk.tried) < self.patience:
            step = tangent.step(grip.mu)
            if step.length <= self.xtol * tangent.length(theta) or step.promised <= self.ftol * f:
                return _finish(walk, tangent, grip.mu)
            d = _bent(walk, tangent, step, grip.mu) if self.accelerate else step.d
            tried, rho = _try(walk, step.d if d is None else d, step.promised, grip.mu, trusted=d is not None)
            if walk.ahead is not None:
                grip.loosen(rho)
                return Move(walk.ahead[0] - theta, 1.0)
            if _drowned(f, tried, step.promised):
                return _finish(walk, tangent, grip.mu)
            grip.tighten()
            if not grip.mu < TOO_TIGHT:
                walk.stop("stalled", NO_GRIP)
                return None
        return None


@dataclass
class Grip:
    """mu, turned by success (Nielsen, 1999): looser the more of a promise came true, tighter when none."""

    mu: float
    factor: float = 2.0

    def loosen(self, rho: float) -> None:
        """After a kept step: by up to 3 where the promise was kept, not at all where half of it was."""
        self.mu *= max(1 / 3, 1 - (2 * rho - 1) ** 3)
        self.factor = 2.0

    def tighten(self) -> None:
        """After a rejected one: by 2, then 4, then 8 ..."""
        self.mu *= self.factor
        self.factor *= 2


def _try(walk: Walk, d: ndarray, promised: float, mu: float, trusted: bool) -> tuple[float, float]:
    """Look where the step leads, ahead of the walk if it is down, and put it on record: f there, and rho.

    Where f is too coarse to tell and says the same to the last bit, one such step is trusted, not two.
    """
    theta = walk.theta + d
    r = walk.ask(theta)
    f = squares(r)
    rho = (walk.f - f) / promised
    level = rho == 0 and promised <= NOISE * f and not (walk.tried and walk.tried[-1][4] == 0)
    accepted = trusted and (rho > 0 or level) and walk.survey(theta, r, f)
    walk.tried.append((len(walk.stops) - 1, theta, f, mu, rho, accepted))
    return f, rho


def _drowned(f: float, tried: float, promised: float) -> bool:
    """The step was to gain so little that rounding decided whether it was a gain."""
    return promised <= NOISE * f and abs(tried - f) <= NOISE * f


def _finish(walk: Walk, tangent: Tangent, mu: float) -> Move | None:
    """Make the last step on trust, f is too coarse to judge it; or admit that the grip made it short."""
    if mu > 1 and tangent.step(EPS).length > NEAR * tangent.length(walk.theta):
        walk.stop("stalled", NO_GRIP)
        return None
    d = tangent.step(min(mu, 1.0)).d
    theta = walk.theta + d
    r = walk.ask(theta)
    walk.arrive("nothing is left to gain that f could tell from rounding")
    f = squares(r)
    return Move(d, 1.0) if f <= walk.f * (1 + NOISE) and walk.survey(theta, r, f) else None


def _measure(walk: Walk, D: ndarray | None, scale: Scale) -> Float[ndarray, " p"]:
    """The length that one unit of each knob counts for; 0 for a knob that has moved nothing yet."""
    if scale == "none":
        return np.ones(len(walk.theta))
    if D is None or scale == "current":
        return walk.lengths
    return np.asarray(np.maximum(walk.lengths, D))


def _bent(walk: Walk, tangent: Tangent, step: Step, mu: float, nudge: float = 0.1) -> ndarray | None:
    """d + a/2, where a answers the second derivative of r along the step d; None if a is too long."""
    ahead = walk.ask(walk.theta + nudge * step.d)
    if not np.isfinite(ahead).all():
        return step.d
    curvature = 2 / nudge * ((ahead - walk.r) / nudge - walk.J @ step.d)
    bend = tangent.answer(curvature, mu)
    return None if 2 * tangent.length(bend) > BEND * step.length else np.asarray(step.d + bend / 2)
