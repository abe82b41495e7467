"""Lecture 02: powers, sums and products grow by strips, and the corner that is left out loses its share."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, FadeIn, FadeOut, LaggedStart, VGroup
from manim.utils.rate_functions import ease_in_out_sine as EVEN

from calc_core import derivative, graph, power_increment, product_family, product_rule, secant_slopes
from calc_core import tangent_family
from visuals import INK, PACE, SIZE, STAGE, STROKE, Dial, Lecture, beat, mix, read, series
from visuals import Axes, Box, Curve, Lens, Marker, SlopeLine, Thread, Zoom
from visuals import CornerGlass, GainBar, GrowingCube, GrowingRectangle, Measure, StackedHeights
from visuals import Formula, Number, Page, Rewrite, Words

SIDE = 3.0  # x of the square and of the cube
WIDE, FIRST = 1.0, 0.1  # nudges: large enough to see, and ten times smaller
TINIEST = 1e-5
NUDGES = np.geomspace(TINIEST, WIDE, 400)
FITTED = np.geomspace(TINIEST, 1e-2, 60)  # where the share's slope is fitted: small nudges
FACTORS = 5  # of the power that is written out
STEP = 0.15  # dx of the moving rectangle
LEAP = 0.4  # dx of the stacked heights and of the rectangle of area one
WALK = (0.8, 2.2)  # from where to where x moves the product
INSTANT = 1.2  # where the product rule is compared with the measured slope

SQUARE, SMALL = Box(-5.8, -2.1, -0.6, 3.1), Box(-6.0, -1.5, -2.0, 2.5)
ROW, BAR = Box(-5.8, 1.8, 4.6, 3.1), Box(-6.2, -0.55, 6.2, 1.0)
PLOT = Box(0.6, -1.9, 6.4, 2.75)
COLUMNS, PRODUCT, SHARED = Box(-6.2, -1.55, 1.0, 3.2), Box(-6.0, -1.15, 6.4, 3.2), Box(-6.0, -1.9, 1.4, 2.95)
ASIDE = Page(0.9, 2.5, side="left", gap=0.5)  # right of the square
TABLE = Page(3.6, 2.6, side="numbers", gap=0.45)
LEFTWARDS, UPWARDS = (-1.0, 0.0), (0.0, 1.0)
OTHER = INK.two  # the second of two functions


def side(x: Any) -> Any:
    """The side of a square."""
    return +np.asarray(x)


def inverse(x: Any) -> Any:
    """The height of a rectangle of area one."""
    return 1 / np.asarray(x)


def fed(x: Any) -> Any:
    """The sine of x squared."""
    return np.sin(np.square(x))


class RulesAsPictures(Lecture):
    title = "Rules you can see: powers, sums, products"
    goal = "Areas grow by strips; the corner's share of the gain falls in proportion to the nudge."
    poster = "pull_the_parts_apart"
    layers = (
        "others parabola plane lens bar_axes square cube gain_bar share_axes share_line run_and_rise floor dot"
        " glass columns product hyperbola shared"
    )

    # -- data and pictures ---------------------------------------------------------------------------

    def set_stage(self) -> None:
        self.squares = product_family(side, side, SIDE - 1, SIDE + 1.5)
        self.sides = product_family(np.square, np.sin, 0.3, 2.6)
        self.ones = product_family(side, inverse, 0.5, 3.6)
        self.chain = product_family(np.square, fed, 0.2, 2.0)
        self.gain = power_increment(2, SIDE, NUDGES)
        self.fitted = power_increment(2, SIDE, FITTED)
        self.volume = power_increment(3, SIDE, NUDGES)
        self.nudge, self.push, self.x = Zoom(WIDE), Dial(0), Dial(WALK[0])
        self._set_curves()
        self._set_square()
        self._set_share()
        self._set_cube()
        self._set_functions()

    def dx(self) -> float:
        """The nudge as far as it has been pushed."""
        return self.push.get_value() * self.nudge.get_value()

    def _set_curves(self) -> None:
        self.plane = on = Axes(x=(0, 3.4), y=(0, 4.4), box=Box(-5.9, -2.4, 6.0, 3.3), x_ticks=(), y_ticks=())
        x = np.linspace(0.05, 3.4, 240)
        shown = {
            "x cubed": lambda x: x**3,
            "one over x": inverse,
            "sine": np.sin,
            "both": lambda x: np.sin(x) * x**2,
        }
        drawn = [graph(f, x[f(x) <= 4.4]) for f in shown.values()]
        self.others = [
            Curve(
                series(name, each, x="x", f="f"),
                on=on,
                ink=mix(INK.quiet, INK.ground, 0.3),
                width=STROKE.thin,
            )
            for name, each in zip(shown, drawn, strict=True)
        ]
        tangents = tangent_family(np.square, -0.2, 2.4)
        self.parabola = Curve(
            series("x squared", graph(np.square, x[x <= 2.09]), x="x", f="f"), on=on, ink=INK.output
        )
        self.lens = Lens(tangents.at, on=on, x=0.75, zoom=30, radius=1.0, ground=False)
        seen = lambda: tangents.at(self.lens.x.get_value())  # noqa: E731
        ruler = SlopeLine.tangent(seen, on=self.lens, reach=(3, 3), cased=False, width=STROKE.bold, grown=1)
        self.lens.put_inside(ruler)

    def _set_square(self) -> None:
        self.paper = Axes(x=(0, 4), y=(0, 4), box=SQUARE, x_ticks=(), y_ticks=())  # a frame, never seen
        self.square = sq = GrowingRectangle(lambda: self.squares.at(SIDE, self.dx()), on=self.paper)
        self.x_bars = self._bars(sq, ("x", "x"), (INK.input, INK.input), 0)
        self.dx_bars = self._bars(sq, ("dif x", "dif x"), (INK.input, INK.input), 1)
        places = (lambda: sq.right, lambda: sq.top, lambda: sq.corner)
        self.names = [
            _on(Formula(text, ink=INK.ground), part)
            for text, part in zip(("x dif x", "x dif x", "dif x^2"), places, strict=True)
        ]
        self.glass = CornerGlass(sq, radius=1.75)

    @staticmethod
    def _bars(
        rectangle: GrowingRectangle, labels: tuple[str, str], inks: tuple[str, str], first: int
    ) -> list[Measure]:
        """Measures below and left of a rectangle, of its sides (`first` 0) or of their nudges (1)."""
        place, (i, k) = rectangle.place, (first, first + 1)
        below = Measure(lambda: place(i, 0), lambda: place(k, 0), labels[0], ink=inks[0])
        left = Measure(lambda: place(0, i), lambda: place(0, k), labels[1], ink=inks[1], aside=LEFTWARDS)
        return [below, left]

    def _set_share(self) -> None:
        self.gained = lambda: self.gain.at(self.nudge.get_value())
        self.share_axes = on = Axes(
            x=(TINIEST, 1), y=(1e-6, 1), box=PLOT, log="xy",
            x_name="nudge {{$dif x$ : input}}", y_name="the corner's share of {{$dif A$ : output}}",
        )  # fmt: skip
        drawn = series("corner's share", self.gain, nudge="dx", share="corner_share")
        here = self.nudge.get_value
        self.share_line = Curve(
            drawn, on=on, ink=INK.curvature, width=STROKE.bold, span=lambda: (here(), 1.0)
        )
        at = lambda: (here(), float(self.gained().corner_share))  # noqa: E731
        self.dot = Marker(at, on=on, ink=INK.curvature, radius=0.13)
        self.level = Zoom(0.1)
        level = self.level.get_value
        self.floor = Thread(
            lambda: (TINIEST, level()), lambda: (1.0, level()), on=on, ink=INK.text, dash=0.12
        )
        low, high = (self.gain.at(each) for each in (1e-4, 1e-3))
        spots = [(float(each.dx), float(each.corner_share)) for each in (low, high)]
        corner = (spots[1][0], spots[0][1])
        run, rise = (
            [lambda p=p: on.to_screen(*p) for p in (spots[0], corner)],
            [lambda p=p: on.to_screen(*p) for p in (corner, spots[1])],
        )
        small = {"away": 0.0, "size": SIZE.body}
        self.run_and_rise = [
            Measure(*run, "10", ink=INK.input, **small),
            Measure(*rise, "10", ink=INK.curvature, aside=(1.0, 0.0), **small),
        ]
        self.bar_axes = Axes(x=(0, 8), y=(0, 1), box=ROW, x_steps=(1,), y_ticks=(), upright=False)
        self.gain_bar = bar = GainBar(lambda: self.squares.at(SIDE, self.nudge.get_value()), on=self.bar_axes)
        span = ((0, 1, "x"), (1, 2, "dif x"), (2, 3, "x"))
        self.lengths = [
            Measure(lambda i=i: bar.place(i, 1), lambda k=k: bar.place(k, 1), text, aside=UPWARDS)
            for i, k, text in span
        ]

    def _set_cube(self) -> None:
        self.small = lambda: self.volume.at(self.nudge.get_value())
        self.cube = GrowingCube(self.small, at=(-4.1, -1.05), unit=0.98)
        edge = self.cube.place
        self.cube_bars = [
            Measure(lambda: edge(0, 0, 2), lambda: edge(1, 0, 2), "x"),
            Measure(lambda: edge(1, 0, 2), lambda: edge(2, 0, 2), "dif x"),
        ]

    def _set_functions(self) -> None:
        x = self.x.get_value
        self.line = Axes(
            x=(0, 2.6), y=(0, 1), box=Box(-6.0, -2.4, 6.4, -2.0), x_ticks=(), y_ticks=(), upright=False
        )
        self.reach = Dial(0)  # of the nudge
        step = lambda: x() + self.reach.get_value()  # noqa: E731
        at = lambda value: self.line.to_screen(value, 0.0)  # noqa: E731
        self.x_bar = Measure(lambda: at(0.0), lambda: at(x()), "x", away=0.0)
        self.dx_bar = Measure(lambda: at(x()), lambda: at(step()), "dif x", away=0.0)
        both = lambda: self.sides.at(x(), self.reach.get_value())  # noqa: E731
        self.stack_axes = Axes(x=(0, 4), y=(0, 2.5), box=COLUMNS, x_ticks=(), y_ticks=())
        self.columns = StackedHeights(both, on=self.stack_axes, places=(0.9, 2.3))
        self.product_axes = Axes(x=(0, 5.6), y=(0, 1.15), box=PRODUCT, x_ticks=(), y_ticks=())
        inks, neutral = (INK.output, OTHER), mix(INK.quiet, INK.ground, 0.72)
        self.product = GrowingRectangle(both, on=self.product_axes, inks=inks, ground=neutral)
        self.f_bars = self._bars(self.product, ("f", "g"), inks, 0)
        self.df_bars = self._bars(self.product, ("dif f", "dif g"), inks, 1)
        self.strip_names = [
            _beside(Formula("{{g : two}} {{dif f : output}}"), lambda: self.product.right, RIGHT),
            _beside(Formula("{{f : output}} {{dif g : two}}"), lambda: self.product.top, UP),
        ]
        self.shared_axes = on = Axes(x=(0, 3.2), y=(0, 2.1), box=SHARED, x_ticks=(), y_ticks=())
        held = lambda: self.ones.at(x(), self.reach.get_value())  # noqa: E731
        self.shared = GrowingRectangle(held, on=on, inks=(INK.input, INK.output), ground=neutral)
        shown = series("one over x", graph(inverse, np.linspace(0.5, 3.2, 200)), x="x", f="f")
        self.hyperbola = Curve(shown, on=on, ink=INK.quiet, width=STROKE.thin)
        self.one_bars = self._bars(self.shared, ("x", "1/x"), (INK.input, INK.output), 0)
        self.held = held

    # -- the question --------------------------------------------------------------------------------

    @beat(chapter="The question")
    def another_curve(self) -> None:
        """Last time we nudged, divided, and looked through the glass. Must we do all that again for every
        curve there is?"""
        self.enter(self.plane, self.parabola, self.lens, pace=PACE.quick)
        self.play(self.lens.x.to(1.75, rate_func=EVEN), until="glass")
        self.add(*(each.pose(grown=0) for each in self.others))
        self.play(LaggedStart(*(each.grown.animate.set_value(1) for each in self.others), lag_ratio=0.3))

    @beat
    def take_the_word(self) -> None:
        """Take x squared. Forget the curve for a moment, and draw what the word says: a square."""
        title = Words(self.title, size=SIZE.large).move_to([0, 2.9, 0])
        self.leave(self.lens, *self.others, pace=PACE.normal)
        self.swap((FadeOut(self.parabola), FadeOut(self.plane)), title)
        self.enter(self.x_bars[0].pose(grown=0), share=1)
        self.leave(title)

    @beat
    def raise_the_square(self) -> None:
        """x across, and x once more, upwards. So x squared is an area."""
        self.add(self.square.pose(grown=0))
        self.play(
            self.square.grown.to(1),
            self.x_bars[1].pose(grown=0).grown.to(1),
            until="upwards",
            least=PACE.normal,
        )
        self.area = _on(Formula("x^2", size=SIZE.title, ink=INK.output), lambda: self.square.old)
        self.enter(self.area)

    # -- two strips and a corner ---------------------------------------------------------------------

    @beat(chapter="Two strips and a corner")
    def push_the_sides(self) -> None:
        """Now nudge x. It grows by dx, and the square grows with it, on two sides at once."""
        self.add(*self.dx_bars)
        self.play(self.push.to(1), share=0.8, least=PACE.slow)

    @beat
    def ask_for_the_gain(self) -> None:
        """All that is new, call it dA. What is it made of?"""
        self.asked = ASIDE.write(Formula("{{dif A : output}} = {{? : text}}", size=SIZE.title))
        self.play(self.square.base.to(0.45), FadeOut(self.area), FadeIn(self.asked))

    @beat
    def pull_the_parts_apart(self) -> None:
        """Pull it apart. Two strips, each as long as x, and as wide as dx. And one little square is left
        over: dx squared."""
        self.leave(*self.dx_bars, *self.x_bars, self.asked, self.square.apart.to(1), pace=PACE.normal)
        self.enter(self.names[0], until="x")
        self.enter(self.names[1], until="dx")
        self.enter(self.names[2], until="left over", least=PACE.normal)

    @beat
    def add_them_up(self) -> None:
        """Put them back. Strips and corner make up the gain, to the last digit, whatever the nudge."""
        told = (
            ("2 {{x : input}} {{dif x : input_2}}", "parts", 0, INK.output),
            ("{{dif x^2 : curvature}}", "parts", 1, INK.curvature),
        )
        rows = [
            (Formula(f"{text} =", ink=ink), self._gained(field, ink, index=k, decimals=3))
            for text, field, k, ink in told
        ]
        whole = (
            Formula(
                "{{dif A : output}} =",
            ),
            self._gained("total", INK.output, decimals=3),
        )
        self.sums = TABLE.write(*rows, whole)
        self.play(self.square.apart.to(0), FadeOut(*self.names), pace=PACE.normal)
        self.enter(self.sums, *self.dx_bars, pace=PACE.normal)
        self.play(self.nudge.to(0.5), share=0.5)
        gap = read(self.gain, "gap.max", given=[], scientific=True, digits=1, name="largest gap")
        self.gap = TABLE.write(Words("largest gap", ink=INK.quiet), Number(gap), below=self.sums)
        self.enter(self.gap, self.nudge.to(WIDE))

    def _gained(self, field: str, ink: str, size: float = SIZE.large, **how: Any) -> Number:
        """A number of the gain by the nudge of this moment."""
        return Number(lambda: read(self.gained(), field, **how), ink=ink, size=size)

    # -- may we forget it ----------------------------------------------------------------------------

    @beat(chapter="May we forget it?")
    def hear_the_decree(self) -> None:
        """Many a book says: dx squared is tiny, forget it. But the strips get tiny, too. May we?"""
        self.leave(self.gap)
        self.play(self.nudge.to(0.01), until="too")

    @beat
    def take_the_glass(self) -> None:
        """Is it gone? Take the glass. Ten times closer, a hundred times: there it is, as square as ever."""
        self.leave(self.sums, *self.dx_bars)
        self.enter(self.glass, pace=PACE.quick)
        self.play(self.glass.zoom.to(100), least=PACE.slow)

    @beat
    def count_the_corners(self) -> None:
        """But measure it against the gain. First it was one part in seven. Ten times smaller, one in
        sixty-one. Then, one in six hundred and one."""
        label, again = Words("one part in", size=SIZE.large), {"rate_func": EVEN}
        count = self._gained("one_in", INK.curvature, SIZE.title, decimals=0)
        self.count = ASIDE.write(label, count)
        self.play(self.nudge.to(WIDE), self.glass.zoom.to(1), until="gain")
        self.enter(self.count, pace=PACE.quick)
        self.wait(until="seven")
        self.play(self.nudge.to(FIRST, **again), self.glass.zoom.to(10, **again), until="sixty-one")
        self.play(self.nudge.to(0.01, **again), self.glass.zoom.to(100, **again))

    @beat
    def plot_the_share(self) -> None:
        """That is its share of the gain. Plot it for every nudge, by powers of ten."""
        self.leave(self.count)
        back = self.nudge.to(WIDE), self.glass.zoom.to(1), self.glass.radius.to(1.25)
        self.enter(self.paper.look(box=SMALL), back, self.share_axes, pace=PACE.slow)
        self.enter(self.dot, self.share_line, pace=PACE.quick)
        self.closer(0.01)

    def closer(self, nudge: float, **length: Any) -> None:
        """Shrink the nudge, and come as much closer with the glass."""
        self.play(
            self.nudge.to(nudge, rate_func=EVEN), self.glass.zoom.to(1 / nudge, rate_func=EVEN), **length
        )

    @beat
    def see_the_line(self) -> None:
        """A straight line. Ten times smaller a nudge, ten times smaller a share. Its slope is one, all the
        way down."""
        self.closer(1e-4, until="line")
        for bar in self.run_and_rise[::-1]:
            self.enter(bar.pose(grown=0), pace=PACE.normal)
        slope = Number(read(self.fitted, "slopes", index=1, decimals=3, name="slope"), size=SIZE.large)
        self.slope = VGroup(Words("slope", size=SIZE.large), slope).arrange(RIGHT).move_to([2.6, 1.1, 0])
        slope.stand_beside(self.slope[0])
        self.enter(self.slope)

    @beat
    def name_any_share(self) -> None:
        """It never gets to zero. But name any share, as small as you like: some nudge falls below it."""
        self.leave(self.slope, *self.run_and_rise)
        self.closer(0.3, pace=PACE.normal)
        self.level.set_value(0.5)
        self.enter(self.floor.pose(grown=0), pace=PACE.quick)
        self.play(self.level.to(1e-4), until="like")
        self.closer(1e-4, least=PACE.slow)

    # -- the slope of a square -----------------------------------------------------------------------

    @beat(chapter="Powers")
    def unfold(self) -> None:
        """And what is the slope? Unfold what the square gained, into one long strip of width dx."""
        self.leave(
            self.floor, self.dot, FadeOut(self.share_line), FadeOut(self.share_axes), FadeOut(self.glass)
        )
        self.play(self.paper.look(box=SQUARE), self.nudge.to(WIDE), pace=PACE.normal)
        self.play(self.square.unfolded.to(1), self.square.base.to(0), least=PACE.slow)

    @beat
    def divide(self) -> None:
        """Divide by dx, and only its length is left: x, then dx, then x again."""
        self.add(self.gain_bar)
        self.remove(self.square)
        self.play(self.bar_axes.look(box=BAR), pace=PACE.slow)
        for bar in self.lengths:
            self.enter(bar.pose(grown=0), pace=PACE.quick)

    @beat
    def close_the_gap(self) -> None:
        """Let the nudge shrink. The dx in the middle closes, and two x is what remains."""
        fraction = Formula("{{dif A : output}} / {{dif x : input}} =")
        ratio = self._gained("ratio", INK.output, SIZE.title, decimals=4)
        self.ratio = VGroup(fraction, ratio.stand_beside(fraction)).move_to([-1.0, 2.6, 0])
        self.enter(self.ratio, self.bar_axes, pace=PACE.quick)
        self.play(self.nudge.to(1e-4))

    @beat
    def write_it_down(self) -> None:
        """The slope of x squared is two x. No decree: the corner had lost its share."""
        law = Formula("({{x^2 : output}})' = 2 {{x : input}}", size=SIZE.title).move_to([0, -1.9, 0])
        self.leave(self.lengths[1])
        self.enter(law, share=0.6)
        self.law = law

    @beat
    def grow_a_cube(self) -> None:
        """Now a cube, x by x by x. Nudge its three sides."""
        self.leave(self.gain_bar, *self.lengths, self.ratio, self.law, self.bar_axes)
        self.enter(self.cube.pose(grown=0), pace=PACE.normal)
        self.add(*self.cube_bars)
        self.play(self.nudge.to(WIDE))

    @beat
    def three_slabs(self) -> None:
        """It gains three slabs, x by x by dx. Three rods where they meet. And one crumb."""
        self.leave(*self.cube_bars)
        self.play(self.cube.apart.to(1), until="dx")
        names = ("three slabs", "three rods", "one crumb")
        inks = (INK.output, INK.curvature, INK.curvature)
        page = Page(4.6, 2.4, side="numbers", gap=0.6)
        shares = [
            Number(
                lambda k=k: read(self.small(), "shares", index=k, percent=True, decimals=2),
                ink=ink,
                size=SIZE.large,
            )
            for k, ink in enumerate(inks)
        ]
        self.shares = page.write(
            *(
                (Words(name, size=SIZE.large, ink=ink), share)
                for name, ink, share in zip(names, inks, shares, strict=True)
            )
        )
        self.play(LaggedStart(*map(FadeIn, self.shares), lag_ratio=0.6))

    @beat
    def slabs_take_it_all(self) -> None:
        """Shrink the nudge, and the slabs take it all: three times x squared."""
        self.play(self.nudge.to(0.01), least=PACE.slow)

    @beat
    def five_factors(self) -> None:
        """x to the fifth? Nudge one factor, leave the other four alone. Five ways to do it, five slabs."""
        self.leave(self.cube, self.shares)
        rows = [
            " ".join("{{dif x : input_%d}}" % k if i == k else "{{x : quiet_%d}}" % i for i in range(FACTORS))
            for k in range(FACTORS)
        ]
        grid = VGroup(
            *(
                Formula(" space ".join(row.split(" {{")).replace(" space ", " space {{"), size=SIZE.title)
                for row in rows
            )
        )
        self.factors = grid.arrange(DOWN, buff=0.5).move_to([-2.6, 0.4, 0])
        self.play(LaggedStart(*(FadeIn(each, shift=0.3 * RIGHT) for each in self.factors), lag_ratio=0.5))

    @beat
    def write_the_power_rule(self) -> None:
        """So the slope of x to the n is n, times x to the n minus one."""
        law = Formula("({{x^n : output}})' = n {{x^(n-1) : input}}", size=SIZE.title).move_to([3.2, 1.4, 0])
        self.enter(law, pace=PACE.normal)
        self.law = law

    # -- sums and products ---------------------------------------------------------------------------

    @beat(chapter="Sums and products")
    def stand_one_on_the_other(self) -> None:
        """Two functions, x squared and the sine. To add them, stand one height upon the other."""
        self.leave(self.factors, self.law)
        self.x.set_value(0.9)
        self.enter(self.line, self.x_bar, self.columns.pose(grown=0), pace=PACE.normal)
        self.play(self.columns.stacked.to(1), least=PACE.slow)

    @beat
    def add_the_nudges(self) -> None:
        """Nudge x, and both grow. The lower one lifts the upper one, so the nudges add up."""
        self.add(self.dx_bar)
        self.play(self.reach.to(LEAP), share=0.8)

    @beat
    def span_a_rectangle(self) -> None:
        """Multiply them, and they span a rectangle. One x drives both of its sides."""
        self.leave(self.columns, self.reach.to(0))
        self.x.set_value(WALK[0])
        self.enter(self.product.pose(grown=0), *self.f_bars, pace=PACE.normal)
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
        self.play(self.x.to(np.pi / 2, rate_func=EVEN), until="thins")
        self.play(self.x.to(WALK[1], rate_func=EVEN), least=PACE.slow)

    @beat
    def write_the_product_rule(self) -> None:
        """The corner loses its share, as before. What stays is the rule: f dg plus g df."""
        rule = Formula(
            "dif ({{f : output}} {{g : two}}) = {{f : output_2}} {{dif g : two_2}} + {{g : two_3}} {{dif f : output_3}} + {{dif f dif g : curvature}}"
        )
        self.law = rule.move_to([0, 3.2, 0])
        self.enter(self.law, self.x.to(INSTANT))

    @beat
    def keep_the_area(self) -> None:
        """One more rectangle: x wide, and one over x high. Its area is one, whatever x is."""
        self.leave(
            self.product, *self.f_bars, *self.strip_names, self.law, self.line, self.x_bar, self.dx_bar
        )
        self.reach.set_value(0)
        self.x.set_value(1.0)
        self.enter(self.shared_axes, self.hyperbola, self.shared.pose(grown=0), *self.one_bars)
        self.play(self.x.to(2.4))

    @beat
    def gain_and_lose(self) -> None:
        """Make it wider, and it must get lower. What it gains at its side, it loses on top."""
        self.play(self.x.to(1.2), self.reach.to(LEAP))

    @beat
    def write_the_last_rule(self) -> None:
        """The height that is lost, times x, is one over x, times dx. So the slope is minus one over x
        squared."""
        law = Formula("({{1/x : output}})' = - 1 / {{x^2 : input}}", size=SIZE.title).move_to([4.2, 0.5, 0])
        self.enter(law)

    @beat(chapter="What to take along")
    def watch_it_go(self) -> None:
        """Nobody threw the corner away."""
        self.leave(*map(FadeOut, self.mobjects))

    @beat
    def feed_one_to_the_next(self) -> None:
        """Powers, sums, products. But what if one function feeds the next?"""


def _on(letters: Formula, part: Any) -> Formula:
    """Letters that stay in the middle of a part."""
    return letters.add_updater(lambda each: each.move_to(part().get_center()))


def _beside(letters: Formula, part: Any, way: np.ndarray) -> Formula:
    """Letters that stay beside a part."""
    return letters.add_updater(lambda each: each.next_to(part(), way, buff=0.2))
