"""Lecture 05: a smaller nudge is not always better; there is a best one, and one that meets no wall."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
from manim import FadeOut, VGroup
from manim.utils.rate_functions import ease_in_out_sine as EVEN

from l05_pictures import DIGIT, ErrorMap, LeftOver, SidewaysNudge, Tunnel
from l05_pictures import chords, pockets, subtraction, told

from calc_core.derivatives.stencils import Method
from calc_core import complex_nudges, float_neighbours, graph
from calc_core import optimal_step, secant_family, secant_slopes, step_sweep, tangent_family
from visuals import INK, PACE, SEVERAL, SIZE, STROKE, Dial, Lecture, beat, mix, read, series
from visuals import Axes, Box, Curve, FloatLens, Marker, NudgeBars, SlopeLine, Thread, Walker
from visuals import Formula, Lettering, Number, Options, Page, Sized, Words

E = Decimal("2.71828182845904523536028747135266249775724709369995")  # OEIS A001113
X = 1.0
SMALLEST = 15  # zeros of the smallest nudge
DRAWN, FITTED = 8, 100  # nudges to a power of ten, on the map and where its slopes are fitted
FIRST, SPOTS = 6, 4  # nudges in the table: one, a tenth, ...; and of them, those that the map shows first
TURN, THROWN, BOTTOM = (
    8.0,
    14.0,
    5.2,
)  # zeros: where the wall begins, how far up she gets, and the second hiker's
NEIGHBOURS = 400  # of 1 on each side
FAINTEST = 100  # zeros of the sideways nudge at last
PLANE, LIFTED = Box(-6.1, -2.4, 6.1, 3.3), Box(-7.1, -1.75, 5.1, 3.95)
COLUMNS = (-4.3, -1.9)  # of the table
CAP = Sized(size=SIZE.large)
BOLD = Sized(size=SIZE.title)
ONE, BOTH, SIDEWAYS = (each.ink for each in SEVERAL[:3])


class HowTinyIsTiny(Lecture):
    title = "How tiny is tiny?"
    goal = "Errors fall with the nudge, then rise by rounding: there is a best nudge, and you can predict it."
    poster = "find_the_stairs"
    layers = (
        "plane curve left upright tangent secant bars here lens faint ridge lower dark floor map_axes "
        "falling rising best deeper hiker second third"
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
        self.hops = [secant_slopes(np.exp, X, k * self.floats.gap) for k in (1, 2, 3)]
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
        self.bars = NudgeBars(self.nudged, on=self.plane, labels=False)
        self.secant = SlopeLine.secant(self.nudged, on=self.plane, reach=(1.6, 5.0))
        self.x, on = Dial(-1.2), self.plane  # where the tangent touches
        touched = lambda: tangents.at(self.x.get_value())  # noqa: E731
        place = lambda: (float(touched().x), float(touched().f))  # noqa: E731
        self.tangent = SlopeLine.tangent(touched, on=on, reach=(3.2, 4.3))
        self.here = Marker(place, on=on, radius=0.11)
        self.upright = Thread(lambda: (place()[0], 0.0), place, on=on, ink=INK.output, width=STROKE.bold)
        self.heights_now = [
            Number(lambda field=field: read(touched(), field, decimals=3), ink=ink, **BOLD)  # type: ignore[misc]  # its default
            for field, ink in (("f", INK.output), ("slope", INK.slope))
        ]
        self.left = LeftOver(tangents, X, on=on, low=0.15, high=2.0)

    def _set_glass(self) -> None:
        self.lens = FloatLens(
            lambda x: graph(np.exp, x), self.floats, on=self.plane, x=X, radius=0.8, turn=-38.0
        )
        self.count = Dial(3.0)  # of floats that the nudge leaps over
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
        self.dark = Tunnel(self.floor, on.row("complex"), under=self.lower, start=5.0)
        self.falling = on.law("forward", "falling", 0, SMALLEST)
        self.rising = on.law("forward", "rising", 1, SMALLEST)
        self.hiker, self.second = on.hiker("forward", 0.8), on.hiker("central", 0.8)
        self.third = on.hiker("complex", 0.66)
        self.best, self.deeper = on.best("forward", INK.residual), on.best("central", BOTH)

    def _set_digits(self) -> None:
        self.power = Dial(1.0)  # zeros of the nudge whose digits are shown
        self.digits = subtraction(self.height, self.heights, self.ratios, self.power)
        self.sideways_power = Dial(1.0)  # of the sideways nudge
        self.pockets = pockets(self.parts, self.sideways_power)
        self.sideways = SidewaysNudge(np.exp, X, 0.9)

    # -- the question --------------------------------------------------------------------------------

    @beat(chapter="The question")
    def know_the_answer(self) -> None:
        """Last time we met e to the x, whose slope is its height, wherever you look. So at one, the slope
        is e."""
        self.enter(self.plane, self.curve, until="e to the x")
        names = Formula('"height" =', **BOLD), Formula('"slope" =', **BOLD)
        self.table = [Page(-2.3, 3.1, side="numbers").write(*zip(names, self.heights_now, strict=True))]
        self.enter(self.upright, self.tangent, self.here, *self.table, pace=PACE.quick)
        self.play(self.x.to(X, rate_func=EVEN), least=PACE.slow)

    @beat
    def nudge_it(self) -> None:
        """For once we know the answer beforehand. So nudge, divide, and see how far off that is."""
        self.leave(self.upright, self.table.pop())
        self.wait(until="beforehand")
        self.add(self.bars, self.secant)
        self.play(self.bars.across.to(1), until="nudge", least=PACE.quick)
        self.play(self.bars.up.to(1), self.secant.grown.to(1), until="divide", least=PACE.normal)
        names = (("nudge", INK.input), ("off by", INK.residual))
        titles = (Words(text, ink=ink, **CAP) for text, ink in names)
        self.table.append(
            VGroup(*(each.move_to((x, 2.9, 0)) for each, x in zip(titles, COLUMNS, strict=True)))
        )
        self.enter(self.table[0], pace=PACE.quick)
        self.write_row(0)

    def write_row(self, k: int) -> None:
        """A nudge, and how far off the slope is that it measures."""
        nudge = read(self.first, "h", index=k, digits=1)
        off = read(self.first, "error", index=(0, k), digits=3, name="error")
        numbers = zip((nudge, off), (INK.input, INK.residual), COLUMNS, strict=True)
        row = (
            Number(n, ink=ink, align="center", **CAP).move_to((x, 2.15 - 0.68 * k, 0))
            for n, ink, x in numbers
        )
        self.table.append(VGroup(*row))
        self.enter(self.table[-1], pace=PACE.quick)

    @beat
    def ten_times_smaller(self) -> None:
        """A nudge ten times smaller: ten times closer. Smaller again, and again ten times closer."""
        for k, word in ((1, "closer"), (2, "again"), (3, "closer")):
            self.play(self.zeros.to(k), until=word, least=PACE.normal)
            self.write_row(k)

    @beat
    def why_ever_stop(self) -> None:
        """So why ever stop? Let it shrink for good, and have every digit there is. How tiny is tiny?"""
        for k, word in ((4, "stop"), (5, "good")):
            self.play(self.zeros.to(k), until=word, least=PACE.quick)
            self.write_row(k)
        self.wait(until="there is")
        self.headline = Words(self.title, **BOLD).move_to((2.2, 2.5, 0))
        self.enter(self.headline)

    # -- down, and up --------------------------------------------------------------------------------

    @beat(chapter="Down the slope")
    def draw_the_map(self) -> None:
        """Draw a map of it: how far off, over the nudge. To the right, the nudge gets smaller, by powers
        of ten."""
        self.leave(self.headline, *self.table, self.secant, self.bars, self.tangent, self.here)
        self.dissolve((self.plane, self.curve), self.map_axes, until="map")
        on: Options = {"on": self.map.axes, "ink": INK.residual, "radius": 0.13}
        row = self.map.row("forward")
        self.spots = [
            Marker(lambda k=k: (row.zeros[k], row.error[k]), **on) for k in range(0, DRAWN * SPOTS, DRAWN)
        ]
        for spot, word in zip(self.spots, ("off", "nudge", "smaller", "powers"), strict=True):
            self.wait(until=word)
            self.enter(spot, pace=PACE.quick)

    @beat
    def set_out(self) -> None:
        """A hiker sets out. Ten times smaller, ten times better: the way is straight, and down."""
        self.enter(self.hiker, pace=PACE.quick)
        self.add(self.ridge)
        self.walk("forward", self.hiker, 4.0, least=PACE.slow)
        self.leave(*self.spots)

    def walk(self, method: Method, hiker: Walker, to: float, **length: Any) -> None:
        """Walk on along a ridge, which is drawn a little ahead."""
        way = {"rate_func": EVEN}
        self.play(self.map.reach[method].to(min(to + 0.3, SMALLEST), **way), hiker.x.to(to, **way), **length)

    @beat
    def see_the_end(self) -> None:
        """She can see where it leads: on and on, down to no error at all."""
        self.enter(self.falling.pose(grown=0), until="on and on", least=PACE.slow)
        self.walk("forward", self.hiker, 5.5)

    @beat
    def meet_the_wall(self) -> None:
        """But at eight zeros, the ground breaks. And before her, up and up, stands a jagged wall."""
        self.walk("forward", self.hiker, TURN - 0.1, until="breaks", least=PACE.slow)
        self.play(self.map.reach["forward"].to(SMALLEST), least=PACE.slow)

    @beat
    def climb_the_wall(self) -> None:
        """The smaller the nudge, the larger the error. At fifteen zeros, she has lost nearly all that she
        had won."""
        self.leave(self.falling, pace=PACE.quick)
        self.play(self.hiker.x.to(THROWN, rate_func=EVEN), until="fifteen", least=PACE.slow)
        off = read(self.sweep, "error", index=(0, DRAWN * SMALLEST), digits=2, name="error at fifteen zeros")
        self.lost = told("off by", off, INK.residual, [1.5, 2.5, 0])
        self.enter(self.lost)

    # -- what the wall is ----------------------------------------------------------------------------

    @beat(chapter="What the wall is made of")
    def take_the_glass(self) -> None:
        """What is this wall made of? Take the glass, and look at the curve where such nudges live."""
        self.leave(self.lost, self.hiker)
        self.dissolve((self.ridge, *self.map_axes), (self.plane, self.curve))
        self.enter(self.lens, pace=PACE.quick)
        self.play(
            self.lens.radius.to(2.95), self.plane.look(box=LIFTED), FadeOut(self.curve), FadeOut(self.plane)
        )

    @beat
    def a_line_as_ever(self) -> None:
        """A hundred thousand times closer: a straight line. A billion times: the same line."""
        self.closer(5, until="straight line")
        self.closer(9, least=PACE.normal)

    def closer(self, power: int, **length: Any) -> None:
        """Come closer with the glass, by equal factors in equal times."""
        self.play(self.lens.zoom.to(10.0**power, rate_func=EVEN), **length)

    @beat
    def find_the_stairs(self) -> None:
        """A thousand billion. Closer still, and the line breaks. It was a staircase all along."""
        self.closer(12, until="billion", least=PACE.normal)
        self.closer(15, least=PACE.grand)

    @beat
    def between_there_is_nothing(self) -> None:
        """It is not the curve that breaks. Each dot is a number that the machine has. Between two of them, it
        has none."""
        gap = read(self.floats, "gap", scientific=True, digits=2, name="gap between floats at 1")
        step = read(self.floats, "step", scientific=True, digits=2, name="step between heights")
        teal, yellow = Lettering(ink=INK.input, **CAP), Lettering(ink=INK.output, **CAP)
        self.note = Page(-4.1, 1.9, side="middle", gap=0.35).write(
            Words("to the next number", **teal), Number(gap, align="center", **teal),
            Words("to the next height", **yellow), Number(step, align="center", **yellow),
        )  # fmt: skip
        self.enter(*self.note[:2], until="the machine has", least=PACE.quick)
        self.enter(*self.note[2:])

    @beat
    def hop_along(self) -> None:
        """So nudge by three of them, by two. The slope does not settle any more, it jumps. By one: it is
        four."""
        self.leave(*self.note)
        ratio = Number(lambda: read(self.hop(), "slope", decimals=3), ink=INK.slope, align="center", **BOLD)
        fraction = Formula("{{dif f : output}} / {{dif x : input}}", **BOLD)
        self.ratio = Page(-4.1, 1.4, side="middle").write(fraction, ratio)
        self.play(self.leap.across.to(1), self.leap.up.to(1), self.chord.grown.to(1), until="three of them")
        self.enter(self.ratio, pace=PACE.quick)
        self.play(self.count.to(2), until="settle", least=PACE.quick)
        self.wait(until="jumps")
        self.play(self.count.to(1), until="one", least=PACE.quick)

    @beat
    def look_at_the_digits(self) -> None:
        """Or look at the digits. The machine can hold sixteen. We need the difference of two heights."""
        self.leave(self.ratio, FadeOut(self.lens))
        self.enter(*self.digits[:2], until="sixteen")
        self.enter(self.digits[2], self.digits[3])

    @beat
    def digits_agree(self) -> None:
        """The smaller the nudge, the more digits agree. And what agrees is wiped out when we subtract."""
        self.play(self.power.to(8), until="agree")
        self.play(self.power.to(12))

    @beat
    def one_digit_left(self) -> None:
        """Sixteen digits went in. One is left. So when we divide, the slope has one right digit, too."""
        self.play(self.power.to(SMALLEST), until="left", least=PACE.normal)
        self.wait(until="divide")
        right = read(self.height, "f", decimals=4, name="slope of exp at 1")
        self.right = VGroup(
            Formula("e =", size=DIGIT, ink=INK.exact), Number(right, size=DIGIT, ink=INK.exact)
        )
        self.right[1].stand_beside(self.right[0])
        self.enter(self.digits[4])
        self.right.shift((3.0, self.digits[4][1].baseline - self.right[1].baseline, 0))  # type: ignore[operator]  # Numbers
        self.enter(self.right)

    # -- the best nudge ------------------------------------------------------------------------------

    @beat(chapter="The best nudge")
    def two_errors(self) -> None:
        """So there are two errors. One comes from the bend: it falls with the nudge. Its slope is one."""
        self.leave(*self.digits, self.right)
        self.dissolve((), (self.ridge, *self.map_axes))
        self.enter(self.falling.pose(grown=0), until="falls", least=PACE.normal)
        self.wait(until="nudge")
        self.slopes = [self.slope("truncation", 0, [-1.9, 2.5, 0]), self.slope("rounding", 0, [2.6, 2.5, 0])]
        self.enter(self.slopes[0])

    def slope(self, branch: str, method: int, at: Any, ink: str = INK.residual) -> VGroup:
        """A slope on the map, as it is fitted to many nudges."""
        return told("slope", read(self.fitted, f"{branch}_slope", index=method, decimals=2), ink, at)

    @beat
    def the_other_rises(self) -> None:
        """The other is rounding, divided by the nudge. It rises as the nudge shrinks: slope minus one."""
        self.enter(self.rising.pose(grown=0), until="shrinks", least=PACE.slow)
        self.enter(self.slopes[1])

    @beat
    def where_they_meet(self) -> None:
        """The higher of the two decides. So the best you can count on is where they meet."""
        self.hiker.x.set_value(5.0)
        self.enter(self.hiker, pace=PACE.quick)
        self.play(self.hiker.x.to(7.5, rate_func=EVEN), until="where", least=PACE.normal)
        self.enter(self.best)

    @beat
    def write_the_sum(self) -> None:
        """Bend times nudge, plus rounding over nudge. It is least at about twice the root of the rounding."""
        bend, rounding = "{{C h : residual}}", "{{epsilon / h : residual_2}}"
        self.law = Formula(f'{{{{"error" : residual_3}}}} approx {bend} + {rounding}', **BOLD)
        self.law.move_to((0.4, 3.05, 0))
        self.leave(*self.slopes)
        self.enter(self.law, until="over nudge")
        self.root = Formula("{{h : input}} approx 2 sqrt(epsilon) =", **BOLD).move_to((-0.6, 2.0, 0))
        self.enter(self.root, until="root", least=PACE.quick)

    @beat
    def know_it_beforehand(self) -> None:
        """Some eight zeros. You know it beforehand, without a map. And half of your digits are right."""
        best = read(self.predicted["forward"], "h", scientific=True, digits=1, name="best nudge, one side")
        self.nudge_told = Number(best, ink=INK.input, **BOLD).stand_beside(self.root)
        self.enter(self.nudge_told, until="zeros", least=PACE.quick)
        self.play(self.hiker.x.to(7.9, rate_func=EVEN))

    # -- lower ---------------------------------------------------------------------------------------

    @beat(chapter="Lower still")
    def look_both_ways(self) -> None:
        """Can we get lower? Nudge to both sides. One bend comes too high, one too low, and they cancel."""
        self.leave(self.law, self.root, self.nudge_told, self.falling, self.rising, self.best, self.hiker)
        self.plane.fit(PLANE)
        self.zeros.set_value(0.12)
        self.dissolve((self.ridge, *self.map_axes), (self.plane, self.curve, self.here))
        self.enter(self.tangent, pace=PACE.quick)
        self.chords, self.ends = chords(self.plane, np.exp, X, self.zeros, (ONE, BOTH))
        self.enter(self.chords[0], self.ends[1], until="both sides")
        self.enter(self.chords[1], self.ends[0], FadeOut(self.chords[0]), until="high", least=PACE.quick)
        self.play(self.zeros.to(0.5), least=PACE.slow)

    @beat
    def twice_as_steep(self) -> None:
        """So a second hiker comes down twice as steep: ten times smaller, a hundred times better."""
        self.leave(self.chords[1], *self.ends, self.tangent, self.here)
        self.dissolve((self.curve, self.plane), (*self.map_axes, self.faint))
        self.enter(self.second, pace=PACE.quick)
        self.add(self.lower)
        self.walk("central", self.second, BOTTOM - 0.1, least=PACE.slow)
        self.slopes = [self.slope("truncation", 1, [-0.3, 2.35, 0], BOTH)]
        self.enter(self.slopes[0])

    @beat
    def the_same_wall(self) -> None:
        """Much lower. But then, the same wall. Her best nudge has five zeros, and eleven digits are right."""
        self.play(self.map.reach["central"].to(SMALLEST), until="wall", least=PACE.slow)
        off = read(self.fitted, "model_error", index=1, scientific=True, digits=1, name="error, both sides")
        self.lost = told("off by", off, BOTH, [-3.1, -1.75, 0])
        self.enter(self.lost)

    @beat
    def never_subtract(self) -> None:
        """The wall is made by subtracting. So never subtract. Step off the number line: nudge sideways."""
        self.leave(self.lost, *self.slopes, self.second)
        side = self.sideways
        self.dissolve((self.lower, self.faint, *self.map_axes), (side.before, side.dots[0]))
        self.wait(until="number line")
        self.enter(side.dots[1], side.nudge.pose(grown=0), least=PACE.normal)

    @beat
    def two_parts(self) -> None:
        """The answer comes in two parts. Across lies the height. Upwards, apart from that, slope times
        nudge."""
        side = self.sideways
        self.enter(side.after, side.way, pace=PACE.quick)
        self.enter(side.across.pose(grown=0), until="height")
        self.enter(side.rise.pose(grown=0), side.tip, least=PACE.normal)

    @beat
    def they_never_mix(self) -> None:
        """Shrink the nudge. The height hardly notices, and the rise keeps all its digits for itself."""
        self.play(self.sideways.h.to(0.2), least=PACE.slow)

    @beat
    def read_both_parts(self) -> None:
        """Here they are in digits. One part is the height. The other has the slope in it, nudge and all."""
        self.dissolve(self.sideways.shown, (), pace=PACE.quick)
        self.enter(*self.pockets[:2], pace=PACE.normal)
        self.wait(until="height")
        self.enter(self.pockets[2], until="slope")
        self.enter(self.pockets[3])

    @beat
    def a_hundred_zeros(self) -> None:
        """Eight zeros, and all sixteen digits are there. Twenty. A hundred zeros: not one of them is lost."""
        self.play(self.sideways_power.to(8), until="zeros", least=PACE.normal)
        self.play(self.sideways_power.to(20), until="twenty")
        self.play(self.sideways_power.to(FAINTEST), least=PACE.slow)

    @beat
    def under_the_wall(self) -> None:
        """So the third hiker comes down as steep as the second. But she meets no wall. She walks right under
        it."""
        self.leave(*self.pockets)
        self.dissolve((), (*self.map_axes, self.lower, self.faint))
        self.enter(self.third, pace=PACE.quick)
        self.add(self.dark, self.floor)
        self.walk("complex", self.third, 7.8, until="second", least=PACE.slow)
        self.walk("complex", self.third, 14.2, least=PACE.grand)

    @beat
    def all_there_is(self) -> None:
        """Off by less than the machine can tell. You can come as near to nothing as you like."""
        last = DRAWN * SMALLEST
        off = read(self.sweep, "error", index=(2, last), scientific=True, digits=1, name="error, sideways")
        self.lost = told("off by", off, SIDEWAYS, [1.6, 2.5, 0])
        self.enter(self.lost, until="tell", least=PACE.quick)
        self.walk("complex", self.third, 14.7)

    # -- what to take along --------------------------------------------------------------------------

    @beat(chapter="What to take along")
    def not_the_smallest(self) -> None:
        """So how tiny is tiny? Smaller is not better. From one side, from both: there is a best nudge,
        and you can know it."""
        self.leave(self.lost)
        lines = (("one side", ONE, "2 sqrt(epsilon)"), ("both sides", BOTH, "root(3, 3 epsilon)"))
        pairs = (
            (Words(name, ink=ink, **CAP), Formula(f"{{{{h : input}}}} approx {root}", **BOLD))
            for name, ink, root in lines
        )
        self.summary = Page(-1.7, 3.5, gap=0.28).write(*pairs)
        for row, pin, word in zip(self.summary, (self.best, self.deeper), ("side", "both"), strict=True):
            self.enter(row, pin, until=word, least=PACE.quick)
        self.hiker.x.set_value(6.7)
        self.second.x.set_value(3.0)
        self.enter(self.hiker, self.second, pace=PACE.quick)
        near = (each.place()[0] - 0.5 for each in (self.best, self.deeper))
        self.play(
            *(each.x.to(x, rate_func=EVEN) for each, x in zip((self.hiker, self.second), near, strict=True))
        )

    @beat
    def what_is_left_over(self) -> None:
        """One riddle stays. What is it that the tangent leaves over, and that makes one slope one and the
        other two?"""
        self.clear_stage()
        self.dissolve((), (self.plane, self.curve, self.here))
        self.enter(self.tangent, pace=PACE.quick)
        self.enter(self.left.pose(grown=0), until="leaves over", least=PACE.slow)

    @beat
    def next_time(self) -> None:
        """Lay it down, and it is a curve again, with a tangent of its own sort. Next time, we read the road
        ahead."""
        self.leave(self.tangent, self.here)
        self.play(self.left.drop.to(1), FadeOut(self.curve), least=PACE.slow)
