"""Lecture 02: powers, sums and products grow by strips, and the corner that is left out loses its share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from manim import DOWN, RIGHT, UP, FadeIn, FadeOut, LaggedStart, VGroup, there_and_back
from manim.utils.rate_functions import ease_in_out_sine as EVEN

from l02_pictures import FeedingLines, HeldArea, ManyCurves, SharePlot
from l02_pictures import added, beside, fed, frame, inverse, on, plated, row, side

from calc_core import power_increment, product_family, product_rule, secant_slopes
from visuals import INK, PACE, SIZE, Dial, Lecture, beat, mix, read
from visuals import Box, CornerGlass, GainBar, GrowingCube, GrowingRectangle, Measure, StackedHeights
from visuals import Formula, Number, Options, Page, Reading, Sized, Words, Zoom

SIDE = 3.0  # x of the square and of the cube
WIDE, TINIEST = 1.0, 1e-5  # nudges: large enough to see, and the smallest that is plotted
NUDGES = np.geomspace(TINIEST, WIDE, 400)
FITTED = np.geomspace(TINIEST, 1e-2, 60)  # where the share's slope is fitted: small nudges
SEEN = np.geomspace(0.01, WIDE, 400)  # where strips and corner are added up
FACTORS = 5  # of the power that is written out
LEAP, STEP = 0.4, 0.15  # dx of the stacked heights, and of the moving rectangle
WALK = (0.8, 2.05)  # from where to where x moves the product
INSTANT = 1.2  # where the product rule is compared with the measured slope
HELD = (0.75, 2.4, 1.1, 0.5)  # of the area of one: x from, to, then here, with this nudge

MIDDLE, SQUARE, SMALL = Box(-2.6, -2.1, 2.6, 3.1), Box(-5.6, -2.1, -0.4, 3.1), Box(-6.2, -1.7, -2.0, 2.5)
LOW = Box(-5.6, -2.95, -0.4, 2.25)  # with room for the glass over its corner
BAR = Box(-5.7, -0.55, 6.7, 1.0)  # eight units across, one up
IN_ITS_PLACE = Box(-5.7, -5.2, 0.5, 1.0)  # the square, when its unfolded gain lies where the bar does
COLUMNS, PRODUCT = Box(-5.6, -1.5, 1.6, 3.35), Box(-5.9, -1.15, 6.5, 2.75)
ASIDE = Page(3.5, 1.1, side="middle", gap=0.4)
TABLE = Page(3.6, 2.6, side="numbers", gap=0.45)
NEUTRAL = mix(INK.quiet, INK.ground, 0.72)
LARGE, BOLD = Sized(size=SIZE.large), Sized(size=SIZE.title)


class RulesAsPictures(Lecture):
    title = "Rules you can see: powers, sums, products"
    goal = "Areas grow by strips; the corner's share of the gain falls in proportion to the nudge."
    poster = "pull_the_parts_apart"
    layers = "curves bar_axes square cube gain_bar share glass line columns product held"

    # -- data and pictures ---------------------------------------------------------------------------

    def set_stage(self) -> None:
        self.squares = product_family(side, side, SIDE - 1, SIDE + 1.5)
        self.gain = power_increment(2, SIDE, NUDGES)
        self.fitted = power_increment(2, SIDE, FITTED)
        self.summed = power_increment(2, SIDE, SEEN)
        self.volume = power_increment(3, SIDE, NUDGES)
        self.sides = product_family(np.square, np.sin, 0.3, 2.6)
        self.sums = secant_slopes(added, WALK[0], LEAP)
        self.rule = product_rule(np.square, np.sin, INSTANT)
        self.ones = product_family(side, inverse, 0.5, 3.6)
        self.chain = product_family(np.square, fed, 0.3, 2.2)
        self.nudge, self.push = Zoom(WIDE), Dial(0)
        self.x, self.reach = Dial(WALK[0]), Dial(0)
        self.curves, self.share = ManyCurves(), SharePlot(self.gain, self.nudge)
        self.held = HeldArea(self.ones, self.x, self.reach)
        self.feeding = FeedingLines(self.chain, self.x, self.reach)
        self._set_square()
        self._set_cube()
        self._set_functions()

    def gained(self, field: str, **how: Any) -> Callable[[], Reading]:
        """What tells how much the square gains by the nudge of this moment."""
        return lambda: read(self.gain.at(self.nudge.get_value()), field, **how)

    def _set_square(self) -> None:
        self.paper = frame((0, 4), (0, 4), MIDDLE)  # where the square lies; never seen
        now = lambda: self.squares.at(SIDE, self.push.get_value() * self.nudge.get_value())  # noqa: E731
        self.square = square = GrowingRectangle(now, on=self.paper)
        teal = (INK.input, INK.input)
        self.x_bars = square.measures(("x", "x"), inks=teal)
        self.dx_bars = square.measures(("dif x", "dif x"), inks=teal, nudges=True)
        self.area = on(Formula("x^2", ink=INK.output, **BOLD), square.old)
        strip = "{{x : input}} {{dif x : input_2}}"
        self.strip_areas = [on(plated(Formula(strip)), each) for each in (square.top, square.right)]
        self.corner_area = on(plated(Formula("{{dif x : input}}^2")), square.corner)
        self.glass = CornerGlass(square, radius=1.65)
        self.bar_axes = frame((0, 8), (0, 1), BAR, x_steps=(1,), x_ticks=None, upright=False)
        self.gain_bar = GainBar(lambda: self.squares.at(SIDE, self.nudge.get_value()), on=self.bar_axes)
        self.measures = self.gain_bar.measures(("x", "dif x", "x"))
        self.width = Measure(
            lambda: self.gain_bar.place(0), lambda: self.gain_bar.place(0, 1), "dif x", aside=(-1, 0)
        )

    def _set_cube(self) -> None:
        self.grown_volume = lambda: self.volume.at(self.nudge.get_value())
        self.cube = GrowingCube(self.grown_volume, at=(-1.2, -0.8), unit=0.94)
        self.cube_bars = self.cube.measures(("x", "dif x"))

    def _set_functions(self) -> None:
        x, reach, inks = self.x.get_value, self.reach.get_value, (INK.output, INK.two)
        self.line = frame((0, 2.6), (0, 1), Box(-5.9, -2.4, 6.5, -2.0), upright=False)
        at = lambda value: self.line.to_screen(value, 0.0)  # noqa: E731
        self.x_bar = Measure(lambda: at(0.0), lambda: at(x()), "x", away=0.0)
        self.dx_bar = Measure(lambda: at(x()), lambda: at(x() + reach()), "dif x", away=0.0)
        now = lambda: self.sides.at(x(), reach())  # noqa: E731
        self.stack_axes = frame((0, 4), (0, 2.75), COLUMNS)
        self.columns = columns = StackedHeights(now, on=self.stack_axes, places=(1.2, 2.9), inks=inks)
        named = zip(("f = x^2", "g = sin x"), inks, (0, 2), strict=True)
        self.column_names = [
            on(Formula(text, ink=ink, size=SIZE.body), columns.parts[i]) for text, ink, i in named
        ]
        self.cap_bars = columns.measures(("dif f", "dif g"))
        self.product = GrowingRectangle(
            now, on=frame((0, 6.2), (0, 1.15), PRODUCT), inks=inks, ground=NEUTRAL
        )
        self.f_bars = self.product.measures(("f", "g"), inks=inks)
        texts = ("{{g : two}} {{dif f : output}}", "{{f : output}} {{dif g : two}}")
        places = ((self.product.right, RIGHT), (self.product.top, UP))
        self.strip_names = [
            beside(Formula(text), *place, of=self.product) for text, place in zip(texts, places, strict=True)
        ]

    # -- the question --------------------------------------------------------------------------------

    @beat(chapter="The question")
    def another_curve(self) -> None:
        """Last time we nudged, divided, and looked through the glass. Must we do all that again for every
        curve there is?"""
        curves = self.curves
        self.enter(curves.plane, curves.parabola, curves.lens, pace=PACE.quick)
        self.play(curves.lens.x.to(1.75, rate_func=EVEN), until="glass")
        self.enter(*map(FadeIn, curves.others), *curves.names, share=1)

    @beat
    def take_the_word(self) -> None:
        """Take x squared. Forget the curve for a moment, and draw what the word says: a square."""
        self.headline = Words(self.title, **LARGE).move_to((0, 2.6, 0))
        curves = self.curves
        self.leave(curves.lens, *map(FadeOut, curves.others), *curves.names, pace=PACE.normal)
        self.leave(FadeOut(curves.parabola), FadeOut(curves.plane))
        self.enter(self.headline, self.x_bars[0].pose(grown=0), share=1)

    @beat
    def raise_the_square(self) -> None:
        """x across, and x once more, upwards. So x squared is an area."""
        self.enter(
            self.square,
            self.x_bars[1].pose(grown=0),
            FadeOut(self.headline),
            until="upwards",
            least=PACE.slow,
        )
        self.enter(self.area, pace=PACE.quick)

    # -- two strips and a corner ---------------------------------------------------------------------

    @beat(chapter="Two strips and a corner")
    def push_the_sides(self) -> None:
        """Now nudge x by dx. The square grows on two sides at once. All that is new, call it dA: what is it
        made of?"""
        self.add(*self.dx_bars)
        self.play(self.push.to(1), until="at once", least=PACE.slow)
        self.asked = Formula("{{dif A : output}} = space ?", **BOLD).move_to((4.6, 1.9, 0))
        self.play(self.square.base.to(0.5), FadeOut(self.area), FadeIn(self.asked), pace=PACE.normal)

    @beat
    def pull_the_parts_apart(self) -> None:
        """Pull it apart. Two strips, each as long as x, and as wide as dx. And one little square is left
        over: dx squared."""
        self.leave(*self.dx_bars, *self.x_bars, self.asked, self.square.apart.to(1), pace=PACE.normal)
        self.enter(*self.strip_areas, until="dx")
        self.wait(until="square")
        self.enter(self.corner_area)

    @beat
    def add_them_up(self) -> None:
        """Put them back. Strips and corner make up the gain, to the last digit, whatever the nudge."""
        strips, corner = (self.gained("parts", index=k, decimals=3) for k in range(2))
        self.table = TABLE.write(
            row(Formula("2 {{x : input}} {{dif x : input_2}} ="), strips, INK.output),
            row(Formula("{{dif x : input}}^2 ="), corner, INK.curvature),
            row(Formula("{{dif A : output}} ="), self.gained("total", decimals=3), INK.output),
        )
        self.play(
            self.square.apart.to(0), map(FadeOut, (*self.strip_areas, self.corner_area)), pace=PACE.normal
        )
        self.enter(self.paper.look(box=SQUARE), self.table, *self.dx_bars, pace=PACE.normal)
        self.play(self.nudge.to(0.4), share=0.45)
        many = read(self.summed, "dx.size", name="nudges")
        gap = read(self.summed, "gap.max", given=[], scientific=True, digits=1, name="largest gap")
        told = Words("largest gap, of <many> nudges", ink=INK.quiet, many=many)
        self.gap = Page(3.4, -0.6, side="middle").write(told, Number(gap, align="center"))
        self.enter(self.gap, self.nudge.to(WIDE), share=1)

    # -- may we forget it ----------------------------------------------------------------------------

    @beat(chapter="May we forget it?")
    def hear_the_decree(self) -> None:
        """Many a book says: dx squared is tiny, forget it. But the strips get tiny, too. May we?"""
        self.leave(self.gap)
        self.play(self.nudge.to(0.01), until="too")

    @beat
    def take_the_glass(self) -> None:
        """Is it gone? Take the glass. Ten times closer, a hundred times: there it is, as square as ever."""
        self.leave(self.table, *self.dx_bars, self.paper.look(box=LOW), until="gone")
        self.enter(self.glass, pace=PACE.quick)
        self.play(self.glass.zoom.to(100), least=PACE.slow)

    @beat
    def count_the_corners(self) -> None:
        """Measure it against the gain: one part in seven. Ten times smaller, one in sixty-one. Then, one in
        six hundred and one."""
        words = Words("one part in", **LARGE)
        one_in = self.gained("one_in", decimals=0)
        self.count = ASIDE.write(words, Number(one_in, ink=INK.curvature, align="center", **BOLD))
        self.play(self.nudge.to(WIDE), self.glass.zoom.to(1), self.square.ruled.to(1), until="gain")
        self.enter(self.count, pace=PACE.quick)
        self.wait(until="seven")
        self.closer(0.1, until="sixty-one")
        self.closer(0.01)

    def closer(self, nudge: float, **length: Any) -> None:
        """Shrink the nudge, and come as much closer with the glass."""
        zoom = self.glass.zoom.to(1 / nudge, rate_func=EVEN)
        self.play(self.nudge.to(nudge, rate_func=EVEN), zoom, **length)

    @beat
    def plot_the_share(self) -> None:
        """That is its share of the gain. Plot it for every nudge, by powers of ten."""
        self.leave(self.count)
        back = self.nudge.to(WIDE), self.glass.zoom.to(1), self.glass.radius.to(1.3)
        self.enter(self.paper.look(box=SMALL), back, self.share.axes, pace=PACE.slow)
        self.enter(self.share.line, self.share.dot, pace=PACE.quick)
        self.closer(0.01)

    @beat
    def see_the_line(self) -> None:
        """A straight line. Ten times smaller a nudge, ten times smaller a share. Its slope is one, all the
        way down."""
        self.closer(1e-4, until="line", least=PACE.slow)
        for bar, word in ((self.share.run, "nudge"), (self.share.fall, "share")):
            self.enter(bar.pose(grown=0), until=word)
        slope = read(self.fitted, "slopes", index=1, decimals=3, name="slope")
        label, number = Words("slope", **LARGE), Number(slope, **LARGE)
        self.slope = VGroup(label, number.stand_beside(label)).move_to((2.5, 1.2, 0))
        self.enter(self.slope)

    @beat
    def name_any_share(self) -> None:
        """It never gets to zero. But name any share, as small as you like: some nudge falls below it."""
        self.leave(self.slope, self.share.run, self.share.fall)
        self.closer(0.35, pace=PACE.normal)
        self.enter(self.share.floor, pace=PACE.quick)
        self.play(self.share.level.to(1e-4), until="like")
        self.closer(1.2e-5, least=PACE.slow)

    # -- powers --------------------------------------------------------------------------------------

    @beat(chapter="Powers")
    def unfold(self) -> None:
        """And what is the slope? Unfold what the square gained, into one long strip of width dx."""
        share = self.share
        self.leave(share.floor, *map(FadeOut, (share.line, share.axes, share.dot, self.glass)))
        self.square.pose(ruled=0)
        self.play(self.paper.look(box=MIDDLE), self.nudge.to(WIDE), pace=PACE.normal)
        self.play(self.square.unfolded.to(1), self.square.base.to(0), until="gained", least=PACE.slow)
        self.play(self.paper.look(box=IN_ITS_PLACE), pace=PACE.normal)
        self.enter(self.width.pose(grown=0))

    @beat
    def divide(self) -> None:
        """Divide by dx, and only its length is left: x, then dx, then x again."""
        self.add(self.gain_bar)
        self.remove(self.square)
        self.swap(self.width, self.bar_axes)
        for bar, word in zip(self.measures, ("x", "dx", "x again"), strict=True):
            self.enter(bar.pose(grown=0), until=word)

    @beat
    def close_the_gap(self) -> None:
        """Let the nudge shrink. The dx in the middle closes, and two x is what remains."""
        fraction = Formula("{{dif A : output}} / {{dif x : input}} =", **BOLD)
        ratio = Number(self.gained("ratio", decimals=4), ink=INK.output, **BOLD)
        self.ratio = VGroup(fraction, ratio.stand_beside(fraction)).move_to((-0.6, 2.8, 0))
        self.enter(self.ratio, pace=PACE.quick)
        self.play(self.nudge.to(1e-4))

    @beat
    def write_it_down(self) -> None:
        """The slope of x squared is two x. No decree: the corner had lost its share."""
        self.law = Formula("({{x^2 : output}})' = 2 {{x : input}}", **BOLD).move_to((0, -2.0, 0))
        self.leave(self.measures[1])
        self.enter(self.law, until="two x")

    @beat
    def grow_a_cube(self) -> None:
        """Now a cube, x by x by x. Nudge its three sides."""
        self.leave(self.gain_bar, *self.measures, self.ratio, self.law, self.bar_axes)
        self.enter(self.cube, pace=PACE.normal)
        self.enter(*(each.pose(grown=0) for each in self.cube_bars), pace=PACE.quick)
        self.play(self.nudge.to(WIDE))

    @beat
    def three_slabs(self) -> None:
        """It gains three slabs, x by x by dx. Three rods where they meet. And one crumb."""
        self.leave(*self.cube_bars)
        self.play(self.cube.apart.to(1), self.cube.across.to(-4.3), until="dx")
        page, inks = Page(4.6, 2.2, side="numbers", gap=0.6), (INK.output, INK.curvature, INK.curvature)
        named = enumerate(zip(("three slabs", "three rods", "one crumb"), inks, strict=True))
        rows = (row(Words(name, ink=ink, **LARGE), self._share(k), ink) for k, (name, ink) in named)
        self.shares = page.write(*rows)
        self.play(LaggedStart(*map(FadeIn, self.shares), lag_ratio=0.6))

    def _share(self, k: int) -> Callable[[], Reading]:
        return lambda: read(self.grown_volume(), "shares", index=k, percent=True, decimals=2)

    @beat
    def slabs_take_it_all(self) -> None:
        """Shrink the nudge, and the slabs take it all. Three times x squared: that is the slope of
        the cube."""
        self.play(self.nudge.to(0.02), until="all", least=PACE.slow)
        law = Formula("({{x^3 : output}})' = 3 {{x^2 : input}}", **BOLD).move_to((4.0, -1.3, 0))
        self.enter(law)
        self.law = law

    @beat
    def five_factors(self) -> None:
        """x to the fifth? Nudge one factor, and leave the other four alone. Five ways to do it, five
        slabs."""
        self.leave(self.cube, self.shares, self.law)
        letters = [["{{dif x : input}}" if i == k else "x" for i in range(FACTORS)] for k in range(FACTORS)]
        rows = VGroup(*(Formula(" space ".join(row), **BOLD) for row in letters))
        self.factors = rows.arrange(DOWN, buff=0.5).move_to((-2.9, 0.5, 0))
        self.play(LaggedStart(*(FadeIn(each, shift=0.3 * RIGHT) for each in rows), lag_ratio=0.5))

    @beat
    def write_the_power_rule(self) -> None:
        """So the slope of x to the n is n, times x to the n minus one."""
        self.law = Formula("({{x^n : output}})' = n {{x^(n-1) : input}}", **BOLD).move_to((3.1, 0.5, 0))
        self.enter(self.law)
        wave = (each.animate(rate_func=there_and_back).shift(0.4 * RIGHT) for each in self.factors)  # type: ignore[operator]  # a builder
        self.play(LaggedStart(*wave, lag_ratio=0.5))  # type: ignore[arg-type]  # of builders

    # -- sums and products ---------------------------------------------------------------------------

    @beat(chapter="Sums and products")
    def stand_one_on_the_other(self) -> None:
        """Two functions, x squared and the sine. To add them, stand one height upon the other."""
        self.leave(self.factors, self.law)
        self.enter(self.line, self.x_bar, self.columns, pace=PACE.normal)
        self.enter(*self.column_names, pace=PACE.quick)
        self.wait(until="sine")
        self.play(self.columns.stacked.to(1), least=PACE.slow)

    @beat
    def add_the_nudges(self) -> None:
        """Nudge x, and both grow. The lower one lifts the upper one, so the nudges add up."""
        self.add(self.dx_bar, *self.cap_bars)
        self.play(self.reach.to(LEAP), until="upper one", least=PACE.slow)
        now, how = self.sides.at(WALK[0], LEAP), Options(decimals=3)
        page = Page(4.7, 1.6, side="numbers", gap=0.5)
        self.table = page.write(
            row(Formula("{{dif f : output}} ="), read(now, "df", **how), INK.output),
            row(Formula("{{dif g : two}} ="), read(now, "dg", **how), INK.two),
            row(Formula("dif ({{f : output}} + {{g : two}}) ="), read(self.sums, "df", **how)),
        )
        self.enter(self.table)

    @beat
    def span_a_rectangle(self) -> None:
        """Multiply them, and they span a rectangle. One x drives both of its sides."""
        self.leave(self.columns, *self.column_names, *self.cap_bars, self.table, self.reach.to(0))
        self.enter(self.product, *(each.pose(grown=0) for each in self.f_bars), pace=PACE.normal)
        self.play(self.x.to(1.1))

    @beat
    def nudge_both_sides(self) -> None:
        """Nudge x, and both sides answer. A strip on the right, g df. A strip on top, f dg."""
        self.play(self.reach.to(STEP), until="answer", least=PACE.normal)
        self.enter(self.strip_names[0], until="df")
        self.enter(self.strip_names[1])

    @beat
    def let_x_run(self) -> None:
        """Let x run. One strip swells, the other thins. Past its crest the sine falls, and its strip is cut
        away."""
        self.play(self.x.to(1.5, rate_func=EVEN), until="thins")
        self.play(self.x.to(WALK[1], rate_func=EVEN), least=PACE.slow)

    @beat
    def write_the_product_rule(self) -> None:
        """The corner loses its share, as before. What stays is the rule: f dg plus g df."""
        terms = "{{f : output}} {{dif g : two}}", "{{g : two_2}} {{dif f : output_2}}"
        self.law = Formula(f"dif (f g) = {terms[0]} + {terms[1]}", **BOLD).move_to((2.9, 2.4, 0))
        self.play(self.x.to(INSTANT), self.reach.to(0.02), until="before", least=PACE.slow)
        self.enter(self.law)

    @beat
    def check_the_rule(self) -> None:
        """Divide by dx. By the rule, and measured on the product itself: the same, digit by digit."""
        law = Formula("(f g)' = {{f : output}} {{g' : slope}} + {{g : two}} {{f' : slope_2}}", **BOLD)
        old, self.law = self.law, law.move_to(self.law)
        self.swap(old, law)
        named = (("by the rule", "rule"), ("measured", "measured"))
        rows = (row(Words(name), read(self.rule, field, decimals=12)) for name, field in named)
        self.table = Page(2.1, 0.9, side="numbers", gap=0.45).write(*rows)
        self.enter(self.table[0], until="rule")
        self.enter(self.table[1])

    @beat
    def keep_the_area(self) -> None:
        """One more rectangle: x wide, and one over x high. Its area is one, whatever x is."""
        gone = (*self.f_bars, *self.strip_names, self.law, self.table, self.line, self.x_bar, self.dx_bar)
        self.leave(self.product, *gone, pace=PACE.normal)
        self.reach.set_value(0)
        self.x.set_value(HELD[0])
        held = self.held
        self.enter(held.axes, held.curve, held.rectangle, *held.bars)
        self.enter(held.area, pace=PACE.quick)
        self.play(self.x.to(HELD[1]))

    @beat
    def gain_and_lose(self) -> None:
        """Make it wider, and it must get lower. What it gains at its side, it loses on top."""
        self.play(self.x.to(HELD[2]), pace=PACE.normal)
        self.play(self.reach.to(HELD[3]), until="lower")
        told = lambda field: lambda: read(self.held.look(), field, decimals=4, signed=True)  # noqa: E731
        named = (("gained", "beside", INK.input), ("lost", "f_dg", INK.output))
        rows = (row(Words(name, ink=ink), told(field), ink) for name, field, ink in named)
        self.table = Page(5.0, 2.3, side="numbers", gap=0.5).write(*rows)
        self.enter(self.table)

    @beat
    def write_the_last_rule(self) -> None:
        """What is lost is x, times the loss of height. What is gained is dx, nearly one over x high."""
        equal = "- {{x : input}} dot {{dif (1/x) : output}} = {{dif x : input_2}} dot {{1/x : output_2}}"
        self.law = Formula(equal, **LARGE).move_to((4.6, -0.15, 0))
        self.play(self.reach.to(0.05), until="height", least=PACE.slow)
        self.enter(self.law)

    @beat
    def read_the_slope(self) -> None:
        """So height is lost at one over x squared. There is the slope, with its minus."""
        law = Formula("({{1/x : output}})' = - 1 / {{x^2 : input}}", **BOLD).move_to((4.8, -0.4, 0))
        self.swap(self.law, law, until="squared")
        self.law = law
        self.play(self.x.to(1.8))

    # -- what to take along --------------------------------------------------------------------------

    @beat(chapter="What to take along")
    def watch_it_go(self) -> None:
        """So nobody throws the corner away. It is there at every nudge. But its share goes to zero, and you
        have watched it go."""
        self.leave(*map(FadeOut, self.mobjects))
        self.paper.fit(LOW)
        self.nudge.set_value(WIDE)
        self.glass.pose(zoom=1, radius=1.65)
        self.square.pose(unfolded=0, base=0.5, apart=0, ruled=1)
        self.enter(self.square, FadeIn(self.glass), pace=PACE.normal)
        part = self.gained("corner_share", percent=True, decimals=3)
        number = Number(part, ink=INK.curvature, align="center", **BOLD)
        self.count = ASIDE.write(Words("the corner's share", **LARGE), number)
        self.enter(self.count, pace=PACE.quick)
        self.closer(1e-4)

    @beat
    def feed_one_to_the_next(self) -> None:
        """Powers, sums, products. But what if one function feeds the next? A nudge of x moves x squared, and
        that moves the sine."""
        self.leave(FadeOut(self.square), FadeOut(self.glass), self.count)
        self.x.set_value(0.5)
        self.reach.set_value(0.35)
        feeding = self.feeding
        self.enter(feeding.lines, feeding.names, feeding.dots, until="products")
        self.enter(feeding.nudges[0].pose(grown=0), until="of x")
        self.enter(feeding.links[0].pose(grown=0), feeding.nudges[1].pose(grown=0), until="squared")
        self.enter(feeding.links[1].pose(grown=0), feeding.nudges[2].pose(grown=0))

    @beat
    def ask_by_how_much(self) -> None:
        """How far does the last one move, for a nudge of the first? That is for next time."""
        self.play(self.x.to(1.0), least=PACE.slow)
