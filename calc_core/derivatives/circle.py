"""A nudge along the unit circle: what it does to sine and cosine, and the quarter turns that slopes make."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from calc_core.derivatives.one_variable import derivative
from calc_core.points import ArrayLike
from calc_core.results import Result, recorded
from calc_core.values import real


@dataclass(frozen=True, eq=False)
class ArcNudge(Result):
    """The point (cos, sin) of the unit circle at theta, and by how much it moves with an arc of dtheta.

    (dcos, dsin) is measured on the circle. (level, upright) are the legs of the triangle (cos, sin), turned
    by a quarter and shrunk to dtheta: -sin dtheta and cos dtheta. All angles are in radians.
    """

    theta: Float[ndarray, "*shape"]
    dtheta: Float[ndarray, "*shape"]
    cos: Float[ndarray, "*shape"]
    sin: Float[ndarray, "*shape"]
    dcos: Float[ndarray, "*shape"]
    dsin: Float[ndarray, "*shape"]
    level: Float[ndarray, "*shape"]
    upright: Float[ndarray, "*shape"]

    @property
    def rate(self) -> Float[ndarray, "*shape"]:
        """dsin / dtheta, on its way to the cosine."""
        return np.asarray(self.dsin / self.dtheta)

    @property
    def miss(self) -> Float[ndarray, "*shape"]:
        """How far the turned triangle's tip misses the circle's point, in parts of dtheta: about dtheta/2."""
        return np.asarray(np.hypot(self.dcos - self.level, self.dsin - self.upright) / np.abs(self.dtheta))

    def at(self, theta: ArrayLike, dtheta: ArrayLike) -> ArcNudge:
        """Another arc, elsewhere, of any shapes that broadcast."""
        found = _arc_nudge(real(theta, "theta"), real(dtheta, "dtheta"))
        object.__setattr__(found, "made_by", self.made_by)
        return found


@recorded
def arc_nudge(theta: ArrayLike, dtheta: ArrayLike) -> ArcNudge:
    """d(sin theta) = cos theta dtheta by similar triangles (Roger Cotes, 1722), beside what is measured.

    A short arc stands at a right angle on its radius, so its legs are those of the radius, turned by a
    quarter and dtheta times as long. The angles may have any shapes that broadcast.

    What similar triangles promise of the sine's nudge, and how much they miss, which falls with the arc:

    >>> nudge = cc.arc_nudge(np.pi / 3, [0.1, 0.01])
    >>> print(nudge.dsin.round(5), nudge.miss.round(5))
    [0.04559 0.00496] [0.04999 0.005  ]
    """
    return _arc_nudge(real(theta, "theta"), real(dtheta, "dtheta"))


def _arc_nudge(theta: Float[ndarray, "*a"], dtheta: Float[ndarray, "*b"]) -> ArcNudge:
    here, nudge = np.broadcast_arrays(theta, dtheta)
    cos, sin = np.cos(here), np.sin(here)
    # differences of sines as products: no digits are lost however short the arc is
    half, middle = 2 * np.sin(nudge / 2), here + nudge / 2
    moved = -half * np.sin(middle), half * np.cos(middle)
    turned = -sin * nudge, cos * nudge
    return ArcNudge(*(np.asarray(each) for each in (here, nudge, cos, sin, *moved, *turned)))


@dataclass(frozen=True, eq=False)
class QuarterTurns(Result):
    """sin, and its slopes one after the other: row k of `f` is sin(theta + k quarter turns), for k = 0 to 3.

    Row k of `slope` is the measured slope of row k.
    """

    theta: Float[ndarray, " n"]
    f: Float[ndarray, "4 n"]
    slope: Float[ndarray, "4 n"]

    @property
    def n(self) -> int:
        """At how many angles the slopes were measured."""
        return len(self.theta)

    @property
    def sine(self) -> Float[ndarray, " n"]:
        """The sine itself."""
        return np.asarray(self.f[0])

    @property
    def first(self) -> Float[ndarray, " n"]:
        """The measured slope of the sine."""
        return np.asarray(self.slope[0])

    @property
    def second(self) -> Float[ndarray, " n"]:
        """The measured slope of that."""
        return np.asarray(self.slope[1])

    @property
    def third(self) -> Float[ndarray, " n"]:
        """The measured slope of that again; its own slope is the sine."""
        return np.asarray(self.slope[2])

    @property
    def gap(self) -> float:
        """By how much the slope of a row misses the next row, at most; after the last comes the first."""
        return float(np.abs(self.slope - np.roll(self.f, -1, axis=0)).max())


@recorded
def quarter_turns(theta: ArrayLike) -> QuarterTurns:
    """sin' = cos, cos' = -sin, (-sin)' = -cos, (-cos)' = sin: each slope, by complex nudges, at theta (n,).

    A quarter turn is exact: cos theta = sin(theta + pi/2), without rounding pi.

    The slopes of sine, cosine and so on are each the next one of them:

    >>> turns = cc.quarter_turns([0.0, 1.0, 2.0])
    >>> print(turns.first.round(3), np.cos([0.0, 1.0, 2.0]).round(3))
    [ 1.     0.54  -0.416] [ 1.     0.54  -0.416]
    """
    angle = np.atleast_1d(real(theta, "theta"))
    cycle = (np.sin, np.cos, lambda t: -np.sin(t), lambda t: -np.cos(t))
    slopes = np.stack([derivative(f, angle, method="complex").value for f in cycle])
    return QuarterTurns(angle, np.stack([f(angle) for f in cycle]), slopes)
