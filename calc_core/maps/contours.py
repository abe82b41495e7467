"""Contour lines: found on a grid, then pulled onto their level by Newton's method."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NoReturn

import numpy as np
from jaxtyping import Bool, Float
from numpy import ndarray

from calc_core.errors import ShapeError
from calc_core.landscapes.grids import sample_grid
from calc_core.landscapes.landscape import Landscape, reading_units
from calc_core.landscapes.onto_level import onto_level
from calc_core.landscapes.stretched import stretched
from calc_core.maps.grid_lines import Chain, chains
from calc_core.maps.tracing import traced
from calc_core.points import ArrayLike, Real, as_bounds, as_points, inside
from calc_core.polylines import path_length
from calc_core.results import Result, recorded
from calc_core.values import real

CLOSED_AT_LEAST, OPEN_AT_LEAST = 48, 8  # chords per contour, however small it is
TURN = 0.15  # radians that a contour may turn within one chord ...
FINER = 20  # ... unless that takes chords this many times shorter than the longest
MOST_JOINED = 4  # lines that the grid may have joined into one
ALIKE = 100  # cells longer than wide by more than this stand for axes in different units


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

    def __getitem__(self, which: object) -> NoReturn:
        raise TypeError(
            f"contours are picked by their height, not by number, got [{which!r}]: .at(level) gives "
            "a level's lines, .longest(level) its longest, .longest() the longest of all; .levels lists them"
        )

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

    A grid of `shape` (rows, columns) finds which lines there are (contourpy; Lorensen and Cline, 1987), so a
    ring smaller than a cell may be missed; a line that the grid breaks into islands, in a narrow valley, is
    followed step by step. Points are spread evenly, at most `max_chord` apart (half a cell unless told) and
    closer in bends, and moved uphill or down by Newton's method, x <- x + (level - f) grad f / |grad f|^2,
    until they lie on their level. `levels` is a whole number of round, evenly spaced heights, or the heights.
    Raises DomainError where f is not finite on the grid, ShapeError for a `tol` or `max_chord` of 0 or less.

    >>> lines = cc.contours(cc.bowl(), [0.5, 2.0])
    >>> print([(line.level, round(line.length / (2 * np.pi), 3)) for line in lines.lines])
    [(0.5, 1.0), (2.0, 2.0)]
    """
    box = land.bounds if bounds is None else as_bounds(bounds, 2)
    if not 0 < tol < np.inf or not (max_chord is None or 0 < max_chord < np.inf):
        raise ShapeError(f"tol and max_chord must be positive, got {tol} and {max_chord}")
    grid = _nodes(land, box, shape)
    wanted = _heights_of(levels, grid)
    if max_chord is None and not 1 / ALIKE <= grid.cell[0] / grid.cell[1] <= ALIKE:
        return _unalike(land, wanted, box, shape, tol)
    apart = float(grid.cell.min() / 2 if max_chord is None else max_chord)
    lines = _resolved(land, wanted, grid, float(tol), apart)
    error = max((float(np.abs(land.f.inner(each.points) - each.level).max()) for each in lines), default=0.0)
    units = reading_units(land.units)
    return Contours(lines, wanted, error, {**units, **dict.fromkeys(("level_error", "interval"), units["f"])})


@dataclass(frozen=True)
class _Nodes:
    """The heights of a landscape at the nodes of a grid."""

    x: Float[ndarray, " nx"]
    y: Float[ndarray, " ny"]
    heights: Float[ndarray, "ny nx"]
    box: Float[ndarray, "2 2"]

    @property
    def cell(self) -> Float[ndarray, " 2"]:
        return np.array([self.x[1] - self.x[0], self.y[1] - self.y[0]])


def _nodes(land: Landscape, box: Float[ndarray, "2 2"], shape: tuple[int, int]) -> _Nodes:
    grid = sample_grid(land, box, shape)
    return _Nodes(grid.x, grid.y, grid.f, box)


def _heights_of(levels: int | ArrayLike, grid: _Nodes) -> Float[ndarray, " n"]:
    """The levels asked for: a whole number is how many, anything else the heights themselves."""
    count = np.asarray(levels)
    if count.ndim == 0 and np.issubdtype(count.dtype, np.integer):
        levels = round_levels(float(grid.heights.min()), float(grid.heights.max()), int(count))
    return np.unique(real(levels, "levels"))


def _unalike(
    land: Landscape, levels: ndarray, box: Float[ndarray, "2 2"], shape: tuple[int, int], tol: Real
) -> Contours:
    """Where the axes carry different units: drawn on square cells, and stretched back.

    A length across both would mean nothing there, and chords as long as a narrow cell would be without end.
    """
    scale = 1 / np.ptp(box, axis=-1) * np.array(shape[::-1])
    drawn = contours(stretched(land, scale), levels, box * scale[:, None], shape, tol=tol)
    lines = tuple(_finished(land, Chain(each.level, each.points / scale, each.closed)) for each in drawn)
    return replace(drawn, lines=lines)


