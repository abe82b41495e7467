"""Areas and volumes that grow with a nudge: looked up while a picture moves, and counted by order."""

from __future__ import annotations

from dataclasses import dataclass
from math import comb

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from calc_core.derivatives.families import TangentFamily, tangent_family
from calc_core.derivatives.one_variable import derivative
from calc_core.derivatives.product_and_chain import ProductIncrement
from calc_core.errors import DomainError, ShapeError
from calc_core.points import ArrayLike, Real
from calc_core.results import Result, recorded
from calc_core.values import Function, finite_values, real


@dataclass(frozen=True, eq=False)
class ProductFamily(Result):
    """The rectangles with sides f(x) and g(x) of a stretch of x; `at` looks up any of them and its growth.

    Between the places on record both sides follow splines (see TangentFamily, whose `error` says how well).
    """

    one: TangentFamily
    other: TangentFamily

    def at(self, x: ArrayLike, dx: ArrayLike) -> ProductIncrement:
        """How the rectangle at x grows with dx, of any shapes that broadcast; the nudge 0 is allowed.

        Raises DomainError where x or x + dx lies beyond the places on record.
        """
        here, nudge = np.broadcast_arrays(real(x), real(dx, "dx"))
        ends = np.stack([here, here + nudge])
        (f, df), (g, dg) = ((at[0], at[1] - at[0]) for at in (self.one.at(ends).f, self.other.at(ends).f))
        parts = f * dg, g * df, df * dg, (f + df) * (g + dg) - f * g
        found = ProductIncrement(*(np.asarray(each) for each in (here, nudge, f, g, df, dg, *parts)))
        object.__setattr__(found, "made_by", self.made_by)  # looked up, not computed again
        return found


@recorded
def product_family(f: Function, g: Function, low: Real, high: Real, *, n: int = 801) -> ProductFamily:
    """The sides f and g of a rectangle, measured at `n` even places from `low` to `high`.

    Both must be smooth there; raises what `tangent_family` raises where they are not.

    >>> sides = cc.product_family(np.square, np.sin, 0.5, 1.5, n=11)
    >>> print(sides.one.f.round(3)[:3], sides.other.f.round(3)[:3])
    [0.25 0.36 0.49] [0.479 0.565 0.644]
    """
    return ProductFamily(tangent_family(f, low, high, n=n), tangent_family(g, low, high, n=n))


@dataclass(frozen=True, eq=False)
class ProductRule(Result):
    """The slope of f g at x: by the `rule`, and `measured` on the product itself; `gap` is between them."""

    rule: Float[ndarray, "*shape"]
    measured: Float[ndarray, "*shape"]
    gap: Float[ndarray, "*shape"]


@recorded
def product_rule(f: Function, g: Function, x: ArrayLike) -> ProductRule:
    """(f g)' = f g' + g f', beside the slope of f g by a complex nudge (Leibniz, 1684).

    f and g must be analytic and take complex arrays. Raises DomainError where they take none.

    >>> rule = cc.product_rule(np.square, np.sin, 1.2)
    >>> print(round(float(rule.rule), 6), round(float(rule.measured), 6))
    2.758689 2.758689
    """
    place = real(x)
    one, other = (derivative(each, place, method="complex").value for each in (f, g))
    rule = np.asarray(finite_values(f, place) * other + finite_values(g, place) * one)
    measured = derivative(lambda at: f(at) * g(at), place, method="complex").value
    return ProductRule(rule, measured, np.asarray(np.abs(rule - measured)))


@dataclass(frozen=True, eq=False)
class PowerIncrement(Result):
    """What x^n gains by a nudge, by order: entry k - 1 of `parts` is C(n, k) x^(n - k) dx^k.

    For the cube these are three slabs, three rods and one corner; `total` is measured, (x + dx)^n - x^n.
    """

    n: int
    x: Float[ndarray, ...]  # as it was given; it broadcasts to the shape of dx
    dx: Float[ndarray, "*shape"]
    parts: Float[ndarray, "orders ..."]
    total: Float[ndarray, "*shape"]

    @property
    def shares(self) -> Float[ndarray, "orders ..."]:
        """Each order as a part of the whole gain; raises DomainError where nothing is gained."""
        if not self.total.all():
            raise DomainError("the parts have no share where nothing is gained")
        return np.asarray(self.parts / self.total)

    @property
    def corner_share(self) -> Float[ndarray, "*shape"]:
        """dx^n, the smallest part, as a part of the whole gain."""
        return np.asarray(self.shares[-1])

    @property
    def one_in(self) -> Float[ndarray, "*shape"]:
        """How many times the smallest part goes into the whole gain."""
        return np.asarray(self.total / self.parts[-1])

    @property
    def ratio(self) -> Float[ndarray, "*shape"]:
        """Gain per nudge: rise over run, on its way to n x^(n - 1)."""
        return np.asarray(self.total / self.dx)

    @property
    def gap(self) -> Float[ndarray, "*shape"]:
        """By how much the parts together miss the measured gain: by rounding only."""
        return np.asarray(np.abs(self.parts.sum(axis=0) - self.total))

    @property
    def slopes(self) -> Float[ndarray, " orders"]:
        """With which power of dx each order's share goes, fitted on log-log axes: 0, 1, 2, ... for small dx.

        Raises ShapeError for fewer than two nudges.
        """
        if self.dx.ndim != 1 or len(self.dx) < 2:
            raise ShapeError(f"a slope is fitted through several nudges dx (n,), got shape {self.dx.shape}")
        return np.asarray(np.polyfit(np.log(np.abs(self.dx)), np.log(np.abs(self.shares.T)), 1)[0])

    def at(self, dx: ArrayLike) -> PowerIncrement:
        """The gain of the same x by other nudges, of any shape that broadcasts with x."""
        found = _power_increment(self.n, self.x, real(dx, "dx"))
        object.__setattr__(found, "made_by", self.made_by)
        return found


@recorded
def power_increment(n: int, x: ArrayLike, dx: ArrayLike) -> PowerIncrement:
    """(x + dx)^n - x^n = n x^(n-1) dx + C(n, 2) x^(n-2) dx^2 + ... + dx^n, order by order (Newton, 1665).

    x and dx may have any shapes that broadcast. Raises ShapeError unless n is a whole number from 1 on.

    Two strips and a corner; the corner's share of the growth soon counts for nothing:

    >>> grown = cc.power_increment(2, 3.0, [0.1, 0.001])
    >>> print(grown.total.round(6), grown.corner_share.round(6))
    [0.61     0.006001] [0.016393 0.000167]
    """
    if n != int(n) or n < 1:
        raise ShapeError(f"n must be a whole number from 1 on, got {n}")
    return _power_increment(int(n), real(x), real(dx, "dx"))


def _power_increment(n: int, x: Float[ndarray, "*a"], dx: Float[ndarray, "*b"]) -> PowerIncrement:
    here, nudge = np.broadcast_arrays(x, dx)
    run = np.asarray((here + nudge) - here)  # the nudge that the machine really makes
    parts = np.stack([comb(n, k) * here ** (n - k) * run**k for k in range(1, n + 1)])
    return PowerIncrement(n, x, run, parts, np.asarray((here + run) ** n - here**n))
