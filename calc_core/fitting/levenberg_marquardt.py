"""Levenberg-Marquardt: Gauss-Newton in boots with adjustable grip."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.linalg
from jaxtyping import Float
from numpy import ndarray

from calc_core.errors import ShapeError
from calc_core.fitting.result import FitResult, Trial
from calc_core.fitting.walk import Scale, VectorFunction, Walk
from calc_core.points import ArrayLike, Real
from calc_core.results import recorded

METHOD = "levenberg-marquardt"
EPS = float(np.finfo(float).eps)
TOO_TIGHT = 1e50  # with a grip beyond this no step is longer than rounding
BEND = 0.75  # an acceleration may be this share of the step it bends (Transtrum and Sethna, 2012)


@recorded
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
    """
    if not tau > 0 or scale not in ("max", "current", "none"):
        raise ShapeError(f"tau must be positive and scale max, current or none; got {tau} and {scale!r}")
    walk, grip = Walk(residuals, theta0, jac), Grip(tau)
    D = _measure(walk.J, None, scale)
    for _ in range(max_iter):
        if walk.alignment() <= gtol:
            return walk.end(METHOD, "converged", "the residuals stand at a right angle to every column of J")
        hold = np.sqrt(grip.mu) * np.where(D > 0, D, 1.0)  # 1 for a knob that moved nothing yet
        R, against = _reduced(walk.J, -walk.r)
        step = _damped(R, against, hold)
        promised = float(np.sum((R @ step) ** 2) + 2 * np.sum((hold * step) ** 2))
        short = np.linalg.norm(hold * step) <= xtol * np.linalg.norm(hold * walk.theta)
        if short or promised <= ftol * walk.f:
            return _finish(walk, step, grip.mu)
        bent = _bent(walk, step, hold) if accelerate else step
        if _try(walk, step if bent is None else bent, promised, grip.mu, trusted=bent is not None):
            D = _measure(walk.J, D, scale)
            grip.loosen(walk.trials[-1].rho)
        else:
            grip.tighten()
            if not grip.mu < TOO_TIGHT:
                return walk.end(METHOD, "stalled", "no grip, however tight, finds a lower place")
    return walk.end(METHOD, "max_iter", f"{max_iter} trials were not enough")


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


def _try(walk: Walk, step: ndarray, promised: float, mu: float, trusted: bool) -> bool:
    """Take the step if it leads down, and put it on record either way."""
    theta, after, before = walk.theta + step, len(walk.stops) - 1, walk.f
    r = walk.ask(theta)
    f = float(r @ r) if np.isfinite(r).all() else np.inf
    rho = (before - f) / promised
    accepted = trusted and rho > 0 and walk.move(theta, r)
    walk.trials.append(Trial(after, theta, f, mu, rho, accepted))
    return accepted


def _finish(walk: Walk, step: ndarray, mu: float) -> FitResult:
    """Make the last step on trust, f is too coarse to judge it; or admit that the grip made it short."""
    if mu > 1:
        return walk.end(METHOD, "stalled", "no grip, however tight, finds a lower place")
    r = walk.ask(walk.theta + step)
    if r @ r <= walk.f * (1 + 8 * EPS):
        walk.move(walk.theta + step, r)
    return walk.end(METHOD, "converged", "nothing is left to gain: the promised fall is below rounding")


def _measure(J: Float[ndarray, "n p"], D: ndarray | None, scale: Scale) -> Float[ndarray, " p"]:
    """The length that one unit of each knob counts for."""
    if scale == "none":
        return np.ones(J.shape[1])
    lengths = np.asarray(np.linalg.norm(J, axis=0))
    if D is None:
        return lengths
    return np.asarray(np.maximum(lengths, D) if scale == "max" else np.where(lengths > 0, lengths, D))


def _reduced(
    J: Float[ndarray, "n p"], target: Float[ndarray, " n"]
) -> tuple[Float[ndarray, "q p"], Float[ndarray, " q"]]:
    """R and Q^T target with J = Q R: the same least squares problem in p rows (Q itself is never formed)."""
    rows, p = min(J.shape), J.shape[1]
    both = np.asarray(np.linalg.qr(np.column_stack([J, target]), mode="r"))
    return both[:rows, :p], both[:rows, p]


def _damped(
    R: Float[ndarray, "q p"], against: Float[ndarray, " q"], hold: Float[ndarray, " p"]
) -> Float[ndarray, " p"]:
    """Minimise |R d - against|^2 + |hold d|^2, by a second and small QR (More, 1978)."""
    stacked = np.concatenate([R, np.diag(hold)])
    upper, right = _reduced(stacked, np.concatenate([against, np.zeros(len(hold))]))
    return np.asarray(scipy.linalg.solve_triangular(upper, right, check_finite=False))


def _bent(walk: Walk, step: ndarray, hold: ndarray, nudge: float = 0.1) -> ndarray | None:
    """step + a/2, where a answers the second derivative of r along the step; None if a is too long."""
    ahead = walk.ask(walk.theta + nudge * step)
    if not np.isfinite(ahead).all():
        return step
    curvature = 2 / nudge * ((ahead - walk.r) / nudge - walk.J @ step)
    bend = _damped(*_reduced(walk.J, -curvature), hold)
    if 2 * np.linalg.norm(hold * bend) > BEND * np.linalg.norm(hold * step):
        return None
    return np.asarray(step + bend / 2)
