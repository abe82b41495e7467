"""Ask a function for its values, and check what comes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
from numpy import ndarray

from calc_core.errors import DomainError, ShapeError
from calc_core.points import ArrayLike, PointFunction, as_numbers, as_points, inside

Function: TypeAlias = Callable[[Any], Any]


def real(x: ArrayLike, name: str = "x") -> ndarray:
    """Read `x` as finite float64 numbers; complex ones are refused."""
    numbers = as_numbers(x, name)
    if np.iscomplexobj(numbers):
        raise ShapeError(f"{name} must be real numbers, got complex ones")
    return numbers


def real_points(x: ArrayLike, d: int | None = None, name: str = "x") -> ndarray:
    """Read `x` as real points of shape (..., d)."""
    return as_points(real(x, name), d, name)


def values(f: Function, x: ndarray, *, coordinates: int = 0, answers: tuple[int, ...] | None = ()) -> ndarray:
    """f at every x, nan where f has no value there.

    The last `coordinates` (0 or 1) axes of x are consumed by f, which must answer with an array of shape
    `answers` (None: any number of numbers) for every point that remains. Raises ShapeError elsewhere.
    """
    points = x.shape[: x.ndim - coordinates]
    try:
        with np.errstate(all="ignore"):
            answer = np.asarray(_only_where_known(f, x) if isinstance(f, PointFunction) else f(x))
    except TypeError as problem:
        if np.iscomplexobj(x):
            raise
        raise ShapeError(
            f"f must take arrays of numbers, as numpy's functions do, but: {problem}"
        ) from problem
    except ValueError as problem:
        if "truth value" not in str(problem):
            raise
        raise ShapeError(
            "f must take arrays of numbers, and `if` asks one question about all of them: where it says "
            "`a if x > 0 else b`, write np.where(x > 0, a, b)"
        ) from None
    expected = points + ((answer.shape[-1:] or (1,)) if answers is None else answers)
    if answer.shape != expected:
        what = "one number" if answers == () else "a row of numbers"
        raise ShapeError(
            f"f must give {what} per point, shape {expected} for x of shape {x.shape}, got {answer.shape}"
            + (
                "; take coordinates from the last axis, as in x[..., 0]"
                if coordinates
                else "; write it with numpy"
            )
        )
    if np.iscomplexobj(answer) and not np.iscomplexobj(x):
        answer = np.where(answer.imag == 0, answer.real, np.nan)
    return answer if np.iscomplexobj(answer) else answer.astype(float, copy=False)


def finite_values(
    f: Function, x: ndarray, *, coordinates: int = 0, answers: tuple[int, ...] | None = ()
) -> ndarray:
    """f at the points that the caller asked about: raises DomainError where it is not finite.

    f gets a copy of them, and its answer is copied: it may write into its argument, or use one buffer for all
    its answers.
    """
    answer = np.array(values(f, x.copy(), coordinates=coordinates, answers=answers))
    lost = ~np.isfinite(answer)
    if lost.any():
        where = x[lost if answers == () else lost.any(axis=-1)][0]
        raise DomainError(f"f must be finite at x, got {answer[lost][0]} at x = {where}")
    return answer


def _only_where_known(f: PointFunction, x: ndarray) -> ndarray:
    """A landscape's own function refuses points beyond its map or at infinity: ask it about the others."""
    known = np.isfinite(x).all(axis=-1)
    if f.domain is not None:
        known &= inside(x.real, f.domain)
    if known.all():
        return f(x)
    answer = np.full(known.shape + f.answer, np.nan, dtype=x.dtype)
    answer[known] = f(x[known])
    return answer
