"""Lecture 14: what a narrow ravine costs, what a heavy ball saves, and that the right map needs one step."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import FadeIn, FadeOut, Group, VGroup, linear
from manim.utils.rate_functions import ease_in_out_sine as EVEN

from l14_pictures import Ball, CostChart, Scoreboard, plated

from calc_core import DescentFamily, best_momentum, best_step, bowl, contours, race, rate_bound, rate_line
from calc_core import ravine, sample_grid, squeezed_descents, stretched_descents
from visuals import INK, PACE, SEVERAL, SIZE, Box, Dial, FamilyTrail, Lecture, Walk, Zoom, beat, read
from visuals import BootPrints, ContourMap, Dusk, Formula, Headlamp, Hiker, Marker, Needle, Number, RacePlot
from visuals import Options, Reading, RuledMap, Sized, TenfoldSteps, Trail, VelocityLegs, Words, plate

KAPPA = 100.0  # of the ravine: a hundred times as steep across as along
START = (10.0, 1.0)
TOLERANCE = 1e-8  # whoever stands where the slope is less has arrived
RULERS = np.geomspace(1, KAPPA**0.5, 33)
FEWER = np.append(RULERS[:8], RULERS[8::2]) ** 2
SHAPES = np.sort(np.append(RULERS**2, 4.0))  # four is said aloud
ROUND = KAPPA**0.5  # how many times longer y is drawn where the ravine's contours are circles
PLATEAU, STEP = 720.0, 25.0  # height at which the walls are cut off, and between two contours
CENTRE, WIDE = (0.0, -0.2), 0.33  # where the floor lies on the stage, and scene units to one of x
ASIDE, NEAR = (-4.2, 0.3), 0.8
CLOSE: Options = {"floor": (-19.4, 0.0), "unit": 2.35}  # the first steps
ADAM_RATE = 0.2  # of 0.05, 0.1, 0.2, 0.5 and 1 the one with the fewest steps
BEND, BEND_TOLERANCE, BEND_CAP = (-0.5, 0.9), 1e-2, 60.0  # of the second race: start, finish, cut of walls
BENT_RIVALS = {  # strides by trial: the Hessian at one place no longer tells them
    "gradient descent": {"learning_rate": 1.99e-3},
    "heavy ball": {"learning_rate": 1.5e-3, "beta": 0.95},
    "Nesterov": {"learning_rate": 1e-3, "beta": 0.95},
    "Adam": {"learning_rate": 0.2},
    "Newton": {},
}
CORNER = (-6.6, 3.35)  # where the first line of the board begins on the map of the race
LATER = 420.0  # the step at which we leave the map for the plot
PRINTS: Options = {"size": 11, "width": 3.0}
LARGE, BOLD, QUIET = Sized(size=SIZE.large), Sized(size=SIZE.title), {"ink": INK.quiet}
BOOTS, ROLLING = SEVERAL[0].ink, SEVERAL[1].ink
RULE = (
    "{{v : path}} arrow.l beta thin {{v : path_2}} - gamma thin {{nabla f : gradient}},"
    " quad {{x : input}} arrow.l {{x : input_2}} + {{v : path_3}}"
)


class Ravines(Lecture):
    title = "Ravines and momentum"
    goal = "Steps grow with kappa, with momentum with its square root; on the right map one step is enough."
    poster = "squeeze_to_a_ravine"
    layers = (
        "map dusk boots rolled ball_prints stretched_boots needle legs hiker ball"
        " lone again lanes lane_dusk home lane_trails lane_prints lane_marks"
        " bend night bend_dusk bend_trails bend_prints bend_marks"
    )

    # -- data and pictures ---------------------------------------------------------------------------

    def set_stage(self) -> None:
        self.ravine = bowl(KAPPA)
        self.hess = self.ravine.hess(np.array(START))
        self.squeezed = squeezed_descents(START, SHAPES, tol=TOLERANCE)
        self.rolling = squeezed_descents(START, FEWER, method="heavy ball", tol=TOLERANCE)
        self.unbent = stretched_descents(KAPPA, START, RULERS, tol=TOLERANCE)
        self._set_map()
        self._set_walkers()
        self._set_race()
        self._set_bend()
        self.kappa = Zoom(1.0)
        self.cost = CostChart([self.squeezed, self.rolling], self.kappa, box=Box(-5.4, -1.35, 4.5, 3.1))

    def _set_map(self) -> None:
        extent = [(-26, 26), (-5.7, 5.7)]
        grid = sample_grid(self.ravine, extent, shape=(229, 261)).capped(PLATEAU)
        lines = contours(self.ravine, np.arange(STEP, PLATEAU, STEP), extent, max_chord=0.16)
        self.map = RuledMap(grid, lines, unit=WIDE, tall=ROUND, floor=CENTRE, relief=1.2)
        self.dusk = Dusk()

    def _set_walkers(self) -> None:
        on, tall = self.map, self.map.tall
        squeezed = lambda: self.squeezed.at(self.kappa_now) / [1.0, tall.get_value()]  # noqa: E731
        self.boots = FamilyTrail(squeezed, on=on, at=0, ink=BOOTS, **PRINTS)
        self.stretched_boots = FamilyTrail(lambda: self.unbent.at(self.kappa_now), on=on, ink=BOOTS, **PRINTS)
        last = self.squeezed.n - 1
        self.lone = Hiker(Walk(squeezed()[:2], self.boots.at), on=on)
        self.again = Hiker(Walk(self.unbent.on_old_map[0, :2], self.stretched_boots.at), on=on)
        self.boot_walk = Walk(self.squeezed.x[last])
        self.hiker = Hiker(self.boot_walk, on=on)
        self.needle = Needle(self.ravine.grad(self.boot_walk.path), self.boot_walk, on=on, length=0.012)
        moves = np.diff(self.boot_walk.path, axis=0, append=self.boot_walk.path[-1:])
        self.legs = VelocityLegs(moves, self.boot_walk, on=on, reach=1.0, ink=BOOTS)
        self.ball_walk = Walk(self.rolling.x[-1][: int(self.rolling.n_steps[-1]) + 1])
        self.rolled = Trail(self.ball_walk, on=on, ink=ROLLING, width=3)
        rolled = lambda: self.ball_walk.path[: int(self.ball_walk.now) + 1]  # noqa: E731
        self.ball_prints = FamilyTrail(rolled, on=on, kind="disc", size=4, width=0, ink=ROLLING)
        self.ball = Ball(self.ball_walk, on=on, ink=ROLLING)

    @property
    def kappa_now(self) -> float:
        """The condition number of the ground as it is drawn now."""
        return float(KAPPA / self.map.tall.get_value() ** 2)

    def _set_race(self) -> None:
        stride = best_step(self.hess)
        best = {each: best_momentum(self.hess, each) for each in ("heavy ball", "nesterov")}
        rivals: dict[str, dict[str, Any]] = {
            "gradient descent": {"learning_rate": stride},
            "heavy ball": self._constants(best["heavy ball"]),
            "Nesterov": self._constants(best["nesterov"]),
            "Adam": {"learning_rate": ADAM_RATE},
            "Newton": {},
        }
        self.race = race(self.ravine, START, rivals, tol=TOLERANCE, floor=TOLERANCE / 10)
        self.clock = Dial(0.0)
        extent = [(-3.8, 11.2), (-4.5, 4.3)]
        grid = sample_grid(self.ravine, extent, shape=(177, 301)).capped(PLATEAU)
        lines = contours(self.ravine, np.arange(2 * STEP, PLATEAU, 2 * STEP), extent, max_chord=0.08)
        self.lanes, self.lane_dusk = ContourMap(grid, lines, width=14.8, centre=(0.15, -0.1)), Dusk()
        self.lane_trails, self.lane_prints, self.lane_marks = self._runners(self.race, self.clock, self.lanes)
        self.home = Marker(lambda: (0.0, 0.0), on=self.lanes, radius=0.2, hollow=True)
        word = Words("finish").next_to(self.home, (0, -1, 0), buff=0.4)
        self.sign = Group(plate(word), word)
        self.board = Scoreboard(self.race, self.clock, at=CORNER, width=4.1)
        self.told = Dial(0.0)  # the step up to which slopes are plotted: later than what the map shows
        self.tally = Scoreboard(self.race, self.told, at=(2.2, 3.2), width=4.3)
        first = float(self.race.paths["Newton"].slope[0])
        methods: Any = ("gradient descent", "heavy ball", "nesterov")
        rates = [rate_line(rate_bound(KAPPA, each), first, down_to=TOLERANCE) for each in methods]
        self.plot = RacePlot(
            self.race, self.told, box=Box(-5.6, -1.95, 6.4, 3.2), steps=(0.0, 1200.0), slopes=(1e-9, 1e3),
            rates=rates, y_ticks=(1e-8, 1e-6, 1e-4, 1e-2, 1.0, 1e2), x_steps=(400, 100, 50, 20),
        )  # fmt: skip
        self.tenth = TenfoldSteps(self.plot.axes, np.geomspace(1e2, 1e-8, 6).tolist(), factor=0.01)

    def _constants(self, best: Any) -> dict[str, float]:
        return {"learning_rate": best.learning_rate, "beta": best.beta}

    def _runners(
        self, run: Any, clock: Dial, on: ContourMap, width: float = 3.0, casing: float = 2.0
    ) -> tuple[list[Trail], list[Any], list[Any]]:
        """A way, a print for each step and a mark for every runner, the slowest lowest."""
        trails, prints, marks = [], [], []
        for path, kind in zip(run.paths.values(), SEVERAL, strict=True):
            walk = Walk(path.x, clock)
            trails.append(Trail(walk, on=on, ink=kind.ink, width=width, casing=casing))
            prints.append(BootPrints(walk, on=on, ink=kind.ink, size=4.0))
            place = lambda walk=walk: tuple(walk.place)  # noqa: E731
            marks.append(Marker(place, on=on, ink=kind.ink, radius=0.13, corners=kind.corners))
        return trails, prints, marks

    def _set_bend(self) -> None:
        land = ravine()
        self.bent_race = race(land, BEND, BENT_RIVALS, tol=BEND_TOLERANCE, floor=BEND_TOLERANCE / 10)
        self.late = Zoom(0.5)
        extent = [(-2.75, 3.9), (-1.7, 1.4)]
        grid = sample_grid(land, extent, shape=(281, 603)).capped(BEND_CAP)
        lines = contours(land, np.arange(4.0, BEND_CAP, 4.0), extent, max_chord=0.03)
        self.bend, self.bend_dusk = ContourMap(grid, lines, height=8.15, centre=(-1.6, 0.0)), Dusk()
        cut = Words(f"walls cut at {BEND_CAP:g}", **LARGE).move_to((4.2, -1.6, 0))
        self.cut = Group(plate(cut), cut)
        runners = self._runners(self.bent_race, self.late, self.bend, width=4.5, casing=4.0)
        self.bend_trails, self.bend_prints, self.bend_marks = runners
        self.night = Headlamp(Walk(self.bent_race.paths["Newton"].x, self.late), on=self.bend, radius=0.42)
        self.bend_board = Scoreboard(self.bent_race, self.late, at=(0.95, 2.9), width=5.3, size=SIZE.large)

    def _counter(self, family: DescentFamily) -> VGroup:
        """How steep across, and how many steps: of the shape of this moment."""

        def told(field: str, **how: Any) -> Reading:
            return read(family, field, index=family.nearest(self.kappa_now), name=field, **how)

        label = Formula("{{kappa : curvature}} =", **LARGE)
        kappa = Number(lambda: told("kappa", digits=2), ink=INK.curvature, **LARGE)
        steps = Number(lambda: told("n_steps"), ink=INK.output, **LARGE)
        return plated((label, kappa), (Words("steps", ink=INK.output, **LARGE), steps))

    # -- the question --------------------------------------------------------------------------------

    @beat(chapter="The question")
    def go_home_in_one_step(self) -> None:
        """Last time, the steepest wall set the stride. In a round bowl there is one stride that goes straight
        home."""
        self.enter(self.map, self.dusk, pace=PACE.normal)
        self.add(self.boots)
        self.enter(self.lone, pace=PACE.quick)
        self.play(self.boots.at.to(1), until="home", least=PACE.normal)

    @beat
    def squeeze_a_little(self) -> None:
        """Now squeeze the bowl a little. Same start, the best stride for this shape, and the prints begin to
        bounce."""
        self.leave(self.lone)
        self.boots.at.set_value(np.inf)
        self.play(*self.map.rule(tall=5.0, rate_func=EVEN), share=1, least=PACE.slow)

    @beat
    def name_kappa(self) -> None:
        """Across, it's four times as steep as along. That number is called kappa. And count the steps."""
        self.counter = self._counter(self.squeezed)
        self.enter(self.counter, until="kappa", least=PACE.quick)
        self.play(*self.map.rule(floor=ASIDE, unit=NEAR), share=1, least=PACE.slow)

    @beat
    def squeeze_to_a_ravine(self) -> None:
        """Squeeze on. The walls close in, the prints bounce from wall to wall, and the counter runs away."""
        self.play(*self.map.rule(tall=1.0, rate_func=EVEN), share=1, least=PACE.grand)

    @beat
    def ask(self) -> None:
        """More than a thousand steps, for one place that a single step could reach. What went wrong?"""
        title = Words(self.title, size=SIZE.title).move_to((2.0, 3.1, 0))
        self.heading = Group(plate(title), title)
        self.enter(self.hiker, self.heading, pace=PACE.quick)
        self.play(self.boot_walk.at.to(24, rate_func=linear), share=1, least=PACE.slow)

    # -- why it bounces ------------------------------------------------------------------------------

    @beat(chapter="Why it bounces")
    def look_at_the_needle(self) -> None:
        """Come close. The needle points up the wall. Home lies along the ravine, and the needle hardly
        knows it."""
        self.leave(self.heading, self.counter, self.hiker, self.boots.opacity.to(0.25))
        self.boot_walk.at.set_value(0)
        self.play(*self.map.rule(**CLOSE, rate_func=EVEN), until="needle", least=PACE.slow)
        self.enter(self.hiker, pace=PACE.quick)
        self.enter(self.needle.pose(grown=0), until="wall", least=PACE.normal)
        self.wait(share=1)

    @beat
    def take_a_step_apart(self) -> None:
        """So a step goes a long way across, and a little bit along."""
        self.leave(self.needle)
        self.enter(self.legs.pose(grown=0), share=1, least=PACE.normal)

    @beat
    def watch_them_undo(self) -> None:
        """The next one undoes it. And the next. Across they all cancel, and only the little bits add up."""
        for k in (1, 2, 3):
            self.play(self.boot_walk.at.to(k), pace=PACE.normal)
        self.play(self.boot_walk.at.to(6, rate_func=linear), share=1, least=PACE.slow)

    # -- a ball instead of boots ---------------------------------------------------------------------

    @beat(chapter="A ball instead of boots")
    def take_a_ball(self) -> None:
        """So take off the boots, and let a heavy ball roll. It remembers how it was moving."""
        self.leave(self.legs, self.hiker)
        self.play(*self.map.rule(floor=ASIDE, unit=NEAR), until="boots", least=PACE.normal)
        self.enter(self.ball.pose(grown=0), share=1, least=PACE.normal)

    @beat
    def let_it_roll(self) -> None:
        """Across, the pushes cancel. Along, each adds to the one before. The ball swings, gathers speed, and
        settles."""
        steps = lambda: read(self.race, "done", given=["heavy ball", self.ball_walk.at.get_value()])  # noqa: E731
        ball, boots = (Words(each, ink=ink, **LARGE) for each, ink in (("ball", ROLLING), ("boots", BOOTS)))
        rolled = Number(steps, ink=ROLLING, **LARGE)
        walked = Number(read(self.squeezed, "n_steps", index=-1, name="steps: boots"), ink=BOOTS, **LARGE)
        self.two = plated((ball, rolled), (boots, walked))
        self.add(self.rolled, self.ball_prints)
        self.enter(self.two, pace=PACE.quick)
        self.play(self.ball_walk.at.to(4), until="cancel", least=PACE.slow)
        self.play(self.ball_walk.at.to(self.ball_walk.last), least=PACE.grand)

    @beat
    def compare_counts(self) -> None:
        """One hundred and forty-three steps, where the boots took eleven hundred and fifty-two."""
        self.play(self.boots.opacity.to(1), until="boots", least=PACE.normal)
        self.play(self.boots.opacity.to(0.25), share=1, least=PACE.normal)

    @beat
    def name_momentum(self) -> None:
        """Keep most of the last step, and add the new slope. That is momentum."""
        rule = Formula(RULE, **LARGE).move_to((-3.75, -2.3, 0))
        self.rule = Group(plate(rule), rule)
        gone = (FadeOut(self.rolled), FadeOut(self.ball_prints), self.ball.grown.to(0), FadeOut(self.two))
        self.enter(self.rule, *gone, until="last", least=PACE.quick)
        self.ball_walk.at.set_value(0)
        self.add(self.rolled, self.ball_prints)
        self.play(self.ball.grown.to(1), pace=PACE.quick)
        self.play(self.ball_walk.at.to(self.ball_walk.last), share=1, least=PACE.slow)

    # -- what a squeeze costs ------------------------------------------------------------------------

    @beat(chapter="What a squeeze costs")
    def rule_the_paper(self) -> None:
        """What does a squeeze cost? Take paper on which each mark up means ten times the steps, each to the
        right ten times the squeeze."""
        cost = self.cost
        old = (self.map, self.dusk, self.boots, self.rolled, self.ball_prints, self.ball, self.rule)
        self.wait(until="take")
        self.dissolve(old, (cost.axes, cost.names, cost.bowls), apart=True, until="mark", least=PACE.normal)
        self.enter(cost.up.pose(grown=0), until="right", least=PACE.normal)
        self.leave(cost.up)
        self.enter(cost.right.pose(grown=0), share=1, least=PACE.normal)

    @beat
    def squeeze_for_both(self) -> None:
        """Now squeeze the bowl once more, for boots and for ball, and write down every count."""
        cost = self.cost
        self.leave(cost.right)
        self.enter(*cost.curves, *cost.heads, *cost.numbers, pace=PACE.quick)
        self.play(self.kappa.to(KAPPA, rate_func=EVEN), share=1, least=PACE.grand)

    @beat
    def read_two_slopes(self) -> None:
        """The boots pay in full: ten times the squeeze, some ten times the steps. The ball pays only the
        square root."""
        cost = self.cost
        self.orders = [
            Formula(order, ink=ink, **BOLD).next_to(cost.axes.to_screen(35.0, high), (0, side, 0), buff=0.5)
            for order, ink, high, side in (
                ("tilde kappa", BOOTS, 400.0, 1), ("tilde sqrt(kappa)", ROLLING, 80.0, -1)
            )
        ]  # fmt: skip
        self.enter(FadeIn(cost.tenths[0]), until="full", least=PACE.quick)
        self.enter(self.orders[0], cost.promises[0], until="steps", least=PACE.quick)
        self.enter(FadeIn(cost.tenths[1]), until="ball", least=PACE.quick)
        self.enter(self.orders[1], cost.promises[1], share=1, least=PACE.quick)

    # -- the race ------------------------------------------------------------------------------------

    @beat(chapter="The race")
    def line_up(self) -> None:
        """Three more want to race. Nesterov's ball looks ahead. Adam has a stride for each axis. And there is
        Newton."""
        back, *rows = self.board.parts
        cost = self.cost
        old = (cost.axes, cost.names, cost.bowls, *cost.curves, *cost.heads, *cost.numbers, *cost.promises)
        gone = map(FadeOut, (*old, *cost.tenths, *self.orders))
        self.enter(self.lanes, self.lane_dusk, *gone, pace=PACE.normal)
        self.enter(back, rows[0], rows[1], pace=PACE.quick)
        self.add(*self.lane_trails, *self.lane_prints)
        self.enter(*map(FadeIn, self.lane_marks), pace=PACE.quick)
        for row, word in zip(rows[2:], ("ahead", "axis", "Newton"), strict=True):
            self.enter(row, until=word, least=PACE.quick)

    @beat
    def start_the_race(self) -> None:
        """Same start, same finish, one print for every step. Newton jumps once, and is there."""
        self.wait(until="finish")
        self.enter(FadeIn(self.home), self.sign, until="step", least=PACE.quick)
        self.leave(self.sign)
        self.play(self.clock.to(1, rate_func=linear), share=1, least=PACE.normal)

    @beat
    def watch_the_balls(self) -> None:
        """The balls are home in a few hundred steps. Adam is no faster here. The boots walk on."""
        self.play(self.clock.to(60, rate_func=EVEN), until="hundred", least=PACE.grand)
        self.play(self.clock.to(LATER, rate_func=linear), share=1, least=PACE.slow)

    @beat
    def plot_the_slopes(self) -> None:
        """On the map, all look home. So plot the slope under each. Every mark down: a hundred times less."""
        ground = (self.lanes, self.lane_dusk, self.home)
        gone = (*ground, *self._runners_of(self.lanes), *self.board.parts)
        plot, axes = self.plot, (self.plot.axes, self.plot.names, self.plot.finish)
        self.wait(until="so")
        self.dissolve(gone, axes, apart=True, until="every", least=PACE.normal)
        self.enter(self.tenth.pose(grown=0), until="less", least=PACE.normal)
        self.leave(self.tenth)
        self.add(*plot.curves.values())
        self.enter(*self.tally.parts, *map(FadeIn, plot.heads.values()), pace=PACE.quick)
        self.play(self.told.to(LATER, rate_func=EVEN), share=1, least=PACE.slow)

    @beat
    def wait_for_the_boots(self) -> None:
        """And on. And on, and on."""
        self.clock.set_value(self.race.longest)
        self.play(self.told.to(self.race.longest, rate_func=EVEN), share=1, least=PACE.grand)

    @beat
    def lay_on_the_promise(self) -> None:
        """Each walk is a slope of its own: so many digits a step. Dashed is what theory promises."""
        plain, ball, ahead = self.plot.promises
        self.enter(plain, until="digits", least=PACE.quick)
        self.enter(ahead, until="Dashed", least=PACE.quick)
        self.enter(ball, share=1, least=PACE.normal)

    @beat
    def look_at_the_swing(self) -> None:
        """Look closer. The ball climbs at first, for it must learn to swing. Then it falls as steeply as
        promised."""
        plot, axes = self.plot, self.plot.axes
        self.below = (plot.finish, plot.curves["Newton"], plot.heads["Newton"])  # of the window to come
        self.leave(*self.tally.parts)
        gone = map(FadeOut, self.below)
        self.play(*axes.look(x=(0.0, 50.0)), *gone, until="ball", least=PACE.normal)
        self.play(*axes.look(y=(1e-3, 1e3)), until="first", least=PACE.normal)
        self.wait(until="swing")
        self.play(*axes.look(x=(0.0, 79.0), y=(2e-6, 1e3)), share=1, least=PACE.slow)

    # -- round the bend ------------------------------------------------------------------------------

    @beat(chapter="Round the bend")
    def enter_the_banana(self) -> None:
        """A harder one: a ravine with a bend, and a floor that is almost level. Rosenbrock's banana."""
        plot = self.plot
        shown = (plot.axes, plot.names, *plot.promises, *plot.curves.values(), *plot.heads.values())
        old = [each for each in shown if each not in self.below]
        self.enter(self.bend, self.bend_dusk, *map(FadeOut, old), pace=PACE.normal)
        self.enter(*self.bend_board.parts, *map(FadeIn, self.bend_marks), until="bend", least=PACE.quick)
        self.add(*self.bend_trails, *self.bend_prints)
        self.wait(until="level")
        self.enter(self.cut, share=1, least=PACE.normal)

    def _runners_of(self, ground: Any) -> tuple[Any, ...]:
        """All that runners have on a map: ways, prints and marks."""
        if ground is self.bend:
            return (*self.bend_trails, *self.bend_prints, *self.bend_marks)
        return (*self.lane_trails, *self.lane_prints, *self.lane_marks)

    @beat
    def race_round_the_bend(self) -> None:
        """Newton leaps across the wall, and back. Then the balls swing round the bend, and Adam."""
        self.play(self.late.to(5, rate_func=linear), until="back", least=PACE.slow)
        self.play(self.late.to(1000, rate_func=linear), share=1, least=PACE.grand)

    @beat
    def wait_again(self) -> None:
        """And the boots? More than four thousand steps, for a way no longer than your thumb."""
        self.play(self.late.to(self.bent_race.longest, rate_func=linear), until="way", least=PACE.slow)
        self.wait(share=1)

    # -- another map ---------------------------------------------------------------------------------

    @beat(chapter="Another map")
    def return_to_the_ravine(self) -> None:
        """Back to the straight ravine, and to plain boots. This time, don't touch the mountain."""
        self.counter = self._counter(self.unbent)
        old = (self.bend, self.bend_dusk, *self._runners_of(self.bend), *self.bend_board.parts, self.cut)
        self.enter(self.map, self.dusk, self.stretched_boots, *map(FadeOut, old), pace=PACE.normal)
        self.enter(self.counter, share=1)

    @beat
    def stretch_the_map(self) -> None:
        """Stretch the map. Only the map. The contours widen, the prints unbend, and the counter runs down."""
        self.wait(until="Only")
        self.play(*self.map.rule(tall=ROUND, unit=WIDE, floor=CENTRE, rate_func=EVEN), least=2 * PACE.slow)

    @beat
    def go_home_again(self) -> None:
        """Now the contours are circles. Plain boots, no ball, and home in a single step."""
        self.play(FadeOut(self.stretched_boots), pace=PACE.quick)
        self.stretched_boots.at.set_value(0)
        self.enter(self.again, self.stretched_boots, until="circles", least=PACE.quick)
        self.wait(until="ball")
        self.play(self.stretched_boots.at.to(1), share=1, least=PACE.normal)

    @beat
    def name_preconditioning(self) -> None:
        """Choosing such a map is called preconditioning. Adam guesses one as it walks, axis by axis."""
        name = Words("preconditioning", **LARGE).move_to((-4.6, 1.5, 0))
        self.name = Group(plate(name), name)
        self.stretched_boots.at.set_value(np.inf)
        self.play(*self.map.rule(tall=4.0, rate_func=EVEN), until="called", least=PACE.normal)
        self.enter(self.name, *self.map.rule(tall=ROUND, rate_func=EVEN), until="guesses", least=PACE.slow)
        self.wait(share=1)

    @beat
    def say_it(self) -> None:
        """The trouble was never the mountain. It was the shape of your map."""
        self.leave(self.name, self.again, self.counter)
        self.stretched_boots.at.set_value(np.inf)
        self.play(*self.map.rule(tall=3.0, rate_func=EVEN), until="mountain", least=PACE.slow)
        self.enter(self._three_costs(), *self.map.rule(tall=ROUND, rate_func=EVEN), share=1, least=PACE.slow)

    def _three_costs(self) -> VGroup:
        """What the ravine costs boots, a ball, and boots on another map."""
        rows = (
            ("boots", BOOTS, self.squeezed, -1),
            ("ball", ROLLING, self.rolling, -1),
            ("boots, round map", BOOTS, self.unbent, 0),
        )
        lines = []
        for name, ink, family, which in rows:
            steps = Number(read(family, "n_steps", index=which, name=f"steps: {name}"), ink=ink, **LARGE)
            lines.append((Words(name, ink=ink, **LARGE), steps))
        self.costs = plated(*lines)
        return self.costs

    @beat
    def hand_over(self) -> None:
        """But which map suits a mountain you've never seen? Newton asks the ground itself, at every step."""
        self.late.set_value(0.5)
        self.bend.chart.origin_x.set_value(0.0)
        old = (self.map, self.dusk, self.stretched_boots, self.costs)
        self.night.daylight.set_value(0)
        self.enter(self.bend, self.bend_trails[-1], self.night, *map(FadeOut, old), pace=PACE.normal)
        self.enter(FadeIn(self.bend_marks[-1]), pace=PACE.quick)
        self.add(self.bend_prints[-1])
        self.play(self.late.to(5, rate_func=linear), share=1, least=PACE.slow)