def _resolved(
    land: Landscape, levels: Float[ndarray, " n"], grid: _Nodes, tol: float, apart: float
) -> tuple[Contour, ...]:
    """The lines of all levels; those that the grid cannot resolve are followed step by step.

    A valley narrower than a cell breaks into islands, and at the end of an island a chord leads from bank to
    bank, across the line instead of along it. A line with such a chord is followed step by step instead, and
    takes the place of all islands that lie on it, unless it cannot be followed (into a corner, at a pass).
    """
    lines = _drawn(land, levels, grid, tol, apart)
    torn = {each.level for each in lines if _torn(each)}
    if not torn:
        return tuple(lines)
    whole = {
        level: _rejoin([each for each in lines if each.level == level], land, grid, tol, apart)
        for level in torn
    }
    by_level = ([each for each in lines if each.level == level] for level in levels.tolist())
    return tuple(
        line
        for level, known in zip(levels.tolist(), by_level, strict=True)
        for line in whole.get(level, known)
    )


def _rejoin(lines: list[Contour], land: Landscape, grid: _Nodes, tol: float, apart: float) -> list[Contour]:
    """The lines of one level, those that are torn followed step by step; islands on one line become one."""
    kept = list(lines)
    for line in lines:
        if not (_torn(line) and any(line is each for each in kept)):
            continue
        found = _followed(line, land, grid, tol, apart)
        if not found or sum(map(_torn, found)) >= _torn(line):
            continue
        on = [each.points for each in found]
        place = next(k for k, each in enumerate(kept) if each is line)
        before, after = (
            [each for each in part if not _lie_on(each.points[::8], *on)]
            for part in (kept[:place], kept[place + 1 :])
        )
        kept = [*before, *found, *after]
    covered = all(_lie_on(each.points[::8], *(line.points for line in kept)) for each in lines)
    return kept if covered else lines  # at a pass, where branches meet, none may get lost


def _followed(line: Contour, land: Landscape, grid: _Nodes, tol: float, apart: float) -> list[Contour]:
    """The lines on which the points of a torn one lie: it may have leapt from one to another, and back."""
    found: list[Contour] = []
    start = line.points[len(line.points) // 2]
    for _ in range(MOST_JOINED):
        way = traced(land, start, line.level, grid.box, apart)
        chain = [] if way is None else [Chain(line.level, *way)]
        polished = _onto_level(land, chain, tol, grid.box, float(grid.cell.min()))
        if not polished:
            return []
        found.append(_finished(land, polished[0]))
        on = [each.points for each in found]
        left = [each for each in line.points[::4] if not _lie_on(each[None], *on)]
        if not left:
            return found
        start = left[len(left) // 2]
    return []


def _lie_on(x: Float[ndarray, "m 2"], *lines: Float[ndarray, "_ 2"]) -> bool:
    """Whether every point lies beside one of the polylines, much nearer to a chord than that is long."""
    a, b = (np.concatenate([line[ends] for line in lines]) for ends in (slice(-1), slice(1, None)))
    way = b - a
    square = np.maximum((way**2).sum(axis=-1), np.finfo(float).tiny)
    for each in x:
        share = np.clip(((each - a) * way).sum(axis=-1) / square, 0, 1)
        off = np.linalg.norm(a + share[:, None] * way - each, axis=-1)
        if not (off <= 0.1 * np.sqrt(square)).any():
            return False
    return True


def _torn(line: Contour) -> int:
    """How many chords lead across their line, at either end more than 37 degrees away from its tangent."""
    chord = np.diff(line.points, axis=0)
    chord /= np.maximum(np.linalg.norm(chord, axis=-1, keepdims=True), np.finfo(float).tiny)
    ends = [(chord * tangent).sum(axis=-1) for tangent in (line.tangent[:-1], line.tangent[1:])]
    return int((np.minimum(*ends) < 0.8).sum())


def _drawn(
    land: Landscape, levels: Float[ndarray, " n"], grid: _Nodes, tol: float, apart: float
) -> list[Contour]:
    """The lines that cross a grid, on their level, with points `apart` and closer in bends."""
    cell = float(grid.cell.min())
    found = [
        each
        for level in levels
        for each in chains(land.f.inner, grid.x, grid.y, grid.heights, float(level), tol / 1000)
    ]
    even = [_spread(each, np.full(len(each.points), 1 / apart)) for each in found]
    found = _onto_level(land, even, tol, grid.box, cell)
    found = _onto_level(land, [_even(land, each, apart) for each in found], tol, grid.box, cell)
    return [_finished(land, each) for each in found]


def _even(land: Landscape, chain: Chain, apart: float) -> Chain:
    """The same line through points `apart`, and closer in its bends."""
    return _spread(chain, np.clip(_bend(land, chain.points) * apart / TURN, 1, FINER) / apart)


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
    close = tol * np.maximum(1, np.abs(level))
    x, lost = onto_level(
        land,
        start,
        level,
        lambda rows, x, step, miss: ~(np.abs(miss) > close[rows]),  # and has just come closer still
        movable=np.concatenate([_movable(each) for each in chain_list]),
        longest=cell,
    )
    good = inside(x, box) & (np.linalg.norm(x - start, axis=-1) <= cell) & ~lost
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
    reach = np.maximum(np.linalg.norm(along, axis=-1, keepdims=True), np.finfo(float).tiny)
    drawn = np.stack([-along[:, 1], along[:, 0]], axis=-1) / reach
    normal = np.where(size > 0, g / np.where(size > 0, size, 1), drawn)
    tangent = np.stack([normal[:, 1], -normal[:, 0]], axis=-1)
    return Contour(chain.level, chain.points, tangent, normal, chain.closed)
