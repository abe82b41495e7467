"""Fits that a few wild data cannot pull away: far residuals lose weight, and the fit is made again."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from calc_core.descent.iteration import Move, descend
from calc_core.errors import ShapeError
from calc_core.fitting.damped_step import Tangent
from calc_core.fitting.iteration import EPS, VectorFunction, Walk, squares
from calc_core.fitting.levenberg_marquardt import Grip
from calc_core.fitting.linear import inverse_normal
from calc_core.fitting.result import FitResult
from calc_core.points import ArrayLike, Real
from calc_core.results import recorded

REASONS = {
    "converged": "the weights and the fit agree",
    "stalled": "no grip, however tight, lowers the loss",
    "max_iter": "the rounds ran out",
}
Loss = Literal["huber", "soft_l1"]


@dataclass(frozen=True, eq=False)
class RobustFit(FitResult):
    """A fit with the weight that each datum kept: 1 near the curve, less the farther away it lies."""

    weights: Float[ndarray, " n"] = field(default_factory=lambda: np.empty(0))
    loss: float = 0.0  # what was made small, in squares of the residuals' unit

    @property
    def n_doubted(self) -> int:
        """Number of data that kept less than half of their weight."""
        return int(np.sum(self.weights < 0.5))


@recorded
@np.errstate(all="ignore")  # steps that are flung off the map are rejected, not told of
def robust(
    residuals: VectorFunction,
    theta0: ArrayLike,
    *,
    fscale: Real,
    loss: Loss = "huber",
    jac: VectorFunction | None = None,
    max_iter: int = 500,
    xtol: Real = 1e-10,
) -> RobustFit:
    """Minimise c^2 sum rho((r_i/c)^2), c = `fscale`, by least squares with weights w_i = rho'((r_i/c)^2).

    "huber" (1964) has w = 1 up to |r| = c and c/|r| beyond; "soft_l1" w = 1/sqrt(1 + (r/c)^2). Every round
    (iteratively reweighted least squares) weighs anew, solves the weighted linear picture with the grip of
    `levenberg_marquardt`, and keeps a step that lowers the loss. Errors by Huber (1981, 7.6):
    cov = (J^T J)^-1 [sum psi^2/(n-p)] / [mean psi']^2 with psi = w r. Where the model is curved it finds a
    valley floor near the start, as `levenberg_marquardt` does.

    One wild datum pulls a line far, and a robust one hardly:

    >>> x = np.arange(6.0)
    >>> y = np.where(x == 5, 30.0, x)
    >>> plain = fitting.fit(fitting.polynomial(1), x, y)
    >>> steady = fitting.robust(fitting.Residuals(fitting.polynomial(1), x, y), (0.0, 1.0), fscale=0.5)
    >>> print(plain.theta.round(2), steady.theta.round(2))
    [-4.76  4.57] [-0.2   1.15]
    """
    if not fscale > 0 or loss not in ("huber", "soft_l1"):
        raise ShapeError(f"fscale must be positive and loss huber or soft_l1, got {fscale} and {loss!r}")
    walk = Walk(residuals, theta0, jac)
    rule = Reweighted(walk, loss, float(fscale), float(xtol), max_iter)
    descend(walk, rule, max_iter)
    return _answer(walk, loss, float(fscale), np.array(rule.heights))


class Reweighted:
    """The damped jump of the weighted picture, tried with an ever tighter grip until the loss falls."""

    def __init__(self, walk: Walk, loss: Loss, scale: float, xtol: float, patience: int) -> None:
        self.walk, self.loss, self.scale, self.xtol, self.patience = walk, loss, scale, xtol, patience
        self.grip, self.heights = Grip(1e-3), [_height(walk.r / scale, loss, scale)]

    def __call__(self, k: int, rows: Any, theta: ndarray, f: float, g: ndarray) -> Move | None:
        walk, grip, now = self.walk, self.grip, self.heights[-1]
        root = np.sqrt(_weights(walk.r / self.scale, self.loss))
        tangent = Tangent(root[:, None] * walk.J, root * walk.r, walk.lengths)
        while self.patience > 0:
            self.patience -= 1
            step = tangent.step(grip.mu)
            r = walk.ask(theta + step.d)
            height = _height(r / self.scale, self.loss, self.scale) if np.isfinite(r).all() else np.inf
            if step.length <= self.xtol * tangent.length(theta) or abs(now - height) <= EPS * height:
                walk.arrive(REASONS["converged"]) if grip.mu <= 1 else walk.stop(
                    "stalled", REASONS["stalled"]
                )
                return None
            if height < now and walk.survey(theta + step.d, r, squares(r)):
                grip.loosen((now - height) / step.promised)
                self.heights.append(height)
                return Move(step.d, 1.0)
            grip.tighten()
        return None


def _weights(z: ndarray, loss: Loss) -> Float[ndarray, " n"]:
    """rho'(z^2): what a residual of z scales still counts."""
    return np.asarray(1 / np.maximum(np.abs(z), 1) if loss == "huber" else 1 / np.sqrt(1 + z**2))


def _height(z: ndarray, loss: Loss, scale: float) -> float:
    """c^2 sum rho(z^2): squares near 0, straight lines far away."""
    if loss == "huber":
        rho = np.where(np.abs(z) <= 1, z**2, 2 * np.abs(z) - 1)
    else:
        rho = 2 * (np.sqrt(1 + z**2) - 1)
    return float(scale**2 * np.sum(rho))


def _bend(z: ndarray, loss: Loss) -> Float[ndarray, " n"]:
    """psi'(z) with psi = w z."""
    return np.asarray((np.abs(z) <= 1).astype(float) if loss == "huber" else (1 + z**2) ** -1.5)


def _answer(walk: Walk, loss: Loss, scale: float, heights: ndarray) -> RobustFit:
    walk.stop("max_iter", REASONS["max_iter"])
    plain = walk.end("iteratively reweighted least squares")
    z, dof = walk.r / scale, len(walk.r) - len(walk.theta)
    weights = _weights(z, loss)
    share = float(np.mean(_bend(z, loss)))
    if dof > 0 and share > 0:
        cov = inverse_normal(walk.J) * (np.sum((weights * walk.r) ** 2) / dof / share**2)
    else:
        cov = np.full_like(plain.cov, np.inf)
    assert plain.history is not None  # walks always have one
    known = {each.name: getattr(plain, each.name) for each in fields(plain) if each.init}
    known |= {"cov": cov, "history": replace(plain.history, f=heights)}
    return RobustFit(**known, weights=weights, loss=float(heights[-1]))
