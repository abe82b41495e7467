"""Lecture 15: jump to where the tangent lands; how fast that is, where it never arrives, and its price."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import FadeIn, FadeOut, Group, VGroup, linear
from manim.utils.rate_functions import ease_in_out_sine as EVEN

from l15_pictures import KindTable, TiltedPlane

from calc_core import bowl, contours, ends_in_square, gradient_descent, graph, himmelblau, level_ends
from calc_core import newton, newton_descent, newton_plane, sample_grid, taylor2, touching_caps
from visuals import INK, PACE, SIZE, STAGE, Axes, Box, Curve, Dial, Lecture, Walk, beat, read, series
from visuals import Cap, ContourMap, DigitRows, Dusk, Footsteps, Formula, Hiker, Lamps, Leaps, Light, Marker
from visuals import Marks, NewtonFractal, Number, Page, PlaneWalk, Reading, SlopeLine, TangentSlides
from visuals import Options, Sized, Terrain, Thread, Trail, Words, hasten

CUBIC = (1.0, 0.0, -2.0, 2.0)  # x^3 - 2x + 2
START, LOOP = -1.21, 0.0  # one start that arrives, one that never does
SQUEEZED, FAR_OUT = 100, (10.0, 1.0)  # last lecture's ravine, and where it began there
RAVINE = [(-11.0, 11.0), (-3.3, 3.3)]
COUNTED = range(2, 7)  # the stops whose digits are counted: from the first right digit to all sixteen
UNIT = 2.0  # scene units to 1, on the axis and in the plane
WHOLE = STAGE.width / 2 / UNIT
PAPER = Box(-STAGE.width / 2, -2.95, STAGE.width / 2, 3.6)
STRIP = 0.03  # of the frame's height: the line, painted
HEIGHT = 0.47  # scene units to 1 of height
NEIGHBOURS = (-0.45 + 1.084j, -0.489 + 1.078j)  # two starts, four hundredths apart
BEACH = (-0.47207045446, 1.08027193872)  # a lake: nine jumps from its middle lead to 0
NEARER = (12.0, 300.0, 8000.0)
FALLER, NEAR_PASS = (3.8, 2.7), (-3.3, -1.1)  # on the mountain: where a walk falls, and where one climbs
RANGE = [(-4.4, 4.1), (-3.9, 3.7)]
CROWD, SEED = 400, 15
RUN = 6.8  # the crowd's last steps are e^RUN times as fast as its first
IN_THE_HOLLOW = Options(at=(3.15, 2.2), place=(-0.6, -0.9), zoom=2.3, azimuth=150, elevation=42)
BELOW_THE_PASS = Options(at=(-3.0, -0.4), place=(0.3, 0.0), zoom=1.8, azimuth=90, elevation=40)
UP, DOWN, BOTH = INK.curvature, INK.minus, INK.text  # hollow, peak, pass, as in lecture 11

LARGE, BOLD = Sized(size=SIZE.large), Sized(size=SIZE.title)
PLATE = Page(-6.6, 3.35, gap=0.3)
LINE_NAME = Page(-5.55, -0.75, plate=True)
HEAD, RIGHT = (Page(x, 3.3, gap=0.3, plate=True) for x in (-6.5, 2.9))


def cubic(x: np.ndarray) -> np.ndarray:
    """x^3 - 2x + 2"""
    return np.polyval(CUBIC, x)


def slope(x: np.ndarray) -> np.ndarray:
    """3 x^2 - 2"""
    return np.polyval(np.polyder(CUBIC), x)


class Newton(Lecture):
    title = "Newton: jump to where the tangent lands"
    goal = "Second-order steps square the error at each jump, and give up the promise of going down."
    poster = "lift_off"
    layers = (
        "ravine dusk way leap_line walker jumper fractal tilted painted axes line curve height tilt loop"
        " slides strip roots zero rows digits pair_a pair_b orbit sides range cap bottoms leaps saddle_cap"
        " rises streams down_lamps lamps fence"
    )

    # -- data and pictures ---------------------------------------------------------------------------

    def set_stage(self) -> None:
        self._set_ravine()
        self._set_curve()
        self._set_plane()
        self._set_mountain()
        self._set_crowd()

    def _set_ravine(self) -> None:
        land = bowl(SQUEEZED)
        grid = sample_grid(land, RAVINE, shape=(161, 401))
        self.ravine = ContourMap(
            grid, contours(land, np.arange(50, 601, 50), RAVINE), width=13.6, centre=(0, 0.3)
        )
        self.dusk = Dusk()
        self.slow = gradient_descent(land, FAR_OUT, learning_rate=2 / (SQUEEZED + 1), max_iter=5000, tol=1e-8)
        self.fast = newton_descent(land, FAR_OUT, tol=1e-8)
        slow, fast = Walk(self.slow), Walk(self.fast)
        self.slow_at, self.fast_at = slow.at, fast.at
        self.way = Footsteps(slow, on=self.ravine, ink=INK.two, width=2.5)
        self.walker = Hiker(slow, on=self.ravine, ink=INK.two)
        self.leap_line = Footsteps(fast, on=self.ravine, ink=UP, width=7)
        self.jumper = Hiker(fast, on=self.ravine, ink=UP)

    def _set_curve(self) -> None:
        low, high = PAPER.bottom / HEIGHT, PAPER.top / HEIGHT
        self.axes = Axes(
            x=(-WHOLE, WHOLE), y=(low, high), box=PAPER, x_ticks=(), y_ticks=(), upright=False, cross_at=0.0
        )
        line = Box(PAPER.left, 0.0, PAPER.right, 1.0)
        self.line = Axes(
            x=(-WHOLE, WHOLE), y=(0, 1), box=line, x_ticks=(-3, -1, 1, 2, 3), y_ticks=(), upright=False
        )
        drawn = series("cubic", graph(cubic, np.linspace(-2.34, 2.15, 300)), x="x", f="f")
        self.curve = Curve(drawn, on=self.axes, ink=INK.output)
        self.walk = newton(cubic, START, df=slope)
        at, f, df = (float(each[0]) for each in (self.walk.x, self.walk.f, self.walk.df))
        self.height = Thread(
            lambda: (at, 0.0), lambda: (at, f), on=self.axes, ink=INK.output, width=6, grown=0
        )
        self.tilt = SlopeLine(lambda: (at, f), lambda: df, on=self.axes, reach=(1.1, 1.1))
        self.rounds = newton(cubic, LOOP, df=slope)
        self.slides = TangentSlides(self.walk, on=self.axes, grown=0)
        self.loop = TangentSlides(self.rounds, on=self.axes, grown=0)
        self.zero = Marker(
            lambda: (self.walk.root, 0.0), on=self.axes, ink=INK.text, radius=0.16, hollow=True
        )
        self.rows = DigitRows(self.walk, COUNTED, at=(-0.9, -0.9), pitch=0.48, size=40.0)
        self.digits = Words("right digits", ink=INK.curvature).move_to((5.3, -0.75, 0))

    def _set_plane(self) -> None:
        self.plane = newton_plane(CUBIC)
        self.fractal = NewtonFractal(self.plane, unit=UNIT, grown=0)
        self.painted = NewtonFractal(self.plane, unit=UNIT, grown=0)  # every row is the line's own
        self.painted.unfolded.set_value(0)
        self.tilted = TiltedPlane(unit=UNIT)
        self.square = ends_in_square(self.plane, 2.0, cells=600)
        self.strip = Words("never", **LARGE).move_to((0, -0.85, 0))
        roots = [(each.real, each.imag) for each in self.plane.roots]
        self.roots = Group(
            *(Marker(lambda at=at: at, on=self.fractal, ink=INK.text, radius=0.15) for at in roots)
        )
        self.pair_a, self.pair_b = (
            PlaneWalk(self.plane.hops(z, 8), on=self.fractal, ink=ink, grown=0)
            for z, ink in zip(NEIGHBOURS, (INK.text, INK.output), strict=True)
        )
        sides = (((-2.0, -2.0), (-2.0, 2.0)), ((2.0, -2.0), (2.0, 2.0)))
        self.sides = Group(
            *(
                Thread(lambda a=a: a, lambda b=b: b, on=self.fractal, ink=INK.text, dash=0.16)
                for a, b in sides
            )
        )
        self.orbit = PlaneWalk(self.plane.hops(0.02 + 0.03j, 12), on=self.fractal, grown=0)

    def _set_mountain(self) -> None:
        land = self.land = himmelblau()
        grid = sample_grid(land, RANGE, shape=(141, 157))
        self.range = Terrain(grid.x, grid.y, grid.f, width=7.4, relief=3.2, contour_step=10)
        self.range.set(azimuth=118, elevation=44, zoom=1.1, shift_y=0.2)
        self.falls = newton_descent(land, FALLER, tol=1e-13)
        self.climbs = newton_descent(land, NEAR_PASS, tol=1e-13)
        self.stop = Dial(0)
        self.cap, self.leaps, self.landings = self._leaps(self.falls, 0.9)
        self.saddle_cap, self.rises, _ = self._leaps(self.climbs, 1.5)
        places = [each[-1] for each in (self.leaps.way(k, 0.75) for k in range(2))]
        self.bottoms = Marks(np.array(places)[:, :2], on=self.range, kind="ring", size=12, ink=UP, grown=0)

    def _leaps(self, path: Any, radius: float) -> tuple[Cap, Leaps, np.ndarray]:
        """The cap that moves along with a walk, and the leaps from level place to level place."""
        caps = touching_caps(self.land, path.x[:4], radius, spokes=145)
        landing = np.array(
            [taylor2(self.land, here)(there) for here, there in zip(path.x[:-1], path.x[1:], strict=True)]
        )
        leaps = Leaps(path.x[:5], landing[:4], on=self.range)
        return Cap(caps, on=self.range, order=Dial(2), thick=1.0, grown=0), leaps, landing

    def _set_crowd(self) -> None:
        low, high = np.array(RANGE).T
        starts = np.random.default_rng(SEED).uniform(low, high, (CROWD, 2))
        crowd = newton_descent(self.land, starts, tol=1e-8)
        self.ends = level_ends(crowd, self.land)
        walked = gradient_descent(
            self.land, starts, learning_rate=0.01, backtracking=True, max_iter=2000, tol=1e-5
        )
        self.downhill = level_ends(walked, self.land)
        inks = (UP, BOTH, DOWN, INK.quiet)
        own = tuple(inks[kind] for kind in self.ends.kind)
        self.lights = self.range.shine(Light(np.stack([starts, self.ends.x]), radius=0.4, strength=0.0))
        self.lamps = Lamps(self.lights, on=self.range, size=5.5, sorted_inks=own)
        self.down_lights = self.range.shine(Light(walked.x, radius=0.4, strength=0.0))
        self.down_lamps = Lamps(self.down_lights, on=self.range, size=5.0, sorted_inks=(UP,) * CROWD)
        self.streams = Trail(self.down_lights.walk, on=self.range, width=2.0, casing=0, ink=INK.quiet)
        turn = np.linspace(0, 2 * np.pi, 121)[:, None]
        ring = 2.6 * np.concatenate([np.cos(turn), np.sin(turn)], axis=1)
        self.fence = Trail(Walk(ring), on=self.range, ink=INK.model, width=6)
        self.table = KindTable(self.downhill, self.ends, inks[:3])

    # -- the question --------------------------------------------------------------------------------

    @beat(chapter="The question")
    def remember_the_race(self) -> None:
        """Last time, this ravine took one walker more than a thousand steps. Another needed a single jump."""
        self.enter(self.ravine, self.dusk, pace=PACE.quick)
        steps = Number(lambda: read(self.slow, "n_steps", name="steps"), ink=INK.two, **BOLD)
        jump = Number(lambda: read(self.fast, "n_steps", name="jumps"), ink=UP, **BOLD)
        self.count = Page(-6.5, 3.4).write((steps, Words("steps downhill", ink=INK.two, **LARGE)))
        self.single = Page(1.9, 3.4).write((jump, Words("jump", ink=UP, **LARGE)))
        self.add(self.way)
        self.enter(self.walker, pace=PACE.quick)
        self.play(self.slow_at.to(self.slow.n), until="steps", least=PACE.slow)
        self.enter(self.count, pace=PACE.quick)
        self.add(self.leap_line)
        self.enter(self.jumper, pace=PACE.quick)
        self.play(self.fast_at.to(1), least=PACE.normal)
        self.enter(self.single, pace=PACE.quick)

    @beat
    def ask_how(self) -> None:
        """How did it know where to land? Its name is Newton, and its trick begins with one curve."""
        self.title_words = Words("Newton–Raphson", size=SIZE.title).move_to((0, 3.1, 0))
        self.leave(self.count, self.single, FadeOut(self.way), FadeOut(self.walker))
        self.play(self.fast_at.to(0), until="land", least=PACE.normal)
        self.enter(self.title_words, until="newton", least=PACE.normal)
        self.play(self.fast_at.to(1, rate_func=EVEN), share=1, least=PACE.normal)

    @beat
    def ask_for_the_zero(self) -> None:
        """Where does this curve meet zero? Nobody tells you. You may only stand on it, and feel."""
        self.clear_stage()
        self.enter(self.line, pace=PACE.quick)
        self.curve.pose(grown=0)
        self.enter(self.curve, until="zero", least=PACE.normal)
        self.enter(self.zero, share=0.5, least=PACE.quick)
        self.wait(0.6)

    # -- slide down the tangent ----------------------------------------------------------------------

    @beat(chapter="Slide down the tangent")
    def stand_on_the_curve(self) -> None:
        """So guess. Here you feel two things: how high you are, and how steep."""
        self.enter(self.slides, until="feel", least=PACE.quick)
        self.enter(self.height, until="high", least=PACE.normal)
        self.enter(self.tilt, share=1)

    @beat
    def slide_down(self) -> None:
        """Pretend the curve goes on as straight as it is here. Board a sledge, and slide down to zero."""
        self.leave(self.height)
        self.play(self.slides.at.to(0.65), least=PACE.slow)

    @beat
    def look_again(self) -> None:
        """You missed. But here you feel again: new height, new slope. Slide again, and again."""
        self.leave(self.tilt)
        self.play(self.slides.at.to(1), until="again", least=PACE.quick)
        self.play(self.slides.at.to(2), until="slide again", least=PACE.normal)
        self.play(self.slides.at.to(3), least=PACE.normal)

    @beat
    def count_the_digits(self) -> None:
        """Soon the eye can't see the gap. So let us count right digits. One. Two. Four."""
        self.add(self.rows)
        self.play(FadeIn(self.digits), self.rows.grown.to(1), until="one", least=PACE.normal)
        self.play(self.rows.grown.to(2), until="two", least=PACE.quick)
        self.play(self.slides.at.to(4), self.rows.grown.to(3), least=PACE.normal)

    @beat
    def double_the_digits(self) -> None:
        """Eight. Sixteen. And a computer's number has no more."""
        self.play(self.slides.at.to(5), self.rows.grown.to(4), until="eight", least=PACE.normal)
        self.play(self.slides.at.to(6), self.rows.grown.to(5), least=PACE.slow)

    @beat
    def name_the_squaring(self) -> None:
        """Each jump doubles the right digits. In other words: each jump squares the error."""
        law = Formula("{{e : residual}}_(k+1) approx C thin {{e : residual}}_k^2", **BOLD)
        self.law = law.move_to((-4.0, 2.9, 0))
        self.wait(until="words")
        self.enter(self.law, share=1)

    @beat
    def write_the_rule(self) -> None:
        """And the slide itself is short to write. Go back by height over slope."""
        rule = Formula("x_(k+1) = x_k - {{f(x_k) : output}} / {{f'(x_k) : slope}}", **BOLD)
        self.swap(self.law, rule.move_to((-4.0, 2.75, 0)), pace=PACE.normal)
        self.rule = rule
        self.leave(self.slides)
        self.slides.at.set_value(0)
        self.enter(self.slides, pace=PACE.quick)
        self.enter(self.height, until="height", least=PACE.quick)
        self.enter(self.tilt, until="slope", least=PACE.quick)
        self.play(self.slides.at.to(0.65), least=PACE.normal)

    # -- never arrive --------------------------------------------------------------------------------

    @beat(chapter="Never arrive")
    def try_another_start(self) -> None:
        """Now start elsewhere, at zero. Slide. You land at one."""
        self.leave(FadeOut(self.rows), self.digits, self.slides, self.height, self.tilt, self.rule)
        self.enter(self.loop, pace=PACE.quick)
        self.play(self.loop.at.to(1), share=1, least=PACE.slow)

    @beat
    def go_round_for_ever(self) -> None:
        """Slide from one, and you land at zero. Then one. Then zero. You'll do this for ever."""
        told = Number(self._stop, ink=INK.text, **BOLD)
        self.stops = Page(2.4, -1.2).write((Words("x =", **BOLD), told))
        self.play(self.loop.at.to(2), until="zero", least=PACE.normal)
        self.enter(self.stops, pace=PACE.quick)
        self.play(self.loop.at.to(5, rate_func=linear), least=PACE.grand)

    def _stop(self) -> Reading:
        """The number on the axis where the loop is now."""
        at = min(int(self.loop.at.get_value() + 1 - 0.65 + 1e-9), self.rounds.n)
        return read(self.rounds, "x", index=at, decimals=0, name="stop of the loop")

    @beat
    def colour_the_line(self) -> None:
        """So paint each start by its ending. Orange comes home. Black never does."""
        self.leave(self.loop, self.stops)
        self.add(self.painted)
        self.play(self.painted.grown.to(STRIP), until="ending", least=PACE.normal)
        self.enter(self.strip, share=1)

    @beat
    def lift_off(self) -> None:
        """But this line is only the middle of a plane: the complex numbers. Tilt it up, and send every one
        of them on its way."""
        self.leave(self.strip, self.zero, FadeOut(self.curve))
        self.reals = LINE_NAME.write(Words("real numbers", **LARGE))
        self.enter(self.reals, until="line", least=PACE.quick)
        self.plane_named = HEAD.write(Words("complex numbers", **LARGE))
        self.enter(self.plane_named, until="numbers", least=PACE.quick)
        self.add(self.tilted)
        self.play(self.tilted.turned.to(1), until="up", least=PACE.slow)
        self.add(self.fractal)
        aside = (FadeOut(self.line), FadeOut(self.reals), self.tilted.lit.to(0))
        self.play(self.fractal.grown.to(1, rate_func=EVEN), *aside, least=PACE.slow)

    @beat
    def show_three_roots(self) -> None:
        """Three zeros, and a colour for each. Darker means: more jumps."""
        self.leave(self.plane_named, self.painted.grown.to(0))
        self.enter(*self.roots, share=0.5)
        self.wait(share=1)

    # -- the fractal ---------------------------------------------------------------------------------

    @beat(chapter="On the edge")
    def send_two_neighbours(self) -> None:
        """Two starts, side by side. The same rule. And they end at different zeros."""
        self.enter(self.pair_a, self.pair_b, pace=PACE.quick)
        self.play(self.pair_a.at.to(8), self.pair_b.at.to(8), share=1, least=PACE.grand)

    @beat
    def hop_in_the_lake(self) -> None:
        """And whoever starts in a black lake hops between zero and one, and never arrives."""
        self.leave(self.pair_a, self.pair_b)
        self.enter(self.orbit, pace=PACE.quick)
        self.play(self.orbit.at.to(12, rate_func=linear), least=PACE.grand)

    @beat
    def measure_the_lakes(self) -> None:
        """All lakes together cover one hundredth of the square around it."""
        lost = read(self.square, "lost", percent=True, decimals=1, name="lakes in the square")
        self.lost = HEAD.write(Words("never arrive: <lost>", lost=lost, **LARGE))
        self.leave(self.orbit, *self.roots)
        self.enter(self.sides, self.fractal.lit.to(1), until="cover", least=PACE.normal)
        self.enter(self.lost, share=1)
        self.wait(PACE.quick)

    @beat
    def come_closer(self) -> None:
        """Go closer. Where two colours want to meet, the third slips in between."""
        self.leave(self.lost, self.sides, self.fractal.lit.to(0))
        self.play(*self.fractal.look(at=BEACH, zoom=NEARER[0]), least=PACE.grand)

    @beat
    def come_closer_still(self) -> None:
        """Closer. The edge has no end: every bead is a chain of beads."""
        self.play(*self.fractal.look(at=BEACH, zoom=NEARER[1], rate_func=EVEN), least=PACE.grand)

    @beat
    def find_a_lake(self) -> None:
        """Thousands of times closer, and there lies another lake, with the same shores."""
        self.play(*self.fractal.look(at=BEACH, zoom=NEARER[2], rate_func=EVEN), least=PACE.grand)
        self.magnified = HEAD.write(Words(f"{NEARER[2]:,.0f} times closer", **LARGE))
        self.enter(self.magnified, pace=PACE.quick)
        self.wait(PACE.normal)

    # -- on the mountain -----------------------------------------------------------------------------

    @beat(chapter="Back on the mountain")
    def come_back(self) -> None:
        """Back on the mountain, we look for level ground: there, the slope is zero. Newton can do that."""
        self.leave(self.magnified)
        self.swap(FadeOut(self.fractal), self.range)
        self.enter(self.leaps, share=1)

    @beat
    def lay_the_cap(self) -> None:
        """Feel height, slope and bend. They make the cap of lecture eleven, and it has a lowest point."""
        self.play(*self.range.look(**IN_THE_HOLLOW), until="bend", least=PACE.normal)
        self.enter(self.cap, until="lowest", least=PACE.normal)
        self.add(self.bottoms)
        self.play(self.bottoms.grown.to(0.5), share=1)

    @beat
    def jump_to_its_bottom(self) -> None:
        """Jump there. Lay a new cap. Jump again."""
        told = Number(self._right, ink=UP, **BOLD)
        self.right = RIGHT.write((Words("right digits", ink=UP, **LARGE), told))
        self.enter(self.right, pace=PACE.quick)
        self.play(self.leaps.at.to(1), until="there", least=PACE.normal)
        self.next_cap(1)
        self.play(self.leaps.at.to(2), least=PACE.normal)

    def next_cap(self, stop: int) -> None:
        """Take the cap away, and lay the one of another stop."""
        self.play(self.cap.grown.to(0), pace=PACE.quick)
        self.cap.at.set_value(stop)
        self.play(self.cap.grown.to(1), self.bottoms.grown.to(1), pace=PACE.quick)

    def _right(self) -> Reading:
        """How many digits of the hollow's place are right where the leaper stands."""
        at = int(self.leaps.at.get_value() + 1e-9)
        return read(self.falls, "digits", given=[self.falls.last], index=at, decimals=0, name="right digits")

    @beat
    def double_again(self) -> None:
        """And the same doubling: two right digits, four, eight. The hollow is found in no time."""
        self.play(self.cap.grown.to(0), pace=PACE.quick)
        self.play(self.leaps.at.to(3), until="four", least=PACE.normal)
        self.play(self.leaps.at.to(4), until="eight", least=PACE.normal)
        self.wait(share=1)

    @beat
    def start_near_a_pass(self) -> None:
        """But start over here, near a pass. The cap is a saddle, and has no lowest point at all."""
        self.leave(self.leaps, self.cap, self.bottoms, self.right)
        self.play(*self.range.look(**BELOW_THE_PASS), pace=PACE.slow)
        self.enter(self.rises, pace=PACE.quick)
        self.enter(self.saddle_cap, share=1, least=PACE.normal)

    @beat
    def climb_to_it(self) -> None:
        """It has a level one. Newton asks for no more. So up it goes, happily, onto the pass."""
        label, height = Words("height", ink=INK.output, **LARGE), Number(self._height, ink=INK.output, **BOLD)
        highest = Number(read(self.climbs, "f", index=-1, decimals=1, name="height"), **BOLD)
        under, *_ = HEAD.write((label, highest))  # as wide as the number will become
        height.shift(highest.strut.points[0] - height.strut.points[0])
        self.height_told = VGroup(under, label, height)
        self.enter(self.height_told, pace=PACE.quick)
        self.play(self.rises.at.to(1), until="more", least=PACE.normal)
        self.play(self.saddle_cap.grown.to(0), pace=PACE.quick)
        self.play(self.rises.at.to(3), least=PACE.normal)

    def _height(self) -> Reading:
        """The height where the climber stands."""
        at = int(self.rises.at.get_value() + 1e-9)
        return read(self.climbs, "f", index=at, decimals=1, name="height")

    @beat
    def drop_four_hundred(self) -> None:
        """How often does that happen? Drop four hundred again. Walking downhill, all would end in hollows."""
        self.leave(self.rises, self.height_told)
        self.play(
            *self.range.look(
                azimuth=0, tilt=1, zoom=0.86, focus_x=-0.15, focus_y=-0.1, shift_x=-2.9, shift_y=0.35
            ),
            pace=PACE.normal,
        )
        self.enter(self.down_lamps, pace=PACE.quick)
        self.add(self.streams)
        run = self.down_lights.at.to(self.down_lights.walk.last, rate_func=hasten(RUN))
        self.play(run, share=1, least=1.15 * PACE.grand)
        self.enter(self.table.names, self.table.walked, self.down_lamps.sorted.to(1), pace=PACE.normal)

    @beat
    def watch_them_jump(self) -> None:
        """Now let them jump. Fewer than half arrive in a hollow. The rest sit on passes, and on the peak."""
        self.swap((self.down_lamps, self.streams), self.lamps, pace=PACE.quick)
        self.play(self.lights.at.to(1), self.lamps.sorted.to(1), until="hollow", least=PACE.slow)
        self.enter(self.table.jumped, share=1)

    # -- what to take along --------------------------------------------------------------------------

    @beat(chapter="What to take along")
    def say_the_bargain(self) -> None:
        """That's the bargain. Bends square your error at each jump, and cost you the promise to go down."""
        self.clear_stage(self.table.jumped, self.table.names)
        left = self.rows.shift((-5.7, 2.1, 0)).pose(grown=0)
        self.add(left)
        self.play(
            FadeIn(self.digits.move_to((-4.4, 2.1, 0))), left.grown.to(5), until="jump", least=PACE.slow
        )
        self.wait(share=1)

    @beat
    def hand_over(self) -> None:
        """So on level ground, ask which kind it is. And next: what if a fence stands in the way?"""
        self.clear_stage()
        self.range.set(tilt=0, azimuth=-24, elevation=46, zoom=1.1, shift_x=0, shift_y=0.2)
        self.enter(self.range, until="kind", least=PACE.normal)
        self.add(self.fence)
        turn = self.range.azimuth.to(-14, rate_func=linear)
        self.play(self.fence.at.to(self.fence.walk.last), turn, share=1, least=PACE.slow)
