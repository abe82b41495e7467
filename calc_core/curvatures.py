"""The curvatures of a symmetric Hessian, and what their signs say about ground that is level."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float, Shaped
from numpy import ndarray

from calc_core.errors import ShapeError
from calc_core.points import ArrayLike
from calc_core.values import real


def principal(H: ArrayLike) -> tuple[Float[ndarray, "*batch d"], Float[ndarray, "*batch d d"]]:
    """The eigenvalues of H, shape (..., d, d), ascending, and its eigenvectors: column i belongs to value i.

    Raises ShapeError for a matrix that is not symmetric.
    """
    matrix = real(H, "H")
    if matrix.ndim < 2 or matrix.shape[-1] != matrix.shape[-2] or not matrix.shape[-1]:
        raise ShapeError(f"H must have shape (..., d, d), got {matrix.shape}")
    size = np.abs(matrix).max(axis=(-1, -2), keepdims=True, initial=0.0)
    if not (np.abs(matrix - np.swapaxes(matrix, -1, -2)) <= 1e-6 * size).all():
        raise ShapeError("H must be symmetric: H[i, j] and H[j, i] are the same mixed derivative")
    values, vectors = np.linalg.eigh(matrix)
    return values, vectors


def kinds(curvatures: Float[ndarray, "*batch d"], tol: float) -> Shaped[ndarray, "*batch"]:
    """All positive: "minimum"; all negative: "maximum"; both signs: "saddle"; else "degenerate".

    A curvature of at most `tol` times the largest |curvature| counts as 0.
    """
    clear = tol * np.abs(curvatures).max(axis=-1, keepdims=True)
    up, down = (curvatures > clear), (curvatures < -clear)
    return np.select(
        [up.all(axis=-1), down.all(axis=-1), up.any(axis=-1) & down.any(axis=-1)],
        ["minimum", "maximum", "saddle"],
        default="degenerate",
    )
