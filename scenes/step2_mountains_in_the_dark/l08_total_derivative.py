"""Lecture 08: on a walk every coordinate contributes slope times speed, and the contributions add up."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import FadeIn, FadeOut, LaggedStart, VGroup, linear
from manim.utils.rate_functions import ease_in_out_sine as EVEN

from l08_pictures import DOT, MANY, RATE, ROUND, TOTAL, DarkPage, Notes, Routes, Rungs, Timed
from l08_pictures import evenly, laid, many_knobs, many_walks, names_of_bars, names_of_columns
from l08_pictures import names_of_legs, spot, trefoil

from calc_core import closed_walk, contours, crossings, double_points, hills, leg_gains, level_moments
from calc_core import sample_grid, total_derivative
from visuals import INK, PACE, SIZE, STAGE, STROKE, Axes, Box, Curve, CutPlane, Dial, Dusk, Lecture, View
from visuals import ContourLine, ContourLines, ContourMap, Formula, Headlamp, Hiker, Inked, Marks, Needle
from visuals import Number, Options, Page, Rewrite, RouteTree, SlopeLine, StackedTerms, Terrain, Thread, Trail
from visuals import Sized, VelocityLegs, Words, beat, read, series

LEVELS = np.arange(-2, 16) / 10  # heights of the contours
RELIEF, FAR = 3.2, 0.8  # of the hill: its height on the stage, and how large it is seen
CUT = (-1.2, 0.3)  # where the two cuts meet
MOMENTS = np.linspace(0, ROUND, 1201)
STEP_AT, TINY = 3.873, 0.012  # when the one step is taken, and how long it takes
LINES = 5  # so many contours lie between its ends
STOP = 3.45  # when the bars are shown one by one
STRIDE = 0.3  # the time in which the legs on the map are walked
MANY_SCALE = 0.25  # of the beads where there are many routes
LAMP = 0.62  # how far the lamp shines
FINEST = 2e-11  # half the height of the last window of the gap

MIDDLE = (0.0, 0.3)  # of the map that fills the frame
ASIDE = (-2.78, 0.3)  # middle of the map beside the page
WHOLE = View("map", at=(-0.475, 0.15), place=(-2.78, 0.25), scale=1.62)
ALONE, UPPER = Box(2.6, -2.2, 6.5, 2.9), Box(2.6, 1.35, 6.5, 3.55)
LOWER = Box(2.6, -2.75, 6.5, 0.85)
NOTE = Page(4.55, 0.75, side="middle", gap=0.2)
SIDE = Page(4.36, -0.4, side="middle", gap=0.25)
PLATE = Page(-6.75, 3.6, plate=True)
NEAR, FARTHEST = (-2.3, 2.3), (-3.8, 3.8)  # windows of slopes
AHEAD: Options = {"east": 0, "north": 0, "ink": INK.input}
LARGE, QUIET = Sized(size=SIZE.large), Inked(ink=INK.quiet)


class TotalDerivative(Lecture):
    title = "A walk on the mountain"
    goal = "On a walk, each coordinate adds slope times speed; along a contour the terms cancel."
    poster = "see_the_contour"
    layers = (
        "map fine dusk path hill cuts hill_path hill_hiker level_line night rings legs ring_legs"
        " step_legs crossed ways needle hiker page"
    )

    # -- data and pictures ---------------------------------------------------------------------------

    def set_stage(self) -> None:
        self.land = hills()
        self.level = level_moments(self.land.f, trefoil, 0, ROUND)
        times = np.union1d(MOMENTS, self.level.t)
        self.walked = total_derivative(self.land.f, trefoil, times)
        self.hour = Dial(0)
        self.walk = Timed(self.walked.x, times, self.hour)
        self.flattest = self.level.largest  # the moment at which the largest terms cancel
        self._set_hill()
        self._set_map()
        self._set_step()
        self._set_page()
        self._set_ring()
        self._set_tree()
        self._set_arrow()

    def _set_hill(self) -> None:
        self.grid = grid = sample_grid(self.land, shape=(151, 241))
        self.hill = Terrain(grid.x, grid.y, grid.f, width=STAGE.width, relief=RELIEF, contour_step=0.1)
        self.hill.set(place=MIDDLE, at=(0, -0.2), azimuth=-38, elevation=32, zoom=FAR)
        self.cuts = [CutPlane(CUT[1], on=self.hill, across="y"), CutPlane(CUT[0], on=self.hill, across="x")]
        self.drawn = Dial(0)
        self.hill_path = Trail(self.walked.x, on=self.hill, at=self.drawn, width=4)
        self.hill_hiker = Marks(self.walk, on=self.hill, size=13)

    def _set_map(self) -> None:
        lines = contours(self.land, LEVELS)
        self.map = ContourMap(self.grid, lines, width=STAGE.width, centre=MIDDLE, relief=RELIEF)
        self.dusk, self.page = Dusk(), DarkPage()
        self.path = Trail(self.walked.x, on=self.map, width=3)
        self.hiker = Hiker(self.walk, on=self.map)
        self.legs = VelocityLegs(self.walked.velocity, self.walk, on=self.map, reach=STRIDE, ahead=0)
        where, height = self.level.walk.x[self.flattest], float(self.level.walk.f[self.flattest])
        self.contour = contours(self.land, [height], max_chord=0.004).longest().begun_next_to(where)
        self.level_line = ContourLine(self.contour, on=self.map, ink=INK.output, grown=0)
        self.rings = Marks(self.level.walk.x, on=self.map, kind="ring", size=15, ink=INK.output, grown=0)

    def _set_step(self) -> None:
        """One step of the path, leg by leg, over contours that lie as close as it needs."""
        here = total_derivative(self.land.f, trefoil, STEP_AT)
        self.step = leg_gains(self.land.f, here.x, here.gradient, here.velocity * TINY)
        start, corner, end = self.step.x
        self.gap = float(self.step.gain) / LINES
        box = np.stack([start - 3 * (end - start).max(), start + 4 * (end - start).max()], axis=-1)
        around = float(self.step.f[0]) + self.gap * (np.arange(-14, 15) + 0.5)
        near = contours(self.land, around, box, shape=(41, 41))
        self.fine = ContourLines(near, self.map.chart)
        self.fine.set_stroke(width=STROKE.thin, opacity=0.6)
        ways = ([start, corner], [corner, end], [start, end])
        self.counts = [crossings(np.array(way), near) for way in ways]
        look: Options = {"on": self.map, "size": 15, "ink": INK.output, "grown": 0}
        self.crossed = [Marks(each.points, **look) for each in self.counts]
        whole = end - start
        self.step_legs = VelocityLegs(whole, start, on=self.map, reach=1, east=0, north=0, ahead=0)
        self.close = View("map", at=(start + end) / 2, place=(-2.9, 0.35), scale=3.9 / float(whole.max()))
        self.blocks = Axes(x=(0, 4), y=(0, (LINES + 0.9) * self.gap), box=Box(2.3, -2.3, 6.6, 2.1),
                           x_ticks=(), y_ticks=(), upright=False)  # fmt: skip
        self.rungs = Rungs(self.gap * (np.arange(LINES) + 0.5), on=self.blocks)
        self.lines: list[Number] = []  # the counts, as they stand on the columns
        wide: Options = {"on": self.blocks, "width": 0.95, "parts": 0}
        self.gains = StackedTerms(lambda: (1.15, self.step.gains), **wide)
        self.gain = StackedTerms(lambda: (3.05, [float(self.step.gain)]), **wide)

    def _set_page(self) -> None:
        """What the altimeter draws, and below it the two terms of its slope."""
        plain, walked, walk = Options(x_ticks=(), y_ticks=()), self.walked, self.walk
        self.upper = Axes(x=(0, ROUND), y=(0, 1.65), box=ALONE, y_name="height", **plain)
        self.lower = Axes(x=(0, ROUND), y=NEAR, box=LOWER, cross_at=0, y_name="slope", **plain)
        self.notes = notes = Notes("walk", walked, walk, upper=self.upper, lower=self.lower, parts=0)
        total = lambda: float(walk.look_up(walked.total))  # noqa: E731
        self.tangent = SlopeLine(notes.height, total, on=self.upper, reach=(0.8, 0.8), width=STROKE.bold)
        self.plumb = Thread(notes.height, notes.slope, on=self.upper, to=self.lower, dash=0.09)
        self.misses = Axes(
            x=(0, ROUND), y=(-walked.steepest, walked.steepest), box=LOWER, cross_at=0, **plain
        )
        gap = series("sum minus measured", walked, t="t", gap="gap")
        sums = series("sum of both terms", walked, t="t", sum="total")
        self.sums = Curve(sums, on=self.lower, width=STROKE.bold, dash=(0.12, 0.1))
        self.miss = Curve(gap, on=self.misses, ink=INK.residual, width=STROKE.thin)
        places = zip(self.level.t.tolist(), self.level.walk.f.tolist(), strict=True)
        self.extremes = [spot(lambda p=place: p, self.upper) for place in places]
        self.zeros = [spot(lambda t=t: (t, 0.0), self.lower) for t in self.level.t.tolist()]

    def _set_ring(self) -> None:
        """A walk that is a contour all the way round, on which the hiker goes on in the same direction."""
        way, points = self.level.walk.velocity[self.flattest], self.contour.points
        points = points if (points[1] - points[0]) @ way > 0 else points[::-1]
        times = np.linspace(0, ROUND, 601)
        self.ring = total_derivative(self.land.f, closed_walk(points), times)
        self.lap = Dial(0)
        self.round = Timed(self.ring.x, times, self.lap)
        self.ring_legs = VelocityLegs(self.ring.velocity, self.round, on=self.map, reach=0.8, ahead=0)
        self.ring_notes = Notes("contour", self.ring, self.round, upper=self.upper, lower=self.lower)

    def _set_tree(self) -> None:
        """Time, two coordinates, one height; and the same with many coordinates."""
        self.routes = Routes(total_derivative(self.land.f, trefoil, STOP))
        self.tree, self.sum = self.routes.tree, self.routes.sum
        self.many = total_derivative(many_knobs, many_walks, 0.35)
        row: Options = {
            "foot": (0, -2.4),
            "top": (0, 2.85),
            "middle": [(x, 0.2) for x in np.linspace(-5.6, 5.6, MANY)],
        }
        self.wide = RouteTree(self.many.velocity, self.many.gradient, scale=MANY_SCALE, **row)

    def _set_arrow(self) -> None:
        """A place that the walk passes twice, and what depends on the place alone."""
        self.twice = double_points(trefoil, 0, ROUND)
        self.steep = int(np.abs(total_derivative(self.land.f, trefoil, self.twice.second).total).argmax())
        self.passes = float(self.twice.first[self.steep]), float(self.twice.second[self.steep])
        self.needle = Needle(self.walked.gradient, self.walk, on=self.map, length=2.0, grown=0)
        self.ways = VelocityLegs(self.walked.velocity, self.walk, on=self.map, reach=0.24, **AHEAD)
        self.night = Headlamp(self.walk, on=self.map, radius=LAMP, daylight=1)

    # -- the question --------------------------------------------------------------------------------

    @beat(chapter="The question")
    def recall_the_cuts(self) -> None:
        """Last time, we cut the hill: one slope along x, one slope along y. One knob at a time."""
        self.add(self.hill)
        self.play(*self.hill.look(azimuth=-34), FadeIn(self.cuts[0]), until="x", least=PACE.slow)
        self.play(*self.hill.look(azimuth=-30), FadeIn(self.cuts[1]), until="y", least=PACE.normal)
        self.play(*self.hill.look(azimuth=-26), rate_func=linear)

    @beat
    def turn_both(self) -> None:
        """But who walks along a ruler? A real path turns both knobs at once."""
        self.play(*map(FadeOut, self.cuts), *self.hill.look(azimuth=-24), pace=PACE.quick)
        self.add(self.hill_path)
        self.play(self.drawn.to(self.walk.last), *self.hill.look(azimuth=-10, elevation=38), least=PACE.slow)

    @beat
    def ask_how_fast(self) -> None:
        """Up, down, three loops, and home again. At each moment: how fast does your altimeter climb?"""
        title = Words(self.title, size=SIZE.title).move_to((0, 3.25, 0))
        self.enter(self.hill_hiker, title, pace=PACE.quick)
        self.play(self.hour.to(2.6, rate_func=EVEN), *self.hill.look(azimuth=8), least=PACE.slow)
        self.leave(title)

    @beat
    def look_straight_down(self) -> None:
        """Look straight down, so that nothing hides. Where lines crowd, the ground is steep."""
        self.play(*self.hill.look(tilt=1, zoom=1, azimuth=0, focus_x=0, focus_y=0), least=PACE.slow)
        self.add(self.map, self.dusk, self.path)
        self.swap((self.hill, self.hill_path, self.hill_hiker), self.hiker, pace=PACE.quick)
        self.play(self.hour.to(STEP_AT, rate_func=EVEN), least=PACE.normal)

    # -- one step ------------------------------------------------------------------------------------

    @beat(chapter="One step")
    def go_close(self) -> None:
        """Stop here, and take one tiny step along the path. So close, the ground is a tilted plane."""
        self.enter(self.page, pace=PACE.quick)
        factor = self.close.where["scale"] / self.map.chart.scale.get_value()
        self.play(*self.map.look(**self.close.where), rate_func=evenly(factor), until="tiny", least=PACE.slow)
        self.enter(self.fine, pace=PACE.quick)
        self.enter(self.step_legs, pace=PACE.quick)
        self.play(self.step_legs.ahead.to(1))

    @beat
    def go_east(self) -> None:
        """Take it in two legs. First dx, to the east. You cross two lines: that much higher."""
        self.enter(self.blocks, self.rungs, self.step_legs.ahead.to(0), pace=PACE.quick)
        self.names = names_of_legs(self.map, self.step.x) + names_of_columns(self.gains, self.gain)
        self.add(self.crossed[0])
        names = FadeIn(self.names[0]), FadeIn(self.names[2])
        self.play(self.step_legs.east.to(1), *names, until="east", least=PACE.normal)
        self.count(0)

    @beat
    def go_north(self) -> None:
        """Then dy, to the north. You cross three more, and stand that much higher again."""
        self.add(self.crossed[1])
        names = FadeIn(self.names[1]), FadeIn(self.names[3])
        self.play(self.step_legs.north.to(1), *names, until="north", least=PACE.normal)
        self.count(1)

    @beat
    def go_straight(self) -> None:
        """Now go straight. You cross the same five lines: the two gains have added up."""
        dim = [each.opacity.to(0) for each in self.crossed[:2]]
        self.add(self.crossed[2])
        self.play(self.step_legs.ahead.to(1), *dim, FadeIn(self.names[4]), until="straight")
        self.count(2)

    def count(self, k: int) -> None:
        """Mark the lines that a leg (or, for 2, the straight way) crosses, and stack what it gains."""
        stack, part = (self.gains, k) if k < 2 else (self.gain, 0)
        if part == 0:
            self.add(stack)
        self.play(self.crossed[k].grown.to(1), stack.parts[part].to(1), least=PACE.normal)
        ink = INK.output if k == 1 else INK.casing  # on an outlined column, or on a solid one
        told = read(self.counts[k], "n", name=f"lines crossed, {k}")
        number = Number(told, ink=ink, align="center", size=SIZE.title)
        self.lines.append(number.move_to(stack.columns[part].get_center()))
        self.enter(number, pace=PACE.quick)

    @beat
    def slope_times_step(self) -> None:
        """Each gain is slope times step: the slope along x times dx, and the slope along y times dy."""
        self.total = Formula(TOTAL, **LARGE).move_to((4.36, 3.0, 0))
        parts = [self.total.part(name) for name in ("slope", "input", "slope_2", "input_2", "output")]
        marked = {id(glyph) for part in parts for glyph in part}
        rest = VGroup(*(glyph for glyph in self.total if id(glyph) not in marked))
        self.play(FadeIn(parts[0]), FadeIn(parts[1]), until="dx", least=PACE.normal)
        self.play(FadeIn(parts[2]), FadeIn(parts[3]), until="dy", least=PACE.normal)
        self.play(FadeIn(rest), FadeIn(parts[4]), pace=PACE.quick)
        self.add(self.total)

    @beat
    def divide_by_time(self) -> None:
        """Divide by the time it took. The steps become speeds, and the gain becomes a rate of climb."""
        self.rate = Formula(RATE, **LARGE).move_to(self.total)
        self.wait(until="took")
        self.play(Rewrite(self.total, self.rate))

    # -- the whole walk ------------------------------------------------------------------------------

    @beat(chapter="The whole walk")
    def write_the_heights(self) -> None:
        """Does it hold on the whole walk? Let the altimeter write down every height."""
        page = (self.rate, self.blocks, self.rungs, self.gains, self.gain, *self.lines)
        self.leave(*map(FadeOut, page), *map(FadeOut, self.names), *map(FadeOut, self.crossed[2:]))
        self.leave(self.step_legs, self.hiker, FadeOut(self.fine))
        self.hour.set_value(0)
        factor = 1.62 / self.map.chart.scale.get_value()
        self.play(*self.map.look(**WHOLE.where), rate_func=evenly(factor), pace=PACE.slow)
        self.clock = Words("time", size=SIZE.small).move_to((6.2, -2.5, 0))
        self.add(self.notes.profile)
        self.enter(self.hiker, self.upper, self.clock, self.notes.altitude, pace=PACE.quick)
        self.play(self.hour.to(0.95, rate_func=EVEN), least=PACE.normal)

    @beat
    def ride_the_slope(self) -> None:
        """How fast you climb is the slope of this curve. Up here, resting on top, and down again."""
        self.enter(self.tangent, below=self.notes.altitude, pace=PACE.quick)
        self.play(self.hour.to(float(self.level.t[1]), rate_func=EVEN), until="resting", least=PACE.normal)
        self.play(self.hour.to(STOP, rate_func=EVEN), least=PACE.normal)

    @beat
    def stand_the_first_bar(self) -> None:
        """Stop. The first bar: slope along x, times speed to the east. East is downhill here, so it hangs."""
        self.play(*self.upper.look(box=UPPER), FadeOut(self.clock), pace=PACE.normal)
        self.enter(self.lower, self.legs.pose(north=0, grown=0), pace=PACE.normal)
        self.named = names_of_bars(self.notes.stack)
        self.enter(self.named[0], pace=PACE.quick)
        self.add(self.notes.stack)
        self.play(self.notes.stack.parts[0].to(1), least=PACE.normal)

    @beat
    def stand_the_second(self) -> None:
        """The second stands where the first one ends: slope along y, times speed to the north. This one
        climbs."""
        self.play(self.legs.north.to(1), until="ends", least=PACE.normal)
        self.enter(self.named[1], until="slope")
        self.play(self.notes.stack.parts[1].to(1))

    @beat
    def meet_the_slope(self) -> None:
        """And where the stack ends, there lies the slope that the altimeter has measured. Luck? Walk on."""
        self.leave(self.named)
        self.enter(self.notes.measured, self.notes.tip, self.plumb, until="measured", least=PACE.normal)

    @beat
    def walk_the_trefoil(self) -> None:
        """Both bars grow, and shrink, and turn over. And their sum rides on the slope, up the wall, and down
        the other side."""
        self.play(*self.lower.look(y=FARTHEST), pace=PACE.quick)
        self.play(self.hour.to(ROUND, rate_func=EVEN), least=2 * PACE.grand)

    @beat
    def take_the_difference(self) -> None:
        """Is it exact? At more than twelve hundred moments, take the sum minus the slope measured alone."""
        self.leave(self.notes.moving, self.plumb, self.tangent)
        self.enter(self.sums.pose(grown=0), until="sum", least=PACE.normal)
        self.wait(until="minus")
        plots = (self.lower, self.notes.measured, self.sums)
        self.dissolve(plots, self.misses, pace=PACE.quick)
        look: Options = {"scientific": True, "digits": 2, "name": "magnified"}
        times = Number(lambda: read(self.walked, "magnified", given=[self.misses.y[1]], **look), **LARGE)
        self.closer = NOTE.write((Words("magnified", **QUIET), times))
        self.enter(self.miss.pose(grown=0), share=1)

    @beat
    def magnify_it(self) -> None:
        """Nothing. A thousand times, a million, a billion times larger: nothing. Here, at last, is the dust
        of rounding."""
        self.enter(self.closer, pace=PACE.quick)
        self.play(*self.misses.look(y=(-FINEST, FINEST)), until="last", least=PACE.slow)
        gap = read(self.walked, "largest_gap", scientific=True, digits=2)
        worst = Number(gap, align="center", **LARGE)
        self.worst = NOTE.write(Words("largest gap", **QUIET), worst).shift((0, -2.55, 0))
        self.enter(self.worst, pace=PACE.quick)

    @beat
    def let_them_cancel(self) -> None:
        """Now go on to this moment. Two long bars, and they cancel: the altimeter stands still."""
        self.leave(self.miss, self.closer, self.worst, self.misses, pace=PACE.quick)
        self.lower.show(y=NEAR)
        self.hour.set_value(ROUND + 0.001)  # the next round has begun
        self.enter(self.lower, self.tangent, self.plumb, self.notes.moving, pace=PACE.quick)
        goal = ROUND + float(self.level.t[self.flattest])
        self.play(self.hour.to(goal, rate_func=EVEN), until="moment", least=PACE.slow)

    @beat
    def see_the_contour(self) -> None:
        """And why just here? Because here the path runs along a contour. You cross no line."""
        self.view(View("map", at=self.level.walk.x[self.flattest], place=ASIDE, scale=3.2), pace=PACE.slow)
        self.enter(self.level_line, share=1)

    @beat
    def find_them_all(self) -> None:
        """Ten such moments on this walk. Each crest of the altimeter is one, and each trough."""
        self.leave(self.legs, self.notes.bars, self.plumb, self.tangent, FadeOut(self.level_line))
        self.view(WHOLE, *self.lower.look(y=FARTHEST), pace=PACE.normal)
        number = Number(read(self.level, "n", name="level moments"), ink=INK.output, **LARGE)
        self.ten = PLATE.write((Words("level moments"), number))
        self.enter(self.rings, self.ten, self.notes.measured, pace=PACE.normal)
        for each in (*self.extremes, *self.zeros):
            each.redraw()  # the axes have moved since they were set up
        dots = [FadeIn(each) for each in self.extremes], [FadeIn(each) for each in self.zeros]
        self.play(*(LaggedStart(*row, lag_ratio=0.3) for row in dots))

    @beat
    def walk_a_contour(self) -> None:
        """And a walk that is a contour? Two lively bars, all the way round, and never a trace of a sum."""
        marks = (self.ten, *self.notes.curves, *self.extremes, *self.zeros, self.rings, self.hiker)
        self.leave(*map(FadeOut, marks))
        self.hiker.walk = self.round
        dim = self.path.opacity.to(0.25)
        self.level_line.grown.set_value(0)
        self.enter(self.level_line, self.hiker, *self.lower.look(y=(-1.1, 1.1)), dim, until="contour")
        self.add(self.ring_notes.profile, self.ring_notes.measured)
        self.ring_notes.stack.pose(grown=0)
        self.enter(self.ring_legs.pose(grown=0), self.ring_notes.moving, pace=PACE.quick)
        self.play(self.lap.to(ROUND, rate_func=EVEN), least=2 * PACE.slow)

    # -- name it -------------------------------------------------------------------------------------

    @beat(chapter="Name it")
    def plant_the_tree(self) -> None:
        """Draw it as a tree. Time moves x and y, and both of them move the height."""
        self.clear_stage(self.page, pace=PACE.quick)
        self.enter(self.tree.foot, FadeOut(self.page), pace=PACE.quick)
        self.page.grown.set_value(0)
        self.wait(until="Time")
        (one, two), (three, four) = self.tree.ways
        self.enter(*map(FadeIn, (one, three, *self.tree.middle)), below=self.tree.foot, until="y")
        self.enter(*map(FadeIn, (two, four, self.tree.top)), below=one, until="height")

    @beat
    def climb_by_x(self) -> None:
        """Nudge the time. By way of x the rates multiply, as gears do. That is the first bar."""
        self.climb(0, "multiply", "bar")

    @beat
    def climb_by_y(self) -> None:
        """By way of y they multiply as well. And where the two routes meet, they add."""
        self.climb(1, "multiply", "where")

    def climb(self, k: int, first: str, second: str) -> None:
        """Let a nudge climb one route, past both of its rates, and stack what arrives."""
        lower, upper = self.tree.ways[k]
        speed, slope = self.routes.rates[k]
        self.enter(speed, pace=PACE.quick)
        self.play(lower.passed.to(1, rate_func=EVEN), until=first, least=PACE.normal)
        self.enter(slope, pace=PACE.quick)
        self.play(upper.passed.to(1, rate_func=EVEN), until=second, least=PACE.normal)
        if k == 0:
            self.enter(self.routes.axes, pace=PACE.quick)
            self.add(self.sum)
        self.play(self.sum.parts[k].to(1), least=PACE.quick)

    @beat
    def name_it(self) -> None:
        """Multiply along each route, then add the routes. This is the chain rule for many knobs: the total
        derivative."""
        self.rate = Formula(RATE, **LARGE).move_to((4.3, 2.75, 0))
        ways = [way for pair in self.tree.ways for way in pair]
        self.play(*(way.lit.animate.set_stroke(opacity=0) for way in ways), pace=PACE.quick)
        for way in ways:  # they are dark: let the nudges set out once more
            way.passed.set_value(0)
            way.lit.set_stroke(opacity=1)
        self.rise(self.tree, 0, until="along")
        self.rise(self.tree, 1, FadeIn(self.rate), until="routes")
        self.play(self.tree.top.box.animate.set_stroke(INK.output, width=STROKE.bold), until="rule")

    def rise(self, tree: RouteTree, storey: int, *others: Any, **length: Any) -> None:
        """Let nudges climb all ways of one storey of a tree at once."""
        self.play(*(pair[storey].passed.to(1, rate_func=EVEN) for pair in tree.ways), *others, **length)

    @beat
    def add_more_routes(self) -> None:
        """More knobs, more routes, the same sum. Gears were one half of backpropagation. Adding routes is
        the other."""
        self.clear_stage()
        self.enter(*map(FadeIn, self.wide.parts), until="sum", least=PACE.normal)
        self.rise(self.wide, 0, until="half")
        self.rise(self.wide, 1, share=1)

    # -- what to take along --------------------------------------------------------------------------

    @beat(chapter="What to take along")
    def see_a_dot_product(self) -> None:
        """And a sum of products is a dot product. One arrow is your velocity. It belongs to the walk."""
        self.clear_stage()
        self.hour.set_value(self.passes[0])
        self.hiker.walk = self.walk
        self.path.opacity.set_value(1)
        laid(self.map.chart, **WHOLE.where)
        self.dot = Formula(DOT, **LARGE).move_to((4.36, 1.75, 0))
        how: Options = {"decimals": 2, "signed": True, "name": "rate of climb"}
        rate = Number(lambda: read(self.walked, "total", at=self.walk.now, **how), ink=INK.output, **LARGE)
        self.climbing = SIDE.write(Words("rate of climb", **QUIET), rate)
        self.add(self.page.pose(grown=1))
        self.enter(*map(FadeIn, (self.map, self.dusk, self.path, self.hiker)), self.dot, pace=PACE.normal)
        self.enter(self.ways.pose(grown=0), self.climbing, until="velocity", least=PACE.normal)

    @beat
    def come_by_again(self) -> None:
        """The other is made of two slopes. Come by this place on another way: your velocity has turned, and
        the arrow has not."""
        self.enter(self.needle, until="slopes")
        self.play(self.hour.to(self.passes[1], rate_func=EVEN), least=PACE.grand)

    @beat
    def wait_for_a_name(self) -> None:
        """It knows nothing of your walk. It knows only the ground you stand on. It still needs a name."""
        self.leave(self.ways, self.climbing, FadeOut(self.dot))
        self.add(self.night)
        here = self.twice.x[self.steep]
        moves = self.map.look(at=here, place=(0, 0.6), scale=2.4), self.page.grown.to(0)
        night = self.night.daylight.to(0), self.needle.length.to(2.6), FadeOut(self.path)
        self.play(*night, *moves, until="ground", least=PACE.slow)
        name = Formula("?", ink=INK.gradient, size=1.4 * SIZE.title)
        name.next_to(self.needle.tip, np.array([0.0, -1.0, 0.0]), buff=0.2)
        self.enter(name, until="name")
        self.play(self.night.radius.to(0.0), pace=PACE.normal)
        self.remove(self.map, self.dusk, self.night, self.page)
