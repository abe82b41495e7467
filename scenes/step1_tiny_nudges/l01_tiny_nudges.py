"""Lecture 01: the slope at an instant is the number that rise over run is heading for."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache

import numpy as np
from manim import Animation, FadeIn, FadeOut, Group, Rectangle, VGroup
from manim.utils.rate_functions import ease_in_out_sine as EVEN

from calc_core.derivatives.graphs import graph, turning_points
from calc_core.derivatives.one_variable import Secants, derivative, differentiable, secant_slopes
from calc_core.results import Estimate
from visuals.curve.curve import Curve
from visuals.curve.lens import Lens
from visuals.curve.marker import Marker, Thread
from visuals.curve.nudge_bars import NudgeBars
from visuals.curve.nudge_table import NudgeTable, SettlingNumber
from visuals.curve.ratio_plot import RatioPlot
from visuals.curve.slope_line import SECANT, SlopeLine
from visuals.drawing.axes import Axes, Box
from visuals.drawing.dial import Dial, Zoom
from visuals.kit.rucksack import Rucksack
from visuals.kit.walker import Walker
from visuals.lecture.lecture import Lecture, beat
from visuals.letters.formula import Formula, Rewrite, Typeset, Words
from visuals.letters.number import Number, labelled
from visuals.letters.readout import Reading, read, series
from visuals.theme import INK, PACE, SIZE, STAGE, STROKE

WALK = (0.0, 7.0)  # hours on the way
HERE = 1.5  # hours after setting out: the instant that the lecture asks about
NUDGES = 10.0 ** -np.arange(6)  # hours: one, a tenth, a hundredth, ...
SHRINKING = np.geomspace(1e-4, 1.0, 240)  # nudges for which the ratio is plotted
WHOLE = Box(-5.9, -2.35, 6.45, 3.3)  # the mountain, filling the stage
UPPER, LOWER = Box(-5.9, 0.6, 6.45, 3.0), Box(-5.9, -2.5, 6.45, -0.25)  # height over slope, in equal time
ALONE, ASIDE = Box(-3.4, -1.5, 3.4, 2.75), Box(-6.0, -1.2, -0.4, 2.3)  # the corner, in equal units
BESIDE = Box(1.2, -2.2, 6.3, 1.4)  # the ratio's plot, right of the glass
CLOSE, NEAR = 2.65, 0.8  # radii of the glass: held close to the eye, and carried along
FROM, UNTIL = 0.55, 6.5  # hours between which it is carried
GLANCE = 30.0  # the zoom at which it is carried along: close enough for a line
BOOK = (3.6, 2.65, 0.0)  # where the formula stands


def height(x: np.ndarray | float) -> np.ndarray:
    """The walk, in metres over hours: a valley, a summit, a pass, a second top and down again."""
    x = np.asarray(x)
    return 800 + 25 * x + 800 * np.exp(-(((x - 3.5) / 1.5) ** 2)) + 420 * np.exp(-(((x - 6) / 0.75) ** 2))


def point_at(x: float) -> tuple[float, float]:
    """The point of the walk at x."""
    return x, float(height(x))


@lru_cache(maxsize=64)  # bars and lines ask for the same one in every frame
def secant_from_here(dx: float) -> Secants:
    """What a nudge of dx hours, from the instant that is asked about, changes of the height."""
    return secant_slopes(height, HERE, dx)


@cache
def slope_at(x: float) -> Estimate:
    """The slope of the walk at x in metres per hour, measured by nudges."""
    return derivative(height, x, method="richardson")


class TinyNudges(Lecture):
    title = "The tiny nudge"
    goal = "The derivative is the number that rise over run is heading for as the nudge shrinks."
    poster = "ten_times_closer"

    def set_stage(self) -> None:
        self.limit = derivative(height, HERE, method="richardson")
        self.turns = turning_points(height, *WALK)
        self._set_the_mountain()
        self._set_the_glass()
        self._set_the_table()
        self._set_the_slopes()
        self._set_the_corner()

    # -- the question ------------------------------------------------------------------------------------

    @beat(chapter="The question")
    def set_out(self) -> None:
        """A day's walk in the mountains: up, over and down again. How steep was it, at one single instant?"""
        title = Words(self.title, size=SIZE.title).move_to([-3.6, 2.6, 0])
        self.enter(self.profile, self.walker, title, run_time=PACE.quick)
        walk = [each.animate.set_value(WALK[1]) for each in (self.profile.upto, self.walker.x)]
        self.play(*walk, run_time=self.rest() - PACE.quick, rate_func=EVEN)
        self.profile.hold()
        self.leave(title, self.walker)

    @beat
    def read_the_height(self) -> None:
        """Every moment has its height. Put in a time, x, and out comes f of x. That is a function."""
        x = self.walker.x.set_value(WALK[0])
        self.enter(self.axes, self.walker)
        up = Thread(lambda: (x.get_value(), 400.0), self.feet, on=self.axes, ink=INK.input)
        across = Thread(self.feet, lambda: (WALK[0], self.feet()[1]), on=self.axes, ink=INK.output)
        self.lines = self.keep(Group(up, across))
        self.reading = self.keep(
            Group(
                _reading("{{x : input}} =", lambda: self.read_walk("x", 2, "h"), INK.input, row=0),
                _reading("{{f(x) : output}} =", lambda: self.read_walk("f", 0, "m"), INK.output, row=1),
            )
        )
        self.enter(self.lines, self.reading, run_time=PACE.quick)
        self.play(x.animate.set_value(HERE - 0.35), run_time=self.rest(), rate_func=EVEN)

    @beat
    def stop_the_walk(self) -> None:
        """Stop, right here. How fast is she gaining height, at this very instant?"""
        self.play(self.walker.x.animate.set_value(HERE), run_time=self.rest(0.6))
        self.enter(self.here, run_time=PACE.quick)
        self.leave(self.reading, self.lines)

    # -- the picture moves -------------------------------------------------------------------------------

    @beat(chapter="Rise over run")
    def nudge_time(self) -> None:
        """To find out, give time a nudge: one hour more. We call it dx."""
        self.add(self.bars)
        self.bring_to_front(self.here)
        self.play(self.bars.across.animate.set_value(1.0), run_time=self.rest(0.7))
        self.enter(self.numbers[0], run_time=PACE.quick)

    @beat
    def watch_the_answer(self) -> None:
        """The mountain answers: the height rises by df."""
        self.play(self.bars.up.animate.set_value(1.0), run_time=self.rest(0.75))
        self.enter(self.numbers[1], run_time=PACE.quick)

    @beat
    def divide(self) -> None:
        """Rise over run: df divided by dx. It is the slope of the secant, the straight line through both
        points.
        """
        self.add(self.secant)
        self.bring_to_front(self.bars, self.here)
        self.play(self.secant.grown.animate.set_value(1.0), run_time=self.rest(0.6))
        self.enter(self.numbers[2], run_time=PACE.normal)

    @beat
    def an_average_is_no_instant(self) -> None:
        """But that is an average over the hour. She does not walk the straight line: she falls behind,
        then catches up.
        """
        first, x = self.nudged(), self.walker.x

        def ghost() -> tuple[float, float]:
            return x.get_value(), float(first.f + first.slope * (x.get_value() - HERE))

        gap = Thread(self.feet, ghost, on=self.axes, ink=INK.residual, width=STROKE.normal)
        dot = Marker(ghost, on=self.axes, ink=SECANT)
        self.add(gap, dot)
        self.play(x.animate.set_value(HERE + 1.0), run_time=self.rest() - PACE.quick, rate_func=EVEN)
        self.leave(gap, dot, self.walker)

    @beat
    def make_the_nudge_smaller(self) -> None:
        """So take a smaller nudge: half an hour, a quarter, six minutes. The secant tips, and the ratio
        follows.
        """
        for nudge, share in ((0.5, 0.35), (0.25, 0.5), (0.1, 1.0)):
            self.play(self.nudge.animate.set_value(nudge), run_time=self.rest(share))

    @beat
    def not_all_the_way(self) -> None:
        """Why not shrink it to nothing? Then both bars are gone, and nothing over nothing says nothing."""
        self.play(self.nudge.animate.set_value(1e-3), run_time=self.rest(0.7))
        self.leave(self.numbers[2], self.secant, run_time=PACE.normal)

    @beat(chapter="The magnifying glass")
    def take_the_glass(self) -> None:
        """Better to look closer while it shrinks. Take a magnifying glass: so far it shows what lies
        beneath.
        """
        self.lens.x.set_value(2.9)
        self.add(self.veil.set_opacity(0.0))
        self.enter(self.lens, run_time=PACE.quick)
        self.leave(*self.numbers[:2])
        self.play(self.lens.x.animate.set_value(HERE), run_time=self.rest(0.55))
        closer = (self.lens.radius.animate.set_value(CLOSE), self.veil.animate.set_opacity(1.0))
        self.play(*closer, run_time=self.rest())
        self.remove(self.veil, self.axes, self.profile, self.bars, self.secant, self.here)

    @beat
    def start_with_an_hour(self) -> None:
        """Start again with one hour: its bars, its secant, and its ratio."""
        self.play(self.close_bars.across.animate.set_value(1.0), run_time=PACE.normal)
        self.play(self.close_bars.up.animate.set_value(1.0), run_time=PACE.normal)
        self.play(self.close_secant.grown.animate.set_value(1.0), FadeIn(self.live), run_time=PACE.normal)
        self.enter(self.table.header, self.table.rows[0])

    @beat
    def lay_a_ruler(self) -> None:
        """Now lay a ruler along the ground, so that it just touches it at our point: the tangent."""
        self.play(self.ruler.grown.animate.set_value(1.0), run_time=self.rest())

    @beat
    def ten_times_closer(self) -> None:
        """Ten times closer, with a nudge ten times smaller. The bars look the same, but the ground
        unbends.
        """
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
        self.look_closer(4, share=0.5)
        self.look_closer(5)

    def look_closer(self, k: int, share: float = 1.0) -> None:
        """Zoom to the k-th power of ten, the nudge shrinking in step, and write down the ratio."""
        self.play(
            self.lens.zoom.animate.set_value(10.0**k), run_time=self.rest(share) - PACE.quick, rate_func=EVEN
        )
        self.enter(self.table.rows[k], run_time=PACE.quick)
        self.bring_to_front(self.lens, self.live)  # what stands still is drawn first, once

    # -- name it -----------------------------------------------------------------------------------------

    @beat(chapter="Name it")
    def name_the_derivative(self) -> None:
        """The number that it is heading for is the derivative: the slope of the mountain at this very
        instant.
        """
        self.enter(self.table.limit)
        self.play(self.lens.zoom.animate.set_value(1.0), run_time=self.rest(0.3))
        self.play(self.lens.zoom.animate.set_value(1e5), run_time=self.rest())

    @beat
    def draw_the_ratio(self) -> None:
        """Draw the ratio for every nudge, from one hour down. At zero there is none, but see where it
        goes.
        """
        self.leave(self.table.header, *self.table.rows, self.table.limit, self.live)
        self.play(self.lens.zoom.animate.set_value(1.0), FadeIn(self.ratio.axes), run_time=PACE.normal)
        self.enter(self.ratio.right, run_time=PACE.quick)
        self.play(self.lens.zoom.animate.set_value(1000.0), run_time=self.rest() - PACE.quick)
        self.enter(self.ratio.holes, self.hole_number, run_time=PACE.quick)

    @beat
    def come_from_the_left(self) -> None:
        """Nudge into the past, and the ratio comes from the other side. Both are heading for the same
        number.
        """
        self.play(self.lens.zoom.animate.set_value(1.0), run_time=PACE.slow)
        self.enter(self.ratio.left, *self.grow(1.0, *self.left_side), run_time=PACE.normal)
        self.bring_to_front(self.ratio.holes)
        self.play(self.lens.zoom.animate.set_value(1000.0), run_time=self.rest())

    @beat
    def write_the_limit(self) -> None:
        """In symbols: the height a nudge later, minus the height now, over the nudge, and then the limit."""
        self.play(*self.grow(0.0, *self.left_side), run_time=PACE.quick)
        ratio = Formula(RATIO).move_to(BOOK)
        self.play(self.lens.zoom.animate.set_value(1.0), FadeIn(ratio), run_time=PACE.slow)
        self.formula = Formula(f"{LIMIT} {RATIO}").move_to(BOOK)
        self.play(
            Rewrite(ratio, self.formula), self.lens.zoom.animate.set_value(1000.0), run_time=self.rest()
        )

    @beat
    def never_zero(self) -> None:
        """We write f prime of x. It is no division by zero: the nudge is never zero, it only shows the
        way.
        """
        named = Formula(f"{{{{f'(x) : slope}}}} = {LIMIT} {RATIO}").move_to(BOOK)
        self.play(Rewrite(self.formula, named), run_time=PACE.normal)
        self.formula = named
        self.play(self.lens.zoom.animate.set_value(2.0), run_time=self.rest(0.4))
        self.play(self.lens.zoom.animate.set_value(1000.0), run_time=self.rest())

    @beat
    def step_back(self) -> None:
        """Now step back from the glass. Drawn out over the mountain, the line that it showed is the
        tangent.
        """
        self.leave(
            self.ratio.axes,
            self.ratio.left,
            self.ratio.right,
            self.ratio.holes,
            self.hole_number,
            self.formula,
        )
        back = (self.lens.zoom.animate.set_value(1.0), self.lens.radius.animate.set_value(NEAR))
        self.play(*back, *self.grow(0.0, *self.right_side), run_time=PACE.slow)
        self.add(self.profile, self.axes, self.veil, self.tangent, self.lens)
        self.play(
            self.tangent.grown.animate.set_value(1.0),
            self.veil.animate.set_opacity(0.0),
            run_time=self.rest(),
        )
        self.remove(self.veil)

    @beat(chapter="Everywhere")
    def every_moment_has_a_slope(self) -> None:
        """Every moment has a slope of its own. Carry the glass along, and write down what it sees."""
        self.leave(self.tangent)
        self.profile.follow()
        to_the_sky = (self.lens.turn.animate.set_value(38.0), self.lens.zoom.animate.set_value(GLANCE))
        self.play(*self.axes.look(box=UPPER), *to_the_sky, run_time=PACE.slow)
        self.profile.hold()
        self.play(self.lens.x.animate.set_value(FROM), FadeIn(self.slope_axes), run_time=PACE.slow)
        self.bring_to_front(self.lens)
        self.enter(self.slope_number, self.derived, run_time=self.rest())

    @beat
    def uphill(self) -> None:
        """Uphill the line in the glass rises, and the curve below stands above zero. The steeper, the
        higher.
        """
        self.play(self.lens.x.animate.set_value(2.9), run_time=self.rest(), rate_func=EVEN)

    @beat
    def level_on_the_summit(self) -> None:
        """On the summit it lies level. The slope is zero: the lower curve crosses its axis."""
        self.play(self.lens.x.animate.set_value(float(self.turns.x[0])), run_time=self.rest())

    @beat
    def downhill_and_over_the_pass(self) -> None:
        """Downhill the slope is negative. Level on the pass, level on the second top, and down once more."""
        for turn, share in ((self.turns.x[1], 0.45), (self.turns.x[2], 0.5)):
            self.play(self.lens.x.animate.set_value(float(turn)), run_time=self.rest(share))
        self.play(self.lens.x.animate.set_value(UNTIL), run_time=self.rest())

    @beat
    def a_new_function(self) -> None:
        """One slope for every moment: that is a function again, the derivative of the first one."""
        prime = Formula("{{f'(x) : slope}}").move_to(self.slope_axes.names, aligned_edge=np.array([-1, 0, 0]))
        self.leave(self.slope_axes.names, run_time=PACE.quick)
        self.enter(self.whole_slope, prime, run_time=PACE.quick)
        self.add(self.derived)  # over the curve on which it runs back
        self.play(self.lens.x.animate.set_value(float(self.turns.x[0])), run_time=self.rest())

    # -- and where it fails ------------------------------------------------------------------------------

    @beat
    def a_corner(self) -> None:
        """Does every curve give in to the glass? Here is one with a sharp corner: the absolute value of x."""
        self.leave(*self.mobjects)
        self.enter(self.fold_axes, self.fold, run_time=PACE.quick)
        self.play(self.fold.upto.animate.set_value(2.0), run_time=self.rest() - PACE.quick)
        self.enter(self.fold_name, run_time=PACE.quick)

    @beat
    def it_never_straightens(self) -> None:
        """Ten times closer: a corner. A thousand times closer: the very same corner. It will never be a
        line.
        """
        self.enter(self.fold_lens, run_time=PACE.quick)
        self.play(self.fold_lens.radius.animate.set_value(2.1), run_time=PACE.normal)
        self.play(self.fold_lens.zoom.animate.set_value(10.0), run_time=self.rest(0.4))
        self.play(self.fold_lens.zoom.animate.set_value(1000.0), run_time=self.rest())

    @beat
    def two_answers(self) -> None:
        """On its left the slope is minus one, on its right plus one. The ratio has no single number to
        head for.
        """
        aside = *self.fold_axes.look(box=ASIDE), self.fold_name.animate.move_to([-3.2, 2.55, 0])
        self.play(self.fold_lens.zoom.animate.set_value(1.0), *aside, run_time=PACE.slow)
        self.enter(self.jump.axes, run_time=PACE.quick)
        self.enter(self.jump.left, self.jump.right, *self.grow(1.0, *self.half_lines), run_time=PACE.normal)
        self.play(self.fold_lens.zoom.animate.set_value(1000.0), run_time=self.rest() - PACE.quick)
        self.enter(self.jump.holes, self.side_numbers, run_time=PACE.quick)

    # -- what to take along ------------------------------------------------------------------------------

    @beat(chapter="What to take along")
    def instantaneous(self) -> None:
        """So instantaneous does not mean no time at all. It is the number that the ratio is heading for."""
        self.leave(*self.mobjects)
        self.axes.fit(WHOLE)
        self.profile.redraw()
        self.nudge.set_value(1.0)
        self.enter(self.profile, self.axes)
        self.enter(self.tangent, self.secant, self.bars, self.here, self.heading)
        self.play(self.nudge.animate.set_value(1e-5), run_time=self.rest())

    @beat
    def everything_smooth_is_a_line(self) -> None:
        """And look at anything smooth closely enough, even at the bottom of a pass: you will find a
        straight line.
        """
        self.leave(self.bars, self.secant, self.tangent, self.here, self.heading)
        for dial, value in (
            (self.lens.x, float(self.turns.x[1])),
            (self.lens.zoom, 1.0),
            (self.lens.turn, -38.0),
        ):
            dial.set_value(value)
        self.enter(self.lens, run_time=PACE.quick)
        self.play(self.lens.radius.animate.set_value(1.9), run_time=PACE.normal)
        self.play(self.lens.zoom.animate.set_value(1000.0), run_time=self.rest())

    @beat
    def into_the_rucksack(self) -> None:
        """That is the first tool for our way. The magnifying glass goes into the rucksack."""
        rucksack = Rucksack(height=5.2).move_to([-1.2, 0.35, 0.0])
        self.leave(self.profile, self.axes)
        self.enter(rucksack)
        into = rucksack.pack("magnifying glass", coming_from=self.lens.rim)
        self.play(into, FadeOut(self.lens, run_time=PACE.quick), run_time=PACE.slow)
        self.play(rucksack.animate.set_x(0.0), run_time=self.rest(least=PACE.normal))

    # -- the set -----------------------------------------------------------------------------------------

    def _set_the_mountain(self) -> None:
        self.axes = Axes(
            x=WALK,
            y=(400, 1800),
            box=WHOLE,
            y_ticks=np.array([500, 1000, 1500]),
            x_name="time {{$x$ : input}} in hours",
            y_name="height {{$f(x)$ : output}} in metres",
        )
        profile = series("walk", graph(height, np.linspace(*WALK, 421)), hours="x", metres="f")
        self.profile = self.keep(Curve(profile, on=self.axes, ground=True, upto=WALK[0]))
        self.walker = self.keep(Walker(self.profile, x=WALK[0]))
        self.here = self.keep(Marker(lambda: point_at(HERE), on=self.axes))
        self.nudge = Zoom(1.0)
        self.bars = self.keep(NudgeBars(self.nudged, on=self.axes))
        self.bars.add(self.nudge)
        self.secant = self.keep(SlopeLine.secant(self.nudged, on=self.axes, reach=(1.2, 4.0)))
        self.tangent = self.keep(
            SlopeLine(lambda: point_at(HERE), lambda: float(self.limit.value), on=self.axes, reach=(1.9, 4.2))
        )
        self.veil = self.keep(Rectangle(width=STAGE.width, height=STAGE.height, stroke_width=0))
        self.veil.set_fill(INK.ground, opacity=1.0)
        goal = read(self.limit, "value", decimals=2, unit="m/h")
        number = SettlingNumber(
            lambda: read(self.nudged(), "slope", decimals=2, unit="m/h"), goal, size=SIZE.large
        )
        self.heading = self.keep(labelled(Formula(FRACTION), number)).move_to([-3.8, 1.7, 0])
        self.numbers = [
            _reading(
                "{{dif x : input}} =",
                lambda: read(self.nudged(), "dx", decimals=2, unit="h"),
                INK.input,
                row=0,
            ),
            _reading(
                "{{dif f : output}} =",
                lambda: read(self.nudged(), "df", decimals=0, unit="m"),
                INK.output,
                row=1,
            ),
            _reading(
                FRACTION, lambda: read(self.nudged(), "slope", decimals=0, unit="m/h"), SECANT, row=2.35
            ),
        ]

    def nudged(self) -> Secants:
        """The secant of the nudge that is given on the mountain now."""
        return secant_from_here(self.nudge.get_value())

    def feet(self) -> tuple[float, float]:
        """Where the hiker is."""
        return point_at(self.walker.x.get_value())

    def read_walk(self, field: str, decimals: int, unit: str) -> Reading:
        """Time or height where the hiker is."""
        return read(graph(height, self.walker.x.get_value()), field, decimals=decimals, unit=unit)

    def _set_the_glass(self) -> None:
        self.lens = self.keep(Lens(lambda x: graph(height, x), on=self.axes, x=HERE, radius=NEAR, turn=-38))
        thin = {"on": self.lens, "reach": (6.0, 6.0), "width": 1.3 * STROKE.thin, "cased": False}
        self.close_bars = NudgeBars(self.closer, on=self.lens)
        self.close_secant = SlopeLine.secant(self.closer, **thin)
        self.left_bars = NudgeBars(lambda: self.closer(-1.0), on=self.lens)
        self.left_secant = SlopeLine.secant(lambda: self.closer(-1.0), **thin)
        self.ruler = SlopeLine(
            lambda: point_at(self.lens.x.get_value()),
            lambda: float(slope_at(self.lens.x.get_value()).value),
            **(thin | {"width": STROKE.bold}),
        )
        self.lens.put_inside(self.ruler, self.close_secant, self.left_secant, self.close_bars, self.left_bars)
        self.right_side = (self.close_bars.across, self.close_bars.up, self.close_secant.grown)
        self.left_side = (self.left_bars.across, self.left_bars.up, self.left_secant.grown)

    def closer(self, side: float = 1.0) -> Secants:
        """The secant of a nudge as many times smaller as the glass is closer, to one side."""
        return secant_from_here(side / self.lens.zoom.get_value())

    def grow(self, to: float, *dials: Dial) -> list[Animation]:
        """Let pictures in the glass grow or shrink."""
        return [dial.animate.set_value(to).build() for dial in dials]

    def _set_the_table(self) -> None:
        rows = secant_slopes(height, HERE, NUDGES)
        self.table = NudgeTable(rows, self.limit, left=0.5, right=6.5, top=1.95, units=("h", "m", "m/h"))
        goal = read(self.limit, "value", decimals=2, unit="m/h")
        live = SettlingNumber(
            lambda: read(self.closer(), "slope", decimals=2, unit="m/h"), goal, size=SIZE.large
        )
        self.live = self.keep(labelled(Formula(FRACTION), live)).move_to([3.4, 3.0, 0])
        self.ratio = RatioPlot(
            secant_slopes(height, HERE, -SHRINKING[::-1]),
            secant_slopes(height, HERE, SHRINKING),
            (float(self.limit.value), float(self.limit.value)),
            lambda: 1 / self.lens.zoom.get_value(),
            box=BESIDE,
            y=(100, 400),
            y_ticks=np.array([100, 200, 300, 400]),
            name="ratio on the walk",
            units=("h", "m/h"),
        )
        self.hole_number = Number(goal, ink=INK.slope)
        self.hole_number.move_to(self.ratio.axes.to_screen(0.42, 228.0))

    def _set_the_slopes(self) -> None:
        self.slope_axes = self.keep(
            Axes(
                x=WALK,
                y=(-600, 800),
                box=LOWER,
                y_ticks=np.array([-500, 0, 500]),
                y_name="{{slope : slope}} in metres per hour",
                cross_at=0.0,
            )
        )
        slopes = derivative(height, np.linspace(*WALK, 351), method="richardson")
        shown = series("slope", slopes, hours="made_by.given.x", slope="value")
        here = self.lens.x.get_value
        line = Curve(shown, on=self.slope_axes, ink=INK.slope, span=lambda: (FROM, here()))
        self.whole_slope = self.keep(
            Curve(shown, on=self.slope_axes, ink=INK.slope, span=lambda: (FROM, UNTIL))
        )

        def slope_here() -> tuple[float, float]:
            return here(), float(slope_at(here()).value)

        thread = Thread(slope_here, lambda: (here(), 0.0), on=self.slope_axes, dash=0.09)
        self.derived = self.keep(Group(thread, line, Marker(slope_here, on=self.slope_axes, ink=INK.slope)))
        number = Number(lambda: read(slope_at(here()), "value", decimals=0, unit="m/h"), ink=INK.slope)
        self.slope_number = self.keep(labelled(Words("slope"), number)).move_to([5.2, -0.45, 0])

    def _set_the_corner(self) -> None:
        self.fold_axes = self.keep(
            Axes(
                x=(-2, 2),
                y=(-0.5, 2),
                box=ALONE,
                x_ticks=np.arange(-2, 3),
                y_ticks=np.arange(0, 3),
                x_name="{{$x$ : input}}",
            )
        )
        self.fold_name = Formula("{{f(x) = abs(x) : output}}").move_to([0, 2.75, 0])
        drawn = series("corner", graph(np.abs, np.linspace(-2, 2, 401)), x="x", f="f")
        self.fold = Curve(drawn, on=self.fold_axes, ground=True, upto=-2.0)
        self.fold_lens = Lens(lambda x: graph(np.abs, x), on=self.fold_axes, x=0.0, radius=NEAR, turn=-38)
        sides = differentiable(np.abs, 0.0)
        halves = [
            SlopeLine(
                lambda: (0.0, 0.0),
                lambda side=side: float(side.value),
                on=self.fold_lens,
                reach=reach,
                width=STROKE.bold,
                cased=False,
            )
            for side, reach in ((sides.left, (6.0, 0.0)), (sides.right, (0.0, 6.0)))
        ]
        self.fold_lens.put_inside(*halves)
        self.half_lines = tuple(half.grown for half in halves)
        self.jump = RatioPlot(
            secant_slopes(np.abs, 0.0, -SHRINKING[::-1]),
            secant_slopes(np.abs, 0.0, SHRINKING),
            (float(sides.left.value), float(sides.right.value)),
            lambda: 1 / self.fold_lens.zoom.get_value(),
            box=BESIDE,
            y=(-1.5, 1.5),
            y_ticks=np.array([-1.0, 0.0, 1.0]),
            name="ratio at the corner",
        )
        numbers = (
            Number(read(side, "value", decimals=0, signed=True), ink=INK.slope)
            for side in (sides.left, sides.right)
        )
        self.side_numbers = VGroup(*numbers)
        for number, x, side in zip(self.side_numbers, (-0.5, 0.5), (sides.left, sides.right), strict=True):
            number.move_to(self.jump.axes.to_screen(x, float(side.value) + 0.3))


FRACTION = "{{dif f : output}} / {{dif x : input}} ="
LIMIT = "{{lim_({{dif x : input_2}} -> 0) : text_2}}"
RATIO = "{{({{f(x + dif x) : output}} - {{f(x) : output_2}}) / {{dif x : input}} : text}}"


def _reading(label: str, look: Callable[[], Reading], ink: str, *, row: float) -> VGroup:
    """A label and its live number in the sky at the left."""
    name: Typeset = Formula(label, size=SIZE.body)
    number = Number(look, ink=ink)
    name.shift([-4.5 - name.get_right()[0], 2.5 - 0.58 * row - name.baseline, 0.0])
    return labelled(name, number)
