"""The first look: over which length does f change, how noisy is it, what is its slope, roughly but safely?

Nudges run from 16 units down to 128 rounding units of x, about 128 times apart. The smallest show how noisy
f is. From there upward, intervals value +- error must keep a common point; where they cease to, f no longer
looks like one polynomial, whatever still larger nudges seem to agree upon. (Rule of intersecting confidence
intervals: Goldenshluger and Nemirovski, 1997. Noise from differences: More and Wild, 2011.)
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np
from numpy import ndarray

from calc_core.derivatives.lines import Lines, rises
from calc_core.derivatives.stencils import EPS, Stencil

STRIDE = 2.0**7  # how far apart nudges are, at most
LARGEST = 2.0**4  # the first nudge, in units of max(|x|, 1)
SMALLEST, TINY = 2.0**-45, 2.0**-40  # the last one in units of |x|, and in place of |x| beside 0
FARTHER, GOOD = 2.0**28, 1e-9  # look on by so many times, unless the answer is as good as this
EQUAL = 2.0  # of errors that differ by less, the one of the larger step counts as smaller
SURE = 4.0  # intervals are this many times as wide as the estimated error
RESOLUTION = 1e-6  # values that stand still and then jump by less than this part of f are rounded ones
CLOSE = 2.0**-13  # how near beside its first move f is looked at again, in parts of it (see `swallowed`),
FINER = 2.0**-3  # and by how little a smooth f moves there
SETTLED = 100.0  # the answer exists if smaller nudges change it by at most so many times the noise


@dataclass(frozen=True)
class FirstLook:
    """What the probe knows at every point; `ok` says whether smaller and smaller nudges settle at all."""

    value: ndarray
    error: ndarray
    h: ndarray
    noise: ndarray
    scale: ndarray
    ok: ndarray


def first_look(lines: Lines, rule: Stencil) -> FirstLook:
    """Probe each line; look closer where f ends within the smallest nudges."""
    look = probe(lines, rule, *_range(lines))
    lost = np.isinf(look.error) & (lines.size > 0)
    if lost.any():
        closer = probe(lines, rule, _range(lines)[1] * FARTHER, SMALLEST * lines.size)
        look = _instead(closer, look, lost)
    return look


def wider_look(lines: Lines, rule: Stencil, look: FirstLook) -> tuple[FirstLook, ndarray]:
    """What far larger nudges say if the largest was best, and where that is better without contradiction."""
    top = _range(lines)[0]
    wide = (look.h >= 0.5 * top) & (look.error > GOOD * np.abs(look.value))
    if not wide.any():
        return look, wide
    wider = probe(lines, rule, top * FARTHER, top / STRIDE**3, look.noise)
    better = (wider.error < look.error) & (np.abs(wider.value - look.value) <= SURE * look.error)
    better &= wide & (wider.value != 0)  # or f stands still, as far as nudges can tell
    return _instead(replace(wider, ok=wider.ok & look.ok), look, better), better


def _range(lines: Lines) -> tuple[ndarray, ndarray]:
    """The largest and the smallest nudge of a first look."""
    return LARGEST * np.maximum(lines.size, 1), SMALLEST * np.maximum(lines.size, TINY)


def _instead(other: FirstLook, look: FirstLook, where: ndarray) -> FirstLook:
    pairs = ((getattr(other, each.name), getattr(look, each.name)) for each in fields(FirstLook))
    return FirstLook(*(np.where(where, a, b) for a, b in pairs))


def probe(
    lines: Lines, rule: Stencil, top: ndarray, bottom: ndarray, noise: ndarray | float = 0.0
) -> FirstLook:
    """Take nudges from `top` to `bottom`, extrapolate twice, and choose the best entry that is safe.

    `noise` is what is already known of it.
    """
    span = top / bottom
    strides = int(np.ceil(np.log(span.max(initial=STRIDE**4)) / np.log(STRIDE)))
    factor = span ** (rule.power / strides)
    ratio = factor ** (-1 / rule.power)
    rise, loud, h = heard(lines, np.cumprod(np.stack([top, *[ratio] * strides]), axis=0), rule)
    cell = h**rule.order
    slope = rise / cell
    once, apart = extrapolated(slope, factor)
    twice, change = extrapolated(once, factor**2)
    jitter = change[-3:] * cell[-3:] / rule.weight
    known = np.asarray(np.maximum(noise, measured_noise(jitter, lines.home)))
    noise = np.asarray(np.maximum(known, swallowed(lines, rule, rise, h, loud, known)))
    loud = worst(worst(loud))
    rounding = rule.weight * np.maximum(noise, 2 * EPS * loud) / cell[2:]
    # entries that share their finest step: one extrapolation may be safe where the second reached too far
    value = np.where(apart[1:] < change, once[1:], twice)
    error = np.minimum(apart[1:], change) + rounding
    chosen = smallest(np.where(agree(value, error), error, np.inf), EQUAL)
    best, least, step = (picked(each, chosen) for each in (value, error, h))

    smaller = np.arange(len(value))[:, None] > chosen
    restless = (smaller & (change > np.maximum(SETTLED * rounding, 10 * least))).any(axis=0)
    coarse = noise > 1e-3 * loud[1:].max(axis=0)  # within an eighth of a unit

    scale = length_scale(slope, twice, change, h, chosen, factor, rule)
    return FirstLook(best, least, step, noise, scale, ~restless & ~coarse)


def heard(lines: Lines, steps: ndarray, rule: Stencil) -> tuple[ndarray, ndarray, ndarray]:
    """`rises`, but where f is not finite it is 0 and infinitely loud: an answer that nobody will choose."""
    rise, loud, h = rises(lines, steps, rule)
    lost = ~np.isfinite(rise)
    if lost.any():
        rise, loud = np.where(lost, 0, rise), np.where(lost, np.inf, loud)
    return rise, loud, h


def extrapolated(column: ndarray, factor: ndarray | float) -> tuple[ndarray, ndarray]:
    """The next column of the tableau, and how far apart the two entries were that each was made of.

    From row to row of `column`, the leading error falls by `factor`.
    """
    change = column[1:] - column[:-1]
    return column[1:] + change / (factor - 1), np.abs(change)


def worst(column: ndarray) -> ndarray:
    """The larger of neighbouring rows: what an entry inherits from the two that it was made of."""
    return np.asarray(np.maximum(column[1:], column[:-1]))


def measured_noise(jitter: ndarray, home: ndarray) -> ndarray:
    """How much f errs: the middle one of what its three smallest rises leave when their trend is gone.

    Never less than two rounding units of f.
    """
    a, b, c = np.where(np.isfinite(jitter), jitter, 0)
    middle = np.maximum(np.minimum(a, b), np.minimum(np.maximum(a, b), c))
    return np.asarray(np.maximum(2 * EPS * np.abs(home), 3 * middle))


def swallowed(
    lines: Lines, rule: Stencil, rise: ndarray, h: ndarray, loud: ndarray, noise: ndarray
) -> ndarray:
    """How far f jumps when it first moves, if all smaller nudges were lost in its rounding; else 0.

    Where f is 0, its size does not tell how it errs: 24 + x - 24 stands still around x = 0 and then jumps.
    Close beside its first move such an f stands still again, or jumps again, by a rounding unit: about
    STRIDE^order times smaller than that move, at most. A smooth one moves there as little as one likes, and
    so does max(x, 0) beyond its corner. A jump as large as f itself is a step and no rounding.
    """
    still = np.logical_and.accumulate(rise[::-1] == 0, axis=0).sum(axis=0)
    moved = np.clip(len(rise) - 1 - still, 0, None)
    jump, step = np.abs(picked(rise, moved)), picked(h, moved)
    largest = np.where(np.isfinite(loud), loud, 0).max(axis=0)
    doubtful = (still > 0) & (jump > noise) & (jump <= RESOLUTION * largest)
    if not doubtful.any():
        return np.zeros(jump.shape)
    unit = STRIDE**-rule.order
    beside = step + np.maximum(CLOSE * unit * step, 4 * np.spacing(lines.size))
    change = np.abs(heard(lines, beside[None], rule)[0][0] - picked(rise, moved))
    smooth = (change > 0) & (change <= FINER * unit * jump)
    return np.where(doubtful & ~smooth, jump, 0)


def agree(value: ndarray, error: ndarray) -> ndarray:
    """Which entries share a common point with all the finer ones, which stand below them."""
    low, high = np.full((2, *value[0].shape), [[-np.inf], [np.inf]])
    together = []
    for center, reach in zip(value[::-1], SURE * error[::-1], strict=True):
        low, high = np.maximum(low, center - reach), np.minimum(high, center + reach)
        together.append(low <= high)
    return np.stack(together[::-1])


def length_scale(
    slope: ndarray,
    value: ndarray,
    change: ndarray,
    h: ndarray,
    chosen: ndarray,
    factor: ndarray,
    rule: Stencil,
) -> ndarray:
    """The length R over which f changes, from change * factor = (h/R)^(2 power) of the slope.

    Read from the chosen step, where rounding can only make R look shorter, and from the next larger one,
    which rounding troubles less. Where all has changed at one of them, R lies below it.
    """
    larger, finer = np.maximum(chosen - 1, 0), picked(h, chosen + 1)
    seen = []
    for row in (chosen, larger):
        whole = np.maximum(np.abs(picked(slope, row)), np.abs(picked(value, row)))
        share = picked(change, row) * factor / np.maximum(whole, np.finfo(float).tiny)
        growth = np.clip(share, 1e-9, None) ** (-0.5 / rule.power)
        seen.append(np.where(share < 0.1, picked(h, row) * growth, 0))
    near, far = np.maximum(seen[0], finer), seen[1]
    between = np.sqrt(near * picked(h, np.where(seen[0] > 0, larger, chosen)))
    return np.asarray(np.where(np.minimum(*seen) > 0, np.maximum(near, far), between))


def smallest(entries: ndarray, slack: float = 1.0) -> ndarray:
    """The first entry along the first axis that is at most `slack` times the smallest, whatever is nan.

    Numpy's own nanargmin takes several times as long.
    """
    least, n = slack * np.fmin.reduce(entries, axis=0), len(entries)
    rows = np.arange(n, 0, -1, dtype=np.uint8)[:, None]
    return n - np.asarray(((entries <= least) * rows).max(axis=0), dtype=int)


def picked(entries: ndarray, row: ndarray) -> ndarray:
    """entries[row[i], i] for every i."""
    return np.asarray(entries.ravel().take(row * entries.shape[1] + np.arange(entries.shape[1])))
