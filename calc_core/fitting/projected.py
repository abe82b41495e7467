"""Knobs in which a model is straight need no search: one projection sets them, and fewer are left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from calc_core.errors import ShapeError
from calc_core.fitting.models import Model, read_data
from calc_core.landscapes import Landscape, from_formulas
from calc_core.points import ArrayLike, as_points

CURVATURE_STEP = 1e-4  # in the units of the knobs


@dataclass(frozen=True, eq=False)
class Projected:
    """r(bent) = y - f(x; bent, c), with the straight knobs c set to the best there is for these bent ones.

    The model is f = g + Phi c, where g and the columns of Phi depend on the bent knobs alone; so
    c = Phi^+ (y - g), and r stands at a right angle to every column of Phi. Its sum of squares is lowest
    where that of the whole model is (variable projection; Golub and Pereyra, 1973).
    """

    model: Model
    x: Float[ndarray, " n"]
    y: Float[ndarray, " n"]
    straight: tuple[int, ...]  # which of the model's knobs
    bent: tuple[int, ...]  # and the others

    @property
    def name(self) -> str:
        """How a description of a call names this argument."""
        set_best = ", ".join(self.model.param_names[k] for k in self.straight)
        return f"{self.model.name} on {len(self.x)} points, {set_best} set best"

    def theta(self, bent: ArrayLike) -> Float[ndarray, "*batch p"]:
        """All knobs (..., p) of the model for bent ones (..., q), the straight ones set best."""
        knobs, _, inverse = self._taken_apart(bent)
        return self._set_best(knobs, inverse)

    def __call__(self, bent: ArrayLike) -> Float[ndarray, "*batch n"]:
        """What is left over, for bent knobs (..., q)."""
        return np.asarray(self.y - self.model.curve(self.theta(bent), self.x))

    def rms(self, bent: ArrayLike) -> Float[ndarray, "*batch"]:
        """Root mean square of what is left over: the height of the landscape over the bent knobs."""
        return np.asarray(np.sqrt(np.mean(self(bent) ** 2, axis=-1)))

    def jacobian(self, bent: ArrayLike) -> Float[ndarray, "*batch n q"]:
        """dr/db_k = -(1 - Phi Phi^+) df/db_k - (Phi^+)^T (dPhi/db_k)^T r, with df/db_k at the best c."""
        knobs, design, inverse = self._taken_apart(bent)
        at_zero = self.model.slopes(knobs, self.x)
        columns = []
        for k in self.straight:
            one = knobs.copy()
            one[..., k] = 1.0
            columns.append(self.model.slopes(one, self.x) - at_zero)
        turned = np.stack(columns, axis=-1)[..., self.bent, :]  # dPhi/db: (..., n, q, straight)
        theta = self._set_best(knobs, inverse)
        slopes = self.model.slopes(theta, self.x)[..., self.bent]
        left_over = self.y - self.model.curve(theta, self.x)
        aside = slopes - design @ (inverse @ slopes)
        answer = np.einsum("...nqc,...n->...cq", turned, left_over)
        return np.asarray(-aside - np.swapaxes(inverse, -1, -2) @ answer)

    def rms_slope(self, bent: ArrayLike) -> Float[ndarray, "*batch q"]:
        """The gradient of `rms`: J^T r / (n rms)."""
        r, J = self(bent), self.jacobian(bent)
        size = len(self.x) * np.sqrt(np.mean(r**2, axis=-1))
        return np.asarray(np.einsum("...nq,...n->...q", J, r) / size[..., None])

    def landscape(self, bounds: ArrayLike) -> Landscape:
        """`rms` over two bent knobs as a landscape, its curvatures by central differences of `rms_slope`.

        Their step is a ten-thousandth of the knobs' units, their error some 1e-8 of the curvature.
        """
        steps = CURVATURE_STEP * np.eye(len(self.bent))

        def bend(p: ndarray) -> ndarray:
            rise = [self.rms_slope(p + step) - self.rms_slope(p - step) for step in steps]
            return np.asarray(np.stack(rise, axis=-1) / (2 * CURVATURE_STEP))

        knobs = [self.model.param_units[k] for k in self.bent]
        units = {"x": knobs[0], "y": knobs[-1], "f": self.model.y_unit}
        return from_formulas(self.rms, self.rms_slope, bend, bounds=bounds, name=self.name, units=units)

    def _taken_apart(self, bent: ArrayLike) -> tuple[ndarray, ndarray, ndarray]:
        """The knobs with the straight ones at 0, Phi (..., n, straight), and Phi^+."""
        given = as_points(bent, len(self.bent), "bent")
        knobs = np.zeros((*given.shape[:-1], self.model.p), dtype=given.dtype)
        knobs[..., self.bent] = given
        design = self.model.slopes(knobs, self.x)[..., self.straight]
        return knobs, design, pseudo_inverse(design)

    def _set_best(self, knobs: ndarray, inverse: ndarray) -> ndarray:
        """The same knobs (..., p), the straight ones no longer 0 but at their best."""
        left = self.y - self.model.curve(knobs, self.x)
        theta = knobs.copy()
        theta[..., self.straight] = (inverse @ left[..., None])[..., 0]
        return theta


def pseudo_inverse(design: Float[ndarray, "*batch n c"]) -> Float[ndarray, "*batch c n"]:
    """Phi^+, by singular values; of a single column without detours: phi^T / |phi|^2, and 0 of a zero one."""
    if design.shape[-1] > 1:
        return np.linalg.pinv(design)
    square = np.sum(design * design, axis=-2, keepdims=True)
    return np.asarray(np.swapaxes(design, -1, -2) / np.where(square > 0, square, 1.0))


def projected(model: Model, x: ArrayLike, y: ArrayLike, straight: Sequence[str]) -> Projected:
    """The residuals of `model` on data (n,) over its other knobs, those named `straight` set best.

    Raises ShapeError for names that the model does not have, and where none or all of its knobs are named. It
    takes the author's word that the model is straight in them.

    >>> x, growth = np.linspace(0, 2, 9), fitting.exponential()
    >>> knobs = fitting.projected(growth, x, growth([1.0, 2.0, 3.0], x), ["c", "A"])
    >>> print(knobs.bent, knobs.theta([3.0]).round(6))
    (2,) [1. 2. 3.]
    """
    names = model.param_names
    unknown = set(straight) - set(names)
    if unknown or not 0 < len(set(straight)) < len(names):
        raise ShapeError(f"straight must name some of {', '.join(names)}, not all, got {tuple(straight)}")
    xs, ys, _ = read_data(x, y, None)
    chosen = tuple(k for k, name in enumerate(names) if name in straight)
    return Projected(model, xs, ys, chosen, tuple(k for k in range(len(names)) if k not in chosen))
