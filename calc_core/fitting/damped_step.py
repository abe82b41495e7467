"""The linear picture of a model where it stands, taken apart into directions at right angles."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from jaxtyping import Float
from numpy import ndarray
from scipy.linalg import lapack

from calc_core.fitting.linear import measuring, triangle


class Step(NamedTuple):
    """d, by how much it should lower |r|^2 if the linear picture is right, and its length |D d|."""

    d: ndarray
    promised: float
    length: float


class Tangent:
    """r + J d for small steps d, with J D^-1 = U S V^T (singular value decomposition, once for all grips).

    D measures the knobs (1 stands in for a 0). With grip mu the step that minimises |r + J d|^2 + mu |D d|^2
    is D d = -V S/(S^2 + mu) U^T r: every direction on its own, the flat ones (small S) held back most. Only
    the triangle R of (J D^-1, r) = Q R is taken apart: as many rows as knobs, however many data there are.
    """

    def __init__(self, J: Float[ndarray, "n p"], r: Float[ndarray, " n"], D: Float[ndarray, " p"]) -> None:
        self.D, self.J = measuring(D), J
        n, p = J.shape
        both = np.empty((n, p + 1), order="F")
        np.divide(J, self.D, out=both[:, :p])
        both[:, p] = r
        R, k = triangle(both), min(n, p)
        U, self.S, Vt, _ = lapack.dgesdd(R[:k, :p], full_matrices=0)
        self.V, self.along = Vt.T, U.T @ R[:k, p]

    def step(self, mu: float) -> Step:
        """The step for grip mu, and what it promises: |r|^2 - |r + J d|^2 = |J d|^2 + 2 mu |D d|^2."""
        damped = self.along * self.S / (self.S**2 + mu)
        square = float(damped @ damped)
        bent = self.S * damped
        return Step(-(self.V @ damped) / self.D, float(bent @ bent) + 2 * mu * square, float(np.sqrt(square)))

    def answer(self, target: Float[ndarray, " n"], mu: float) -> Float[ndarray, " p"]:
        """The step for any other vector in the place of r: S U^T target is V^T D^-1 J^T target."""
        damped = (self.V.T @ ((self.J.T @ target) / self.D)) / (self.S**2 + mu)
        return np.asarray(-(self.V @ damped) / self.D)

    def length(self, d: Float[ndarray, " p"]) -> float:
        """|D d|: a length that no change of units alters."""
        size = self.D * d
        return float(np.sqrt(size @ size))
