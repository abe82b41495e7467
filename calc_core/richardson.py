"""Extrapolate difference quotients to a vanishing nudge, and say how good the answer is.

    D(h) = f' + C1 h^p + C2 h^2p + ...      so      D(h/2) + (D(h/2) - D(h)) / (2^p - 1)  has no C1 term.

(Richardson, 1911; the tableau with an error for every entry: Ridders, 1982.) Large nudges leave truncation,
small ones magnify rounding, and nobody knows beforehand over which length a function changes. So look twice:

1. `probe` takes nudges from 65536 units down to a few hundred rounding units, far apart. The smallest measure
   how noisy f is. From there upward, intervals value +- error must keep a common point; where they
   cease to, f no longer looks like one polynomial (the rule of intersecting confidence intervals,
   Goldenshluger and Nemirovski, 1997). That finds the length scale, and an answer that is safe if rough.
2. `refine` halves nudges from that scale down, and takes the entry of Ridders' tableau with the
   smallest error among those which agree with the safe answer.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from numpy import ndarray

from calc_core.stencils import EPS, Line, Stencil, quotients

LARGEST, SMALLEST = 2.0**16, 2.0**-44  # reach of the probe, in units of max(|x|, 1) and of |x|
TINY = 2.0**-40  # beside x = 0, nothing happens over lengths below TINY * SMALLEST
PROBES, DEPTH = 18, 2  # rungs of the probe, and how often it extrapolates
HALVINGS = 11  # rungs of the refinement
ABOVE = 2.0**9  # it starts so far above the best step of the probe
NOISE_RUNGS = 5  # so many of the smallest steps measure the noise of f
SURE = 4.0  # intervals are this many times as wide as the estimated error
RESOLUTION = 1e-6  # values that stand still and then jump by less than this part of f are rounded ones
SETTLED = (
    100.0  # a limit exists only if smaller nudges change the answer by no more than so many times the noise
)


@dataclass(frozen=True)
class Extrapolation:
    """The limit of D(h) for h -> 0 at every point: value, error, the step it rests on, and the noise of f."""

    value: ndarray
    error: ndarray
    h: ndarray
    noise: ndarray
    ok: ndarray


def extrapolate(line: Line, rule: Stencil, start: ndarray | None = None) -> Extrapolation:
    """The derivative along each line by Richardson's extrapolation; `start` replaces the probe."""
    with np.errstate(all="ignore"):
        if start is not None:
            return refine(line, rule, start)
        safe = probe(line, rule)
        return refine(line, rule, safe.h * ABOVE, safe)


def tableau(quotient: ndarray, ratio: ndarray | float, power: int, depth: int) -> list[ndarray]:
    """Columns T_0, T_1, ...: entry k of column j is free of the first j error terms.

    `quotient` holds D(h_k), steps falling by `ratio` from row to row.
    """
    columns = [quotient]
    for j in range(1, depth + 1):
        previous = columns[-1]
        columns.append(previous[1:] + (previous[1:] - previous[:-1]) / (ratio ** (power * j) - 1))
    return columns


def probe(line: Line, rule: Stencil) -> Extrapolation:
    """Find the noise of f, the length over which it changes, and a safe if rough derivative."""
    x = line.size
    top, bottom = LARGEST * np.maximum(x, 1), SMALLEST * np.maximum(x, TINY)
    ratio = (top / bottom) ** (1 / (PROBES - 1))
    quotient, loud, h = quotients(line, top / ratio ** _rungs(PROBES, x), rule)
    *_, before, best = tableau(quotient, ratio, rule.power, DEPTH)
    fine = h[DEPTH:] ** rule.order / rule.weight

    change = np.abs(best - before[1:])
    noise = measured_noise(change * fine, quotient * h**rule.order, line.home)
    rounding = np.maximum(noise, 2 * EPS * _loudest(loud, DEPTH)) / fine
    error = _finite(best, np.maximum(change, np.abs(best - before[:-1])) + rounding)
    chosen = np.argmin(np.where(agree(best, error), error, np.inf), axis=0)[None]
    value, safe, step = (_pick(chosen, a) for a in (best, error, h))

    smaller = _rungs(len(best), x) > chosen
    restless = smaller & (change > SETTLED * rounding) & (change > 10 * safe)
    coarse = noise > 1e-3 * np.nanmax(np.where(h <= np.maximum(x, 1), loud, 0), axis=0)
    return Extrapolation(value, safe, step, noise, ~restless.any(axis=0) & ~coarse)


