"""Lecture 14: what a narrow ravine costs, what a ball with inertia saves, and why another map costs nothing."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import FadeIn, FadeOut, Group, linear
from manim.utils.rate_functions import ease_in_out_sine as EVEN

from l14_pictures import Ball, CostChart, Scoreboard

from calc_core import DescentFamily, best_momentum, best_step, bowl, contours, race, rate_bound, rate_line
from calc_core import ravine, sample_grid, squeezed_descents, stretched_descents
from visuals import INK, PACE, SEVERAL, SIZE, STAGE, Box, Dial, FamilyTrail, Lecture, Walk, Zoom, beat, read
from visuals import BootPrints, ContourMap, Dusk, Formula, Hiker, Marker, Needle, Number, Page, RacePlot
from visuals import Reading, RuledMap, Trail, VelocityLegs, Words

KAPPA = 100.0  # of the ravine: a hundred times as steep across as along
START = (10.0, 1.0)
TOLERANCE = 1e-8  # whoever stands where the slope is less has arrived
SHAPES, RULERS = np.geomspace(1, KAPPA, 49), np.geomspace(1, KAPPA**0.5, 49)
ROUND = KAPPA**0.5  # how many times longer y is drawn where the ravine's contours are circles
PLATEAU, STEP = 720.0, 25.0  # height at which the walls are cut off, and between two contours
CENTRE, WIDE = (0.0, 0.3), 0.32  # where the floor lies on the stage, and scene units to one of x
ASIDE, NEAR = (-4.2, 0.3), 0.8
CLOSE = {"floor": (-19.4, -1.6), "unit": 2.35}  # the first steps
ADAM_RATE = 0.2  # of 0.05, 0.1, 0.2, 0.5 and 1 the one with the fewest steps
BEND, BEND_CAP = (-0.5, 0.9), 60.0  # start of the second race, and where its walls are cut off
BENT_RIVALS = {  # strides by trial: the Hessian at one place no longer tells them
    "gradient descent": {"learning_rate": 1.5e-3},
    "heavy ball": {"learning_rate": 1e-3, "beta": 0.95},
    "Nesterov": {"learning_rate": 1e-3, "beta": 0.95},
    "Adam": {"learning_rate": 0.1},
    "Newton": {},
}
LARGE, BOLD, QUIET = {"size": SIZE.large}, {"size": SIZE.title}, {"ink": INK.quiet}
PLATE = Page(STAGE.left, STAGE.top, plate=True, gap=0.3)
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
        " lanes lane_trails lane_prints lane_marks bend bend_trails bend_prints bend_marks"
    )

    # -- data and pictures ---------------------------------------------------------------------------

    def set_stage(self) -> None:
        self.ravine = bowl(KAPPA)
        self.hess = self.ravine.hess(np.array(START))
        self.squeezed = squeezed_descents(START, SHAPES, tol=TOLERANCE)
        self.rolling = squeezed_descents(START, SHAPES, method="heavy ball", tol=TOLERANCE)
        self.unbent = stretched_descents(self.ravine, START, RULERS, tol=TOLERANCE)
        self._set_map()
        self._set_walkers()
        self._set_race()
        self._set_bend()
        self.kappa = Zoom(1.0)
        self.cost = CostChart([self.squeezed, self.rolling], self.kappa, box=Box(-4.6, -1.5, 4.2, 3.0))

    def _set_map(self) -> None:
        extent = [(-26, 26), (-5.7, 5.7)]
        grid = sample_grid(self.ravine, extent, shape=(229, 261)).capped(PLATEAU)
        lines = contours(self.ravine, np.arange(STEP, PLATEAU, STEP), extent, max_chord=0.04)
        self.map = RuledMap(grid, lines, unit=WIDE, tall=ROUND, floor=CENTRE, relief=1.2)
        self.dusk = Dusk()

    def _set_walkers(self) -> None:
        on, tall = self.map, self.map.tall
        squeezed = lambda: self.squeezed.at(self.kappa_now) / [1.0, tall.get_value()]  # noqa: E731
        self.boots = FamilyTrail(squeezed, on=on, at=0, ink=BOOTS)
        self.stretched_boots = FamilyTrail(lambda: self.unbent.at(self.kappa_now), on=on, ink=BOOTS)
        last = self.squeezed.n - 1
        self.boot_walk = Walk(self.squeezed.x[last])
        self.hiker = Hiker(self.boot_walk, on=on)
        self.needle = Needle(self.ravine.grad(self.boot_walk.path), self.boot_walk, on=on, length=0.03)
        moves = np.diff(self.boot_walk.path, axis=0, append=self.boot_walk.path[-1:])
        self.legs = VelocityLegs(moves, self.boot_walk, on=on, reach=1.0, ink=BOOTS)
        self.ball_walk = Walk(self.rolling.x[last][: int(self.rolling.n_steps[last]) + 1])
        self.rolled = Trail(self.ball_walk, on=on, ink=ROLLING, width=3)
        self.ball_prints = FamilyTrail(
            lambda: self.ball_walk.path[: int(self.ball_walk.now) + 1], on=on, kind="disc", size=4, width=0.01,
            ink=ROLLING,
        )  # fmt: skip
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
        extent = [(-1.8, 11.2), (-3.85, 3.85)]
        grid = sample_grid(self.ravine, extent, shape=(155, 261)).capped(PLATEAU)
        lines = contours(self.ravine, np.arange(2 * STEP, PLATEAU, 2 * STEP), extent, max_chord=0.04)
        self.lanes = ContourMap(grid, lines, width=6.3, centre=(-3.6, 1.75))
        self.lane_trails, self.lane_prints, self.lane_marks = self._runners(self.race, self.clock, self.lanes)
        self.board = Scoreboard(self.race, self.clock, at=(-6.7, -0.6), width=6.2, gap=0.5, looks=SEVERAL)
        first = float(self.race.paths["Newton"].slope[0])
        methods = ("gradient descent", "heavy ball", "nesterov")
        rates = [rate_line(rate_bound(KAPPA, each), first, down_to=TOLERANCE) for each in methods]
        self.plot = RacePlot(
            self.race, self.clock, box=Box(1.1, -2.2, 6.6, 3.0), steps=(0.0, 1200.0), slopes=(1e-9, 1e3),
            rates=rates, y_ticks=(1e-8, 1e-4, 1.0), x_steps=(400, 100, 50),
        )  # fmt: skip

    def _constants(self, best: Any) -> dict[str, float]:
        return {"learning_rate": best.learning_rate, "beta": best.beta}

    def _runners(self, run: Any, clock: Dial, on: ContourMap) -> tuple[list, list, list]:
        """A way, a print for each step and a mark for every runner, the slowest lowest."""
        trails, prints, marks = [], [], []
        for path, kind in zip(run.paths.values(), SEVERAL, strict=True):
            walk = Walk(path.x, clock)
            trails.append(Trail(walk, on=on, ink=kind.ink, width=2.2, casing=1.2))
            prints.append(BootPrints(walk, on=on, ink=kind.ink, size=4.0))
            place = lambda walk=walk: tuple(walk.place)  # noqa: E731
            marks.append(Marker(place, on=on, ink=kind.ink, radius=0.13, corners=kind.corners))
        return trails, prints, marks

    def _set_bend(self) -> None:
        land = ravine()
        self.bent_race = race(land, BEND, BENT_RIVALS, tol=TOLERANCE, floor=TOLERANCE / 10)
        self.late = Zoom(0.5)
        extent = [(-1.35, 1.5), (-1.4, 1.75)]
        grid = sample_grid(land, extent, shape=(311, 281)).capped(BEND_CAP)
        lines = contours(land, np.arange(4.0, BEND_CAP, 4.0), extent, max_chord=0.02)
        self.bend = ContourMap(grid, lines, height=6.4, centre=(-3.75, 0.4))
        self.bend_trails, self.bend_prints, self.bend_marks = self._runners(self.bent_race, self.late, self.bend)
        self.bend_board = Scoreboard(
            self.bent_race, self.late, at=(0.6, -0.6), width=6.0, gap=0.5, looks=SEVERAL
        )
        self.bend_plot = RacePlot(
            self.bent_race, self.late, box=Box(1.1, 0.65, 6.6, 3.1), steps=(0.5, 4e4), slopes=(1e-9, 1e3),
            log="xy", y_ticks=(1e-8, 1e-4, 1.0), x_ticks=(1.0, 10.0, 100.0, 1e3, 1e4),
        )  # fmt: skip

    def _counter(self, family: DescentFamily) -> Group:
        """How steep across, and how many steps: of the shape of this moment."""

        def told(field: str, **how: Any) -> Reading:
            return read(family, field, index=family.nearest(self.kappa_now), name=field, **how)

        label = Formula("{{kappa : curvature}} =", **LARGE)
        kappa = Number(lambda: told("kappa", digits=2), ink=INK.curvature, **LARGE)
        steps = Number(lambda: told("n_steps"), ink=INK.output, **LARGE)
        return PLATE.write((label, kappa), (Words("steps", ink=INK.output, **LARGE), steps))

    # -- the question --------------------------------------------------------------------------------

    @beat(chapter="The question")
    def go_home_in_one_step(self) -> None:
        """Last time, the steepest wall set the stride. In a round bowl there is one stride that goes straight
        home."""
        self.enter(self.map, self.dusk, pace=PACE.normal)
        self.boots.pose(at=0) if hasattr(self.boots, "pose") else self.boots.at.set_value(0)
        self.add(self.boots)
        self.play(self.boots.at.to(1), until="home", least=PACE.normal)

    @beat
    def squeeze_a_little(self) -> None:
        """Now squeeze the bowl a little. Same start, the best stride for this shape, and the prints begin to
        bounce."""
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
        self.heading = Words(self.title, size=SIZE.title).move_to([2.0, 3.0, 0])
        self.enter(self.heading, until="steps", least=PACE.quick)
        self.wait(share=1)

    # -- why it bounces ------------------------------------------------------------------------------

    @beat(chapter="Why it bounces")
    def look_at_the_needle(self) -> None:
        """Come close. The needle points up the wall. The way home lies along the ravine, and the needle hardly
        knows it."""
        self.leave(self.heading, self.counter)
        self.play(*self.map.rule(**CLOSE), self.boots.opacity.to(0.25), until="close", least=PACE.slow)
        self.enter(self.hiker, pace=PACE.quick)
        self.enter(self.needle, share=1)

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
