"""A matrix as a sheet of cells, as wide and high as it has columns and rows; and how two of them multiply."""

from __future__ import annotations

from typing import Literal

import numpy as np
from manim import VMobject
from numba import njit

from visuals.drawing.camera import Canvas
from visuals.drawing.compiled import FAST
from visuals.drawing.dial import Dial
from visuals.drawing.follower import Follower
from visuals.drawing.pixels import blend
from visuals.drawing.polyline import NOTHING, at_screen, polyline
from visuals.network.pixels import Followed, LookedUp, around, asked
from visuals.network.tiles import HOLE, PAPER
from visuals.terrain.palette import channels
from visuals.theme import INK, STROKE

SEAM = 0.07  # of a cell on each side: the dark line between two
SAMPLES = 3  # across and down, for each pixel: a sheet that turns over has slanted edges
DIAGONAL = np.array([[0.5, -0.5], [-0.5, 0.5]])  # what a transpose leaves: the part along the main diagonal
RIM = 0.015  # of a frame around a cell, in scene units
AWAY = 0.06  # of a hinge's rod from the sheets, in scene units
ACROSS = np.array([[0.5, 0.5], [0.5, 0.5]])  # what it turns round: the part across


class MatrixTile(LookedUp):
    """A matrix (rows, columns), an array or a function, each entry a square cell of `cell` scene units.

    So sheets of one `cell` show whose sides fit. Kind "light": 0 is dark and `most` is white; kind "signed":
    `inks` of positive and negative entries, those with a dark square, and `most` is full colour. `middle`
    (2,) is where it lies. Dials: turned, from 0 to 1 it turns over about its main diagonal as a sheet of
    paper does, and lies transposed, its middle at `aside` then (default: where it was); filled, the share of
    its cells that are there, in reading order; grown, opacity.
    """

    def __init__(
        self,
        values: Followed,
        *,
        cell: float,
        middle: Followed | tuple[float, float],
        aside: tuple[float, float] | None = None,
        kind: Literal["light", "signed"] = "signed",
        inks: tuple[str, str] = (INK.plus, INK.minus),
        most: float = 1.0,
        turned: float = 0.0,
    ) -> None:
        if not most > 0 or kind not in ("light", "signed"):
            raise ValueError(f'a matrix is "light" or "signed" and most is positive, got {kind!r}, {most}')
        self.cell, self.kind, self.most = cell, kind, most
        self.inks = (INK.text, INK.text) if kind == "light" else inks
        self.home = asked(middle if callable(middle) else np.array(middle))
        self.aside = None if aside is None else np.array(aside)
        super().__init__(values)
        self.turned, self.filled = Dial(turned), Dial(1.0)
        self.add(self.turned, self.filled)

    @property
    def values(self) -> np.ndarray:
        """The entries now: (rows, columns)."""
        return self.told(0)

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns, as the matrix lies: swapped once it has been turned over."""
        rows, columns = self.values.shape
        return (columns, rows) if self.turned.get_value() > 0.5 else (rows, columns)

    @property
    def middle(self) -> np.ndarray:
        """Where its middle is now: (2,)."""
        home = self.home()[:2]
        return np.asarray(
            home if self.aside is None else home + self.turned.get_value() * (self.aside - home)
        )

    @property
    def lie(self) -> np.ndarray:
        """Takes a place on the sheet as it lay at first, from its middle, to one on the stage: (2, 2)."""
        return np.asarray(DIAGONAL + np.cos(np.pi * self.turned.get_value()) * ACROSS)

    @property
    def n_filled(self) -> int:
        """How many cells are there."""
        return round(min(max(self.filled.get_value(), 0.0), 1.0) * self.values.size)

    def place(self, row: float, column: float) -> np.ndarray:
        """Where on the stage the middle of an entry is now: (3,)."""
        rows, columns = self.values.shape
        flat = self.cell * np.array([column - (columns - 1) / 2, (rows - 1) / 2 - row])
        return np.append(self.middle + self.lie @ flat, 0.0)

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, bottom, right and top of the sheet as it lies now."""
        points = self.points
        return (*points[:, :2].min(axis=0), *points[:, :2].max(axis=0))

    @property
    def points(self) -> np.ndarray:
        """The corners of the box that holds it now."""
        rows, columns = self.values.shape
        half = self.cell * np.array([columns, rows]) / 2
        return around(self.middle[None], tuple(np.abs(self.lie) @ half))

    @points.setter
    def points(self, points: np.ndarray) -> None:
        """Only `middle` and the dials say where it lies."""

    def shown(self) -> tuple[np.ndarray, ...]:
        return self.values, self.middle, self.lie, np.array([self.n_filled])

    def draw(self, canvas: Canvas, grown: float, opacity: float) -> None:
        across, down = canvas.per_unit
        cell = self.cell * grown
        flip = np.array([1.0, -1.0])
        # from a place on the sheet, counted in cells to the right and down, to pixels
        forth = np.array([[across], [down]]) * cell * (flip[:, None] * self.lie * flip)
        if abs(np.linalg.det(forth)) < 1e-3:
            return  # it stands on its edge
        lay(
            canvas.to_pixels(self.middle[None])[0], np.linalg.inv(forth), np.abs(forth),
            self.values / self.most, self.n_filled, self.kind == "signed",
            np.stack([channels(each) for each in (*self.inks, PAPER)]), opacity, canvas.pixels,
        )  # fmt: skip


