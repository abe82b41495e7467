"""The probe: over which length does f change, how noisy is it, what is its slope, roughly but safely?

Nudges run from 16 units down to 128 rounding units of x, about 128 times apart. The smallest show how noisy
f is. From there upward, intervals value +- error must keep a common point; where they cease to, f no longer
looks like one polynomial, whatever still larger nudges seem to agree upon. (Rule of intersecting confidence
intervals: Goldenshluger and Nemirovski, 1997. Noise from differences: More and Wild, 2011.)

Rounding can be smooth: a stored number stands still from one nudge to the next, and (1 - cos x) / x^2 is
c / x^2 with a constant c near 0. Such an f jumps from piece to piece, by more than its own rounding unit;
where small nudges contradict larger ones, bisection looks for the jump, which counts as noise.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np
from jaxtyping import Bool, Float, Int, Shaped
from numpy import ndarray

from calc_core.derivatives.lines import Lines, finite_rises
from calc_core.derivatives.stencils import CENTRAL, EPS, Stencil

STRIDE = 2.0**7  # how far apart nudges are, at most,
FINE_STRIDE = 2.0**3  # and how far where f ends within the smallest of them
LARGEST = 2.0**4  # the first nudge, in units of max(|x|, 1)
SMALLEST, TINY = 2.0**-45, 2.0**-40  # the last one in units of |x|, and in place of |x| beside 0
NEAREST = 2.0**-50  # the last one where f ends within the smallest, in units of |x|
FARTHER, GOOD = 2.0**28, 1e-9  # probe on by so many times, unless the answer is as good as this
EQUAL = 2.0  # of errors that differ by less, the one of the larger step counts as smaller
SURE = 4.0  # intervals are this many times as wide as the estimated error
RESOLUTION = 1e-6  # values that stand still and then jump by less than this part of f are rounded ones
CLOSE = 2.0**-13  # how near beside its first move f is evaluated again, in parts of it (see `cancellation`),
FINER = 2.0**-3  # and by how little a smooth f moves there
SETTLED = 100.0  # the answer exists if smaller nudges change it by at most so many times the noise
CONTRADICTION = 0.05  # larger nudges contradict smaller ones if they are so sure of another slope
COARSEST = 1e-4  # a jump by a larger part of f is a step of f itself and no rounding
BETWEEN = 0.382  # the part of a change at which to look for its jump: no ratio of small whole numbers
FEWEST = 1 / 300  # of at most 128 jumps on either side, one is a larger part of the change than this
BISECTIONS = 16  # which close in on a jump to within 1e-4 of its distance


@dataclass(frozen=True)
class Probe:
    """What is known along every line; `ok` says whether smaller and smaller nudges settle at all."""

    value: Float[ndarray, " n"]
    error: Float[ndarray, " n"]
    h: Float[ndarray, " n"]
    noise: Float[ndarray, " n"]
    scale: Float[ndarray, " n"]
    ok: Bool[ndarray, " n"]


def probe_steps(lines: Lines, rule: Stencil) -> Probe:
    """Probe each line; more closely where f ends within the smallest nudges."""
    found = probe(lines, rule, *_range(lines))
    for top, bottom, stride in ((SMALLEST * FARTHER, SMALLEST, STRIDE), (2.0**-24, NEAREST, FINE_STRIDE)):
        lost = np.isinf(found.error) & (lines.size > 0)
        if not lost.any():
            break
        size = np.maximum(lines.size, TINY)
        found = _instead(probe(lines, rule, top * size, bottom * lines.size, stride=stride), found, lost)
    return found


def probe_farther(lines: Lines, rule: Stencil, near: Probe) -> tuple[Probe, Bool[ndarray, " n"]]:
    """What far larger nudges say if the largest was best, and where that is better without contradiction."""
    top = _range(lines)[0]
    wide = (near.h >= 0.5 * top) & (near.error > GOOD * np.abs(near.value))
    if not wide.any():
        return near, wide
    far = probe(lines, rule, top * FARTHER, top / STRIDE**3, near.noise)
    better = (far.error < near.error) & (np.abs(far.value - near.value) <= SURE * near.error)
    better &= wide & (far.value != 0)  # or f stands still, as far as nudges can tell
    if better.any():
        better &= grows_like_a_polynomial(lines, rule, far)
    return _instead(replace(far, ok=far.ok & near.ok), near, better), better


def grows_like_a_polynomial(lines: Lines, rule: Stencil, far: Probe) -> Bool[ndarray, " n"]:
    """Whether the half of f that a central difference does not see (even or odd) is noise, or still grows.

    1 / (1 + x^2) beside 0 is level from afar: its odd half is nearly 0. Its even half has stopped growing.
    """
    if rule.power == 1:
        return np.ones(far.h.shape, dtype=bool)
    hidden = CENTRAL[2] if rule.order % 2 else CENTRAL[1]
    rise, magnitude, _ = finite_rises(lines, far.h * np.array([[1.0], [1 / 8]]), hidden)
    noise = SURE * hidden.weight * np.maximum(far.noise, 2 * EPS * magnitude[0])
    return np.asarray((np.abs(rise[0]) <= noise) | (np.abs(rise[0]) >= 4 * np.abs(rise[1])))


def _range(lines: Lines) -> tuple[Float[ndarray, " n"], Float[ndarray, " n"]]:
    """The largest and the smallest nudge of a probe."""
    return LARGEST * np.maximum(lines.size, 1), SMALLEST * np.maximum(lines.size, TINY)


def _instead(other: Probe, found: Probe, where: Bool[ndarray, " n"]) -> Probe:
    pairs = ((getattr(other, each.name), getattr(found, each.name)) for each in fields(Probe))
    return Probe(*(np.where(where, a, b) for a, b in pairs))


def probe(
    lines: Lines,
    rule: Stencil,
    top: Float[ndarray, " n"],
    bottom: Float[ndarray, " n"],
    noise: Float[ndarray, " n"] | float = 0.0,
    stride: float = STRIDE,
) -> Probe:
    """Take nudges from `top` to `bottom`, extrapolate twice, and choose the best entry that is safe.

    `noise` is what is already known of it, `stride` how far apart nudges are, at most.
    """
    span = top / bottom
    strides = int(np.ceil(np.log(span.max(initial=stride**4)) / np.log(stride)))
    factor = span ** (rule.power / strides)
    ratio = factor ** (-1 / rule.power)
    rise, magnitude, h = finite_rises(lines, np.cumprod(np.stack([top, *[ratio] * strides]), axis=0), rule)
    cell = h**rule.order
    slope = rise / cell
    once, apart = extrapolated(slope, factor)
    twice, change = extrapolated(once, factor**2)
    jitter = change[-3:] * cell[-3:] / rule.weight
    known = np.asarray(np.maximum(noise, measured_noise(jitter, lines.f0)))
    noisy = np.asarray(np.maximum(known, cancellation(lines, rule, rise, h, magnitude, known)))
    # entries that share their finest step: one extrapolation may be safe where the second reached too far
    value = np.where(apart[1:] < change, once[1:], twice)
    truncation, largest = np.minimum(apart[1:], change), worst(worst(magnitude))

    def best() -> tuple[Float[ndarray, "rows n"], Float[ndarray, "rows n"], Int[ndarray, " n"]]:
        rounding = rule.weight * np.maximum(noisy, 2 * EPS * largest) / cell[2:]
        error = truncation + rounding
        return rounding, error, smallest(np.where(agree(value, error), error, np.inf), EQUAL)

    rounding, error, chosen = best()
    jump = rounding_jumps(lines, rule, rise, h, magnitude, value, error, chosen)
    if jump.any():
        noisy = np.asarray(np.maximum(noisy, jump))
        rounding, error, chosen = best()
    answer, least, step = (picked(each, chosen) for each in (value, error, h))

    smaller = np.arange(len(value))[:, None] > chosen
    unsettled = (smaller & (change > np.maximum(SETTLED * rounding, 10 * least))).any(axis=0)
    coarse = noisy > 1e-3 * largest[1:].max(axis=0)  # within an eighth of a unit

    scale = length_scale(slope, twice, change, h, chosen, factor, rule)
    return Probe(answer, least, step, noisy, scale, ~unsettled & ~coarse)


def extrapolated(
    column: Float[ndarray, "rows n"], factor: Float[ndarray, " n"] | float
) -> tuple[Float[ndarray, "rows-1 n"], Float[ndarray, "rows-1 n"]]:
    """The next column of the tableau, and how far apart the two entries were that each was made of.

    From row to row of `column`, the leading error falls by `factor`.
    """
    change = column[1:] - column[:-1]
    return column[1:] + change / (factor - 1), np.abs(change)


def worst(column: Float[ndarray, "rows n"]) -> Float[ndarray, "rows-1 n"]:
    """The larger of neighbouring rows: what an entry inherits from the two that it was made of."""
    return np.asarray(np.maximum(column[1:], column[:-1]))


def measured_noise(jitter: Float[ndarray, "3 n"], f0: Float[ndarray, " n"]) -> Float[ndarray, " n"]:
    """How much f errs: the middle one of what its three smallest rises leave when their trend is gone.

    Never less than two rounding units of f.
    """
    a, b, c = np.where(np.isfinite(jitter), jitter, 0)
    middle = np.maximum(np.minimum(a, b), np.minimum(np.maximum(a, b), c))
    return np.asarray(np.maximum(2 * EPS * np.abs(f0), 3 * middle))


def cancellation(
    lines: Lines,
    rule: Stencil,
    rise: Float[ndarray, "steps n"],
    h: Float[ndarray, "steps n"],
    magnitude: Float[ndarray, "steps n"],
    noise: Float[ndarray, " n"],
) -> Float[ndarray, " n"]:
    """How far f jumps when it first moves, if all smaller nudges were lost in its rounding; else 0.

    Where f is 0, its size does not tell how it errs: 24 + x - 24 stands still around x = 0 and then jumps.
    Close beside its first move such an f stands still again, or jumps again, by a rounding unit: about
    STRIDE^order times smaller than that move, at most. A smooth one moves there as little as one likes, and
    so does max(x, 0) beyond its corner. A jump as large as f itself is a step and no rounding.
    """
    still = np.logical_and.accumulate(rise[::-1] == 0, axis=0).sum(axis=0)
    moved = np.clip(len(rise) - 1 - still, 0, None)
    jump, step = np.abs(picked(rise, moved)), picked(h, moved)
    largest = np.where(np.isfinite(magnitude), magnitude, 0).max(axis=0)
    doubtful = (still > 0) & (jump > noise) & (jump <= RESOLUTION * largest)
    if not doubtful.any():
        return np.zeros(jump.shape)
    unit = STRIDE**-rule.order
    beside = step + np.maximum(CLOSE * unit * step, 4 * np.spacing(lines.size))
    change = np.abs(finite_rises(lines, beside[None], rule)[0][0] - picked(rise, moved))
    smooth = (change > 0) & (change <= FINER * unit * jump)
    return np.where(doubtful & ~smooth, jump, 0)


def rounding_jumps(
    lines: Lines,
    rule: Stencil,
    rise: Float[ndarray, "steps n"],
    h: Float[ndarray, "steps n"],
    magnitude: Float[ndarray, "steps n"],
    value: Float[ndarray, "rows n"],
    error: Float[ndarray, "rows n"],
    chosen: Int[ndarray, " n"],
) -> Float[ndarray, " n"]:
    """How far f jumps where the chosen slope ceases to hold, if larger nudges contradict it; else 0.

    `off` is what the chosen slope does not tell of a rise. Along one smooth piece it is rounding; then,
    within a stride, it becomes many rounding units of f. Bisection closes in on where it is a part of that: a
    smooth f passes there continuously, a rounded one in a jump, of one of at most STRIDE equal ones.
    """
    slope = picked(value, chosen)
    larger = np.arange(len(value))[:, None] < chosen
    contradicted = (larger & (error < CONTRADICTION * np.abs(value - slope))).any(axis=0)
    if not contradicted.any():
        return np.zeros(slope.shape)
    off = np.abs(rise - slope * h**rule.order)
    unit = rule.weight * 8 * EPS * magnitude
    broken = off > np.maximum(unit, 8 * picked(off, chosen + 1))
    broken &= np.arange(len(rise))[:, None] <= chosen
    upper = len(rise) - 1 - np.argmax(broken[::-1], axis=0)  # the smallest nudge at which it has ceased to
    part, size = BETWEEN * picked(off, upper), picked(magnitude, upper)
    contradicted &= broken.any(axis=0) & (part <= STRIDE * COARSEST * size)
    if not contradicted.any():
        return np.zeros(slope.shape)

    a, b = (picked(h, np.minimum(row, len(h) - 1)) for row in (upper + 1, upper))
    off_a, off_b = (picked(off, np.minimum(row, len(h) - 1)) for row in (upper + 1, upper))
    for step in range(BISECTIONS):
        wanted, some = lines.only(contradicted)
        seen, _, (m,) = finite_rises(some, np.sqrt(a[wanted] * b[wanted])[None], rule)
        lines.nfev += some.nfev
        off_m = np.abs(seen[0] - slope[wanted] * m**rule.order)
        if step == 0:  # a smooth f has changed here, by less than a jump could
            known = 4 * (unit[-1] + picked(error, chosen) * np.sqrt(a * b) ** rule.order)[wanted]
            continuous = (off_m > known) & (off_m < FEWEST * off_b[wanted])
            contradicted[wanted] &= ~continuous
        beyond = off_m > part[wanted]
        a[wanted], off_a[wanted] = np.where(beyond, (a[wanted], off_a[wanted]), (m, off_m))
        b[wanted], off_b[wanted] = np.where(beyond, (m, off_m), (b[wanted], off_b[wanted]))
        if not contradicted.any():
            break
    jump = off_b - off_a
    smooth = (jump <= 2.0**-8 * part) | (jump <= rule.weight * 8 * EPS * size) | (jump > COARSEST * size)
    return np.where(contradicted & ~smooth & np.isfinite(jump), jump, 0)


def agree(value: Float[ndarray, "rows n"], error: Float[ndarray, "rows n"]) -> Bool[ndarray, "rows n"]:
    """Which entries share a common point with all the finer ones, which stand below them."""
    low, high = np.full((2, *value[0].shape), [[-np.inf], [np.inf]])
    together = []
    for center, reach in zip(value[::-1], SURE * error[::-1], strict=True):
        low, high = np.maximum(low, center - reach), np.minimum(high, center + reach)
        together.append(low <= high)
    return np.stack(together[::-1])


def length_scale(
    slope: Float[ndarray, "steps n"],
    value: Float[ndarray, "rows n"],
    change: Float[ndarray, "rows n"],
    h: Float[ndarray, "steps n"],
    chosen: Int[ndarray, " n"],
    factor: Float[ndarray, " n"],
    rule: Stencil,
) -> Float[ndarray, " n"]:
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


def smallest(entries: Float[ndarray, "rows n"], slack: float = 1.0) -> Int[ndarray, " n"]:
    """The first entry along the first axis that is at most `slack` times the smallest, whatever is nan.

    Numpy's own nanargmin takes several times as long.
    """
    least, n = slack * np.fmin.reduce(entries, axis=0), len(entries)
    rows = np.arange(n, 0, -1, dtype=np.uint8)[:, None]
    return n - np.asarray(((entries <= least) * rows).max(axis=0), dtype=int)


def picked(entries: Shaped[ndarray, "rows n"], row: Int[ndarray, " n"]) -> Shaped[ndarray, " n"]:
    """entries[row[i], i] for every i."""
    return np.asarray(entries.ravel().take(row * entries.shape[1] + np.arange(entries.shape[1])))
