"""Follow one contour line step by step, where a grid is too coarse to tell what belongs together."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from calc_core.landscapes.landscape import Landscape
from calc_core.landscapes.onto_level import step_to_level

TURN = 0.2  # radians that a line may turn within one step
ASIDE = 0.3  # of a step: further than that from where the step led, the line is another one
SHORTEST = 1e-7  # of the longest step: shorter ones mean a corner, and no way on
MOST_STEPS = 5_000
LAP = (
    200  # steps, after which it is asked whether the line repeats itself: past a pass it may never come home
)


def traced(
    land: Landscape, start: Float[ndarray, " 2"], level: float, box: Float[ndarray, "2 2"], longest: float
) -> tuple[Float[ndarray, "n 2"], bool] | None:
    """The whole line f = `level` through `start`, higher ground on its left, and whether it is closed.

    Each step goes along the tangent halfway on, then Newton's method brings it back on the level; it is
    halved as long as the line turns by more than TURN or another line was hit. An open line leads from border
    to border. None where the line cannot be followed: into a corner, at a pass, or without end.
    """
    home = _onto(land, start, level, longest)
    if home is None:
        return None
    ahead, closed, done = _one_way(land, home, level, box, longest, 1.0)
    if not done or closed:
        return (np.array(ahead), True) if done else None
    behind, _, done = _one_way(land, home, level, box, longest, -1.0)
    return (np.array([*behind[:0:-1], *ahead]), False) if done else None


def _one_way(
    land: Landscape, home: ndarray, level: float, box: ndarray, longest: float, sign: float
) -> tuple[list[ndarray], bool, bool]:
    """The points from `home` on, whether they come home again, and whether an end was found at all."""
    points, x, t, h = [home], home, sign * _tangent(land, home), longest
    first = t
    for _ in range(MOST_STEPS):
        while (step := _step(land, x, t, level, h, sign, box)) is None and h > SHORTEST * longest:
            h /= 2
        if step is None:
            return points, False, False
        there, onward, ended = step
        if ended:
            return [*points, there], False, True
        passed = (home - x) @ (there - home) >= 0 and np.linalg.norm(there - home) <= np.linalg.norm(
            there - x
        )
        if len(points) > 2 and passed and first @ onward > 0.5:
            return [*points, home], True, True
        points.append(there)
        if len(points) % LAP == 0 and _been_here(np.array(points[: -LAP // 10]), there, onward):
            return points, False, False
        x, t, h = there, onward, min(1.5 * h, longest)
    return points, False, False


def _been_here(before: Float[ndarray, "n 2"], x: ndarray, t: ndarray) -> bool:
    """Whether the line came by earlier, the same way."""
    chord = np.diff(before, axis=0)
    long = np.maximum(np.linalg.norm(chord, axis=-1), np.finfo(float).tiny)
    along = ((x - before[:-1]) * chord).sum(axis=-1) / long
    aside = np.linalg.norm(x - before[:-1] - (along / long)[:, None] * chord, axis=-1)
    return bool(((along >= 0) & (along <= long) & (aside <= 0.05 * long) & (chord @ t > 0.9 * long)).any())


def _step(
    land: Landscape, x: ndarray, t: ndarray, level: float, h: float, sign: float, box: ndarray
) -> tuple[ndarray, ndarray, bool] | None:
    """The next point, the tangent there and whether it lies on the border; None if this step is too long.

    Beyond the border nothing is asked of the landscape, which may not exist there.
    """
    there, found = x + h * t, None
    if _within(there, box):
        there = x + h * sign * _tangent(land, x + h / 2 * t)
        found = _onto(land, there, level, ASIDE * h) if _within(there, box) else None
    if found is not None and _within(found, box):
        if np.linalg.norm(found - there) > ASIDE * h:
            return None
        onward = sign * _tangent(land, found)
        return (found, onward, False) if t @ onward >= np.cos(TURN) else None
    if found is None and _within(there, box):
        return None
    end = _border(land, x, there if found is None else found, level, box)
    return None if end is None else (end, t, True)


def _within(x: ndarray, box: ndarray) -> bool:
    return bool((x >= box[:, 0]).all() and (x <= box[:, 1]).all())


def _tangent(land: Landscape, x: ndarray) -> ndarray:
    across, up = land.grad.inner(x)
    return np.array([up, -across]) / max(float(np.hypot(across, up)), np.finfo(float).tiny)


def _onto(land: Landscape, x: ndarray, level: float, reach: float) -> ndarray | None:
    """Newton's method along the gradient, not further than `reach` in one go."""
    for _ in range(20):
        move, _ = step_to_level(land, x, level)
        size = float(np.linalg.norm(move))
        if not size <= reach:
            return None
        x = x + move
        if size <= 1e-9 * reach:
            return np.asarray(x)
    return None


def _border(land: Landscape, x: ndarray, there: ndarray, level: float, box: ndarray) -> ndarray | None:
    """The point of the line on the border between x inside and `there` outside, or None."""
    way = there - x
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = np.where(way > 0, (box[:, 1] - x) / way, np.where(way < 0, (box[:, 0] - x) / way, np.inf))
    fixed = int(np.argmin(shares))
    free, end = 1 - fixed, x + shares[fixed] * way
    end[fixed] = box[fixed, 1] if way[fixed] > 0 else box[fixed, 0]
    for _ in range(30):
        slope = float(land.grad.inner(end)[free])
        move = (level - float(land.f.inner(end))) / slope if slope else np.inf
        if not abs(move) <= ASIDE * np.linalg.norm(way) or not _within(end, box):
            return None
        end[free] += move
        if abs(move) <= 1e-15 * np.abs(box).max():
            break
    return np.asarray(np.clip(end, *box.T))
