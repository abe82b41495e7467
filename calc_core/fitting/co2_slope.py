"""The slope of the CO2 valley without its Jacobian: a short cut for walks of a hundred thousand steps."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from jaxtyping import Float
from numpy import ndarray


def exponential_with_growing_season(
    u: Float[ndarray, " n"], waves: Float[ndarray, "waves n"], y: Float[ndarray, " n"]
) -> Callable[[ndarray], ndarray]:
    """grad |r|^2 for f = c0 + A exp(u/T) + (1 + g u) (a . waves), as a function of theta = (c0, A, T, g, a).

    The curve is linear in the rows of X = (1, waves, u waves, exp(u/T), u exp(u/T)): f = c X with
    c = (c0, a, g a, A, 0). So grad = 2 (dc/dtheta)^T X (f - y), and only two rows of X change on the way.
    """
    k = len(waves)
    X = np.concatenate([np.ones((1, len(u))), waves, u * waves, np.empty((2, len(u)))])
    rise, leaning = X[-2], X[-1]
    c, r, against = np.zeros(len(X)), np.empty(len(u)), np.empty(len(X))
    dc = np.zeros((len(X), 4 + k))
    dc[0, 0] = dc[-2, 1] = 1.0
    dc[1 : k + 1, 4:] = np.eye(k)
    growing = dc[k + 1 : 2 * k + 1]
    diagonal = np.einsum("ii->i", growing[:, 4:])  # a view: writing here writes into dc

    def slope(theta: Float[ndarray, " p"]) -> Float[ndarray, " p"]:
        c0, size, time, g, a = theta[0], theta[1], theta[2], theta[3], theta[4:]
        np.multiply(u, 1 / time, rise)
        np.exp(rise, rise)
        np.multiply(u, rise, leaning)
        c[0], c[1 : k + 1], c[k + 1 : 2 * k + 1], c[-2] = c0, a, g * a, size
        growing[:, 3], diagonal[:], dc[-1, 2] = a, g, -size / time**2
        np.dot(c, X, r)
        np.subtract(r, y, r)
        np.dot(X, r, against)
        np.multiply(against, 2, against)
        return np.asarray(np.dot(against, dc))

    return slope
