"""Lecture 13: how long a stride may be; the steepest way across a bowl sets the limit for every way."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import DoubleArrow, FadeIn, FadeOut, Indicate, VGroup, linear
from manim.utils.rate_functions import ease_in_out_sine as EVEN

from l13_pictures import EdgeChart, StrideBoard, StrideTrack

from calc_core import armijo, best_step, bowl, contours, contraction_factors, gradient_descent, graph
from calc_core import offsets, sample_grid, stability_limit
from visuals import INK, PACE, SEVERAL, SIZE, STROKE, Box, Dial, Lecture, Walk, beat, mix, read
from visuals import ArmijoSlice, Axes, AxisBars, ContourMap, ContractionPlot, Curve, OneStep, PowersMap
from visuals import Formula, Headlamp, Needle, Number, Page, Reading, StridePrints, Words, plate, series

STEEP = 25.0  # curvature across the bowl; along it, the curvature is 1
START = np.array([-3.0, 1.0])  # m
CAREFUL, BRISK, BOLD = 0.01, 0.04, 0.081  # strides; the two between follow from the curvatures
HAIR = 1e-4  # from the limit to a stride that comes home, and to one that leaves
STEPS = 2000
HOME = 0.01  # m from the floor
HOPS = 12  # of the fifth hiker that are seen one by one
FIRST, SHARE = 0.4, 0.25  # the first stride that is tried in the dark, and the share of the promise asked for

SCALE, FLOOR = 2.35, (1.0, 0.4)  # scene units to a metre, and where the floor's middle lies
SHEET = [(-4.4, 4.4), (-2.1, 2.1)]
HIGH = 3.0  # scene units from the floor to the fifth hiker while we draw back
LANDMARKS = {7: "(the Earth)", 11: "(to the Sun)", 21: "(the Milky Way)"}  # by the nearest power of ten
PLAN = (-6.75, -2.75, -0.5, 3.55)
GENTLE_INK, STEEP_INK = mix(INK.curvature, INK.text, 0.62), INK.curvature
PLOT = Box(1.0, -2.2, 6.55, 3.0)
CUT = Box(-5.6, -2.2, 5.6, 3.3)
LARGE, TITLE = {"size": SIZE.large}, {"size": SIZE.title}
CORNER = Page(-6.6, 3.4, gap=0.25, plate=True)
SIDE = Page(3.5, 3.4, gap=0.25)


class StrideLength(Lecture):
    title = "How long a stride?"
    goal = "The steepest direction of a bowl sets the speed limit for all directions."
    poster = "zigzag_home"
    layers = (
        "map hikers searcher night needle step spot plan bars plan_prints"
        " slices steps track plot edge cut board"
    )

    # -- data and pictures ---------------------------------------------------------------------------

    def set_stage(self) -> None:
        self.land = bowl(STEEP)
        self.bends = self.land.hess(np.zeros(2))
        self.limit, self.best = stability_limit(self.bends), best_step(self.bends)
        self.rate = Dial(0.0)
        self._set_map()
        self._set_hikers()
        self._set_edge()
        self._set_factors()
        self._set_slices()
        self._set_search()

    def _set_map(self) -> None:
        land, ring = self.land, contours(self.land, [STEEP / 2], [(-6, 6), (-2, 2)]).longest()
        lines, grid = contours(land, np.arange(2, 64, 4), SHEET), sample_grid(land, SHEET)
        width = SCALE * (SHEET[0][1] - SHEET[0][0])
        self.map = PowersMap(grid, lines, ring=ring, unit="m", names=LANDMARKS, width=width, centre=FLOOR)
        here, slope = Walk(START), land.reading(START).gradient
        self.night = Headlamp(here, on=self.map, radius=0.42)
        self.needle = Needle(slope, here, on=self.map, length=0.03)
        self.step = Needle(slope, here, on=self.map, length=0.0, sign=-1.0)
        self.spot = StridePrints(here, on=self.map)
        self.plan = ContourMap(grid, lines, width=1.6 / SCALE * width, centre=(-1.55, 0.4), crop=PLAN)

    def _walk(self, stride: Any, steps: int = STEPS) -> Any:
        return gradient_descent(self.land, START, learning_rate=stride, max_iter=steps, tol=0)

    def _set_hikers(self) -> None:
        """Five hikers, how far each is from the floor, and the board on which they are compared."""
        strides = (CAREFUL, BRISK, self.best, self.limit, BOLD)
        self.paths = [self._walk(each) for each in strides]
        self.away = [offsets(path, self.bends) for path in self.paths]
        self.walks = [Walk(path) for path in self.paths]
        self.hikers = [
            StridePrints(walk, on=self.map, kind=kind, pairs=HOPS)
            for walk, kind in zip(self.walks, SEVERAL, strict=True)
        ]
        for each in self.hikers[:3]:
            each.pairs = np.inf
        strides_told = [read(path, "step", index=0, decimals=3, name="stride") for path in self.paths]
        homes = [self._home(each) for each in self.away[:3]]
        self.board = StrideBoard(strides_told, [*homes, "hops", "flung off"], left=3.15, top=3.2)

    def _home(self, away: Any) -> Reading:
        return read(away, "steps_home", given=[HOME], name="steps home")

    def _set_edge(self) -> None:
        """Three walks: at the limit, and a hair beside it."""
        strides = (self.limit.value - HAIR, self.limit, self.limit.value + HAIR)
        self.three = [self._walk(each) for each in strides]
        inks = (INK.curvature, INK.text, INK.residual)
        self.edge = EdgeChart(
            [offsets(path, self.bends) for path in self.three], inks, box=Box(-5.3, -2.2, 4.6, 3.3)
        )
        self.beside = [
            Number(read(path, "step", index=0, decimals=4, name="stride"), ink=ink, **LARGE)
            for path, ink in zip(self.three, inks, strict=True)
        ]

    def _set_factors(self) -> None:
        """What a step leaves along each axis, over the stride; and one step on the plan."""
        rates = np.concatenate([np.linspace(0, 0.1, 101), np.linspace(0.1, 2.2, 43), [self.best.value]])
        self.factors = contraction_factors(self.bends, np.unique(rates.round(15)))
        self.plot = ContractionPlot(
            self.factors, self.rate, box=PLOT, x=(0.0, 0.1), x_steps=(0.5, 0.1, 0.02), x_extent=(0.0, 2.2)
        )
        self.bars = AxisBars(START, self._left, on=self.plan)
        self.plan_walk = Walk(self.paths[2])
        self.plan_prints = StridePrints(self.plan_walk, on=self.plan, kind=SEVERAL[2])

    def _index(self) -> float:
        """At which of the strides the dial stands, counted along their list."""
        rates = self.factors.learning_rate
        return float(np.interp(self.rate.get_value(), rates, np.arange(len(rates))))

    def _told(self, field: str, name: str, decimals: int = 3) -> Reading:
        """A number of the stride of now."""
        return read(self.factors, field, at=self._index(), decimals=decimals, name=name)

    def _left(self) -> np.ndarray:
        """By what a step of now multiplies both coordinates."""
        rates, signed = self.factors.learning_rate, self.factors.signed
        return np.array([np.interp(self.rate.get_value(), rates, column) for column in signed.T])

    def _set_slices(self) -> None:
        """The bowl cut along its floor and across it, at one scale, and a step on each."""
        f, unit, lift = self.land.f, 1.62, 0.3  # scene units to a metre along, and to one of height
        along, across = (-3.45, 0.9), (-1.42, 1.42)
        x, y = np.linspace(*along, 88), np.linspace(*across, 143)
        flat = graph(lambda t: f(np.stack([t, 0 * t], axis=-1)), x)
        wall = graph(lambda t: f(np.stack([0 * t, t], axis=-1)), y)
        self.slices, self.steps = [], []
        for axis, (cut, span, left, ink) in enumerate(
            ((flat, along, -6.5, GENTLE_INK), (wall, across, 1.7, STEEP_INK))
        ):
            box = Box(left, -2.3, left + unit * (span[1] - span[0]), -2.3 + 17 * lift)
            on = Axes(x=span, y=(0, 17), box=box, x_ticks=(), y_ticks=(), upright=False)
            shown = series("along" if axis == 0 else "across", cut, way="x", height="f")
            curve = Curve(shown, on=on, ink=ink, width=STROKE.bold, span=self._within(cut, 17.0))
            self.slices += [on, curve]
            end = lambda axis=axis: float(START[axis] * self._left()[axis])  # noqa: E731
            level = (-1.15, 1.15) if axis else None
            self.steps.append(OneStep(curve, float(START[axis]), end, level=level))
        self.track = StrideTrack(
            self.rate, box=Box(-4.6, 2.75, 0.6, 3.15), x=(0.0, 0.1), ticks=(0, 0.04, 0.08)
        )

    @staticmethod
    def _within(cut: Any, top: float) -> Any:
        """From where to where a cut lies below the upper edge of its frame."""
        inside = np.asarray(cut.x)[np.asarray(cut.f) <= top]
        return lambda: (float(inside[0]), float(inside[-1]))

    def _set_search(self) -> None:
        """A stride that is halved until it is good enough, once in detail and then step after step."""
        down = -self.land.reading(START).gradient
        ahead = lambda a: self.land.f(START + np.asarray(a)[..., None] * down)  # noqa: E731
        self.search = armijo(self.land, START, down, first=FIRST, c1=SHARE)
        strides = np.unique(np.concatenate([np.linspace(0, 0.1, 201), np.linspace(0, 0.45, 226)]))
        self.cut = ArmijoSlice(graph(ahead, strides), self.search, box=CUT, **self._window(3))
        self.found = gradient_descent(
            self.land, START, learning_rate=FIRST, backtracking=True, c1=SHARE, max_iter=80, tol=0
        )
        self.found_walk = Walk(self.found)
        self.searcher = StridePrints(self.found_walk, on=self.map, kind=SEVERAL[0], trials=self.found.trials)
        self.found_away = offsets(self.found, self.bends)

    def _window(self, k: int) -> dict[str, tuple[float, float]]:
        """What is seen of the cut while try k is looked at."""
        right = 1.08 * float(self.search.alphas[k])
        top = 1.1 * max(float(self.search.values[k]), self.search.value_here)
        return {"x": (0.0, right), "y": (-0.12 * top, top)}

    # -- the question --------------------------------------------------------------------------------

    @beat(chapter="The question")
    def take_up_the_boots(self) -> None:
        """Compass and boots took us downhill, step by step. But one small number went unexplained."""
        rule = "{{x : path}}_(k+1) = {{x : path}}_k - {{gamma : parameter}} thin {{nabla f(x_k) : gradient}}"
        self.rule = Formula(rule, **TITLE).move_to([1.6, 0.6, 0])
        self.add(self.night)
        self.play(FadeIn(self.map), FadeIn(self.spot), pace=PACE.quick)
        self.enter(self.needle, pace=PACE.quick)
        self.enter(self.rule, until="step by step")
        self.play(self.rule.part("parameter").animate.scale(1.7), share=1)

    @beat
    def turn_the_number(self) -> None:
        """It is gamma, the length of the stride. The needle says which way; gamma says how far."""
        self.rate.set_value(0.0)
        self.track.lie(Box(-1.0, -1.6, 5.2, -1.2))
        self.enter(self.track, until="gamma", least=PACE.normal)
        self.enter(self.step, pace=PACE.quick)
        self.stride(0.04, until="which way", least=PACE.normal)
        self.stride(0.012, until="gamma", least=PACE.quick)
        self.stride(0.025, share=1, least=PACE.normal)

    def stride(self, rate: float, **length: Any) -> None:
        """Turn the stride, and with it the arrow of the step that is to come."""
        self.play(self.rate.to(rate), self.step.length.to(rate * SCALE), **length)

    @beat
    def let_day_come(self) -> None:
        """By day, this is a bowl. It bends gently along, and twenty-five times as strongly across."""
        self.leave(self.rule, self.track, self.step, self.needle)
        self.play(self.night.daylight.to(1), until="bowl", least=PACE.normal)
        gentle, steep = (
            Number(read(self.limit, "curvatures", index=k, decimals=0, name="curvature"), ink=ink, **TITLE)
            for k, ink in ((0, GENTLE_INK), (1, STEEP_INK))
        )
        middle = self.map.to_screen(0.0, 0.0)
        gentle.move_to(middle + [-5.2, -0.45, 0])
        steep.move_to(middle + [0.75, 1.9, 0])
        self.bend_signs = [*self.axis_sign(0, gentle), *self.axis_sign(1, steep)]
        self.enter(*self.bend_signs[:2], until="along", least=PACE.quick)
        self.enter(*self.bend_signs[2:], share=1)

    def axis_sign(self, axis: int, number: Number) -> tuple[VGroup, Any]:
        """An arrow up both sides of the floor along one axis, and the curvature along it on a plate."""
        reach, ink = ((2.35, GENTLE_INK), (1.05, STEEP_INK))[axis]
        ends = np.zeros((2, 2))
        ends[:, axis] = [-reach, reach]
        start, end = self.map.to_screen(ends)
        arrow = DoubleArrow(start, end, buff=0, stroke_width=STROKE.bold, tip_length=0.25, color=ink)
        return arrow, VGroup(plate(number), number)

    @beat
    def send_five(self) -> None:
        """Five hikers start here, with five strides, from careful to bold. Who will be home first?"""
        self.remove(self.night)
        self.leave(*self.bend_signs)
        for each in self.hikers:
            each.pose(grown=0)
        self.enter(self.board.back, self.board.head, pace=PACE.quick)
        for row, word in zip(
            self.board.strides, ("start", "five", "strides", "careful", "bold"), strict=True
        ):
            self.enter(row, until=word, least=4 / 15)
        self.wait(share=1)

    # -- five strides --------------------------------------------------------------------------------

    @beat(chapter="Five strides")
    def creep(self) -> None:
        """The first takes a hundredth. Down the wall, and then along the floor, he creeps."""
        self.set_out(0)
        self.play(self.walks[0].at.to(12, rate_func=linear), until="wall", least=PACE.normal)
        self.play(self.walks[0].at.to(70, rate_func=linear), share=1, least=PACE.slow)
        self.come_home(0, PACE.slow)

    def set_out(self, k: int) -> None:
        """The next hiker stands at the start, and those before stand back."""
        back = [each.way.to(0.22) for each in self.hikers[:k]]
        gone = [FadeOut(self.spot)] if k == 0 else []
        self.enter(
            self.hikers[k], *back, *gone, Indicate(self.board.strides[k], color=None, scale_factor=1.15)
        )

    def come_home(self, k: int, seconds: float) -> None:
        """The rest of the way, and its length on the board."""
        steps = self.away[k].steps_home(HOME)
        self.play(self.walks[k].at.to(steps), pace=seconds)
        self.enter(self.board.ends[k], pace=PACE.quick)

    @beat
    def glide(self) -> None:
        """The second takes four times that. One step, and he is on the floor. Then he glides."""
        self.set_out(1)
        self.play(self.walks[1].at.to(1), until="one step", least=PACE.normal)
        self.play(self.walks[1].at.to(25, rate_func=linear), share=1, least=PACE.slow)
        self.come_home(1, PACE.normal)

    @beat
    def zigzag_home(self) -> None:
        """The third oversteps the floor, every time. He zig-zags, and still is the fastest of all."""
        self.set_out(2)
        self.play(self.walks[2].at.to(2, rate_func=linear), until="floor", least=PACE.normal)
        self.play(self.walks[2].at.to(24, rate_func=linear), share=1, least=PACE.grand)
        self.come_home(2, PACE.normal)

    @beat
    def hop(self) -> None:
        """The fourth strides hardly longer. He lands exactly as high on the other wall, and hops back."""
        self.set_out(3)
        self.play(self.walks[3].at.to(1), until="other wall", least=PACE.normal)
        self.play(self.walks[3].at.to(HOPS, rate_func=linear), share=1, least=PACE.grand)

    @beat
    def hop_on(self) -> None:
        """Two thousand steps later he is still hopping, as far from the floor as ever."""
        self.count = self.counter(3)
        self.enter(self.count, pace=PACE.quick)
        self.play(self.walks[3].at.to(STEPS), share=1, least=PACE.grand)
        self.enter(self.board.ends[3], pace=PACE.quick)

    def counter(self, k: int) -> VGroup:
        """Steps done by a hiker, and how far across he is from the floor."""
        at = self.walks[k].at.get_value
        steps = lambda: read(self.away[k], "step", at=np.floor(at()), decimals=0, name="steps")  # noqa: E731
        words = Words("steps", ink=INK.quiet, **LARGE), Words("m from the floor", ink=INK.quiet, **LARGE)
        kind = SEVERAL[k].ink
        numbers = Number(steps, ink=kind, **TITLE), Number(lambda: self.across(k, at()), ink=kind, **TITLE)
        rows = VGroup()
        for row, (number, word) in enumerate(zip(numbers, words, strict=True)):
            number.shift(np.array([-6.45, 2.95 - 0.85 * row, 0]) - number.strut.points[0])
            word.move_to([-3.75, 0, 0], aligned_edge=np.array([-1, 0, 0]))
            rows.add(VGroup(number, word.shift([0, number.baseline - word.baseline, 0])))
        return VGroup(plate(*rows), *rows)

    def across(self, k: int, at: float) -> Reading:
        """How far from the floor a hiker is after so many steps, across."""
        how = {"scientific": True, "digits": 2} if at > HOPS and k == 4 else {"decimals": 3}
        return read(self.away[k], "steep", at=np.floor(at), name="distance across", **how)

    @beat
    def fling(self) -> None:
        """The fifth takes one thousandth more. And each hop ends a little higher than the one before."""
        self.leave(self.count)
        self.set_out(4)
        self.play(self.walks[4].at.to(HOPS, rate_func=linear), share=1, least=PACE.grand)

    @beat
    def draw_back(self) -> None:
        """Draw back, to keep him in sight. Ten times as far. A hundred times."""
        self.count = self.counter(4)
        self.leave(self.board)
        self.enter(self.count, pace=PACE.quick)
        self.from_afar(1, until="far", least=PACE.slow)
        self.from_afar(2, share=1, least=PACE.slow)

    def from_afar(self, powers: float, **how: Any) -> None:
        """Draw back to so many powers of ten while the fifth hiker goes on: he keeps his size on the stage."""
        growth = np.log10(self.factors_of(BOLD))
        steps = min((powers + np.log10(HIGH / SCALE)) / growth, STEPS)
        back = steps * growth - np.log10(HIGH / SCALE)
        rate = how.pop("rate_func", EVEN)
        self.play(self.walks[4].at.to(steps, rate_func=rate), self.map.back.to(back, rate_func=rate), **how)

    def factors_of(self, stride: float) -> float:
        """By what a stride multiplies the distance across."""
        return float(contraction_factors(self.bends, stride).steep)

    @beat
    def lose_the_others(self) -> None:
        """The other four are one dot by now. And on he goes: the size of the Earth, the way to the Sun."""
        self.from_afar(3.5, until="by now", least=PACE.normal)
        self.from_afar(7.4, until="earth", least=PACE.normal)
        self.from_afar(11.4, share=1, least=PACE.normal)

    @beat
    def leave_the_galaxy(self) -> None:
        """After two thousand steps, in metres, he has left the Milky Way."""
        self.from_afar(22, share=1, least=PACE.grand)
        self.wait(PACE.normal)

    # -- the edge ------------------------------------------------------------------------------------

    @beat(chapter="The edge")
    def ask_for_the_edge(self) -> None:
        """Between home and the stars there is an edge: zero point zero eight. How sharp is it?"""
        self.clear_stage()
        self.enter(self.edge.axes, self.edge.names, pace=PACE.quick)
        self.enter(self.edge.lines[1].pose(grown=0), until="edge", least=PACE.normal)
        self.label_edge(1)

    def label_edge(self, k: int, **length: Any) -> None:
        """A stride on its line, and what is left of the distance at last."""
        line = self.edge.lines[k]
        middle = self.edge.axes.to_screen(1050.0, line.at(1050.0))
        number = self.beside[k].move_to(middle + [0.0, (0.38, 0.38, 0.55)[k], 0.0])
        self.enter(number, self.edge.ends[k], **{"pace": PACE.quick, **length})

    @beat
    def split_a_hair(self) -> None:
        """A ten-thousandth less, and he comes home. A ten-thousandth more, and he is gone for good."""
        self.enter(self.edge.lines[0].pose(grown=0), until="home", least=PACE.normal)
        self.label_edge(0)
        self.enter(self.edge.lines[2].pose(grown=0), until="gone", least=PACE.normal)
        self.label_edge(2)

    # -- why -----------------------------------------------------------------------------------------

    @beat(chapter="Why there")
    def cut_twice(self) -> None:
        """Why there? Cut the bowl twice: once along its floor, and once across."""
        self.clear_stage()
        self.rate.set_value(0.0)
        names = [
            Words(each, ink=ink, **LARGE) for each, ink in (("along", GENTLE_INK), ("across", STEEP_INK))
        ]
        for name, place in zip(names, ((-2.3, 0.3), (4.0, -2.0)), strict=True):
            name.move_to([*place, 0])
        self.names = VGroup(*names)
        self.enter(self.slices[1].pose(grown=0), names[0], until="floor", least=PACE.normal)
        self.enter(self.slices[3].pose(grown=0), names[1], share=1, least=PACE.normal)

    @beat
    def step_on_both(self) -> None:
        """Now a step on each, with one gamma for both. Turn it up, and watch where they land."""
        self.track.lie(Box(-4.6, 2.75, 0.6, 3.15))
        self.enter(*self.steps, self.track, until="both", least=PACE.quick)
        self.play(self.rate.to(0.04, rate_func=EVEN), least=PACE.grand)

    @beat
    def compare_them(self) -> None:
        """Across, he stands at the bottom already. Along, he has hardly moved."""
        left = [self.mark_step(k) for k in (1, 0)]
        self.enter(left[0], until="already", least=PACE.normal)
        self.enter(left[1], share=1)
        self.left = VGroup(*left)

    def mark_step(self, axis: int) -> Number:
        """How much of the way to the floor is left after a step, below the slice."""
        field, ink = (("gentle", GENTLE_INK), ("steep", STEEP_INK))[axis]
        number = Number(lambda: self._told(field, "left of the way", 2), ink=ink, align="center", **TITLE)
        return number.move_to([(-5.2, 0.9, 0), (0.55, 0.9, 0)][axis])

    @beat
    def climb_the_other_wall(self) -> None:
        """Turn on. He climbs the other wall, and here he is as high as he began. That's the edge."""
        self.play(self.rate.to(0.08, rate_func=EVEN), until="began", least=PACE.slow)
        self.play(self.steps[1].seen.to(1), share=1, least=PACE.normal)

    @beat
    def go_beyond(self) -> None:
        """Beyond it, every step ends higher. Along, there would be room for far more. Across forbids it."""
        self.play(self.rate.to(0.088), until="higher", least=PACE.normal)
        self.play(self.rate.to(0.08), share=1, least=PACE.slow)

    # -- two Vs --------------------------------------------------------------------------------------

    @beat(chapter="Two Vs")
    def draw_what_is_left(self) -> None:
        """What does a step leave of the way to the floor? Draw that over gamma, for each axis."""
        self.clear_stage()
        self.rate.set_value(0.0)
        self.enter(self.plan, self.bars, pace=PACE.normal)
        self.enter(self.plot.axes, self.plot.limit, self.letter(), pace=PACE.quick)
        self.enter(self.plot.marker, self.plot.upright, *self.plot.dots, pace=PACE.quick)
        self.draw_by_hand(0.04, share=1, least=PACE.slow)

    def letter(self) -> VGroup:
        """What the two axes of the plot are."""
        gamma = Formula("gamma", ink=INK.parameter, **TITLE).move_to([6.6, -1.75, 0])
        left = Words("left after a step", ink=INK.quiet).move_to([2.5, 3.4, 0])
        self.plot_names = VGroup(gamma, left)
        return self.plot_names

    def draw_by_hand(self, rate: float, **length: Any) -> None:
        """Turn the stride; both Vs are drawn as far as it has come."""
        lines = self.plot.gentle, self.plot.steep
        for each in lines:
            if each not in self.get_mobject_family_members():
                self.add(each.pose(grown=0))
        ends = (0.1, self.plot.steep.span()[1])
        drawn = [line.grown.to(rate / end, rate_func=linear) for line, end in zip(lines, ends, strict=True)]
        self.play(self.rate.to(rate, rate_func=linear), *drawn, **length)

    @beat
    def see_it_flip(self) -> None:
        """Across, it shrinks to nothing, flips over, and grows again. That makes a V."""
        self.draw_by_hand(0.088, until="again", least=PACE.slow)
        self.plot.gentle.grown.set_value(1)
        self.plot.steep.grown.set_value(1)

    @beat
    def find_the_other_v(self) -> None:
        """Along, it's a V as well. But to see that, you have to look twenty-five times as far."""
        self.play(*self.plot.axes.look(x=(0.0, 2.2)), until="look", least=PACE.slow)
        self.wait(share=1)

    @beat
    def name_the_limit(self) -> None:
        """No V may rise above one. So gamma stays below two over the largest curvature."""
        self.play(
            *self.plot.axes.look(x=(0.0, 0.1)), self.rate.to(self.limit.value), until="one", least=PACE.slow
        )
        law = Formula("{{gamma : parameter}} < 2 / {{lambda_max : curvature}} =", **TITLE)
        number = Number(read(self.limit, "value", decimals=2, name="limit"), ink=INK.parameter, **TITLE)
        self.law = VGroup(law, number.stand_beside(law)).move_to([3.2, -0.35, 0])
        self.enter(self.law, share=1)

    @beat
    def take_the_worse(self) -> None:
        """And the best stride? What counts is the worse of the two. It is least where they cross."""
        self.leave(self.law)
        self.enter(self.plot.worst.pose(grown=0), until="worse", least=PACE.slow)
        self.play(self.rate.to(self.best.value), share=1, least=PACE.slow)

    @beat
    def see_the_zigzag_again(self) -> None:
        """There, both shrink alike, and one of them flips. That is our zig-zag."""
        law = Formula(
            "{{gamma : parameter}} = 2 / ({{lambda_min : curvature}} + {{lambda_max : curvature}})", **LARGE
        )
        left = Number(lambda: self._told("worst", "left of the way"), ink=INK.text, **LARGE)
        self.law = VGroup(law, left)
        law.move_to([3.4, 0.55, 0])
        left.move_to([5.3, 1.9, 0])
        self.enter(law, until="alike", least=PACE.quick)
        self.swap(self.bars, self.plan_prints, pace=PACE.quick)
        self.play(self.plan_walk.at.to(30, rate_func=linear), share=1, least=PACE.slow)

    # -- in the dark again ---------------------------------------------------------------------------

    @beat(chapter="In the dark again")
    def nobody_tells_you(self) -> None:
        """But who tells you the largest curvature, out in the dark? Nobody. So try a stride, and look."""
        self.clear_stage()
        self.map.back.set_value(0)
        self.night.daylight.set_value(0)
        self.step.length.set_value(0)
        self.add(self.night)
        self.dissolve((), (self.map, self.spot, self.needle))
        self.enter(self.step, pace=PACE.quick)
        self.play(self.step.length.to(0.1 * SCALE), share=1, least=PACE.normal)

    @beat
    def hear_the_promise(self) -> None:
        """Cut the ground along that stride. The slope here makes a promise: so far, so much lower."""
        cut = self.cut
        self.clear_stage()
        self.enter(cut.axes, cut.curve.pose(grown=0), until="stride", least=PACE.normal)
        self.enter(cut.promise.pose(grown=0), share=1, least=PACE.normal)

    @beat
    def ask_for_a_quarter(self) -> None:
        """Ask for a quarter of it. That is a line, and a stride must end below. Armijo's rule, it's called."""
        self.enter(self.cut.line.pose(grown=0), until="line", least=PACE.normal)
        name = Words("Armijo's rule", ink=INK.output, **LARGE).move_to([4.3, 3.2, 0])
        self.name = name
        self.enter(name, share=1)

    @beat
    def halve_it(self) -> None:
        """Try a long one: far too high. Halve it: too high. Halve it: too high. Halve it: there."""
        self.play(*self.cut.axes.look(**self._window(0)), until="long one", least=PACE.normal)
        self.enter(self.cut.tries, until="high", least=PACE.quick)
        for k, word in ((1, "too high"), (2, "too high"), (3, "there")):
            self.play(
                self.cut.tries.at.to(k), *self.cut.axes.look(**self._window(k)), until=word, least=PACE.normal
            )
        self.wait(PACE.quick)

    @beat
    def find_the_way(self) -> None:
        """So he goes, step by step, and halves where he must. Nobody told him a curvature. Forty steps, and home."""
        self.clear_stage()
        self.found_walk.at.set_value(0)
        self.dissolve((), (self.map, self.searcher))
        steps = self.found_away.steps_home(HOME)
        self.play(self.found_walk.at.to(steps, rate_func=linear), until="curvature", least=PACE.grand)
        told = Words("<n> steps, <m> tries refused", n=self._home(self.found_away), m=self.refused(), **LARGE)
        self.told = CORNER.write(told)
        self.enter(self.told, share=1)

    def refused(self) -> Reading:
        """How many tries were refused in all."""
        return read(self.found, "trials.n", name="tries refused")

    # -- what to take along --------------------------------------------------------------------------

    @beat(chapter="What to take along")
    def remember(self) -> None:
        """Remember the five. The steepest way sets the speed limit, for every way."""
        self.leave(self.told, self.searcher)
        for walk, hiker in zip(self.walks, self.hikers, strict=True):
            walk.at.set_value(HOPS)
            hiker.way.set_value(1)
        self.enter(*self.hikers, until="five", least=PACE.normal)
        self.motto = CORNER.write(Words("the steepest way sets the limit, for every way", **LARGE))
        self.enter(self.motto, share=1)

    @beat
    def narrow_the_valley(self) -> None:
        """And the narrower the valley, the slower the best of us. Next, we go into the ravines."""
        self.leave(self.motto, *self.hikers[:2], *self.hikers[3:])
        self.play(self.walks[2].at.to(40, rate_func=linear), *self.map.look(at=(0.0, 0.0), stretch=1.8))
