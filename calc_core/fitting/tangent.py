"""The linear picture of a model where it stands, taken apart into directions at right angles."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float
from numpy import ndarray


class Tangent:
    """r + J d for small steps d, with J D^-1 = U S V^T (singular value decomposition, once for all grips).

    D > 0 measures the knobs. With grip mu the step that minimises |r + J d|^2 + mu |D d|^2 is
    D d = -V S/(S^2 + mu) U^T r: every direction on its own, the flat ones (small S) held back most.
    """

    def __init__(self, J: Float[ndarray, "n p"], r: Float[ndarray, " n"], D: Float[ndarray, " p"]) -> None:
        self.U, self.S, Vt = np.linalg.svd(J / D, full_matrices=False)
        self.V, self.D, self.along = Vt.T, D, self.U.T @ r

    def step(self, mu: float) -> Float[ndarray, " p"]:
        """The step d for the residuals themselves."""
        return np.asarray(self.V @ self._damped(self.along, mu) / self.D)

    def answer(self, target: Float[ndarray, " n"], mu: float) -> Float[ndarray, " p"]:
        """The step d for any other vector in the place of r."""
        return np.asarray(self.V @ self._damped(self.U.T @ target, mu) / self.D)

    def promised(self, mu: float) -> float:
        """|r|^2 - |r + J d|^2: what the step gains if the linear picture is right."""
        damped = self._damped(self.along, mu)
        return float(np.sum((self.S * damped) ** 2) + 2 * mu * np.sum(damped**2))

    def length(self, d: Float[ndarray, " p"]) -> float:
        """|D d|, the length of a step that no change of units alters."""
        return float(np.linalg.norm(self.D * d))

    def _damped(self, along: ndarray, mu: float) -> ndarray:
        return np.asarray(-along * self.S / (self.S**2 + mu))
