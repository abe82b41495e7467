"""Extrapolate difference quotients to a vanishing nudge, and say how good the answer is.

    D(h) = f' + C1 h^p + C2 h^2p + ...      so      D(h/2) + (D(h/2) - D(h)) / (2^p - 1)  has no C1 term.

(Richardson, 1911; the tableau with an error for every entry: Ridders, 1982.) Large nudges leave truncation,
small ones magnify rounding, and nobody knows beforehand over which length a function changes. So `probe.py`
looks first; here, nudges are halved from well within the length that it found, and each point takes the
entry of the tableau with the smallest error, unless the answer of the first look is better still.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy import ndarray

from calc_core.derivatives.lines import Lines
from calc_core.derivatives.stencils import EPS, Stencil
from calc_core.derivatives.step_selection import (
    SURE,
    FirstLook,
    extrapolated,
    first_look,
    heard,
    picked,
    smallest,
    wider_look,
    worst,
)

# where errors fall as h^2, h^4, ... (or h, h^2, ...): how many nudges, and the first one, in lengths of f
LADDERS = {2: (6, 0.125), 1: (9, 0.25)}


@dataclass(frozen=True)
class Extrapolation:
    """The limit of D(h) for h -> 0 at every point, its error, the largest step behind it; did it settle?"""

    value: ndarray
    error: ndarray
    h: ndarray
    ok: ndarray


def extrapolate(lines: Lines, rule: Stencil, start: ndarray | None = None) -> Extrapolation:
    """The derivative along each line by Richardson's extrapolation; `start` replaces the first look."""
    with np.errstate(all="ignore"):
        if start is not None:
            return refine(lines, rule, start, nothing_known(lines))
        look = first_look(lines, rule)
        found = refine(lines, rule, LADDERS[rule.power][1] * look.scale, look)
        wider, better = wider_look(lines, rule, look)
        return _from_afar(found, lines, rule, wider, better) if better.any() else found


def _from_afar(
    found: Extrapolation, lines: Lines, rule: Stencil, wider: FirstLook, better: ndarray
) -> Extrapolation:
    """Let far larger nudges answer where they do better, unless nudges nearby know that they are wrong.

    From afar a wave is a straight line: what is small beside the rounding of large values is seen nearby.
    """
    far = refine(lines, rule, LADDERS[rule.power][1] * wider.scale, wider)
    trusted = better & (far.error < found.error) & (np.abs(far.value - found.value) <= SURE * found.error)
    pairs = ((getattr(far, each.name), getattr(found, each.name)) for each in fields(Extrapolation))
    return Extrapolation(*(np.where(trusted, a, b) for a, b in pairs))


def refine(lines: Lines, rule: Stencil, start: ndarray, look: FirstLook) -> Extrapolation:
    """Halve nudges from `start` down and pick the best entry of Ridders' tableau at each point."""
    nudges = LADDERS[rule.power][0]
    rise, loud, h = heard(lines, start * 2.0 ** -np.arange(nudges)[:, None], rule)
    cell = h**rule.order
    column, rounding = rise / cell, rule.weight * np.maximum(look.noise, 2 * EPS * loud) / cell
    values, errors, rungs = [look.value[None]], [look.error[None]], [0]
    for j in range(1, nudges):
        column, change = extrapolated(column, 2.0 ** (rule.power * j))
        rounding = worst(rounding)
        values.append(column)
        errors.append(change + rounding)
        rungs.extend(range(len(column)))
    chosen = smallest(np.concatenate(errors))
    value, error = (picked(np.concatenate(each), chosen) for each in (values, errors))
    step = np.where(chosen == 0, look.h, picked(h, np.array(rungs)[chosen]))
    return Extrapolation(value, error + EPS * np.abs(value), step, look.ok & np.isfinite(error))


def nothing_known(lines: Lines) -> FirstLook:
    """The first look of someone who was told where to start."""
    zero = np.zeros(lines.base.shape)
    return FirstLook(zero, zero + np.inf, zero, 2 * EPS * np.abs(lines.home), zero, zero == 0)
