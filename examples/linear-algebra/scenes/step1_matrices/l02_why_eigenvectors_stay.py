"""Lecture 2: two lines are their own images, and along them a matrix only stretches."""

from __future__ import annotations

import numpy as np
from matrices import GIRTH, MATRIX, Arrows, Line, Ring, eigen, image_of, plane, powers

from calc_core import MappedGrid, mapped_grid
from visuals import INK, PACE, SIZE, STAGE, Dial, Dusk, Lecture, Number, Page, WarpedGrid, Words, beat
from visuals import mix, read

BEGIN = 100.0  # degrees at which the arrow sets out
LINES = np.arange(-14.0, 14.01)  # of the skew grid
TIMES, ARROWS = 8, 24
LONG = 1.7  # of the arrows of the last chapter, in units of the plane
UPPER_LEFT = Page(STAGE.left + 0.35, STAGE.top - 0.2, plate=True)


class WhyEigenvectorsStay(Lecture):
    title = "Why eigenvectors stay"
    goal = "Find the lines that a matrix leaves alone, and see why everything leans towards one of them."
    poster = "find_the_second"
    layers = "paper grid dusk circle ellipse lines swarm pair told"

    def set_stage(self) -> None:
        self.plane = plane()
        self.found = eigen(MATRIX)
        self.most, self.least = (float(each) for each in self.found.angle)
        self.turn = Dial(BEGIN)
        self.dusk = Dusk()
        squares = np.arange(-12.0, 12.01, 0.5)
        flat = mapped_grid(lambda p: p, squares, squares, pieces=1)
        self.paper = WarpedGrid(flat.at, on=self.plane, inks=(INK.quiet, INK.quiet)).pose(light=0.22)
        self.circle = Ring(lambda angle: image_of(MATRIX, angle).x, on=self.plane, ink=INK.input)
        self.ellipse = Ring(lambda angle: image_of(MATRIX, angle).image, on=self.plane, ink=INK.output)
        self.sent = lambda: image_of(MATRIX, self.turn.get_value())
        both = lambda: np.array([self.sent().image, self.sent().x])  # noqa: E731
        self.pair = Arrows(both, [INK.output, INK.input], on=self.plane, girth=GIRTH).pose(grown=0)
        self.lines = [
            Line(each, on=self.plane, ink=INK.curvature).pose(grown=0) for each in self.found.direction
        ]
        self._set_grid()
        self.powers = powers(MATRIX, ARROWS, TIMES)
        self.times = Dial(0)
        tips = lambda: LONG * _unit(self.powers.at(self.times.get_value()))  # noqa: E731
        inks = [mix(INK.input, INK.ground, 0.15)] * ARROWS
        self.swarm = Arrows(tips, inks, on=self.plane, girth=0.055).pose(grown=0)
        stretch = Number(lambda: read(self.sent(), "stretch", decimals=2), size=SIZE.large, ink=INK.output)
        apart = Number(lambda: read(self.sent(), "apart", decimals=0), size=SIZE.large)
        self.told = UPPER_LEFT.write(
            (Words("length", size=SIZE.large), stretch), (Words("apart", size=SIZE.large), apart)
        )

    def _set_grid(self) -> None:
        """The plane ruled along the two directions: skew squares whose sides the matrix only stretches."""
        self.grid = WarpedGrid(self._on_the_way, on=self.plane).pose(grown=0, light=0.8)

    def _on_the_way(self, share: float) -> MappedGrid:
        """The skew grid, moved by a share of what the matrix does to it."""
        along = self.found.direction.T * (1.0 + share * (self.found.stretch - 1.0))
        return mapped_grid(lambda p: p @ along.T, LINES, LINES, pieces=1).at(1.0)

    # -- two arrows ----------------------------------------------------------------------------------

    @beat(chapter="Two arrows")
    def send_an_arrow(self) -> None:
        """Take an arrow. The matrix sends it here: longer, and in another direction."""
        self.enter(self.paper, self.dusk, pace=PACE.quick)
        self.add(self.pair)
        self.play(self.pair.grown.to(1), until="here", least=PACE.normal)
        self.enter(self.told)

    @beat
    def turn_it(self) -> None:
        """Turn it slowly, and watch both. They come nearer to one another, and then they agree."""
        self.add(self.circle.pose(grown=0), self.ellipse.pose(grown=0))
        rings = self.circle.grown.to(1), self.ellipse.grown.to(1)
        self.play(*rings, self.turn.to(self.most), least=PACE.grand)

    @beat
    def read_the_first(self) -> None:
        """No angle between them is left. In this direction the matrix only stretches."""
        self.add(*self.lines)
        self.play(self.lines[0].grown.to(1), until="direction", least=PACE.normal)
        self.play(self.pair.grown.to(1.12), pace=PACE.quick)
        self.play(self.pair.grown.to(1), pace=PACE.quick)

    @beat
    def find_the_second(self) -> None:
        """Turn on, past disagreement, until they meet once more. Here it does not even stretch."""
        self.play(self.turn.to(self.least - 180), until="once more", least=PACE.grand)
        self.play(self.lines[1].grown.to(1), least=PACE.normal)

    # -- why they stay -------------------------------------------------------------------------------

    @beat(chapter="Why they stay")
    def lay_them_as_axes(self) -> None:
        """Rule the plane along these two lines. Their directions are eigenvectors."""
        self.leave(self.told, self.paper, self.circle, self.ellipse)
        self.add(self.grid)
        self.play(self.grid.grown.to(1), self.pair.grown.to(0), least=PACE.slow)

    @beat
    def stretch_the_grid(self) -> None:
        """Now let the matrix act. Every line keeps its direction: one side of the cells grew, the other
        stayed."""
        self.play(self.grid.share.to(1), least=PACE.grand)

    @beat
    def do_it_again(self) -> None:
        """So what happens if it acts again and again? Send arrows all the way round."""
        self.add(self.swarm)
        self.play(self.grid.light.to(0.25), self.swarm.grown.to(1), least=PACE.slow)

    @beat
    def lean_to_the_line(self) -> None:
        """Each time, one part of an arrow grows and the other does not. So all lean towards the line that
        stretches most."""
        self.play(self.times.to(TIMES), least=PACE.grand)


def _unit(angle: np.ndarray) -> np.ndarray:
    return np.stack([np.cos(angle), np.sin(angle)], axis=-1)
