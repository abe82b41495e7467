"""Lecture 01: the slope at an instant is the number that rise over run is heading for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from manim import FadeIn, FadeOut, VGroup, smooth, squish_rate_func
from manim.utils.rate_functions import ease_in_out_sine as EVEN

from calc_core import Secants, derivative, differentiable, graph
from calc_core import hike_height as height
from calc_core import secant_family, secant_slopes, tangent_family, turning_points
from visuals import INK, PACE, SIZE, STROKE, Lecture, beat, read, series
from visuals import Axes, Box, Curve, Lens, Marker, NudgeBars, RatioPlot, SlopeLine, Thread
from visuals import Formula, NudgeTable, Number, Options, Page, Rewrite, SettlingNumber, Words, beside
from visuals import Rucksack, Walker, Zoom, grouped
from visuals.curve.slope_line import SECANT

WALK = (0.0, 7.0)  # hours on the way
HERE = 1.5  # hours after setting out: the instant that the lecture asks about
NUDGES = 10.0 ** -np.arange(6)  # hours: one, a tenth, a hundredth, ...
ON_THE_WAY = (0.5, 0.25, 0.1)  # hours: the nudges between them at which the picture rests
REACH = (5e-6, 1.5)  # hours: the smallest and the largest nudge that a moving picture passes
SHRINKING = np.geomspace(1e-4, 1.0, 240)  # nudges for which the ratio is plotted
WHOLE = Box(-5.9, -2.35, 6.45, 3.3)  # the mountain, filling the stage
UPPER, LOWER = Box(-5.9, 0.6, 6.45, 3.0), Box(-5.9, -2.5, 6.45, -0.25)  # height over slope, in equal time
ALONE, ASIDE = Box(-3.4, -1.5, 3.4, 2.75), Box(-6.0, -1.2, -0.4, 2.3)  # the corner, in equal units
BESIDE = Box(1.2, -2.2, 6.3, 1.4)  # the ratio's plot, right of the glass
CLOSE, NEAR = 2.65, 0.8  # radii of the glass: held close to the eye, and carried along
FROM, UNTIL = 0.55, 6.5  # hours between which it is carried
GLANCE = 30.0  # the zoom at which it is carried along: close enough for a line
UP, DOWN = 38.0, -38.0  # degrees: where its handle points
BOOK = (3.6, 2.65, 0.0)  # where the formula stands
RATE: Options = {"decimals": 2, "unit": "m/h"}
SKY = Page(-4.3, 2.76, side="numbers", gap=0.27)  # left of the mountain
FRACTION = "{{dif f : output}} / {{dif x : input}} ="
LIMIT = "{{lim_({{dif x : input_2}} -> 0) : text_2}}"
RATIO = "{{({{f(x + dif x) : output}} - {{f(x) : output_2}}) / {{dif x : input}} : text}}"


class TinyNudges(Lecture):
    title = "The tiny nudge"
    goal = "The derivative is the number that rise over run is heading for as the nudge shrinks."
    poster = "ten_times_closer"
    layers = "profile axes walker tangent secant bars here plane prime derived lens fold fold_axes fold_lens"

    # -- data and pictures ---------------------------------------------------------------------------

    def set_stage(self) -> None:
        self.limit = derivative(height, HERE, method="richardson")
        self.number = read(self.limit, "value", **RATE)
        self.turns = turning_points(height, *WALK)
        self.tangents = tangent_family(height, WALK[0] - 0.5, WALK[1] + 0.5)  # as far as the glass sees
        self.ahead = secant_family(height, HERE, *REACH, keep=[*NUDGES, *ON_THE_WAY])
        self.behind = secant_family(height, HERE, -REACH[0], -REACH[1])
        self.walk = self.tangents.at(np.linspace(*WALK, 701))
        self._set_mountain()
        self._set_glass()
        self._set_slopes()
        self._set_corner()

    def _set_mountain(self) -> None:
        self.axes = on = Axes(
            x=WALK, y=(400, 1800), box=WHOLE, y_ticks=(500, 1000, 1500), tell_y=grouped,
            x_name="time {{$x$ : input}} in hours", y_name="height {{$f(x)$ : output}} in metres",
        )  # fmt: skip
        self.profile = Curve(series("walk", self.walk, hours="x", metres="f"), on=on, ground=True)
        self.walker = Walker(self.profile, x=WALK[0])
        self.here = Marker(lambda: (HERE, self.profile.at(HERE)), on=on)
        self.nudge = Zoom(1.0)
        self.nudged = lambda: self.ahead.at(self.nudge.get_value())  # the secant of the nudge given now
        self.bars = NudgeBars(self.nudged, on=on)
        self.secant = SlopeLine.secant(self.nudged, on=on, reach=(1.2, 4.0))
        self.tangent = SlopeLine.tangent(lambda: self.tangents.at(HERE), on=on, reach=(1.9, 4.2))
        self.heading = self._settling(self.nudged).move_to((-3.8, 1.7, 0))

    def _set_glass(self) -> None:
        self.lens = on = Lens(self.tangents.at, on=self.axes, x=HERE, radius=NEAR, turn=DOWN)
        self.seen = lambda: self.tangents.at(on.x.get_value())  # the tangent at the point in the glass
        self.closer = lambda: self.ahead.at(1 / on.zoom.get_value())  # as much smaller as the glass is closer
        self.earlier = lambda: self.behind.at(-1 / on.zoom.get_value())  # such a nudge into the past
        inside: Options = {"on": on, "reach": (6.0, 6.0), "cased": False}
        fine: Options = {**inside, "width": 1.3 * STROKE.thin}
        self.ruler = SlopeLine.tangent(self.seen, width=STROKE.bold, **inside)
        self.close_bars = NudgeBars(self.closer, on=on)
        self.close_secant = SlopeLine.secant(self.closer, **fine)
        self.past_bars = NudgeBars(self.earlier, on=on, across=1, up=1, grown=0)
        self.past_secant = SlopeLine.secant(self.earlier, **fine)
        on.put_inside(self.ruler, self.close_secant, self.past_secant, self.close_bars, self.past_bars)
        rows = secant_slopes(height, HERE, NUDGES)
        self.table = NudgeTable(rows, self.limit, left=0.5, right=6.5, top=1.95, units=("h", "m", "m/h"))
        self.live = self._settling(self.closer).move_to((3.4, 3.0, 0))
        self.ratio = RatioPlot(
            self.behind.at(-SHRINKING[::-1]), self.ahead.at(SHRINKING), [self.number],
            lambda: 1 / on.zoom.get_value(), box=BESIDE, y=(100, 400), y_ticks=(100, 200, 300, 400),
            name="ratio on the walk", units=("h", "m/h"),
        )  # fmt: skip

    def _settling(self, look: Callable[[], Secants]) -> VGroup:
        """A ratio on its way to the derivative."""
        number = SettlingNumber(lambda: read(look(), "slope", **RATE), self.number, size=SIZE.large)
        return beside(Formula(FRACTION), number)

    def _set_slopes(self) -> None:
        self.plane = on = Axes(
            x=WALK, y=(-600, 800), box=LOWER, y_ticks=(-500, 0, 500), cross_at=0.0,
            y_name="{{slope : slope}} in metres per hour",
        )  # fmt: skip
        slopes, x = series("slope", self.walk, hours="x", slope="slope"), self.lens.x.get_value
        self.prime = Curve(slopes, on=on, ink=INK.slope, span=lambda: (FROM, UNTIL))
        line = Curve(slopes, on=on, ink=INK.slope, span=lambda: (FROM, x()))
        dot = Marker(lambda: (x(), float(self.seen().slope)), on=on, ink=INK.slope)
        self.derived = [Thread(dot.place, lambda: (x(), 0.0), on=on, dash=0.09), line, dot]
        row = _row(Words("slope"), self.seen, "slope", INK.slope, decimals=0, unit="m/h")
        self.slope_number = beside(*row).move_to((5.2, -0.45, 0))

    def _set_corner(self) -> None:
        self.fold_axes = on = Axes(
            x=(-2, 2), y=(-0.5, 2), box=ALONE, x_steps=(1,), y_steps=(1,), x_name="{{$x$ : input}}"
        )
        self.fold_name = Formula("{{f(x) = abs(x) : output}}").move_to((0, 2.75, 0))
        drawn = series("corner", graph(np.abs, np.linspace(-2, 2, 401)), x="x", f="f")
        self.fold = Curve(drawn, on=on, ground=True)
        self.fold_lens = Lens(lambda x: graph(np.abs, x), on=on, x=0.0, radius=NEAR, turn=DOWN)
        found = differentiable(np.abs, 0.0)
        sides = [read(side, "value", decimals=0, signed=True) for side in (found.left, found.right)]
        inside: Options = {"on": self.fold_lens, "width": STROKE.bold, "cased": False}
        self.halves = [
            SlopeLine(lambda: (0.0, 0.0), lambda side=side: side.value, reach=reach, **inside)  # type: ignore[misc]  # its default
            for side, reach in zip(sides, ((6.0, 0.0), (0.0, 6.0)), strict=True)
        ]
        self.fold_lens.put_inside(*self.halves)
        self.jump = RatioPlot(
            secant_slopes(np.abs, 0.0, -SHRINKING[::-1]), secant_slopes(np.abs, 0.0, SHRINKING), sides,
            lambda: 1 / self.fold_lens.zoom.get_value(), box=BESIDE, y=(-1.5, 1.5), y_ticks=(-1, 0, 1),
            name="ratio at the corner",
        )  # fmt: skip

    @beat(chapter="The question")
    def set_out(self) -> None:
        """A day's walk in the mountains: up, over and down again. How steep was it, at one single instant?"""
        title = Words(self.title, size=SIZE.title).move_to((-3.6, 2.6, 0))
        self.enter(self.walker, title, pace=PACE.quick)
        self.enter(self.profile, self.walker.x.to(WALK[1]), share=0.92, rate_func=EVEN)
        self.profile.hold()
        self.leave(title, self.walker)

    @beat
    def read_the_height(self) -> None:
        """Every moment has its height. Put in a time, x, and out comes f of x. That is a function."""
        self.walker.x.set_value(WALK[0])
        self.enter(self.axes, self.walker)
        feet, here = self.walker.place, lambda: self.tangents.at(self.walker.x.get_value())
        self.threads = (
            Thread(lambda: (feet()[0], self.axes.foot), feet, on=self.axes, ink=INK.input),
            Thread(feet, lambda: (WALK[0], feet()[1]), on=self.axes, ink=INK.output),
        )
        self.reading = SKY.write(
            _row("{{x : input}} =", here, "x", INK.input, decimals=2, unit="h"),
            _row("{{f(x) : output}} =", here, "f", INK.output, decimals=0, unit="m"),
        )
        self.enter(self.threads, self.reading, pace=PACE.quick)
        self.play(self.walker.x.to(HERE - 0.35, rate_func=EVEN))

    @beat
    def stop_the_walk(self) -> None:
        """Stop, right here. How fast is she gaining height, at this very instant?"""
        self.play(self.walker.x.to(HERE), share=0.6)
        self.enter(self.here, pace=PACE.quick)
        self.leave(self.reading, self.threads)

    @beat(chapter="Rise over run")
    def nudge_time(self) -> None:
        """To find out, give time a nudge: one hour more. We call it dx."""
        self.numbers = SKY.write(
            _row("{{dif x : input}} =", self.nudged, "dx", INK.input, decimals=2, unit="h"),
            _row("{{dif f : output}} =", self.nudged, "df", INK.output, decimals=0, unit="m"),
            _row(FRACTION, self.nudged, "slope", SECANT, decimals=0, unit="m/h"),
        )
        self.add(self.bars)
        self.play(self.bars.across.to(1), share=0.7)
        self.enter(self.numbers[0], pace=PACE.quick)

    @beat
    def watch_the_answer(self) -> None:
        """The mountain answers: the height rises by df."""
        self.play(self.bars.up.to(1), share=0.75)
        self.enter(self.numbers[1], pace=PACE.quick)

    @beat
    def divide(self) -> None:
        """Rise over run: df divided by dx. It is the slope of the secant, the straight line through both
        points."""
        self.enter(self.secant, share=0.6)
        self.enter(self.numbers[2])

    @beat
    def an_average_is_no_instant(self) -> None:
        """But that is an average over the hour. She does not walk the straight line: she falls behind,
        then catches up."""
        x = self.walker.x.get_value
        dot = Marker(lambda: (x(), self.secant.at(x())), on=self.axes, ink=SECANT)
        gap = Thread(self.walker.place, dot.place, on=self.axes, ink=INK.residual, width=STROKE.normal)
        self.add(gap, dot)
        self.play(self.walker.x.to(HERE + 1, rate_func=EVEN), share=0.92)
        self.leave(gap, dot, self.walker)

    @beat
    def make_the_nudge_smaller(self) -> None:
        """So take a smaller nudge: half an hour, a quarter, six minutes. The secant tips, and the ratio
        follows."""
        for nudge, share in zip(ON_THE_WAY, (0.35, 0.5, 1.0), strict=True):
            self.play(self.nudge.to(nudge), share=share)

    @beat
    def not_all_the_way(self) -> None:
        """Why not shrink it to nothing? Then both bars are gone, and nothing over nothing says nothing."""
        self.play(self.nudge.to(1e-3), share=0.7)
        self.leave(self.numbers[2], self.secant, self.bars, pace=PACE.normal)

    @beat(chapter="The magnifying glass")
    def take_the_glass(self) -> None:
        """Better to look closer while it shrinks. Take a magnifying glass: so far it shows what lies
        beneath."""
        self.lens.x.set_value(2.9)
        self.enter(self.lens, pace=PACE.quick)
        self.leave(*self.numbers[:2])
        self.play(self.lens.x.to(HERE), share=0.55)
        self.play(self.lens.radius.to(CLOSE), map(FadeOut, (self.profile, self.axes, self.here)))

    @beat
    def start_with_an_hour(self) -> None:
        """Start again with one hour: its bars, its secant, and its ratio."""
        for bar in (self.close_bars.across, self.close_bars.up):
            self.play(bar.to(1), pace=PACE.normal)
        self.enter(self.close_secant, self.live)
        self.enter(self.table.header, self.table.rows[0])

    @beat
    def lay_a_ruler(self) -> None:
        """Now lay a ruler along the ground, so that it just touches it at our point: the tangent."""
        self.enter(self.ruler, share=1)

    @beat
    def ten_times_closer(self) -> None:
        """Ten times closer, with a nudge ten times smaller. The bars look the same, but the ground
        unbends."""
        self.look_closer(1)

    @beat
    def a_hundred_times_closer(self) -> None:
        """A hundred times closer, and a nudge of thirty-six seconds. The three lines close up like a fan."""
        self.look_closer(2)

    @beat
    def a_thousand_times_closer(self) -> None:
        """A thousand times, less than four seconds. Curve, secant, tangent: no eye can tell them apart."""
        self.look_closer(3)

    @beat
    def watch_the_digits_settle(self) -> None:
        """And the ratio? Go closer still, and its digits stop changing, one after the other from the left."""
        self.look_closer(4, share=0.45)
        self.look_closer(5)

    def look_closer(self, k: int, share: float = 0.9) -> None:
        """Zoom to the k-th power of ten, the nudge shrinking in step, and write down the ratio."""
        self.play(self.lens.zoom.to(10.0**k, rate_func=EVEN), share=share)
        self.enter(self.table.rows[k], pace=PACE.quick)

    @beat(chapter="Name it")
    def name_the_derivative(self) -> None:
        """The number that it is heading for is the derivative: the slope of the mountain at this very
        instant."""
        self.enter(self.table.limit)
        self.play(self.lens.zoom.to(1), share=0.3)
        self.play(self.lens.zoom.to(1e5))

    @beat
    def draw_the_ratio(self) -> None:
        """Draw the ratio for every nudge, from one hour down. At zero there is none, but see where it
        goes."""
        self.leave(self.table, self.live)
        self.enter(self.ratio.axes, self.lens.zoom.to(1))
        self.enter(self.ratio.right, pace=PACE.quick)
        self.play(self.lens.zoom.to(1000), share=0.85)
        self.enter(self.ratio.holes, self.ratio.numbers, pace=PACE.quick)

    @beat
    def come_from_the_left(self) -> None:
        """Nudge into the past, and the ratio comes from the other side. Both are heading for the same
        number."""
        self.play(self.lens.zoom.to(1), pace=PACE.slow)
        self.enter(self.ratio.left, self.past_bars, self.past_secant, below=self.ratio.holes)
        self.play(self.lens.zoom.to(1000))

    @beat
    def write_the_limit(self) -> None:
        """In symbols: the height a nudge later, minus the height now, over the nudge, and then the limit."""
        self.play(*(each.grown.to(0) for each in (self.past_bars, self.past_secant)), pace=PACE.quick)
        ratio, self.formula = Formula(RATIO).move_to(BOOK), Formula(f"{LIMIT} {RATIO}").move_to(BOOK)
        self.enter(ratio, self.lens.zoom.to(1), pace=PACE.slow)
        self.play(Rewrite(ratio, self.formula), self.lens.zoom.to(1000), share=1)

    @beat
    def never_zero(self) -> None:
        """We write f prime of x. It is no division by zero: the nudge is never zero, it only shows the
        way."""
        old, self.formula = self.formula, Formula(f"{{{{f'(x) : slope}}}} = {LIMIT} {RATIO}").move_to(BOOK)
        self.play(Rewrite(old, self.formula), pace=PACE.normal)
        self.play(self.lens.zoom.to(2), share=0.4)
        self.play(self.lens.zoom.to(1000))

    @beat
    def step_back(self) -> None:
        """Now step back from the glass. Drawn out over the mountain, the line that it showed is the
        tangent."""
        self.leave(self.ratio, self.formula)
        nudge = (each.grown.to(0) for each in (self.close_bars, self.close_secant))
        self.play(self.lens.zoom.to(1), self.lens.radius.to(NEAR), nudge, pace=PACE.slow)
        self.enter(self.tangent, FadeIn(self.profile), FadeIn(self.axes), share=1)

    @beat(chapter="Everywhere")
    def every_moment_has_a_slope(self) -> None:
        """Every moment has a slope of its own. Carry the glass along, and write down what it sees."""
        self.leave(self.tangent)
        self.profile.follow()
        up = self.lens.turn.to(UP), self.lens.zoom.to(GLANCE)
        self.play(self.axes.look(box=UPPER), up, pace=PACE.slow)
        self.profile.hold()
        self.enter(self.plane, self.lens.x.to(FROM), pace=PACE.slow)
        self.enter(self.slope_number, self.derived, share=1)

    @beat
    def uphill(self) -> None:
        """Uphill the line in the glass rises, and the curve below stands above zero. The steeper, the
        higher."""
        self.play(self.lens.x.to(2.9, rate_func=EVEN))

    @beat
    def level_on_the_summit(self) -> None:
        """On the summit it lies level. The slope is zero: the lower curve crosses its axis."""
        self.play(self.lens.x.to(self.turns.x[0]))

    @beat
    def downhill_and_over_the_pass(self) -> None:
        """Downhill the slope is negative. Level on the pass, level on the second top, and down once more."""
        for place, share in zip((*self.turns.x[1:], UNTIL), (0.45, 0.5, 1.0), strict=True):
            self.play(self.lens.x.to(place), share=share)

    @beat
    def a_new_function(self) -> None:
        """One slope for every moment: that is a function again, the derivative of the first one."""
        name = self.plane.names
        named = Formula("{{f'(x) : slope}}").move_to(name, aligned_edge=np.array([-1, 0, 0]))
        self.swap(name, (self.prime, named), pace=PACE.quick)
        self.play(self.lens.x.to(self.turns.x[0]))

    @beat
    def a_corner(self) -> None:
        """Does every curve give in to the glass? Here is one with a sharp corner: the absolute value of x."""
        self.clear_stage()
        self.enter(self.fold_axes, pace=PACE.quick)
        self.enter(self.fold, share=0.9)
        self.enter(self.fold_name, pace=PACE.quick)

    @beat
    def it_never_straightens(self) -> None:
        """Ten times closer: a corner. A thousand times closer: the very same corner. It will never be a
        line."""
        self.enter(self.fold_lens, pace=PACE.quick)
        self.play(self.fold_lens.radius.to(2.1), pace=PACE.normal)
        self.play(self.fold_lens.zoom.to(10), share=0.4)
        self.play(self.fold_lens.zoom.to(1000))

    @beat
    def two_answers(self) -> None:
        """On its left the slope is minus one, on its right plus one. The ratio has no single number to
        head for."""
        aside = self.fold_axes.look(box=ASIDE), self.fold_name.animate.move_to((-3.2, 2.55, 0))
        self.play(self.fold_lens.zoom.to(1), aside, pace=PACE.slow)
        self.enter(self.jump.axes, pace=PACE.quick)
        self.enter(self.jump.left, self.jump.right, self.halves)
        self.play(self.fold_lens.zoom.to(1000), share=0.85)
        self.enter(self.jump.holes, self.jump.numbers, pace=PACE.quick)

    @beat(chapter="What to take along")
    def instantaneous(self) -> None:
        """So instantaneous does not mean no time at all. It is the number that the ratio is heading for."""
        self.clear_stage()
        self.axes.fit(WHOLE)
        self.profile.redraw()
        self.nudge.set_value(1.0)
        self.enter(FadeIn(self.profile), self.axes)
        self.enter(self.tangent, self.secant, self.bars, self.here, self.heading)
        self.play(self.nudge.to(1e-5))

    @beat
    def everything_smooth_is_a_line(self) -> None:
        """And look at anything smooth closely enough, even at the bottom of a pass: you will find a
        straight line."""
        self.leave(self.bars, self.secant, self.tangent, self.here, self.heading)
        for dial, value in ((self.lens.x, self.turns.x[1]), (self.lens.zoom, 1), (self.lens.turn, DOWN)):
            dial.set_value(value)
        self.enter(self.lens, pace=PACE.quick)
        self.play(self.lens.radius.to(1.9), pace=PACE.normal)
        self.play(self.lens.zoom.to(1000))

    @beat
    def into_the_rucksack(self) -> None:
        """That is the first tool for our way. The magnifying glass goes into the rucksack."""
        rucksack = Rucksack(height=5.2).move_to((-1.2, 0.35, 0))
        self.leave(FadeOut(self.profile), self.axes)
        self.enter(rucksack)
        fade = FadeOut(self.lens, rate_func=squish_rate_func(smooth, 0, 0.3))
        self.play(rucksack.pack("magnifying glass", coming_from=self.lens.rim), fade, pace=PACE.slow)
        self.play(rucksack.animate.set_x(0), least=PACE.normal)


def _row(label: str | Words, look: Callable[[], Any], field: str, ink: str, **how: Any) -> tuple[Any, Number]:
    """A label and the number that belongs to it, as it is looked up now."""
    name = Formula(label, size=SIZE.body) if isinstance(label, str) else label
    return name, Number(lambda: read(look(), field, **how), ink=ink)
