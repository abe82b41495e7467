"""Lecture 23: a bell over 3,000 men, the ghosts of its knobs, the jump they tell of, and where that fails."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import linear
from manim.utils.rate_functions import ease_in_out_sine as EVEN

from l23_pictures import ABOVE_STRIP, AT_THE_TOP, CHANCE, DOT, FULL, HEIGHTS, IN_CORNER, KNOBS, LEFT, LOWER
from l23_pictures import MANY, MEN, ON_THE_TOP, PILE, RACE, RIGHT, RULER, THIRTEEN_METRES, WHOLE
from l23_pictures import BellKnobs, Hops, JacobianPicture, PowersRuler, RacePanel, SquareBar, TugOfGhosts
from l23_pictures import boots_with_a_grip, error_band, ghosts_of_one_size, letter_is, post, shadow_recalled
from l23_pictures import three_ghosts, told_in, typical_miss, unit_at, unsigned_walk

from calc_core import fitting, load_heights
from visuals import GHOSTS, INK, PACE, SIZE, Axes, Band, Dial, Formula, Lecture, Sized, Walk, beat, read
from visuals import GhostShape, Histogram, KnobCurve, KnobGain, KnobMisses, Options
from visuals import QuantileDots, Reading, Words, hasten, residual_strip, series
from visuals.drawing.walk import entry

PEOPLE = 3000  # as the title says
NEAR, FAR = (300.0, 170.0, 10.0), (100.0, 180.0, 10.0)  # A in men, mu and sigma in cm
EDGE, BEYOND = 1e85, 1e90  # how far the flight is followed, and how far the ruler reaches
NAMES = {9: "the Earth", 13: "the Sun", 23: "Milky Way", 29: "all we see"}  # by the nearest power, in cm
HABIT = ((40.0, 3.0, -2.5), (-60.0, -4.0, 2.0), (50.0, -3.0, -2.0), (0.0, 0.0, 0.0))  # a bell that dances
LITTLE = (60.0, 3.0, 3.0)  # turns of a single knob
STEPS, RECOUNTS, SEED = 1000, 12, 23  # of the hiker; how often others are counted

AT_EDGES = {"comes-or-goes": "The outermost number of an axis comes when its window gets there."}
LARGE, TITLE = Sized(size=SIZE.large), {"size": SIZE.title}


class Heights(Lecture):
    title = "Fitting a bell to 3,000 people"
    goal = "Near the answer a jump by linear algebra beats a thousand careful steps; far away it is reckless."
    poster = "mix_them"
    layers = (
        "one_error plot strip pulls bars gain ghosts mixed band bell misses squares dots ruler hops knobs"
    )

    # -- data and pictures ---------------------------------------------------------------------------

    def set_stage(self) -> None:
        self._set_data()
        self._set_plot()
        self._set_ghosts()
        self._set_race()
        self._set_chance()
        self._set_flight()

    def _set_data(self) -> None:
        self.men, self.model = load_heights(), fitting.gaussian(x_unit="cm", y_unit="men")
        self.data = self.men.height, self.men.count
        self.plain = self.model.residuals(*self.data)
        self.fit = fitting.gauss_newton(self.plain, NEAR)
        self.grid = np.linspace(*HEIGHTS, 241)

    def _set_plot(self) -> None:
        """The bars, a bell whose knobs can be turned, and its misses."""
        self.walk = Walk(self.fit.history)
        self.turns, self.loose = [Dial(0.0) for _ in range(3)], Dial(1.0)
        self.plot = Axes(
            x=HEIGHTS, y=MEN, box=(LEFT, FULL[0], RIGHT, FULL[1]), upright=False, x_extent=(-4000, 5000),
            y_extent=(-40, 520), x_steps=(1000, 10, 2), y_steps=(100, 20, 10),
            tell_x=unit_at("cm", 190, 168, 4000), tell_y=unit_at("men", 30, 480, 500),
        )  # fmt: skip
        shown = [series("heights", self.men, height="columns.height", count="columns.count")]
        self.again = Dial(0.0)
        drawn = fitting.recounts(self.men.count, RECOUNTS, seed=SEED).counts
        counts = np.vstack([self.men.count, drawn, self.men.count])
        counted = lambda: entry(counts, self.again.value)  # noqa: E731
        how: Options = {"width": self.men.bin_width, "on": self.plot, "series": shown}
        self.bars = Histogram(self.men.height, counted, **how)
        self.bell = KnobCurve(self.model, self._knobs, on=self.plot)
        self.gain = KnobGain(self.model, lambda: self.walk.place, self._knobs, on=self.plot)
        self.strip = residual_strip(self.plot, up=LOWER, y=(-230, 230), steps=(200, 50, 20), tell=MANY)
        self.pulls = residual_strip(self.plot, up=LOWER, y=(-2.35, 2.35), steps=(1,))
        errors: Options = {"sigma": self.men.count_error, "pulls": self.pulls}
        self.misses = KnobMisses(self.plot, self.strip, *self.data, self.model, self._knobs, **errors)
        self.in_men, self.in_errors = told_in("men"), told_in("error bars")
        self.one_error = error_band(self.pulls)
        self.knobs = BellKnobs(self._knobs, at=KNOBS, apart=1.5)
        self.typical = typical_miss(self.model, *self.data, self._knobs)

    def _knobs(self) -> np.ndarray:
        """Where the bell's knobs stand: where the walk is, and the turns as far as they are let loose."""
        return self.walk.place + self.loose.value * np.array([each.value for each in self.turns])

    def _set_ghosts(self) -> None:
        """At every stop of the walk: what each knob adds, and the mix that the misses ask for."""
        self.mixes = [fitting.ghost_mix(self.model, *self.data, at, self.grid) for at in self.fit.walk.x]
        self.stop, self.spent = 0, Dial(0.0)  # and how much of the mix the bell has made its own
        turned = lambda: (1 - self.spent.value) * np.array([each.value for each in self.turns])  # noqa: E731
        shapes = lambda: turned()[:, None] * self._mix.shapes  # noqa: E731
        bars = lambda: turned()[:, None] * self._mix.ghosts  # noqa: E731
        x, grid, on = self.men.height, self.grid, self.strip
        self.ghosts = three_ghosts(shapes, grid, bars, x, on=on)
        sums = (lambda: shapes().sum(axis=0)), (lambda: bars().sum(axis=0))
        self.mixed = GhostShape(grid, sums[0], x, sums[1], on=on, ink=INK.model)
        self.jacobian = JacobianPicture(self.mixes[0], HEIGHTS)

    @property
    def _mix(self) -> fitting.GhostMix:
        return self.mixes[self.stop]

    def _set_race(self) -> None:
        rate = 0.99 * fitting.stable_rate(self.plain, self.fit.theta)
        creep = fitting.steepest_descent(self.plain, NEAR, learning_rate=rate, steps=STEPS)
        self.creep, self.jumps = Walk(creep), Walk(self.fit.history)
        how: Options = {"men": self.men, "bell": self.model}
        self.hiker = RacePanel("steepest descent", creep, box=RACE[0], walk=self.creep, **how)
        self.jumper = RacePanel("Gauss–Newton", self.fit, box=RACE[1], walk=self.jumps, **how)
        self.flight = fitting.gauss_newton(self.plain, FAR, map_edge=EDGE)
        self.fling = unsigned_walk(self.flight.walk)
        self.flyer = RacePanel("Gauss–Newton", self.flight, box=RACE[1], walk=self.fling, **how)

    def _set_chance(self) -> None:
        """The fit once more, misses in error bars; chi-squared, and what chance makes of it."""
        weighed = self.model.residuals(*self.data, self.men.count_error)
        self.weighed = fitting.gauss_newton(weighed, self.fit.theta)
        self.chi2 = fitting.chi2(self.weighed.residual, n_params=self.model.p)
        self.outcomes = fitting.chi2_outcomes(self.chi2.dof)
        self.axis = Axes(x=(0, 45), y=(0, 1), box=CHANCE, x_steps=(10,), y_steps=(), upright=False)
        how: Options = {"strip": self.pulls, "on": self.axis, "low": CHANCE.bottom + 0.1}
        self.squares = SquareBar(self.men.height, self.weighed.residual, **how)
        self.dots = QuantileDots(self.outcomes.values, on=self.axis, size=DOT, floor=PILE, mark=45.0)
        self.ours = post(self.axis, self.chi2.value)
        rails = fitting.prediction_band(self.weighed, self.grid)
        self.band = Band(self.plot, rails.x, rails.y, rails.stderr)

    def _set_flight(self) -> None:
        """From a start far away the jumps leave the map: how alike the ghosts grow, and how far it goes."""
        far = [fitting.ghost_mix(self.model, *self.data, at, self.grid) for at in self.flight.walk.x[:3]]
        self.alike = Dial(0.0)
        self.tug = TugOfGhosts(far[1], HEIGHTS)
        self.far_ghosts = ghosts_of_one_size(far, self.alike, on=self.jacobian.ground)
        self.ruler = PowersRuler(RULER, x=(1e2, 1e5), furthest=BEYOND, names=NAMES, unit="cm")
        self.hops = Hops(np.abs(self.flight.walk.x[:, 1]), on=self.ruler.axes)

    # -- the question --------------------------------------------------------------------------------

    @beat(chapter="The question")
    def recall_the_shadow(self) -> None:
        """The best line was a shadow: one perpendicular, and its two knobs were set."""
        self.shadow = shadow_recalled()
        self.enter(self.shadow, until="perpendicular", least=PACE.normal)

    @beat
    def count_the_men(self) -> None:
        """Now this. In 1902 somebody measured three thousand men, and counted them, inch by inch."""
        self.heading = IN_CORNER.write(Words(f"Fitting a bell to {PEOPLE:,} people", size=50, width=3.8))
        self.dissolve(self.shadow, self.plot, apart=True, until="this", least=PACE.quick)
        self.enter(self.heading, pace=PACE.quick)
        self.enter(self.bars, share=1)

    @beat
    def hold_a_bell(self) -> None:
        """Hold a bell over them. It has three knobs: how high it is, where its middle lies, how wide."""
        self.people = IN_CORNER.write(Words("<n> men", n=read(self.men, "people", name="men"), **LARGE))
        self.swap(self.heading, self.people, pace=PACE.quick)
        self.enter(self.bell, until="them", least=PACE.normal)
        self.enter(self.knobs, until="knobs", least=PACE.quick)
        for turn, by, word in zip(self.turns, (70, 7, 4), ("high", "middle", "wide"), strict=True):
            self.play(turn.to(by, rate_func=EVEN), until=word, least=PACE.quick)

    @beat
    def hang_the_misses(self) -> None:
        """It sits badly. At every bar it misses by so many men, here too low, there too high."""
        self.turn(0, 0, 0, until="badly", least=PACE.quick)
        self.add(self.misses.pose(reach=HEIGHTS[0]))
        self.play(self.misses.reach.to(HEIGHTS[1], rate_func=linear), until="men", least=PACE.normal)
        self.swap(self.people, self.typical, share=1)

    @beat
    def ask(self) -> None:
        """Three knobs, one misfit. Which turn, of all three at once, makes it as small as it can be?"""
        for *turns, share in ((40, -6, 3, 0.3), (90, 3, -3, 0.5), (0, 0, 0, 1)):
            self.turn(*turns, share=share, least=PACE.normal)

    def turn(self, *turns: float, **length: Any) -> None:
        """Turn all three knobs by so much from where the walk stands."""
        pairs = zip(self.turns, turns, strict=True)
        self.play(*(each.to(float(by), rate_func=EVEN) for each, by in pairs), **length)

    # -- three ghosts --------------------------------------------------------------------------------

    @beat(chapter="Three ghosts")
    def drop_the_misses(self) -> None:
        """Let the misses fall onto a line of their own. Together they make a shape. Remember it."""
        self.view(ABOVE_STRIP, leaving=self.typical, pace=PACE.normal)
        self.enter(self.strip, self.in_men, pace=PACE.quick)
        self.play(self.misses.dropped.to(1, rate_func=linear), share=1)

    @beat
    def ghost_of_the_height(self) -> None:
        """Now turn one knob alone. Higher: and what the bell gains is, again, a bell."""
        self.leave(
            self.in_men, self.misses.reach.to(HEIGHTS[0]), self.strip.look(y=(-68, 68)), pace=PACE.quick
        )
        self.remove(self.misses)
        self.add(self.gain)
        self.turn_one(0, "gains")

    @beat
    def ghost_of_the_middle(self) -> None:
        """Push it to the right: it gains on one side, and loses as much on the other."""
        self.turn_one(1, "loses")

    @beat
    def ghost_of_the_width(self) -> None:
        """Make it wider: both flanks gain, and at the very top nothing happens."""
        self.turn_one(2, "top")

    def turn_one(self, k: int, word: str) -> None:
        """Turn one knob alone and back; its ghost stays for a while, the one before has gone."""
        if k:
            self.play(self.ghosts[k - 1].opacity.to(0), self.turns[k - 1].to(0), pace=PACE.quick)
        self.add(self.ghosts[k].pose(opacity=0))
        name = Formula(("A", "mu", "sigma")[k], ink=GHOSTS[k][0], size=SIZE.title)
        name.move_to((RIGHT - 0.5, LOWER[1] - 0.35, 0))
        turning = self.turns[k].to(LITTLE[k], rate_func=EVEN), self.ghosts[k].opacity.to(1)
        self.enter(name, *turning, until=word, least=PACE.normal)
        self.play(self.turns[k].to(-LITTLE[k], rate_func=EVEN), share=0.6, least=PACE.normal)
        self.play(self.turns[k].to(LITTLE[k], rate_func=EVEN), share=1, least=PACE.quick)
        self.leave(name, pace=PACE.quick)

    @beat
    def dance(self) -> None:
        """Three knobs, three ghosts. Whatever little thing you do to this bell is a mix of them."""
        self.play(self.turns[2].to(0), *(each.opacity.to(0.9) for each in self.ghosts), pace=PACE.quick)
        for turns in HABIT:
            self.turn(*turns, share=0.5, least=PACE.normal)

    @beat
    def misses_again(self) -> None:
        """But the misses are a shape as well. Which mix of three ghosts looks most like them?"""
        self.loose.set_value(0)
        self.remove(self.gain)
        self.add(self.misses.pose(reach=HEIGHTS[0], dropped=1))
        self.play(self.strip.look(y=(-230, 230)), pace=PACE.quick)
        self.play(self.misses.reach.to(HEIGHTS[1], rate_func=linear), until="well", least=PACE.normal)
        self.add(self.mixed.pose(opacity=0))
        self.play(self.mixed.opacity.to(1), pace=PACE.quick)
        for *turns, share in ((60, 6, 4, 0.4), (-40, -5, 2, 0.6), (0, 0, 0, 1)):
            self.turn(*turns, share=share, least=PACE.quick)

    @beat
    def mix_them(self) -> None:
        """Much of the first. The second, turned over. The third, turned over too.
        Closer no mix can come: it is a shadow again."""
        for k, word in enumerate(("first", "turned over", "too")):
            self.play(self.turns[k].to(self._mix.turn[k], rate_func=EVEN), until=word, least=PACE.normal)
        self.play(*(each.opacity.to(0.35) for each in self.ghosts), share=1, least=PACE.quick)

    @beat
    def turn_the_knobs(self) -> None:
        """And now turn the real knobs by just these amounts. That is one step of Gauss and Newton."""
        self.let_loose(until="amounts", least=PACE.slow)

    def let_loose(self, **length: Any) -> None:
        """Give the bell the turns of the mix, and the misses what they change."""
        self.play(*(each.to(1, rate_func=EVEN) for each in (self.loose, self.spent)), **length)

    @beat
    def jump_again(self) -> None:
        """The bell bends as it goes, so it is not home yet. New misses, new ghosts, a new mix: jump."""
        self.arrive(1)
        self.turn(*self._mix.turn, until="mix", least=PACE.normal)
        self.let_loose(share=1, least=PACE.normal)

    @beat
    def land(self) -> None:
        """And again. And again. After seven jumps nothing moves any more: the best bell there is."""
        self.arrive(2)
        gone = [each.opacity.to(0) for each in (*self.ghosts, self.mixed)]
        self.play(self.walk.at.to(3, rate_func=EVEN), *gone, share=0.3, least=PACE.quick)
        for stop in range(4, self.walk.last + 1):
            self.play(self.walk.at.to(stop, rate_func=EVEN), share=0.3, least=PACE.quick)
        self.remove(*self.ghosts, self.mixed)
        self.landed = IN_CORNER.write(Words("<n> jumps", n=read(self.fit, "n_steps", name="jumps"), **LARGE))
        self.enter(self.landed, share=1)

    def arrive(self, stop: int) -> None:
        """Stand at a stop with the knobs where they are: nothing is seen to change."""
        self.walk.at.set_value(stop)
        self.stop = stop
        for each in (self.loose, self.spent, *self.turns):
            each.set_value(0)

    # -- the race ------------------------------------------------------------------------------------

    @beat
    def bring_the_hiker(self) -> None:
        """Beside it, our careful hiker: downhill on the same misfit, with the longest stride that is safe."""
        gone = (self.plot, self.bars, self.bell, self.strip, self.misses, self.knobs, self.landed)
        self.dissolve(gone, self.jumper, apart=True, until="hiker", least=PACE.normal)
        self.dissolve((), self.hiker, until="downhill", least=PACE.normal)

    @beat
    def seven_each(self) -> None:
        """Seven steps each. The jumper is home. The hiker has found the middle, and not much else."""
        runs = (self.creep.at.to(4, rate_func=linear), self.jumps.at.to(7, rate_func=linear))
        self.play(*runs, until="home", least=PACE.slow)
        self.play(self.creep.at.to(7, rate_func=linear), share=1)

    @beat
    def a_thousand(self) -> None:
        """Give her a thousand. Her bell creeps up, and still it misses by forty-seven men."""
        self.play(self.creep.at.to(STEPS, rate_func=hasten(4.0)), least=PACE.grand)

    # -- name it -------------------------------------------------------------------------------------

    @beat(chapter="Name it")
    def stand_them_up(self) -> None:
        """Take the ghosts, one row for every class of men, and stand them up side by side."""
        ghosts = self.jacobian.ghosts
        self.dissolve((self.hiker, self.jumper), ghosts, apart=True, pace=PACE.normal)
        self.play(*(each.barred.to(1) for each in ghosts), until="men", least=PACE.quick)
        for each, share in zip(ghosts, (0.4, 0.6, 1), strict=True):
            self.play(each.turned.to(1, rate_func=linear), share=share, least=PACE.quick)

    @beat
    def name_the_jacobian(self) -> None:
        """That is the Jacobian, a column for each knob. Times the turns, it shall be the misses, nearly."""
        told = self.jacobian
        self.enter(told.frames[0], told.letters[0], until="Jacobian", least=PACE.quick)
        self.enter(*told.knobs, *told.turns, told.letters[1], until="turns", least=PACE.quick)
        self.enter(told.misses, told.frames[1], *told.letters[2:], share=1)

    # -- how good is it ------------------------------------------------------------------------------

    @beat(chapter="How good is it?")
    def count_again(self) -> None:
        """But is it a good fit? Count three thousand other men, and every bar comes out a little off."""
        self.arrive(self.walk.last)
        self.plot.show(x=HEIGHTS, y=MEN, up=FULL)
        self.dissolve(self.jacobian.parts, (self.plot, self.bars, self.bell), apart=True, pace=PACE.normal)
        self.view(AT_THE_TOP, until="good", least=PACE.normal)
        self.play(self.again.to(RECOUNTS + 1, rate_func=linear), share=1, least=PACE.grand)

    @beat
    def error_bars(self) -> None:
        """A bar jumps by about the root of its count. Draw that as an error bar, and hold misses to it."""
        self.again.set_value(0)
        self.play(self.bars.errors.to(1), until="root", least=PACE.normal)
        self.view(ON_THE_TOP, until="error bar", least=PACE.normal)
        self.enter(self.misses.pose(dropped=0), share=1)

    @beat(excuse=AT_EDGES)
    def weigh_the_misses(self) -> None:
        """Weigh each miss by its error bar, and fit anew. Two classes are empty; they borrow one man's."""
        self.strip.show(y=(-32, 32))
        falling = self.misses.dropped.to(1, rate_func=linear)
        self.view(ABOVE_STRIP, falling, entering=(self.strip, self.in_men))
        coming = (self.pulls, self.one_error, self.in_errors, self.misses.weighed.to(1))
        self.swap((self.strip, self.in_men), coming, until="error bar", least=PACE.normal)
        self.walk = Walk(self.weighed.history)
        self.play(self.walk.at.to(self.walk.last, rate_func=EVEN), share=1, least=PACE.normal)

    @beat
    def square_them(self) -> None:
        """Now square every one, and lay the squares end to end. Chi squared: a little over eleven."""
        gone = (self.plot, self.bars, self.bell, self.one_error, self.in_errors)
        self.dissolve(gone, (), pace=PACE.quick)
        self.add(self.squares)
        self.play(self.pulls.look(up=(0.6, 2.95)), self.squares.squared.to(1), until="one", least=PACE.normal)
        self.enter(self.axis, pace=PACE.quick)
        self.play(self.squares.summed.to(self.men.n, rate_func=linear), until="eleven", least=PACE.slow)
        chi = read(self.chi2, "value", decimals=2, name="chi-squared, weighted")
        self.chi_told = letter_is("chi^2", chi).move_to((LEFT + 1.7, 3.2, 0))
        self.dissolve((self.pulls, self.misses), self.chi_told, apart=True, share=1)

    @beat
    def ask_chance(self) -> None:
        """Twenty-two classes less three knobs leave nineteen to chance. Hear it speak, a hundred times."""
        self.enter(self.dots, share=1, least=PACE.grand)

    @beat
    def count_the_larger(self) -> None:
        """Ninety-one of them are larger than ours. Nobody could ask more of a bell."""
        self.enter(self.ours, self.dots.mark.to(self.chi2.value), until="larger", least=PACE.normal)
        p = read(self.chi2, "p", decimals=2, name="p, weighted")
        self.p_told = letter_is("p", p).move_to((4.3, 3.2, 0))
        self.enter(self.p_told, share=1)

    @beat
    def read_the_knobs(self) -> None:
        """The knobs have error bars too. Three thousand men pin down their middle to about a millimetre."""
        self.plot.show(x=HEIGHTS, y=MEN, up=FULL)
        self.arrive(self.walk.last)
        self.loose.set_value(1)
        gone = (self.axis, self.squares, self.dots, self.ours, self.chi_told, self.p_told)
        self.dissolve(gone, (self.plot, self.bars, self.bell), apart=True, pace=PACE.normal)
        mu, places = self.weighed.parameter("mu"), Options(decimals=2)
        middle = read(mu, "value", unit="", name="mu, weighted", **places)
        error = read(mu, "stderr", name="error of mu, weighted", **places)
        self.middle = IN_CORNER.write(Words("$mu$ = <m> ± <e>", m=middle, e=error, **LARGE))
        self.view(ON_THE_TOP, until="pin", least=PACE.normal)
        self.enter(self.band, self.middle, until="middle", least=PACE.quick)
        for by in self.weighed.stderr[1] * np.array([1, -1, 0]):
            self.turn(0, by, 0, share=0.5, least=PACE.quick)

    # -- reckless ------------------------------------------------------------------------------------

    @beat(chapter="Reckless", excuse=AT_EDGES)
    def start_far_away(self) -> None:
        """So always jump? Begin far off, too low, too far right. With weighed misses, twelve jumps still lead
        home. With plain ones, look."""
        self.view(WHOLE, self.bars.errors.to(0), leaving=(self.band, self.middle), pace=PACE.normal)
        self.turn(*(np.array(FAR) - self.walk.place), until="right", least=PACE.normal)
        self.misses.pose(dropped=0, weighed=0, reach=HEIGHTS[1])
        self.enter(self.misses, self.typical, self.knobs, share=1)

    @beat
    def jump_once(self) -> None:
        """The first jump makes it lower still, and absurdly wide. And the next one?"""
        self.walk = self.fling
        self.arrive(0)
        self.play(self.fling.at.to(1, rate_func=EVEN), until="wide", least=PACE.normal)
        self.leave(self.misses, self.typical, self.knobs)

    @beat
    def both_rise(self) -> None:
        """So wide is the bell that two ghosts are much alike: middle and width. Both rise to the right."""
        gone = (self.plot, self.bars, self.bell)
        self.dissolve(gone, self.tug.axes, apart=True, until="bell", least=PACE.normal)
        self.enter(*self.tug.pair, until="alike", least=PACE.quick)
        self.play(self.tug.laid.to(1, rate_func=EVEN), share=1, least=PACE.normal)

    @beat
    def pull_them_apart(self) -> None:
        """But the misses are a hump. Only a difference has one: so one ghost goes far up, and the other
        far down."""
        self.enter(self.tug.misses, self.tug.laid.to(0, rate_func=EVEN), until="misses", least=PACE.normal)
        self.play(self.tug.turned.to(1, rate_func=EVEN), until="so one", least=PACE.slow)
        self.enter(self.tug.mixed, *self.tug.turns, until="up", least=PACE.normal)

    @beat
    def jump_again_from_there(self) -> None:
        """Twelve metres to the right, says the mix. So the second jump: a middle at thirteen metres, and
        upside down."""
        self.wait(until="right")
        self.dissolve(self.tug.parts, (self.plot, self.bars, self.bell), apart=True, pace=PACE.normal)
        self.plot.cross_at = 0.0  # where it is, and stays while we look below
        self.view(THIRTEEN_METRES, self.fling.at.to(2, rate_func=EVEN), until="middle", least=PACE.slow)
        told: Options = {"index": (2, 1), "decimals": 0, "unit": "cm", "name": "mu, plain, second jump"}
        self.thrown = letter_is("mu", read(self.flight, "history.x", **told)).move_to((1.9, 2.4, 0))
        self.enter(self.thrown, until="thirteen", least=PACE.quick)

    @beat
    def ghosts_alike(self) -> None:
        """The farther out it is, the more its three ghosts grow alike, until no mix can tell them apart."""
        gone = (self.plot, self.bars, self.bell, self.thrown)
        self.dissolve(gone, (self.jacobian.ground, *self.far_ghosts), apart=True, pace=PACE.normal)
        self.play(self.alike.to(1, rate_func=EVEN), until="grow", least=PACE.normal)
        self.play(self.alike.to(2, rate_func=EVEN), until="mix", least=PACE.normal)

    @beat(excuse=AT_EDGES)
    def leave_the_map(self) -> None:
        """So the turns are gigantic. Past the Earth, past the Sun, past all that we can see:
        beyond ten to the eighty-three."""
        self.far_away = letter_is("mu", self._thrown_to).move_to((-3.4, 3.2, 0))
        self.hops.pose(hopped=2)
        gone, hop, look = (self.jacobian.ground, *self.far_ghosts), self.hops.hopped, self.ruler.axes.look
        self.dissolve(gone, (self.ruler, self.hops, self.far_away), apart=True, pace=PACE.normal)
        self.play(hop.to(3), look(x=(1e2, 1e15)), until="Earth", least=PACE.normal)
        self.play(hop.to(6), look(x=(1e2, 1e32)), until="Sun", least=PACE.normal)
        out = look(x=(1e2, BEYOND), rate_func=linear)
        self.play(hop.to(self.flight.n_steps, rate_func=linear), out, share=1, least=PACE.slow)

    def _thrown_to(self) -> Reading:
        told = Options(index=(int(self.hops.hopped.value), 1), digits=1, scientific=True, unit="cm")
        return read(self.flight, "history.x", **told, name="mu, plain")

    # -- what to take along --------------------------------------------------------------------------

    @beat
    def both_in_one(self) -> None:
        """Near the answer, a jump by linear algebra beats a thousand careful steps. Far away,
        it is reckless."""
        for walk in (self.fling, self.creep, self.jumps):
            walk.at.set_value(0)
        self.dissolve(
            (self.ruler, self.hops, self.far_away), (self.hiker, self.jumper), apart=True, pace=PACE.normal
        )
        self.play(self.jumps.at.to(7, rate_func=linear), until="algebra", least=PACE.normal)
        self.play(self.creep.at.to(STEPS, rate_func=hasten(4.0)), until="steps", least=PACE.normal)
        self.dissolve(self.jumper, self.flyer, apart=True, pace=PACE.normal)
        self.play(self.fling.at.to(2, rate_func=EVEN), share=1, least=PACE.normal)

    @beat
    def hand_over(self) -> None:
        """What we want is one pair of boots with a grip that turns: careful when lost, bold when near."""
        self.grip = Dial(-0.8)
        gone, boots = (self.hiker, self.flyer), boots_with_a_grip(self.grip)
        self.dissolve(gone, boots, apart=True, until="boots", least=PACE.normal)
        self.play(self.grip.to(0.8, rate_func=EVEN), until="careful", least=PACE.normal)
        self.play(self.grip.to(-0.8, rate_func=EVEN), share=1, least=PACE.normal)