def measured_noise(jitter: ndarray, rise: ndarray, home: ndarray) -> ndarray:
    """How much f errs: what is left of its smallest rises when their trend is gone.

    Never less than two rounding units of f. Where f stands still and then jumps a little,
    as (10^8 + x^2) - 10^8 does, it errs by about that jump.
    """
    smallest = np.where(np.isfinite(jitter), jitter, 0)[-NOISE_RUNGS:]
    jumps = np.where((rise[1:] == 0) & (np.abs(rise[:-1]) <= RESOLUTION * np.abs(home)), np.abs(rise[:-1]), 0)
    floor = np.maximum(2 * EPS * np.abs(home), jumps.max(axis=0))
    return np.asarray(np.maximum(floor, 3 * np.median(smallest, axis=0)))


def agree(value: ndarray, error: ndarray) -> ndarray:
    """Which entries share a common point with all the finer ones, which stand below them."""
    reach = SURE * error
    low = np.where(np.isfinite(reach), value - reach, -np.inf)[::-1]
    high = np.where(np.isfinite(reach), value + reach, np.inf)[::-1]
    return np.asarray(np.maximum.accumulate(low) <= np.minimum.accumulate(high))[::-1]


def refine(line: Line, rule: Stencil, start: ndarray, safe: Extrapolation | None = None) -> Extrapolation:
    """Halve nudges from `start` down and pick the best entry of Ridders' tableau at each point."""
    quotient, loud, h = quotients(line, start / 2 ** _rungs(HALVINGS, start), rule)
    noise = 2 * EPS * np.abs(line.home) if safe is None else safe.noise
    entries = [] if safe is None else [(safe.value[None], safe.error[None], safe.h[None])]
    columns = tableau(quotient, 2.0, rule.power, HALVINGS - 1)
    for j, (before, best) in enumerate(itertools.pairwise(columns), start=1):
        change = np.maximum(np.abs(best - before[1:]), np.abs(best - before[:-1]))
        loudest = np.maximum(noise, 2 * EPS * _loudest(loud, j))
        rounding = rule.weight * loudest / h[j:] ** rule.order + EPS * np.abs(best)
        entries.append((best, _finite(best, change + rounding), h[:-j]))
    value, error, step = (np.concatenate(each) for each in zip(*entries, strict=True))
    if safe is not None:
        error = np.where(np.abs(value - safe.value) <= SURE * (error + safe.error), error, np.inf)
    chosen = np.argmin(error, axis=0)[None]
    value, error, step = (_pick(chosen, a) for a in (value, error, step))
    settled = np.isfinite(error) if safe is None else safe.ok & np.isfinite(error)
    return Extrapolation(value, error, step, noise, settled)


def _loudest(loud: ndarray, depth: int) -> ndarray:
    """The largest |f| among the depth + 1 rungs that an entry of column `depth` rests on."""
    n = len(loud) - depth
    return np.asarray(np.max([loud[i : i + n] for i in range(depth + 1)], axis=0))


def _rungs(n: int, like: ndarray) -> ndarray:
    return np.arange(n).reshape(-1, *[1] * like.ndim)


def _finite(value: ndarray, error: ndarray) -> ndarray:
    return np.where(np.isfinite(value) & np.isfinite(error), error, np.inf)


def _pick(chosen: ndarray, entries: ndarray) -> ndarray:
    return np.asarray(np.take_along_axis(entries, chosen, 0)[0])
