"""Random smooth functions that carry their exact derivative along, for Hypothesis and for statistics."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st

ATOMS = {
    "sin": (np.sin, np.cos),
    "cos": (np.cos, lambda x: -np.sin(x)),
    "exp": (np.exp, np.exp),
    "tanh": (np.tanh, lambda x: 1 / np.cosh(x) ** 2),
    "bell": (lambda x: np.exp(-x * x), lambda x: -2 * x * np.exp(-x * x)),
    "arctan": (np.arctan, lambda x: 1 / (1 + x * x)),
    "witch": (lambda x: 1 / (1 + x * x), lambda x: -2 * x / (1 + x * x) ** 2),
    "hyperbola": (lambda x: np.sqrt(1 + x * x), lambda x: x / np.sqrt(1 + x * x)),
    "cubic": (lambda x: x * x * x - x, lambda x: 3 * x * x - 1),
    "square": (lambda x: x * x, lambda x: 2 * x),
    "log1p": (lambda x: np.log1p(x * x), lambda x: 2 * x / (1 + x * x)),
    "log": (np.log, lambda x: 1 / x),
    "sqrt": (np.sqrt, lambda x: 0.5 / np.sqrt(x)),
    "inverse": (lambda x: 1 / x, lambda x: -1 / x**2),
    "softplus": (lambda x: np.logaddexp(0, x), lambda x: 1 / (1 + np.exp(-x))),
}


@dataclass(frozen=True)
class Smooth:
    """A function x -> f(x); `pair(x)` gives (f, f'), in whatever precision x has."""

    words: str
    pair: Callable

    def __call__(self, x):
        return self.pair(x)[0]

    def slope(self, x):
        """f'(x) in extended precision; not finite where f or its slope is not."""
        with np.errstate(all="ignore"):
            return self.pair(np.asarray(x, dtype=np.longdouble))[1]

    def __repr__(self):
        return self.words


def atom(name, inner):
    f, df = ATOMS[name]

    def pair(x):
        u, du = inner.pair(x)
        return f(u), df(u) * du

    return Smooth(f"{name}({inner})", pair)


def total(one, other):
    def pair(x):
        (u, du), (v, dv) = one.pair(x), other.pair(x)
        return u + v, du + dv

    return Smooth(f"({one} + {other})", pair)


def product(one, other):
    def pair(x):
        (u, du), (v, dv) = one.pair(x), other.pair(x)
        return u * v, du * v + u * dv

    return Smooth(f"({one} * {other})", pair)


def scaled(factor, shift, inner):
    def pair(x):
        u, du = inner.pair(x)
        return factor * u + shift, factor * du

    return Smooth(f"({factor!r} * {inner} + {shift!r})", pair)


def lens(center, length):
    """u = (x - center) / length, the variable that everything else is made of."""
    return Smooth(f"((x - {center!r}) / {length!r})", lambda x: ((x - center) / length, 1 / length + 0 * x))


def grown(seed, depth, inner):
    """A random function of `inner`: compositions, sums, products and changes of scale."""
    pick = seed.integers(0, 5) if depth else 0
    if pick <= 1:
        return atom(str(seed.choice(list(ATOMS))), grown(seed, depth - 1, inner) if pick else inner)
    if pick == 2:
        return total(grown(seed, depth - 1, inner), grown(seed, depth - 1, inner))
    if pick == 3:
        return product(grown(seed, depth - 1, inner), grown(seed, depth - 1, inner))
    factor, shift = seed.normal() * 10 ** seed.uniform(-3, 3), seed.normal() * 10 ** seed.uniform(-4, 4)
    return scaled(float(factor), float(shift) * int(seed.integers(0, 2)), grown(seed, depth - 1, inner))


def measurable(f, x):
    """Where f and its slope are finite, neither over- nor underflow, and f exists close by as well.

    Nor may f jump about from one floating-point number to the next, as sin(1e190 x) does.
    """
    x = np.atleast_1d(x)
    with np.errstate(all="ignore"):
        value, slope = f.pair(x.astype(np.longdouble))
        beside = np.isfinite(f(x * (1 - 1e-6))) & np.isfinite(f(x * (1 + 1e-6))) & np.isfinite(f(x))
        sizes = (np.abs(value) < 1e200) & (np.abs(slope) < 1e200) & (np.abs(slope) > 1e-280)
        visible = np.abs(slope) * np.spacing(np.abs(x)) <= 1e-6 * np.abs(value)
    return beside & sizes & visible & ((value == 0) | (np.abs(value) > 1e-280))


def crowd(seed, functions=20, points=20):
    """Random functions, each with points where it lives: a list of (f, x)."""
    random = np.random.default_rng(seed)
    found = []
    while len(found) < functions:
        center = float(random.normal() * 10 ** random.uniform(-8, 6))
        length = float(max(abs(center), 1e-9) * 10 ** random.uniform(-4, 6))
        f = grown(random, int(random.integers(1, 4)), lens(center + length * float(random.normal()), length))
        x = center + length * random.uniform(-1, 1, size=points)
        x = x[measurable(f, x)]
        if x.size:
            found.append((f, x))
    return found


@st.composite
def smooth_functions(draw):
    """A smooth function and a point inside its domain, of any size and at any distance from 0."""
    thousandths = st.integers(-1000, 1000).map(lambda n: n / 1000)
    center = np.float64(3 * draw(thousandths) * 10.0 ** draw(st.integers(-6, 5)))
    length = float(max(abs(center), 1e-6) * 10.0 ** draw(st.integers(-3, 6)))
    inner = lens(float(center) + draw(thousandths) * length, length)
    names, factors = st.sampled_from(sorted(ATOMS)), st.floats(0.01, 100)
    leaves = st.builds(lambda name: atom(name, inner), names)
    f = draw(
        st.recursive(
            leaves,
            lambda smaller: st.one_of(
                st.builds(atom, names, smaller),
                st.builds(total, smaller, smaller),
                st.builds(product, smaller, smaller),
                st.builds(scaled, factors, st.floats(-10, 10), smaller),
            ),
            max_leaves=4,
        )
    )
    return f, center
