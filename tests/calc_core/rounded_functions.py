"""Functions whose values carry far more rounding than they show, each with the slope of what they mean.

The slopes come from closed forms or, at 0/0, from their power series, in extended precision; none of them
from the function that is measured.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import factorial

import numpy as np
from numpy import cos, exp, float32, log, sin, sqrt, tanh

exact_number = np.longdouble


@dataclass(frozen=True)
class Rounded:
    name: str
    f: Callable
    x: float
    slope: np.longdouble


def stored(f):
    """f, kept in single precision."""
    return lambda x: f(x).astype(float32)


def read(f):
    """f of an argument that is read in single precision."""
    return lambda x: f(x.astype(float32)).astype(float)


def single(f):
    """f in single precision from end to end."""
    return lambda x: f(x.astype(float32))


def digits(f, n):
    """f as a table gives it, to n decimal places."""
    return lambda x: np.round(f(x), n)


SMOOTH = [  # name, f, its slope, and where
    ("sin", sin, cos, 0.7),
    ("exp", exp, exp, 1.3),
    ("log", log, lambda x: 1 / x, 2.1),
    ("tanh", tanh, lambda x: 1 - tanh(x) ** 2, 0.4),
    ("cubic", lambda x: x**3 - 2 * x, lambda x: 3 * x**2 - 2, 1.1),
    ("bell", lambda x: exp(-x * x), lambda x: -2 * x * exp(-x * x), 0.9),
    ("root", lambda x: sqrt(1 + x * x), lambda x: x / sqrt(1 + x * x), 1.7),
]
COARSE = [
    ("kept in single precision", stored),
    ("read in single precision", read),
    ("single precision", single),
    ("six digits", lambda f: digits(f, 6)),
]


def series(terms: dict[int, float], x: float) -> np.longdouble:
    """The slope of sum c_k x^k, by its powers."""
    at = exact_number(x)
    return sum((k * c * at ** (k - 1) for k, c in terms.items() if k), exact_number(0))


ONE = exact_number(1)
NOTHING_OVER_NOTHING = [  # name, f, its power series, and where
    (
        "(1 - cos x) / x^2",
        lambda x: (1 - cos(x)) / x**2,
        {2 * k - 2: (-1) ** (k + 1) * ONE / factorial(2 * k) for k in range(1, 9)},
        [1e-2, 1e-3, 1e-4, 1e-5],
    ),
    (
        "(e^x - 1) / x",
        lambda x: (exp(x) - 1) / x,
        {k - 1: ONE / factorial(k) for k in range(1, 12)},
        [1e-3, 1e-5, 1e-7, 1e-9],
    ),
    (
        "log(1 + x) / x",
        lambda x: log(1 + x) / x,
        {k - 1: (-1) ** (k + 1) * ONE / k for k in range(1, 12)},
        [1e-4, 1e-6, 1e-8],
    ),
    (
        "(x - sin x) / x^3",
        lambda x: (x - sin(x)) / x**3,
        {2 * k - 2: (-1) ** (k + 1) * ONE / factorial(2 * k + 1) for k in range(1, 9)},
        [1e-2, 1e-3],
    ),
    (
        "(e^x - 1 - x) / x^2",
        lambda x: (exp(x) - 1 - x) / x**2,
        {k - 2: ONE / factorial(k) for k in range(2, 12)},
        [1e-3, 1e-4],
    ),
    (
        "(e^x - e^-x) / 2x",
        lambda x: (exp(x) - exp(-x)) / (2 * x),
        {2 * k: ONE / factorial(2 * k + 1) for k in range(8)},
        [1e-4, 1e-7],
    ),
    (
        "(1 - cos x) / x",
        lambda x: (1 - cos(x)) / x,
        {2 * k - 1: (-1) ** (k + 1) * ONE / factorial(2 * k) for k in range(1, 9)},
        [1e-5],
    ),
    ("x + (1 - 1)", lambda x: (1 + x) - 1, {1: ONE}, [1e-6, 1e-9]),
    (
        "sqrt(1 + x) - 1 over x",
        lambda x: (sqrt(1 + x) - 1) / x,
        {0: ONE / 2, 1: -ONE / 8, 2: ONE / 16, 3: -5 * ONE / 128},
        [1e-6],
    ),
]
FAR = [  # name, f, its slope, and where
    *(("sin", sin, cos, 10.0**k) for k in (10, 11, 12, 13, 14, 15, 16, 18)),
    ("exp(sin)", lambda x: exp(sin(x)), lambda x: cos(x) * exp(sin(x)), 1e11),
    ("sin(x^2)", lambda x: sin(x * x), lambda x: 2 * x * cos(x * x), 1e6),
    ("a quick sin", lambda x: sin(1e11 * x), lambda x: 1e11 * cos(1e11 * x), 1.0),
    ("sin + cos", lambda x: sin(x) + cos(3 * x), lambda x: cos(x) - 3 * sin(3 * x), 3e11),
]
BATTERY = [
    *(
        Rounded(f"{name}, {how}", cut(f), x, df(exact_number(x)))
        for how, cut in COARSE
        for name, f, df, x in SMOOTH
    ),
    *(
        Rounded(f"{name} at {x:g}", f, x, series(terms, x))
        for name, f, terms, places in NOTHING_OVER_NOTHING
        for x in places
    ),
    *(Rounded(f"{name} at {x:g}", f, x, df(exact_number(x))) for name, f, df, x in FAR),
]
