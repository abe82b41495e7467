"""BFGS: Newton's leaps without second derivatives; the slopes met on the way tell how the ground bends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from calc_core.descent.ground import Ground, ground
from calc_core.descent.iteration import Move, march
from calc_core.descent.line_search import wolfe_each
from calc_core.descent.path import DescentPath
from calc_core.errors import ShapeError
from calc_core.landscapes.landscape import Landscape
from calc_core.points import ArrayLike, Real, as_numbers
from calc_core.results import recorded

FAINT = 1e-12  # a bend s . y smaller than this share of |s| |y| is rounding: nothing is learned from it


@recorded
def bfgs(
    f: Landscape | Callable[..., Any],
    x0: ArrayLike,
    *,
    inverse: ArrayLike | None = None,
    grad: Callable[..., Any] | None = None,
    max_iter: int = 1000,
    tol: Real = 1e-6,
    bounds: ArrayLike | None = None,
) -> DescentPath:
    """x <- x - alpha B grad f(x), with B ~ H^-1 learned from slopes and alpha by Wolfe's rules, from 1 on.

    After a step s that changed the slope by y, B becomes the matrix nearest to the old one with B y = s:
    B <- (I - r s y^T) B (I - r y s^T) + r s s^T, r = 1 / (y . s) (Broyden, Fletcher, Goldfarb and Shanno,
    1970). It starts as `inverse` (d, d), symmetric with positive eigenvalues; unless told as the identity,
    drawn to the ground's own size after the first step, by s . y / y . y (Nocedal and Wright, 6.20). In other
    coordinates x = A u, where `inverse` is carried along, the same points are visited. Every step lowers f,
    none is longer than to `bounds`; a walker that finds no step ends as "stalled".

    >>> walk = cc.bfgs(cc.ravine(), (-1.2, 1.0))
    >>> print(walk.status, walk.n_steps, walk.last.round(6))
    converged 32 [1. 1.]
    """
    hill, starts = ground(f, x0, grad=grad, bounds=bounds)
    d = starts.shape[-1]
    first = None if inverse is None else as_numbers(inverse, "inverse")
    if first is not None and not _bends_up(first, d):
        raise ShapeError(f"inverse must be a symmetric matrix ({d}, {d}) with positive eigenvalues")
    rule = Learned(hill, starts.reshape(-1, d), first)
    return march(hill, starts, rule, "BFGS", {"inverse": inverse}, max_iter, tol)


class Learned:
    """B of every walker, and where each stood before with which slope."""

    def __init__(
        self, hill: Ground, like: Float[ndarray, "n d"], first: Float[ndarray, "d d"] | None
    ) -> None:
        n, d = like.shape
        self.hill, self.fresh = hill, np.full(n, first is None)
        self.B = np.tile(np.eye(d) if first is None else first, (n, 1, 1))
        self.x, self.g = like.copy(), np.zeros((n, d))

    def __call__(self, k: int, rows: ndarray, x: ndarray, f: ndarray, g: ndarray) -> Move:
        if k:
            self._learn(rows, x - self.x[rows], g - self.g[rows])
        self.x[rows], self.g[rows] = x, g
        p = -np.einsum("nij,nj->ni", self.B[rows], g)
        return wolfe_each(self.hill, k, rows, x, p, 1.0)

    def _learn(self, rows: ndarray, s: Float[ndarray, "n d"], y: Float[ndarray, "n d"]) -> None:
        """B y = s from now on; where the ground did not bend upwards along s, B stays what it was."""
        bend, size = (s * y).sum(axis=-1), (y * y).sum(axis=-1)
        good = bend > FAINT * np.sqrt((s * s).sum(axis=-1) * size)
        rows, s, y, bend, size = rows[good], s[good], y[good], bend[good], size[good]
        fresh = self.fresh[rows]
        self.B[rows[fresh]] *= (bend / size)[fresh, None, None]
        self.fresh[rows] = False
        left = np.eye(s.shape[-1]) - s[:, :, None] * y[:, None, :] / bend[:, None, None]
        outer = s[:, :, None] * s[:, None, :] / bend[:, None, None]
        self.B[rows] = left @ self.B[rows] @ np.swapaxes(left, -1, -2) + outer


def _bends_up(B: ndarray, d: int) -> bool:
    symmetric = B.shape == (d, d) and not np.iscomplexobj(B) and np.allclose(B, B.T, rtol=1e-9, atol=0)
    return symmetric and bool((np.linalg.eigvalsh(B) > 0).all())
