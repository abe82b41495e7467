"""Lecture 03: rates multiply, because nudges are passed on from line to line, and up a tree of operations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from l03_pictures import GrowingSquare, Posts
from manim import Create, FadeIn, FadeOut, ReplacementTransform, VGroup, VMobject
from manim.utils.rate_functions import ease_in_out_sine as EVEN

from calc_core import Operation, chain_trace, complex_step, derivative, graph, secant_family
from calc_core import tangent_family, trace_operations, turning_points
from visuals import INK, PACE, SIZE, STROKE, Lecture, beat, read, series
from visuals import Axes, Box, Curve, Dial, Marker, SlopeLine, Zoom
from visuals import Formula, Number, Page, Rewrite, SettlingNumber, Words, beside
from visuals import polyline
from visuals import GearTrain, Nudge, NumberLine, OperationTree, Rod, Slider, Threads, Turned

HERE = 0.9  # where on the first line the lecture measures
WIDE = 0.5  # the first nudge, and the largest
CLOSER = 10.0 ** np.arange(1, 5)  # how much closer one looks; the nudge is as much smaller than one
SMALLEST = 1e-4
STEADY = (0.3, 0.4)  # a place and a nudge for steady functions
TWICE, HALF_AS_MUCH_AGAIN = 2.0, 1.5
FAN = np.linspace(0.0, 1.25, 26)  # numbers from which threads hang
CLOSE_FAN = np.linspace(-0.1, 1.0, 12)  # the same under the glass, in nudges
WIDER = 1.95  # how much the lines are drawn apart while threads hang from all of it
CARRY = (0.3, 1.2)  # from where to where x is carried along

LEFT, RIGHT, ZERO, UNIT = -4.9, 1.75, -4.55, 2.0  # of the lines, in scene units
HEIGHTS = (2.68, 0.28, -2.12)
AXLES, POST, END = 3.2, 2.0, 6.66  # where the wheels turn, and what guides the rods
ALIGNED = -4.4  # where the three places stand under the glass
RATIOS = 4.4  # where what is said of a gear begins
MIDDLE = Page(-1.0, -0.62)  # between the last two lines
INKS = (INK.input, INK.text, INK.output)  # of the three lines
DX, DU, DU_2, DY = "{{dif x : input}}", "{{dif u : text}}", "{{dif u : text_2}}", "{{dif y : output}}"
CHAIN = f"{DY} / {DX} = {{{{dif y : output_2}}}} / {DU} dot {DU_2} / {{{{dif x : input_2}}}}"

AT = 0.3  # where the beast's slope is asked for
FIFTH, TRIPLE, DECAY = 2.0, 3.0, 7.0  # sin(2 x^5 + 3 x) / e^(7 x)
STEPS = np.geomspace(0.1, 1e-12, 240)  # imaginary nudges, ever smaller
PLACES = 15
OPERATIONS = (
    Operation.power("fifth", "x", 5, factor=FIFTH),
    Operation.multiple("triple", "x", TRIPLE),
    Operation.total("sum", "fifth", "triple"),
    Operation.sine("sine", "sum"),
    Operation.multiple("minus", "x", -DECAY),
    Operation.exponential("decay", "minus"),
    Operation.product("beast", "sine", "decay"),
)
NODES = {
    "fifth": ("2 {{x : input}}^5", (-5.2, -1.15)),
    "triple": ("3 {{x : input}}", (-1.7, -1.15)),
    "sum": ("+", (-3.45, 0.15)),
    "sine": ("sin", (-3.45, 1.45)),
    "minus": ("-7 {{x : input}}", (1.7, -0.75)),
    "decay": ("exp", (1.7, 0.95)),
    "beast": ("times", (-1.1, 2.85)),
}
LEAVES = {"fifth": (-5.2, -2.45), "triple": (-1.7, -2.45), "minus": (1.7, -2.45)}
FRACTION = "{{f(x) : output}} = {{sin(2 x^5 + 3 x) : text}} / {{e^(7 x) : text_2}}"
PRODUCT = "{{f(x) : output}} = {{sin(2 x^5 + 3 x) : text}} dot {{e^(-7 x) : text_2}}"
LEVELS = (
    (("x", "fifth"), ("x", "triple"), ("x", "minus")),
    (("fifth", "sum"), ("triple", "sum")),
    (("sum", "sine"), ("minus", "decay")),
    (("sine", "beast"), ("decay", "beast")),
)
ASIDE = (3.9, 3.0, 0.0)  # where the formula waits while it is taken apart
BOOK = (4.35, 1.75, 0.0)  # where the chain rule stands
CHECK = Page(2.55, 0.55, gap=0.2)
RESULTS = Page(2.3, 3.55, gap=0.14)


def square(x: np.ndarray) -> np.ndarray:
    """The area of a square of side x."""
    return x**2


def sine_of_square(x: np.ndarray) -> np.ndarray:
    """From the first line straight to the last."""
    return np.sin(x**2)


def beast(x: np.ndarray) -> np.ndarray:
    """The beast in one piece, as it is measured."""
    return np.sin(FIFTH * x**5 + TRIPLE * x) / np.exp(DECAY * x)


class Moment(NamedTuple):
    """Where the three sliders stand, and at which rate each gear would pass on a nudge."""

    x: float
    u: float
    y: float
    first: float
    second: float


class ChainRule(Lecture):
    title = "Three number lines, and a beast"
    goal = "Rates multiply because nudges are passed on: the chain rule, and a formula taken apart by it."
    poster = "carry_x_along"
    layers = (
        "fans slow_fans close_fans nudged threads slow_threads lines trains slow_trains rods slow_rods posts"
        " slow_sliders sliders bars slow_bars"
    )

    # -- data and pictures ---------------------------------------------------------------------------

    def set_stage(self) -> None:
        wishes = np.array([WIDE, *1 / CLOSER])
        self.rests = chain_trace([square, np.sin], HERE, wishes)  # the nudges at which the picture rests
        self.u, self.y = (float(self.rests.values[k, 0]) for k in (1, 2))
        self.wide = chain_trace([square, np.sin], HERE, WIDE)
        self.tiny = chain_trace([square, np.sin], HERE, SMALLEST)
        self.steady = chain_trace([lambda x: TWICE * x, lambda u: HALF_AS_MUCH_AGAIN * u], *STEADY)
        self.inner = secant_family(square, HERE, SMALLEST, WIDE, keep=wishes)
        self.outer = secant_family(np.sin, self.u, 1e-6, 1.3, keep=self.rests.nudges[1])
        self.whole = secant_family(sine_of_square, HERE, SMALLEST, WIDE, keep=wishes)
        self.straight = derivative(sine_of_square, HERE, method="richardson")
        self.squares = tangent_family(square, 0.0, 1.6)
        self.sines = tangent_family(np.sin, 0.0, 2.6)
        self.wholes = tangent_family(sine_of_square, 0.0, 1.6)
        self.level = turning_points(sine_of_square, 0.0, 1.6)
        self.fan = chain_trace([square, np.sin], FAN, 1e-6).values
        self.steady_fan = chain_trace(
            [lambda x: TWICE * x, lambda u: HALF_AS_MUCH_AGAIN * u], FAN, 0.1
        ).values
        self.close_fan = chain_trace([square, np.sin], HERE + SMALLEST * CLOSE_FAN, 1e-6).values
        self._set_lines()
        self._set_gears()
        self._set_ratios()
        self._set_beast()

    def _set_lines(self) -> None:
        self.zoom, self.at, self.push, self.measured = Zoom(1.0), Dial(HERE), Dial(0.0), Dial(0.0)
        shape = {"left": LEFT, "right": RIGHT, "unit": UNIT, "start": ZERO, "zoom": self.zoom}
        self.base = (HERE, self.u, self.y)
        self.lines = [NumberLine(y=y, focus=at, **shape) for y, at in zip(HEIGHTS, self.base, strict=True)]
        self.sliders, self.rods, self.bars, self.threads = self._linkage(lambda: self.moment()[:3], self.base)
        self.nudged = [
            self._threads(k, lambda k=k: self.base[k : k + 2], INK.quiet, STROKE.thin) for k in range(2)
        ]
        self.slow_push = Dial(0.0)
        start = tuple(map(float, self.steady.values))
        self.slow_sliders, self.slow_rods, self.slow_bars, self.slow_threads = self._linkage(
            lambda: tuple(map(self._steadily, range(3))), start
        )
        sources = ("{{x : input}}", "u", "{{y : output}}")
        self.names = [self._name(k, source) for k, source in enumerate(sources)]
        self.fans, self.slow_fans, self.close_fans = (
            [self._fan(k, values) for k in range(2)] for values in (self.fan, self.steady_fan, self.close_fan)
        )

    def _linkage(self, places: Callable[[], tuple[float, ...]], start: tuple[float, ...]) -> tuple[Any, ...]:
        """Sliders, rods, nudges and threads for three numbers that `places` tells, which began at `start`."""
        lines = list(zip(range(3), self.lines, INKS, "xuy", strict=True))
        sliders = [Slider(line, lambda k=k: places()[k], ink=ink) for k, line, ink, _ in lines]
        rods = [
            Rod(lambda each=each: each.place, right=END, neck=POST, ink=ink)
            for each, ink in zip(sliders, INKS, strict=True)
        ]
        bars = [
            Nudge(line, lambda k=k: (start[k], places()[k] - start[k]), ink=ink, label=f"dif {name}")
            for k, line, ink, name in lines
        ]
        threads = [
            self._threads(k, lambda k=k: places()[k : k + 2], INK.text, STROKE.normal) for k in range(2)
        ]
        return sliders, rods, bars, threads

    def _threads(self, k: int, look: Callable[[], Any], ink: str, width: float) -> Threads:
        pair = self.lines[k : k + 2]
        return Threads(*pair, lambda: np.array([look()]).T, ink=ink, width=width, beads=True, grown=0.0)

    def _fan(self, k: int, values: np.ndarray) -> Threads:
        ink, pair = (INK.input, INK.output)[k], self.lines[k : k + 2]
        return Threads(*pair, lambda: (values[k], values[k + 1]), ink=ink, opacity=0.75, grown=0.0)

    def _name(self, k: int, source: str) -> Formula:
        end = np.array([LEFT - 0.15, HEIGHTS[k], 0.0])
        return Formula(source).move_to(end, aligned_edge=np.array([1.0, 0.0, 0.0]))

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

    def _set_gears(self) -> None:
        self.trains = [self._train(k, lambda k=k: self._turned(k), 24) for k in range(2)]
        wheels = (32, 24)  # twice, and one and a half times, the pinion's sixteen
        self.slow_trains = [self._train(k, lambda k=k: self._steadily_turned(k), wheels[k]) for k in range(2)]
        self.posts = Posts((POST, END), low=HEIGHTS[2] - 0.25, high=HEIGHTS[0] + 0.25)

    def _train(self, k: int, look: Callable[[], Turned], wheel: int) -> GearTrain:
        levels = {"above": HEIGHTS[k], "below": HEIGHTS[k + 1], "reach": (POST, END)}
        return GearTrain(look, x=AXLES, teeth=(14, 16, wheel), inks=INKS[k : k + 2], grown=0.0, **levels)

    def _turned(self, k: int) -> Turned:
        now = self.moment()
        above, below = ((now[i] - self.base[i]) * self.lines[i].per_unit for i in (k, k + 1))
        return Turned(above, below, now[3 + k])

    def _steadily(self, k: int) -> float:
        return float(self.steady.values[k] + self.slow_push.get_value() * self.steady.nudges[k])

    def _steadily_turned(self, k: int) -> Turned:
        above, below = (UNIT * (self._steadily(i) - float(self.steady.values[i])) for i in (k, k + 1))
        return Turned(above, below, float(self.steady.rates[k]))

    def _set_ratios(self) -> None:
        goals = [read(self.tiny, "slopes", index=k, decimals=3) for k in range(2)]
        looks = (lambda: self.inner.at(self.nudge), lambda: self.outer.at(self.inner.at(self.nudge).df))
        self.ratios = [
            self._ratio(k, SettlingNumber(lambda look=look: read(look(), "slope", decimals=3), goal))
            for k, (look, goal) in enumerate(zip(looks, goals, strict=True))
        ]
        places = (lambda: self.squares.at(self.at.get_value()), self._sine_here)
        self.local = [
            self._ratio(k, Number(lambda look=look: read(look(), "slope", decimals=2), ink=INK.slope))
            for k, look in enumerate(places)
        ]
        rates = [Number(read(self.steady, "rates", index=k, decimals=1), ink=INK.slope) for k in range(2)]
        self.slow_ratios = [self._ratio(k, rate) for k, rate in enumerate(rates)]
        three = Number(read(self.steady, "product", decimals=1), ink=INK.slope)
        rates = [each.copy() for each in rates]
        parts = (rates[0], Formula("times"), rates[1], Formula("="), three)
        self.slow_product = beside(*parts).move_to([0.4, -0.95, 0.0])
        goal = read(self.tiny, "slope", decimals=3)
        whole = SettlingNumber(lambda: read(self.whole.at(self.nudge), "slope", decimals=3), goal)
        self.cancel = _small(f"{DY} / {DU} dot {DU_2} / {DX} =")
        MIDDLE.write((self.cancel, whole))
        self.quotient = _small(f"{DY} / {DX} =").next_to(whole, np.array([-1.0, 0.0, 0.0]), buff=0.2)
        self.quotient.stand_on(self.cancel)
        self.product = whole
        here = Number(lambda: read(self.wholes.at(self.at.get_value()), "slope", decimals=2), ink=INK.slope)
        self.local_product = beside(self.quotient.copy(), here)

    def _sine_here(self) -> Any:
        return self.sines.at(self.squares.at(self.at.get_value()).f)

    def _ratio(self, k: int, number: Number) -> VGroup:
        row = beside(_small(f"{(DU, DY)[k]} / {(DX, DU)[k]} ="), number)
        middle = (HEIGHTS[k] + HEIGHTS[k + 1]) / 2
        return row.shift(np.array([RATIOS - row.get_left()[0], middle - row.get_center()[1], 0.0]))

    def _set_beast(self) -> None:
        self.by_rules = trace_operations(OPERATIONS, AT)
        self.step = Dial(0.0)  # counted in entries of STEPS
        self.complex = complex_step(beast, np.full(len(STEPS), AT), STEPS)
        takes = {each.name: each.of for each in OPERATIONS}
        self.tree = OperationTree(self.by_rules, NODES, LEAVES, takes=takes)
        self.axes = on = Axes(
            x=(0, 1), y=(0, 0.2), box=Box(-5.9, -2.3, 6.3, 2.3), y_steps=(0.1,), x_name="{{x : input}}"
        )
        self.curve = Curve(
            series("beast", graph(beast, np.linspace(0, 1, 401)), x="x", f="f"),
            on=on,
            ink=INK.output,
            ground=True,
        )
        point = (AT, float(self.by_rules.value))
        self.spot = Marker(lambda: point, on=on, radius=0.12)
        self.tangent = SlopeLine(lambda: point, lambda: float(self.by_rules.slope), on=on, reach=(2.6, 2.6))

    # -- the beats -------------------------------------------------------------------------------------

    @beat(chapter="The question")
    def remember_the_square(self) -> None:
        """Last time, a square grew. We nudged its side, and the area answered: two strips, and a corner."""
        grow = Dial(0.0)
        self.square = GrowingSquare(lambda: (HERE, WIDE * grow.get_value()), corner=(-2.6, -2.2), unit=4.0)
        self.enter(self.square, pace=PACE.normal)
        self.play(grow.to(1), until="corner")
        self.play(grow.to(0))

    @beat
    def lay_them_on_lines(self) -> None:
        """Lay the side on a number line, x, and the area on the next one, u. A thread leads down."""
        self.enter(self.lines[0], self.names[0], pace=PACE.normal)
        self.enter(self.sliders[0], self.square.grown.to(0), pace=PACE.normal)
        self.remove(self.square)
        self.enter(self.lines[1], self.names[1], until="u")
        self.add(self.threads[0])
        self.play(self.threads[0].grown.to(1), least=PACE.normal)
        self.enter(self.sliders[1], pace=PACE.quick)

    @beat
    def ask_for_the_last_line(self) -> None:
        """And the area decides something else, y. Nudge x a little: how far does the last line move?"""
        self.enter(self.lines[2], self.names[2], pace=PACE.quick)
        self.add(self.threads[1])
        self.play(self.threads[1].grown.to(1), until="y")
        self.enter(self.sliders[2], pace=PACE.quick)
        self.add(*self.nudged, self.bars[0])
        for each in self.nudged:
            each.grown.set_value(1)
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
        self.steady_name = self._name(1, "u = 2 {{x : input}}")
        self.swap(self.names[1], (self.steady_name, self.numbers(0)), pace=PACE.quick)
        self.enter(self.slow_fans[0], until="evenly")
        self.enter(
            self.slow_sliders[:2], self.slow_fans[0].threads.animate.set_stroke(opacity=0.3), pace=PACE.quick
        )
        self.add(*self.slow_bars[:2])
        self.enter(self.slow_threads[0], pace=PACE.quick)
        self.play(self.slow_push.to(1), least=PACE.normal)

    def numbers(self, shown: float) -> list[Any]:
        """Animations that put the numbers of all lines out, or light them."""
        return [line.numbered.to(shown) for line in self.lines]

    @beat
    def put_gears_between(self) -> None:
        """Now put gears in between. A rod turns the small wheel, and on its axle sits one with twice
        the teeth."""
        self.leave(self.slow_fans[0], self.slow_push.to(0), self.numbers(1))
        self.enter(self.posts, self.slow_rods[:2], pace=PACE.normal)
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
        self.slow_name = self._name(2, "{{y : output}} = 3/2 u")
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
        self.curved = [self._name(1, "u = {{x : input}}^2"), self._name(2, "{{y : output}} = sin u")]
        self.swap((self.steady_name, self.slow_name), (self.curved, self.numbers(0)), pace=PACE.quick)
        self.play(self.spread(WIDER), pace=PACE.quick)
        self.enter(self.fans[0], until="spread")
        self.enter(self.fans[1], share=1)

    def spread(self, zoom: float) -> list[Any]:
        """Animations that draw the lines apart, 0 staying where it is."""
        ends = [ZERO + zoom * UNIT * at for at in self.base]
        return [self.zoom.to(zoom), *(line.anchor.to(x) for line, x in zip(self.lines, ends, strict=True))]

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
        self.add(*self.nudged, *self.bars)
        for each in self.nudged:
            each.grown.set_value(1)
        for each in self.bars:
            each.grown.set_value(1)
        self.swap(self.local, (self.ratios, self.measured.to(1)), pace=PACE.normal)
        self.play(self.push.to(1))

    @beat
    def cancel_du(self) -> None:
        """Multiply the two, and du cancels. What remains is dy by dx, exactly, however large the nudge."""
        self.enter(self.cancel, until="two")
        strokes = VGroup(*(self._stroke(self.cancel.part(label)) for label in ("text", "text_2")))
        self.strokes = strokes
        self.play(Create(strokes), until="cancels")
        self.enter(self.product, share=0.6)

    def _stroke(self, glyphs: VGroup) -> VMobject:
        low, high = glyphs.get_corner([-1, -1, 0]), glyphs.get_corner([1, 1, 0])
        stroke = VMobject().set_stroke(INK.slope, width=STROKE.thin)
        stroke.points = polyline(np.array([low, high]))
        return stroke

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
        self.named = [self._rule(0, "= 2 {{x : input}}"), self._rule(1, "= cos u")]
        self.enter(self.named[0], until="lines")
        self.enter(self.named[1], share=1)

    def _rule(self, k: int, source: str) -> Formula:
        rule = _small(source)
        equals = self.ratios[k][1].strut.points[0][0] - 0.2
        left, top = equals - 0.27, self.ratios[k].get_bottom()[1] - 0.14
        return rule.move_to([left, top, 0.0], aligned_edge=np.array([-1.0, 1.0, 0.0]))

    @beat
    def name_the_chain_rule(self) -> None:
        """Multiply them, and you have the slope of the whole, dy by dx. This is the chain rule."""
        self.leave(self.trains, self.rods, self.posts, self.named, self.quotient, self.product)
        self.chain = Formula(CHAIN, size=SIZE.title).move_to(BOOK)
        (inner, one), (outer, other) = self.ratios
        travel = ((outer, "output", "output_2"), (outer, "text", "text"), (inner, "text", "text_2"),
                  (inner, "input", "input_2"))  # fmt: skip
        moves = [ReplacementTransform(old.part(a), self.chain.part(b)) for old, a, b in travel]
        carried = {id(glyph) for _, _, label in travel for glyph in self.chain.part(label)}
        rest = VGroup(*(glyph for glyph in self.chain if id(glyph) not in carried))
        left = [FadeOut(each) for each in (one, other, *self._signs(inner), *self._signs(outer))]
        self.play(*moves, left, FadeIn(rest), until="slope")
        self.remove(*(self.chain.part(label) for _, _, label in travel), rest)
        self.add(self.chain)
        self.play(self.chain.animate.scale(1.12), share=0.5)
        self.play(self.chain.animate.scale(1 / 1.12))

    @staticmethod
    def _signs(fraction: Formula) -> list[VMobject]:
        """What of a formula belongs to no concept: its bar, its equals sign."""
        named = {id(glyph) for label in fraction.labels for glyph in fraction.part(label)}
        return [glyph for glyph in fraction if id(glyph) not in named]

    @beat
    def measure_it_straight(self) -> None:
        """Check it. Measured straight from x to y, without a look at u in between, it is the same number."""
        quiet = {"size": SIZE.small, "ink": INK.quiet}
        product = Number(read(self.tiny, "slope", decimals=10), size=SIZE.large, ink=INK.slope)
        self.check = CHECK.write(Words("product of the rates", **quiet), product)
        straight = Number(read(self.straight, "value", decimals=10), size=SIZE.large, ink=INK.slope)
        self.check_too = CHECK.write(Words("measured from x to y", **quiet), straight, below=self.check)
        self.enter(self.check, until="it")
        self.leap = [Threads(self.lines[0], self.lines[2], self._leap, ink=INK.slope, width=STROKE.normal,
                             beads=True, grown=0.0)]  # fmt: skip
        self.enter(self.leap, until="y")
        self.enter(self.check_too, share=0.8)

    def _leap(self) -> tuple[np.ndarray, np.ndarray]:
        x, _, y = self.base
        return np.array([x, x + SMALLEST]), np.array([y, y + float(self.rests.nudges[2, -1])])

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
        for aside in (-0.05, 0.05, 0.0):
            self.play(self.at.to(halt + aside), pace=PACE.quick)

    @beat(chapter="Taming a beast")
    def meet_the_beast(self) -> None:
        """Now a beast. Seven operations are knotted into it. How steep is it, at 0.3?"""
        self.leave(*map(FadeOut, self.mobjects))
        self.beast = Formula(FRACTION, size=SIZE.title).move_to([2.2, 1.55, 0.0])
        self.enter(self.axes, pace=PACE.quick)
        self.enter(self.curve, share=0.5)
        self.enter(self.beast, until="it")
        self.enter(self.spot, pace=PACE.quick)

    @beat
    def make_it_a_product(self) -> None:
        """First a trick: to divide by e to the seven x is to multiply by e to the minus seven x."""
        product = Formula(PRODUCT, size=SIZE.title).move_to([0.0, 0.4, 0.0])
        self.leave(self.axes, FadeOut(self.curve), self.spot)
        self.play(self.beast.animate.move_to([0.0, 0.4, 0.0]), pace=PACE.normal)
        self.play(Rewrite(self.beast, product), share=0.9)
        self.beast = product

    @beat
    def take_it_apart(self) -> None:
        """Take it apart, from the outside in. A product: here a sine, there an exponential. Inside, a
        sum, and leaves x."""
        self.play(self.beast.animate.scale(SIZE.body / SIZE.title).move_to(ASIDE), pace=PACE.normal)
        self.enter(self.tree.nodes["beast"], until="product")
        self.grow(("sine", "beast"), ("decay", "beast"), until="exponential")
        self.grow(("sum", "sine"), ("minus", "decay"), until="sum")
        self.grow(("fifth", "sum"), ("triple", "sum"), share=0.5)
        self.grow(*(("x", above) for above in LEAVES), share=1)

    def grow(self, *keys: tuple[str, str], **length: Any) -> None:
        """Let ways grow down from their upper nodes, and what they lead to appear."""
        ways = [self.tree.ways[key] for key in keys]
        nodes = [self.tree.leaves[above] if below == "x" else self.tree.nodes[below] for below, above in keys]
        for way in ways:
            way.grown.set_value(0)
        self.add(*nodes)
        self.bring_to_back(*ways)
        self.play(*(way.grown.to(1) for way in ways), *map(FadeIn, nodes), **length)

    @beat
    def put_in_a_number(self) -> None:
        """Put in 0.3, and every operation has its value, from the leaves to the root."""
        self.leave(self.beast, pace=PACE.quick)
        values = self.tree.values
        for names, share in ((LEAVES, 0.3), (("sum", "decay"), 0.4), (("sine",), 0.5), (("beast",), 1.0)):
            self.enter(*(values[name] for name in names), share=share)

    @beat
    def nudge_all_leaves(self) -> None:
        """Now nudge x, at all three leaves at once. Every operation passes it on, at its own rate."""
        self.climb(("x", "fifth"), ("x", "triple"), ("x", "minus"))

    def climb(self, *keys: tuple[str, str], share: float = 1.0) -> None:
        """Let nudges climb: past the rate of each way, up to the next node, where its new size is told."""
        self.enter(*(self.tree.rates[key] for key in keys), pace=PACE.quick)
        tell = PACE.quick
        length = max(self.rest(share) - tell, PACE.normal)
        self.play(*(self.tree.ways[key].passed.to(1, rate_func=EVEN) for key in keys), run_time=length)
        arrived = dict.fromkeys(above for _, above in keys)
        self.enter(*(self.tree.slopes[above] for above in arrived), pace=tell)

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
        rules = Words("by rules", size=SIZE.small, ink=INK.quiet)
        self.rules = RESULTS.write(rules, Number(number, size=SIZE.large, ink=INK.slope))
        self.swap(self.tree.slopes["beast"], self.rules, until="slope")

    @beat
    def measure_the_beast(self) -> None:
        """And measured? Nudge the whole beast, knowing no rule, less and less: it comes to the very same
        digits."""
        goal = read(self.by_rules, "slope", decimals=PLACES, name="slope by rules")
        step = self.step.get_value
        live = SettlingNumber(
            lambda: read(self.complex, "value", at=step(), decimals=PLACES, name="slope measured"),
            goal,
            size=SIZE.large,
        )
        nudge = Number(
            lambda: read(self.complex, "h", at=step(), scientific=True, digits=2, name="nudge"),
            size=SIZE.small, ink=INK.input,
        )  # fmt: skip
        label = Words("measured, nudge", size=SIZE.small, ink=INK.quiet)
        self.measured_too = RESULTS.write((label, nudge), live, below=self.rules)
        self.enter(self.measured_too)
        self.play(self.step.to(len(STEPS) - 1, rate_func=EVEN), least=PACE.slow)

    @beat
    def lay_the_tangent(self) -> None:
        """Lay that slope against the curve. It fits: the beast is tame."""
        self.leave(*map(FadeOut, self.mobjects))
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
        still = (*self.tree.nodes.values(), *self.tree.leaves.values(), *self.tree.rates.values())
        self.enter(*(FadeIn(each) for each in (*ways.values(), *still)), pace=PACE.normal)
        for level, share in zip(LEVELS, (0.25, 0.33, 0.5, 1.0), strict=True):
            self.play(*(ways[key].passed.to(1, rate_func=EVEN) for key in level), share=share)

    @beat
    def find_a_riddle(self) -> None:
        """And a riddle: the exponential's value and its rate are one number. A function that is its own
        slope? That comes next."""
        node, rate = self.tree.nodes["decay"], self.tree.rates["minus", "decay"]
        self.leave(*(FadeOut(each) for each in self.mobjects if each not in (node, rate)))
        number = read(self.by_rules, "values.decay", decimals=3, name="value of decay")
        value = Number(number, size=SIZE.title, align="center").move_to([-2.2, -1.0, 0.0])
        names = [
            Words(each, ink=INK.quiet).move_to([x, 0.0, 0.0]) for each, x in (("value", -2.2), ("rate", 2.2))
        ]
        large = SIZE.title / SIZE.body
        bigger = node.animate.scale(2.4).move_to([0.0, 1.8, 0.0])
        self.play(bigger, rate.animate.scale(large).move_to([2.2, -1.0, 0.0]), pace=PACE.normal)
        self.enter(names[0], value, until="value")
        self.enter(names[1], until="rate")
        self.enter(Formula("=", size=SIZE.title).move_to([0.0, -1.0, 0.0]), until="number")
        self.play(value.slots.animate.set_fill(INK.slope), node.box.animate.set_stroke(INK.slope))


def _small(source: str) -> Formula:
    return Formula(source, size=SIZE.body)