class Crossing(Follower):
    """One row times one column lights one cell: the last that is there of `product`, by `filled`.

    The row of `left` is framed and runs on to the cell, the column of `right` runs down to it. Dial: grown.
    """

    def __init__(self, left: MatrixTile, right: MatrixTile, product: MatrixTile, *, ink: str) -> None:
        super().__init__(left, right, product)
        self.left, self.right, self.product, self.grown = left, right, product, Dial(1.0)
        self.frames = VMobject(stroke_color=ink, stroke_width=STROKE.thin)
        self.beams = VMobject(stroke_color=ink, stroke_width=STROKE.hair)
        self.add(self.beams, self.frames, self.grown)
        self.redraw()

    @property
    def at(self) -> tuple[int, int]:
        """Row and column of the cell that is being lit."""
        last = max(self.product.n_filled - 1, 0)
        row, column = divmod(last, self.product.values.shape[1])
        return row, column

    def redraw(self) -> None:
        """Frame what is multiplied now."""
        grown, (row, column) = self.grown.get_value(), self.at
        if grown <= 0:
            self.frames.points = self.beams.points = NOTHING
            return
        half = self.product.cell / 2 + RIM
        x, y = self.product.place(row, column)[:2]
        (left, _, right, _), (_, low, _, high) = self.left.box, self.right.box
        reach = right - grown * (right - left)
        self.frames.points = polyline(
            _frame(reach, y - half, right, y + half),
            _frame(x - half, low, x + half, low + grown * (high - low)),
            _frame(x - half, y - half, x + half, y + half),
        )
        for each in (self.frames, self.beams):
            each.set_stroke(opacity=grown)
        beams = [[[right, y + side], [x - half, y + side]] for side in (half, -half)]
        beams += [[[x + side, low], [x + side, y + half]] for side in (half, -half)]
        self.beams.points = polyline(*(np.pad(np.array(each), ((0, 0), (0, 1))) for each in beams))


class Hinge(Follower):
    """Whether two matrices can be multiplied: the side of `left` that is summed over swings up to `right`'s.

    It is as long as `left` has columns, and turns by a quarter about its end beside `right`. If `right` has
    as many rows, it fits; else the rest of the longer one shows in `bad`. `left` may also lie on the right
    (`mirrored`): a product's rows are its rows either way. Dials: grown, swung (0 to 1).
    """

    def __init__(
        self,
        left: MatrixTile,
        right: MatrixTile,
        *,
        mirrored: bool = False,
        ink: str = INK.text,
        bad: str = INK.minus,
    ) -> None:
        super().__init__(left, right)
        self.left, self.right, self.mirrored = left, right, mirrored
        self.grown, self.swung = Dial(1.0), Dial(0.0)
        self.rod = VMobject(stroke_color=ink, stroke_width=2 * STROKE.bold)
        self.gap = VMobject(stroke_color=bad, stroke_width=2 * STROKE.bold)
        self.add(self.rod, self.gap, self.grown, self.swung)
        self.redraw()

    @property
    def lengths(self) -> tuple[float, float]:
        """How long both inner sides are on the stage."""
        return self.left.shape[1] * self.left.cell, self.right.shape[0] * self.right.cell

    @property
    def fits(self) -> bool:
        """Whether both inner sides are equally long."""
        return self.left.shape[1] == self.right.shape[0]

    def redraw(self) -> None:
        """Lay the rod where it has swung to."""
        grown, swung, side = self.grown.get_value(), self.swung.get_value(), 1.0 if self.mirrored else -1.0
        if grown <= 0:
            self.rod.points = self.gap.points = NOTHING
            return
        (first, _, last, top), (left, low, right, _) = self.left.box, self.right.box
        start = np.array([first if self.mirrored else last, top + AWAY])
        edge = right + AWAY if self.mirrored and right <= start[0] else left - AWAY
        foot = start + swung * (np.array([edge, low]) - start)
        angle = np.pi / 2 - side * np.pi / 2 * (1.0 - swung)
        long, wanted = self.lengths
        self.rod.points = _stroke(foot, foot + grown * long * np.array([np.cos(angle), np.sin(angle)]))
        rest = np.array([edge, low]) + np.array([[0.0, min(long, wanted)], [0.0, max(long, wanted)]])
        self.gap.points = NOTHING if self.fits else _stroke(*rest)
        self.gap.set_stroke(opacity=max(0.0, 1.0 - 5.0 * (1.0 - swung)))  # once it all but lies there


