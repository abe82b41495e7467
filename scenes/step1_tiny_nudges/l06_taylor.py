"""Lecture 06: what one point knows of the road ahead, dial by dial, up to the nearest hole."""

from __future__ import annotations

import numpy as np
from manim import FadeIn, FadeOut, smooth, squish_rate_func
from manim.utils.rate_functions import ease_in_out_sine as EVEN

from l06_pictures import Column, LineNumbers, drawn, flat, glowing, hill, hole, imaginary_names
from l06_pictures import named, spot, upright_knobs, upward

from calc_core import analytic, bounded_remainder, circle_values, coefficients, coefficients_real, graph
from calc_core import contours, hills, radius_estimate, reach_family, sample_grid, taylor_family
from visuals import INK, PACE, SIZE, STAGE, STROKE, Axes, Box, Dial, Lecture, Sized, Zoom, beat, read
from visuals import (
    CircleFlames,
    ContourMap,
    Formula,
    Lens,
    LitGround,
    Marker,
    Number,
    Page,
    RemainderPlot,
    Ring,
    Rucksack,
)
from visuals import Options, TaylorCurve, Thread, Words, labelled

HERE = -0.9  # where the road is read
ROLL = (-1.5, 1.5)  # the places that the point rolls over
FEW, MANY, LATE = 4, 40, 60  # dials: those in sight, those of the cosine, those at the wall
RIGHT = 0.01  # a polynomial is right where it misses by no more than this
SHADES = (0.1, RIGHT, 1e-4, 1e-6, 1e-8, 1e-10, 1e-12)  # of the light: how little is missed
AWAY, BESIDE = 1.5, 1.2  # how far the point is moved from the hole of the logarithm, and on the hill
STANDING, RAY = (-0.4, 0.2), 0.55  # on the mountain of what follows
CIRCLES = (0.6, 0.12)  # radii of the circles around zero

ROAD, WHOLE = Box(-6.6, -2.7, 2.9, 3.45), Box(-6.6, -2.7, 6.6, 3.45)
UPPER, LOWER = Box(-5.9, 0.95, 6.6, 3.45), Box(-5.9, -2.6, 6.6, 0.45)
WINDOW, WIDE = (-4.2, 4.2), (-17.0, 17.0)
EVENLY = (WHOLE.right - WHOLE.left) / (WHOLE.top - WHOLE.bottom)  # so that units are equal: circles are round
NEAR = ((-2.7, -2.7 + 3.0 * EVENLY), (-1.5, 1.5))  # of the complex plane
FAR = ((-4.2, -4.2 + 5.6 * EVENLY), (-2.8, 2.8))
LARGE, BOLD = Sized(size=SIZE.large), Sized(size=SIZE.title)
LINE: Options = {"width": STROKE.normal}


