"""A fence laid out straight: the heights along it are a function of one variable, the way walked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from calc_core.constraints.fence import onto_fence
from calc_core.errors import DomainError, ShapeError
from calc_core.landscapes.landscape import Landscape, reading_units
from calc_core.maps.contours import contours
from calc_core.points import ArrayLike, Real, as_points
from calc_core.results import Result, recorded

NEAR = 1e-6  # of the whole way: what lies farther from the fence has no place on it


@dataclass(frozen=True, eq=False)
class UnrolledFence(Result):
    """Places along a fence, evenly spaced by the way from the first of them, with f and its slope there.

    The way is counted from 0 in the direction in which g is lower on the left: round a fenced hollow
    counter-clockwise. A closed fence repeats its first place at the end.
    """

    x: Float[ndarray, "n 2"]
    way: Float[ndarray, " n"]
    f: Float[ndarray, " n"]
    slope: Float[ndarray, " n"]  # along the fence: grad f . tangent
    across: Float[ndarray, " n"]  # outwards, where g rises: grad f . grad g / |grad g|
    gradient: Float[ndarray, "n 2"]
    normal: Float[ndarray, "n 2"]  # grad g / |grad g|
    closed: bool
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def length(self) -> float:
        """How long the whole fence is."""
        return float(self.way[-1])

    @property
    def parts(self) -> tuple[Float[ndarray, "n 2"], Float[ndarray, "n 2"]]:
        """The gradient of f taken apart: its part along the fence, and its part across."""
        across = self.across[:, None] * self.normal
        return np.asarray(self.gradient - across), np.asarray(across)

    @property
    def angle(self) -> Float[ndarray, " n"]:
        """Between the two gradients, 0 to 180 degrees."""
        return np.asarray(np.degrees(np.arctan2(np.abs(self.slope), self.across)))

    def way_of(self, x: ArrayLike) -> Float[ndarray, "*batch"]:
        """How far along the fence places (..., 2) on it lie, to the square of the spacing.

        Raises DomainError for a place that does not lie on the fence.
        """
        places = as_points(x, 2)
        flat = places.reshape(-1, 2)
        start, side = self.x[:-1], np.diff(self.x, axis=0)
        square = (side**2).sum(axis=-1)
        share = np.clip(((flat[:, None] - start) * side).sum(axis=-1) / square, 0, 1)
        miss = np.linalg.norm(flat[:, None] - start - share[..., None] * side, axis=-1)
        nearest = miss.argmin(axis=-1)
        rows = np.arange(len(flat))
        bow = np.sqrt(square[nearest]) ** 2 / self.length  # a chord may lie so far inside a bend
        off = miss[rows, nearest] > NEAR * self.length + bow
        if off.any():
            raise DomainError(f"{flat[off][0].tolist()} does not lie on this fence")
        piece = np.diff(self.way)[nearest]
        return np.asarray((self.way[nearest] + share[rows, nearest] * piece).reshape(places.shape[:-1]))


@recorded
def unroll_fence(
    f: Landscape,
    g: Landscape,
    *,
    level: Real = 0,
    begin: ArrayLike | None = None,
    n: int = 721,
    bounds: ArrayLike | None = None,
) -> UnrolledFence:
    """f along the longest line of g = `level`, at `n` places evenly spaced by the way s along it.

    df/ds = grad f . t with t the fence's direction, so the height is level along the fence exactly where
    Lagrange's condition holds. A closed fence begins next to `begin` (an open one where it enters `bounds`,
    f's own unless told). Each chord is lengthened by its bend, from the normals at its ends: the error of
    the way falls with the fourth power of the spacing. Raises DomainError where no line is found.

    The unit circle is 2 pi long; laid out straight, the fence is a curve that goes up and down:

    >>> laid = cc.unroll_fence(cc.x_squared_y(), cc.round_fence(), level=1, begin=(1.0, 0.0), n=9)
    >>> print(round(float(laid.length), 4), laid.f.round(3) + 0.0)
    6.2832 [ 0.     0.354  0.     0.354  0.    -0.354  0.    -0.354  0.   ]
    """
    if f.d != 2 or g.d != 2:
        raise ShapeError(f"only a fence in the plane can be laid out straight, got d = {f.d} and {g.d}")
    if n < 5:
        raise ShapeError(f"n must be 5 places or more, got {n}")
    box = f.bounds if bounds is None else bounds
    lines = contours(g, [float(level)], box)
    if not lines.n:
        raise DomainError(f"{g.name} = {level} has no line within bounds {np.asarray(box).tolist()}")
    line = lines.longest()
    if line.closed and begin is not None:
        line = line.begun_next_to(begin)
    corners = line.points[::-1]
    if line.closed and begin is not None:  # begin exactly there, as near as the fence allows
        first, _ = onto_fence(g, as_points(begin, 2)[None], float(level))
        corners = np.concatenate([first, corners[1:-1], first])
    for _ in range(3):  # evenly by the chords of the last round: soon even
        way = _way(g, corners)
        even = np.linspace(0, way[-1], n)
        between = np.stack([np.interp(even, way, each) for each in corners.T], axis=-1)
        corners, arrived = onto_fence(g, between, float(level))
        if not arrived.all():
            raise DomainError(f"{g.name} = {level} has a corner, where it cannot be followed")
        if line.closed:
            corners[-1] = corners[0]
    gg, gf = g.grad(corners), f.grad(corners)
    normal = gg / np.linalg.norm(gg, axis=-1, keepdims=True)
    tangent = np.stack([-normal[:, 1], normal[:, 0]], axis=-1)
    units = {**reading_units(f.units), "way": f.units["x"], "length": f.units["x"], "angle": "°"}
    units |= dict.fromkeys(("slope", "across"), units["gradient"])
    return UnrolledFence(
        corners, _way(g, corners), f.f(corners), (gf * tangent).sum(axis=-1), (gf * normal).sum(axis=-1),
        gf, normal, bool(line.closed), units,
    )  # fmt: skip


def _way(g: Landscape, x: Float[ndarray, "n 2"]) -> Float[ndarray, " n"]:
    """The way along the line of g through x: chords as arcs of circles that turn as the normals do."""
    gg = g.grad(x)
    heading = np.unwrap(np.arctan2(gg[:, 1], gg[:, 0]))
    half = np.diff(heading) / 2
    return np.concatenate(
        [[0.0], np.cumsum(np.linalg.norm(np.diff(x, axis=0), axis=-1) / np.sinc(half / np.pi))]
    )
