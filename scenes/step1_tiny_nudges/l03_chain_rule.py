"""Lecture 03: rates multiply, because nudges are passed on from line to line, and up a tree of operations."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import Create, FadeIn, FadeOut, ReplacementTransform, VGroup
from manim.utils.rate_functions import ease_in_out_sine as EVEN

from l03_pictures import CHAIN, DU, DU_2, DX, DY, FRACTION, GATHERED, LEAVES, LEVELS, NODES, OPEN, OPENING
from l03_pictures import PRODUCT, RIGHT, STEADY_TEETH, SWELLING_TEETH, UNIT, ZERO
from l03_pictures import GrowingSquare, Moment, Posts
from l03_pictures import beast, between, fans, half_as_much_again, linkage, name, number_lines, operations
from l03_pictures import ratio, rule, sine_of_square, small, square, struck, twice, unnamed

from calc_core import chain_trace, complex_step, derivative, graph, secant_family
from calc_core import tangent_family, trace_operations, turning_points
from visuals import INK, PACE, SIZE, STROKE, Lecture, beat, read, series
from visuals import Axes, Box, Curve, Dial, Lettering, Marker, Options, SlopeLine, Zoom
from visuals import Formula, Number, OperationTree, Page, Rewrite, SettlingNumber, Threads, Words, beside

HERE = 0.9  # where on the first line the lecture measures
WIDE = 0.5  # the first nudge, and the largest
CLOSER = 10.0 ** np.arange(1, 5)  # how much closer one looks; the nudge is as much smaller than one
SMALLEST = 1e-4
STEADY = (0.3, 0.4)  # a place and a nudge for steady functions
FAN = np.linspace(0.0, 1.25, 31)  # numbers from which threads hang
CLOSE_FAN = np.linspace(-0.1, 1.0, 12)  # the same under the glass, in nudges
WIDER = 3.4  # how much the lines are drawn apart while many threads hang there
CARRY = (0.3, 1.2)  # from where to where x is carried along
ALIGNED = -4.4  # where the three places stand under the glass
AT, PLACES = 0.3, 15  # where the beast's slope is asked for, and to how many decimals
STEPS = np.geomspace(0.1, 1e-12, 240)  # imaginary nudges, ever smaller
BOTH: list[Any] = [square, np.sin]
MIDDLE = Page(-1.0, -0.62)  # between the last two lines
ASIDE = (3.9, 3.0, 0.0)  # where the formula waits while it is taken apart
BOOK = (4.35, 1.75, 0.0)  # where the chain rule stands
CHECK = Page(2.55, 0.55, gap=0.2)
RESULTS = Page(2.42, 3.6, gap=0.13)
QUIET = Lettering(size=SIZE.small, ink=INK.quiet)
TEAL = Lettering(size=SIZE.small, ink=INK.input)
GREAT = Lettering(size=SIZE.large, ink=INK.slope)


class ChainRule(Lecture):
    title = "Three number lines, and a beast"
    goal = "Rates multiply because nudges are passed on: the chain rule, and a formula taken apart by it."
    poster = "carry_x_along"
    layers = (
        "fans slow_fans close_fans nudged threads slow_threads leap lines trains slow_trains rods slow_rods"
        " posts square slow_sliders sliders bars slow_bars"
    )

    # -- data and pictures ---------------------------------------------------------------------------

    def set_stage(self) -> None:
        wishes, both, steady = np.array([WIDE, *1 / CLOSER]), BOTH, [twice, half_as_much_again]
        self.rests = chain_trace(both, HERE, wishes)  # the nudges at which the picture rests
        self.base = (HERE, *(float(self.rests.values[k, 0]) for k in (1, 2)))
        self.tiny = chain_trace(both, HERE, SMALLEST)
        self.steady = chain_trace(steady, *STEADY)
        self.inner = secant_family(square, HERE, SMALLEST, WIDE, keep=wishes)
        self.outer = secant_family(np.sin, self.base[1], 1e-6, 1.3, keep=self.rests.nudges[1])
        self.whole = secant_family(sine_of_square, HERE, SMALLEST, WIDE, keep=wishes)
        self.straight = derivative(sine_of_square, HERE, method="richardson")
        self.squares = tangent_family(square, 0.0, 1.6)
        self.sines = tangent_family(np.sin, 0.0, 2.6)
        self.wholes = tangent_family(sine_of_square, 0.0, 1.6)
        self.level = turning_points(sine_of_square, 0.0, 1.6)
        self.zoom, self.at, self.push, self.measured = Zoom(OPENING), Dial(HERE), Dial(0.0), Dial(0.0)
        self.slow_push = Dial(0.0)
        self._set_lines()
        self.fans = fans(self.lines, chain_trace(both, FAN, 1e-6).values)
        self.slow_fans = fans(self.lines, chain_trace(steady, FAN, 0.1).values)
        self.close_fans = fans(self.lines, chain_trace(both, HERE + SMALLEST * CLOSE_FAN, 1e-6).values)
        self._set_ratios()
        self._set_beast()

    def _set_lines(self) -> None:
        self.square, self.lines = GrowingSquare(HERE, corner=(-2.6, -2.2)), number_lines(self.base, self.zoom)
        self.names = [name(k, source) for k, source in enumerate(("{{x : input}}", "u", "{{y : output}}"))]
        parts = linkage(self.lines, self.moment, self.base, SWELLING_TEETH)
        self.sliders, self.rods, self.bars, self.threads, self.trains = parts
        first = [lambda k=k: self.base[k : k + 2] for k in range(2)]
        self.nudged = [between(self.lines, k, first[k], width=STROKE.thin) for k in range(2)]
        ends = np.array(self.base)[:, None] + self.rests.nudges[:, -1:] * [0, 1]
        how: Options = {"ink": INK.slope, "width": STROKE.normal, "beads": True, "grown": 0.0}
        self.leap = Threads(self.lines[0], self.lines[2], lambda: ends[::2], **how)
        slow = linkage(self.lines, self.steadily, self.steady.values, STEADY_TEETH)
        self.slow_sliders, self.slow_rods, self.slow_bars, self.slow_threads, self.slow_trains = slow
        self.posts = Posts()

    def moment(self) -> Moment:
        """Where all three stand: at a place x of their own, or with a nudge of it passed on so far."""
        at, push, measured = self.at.get_value(), self.push.get_value(), self.measured.get_value()
        inner = self.squares.at(at)
        outer = self.sines.at(inner.f)
        rates = np.array([float(inner.slope), float(outer.slope)])
        if measured == 0 and push == 0:
            return Moment(at, float(inner.f), float(outer.f), *rates)
        one = self.inner.at(self.nudge)  # nudges are given in one place only
        other = self.outer.at(one.df)
        rates += measured * (np.array([float(one.slope), float(other.slope)]) - rates)
        steps = push * np.array([float(one.dx), float(one.df), float(other.df)])
        return Moment(*(self.base + steps), *rates)

    @property
    def nudge(self) -> float:
        """The nudge that is given now: the closer one looks, the smaller."""
        return float(np.clip(1 / self.zoom.get_value(), SMALLEST, WIDE))

    def steadily(self) -> Moment:
        """Where all three stand when both functions are steady."""
        places = self.steady.values + self.slow_push.get_value() * self.steady.nudges
        return Moment(*map(float, (*places, *self.steady.rates)))

    def _set_ratios(self) -> None:
        looks = (lambda: self.inner.at(self.nudge), lambda: self.outer.at(self.inner.at(self.nudge).df))
        here = lambda: self.squares.at(self.at.get_value())  # noqa: E731
        places = (here, lambda: self.sines.at(here().f))
        local, three = Options(decimals=2), Options(decimals=3)
        self.ratios, self.local, self.slow_ratios = [], [], []
        for k in range(2):
            goal = read(self.tiny, "slopes", index=k, **three)
            settling = SettlingNumber(lambda k=k: read(looks[k](), "slope", **three), goal)  # type: ignore[misc]  # its default
            self.ratios.append(ratio(k, settling))
            live = lambda k=k: read(places[k](), "slope", **local)  # noqa: E731
            self.local.append(ratio(k, Number(live, ink=INK.slope)))
            rate = read(self.steady, "rates", index=k, decimals=1)
            self.slow_ratios.append(ratio(k, Number(rate, ink=INK.slope)))
        two, more = (row[1].copy() for row in self.slow_ratios)
        total = Number(read(self.steady, "product", decimals=1), ink=INK.slope)
        self.slow_product = beside(two, Formula("times"), more, Formula("="), total).move_to((0.45, -0.72, 0))
        goal = read(self.tiny, "slope", **three)
        self.product = SettlingNumber(lambda: read(self.whole.at(self.nudge), "slope", **three), goal)
        self.cancel = small(f"{DY} / {DU} dot {DU_2} / {DX} =")
        MIDDLE.write((self.cancel, self.product))
        self.quotient = small(f"{DY} / {DX} =").next_to(self.product, np.array([-1.0, 0.0, 0.0]), buff=0.2)
        self.quotient.stand_on(self.cancel)
        whole = Number(lambda: read(self.wholes.at(self.at.get_value()), "slope", **local), ink=INK.slope)
        self.local_product = beside(self.quotient.copy(), whole)

    def _set_beast(self) -> None:
        parts = operations()
        self.by_rules = trace_operations(parts, AT)
        self.step = Dial(0.0)  # counted in entries of STEPS
        self.complex = complex_step(beast, np.full(len(STEPS), AT), STEPS)
        self.tree = OperationTree(self.by_rules, NODES, LEAVES, takes={each.name: each.of for each in parts})
        self.tree.rates["decay", "beast"].shift((0.45, -0.3, 0.0))  # down its way: both slopes stand above
        plane = Box(-5.9, -2.3, 6.3, 2.3)
        self.axes = on = Axes(x=(0, 1), y=(0, 0.2), box=plane, y_steps=(0.1,), x_name="{{x : input}}")
        drawn = series("beast", graph(beast, np.linspace(0, 1, 401)), x="x", f="f")
        self.curve = Curve(drawn, on=on, ink=INK.output, ground=True)
        point = (AT, float(self.by_rules.value))
        self.spot = Marker(lambda: point, on=on, radius=0.12)
        self.tangent = SlopeLine(lambda: point, lambda: float(self.by_rules.slope), on=on, reach=(2.6, 2.6))

    # -- how several beats move ------------------------------------------------------------------------

    def put(self, *things: Any) -> None:
        """Put pictures on stage that are too short to be seen yet."""
        for each in (one for row in things for one in row):
            each.grown.set_value(1)
            self.add(each)

    def numbers(self, shown: float) -> list[Any]:
        """Animations that put the numbers of all lines out, or light them."""
        return [line.numbered.to(shown) for line in self.lines]

    def spread(self, zoom: float, end: float = RIGHT) -> list[Any]:
        """Animations that draw the lines apart and as far as `end`, 0 staying where it is."""
        places = zip(self.lines, self.base, strict=True)
        moves = [(line.anchor.to(ZERO + zoom * UNIT * at), line.end.to(end)) for line, at in places]
        return [self.zoom.to(zoom), moves]

    def grow(self, *keys: tuple[str, str], **length: Any) -> None:
        """Let ways grow down from their upper nodes, and what they lead to appear."""
        ways = [self.tree.ways[key] for key in keys]
        nodes = [self.tree.leaves[above] if below == "x" else self.tree.nodes[below] for below, above in keys]
        for way in ways:
            way.grown.set_value(0)
        self.add(*nodes)
        self.bring_to_back(*ways)
        self.play(*(way.grown.to(1) for way in ways), *map(FadeIn, nodes), **length)

    def climb(self, *keys: tuple[str, str], share: float = 1.0) -> None:
        """Let nudges climb: past the rate of each way, up to the next node, where its new size is told."""
        self.enter(*(self.tree.rates[key] for key in keys), pace=PACE.quick)
        length = max(self.rest(share) - PACE.quick, PACE.normal)
        self.play(*(self.tree.ways[key].passed.to(1, rate_func=EVEN) for key in keys), run_time=length)
        arrived = dict.fromkeys(self.tree.slopes[above] for _, above in keys)
        self.enter(*arrived, pace=PACE.quick)

    # -- the beats -------------------------------------------------------------------------------------

    @beat(chapter="The question")
    def remember_the_square(self) -> None:
        """Last time, a square grew. We nudged its side, and the area answered: two strips, and a corner."""
        self.enter(self.square, pace=PACE.normal)
        self.play(self.square.nudged.to(WIDE), until="corner")
        self.play(self.square.nudged.to(0))

    @beat
    def lay_them_on_lines(self) -> None:
        """Lay the side on a number line, x, and the area on the next one, u. A thread leads down."""
        self.enter(self.lines[0], self.names[0], self.square.side_laid.to(1), until="x")
        self.enter(self.sliders[0], pace=PACE.quick)
        self.enter(self.lines[1], self.names[1], self.square.area_laid.to(1), until="u")
        self.enter(self.sliders[1], pace=PACE.quick)
        self.add(self.threads[0])
        self.play(self.threads[0].grown.to(1), FadeOut(self.square), least=PACE.normal)

    @beat
    def ask_for_the_last_line(self) -> None:
        """And the area decides something else, y. Nudge x a little: how far does the last line move?"""
        self.enter(self.lines[2], self.names[2], pace=PACE.quick)
        self.add(self.threads[1])
        self.play(self.threads[1].grown.to(1), until="y")
        self.enter(self.sliders[2], pace=PACE.quick)
        self.put(self.nudged, self.bars[:1])
        self.measured.set_value(1)
        self.play(self.push.to(1), until="little")
        self.enter(self.bars[2])

    @beat(chapter="Gears")
    def begin_with_steady_functions(self) -> None:
        """Begin with a steady one. u is twice x: the threads spread evenly, and every nudge arrives
        doubled."""
        self.leave(self.bars, self.sliders, self.threads, self.nudged, self.lines[2], self.names[2])
        self.push.set_value(0)
        self.measured.set_value(0)
        self.steady_name = name(1, "u = 2 {{x : input}}")
        self.swap(self.names[1], (self.steady_name, self.numbers(0)), pace=PACE.quick)
        self.enter(self.slow_fans[0], until="evenly")
        dimmer = self.slow_fans[0].threads.animate.set_stroke(opacity=0.3)
        self.enter(self.slow_sliders[:2], dimmer, pace=PACE.quick)
        self.add(*self.slow_bars[:2])
        self.enter(self.slow_threads[0], pace=PACE.quick)
        self.play(self.slow_push.to(1), least=PACE.normal)

    @beat
    def put_gears_between(self) -> None:
        """Now put gears in between. A rod turns the small wheel, and on its axle sits one with twice
        the teeth."""
        self.leave(self.slow_fans[0], self.slow_push.to(0), pace=PACE.quick)
        self.play(self.spread(1.0), self.numbers(1), pace=PACE.normal)
        self.enter(self.posts, self.slow_rods[:2], pace=PACE.quick)
        self.enter(self.slow_trains[0], until="small")
        self.play(self.slow_push.to(0.35))

    @beat
    def push_the_rod(self) -> None:
        """Push. Teeth go in above, and twice as many come out below. That is the rate: two for one."""
        self.play(self.slow_push.to(1), until="below")
        self.enter(self.slow_ratios[0])
        self.play(self.slow_push.to(0))

    @beat
    def add_the_next_gear(self) -> None:
        """A second gear passes it on from u to y, one and a half for one, whatever comes from above."""
        self.slow_name = name(2, "{{y : output}} = 3/2 u")
        self.enter(self.lines[2], self.slow_name, self.slow_rods[2], self.slow_sliders[2], pace=PACE.normal)
        self.enter(self.slow_trains[1], self.slow_threads[1], pace=PACE.normal)
        self.add(self.slow_bars[2])
        self.enter(self.slow_ratios[1], pace=PACE.quick)
        self.play(self.slow_push.to(0.3))

    @beat
    def see_them_multiply(self) -> None:
        """Push again: y goes three times as far as x. Gears in a row multiply; nobody would add them."""
        self.play(self.slow_push.to(1), until="far")
        self.enter(self.slow_product, until="multiply")
        self.play(self.slow_push.to(0), least=PACE.normal)

    @beat(chapter="The gear depends on the place")
    def hang_the_threads(self) -> None:
        """Now u is the square again, and y its sine. Hang threads from x: they spread, and then they
        crowd."""
        gone = self.slow_trains, self.slow_rods, self.posts, self.slow_sliders, self.slow_bars
        self.leave(gone, self.slow_threads, self.slow_ratios, self.slow_product)
        self.curved = [name(1, "u = {{x : input}}^2"), name(2, "{{y : output}} = sin u")]
        self.swap((self.steady_name, self.slow_name), (self.curved, self.numbers(0)), pace=PACE.quick)
        self.play(self.spread(WIDER, OPEN), pace=PACE.normal)
        self.enter(self.fans[0], until="spread")
        self.enter(self.fans[1], share=1)

    @beat
    def carry_x_along(self) -> None:
        """So the gear depends on the place. Carry x along: one wheel swells, and the other one shrinks."""
        self.leave(self.fans)
        self.play(self.spread(1.0), self.numbers(1), pace=PACE.quick)
        self.at.set_value(CARRY[0])
        self.enter(self.posts, self.sliders, self.rods, pace=PACE.quick)
        self.enter(self.threads, self.trains, self.local, pace=PACE.quick)
        self.play(self.at.to(CARRY[1], rate_func=EVEN), least=PACE.grand)
        self.play(self.at.to(HERE), pace=PACE.slow)

    @beat
    def nudge_in_one_place(self) -> None:
        """Stop here, and nudge x by a half. For this nudge, we measure both rates: du by dx, dy by du."""
        self.put(self.nudged, self.bars)
        self.swap(self.local, (self.ratios, self.measured.to(1)), pace=PACE.normal)
        self.play(self.push.to(1))

    @beat
    def cancel_du(self) -> None:
        """Multiply the two, and du cancels. What remains is dy by dx, exactly, however large the nudge."""
        self.enter(self.cancel, until="two")
        self.strokes = VGroup(*(struck(self.cancel.part(label)) for label in ("text", "text_2")))
        self.play(Create(self.strokes), until="cancels")
        self.enter(self.product, share=0.6)

    @beat
    def look_closer(self) -> None:
        """But a half is far, and on the way the gears have changed. Take the glass: ten times closer."""
        self.swap((self.strokes, self.cancel), self.quotient, pace=PACE.quick)
        self.play(*[line.anchor.to(ALIGNED) for line in self.lines], pace=PACE.normal)
        self.play(self.zoom.to(2), pace=PACE.normal)
        self.play(self.zoom.to(CLOSER[0]))

    @beat
    def watch_the_digits(self) -> None:
        """A hundred times, a thousand. The nudge shrinks with the glass, and both ratios settle,
        digit by digit."""
        for closer, word in zip(CLOSER[1:3], ("times", "thousand"), strict=True):
            self.play(self.zoom.to(closer), until=word, least=PACE.normal)
        self.play(self.zoom.to(CLOSER[3]))

    @beat
    def find_them_steady(self) -> None:
        """And see how evenly the threads run now. Up close, every smooth function is a steady gear."""
        self.leave(self.bars, self.threads, self.nudged, self.numbers(0))
        self.enter(self.close_fans[0], until="now")
        self.enter(self.close_fans[1], share=0.8)

    @beat(chapter="Name it")
    def name_the_rates(self) -> None:
        """So every gear is a derivative: two x between the first lines, the cosine of u between the next."""
        sources = ("= 2 {{x : input}}", "= cos u")
        self.named = [rule(row, source) for row, source in zip(self.ratios, sources, strict=True)]
        self.enter(self.named[0], until="lines")
        self.enter(self.named[1], share=1)

    @beat
    def name_the_chain_rule(self) -> None:
        """Multiply them, and you have the slope of the whole, dy by dx. This is the chain rule."""
        self.leave(self.trains, self.rods, self.posts, self.named, self.quotient, self.product)
        self.chain = Formula(CHAIN, size=SIZE.title).move_to(BOOK)
        parts = [(self.ratios[k][0].part(old), self.chain.part(new)) for k, old, new in GATHERED]
        gone = [FadeOut(each) for row in self.ratios for each in (row[1], *unnamed(row[0]))]
        rest = VGroup(*unnamed(self.chain, [new for *_, new in GATHERED]))
        self.play([ReplacementTransform(*pair) for pair in parts], gone, FadeIn(rest), until="slope")
        self.remove(*(new for _, new in parts), rest)
        self.add(self.chain)
        self.play(self.chain.animate.scale(1.12), share=0.5)
        self.play(self.chain.animate.scale(1 / 1.12))

    @beat
    def measure_it_straight(self) -> None:
        """Check it. Measured straight from x to y, without a look at u in between, it is the same number."""
        product = Number(read(self.tiny, "slope", decimals=10), **GREAT)
        straight = Number(read(self.straight, "value", decimals=10), **GREAT)
        self.check = CHECK.write(Words("product of the rates", **QUIET), product)
        self.check_too = CHECK.write(Words("measured from $x$ to $y$", **QUIET), straight, below=self.check)
        self.enter(self.check, until="it")
        self.enter(self.leap, until="y")
        self.enter(self.check_too, share=0.8)

    @beat
    def bring_it_to_a_halt(self) -> None:
        """Carry x to where the sine is level. The last wheel shrinks to nothing, and y stands,
        whatever x does."""
        self.leave(self.chain, self.check, self.check_too, self.leap, self.close_fans, self.push.to(0))
        self.measured.set_value(0)
        self.play(self.spread(1.0), self.numbers(1), pace=PACE.normal)
        self.enter(self.posts, self.rods, self.trains, self.threads, self.local, pace=PACE.quick)
        self.enter(self.local_product, pace=PACE.quick)
        halt = float(self.level.x[0])
        self.play(self.at.to(halt), until="nothing", least=PACE.slow)
        for aside in (-0.05, 0.0):  # before it, never behind: no gear turns the other way
            self.play(self.at.to(halt + aside), pace=PACE.quick)

    @beat(chapter="Taming a beast")
    def meet_the_beast(self) -> None:
        """Now a beast. Seven operations are knotted into it. How steep is it, at 0.3?"""
        self.clear_stage()
        self.beast = Formula(FRACTION, size=SIZE.title).move_to((2.2, 1.55, 0.0))
        self.enter(self.axes, pace=PACE.quick)
        self.enter(self.curve, share=0.5)
        self.enter(self.beast, until="it")
        self.enter(self.spot, pace=PACE.quick)

    @beat
    def make_it_a_product(self) -> None:
        """First a trick: to divide by e to the seven x is to multiply by e to the minus seven x."""
        product = Formula(PRODUCT, size=SIZE.title).move_to((0.0, 0.4, 0.0))
        self.leave(self.axes, FadeOut(self.curve), self.spot)
        self.play(self.beast.animate.move_to((0.0, 0.4, 0.0)), pace=PACE.normal)
        self.play(Rewrite(self.beast, product), share=0.9)
        self.beast = product

    @beat
    def take_it_apart(self) -> None:
        """Take it apart, from the outside in. A product: here a sine, there an exponential. Inside, a
        sum, and leaves x."""
        aside = self.beast.animate.scale(SIZE.body / SIZE.title).move_to(ASIDE)
        self.enter(self.tree.nodes["beast"], aside, until="product")
        self.grow(("sine", "beast"), ("decay", "beast"), until="exponential")
        self.grow(("sum", "sine"), ("minus", "decay"), until="sum")
        self.grow(("fifth", "sum"), ("triple", "sum"), share=0.5)
        self.grow(*(("x", above) for above in LEAVES), share=1)

    @beat
    def put_in_a_number(self) -> None:
        """Put in 0.3, and every operation has its value, from the leaves to the root."""
        self.leave(self.beast, pace=PACE.quick)
        values = self.tree.values
        for names, share in ((LEAVES, 0.3), (("sum", "decay"), 0.4), (("sine",), 0.5), (("beast",), 1)):
            self.enter(*(values[name] for name in names), share=share)

    @beat
    def nudge_all_leaves(self) -> None:
        """Now nudge x, at all three leaves at once. Every operation passes it on, at its own rate."""
        self.climb(("x", "fifth"), ("x", "triple"), ("x", "minus"))

    @beat
    def climb_on_the_left(self) -> None:
        """At the plus two nudges join into one. Then the sine: its rate is a cosine, and lets a good half
        pass."""
        self.climb(("fifth", "sum"), ("triple", "sum"), share=0.45)
        self.climb(("sum", "sine"))

    @beat
    def climb_on_the_right(self) -> None:
        """On the right, the nudge has turned round: hollow. The exponential lets through an eighth of it."""
        self.climb(("minus", "decay"))

    @beat
    def meet_at_the_root(self) -> None:
        """At the root two routes meet in a product, two strips of a rectangle. They add up to the slope."""
        self.climb(("sine", "beast"), ("decay", "beast"))

    @beat
    def say_it_by_rules(self) -> None:
        """So, by rules alone, without a nudge that has any size, this is the slope: fifteen digits of it."""
        number = read(self.by_rules, "slope", decimals=PLACES, name="slope by rules")
        self.rules = RESULTS.write(Words("by rules", **QUIET), Number(number, **GREAT))
        self.swap(self.tree.slopes["beast"], self.rules, until="slope")

    @beat
    def measure_the_beast(self) -> None:
        """And measured? Nudge the whole beast, knowing no rule, less and less: it comes to the very same
        digits."""
        goal = read(self.by_rules, "slope", decimals=PLACES, name="slope by rules")
        now = lambda field, **how: read(self.complex, field, at=self.step.get_value(), **how)  # noqa: E731
        digits = lambda: now("value", decimals=PLACES, name="slope measured")  # noqa: E731
        step = lambda: now("h", scientific=True, digits=2, name="nudge")  # noqa: E731
        live = SettlingNumber(digits, goal, size=SIZE.large)
        parts = Formula("i", **TEAL), Number(step, **TEAL)
        self.measured_too = RESULTS.write((Words("measured, nudge", **QUIET), *parts), live, below=self.rules)
        self.enter(self.measured_too)
        self.play(self.step.to(len(STEPS) - 1, rate_func=EVEN), least=PACE.slow)

    @beat
    def lay_the_tangent(self) -> None:
        """Lay that slope against the curve. It fits: the beast is tame."""
        self.clear_stage()
        self.enter(FadeIn(self.axes), FadeIn(self.curve), FadeIn(self.spot), pace=PACE.normal)
        self.enter(self.tangent)

    @beat(chapter="What to take along")
    def remember_why(self) -> None:
        """Remember why. Rates multiply because nudges are passed on. A network of neurons does it: that is
        backpropagation."""
        self.leave(self.axes, FadeOut(self.curve), self.spot, self.tangent)
        ways = self.tree.ways
        for way in ways.values():
            way.pose(passed=0)
        tree = (ways, self.tree.nodes, self.tree.leaves, self.tree.rates)
        self.enter(*(FadeIn(each) for row in tree for each in row.values()), pace=PACE.normal)
        for level, share in zip(LEVELS, (0.25, 0.33, 0.5, 1.0), strict=True):
            self.play(*(ways[key].passed.to(1, rate_func=EVEN) for key in level), share=share)

    @beat
    def find_a_riddle(self) -> None:
        """And a riddle: the exponential's value and its rate are one number. A function that is its own
        slope? That comes next."""
        node, rate = self.tree.nodes["decay"], self.tree.rates["minus", "decay"]
        self.clear_stage(node, rate)
        number = read(self.by_rules, "values.decay", decimals=3, name="value of decay")
        large, low = 1.6 * SIZE.title, np.array([2.9, -1.35, 0.0])
        value = Number(number, size=large, align="center").move_to(low * [-1, 1, 0])
        names = [Words(each, size=SIZE.large, ink=INK.quiet) for each in ("value", "rate")]
        bigger = node.animate.scale(3.0).move_to((0.0, 1.9, 0.0))
        self.play(bigger, rate.animate.scale(large / SIZE.body).move_to(low), pace=PACE.normal)
        self.enter(names[0].move_to((-low[0], -0.1, 0.0)), value, until="value")
        self.enter(names[1].move_to((low[0], -0.1, 0.0)), until="rate")
        self.enter(Formula("=", size=large).move_to((0.0, low[1], 0.0)), until="number")
        self.play(value.slots.animate.set_fill(INK.slope), node.box.animate.set_stroke(INK.slope))
