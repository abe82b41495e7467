"""Functions whose slopes are hard to measure, each with its exact derivative and a point where it hurts.

The exact slopes are evaluated in extended precision where the machine has it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy import cos, cosh, exp, log, sin, sinh, sqrt, tanh

exact_number = np.longdouble


@dataclass(frozen=True)
class Hard:
    name: str
    f: Callable
    df: Callable
    x: float

    @property
    def slope(self) -> np.longdouble:
        with np.errstate(all="ignore"):
            return exact_number(self.df(exact_number(self.x)))


def bump(x):
    return exp(-1 / (1 - x * x))


BATTERY = [
    Hard("exp", exp, exp, 1.0),
    Hard("sin far out", sin, cos, 1e3),
    Hard("sin farther out", sin, cos, 1e5),
    Hard("sin very far out", sin, cos, 1e6),
    Hard("Runge", lambda x: 1 / (1 + 25 * x * x), lambda x: -50 * x / (1 + 25 * x * x) ** 2, 0.2),
    Hard("log beside its wall", log, lambda x: 1 / x, 1e-6),
    Hard("log at the wall", log, lambda x: 1 / x, 1e-20),
    Hard("log far out", log, lambda x: 1 / x, 1e20),
    Hard("sqrt beside its end", sqrt, lambda x: 1 / (2 * sqrt(x)), 1e-8),
    Hard(
        "steep step",
        lambda x: tanh(200 * (x - 0.5)),
        lambda x: 200 / cosh(200 * (x - exact_number("0.5"))) ** 2,
        0.501,
    ),
    Hard(
        "Squire and Trapp",
        lambda x: exp(x) / (sin(x) ** 3 + cos(x) ** 3),
        lambda x: exp(x) * (cos(3 * x) + sin(3 * x) / 2 + 3 * sin(x) / 2) / (sin(x) ** 3 + cos(x) ** 3) ** 2,
        1.5,
    ),
    Hard("x^10", lambda x: x**10, lambda x: 10 * x**9, 1.0),
    Hard("x^200", lambda x: x**200, lambda x: 200 * x**199, 1.01),
    Hard("exp(-1/x)", lambda x: exp(-1 / x), lambda x: exp(-1 / x) / x**2, 0.05),
    Hard(
        "packet",
        lambda x: sin(50 * x) * exp(-x * x),
        lambda x: (50 * cos(50 * x) - 2 * x * sin(50 * x)) * exp(-x * x),
        2.0,
    ),
    Hard("logistic, saturated", lambda x: 1 / (1 + exp(-x)), lambda x: exp(-x) / (1 + exp(-x)) ** 2, 30.0),
    Hard("small on a tower", lambda x: 1e8 + x * x, lambda x: 2 * x, 1.0),
    Hard("a tower taken away", lambda x: (1e8 + x * x) - 1e8, lambda x: 2 * x, 1.0),
    Hard("cos at its top", cos, lambda x: -sin(x), 0.0),
    Hard("sin at 0", sin, cos, 0.0),
    Hard("exp beside 0", exp, exp, 1e-12),
    Hard("exp nearly at 0", exp, exp, -1e-300),
    Hard("tail of the bell", lambda x: exp(-x * x), lambda x: -2 * x * exp(-x * x), 6.0),
    Hard("bell", lambda x: exp(-x * x), lambda x: -2 * x * exp(-x * x), 1.0),
    Hard(
        "ripples on a slope",
        lambda x: x + 1e-6 * sin(1000 * x),
        lambda x: 1 + exact_number(1e-6) * 1000 * cos(1000 * x),
        0.7,
    ),
    Hard("slow", lambda x: cos(x / 1e6), lambda x: -sin(x / 1e6) / 1e6, 1.0),
    Hard("fast at 0", lambda x: sin(1e5 * x), lambda x: 1e5 * cos(1e5 * x), 0.0),
    Hard("very fast", lambda x: sin(1e9 * x), lambda x: 1e9 * cos(1e9 * x), 1.0),
    Hard("arctan far out", np.arctan, lambda x: 1 / (1 + x * x), 1e4),
    Hard("x^x", lambda x: x**x, lambda x: x**x * (1 + log(x)), 3.0),
    Hard("x log x", lambda x: x * log(x), lambda x: 1 + log(x), 1e-9),
    Hard("cube root", np.cbrt, lambda x: 1 / (3 * np.cbrt(x) ** 2), 1e-5),
    Hard("tan beside its pole", np.tan, lambda x: 1 / cos(x) ** 2, 1.57),
    Hard("1/x beside its pole", lambda x: 1 / x, lambda x: -1 / x**2, 1e-3),
    Hard("chirp", lambda x: sin(x * x), lambda x: 2 * x * cos(x * x), 20.0),
    Hard("fast chirp", lambda x: sin(exp(x)), lambda x: exp(x) * cos(exp(x)), 6.0),
    Hard("flat root", lambda x: (x - 1) ** 7, lambda x: 7 * (x - 1) ** 6, 1.1),
    Hard("sech", lambda x: 1 / cosh(x), lambda x: -sinh(x) / cosh(x) ** 2, 20.0),
    Hard("softplus, silent", lambda x: np.log1p(exp(x)), lambda x: 1 / (1 + exp(-x)), -30.0),
    Hard("constant", lambda x: 0 * x + 3, lambda x: 0 * x, 2.0),
    Hard("line", lambda x: 3 * x - 7, lambda x: 0 * x + 3, 2.0),
    Hard("arcsin beside its end", np.arcsin, lambda x: 1 / sqrt(1 - x * x), 0.999999),
    Hard("circle beside its end", lambda x: sqrt(1 - x * x), lambda x: -x / sqrt(1 - x * x), 0.9999),
    Hard("sin x / x", lambda x: sin(x) / x, lambda x: (x * cos(x) - sin(x)) / x**2, 1e-3),
    Hard("bump beside its end", bump, lambda x: bump(x) * (-2 * x) / (1 - x * x) ** 2, 0.9),
    Hard("huge", exp, exp, 700.0),
    Hard("tiny", exp, exp, -700.0),
    Hard("faint", lambda x: 1e-30 * sin(x), lambda x: exact_number(1e-30) * cos(x), 2.0),
    Hard(
        "in small units",
        lambda x: 1e30 * sin(x * 1e-9),
        lambda x: exact_number(1e30) * exact_number(1e-9) * cos(x * exact_number(1e-9)),
        2e9,
    ),
    Hard("log1p", np.log1p, lambda x: 1 / (1 + x), 1e-10),
    Hard("cubic saddle on a tower", lambda x: 1 + x**3, lambda x: 3 * x**2, 0.0),
    Hard("steep rational", lambda x: 1 / (1 + x**8), lambda x: -8 * x**7 / (1 + x**8) ** 2, 1.2),
    Hard("tanh, saturated", tanh, lambda x: 1 / cosh(x) ** 2, 5.0),
    Hard("Kepler", lambda x: x - 0.99 * sin(x), lambda x: 1 - exact_number(0.99) * cos(x), 0.01),
    Hard("away from home", lambda x: sin(3 * (x - 1e4)), lambda x: 3 * cos(3 * (x - 10_000)), 10_000.3),
    Hard(
        "heat",
        lambda x: exp(-1 / (4 * x)) / sqrt(x),
        lambda x: exp(-1 / (4 * x)) / sqrt(x) * (1 / (4 * x**2) - 1 / (2 * x)),
        0.01,
    ),
]
