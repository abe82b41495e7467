"""Lecture 10: under the glass a smooth map is a matrix; its determinant is what becomes of an area."""

from __future__ import annotations

from typing import Any

from functools import partial

import numpy as np
from manim import Create, FadeIn, FadeOut, LaggedStart, VGroup, there_and_back
from manim.utils.rate_functions import ease_in_out_sine as EVEN

from l10_pictures import ColumnsOfNumbers, Cross, DotsBehind, GapPlot, across, fanned, height_map, polar
from l10_pictures import named, rings, stand, up, warp

from calc_core import contours, critical_points, flow_line, gradient, gradient_field, hills
from calc_core import linearisation_error, linearise, mapped_cells, mapped_grid, sample_grid
from visuals import INK, PACE, SIZE, STAGE, Axes, Box, Dial, Lecture, Sized, Walk, beat, casing, mix, read
from visuals import ColumnArrows, Compass, ContourMap, Dusk, Formula, Hiker, MapGlass, Marker, Needle
from visuals import NeedleField, Number, Page, Thread, WarpedCell, WarpedGrid, Words, letter_figure

POINT = (0.3, 1.9)  # where the glass is held first
UNIT = 1.1  # scene units to one of the plane
LINES = 0.5  # between the lines of the grid
MATRIX, ROWED = (-4.5, 0.4), (0.05, 4.5)  # where the matrix stands, and the heights beside it
GLASS = (2.75, 0.4)  # where it is looked into
RADIUS = 2.75
CELL = 0.5  # of the plane, coloured by what becomes of its area
DECADES = 3  # by which we come closer
FAINT = 0.22  # light of the plane behind what is looked at
DR, DTHETA = 0.5, np.pi / 8  # cells of the fan
SLICE = (0.7, 0.35)  # the cell that slides
FAR = 2.6  # radius at which it begins
ANGLES = 16  # pieces of a cell's sides: an arc is as good as round

WHOLE = Box(-STAGE.width / 2, -4.0, STAGE.width / 2, 4.0)
PAPER, ASIDE = Box(-3.4, -2.95, 3.4, 3.85), Box(-6.8, -2.7, -0.4, 3.7)
PLOT = Box(0.95, -2.35, 6.45, 3.15)
STEPS = Box(-5.7, -1.8, -1.3, 2.6)
LARGE, BOLD = Sized(size=SIZE.large), Sized(size=SIZE.title)
ERRORS_PAGE = Page(-5.6, 3.45, gap=0.3)
CORNER, LOWER = (Page(-6.4, y, plate=True, gap=0.3) for y in (3.3, 2.1))


