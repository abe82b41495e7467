"""Extrapolate difference quotients to a vanishing nudge, and say how good the answer is.

    D(h) = f' + C1 h^p + C2 h^2p + ...      so      D(h/2) + (D(h/2) - D(h)) / (2^p - 1)  has no C1 term.

(Richardson, 1911; the tableau with an error for every entry: Ridders, 1982.) Large nudges leave truncation,
small ones magnify rounding, and nobody knows beforehand over which length a function changes. So a probe
(`step_selection.py`) finds it; here, nudges are halved from well within that length, and each point takes the
entry of the tableau with the smallest error, unless the probe's own answer is better still.
"""

from __future__ import annotations

from dataclasses import fields

import numpy as np
from jaxtyping import Bool, Float
from numpy import ndarray

from calc_core.derivatives.lines import Lines, Slopes, finite_rises, rises
from calc_core.derivatives.stencils import EPS, Stencil
from calc_core.derivatives.step_selection import (
    SURE,
    Probe,
    extrapolated,
    picked,
    probe_farther,
    probe_steps,
    smallest,
    worst,
)

# where errors fall as h^2, h^4, ... (or h, h^2, ...): how many nudges, and the first one, in lengths of f
LADDERS = {2: (6, 0.125), 1: (9, 0.25)}
SETTLED = {1: 1e-12, 2: 1e-10, 3: 1e-8, 4: 1e-6}  # an answer from a hint is kept if it is as good as this
WITNESS = 2.0**-12  # and nudges so many times smaller than the hint agree


def extrapolate(
    lines: Lines,
    rule: Stencil,
    start: Float[ndarray, " n"] | None = None,
    hint: Float[ndarray, " n"] | None = None,
) -> Slopes:
    """The derivative along each line by Richardson's extrapolation.

    `start` is the first, largest nudge, taken as it is. A `hint` is only tried: where it leads to no settled
    answer, or smaller nudges contradict it, the probe is asked as if there had been no hint.
    """
    with np.errstate(all="ignore"):
        if start is not None:
            return refine(lines, rule, start, unprobed(lines))
        if hint is None:
            return _probed(lines, rule)
        found = refine(lines, rule, hint, unprobed(lines))
        doubtful, rest = lines.only(~_stands(found, lines, rule, hint))
        if not doubtful.any():
            return found
        better = _probed(rest, rule)
        lines.nfev += rest.nfev
        for each in fields(Slopes):
            getattr(found, each.name)[doubtful] = getattr(better, each.name)
        return found


def _stands(found: Slopes, lines: Lines, rule: Stencil, hint: Float[ndarray, " n"]) -> Bool[ndarray, " n"]:
    """Whether an answer has settled, and two nudges far smaller than the hint tell the same."""
    rise, magnitude, h = rises(lines, hint * WITNESS * np.array([[1.0], [0.5]]), rule)
    slope = rise / h**rule.order
    (told,), _ = extrapolated(slope, 2.0**rule.power)
    rounding = 2 * EPS * rule.weight * magnitude[1] / h[1] ** rule.order
    apart = np.abs(told - found.value)
    settled = found.error <= SETTLED[rule.order] * np.abs(found.value)
    return np.asarray(found.ok & settled & (apart <= SURE * (found.error + 2 * rounding)))


def _probed(lines: Lines, rule: Stencil) -> Slopes:
    """Probe, refine, and let far larger nudges answer where the largest was best."""
    probe = probe_steps(lines, rule)
    found = refine(lines, rule, LADDERS[rule.power][1] * probe.scale, probe)
    farther, better = probe_farther(lines, rule, probe)
    return _from_afar(found, lines, rule, farther, better) if better.any() else found


def _from_afar(
    found: Slopes, lines: Lines, rule: Stencil, farther: Probe, better: Bool[ndarray, " n"]
) -> Slopes:
    """Let far larger nudges answer where they do better, unless nudges nearby contradict them.

    From afar a wave is a straight line: what is small beside the rounding of large values is seen nearby.
    """
    far = refine(lines, rule, LADDERS[rule.power][1] * farther.scale, farther)
    trusted = better & (far.error < found.error) & (np.abs(far.value - found.value) <= SURE * found.error)
    pairs = ((getattr(far, each.name), getattr(found, each.name)) for each in fields(Slopes))
    return Slopes(*(np.where(trusted, a, b) for a, b in pairs))


def refine(lines: Lines, rule: Stencil, start: Float[ndarray, " n"], probe: Probe) -> Slopes:
    """Halve nudges from `start` down and pick the best entry of Ridders' tableau at each point."""
    nudges = LADDERS[rule.power][0]
    rise, magnitude, h = finite_rises(lines, start * 2.0 ** -np.arange(nudges)[:, None], rule)
    cell = h**rule.order
    column, rounding = rise / cell, rule.weight * np.maximum(probe.noise, 2 * EPS * magnitude) / cell
    values, errors, rungs = [probe.value[None]], [probe.error[None]], [0]
    for j in range(1, nudges):
        column, change = extrapolated(column, 2.0 ** (rule.power * j))
        rounding = worst(rounding)
        values.append(column)
        errors.append(change + rounding)
        rungs.extend(range(len(column)))
    chosen = smallest(np.concatenate(errors))
    value, error = (picked(np.concatenate(each), chosen) for each in (values, errors))
    step = np.where(chosen == 0, probe.h, picked(h, np.array(rungs)[chosen]))
    return Slopes(value, error + EPS * np.abs(value), step, probe.ok & np.isfinite(error))


def unprobed(lines: Lines) -> Probe:
    """What is known where the first step was given: nothing but how f is rounded."""
    zero = np.zeros(lines.base.shape)
    return Probe(zero, zero + np.inf, zero, 2 * EPS * np.abs(lines.f0), zero, zero == 0)