def _stroke(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    return polyline(np.pad(np.stack([start, end]), ((0, 0), (0, 1))))


def _frame(left: float, low: float, right: float, high: float) -> np.ndarray:
    return at_screen(np.array([left, right, right, left, left]), np.array([low, low, high, high, low]))


@njit(**FAST)
def add_ink(value: float, signed: bool, in_hole: bool, inks: np.ndarray, ink: np.ndarray) -> None:
    """Add the colour of a cell (1 is full) to `ink` (3,); where a negative one has its hole, the paper's."""
    value = min(max(value, -1.0), 1.0)
    full = abs(value) if signed else max(value, 0.0)
    if in_hole and value < 0.0:
        full = 0.0
    of = 0 if value > 0.0 else 1
    for part in range(3):
        ink[part] += inks[2, part] + (inks[of, part] - inks[2, part]) * full


@njit(**FAST)
def lay(
    middle: np.ndarray,
    back: np.ndarray,
    forth: np.ndarray,
    values: np.ndarray,
    filled: int,
    signed: bool,
    inks: np.ndarray,
    opacity: float,
    frame: np.ndarray,
) -> None:
    """A sheet of cells `values` (rows, columns), 1 is full, its middle at the pixel `middle` (2,).

    `back` (2, 2) takes pixels from the middle to cells right and down, `forth` (2, 2) says how far a cell
    reaches. Each pixel is the mean of its samples. `inks` (3, 3): positive, negative, paper. Only the first
    `filled` cells are there.
    """
    height, width = frame.shape[0], frame.shape[1]
    rows, columns = values.shape
    reach_x = (forth[0, 0] * columns + forth[0, 1] * rows) / 2.0
    reach_y = (forth[1, 0] * columns + forth[1, 1] * rows) / 2.0
    left, right = max(int(middle[0] - reach_x) - 1, 0), min(int(middle[0] + reach_x) + 2, width)
    top, bottom = max(int(middle[1] - reach_y) - 1, 0), min(int(middle[1] + reach_y) + 2, height)
    fine = 1.0 / SAMPLES
    has_holes = signed and max(forth[0, 0], forth[0, 1]) >= 3.0
    ink = np.empty(3)
    # how far a pixel reaches from its middle, in cells
    wide, high = (abs(back[0, 0]) + abs(back[0, 1])) / 2.0, (abs(back[1, 0]) + abs(back[1, 1])) / 2.0
    for row in range(top, bottom):
        for column in range(left, right):
            x, y = column + 0.5 - middle[0], row + 0.5 - middle[1]
            u = back[0, 0] * x + back[0, 1] * y + columns / 2.0
            v = back[1, 0] * x + back[1, 1] * y + rows / 2.0
            i, j = int(np.floor(u)), int(np.floor(v))
            across, down = abs(u - i - 0.5), abs(v - j - 0.5)
            least, most = max(across - wide, down - high), max(across + wide, down + high)
            is_one = 0 <= i < columns and 0 <= j < rows and most <= 0.5 - SEAM
            if is_one and has_holes and values[j, i] < 0.0:  # the edge of its dark square may cross the pixel
                is_one = most < HOLE / 2.0 or least >= HOLE / 2.0
            if is_one:  # all samples show the same
                if j * columns + i < filled:
                    ink[:] = 0.0
                    add_ink(values[j, i], signed, has_holes and most < HOLE / 2.0, inks, ink)
                    blend(frame, row, column, ink, opacity)
                continue
            hits, ink[:] = 0, 0.0
            for a in range(SAMPLES):
                y = row + (a + 0.5) * fine - middle[1]
                for b in range(SAMPLES):
                    x = column + (b + 0.5) * fine - middle[0]
                    u = back[0, 0] * x + back[0, 1] * y + columns / 2.0
                    v = back[1, 0] * x + back[1, 1] * y + rows / 2.0
                    if u < 0.0 or v < 0.0 or u >= columns or v >= rows:
                        continue
                    i, j = int(u), int(v)
                    if j * columns + i >= filled:
                        continue
                    off = max(abs(u - i - 0.5), abs(v - j - 0.5))
                    if off > 0.5 - SEAM:
                        continue
                    hits += 1
                    add_ink(values[j, i], signed, has_holes and off < HOLE / 2.0, inks, ink)
            if hits > 0:
                for part in range(3):
                    ink[part] /= hits
                blend(frame, row, column, ink, hits * fine * fine * opacity)
