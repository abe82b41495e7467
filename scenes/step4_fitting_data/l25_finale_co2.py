"""Lecture 25, the climax: a planet's breath fitted layer by layer, and the honest test of a forecast."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from manim import LEFT, RIGHT, Animation, FadeIn, FadeOut, Group, Mobject, linear, rush_into

from calc_core import fitting, load_co2_recent
from visuals import INK, PACE, SIZE, STROKE, Formula, Lecture, Number, Words, beat, read, series
from visuals.data.data_plot import Band, DataDots, Line, Spot
from visuals.data.descent_race import DescentRace, Runner
from visuals.data.flight import Flight
from visuals.data.holdout_test import HoldoutTest
from visuals.data.ladder import STEP, Rung
from visuals.data.residual_strip import Misses, residual_strip
from visuals.data.rope import Rope
from visuals.data.season_clock import Hand, SeasonClock, SeasonCurve
from visuals.drawing.axes import Axes
from visuals.drawing.dial import Dial
from visuals.kit.rucksack import Rucksack
from visuals.kit.tools import summit_photo
from visuals.letters.formula import underline

# windows onto the data: years across, ppm up
FIRST_YEARS, FIRST_PPM = (1958.0, 1962.3), (308.0, 321.0)
YEARS, PPM = (1956.5, 2021.5), (303.0, 425.0)
FUTURE, FUTURE_PPM = (1956.5, 2051.5), (298.0, 540.0)
SIX_YEARS, SIX_PPM = (1989.7, 1996.3), (348.0, 368.0)
GLIDE, GLIDE_PPM, LAST_MIDDLE = (1957.9, 1964.5), 24.0, 2017.6
RECENT, RECENT_PPM = (2012.7, 2021.3), (385.0, 423.0)
FAR_MIDDLE, FAR_YEARS, FAR_PPM, FAR = 2046.7, (2042.4, 2051.0), (476.0, 522.0), 2050.5
TIED, TIED_PPM = (1964.4, 1983.0), (313.0, 351.0)
TESTED, TESTED_PPM = (1971.5, 2021.5), (318.0, 513.0)
AHEAD, AHEAD_PPM = (2003.7, 2051.5), (365.0, 523.0)
# places on the stage
WIDE, FULL, UPPER, LOWER = (-5.75, 6.3), (-2.1, 3.1), (0.05, 3.1), (-2.85, -0.95)
CORNER = (WIDE[0] + 0.5, 2.6)  # where a readout stands free of the climbing curve

LAYERS = ("line", "bend", "one wave", "two waves", "growth")
START = (280.0, 70.0, 50.0, 0.0, 0.0, 0.0, 0.0, 0.0)  # c0, A, T, g, and no breath at all
STEPS, DENSE = 10_000, 100  # of the walk downhill; the first are kept one by one, then every 100th
# four cuts a year: on the straight way between two a forecast is off by 0.4 ppm rms from what a monthly
# sweep says, and by 3 ppm at the worst moment, which is a line's width
CUTS = np.linspace(1980.0, 2010.0, 121)
MODELS = {
    "exponential": fitting.co2(),
    "parabola": fitting.co2(trend="poly", degree=2),
    "cubic": fitting.co2(trend="poly", degree=3),
}
KNOB_TURNS = (  # the knobs c0, A, T, g, a1, b1, a2, b2: each one's factor, then where it stands alone
    (1, 0, 1, 1, 0, 0, 0, 0),  # 0: the level
    (1, 1, 1, 1, 0, 0, 0, 0),  # 1: and the climb
    (1, 1, 1, 1, 1, 1, 1, 1),  # 2: and the season
    (1, 1, 1, 1, 4, 4, 4, 4),  # 3: a season four times as deep
    (1, 0.5, 1, 1, 1, 1, 1, 1),  # 4: half the climb
    (1, 1, 1, 1, 1, 1, 1, 1),
    (1, 1, 0.7, 1, 1, 1, 1, 1),  # 6: T shorter
    (1, 1, 1.5, 1, 1, 1, 1, 1),  # 7: T longer
    (1, 1, 1, 1, 1, 1, 1, 1),
    (1, 1, 1, 10, 1, 1, 1, 1),  # 9: a season that grows ten times as fast
    (1, 1, 1, 1, 1, 1, 1, 1),
)


class FinaleCo2(Lecture):
    title = "The breath of a planet"
    goal = "Fit real data with everything learned so far, and put the fit to an honest test"
    poster = "inside_and_outside"

    # -- data and stage ----------------------------------------------------------------------------------

    def set_stage(self) -> None:
        self.record = load_co2_recent()
        self.year, self.co2 = self.record.year, self.record.co2
        self.grid = np.linspace(1958.0, self.record.last_year, 1500)
        self.layers = fitting.co2_layers(self.year, self.co2)
        self.fit = self.layers.fits[-1]
        self.memory = fitting.autocorrelation_factor(self.fit.residual)
        self.stage = Dial()  # 0 the mean, 1 the line, ... 5 the whole model
        self._set_plot()
        self._set_strip()
        self._set_clock()
        self._set_formula()
        self._set_race()
        self._set_uncertainty()
        self._set_honest_test()

    def _set_plot(self) -> None:
        steps = {"x_steps": (20, 10, 5, 1), "y_steps": (100, 50, 20, 10, 5, 2)}
        extent = {"x_extent": FUTURE, "y_extent": (250, 520)}
        box = (WIDE[0], FULL[0], WIDE[1], FULL[1])
        self.plot = self.keep(Axes(x=FIRST_YEARS, y=FIRST_PPM, box=box, upright=False, **steps, **extent))
        self.unit = self.keep(_quiet("CO#sub(size: 0.72em)[2] in the air, ppm", (WIDE[0] - 0.95, 3.52)))
        self.unit.names_axis = True
        self.heading = self.keep(Words(self.title, size=SIZE.title))
        self.heading.move_to([CORNER[0], -1.3, 0], aligned_edge=LEFT)
        self.measured = series("CO2 at Mauna Loa", self.record, year="columns.year", co2="columns.co2")
        self.dots = self.keep(DataDots(self.plot, self.measured))
        self.count = self.keep(Words("<n> months", n=read(self.record, "n", name="months measured")))
        self.count.move_to([*CORNER, 0], aligned_edge=LEFT)
        mean = fitting.fit(fitting.co2(0, "poly", False, degree=0), self.year, self.co2)
        self.fits = (mean, *self.layers.fits)
        self.curves = [fitting.prediction_band(each, self.grid) for each in self.fits]
        names = zip(LAYERS, self.curves[1:], strict=True)
        plotted = [series(f"model: {name}", curve, year="x", co2="y") for name, curve in names]
        stack = np.stack([curve.y for curve in self.curves])
        self.model = self.keep(Line(self.plot, self.grid, stack, stage=self.stage, series=plotted))
        self.road = self.grid, self.curves[2].y  # the parabola: what a camera can ride without wobbling

    def _set_strip(self) -> None:
        self.strip = self.keep(residual_strip(self.plot, up=LOWER, y=(-13.0, 13.0), steps=(10, 5, 2, 1)))
        self.strip_name = self.keep(
            _quiet("left over: data − model, ppm", (WIDE[0] + 0.2, -0.68), INK.residual)
        )
        predicted = np.stack([self.co2 - each.residual for each in self.fits])
        self.strip_name.names_axis = True
        self.misses = self.keep(
            Misses(self.plot, self.strip, self.year, self.co2, predicted, stage=self.stage)
        )
        # what the bend adds to the line: drawn over the strip, it goes flat as the bend comes in
        gain = np.stack([self.curves[2].y - self.curves[1].y, 0 * self.grid])
        self.bend = self.keep(Line(self.strip, self.grid, gain, stage=self.stage, stages=(1, 2)))
        self.ladder = []
        for k, name in enumerate(LAYERS):
            left_over = read(self.layers, "rms", index=k, decimals=2, name=f"rms left by: {name}")
            at = (WIDE[0] + 0.4, 2.84 - STEP * k)
            self.ladder.append(self.keep(Rung(name, left_over, at=at, per_unit=0.5)))

    def _set_clock(self) -> None:
        self.clock = self.keep(SeasonClock([-2.9, 0.32], radius=1.66, per_ppm=0.2, rim=2.72))
        left_over = self.layers.fits[1].residual
        at_home = np.stack([self.year, left_over], axis=1)
        at_away = np.stack([self.year % 1, left_over], axis=1)
        self.flock = self.keep(Flight(self.strip, self.clock, at_home=at_home, at_away=at_away, radius=0.028))
        one, two = (fitting.season(self.layers.fits[k], n=366) for k in (2, 3))
        self.two = two
        self.seasons = [fitting.season(self.fit, float(year), n=366) for year in range(1958, 2021)]
        stack = np.stack([each.swing for each in (one, two, *self.seasons)])
        shown = [series("season, two waves", two, phase="phase", swing="swing")]
        self.round = self.keep(SeasonCurve(self.clock, one.phase, stack, series=shown))
        self.hand = self.keep(Hand(self.round))
        wave = "{{{{a_{k} : parameter}}}} cos {n} pi t + {{{{b_{k} : parameter}}}} sin {n} pi t"
        texts = (wave.format(k=1, n=2), '"" + ' + wave.format(k=2, n=4))
        self.waves = [self.keep(Formula(text, size=36)) for text in texts]
        self.waves[0].move_to([1.3, 1.0, 0], aligned_edge=LEFT)
        self.waves[1].move_to([1.3, 0.1, 0], aligned_edge=LEFT)

    def _set_formula(self) -> None:
        pieces = (
            "{{y : data}} = {{c_0 : parameter}}",
            '"" + {{A : parameter}} e^(u slash {{T : parameter_2}})',
            '"" + (1 + {{g : parameter_2}} u) sum_(k=1)^2 ({{a_k : parameter}} cos 2 pi k t'
            " + {{b_k : parameter}} sin 2 pi k t)",
        )
        self.formula = [self.keep(Formula(piece, size=38)) for piece in pieces]
        Group(*self.formula).arrange(RIGHT, buff=0.1).move_to([0, 3.0, 0])
        for piece in self.formula[1:]:
            piece.stand_on(self.formula[0])
        self.symbols = self.keep(_quiet("$t$ in years, $u = t - 1990$", (WIDE[1], -1.75), align=RIGHT))
        self.bent = [underline(piece.part("parameter_2"), ink=INK.parameter) for piece in self.formula[1:]]
        said = ("straight knobs: one projection", "bent knobs: step by step")
        self.ways = [self.keep(Words(each, size=SIZE.small, ink=INK.parameter)) for each in said]
        for k, words in enumerate(self.ways):
            words.move_to([CORNER[0], 1.75 - 0.5 * k, 0], aligned_edge=LEFT)
        turned = MODELS["exponential"](np.array(KNOB_TURNS) * self.fit.theta, self.grid)
        self.knobs = self.keep(Line(self.plot, self.grid, turned))

    def _set_race(self) -> None:
        """The same start for both: steepest descent, and Levenberg-Marquardt."""
        model = MODELS["exponential"]
        valley = model.residuals(self.year, self.co2)
        arrived = fitting.levenberg_marquardt(valley, START)
        rate = 0.9 * fitting.stable_rate(valley, arrived.theta)
        first = fitting.steepest_descent(valley, START, learning_rate=rate, steps=DENSE)
        walk = fitting.steepest_descent(valley, START, learning_rate=rate, steps=STEPS, keep_every=DENSE)
        self.race = self.keep(DescentRace(top=4.0, years=YEARS, leftover=9.0))
        data = {"data": self.measured, "predict": lambda theta: model(theta, self.year)}
        self.walker = Runner(
            "steepest descent",
            (first, walk),
            read(walk, "last_rms", decimals=2, name="rms left by steepest descent"),
            on=self.race.axes,
            side=self.race.sides[0],
            ink=INK.path,
            shown=[series(f"downhill, every {each.stride} steps", each, rms="rms") for each in (first, walk)],
            **data,
        )
        self.jumper = Runner(
            "Levenberg–Marquardt",
            (arrived.history,),
            read(arrived, "rms", decimals=2, name="rms left by Levenberg-Marquardt"),
            on=self.race.axes,
            side=self.race.sides[1],
            ink=INK.model,
            shown=[series("Levenberg-Marquardt", arrived, rms="history.rms")],
            **data,
        )

    def _set_uncertainty(self) -> None:
        residual, edge = self.fit.residual, np.array([-2.4, 2.4])
        span = {"x": tuple(edge), "y": tuple(edge), "box": (-3.6, -0.62, 0.5, 3.48), "upright": False}
        self.square = self.keep(Axes(**span, x_steps=(), y_steps=(1,), cross_at=0.0))
        self.square_names = Group(_quiet("this month", (0.65, 1.43)), _quiet("next month", (-3.4, 3.4)))
        at_home = np.stack([self.year[:-1], residual[:-1]], axis=1)
        at_away = np.stack([residual[:-1], residual[1:]], axis=1)
        self.pairs = self.keep(
            Flight(self.strip, self.square, at_home=at_home, at_away=at_away, ink=INK.residual, radius=0.03)
        )
        self.lean = self.keep(Line(self.square, edge, edge * self.memory.lag1))
        lag = Number(
            read(self.memory, "lag1", decimals=2, name="correlation of neighbours"), size=SIZE.title
        ).shift([3.2, 1.75, 0])
        self.lag_words = (_quiet("correlation", (3.2, 2.75)), lag)
        beyond = np.linspace(2008.0, 2052.0, 2200)
        widths = {"as the fit claims": 1.0, "honest": self.memory.factor}
        bold, honest = (fitting.prediction_band(self.fit, beyond, widen=each) for each in widths.values())
        named = zip(widths, (bold, honest), strict=True)
        shown = [
            series(f"forecast, {name}", each, year="x", co2="y", stderr="stderr") for name, each in named
        ]
        spread = np.stack([bold.stderr, honest.stderr])
        self.band = self.keep(Band(self.plot, beyond, bold.y, spread, series=shown))
        self.forecast = self.keep(Line(self.plot, beyond, bold.y))
        climb_alone = self.fit.theta * KNOB_TURNS[1]
        self.road_ahead = beyond, MODELS["exponential"](climb_alone, beyond)
        time = self.fit.parameter("T")
        value = read(time, "value", decimals=1, unit="", name="T")
        error = read(time, "stderr", decimals=1, name="standard error of T, as the fit claims")
        at_far = [fitting.prediction_band(self.fit, np.array([FAR]), widen=each) for each in widths.values()]
        claimed, wide = (
            read(each, "stderr", index=0, decimals=1, name=f"standard error in 2050, {name}")
            for each, name in zip(at_far, widths, strict=True)
        )
        self.errors = (
            Words("$T$ = <t> ± <e>", t=value, e=error),
            Words("2050: ± <e>", e=claimed),
            Words("honest: ± <e>", e=wide, ink=INK.model),
        )
        for k, words in enumerate(self.errors):
            words.move_to([CORNER[0], CORNER[1] - 0.6 * k, 0], aligned_edge=LEFT)

    def _set_honest_test(self) -> None:
        self.sweep = fitting.holdout_sweep(MODELS, self.year, self.co2, CUTS)
        self.strip_2020 = self.keep(residual_strip(self.plot, up=(-2.88, -1.4), y=(-95.0, 40.0), steps=(50,)))
        self.test = HoldoutTest(self.plot, self.strip_2020, self.sweep, self.grid, left=-5.7)
        self.cut = self.test.curtain.cut
        self.target = self.keep(
            _quiet("data − forecast,\\ April 2020, ppm", (WIDE[1], -2.4), INK.residual, align=RIGHT)
        )
        self.target.names_axis = True
        self.spot = self.keep(Spot(self.dots))
        said = (("worst fit", "worst_inside", 2), ("worst forecast", "lowest_miss", 1))
        self.verdict = [
            Words(f"{label}: <n>", n=read(self.sweep, field, decimals=decimals))
            for label, field, decimals in said
        ]
        for k, words in enumerate(self.verdict):
            words.move_to([-2.2, 1.7 - 0.6 * k, 0], aligned_edge=LEFT)
        future = np.linspace(2020.3, 2051.0, 740)
        self.futures = Group()
        for kind, (name, model) in enumerate(MODELS.items()):
            ahead = fitting.prediction_band(fitting.fit(model, self.year, self.co2), future)
            shown = [series(f"future: {name}", ahead, year="x", co2="y")]
            self.futures.add(Rope(self.plot, future, ahead.y, kind=kind, width=STROKE.thin, series=shown))

    # -- beats -------------------------------------------------------------------------------------------

    @beat(chapter="The question")
    def breathe(self) -> None:
        """Up and down, once a year. This is carbon dioxide in the air over a volcano in Hawaii: the breath
        of a planet.
        """
        self.dots.upto.set_value(FIRST_YEARS[0])
        self.enter(self.plot, self.unit, self.heading, run_time=PACE.quick)
        self.add(self.dots)
        self.play(_turn(self.dots.upto, FIRST_YEARS[1], rate_func=linear), run_time=self.rest())

    @beat
    def pull_back(self) -> None:
        """Step back and let the years run. The breath rides on something far larger."""
        self.leave(self.heading)
        self.play(
            *self.plot.look(x=YEARS, y=PPM),
            _turn(self.dots.upto, 1995.0, rate_func=rush_into),
            run_time=self.rest(least=PACE.grand),
        )

    @beat
    def ask(self) -> None:
        """Sixty-two years, month by month. Can a curve with a few knobs say what is happening, and what
        comes next?
        """
        self.play(_turn(self.dots.upto, 2026.0, rate_func=linear), run_time=self.rest(0.4))
        self.enter(self.count, run_time=PACE.quick)
        self.play(*self.plot.look(x=FUTURE, y=FUTURE_PPM), run_time=self.rest())

    @beat(chapter="Layer by layer")
    def lay_a_line(self) -> None:
        """Begin as simply as we can: a straight line, tilted until the squares of all its misses are as
        small as possible.
        """
        self.play(*self.plot.look(x=YEARS, y=PPM), FadeOut(self.count), run_time=PACE.normal)
        self.model.reach.set_value(1958.0)
        self.add(self.model)
        self.play(_turn(self.model.reach, self.grid[-1]), run_time=PACE.normal)
        self.enter(self.misses)
        self.bring_to_front(self.dots, self.model)
        self.play(_turn(self.stage, 1.0), run_time=self.rest(least=PACE.slow))

    @beat
    def drop_the_misses(self) -> None:
        """Let every miss fall onto a strip of its own: a seismograph of all that the line has not
        explained.
        """
        self.play(*self.plot.look(up=UPPER), run_time=PACE.normal)
        self.enter(self.strip, self.strip_name, run_time=PACE.quick)
        self.play(_turn(self.misses.dropped, 1.0, rate_func=linear), run_time=self.rest(0.8))
        self.enter(self.ladder[0])

    @beat
    def see_the_bend(self) -> None:
        """That is no noise. High at both ends, low in the middle: the climb itself grows steeper."""
        self.bend.reach.set_value(self.grid[0])
        self.add(self.bend)
        self.play(_turn(self.bend.reach, self.grid[-1]), run_time=self.rest())

    @beat
    def bend_the_line(self) -> None:
        """So give the line one more knob, a bend. The seismograph calms down, and something finer shows
        through.
        """
        self.play(_turn(self.stage, 2.0), run_time=PACE.slow)
        self.play(FadeOut(self.bend), self.ladder[1].entrance(), run_time=PACE.normal)
        self.play(*self.strip.look(y=(-5.5, 5.5)), run_time=self.rest())

    @beat
    def look_closer(self) -> None:
        """Look closer, at just six of these years. Up, down, up, down: there is our breath again."""
        self.leave(*self.ladder[:2])
        self.play(*self.plot.look(x=SIX_YEARS, y=SIX_PPM), run_time=self.rest())

    @beat
    def fold_the_years(self) -> None:
        """Now wrap all sixty-two years round one clock, January at the top, and they all tell one story."""
        self.play(*self.plot.look(x=YEARS, y=PPM), run_time=PACE.normal)
        self.enter(self.flock, FadeOut(self.misses), run_time=PACE.quick)
        leaving = (self.plot, self.unit, self.dots, self.model, self.strip, self.strip_name)
        self.play(*(FadeOut(each) for each in leaving), FadeIn(self.clock), run_time=PACE.quick)
        self.play(_turn(self.flock.flown, 1.0, rate_func=linear), run_time=self.rest(least=PACE.slow))

    @beat
    def one_wave(self) -> None:
        """One smooth wave a year nearly follows them. But the real year climbs slowly, and falls fast."""
        self.round.grown.set_value(0.0)
        self.add(self.round)
        self.play(_turn(self.round.grown, 1.0), run_time=self.rest(0.85))
        self.enter(self.waves[0])

    @beat
    def two_waves(self) -> None:
        """A second wave, twice as quick, bends the first into shape."""
        self.play(_turn(self.round.stage, 1.0), run_time=self.rest(0.7, least=PACE.slow))
        self.enter(self.waves[1])

    @beat
    def read_the_clock(self) -> None:
        """The air is fullest in May, before northern forests unfold their leaves, and emptiest as October
        begins.
        """
        high, low, swing = self._clock_words()
        self.enter(self.hand, *(FadeOut(each) for each in self.waves), run_time=PACE.quick)
        self.play(_turn(self.hand.phase, self.two.high_phase), run_time=self.rest(0.4))
        self.enter(high, run_time=PACE.quick)
        self.play(_turn(self.hand.phase, self.two.low_phase), run_time=self.rest(0.7))
        self.enter(low, swing, run_time=PACE.quick)
        self.words_at_clock = (high, low, swing)

    @beat
    def breath_grows(self) -> None:
        """Run this clock from 1958 to 2020, and the breath itself grows deeper: a third of a percent every
        year.
        """
        self.leave(*self.words_at_clock, self.hand)
        year, swing, growth = self._growth_words()
        self.play(_turn(self.round.stage, 2.0), FadeIn(year), FadeIn(swing), run_time=PACE.normal)
        last = float(len(self.seasons) + 1)
        self.play(_turn(self.round.stage, last, rate_func=linear), run_time=self.rest(0.85))
        self.enter(growth)
        self.words_at_clock = (year, swing, growth)

    @beat
    def unfold(self) -> None:
        """Unwrap the years again. Take away the one wave, and then the second."""
        self.leave(*self.words_at_clock, self.clock, self.round)
        coming = (self.plot, self.unit, self.strip, self.strip_name, self.dots, self.model)
        self.play(*(FadeIn(each) for each in coming), run_time=PACE.quick)
        self.play(_turn(self.flock.flown, 0.0, rate_func=linear), run_time=PACE.slow)
        self.enter(self.misses, FadeOut(self.flock), *(FadeIn(rung) for rung in self.ladder[:2]))
        for k in (2, 3):
            self.play(_turn(self.stage, k + 1.0), run_time=PACE.normal)
            self.enter(self.ladder[k], run_time=PACE.quick)

    @beat
    def last_layer(self) -> None:
        """Last, let climb and breath both grow by themselves. Less than one part in a million is left."""
        self.play(*self.strip.look(y=(-2.6, 2.6)), run_time=PACE.normal)
        self.play(_turn(self.stage, 5.0), run_time=self.rest(0.7, least=PACE.slow))
        self.enter(self.ladder[4])

    @beat
    def glide_along(self) -> None:
        """Fly along the whole record, close to the ground: month after month, the curve threads the
        measurements.
        """
        self.leave(*self.ladder)
        ground = float(np.interp(sum(GLIDE) / 2, *self.road))
        low = (ground - GLIDE_PPM / 2, ground + GLIDE_PPM / 2)
        self.play(*self.plot.look(x=GLIDE, y=low), run_time=PACE.slow)
        self.play(*self.plot.ride(*self.road, to=LAST_MIDDLE), run_time=self.rest(least=2 * PACE.grand))

    @beat(
        chapter="Name it",
        excuse={"comes-or-goes": "The outermost number of an axis comes when its window gets there."},
    )
    def write_it_down(self) -> None:
        """Written down, it is three pieces: a level, a climb that feeds on itself, and a season that
        grows.
        """
        self.leave(self.strip, self.strip_name, self.misses, self.dots, self.model, self.unit)
        self.knobs.stage.set_value(0.0)
        wide = (*self.plot.look(x=YEARS, y=(250.0, 460.0)), *self.plot.look(up=(-2.1, 2.35)))
        self.play(*wide, run_time=PACE.normal)
        self.enter(self.knobs, self.formula[0], run_time=PACE.quick)
        self.play(_turn(self.knobs.stage, 1.0), run_time=self.rest(0.35))
        self.enter(self.formula[1], run_time=PACE.quick)
        self.play(_turn(self.knobs.stage, 2.0), run_time=self.rest(0.6))
        self.enter(self.formula[2], self.symbols)

    @beat
    def six_straight_knobs(self) -> None:
        """Six of its eight knobs only stretch a fixed shape. One projection sets all six, as it set the
        straight line.
        """
        self._turn_knobs(3, 2, 4, 5, share=0.2)
        self.enter(self.ways[0], run_time=self.rest())

    @beat
    def two_bent_knobs(self) -> None:
        """Two knobs bend the shape itself: T, the time of the climb, and g, the season's growth. Those we
        must walk to.
        """
        self.enter(self.bent[0], run_time=PACE.quick)
        self._turn_knobs(6, 7, 8, share=0.2)
        self.enter(self.bent[1], run_time=PACE.quick)
        self._turn_knobs(9, 10, share=0.13)
        self.enter(self.ways[1], run_time=PACE.quick)

    @beat
    def walk_downhill(self) -> None:
        """Put our careful walker on that landscape. Ten thousand steps downhill, and it still creeps
        along a ravine.
        """
        race, knobs = self.race, (self.plot, self.knobs, *self.formula, *self.bent, *self.ways, self.symbols)
        first = race.axes, race.units, race.sides[0], self.walker.name_word, self.walker.misses
        self._swap(knobs, first)
        self.add(self.walker.trace)
        run = _turn(self.walker.ran, self.walker.finish, rate_func=linear)
        self.play(run, run_time=self.rest(least=PACE.grand))
        self.enter(self.walker.ended, run_time=PACE.quick)

    @beat
    def jump_there(self) -> None:
        """Levenberg and Marquardt start from the same spot. A handful of steps, and they stand on the
        floor.
        """
        self.enter(self.race.sides[1], self.jumper.name_word, self.jumper.misses, run_time=PACE.quick)
        self.add(self.jumper.trace)
        run = _turn(self.jumper.ran, self.jumper.finish, rate_func=linear)
        self.play(run, run_time=self.rest(0.85, least=PACE.slow))
        self.enter(self.jumper.ended, run_time=PACE.quick)

    @beat(excuse={"comes-or-goes": "The outermost number of an axis comes when its window gets there."})
    def look_ahead(self) -> None:
        """Now look ahead. The fit runs on past the last dot, and a thin band says how sure it is of
        itself.
        """
        runners = (self.walker, self.jumper)
        parts = [p for each in runners for p in (each.trace, each.misses, each.name_word, each.ended)]
        self.plot.show(x=RECENT, y=RECENT_PPM, up=FULL)
        coming = (self.plot, self.unit, self.band, self.dots, self.forecast, self.errors[0])
        self._swap((self.race.axes, self.race.units, *self.race.sides, *parts), coming)
        ride = self.plot.ride(*self.road_ahead, to=FAR_MIDDLE)
        self.play(*ride, run_time=self.rest(0.85, least=PACE.grand))
        self.enter(self.errors[1])

    @beat
    def misses_remember(self) -> None:
        """But that counts every month as fresh news. Set each miss against the next: they lean along one
        line.
        """
        whole = (*self.plot.look(x=YEARS, y=PPM), *self.plot.look(up=UPPER))
        self.play(*whole, *(FadeOut(each) for each in self.errors[:2]), run_time=PACE.normal)
        leaving = (self.plot, self.unit, self.band, self.dots, self.forecast)
        self._swap(leaving, (self.strip, self.strip_name, self.misses, self.square, self.square_names))
        self.enter(self.pairs, run_time=PACE.quick)
        fly = _turn(self.pairs.flown, 1.0, rate_func=linear)
        self.play(fly, run_time=self.rest(0.75, least=PACE.slow))
        self.enter(self.lean, *self.lag_words)

    @beat(excuse={"comes-or-goes": "The outermost number of an axis comes when its window gets there."})
    def widen_the_band(self) -> None:
        """Neighbours repeat each other, so honest errors are four times as wide."""
        scatter = (self.square, self.square_names, self.pairs, self.lean, *self.lag_words)
        coming = (self.plot, self.unit, self.band, self.dots, self.forecast)
        self._swap((self.strip, self.strip_name, self.misses, *scatter), coming)
        far = (*self.plot.look(x=FAR_YEARS, y=FAR_PPM), *self.plot.look(up=FULL))
        self.play(*far, *(FadeIn(each) for each in self.errors[:2]), run_time=PACE.normal)
        self.play(_turn(self.band.widened, 1.0), run_time=self.rest(0.75, least=PACE.slow))
        self.enter(self.errors[2])

    @beat(chapter="The honest test")
    def draw_the_curtain(self) -> None:
        """Yet even an honest band trusts its model. So draw a curtain: whoever forecasts may see nothing
        after 1980.
        """
        wide = (*self.plot.look(x=YEARS, y=PPM), *self.plot.look(up=(-2.1, 2.6)))
        words = (FadeOut(each) for each in (self.unit, *self.errors))
        self.play(*wide, *words, run_time=PACE.slow)
        self.test.curtain.grown.set_value(0.0)
        self.add(self.test.curtain)
        falling = _turn(self.test.curtain.grown, 1.0)
        self.play(falling, FadeOut(self.band), FadeOut(self.forecast), run_time=self.rest(0.85))
        self.enter(self.test.year, run_time=PACE.quick)

    @beat
    def tie_three_ropes(self) -> None:
        """Three models tie their ropes to what is left: an exponential, a parabola, a cubic. All three fit
        superbly.
        """
        self.play(*self.plot.look(x=TIED, y=TIED_PPM), FadeIn(self.test.names), run_time=PACE.slow)
        for rope in self.test.ropes:
            rope.reach.set_value(TIED[0])
        self.add(self.test.ropes)
        self._reach(CUTS[0], self.rest(0.8))
        self.enter(self.test.fits)

    @beat
    def let_them_run(self) -> None:
        """Now let them run on behind the curtain, forty years, to the last dot in April 2020."""
        self.play(*self.plot.look(x=TESTED, y=TESTED_PPM), run_time=PACE.normal)
        self._reach(self.grid[-1], self.rest(0.55, least=PACE.slow))
        room = self.plot.look(up=(-0.75, 2.6))
        lifted = (_turn(self.test.curtain.thickness, 0.6), _turn(self.test.curtain.hem, 1.0))
        self.play(*room, *lifted, run_time=PACE.normal)
        self.enter(self.spot, self.strip_2020, self.target, self.test.misses, self.test.traces)

    @beat
    def slide_the_curtain(self) -> None:
        """Slide the curtain, and fit all three again at every stop. On the left, nothing stirs. On the
        right, loose ropes in the wind.
        """
        self._slide(1995.0, self.rest(least=2 * PACE.grand))

    @beat
    def slide_on(self) -> None:
        """The cubic, best of the three a moment ago, has broken loose. Only with the end in sight do they
        all come round.
        """
        self._slide(CUTS[-1], self.rest(least=2 * PACE.grand))

    @beat
    def no_single_cut(self) -> None:
        """Had we tested in 1990, the exponential would be the fool. In 2002, a prophet. One cut proves
        nothing.
        """
        self.play(_turn(self.cut, 1990.0), run_time=self.rest(0.45))
        self.play(_turn(self.cut, 2002.0), run_time=self.rest())

    @beat
    def inside_and_outside(self) -> None:
        """And all that time every fit was excellent: never a whole part per million off inside, and up to
        ninety outside.
        """
        worst = self.sweep.cuts[np.unravel_index(np.argmin(self.sweep.miss), self.sweep.miss.shape)[1]]
        self.play(_turn(self.cut, float(worst)), run_time=self.rest(0.7))
        self.enter(self.verdict[0])
        self.enter(self.verdict[1])

    @beat(chapter="What to take along")
    def three_futures(self) -> None:
        """So what comes next? Give all three the whole record, and they part again. A superb fit is not a
        forecast.
        """
        test = self.test
        numbers = (*self.verdict, test.fits, test.misses, test.year, self.target)
        self.leave(test.traces, test.ropes, self.strip_2020, self.spot, *numbers)
        self.play(_turn(test.curtain.grown, 0.0), _turn(test.curtain.hem, 0.0), run_time=PACE.quick)
        self.remove(test.curtain)
        wide = (*self.plot.look(x=AHEAD, y=AHEAD_PPM), *self.plot.look(up=(-2.1, 2.9)))
        self.play(*wide, run_time=PACE.normal)
        for rope in self.futures:
            rope.reach.set_value(float(rope.x[0]))
        self.add(self.futures)
        self._run_on(2040.0, self.rest(least=PACE.slow), rate_func=linear)

    @beat
    def choose_the_mountain(self) -> None:
        """The compass finds the best knobs. Which mountain you stand on, you choose."""
        self._run_on(2051.0, self.rest(least=PACE.slow))

    @beat
    def pack_the_photo(self) -> None:
        """Into the rucksack goes the summit photo: a fit, with honest error bars, and a caption that says
        how far to trust it.
        """
        small = self.plot.look(across=(-5.2, -1.2), up=(-1.3, 1.3))
        self.play(*small, FadeOut(self.test.names), run_time=PACE.normal)
        photo = summit_photo().scale(3.6).move_to([-3.2, 0.2, 0])
        sack = Rucksack(("magnifying glass", "compass and boots", "rope team"), height=5.4)
        sack.move_to([3.0, 0.3, 0])
        leaving = (FadeOut(each) for each in (self.plot, self.dots, self.futures))
        self.play(FadeIn(photo), FadeIn(sack), *leaving, run_time=PACE.normal)
        into = sack.pack("summit photo", coming_from=photo)
        self.play(into, FadeOut(photo), run_time=self.rest(0.7, least=PACE.slow))
        moral = Words("A superb fit \\ is not a forecast.", size=SIZE.large).move_to([-3.3, 0.3, 0])
        self.enter(moral)

    # -- small pieces ------------------------------------------------------------------------------------

    def _clock_words(self) -> list[Group]:
        said = {"fullest": "high_date", "emptiest": "low_date", "from low to high": "peak_to_peak"}
        numbers = [Number(read(self.two, field, decimals=1), size=SIZE.large) for field in said.values()]
        return _beside_clock(said, numbers)

    def _growth_words(self) -> list[Group]:
        def now() -> fitting.Season:
            return self.seasons[int(np.clip(round(self.round.stage.value) - 2, 0, len(self.seasons) - 1))]

        year = Number(lambda: read(now(), "year", decimals=0, grouped=False, unit=""), size=SIZE.title)
        swing = Number(lambda: read(now(), "peak_to_peak", decimals=1), size=SIZE.large)
        growth = Number(read(self.seasons[-1], "growth_percent", decimals=2, signed=True), size=SIZE.large)
        return _beside_clock(("the year", "from low to high", "deeper every year"), (year, swing, growth))

    def _swap(self, leaving: Iterable[Mobject], coming: Iterable[Mobject]) -> None:
        """One scene goes while the next one comes."""
        changes = (*(FadeOut(each) for each in leaving), *(FadeIn(each) for each in coming))
        self.play(*changes, run_time=PACE.normal)

    def _turn_knobs(self, *stages: int, share: float) -> None:
        """Go through some stages of the knobs, each in a share of the words' time."""
        for stage in stages:
            self.play(_turn(self.knobs.stage, float(stage)), run_time=self.spoken(share))

    def _reach(self, year: float, run_time: float) -> None:
        """Let the ropes of the test run on to a year."""
        self.play(*(_turn(rope.reach, year) for rope in self.test.ropes), run_time=run_time)

    def _run_on(self, year: float, run_time: float, **options: object) -> None:
        """Let the three futures run on to a year."""
        self.play(*(_turn(rope.reach, year, **options) for rope in self.futures), run_time=run_time)

    def _slide(self, cut: float, run_time: float) -> None:
        """Slide the curtain on, and draw the misses as far."""
        both = (_turn(dial, cut, rate_func=linear) for dial in (self.cut, self.test.furthest))
        self.play(*both, run_time=run_time)


def _turn(dial: Dial, value: float, **options: object) -> Animation:
    return dial.animate(**options).set_value(value)


def _quiet(text: str, at: tuple[float, float], ink: str = INK.quiet, *, align: np.ndarray = LEFT) -> Words:
    """A small label whose left (or right) end stands at a place."""
    return Words(text, size=SIZE.small, ink=ink).move_to([*at, 0.0], aligned_edge=align)


def _beside_clock(labels: Iterable[str], numbers: Iterable[Number]) -> list[Group]:
    """What the clock says, in rows to the right of it."""
    rows = []
    for k, (label, number) in enumerate(zip(labels, numbers, strict=True)):
        words = Words(label, ink=INK.quiet).move_to([1.3, 1.95 - 1.7 * k, 0], aligned_edge=LEFT)
        number.shift(np.array([1.3, 1.15 - 1.7 * k, 0]) - number.strut.points[0])
        rows.append(Group(words, number))
    return rows
