"""Lecture 07: turn one knob and hold the others; the slope is that of a slice, and the slopes add up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from manim import FadeIn, FadeOut, Group, VGroup, smooth, squish_rate_func
from manim.utils.rate_functions import ease_in_out_sine as EVEN

from l07_pictures import NAMES, Handle, NamedKnob, TwoStacks

from calc_core import can_mass, directional, hills, knob_gains, partial, sample_grid
from visuals import INK, PACE, SIZE, STAGE, STROKE, Dial, Lecture, Walk, beat, read
from visuals import Cut, CutPlane, CutTangent, Marker, Measure, Terrain, Thread, TinCan, Trail
from visuals import Formula, Number, Options, Page, Sized, Words, labelled

CAN = (3.0, 11.0, 0.3, 7.8)  # radius, height and thickness in cm, density of steel in g/cm^3
ROOM = (1.0, 2.0, 0.15, 1.2)  # by how much each knob turns through its whole half
NUDGES = np.array([0.5, 1.0, 0.04, 0.4])  # of all four at once
SHRUNK = np.geomspace(0.01, 1, 30)  # by which these are made smaller
WIDER, THINNEST, TALLER, THICKER = 0.5, 0.02, 1.3, 0.15
UNITS = ("cm", "cm", "cm", "g/cm³")

STANDING, RAY = np.array([-0.4, 0.2]), 0.55  # where lecture 06 ended
HERE, LEVELS = np.array([-0.6, -0.9]), 0.1  # where the knife goes through; height between contours
PART, WIDE = [(-3.2, 2.4), (-2.4, 1.8)], 7.2  # of the land that is cut; scene units that it is wide
ASIDE, ROW = (4.35, 0.35), 2.85  # the middle of the cut; the line above it on which its slopes are written
AROUND = np.deg2rad(np.arange(360))
SIGHT, NARROW = 1.5, 1.62  # of the cut to either side, in the landscape's units; scene units to one of these
TURNED, NEXT = 2.6, 0.34  # landscape units to half a turn of their knobs; size of the walk that follows
SMALL_KNOBS, BIG_KNOBS = ((3.35, -2.45), (5.25, -2.45)), ((4.2, 1.5), (4.2, -1.1))  # of east and north

PLACE, UNIT = (0.0, -0.2), 0.43  # of the can, scene units to a centimetre
LOW, SMALL = -0.75, 0.36  # the same while its ring lies above it
CLOSE, NEAR = -2.5, 0.95  # and while one looks at its skin
KNOBS = ((-6.2, 2.3), (-6.2, 0.85), (-6.2, -0.6), (-6.2, -2.05))
PANEL = Page(3.0, -0.5, gap=0.35)
HEAD = Page(4.2, 1.2, gap=0.3)
TABLE = Page(4.8, 2.2, side="numbers", gap=0.5)
FIRST, THEN = squish_rate_func(smooth, 0, 0.25), squish_rate_func(smooth, 0.3, 0.65)
LARGE, BOLD = Sized(size=SIZE.large), Sized(size=SIZE.title)


class ManyKnobs(Lecture):
    title = "One knob at a time: partial derivatives"
    goal = "Hold all but one, and calculus is the old one on a slice; the slopes of all knobs add up."
    poster = "hold_the_east"
    layers = "map hill line ray dot plane tangent hiker can knobs stacks"

    # -- data and pictures ---------------------------------------------------------------------------

    def set_stage(self) -> None:
        self.gains = knob_gains(can_mass, CAN, NUDGES, method="complex")
        self.shrunk = knob_gains(can_mass, CAN, SHRUNK[:, None] * NUDGES, method="complex")
        self.land = hills()
        self.grid = sample_grid(self.land, shape=(151, 241))
        self.ring = directional(self.land.f, HERE, np.stack([np.cos(AROUND), np.sin(AROUND)], axis=-1))
        self.along = [partial(self.land.f, HERE, k) for k in (0, 1)]
        self._set_can()
        self._set_hill()
        self._set_knife()

    def _set_can(self) -> None:
        self.turned = [Dial(0.0) for _ in CAN]  # dr, dh, dt, drho
        nudged: Options = dict(zip(("dr", "dh", "dt"), self.turned, strict=False))
        self.can = TinCan(*CAN[:3], unit=UNIT, place=PLACE, **nudged)
        self.knobs: Any = Group(*(self._knob(k, name) for k, name in enumerate(NAMES)))
        now = lambda: self.reading("after", decimals=1, unit="g", name="mass")  # noqa: E731
        mass = Number(now, ink=INK.output, **BOLD)
        self.mass = HEAD.write(Words("mass", ink=INK.output), mass)
        self.stacks = TwoStacks(self.now_gained, foot=(-2.9, -2.7), height=5.6, width=1.4)

    def _knob(self, k: int, name: str) -> NamedKnob:
        turned, room = self.turned[k], ROOM[k]
        what = {"index": k, "decimals": 2 if k == 2 else 1, "unit": UNITS[k], "name": name}
        return NamedKnob(
            lambda: turned.get_value() / room, name, lambda: self.reading("setting", **what), at=KNOBS[k]
        )

    def reading(self, field: str, **how: Any) -> Any:
        """A reading of the can as its knobs stand now."""
        return read(self.now_gained(), field, **how)

    def now_gained(self) -> Any:
        """The gains of the can as its knobs stand now."""
        return self.gains.at([each.get_value() for each in self.turned])

    def rate(self, k: int, unit: str, name: str) -> Number:
        """Gain per nudge of one knob, as it is turned."""
        how: Options = {"index": k, "decimals": 1, "unit": unit, "name": name}
        return Number(lambda: self.reading("rates", **how), ink=INK.slope, **LARGE)

    def _set_hill(self) -> None:
        grid = self.grid
        self.map = Terrain(grid.x, grid.y, grid.f, width=STAGE.width, contour_step=LEVELS, tilt=1)
        part = sample_grid(self.land, bounds=PART, shape=(141, 187))
        relief = float(np.ptp(part.f)) * WIDE / float(np.ptp(part.x))  # heights and lengths in one scale
        look: Options = {"width": WIDE, "relief": relief, "contour_step": LEVELS, "zoom": 8 / WIDE * 4 / 3}
        self.hill = Terrain(part.x, part.y, part.f, tilt=1, azimuth=-30, elevation=34, **look)
        self.way = Dial(0)
        there = lambda: STANDING + RAY * np.array([np.cos(self.way.value), np.sin(self.way.value)])  # noqa: E731
        self.ray = Thread(lambda: STANDING, there, on=self.map, ink=INK.text, width=STROKE.bold)
        self.dot = Marker(lambda: STANDING, on=self.map, radius=0.14)

    def _set_knife(self) -> None:
        self.turn = Dial(0)  # degrees of the knife from the east
        distance = np.linspace(-SIGHT, SIGHT, 121)
        profile = self.land.reading(HERE + self.ring.u[:, None] * distance[:, None])
        self.cut = Cut(profile, self.ring, distance, self.turn, centre=ASIDE, scale=NARROW)
        self.plane = CutPlane(HERE, on=self.hill, direction=self.turn, grown=0)
        self.tangent = CutTangent(self.plane, lambda: self.cut.slope, reach=1.1, grown=0)
        angle = np.linspace(0, 2 * np.pi, 241)
        sin, cos = np.sin(angle), np.cos(angle)
        trefoil = np.stack([sin + 2 * np.sin(2 * angle), cos - 2 * np.cos(2 * angle)], axis=-1)
        loop = HERE + NEXT * (trefoil - trefoil[0])
        self.loop = Walk(loop)
        self.east, self.north = Dial(HERE[0]), Dial(HERE[1])
        self.line = Trail(
            np.array([[PART[0][0], HERE[1]], [PART[0][1], HERE[1]]]), on=self.hill, at=Dial(0), ink=INK.input
        )
        self.hiker = Marker(self.stand, on=self.hill, radius=0.14)
        self.two = Group(*(self._compass_knob(k, name, SMALL_KNOBS[k], 0.4) for k, name in enumerate("xy")))
        self.big_two = Group(*(self._compass_knob(k, name, BIG_KNOBS[k], 0.8) for k, name in enumerate("xy")))
        self.trail = Trail(self.loop, on=self.hill, width=5)

    # -- the question --------------------------------------------------------------------------------

    @beat(chapter="The question")
    def too_many_ways(self) -> None:
        """On a mountain, a road may go any way. That's a new kind of trouble: more than one thing can
        change."""
        self.add(self.map, self.dot, self.ray)
        self.play(self.way.to(2 * np.pi, rate_func=EVEN))

    @beat
    def take_a_can(self) -> None:
        """So leave the mountain for now, and take a tin can. A sturdy one, its walls three millimetres
        thick."""
        self.headline = Words(self.title, **LARGE).move_to((0, 3.2, 0))
        self.leave(FadeOut(self.ray), FadeOut(self.dot), FadeOut(self.map))
        self.enter(self.can.pose(grown=0), self.headline, until="can")
        self.play(self.can.open.to(100, rate_func=EVEN), until="walls")
        self.play(self.can.open.to(0, rate_func=EVEN), least=PACE.normal)

    @beat
    def find_four_knobs(self) -> None:
        """How heavy is it? That hangs on its radius, its height, its thickness, and how dense the metal
        is."""
        self.leave(self.headline, until="heavy")
        self.enter(self.mass, pace=PACE.quick)
        for knob, word in zip(self.knobs, ("radius", "height", "thickness", "dense"), strict=True):
            self.enter(FadeIn(knob), until=word)

    @beat
    def turn_them_all(self) -> None:
        """Turn all four, and the mass runs away. But which knob did it? Nobody can tell."""
        self.can.pose(coloured=0)
        goals = (0.55, 1.5, 0.1, 0.9)
        turns = [dial.to(goal, rate_func=EVEN) for dial, goal in zip(self.turned, goals, strict=True)]
        self.play(*turns, until="knob", least=PACE.slow)
        self.play(*(dial.to(0, rate_func=EVEN) for dial in self.turned), least=PACE.normal)

    @beat
    def hold_three(self) -> None:
        """So turn one, and hold the others still. What is held is a constant: a mere number."""
        self.can.pose(coloured=1)
        self.play(*self.hold(1), until="others", least=PACE.normal)
        self.play(self.turned[1].to(0.5, rate_func=EVEN), share=0.5)
        self.play(self.turned[1].to(0, rate_func=EVEN))

    def hold(self, free: int | None) -> list[Any]:
        """Animations that leave one knob free, or all of them."""
        return [knob.free.to(1 if free in (k, None) else 0) for k, knob in enumerate(self.knobs)]

    # -- one knob at a time --------------------------------------------------------------------------

    @beat(chapter="One knob at a time")
    def turn_the_height(self) -> None:
        """Make the can a little taller. The lid rises, and the new metal is a ring."""
        self.play(self.turned[1].to(TALLER, rate_func=EVEN), least=PACE.slow)

    @beat
    def unroll_the_ring(self) -> None:
        """Bend it open. It's as long as the rim, as high as the nudge, as thick as the wall."""
        back = (self.can.unit.to(SMALL), self.can.place_y.to(LOW))
        self.play(self.can.unrolled.to(1, rate_func=EVEN), *back, until="long", least=PACE.slow)
        self.strip = self._measures()
        for bar, word in zip(self.strip, ("rim", "nudge"), strict=True):
            self.enter(bar.pose(grown=0), until=word)

    def _measures(self) -> Group:
        """Bars along the unrolled ring: its length and its height."""
        r, _, t = CAN[:3]
        low, half = self.can.strip_foot, np.pi * r
        at = lambda x, z: self.can.to_screen([x, -r - t / 2, z])  # noqa: E731
        dh = self.turned[1].get_value
        ends = (
            (lambda: at(-half, low + dh()), lambda: at(half, low + dh()), "2 pi r", INK.text, (0, 1)),
            (lambda: at(half, low), lambda: at(half, low + dh()), "dif h", INK.input, (1, 0)),
        )
        return Group(*(Measure(a, b, letter, ink=ink, aside=side) for a, b, letter, ink, side in ends))

    @beat
    def weigh_the_ring(self) -> None:
        """So every centimetre of height costs the same, however many of them you take."""
        self.costs = PANEL.write(
            Formula("{{dif m : output}} = 2 pi r t rho {{dif h : input}}", **LARGE),
            Words("for each cm of height", ink=INK.quiet),
            self.rate(1, "g/cm", "per height"),
        )
        self.enter(self.costs, pace=PACE.quick)
        self.play(self.turned[1].to(0.4, rate_func=EVEN), share=0.5, least=PACE.normal)
        self.play(self.turned[1].to(TALLER, rate_func=EVEN), least=PACE.normal)

    @beat
    def turn_the_radius(self) -> None:
        """Back, and now a little wider. Each lid needs a ring around it."""
        self.leave(self.costs, *self.strip[:2], pace=PACE.quick)
        back = (self.can.unit.to(UNIT), self.can.place_y.to(PLACE[1]))
        self.play(self.can.unrolled.to(0), *back, self.turned[1].to(0), *self.hold(0), pace=PACE.slow)
        self.play(self.turned[0].to(WIDER, rate_func=EVEN), least=PACE.slow)

    @beat
    def open_the_wall(self) -> None:
        """And the wall has burst open. The gap is two pi times the nudge, however wide the can was."""
        r, h, t = CAN[:3]
        wide = lambda: r + self.turned[0].get_value()  # noqa: E731

        def rim(side: float) -> Callable[[], np.ndarray]:
            def place() -> np.ndarray:
                turn = np.radians(-30.0) + side * np.pi * self.turned[0].get_value() / wide()
                out = wide() + t / 2
                return self.can.to_screen([out * np.sin(turn), -out * np.cos(turn), 0.45 * h])

            return place

        self.gap = Measure(rim(-1), rim(1), ink=INK.text, away=0.0)
        self.gap_name = Formula("2 pi dif r", ink=INK.input, **LARGE).move_to((-2.7, -0.2, 0))
        self.play(self.turned[0].to(0.25, rate_func=EVEN), until="burst")
        self.play(self.turned[0].to(WIDER, rate_func=EVEN), until="pi", least=PACE.normal)
        self.enter(self.gap.pose(grown=0), self.gap_name, until="nudge")

    @beat
    def shrink_the_nudge(self) -> None:
        """Divide by the nudge, and let it shrink, as ever. The ratio settles: that is the slope along the
        radius."""
        self.costs = PANEL.write(
            Words("for each cm of radius", ink=INK.quiet), self.rate(0, "g/cm", "per radius")
        )
        self.leave(self.gap, self.gap_name, pace=PACE.quick)
        self.enter(self.costs, pace=PACE.quick)
        self.play(self.turned[0].to(THINNEST, rate_func=EVEN), until="settles", least=PACE.slow)

    @beat
    def turn_the_thickness(self) -> None:
        """Cut a window. Thicker metal is a skin on everything, outside and inside."""
        self.leave(self.costs, self.turned[0].to(0), *self.hold(2))
        self.play(self.can.open.to(105, rate_func=EVEN), until="window", least=PACE.normal)
        near = (self.can.unit.to(NEAR), self.can.place_y.to(CLOSE), self.can.elevation.to(34))
        self.leave(self.mass, *near, until="metal", least=PACE.normal)
        self.play(self.turned[2].to(THICKER, rate_func=EVEN), least=PACE.slow)

    @beat
    def turn_the_density(self) -> None:
        """And the last knob makes no metal at all. What is there gets heavier, every grain of it."""
        back = (self.can.unit.to(UNIT), self.can.place_y.to(PLACE[1]), self.can.elevation.to(22))
        self.play(self.turned[2].to(0), self.can.open.to(0), *back, *self.hold(3), pace=PACE.slow)
        self.enter(self.mass, pace=PACE.quick)
        heavier = (self.turned[3].to(0.8, rate_func=EVEN), self.can.heavier.to(0.7, rate_func=EVEN))
        self.play(*heavier, least=PACE.slow)

    # -- name it -------------------------------------------------------------------------------------

    @beat(chapter="Name it")
    def write_the_mass(self) -> None:
        """Here is all of it in one line: two lids, and a wall."""
        self.play(self.turned[3].to(0), self.can.heavier.to(0), *self.hold(None), pace=PACE.quick)
        aside = (self.can.place_x.to(-2.0),)
        self.leave(self.mass, *aside, pace=PACE.normal)
        self.law = self.mass_law(None)
        self.enter(self.law, until="line")
        places = [
            VGroup(*(self.law.part(f"text_{k}") for k in pair)).get_center() for pair in ((1, 4), (5, 8))
        ]
        self.terms = [
            Words(name, ink=INK.quiet).move_to((place[0], 1.65, 0))
            for name, place in zip(("lids", "wall"), places, strict=True)
        ]
        for words, name in zip(self.terms, ("lids", "wall"), strict=True):
            self.enter(words, until=name, least=PACE.quick)

    def mass_law(self, turned: int | None) -> Formula:
        """The mass as a formula; the letter that is turned wears the ink of inputs, what is held is grey."""
        inks = ["text" if turned is None else "input" if k == turned else "quiet" for k in range(4)]
        r, h, t, rho = (f"{{{{{NAMES[k]} : {inks[k]}_{k + 1}}}}}" for k in range(4))
        again = [f"{{{{{NAMES[k]} : {inks[k]}_{k + 5}}}}}" for k in (0, 2, 3)]
        source = f"{{{{m : output}}}} = 2 pi {r}^2 {t} {rho} + 2 pi {again[0]} {h} {again[1]} {again[2]}"
        return Formula(source, size=SIZE.large).move_to((3.2, 2.3, 0))

    def partial_law(self, turned: int) -> Formula:
        """The slope of the mass along one knob."""
        said = (
            "4 pi r t rho + 2 pi h t rho",
            "2 pi r t rho",
            "2 pi r^2 rho + 2 pi r h rho",
            "2 pi r^2 t + 2 pi r h t",
        )
        source = f"(partial {{{{m : output}}}})/(partial {{{{{NAMES[turned]} : input}}}}) = {said[turned]}"
        return Formula(source, size=SIZE.large).move_to((3.2, 0.3, 0))

    @beat
    def name_the_partial(self) -> None:
        """Turn the height alone, and the lids don't care. What is left is the partial derivative, with a
        curly d."""
        law = self.mass_law(1)
        self.play(FadeOut(self.law), FadeIn(law), *self.hold(1), self.turned[1].to(TALLER), until="alone")
        self.law, self.slope_law = law, self.partial_law(1)
        self.enter(self.slope_law, until="partial")
        self.worth = self.slope_number(1)
        self.leave(*self.terms, FadeIn(self.worth), share=1)

    def slope_number(self, k: int) -> Number:
        """What the slope along a knob is worth at the can as it stands."""
        unit = ("g/cm", "g/cm", "g/cm", "g per g/cm³")[k]
        number = Number(
            read(self.gains, "slopes", index=k, decimals=1, unit=unit, name="slope"),
            ink=INK.slope, align="center", **LARGE,
        )  # fmt: skip
        return number.move_to((3.2, -1.3, 0))

    @beat
    def choose_the_variable(self) -> None:
        """Turn another knob, and another letter comes alive, while the rest are numbers. Which ones, is your
        choice."""
        words = {0: "alive", 3: "numbers"}
        before, goals = 1, {0: WIDER, 3: 0.8}
        for k, word in words.items():
            law, slope, worth = self.mass_law(k), self.partial_law(k), self.slope_number(k)
            turns = [self.turned[before].to(0), self.turned[k].to(goals[k]), *self.hold(k)]
            if k == 3:
                turns.append(self.can.heavier.to(0.7))
            gone = [FadeOut(each, rate_func=FIRST) for each in (self.slope_law, self.worth)]
            come = [FadeIn(each, rate_func=THEN) for each in (slope, worth)]
            swapped = (FadeOut(self.law), FadeIn(law))
            self.play(*gone, *come, *swapped, *turns, until=word, least=PACE.slow)
            self.law, self.slope_law, self.worth, before = law, slope, worth, k

    @beat
    def nudge_all_four(self) -> None:
        """Now all four at once. On the left, what the can gains. On the right, four slopes times four
        nudges, stacked."""
        self.leave(self.law, self.slope_law, self.worth, FadeOut(self.knobs), self.can.heavier.to(0))
        turns = [dial.to(goal) for dial, goal in zip(self.turned, NUDGES, strict=True)]
        aside = (self.can.place_x.to(-4.9), self.can.open.to(100))
        self.play(*turns, *aside, until="once", least=PACE.slow)
        self.enter(self.stacks.pose(grown=0), until="gains")
        self.sums = self._sums()
        self.enter(self.sums[0], until="right", least=PACE.quick)
        self.play(self.stacks.built.to(4, rate_func=EVEN), FadeIn(self.sums[1]), least=PACE.slow)

    def _sums(self) -> VGroup:
        """Three numbers: what is gained, what the slopes say, and what they miss."""
        how: Options = {"digits": 4, "unit": "g"}
        rows = (
            ("gained together", "together", INK.output),
            ("slopes times nudges", "forecast_sum", INK.input),
            ("missed", "missed", INK.residual),
        )
        lines = []
        for words, field, ink in rows:
            reading = lambda field=field, words=words: read(self.now_gained(), field, name=words, **how)  # noqa: E731
            lines.append((Words(words, ink=ink), Number(reading, ink=ink, **LARGE)))
        return TABLE.write(*lines)

    @beat
    def find_the_gap(self) -> None:
        """They don't quite reach. What is missing are nudges on nudges: a strip on a ring, a skin on a
        strip."""
        self.play(self.stacks.gap.to(1), until="reach", least=PACE.normal)
        self.enter(self.sums[2], until="missing")
        self.play(self.can.unit.to(0.47), self.can.place_y.to(-0.5), self.can.elevation.to(30))

    @beat
    def shrink_them_all(self) -> None:
        """Make all nudges ten times smaller, and the gap is a hundred times smaller. So the slopes add up."""
        shrunk = [dial.to(0.1 * goal, rate_func=EVEN) for dial, goal in zip(self.turned, NUDGES, strict=True)]
        back = (self.can.unit.to(UNIT), self.can.place_y.to(PLACE[1]), self.can.elevation.to(22))
        self.play(*shrunk, *back, until="hundred", least=PACE.grand)
        order = Number(read(self.shrunk, "order", decimals=2, name="order of what is missed"), **LARGE)
        self.order = TABLE.write((Words("power of the nudges", ink=INK.quiet), order), below=self.sums)
        self.enter(self.order, share=1)

    # -- the knife -----------------------------------------------------------------------------------

    @beat(chapter="The knife")
    def back_to_the_mountain(self) -> None:
        """Four knobs nobody can draw. Two, one can: east and north, and the height is what comes out."""
        self.leave(FadeOut(self.stacks), self.sums, self.order, self.can)
        self.enter(FadeIn(self.hill), pace=PACE.normal)
        self.wait(until="draw")
        look = {"tilt": 0, "zoom": 1, "shift_x": -2.5, "shift_y": 0.35}
        self.play(*self.hill.look(**look), least=PACE.slow)

    @beat
    def turn_one_knob(self) -> None:
        """Turn the east knob alone, and you walk along a straight line. All you ever see is one slice."""
        self.enter(self.hiker, FadeIn(self.big_two), until="knob")
        self.play(*self.hold_but(0), until="alone", least=PACE.quick)
        self.enter(self.line, self.east.to(1.9, rate_func=EVEN), self.line.at.to(1), until="line")
        self.play(self.east.to(HERE[0], rate_func=EVEN), least=PACE.slow)

    @beat
    def bring_the_knife(self) -> None:
        """So cut there. Along the knife runs a curve, and that's an old friend."""
        self.enter(self.plane, until="cut", least=PACE.slow)
        self.leave(self.line, FadeOut(self.big_two), pace=PACE.quick)
        self.enter(self.cut, FadeIn(self.two), until="curve")

    @beat
    def lay_the_tangent(self) -> None:
        """One knob, one height: with that the course began. The curve has a tangent, and its slope is the
        partial derivative along x."""
        self.enter(self.tangent, self.cut.tangent_share.to(1), until="tangent", least=PACE.normal)
        self.slopes = [self._partial(0, "x"), self._partial(1, "y")]
        self.enter(self.slopes[0], self.cut.run.to(0.7), until="derivative")

    def _partial(self, k: int, name: str) -> VGroup:
        """A partial derivative of the height, and what it is worth here."""
        law = Formula(f"(partial {{{{f : output}}}})/(partial {{{{{name} : input}}}}) =")
        how: Options = {"decimals": 3, "name": f"slope along {name}"}
        worth = Number(read(self.along[k], "value", **how), ink=INK.slope)
        law.shift(((1.75, 4.6)[k] - law.get_left()[0], ROW - law.baseline, 0))
        worth.shift([law.get_right()[0] + 0.2, ROW, 0] - worth.strut.points[0])
        return VGroup(law, worth)

    def _slope(self) -> VGroup:
        how: Options = {"decimals": 3, "name": "slope of the cut"}
        slope = Number(lambda: read(self.ring, "value", at=self.turn.value % 360, **how), ink=INK.slope)
        words = Words("slope", ink=INK.quiet)
        return labelled(words.shift((4.75 - words.get_left()[0], ROW - words.baseline, 0)), slope)

    def stand(self) -> tuple[float, float]:
        """Where the hiker is: on the walk that follows, or where the two knobs stand."""
        x, y = self.loop.place if self.loop.now > 0 else (self.east.value, self.north.value)
        return float(x), float(y)

    def _compass_knob(self, k: int, name: str, at: tuple[float, float], radius: float) -> Any:
        """A knob for one of the two directions, with its letter."""
        knob = Handle(lambda: float((self.stand()[k] - HERE[k]) / TURNED), at=at, radius=radius)
        letter = Formula(name, ink=INK.input, **BOLD).move_to((at[0] + 1.4 * radius + 0.2, at[1], 0))
        letter.add_updater(lambda each: each.set_fill(knob.ink))
        both: Any = Group(knob, letter)
        both.free = knob.free
        return both

    def hold_but(self, free: int) -> list[Any]:
        """Animations that leave one of the two directions free."""
        both: Any = (self.two, self.big_two)
        return [knob.free.to(float(free == k)) for pair in both for k, knob in enumerate(pair)]

    @beat
    def turn_the_knife(self) -> None:
        """Now turn the knife, about the place where you stand. The curve bends, and its slope goes with
        it."""
        self.slope = self._slope()
        self.enter(self.slope, self.cut.run.to(0), pace=PACE.quick)
        self.play(self.turn.to(90, rate_func=EVEN), least=PACE.grand)

    @beat
    def hold_the_east(self) -> None:
        """A quarter turn: now the east is held. Same place, same height, another slope: the one along y."""
        self.play(self.cut.run.to(0.7), *self.hold_but(1), until="held", least=PACE.quick)
        self.wait(until="height")
        self.swap(self.slope, self.slopes[1])

    # -- what to take along --------------------------------------------------------------------------

    @beat(chapter="What to take along")
    def old_calculus(self) -> None:
        """So there's no new calculus in it. A partial derivative is the old one, on a slice that you
        choose."""
        self.play(self.turn.to(0, rate_func=EVEN), *self.hold_but(0), share=0.5, least=PACE.slow)
        self.play(self.turn.to(90, rate_func=EVEN), *self.hold_but(1), least=PACE.slow)

    @beat
    def both_at_once(self) -> None:
        """But whoever walks a mountain turns both knobs at once. What does the slope say then? That's
        next."""
        self.leave(self.cut, self.tangent, *self.slopes, self.plane, FadeOut(self.two), pace=PACE.normal)
        for knob in self.big_two:
            knob.free.set_value(1)  # type: ignore[attr-defined]  # a _compass_knob
        self.enter(FadeIn(self.big_two), pace=PACE.quick)
        self.add(self.trail)
        self.play(self.loop.at.to(self.loop.last, rate_func=EVEN), least=PACE.grand)
