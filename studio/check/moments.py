"""Chooses the moments of a play that are drawn, and finds more at jumps and where light flickers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from studio.check import time as pace
from studio.check.flicker import SECOND, STEP, goes_back
from studio.check.look import Cut, Look

FRAME = 1 / 60  # seconds from one frame of a film to the next
LOOKS = (  # into a motion of so many seconds, besides its ends; another watcher looks at its middle, too
    (0.7, (0.5,)),
    (2.4, (0.23, 0.5, 0.81)),
    (np.inf, (0.13, 0.31, 0.5, 0.67, 0.88)),
)
SPELL = 1.5  # seconds that are searched for flashes
PROBES = np.linspace(0.0, 1.0, 17).tolist()  # shares of a play at which its progress is read
SWING = 0.1  # of a motion: a smaller step back does not count

Glance = Callable[[float], Look]  # draws a moment of the present play


def moments(length: float, still: bool) -> list[float]:
    """The moments of a play to draw: its first and last frame, its middle, and uneven ones between."""
    if still:
        return [0.0]
    shares = next(shares for longest, shares in LOOKS if length <= longest)
    return [0.0, *(round(share * length, 4) for share in shares), length - FRAME]


def middle(length: float) -> float:
    """The moment of a play that several watchers draw, one of them without the moments before."""
    return round(0.5 * length, 4)


def sudden(looks: Sequence[Look], glance: Glance) -> Iterator[Cut]:
    """The neighbouring frames of a play between which much changes, found by bisection."""
    for before, after in pairwise(looks):
        if pace.changed(before, after) < pace.JUMP:
            continue
        first, last = before, after
        while last.time - first.time > 1.5 * FRAME:
            between = glance((first.time + last.time) / 2)
            early, late = pace.changed(first, between), pace.changed(between, last)
            first, last = (first, between) if early >= late else (between, last)
            if max(early, late) < pace.JUMP:
                break
        else:
            yield Cut(first, last, within=True)


def lights(
    looks: Sequence[Look], glance: Glance, *, swings: bool, flashed: bool
) -> list[tuple[float, np.ndarray]]:
    """The brightness of the places of the frame during a play, moment by moment.

    Where it is not monotonic, more moments are drawn, for SPELL seconds; also from the beginning if the plays
    before have `flashed`. A motion that `swings` returns within the play, which the usual moments may miss.
    """
    known = [(look.time, look.picture.places) for look in looks]
    spell = looks[0].time if flashed and len(looks) > 1 else _restless(looks, glance, swings)
    if spell is not None:
        often = np.arange(spell, min(looks[-1].time, spell + SPELL), 2 * FRAME)
        known += [(float(moment), glance(float(moment)).picture.places) for moment in often]
    return sorted(known, key=lambda each: each[0])


def _restless(looks: Sequence[Look], glance: Glance, swings: bool) -> float | None:
    """The moment from which on brightness first goes up and down between two looks."""
    for before, after in pairwise(looks):
        one, other = before.picture.places, after.picture.places
        if after.time - before.time < 5 * FRAME or not (swings or np.abs(other - one).max() >= STEP):
            continue
        shares = (before.time + share * (after.time - before.time) for share in (0.31, 0.57, 0.83))
        if goes_back(np.array([one, *(glance(moment).picture.places for moment in shares), other])):
            return before.time
    return None


def swings(animations: Iterable[Any]) -> bool:
    """Whether the rate of some animation rises and falls, so that it goes there and back."""
    for each in animations:
        parts = getattr(each, "animations", None)
        if parts:
            if swings(parts):
                return True
        else:
            rates = np.diff([each.rate_func(share) for share in PROBES])
            if (rates > SWING).any() and (rates < -SWING).any():
                return True
    return False


def follow(length: float, still: bool) -> list[float]:
    """The moments to draw of a play that another watcher checks, to follow flashes into it."""
    return [0.0] if still else np.arange(0.0, min(length, SECOND), 4 * FRAME).tolist()


def leading_up(length: float, still: bool) -> list[float]:
    """The moments to draw of a play whose flashes may go on after its end."""
    if still:
        return [0.0]
    last = length - FRAME
    return [*np.arange(max(0.0, length - SECOND), last, 4 * FRAME).tolist(), last]
