"""Rates: how far a motion has come, at each share of its time."""

from __future__ import annotations

from collections.abc import Callable
from math import exp
from typing import TypeAlias, TypeVar

import numpy as np

Rate: TypeAlias = Callable[[float], float]
Share = TypeVar("Share", float, np.ndarray)


def zooming(widths: tuple[float, float], rate: Rate) -> Rate:
    """The rate by which a window goes from one width to another by equal factors in equal times."""
    factor = widths[1] / widths[0]
    if abs(factor - 1) < 1e-6:
        return rate

    def share(alpha: float) -> float:
        return float((factor ** rate(alpha) - 1) / (factor - 1))

    return share


def hasten(pull: float) -> Rate:
    """A rate that starts slowly and ends faster by e^pull: the first steps are the ones to watch."""
    return zooming((1.0, exp(pull)), lambda share: share)


def gently(share: Share) -> Share:
    """A share of a way, 0 to 1, or many of them, so that it starts and ends gently."""
    eased: Share = share * share * (3.0 - 2.0 * share)
    return eased


def backwards(rate: Rate) -> Rate:
    """A rate for the way back: first as it ended, and at last as it began."""
    return lambda share: 1.0 - rate(1.0 - share)
