"""Lecture 25, the climax: a planet's breath fitted layer by layer, and the honest test of a forecast."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from l25_pictures import DescentRace, Futures, HoldoutTest, MissPairs, ladder
from manim import FadeOut, VGroup, linear, rush_into

from calc_core import fitting, load_co2_recent
from visuals import INK, PACE, SIZE, STAGE, Dial, Lecture, View, beat, read, series
from visuals import Axes, Band, DataDots, Flight, Hand, Line, Misses, SeasonClock, SeasonCurve, Spot
from visuals import Formula, Number, Options, Page, Reading, Rucksack, Words, beside, residual_strip
from visuals.kit.tools import summit_photo
from visuals.letters.formula import underline

LEFT, RIGHT = -5.75, 6.3  # the plot's ends; in scene units, as all places are
FULL, UPPER, LOWER = (-2.1, 3.1), (0.05, 3.1), (-2.85, -0.95)  # how high it stands, alone or over the strip
SKY = Page(LEFT + 0.5, 2.75)  # where readouts stand free of the climbing curve
BY_CLOCK = Page(1.3, 2.1, gap=0.34)
FIRST_YEARS, YEARS, ALL_YEARS, PPM = (1958.0, 1962.3), (1956.5, 2021.5), (1956.5, 2051.5), (303.0, 425.0)
RECORD, ABOVE_STRIP = View("plot", x=YEARS, y=PPM), View("plot", x=YEARS, y=PPM, up=UPPER)
TO_COME, SIX_YEARS = View("plot", x=ALL_YEARS, y=(298, 540)), View("plot", x=(1989.7, 1996.3), y=(348, 368))
LOW_FLIGHT, LAST_MIDDLE = View("plot", x=(1957.9, 1964.5), y=(305, 329)), 2017.6
UNDER_FORMULA = View("plot", x=YEARS, y=(250, 460), up=(-2.1, 2.35))
FAR_MIDDLE, FAR, FAR_AWAY = 2046.7, 2050.5, View("plot", x=(2042.4, 2051), y=(476, 522), up=FULL)
UNDER_NAMES = View("plot", x=YEARS, y=PPM, up=(-2.1, 2.6))
TIED_FROM, TIED = 1964.4, View("plot", x=(1964.4, 1983), y=(313, 351))
LET_LOOSE, ABOVE_MISSES = View("plot", x=(1971.5, 2021.5), y=(318, 513)), View("plot", up=(-0.75, 2.6))
AHEAD = View("plot", x=(2003.7, 2051.5), y=(365, 523), up=(-2.1, 2.9))
PRINT = View("plot", across=(-5.2, -1.2), up=(-1.3, 1.3))

LAYERS = ("line", "bend", "one wave", "two waves", "growth")
START = (280.0, 70.0, 50.0, 0.0, 0.0, 0.0, 0.0, 0.0)  # c0, A, T, g, and no breath at all
STEPS, DENSE = 10_000, 100  # of the walk downhill; the first are kept one by one, then every 100th
# four cuts a year: between two, a forecast is off by 3 ppm at the worst moment, which is a line's width
CUTS = np.linspace(1980.0, 2010.0, 121)
MODELS = {
    "exponential": fitting.co2(),
    "parabola": fitting.co2(trend="poly", degree=2),
    "cubic": fitting.co2(trend="poly", degree=3),
}
KNOB_TURNS = (  # by what the knobs c0, A, T, g, a1, b1, a2, b2 are multiplied
    (1, 0, 1, 1, 0, 0, 0, 0), (1, 1, 1, 1, 0, 0, 0, 0), (1,) * 8,  # 0: the level, the climb, the season
    (1, 1, 1, 1, 4, 4, 4, 4), (1,) * 8,  # 3: a season four times as deep, and back
    (1, 0.5, 1, 1, 1, 1, 1, 1), (1,) * 8,  # 5: half the climb, and back
    (1, 1, 0.7, 1, 1, 1, 1, 1), (1, 1, 1.5, 1, 1, 1, 1, 1), (1,) * 8,  # 7: T shorter, longer, and back
    (1, 1, 1, 10, 1, 1, 1, 1), (1,) * 8,  # 10: a season that grows ten times as fast, and back
)  # fmt: skip
AT_EDGES = {"comes-or-goes": "The outermost number of an axis comes when its window gets there."}


class FinaleCo2(Lecture):
    title = "The breath of a planet"
    goal = "Fit real data with everything learned so far, and put the fit to an honest test."
    poster = "inside_and_outside"
    layers = "plot strip band misses dots model bend forecast clock flock round hand"

    # -- data and pictures ---------------------------------------------------------------------------

    def set_stage(self) -> None:
        self.record = load_co2_recent()
        self.year, self.co2 = self.record.year, self.record.co2
        self.grid = np.linspace(1958.0, self.record.last_year, 1500)
        self.layered = fitting.co2_layers(self.year, self.co2)
        self.fit = self.layered.fits[-1]
        mean = fitting.fit(fitting.co2(0, "poly", False, degree=0), self.year, self.co2)
        self.fits = fitting.fit_stack((mean, *self.layered.fits), self.grid, self.co2)
        self.stage = Dial()  # 0 the mean, 1 the line, ... 5 the whole model
        self._set_plot()
        self._set_strip()
        self._set_clock()
        self._set_formula()
        self._set_race()
        self._set_uncertainty()
        self._set_honest_test()

    def _set_plot(self) -> None:
        self.plot = Axes(
            x=FIRST_YEARS, y=(308, 321), box=(LEFT, FULL[0], RIGHT, FULL[1]), upright=False,
            x_steps=(20, 10, 5, 1), y_steps=(100, 50, 20, 10, 5, 2), x_extent=ALL_YEARS, y_extent=(250, 520),
        )  # fmt: skip
        self.unit = label("CO#sub(size: 0.72em)[2] in the air, ppm", LEFT - 0.95, STAGE.top)
        self.heading = Page(SKY.place[0], -1.08).write(Words(self.title, size=SIZE.title))
        self.measured = series("CO2 at Mauna Loa", self.record, year="columns.year", co2="columns.co2")
        self.dots = DataDots(self.plot, self.measured)
        self.count = SKY.write(Words("<n> months", n=read(self.record, "n", name="months measured")))
        bands = [fitting.prediction_band(each, self.grid) for each in self.layered.fits]
        shown = [series(f"model: {name}", bands[k], year="x", co2="y") for k, name in enumerate(LAYERS)]
        self.model = Line(self.plot, self.grid, self.fits.y, stage=self.stage, series=shown)
        self.chart = (self.plot, self.unit, self.dots, self.model)

    def _set_strip(self) -> None:
        self.strip = residual_strip(self.plot, up=LOWER, y=(-13, 13), steps=(10, 5, 2, 1))
        self.strip_name = label("left over: data − model, ppm", LEFT + 0.2, -0.55, INK.residual)
        self.misses = Misses(self.plot, self.strip, self.year, self.co2, self.fits.at_data, stage=self.stage)
        self.leftovers = (self.strip, self.strip_name, self.misses)
        # what the bend adds to the line: drawn over the strip, it goes flat as the bend comes in
        gain = np.stack([self.fits.gain[1], 0 * self.grid])
        self.bend = Line(self.strip, self.grid, gain, stage=self.stage, stages=(1, 2))
        self.ladder = ladder(self.layered, LAYERS, at=(LEFT + 0.4, 2.84), per_unit=0.5)

    def _set_clock(self) -> None:
        self.clock = SeasonClock([-2.9, 0.32], radius=1.66, per_ppm=0.2, rim=2.72)
        left_over = self.layered.fits[1].residual
        months, phases = np.c_[self.year, left_over], np.c_[self.year % 1, left_over]
        self.flock = Flight(self.strip, self.clock, at_home=months, at_away=phases, radius=0.028)
        one, self.two = (fitting.season(self.layered.fits[k], n=366) for k in (2, 3))
        self.seasons = [fitting.season(self.fit, float(year), n=366) for year in range(1958, 2021)]
        swings = np.stack([each.swing for each in (one, self.two, *self.seasons)])
        shown = [series("season, two waves", self.two, phase="phase", swing="swing")]
        self.round = SeasonCurve(self.clock, one.phase, swings, series=shown)
        self.hand = Hand(self.round)
        wave = "{{{{a_{k} : parameter}}}} cos {n} pi t + {{{{b_{k} : parameter}}}} sin {n} pi t"
        texts = (wave.format(k=1, n=2), '"" + ' + wave.format(k=2, n=4))
        self.waves = [Formula(text, size=36) for text in texts]
        Page(1.3, 1.2).write(*self.waves, gap=0.5)

    def _set_formula(self) -> None:
        pieces = (
            "{{y : data}} = {{c_0 : parameter}}",
            '"" + {{A : parameter}} e^(u slash {{T : parameter_2}})',
            '"" + (1 + {{g : parameter_2}} u) sum_(k=1)^2 ({{a_k : parameter}} cos 2 pi k t'
            " + {{b_k : parameter}} sin 2 pi k t)",
        )
        self.formula = [Formula(piece, size=38) for piece in pieces]
        beside(*self.formula, buff=0.1).move_to((0, 3.0, 0))
        self.symbols = label("$t$ in years, $u = t - 1990$", RIGHT, -1.6, names_axis=False)
        self.bent = [underline(piece.part("parameter_2"), ink=INK.parameter) for piece in self.formula[1:]]  # type: ignore[arg-type]  # glyphs: their ink is given
        said = ("straight knobs: one projection", "bent knobs: step by step")
        self.ways = [Words(each, size=SIZE.small, ink=INK.parameter) for each in said]
        Page(SKY.place[0], 1.9).write(*self.ways, gap=0.22)
        self.knobs = Line(self.plot, self.grid, fitting.turned_knobs(self.fit, KNOB_TURNS, self.grid).y)

    def _set_race(self) -> None:
        model = MODELS["exponential"]
        valley = model.residuals(self.year, self.co2)
        arrived = fitting.levenberg_marquardt(valley, START)
        rate = 0.9 * fitting.stable_rate(valley, arrived.theta)
        first = fitting.steepest_descent(valley, START, learning_rate=rate, steps=DENSE)
        walk = fitting.steepest_descent(valley, START, learning_rate=rate, steps=STEPS, keep_every=DENSE)
        self.race = DescentRace(model, self.measured, top=4.0, years=YEARS, leftover=9.0)
        self.walker = self.race.runner("steepest descent", first, walk, lane=0, ink=INK.path)
        self.jumper = self.race.runner("Levenberg–Marquardt", arrived, lane=1, ink=INK.model)

    def _set_uncertainty(self) -> None:
        self.memory = fitting.autocorrelation_factor(self.fit.residual)
        self.pairs = MissPairs(self.strip, self.year, fitting.lagged_pairs(self.fit.residual))
        beyond = np.linspace(2008.0, 2052.0, 2200)
        self.climb_ahead = fitting.turned_knobs(self.fit, KNOB_TURNS[1:2], beyond)
        widen = {"forecast, as the fit claims": 1.0, "forecast, honest": self.memory.factor}
        bands = {name: fitting.prediction_band(self.fit, beyond, widen=by) for name, by in widen.items()}
        shown = [series(name, each, year="x", co2="y", stderr="stderr") for name, each in bands.items()]
        claimed, honest = bands.values()
        spread = np.stack([claimed.stderr, honest.stderr])
        self.band = Band(self.plot, beyond, claimed.y, spread, series=shown)
        self.forecast = Line(self.plot, beyond, claimed.y)
        self.outlook = (self.plot, self.unit, self.band, self.dots, self.forecast)
        at: Options = {"index": int(np.searchsorted(beyond, FAR)), "decimals": 1}
        in_2050 = [read(each, "stderr", **at, name=f"{name}: error in 2050") for name, each in bands.items()]
        time = self.fit.parameter("T")
        value = read(time, "value", decimals=1, unit="", name="T")
        error = read(time, "stderr", decimals=1, name="standard error of T, as the fit claims")
        self.errors = (
            Words("$T$ = <t> ± <e>", t=value, e=error),
            Words("2050: ± <e>", e=in_2050[0]),
            Words("honest: ± <e>", e=in_2050[1], ink=INK.model),
        )
        SKY.write(*self.errors)

    def _set_honest_test(self) -> None:
        self.sweep = fitting.holdout_sweep(MODELS, self.year, self.co2, CUTS)
        self.strip_2020 = residual_strip(self.plot, up=(-2.88, -1.4), y=(-95, 40), steps=(50,))
        self.test = HoldoutTest(self.plot, self.strip_2020, self.sweep, self.grid, left=LEFT + 0.05)
        self.curtain, self.cut = self.test.curtain, self.test.curtain.cut
        self.target = label("data − forecast,\\ April 2020, ppm", RIGHT, -2.05, INK.residual)
        self.spot = Spot(self.dots)
        worst = read(self.sweep, "worst_inside", decimals=2), read(self.sweep, "lowest_miss", decimals=1)
        self.verdict = (Words("worst fit: <n>", n=worst[0]), Words("worst forecast: <n>", n=worst[1]))
        Page(-2.2, 1.85).write(*self.verdict)
        future = np.linspace(2020.3, 2051.0, 740)
        fits = {name: fitting.fit(model, self.year, self.co2) for name, model in MODELS.items()}
        ahead = {name: fitting.prediction_band(each, future) for name, each in fits.items()}
        self.futures = Futures(self.plot, ahead)

    def note(self, said: str, reading: Any, size: float = SIZE.large, *, below: Any = None) -> VGroup:
        """A quiet label with a number under it, to the right of the clock."""
        return BY_CLOCK.write(Words(said, ink=INK.quiet), Number(reading, size=size), below=below)

    def season_now(self, field: str, **how: Any) -> Callable[[], Reading]:
        """Reads from the season that the clock shows; before those of the years come its waves alone."""
        return lambda: read(self.seasons[max(round(self.round.stage.value) - 2, 0)], field, **how)

    def turn_knobs(self, *stages: int, share: float = 0.2) -> None:
        """Go through some of KNOB_TURNS, each in a share of the beat's words."""
        for stage in stages:
            self.play(self.knobs.stage.to(stage), pace=self.spoken(share))

    @beat(chapter="The question")
    def breathe(self) -> None:
        """Up and down, once a year. This is carbon dioxide in the air over a volcano in Hawaii:
        the breath of a planet."""
        self.dots.upto.set_value(FIRST_YEARS[0])
        self.enter(self.plot, self.unit, self.heading, self.dots, pace=PACE.quick)
        self.play(self.dots.upto.to(FIRST_YEARS[1], rate_func=linear))

    @beat
    def pull_back(self) -> None:
        """Step back and let the years run. The breath rides on something far larger."""
        self.leave(self.heading)
        self.view(RECORD, self.dots.upto.to(1995, rate_func=rush_into), share=1, least=PACE.grand)

    @beat
    def ask(self) -> None:
        """Sixty-two years, month by month. Can a curve with a few knobs say what is happening,
        and what comes next?"""
        self.play(self.dots.upto.to(2026, rate_func=linear), share=0.4)
        self.enter(self.count, pace=PACE.quick)
        self.view(TO_COME, share=1)

    @beat(chapter="Layer by layer")
    def lay_a_line(self) -> None:
        """Begin as simply as we can: a straight line, tilted until the squares of all its misses
        are as small as possible."""
        self.view(RECORD, leaving=self.count)
        self.enter(self.model)
        self.enter(self.misses)
        self.play(self.stage.to(1), least=PACE.slow)

    @beat
    def drop_the_misses(self) -> None:
        """Let every miss fall onto a strip of its own: a seismograph of all that the line
        has not explained."""
        self.view(ABOVE_STRIP)
        self.enter(self.strip, self.strip_name, pace=PACE.quick)
        self.play(self.misses.dropped.to(1, rate_func=linear), share=0.8)
        self.enter(self.ladder[0])

    @beat
    def see_the_bend(self) -> None:
        """That is no noise. High at both ends, low in the middle: the climb itself grows steeper."""
        self.enter(self.bend, share=1)

    @beat
    def bend_the_line(self) -> None:
        """So give the line one more knob, a bend. The seismograph calms down,
        and something finer shows through."""
        self.play(self.stage.to(2), pace=PACE.slow)
        self.swap(FadeOut(self.bend), self.ladder[1])
        self.play(self.strip.look(y=(-5.5, 5.5)))

    @beat
    def look_closer(self) -> None:
        """Look closer, at just six of these years. Up, down, up, down: there is our breath again."""
        self.leave(self.ladder[:2])
        self.view(SIX_YEARS, share=1)

    @beat
    def fold_the_years(self) -> None:
        """Now wrap all sixty-two years round one clock, January at the top, and they all tell one story."""
        self.view(RECORD)
        self.swap(self.misses, self.flock, pace=PACE.quick)
        self.dissolve((*self.chart, self.strip, self.strip_name), [self.clock], pace=PACE.quick)
        self.play(self.flock.flown.to(1, rate_func=linear), least=PACE.slow)

    @beat
    def one_wave(self) -> None:
        """One smooth wave a year nearly follows them. But the real year climbs slowly, and falls fast."""
        self.enter(self.round, share=0.85)
        self.enter(self.waves[0])

    @beat
    def two_waves(self) -> None:
        """A second wave, twice as quick, bends the first into shape."""
        self.play(self.round.stage.to(1), share=0.7, least=PACE.slow)
        self.enter(self.waves[1])

    @beat
    def read_the_clock(self) -> None:
        """The air is fullest in May, before northern forests unfold their leaves,
        and emptiest as October begins."""
        high = self.note("fullest", read(self.two, "high_date"))
        low = self.note("emptiest", read(self.two, "low_date"), below=high)
        swing = self.note("from low to high", read(self.two, "peak_to_peak", decimals=1), below=low)
        self.swap(self.waves, self.hand, pace=PACE.quick)
        self.play(self.hand.phase.to(self.two.high_phase), share=0.4)
        self.enter(high, pace=PACE.quick)
        self.play(self.hand.phase.to(self.two.low_phase), share=0.7)
        self.enter(low, swing, pace=PACE.quick)
        self.notes = (high, low, swing)

    @beat
    def breath_grows(self) -> None:
        """Run this clock from 1958 to 2020, and the breath itself grows deeper:
        a third of a percent every year."""
        self.leave(self.notes, self.hand)
        year = self.note("the year", self.season_now("year", decimals=0, grouped=False, unit=""), SIZE.title)
        swing = self.note("from low to high", self.season_now("peak_to_peak", decimals=1), below=year)
        grows = read(self.seasons[-1], "growth_percent", decimals=2, signed=True)
        growth = self.note("deeper every year", grows, below=swing)
        self.enter(year, swing, self.round.stage.to(2))
        self.play(self.round.stage.to(len(self.seasons) + 1, rate_func=linear), share=0.85)
        self.enter(growth)
        self.notes = (year, swing, growth)

    @beat
    def unfold(self) -> None:
        """Unwrap the years again, and go back to the misses. Take away the one wave, and less is left.
        Take away the second: less still."""
        self.dissolve((*self.notes, self.clock, self.round), (), pace=PACE.quick)
        self.dissolve((), (*self.chart, self.strip, self.strip_name), pace=PACE.quick)
        self.play(self.flock.flown.to(0, rate_func=linear), until="misses", least=PACE.slow)
        self.swap(self.flock, (self.misses, self.ladder[:2]))
        for k, word in ((2, "wave"), (3, "second")):
            self.play(self.stage.to(k + 1), until=word, least=PACE.normal)
            self.enter(self.ladder[k], pace=PACE.quick)

    @beat
    def last_layer(self) -> None:
        """Last, let climb and breath both grow by themselves. Less than one part in a million is left."""
        self.play(self.strip.look(y=(-2.6, 2.6)), pace=PACE.normal)
        self.play(self.stage.to(5), share=0.7, least=PACE.slow)
        self.enter(self.ladder[4])

    @beat
    def glide_along(self) -> None:
        """Fly along the whole record, close to the ground: month after month, the curve threads
        the measurements."""
        self.leave(self.ladder)
        self.view(LOW_FLIGHT, pace=PACE.slow)
        # along the parabola: it climbs as the record does, without its waves
        self.play(self.plot.ride(self.grid, self.fits.y[2], to=LAST_MIDDLE), least=2 * PACE.grand)

    @beat(chapter="Name it", excuse=AT_EDGES)
    def write_it_down(self) -> None:
        """Written down, it is three pieces: a level, a climb that feeds on itself,
        and a season that grows."""
        self.dissolve((*self.leftovers, *self.chart[1:]), (), pace=PACE.quick)
        self.view(UNDER_FORMULA)
        self.enter(self.knobs, self.formula[0], pace=PACE.quick)
        self.play(self.knobs.stage.to(1), share=0.35)
        self.enter(self.formula[1], pace=PACE.quick)
        self.play(self.knobs.stage.to(2), share=0.6)
        self.enter(self.formula[2], self.symbols)

    @beat
    def six_straight_knobs(self) -> None:
        """Six of its eight knobs only stretch a fixed shape. One projection sets all six,
        as it set the straight line."""
        self.turn_knobs(3, 4, 5, 6)
        self.enter(self.ways[0], share=1)

    @beat
    def two_bent_knobs(self) -> None:
        """Two knobs bend the shape itself: T, the time of the climb, and g, the season's growth.
        Those we must walk to."""
        self.enter(self.bent[0], pace=PACE.quick)
        self.turn_knobs(7, 8, 9)
        self.enter(self.bent[1], pace=PACE.quick)
        self.turn_knobs(10, 11, share=0.13)
        self.enter(self.ways[1], pace=PACE.quick)

    @beat
    def walk_downhill(self) -> None:
        """Put our careful walker on that landscape. Ten thousand steps downhill,
        and it still creeps along a ravine."""
        written = (*self.formula, *self.bent, *self.ways, self.symbols)
        self.dissolve((self.plot, self.knobs, *written), (self.race, self.walker))
        self.play(self.walker.run(), least=PACE.grand)
        self.enter(self.walker.ended, pace=PACE.quick)

    @beat
    def jump_there(self) -> None:
        """Levenberg and Marquardt start from the same spot. A handful of steps,
        and they stand on the floor."""
        self.enter(self.jumper, pace=PACE.quick)
        self.play(self.jumper.run(), share=0.85, least=PACE.slow)
        self.enter(self.jumper.ended, pace=PACE.quick)

    @beat(excuse=AT_EDGES)
    def look_ahead(self) -> None:
        """Now look ahead. The fit runs on past the last dot,
        and a thin band says how sure it is of itself."""
        self.plot.show(x=(2012.7, 2021.3), y=(385, 423), up=FULL)
        race = (self.race, self.walker, self.walker.ended, self.jumper, self.jumper.ended)
        self.dissolve(race, (*self.outlook, self.errors[0]))
        ahead = self.plot.ride(self.climb_ahead.x, self.climb_ahead.y[0], to=FAR_MIDDLE)
        self.play(ahead, share=0.85, least=PACE.grand)
        self.enter(self.errors[1])

    @beat
    def misses_remember(self) -> None:
        """But that counts every month as fresh news. Set each miss against the next:
        they lean along one line."""
        self.view(ABOVE_STRIP, leaving=self.errors[:2])
        self.dissolve(self.outlook, (*self.leftovers, *self.pairs.frame))
        self.enter(self.pairs.dots, pace=PACE.quick)
        self.play(self.pairs.dots.flown.to(1, rate_func=linear), share=0.75, least=PACE.slow)
        self.enter(self.pairs.lean, self.pairs.lag)

    @beat(excuse=AT_EDGES)
    def widen_the_band(self) -> None:
        """Neighbours repeat each other, so honest errors are four times as wide."""
        self.dissolve((*self.leftovers, *self.pairs.parts), self.outlook)
        self.view(FAR_AWAY, entering=self.errors[:2])
        self.play(self.band.widened.to(1), share=0.75, least=PACE.slow)
        self.enter(self.errors[2])

    @beat(chapter="The honest test")
    def draw_the_curtain(self) -> None:
        """Yet even an honest band trusts its model. So draw a curtain:
        whoever forecasts may see nothing after 1980."""
        self.view(UNDER_NAMES, leaving=(self.unit, self.errors), pace=PACE.slow)
        self.enter(self.curtain, FadeOut(self.band), FadeOut(self.forecast), share=0.85)
        self.enter(self.test.year, pace=PACE.quick)

    @beat
    def tie_three_ropes(self) -> None:
        """Three models tie their ropes to what is left: an exponential, a parabola, a cubic.
        All three fit superbly."""
        self.view(TIED, entering=self.test.names, pace=PACE.slow)
        self.test.reach.set_value(TIED_FROM)
        self.add(self.test.ropes)
        self.play(self.test.reach.to(CUTS[0]), share=0.8)
        self.enter(self.test.fits)

    @beat
    def let_them_run(self) -> None:
        """Now let them run on behind the curtain, forty years, to the last dot in April 2020."""
        self.view(LET_LOOSE)
        self.play(self.test.reach.to(self.grid[-1]), share=0.55, least=PACE.slow)
        self.view(ABOVE_MISSES, self.curtain.thickness.to(0.6), self.curtain.hem.to(1))
        self.enter(self.spot, self.strip_2020, self.target, self.test.misses, self.test.traces)

    @beat
    def slide_the_curtain(self) -> None:
        """Slide the curtain, and fit all three again at every stop. On the left, nothing stirs.
        On the right, loose ropes in the wind."""
        self.play(self.test.slide(1995), least=2 * PACE.grand)

    @beat
    def slide_on(self) -> None:
        """The cubic, best of the three a moment ago, has broken loose.
        All three come round only with the end in sight."""
        self.play(self.test.slide(CUTS[-1]), least=2 * PACE.grand)

    @beat
    def no_single_cut(self) -> None:
        """Had we tested in 1990, the exponential would be the fool. In 2002, a seer.
        One cut proves nothing."""
        self.play(self.cut.to(1990), share=0.45)
        self.play(self.cut.to(2002))

    @beat
    def inside_and_outside(self) -> None:
        """And all that time every fit was excellent: never a whole part per million off inside,
        and up to ninety outside."""
        self.play(self.cut.to(self.sweep.lowest_cut), share=0.7)
        for words in self.verdict:
            self.enter(words)

    @beat(chapter="What to take along")
    def three_futures(self) -> None:
        """So what comes next? Give all three the whole record, and they part again.
        A superb fit is not a forecast."""
        self.leave(self.test.moving, self.strip_2020, self.target, self.spot, self.verdict)
        self.leave(self.curtain, self.curtain.hem.to(0))
        self.view(AHEAD)
        self.add(self.futures)
        self.play(self.futures.reach.to(2040, rate_func=linear), least=PACE.slow)

    @beat
    def choose_the_mountain(self) -> None:
        """The compass finds the best knobs. Which mountain you stand on, you choose."""
        self.play(self.futures.reach.to(2051), least=PACE.slow)

    @beat
    def pack_the_photo(self) -> None:
        """Into the rucksack goes the summit photo: a fit, with honest error bars,
        and a caption that says how far to trust it."""
        self.view(PRINT, leaving=self.test.names)
        photo = summit_photo().scale(3.6).move_to((-3.2, 0.2, 0))
        sack = Rucksack(("magnifying glass", "compass and boots", "rope team"), height=5.4)
        sack.move_to((3.0, 0.3, 0))
        self.dissolve((self.plot, self.dots, self.futures), (photo, sack))
        self.swap(photo, sack.pack("summit photo", coming_from=photo), share=0.7, least=PACE.slow)
        self.enter(Words("A superb fit \\ is not a forecast.", size=SIZE.large).move_to((-3.3, 0.3, 0)))


def label(text: str, x: float, y: float, ink: str = INK.quiet, *, names_axis: bool = True) -> Words:
    """A small label that hangs from y, on the left from its left end, on the right from its right end."""
    words = Words(text, size=SIZE.small, ink=ink)
    words.names_axis = names_axis
    Page(x, y, side="left" if x < 0 else "right").write(words)
    return words
