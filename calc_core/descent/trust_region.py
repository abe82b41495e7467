"""A trust region: believe the paraboloid that fits here, but only as far as it has kept its word."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from jaxtyping import Bool, Float
from numpy import ndarray

from calc_core.descent.ground import Ground, ground
from calc_core.descent.iteration import Move, march
from calc_core.descent.line_search import HALVINGS
from calc_core.descent.path import DescentPath
from calc_core.errors import ShapeError
from calc_core.landscapes.landscape import Landscape
from calc_core.points import ArrayLike, Real
from calc_core.results import recorded

KEPT, WELL_KEPT = 0.25, 0.75  # shares of the promised fall below which to trust less, above which more
FAIR = 0.1  # of the promised fall must come true, or the step is rejected
EPS = float(np.finfo(float).eps)


@recorded
def trust_region(
    f: Landscape | Callable[..., Any],
    x0: ArrayLike,
    *,
    radius: Real = 1.0,
    grad: Callable[..., Any] | None = None,
    hess: Callable[..., Any] | None = None,
    max_iter: int = 1000,
    tol: Real = 1e-6,
    bounds: ArrayLike | None = None,
) -> DescentPath:
    """x <- x + p, where p minimises g . p + p . H p / 2 over |p| <= radius, from `radius` (in x's unit) on.

    Where a step brings less than a quarter of the fall that the paraboloid promised, the radius shrinks to a
    quarter of the step; where more than three quarters, and the step was cut short, it doubles (Powell, 1970;
    Nocedal and Wright, algorithm 4.1, with the exact step of More and Sorensen, 1983). Steps that bring less
    than a tenth are rejected, and kept in `trials` with the length tried; `step` is the length |p| taken.
    Unlike Newton's leaps every step lowers f: it ends on no peak, and slides off the ridge of a pass.

    >>> walk = cc.trust_region(cc.ravine(), (-1.2, 1.0))
    >>> print(walk.status, walk.n_steps, (np.diff(walk.f) < 0).all())
    converged 23 True
    """
    hill, starts = ground(f, x0, grad=grad, hess=hess, bounds=bounds)
    if not 0 < radius < np.inf:
        raise ShapeError(f"radius must be positive, got {radius}")
    rule = Trust(hill, np.full(starts.reshape(-1, starts.shape[-1]).shape[0], float(radius)))
    return march(hill, starts, rule, "trust region", {"radius": radius}, max_iter, tol)


class Trust:
    """The radius of every walker."""

    def __init__(self, hill: Ground, radius: Float[ndarray, " n"]) -> None:
        self.hill, self.radius = hill, radius

    def __call__(self, k: int, rows: ndarray, x: ndarray, f: ndarray, g: ndarray) -> Move:
        H, by, found = self.hill.hess(x), np.zeros_like(x), f.copy()
        curvatures, axes = np.linalg.eigh(H)
        along = np.einsum("nij,ni->nj", axes, g)
        trying = np.arange(len(x))
        for _ in range(HALVINGS):
            mine = rows[trying]
            inside = shortest(along[trying], curvatures[trying], self.radius[mine])
            p = np.einsum("nij,nj->ni", axes[trying], inside)
            target, over = self.hill.stop_at_border(x[trying], p)
            gone = np.where(over[:, None], target - x[trying], p)
            promised = -_paraboloid(g[trying], H[trying], gone)
            height = self.hill.f(target)
            rho = np.where(promised > 0, (f[trying] - height) / np.where(promised > 0, promised, 1), -1.0)
            # a promise that drowns in the rounding of f can neither be kept nor broken
            rho = np.where(np.abs(promised) <= 4 * EPS * np.abs(f[trying]), np.where(rho > 0, 1.0, rho), rho)
            good = (rho > FAIR) | (
                over & ~gone.any(axis=-1)
            )  # who stands on the border and looks out may leave
            by[trying[good]], found[trying[good]] = p[good], height[good]
            self._adapt(mine, rho, np.linalg.norm(p, axis=-1))
            trying, bad = trying[~good], ~good
            if not trying.size:
                break
            self.hill.reject(k, rows[trying], np.linalg.norm(p[bad], axis=-1), target[bad], height[bad])
        stuck = np.isin(np.arange(len(x)), trying)
        return Move(by, np.linalg.norm(by, axis=-1), found, stuck)

    def _adapt(self, mine: ndarray, rho: Float[ndarray, " n"], length: Float[ndarray, " n"]) -> None:
        """Trust less after a broken promise, more after a well kept one that the radius held back."""
        held = length > 0.999 * self.radius[mine]
        self.radius[mine] = np.where(rho > KEPT, self.radius[mine], length / 4)
        self.radius[mine] *= np.where(held & (rho > WELL_KEPT), 2.0, 1.0)


def shortest(
    along: Float[ndarray, "n d"], curvatures: Float[ndarray, "n d"], radius: Float[ndarray, " n"]
) -> Float[ndarray, "n d"]:
    """The lowest point of a paraboloid within `radius`, from the slopes and curvatures along its own axes.

    p = -c / (w + mu) with the smallest mu >= 0 that makes w + mu >= 0 and |p| <= radius. Where the slope has
    no part along the axis that bends down most (the hard case), that axis makes up the missing length.
    """
    lowest, size = curvatures[:, 0], np.linalg.norm(along, axis=-1)
    least = np.maximum(-lowest, 0)
    too_long = _too_long(along, curvatures, least, radius)
    mu = least.copy()
    if too_long.any():
        some = (each[too_long] for each in (along, curvatures, radius, least, size))
        mu[too_long] = _held(*some)
    p = _damped(along, curvatures, mu)
    missing = np.sqrt(np.maximum(radius**2 - (p * p).sum(axis=-1), 0))
    hard = ~too_long & (lowest < 0)
    p[:, 0] = np.where(hard, np.where(p[:, 0] < 0, p[:, 0] - missing, p[:, 0] + missing), p[:, 0])
    return p


def _held(
    along: ndarray, curvatures: ndarray, radius: ndarray, least: ndarray, size: ndarray
) -> Float[ndarray, " n"]:
    """The mu above `least` that makes |p| the radius: Newton on 1/|p| = 1/radius, which is nearly straight.

    A bracket holds it (More and Sorensen, 1983), at whose upper end p is no longer than the radius.
    """
    low, high = least, least + size / radius + EPS * np.abs(curvatures).max(axis=-1)
    mu = (low + high) / 2
    for _ in range(100):
        p, longer = _damped(along, curvatures, mu), _too_long(along, curvatures, mu, radius)
        low, high, length = np.where(longer, mu, low), np.where(longer, high, mu), np.linalg.norm(p, axis=-1)
        if ((np.abs(length - radius) <= 4 * EPS * radius) | (high - low <= 4 * EPS * high)).all():
            break
        bend = curvatures + mu[:, None]
        turn = np.where(bend > 0, p * p / np.where(bend > 0, bend, 1), 0).sum(axis=-1)
        guess = mu + (length / radius - 1) * length**2 / np.where(turn > 0, turn, np.inf)
        mu = np.where((low < guess) & (guess < high), guess, (low + high) / 2)
    return np.asarray(np.where(longer & (length > radius * (1 + 1e-12)), high, mu))


def _damped(along: ndarray, curvatures: ndarray, mu: ndarray) -> Float[ndarray, "n d"]:
    """-c / (w + mu); along an axis that is level and stays so there is nowhere to go."""
    bend = curvatures + mu[:, None]
    return np.asarray(np.where(bend > 0, -along / np.where(bend > 0, bend, 1), 0.0))


def _too_long(along: ndarray, curvatures: ndarray, mu: ndarray, radius: ndarray) -> Bool[ndarray, " n"]:
    """Whether the step with this mu is longer than the radius: endless, where a sloping axis is level."""
    endless = ((curvatures + mu[:, None] <= 0) & (along != 0)).any(axis=-1)
    return np.asarray(endless | (np.linalg.norm(_damped(along, curvatures, mu), axis=-1) > radius))


def _paraboloid(g: ndarray, H: ndarray, p: ndarray) -> Float[ndarray, " n"]:
    """g . p + p . H p / 2: by how much the paraboloid rises along p."""
    return np.asarray((g * p).sum(axis=-1) + np.einsum("ni,nij,nj->n", p, H, p) / 2)
