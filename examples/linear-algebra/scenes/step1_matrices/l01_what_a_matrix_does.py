"""Lecture 1: a matrix moves the whole plane at once, and two arrows say where everything goes."""

from __future__ import annotations

import numpy as np
from matrices import MATRIX, Brackets, plane

from calc_core import linearise, mapped_cells, mapped_grid
from visuals import INK, PACE, SIZE, STAGE, ColumnArrows, Dial, Dusk, Lecture, Marker, Page, WarpedCell
from visuals import WarpedGrid, Words, beat, read

POINT = (2.0, 1.0)  # so many steps across, and so many up
UPPER_LEFT = Page(STAGE.left + 0.35, STAGE.top - 0.2, plate=True)
BELOW = Page(STAGE.left + 0.35, STAGE.top - 2.75, plate=True)


def send(p: np.ndarray) -> np.ndarray:
    """x -> A x, for points (..., 2)."""
    return p @ MATRIX.T


class WhatAMatrixDoes(Lecture):
    title = "What a matrix does to the plane"
    goal = "Two arrows, the columns of a matrix, say where every point of the plane goes."
    poster = "measure_the_cell"
    layers = "before grid dusk cell arrows point matrix"

    def set_stage(self) -> None:
        self.plane = plane()
        lines = np.arange(-12.0, 12.01, 0.5)
        self.grid = WarpedGrid(mapped_grid(send, lines, lines, pieces=1).at, on=self.plane).pose(grown=0)
        still = mapped_grid(send, lines, lines, pieces=1)
        faint = INK.quiet, INK.quiet
        self.dusk = Dusk()
        self.before = WarpedGrid(lambda share: still.at(0.0), on=self.plane, inks=faint).pose(light=0.28)
        self.columns = linearise(send, (0.0, 0.0))
        self.across, self.up = Dial(1), Dial(1)  # how many steps each arrow is long
        moved = lambda: linearise(self.on_the_way, (0.0, 0.0))  # noqa: E731
        size = lambda: (self.across.get_value(), self.up.get_value())  # noqa: E731
        self.arrows = ColumnArrows(moved, on=self.plane, size=size).pose(first=0, second=0)
        self.point = Marker(lambda: tuple(self.on_the_way(np.array(POINT))), on=self.plane, radius=0.13)
        self.square = mapped_cells(send, (0.5, 0.5), (1.0, 1.0), pieces=1)
        cell = lambda: self.square.at(self.grid.share.get_value())  # noqa: E731
        self.cell = WarpedCell(cell, on=self.plane).pose(grown=0)
        self.matrix = Brackets(self.columns, "J")

    def on_the_way(self, p: np.ndarray) -> np.ndarray:
        """Where points are now, while the plane moves."""
        return p + self.grid.share.get_value() * (send(p) - p)

    # -- the plane moves -----------------------------------------------------------------------------

    @beat(chapter="The plane moves")
    def lay_the_plane(self) -> None:
        """Here is a plane, ruled in squares. A matrix moves every point of it, all at once."""
        self.add(self.grid, self.dusk)
        self.play(self.grid.grown.to(1), least=PACE.slow)

    @beat
    def take_two_steps(self) -> None:
        """Mark two steps from the middle: one across, and one up."""
        self.add(self.arrows)
        self.play(self.arrows.first.to(1), until="across", least=PACE.normal)
        self.play(self.arrows.second.to(1), least=PACE.normal)

    @beat
    def move_everything(self) -> None:
        """Now it moves. Lines stay straight, and what was evenly spaced stays evenly spaced."""
        self.enter(self.before, pace=PACE.quick)
        self.play(self.grid.share.to(1), least=PACE.grand)

    # -- two arrows are enough -----------------------------------------------------------------------

    @beat(chapter="Two arrows are enough")
    def read_the_columns(self) -> None:
        """Where the two arrows end is all you write down. They are the columns of the matrix."""
        plate, _ = UPPER_LEFT.write(self.matrix)
        self.enter(plate, self.matrix.sides, until="two arrows", least=PACE.quick)
        self.enter(self.matrix.columns[0], until="write", least=PACE.quick)
        self.enter(self.matrix.columns[1])

    @beat
    def choose_a_point(self) -> None:
        """For this point you once went two steps across and one step up."""
        self.play(self.grid.share.to(0), pace=PACE.slow)
        self.enter(self.point, pace=PACE.quick)
        self.play(self.across.to(POINT[0]), self.arrows.filled.to(1), least=PACE.normal)

    @beat
    def go_the_same_way(self) -> None:
        """It is still two of the one arrow and one of the other. So two columns rule every point."""
        self.play(self.grid.share.to(1), until="other", least=PACE.slow)
        self.wait(share=0.2)
        self.play(self.across.to(1), self.arrows.filled.to(0), self.point.animate.fade(1))

    # -- areas ---------------------------------------------------------------------------------------

    @beat(chapter="What becomes of areas")
    def watch_a_cell(self) -> None:
        """Watch one square. It leans over and becomes a parallelogram."""
        self.remove(self.point)
        self.play(self.grid.share.to(0), pace=PACE.normal)
        self.add(self.cell)
        self.play(self.cell.grown.to(1), pace=PACE.quick)
        self.play(self.grid.share.to(1), least=PACE.slow)

    @beat
    def measure_the_cell(self) -> None:
        """Its area is twice that of the square, and every other area grew alike: that is the determinant."""
        self.area = BELOW.write(
            Words("area × <n>", n=read(self.square, "ratio", decimals=2), size=SIZE.large)
        )
        self.enter(self.area, until="square", least=PACE.quick)
        self.play(self.cell.grown.to(0.55), until="determinant")
        self.play(self.cell.grown.to(1), least=PACE.normal)
