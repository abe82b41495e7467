"""Lecture 11: how ground bends, and two numbers that tell peak, hollow and pass apart."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import FadeIn, FadeOut, Group, linear
from manim.utils.rate_functions import ease_in_out_sine as EVEN

from l11_pictures import ErrorChart, Flyers, Knob, TurningLine

from calc_core import classify, contours, critical_points, directional_curvature, error_map, error_order
from calc_core import form_tour, gaussian_hill, gradient_field, hills, himmelblau, level_form, sample_grid
from calc_core import taylor2, touching_caps
from visuals import INK, PACE, SIZE, STAGE, Box, Dial, Lecture, Options, Sized, Walk, Zoom, beat, read
from visuals import Cap, ContourMap, DetTracePlane, Dusk, EigenArrows, ErrorIsland, Formula, Lamps
from visuals import Light, Marker, Marks, MorphingTerrain, NeedleField, NeedleGlass, Number, Page, Terrain
from visuals import Reading, Words, beside

HERE = np.array([0.5, -0.35])  # where the bead lies, on the flank
RIGHT = 0.01  # right means: missing by no more than this, one hundredth of the hill
ROUND, REACH = 0.45, 0.8  # radius of the caps, and half the width of the map of errors
NEAR, FAR = 0.01, 0.1  # the distances of the two looks
STEPS = np.geomspace(1e-3, 0.2, 24)
LEVEL, TILTED, BENT = range(3)  # orders of what touches the ground
TOUR = [(1.0, 0.5, 0.0), (1.0, 0.0, 0.0), (1.0, -1.0, 0.0), (0.0, -1.0, 0.0), (-1.0, -1.0, 0.0)]
BOWL, TROUGH, PASS, RIDGE, PEAK = range(5)  # stops of that tour
FOURTH = [(2.0, 0.0, 1.0), (2.0, 0.0, -1.0)]
TURN = np.radians(np.arange(361))
GLASS = 0.02  # half of what a glass shows of the map, in the landscape's own units
LOST = np.array([-1.9, 1.2])  # from a pass to where the lone hiker stands at the end

LARGE, BOLD = Sized(size=SIZE.large), Sized(size=SIZE.title)
SIDE = Box(2.15, -2.75, 6.75, 1.85)  # the map of errors
CHART = Box(2.9, -2.35, 6.7, 2.5)
PLANE = Box(1.9, -2.75, 6.75, 3.1)
HEAD = Page(4.45, 3.4, side="middle", gap=0.25)
PLATE = Page(-6.6, 3.35, gap=0.3)
INSIDE = Page(4.55, 2.75, side="numbers", gap=0.25)  # of the parabola, where nothing else is
LEFT = (-2.75, 0.75)  # where the hill stands beside something
UP, DOWN, BOTH = INK.curvature, INK.minus, INK.text  # hollow, peak, pass


class Hessian(Lecture):
    title = "Bowls, saddles and the second-order map"
    goal = "Two eigenvalues of the Hessian tell peak, hollow and pass apart, unless one of them is zero."
    poster = "bend_the_plane"
    layers = (
        "map night needles dusk rings lamps hill cap bead island island_bead chart glasses form line arrows"
        " regions silence lines words dot unmoved slider_x slider_y range places wide wide_silence flyers"
        " fourth fourth_cap lone lone_lamp trio trio_arrows"
    )

    # -- data and pictures ---------------------------------------------------------------------------

    def set_stage(self) -> None:
        self._set_map()
        self._set_hill()
        self._set_forms()
        self._set_plane()
        self._set_range()
        self._set_silence()

    def _set_map(self) -> None:
        land = hills()
        grid, level = sample_grid(land, shape=(151, 241)), critical_points(land)
        self.map = ContourMap(grid, contours(land, 15), width=STAGE.width, centre=(0, 0.3), relief=3.2)
        field = gradient_field(land, shape=(30, 48))
        self.needles = NeedleField(field, on=self.map, length=0.34, source=level.saddles[0])
        self.dusk = Dusk()
        self.night = Terrain(grid.x, grid.y, grid.f, width=STAGE.width, relief=3.2, contour_step=0.1, tilt=1)
        self.night.set(shift_y=0.3)
        self.rings = Marks(level.x, on=self.map, kind="ring", size=20, ink=INK.text)
        self.lights = self.night.shine(Light(level.x[None], radius=0.34, strength=0.0))
        self.lamps = Lamps(self.lights, on=self.night)
        self.glasses = []
        for place, across in ((level.maxima[-1], -4.5), (level.minima[0], 0.0), (level.saddles[0], 4.5)):
            near = gradient_field(land, np.array([place - GLASS, place + GLASS]).T, (11, 11))
            self.glasses.append(NeedleGlass(near, place, centre=(across, 0.75), radius=1.85, length=0.42))

    def _set_hill(self) -> None:
        """One hill, a bead on it, what touches it there, and how far that is right."""
        land = gaussian_hill()
        grid = sample_grid(land, [(-1.45, 1.45), (-1.45, 1.45)], shape=(161, 161))
        self.hill = Terrain(grid.x, grid.y, grid.f, width=6.4, relief=2.9, contour_step=0.1)
        self.hill.set(shift_y=0.7, zoom=1.3, azimuth=-24, elevation=33)
        path = HERE * np.linspace(1, 0, 25)[:, None]
        self.way = Walk(path)
        self.order, self.far = Dial(LEVEL), Zoom(FAR)
        caps = touching_caps(land, path, ROUND, spokes=145)
        self.cap = Cap(caps, on=self.hill, at=self.way.at, order=self.order, thick=RIGHT)
        self.bead = Marks(self.way, on=self.hill, size=10)
        around = np.array([HERE - REACH, HERE + REACH]).T
        self.error = error_map(land, HERE, around, within=RIGHT, shape=(181, 181))
        self.island = ErrorIsland(self.error, box=SIDE, order=self.order)
        self.island_bead = Marker(lambda: HERE, on=self.island, radius=0.1)
        self.orders = [error_order(land.f, taylor2(land, HERE, k), HERE, STEPS) for k in (0, 1, 2)]
        self.chart = ErrorChart(self.orders, self.far, box=CHART)

    def _set_forms(self) -> None:
        """Level ground that changes its shape, and how it bends."""
        self.shape, self.turn = Dial(BOWL), Dial(0)
        self.tour = tour = form_tour(TOUR)
        look = {"width": 5.2, "relief": 4.2, "contour_step": 0.1}
        self.form = MorphingTerrain(tour.x, tour.y, tour.f, at=self.shape, **look)
        self.form.set(azimuth=-30, elevation=33, zoom=1.05, shift_y=-0.1)
        around = np.stack([np.cos(TURN), np.sin(TURN)], axis=-1)
        self.bends = directional_curvature(level_form(*TOUR[BOWL]).f, (0.0, 0.0), around)
        bend = lambda: float(self._bend().value)  # noqa: E731
        self.line = TurningLine((0, 0), bend, on=self.form, turn=self.turn, reach=0.9)
        how: Options = {"reach": 0.45, "length": 0.42, "at": self.shape, "width": 9}
        self.arrows = EigenArrows((0, 0), tour.curvatures[:, None], np.eye(2)[None], on=self.form, **how)

    def _bend(self) -> Reading:
        """The curvature along the line that turns."""
        how: Options = {"decimals": 2, "signed": True, "name": "bend this way"}
        return read(self.bends, "value", at=self.turn.get_value() % 360, **how)

    def _told(self, field: str, name: str) -> Reading:
        """One number of the shape of this moment."""
        return read(self.tour, field, at=self.shape.get_value(), decimals=2, signed=True, name=name)

    def _set_plane(self) -> None:
        """The plane of sum and product, a dot on it, and the two sliders that move it."""
        plane = self.plane = DetTracePlane(trace=(-2.5, 2.5), determinant=(-1.45, 1.55), box=PLANE)
        self.lines, self.regions = [plane.axes, plane.parabola], list(plane.regions)
        self.words, self.silence = list(plane.names), plane.silent
        across, upward = (Words(each, ink=INK.quiet) for each in ("sum", "product"))
        across.next_to(plane.axes.to_screen(-2.5, 0.0), (1, -1, 0), buff=0.15)
        upward.next_to(plane.axes.to_screen(-2.5, 1.55), (-1, 0, 0), buff=0.15)
        self.axis_names = Group(across, upward)
        where = lambda: np.array([self._told(each, each).value for each in ("trace", "determinant")])  # noqa: E731
        self.dot = plane.dot(where)
        self.slider_y = self._slider("y", 1, Box(-3.6, 2.4, -0.9, 2.95), (-1, 0, 1))
        self.slider_x = self._slider("x", 0, Box(-3.6, 2.95, -0.9, 3.5), ())

    def _slider(self, along: str, index: int, box: Box, ticks: tuple[int, ...]) -> Knob:
        def bend() -> float:
            return float(read(self.tour, "curvatures", at=self.shape.get_value(), index=index).value)

        return Knob(f"bend along {along}", bend, box=box, ink=INK.parameter, ticks=ticks)

    def _set_range(self) -> None:
        """Nine level places, and where each belongs."""
        land = himmelblau()
        self.nine = critical_points(land)
        self.told = classify(land.hess(self.nine.x))
        grid = sample_grid(land, [(-4.4, 4.1), (-3.9, 3.7)], shape=(141, 157))
        self.range = Terrain(grid.x, grid.y, grid.f, width=6.4, relief=2.2, contour_step=10)
        self.range.set(azimuth=-20, elevation=52, zoom=1.15, shift_y=0.3)
        self.lone = self.range.shine(Light(self.nine.saddles[0] + LOST, radius=1.6, strength=0.0))
        self.lone_lamp = Lamps(self.lone, on=self.range, size=7)
        self.places = Marks(self.nine.x, on=self.range, kind="ring", size=15, ink=INK.text, grown=0)
        plane = DetTracePlane(trace=(-130, 225), determinant=(-4600, 10600), box=PLANE)
        self.wide_silence, self.wide = plane.silent, [plane.regions, plane.axes, plane.parabola]
        ends = plane.axes.to_screen(self.told.trace, self.told.determinant)
        inks = {"minimum": UP, "saddle": BOTH, "maximum": DOWN}
        start = lambda: self.range.to_screen(self.nine.x)  # noqa: E731
        self.flyers = Flyers(start, ends, [inks[kind] for kind in self.nine.kind])

    def _set_silence(self) -> None:
        """Ground on which the test is silent, and three shapes to remember."""
        self.power = Dial(0)
        self.silent = mute = form_tour(FOURTH, [(-0.8, 0.8), (-0.8, 0.8)])
        look = {"width": 5.4, "relief": 4.0, "contour_step": 0.1}
        self.fourth = MorphingTerrain(mute.x, mute.y, mute.f, at=self.power, **look)
        self.fourth.set(azimuth=-16, elevation=34, zoom=0.92, shift_x=-3.1, shift_y=0.2)
        self.unmoved = self.plane.dot(self._at_rest)
        caps = touching_caps(level_form(*FOURTH[0]), (0.0, 0.0), 0.55)
        self.fourth_cap = Cap(caps, on=self.fourth, order=Dial(BENT), thick=RIGHT)
        tour, self.trio, self.trio_arrows = self.tour, [], []
        look = {"width": 3.3, "relief": 2.6, "contour_step": 0.1, "azimuth": -30, "elevation": 30}
        for stop, across in ((BOWL, -4.4), (PASS, 0.0), (PEAK, 4.4)):
            hill = MorphingTerrain(tour.x, tour.y, tour.f, at=Dial(stop), **look)
            how: Options = {"reach": 0.45, "length": 0.42, "at": hill.at}
            self.trio.append(hill.set(shift_x=across, shift_y=0.2))
            self.trio_arrows.append(
                EigenArrows((0, 0), tour.curvatures[:, None], np.eye(2)[None], on=hill, **how)
            )

    def _at_rest(self) -> tuple[float, float]:
        """Trace and determinant of the ground with a fourth power, now."""
        now = self.power.get_value()
        trace, determinant = (read(self.silent, each, at=now) for each in ("trace", "determinant"))
        return float(trace.value), float(determinant.value)

    # -- the question --------------------------------------------------------------------------------

    @beat(chapter="The question")
    def take_the_compass_as_a_map(self) -> None:
        """Your compass is a map: a place goes in, an arrow comes out. Which matrix is it, close up?"""
        self.enter(self.map, self.dusk, pace=PACE.quick)
        self.enter(self.needles, share=1, least=PACE.slow)

    @beat
    def find_the_silence(self) -> None:
        """But there are places where no arrow comes out. The ground is level, and the compass is silent."""
        self.rings.grown.set_value(0)
        self.enter(self.rings, until="level", least=PACE.normal)

    @beat
    def ask_which_is_which(self) -> None:
        """Peak, hollow, or pass? By night, with your needle at rest, they all feel the same: flat."""
        self.heading = Words(self.title, size=SIZE.title).move_to((0, 3.05, 0))
        self.add(self.night)
        self.remove(self.map)
        self.leave(self.needles, self.dusk, pace=PACE.quick)
        dark = self.night.look(daylight=0, contours=0)
        self.play(*dark, self.lights.strength.to(1), FadeIn(self.heading), until="rest", least=PACE.normal)

    # -- three ways to touch a hill ------------------------------------------------------------------

    @beat(chapter="Three ways to touch a hill")
    def put_a_bead_on_it(self) -> None:
        """So let us feel the ground itself. One hill, and one bead on its flank."""
        self.leave(self.heading, FadeOut(self.rings), self.lights.strength.to(0))
        self.swap(FadeOut(self.night), self.hill)
        self.enter(self.bead, share=1)

    @beat
    def lay_a_disc(self) -> None:
        """The simplest guess: everywhere as high as here. That is a level disc, stuck into the slope."""
        self.enter(self.cap, until="here", least=PACE.normal)
        self.play(*self.hill.look(azimuth=-44), share=1, rate_func=EVEN)

    @beat
    def map_the_error(self) -> None:
        """The same from above: light where it is right to a hundredth of the hill's height. A thin strip,
        along the contour."""
        self.play(*self.hill.look(shift_x=LEFT[0], shift_y=LEFT[1], zoom=1.0, azimuth=-30), pace=PACE.normal)
        self.enter(self.island, self.island_bead, until="hundredth", least=PACE.normal)
        reach = lambda: read(self.error, "reach", given=[self.order.get_value()], decimals=2)  # noqa: E731
        label = Words("right up to", ink=INK.quiet, **LARGE)
        self.reach = HEAD.write(label, Number(reach, ink=INK.model, align="center", **BOLD))
        self.enter(self.reach, pace=PACE.quick)

    @beat
    def tip_the_disc(self) -> None:
        """Give it the two slopes. The disc tips into the tangent plane, and the strip becomes an island."""
        self.play(self.order.to(TILTED), until="island", least=PACE.slow)

    @beat
    def bend_the_plane(self) -> None:
        """Now let it bend. It hugs the hill, like a hand on a shoulder, and the island grows again."""
        self.play(self.order.to(BENT), until="grows", least=PACE.slow)

    @beat
    def watch_it_again(self) -> None:
        """Once more, slowly. Level. Tipped. Bent. Each guess keeps what the last one knew, and adds one
        more."""
        self.play(self.order.to(LEVEL), until="level", least=PACE.normal)
        self.play(self.order.to(TILTED), until="keeps", least=PACE.slow)
        self.play(self.order.to(BENT), least=PACE.slow)

    @beat
    def come_closer(self) -> None:
        """How good are they? Come ten times closer. The disc gets ten times better, the plane a hundred,
        the bent one a thousand."""
        self.leave(self.island, self.island_bead, self.reach)
        self.enter(self.chart.axes, self.chart.names, pace=PACE.quick)
        self.enter(*self.chart.lines, until="better", least=PACE.normal)
        self.enter(*self.chart.dots, pace=PACE.quick)
        self.play(self.far.to(NEAR), least=PACE.slow)

    @beat
    def read_three_slopes(self) -> None:
        """On this paper of powers of ten that makes three straight lines. Measured, their slopes are one,
        two, three."""
        self.play(self.far.to(FAR, rate_func=EVEN), until="straight", least=PACE.normal)
        self.play(self.far.to(NEAR, rate_func=EVEN), until="slopes are", least=PACE.normal)
        for number in self.chart.slopes:
            self.enter(number, pace=PACE.quick)
        self.wait(PACE.normal)

    @beat
    def carry_it_to_the_top(self) -> None:
        """Carry the bead to the top. The plane comes to lie level, and tells us nothing. All that is left
        is the bend."""
        self.leave(FadeOut(self.chart))
        whole = self.hill.look(shift_x=0, shift_y=0.4, zoom=1.35)
        self.play(*whole, self.order.to(TILTED), pace=PACE.normal)
        self.play(self.way.at.to(self.way.last), until="nothing", least=PACE.slow)
        self.play(self.order.to(BENT), least=PACE.normal)

    # -- name it -------------------------------------------------------------------------------------

    @beat(chapter="Name it")
    def write_the_sum(self) -> None:
        """So this is the second-order map: a height, then the slopes, then the bend."""
        height = Formula("{{f : output}}", **BOLD)
        slopes = Formula("+ thin {{nabla f dot d : gradient}}", **BOLD)
        bends = Formula("+ thin {{1/2 d dot H d : curvature}}", **BOLD)
        self.sum = beside(height, slopes, bends, buff=0.3).move_to((0, 2.9, 0))
        self.play(self.order.to(LEVEL), self.way.at.to(0), *self.hill.look(shift_y=-0.1), pace=PACE.normal)
        self.enter(height, until="height", least=PACE.quick)
        self.enter(slopes, self.order.to(TILTED), until="slopes", least=PACE.normal)
        self.enter(bends, self.order.to(BENT), share=1, least=PACE.normal)

    @beat
    def name_the_hessian(self) -> None:
        """The bend needs four numbers: how each slope changes, each way. They make a matrix, the Hessian."""
        matrix = Formula(
            "{{H : curvature}} = mat({{f : output}}_(x x), {{f : output_2}}_(x y) ;"
            " {{f : output_3}}_(y x), {{f : output_4}}_(y y))",
            **BOLD,
        )
        self.matrix = matrix.move_to((4.4, 0.3, 0))
        self.play(*self.hill.look(shift_x=-2.5, zoom=1.0), pace=PACE.normal)
        self.enter(self.matrix, until="matrix", least=PACE.normal)

    @beat
    def look_through_the_glass(self) -> None:
        """Hold last time's glass over the compass. Around a peak, every arrow points in. Around a hollow,
        all of them out."""
        self.leave(self.sum, self.matrix, self.cap, self.bead, FadeOut(self.hill))
        self.names: list[Words] = []
        for word, ink, glass in zip(("peak", "hollow", "pass"), (DOWN, UP, BOTH), self.glasses, strict=True):
            name = Words(word, ink=ink, **LARGE).move_to(glass.centre + [0, 2.3, 0])
            self.names.append(name.stand_on(self.names[0]) if self.names else name)
        self.look_into(0, until="points in")
        self.look_into(1, share=1)

    def look_into(self, which: int, **length: Any) -> None:
        """Let a glass come, and then the arrows in it."""
        glass = self.glasses[which].pose(filled=0)
        self.enter(glass, self.names[which], pace=PACE.quick)
        self.play(glass.filled.to(1), least=PACE.normal, **length)

    @beat
    def see_the_pass(self) -> None:
        """On a pass, in from two sides, and out by the others. So close up, the compass is this matrix: the
        Hessian."""
        self.look_into(2, until="sides")
        law = Formula("{{H : curvature}} = J_({{nabla f : gradient}})", **BOLD)
        self.law = law.move_to((0, -2.62, 0))
        self.enter(self.law, until="matrix", least=PACE.quick)

    # -- bowl, trough, saddle ------------------------------------------------------------------------

    @beat(chapter="Bowl, trough, saddle")
    def turn_a_line(self) -> None:
        """Take a bowl, and turn a line through its bottom. It bends more one way, and less the other."""
        self.leave(*self.glasses, *self.names, self.law)
        self.enter(self.form, pace=PACE.normal)
        number = Number(self._bend, ink=UP, **BOLD)
        self.bend = PLATE.write(Words("bend this way", ink=INK.quiet, **LARGE), number)
        self.enter(self.line, self.bend, pace=PACE.quick)
        self.play(self.turn.to(360, rate_func=linear), least=PACE.grand)

    @beat
    def find_the_two(self) -> None:
        """The most and the least stand square on each other. These are the eigenvectors, and the two bends
        are the eigenvalues."""
        self.play(self.turn.to(450), until="square", least=PACE.normal)
        self.leave(self.line, self.bend)
        self.enter(self.arrows, until="eigenvectors", least=PACE.normal)
        self.law = Formula("{{H e : curvature}} = {{lambda e : curvature_2}}", **BOLD).move_to((5.0, 2.9, 0))
        self.enter(self.law, share=1)

    @beat
    def lay_out_the_plane(self) -> None:
        """Keep their sum and their product. On this plane that is one point, and our bowl is here."""
        left = self.form.look(shift_x=-3.0, shift_y=-1.0, zoom=0.85)
        self.play(*left, FadeOut(self.law), pace=PACE.normal)
        self.enter(*self.lines, self.axis_names, until="plane", least=PACE.quick)
        self.both = INSIDE.write(
            (Words("sum", ink=INK.quiet), Number(lambda: self._told("trace", "sum"))),
            (Words("product", ink=INK.quiet), Number(lambda: self._told("determinant", "product"))),
        )
        self.enter(self.both, self.dot, pace=PACE.quick)
        self.enter(self.regions[0], share=1)

    @beat
    def turn_to_the_trough(self) -> None:
        """Now turn one bend down. The bowl opens. At zero it's a trough, and its arrows have vanished."""
        self.enter(self.slider_y, pace=PACE.quick)
        self.play(self.shape.to(TROUGH), until="trough", least=PACE.slow)

    @beat
    def turn_below_zero(self) -> None:
        """Below zero the arrows come back, the other way round. Up along one, down along the other: a
        saddle, a pass."""
        self.enter(self.regions[2], self.shape.to(PASS, rate_func=EVEN), until="saddle", least=PACE.slow)

    @beat
    def turn_the_other(self) -> None:
        """Turn the other bend down too. It falls on every side, and you stand on a peak."""
        self.enter(self.slider_x, pace=PACE.quick)
        self.play(self.shape.to(RIDGE), *self.form.look(shift_y=-0.2), until="side", least=PACE.slow)
        risen = self.form.look(shift_y=0.8)  # a peak hangs from its level place
        self.enter(self.regions[1], self.shape.to(PEAK), *risen, share=1, least=PACE.slow)

    @beat
    def read_the_plane(self) -> None:
        """So read the plane. Product below zero: a pass. Above zero, the sum tells hollow from peak."""
        self.leave(self.slider_x, self.slider_y)
        self.enter(self.words[2], until="pass", least=PACE.quick)
        self.enter(self.words[0], until="hollow", least=PACE.quick)
        self.enter(self.words[1], share=1)

    # -- nine places, and one silence ----------------------------------------------------------------

    @beat(chapter="Nine places, and a silence")
    def find_nine(self) -> None:
        """Here is ground with nine level places. Which of them are hollows?"""
        self.clear_stage()
        self.enter(self.range, pace=PACE.normal)
        self.enter(self.places, share=1, least=PACE.normal)

    @beat
    def sort_them(self) -> None:
        """Ask the two numbers. Each place flies to where it belongs. Four hollows, four passes, and a
        single peak."""
        self.play(*self.range.look(shift_x=-3.2, zoom=0.95), pace=PACE.normal)
        self.enter(*self.wide, pace=PACE.quick)
        self.enter(self.flyers.pose(grown=0), pace=PACE.quick)
        self.play(self.flyers.flown.to(1), until="belongs", least=3.0)
        told = (("n_minima", "hollows", UP), ("n_saddles", "passes", BOTH), ("n_maxima", "peak", DOWN))
        rows = [
            Words(f"<n> {word}", ink=ink, n=read(self.nine, field, name=word), **LARGE)
            for field, word, ink in told
        ]
        self.count = Page(2.95, 2.9).write(*rows)
        for row, (_, word, _) in zip(rows, told, strict=True):
            self.enter(row, until=word, least=PACE.quick)

    @beat
    def find_the_silent_line(self) -> None:
        """Only one line is silent: where the product is zero. Take x squared plus y to the fourth."""
        self.enter(self.wide_silence, until="zero", least=PACE.quick)
        self.clear_stage()
        self.law = Formula("x^2 + y^4", **BOLD).move_to((4.3, 2.8, 0))
        plane = (*self.regions, *self.lines, *self.words, self.axis_names, self.silence)
        self.enter(self.fourth, *plane, self.law, until="squared", least=PACE.normal)
        self.enter(self.unmoved, share=1)

    @beat
    def lay_the_cap_in_it(self) -> None:
        """A hollow, surely. But the cap in it is a trough: along y, it doesn't bend at all."""
        self.enter(self.fourth_cap, until="trough", least=PACE.normal)
        self.play(*self.fourth.look(azimuth=-28), share=1, rate_func=EVEN)

    @beat
    def turn_the_fourth_power(self) -> None:
        """Turn the plus into a minus. The hollow becomes a pass. Yet cap and point have not moved. The
        test says: undecided."""
        minus = Formula("x^2 - y^4", **BOLD).move_to(self.law)
        self.swap(self.law, minus, pace=PACE.quick)
        self.law = minus
        self.play(self.power.to(1), until="pass", least=PACE.slow)
        verdict = Words("<kind>: undecided", kind=read(self.silent, "kinds", index=1), ink=INK.residual)
        self.verdict = verdict.move_to((4.3, 2.15, 0))
        self.enter(self.verdict, until="says", least=PACE.quick)
        self.wait(PACE.normal)

    # -- what to take along --------------------------------------------------------------------------

    @beat(chapter="What to take along")
    def keep_two_numbers(self) -> None:
        """Two numbers, then. Both up: a hollow. One of each: a pass. Both down: a peak."""
        self.clear_stage()
        names = [
            Words(each, ink=ink, **LARGE) for each, ink in (("hollow", UP), ("pass", BOTH), ("peak", DOWN))
        ]
        for hill, arrows, name in zip(self.trio, self.trio_arrows, names, strict=True):
            name.move_to((hill.shift_x.get_value(), -2.4, 0)).stand_on(names[0])
            self.enter(hill, arrows, name, until=name.source, least=PACE.normal)
        self.wait(PACE.normal)

    @beat
    def go_into_the_dark(self) -> None:
        """But all these places we found by daylight. At night, with only a compass and boots, which would you
        ever reach?"""
        self.clear_stage()
        self.range.set(shift_x=0.0, zoom=1.2, daylight=1.0, azimuth=-20)
        self.enter(self.range, pace=PACE.normal)
        night = self.range.look(daylight=0.05, azimuth=-32)
        self.play(*night, self.lone.strength.to(1), FadeIn(self.lone_lamp), least=PACE.grand)
