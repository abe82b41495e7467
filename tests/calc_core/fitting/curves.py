"""Curves with knobs that fits must find again, and the heights of 3,000 men."""

import numpy as np
from hypothesis import strategies as st

from calc_core.data.datasets import load_heights
from calc_core.fitting import (
    bell,
    exponential,
    gaussian,
    logistic,
    polynomial,
)

HEIGHTS = load_heights()
BELL = gaussian(x_unit="cm", y_unit="men")
CURVES = {
    "bell": (gaussian(), (4.0, 1.5, 0.8)),
    "known area": (bell(8.0), (1.5, 0.8)),
    "growth": (exponential(), (2.0, 1.5, 2.5)),
    "decay": (exponential(), (1.0, 3.0, -1.2)),
    "ceiling": (logistic(), (5.0, 1.8, 0.5)),
    "cubic": (polynomial(3, about=1.0), (1.0, -2.0, 0.5, 0.3)),
}
X = np.linspace(0, 4, 40)
seeds = st.integers(0, 2**32 - 1)


def noisy(model, theta, size=0.05, seed=3):
    return model(theta, X) + np.random.default_rng(seed).normal(0, size, len(X))
