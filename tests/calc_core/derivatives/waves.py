"""What tests of slopes of one variable share: a wave whose slope is known, and what an estimate promises."""

import numpy as np

METHODS = ["forward", "backward", "central", "complex", "richardson"]

EXACT = np.longdouble


def wave(x):
    return np.exp(np.sin(3 * x))


def wave_slope(x):
    return 3 * np.cos(3 * x) * wave(x)


def holds(found, exact):
    """Whether |true error| <= 10 * error + 4 ulp, entry by entry."""
    apart = np.abs(EXACT(found.value) - exact).astype(float)
    return apart <= 10 * found.error + 4 * np.spacing(np.abs(exact).astype(float))


def relative(found, exact):
    return (np.abs(EXACT(found.value) - exact) / np.maximum(np.abs(exact), 1e-300)).astype(float)
