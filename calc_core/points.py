"""What counts as a point: coordinates along the last axis, float64, finite."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from jaxtyping import Bool, Float
from numpy import ndarray

from calc_core.errors import DomainError, ShapeError

# what numpy can read as numbers (beartype refuses tuples of ints under numpy's own alias)
ArrayLike: TypeAlias = ndarray | np.generic | bool | int | float | complex | Sequence[Any]
Real: TypeAlias = int | float  # a plain number; beartype reads `float` alone as "never an int"


def as_numbers(x: ArrayLike, name: str = "x") -> ndarray:
    """Read `x` as an array of finite float64 numbers, or complex128 where they are complex.

    Raises ShapeError for what is no array of numbers, DomainError for nan and infinity.
    """
    try:
        array = np.asarray(x)
        array = array.astype(complex if np.iscomplexobj(array) else float, copy=False)
    except (TypeError, ValueError):
        raise ShapeError(f"{name} must be numbers in a regular array, got {x!r:.60}") from None
    if not np.isfinite(array).all():
        raise DomainError(f"{name} must be finite, got {array[~np.isfinite(array)][0]}")
    return array


def as_points(x: ArrayLike, d: int | None = None, name: str = "x") -> ndarray:
    """Read `x` as points of shape (..., d): one point, a batch or a grid of them."""
    points = as_numbers(x, name)
    if points.ndim == 0 or (d is not None and points.shape[-1] != d):
        wanted = "(..., d)" if d is None else f"(..., {d}): {d} coordinates along the last axis"
        raise ShapeError(f"{name} must have shape {wanted}, got {points.shape}")
    return points


def as_bounds(bounds: ArrayLike, d: int | None = None) -> Float[ndarray, "d 2"]:
    """Read `bounds` as one row (low, high) per coordinate."""
    box = as_numbers(bounds, "bounds").copy()  # it is kept, and the caller may write to his
    rows = box.shape[0] if box.ndim == 2 else -1
    if box.ndim != 2 or box.shape[1] != 2 or rows != (d or rows) or np.iscomplexobj(box):
        raise ShapeError(f"bounds must have one row (low, high) per coordinate, got shape {box.shape}")
    if not (box[:, 0] < box[:, 1]).all():
        raise ShapeError(f"bounds must run from low to high, got {box.tolist()}")
    return box


def inside(x: Float[ndarray, "*batch d"], bounds: Float[ndarray, "d 2"]) -> Bool[ndarray, "*batch"]:
    """Whether each point lies within `bounds`, the border included."""
    return np.asarray(((x >= bounds[:, 0]) & (x <= bounds[:, 1])).all(axis=-1))


@dataclass(frozen=True)
class PointFunction:
    """A function of points that reads any input (`as_points`) and checks the shape of its answer.

    `inner` is the bare formula on ready arrays; `answer` is () for heights, (d,) for gradients,
    (d, d) for Hessians. A function that only exists inside `domain` refuses points beyond it.
    """

    name: str
    inner: Callable[[ndarray], ndarray]
    d: int
    answer: tuple[int, ...]
    domain: ndarray | None = None

    def __call__(self, x: ArrayLike) -> ndarray:
        points = as_points(x, self.d)
        if self.domain is not None and not inside(points, self.domain).all():
            ends = " x ".join(f"[{low:g}, {high:g}]" for low, high in self.domain)
            raise DomainError(f"{self.name} is only known on {ends}, and x goes beyond")
        values = np.asarray(self.inner(points.copy()))  # a formula that writes into its argument, too
        expected = points.shape[:-1] + self.answer
        if values.shape != expected:
            raise ShapeError(
                f"{self.name} must turn points of shape {points.shape} into {expected}, got {values.shape}; "
                "take coordinates from the last axis, as in x[..., 0]"
            )
        return values
