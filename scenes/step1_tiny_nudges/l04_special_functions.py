"""Lecture 04: e is the base whose slope is its height, and slopes of the sine are quarter turns."""

from __future__ import annotations

from typing import Any

import numpy as np
from l04_pictures import (
    COLUMNS,
    HEIGHT,
    HourAgo,
    LastLook,
    LevelPlot,
    NoValue,
    StopsTable,
    Waves,
    row,
    slope_label,
)
from manim import FadeIn, FadeOut, VGroup
from manim.utils.rate_functions import ease_in_out_sine as EVEN

from calc_core import arc_nudge, base_sweep, exponential, growth_rate, newton
from calc_core import quarter_turns
from visuals import INK, PACE, SIZE, Lecture, beat, read
from visuals import ArcGlass, GrowthColumns, TurnedTriangle, UnitCircle
from visuals import Axes, Box, Dial, Formula, Measure, Number, Options, Page, Sized, Words, Zoom

HOURS = np.linspace(0.0, 3.0, 61)
EVERY = 10  # a column every half hour
HALF_AN_HOUR, TINIEST = 0.5, 1e-6  # nudges of time
LOW, HIGH = 1.5, 4.0  # bases between which the sweep goes
START = 2.0  # where Newton's walk sets out
MANY = np.linspace(0.0, 3.0, 301)  # hours at which the flatness is measured
TALL, TALLER = (0.0, 12.0), (0.0, 21.0)  # windows for columns of base 2, and of base e
ANGLE, ARC, SHORT = 1.05, 0.4, 0.01  # where on the circle, and how far one walks on
ROUND = np.linspace(0.0, 2 * np.pi, 720, endpoint=False)
TINY = 1e-5  # the nudge with which the lecture ends

ROOM = Box(-6.2, -2.3, 1.8, 3.2)  # the columns before anything stands beside them
ALONE, PAPER = Box(-3.1, -2.7, 3.1, 3.5), Box(-6.5, -2.5, -0.9, 3.1)  # of the circle: equal units
SMALLER = Box(-6.6, -2.25, -2.0, 2.35)
LARGE, BOLD = Sized(size=SIZE.large), Sized(size=SIZE.title)
SIDE = Page(4.5, 1.6, side="middle", gap=0.4)
ABOVE = Page(4.55, 3.35, side="middle", gap=0.22)
RATIO = '{{"slope" : slope}} / {{"height" : output}} ='


def too_steep(a: Any) -> Any:
    """By how much slope over height of a^x is above one."""
    return growth_rate(a) - 1


