"""Lecture 13: how long a stride may be; the steepest way across a bowl sets the limit for every way."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import FadeIn, FadeOut, VGroup, linear
from manim.utils.rate_functions import ease_in_out_sine as EVEN

from l13_pictures import BEST, FACTOR, RULE, EdgeChart, StrideBoard, StrideTrack, TwoSlices
from l13_pictures import counter, curvature_sign, law, search_told, stacked, valley_told

from calc_core import armijo, best_step, bowl, contours, contraction_factors, gradient_descent, graph
from calc_core import offsets, sample_grid, stability_limit
from visuals import INK, PACE, SEVERAL, SIZE, Box, Dial, Lecture, Options, Walk, beat, read
from visuals import ArmijoSlice, AxisBars, ContourMap, ContractionPlot, Formula, Headlamp, Needle, Sized
from visuals import PowersMap, Reading, StridePrints, Words
from visuals.descent.axis_bars import GENTLE, STEEP as ACROSS

STEEP, NARROW = 25.0, 100.0  # curvature across the bowl, and across one twice as narrow; along it, it is 1
START = np.array([-3.0, 1.0])  # m
CAREFUL, BRISK, BOLD = 0.01, 0.04, 0.081  # strides; the two between follow from the curvatures
HAIR = 1e-4  # from the limit to a stride that comes home, and to one that leaves
STEPS, HOME = 2000, 0.01  # of the longest walks, and m from the floor that count as home
HOPS, RECALLED = 12, 8  # of the fifth hiker that are seen one by one, and steps of all at the end
FIRST, SHARE = 0.4, 0.25  # the stride that is tried first in the dark, and the share of the promise asked for

SHEET, PLAN = [(-4.4, 4.4), (-2.1, 2.1)], (-6.75, -2.75, -0.5, 3.55)
SCALE, FLOOR = 2.35, (1.0, 0.4)  # scene units to a metre, and where the floor's middle lies
CLOSE, ASIDE = 3.9, (-3.7, 0.8)  # the same by night, and where the lone hiker stands
AWAY, TOP = 0.58, (-0.4, 3.1)  # the same where all of the first stride is seen
HIGH = 3.0  # scene units from the floor to the fifth hiker while we draw back
LANDMARKS = {7: "(the Earth)", 11: "(to the Sun)", 21: "(the Milky Way)"}  # by the nearest power of ten
ON_TOP, BELOW_RULE = Box(-5.6, 2.75, 0.2, 3.15), Box(-0.8, -1.3, 5.4, -0.9)  # of the stride's track
PLOT, CUT, EDGE = Box(1.0, -2.2, 6.4, 1.95), Box(-5.6, -2.2, 5.6, 3.3), Box(-5.3, -2.2, 4.4, 3.3)
RIGHT, BELOW = 2.45, -0.65  # where the board begins, and what stands below it
LAW, LARGE, TITLE = np.array([3.85, 3.18, 0.0]), Sized(size=SIZE.large), Sized(size=SIZE.title)


class StrideLength(Lecture):
    title = "How long a stride?"
    goal = "The steepest direction of a bowl sets the speed limit for all directions."
    poster = "zigzag_home"
    layers = (
        "map hikers night spot needle step searcher lamp ravine slow plan bars plan_prints"
        " cuts steps track plot edge asked cut_axes promise ahead tries board"
    )

    # -- data and pictures ---------------------------------------------------------------------------

    def set_stage(self) -> None:
        self.land, self.rate = bowl(STEEP), Dial(0.0)
        self.bends = self.land.hess(np.zeros(2))
        self.limit, self.best = stability_limit(self.bends), best_step(self.bends)
        self._set_map()
        self._set_hikers()
        self._set_edge()
        self._set_factors()
        self._set_search()
        self._set_ravine()

    def _set_map(self) -> None:
        land, ring = self.land, contours(self.land, [STEEP / 2], [(-6, 6), (-2, 2)]).longest()
        lines, grid = contours(land, np.arange(2, 64, 4), SHEET), sample_grid(land, SHEET)
        whole: Options = {"width": SCALE * float(np.ptp(SHEET[0])), "centre": FLOOR}
        self.map = PowersMap(grid, lines, ring=ring, unit="m", names=LANDMARKS, **whole)
        here, slope = Walk(START), land.reading(START).gradient
        self.night, self.spot = Headlamp(here, on=self.map, radius=0.45), StridePrints(here, on=self.map)
        self.needle = Needle(slope, here, on=self.map, length=0.045)
        self.step = Needle(slope, here, on=self.map, length=0.0, sign=-1.0)
        self.map.lie(START, place=ASIDE, scale=CLOSE)
        beside: Options = {"width": 1.6 * float(np.ptp(SHEET[0])), "centre": (-1.55, 0.4)}
        self.plan = ContourMap(grid, lines, crop=PLAN, **beside)

    def _set_hikers(self) -> None:
        """Five hikers, how far each is from the floor, and the board on which they are compared."""
        strides = ((CAREFUL, 600), (BRISK, 200), (self.best, 200), (self.limit, STEPS), (BOLD, STEPS))
        self.paths = [self._walk(*each) for each in strides]
        self.away = [offsets(path, self.bends) for path in self.paths]
        self.walks = list(map(Walk, self.paths))
        self.hikers = [
            StridePrints(walk, on=self.map, kind=kind, pairs=HOPS if k > 2 else np.inf)
            for k, (walk, kind) in enumerate(zip(self.walks, SEVERAL, strict=True))
        ]
        told = [read(path, "step", index=0, decimals=3, name="stride") for path in self.paths]
        ends: list[Reading | str] = [*(self._home(each) for each in self.away[:3]), "hops", "flung off"]
        self.board = StrideBoard(told, ends, left=RIGHT, top=3.2)

    def _walk(self, stride: Any, steps: int = STEPS) -> Any:
        return gradient_descent(self.land, START, learning_rate=stride, max_iter=steps, tol=0)

    def _home(self, away: Any) -> Reading:
        return read(away, "steps_home", given=[HOME], name="steps home")

    def _set_edge(self) -> None:
        """Three walks: at the limit, and a hair beside it."""
        self.three = [self._walk(self.limit.value - HAIR), self.paths[3], self._walk(self.limit.value + HAIR)]
        away = [offsets(path, self.bends) for path in self.three]
        self.edge = EdgeChart(away, self.three, (INK.curvature, INK.text, INK.residual), box=EDGE)

    def _set_factors(self) -> None:
        """What a step leaves along each axis, over the stride; one step on the plan, and on two slices."""
        rates = np.concatenate([np.linspace(0, 0.1, 101), np.linspace(0.1, 2.2, 43), [self.best.value]])
        self.factors = contraction_factors(self.bends, np.unique(rates.round(15)))
        wide: Options = {"x": (0.0, 0.1), "x_steps": (0.5, 0.1, 0.04), "x_extent": (0.0, 2.2)}
        self.plot = ContractionPlot(self.factors, self.rate, box=PLOT, **wide)
        self.bars, self.plan_walk = AxisBars(START, self._left, on=self.plan), Walk(self.paths[2])
        self.plan_prints = StridePrints(self.plan_walk, on=self.plan, kind=SEVERAL[2])
        self.slices = TwoSlices(self.land.f, START, self._left, (GENTLE, ACROSS))
        self.cuts, self.steps = self.slices.curves, self.slices.steps
        self.track = StrideTrack(self.rate, box=ON_TOP, x=(0.0, 0.1), ticks=(0, 0.04, 0.08))

    def _told(self, field: str, decimals: int) -> Reading:
        """A number of the stride of now."""
        rates = self.factors.learning_rate
        at = float(np.interp(self.rate.get_value(), rates, np.arange(len(rates))))
        return read(self.factors, field, at=at, decimals=decimals, name="left of the way")

    def _left(self) -> np.ndarray:
        """By what a step of now multiplies both coordinates."""
        rates, signed = self.factors.learning_rate, self.factors.signed
        return np.array([np.interp(self.rate.get_value(), rates, column) for column in signed.T])

    def _set_search(self) -> None:
        """A stride that is halved until it is good enough, once in detail and then step after step."""
        down = -self.land.reading(START).gradient
        ahead = lambda a: self.land.f(START + np.asarray(a)[..., None] * down)  # noqa: E731
        self.search = armijo(self.land, START, down, first=FIRST, c1=SHARE)
        strides = np.unique(np.concatenate([np.linspace(0, 0.1, 201), np.linspace(0, 0.45, 226)]))
        cut = self.cut = ArmijoSlice(graph(ahead, strides), self.search, box=CUT, seen=3)
        self.asked, self.cut_axes, self.promise = cut.line, cut.axes, cut.promise
        self.ahead, self.tries = cut.curve, cut.tries
        how: Options = {"learning_rate": FIRST, "backtracking": True, "c1": SHARE, "tol": 0}
        steps = offsets(gradient_descent(self.land, START, max_iter=80, **how), self.bends).steps_home(HOME)
        self.found = gradient_descent(self.land, START, max_iter=steps, **how)
        self.found_away, self.found_walk = offsets(self.found, self.bends), Walk(self.found)
        self.searcher = StridePrints(self.found_walk, on=self.map, trials=self.found.trials)
        self.lamp = Headlamp(self.found_walk, on=self.map, radius=0.5)

    def _set_ravine(self) -> None:
        """A valley twice as narrow, and the best stride there."""
        land = bowl(NARROW)
        bends = land.hess(np.zeros(2))
        lines, grid = contours(land, np.arange(2, 246, 16), SHEET), sample_grid(land, SHEET)
        self.ravine = ContourMap(grid, lines, width=SCALE * float(np.ptp(SHEET[0])), centre=FLOOR)
        path = gradient_descent(land, START, learning_rate=best_step(bends), max_iter=300, tol=0)
        self.narrow, self.slow_away, self.slow_walk = stability_limit(bends), offsets(path, bends), Walk(path)
        self.slow = StridePrints(self.slow_walk, on=self.ravine, kind=SEVERAL[2])

    # -- the question --------------------------------------------------------------------------------

    @beat(chapter="The question")
    def take_up_the_boots(self) -> None:
        """Compass and boots took us downhill, step by step. But one small number went unexplained."""
        self.rule = Formula(RULE, **TITLE).move_to((2.3, 0.8, 0))
        self.add(self.night)
        self.play(FadeIn(self.map), FadeIn(self.spot), pace=PACE.quick)
        self.enter(self.needle, pace=PACE.quick)
        self.enter(self.rule, until="step by step")
        self.play(self.rule.part("parameter").animate.scale(1.35), share=1)

    @beat
    def turn_the_number(self) -> None:
        """It is gamma, the length of the stride. The needle says which way; gamma says how far."""
        self.enter(self.track.lie(BELOW_RULE), until="gamma", least=PACE.normal)
        self.enter(self.step, pace=PACE.quick)
        self.stride(0.04, until="which way", least=PACE.normal)
        self.stride(0.012, until="gamma", least=PACE.quick)
        self.stride(0.025, share=1, least=PACE.normal)

    def stride(self, rate: float, **length: Any) -> None:
        """Turn the stride, and with it the arrow of the step that is to come."""
        self.play(self.rate.to(rate), self.step.length.to(rate * CLOSE), **length)

    @beat
    def let_day_come(self) -> None:
        """By day, this is a bowl. It bends gently along, and twenty-five times as strongly across."""
        self.leave(self.rule, self.track, self.step, self.needle)
        whole = self.map.look(at=(0.0, 0.0), place=FLOOR, scale=SCALE)
        self.play(self.night.daylight.to(1), *whole, until="bowl", least=PACE.slow)
        told = [read(self.limit, "curvatures", index=k, decimals=0, name="curvature") for k in (0, 1)]
        along = curvature_sign(self.map, 0, told[0], reach=2.35, ink=GENTLE)
        across = curvature_sign(self.map, 1, told[1], reach=1.05, ink=ACROSS)
        self.enter(*along, until="along", least=PACE.quick)
        self.enter(*across, share=1)
        self.signs = [*along, *across]

    @beat
    def send_five(self) -> None:
        """Five hikers start here, with five strides, from careful to bold. Who will be home first?"""
        self.remove(self.night)
        self.leave(*self.signs)
        self.enter(self.board.back, self.board.head, pace=PACE.quick)
        for row, word in zip(
            self.board.strides, ("start", "five", "strides", "careful", "bold"), strict=True
        ):
            self.enter(row, until=word, least=4 / 15)
        self.wait(share=1)

    # -- five strides --------------------------------------------------------------------------------

    @beat(chapter="Five strides")
    def creep(self) -> None:
        """The first takes a hundredth. Down the wall, and then along the floor, she creeps."""
        self.set_out(0, FadeOut(self.spot))
        self.play(self.walks[0].at.to(12, rate_func=linear), until="wall", least=PACE.normal)
        self.play(self.walks[0].at.to(50, rate_func=linear), until="floor", least=PACE.normal)
        self.come_home(0, PACE.normal)

    def set_out(self, k: int, *others: Any) -> None:
        """The next hiker stands at the start, and those before stand back."""
        back = [each.way.to(0.22) for each in self.hikers[:k]]
        self.enter(self.hikers[k].pose(grown=0), *back, *others, pace=PACE.quick)

    def come_home(self, k: int, seconds: float) -> None:
        """The rest of the way, and its length on the board."""
        self.play(self.walks[k].at.to(self.away[k].steps_home(HOME)), pace=seconds)
        self.enter(self.board.ends[k], pace=PACE.quick)

    @beat
    def glide(self) -> None:
        """The second takes four times that. One step, and she is on the floor. Then she glides."""
        self.set_out(1)
        self.play(self.walks[1].at.to(1), until="one step", least=PACE.normal)
        self.play(self.walks[1].at.to(25, rate_func=linear), share=1, least=PACE.slow)
        self.come_home(1, PACE.normal)

    @beat
    def zigzag_home(self) -> None:
        """The third oversteps the floor, every time. She zig-zags, and still is the fastest of all."""
        self.set_out(2)
        self.play(self.walks[2].at.to(2), until="floor", least=PACE.normal)
        self.play(self.walks[2].at.to(24), share=1, least=PACE.grand)
        self.come_home(2, PACE.normal)

    @beat
    def hop(self) -> None:
        """The fourth stride is hardly longer. She lands exactly as high on the other wall, and hops back."""
        self.set_out(3)
        self.play(self.walks[3].at.to(1), until="other wall", least=PACE.normal)
        self.play(self.walks[3].at.to(HOPS), share=1, least=PACE.grand)

    @beat
    def hop_on(self) -> None:
        """Two thousand steps later she is still hopping, as far from the floor as ever."""
        self.count = self.counter(3)
        self.enter(self.count, pace=PACE.quick)
        self.play(self.walks[3].at.to(STEPS), share=1, least=PACE.grand)
        self.enter(self.board.ends[3], pace=PACE.quick)

    def counter(self, k: int) -> VGroup:
        """Steps done by a hiker, and how far across she is from the floor, below the board."""
        return counter(self.away[k], self.walks[k], left=RIGHT + 0.04, top=BELOW - 0.55, ink=SEVERAL[k].ink)

    @beat
    def fling(self) -> None:
        """The fifth takes one thousandth more. And each hop ends a little higher than the one before."""
        self.leave(self.count)
        self.set_out(4)
        self.play(self.walks[4].at.to(HOPS), share=1, least=PACE.grand)
        self.enter(self.board.ends[4], pace=PACE.quick)
        self.wait(PACE.quick)

    @beat
    def draw_back(self) -> None:
        """Draw back, to keep her in sight. Ten times as far. A hundred times."""
        self.count = self.counter(4)
        self.swap(self.board, self.count, pace=PACE.quick)
        self.from_afar(1, until="far", least=PACE.slow)
        self.from_afar(2, share=1, least=PACE.slow)

    def from_afar(self, powers: float, **length: Any) -> None:
        """Draw back by so many powers of ten while the fifth goes on: she keeps her size on the stage."""
        growth = np.log10(float(contraction_factors(self.bends, BOLD).steep))
        steps = min((powers + np.log10(HIGH / SCALE)) / growth, STEPS)
        turns = self.walks[4].at.to(steps), self.map.back.to(steps * growth - np.log10(HIGH / SCALE))
        self.play(*turns, rate_func=EVEN, **length)

    @beat
    def lose_the_others(self) -> None:
        """The other four are one dot by now. And on she goes: the size of the Earth, the way to the Sun."""
        four = stacked(Words("the other four", **LARGE), left=-3.0, top=-0.75)
        self.from_afar(2.6, until="other four", least=PACE.quick)
        self.enter(four, pace=PACE.quick)
        self.from_afar(3.5, until="by now", least=PACE.quick)
        self.from_afar(7.4, until="earth", least=PACE.normal)
        self.from_afar(11.4, share=1, least=PACE.normal)

    @beat
    def leave_the_galaxy(self) -> None:
        """After two thousand steps, in metres, she has left the Milky Way."""
        self.from_afar(np.inf, share=1, least=PACE.grand)
        self.wait(PACE.normal)

    # -- the edge ------------------------------------------------------------------------------------

    @beat(chapter="The edge")
    def ask_for_the_edge(self) -> None:
        """Between home and the stars there is an edge: zero point zero eight. Each mark up is ten times
        as far. How sharp is it?"""
        self.clear_stage()
        self.enter(self.edge.axes, self.edge.names, pace=PACE.quick)
        self.enter(self.edge.lines[1].pose(grown=0), until="edge", least=PACE.normal)
        self.enter(self.edge.strides[1], self.edge.ends[1], pace=PACE.quick)
        self.wait(until="mark")
        self.enter(self.edge.tenfold.pose(grown=0), until="how", least=PACE.normal)

    @beat
    def split_a_hair(self) -> None:
        """A ten-thousandth less, and she comes home. A ten-thousandth more, and she is gone for good."""
        self.leave(self.edge.tenfold, pace=PACE.quick)
        for k, word in ((0, "home"), (2, "gone")):
            self.enter(self.edge.lines[k].pose(grown=0), until=word, least=PACE.normal)
            self.enter(self.edge.strides[k], self.edge.ends[k], pace=PACE.quick)

    # -- why -----------------------------------------------------------------------------------------

    @beat(chapter="Why there")
    def cut_twice(self) -> None:
        """Why there? Cut the bowl twice: once along its floor, and once across."""
        self.clear_stage()
        self.rate.set_value(0.0)
        self.map.lie((0.0, 0.0), place=FLOOR, scale=SCALE)
        self.dissolve((), (self.map, self.signs[0], self.signs[2]), until="twice")
        self.clear_stage()
        for k, word in ((0, "floor"), (1, "across")):
            self.enter(self.cuts[k].pose(grown=0), self.slices.names[k], until=word, least=PACE.normal)

    @beat
    def step_on_both(self) -> None:
        """Now a step on each, with one gamma for both. Turn it up, and watch where they land."""
        self.enter(*self.steps, self.track.lie(ON_TOP), until="both", least=PACE.quick)
        self.play(self.rate.to(0.04, rate_func=EVEN), least=PACE.grand)

    @beat
    def compare_them(self) -> None:
        """Across, she stands at the bottom already. Along, she has hardly moved."""
        fields = ("gentle", "steep")
        self.lefts = [self.slices.left(k, lambda k=k: self._told(fields[k], 2)) for k in (0, 1)]  # type: ignore[misc]  # its default
        self.enter(self.lefts[1], until="already", least=PACE.normal)
        self.enter(self.lefts[0], share=1)

    @beat
    def climb_the_other_wall(self) -> None:
        """Turn it further. She climbs the other wall, and here she is as high as she began. That's the
        edge."""
        self.play(self.rate.to(0.08, rate_func=EVEN), until="began", least=PACE.slow)
        self.play(self.steps[1].seen.to(1), share=1, least=PACE.normal)

    @beat
    def go_beyond(self) -> None:
        """Beyond it, every step ends higher. Along, she could go up to two. But across forbids it."""
        self.play(self.rate.to(0.086), until="higher", least=PACE.normal)
        for k, word in ((0, "two"), (1, "across")):
            limit = read(stability_limit([[(1.0, STEEP)[k]]]), "value", digits=1, name="limit")
            self.dissolve(self.lefts[k], self.slices.bound(k, limit), apart=True, until=word)
        self.wait(PACE.quick)

    # -- two Vs --------------------------------------------------------------------------------------

    @beat(chapter="Two Vs")
    def draw_what_is_left(self) -> None:
        """What does a step leave of the way to the floor? Draw that over gamma, for each axis."""
        self.clear_stage()
        self.rate.set_value(0.0)
        gamma = Formula("gamma", ink=INK.parameter, **TITLE).move_to((6.65, -1.75, 0))
        left = Words("left after a step", ink=INK.quiet).move_to((1.2, 2.18, 0), aligned_edge=(-1, 0, 0))
        self.enter(self.plan, self.bars, pace=PACE.normal)
        self.enter(self.plot.axes, self.plot.limit, gamma, left, pace=PACE.quick)
        self.enter(self.plot.marker, self.plot.upright, *self.plot.dots, pace=PACE.quick)
        for line in (self.plot.gentle, self.plot.steep):
            self.add(line.pose(grown=0))
        self.draw_by_hand(0.04, share=1, least=PACE.slow)

    def draw_by_hand(self, rate: float, **length: Any) -> None:
        """Turn the stride; both Vs are drawn as far as it has come."""
        lines = (self.plot.gentle, 0.1), (self.plot.steep, self.plot.steep.span()[1])  # type: ignore[misc]  # it has a span
        drawn = [line.grown.to(rate / end, rate_func=linear) for line, end in lines]
        self.play(self.rate.to(rate, rate_func=linear), *drawn, **length)

    @beat
    def see_it_flip(self) -> None:
        """Across, it shrinks to nothing, flips over, and grows again. That makes a V."""
        self.draw_by_hand(0.088, until="again", least=PACE.slow)
        self.factor = Formula(FACTOR, **TITLE).move_to(LAW)
        self.enter(self.factor, self.plot.gentle.grown.to(1), self.plot.steep.grown.to(1), pace=PACE.quick)

    @beat
    def find_the_other_v(self) -> None:
        """Along, it's a V as well. But to see that, you have to look twenty-five times as far."""
        self.play(*self.plot.axes.look(x=(0.0, 2.2)), until="look", least=PACE.slow)

    @beat
    def name_the_limit(self) -> None:
        """No V may rise above one. So gamma stays below two over the largest curvature."""
        near = FadeOut(self.factor), *self.plot.axes.look(x=(0.0, 0.1))
        self.play(*near, self.rate.to(self.limit.value), until="one", least=PACE.slow)
        number = read(self.limit, "value", decimals=2, name="limit")
        self.law = law("{{gamma : parameter}} < 2 / {{lambda_max : curvature}} =", number).move_to(LAW)
        self.enter(self.law, share=1)

    @beat
    def take_the_worse(self) -> None:
        """And the best stride? What counts is the worse of the two. It is least where they cross."""
        self.leave(self.law)
        self.enter(self.plot.worst.pose(grown=0), until="worse", least=PACE.slow)
        self.enter(Words("the worse", **LARGE).move_to(self.plot.axes.to_screen(0.042, 0.8)), pace=PACE.quick)
        self.play(self.rate.to(self.best.value), share=1, least=PACE.slow)

    @beat
    def see_the_zigzag_again(self) -> None:
        """There, both shrink alike, and one of them flips. That is our zig-zag."""
        best = law(BEST, read(self.best, "value", decimals=3, name="best stride")).move_to(LAW)
        self.enter(best, until="alike", least=PACE.quick)
        self.swap(self.bars, self.plan_prints, pace=PACE.quick)
        self.play(self.plan_walk.at.to(30), share=1, least=PACE.slow)

    # -- in the dark again ---------------------------------------------------------------------------

    @beat(chapter="In the dark again")
    def nobody_tells_you(self) -> None:
        """But who tells you the largest curvature, out in the dark? Nobody. So try a stride, and look."""
        self.clear_stage()
        self.map.lie(START, place=ASIDE, scale=CLOSE)
        self.night.daylight.set_value(0)
        self.step.length.set_value(0)
        self.add(self.night)
        self.dissolve((), (self.map, self.spot, self.needle))
        self.enter(self.step, pace=PACE.quick)
        self.play(self.step.length.to(0.02 * CLOSE), until="nobody", least=PACE.normal)
        far = *self.map.look(at=START, place=TOP, scale=AWAY), self.needle.length.to(0.018)
        self.play(*far, self.step.length.to(FIRST * AWAY), share=1, least=PACE.slow)

    @beat
    def hear_the_promise(self) -> None:
        """Cut the ground along that stride. The slope here makes a promise: so far, so much lower."""
        self.clear_stage()
        gamma = Formula("gamma", ink=INK.parameter, **TITLE).move_to((5.95, -1.6, 0))
        height = Words("height", ink=INK.quiet).move_to((-5.35, 3.5, 0), aligned_edge=(-1, 0, 0))
        self.enter(self.cut_axes, self.ahead.pose(grown=0), gamma, height, until="stride", least=PACE.normal)
        self.enter(self.promise.pose(grown=0), share=1, least=PACE.normal)

    @beat
    def ask_for_a_quarter(self) -> None:
        """Ask for a quarter of it. A stride must end below that line. This is Armijo's rule."""
        self.enter(self.asked.pose(grown=0), until="line", least=PACE.normal)
        self.enter(Words("Armijo's rule", ink=INK.output, **TITLE).move_to((0.4, 2.9, 0)), share=1)

    @beat
    def halve_it(self) -> None:
        """Try a long one: far too high. Halve it: too high. Halve it: too high. Halve it: there."""
        self.play(*self.cut_axes.look(**self.cut.window(0)), until="long one", least=PACE.normal)
        self.enter(self.tries, until="high", least=PACE.quick)
        for k, word in ((1, "too high"), (2, "too high"), (3, "there")):
            nearer = self.cut_axes.look(**self.cut.window(k))
            self.play(self.tries.at.to(k), *nearer, until=word, least=PACE.normal)
        self.wait(PACE.quick)

    @beat
    def find_the_way(self) -> None:
        """So she goes, and halves where she must. Nobody told her a curvature. Forty steps, and she's
        home."""
        self.clear_stage()
        self.map.lie((0.0, 0.0), place=FLOOR, scale=SCALE)
        self.add(self.lamp)
        self.dissolve((), (self.map, self.searcher))
        self.play(self.found_walk.at.to(4), until="must", least=PACE.normal)
        last = self.found_walk.at.to(self.found.n)
        self.play(last, self.lamp.daylight.to(0.55), until="told", least=PACE.slow)
        refused = read(self.found, "trials.n", name="tries refused")
        self.told = search_told(self._home(self.found_away), refused, left=RIGHT + 0.2, top=2.9)
        self.enter(self.told, self.lamp.daylight.to(1), until="forty", least=PACE.normal)
        self.wait(share=1)

    # -- what to take along --------------------------------------------------------------------------

    @beat(chapter="What to take along")
    def remember(self) -> None:
        """Remember the five. The steepest way sets the speed limit, for every way."""
        self.leave(self.told, self.searcher)
        self.remove(self.lamp)
        for walk, hiker in zip(self.walks, self.hikers, strict=True):
            walk.at.set_value(RECALLED)
            hiker.pose(grown=0, way=1)
        self.enter(*self.hikers, self.board, until="five", least=PACE.normal)
        said = (Words(each, **LARGE) for each in ("the steepest way", "sets the limit"))
        self.motto = stacked(*said, left=RIGHT + 0.2, top=BELOW - 0.45)
        self.enter(self.motto, until="limit", least=PACE.normal)

    @beat
    def narrow_the_valley(self) -> None:
        """And in a valley twice as narrow, the best stride takes four times as many steps. Next: ravines."""
        self.leave(self.motto, self.board, *self.hikers[:2], *self.hikers[3:])
        wide = valley_told(self.limit, self._home(self.away[2]), left=2.3, top=2.9)
        slow = valley_told(self.narrow, self._home(self.slow_away), left=2.3, top=1.1)
        self.enter(wide, self.walks[2].at.to(40), until="valley", least=PACE.normal)
        self.dissolve((self.map, self.hikers[2]), (self.ravine, self.slow), pace=PACE.normal)
        self.play(self.slow_walk.at.to(80), until="steps", least=PACE.slow)
        self.enter(slow, share=1)