class Taylor(Lecture):
    title = "Reading the road ahead: Taylor series"
    goal = (
        "Derivatives at one point give the curve far away, up to the nearest hole, even one beside the road."
    )
    poster = "touch_the_hole"
    layers = (
        "names light moved_light hill_light flames glow wide_glow plane axes marks upward wall barrier log"
        " hill flat road guess many log_guess hill_guess flat_guess miss_axes miss spot holes lens"
    )

    # -- data and pictures ---------------------------------------------------------------------------

    def set_stage(self) -> None:
        self._set_road()
        self._set_wide()
        self._set_plane()
        self._set_flat()
        self._set_map()

    def _set_road(self) -> None:
        self.near = taylor_family(np.cos, np.linspace(*ROLL, 41), FEW)
        self.reach = reach_family(np.cos, self.near, (FEW,), within=(RIGHT,), rays=3)
        self.axes = on = Axes(x=WINDOW, y=(-2.2, 2.2), box=ROAD, x_ticks=(), y_ticks=(), upright=False)
        self.lit = Dial(0)
        self.lens = Lens(lambda x: graph(np.cos, x), on=on, x=HERE, zoom=100, radius=1.9, ground=False)
        self.turns = [Dial(0) for _ in range(FEW + 1)]
        self.true = lambda: self.near.at(self.lens.x.get_value())
        self.own = lambda: self.true().scaled([each.get_value() for each in self.turns])
        self.road = drawn("road", np.cos, np.linspace(-18, 18, 1441), on=on, width=STROKE.bold)
        self.road.span = self.seen
        self.glow = glowing(self.road, lambda: self.reach.at(self.lens.x.get_value(), FEW))
        self.guess = TaylorCurve(self.own, on=on)
        self.inside = TaylorCurve(self.own, on=on, lens=self.lens)
        self.column = Column(self.own, self.true)

    def seen(self) -> tuple[float, float]:
        """From where to where the road is in the light, and on the axes."""
        lit, (low, high) = self.lit.get_value(), self.axes.x
        return max(HERE - lit, low), min(HERE + lit, high)

    def _set_wide(self) -> None:
        self.upto = Dial(FEW)
        self.far = taylor_family(np.cos, 0.0, MANY)
        self.far_reach = reach_family(
            np.cos, self.far, np.arange(FEW, MANY + 0.1, 0.25), within=(RIGHT,), farthest=18, rays=3
        )
        self.read_so_far = lambda: self.far.at(0.0, self.upto.get_value())
        self.reached = lambda: self.far_reach.at(0.0, self.upto.get_value())
        self.many = TaylorCurve(self.read_so_far, on=self.axes)
        self.wide_glow = glowing(self.road, self.reached)
        x = np.linspace(*WIDE, 401)
        self.gap = lambda: bounded_remainder(
            np.cos, self.far, x, x0=0.0, degree=self.upto.get_value(), slope_max=1.0
        )
        self.miss_axes = Axes(
            x=WIDE, y=(1e-17, 1e5), box=LOWER, log="y", x_ticks=(), y_ticks=(1e-16, 1e-12, 1e-8, 1e-4, 1.0),
            above=self.axes,
        )  # fmt: skip
        self.miss = RemainderPlot(self.gap, on=self.miss_axes, bounded=0)

    def _set_plane(self) -> None:
        self.base, self.terms = Dial(0), Dial(1)
        self.plane = on = Axes(
            x=NEAR[0], y=(-3.05, 3.05), box=WHOLE, x_ticks=(), y_ticks=(), cross_at=0.0, upright=False
        )  # fmt: skip
        self.marks, self.upward = LineNumbers((-2, -1, 1, 2, 3), on), upward(on)
        self.names = imaginary_names(on)
        degrees = np.arange(1, LATE + 1)  # whole ones: between them the radii are mixed, and no spike appears
        here, terms = self.base.get_value, self.terms.get_value
        self.log_family = taylor_family(np.log1p, 0.0, LATE)
        light: Options = {"within": SHADES, "farthest": 3.0, "rays": 121}
        self.log_reach = reach_family(np.log1p, self.log_family, degrees, **light)
        moved = taylor_family(np.log1p, np.linspace(0, AWAY, 7), LATE)
        self.log_moved = reach_family(np.log1p, moved, (LATE,), **light)
        across = taylor_family(hill, np.linspace(-BESIDE, BESIDE, 13), LATE)
        self.hill_moved = reach_family(hill, across, (LATE,), **light)
        self.radius = radius_estimate(coefficients(np.log1p, 0.0, MANY))
        self.log = drawn(
            "logarithm", np.log1p, np.linspace(-0.952, NEAR[0][1], 500), on=on, width=STROKE.bold
        )
        self.hill = drawn("hill", hill, np.linspace(*NEAR[0], 500), on=on, width=STROKE.bold)
        self.log_guess = TaylorCurve(lambda: self.log_family.at(0.0, terms()), on=on)
        self.hill_guess = TaylorCurve(lambda: across.at(0.0, terms()), on=on)
        self.light = LitGround(lambda: self.log_reach.at(0.0, terms()), on=on, edged=1)
        self.moved_light = LitGround(lambda: self.log_moved.at(here(), LATE), on=on, edged=1)
        self.hill_light = LitGround(lambda: self.hill_moved.at(here(), LATE), on=on, edged=1)
        self.wall = Ring(lambda: (0.0, 0.0), lambda: float(self.radius.value), on=on, ink=INK.text)
        self.barrier = Thread(lambda: (1.0, on.y[0]), lambda: (1.0, on.y[1]), on=on, ink=INK.residual, **LINE)
        self.spot = spot(self.base, on)
        self.minus_one, self.one = named("-1", -1.0, (-0.55, -0.4), on), named("1", 1.0, (0.3, -0.4), on)
        self.holes = [hole(-1.0, 0.0, on), hole(0.0, 1.0, on), hole(0.0, -1.0, on)]

    def _set_map(self) -> None:
        land = hills()
        self.map = ContourMap(sample_grid(land), contours(land, 15), width=STAGE.width)

    def _set_flat(self) -> None:
        self.ring = Zoom(CIRCLES[0])
        self.zeros = coefficients_real(flat, 0.0, FEW)
        self.refusal = analytic(flat, 0.0)
        self.around = lambda: circle_values(flat, 0.0, self.ring.get_value())
        on = self.plane
        self.flat = drawn("flat road", flat, np.linspace(*NEAR[0], 500), on=on, width=STROKE.bold)
        self.place = Dial(0.5)
        place = self.place.get_value
        top = lambda: (place(), self.flat.at(place()))  # noqa: E731
        self.wrong = Thread(lambda: (place(), 0.0), top, on=on, ink=INK.residual, width=STROKE.bold)
        self.upright = upright_knobs(self.zeros)
        self.flat_guess = TaylorCurve(lambda: self.zeros, on=on)
        self.flames = CircleFlames(self.around, on=on)

    # -- the question --------------------------------------------------------------------------------

    @beat(chapter="The question")
    def one_point_in_the_dark(self) -> None:
        """Last time we measured a slope to fifteen digits. But only here, at one point. All around it is
        dark."""
        self.enter(self.lens, pace=PACE.quick)
        self.play(self.lens.zoom.to(1))

    @beat
    def what_does_it_know(self) -> None:
        """What does this one point know of the road ahead? More than you would think."""
        self.headline = Words(self.title, **LARGE).move_to((0.4, 2.9, 0))
        self.play(self.lens.radius.to(0.75), until="road", least=PACE.normal)
        self.enter(self.headline)

    # -- dials ---------------------------------------------------------------------------------------

    @beat(chapter="One dial at a time")
    def turn_the_height(self) -> None:
        """Build a road of your own, with dials. The first one is its height. Turn it, until it fits, and
        lock it."""
        self.leave(self.headline)
        self.lens.put_inside(self.inside)
        self.enter(self.guess.pose(grown=0), until="own")
        self.enter(*self.column.rows[0], until="first")
        self.play(self.turns[0].to(1), until="fits", least=PACE.normal)
        self.shut(0)

    def shut(self, k: int) -> None:
        """Close the lock of a dial."""
        self.play(self.column.knobs[k].closed.to(1), pace=PACE.quick)

    @beat
    def turn_the_slope(self) -> None:
        """The second dial tips it, about our point. There, the right slope. And the height has not moved."""
        self.enter(*self.column.rows[1], pace=PACE.quick)
        self.play(self.turns[1].to(1.7), until="point")
        self.play(self.turns[1].to(1), until="slope")
        self.shut(1)

    @beat
    def turn_the_bend(self) -> None:
        """The third one bends it. Too much. Too little. Right. Height and slope do not even notice."""
        self.enter(*self.column.rows[2], pace=PACE.quick)
        self.play(self.turns[2].to(2), until="much")
        self.play(self.turns[2].to(-0.6), until="little", least=PACE.normal)
        self.play(self.turns[2].to(1), until="right", least=PACE.normal)
        self.shut(2)

    @beat
    def turn_two_more(self) -> None:
        """Two more: how the bend changes, and how that changes. Each dial moves only what is still free."""
        self.enter(*self.column.rows[3], pace=PACE.quick)
        self.play(self.turns[3].to(1), until="changes")
        self.shut(3)
        self.enter(*self.column.rows[4], pace=PACE.quick)
        self.play(self.turns[4].to(1), least=PACE.normal)
        self.shut(4)

    @beat
    def light_the_road(self) -> None:
        """Now let there be light. The true road is a cosine. And from one point, we had read all this."""
        self.road.redraw()
        self.add(self.road)
        self.play(self.lit.to(5.2), until="cosine", least=PACE.slow)
        self.enter(self.glow)

    @beat
    def shake_the_last_dial(self) -> None:
        """Why do the locks hold? Shake the last dial. Far out, everything swings. At our point, nothing
        stirs."""
        self.leave(self.glow)
        self.play(self.turns[4].to(2.6, rate_func=EVEN), until="shake", least=PACE.normal)
        self.play(self.turns[4].to(-1.2, rate_func=EVEN), until="swings", least=PACE.normal)
        self.play(self.turns[4].to(1, rate_func=EVEN), least=PACE.normal)

    @beat
    def write_the_dials(self) -> None:
        """Near the point, a higher power is flatter. So each dial is one derivative alone, over its
        factorial."""
        law = Formula("c_k = frac({{f^((k)) (p) : slope}}, k!)", **LARGE)
        whole = Formula(
            "{{c_0 : parameter}} + {{c_1 : parameter_2}} (x - p) + {{c_2 : parameter_3}} (x - p)^2 + ...",
            **LARGE,
        )
        self.sum, self.law = whole.move_to((-3.5, -2.25, 0)), law.move_to((1.7, -2.25, 0))
        self.play(self.axes.look(up=(-1.55, 3.45)), pace=PACE.normal)
        self.enter(self.sum, until="flatter")
        self.enter(self.law, until="alone")

    # -- more dials ----------------------------------------------------------------------------------

    @beat(chapter="More dials")
    def roll_along(self) -> None:
        """Move the point, and the polynomial rolls along the curve, every dial turning with it."""
        self.leave(self.law, self.sum, self.axes.look(up=(ROAD.bottom, ROAD.top)), pace=PACE.normal)
        self.enter(self.glow, pace=PACE.quick)
        self.play(self.lens.x.to(1.4, rate_func=EVEN), least=PACE.grand)

    @beat
    def stop_at_zero(self) -> None:
        """At zero, every second dial stands upright. The cosine looks the same to both sides, so odd powers
        have no say."""
        self.play(self.lens.x.to(0, rate_func=EVEN), until="upright", least=PACE.normal)
        self.play(self.lens.x.to(0.55, rate_func=EVEN), until="looks", least=PACE.normal)
        self.play(self.lens.x.to(-0.55, rate_func=EVEN), until="sides", least=PACE.normal)
        self.play(self.lens.x.to(0, rate_func=EVEN), least=PACE.normal)

    @beat
    def peel_onto_it(self) -> None:
        """Add more dials, always at zero: six, eight, ten. The polynomial peels onto the curve."""
        self.add(self.many, self.wide_glow)
        self.remove(self.guess, self.glow)
        self.lit.set_value(19)
        self.leave(*self.column.rows, FadeOut(self.lens))
        self.play(self.axes.look(x=(-8.5, 8.5), y=(-1.7, 2.4), box=WHOLE), until="zero", least=PACE.normal)
        self.tell_degree()
        self.play(self.upto.to(12))

    def tell_degree(self) -> None:
        """Write how many dials there are, and how far they reach."""
        degree = lambda: read(self.read_so_far(), "degree", name="highest power")  # noqa: E731
        ahead = lambda: read(self.reached(), "ahead", index=0, decimals=1, name="right up to")  # noqa: E731
        rows = (
            (Words("highest power", **LARGE), Number(degree, ink=INK.parameter, **LARGE)),
            (Words("right up to", **LARGE), Number(ahead, ink=INK.model, **LARGE)),
        )
        self.count = Page(1.6, 3.2, side="numbers", gap=0.35).write(*rows)
        self.enter(self.count, pace=PACE.quick)

    @beat
    def follow_the_waves(self) -> None:
        """Forty of them, and it follows more than four whole waves. All of that was read off at zero."""
        self.play(self.axes.look(x=WIDE), self.upto.to(MANY), until="waves", least=PACE.grand)

    @beat
    def draw_the_gap(self) -> None:
        """How wrong is it? Draw the gap between the two, by powers of ten. Close to our point there is
        hardly any."""
        self.leave(self.count, self.wide_glow)
        self.play(self.axes.look(box=UPPER), self.upto.to(8), until="wrong", least=PACE.slow)
        self.gap_name = Words("the gap", ink=INK.residual, **LARGE).move_to((-4.6, -1.9, 0))
        self.enter(self.miss_axes, pace=PACE.quick)
        self.enter(self.miss, self.gap_name, share=1)

    @beat
    def lay_the_bound(self) -> None:
        """Lagrange knew a lid for it: the next power of x, over the next factorial. The gap stays beneath."""
        bound = Formula("abs(x)^(n + 1) / (n + 1)!", **LARGE).move_to((4.6, -1.3, 0))
        self.bound = bound
        self.play(self.miss.bounded.to(1), until="lid", least=PACE.normal)
        self.enter(bound, until="factorial")

    @beat
    def factorials_win(self) -> None:
        """And factorials outgrow any power. With dials enough the gap sinks, as far out as you like, down to
        the floor of rounding."""
        self.leave(self.bound)
        self.play(self.upto.to(MANY, rate_func=EVEN), least=PACE.grand)

    # -- the wall ------------------------------------------------------------------------------------

    @beat(chapter="The wall")
    def try_a_logarithm(self) -> None:
        """Does that always work? Take the logarithm of one plus x. It looks even tamer than the cosine."""
        self.clear_stage()
        self.terms.set_value(1)
        self.enter(self.plane, self.marks, pace=PACE.quick)
        self.name = Formula("ln(1 + x)", **BOLD).move_to((-4.4, 2.5, 0))
        self.enter(self.log, self.name, until="tamer")
        self.enter(self.log_guess.pose(grown=0), self.spot)

    @beat
    def run_into_a_wall(self) -> None:
        """Add dials at zero. It fits, and fits. But past one, it will not go."""
        self.play(self.terms.to(24, rate_func=EVEN), least=PACE.grand)

    @beat
    def ask_what_stops_it(self) -> None:
        """Sixty dials, and it is worse than ever. Yet at one the curve is calm. What stops us there?"""
        self.play(self.terms.to(LATE, rate_func=EVEN), until="ever", least=PACE.slow)
        self.enter(self.barrier.pose(grown=0))

    @beat
    def open_the_plane(self) -> None:
        """Nothing on this line does. So step off it: lay the curve down, and open the plane of complex
        numbers."""
        self.leave(self.log_guess, self.barrier, self.name, self.marks)
        self.play(self.plane.look(y=(-400, 400)), until="down", least=PACE.slow)
        self.leave(FadeOut(self.log))
        self.plane.show(y=NEAR[1])
        self.enter(self.upward.pose(grown=0), self.names)

    @beat
    def light_what_is_right(self) -> None:
        """Make it light wherever the polynomial is right. A few dials, and there is a little light."""
        self.terms.set_value(1)
        self.enter(self.light.pose(grown=0), until="light")
        self.play(self.terms.to(5))

    @beat
    def see_a_circle(self) -> None:
        """More dials, and the light spreads. More, and it becomes a circle."""
        self.play(self.terms.to(LATE, rate_func=EVEN), least=PACE.grand)

    @beat
    def touch_the_hole(self) -> None:
        """On its left, the rim has run into minus one. There the logarithm falls into a hole without a
        floor."""
        self.enter(self.holes[0], self.minus_one, pace=PACE.quick)
        self.enter(self.wall.pose(grown=0), until="hole")
        radius = Number(read(self.radius, "value", decimals=2, name="radius"), **LARGE)
        self.number = labelled(Words("radius", **LARGE), radius).move_to((4.6, 2.9, 0))
        self.enter(self.number)

    @beat
    def explain_the_wall(self) -> None:
        """And a circle reaches as far to the right as to the left. That is the wall at one."""
        self.play(self.barrier.grown.to(0), pace=PACE.quick)
        self.enter(self.barrier, self.one, until="wall")

    @beat
    def move_away(self) -> None:
        """Move the point away from the hole. The circle grows, and its rim stays in the hole."""
        self.leave(self.barrier, self.number, self.wall, self.one)
        self.base.set_value(0)
        self.add(self.moved_light)
        self.remove(self.light)
        self.play(self.plane.look(x=FAR[0], y=FAR[1]), until="point", least=PACE.normal)
        self.play(self.base.to(AWAY, rate_func=EVEN), least=PACE.slow)

    @beat
    def climb_a_calm_hill(self) -> None:
        """Now a hill: one over one plus x squared. No hole anywhere along it. Yet at one, the same wall."""
        self.leave(self.moved_light, self.holes[0], self.minus_one, self.upward, self.names, self.base.to(0))
        self.terms.set_value(2)
        self.name = Formula("1 / (1 + x^2)", **BOLD).move_to((4.6, 2.7, 0))
        self.play(
            self.plane.look(x=NEAR[0], y=NEAR[1]), FadeIn(self.name), FadeIn(self.marks), pace=PACE.normal
        )
        self.enter(self.hill, until="squared")
        self.enter(self.hill_guess.pose(grown=0), pace=PACE.quick)
        self.play(self.terms.to(LATE, rate_func=EVEN), least=PACE.slow)

    @beat
    def find_the_unseen(self) -> None:
        """Look into the plane. The holes are at i and minus i, beside the road, where nobody on it can see
        them."""
        self.leave(self.hill_guess, self.name, self.marks)
        self.play(self.plane.look(y=(-400, 400)), pace=PACE.normal)
        self.leave(FadeOut(self.hill))
        self.plane.show(y=NEAR[1])
        self.enter(self.upward.pose(grown=0), self.names, pace=PACE.quick)
        self.enter(self.holes[1], until="at i")
        self.enter(self.holes[2], until="minus i")
        self.enter(self.hill_light.pose(grown=0), share=1)

    @beat
    def pass_through_both(self) -> None:
        """Move the point, and every circle passes through both."""
        self.play(self.base.to(BESIDE, rate_func=EVEN), share=0.5, least=PACE.slow)
        self.play(self.base.to(-BESIDE, rate_func=EVEN), least=PACE.slow)

    # -- wrong for ever ------------------------------------------------------------------------------

    @beat(chapter="Wrong for ever")
    def the_flattest_road(self) -> None:
        """One more road: e to the minus one over x squared. At zero it's so flat that every derivative is
        zero."""
        self.leave(self.hill_light, *self.holes[1:], self.upward, self.names, self.base.to(0))
        self.name = Formula("e^(-1 \\/ x^2)", **BOLD).move_to((4.6, -1.7, 0))
        self.enter(self.flat, self.name, until="squared")
        self.play(self.plane.look(x=(-0.9, 1.24), y=(-0.51, 0.51)), until="flat", least=PACE.slow)

    @beat
    def wrong_for_ever(self) -> None:
        """So every dial stands at zero. The polynomial lies flat, and however many dials you add, it stays
        wrong."""
        self.enter(self.flat_guess.pose(grown=0), until="flat")
        self.enter(*self.upright, self.plane.look(x=NEAR[0], y=NEAR[1]), until="dials", least=PACE.normal)
        self.enter(self.wrong.pose(grown=0), pace=PACE.quick)
        self.play(self.place.to(2.6, rate_func=EVEN), least=PACE.slow)

    @beat
    def cauchy_refuses(self) -> None:
        """Cauchy reads the dials off a circle in the plane. Here, the smaller the circle, the wilder what
        stands on it. No series, he says."""
        self.leave(FadeOut(self.flat), self.flat_guess, self.name, self.wrong, *self.upright)
        self.enter(self.upward.pose(grown=0), pace=PACE.quick)
        self.enter(self.flames.pose(grown=0), until="circle", least=PACE.normal)
        largest = lambda: read(self.around(), "largest", scientific=True, digits=1)  # noqa: E731
        number = Number(largest, ink=INK.output, align="center", **LARGE)
        self.number = Page(4.4, 3.1, side="middle", gap=0.35).write(Words("largest value", **LARGE), number)
        self.enter(self.number, pace=PACE.quick)
        self.play(self.ring.to(CIRCLES[1]), until="stands", least=PACE.slow)
        said = read(self.refusal, "said")
        self.no = Words("<said>", said=said, ink=INK.residual).move_to((2.9, -2.3, 0))
        self.enter(self.no)

    # -- what to take along --------------------------------------------------------------------------

    @beat(chapter="What to take along")
    def what_one_point_knows(self) -> None:
        """So one point knows the road all around it, up to the nearest hole. Even one that cannot be seen
        from the road."""
        self.clear_stage()
        self.base.set_value(-BESIDE)
        self.plane.show(x=NEAR[0], y=NEAR[1])
        self.hill_light.pose(grown=0)
        self.enter(self.plane, self.spot, pace=PACE.quick)
        self.enter(self.hill_light, until="around")
        self.enter(*self.holes[1:], until="hole")
        self.play(self.base.to(0.6, rate_func=EVEN))

    @beat
    def pack_the_glass(self) -> None:
        """A line, a bend, a whole stretch of road, all in one glass. Into the rucksack: now it's whole."""
        rucksack = Rucksack(height=5.2).move_to((2.4, 0.3, 0))
        self.clear_stage()
        self.axes.show(x=WINDOW, across=(ROAD.left, ROAD.right), up=(ROAD.bottom, ROAD.top))
        self.lens.pose(x=0, zoom=1, radius=1.5)
        self.enter(self.lens, pace=PACE.quick)
        self.enter(rucksack, until="road")
        fade = FadeOut(self.lens, rate_func=squish_rate_func(smooth, 0, 0.3))
        self.play(rucksack.pack("magnifying glass", coming_from=self.lens.rim), fade, pace=PACE.slow)
        self.rucksack = rucksack

    @beat
    def ask_which_way(self) -> None:
        """On a mountain, a road may go any way. Which one leads up? That is where we go next."""
        way = Dial(0)
        there = lambda: STANDING + RAY * np.array([np.cos(way.get_value()), np.sin(way.get_value())])  # noqa: E731
        self.ray = Thread(lambda: STANDING, there, on=self.map, ink=INK.text, width=STROKE.bold)
        self.leave(FadeOut(self.rucksack))
        self.enter(self.map, until="mountain", least=PACE.normal)
        self.enter(
            Marker(lambda: STANDING, on=self.map, radius=0.14), self.ray.pose(grown=0), pace=PACE.quick
        )
        self.play(way.to(2 * np.pi, rate_func=EVEN), least=PACE.slow)