class Jacobian(Lecture):
    title = "A magnifying glass for maps: the Jacobian"
    goal = "Close enough, a smooth map is a matrix; its determinant says what becomes of an area."
    poster = "be_close_enough"
    layers = (
        "land two hiker needle needles compasses compass cloth dusk places before steps errors_axes"
        " errors_line walker glass fan paper_cell slice_arrows cross line behind spot"
    )

    # -- data and pictures ---------------------------------------------------------------------------

    def set_stage(self) -> None:
        self._set_hill()
        self._set_heights()
        self._set_plane()
        self._set_glass()
        self._set_errors()
        self._set_fan()

    def _set_hill(self) -> None:
        """What the lecture before left: one height, and its compass."""
        ground = hills()
        self.level = critical_points(ground)  # where the compass is silent
        climb = flow_line(ground, (-3.1, -0.4), n=160)
        self.climb = Walk(climb)
        self.land = ContourMap(sample_grid(ground), contours(ground, 15), width=STAGE.width, centre=(0, 0.3))
        slopes = ground.reading(self.climb.path)
        self.hiker = Hiker(self.climb, on=self.land)
        self.needle = Needle(slopes.gradient, self.climb, on=self.land, length=2.3, grown=0)
        field = gradient_field(ground, shape=(20, 32))
        self.compass = Compass(slopes, self.climb, steepest=field.steepest)
        self.compass.move_to((STAGE.right - 1.2, STAGE.top - 1.2, 0)).scale(1.25)
        self.needles = NeedleField(field, on=self.land, length=0.5, girth=0.05, source=self.climb.path[-1])

    def _set_heights(self) -> None:
        """Each answer of the map as a height of its own, with its compass at the point."""
        self.two = [height_map(k, width=5.5, centre=(x, 0.25)) for k, x in enumerate((-3.25, 3.25))]
        self.compasses = [
            Needle(gradient(f, POINT).value, np.array(POINT), on=on, length=1.1, grown=0)
            for f, on in zip((across, up), self.two, strict=True)
        ]

    def _set_plane(self) -> None:
        half = (STAGE.width / 2 / UNIT, STAGE.height / 2 / UNIT)
        self.plane = Axes(x=(-half[0], half[0]), y=(-half[1], half[1]), box=WHOLE, x_ticks=(), y_ticks=())
        x, y = np.arange(-8.0, 8.01, LINES), np.arange(-5.0, 5.01, LINES)
        middles = np.stack(np.meshgrid(*(each[:-1] + CELL / 2 for each in (x, y))), axis=-1)
        self.cells = mapped_cells(warp, middles, (CELL, CELL), pieces=4)
        self.grid = mapped_grid(warp, x, y, pieces=6)
        self.cloth = WarpedGrid(self.grid.at, on=self.plane, cells=self.cells.at)
        self.dusk = Dusk()
        finer = np.stack(np.meshgrid(np.arange(-63, 64), np.arange(-32, 33)), axis=-1) * np.pi / 32
        self.everywhere = mapped_cells(warp, finer, (CELL, CELL), pieces=1)
        touching = self.everywhere.middle[self.everywhere.determinant < 1e-9]
        self.places = rings(self.plane.to_screen(warp(touching)))

    def _set_glass(self) -> None:
        look, linear = partial(mapped_grid, warp), partial(linearise, warp)
        self.glass = MapGlass(look, linear, on=self.plane, at=POINT, place=GLASS, radius=0.9)
        self.here = lambda: self.glass.here
        self.side = lambda: 1 / self.glass.zoom.get_value()  # of a square that looks as large at every zoom
        self.square = lambda: (self.side(), self.side())
        self.stride = Dial(1)  # of the steps whose arrows are drawn, in such sides
        stride = lambda: (self.stride.get_value() * self.side(),) * 2  # noqa: E731
        self.arrows = ColumnArrows(self.here, on=self.glass, size=stride).pose(first=0, second=0)
        self.true_cell = lambda: mapped_cells(
            warp, self.glass.p + self.side() / 2, self.square(), pieces=ANGLES
        )
        self.cell = WarpedCell(self.true_cell, on=self.glass).pose(grown=0)
        self.glass.put_inside(self.cell, self.arrows)
        self.flat = Axes(x=(-2, 2), y=(-2, 2), box=STEPS, x_ticks=(), y_ticks=())
        same = mapped_grid(lambda p: p, np.arange(-2, 2.1, LINES), np.arange(-2, 2.1, LINES), pieces=1)
        teal = mix(INK.input, INK.ground, 0.5), mix(INK.input, INK.ground, 0.75)
        self.before = WarpedGrid(same.at, on=self.flat, inks=teal)
        still = linearise(lambda p: p, (0.0, 0.0))
        self.steps = ColumnArrows(lambda: still, on=self.flat, size=lambda: (1.0, 1.0))
        self.steps.pose(first=0, second=0)
        dx, dy = (Formula(f"dif {name}", ink=ink, **BOLD) for name, ink in (("x", INK.input), ("y", INK.two)))
        tail, one, _, other = self.steps.ends
        self.dx = casing(dx.move_to((tail + one) / 2 + np.array([0, -0.45, 0])))
        self.dy = casing(dy.move_to((tail + other) / 2 + np.array([-0.55, 0, 0])))

    def _set_errors(self) -> None:
        """How far the matrix is off, at every distance that the glass comes to."""
        self.errors = linearisation_error(warp, POINT, 10.0 ** np.linspace(-DECADES, 0, 10 * DECADES + 1))
        self.close_errors = linearisation_error(warp, POINT, 10.0 ** -np.linspace(1, DECADES, 21))
        self.gaps = GapPlot(self.errors, self.side)
        self.errors_axes, self.errors_line, self.walker = self.gaps.axes, self.gaps.line, self.gaps.dot

    def _set_fan(self) -> None:
        """Polar coordinates: a paper that rolls up, and a cell that slides along a ray."""
        self.paper = Axes(x=(-4.5, 4.5), y=(-4.5, 4.5), box=PAPER, x_ticks=(), y_ticks=())
        r, theta = np.arange(0, 3.01, DR), np.arange(-8, 9) * DTHETA
        middles = np.stack(np.meshgrid(r[:-1] + DR / 2, theta[:-1] + DTHETA / 2), axis=-1)
        self.fan = WarpedGrid(
            lambda share: mapped_grid(fanned(share), r, theta, pieces=ANGLES),
            cells=lambda share: mapped_cells(fanned(share), middles, (DR, DTHETA), pieces=ANGLES),
            on=self.paper, fullest=3.2,
        )  # fmt: skip
        self.r = Dial(FAR)
        at = lambda: (self.r.get_value(), 0.0)  # noqa: E731
        self.sliding = lambda: mapped_cells(polar, at(), SLICE, pieces=ANGLES)
        letter = letter_figure("R", height=0.62, width=SLICE[0] / (2.0 * SLICE[1]))
        self.paper_cell = WarpedCell(
            self.sliding,
            on=self.paper,
            letter=lambda: mapped_cells(polar, at(), SLICE, figure=letter),
            opacity=0.85,
        )
        self.slice_arrows = ColumnArrows(
            lambda: linearise(polar, at()), on=self.paper, size=lambda: (1.0, 1.0), girth=0.14
        ).pose(first=0, second=0)
        self.plot = on = Axes(x=(-3.2, 3.2), y=(-3.2, 3.2), box=PLOT, x_ticks=(), y_ticks=())
        self.cross = Cross(on)
        top, end = on.to_screen([[0.0, 3.1], [3.0, 0.0]])
        self.plot_names = VGroup(
            Formula('"area" / (dif r dif {{theta : parameter}})', ink=INK.output, **LARGE).move_to(
                top + np.array([-1.3, -0.2, 0])
            ),
            Formula("r", ink=INK.input, **BOLD).move_to(end + np.array([0.1, 0.4, 0])),
        )
        stops = np.stack([np.linspace(FAR, -FAR, 27), np.zeros(27)], axis=-1)
        self.sweep = mapped_cells(polar, stops, SLICE, pieces=128)
        self.behind = DotsBehind(self.sweep, self.r.get_value, on=on)
        self.line = Thread(lambda: (-3.0, -3.0), lambda: (3.0, 3.0), on=on, ink=INK.exact, dash=0.12, grown=0)
        now = lambda: (self.r.get_value(), float(self.sliding().ratio))  # noqa: E731
        self.spot = Marker(now, on=on, ink=INK.output, radius=0.14)

    def closer(self, power: float, **length: Any) -> None:
        """Come closer with the glass, by equal factors in equal times."""
        self.play(self.glass.zoom.to(10.0**power, rate_func=EVEN), **length)

    # -- the question --------------------------------------------------------------------------------

    @beat(chapter="The question")
    def remember_the_compass(self) -> None:
        """Last time we found the compass: two slopes of one height, and you know every direction."""
        self.add(self.land)
        self.enter(self.hiker, self.compass, self.needle, pace=PACE.quick)
        self.play(self.climb.at.to(0.8 * self.climb.last))

    @beat
    def two_answers(self) -> None:
        """But a map gives two answers at every point: how far across, and how far up. Two heights, and two
        compasses."""
        self.names = named((-3.25, 3.25), 3.35)
        old = (self.land, self.hiker, self.needle, self.compass)
        self.dissolve(old, self.two, until="point", least=PACE.normal)
        for name, word in zip(self.names, ("across", "up"), strict=True):
            self.enter(name, until=word, least=PACE.quick)
        self.enter(*self.compasses)

    @beat
    def move_the_plane(self) -> None:
        """Take both answers together, and every point has a new place. The whole plane moves."""
        gone = (*self.two, *self.names, *self.compasses)
        self.dissolve(gone, (self.cloth, self.dusk), until="together", least=PACE.normal)
        self.play(self.cloth.share.to(1), least=PACE.grand)

    @beat
    def ask_what_they_say(self) -> None:
        """Stretched here, crushed there, and bent everywhere. What can two compasses say about all that?"""
        self.headline = CORNER.write(Words(self.title, **LARGE))
        self.play(self.cloth.share.to(0.55), until="everywhere", least=PACE.normal)
        self.play(self.cloth.share.to(1), FadeIn(self.headline))

    # -- under the glass -----------------------------------------------------------------------------

    @beat(chapter="Under the glass")
    def take_the_glass(self) -> None:
        """You know what to do with a bend. Take the glass, and hold it over one point."""
        self.leave(self.headline)
        self.enter(self.glass, until="glass", least=PACE.normal)
        self.play(self.glass.radius.to(RADIUS), self.glass.aside.to(1), self.cloth.light.to(FAINT))

    @beat
    def come_closer(self) -> None:
        """Ten times closer, and the lines are nearly straight. A hundred times: straight, and evenly
        spaced, all of them."""
        self.closer(1, until="straight", least=PACE.slow)
        self.closer(2, least=PACE.slow)

    @beat
    def step_along_x(self) -> None:
        """So take a small step, along x. It does not lead along x any more. It leads here."""
        self.dissolve((self.cloth, self.dusk), self.before, until="step", least=PACE.quick)
        self.add(self.steps)
        self.play(self.steps.first.to(1), FadeIn(self.dx), until="along x", least=PACE.normal)
        self.play(self.arrows.first.to(1))

    @beat
    def step_along_y(self) -> None:
        """A small step along y leads there. Two steps, two arrows."""
        self.play(self.steps.second.to(1), FadeIn(self.dy), until="y", least=PACE.normal)
        self.play(self.arrows.second.to(1), least=PACE.normal)

    @beat
    def tile_the_glass(self) -> None:
        """Every other step is so many of one and so many of the other. So two arrows rule all that the
        glass shows."""
        self.wait(until="other")
        self.play(self.glass.straight.to(1, rate_func=EVEN), least=PACE.slow)

    # -- name it -------------------------------------------------------------------------------------

    @beat(chapter="Name it")
    def write_the_columns(self) -> None:
        """Write the arrows down as columns, side by side. Four slopes: this is the Jacobian matrix."""
        self.leave(*map(FadeOut, (self.before, self.steps, self.dx, self.dy)))
        self.matrix = ColumnsOfNumbers(self.here, MATRIX)
        self.enter(self.matrix.columns[0], pace=PACE.quick)
        self.enter(self.matrix.columns[1], until="side by side", least=PACE.quick)
        self.enter(self.matrix.brackets, until="slopes", least=PACE.quick)
        self.called = Words("Jacobian matrix", **LARGE).move_to((MATRIX[0], 2.3, 0))
        self.enter(self.called)

    @beat
    def read_the_rows(self) -> None:
        """Now read it by rows. The first row is the compass of the first height, and the second, that of the
        other."""
        self.leave(self.called, FadeOut(self.glass))
        self.rows = self.matrix.row_frames()
        self.names = named(ROWED, 2.75)
        for k, word in ((0, "first height"), (1, "other")):
            stand(self.two[k], width=4.2, centre=(ROWED[k], 0.3))
            self.enter(self.two[k], self.names[k], Create(self.rows[k]), pace=PACE.quick)
            self.enter(self.compasses[k].pose(grown=0, length=0.85), until=word, least=PACE.quick)

    @beat
    def write_it_down(self) -> None:
        """Rows are what one answer feels. Columns are where one step leads. Four partial derivatives, read
        two ways."""
        rows = (
            f"display((partial {{{{{out} : output_{n}}}}})/(partial {{{{x : input_{n}}}}})),"
            f" display((partial {{{{{out} : output_{n}5}}}})/(partial {{{{y : two_{n}}}}}))"
            for n, out in enumerate("uv", start=1)
        )
        self.law = Formula(f"J = mat({'; , ; '.join(rows)})", size=1.15 * SIZE.title).move_to((2.7, 0.4, 0))
        self.dissolve((*self.two, *self.names, *self.compasses), self.law, until="feels")
        self.columns = self.matrix.column_frames()
        self.swap(self.rows, self.columns, until="leads", least=PACE.quick)
        self.swap(self.columns, self.rows, until="derivatives", least=PACE.quick)
        self.swap(self.rows, self.columns)

    # -- how true ------------------------------------------------------------------------------------

    @beat(chapter="How true is it")
    def step_back(self) -> None:
        """How far can you trust it? Step back, and the true lines part from the red ones of the matrix."""
        self.leave(self.law, self.matrix, self.columns)
        self.arrows.pose(grown=0)
        self.glass.pose(straight=1, gaps=1)
        self.gap = ERRORS_PAGE.write(*self.gaps.told())
        self.dissolve((), (self.glass, self.errors_axes, self.walker, self.gap), until="trust")
        self.closer(0, least=PACE.slow)

    @beat
    def come_back(self) -> None:
        """Ten times closer, and the gap is a hundred times smaller. Ten times again, and a hundred times
        again."""
        self.add(self.errors_line)
        self.closer(1, until="smaller", least=PACE.slow)
        self.closer(2, least=PACE.slow)

    @beat
    def find_the_slope(self) -> None:
        """By powers of ten this is a straight line, and its slope is two. So close enough, the map is its
        matrix."""
        self.closer(3, until="two", least=PACE.slow)
        slope = Number(
            read(self.close_errors, "order", decimals=2, name="slope of the gap"), ink=INK.residual, **LARGE
        )
        self.slope = ERRORS_PAGE.write((Words("slope", ink=INK.residual, **LARGE), slope), below=self.gap)
        self.enter(self.slope)

    # -- areas ---------------------------------------------------------------------------------------

    @beat(chapter="What becomes of an area")
    def send_a_square(self) -> None:
        """Back to the two arrows. A square goes in, and a parallelogram comes out. How much larger is it?"""
        self.leave(*map(FadeOut, (self.slope, self.gap, self.walker, self.errors_line, self.errors_axes)))
        self.glass.pose(gaps=0)
        self.steps.pose(first=1, second=1, grown=0)
        self.dissolve((), self.before, pace=PACE.quick)
        self.enter(self.steps, self.arrows.grown.to(1), pace=PACE.normal)
        self.play(self.steps.filled.to(1), until="in", least=PACE.quick)
        self.play(self.arrows.filled.to(1))

    @beat
    def name_the_determinant(self) -> None:
        """That is the determinant: this times this, minus that times that. Here, the square has grown by
        nearly a third."""
        self.leave(*map(FadeOut, (self.steps, self.before)))
        self.matrix = ColumnsOfNumbers(self.here, (-3.6, 1.9))
        self.enter(self.matrix)
        self.products = self.matrix.products((-6.2, -0.1))
        self.enter(self.products[0], until="times this", least=PACE.quick)
        self.enter(self.products[1], until="times that", least=PACE.quick)
        label = Formula("det J =", **BOLD).move_to((-4.6, -1.05, 0))
        number = Number(lambda: read(self.here(), "determinant", decimals=3), ink=INK.output, **BOLD)
        self.determinant = VGroup(label, number.stand_beside(label))
        self.enter(self.determinant)

    @beat
    def measure_a_cell(self) -> None:
        """Does a true cell agree? Measure it along its bent sides, and let it shrink. There it goes."""
        label = Formula('"area" / "square" =', **LARGE).move_to((-4.7, -2.15, 0))
        number = Number(lambda: read(self.true_cell(), "ratio", decimals=3), ink=INK.output, **BOLD)
        self.ratio = VGroup(label, number.stand_beside(label))
        fade = self.arrows.filled.to(0), self.cell.grown.to(1), self.glass.straight.to(0)
        self.enter(self.ratio, pace=PACE.quick)  # alone: a number that fades does not count
        self.play(self.glass.zoom.to(1), *fade, until="sides", least=PACE.slow)
        self.closer(3, least=PACE.slow)

    @beat
    def paint_the_plane(self) -> None:
        """So paint every cell by what becomes of its area. Bright is stretched, and dark is crushed."""
        self.leave(self.matrix, *self.products, self.determinant, self.ratio, FadeOut(self.glass))
        self.cloth.pose(light=1, share=0, filled=0)
        self.dissolve((), (self.cloth, self.dusk), pace=PACE.quick)
        self.play(self.cloth.share.to(1), self.cloth.filled.to(1), least=PACE.slow)

    @beat
    def close_the_arrows(self) -> None:
        """Two arrows tell, at any place. Carry the glass from the brightest into the darkest, and watch them
        close."""
        self.cell.pose(grown=0)
        self.arrows.pose(filled=1)
        self.glass.pose(aside=0, radius=2.2, zoom=10, straight=0, x=np.pi, y=0)
        self.stride.set_value(0.64)  # their parallelogram stays within the rim
        self.side_told = CORNER.write((Formula("det J =", **LARGE), self.told_determinant()))
        self.dissolve((), self.glass, until="any place", least=PACE.quick)
        self.enter(self.side_told, pace=PACE.quick)
        self.play(self.glass.x.to(0, rate_func=EVEN), least=PACE.grand)

    def told_determinant(self) -> Number:
        """The determinant where the glass is."""
        return Number(lambda: read(self.here(), "determinant", decimals=3), ink=INK.output, **LARGE)

    @beat
    def lie_on_one_line(self) -> None:
        """They lie on one line. The determinant is zero: the whole patch around the point has been crushed
        onto it."""
        self.closer(2, least=PACE.slow)

    @beat
    def never_below(self) -> None:
        """It is zero at such points only, and nowhere is it below. This cloth is crushed, but never
        folded over."""
        self.leave(self.side_told, FadeOut(self.glass))
        least = Number(
            read(self.everywhere, "smallest", decimals=3, name="smallest determinant"),
            ink=INK.output,
            **LARGE,
        )
        self.least = LOWER.write((Words("smallest determinant", **LARGE), least))
        self.play(LaggedStart(*map(Create, self.places), lag_ratio=0.3), until="only", least=PACE.normal)
        self.enter(self.least, until="below", least=PACE.quick)
        swelling = [each.animate(rate_func=there_and_back).scale(1.4) for each in self.places]  # type: ignore[operator]  # a builder
        self.play(LaggedStart(*swelling, lag_ratio=0.2), share=1)  # type: ignore[arg-type]  # of builders

    # -- polar coordinates ---------------------------------------------------------------------------

    @beat(chapter="A fan")
    def take_a_paper(self) -> None:
        """One map you have known for years. A radius and an angle, on plain paper: equal cells."""
        self.clear_stage()
        self.fan.pose(share=0, grown=0, filled=0)
        r, theta = Formula("r", ink=INK.input, **BOLD), Formula("{{theta : parameter}}", **BOLD)
        left, right = self.paper.to_screen([[0, 0], [3, 0]])
        self.letters = VGroup(
            r.move_to(((left + right)[0] / 2, -2.35, 0)), theta.move_to(left + np.array([-0.45, 0, 0]))
        )
        self.enter(self.fan, until="years", least=PACE.normal)
        self.enter(self.letters, until="angle", least=PACE.quick)
        self.play(self.fan.filled.to(1))

    @beat
    def roll_it_up(self) -> None:
        """Roll it up, and they fan out: wide at the rim, and narrow towards the middle."""
        self.leave(self.letters, pace=PACE.quick)
        self.play(self.fan.share.to(1, rate_func=EVEN), least=PACE.grand)

    @beat
    def slide_a_cell(self) -> None:
        """Let one of them slide inwards. Its area, arcs and all, over what it was, is a dot. And the dots
        keep to a line."""
        nearer = self.paper.look(x=(-3.2, 3.2), y=(-3.2, 3.2), box=ASIDE)
        self.play(*nearer, self.fan.filled.to(0), self.fan.light.to(0.5), pace=PACE.normal)
        self.enter(self.paper_cell.pose(grown=0), self.cross, self.plot_names, pace=PACE.quick)
        self.enter(self.behind, self.spot, pace=PACE.quick)
        self.play(self.r.to(0.4, rate_func=EVEN), least=PACE.slow)
        gap = Number(read(self.sweep, "largest_gap", scientific=True, digits=1))
        self.off = Page(4.0, -1.75, gap=0.22).write(Words("largest gap"), gap)
        self.enter(self.line, self.off)

    @beat
    def see_the_arrows(self) -> None:
        """One arrow keeps its length. The other is as long as the radius. So the determinant is the
        radius itself."""
        self.play(self.r.to(2.4, rate_func=EVEN), self.paper_cell.lettered.to(0), pace=PACE.normal)
        self.add(self.slice_arrows)
        self.play(self.slice_arrows.first.to(1), until="length", least=PACE.quick)
        self.play(self.slice_arrows.second.to(1), until="other", least=PACE.quick)
        self.law = Formula("det J = {{r : input}}", **BOLD).move_to((5.2, -1.05, 0))
        self.play(self.r.to(1.0, rate_func=EVEN), until="radius", least=PACE.normal)
        self.enter(self.law)

    @beat
    def lose_the_angle(self) -> None:
        """In the middle, nothing is left. All angles share one point, and the arrow along them has no
        length."""
        self.play(self.r.to(0, rate_func=EVEN), least=PACE.slow)

    @beat
    def turn_it_over(self) -> None:
        """Push on, and it comes out on the other side, turned over. That is what a determinant below zero
        means."""
        self.leave(self.slice_arrows)
        self.play(self.r.to(-FAR, rate_func=EVEN), self.paper_cell.lettered.to(1), least=PACE.slow)

    # -- what to take along --------------------------------------------------------------------------

    @beat(chapter="What to take along")
    def be_close_enough(self) -> None:
        """Stand close enough, and every smooth map is a matrix. Its columns lead the steps, its determinant
        tells the area."""
        self.clear_stage()
        self.cloth.pose(light=0.6, share=1, filled=1)
        self.glass.pose(x=POINT[0], y=POINT[1], zoom=1, radius=RADIUS, aside=1, straight=0)
        self.stride.set_value(1)
        self.arrows.pose(filled=0)
        self.dissolve((), (self.cloth, self.dusk, self.glass), pace=PACE.quick)
        plus = Formula("F(bold(p) + dif bold(p)) approx F(bold(p)) + J dif bold(p)", **LARGE)
        self.laws = Page(-6.4, 1.0, plate=True).write(plus)
        self.closer(2, until="matrix", least=PACE.normal)
        self.enter(self.laws, pace=PACE.quick)
        self.play(self.glass.straight.to(1), until="steps", least=PACE.quick)
        self.play(self.arrows.filled.to(1))

    @beat
    def look_at_the_compass(self) -> None:
        """One map is left: your compass. It gives two numbers at every place. So it has a matrix, too."""
        self.clear_stage()
        self.climb.at.set_value(0)
        self.dissolve((), (self.land, self.hiker, self.compass), pace=PACE.normal)
        self.enter(self.needles, pace=PACE.slow)
        self.play(self.climb.at.to(0.5 * self.climb.last))

    @beat
    def next_time(self) -> None:
        """And that one will tell whether you stand in a bowl, on a peak, or on a saddle. Next time."""
        kinds = (self.level.minima, self.level.maxima, self.level.saddles)
        for places, word in zip(kinds, ("bowl", "peak", "saddle"), strict=True):
            self.play(*map(Create, rings(self.land.to_screen(places))), until=word, least=PACE.quick)
        self.play(self.climb.at.to(self.climb.last))
