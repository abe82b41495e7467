"""The linear picture of a model where it stands, taken apart into directions at right angles."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from calc_core.fitting.iteration import measuring


class Step(NamedTuple):
    """d, by how much it should lower |r|^2 if the linear picture is right, and its length |D d|."""

    d: ndarray
    promised: float
    length: float


class Tangent:
    """r + J d for small steps d, with J D^-1 = U S V^T (singular value decomposition, once for all grips).

    D measures the knobs (1 stands in for a 0). With grip mu the step that minimises |r + J d|^2 + mu |D d|^2
    is D d = -V S/(S^2 + mu) U^T r: every direction on its own, the flat ones (small S) held back most.
    """

    def __init__(self, J: Float[ndarray, "n p"], r: Float[ndarray, " n"], D: Float[ndarray, " p"]) -> None:
        self.D = measuring(D)
        self.U, self.S, Vt = np.linalg.svd(J / self.D, full_matrices=False)
        self.V, self.along = Vt.T, self.U.T @ r

    def step(self, mu: float) -> Step:
        """The step for grip mu, and what it promises: |r|^2 - |r + J d|^2 = |J d|^2 + 2 mu |D d|^2."""
        damped = self.along * self.S / (self.S**2 + mu)
        square = float(damped @ damped)
        bent = self.S * damped
        return Step(-(self.V @ damped) / self.D, float(bent @ bent) + 2 * mu * square, float(np.sqrt(square)))

    def answer(self, target: Float[ndarray, " n"], mu: float) -> Float[ndarray, " p"]:
        """The step for any other vector in the place of r."""
        damped = (self.U.T @ target) * self.S / (self.S**2 + mu)
        return np.asarray(-(self.V @ damped) / self.D)

    def length(self, d: Float[ndarray, " p"]) -> float:
        """|D d|: a length that no change of units alters."""
        return float(np.linalg.norm(self.D * d))
