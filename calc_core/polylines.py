"""What the history of every walk is: a line through its stops, straight from one to the next."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from calc_core.errors import ShapeError
from calc_core.points import ArrayLike, as_numbers, as_points


def path_length(x: ArrayLike) -> Float[ndarray, "*walkers"]:
    """sum |x_{k+1} - x_k|: the length of a walk through the stops x, shape (stops, ..., d).

    >>> print(cc.path_length([(0, 0), (3, 4), (3, 5)]))
    6.0
    """
    return np.asarray(np.linalg.norm(np.diff(_stops(x), axis=0), axis=-1).sum(axis=0))


def turning_angles(x: ArrayLike) -> Float[ndarray, " turns *walkers"]:
    """The angle between each step of a walk and the next: 0 straight on, pi straight back (radians).

    A measure of zigzag. A step of no length turns nothing, and counts as 0.

    >>> print(np.rad2deg(cc.turning_angles([(0, 0), (1, 0), (1, 1), (1, 0)])))
    [ 90. 180.]
    """
    steps = np.diff(_stops(x), axis=0)
    before, after = steps[:-1], steps[1:]
    lengths = np.linalg.norm(before, axis=-1), np.linalg.norm(after, axis=-1)
    moving = (lengths[0] > 0) & (lengths[1] > 0)
    a = before / np.where(moving, lengths[0], 1)[..., None]
    b = after / np.where(moving, lengths[1], 1)[..., None]
    # 2 atan2(|a - b|, |a + b|) keeps its digits where arccos(a . b) loses them, near 0 and pi (Kahan, 2006)
    angle = 2 * np.arctan2(np.linalg.norm(a - b, axis=-1), np.linalg.norm(a + b, axis=-1))
    return np.asarray(np.where(moving, angle, 0.0))


def between(history: ndarray, t: ArrayLike) -> ndarray:
    """A history (stops, ...) at times t (...) in entries: straight in between, history[k] at integers.

    Before 0 it is the first entry, after the last one the last. Raises DomainError where t is not finite.
    """
    time = np.clip(as_numbers(t, "t"), 0, len(history) - 1)
    k = np.minimum(time.astype(int), max(len(history) - 2, 0))
    share = np.reshape(time - k, (*time.shape, *(1,) * (history.ndim - 1)))
    after = history[np.minimum(k + 1, len(history) - 1)]
    return np.asarray(np.where(share == 1, after, history[k] + share * (after - history[k])))


def _stops(x: ArrayLike) -> Float[ndarray, "stops *walkers d"]:
    stops = as_points(x)
    if stops.ndim < 2:
        raise ShapeError(f"a walk must have shape (stops, ..., d), got {stops.shape}")
    return stops