class SpecialFunctions(Lecture):
    title = "The mass that makes its own slope"
    goal = "e is the base whose slope is its height; the sine's slope is the cosine, a quarter turn ahead."
    poster = "write_its_law"
    layers = "columns levels circle glass triangle"

    # -- data and pictures ---------------------------------------------------------------------------

    def set_stage(self) -> None:
        self.doubling = exponential(START, HOURS)
        self.flat = exponential(START, MANY)
        self.path = newton(too_steep, START)
        self.own = exponential(self.path.root, MANY)
        self.sweep = base_sweep(np.geomspace(LOW, HIGH, 400))
        self.turns = quarter_turns(ROUND)
        self.arc = arc_nudge(ANGLE, ARC)
        self.a, self.dx = Zoom(START), Zoom(HALF_AN_HOUR)
        self.theta, self.on_by = Dial(0.0), Zoom(ARC)
        self._set_columns()
        self._set_circle()
        self.waves = Waves(self.turns, self.theta, self.walked, self.paper)
        self.ago, self.hole = HourAgo(self.base_e), NoValue()

    def base_e(self, x: Any) -> Any:
        """The base that was found, to the x."""
        return self.path.root ** np.asarray(x)

    def growth(self) -> Any:
        """The growth of this moment's base and nudge."""
        dx = self.dx.get_value()
        return self.doubling.at(self.a.get_value(), 0.0 if dx < TINIEST else dx)

    def walked(self) -> Any:
        """The arc of this moment."""
        return self.arc.at(self.theta.get_value(), self.on_by.get_value())

    def _set_columns(self) -> None:
        self.axes = Axes(x=(-0.3, 3.75), y=TALL, box=ROOM, x_ticks=(0, 1, 2, 3), y_ticks=(), x_name="hours")
        self.columns = GrowthColumns(self.growth, on=self.axes, columns=range(0, len(HOURS), EVERY), grown=0)
        self.levels = LevelPlot(self.sweep, self.a, self.growth, self.axes)
        masses = [Number(self._mass(k), ink=INK.output, align="center", **LARGE) for k in range(0, 7, 2)]
        self.masses = [
            each.add_updater(lambda number, k=k: number.move_to(self.columns.top(k) + [0, 0.35, 0]))
            for each, k in zip(masses, range(0, 7, 2), strict=True)
        ]
        self.ratio = row(Formula(RATIO), self.growth, "level", INK.slope, decimals=4)
        place = self.axes.to_screen
        self.half_hour = Measure(lambda: place(2.0, 0.0), lambda: place(2.5, 0.0), "dif x", away=0.0)

    def _mass(self, k: int) -> Any:
        return lambda: read(self.doubling, "f", index=EVERY * k, decimals=0, name=f"mass {k // 2}")

    def _set_circle(self) -> None:
        self.paper = Axes(x=(-1.2, 1.2), y=(-1.2, 1.2), box=ALONE, x_ticks=(), y_ticks=(), upright=False)
        self.circle = UnitCircle(self.walked, on=self.paper)
        self.glass = ArcGlass(self.walked, on=self.paper, place=(3.4, -0.1), radius=2.5)
        self.triangle = TurnedTriangle(self.walked, start=self.paper, end=self.glass)
        corner, triangle = self.circle.corner, self.triangle
        legs, away = Options(away=0.0, size=SIZE.body), -np.array([np.cos(ANGLE), np.sin(ANGLE)])
        self.step = Measure(
            lambda: triangle.corners[0], lambda: triangle.corners[2], "dif x", aside=tuple(away), **legs
        )
        self.cosine = Measure(lambda: corner(0, 0), lambda: corner(1, 0), "cos x", ink=INK.slope, **legs)
        self.sine = Measure(
            lambda: corner(1, 0), lambda: corner(1, 1), "sin x", ink=INK.output, aside=(1, 0), **legs
        )
        self.arc_name = Formula("dif x", ink=INK.input, **LARGE)
        self.arc_name.move_to(self.paper.to_screen(*(1.17 * np.array([np.cos(1.25), np.sin(1.25)]))))
        self.gains = [
            Measure(
                lambda: triangle.leg(0)[0], lambda: triangle.leg(0)[1], "dif (sin x)", ink=INK.slope,
                aside=(1, 0), **legs,
            ),
            Measure(
                lambda: triangle.leg(1)[0], lambda: triangle.leg(1)[1], "dif (cos x)", ink=INK.output,
                aside=(0, 1), **legs,
            ),
        ]  # fmt: skip

    # -- the question --------------------------------------------------------------------------------

    @beat(chapter="The question")
    def take_up_the_riddle(self) -> None:
        """Last time we tamed the beast. One part of it was a riddle: a function that is its own slope."""
        title = Words(self.title, **BOLD).move_to((0, 2.7, 0))
        beast = Formula("sin (2 x^5 + 3 x) dot {{e^(-7 x) : slope}}", size=1.5 * SIZE.title)
        self.enter(title, beast.move_to((0, 0.4, 0)))
        self.wait(until="One")
        part = beast.part("slope")
        self.play(FadeOut(title), *(each.animate.set_fill(INK.quiet) for each in beast if each not in part))
        self.riddle = beast

    @beat
    def its_own_slope(self) -> None:
        """Go along the curve of e to the x. Wherever you stop, its slope is the very number of its
        height."""
        ago = self.ago
        self.leave(self.riddle, pace=PACE.quick)
        self.enter(*map(FadeIn, ago.still), pace=PACE.quick)
        self.both = Page(-2.6, 2.8, side="numbers", gap=0.4).write(
            *(
                (Words(name, ink=ink, **LARGE), Number(self._along(field), ink=ink, **LARGE))
                for name, field, ink in (("height", "f", INK.output), ("slope", "slope", INK.slope))
            )
        )
        self.enter(self.both, pace=PACE.quick)
        self.play(ago.x.to(0.6, rate_func=EVEN), until="stop", least=PACE.normal)
        self.play(ago.x.to(1.75, rate_func=EVEN))

    def _along(self, field: str) -> Any:
        return lambda: read(self.ago.now(), field, decimals=3)

    @beat
    def who_would_choose(self) -> None:
        """And e is two point seven one eight, and on and on. Who would choose such a number?"""
        self.leave(self.both, pace=PACE.quick)
        digits = read(self.path, "x", index=-1, decimals=15, name="e")
        self.number = VGroup(label := Formula("e =", **BOLD), Number(digits, **BOLD).stand_beside(label))
        self.number.move_to((-2.2, 2.3, 0))
        self.enter(self.number, until="eight")
        self.play(self.ago.x.to(0.0, rate_func=EVEN))

    # -- a mass that grows ---------------------------------------------------------------------------

    @beat(chapter="A mass that grows")
    def begin_with_a_mass(self) -> None:
        """So let a mass grow. Every hour it doubles: one, two, four, eight."""
        self.leave(self.number, *map(FadeOut, self.ago.still), pace=PACE.quick)
        self.enter(self.axes, pace=PACE.quick)
        self.add(self.columns)
        for k, word in enumerate(("one", "two", "four", "eight")):
            self.enter(self.masses[k], self.columns.grown.to((k + 1) / 4), until=word)

    @beat
    def nudge_the_time(self) -> None:
        """Nudge the time by half an hour. How much is added? A lot, where there is a lot already."""
        self.enter(self.half_hour.pose(grown=0), until="time")
        self.leave(*self.masses)
        self.play(self.columns.capped.to(1), until="hour", least=PACE.normal)
        self.wait(until="much")
        self.play(self.columns.between.to(1))

    @beat
    def divide_by_the_height(self) -> None:
        """Now divide each column by its own height. They come out all alike."""
        self.leave(self.half_hour)
        level = self.columns.levelled.to(1), self.axes.look(y=HEIGHT)
        self.play(*level, least=PACE.slow)

    @beat
    def the_same_share(self) -> None:
        """Each gains the same share of itself: forty-one percent. So what is added goes with what is
        there."""
        share = read(self.doubling.at(START, HALF_AN_HOUR), "share", index=0, percent=True, decimals=1)
        self.share = SIDE.write(
            Words("each gains", **LARGE), Number(share, ink=INK.output, align="center", **BOLD)
        )
        self.play(self.columns.capped.to(0), pace=PACE.quick)
        self.play(self.columns.capped.to(1), until="itself")
        self.enter(self.share, until="percent")

    @beat
    def divide_by_the_nudge(self) -> None:
        """Divide by the nudge as well. That makes it slope over height, and it draws one flat line."""
        self.leave(self.share)
        self.ratio.move_to((4.5, 1.2, 0))
        self.wait(until="well")
        self.enter(self.ratio)
        self.play(self.columns.sloped.to(1))

    @beat
    def shrink_the_nudge(self) -> None:
        """Let the nudge shrink. The line sinks a little, but it stays flat, and settles below the tops."""
        label = Formula("{{dif x : input}} =")
        self.nudge = row(label, self.growth, "dx", INK.input, decimals=6).move_to((4.5, 0.2, 0))
        self.enter(self.nudge, pace=PACE.quick)
        self.play(self.dx.to(1e-4), until="flat", least=PACE.slow)
        self.play(self.dx.to(TINIEST))

    @beat
    def how_flat(self) -> None:
        """How flat is it? From hour to hour, at three hundred and one places, only rounding makes a
        difference."""
        spread = read(self.flat, "spread", scientific=True, digits=1, name="largest difference")
        told = Words("largest difference", ink=INK.quiet)
        self.flatness = SIDE.write(told, Number(spread, align="center", **LARGE), below=self.ratio)
        self.leave(self.nudge, self.columns.sloped.to(0), pace=PACE.quick)
        self.dx.set_value(0)  # from here on the slope is the derivative
        self.play(self.columns.sloped.to(1, rate_func=EVEN), until="places")
        self.enter(self.flatness)

    @beat
    def take_another_base(self) -> None:
        """Take another base: times one and a half each hour. Level the columns again, and the line lies
        lower."""
        self.leave(self.flatness)
        level = self.columns.levelled
        self.play(level.to(0), self.axes.look(y=TALL), pace=PACE.normal)
        self.base = row(Words("base $a$ =", **LARGE), self.growth, "a", INK.text, decimals=3)
        self.base.move_to((4.5, 2.2, 0))
        self.enter(self.base, pace=PACE.quick)
        self.play(self.a.to(LOW), until="hour")
        self.play(level.to(1), self.axes.look(y=HEIGHT))

    @beat
    def sweep_the_base(self) -> None:
        """Turn it up, and the line climbs. At three it lies above the tops, and at four far above."""
        above = ABOVE.write(VGroup(*self.base.copy()), VGroup(*self.ratio.copy()))
        moves = [self.base.animate.move_to(above[0]), self.ratio.animate.move_to(above[1])]
        self.play(*moves, self.axes.look(box=COLUMNS), pace=PACE.normal)
        self.enter(self.levels, pace=PACE.quick)
        self.play(self.a.to(3.0, rate_func=EVEN), until="tops", least=PACE.normal)
        self.play(self.a.to(HIGH, rate_func=EVEN))

    @beat
    def kiss_the_tops(self) -> None:
        """So somewhere in between it must lie right on the tops. There the slope is as large as the
        height."""
        self.play(self.a.to(self.path.root), until="tops", least=PACE.slow)
        self.which = Formula("?", ink=INK.text, **BOLD).next_to(self.levels.dot, (0.35, -1.5, 0), buff=0.3)
        self.enter(self.which, until="slope")

    # -- name it -------------------------------------------------------------------------------------

    @beat(chapter="Name it")
    def home_in(self) -> None:
        """Where exactly? Newton's method finds it, from measured slopes alone. Its right digits double with
        every step."""
        self.leave(self.levels, self.which, self.ratio, self.base)
        self.stops = StopsTable(self.path, at=(2.75, 2.3), decimals=12)
        self.enter(self.stops[0], self.a.to(START), pace=PACE.normal)
        for k, share in zip(range(1, len(self.stops)), (0.3, 0.35, 0.45, 0.6), strict=True):
            self.play(self.a.to(float(self.path.x[k])), FadeIn(self.stops[k]), share=share)

    @beat
    def name_e(self) -> None:
        """Two point seven one eight. This number is called e: the base with slope over height one."""
        self.leave(*self.stops[:-1])
        self.a.set_value(self.path.root)
        name = Formula("e =", **LARGE)
        self.ratio.move_to((4.5, 0.7, 0))
        self.play(self.stops[-1].animate.move_to((4.85, 1.9, 0)), pace=PACE.quick)
        self.name = name.next_to(self.stops[-1], np.array([-1.0, 0, 0]), buff=0.25)
        self.enter(self.name, until="e")
        self.enter(self.ratio)

    @beat
    def give_heights_back(self) -> None:
        """Now give the columns their heights back. The red line rises with them, and lies on every top."""
        self.leave(self.ratio)
        self.play(self.columns.levelled.to(0), self.axes.look(y=TALLER), least=PACE.slow)

    @beat
    def write_its_law(self) -> None:
        """So e to the x is its own slope, at every hour, to the last digit. There is no riddle left."""
        self.law = Formula("({{e^x : output}})' = {{e^x : slope}}", **BOLD).move_to((-2.6, 2.6, 0))
        gap = read(self.own, "gap", scientific=True, digits=1, name="largest gap")
        told = Words("largest gap", ink=INK.quiet)
        self.gap = SIDE.write(told, Number(gap, align="center", **LARGE), below=self.stops[-1])
        self.enter(self.law, until="slope")
        self.enter(self.gap, until="digit")

    @beat
    def one_hour_ago(self) -> None:
        """You can see it in the tangent. Follow it down to zero: it always comes from exactly one hour
        ago."""
        gone = (self.columns, self.axes, self.law, self.gap, self.stops[-1], self.name)
        self.leave(*(FadeOut(each) for each in gone))
        ago = self.ago
        self.enter(*map(FadeIn, ago.still), pace=PACE.quick)
        self.enter(ago.from_foot.pose(grown=0), FadeIn(ago.foot), until="zero")
        self.enter(ago.run.pose(grown=0), pace=PACE.quick)
        self.play(ago.x.to(1.75, rate_func=EVEN))

    @beat
    def any_other_base(self) -> None:
        """Any other base has its own factor, the level of its flat line. We call it the natural
        logarithm."""
        self.leave(*map(FadeOut, (*self.ago.still, self.ago.from_foot, self.ago.foot)), self.ago.run)
        self.a.set_value(LOW)
        self.columns.pose(levelled=1)
        self.axes.show(y=HEIGHT)
        self.enter(FadeIn(self.axes), FadeIn(self.columns), FadeIn(self.levels), pace=PACE.normal)
        self.play(self.a.to(HIGH, rate_func=EVEN), until="factor", least=PACE.slow)
        law = "({{a^x : output}})' = {{ln a : slope}} dot {{a^x : output_2}}"
        self.law = Formula(law, **BOLD).move_to((-2.2, 3.0, 0))
        self.enter(self.law, until="line")
        self.enter(self.levels.letters, until="logarithm")
        self.wait(0.8)

    # -- round the circle ----------------------------------------------------------------------------

    @beat(chapter="Round the circle")
    def walk_the_circle(self) -> None:
        """And the sine? Walk round a circle of radius one. How high you are is the sine, how far across, the
        cosine."""
        self.leave(
            FadeOut(self.columns), FadeOut(self.axes), FadeOut(self.levels), self.levels.letters, self.law
        )
        self.on_by.set_value(1e-4)
        self.enter(self.circle.pose(grown=0, legs=0), pace=PACE.normal)
        self.play(self.theta.to(ANGLE), until="one", least=PACE.normal)
        self.play(self.circle.legs.to(1), pace=PACE.normal)
        self.enter(self.sine.pose(grown=0), until="sine")
        self.enter(self.cosine.pose(grown=0))

    @beat
    def walk_a_bit_on(self) -> None:
        """Walk a little further, by dx. How much higher does it take you?"""
        self.play(self.circle.way.to(0.3), self.on_by.to(ARC), until="dx", least=PACE.normal)
        self.enter(self.arc_name, pace=PACE.quick)

    @beat
    def look_closely(self) -> None:
        """Take the glass, and let the step shrink. The arc unbends, and stands at a right angle to the
        radius."""
        self.leave(self.arc_name, self.paper.look(box=PAPER), pace=PACE.normal)
        self.enter(FadeIn(self.glass.pose(aside=0, radius=0.8, zoom=1)), pace=PACE.quick)
        self.play(
            self.glass.aside.to(1), self.glass.radius.to(2.5), self.glass.zoom.to(1 / ARC), pace=PACE.normal
        )
        self.play(self.on_by.to(SHORT), self.glass.zoom.to(1 / SHORT), until="unbends", least=PACE.slow)
        self.play(self.glass.square.to(1))

    @beat
    def turn_the_triangle(self) -> None:
        """Now lift out the large triangle, and give it a quarter turn. It fits, side by side."""
        self.enter(FadeIn(self.triangle.pose(turned=0)), pace=PACE.quick)
        self.play(self.triangle.turned.to(1, rate_func=EVEN), until="fits", least=PACE.slow)

    @beat
    def read_the_sine(self) -> None:
        """What was the cosine now stands upright. So the sine gains cosine x, times dx."""
        self.enter(self.gains[0].pose(grown=0), until="upright")
        self.enter(self.step.pose(grown=0), until="gains")
        law = "{{dif (sin x) : slope}} = {{cos x : slope_2}} dot {{dif x : input}}"
        self.law = Formula(law, **LARGE).move_to((3.4, 3.3, 0))
        self.enter(self.law)

    @beat
    def read_the_cosine(self) -> None:
        """And what was the sine now lies level, and points backwards: the cosine loses."""
        self.leave(self.gains[0])
        self.enter(self.gains[1].pose(grown=0), until="level")
        rule = "{{dif (cos x) : output}} = - {{sin x : output_2}} dot {{dif x : input}}"
        law = Formula(rule, **LARGE).move_to(self.law)
        self.swap(self.law, law)
        self.law = law

    @beat
    def draw_both(self) -> None:
        """Let it turn. The height draws the sine. Measure its slope on the way, and it draws the cosine."""
        gone = self.glass, self.triangle, self.gains[1], self.step, self.law, self.sine, self.cosine
        self.leave(*(FadeOut(each) for each in gone), self.circle.legs.to(0), self.on_by.to(1e-4))
        self.play(self.paper.look(box=SMALLER), self.theta.to(0.0), self.circle.way.to(1), pace=PACE.normal)
        self.enter(self.waves.axes, *self.waves.arms[:2], pace=PACE.quick)
        self.add(*self.waves.curves[:2])
        self.play(self.theta.to(2 * np.pi - 0.01, rate_func=EVEN), least=PACE.grand)
        self.enter(*self.waves.names, pace=PACE.quick)

    @beat
    def no_gap(self) -> None:
        """At seven hundred and twenty angles, its slope is the cosine to the last digit."""
        gap = read(self.turns, "gap", scientific=True, digits=1, name="largest gap")
        many = read(self.turns, "n", name="angles")
        told = Words("largest gap, of <many> angles", ink=INK.quiet, many=many)
        self.gap = Page(2.6, 3.55, side="middle", gap=0.22).write(told, Number(gap, align="center", **LARGE))
        self.enter(self.gap, until="digit")

    @beat
    def four_turns(self) -> None:
        """Every slope is a quarter turn ahead. After four of them, the sine is back where it was."""
        self.leave(self.gap, self.theta.to(0.0), pace=PACE.normal)
        self.enter(*self.waves.arms[2:], until="ahead")
        self.add(*self.waves.curves[2:])
        self.play(self.theta.to(2 * np.pi - 0.01, rate_func=EVEN), least=PACE.grand)

    # -- what to take along --------------------------------------------------------------------------

    @beat(chapter="What to take along")
    def ever_steeper(self) -> None:
        """Does every curve have a slope everywhere? Walk along one over x towards zero. It falls ever more
        steeply."""
        self.leave(*map(FadeOut, self.mobjects))
        hole = self.hole
        self.number = row(slope_label(), hole.now, "slope", INK.slope, decimals=2).move_to((4.4, 1.4, 0))
        self.enter(FadeIn(hole.axes), *map(FadeIn, hole.branches), hole.letters, pace=PACE.quick)
        self.enter(FadeIn(hole.tangent), FadeIn(hole.dot), self.number, pace=PACE.quick)
        self.play(hole.x.to(0.22, rate_func=EVEN))

    @beat
    def no_point_no_slope(self) -> None:
        """From the left it falls away as well. At zero there is no height at all: no point, no slope."""
        self.leave(FadeOut(self.hole.tangent), FadeOut(self.hole.dot))
        self.hole.x.set_value(-2.6)
        self.enter(FadeIn(self.hole.tangent), FadeIn(self.hole.dot), pace=PACE.quick)
        self.play(self.hole.x.to(-0.22, rate_func=EVEN), until="well", least=PACE.slow)
        self.leave(FadeOut(self.hole.tangent), FadeOut(self.hole.dot), self.number)
        self.enter(self.hole.wall.pose(grown=0))

    @beat
    def no_mystery(self) -> None:
        """So e is no mystery. It is where slope over height is one."""
        self.leave(*map(FadeOut, self.mobjects))
        self.a.set_value(START)
        self.axes.fit(ROOM)
        self.ratio.move_to((4.5, 1.0, 0))
        self.base.move_to((4.5, 2.0, 0))
        self.enter(FadeIn(self.axes), FadeIn(self.columns), self.ratio, self.base, pace=PACE.normal)
        self.play(self.a.to(self.path.root), least=PACE.slow)

    @beat
    def how_tiny(self) -> None:
        """All this we measured with tiny nudges. But how tiny should a nudge be? The tinier the better,
        surely?"""
        self.leave(*map(FadeOut, self.mobjects))
        last = self.last = LastLook(self.base_e, TINY)
        self.enter(FadeIn(last.axes), FadeIn(last.curve), pace=PACE.quick)
        self.enter(FadeIn(last.lens), last.numbers, pace=PACE.quick)
        self.play(last.lens.radius.to(2.6), until="nudges")
        self.play(last.lens.zoom.to(1 / TINY))
