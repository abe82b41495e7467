"""Flow lines: where steepest ascent leads, and where water runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
from jaxtyping import Float
from numpy import ndarray
from scipy.integrate import DOP853, LSODA, DenseOutput, OdeSolution
from scipy.optimize import brentq

from calc_core.errors import DomainError, ShapeError
from calc_core.landscapes.landscape import Landscape, reading_units
from calc_core.points import ArrayLike, Real, as_bounds, as_points, inside
from calc_core.results import Result, recorded

NEAR = 1e-10  # of the map: this near to a critical point a flow line has arrived
FOREVER = 1e12  # of the flow's own time; every line ends at a critical point or the border long before
MOST_STEPS = 1500  # of the solver; along a ravine they are tiny
SOLVERS = {"DOP853": DOP853, "LSODA": LSODA}
ENDINGS = ("critical point", "border", "length")


@dataclass(frozen=True, eq=False)
class FlowLine(Result):
    """A line of steepest ascent or descent, at even distances along itself."""

    points: Float[ndarray, "n 2"]
    f: Float[ndarray, " n"]
    arclength: Float[ndarray, " n"]  # from the start
    ending: str  # "critical point", "border", "length", or "unfinished" where the solver's steps ran out
    nfev: int
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def length(self) -> float:
        """How long the line is."""
        return float(self.arclength[-1])

    @property
    def climb(self) -> float:
        """Height at the end minus height at the start."""
        return float(self.f[-1] - self.f[0])

    @recorded
    def between(self, low: Real, high: Real) -> FlowLine:
        """The part with heights above `low` and below `high`, its arclength counted from where that begins.

        Raises ShapeError where no point of the line lies between them.
        """
        part = (self.f > low) & (self.f < high)
        if not part.any():
            raise ShapeError(f"no point of this line has a height between {low} and {high}")
        way = self.arclength[part]
        return replace(self, points=self.points[part], f=self.f[part], arclength=way - way[0])

    @recorded
    def reversed(self) -> FlowLine:
        """The same line walked the other way: from where it ended to where it began."""
        way = self.arclength[-1] - self.arclength[::-1]
        return replace(self, points=self.points[::-1], f=self.f[::-1], arclength=way)


@recorded
def flow_line(
    land: Landscape,
    x0: ArrayLike,
    *,
    ascent: bool = True,
    length: Real | None = None,
    bounds: ArrayLike | None = None,
    n: int = 200,
    tol: Real = 1e-10,
    method: Literal["DOP853", "LSODA"] = "DOP853",
) -> FlowLine:
    """Follow grad f(x), or -grad f for descent: the way of water, square across every contour.

    Dormand and Prince's method of order 8 (DOP853, 1981) with relative error `tol` a step; down a narrow
    ravine, where it must take tiny steps, Petzold's LSODA (1983) is some 20 times quicker. The line ends at
    a critical point (where it would arrive only after infinite time: |grad f| / |hess f|, about the distance
    to it, is 1e-10 of the map's longer side, or `tol` of it for a loose `tol`), at the border, or after
    `length`; after 1500 steps of the solver it comes back "unfinished". It comes back as `n` points at even
    distances. Raises DomainError for a start off the map, or where the solver finds no way on.

    >>> water = cc.flow_line(cc.bowl(4), (1.0, 1.0), ascent=False)
    >>> print(water.ending, abs(water.points[-1].round(6)))
    critical point [0. 0.]
    """
    box = land.bounds if bounds is None else as_bounds(bounds, 2)
    start = as_points(x0, land.d, "x0")
    if start.shape != (2,):
        raise ShapeError(f"x0 must be one point of two coordinates, got shape {start.shape}")
    if not inside(start, box) or not (length is None or length > 0) or n < 2:
        raise DomainError(f"x0 must lie within bounds {box.tolist()}, length be positive and n at least 2")
    size = float(np.ptp(box, axis=-1).max())
    arrived = max(NEAR, float(tol)) * size  # nearer, a loose solution only circles
    sign = 1.0 if ascent else -1.0

    def velocity(t: float, state: ndarray) -> ndarray:
        return _velocity(land, state[:2], sign, size)

    def left(state: ndarray) -> ndarray:
        """What is left until each ending: to the critical point, to the border, of the length."""
        x = state[:2]
        to_border = min((x - box[:, 0]).min(), (box[:, 1] - x).min())
        return np.array(
            [_distance(land, x) - arrived, to_border, np.inf if length is None else length - state[2]]
        )

    if left(np.append(start, 0.0))[0] <= 0:
        return _line(land, start[None], np.zeros(1), "critical point", 1)
    options = {
        "rtol": float(tol),
        "atol": float(tol) * size / 1000,
    }  # close to a critical point this keeps it smooth
    solver = SOLVERS[method](velocity, 0.0, np.append(start, 0.0), FOREVER, **options)
    times, ending = [0.0], "unfinished"
    pieces: list[DenseOutput] = []
    while ending == "unfinished" and len(pieces) < MOST_STEPS:
        message = solver.step()
        if solver.status == "failed":
            raise DomainError(f"the flow line from {start} broke off on {land.name}: {message}")
        piece = solver.dense_output()
        over = np.flatnonzero(left(solver.y) <= 0).tolist()
        ends = [_when(left, piece, k, solver.t_old, solver.t) for k in over]
        if ends:
            ending = ENDINGS[over[int(np.argmin(ends))]]
        times.append(min(ends, default=solver.t))
        pieces.append(piece)
    run = OdeSolution(np.array(times), pieces)
    points, arclength = _evenly(land, run, sign, size, n)
    return _line(land, np.clip(points, *box.T), arclength, ending, solver.nfev)


def _velocity(land: Landscape, x: Float[ndarray, "*n 2"], sign: float, size: float) -> Float[ndarray, "*n 3"]:
    """The flow in a time of its own: about a length that the ground takes to change, in one unit of it.

    dx/dt = grad f / (|grad f| / size + |hess f|): however steep or flat the ground is, the way is the same,
    and a critical point is neared at an even rate. The third coordinate counts the distance covered.
    """
    g = land.grad.inner(x)
    slope = np.linalg.norm(g, axis=-1)
    bend = np.linalg.norm(land.hess.inner(x), axis=(-1, -2))
    brake = np.where(slope > 0, slope / size + bend, 1.0)
    way = sign * g / brake[..., None]
    return np.concatenate([way, np.linalg.norm(way, axis=-1, keepdims=True)], axis=-1)


def _distance(land: Landscape, x: Float[ndarray, " 2"]) -> float:
    """|grad f| / |hess f|: about how far a critical point may be; on a plane it is infinitely far."""
    slope = float(np.linalg.norm(land.grad.inner(x)))
    bend = float(np.linalg.norm(land.hess.inner(x)))
    return slope / bend if bend > 0 else (np.inf if slope > 0 else 0.0)


def _when(left: Callable[[ndarray], ndarray], piece: DenseOutput, k: int, early: float, late: float) -> float:
    """The time at which ending k is reached, some way being left at `early` and none at `late`."""

    def room(t: float) -> float:
        return float(left(piece(t))[k])

    if room(early) <= 0:
        return early
    return float(brentq(room, early, late, xtol=1e-15 * max(1.0, abs(late)))) if room(late) < 0 else late


def _evenly(
    land: Landscape, run: OdeSolution, sign: float, size: float, n: int
) -> tuple[Float[ndarray, "n 2"], Float[ndarray, " n"]]:
    """`n` points of a solution at even distances, each found by Newton's method in time."""
    last = run.ts[-1]
    often = np.interp(np.linspace(0, len(run.ts) - 1, 16 * len(run.ts)), np.arange(len(run.ts)), run.ts)
    way = run(often)[2]
    even = np.linspace(0, way[-1], n)
    t = np.interp(even, way, often)
    for _ in range(4):
        state = run(t).T
        speed = _velocity(land, state[:, :2], sign, size)[:, 2]
        miss = even - state[:, 2]
        t = np.clip(t + np.where(speed > 0, miss / np.where(speed > 0, speed, 1), 0), 0, last)
    t[[0, -1]] = 0.0, last
    return run(t)[:2].T, even


def _line(land: Landscape, points: ndarray, arclength: ndarray, ending: str, nfev: int) -> FlowLine:
    units = {**reading_units(land.units), "length": land.units["x"], "climb": land.units["f"]}
    return FlowLine(points, land.f.inner(points), arclength, ending, nfev, units)
