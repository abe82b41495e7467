"""Contour lines: found on a grid, then pulled onto their level by Newton's method."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from jaxtyping import Bool, Float
from numpy import ndarray

from calc_core.descent.path import path_length
from calc_core.errors import ShapeError
from calc_core.landscapes.grids import axes
from calc_core.landscapes.landscape import Landscape, reading_units
from calc_core.maps.marching_squares import Chain, chains
from calc_core.points import ArrayLike, Real, as_bounds, as_numbers, as_points, inside
from calc_core.results import Result, recorded

CLOSED_AT_LEAST, OPEN_AT_LEAST = 48, 8  # chords per contour, however small it is
TURN = 0.15  # radians that a contour may turn within one chord ...
FINER = 20  # ... unless that takes chords this many times shorter than the longest


@dataclass(frozen=True, eq=False)
class Contour(Result):
    """One connected line of height `level`, higher ground on its left; a closed one repeats its first point.

    `normal` points uphill and `tangent` along the line, both of length 1 and from the exact gradient.
    """

    level: float
    points: Float[ndarray, "n 2"]
    tangent: Float[ndarray, "n 2"]
    normal: Float[ndarray, "n 2"]
    closed: bool

    @property
    def length(self) -> float:
        """How long the line is."""
        return float(path_length(self.points))

    @recorded
    def begun_next_to(self, x: ArrayLike) -> Contour:
        """The same closed line, begun and ended at that of its points which is nearest to x.

        Raises ShapeError for an open line, which can only begin where it does.
        """
        place = as_points(x, 2)
        if not self.closed or place.shape != (2,):
            raise ShapeError(f"only a closed contour can begin next to one point x, got {place.shape}")
        first = int(np.argmin(np.linalg.norm(self.points[:-1] - place, axis=-1)))

        def turned(round_: ndarray) -> ndarray:
            """`round_` with its first entry repeated at the end, from `first` on."""
            rolled = np.roll(round_[:-1], -first, axis=0)
            return np.concatenate([rolled, rolled[:1]])

        return replace(
            self, points=turned(self.points), tangent=turned(self.tangent), normal=turned(self.normal)
        )


@dataclass(frozen=True, eq=False)
class Contours(Result):
    """All contours of a map, level by level; iterate over it, or pick one level with `at`."""

    lines: tuple[Contour, ...]
    levels: Float[ndarray, " n_levels"]
    level_error: float  # max |f - level| over every point of every line
    units: Mapping[str, str] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Contour]:
        return iter(self.lines)

    def __len__(self) -> int:
        return len(self.lines)

    @property
    def n(self) -> int:
        """How many lines were drawn."""
        return len(self.lines)

    @property
    def n_levels(self) -> int:
        """How many heights were asked for."""
        return len(self.levels)

    @property
    def interval(self) -> float:
        """The height between neighbouring levels; raises ShapeError where they are not evenly spaced."""
        steps = np.diff(self.levels)
        if not steps.size or np.ptp(steps) > 1e-9 * np.abs(self.levels).max():
            raise ShapeError(f"these levels have no single interval: {self.levels.tolist()}")
        return float(steps.mean())

    def at(self, level: Real) -> tuple[Contour, ...]:
        """The lines of one level."""
        return tuple(each for each in self.lines if each.level == level)

    @recorded
    def longest(self, level: Real | None = None) -> Contour:
        """The longest line, of one level or of all; raises ShapeError where there is none."""
        lines = self.lines if level is None else self.at(level)
        if not lines:
            raise ShapeError(f"there is no contour {'here' if level is None else f'of level {level}'}")
        return replace(max(lines, key=lambda each: each.length))


@recorded
def contours(
    land: Landscape,
    levels: int | ArrayLike = 15,
    bounds: ArrayLike | None = None,
    shape: tuple[int, int] = (121, 121),
    *,
    tol: Real = 1e-10,
    max_chord: Real | None = None,
) -> Contours:
    """The lines f(x) = level, every point within `tol` * max(1, |level|) of its level.

    A grid of `shape` (rows, columns) finds which lines there are (marching squares; Lorensen and Cline,
    1987), so what is finer than a cell may be missed. Points are spread evenly, at most `max_chord`
    apart (half a cell unless told) and closer in bends, and moved uphill or down by Newton's method,
    x <- x + (level - f) grad f / |grad f|^2, until they lie on their level. `levels` is a number of
    round, evenly spaced heights, or the heights themselves.
    """
    box = land.bounds if bounds is None else as_bounds(bounds, 2)
    x, y = axes(box, shape)
    heights = land.f(np.stack(np.meshgrid(x, y), axis=-1))
    wanted = round_levels(heights.min(), heights.max(), levels) if isinstance(levels, int) else levels
    wanted = np.unique(as_numbers(wanted, "levels"))
    cell = min(x[1] - x[0], y[1] - y[0])
    tol, apart = float(tol), float(cell / 2 if max_chord is None else max_chord)
    found = [
        each for level in wanted for each in chains(land.f.inner, x, y, heights, float(level), tol / 1000)
    ]
    even = [_spread(each, np.full(len(each.points), 1 / apart)) for each in found]
    found = _onto_level(land, even, tol, box, cell)
    denser = [
        _spread(each, np.clip(_bend(land, each.points) * apart / TURN, 1, FINER) / apart) for each in found
    ]
    found = _onto_level(land, denser, tol, box, cell)
    lines = tuple(_finished(land, each) for each in found)
    error = max((float(np.abs(land.f.inner(each.points) - each.level).max()) for each in lines), default=0.0)
    units = reading_units(land.units)
    return Contours(lines, wanted, error, {**units, **dict.fromkeys(("level_error", "interval"), units["f"])})


def round_levels(low: Real, high: Real, n: int) -> Float[ndarray, " n"]:
    """About `n` heights between `low` and `high`, all multiples of 1, 2, 2.5 or 5 times a power of ten."""
    if n < 1:
        raise ShapeError(f"levels must be at least 1, got {n}")
    rough = (high - low) / (n + 1)
    if not rough > 0:
        return np.empty(0)
    power = 10.0 ** np.floor(np.log10(rough))
    step = power * min((1, 2, 2.5, 5, 10), key=lambda each: abs(np.log(each * power / rough)))
    multiples = np.arange(np.ceil(low / step), np.floor(high / step) + 1)
    return np.asarray([each * step for each in multiples if low < each * step < high])


def _bend(land: Landscape, x: Float[ndarray, "n 2"]) -> Float[ndarray, " n"]:
    """|t' H t| / |grad f|, with t along the contour: how sharply it turns, in radians per length."""
    g = land.grad.inner(x)
    size = np.maximum(np.linalg.norm(g, axis=-1), np.finfo(float).tiny)
    t = np.stack([g[:, 1], -g[:, 0]], axis=-1) / size[:, None]
    return np.asarray(np.abs(np.einsum("ni,nij,nj->n", t, land.hess.inner(x), t)) / size)


