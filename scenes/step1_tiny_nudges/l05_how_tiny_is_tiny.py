"""Lecture 05: a smaller nudge is not always better; there is a best one, and one that meets no wall."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
from manim import FadeIn, FadeOut, VGroup
from manim.utils.rate_functions import ease_in_out_sine as EVEN

from l05_pictures import ErrorMap, SidewaysNudge, Told, Tunnel, rows

from calc_core import complex_nudges, float_neighbours, graph
from calc_core import optimal_step, secant_family, secant_slopes, step_sweep, tangent_family
from visuals import INK, PACE, SEVERAL, SIZE, STROKE, Dial, Lecture, beat, mix, read, series
from visuals import Axes, Box, Curve, FloatLens, Marker, NudgeBars, SlopeLine, Thread, Walker
from visuals import Formula, Number, Page, Words

E = Decimal("2.71828182845904523536028747135266249775724709369995")  # OEIS A001113
X = 1.0
SMALLEST = 15  # zeros of the smallest nudge
DRAWN, FITTED = 8, 100  # nudges to a power of ten, on the map and where its slopes are fitted
FIRST = 4  # nudges in the table: one, a tenth, ...
TURN, THROWN, BOTTOM = (
    8.0,
    14.0,
    5.2,
)  # zeros: where the wall begins, how far up she gets, and the second hiker's
NEIGHBOURS = 400  # of 1 on each side
FAR = (5, 9, 12, 15)  # powers of ten of the glass
FAINTEST = 100  # zeros of the sideways nudge at last
PLANE = Box(-6.1, -2.4, 6.1, 3.3)
TABLE = Page(-4.4, 3.1, side="numbers", gap=0.36)
CAP = {"size": SIZE.large}
BOLD = {"size": SIZE.title}
ONE, BOTH, SIDEWAYS = (each.ink for each in SEVERAL[:3])


class HowTinyIsTiny(Lecture):
    title = "How tiny is tiny?"
    goal = "Errors fall with the nudge, then rise by rounding: there is a best nudge, and you can predict it."
    poster = "meet_the_wall"
    layers = (
        "plane curve tangent secant bars lens faint ridge lower dark floor map_axes falling rising "
        "best hiker second third"
    )

    # -- data and pictures ---------------------------------------------------------------------------

    def set_stage(self) -> None:
        powers = np.arange(SMALLEST + 1)
        nudges = 10.0 ** -np.linspace(0, SMALLEST, DRAWN * SMALLEST + 1)
        many = 10.0 ** -np.linspace(0, SMALLEST, FITTED * SMALLEST + 1)
        self.first = step_sweep(np.exp, X, 10.0 ** -np.arange(FIRST), ("forward",), exact=E)
        self.sweep = step_sweep(np.exp, X, nudges, exact=E)
        self.fitted = step_sweep(np.exp, X, many, exact=E)
        self.predicted = {name: optimal_step(name, X) for name in ("forward", "central")}
        self.height = graph(np.exp, X)
        self.heights = graph(np.exp, X + 10.0**-powers)
        self.ratios = secant_slopes(np.exp, X, 10.0**-powers)
        self.floats = float_neighbours(np.exp, X, NEIGHBOURS)
        self.hops = [secant_slopes(np.exp, X, k * self.floats.gap) for k in range(1, 9)]
        self.parts = complex_nudges(np.exp, X, 10.0 ** -np.arange(FAINTEST + 1.0))
        self._set_curve()
        self._set_glass()
        self._set_map()
        self._set_digits()

    def _set_curve(self) -> None:
        family, tangents = secant_family(np.exp, X, 1e-5, 1.0), tangent_family(np.exp, -1.5, 2.0)
        self.zeros = Dial(0.0)  # of the nudge
        self.plane = Axes(
            x=(-1.5, 2), y=(0, 8), box=PLANE, x_steps=(1,), y_steps=(2,), x_name="{{$x$ : input}}"
        )
        drawn = series("exp", graph(np.exp, np.linspace(-1.5, 2, 300)), x="x", f="f")
        self.curve = Curve(drawn, on=self.plane, ink=INK.output, width=STROKE.bold)
        self.nudged = lambda: family.at(10.0 ** -self.zeros.get_value())
        self.bars = NudgeBars(self.nudged, on=self.plane)
        self.secant = SlopeLine.secant(self.nudged, on=self.plane, reach=(1.6, 3.4))
        self.tangent = SlopeLine.tangent(lambda: tangents.at(X), on=self.plane, reach=(2.4, 3.0))
        self.here = Marker(lambda: (X, float(self.height.f)), on=self.plane, radius=0.11)

    def _set_glass(self) -> None:
        self.lens = FloatLens(
            lambda x: graph(np.exp, x), self.floats, on=self.plane, x=X, radius=0.8, turn=-38.0
        )
        self.count = Dial(8.0)  # of floats that the nudge leaps over
        hop = lambda: self.hops[round(self.count.get_value()) - 1]  # noqa: E731
        self.leap = NudgeBars(hop, on=self.lens)
        self.chord = SlopeLine.secant(hop, on=self.lens, reach=(6, 6), width=STROKE.bold, cased=False)
        self.lens.put_inside(self.chord, self.leap)
        self.hop = hop

    def _set_map(self) -> None:
        self.map = on = ErrorMap(self.sweep)
        self.map_axes = [on.axes, on.letter]
        self.ridge = on.ridge("forward", ink=ONE, ground=True)
        self.faint = on.ridge("forward", ink=mix(ONE, INK.ground, 0.6), width=STROKE.thin)
        self.lower = on.ridge("central", ink=BOTH, ground=True)
        self.floor = on.ridge("complex", ink=SIDEWAYS, width=STROKE.bold)
        self.dark = Tunnel(self.floor, 6.2)
        self.falling = on.law("forward", "falling", 0, SMALLEST)
        self.rising = on.law("forward", "rising", 1, SMALLEST)
        self.hiker = Walker(self.ridge, x=0, height=0.8)
        self.second = Walker(self.lower, x=0, height=0.8)
        self.third = Walker(self.floor, x=0, height=0.66)
        law = self.map.row("forward")
        meet = int(np.argmin(np.abs(law.falling - law.rising)))
        self.best = Marker(
            lambda: (float(law.zeros[meet]), float(law.falling[meet])),
            on=on.axes,
            ink=INK.residual,
            radius=0.15,
        )

    def _set_digits(self) -> None:
        self.power = Dial(1.0)  # zeros of the nudge whose digits are shown
        k = lambda: round(self.power.get_value())  # noqa: E731
        there = lambda: read(self.heights, "f", index=k(), decimals=15, name="height beyond")  # noqa: E731
        here = lambda: read(self.height, "f", decimals=15, name="height")  # noqa: E731
        nudge = lambda: read(self.ratios, "dx", index=k(), scientific=True, digits=1)  # noqa: E731
        rise = lambda: read(self.ratios, "df", index=k(), decimals=15)  # noqa: E731
        ratio = lambda: read(self.ratios, "slope", index=k(), decimals=15)  # noqa: E731
        look = {"ink": INK.output, **BOLD}
        self.digits = rows(
            [
                "f(x + h) =",
                "f(x) =",
                "{{dif f : output}} =",
                "{{h : input}} =",
                "{{dif f : output}} / {{h : input}} =",
            ],
            [
                Told(there, lambda: here().text, **look),
                Told(here, lambda: there().text, **look),
                Told(rise, **look),
                Number(nudge, ink=INK.input, **BOLD),
                Told(ratio, lambda: "", ink=INK.slope, **BOLD),
            ],
            top=2.55,
            gap=1.02,
        )
        part = lambda field, **how: Number(  # noqa: E731
            lambda: read(self.parts, field, index=k(), **how), ink=INK.output, **BOLD
        )
        self.pockets = rows(
            ["{{h : input}} =", '"real part" =', '"imaginary part" =', '"imaginary part" / {{h : input}} ='],
            [
                Number(
                    lambda: read(self.parts, "h", index=k(), scientific=True, digits=1), ink=INK.input, **BOLD
                ),
                part("real", decimals=15),
                part("imaginary", scientific=True, digits=16),
                Number(lambda: read(self.parts, "slope", index=k(), decimals=15), ink=INK.slope, **BOLD),
            ],
            top=2.2,
            gap=1.15,
        )
        self.sideways = SidewaysNudge(np.exp, X, 0.85)

    # -- the question --------------------------------------------------------------------------------

    @beat(chapter="The question")
    def know_the_answer(self) -> None:
        """Last time we met e to the x, which is its own slope. So at one, its slope must be e."""
        self.enter(self.plane, self.curve, until="own slope")
        number = Number(read(self.height, "f", decimals=6, name="slope of exp at 1"), ink=INK.slope, **BOLD)
        self.answer = Page(-3.4, 3.1, side="numbers").write(
            (Formula("{{\"slope\" : slope}} = e =", **BOLD), number)
        )
        self.enter(self.tangent, self.here)
        self.enter(self.answer)

    @beat
    def nudge_it(self) -> None:
        """For once, we know the answer beforehand. Nudge, divide, and see how far off we are."""
        self.wait(until="beforehand")
        self.add(self.bars)
        self.play(self.bars.across.to(1), until="nudge", least=PACE.quick)
        self.play(self.bars.up.to(1), self.secant.grown.to(1), until="divide", least=PACE.normal)
        head = (("nudge", INK.input), ("off by", INK.residual))
        self.table = [
            VGroup(
                *(
                    Words(text, ink=ink).move_to([x, 1.85, 0])
                    for (text, ink), x in zip(head, (-5.0, -2.6), strict=True)
                )
            )
        ]
        self.enter(self.table[0], pace=PACE.quick)
        self.write_row(0)

    def write_row(self, k: int, **length: Any) -> None:
        """A nudge, and how far off the slope is that it measures."""
        nudge = Number(read(self.first, "h", index=k, digits=1), ink=INK.input, align="center", **CAP)
        off = Number(
            read(self.first, "error", index=(0, k), digits=3, name="error"),
            ink=INK.residual,
            align="center",
            **CAP,
        )
        row = VGroup(nudge.move_to([-5.0, 1.1 - 0.75 * k, 0]), off.move_to([-2.6, 1.1 - 0.75 * k, 0]))
        self.table.append(row)
        self.enter(row, **(length or {"pace": PACE.quick}))

    @beat
    def ten_times_smaller(self) -> None:
        """A nudge ten times smaller: ten times closer. Smaller again, and again ten times closer."""
        for k, word in ((1, "closer"), (2, "again"), (3, "closer")):
            self.play(self.zeros.to(k), until=word, least=PACE.normal)
            self.write_row(k)

    @beat
    def why_ever_stop(self) -> None:
        """So why ever stop? Let the nudge shrink for good, and get every digit there is. How tiny is tiny?"""
        self.play(self.zeros.to(5), until="there is")
        self.headline = Words(self.title, **BOLD).move_to([-3.2, -1.75, 0])
        self.enter(self.headline)

    # -- down, and up --------------------------------------------------------------------------------

    @beat(chapter="Down the slope")
    def draw_the_map(self) -> None:
        """Draw a map of it: how far off, over the nudge. To the right, the nudge gets smaller, by powers
        of ten."""
        self.leave(self.headline, self.answer, *self.table, self.secant, self.bars, self.tangent, self.here)
        self.leave(FadeOut(self.curve), FadeOut(self.plane))
        self.enter(*self.map_axes, until="map", least=PACE.quick)
        self.spots = [
            Marker(lambda k=k: (k, self.error_at(k)), on=self.map.axes, ink=INK.residual, radius=0.13)
            for k in range(FIRST)
        ]
        for spot in self.spots:
            self.enter(spot, pace=PACE.quick)

    def error_at(self, zeros: float) -> float:
        """The power of ten of the forward error on the map."""
        row = self.map.row("forward")
        return float(np.interp(zeros, row.zeros, row.error))

    @beat
    def set_out(self) -> None:
        """A hiker sets out. Ten times smaller, ten times better: the way is straight, and down."""
        self.enter(self.hiker, pace=PACE.quick)
        self.add(self.ridge)
        self.walk("forward", self.hiker, 4.0, least=PACE.slow)
        self.leave(*self.spots)

    def walk(self, method: str, hiker: Walker, to: float, **length: Any) -> None:
        """Walk on along a ridge, which is drawn a little ahead."""
        way = {"rate_func": EVEN}
        self.play(self.map.reach[method].to(min(to + 0.3, SMALLEST), **way), hiker.x.to(to, **way), **length)

    @beat
    def see_the_end(self) -> None:
        """She can see where it leads: on and on, to no error at all."""
        self.enter(self.falling.pose(grown=0), until="on and on", least=PACE.slow)
        self.walk("forward", self.hiker, 5.5)

    @beat
    def meet_the_wall(self) -> None:
        """But at eight zeros, the ground breaks. And before her, up and up, stands a jagged wall."""
        self.walk("forward", self.hiker, TURN - 0.1, until="breaks", least=PACE.slow)
        self.play(self.map.reach["forward"].to(SMALLEST), least=PACE.slow)

    @beat
    def climb_the_wall(self) -> None:
        """The smaller the nudge, the larger the error. At fifteen zeros she has lost all that she had won."""
        self.leave(self.falling, pace=PACE.quick)
        self.play(self.hiker.x.to(THROWN, rate_func=EVEN), until="fifteen", least=PACE.slow)
        off = read(self.sweep, "error", index=(0, DRAWN * SMALLEST), digits=2, name="error at fifteen zeros")
        self.lost = VGroup(Words("off by", ink=INK.residual, **CAP), Number(off, ink=INK.residual, **BOLD))
        self.lost[1].stand_beside(self.lost[0])
        self.lost.move_to([4.6, 2.85, 0])
        self.enter(self.lost)

    # -- what the wall is ----------------------------------------------------------------------------

    @beat(chapter="What the wall is made of")
    def take_the_glass(self) -> None:
        """What is this wall made of? Take the glass, and look at the curve where such nudges live."""
        self.leave(self.lost, self.hiker, FadeOut(self.ridge), *map(FadeOut, self.map_axes))
        self.enter(FadeIn(self.plane), FadeIn(self.curve), pace=PACE.normal)
        self.enter(self.lens, pace=PACE.quick)
        self.play(self.lens.radius.to(2.6), FadeOut(self.curve), FadeOut(self.plane))

    @beat
    def a_line_as_ever(self) -> None:
        """A hundred thousand times closer: a straight line. A thousand million times: the same line."""
        self.closer(5, until="straight line")
        self.closer(9, least=PACE.normal)

    def closer(self, power: int, **length: Any) -> None:
        """Come closer with the glass, by equal factors in equal times."""
        self.play(self.lens.zoom.to(10.0**power, rate_func=EVEN), **length)

    @beat
    def find_the_stairs(self) -> None:
        """A million million. Closer still, and the line breaks. It was a staircase all along."""
        self.closer(12, until="million million", least=PACE.normal)
        self.closer(15, least=PACE.grand)

    @beat
    def between_there_is_nothing(self) -> None:
        """It is not the curve that breaks. Each dot is a number that the machine has. Between two of them, it
        has none."""
        gap = read(self.floats, "gap", scientific=True, digits=2, name="gap between floats at 1")
        step = read(self.floats, "step", scientific=True, digits=2, name="step between heights")
        self.note = Page(5.0, 1.5, side="middle", gap=0.35).write(
            Words("next number", ink=INK.input, **CAP), Number(gap, ink=INK.input, align="center", **CAP),
            Words("next height", ink=INK.output, **CAP), Number(step, ink=INK.output, align="center", **CAP),
        )  # fmt: skip
        self.enter(self.note[:2], until="the machine has", least=PACE.quick)
        self.enter(self.note[2:])

    @beat
    def hop_along(self) -> None:
        """So nudge by eight of them, by seven, by six. The slope does not settle any more. It jumps about."""
        self.leave(self.note)
        ratio = Number(lambda: read(self.hop(), "slope", decimals=3), ink=INK.slope, align="center", **BOLD)
        self.ratio = Page(5.0, 1.0, side="middle").write(
            Formula("{{dif f : output}} / {{dif x : input}}", **BOLD), ratio
        )
        self.play(self.lens.turn.to(-142), self.leap.across.to(1), self.leap.up.to(1), self.chord.grown.to(1))
        self.enter(self.ratio, pace=PACE.quick)
        self.play(self.count.to(2.6), least=PACE.slow)

    @beat
    def the_very_next(self) -> None:
        """And with the very next number, the slope is four. Not nearly e: four."""
        self.play(self.count.to(1), until="number", least=PACE.normal)

    @beat
    def look_at_the_digits(self) -> None:
        """Or look at the digits. The machine can hold sixteen. We need the difference of two heights."""
        self.leave(self.ratio, self.chord, self.leap, pace=PACE.quick)
        self.leave(FadeOut(self.lens))
        self.enter(self.digits[:2], until="hold")
        self.enter(self.digits[2])

    @beat
    def digits_agree(self) -> None:
        """The smaller the nudge, the more digits agree. And what agrees is wiped out when we subtract."""
        self.enter(self.digits[3], pace=PACE.quick)
        self.play(self.power.to(8), until="agree")
        self.play(self.power.to(12))

    @beat
    def one_digit_left(self) -> None:
        """Sixteen digits went in. One is left. Divide it by the nudge, and nearly all of it is wrong."""
        self.play(self.power.to(SMALLEST), until="left", least=PACE.normal)
        self.enter(self.digits[4])

    # -- the best nudge ------------------------------------------------------------------------------

    @beat(chapter="The best nudge")
    def two_errors(self) -> None:
        """So there are two errors. One comes from the bend: it falls with the nudge. Its slope is one."""
        self.leave(self.digits)
        self.hiker.x.set_value(TURN - 0.1)
        self.enter(FadeIn(self.ridge), *map(FadeIn, self.map_axes), pace=PACE.normal)
        self.enter(self.falling.pose(grown=0), until="falls", least=PACE.normal)
        self.wait(until="nudge")
        self.slopes = [
            self.slope_told("truncation_slope", 0, [-2.0, 2.35, 0]),
            self.slope_told("rounding_slope", 0, [3.55, 2.45, 0]),
        ]
        self.enter(self.slopes[0])

    def slope_told(self, field: str, method: int, at: Any, ink: str = INK.residual) -> VGroup:
        """A slope of the map, as it is fitted to many nudges."""
        number = Number(read(self.fitted, field, index=method, decimals=2, name="slope"), ink=ink, **BOLD)
        label = Words("slope", ink=ink, **CAP)
        return VGroup(label, number.stand_beside(label)).move_to(at)

    @beat
    def the_other_rises(self) -> None:
        """The other is rounding, divided by the nudge. It rises as the nudge shrinks: slope minus one."""
        self.enter(self.rising.pose(grown=0), until="shrinks", least=PACE.slow)
        self.enter(self.slopes[1])

    @beat
    def where_they_meet(self) -> None:
        """Below both of them nobody gets. The best you can do is where they meet."""
        self.enter(self.hiker, pace=PACE.quick)
        self.enter(self.best, until="meet")
        self.play(self.hiker.x.to(7.6))

    @beat
    def write_the_sum(self) -> None:
        """Bend times nudge, plus rounding over nudge. That sum is least at about the root of the rounding."""
        bend, rounding = "{{C h : residual}}", "{{epsilon / h : residual_2}}"
        self.law = Formula(f"{{{{\"error\" : residual_3}}}} approx {bend} + {rounding}", **BOLD).move_to(
            [1.4, 2.6, 0]
        )
        self.leave(*self.slopes)
        self.enter(self.law, until="over nudge")
        root = Formula("{{h : input}} approx sqrt(epsilon)", **BOLD).move_to([1.4, 1.35, 0])
        self.enter(root, until="root", least=PACE.quick)
        self.root = root

    @beat
    def know_it_beforehand(self) -> None:
        """Some eight zeros. You can know it beforehand, without a map. And half of your digits are right."""
        best = read(self.predicted["forward"], "h", scientific=True, digits=1, name="best nudge, one side")
        self.told = VGroup(Formula("{{h : input}} =", **BOLD), Number(best, ink=INK.input, **BOLD))
        self.told[1].stand_beside(self.told[0])
        self.told.move_to([1.4, 0.25, 0])
        self.enter(self.told, until="zeros", least=PACE.quick)
        self.play(self.hiker.x.to(7.0, rate_func=EVEN), share=0.5)
        self.play(self.hiker.x.to(7.6, rate_func=EVEN))

    # -- lower ---------------------------------------------------------------------------------------

    @beat(chapter="Lower still")
    def look_both_ways(self) -> None:
        """Can we get lower? Nudge to both sides. One bend comes too high, one too low, and they cancel."""
        self.leave(self.law, self.root, self.told, self.falling, self.rising, self.best, self.hiker)
        self.leave(FadeOut(self.ridge), *map(FadeOut, self.map_axes))
        self.enter(FadeIn(self.plane), FadeIn(self.curve), self.here, pace=PACE.quick)
        self.zeros.set_value(0.12)
        self.enter(self.tangent)
        width = lambda: 10.0 ** -self.zeros.get_value()  # noqa: E731
        end = lambda side: lambda: (X + side * width(), float(np.exp(X + side * width())))  # noqa: E731
        self.chords = [
            Thread(end(0), end(1), on=self.plane, ink=ONE, width=STROKE.bold, grown=0),
            Thread(end(-1), end(1), on=self.plane, ink=BOTH, width=STROKE.bold, grown=0),
        ]
        self.ends = [Marker(end(side), on=self.plane, ink=BOTH, radius=0.1) for side in (-1, 1)]
        self.enter(self.chords[0], self.ends[1], until="both sides")
        self.enter(self.chords[1], self.ends[0])

    @beat
    def as_good_as_parallel(self) -> None:
        """The chord across lies nearly along the tangent, even for a nudge that you can see."""
        self.leave(self.chords[0])
        self.play(self.zeros.to(0.5), least=PACE.slow)

    @beat
    def twice_as_steep(self) -> None:
        """So a second hiker comes down twice as steep: ten times smaller, a hundred times better."""
        self.leave(
            *self.chords[1:], *self.ends, self.tangent, self.here, FadeOut(self.curve), FadeOut(self.plane)
        )
        self.enter(*map(FadeIn, self.map_axes), FadeIn(self.faint), pace=PACE.quick)
        self.enter(self.second, pace=PACE.quick)
        self.add(self.lower)
        self.walk("central", self.second, BOTTOM - 0.1, least=PACE.slow)
        self.slopes = [self.slope_told("truncation_slope", 1, [-0.1, 2.35, 0], BOTH)]
        self.enter(self.slopes[0])

    @beat
    def the_same_wall(self) -> None:
        """Much lower. But then, the same wall. Her best nudge has five zeros, and eleven digits are right."""
        self.play(self.map.reach["central"].to(SMALLEST), until="wall", least=PACE.slow)
        off = read(self.fitted, "model_error", index=1, scientific=True, digits=1, name="error, both sides")
        self.lost = VGroup(Words("off by", ink=BOTH, **CAP), Number(off, ink=BOTH, **BOLD))
        self.lost[1].stand_beside(self.lost[0])
        self.lost.move_to([-3.2, -1.7, 0])
        self.enter(self.lost)

    @beat
    def never_subtract(self) -> None:
        """The wall is made by subtracting. So never subtract. Step off the number line: nudge sideways."""
        self.leave(self.lost, *self.slopes, self.second, FadeOut(self.lower), FadeOut(self.faint))
        self.leave(*map(FadeOut, self.map_axes))
        side = self.sideways
        self.enter(side.before, side.dots[0], until="subtract")
        self.enter(side.dots[1], side.nudge.pose(grown=0), least=PACE.normal)

    @beat
    def two_parts(self) -> None:
        """The answer comes in two parts. Across lies the height; upwards, and apart from it, slope times
        nudge."""
        side = self.sideways
        self.enter(side.after, pace=PACE.quick)
        self.enter(side.across.pose(grown=0), until="height")
        self.enter(side.rise.pose(grown=0), side.tip, least=PACE.normal)

    @beat
    def they_never_mix(self) -> None:
        """Shrink the nudge: the height hardly notices, and the rise keeps all its digits for itself."""
        side = self.sideways
        self.add(side.way)
        self.play(side.h.to(0.12), least=PACE.slow)

    @beat
    def read_both_parts(self) -> None:
        """Here they are in digits. One part is the height. The other has the slope in it, nudge and all."""
        self.leave(*map(FadeOut, self.sideways.submobjects))
        self.power.set_value(1)
        self.enter(self.pockets[0], self.pockets[1], until="height")
        self.enter(self.pockets[2], until="slope")
        self.enter(self.pockets[3])

    @beat
    def a_hundred_zeros(self) -> None:
        """Eight zeros, and all sixteen digits are there. Twenty. A hundred zeros: not one of them is lost."""
        self.play(self.power.to(8), until="zeros", least=PACE.normal)
        self.play(self.power.to(20), until="twenty")
        self.play(self.power.to(FAINTEST), least=PACE.slow)

    @beat
    def under_the_wall(self) -> None:
        """So the third hiker comes down as steep as the second. But she meets no wall. She walks right under
        it."""
        self.leave(self.pockets)
        self.enter(*map(FadeIn, self.map_axes), FadeIn(self.lower), FadeIn(self.faint), pace=PACE.quick)
        self.enter(self.third, pace=PACE.quick)
        self.add(self.floor)
        self.walk("complex", self.third, 7.8, until="second", least=PACE.slow)
        self.add(self.dark)
        self.walk("complex", self.third, 14.2, least=PACE.grand)

    # -- what to take along --------------------------------------------------------------------------

    @beat(chapter="What to take along")
    def not_the_smallest(self) -> None:
        """So how tiny is tiny? Smaller is not better. There is a best nudge, and it is written in the
        rounding."""
        row = Words("one side", ink=ONE, **CAP), Formula("sqrt(epsilon)", ink=ONE, **BOLD)
        other = Words("both sides", ink=BOTH, **CAP), Formula("root(3, epsilon)", ink=BOTH, **BOLD)
        last = Words("sideways", ink=SIDEWAYS, **CAP), Words("any", ink=SIDEWAYS, **BOLD)
        self.summary = Page(0.2, 3.1, gap=0.4).write(
            *(VGroup(a, b.next_to(a, buff=0.5)) for a, b in (row, other, last))
        )
        self.enter(self.summary, until="better")
        self.wait(share=1)

    @beat
    def what_is_left_over(self) -> None:
        """One riddle stays. Slope one, slope two: what is it that a tangent leaves over, and both sides
        cancel?"""
        self.clear_stage()
        self.zeros.set_value(0.02)
        self.enter(FadeIn(self.plane), FadeIn(self.curve), self.tangent, self.here, pace=PACE.normal)
        far = lambda: 10.0 ** -self.zeros.get_value()  # noqa: E731
        self.left = Thread(
            lambda: (X + far(), self.tangent.at(X + far())), lambda: (X + far(), float(np.exp(X + far()))),
            on=self.plane, ink=INK.residual, width=STROKE.bold, grown=0,
        )  # fmt: skip
        self.enter(self.left, until="leaves over", least=PACE.normal)
        self.play(self.zeros.to(0.4))

    @beat
    def next_time(self) -> None:
        """It is a curve again, and it has a name and a series. Next time we read the road ahead."""
        self.play(self.zeros.to(0.02))
