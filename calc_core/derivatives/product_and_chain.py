"""The product rule and the chain rule, as nudges that grow rectangles and pass along a line of gears."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from calc_core.derivatives.one_variable import derivative, secant_slopes
from calc_core.errors import DomainError, ShapeError
from calc_core.points import ArrayLike
from calc_core.results import Result, recorded
from calc_core.values import Function, finite_values, real


@dataclass(frozen=True, eq=False)
class ProductIncrement(Result):
    """A rectangle with sides f and g grows: two strips, f dg and g df, and the corner df dg."""

    x: Float[ndarray, "*shape"]
    dx: Float[ndarray, "*shape"]
    f: Float[ndarray, "*shape"]
    g: Float[ndarray, "*shape"]
    df: Float[ndarray, "*shape"]
    dg: Float[ndarray, "*shape"]
    f_dg: Float[ndarray, "*shape"]
    g_df: Float[ndarray, "*shape"]
    df_dg: Float[ndarray, "*shape"]
    total: Float[ndarray, "*shape"]

    @property
    def beside(self) -> Float[ndarray, "*shape"]:
        """(g + dg) df: the strip on the right, as high as the grown rectangle."""
        return np.asarray(self.g_df + self.df_dg)

    @property
    def corner_share(self) -> Float[ndarray, "*shape"]:
        """df dg as a part of the whole increment; raises DomainError where the area does not change."""
        if not self.total.all():
            raise DomainError("the corner has no share where the area does not change")
        return np.asarray(self.df_dg / self.total)


@recorded
def product_increment(f: Function, g: Function, x: ArrayLike, dx: ArrayLike) -> ProductIncrement:
    """(f + df)(g + dg) - f g = f dg + g df + df dg, exactly: two strips and a corner that shrinks as dx^2.

    x and dx may have any shapes that broadcast. `total` is measured from the two areas, not from the parts.

    >>> grown = cc.product_increment(np.square, np.sin, 1.0, [0.1, 0.01])
    >>> print(grown.total.round(5), grown.corner_share.round(4))
    [0.23689 0.02238] [0.0441 0.0048]
    """
    one, other = secant_slopes(f, x, dx), secant_slopes(g, x, dx)
    before, after = one.f * other.f, (one.f + one.df) * (other.f + other.df)
    parts = one.f * other.df, other.f * one.df, one.df * other.df, after - before
    return ProductIncrement(
        one.x, one.dx, one.f, other.f, one.df, other.df, *(np.asarray(part) for part in parts)
    )


@dataclass(frozen=True, eq=False)
class ChainTrace(Result):
    """A nudge passed on from number line to number line: `values` and `nudges` on each, the gear between two.

    `rates` are the ratios of neighbouring nudges and `product` their product: last nudge over first.
    `slopes` are the derivatives that they approach as the first nudge shrinks, `slope` is theirs.
    """

    values: Float[ndarray, "lines ..."]
    nudges: Float[ndarray, "lines ..."]
    rates: Float[ndarray, "gears ..."]
    product: Float[ndarray, "*shape"]
    slopes: Float[ndarray, "gears ..."]
    slope: Float[ndarray, "*shape"]


@recorded
def chain_trace(fs: Sequence[Function], x: ArrayLike, dx: ArrayLike) -> ChainTrace:
    """dy/dx = dy/du du/dx: follow x and x + dx through fs, the innermost function first.

    A nudge that a constant stage has brought to rest has no ratio any more: there the rate is the slope.
    Raises DomainError where a stage is not finite.

    >>> chain = cc.chain_trace([np.square, np.sin], 0.5, 1e-6)
    >>> print(np.round(chain.rates, 4), round(float(chain.product), 4))
    [1.     0.9689] 0.9689
    """
    if not fs:
        raise ShapeError("fs must hold at least one function, innermost first, got none")
    start, wish = np.broadcast_arrays(real(x), real(dx, "dx"))
    here, there = [np.array(start)], [np.asarray(start + wish)]
    for f in fs:
        here.append(finite_values(f, here[-1]))
        there.append(finite_values(f, there[-1]))
    values, nudges = np.stack(here), np.stack(there) - np.stack(here)
    slopes = np.stack([derivative(f, u, method="richardson").value for f, u in zip(fs, values, strict=False)])
    moving = nudges[:-1] != 0
    rates = np.where(moving, nudges[1:] / np.where(moving, nudges[:-1], 1.0), slopes)
    product, slope = (np.asarray(np.prod(each, axis=0)) for each in (rates, slopes))
    return ChainTrace(values, nudges, rates, product, slopes, slope)
