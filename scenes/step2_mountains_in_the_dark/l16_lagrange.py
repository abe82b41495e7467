"""Lecture 16: at the best place on a fence the compass points straight across it, and lambda is its price."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import Animation, FadeIn, FadeOut, linear, smooth, squish_rate_func
from manim.utils.rate_functions import ease_in_out_sine as EVEN

from l16_pictures import EQUATIONS, LAW, Measuring, PriceChart, Straightened
from l16_pictures import height_told, network_ahead, record_of, six_needles, six_spots, two_parts

from calc_core import contours, flow_line, lagrange_points, loosen_fence, newton_descent, round_fence
from calc_core import sample_grid, shadow_price, unroll_fence, walk_on_constraint, x_squared_y
from visuals import INK, PACE, SIZE, STROKE, Box, Dial, Lecture, Options, View, Walk, beat, read
from visuals import AngleBetween, BootPrints, Compass, ContourLine, ContourMap, Dusk, Fence, FenceCurtain
from visuals import Formula, HigherPiece, Hiker, Leaps, Marks, Needle, Number, Page, Reading, Sized
from visuals import RightAngles, Rucksack, SlidingContour, SplitNeedle, Terrain, Trail, Words, beside, zooming

LEVEL = 1.0  # of the fence x^2 + y^2 = c
BOUNDS = [(-1.33, 1.33), (-1.68, 1.4)]
SCALE = 2.62  # scene units to one unit of the map
PLACE = (-3.62, 0.38)  # of the fence's middle, on the map
RELIEF = 3.9  # scene units from the lowest to the highest ground
CUT = np.radians(75.0)  # from the best place to where the fence is opened: not at a flat place
START = np.array([np.cos(np.radians(8.0)), np.sin(np.radians(8.0))])
TALLER = 7.5  # the same while a curtain hangs from the fence
PLACES = 1441  # on the fence
STRIDE = 0.1  # times the part along: one step
LEAPING = np.array([1.12, 0.42])
BROAD, EQUAL, SMALL = 1.9, 1.0, 0.45  # scene units to a unit of slope
ONCE = 0.62  # of the fence, walked before anything else
WAYS = (0.42, -0.42)  # how far past the best place the hiker is sent, along the fence
HIGHER = 0.05  # a contour so much higher misses the fence
LEVELS = np.linspace(0.4, 1.2, 81)  # of the fence, where it is loosened
BASE = 60  # the entry of LEVEL
LOOSER, LITTLE = 0.1, 0.01  # dc
NOTCH = 100  # entries to one unit of c

LARGE, BOLD = Sized(size=SIZE.large), Sized(size=SIZE.title)
VIOLET: Options = BOLD | {"ink": INK.parameter}
SIDE = Page(2.1, 3.1, gap=0.35)
LOW = Page(2.6, -0.9, gap=0.3)
MIDDLE = Page(4.3, -0.75, side="middle", gap=0.45)
PLATE = Page(-6.4, 3.3, plate=True, gap=0.3)
CHART = Box(1.45, -2.1, 6.55, 2.1)

WHOLE = View("map", at=(0, 0), place=PLACE, scale=SCALE)
CLOSE = View("map", at=(0, 0), place=(-0.12, -2.6), scale=5.45)
HALF = View("map", at=(0, 0), place=(-4.0, -0.75), scale=4.2)
TOP, BOTTOM = INK.minus, INK.curvature  # peaks and hollows, as in lecture 11


class Lagrange(Lecture):
    title = "Walking on a fence: Lagrange multipliers"
    goal = "At the best place on a fence the compass points straight across it; the multiplier is its price."
    poster = "say_it"
    layers = (
        "hill free_way climber leaps hill_fence round_walker map dusk rings old_fence fence higher"
        " contour fence_needles needles fence_needle split needle angle square prints beside hiker spots"
        " curtain axes tangent tops chart price_line curve bars chart_dot wires neurons"
    )

    # -- data and pictures ---------------------------------------------------------------------------

    def set_stage(self) -> None:
        self.land, self.fence_land = x_squared_y(), round_fence()
        self.six = lagrange_points(self.land, self.fence_land, level=LEVEL)
        self.best = self.six.x[-1]
        opened = float(np.arctan2(*self.best[::-1])) + CUT
        begin = (np.cos(opened), np.sin(opened))
        self.tour = unroll_fence(self.land, self.fence_land, level=LEVEL, begin=begin, n=PLACES)
        self._set_hill()
        self._set_map()
        self._set_needles()
        self._set_curve()
        self._set_price()
        self.net, self.neurons, self.wires = network_ahead()

    def _set_hill(self) -> None:
        self.grid = grid = sample_grid(self.land, BOUNDS, shape=(181, 179))
        self.look_of: Options = {"width": SCALE * float(np.ptp(grid.x)), "relief": RELIEF}
        self.hill = Terrain(grid.x, grid.y, grid.f, contour_step=0.1, **self.look_of)
        self.hill.set(at=(0, 0), place=(0, -0.45), azimuth=-42, elevation=36, zoom=1.12)
        self.leap = Walk(newton_descent(self.land, LEAPING, max_iter=3))
        landing = self.hill.height_at(self.leap.path[1:])
        self.leaps = Leaps(self.leap.path, landing, on=self.hill, at=self.leap.at)
        self.uphill = flow_line(self.land, self.leap.path[-1], bounds=BOUNDS, n=160)
        self.free = Walk(self.uphill)
        self.free_way, self.climber = Trail(self.free, on=self.hill), Marks(self.free, on=self.hill)
        self.tour_walk = Walk(self.tour.x)
        self.stop = self.tour_walk.at
        self.round_walker = Marks(self.tour_walk, on=self.hill, size=11)
        self.hill_fence = Fence(self.tour.x[::4], on=self.hill, grown=0)

    def _set_map(self) -> None:
        lines = contours(self.land, np.arange(-29, 25) / 10, BOUNDS)
        self.map = ContourMap(self.grid, lines, **self.look_of)
        for dial, value in zip(self.map.chart.dials, (*PLACE, SCALE, 1.0), strict=True):
            dial.set_value(value)
        self.dusk = Dusk()
        self.steps = walk_on_constraint(
            self.land, self.fence_land, START, level=LEVEL, learning_rate=STRIDE, ascent=True, tol=1e-10
        )
        self.stops = self._stops_of(self.steps.x)  # where on the tour each step has led
        self.top = round(float(self._stops_of(self.best)))
        self.hiker = Hiker(self.tour_walk, on=self.map)
        self.step = Dial(0)  # how many steps have left their print
        self.prints = BootPrints(self.steps.x, on=self.map, at=self.step, size=12)
        near = contours(self.land, np.linspace(0.02, 0.6, 233), [(0.08, 1.33), (0.02, 1.25)], (61, 61))
        self.lift, self.notch = Dial(0), Dial(BASE)
        self.old_fence = Trail(self.tour.x, on=self.map, ink=INK.exact, width=3.5, dash=(0.2, 0.14))
        self.contour = SlidingContour(near, self._height, on=self.map, width=STROKE.bold)
        top = float(self.tour.way_of(self.best))
        self.higher = HigherPiece(self.tour, top, self._height, on=self.map, width=8, grown=0)
        circles = contours(self.fence_land, [0.16, 0.36, 0.64, 1.44, 1.96, 2.56], BOUNDS)
        self.rings = ContourLine(*circles, on=self.map, ink=INK.parameter, width=STROKE.thin)
        how: Options = {"begin": START, "n": 181, "bounds": BOUNDS}
        fences = [unroll_fence(self.land, self.fence_land, level=c, **how).x for c in LEVELS[::10].tolist()]
        self.fence = Fence(np.stack(fences), on=self.map, at=self.notch, stops=np.arange(0, len(LEVELS), 10))

    def _stops_of(self, places: np.ndarray) -> np.ndarray:
        """How many steps of the tour lead to places on the fence."""
        return np.asarray(self.tour.way_of(places) / self.tour.length * (PLACES - 1))

    def _height(self) -> float:
        """The height of the contour that is shown: that of the hiker, lifted."""
        return float(self.told("f").value) + self.lift.get_value()

    def told(self, field: str, name: str = "", **how: Any) -> Reading:
        """What the tour tells where the hiker is."""
        return read(self.tour, field, at=self.tour_walk.now, name=name or field, **how)

    def _set_needles(self) -> None:
        tour, on = self.tour, self.map
        self.needle = Needle(tour.gradient, self.tour_walk, on=on, length=BROAD, grown=0)
        self.split = SplitNeedle(*tour.parts, self.needle, grown=0, closed=0)
        self.square = RightAngles(self.best, tour.normal[self.top], on=on, size=0.34, grown=0)
        violet: Options = {"ink": INK.parameter, "girth": 0.16}
        gradients = self.fence_land.reading(tour.x).gradient
        self.fence_needle = Needle(gradients, self.tour_walk, on=on, length=EQUAL, grown=0, **violet)
        self.angle = AngleBetween(self.needle, self.fence_needle, radius=0.75, grown=0)
        across = read(tour, "across", index=self.top, decimals=3, name="across, at the best place")
        own = read(self.fence_land.reading(self.best), "slope", decimals=3, name="the fence's own gradient")
        self.measured = Measuring(self.needle, self.fence_needle, across, own)
        self.beside = self.measured.arrows
        self.needles = six_needles(self.land, self.six.x, on=on, length=SMALL)
        self.fence_needles = six_needles(self.fence_land, self.six.x, on=on, length=SMALL, **violet)
        self.spots = six_spots(self.six.x, self.six.kind, on=on)

    def _set_curve(self) -> None:
        """The fence unrolled, and a tangent that runs along it."""
        self.curtain = FenceCurtain(self.tour, self.hill, grown=0)
        self.straight = Straightened(self.curtain, self.six, width=11.8, tall=3.9, level=0.45)
        self.axes, self.axis_name = self.straight.axes, self.straight.name
        self.along, self.tangent = self.straight.along, self.straight.tangent
        self.flat = np.column_stack([self.tour.way_of(self.six.x), self.six.f])
        self.tops = six_spots(self.flat, self.six.kind, on=self.axes)

    def _set_price(self) -> None:
        self.loose = loosen_fence(self.land, self.fence_land, LEVELS, bounds=BOUNDS, starts=60)
        how: Options = {"level": LEVEL, "bounds": BOUNDS}
        self.bills = [shadow_price(self.land, self.fence_land, dc, **how) for dc in (LOOSER, LITTLE)]
        self.best_walk = Walk(self.loose.x, self.notch)
        self.prices = PriceChart(self.loose, BASE, self.notch, box=CHART)
        self.chart, self.curve, self.bars = self.prices.axes, self.prices.curve, self.prices.bars
        self.price_line, self.chart_dot = self.prices.line, self.prices.dot

    @beat(chapter="The question")
    def put_up_a_fence(self) -> None:
        """You want the highest point you can reach. But one hand stays on this fence, all the way round."""
        self.wanted = Words("find the highest point on the fence", **BOLD).move_to((0, 3.25, 0))
        self.now_at = height_told(lambda: self.told("f", "height", decimals=2))
        self.enter(self.hill, self.wanted, pace=PACE.quick)
        self.enter(self.hill_fence, until="reach", least=PACE.normal)
        self.enter(self.round_walker, self.now_at, pace=PACE.quick)
        self.play(self.stop.to(ONCE * (PLACES - 1), rate_func=EVEN), self.hill.azimuth.to(-34))

    @beat
    def leap_anywhere(self) -> None:
        """Last time you leapt across the ground, wherever Newton sent you. Nothing stood in your way."""
        self.leave(self.wanted, self.now_at, self.round_walker, FadeOut(self.hill_fence))
        self.enter(self.leaps, pace=PACE.quick)
        self.play(self.leap.at.to(1), until="ground", least=PACE.normal)
        self.play(self.leap.at.to(2), share=0.6)
        self.play(self.leap.at.to(3))

    @beat
    def climb_without_end(self) -> None:
        """On this hill the compass would lead you up and up, until you've walked off the map."""
        self.add(self.free_way, self.climber)
        climbed = lambda: read(self.uphill, "f", at=self.free.now, decimals=2, name="height")  # noqa: E731
        self.height_now = height_told(climbed)
        self.swap(self.leaps, self.height_now, pace=PACE.quick)
        whole = self.hill.look(zoom=0.88, azimuth=-30)
        self.play(self.free.at.to(self.free.last, rate_func=EVEN), *whole, least=PACE.slow)

    @beat
    def ask_for_the_highest(self) -> None:
        """But along the fence, how high can you get? And how would you notice that you're there?"""
        self.leave(self.free_way, self.climber, self.height_now)
        self.stop.set_value(0)
        self.heading = Words(self.title, **BOLD).move_to((0, 3.25, 0))
        self.enter(self.hill_fence, self.heading, self.round_walker, self.now_at, pace=PACE.normal)
        turning = self.hill.azimuth.to(-8, rate_func=linear)
        self.play(self.stop.to(PLACES - 1, rate_func=EVEN), turning, least=PACE.slow)

    @beat(chapter="Along and across")
    def tip_it_over(self) -> None:
        """From above the hill is its own map again, and the fence is a circle."""
        self.leave(self.heading, self.now_at, self.round_walker)
        above = self.hill.look(at=(0, 0), place=PLACE, tilt=1, zoom=1, azimuth=0)
        self.play(*above, least=PACE.slow)
        self.add(self.map, self.fence)
        self.remove(self.hill, self.hill_fence)
        self.enter(self.dusk, pace=PACE.quick)

    @beat
    def read_the_compass(self) -> None:
        """Here you stand. The compass points where it climbs fastest, and that way is over the fence."""
        height = Number(lambda: self.told("f", "height", decimals=3), ink=INK.output, **LARGE)
        self.altitude = PLATE.write((Words("height", ink=INK.quiet, **LARGE), height))
        self.stop.set_value(self.stops[0])
        self.enter(self.hiker, pace=PACE.quick)
        self.view(CLOSE, pace=PACE.normal)
        self.enter(self.needle, self.altitude, until="fastest", least=PACE.normal)
        self.play(self.needle.length.to(1.12 * BROAD), share=0.5)
        self.play(self.needle.length.to(BROAD))

    @beat
    def split_the_needle(self) -> None:
        """So split it. One part runs along the fence, the other straight across."""
        self.enter(self.split, until="along", least=PACE.normal)
        self.play(self.split.closed.to(1), until="across", least=PACE.quick)
        self.parts = PLATE.write(*two_parts(self.told), below=self.altitude)
        self.enter(self.parts, pace=PACE.quick)

    @beat
    def let_it_push_back(self) -> None:
        """Across, the fence pushes back, exactly as hard. That part gets you nowhere."""
        self.play(self.split.push.to(1), until="hard", least=PACE.normal)
        self.play(self.split.spent.to(1), pace=PACE.normal)

    @beat
    def step_along(self) -> None:
        """Only the part along it moves you. Take a step that way, and look again."""
        self.play(self.split.push.to(0), until="you", least=PACE.quick)
        self.add(self.prints)
        self.play(*self._step_to(1), until="way", least=PACE.normal)
        self.play(*self._step_to(2), pace=PACE.normal)
        self.play(self.split.spent.to(0), pace=PACE.quick)

    def _step_to(self, k: int) -> list[Animation]:
        """Walk on to the end of step k, a print for each."""
        return [self.stop.to(self.stops[k]), self.step.to(k)]

    @beat
    def watch_it_shrink(self) -> None:
        """Step by step the white part shrinks. More and more of the needle leans against the fence."""
        for k in (3, 4, 5, 6):
            self.play(*self._step_to(k), pace=0.8)
        self.play(*self._step_to(8))

    @beat
    def come_to_rest(self) -> None:
        """Until nothing is left of it. The needle points straight across, and you stand still."""
        self.play(*self._step_to(self.steps.n), until="left", least=PACE.slow)
        self.enter(self.square, until="across")
        self.wait(0.6)

    @beat
    def try_both_ways(self) -> None:
        """Walk on past it, and the white part points back. Walk the other way: back again."""
        self.leave(self.square, FadeOut(self.prints))
        per_unit = (PLACES - 1) / self.tour.length
        self.play(self.stop.to(self.top + WAYS[0] * per_unit), until="past", least=PACE.normal)
        self.wait(until="back")
        self.play(self.stop.to(self.top + WAYS[1] * per_unit), until="way", least=PACE.normal)
        self.wait(0.6)

    @beat(chapter="Where contour and fence touch")
    def draw_the_contour(self) -> None:
        """Go back, and draw the contour you stand on. It cuts through the fence, so some of the fence lies
        higher."""
        self.leave(self.split, self.parts, self.needle)
        self.play(self.stop.to(self.stops[0]), until="back", least=PACE.quick)
        self.enter(self.contour, until="cuts", least=PACE.normal)
        self.enter(self.higher, until="higher", least=PACE.normal)

    @beat
    def let_it_slide(self) -> None:
        """Walk uphill, and the contour slides out with you. The piece of fence above it gets shorter."""
        self.play(self.stop.to(self.stops[3]), least=PACE.slow, rate_func=EVEN)

    @beat
    def see_them_touch(self) -> None:
        """Now they only touch. One contour higher, and it misses the fence altogether."""
        self.play(self.stop.to(self.top), until="touch", least=PACE.slow)
        self.play(self.lift.to(HIGHER), until="misses", least=PACE.normal)
        self.play(self.lift.to(0), pace=PACE.normal)

    @beat
    def give_the_fence_a_needle(self) -> None:
        """The fence is a contour too, of a second hill called g. So it has a gradient of its own, square on
        the fence."""
        self.view(HALF, leaving=(self.altitude, self.higher), pace=PACE.normal)
        hills = ("{{f : output}} = x^2 y", "{{g : parameter}} = x^2 + y^2 = {{c : parameter_2}}")
        self.hills = SIDE.write(*(Formula(each, **LARGE) for each in hills))
        self.enter(self.hills, FadeIn(self.rings), until="hill")
        self.enter(self.fence_needle, until="own", least=PACE.normal)
        self.enter(self.square)

    @beat
    def watch_them_align(self) -> None:
        """Elsewhere the two gradients disagree. Walk up to the best place, and they close into one line."""
        self.needle.pose(length=EQUAL)
        self.leave(self.square, FadeOut(self.rings))
        self.play(self.stop.to(self.stops[0]), until="gradients", least=PACE.normal)
        self.enter(self.needle, pace=PACE.quick)
        number = Number(lambda: self.told("angle", "angle of the two gradients", decimals=1), **BOLD)
        self.between = LOW.write(Words("angle between them", ink=INK.quiet), number)
        self.enter(self.angle, self.between, pace=PACE.quick)
        self.play(self.stop.to(self.top, rate_func=EVEN), least=PACE.slow)

    @beat
    def measure_across(self) -> None:
        """Here, all of the needle points across. So lay it beside the fence's own gradient: how many of those
        go into it?"""
        self.leave(self.between, self.angle, self.hills, pace=PACE.quick)
        self.add(self.beside)
        self.enter(self.measured.across, until="across", least=PACE.normal)
        self.enter(self.measured.own, self.beside.laid.to(1), until="gradient", least=PACE.slow)
        self.enter(*self.measured.rule, share=1)

    @beat(excuse={"covered-arrowhead": "Taken lambda times, the gradient of g lies under the needle."})
    def name_lambda(self) -> None:
        """A little more than half of one. That number is lambda, the Lagrange multiplier: across is lambda
        times the fence's gradient."""
        told = read(self.six, "lam", index=self.six.n - 1, decimals=3, name="lambda")
        self.law = MIDDLE.write(
            beside(Formula("lambda =", **VIOLET), Number(told, **VIOLET)), Formula(LAW, **BOLD)
        )
        self.enter(self.measured.drop, until="one", least=PACE.quick)
        self.enter(self.law[0], until="lambda", least=PACE.quick)
        self.enter(self.law[1], until="across", least=PACE.normal)
        self.play(self.fence_needle.length.to(float(told.value) * EQUAL), share=1, least=PACE.normal)

    @beat
    def write_three_equations(self) -> None:
        """Two slopes give two equations, the fence gives the third. And there are three unknowns:
        x, y and lambda."""
        self.view(WHOLE, leaving=(*self.measured.parts, *self.law, self.fence_needle), pace=PACE.normal)
        self.equations = SIDE.write(*(Formula(each, **BOLD) for each in EQUATIONS), gap=0.55)
        for equation, word in zip(self.equations, ("slopes", "equations", "third"), strict=True):
            self.enter(equation, until=word, least=PACE.quick)
        other = self._stops_of(self.six.x[-2])  # the other of the two best
        self.play(FadeOut(self.contour), self.stop.to(float(other), rate_func=EVEN), least=PACE.slow)

    @beat
    def find_all_six(self) -> None:
        """They have six solutions, all round the fence. At each of them the gradients lie in one line."""
        self.leave(self.needle, FadeOut(self.hiker))
        self.stop.set_value(self.top)
        self.enter(*self.spots, until="six", least=PACE.normal)
        self.enter(*self.fence_needles, until="fence", least=PACE.normal)
        self.enter(*self.needles, until="line", least=PACE.normal)
        miss = read(self.six, "residual", scientific=True, digits=1, name="largest miss of the equations")
        self.miss = LOW.write(Words("largest miss", ink=INK.quiet), Number(miss, **LARGE))
        self.enter(self.miss, share=1)

    @beat(chapter="The fence unrolled")
    def hang_a_curtain(self) -> None:
        """Which one is the best? Hang a curtain along the fence, as high as the ground is there."""
        self.leave(self.dusk, self.equations, self.miss, *self.needles, *self.fence_needles, *self.spots)
        self.add(self.hill, self.hill_fence)
        self.remove(self.map, self.fence)
        look = self.straight.look | {"elevation": 27.0, "zoom": 0.98, "shift_y": 0.4, "relief": RELIEF}
        self.play(*self.hill.look(**look), until="along", least=PACE.slow)
        self.play(FadeOut(self.hill_fence), self.hill.opacity.to(0.22), FadeIn(self.curtain), pace=PACE.quick)
        self.play(self.curtain.grown.to(1), self.hill.relief.to(TALLER), least=PACE.slow)

    @beat
    def unroll_it(self) -> None:
        """And unroll it. That's a curve, and we're back in the very first lecture."""
        side = self.hill.look(**self.straight.look)
        self.leave(FadeOut(self.hill))
        self.play(self.curtain.unrolled.to(1), *side, least=PACE.grand)
        self.enter(self.axes, self.axis_name, pace=PACE.quick)

    @beat
    def run_a_tangent(self) -> None:
        """Run a tangent along it. Six times it lies flat: there they are."""
        self.enter(self.tangent, pace=PACE.quick)
        coming: list[FadeIn] = []
        for k in np.argsort(self.flat[:, 0]):
            self.play(self.along.to(float(self.flat[k, 0]), rate_func=EVEN), *coming, pace=0.8)
            coming = [FadeIn(self.tops[k])]
        self.play(self.along.to(self.tour.length, rate_func=EVEN), *coming, pace=0.6)

    @beat
    def pick_the_best(self) -> None:
        """Three tops, three bottoms. And two of the tops share the greatest height there is."""
        self.leave(self.tangent, pace=PACE.quick)
        first, second = (self.axes.to_screen(*self.flat[k]) for k in (self.six.n - 2, self.six.n - 1))
        best = read(self.six, "highest", decimals=4, name="greatest height")
        self.record = record_of(best, (first + second) / 2 + [0, 0.75, 0])
        self.enter(self.record, until="share", least=PACE.normal)

    @beat(chapter="What a fence costs")
    def loosen_it(self) -> None:
        """Now loosen the fence a little. How much higher can you get?"""
        self.hiker.walk = self.best_walk
        self.contour.height_now = lambda: float(self.best_walk.look_up(self.loose.f))
        self.needle.pose(length=BROAD, grown=0)
        self.leave(FadeOut(self.axes), FadeOut(self.axis_name), self.record, *self.tops, pace=PACE.quick)
        self.hill.opacity.set_value(1)
        above = self.hill.look(at=(0, 0), place=PLACE, tilt=1, zoom=1, azimuth=0, relief=RELIEF)
        dawn = FadeIn(self.hill, rate_func=squish_rate_func(smooth, 0.3, 1))
        self.play(self.curtain.unrolled.to(0), *above, dawn, pace=PACE.slow)
        self.add(self.map)
        self.remove(self.hill)
        self.state, ground = self.prices.state(), (self.dusk, self.old_fence, self.fence, self.contour)
        self.swap(FadeOut(self.curtain), (*map(FadeIn, ground), self.hiker, self.state), pace=PACE.quick)
        self.play(self.notch.to(len(LEVELS) - 1), until="little", least=PACE.normal)
        self.play(self.notch.to(BASE), least=PACE.normal)

    @beat
    def solve_again(self) -> None:
        """Solve it again for every fence, from tight to wide, and keep the best height of each."""
        self.leave(self.state)
        self.enter(self.chart, self.notch.to(0), pace=PACE.quick)
        self.curve.span = lambda: (LEVELS[0], float(self.best_walk.look_up(self.loose.level)))
        self.add(self.curve)
        self.enter(self.chart_dot, pace=PACE.quick)
        self.play(self.notch.to(len(LEVELS) - 1, rate_func=EVEN), least=PACE.slow)

    @beat
    def lay_on_lambda(self) -> None:
        """How fast does it rise? Lay a line on it whose slope is lambda, and it's the tangent."""
        self.curve.span = lambda: self.chart.x
        self.play(self.notch.to(BASE), until="rise", least=PACE.quick)
        self.enter(self.price_line.pose(grown=0), until="lambda", least=PACE.normal)
        slope = read(self.six, "lam", index=self.six.n - 1, decimals=3, name="lambda")
        self.slope = Words("slope <lam>", lam=slope, ink=INK.parameter, **LARGE).move_to((4.4, 2.9, 0))
        self.enter(self.slope, share=1)

    @beat
    def pay_the_price(self) -> None:
        """So lambda is a price. A little more fence should bring lambda times as much height."""
        self.leave(self.slope, self.chart_dot)
        near = self.chart.look(**self.prices.window(LOOSER))
        self.play(*near, self.notch.to(BASE + NOTCH * LOOSER), until="price", least=PACE.normal)
        self.add(self.bars)
        self.play(self.bars.across.to(1), until="fence", least=PACE.quick)
        self.play(self.bars.promised.to(1), least=PACE.normal)

    @beat
    def check_the_bill(self) -> None:
        """And solving again finds almost that. Loosen it ten times less, and they agree a hundred times
        better."""
        self.play(self.bars.found.to(1), until="finds", least=PACE.normal)
        self.told_bill = self.prices.told(self.bills[0], decimals=4)
        self.enter(self.told_bill, pace=PACE.quick)
        self.wait(until="again")
        closer = self.chart.look(**self.prices.window(LITTLE))
        little = self.notch.to(BASE + NOTCH * LITTLE, rate_func=zooming((LOOSER, LITTLE), smooth))
        self.play(*closer, little, until="less", least=PACE.normal)
        first, self.told_bill = self.told_bill, self.prices.told(self.bills[1], decimals=6)
        self.swap(first, self.told_bill, share=1)

    @beat(chapter="What to take along")
    def say_it(self) -> None:
        """At the best place on the fence, the compass points straight across. There's no way left to use
        it."""
        self.leave(self.told_bill, self.bars, *map(FadeOut, self.prices.lines), self.notch.to(BASE))
        self.hiker.walk = self.tour_walk
        self.view(CLOSE, until="fence", least=PACE.normal)
        self.enter(self.needle, until="straight", least=PACE.normal)
        self.enter(self.square, pace=PACE.quick)
        self.play(self.needle.length.to(1.1 * BROAD))

    @beat
    def pack_up(self) -> None:
        """So pack them up. Compass and boots go into the rucksack, and now they're whole."""
        self.clear_stage()
        self.sack = sack = Rucksack(("magnifying glass",), height=5.2).move_to((1.6, 0.35, 0))
        compass = Compass(self.land.reading(self.best), self.best, steepest=float(self.tour.across.max()))
        compass.move_to((-4.3, 0.35, 0)).scale(1.6)
        self.enter(sack, compass, pace=PACE.normal)
        self.swap(compass, sack.pack("compass and boots", coming_from=compass), share=0.8, least=PACE.slow)

    @beat
    def look_ahead(self) -> None:
        """So far, two knobs. Next come two thousand four hundred and ten, and one compass for them all."""
        self.swap(FadeOut(self.sack), self.neurons, until="knobs", least=PACE.normal)
        self.enter(*self.wires, until="ten", least=PACE.slow)
        count = read(self.net, "n_params", name="knobs of a network")
        self.count = Words("<n> knobs", n=count, **BOLD).move_to((4.7, 2.7, 0))
        self.enter(self.count, pace=PACE.quick)
