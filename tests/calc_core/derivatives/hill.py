"""A hill and a swirl whose slopes and curvatures are known: what tests of many directions share."""

import numpy as np
from hypothesis import strategies as st

METHODS = ["forward", "backward", "central", "complex", "richardson"]

TOLERANCE = {"forward": 2e-6, "backward": 2e-6, "central": 1e-8, "complex": 1e-13, "richardson": 1e-11}

points = st.tuples(st.floats(-2, 2), st.floats(-2, 2)).map(np.array)


def hill(x):
    return np.sin(x[..., 0]) * np.exp(x[..., 1]) + x[..., 0] * x[..., 1] ** 2


def hill_slope(x):
    a, b = x[..., 0], x[..., 1]
    return np.stack([np.cos(a) * np.exp(b) + b**2, np.sin(a) * np.exp(b) + 2 * a * b], axis=-1)


def hill_curve(x):
    a, b = x[..., 0], x[..., 1]
    mixed = np.cos(a) * np.exp(b) + 2 * b
    rows = [[-np.sin(a) * np.exp(b), mixed], [mixed, np.sin(a) * np.exp(b) + 2 * a]]
    return np.stack([np.stack(row, axis=-1) for row in rows], axis=-2)


def rosenbrock(x):
    return np.sum(100 * (x[..., 1:] - x[..., :-1] ** 2) ** 2 + (1 - x[..., :-1]) ** 2, axis=-1)


def swirl(x):
    return np.stack([x[..., 0] + np.sin(x[..., 1]), x[..., 1] + np.sin(x[..., 0]), hill(x)], axis=-1)


def swirl_jacobian(x):
    a, b = x[..., 0], x[..., 1]
    one = np.ones(a.shape)
    rows = [np.stack([one, np.cos(b)], -1), np.stack([np.cos(a), one], -1), hill_slope(x)]
    return np.stack(rows, axis=-2)