def _spread(chain: Chain, density: Float[ndarray, " n"]) -> Chain:
    """The same polyline through other points, `density` of them per length; its ends stay."""
    pieces = np.linalg.norm(np.diff(chain.points, axis=0), axis=-1)
    count = np.append(0.0, np.cumsum(pieces * (density[1:] + density[:-1]) / 2))
    n = max(int(np.ceil(count[-1])), CLOSED_AT_LEAST if chain.closed else OPEN_AT_LEAST)
    even = np.linspace(0, count[-1], n + 1)
    points = np.stack([np.interp(even, count, coordinate) for coordinate in chain.points.T], axis=-1)
    points[[0, -1]] = chain.points[[0, -1]]
    return chain.through(points)


def _onto_level(
    land: Landscape, chain_list: list[Chain], tol: float, box: Float[ndarray, "2 2"], cell: float
) -> list[Chain]:
    """Newton's method along the gradient for all lines at once; a point that gets lost is left out."""
    if not chain_list:
        return []
    sizes = np.cumsum([len(each.points) for each in chain_list])[:-1]
    start = np.concatenate([each.points for each in chain_list])
    level = np.concatenate([np.full(len(each.points), each.level) for each in chain_list])
    x, close = start.copy(), tol * np.maximum(1, np.abs(level))
    off = np.concatenate([_movable(each) for each in chain_list]).nonzero()[0]
    for _ in range(50):
        miss = level[off] - land.f.inner(x[off])
        g = land.grad.inner(x[off])
        size = np.maximum((g**2).sum(axis=-1), np.finfo(float).tiny)
        step = (miss / size)[:, None] * g
        x[off] += step / np.maximum(1, np.linalg.norm(step, axis=-1) / cell)[:, None]
        off = off[np.abs(miss) > close[off]]  # whoever is close enough has just made one step closer still
        if not off.size:
            break
    good = inside(x, box) & (np.linalg.norm(x - start, axis=-1) <= cell)
    good[off] = False
    pieces = zip(chain_list, np.split(x, sizes), np.split(good, sizes), strict=True)
    return [_rejoined(chain, points, kept) for chain, points, kept in pieces if kept.sum() > 2]


def _movable(chain: Chain) -> Bool[ndarray, " n"]:
    """All points but the ends on the border: those lie on their level already, and stay on the border."""
    inner = np.ones(len(chain.points), dtype=bool)
    inner[[0, -1]] = chain.closed
    return inner


def _rejoined(chain: Chain, points: Float[ndarray, "n 2"], kept: Bool[ndarray, " n"]) -> Chain:
    points = points[kept]
    if chain.closed and (points[0] != points[-1]).any():
        points = np.concatenate([points, points[:1]])
    return chain.through(points)


def _finished(land: Landscape, chain: Chain) -> Contour:
    """Give every point its directions; where the gradient vanishes, those of the line as it is drawn."""
    g = land.grad.inner(chain.points)
    size = np.linalg.norm(g, axis=-1, keepdims=True)
    along = np.gradient(chain.points, axis=0)
    drawn = np.stack([-along[:, 1], along[:, 0]], axis=-1) / np.linalg.norm(along, axis=-1, keepdims=True)
    normal = np.where(size > 0, g / np.where(size > 0, size, 1), drawn)
    tangent = np.stack([normal[:, 1], -normal[:, 0]], axis=-1)
    return Contour(chain.level, chain.points, tangent, normal, chain.closed)
