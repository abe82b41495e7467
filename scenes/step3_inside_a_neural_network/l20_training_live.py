"""Lecture 20: a network learns to read digits; those that it never sees find their columns, step by step."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from l20_pictures import Chances, Exam, Gap, Nearer, Rain, grid
from manim import FadeOut, Group, VGroup, linear
from manim.utils.rate_functions import ease_in_out_sine as EVEN

from calc_core import load_digits, networks
from visuals import INK, PACE, SIZE, STAGE, Axes, Box, Columns, Curve, Dial, KnobWall, Lecture, Listing
from visuals import Neurons, Number, Options, Reading, Tiles, Words, beat, beside, plate, read, series
from visuals.drawing.walk import entry

SIZES, SEED = (64, 32, 10), 0  # the network of the twenty lines, at the start that they had
EPOCHS, BATCH, RATE = 40, 32, 0.5
STOPS = (*range(21), *range(23, 48, 3))  # of the first epoch: the first steps one by one, then every third
ASKED = 3  # the exam's first image of it is the one that is asked about
CLOSE = 26  # of the hidden neurons, the one that is looked at closely
YES, NO = 9, 6  # the digits that it says yes and no to most clearly
LAST = (SIZES[1] + 1) * SIZES[2]  # knobs of the last layer
FULL = 0.55  # the weight that is full colour, or turns a knob to its stop
TIMES = 10  # as far as a first step turns them, the knobs are seen to turn: most turn by two degrees
FAINT = 0.005  # of full ink: pixels that hold less, on average, teach nothing

TALL = Columns(left=-6.8, floor=-2.25, height=5.0, pitch=1.36, across=3, tile=0.44)
LOW = Columns(left=-6.8, floor=0.3, height=2.75, pitch=1.36, across=4, tile=0.325)
NAMES, NAMES_LOW = -2.62, -0.06  # where the names of the columns stand
HEAD, FOOT = 3.28, -2.84  # the baselines of counters, over a wall and under the weights
LOSSES, SHARES = Box(-6.0, -2.4, 0.2, -0.55), Box(1.9, -2.4, 6.5, -0.55)
RECORD = Box(-5.8, -2.4, 6.3, 3.4)
FRONT, FRONT_TILE = (-3.3, 0.5), 4.6
BARS = Box(0.5, -1.75, 6.7, 2.2)
SAMPLE, LAMP = (1.6, 1.7), (5.0, 1.7)
STUDIED, UNSEEN = INK.output, INK.data
BOLD, LARGE = Options(size=SIZE.title), Options(size=SIZE.large)


class TrainingLive(Lecture):
    title = "Learning to read digits, live"
    goal = "Nobody tells a network what a stroke is: many small steps downhill do."
    poster = "take_ten"
    layers = "others wall plot gap studied exam accuracy weights ink close thumb sheet"

    # -- data and pictures ---------------------------------------------------------------------------

    def set_stage(self) -> None:
        self.digits = load_digits()
        self.split = networks.split_digits(self.digits)
        self.net = networks.MLP(SIZES, activation="tanh").init(SEED)
        self.school = networks.school(
            self.net, self.split, learning_rate=RATE, epochs=EPOCHS, batch=BATCH, seed=SEED, stops=STOPS
        )
        self.history = self.school.history
        self.trained = self.history.network()
        self.stops = [int(np.flatnonzero(self.school.when == k)[0]) for k in range(EPOCHS + 1)]
        self.at = Dial(0.0)  # the stop of the training that is shown
        self.images = self.split.X_test.reshape(-1, 8, 8)
        self._set_wall()
        self._set_curves()
        self._set_weights()

    def _set_wall(self) -> None:
        """All digits as they rain in, the exam's as they are sorted, and the names of the columns."""
        self.rain = Rain(len(self.digits.label), self.split.rows_test)
        others = self.digits.ink[self.rain.others].reshape(-1, 8, 8)
        self.others = Tiles(self.rain.rest, others, size=(0.205, 0.205), rim=False)
        self.first = int(np.flatnonzero(self.split.label_test == ASKED)[0])
        self.wall = Exam(
            self.images, self.school.said, self.split.label_test, at=self.at, columns=TALL, others=LOW,
            loose=self.rain.picked, loose_tile=self.rain.tile, called=[self.first], front=FRONT,
            front_tile=FRONT_TILE,
        )  # fmt: skip
        self.wall.framed.set_value(0)
        names = (Words(str(k), **LARGE).move_to((float(TALL.middle(k)), NAMES, 0)) for k in range(SIZES[-1]))
        self.columns = Group(*names)
        self.steps = self._counter("steps", lambda: read(self.school, "steps", at=self._now(), decimals=0))
        counted = lambda: networks.tally(self.wall.taken_for, self.split.label_test)  # noqa: E731
        self.wrong = self._counter("wrong", lambda: read(counted(), "n_wrong", name="wrong"), INK.minus)
        self.right = self._counter("right", lambda: read(counted(), "n_right", name="right"))
        every_one = Words("of <n>", ink=INK.quiet, n=read(self.split, "n_test"), **LARGE)
        for row, x in ((self.steps, STAGE.left), (self.wrong, -1.6), (self.right, 2.6), ([every_one], 4.85)):
            Group(*row).shift((x - row[0].get_left()[0], HEAD - row[0].baseline, 0))  # type: ignore[operator]  # of Words
        self.right.add(every_one)

    def _counter(self, word: str, told: Callable[[], Reading], ink: str | None = None) -> VGroup:
        """A word and a number that follows."""
        number = Number(told, ink=ink or INK.text, **LARGE)
        return beside(Words(word, ink=ink or INK.quiet, **LARGE), number, buff=0.3)

    def _now(self) -> float:
        return float(self.at.get_value())

    def _set_curves(self) -> None:
        """What it costs to read what it studies and what it never sees, and what share it reads right."""
        epochs = {0.0: "0", 20.0: "20 epochs", 40.0: "40"}
        self.plot = Axes(
            x=(0, EPOCHS), y=(0.006, 3.2), box=LOSSES, log="y", x_ticks=epochs, y_name="loss",
            y_ticks={0.01: "0.01", 0.1: "0.1", 1.0: "1"},
        )  # fmt: skip
        shares = {0.0: "0", 0.5: "50 %", 1.0: "100 %"}
        self.shares = Axes(x=(0, EPOCHS), y=(0, 1.04), box=SHARES, x_ticks=epochs, y_ticks=shares)
        drawn: Options = {"width": 5, "span": lambda: (0.0, self._epochs())}
        self.studied, self.exam = (
            Curve(series(name, self.history, epoch="when", loss=field), on=self.plot, ink=ink, **drawn)
            for name, field, ink in (("studied", "loss", STUDIED), ("exam", "test_loss", UNSEEN))
        )
        shown = series("accuracy", self.school, epoch="when", right="accuracy")
        self.accuracy = Curve(shown, on=self.shares, ink=UNSEEN, **drawn)
        self.gap = Gap(self.studied, self.exam)

    def _epochs(self) -> float:
        """How many epochs have passed at the stop that is shown."""
        return float(entry(self.school.when, self._now()))

    def _set_weights(self) -> None:
        """The wires into every hidden neuron as an image, one of them close, the first batch, all knobs."""
        self.rims, self.blank, self.laid, self.answer = Dial(0.0), Dial(0.0), Dial(0.0), 0.0
        ink = self.split.X.mean(axis=0).reshape(8, 8)
        self.faint = ink < FAINT
        self.ink = Tiles(np.array([[0.0, 0.66]]), ink[None], size=(FRONT_TILE, FRONT_TILE))
        places, small = grid(SIZES[1], 8, (1.62, 1.48), (0, 0.66)), 1.38
        signed: Options = {"kind": "signed", "most": FULL}
        self.weights = Tiles(places, self._strokes, size=(small, small), **signed)
        self.way = Nearer(places[CLOSE], FRONT, small, FRONT_TILE)
        self.close = Tiles(self.way.places, self._products, size=(FRONT_TILE, FRONT_TILE), **signed)
        self.lay = Nearer(np.array(SAMPLE), FRONT, 2.2, FRONT_TILE)
        self.sample, shown = np.zeros((8, 8)), lambda: self.sample[None]
        self.thumb = Tiles(np.array([SAMPLE]), shown, size=(2.2, 2.2))
        self.sheet = Tiles(self.lay.places, shown, size=(FRONT_TILE, FRONT_TILE))
        self.lamp = Neurons(np.array([LAMP]), self._lit, radius=0.62)
        batch = self.split.X[self.school.first_rows].reshape(-1, 8, 8)
        answers, self.missed = self.net.predict(self.split.X[self.school.first_rows]), Dial(0.0)
        wrong = answers != self.split.label[self.school.first_rows]
        self.batch = Tiles(
            grid(BATCH, 4, 0.7, (-5.2, 0.35)), batch, size=(0.64, 0.64),
            marked=lambda: self.missed.get_value() * wrong,
        )  # fmt: skip
        self.asked, self.turned, self.walked, n = Dial(0.0), Dial(0.0), Dial(0.0), self.net.n_params
        self.turns = networks.magnified(self.school.theta[0], self.school.theta[1], TIMES)
        start, way = (each[-LAST:] for each in (self.turns.start, self.turns.shown - self.turns.start))
        self.knobs = KnobWall(
            grid(LAST, 22, 0.39, (2.2, 0.0)), lambda: start + self.turned.get_value() * way, radius=0.17,
            most=FULL, turns=lambda: np.stack([start, start + self.asked.get_value() * way], axis=1),
        )  # fmt: skip
        walked = lambda: entry(self.school.theta, self.walked.get_value())  # noqa: E731
        self.all_knobs = KnobWall(grid(n, 71, 0.184, (0, 0.45)), walked, radius=0.078, most=FULL)

    def _strokes(self) -> np.ndarray:
        """The first layer's weights as images (neurons, 8, 8).

        `rims` darkens all but the pixels that hardly any ink falls on, and `blank` those.
        """
        n, rims, blank = SIZES[0] * SIZES[1], self.rims.get_value(), self.blank.get_value()
        images = entry(self.school.theta, self._now())[:n].reshape(SIZES[:2]).T.reshape(-1, 8, 8)
        return np.asarray(images * np.where(self.faint, 1.0 - blank, 1.0 - 0.85 * rims))

    def _products(self) -> np.ndarray:
        """The weights of the neuron that is close (1, 8, 8), times the ink of what is laid over them."""
        laid = self.laid.get_value()
        return np.asarray(self._strokes()[CLOSE] * (1.0 - laid + laid * self.sample))[None]

    def _lit(self) -> np.ndarray:
        """How brightly the close neuron shines, as far as a digit is laid over its weights."""
        return np.array([self.laid.get_value() * self.answer])

    # -- the question --------------------------------------------------------------------------------

    @beat(chapter="The question")
    def recall_the_lines(self) -> None:
        """Twenty lines of Python, checked to the last digit. They can learn. So what shall we teach them?"""
        self.listing = Listing(networks.tiny_source(), box=(-5.4, -2.6, 6.6, 2.6), lines=10)
        self.heading = Words(self.title, **BOLD).move_to((0, 3.35, 0))
        self.enter(self.listing, pace=PACE.quick)
        self.play(*self.listing.bring(len(self.listing.lines) - 1), rate_func=EVEN, until="learn")
        self.enter(self.heading, share=1)

    @beat
    def let_it_rain(self) -> None:
        """Handwriting. Almost eighteen hundred digits, and every one is eight squares by eight."""
        self.leave(self.listing, self.heading)
        self.add(self.others, self.wall)
        self.play(self.rain.poured.to(1, rate_func=linear), least=PACE.grand)

    @beat
    def keep_some_back(self) -> None:
        """Two hundred and ninety-seven we keep back. It will never learn from those. They are the exam."""
        self.play(self.others.opacity.to(0.15), until="back", least=PACE.normal)
        self.play(self.rain.gathered.to(1), self.others.opacity.to(0), least=PACE.slow)
        self.remove(self.others)

    # -- it knows nothing ----------------------------------------------------------------------------

    @beat(chapter="The exam")
    def ask_for_one(self) -> None:
        """Ask about one of them. The network spreads its bets over ten answers, and the longest bar wins."""
        self.guess = self.net.forward(self.split.X_test[[self.first]])
        self.chances = Chances(lambda: self.guess.out[0], lambda: ASKED, box=BARS)
        self.play(self.wall.call.to(1), until="one", least=PACE.normal)
        self.enter(self.chances, share=1, least=PACE.normal)

    @beat
    def hear_it(self) -> None:
        """It says six. To a three. Its knobs still stand where chance has put them."""
        said = read(self.guess, "says", index=0, name="digit that it says")
        self.verdict = Words("says <six>", ink=INK.model, six=said, **BOLD).move_to((3.6, 3.2, 0))
        self.enter(self.verdict, until="six", least=PACE.quick)
        self.play(self.chances.wanted.to(1), until="three", least=PACE.normal)

    @beat
    def sort_them(self) -> None:
        """Give every answer a column, and send each digit to the one it is taken for."""
        self.leave(self.chances, self.verdict, self.wall.call.to(0), pace=PACE.normal)
        self.enter(self.columns, until="column", least=PACE.quick)
        self.play(self.wall.sorted.to(1, rate_func=linear), least=PACE.grand)

    @beat
    def frame_the_wrong(self) -> None:
        """Whoever stands in a wrong column wears a frame: two hundred and sixty-two. A ten-sided die would do
        almost as well."""
        self.play(self.wall.framed.to(1), until="frame", least=PACE.normal)
        self.enter(self.wrong, until="sixty-two", least=PACE.quick)
        self.enter(self.right, until="die", least=PACE.quick)

    # -- downhill ------------------------------------------------------------------------------------

    @beat(chapter="Downhill")
    def take_thirty_two(self) -> None:
        """Now teach it. Take thirty-two of the others, run them forward, and send the errors back."""
        self.leave(self.columns, self.wrong, self.right, self.wall.opacity.to(0))
        self.enter(self.batch, until="others", least=PACE.normal)
        self.play(self.missed.to(1), until="forward", least=PACE.quick)
        self.times = Words("turns magnified <n> times", n=read(self.turns, "times"), **LARGE)
        self.times.move_to((2.2, 3.4, 0))
        self.enter(self.knobs, self.times, until="errors", least=PACE.quick)
        self.play(self.asked.to(1, rate_func=EVEN), share=1, least=PACE.normal)

    @beat
    def turn_every_knob(self) -> None:
        """Now every knob has a slope. Turn them all, a little downhill. This is the last layer, its turns
        magnified ten times."""
        self.play(self.turned.to(1, rate_func=EVEN), until="last", least=PACE.slow)

    @beat
    def see_the_rush(self) -> None:
        """One step. And the exam? Look: now nearly everything is an eight."""
        self.leave(self.batch, self.knobs, self.times)
        self.dissolve((), (self.columns, self.steps, self.wrong, self.right), pace=PACE.quick)
        self.play(self.wall.opacity.to(1), pace=PACE.quick)
        self.play(self.at.to(1, rate_func=linear), least=PACE.slow)

    @beat
    def step_again(self) -> None:
        """Another thirty-two, another step. The crowd runs to the five, and then on to the one."""
        self.play(self.at.to(2, rate_func=linear), until="five", least=PACE.slow)
        self.play(self.at.to(3, rate_func=linear), share=1, least=PACE.slow)

    @beat
    def take_ten(self) -> None:
        """It stumbles on. But after ten steps, two of three stand where they belong."""
        self.play(self.at.to(10, rate_func=linear), least=9 * PACE.normal)

    @beat
    def finish_the_epoch(self) -> None:
        """Forty-seven steps, and all fifteen hundred have been shown once: one epoch. Of the exam nine of ten
        are right."""
        self.play(self.at.to(self.stops[1], rate_func=linear), least=2 * PACE.grand)
        self.wait(PACE.normal)

    # -- epoch by epoch ------------------------------------------------------------------------------

    @beat(chapter="Epoch by epoch")
    def keep_a_record(self) -> None:
        """Keep a record underneath: its loss on what it studies, on the exam, and how many it reads right."""
        lower = self.columns.animate.shift((0, NAMES_LOW - NAMES, 0))
        self.play(self.wall.aside.to(1), lower, pace=PACE.slow)
        self.enter(self.plot, self.shares, pace=PACE.quick)
        self.names = Group(
            Words("studied", ink=STUDIED).move_to(self.plot.to_screen(9, 0.0125)),
            Words("exam", ink=UNSEEN).move_to(self.plot.to_screen(29, 0.3)),
            Words("read right", ink=UNSEEN).move_to(self.shares.to_screen(20, 0.65)),
        )
        self.enter(self.studied, self.names[0], until="studies", least=PACE.quick)
        self.enter(self.exam, self.names[1], until="exam", least=PACE.quick)
        self.enter(self.accuracy, self.names[2], share=1)

    @beat
    def run_ten_epochs(self) -> None:
        """All fifteen hundred again, and again, in a new order each time. Stragglers change sides."""
        self.play(self.at.to(self.stops[10], rate_func=linear), least=2 * PACE.grand)

    @beat
    def run_to_forty(self) -> None:
        """Fewer and fewer hop. Forty epochs: one thousand eight hundred and eighty steps."""
        self.play(self.at.to(self.stops[EPOCHS], rate_func=linear), least=2 * PACE.grand)

    # -- strokes -------------------------------------------------------------------------------------

    @beat(chapter="Strokes")
    def open_it(self) -> None:
        """So what has it learned? Open it up: the sixty-four wires into each of its thirty-two neurons, as
        they were."""
        self.clear_stage(until="learned", least=PACE.normal)
        self.at.set_value(0)
        self.enter(self.weights, least=PACE.normal)

    @beat
    def let_it_crystallise(self) -> None:
        """Noise. Now let the same training run again, and watch what comes out of it."""
        self.steps.shift((-0.9 - self.steps.get_left()[0], FOOT - self.steps[0].baseline, 0))  # type: ignore[operator]  # of Words
        self.enter(self.steps, until="Noise", least=PACE.quick)
        self.play(self.at.to(self.stops[1], rate_func=linear), least=PACE.grand)
        self.play(self.at.to(self.stops[EPOCHS], rate_func=linear), pace=PACE.grand)

    @beat
    def look_at_the_edge(self) -> None:
        """Strokes, but the edges are the noise that they were. Hardly any ink falls there, so there is no
        slope. Leave them out."""
        self.play(self.rims.to(1), FadeOut(self.steps), until="edges", least=PACE.normal)
        self.wait(until="were")
        told = Words("mean ink of <n> digits", n=read(self.split, "n"), **LARGE).move_to((0, -2.72, 0))
        self.enter(self.ink, told, self.weights.opacity.to(0.12), until="there", least=PACE.normal)
        self.wait(until="slope")
        self.leave(self.ink, told, self.weights.opacity.to(1), pace=PACE.normal)
        self.play(self.blank.to(1), share=0.4, least=PACE.normal)
        self.play(self.rims.to(0), share=1, least=PACE.normal)

    @beat
    def take_one(self) -> None:
        """Take one of them. Violet wires add, orange ones take away. What is it looking for?"""
        self.close.grown.set_value(self.way.small)
        self.add(self.close)
        self.play(self.weights.opacity.to(0), *self.way.come(self.close), until="them", least=PACE.normal)
        self.enter(self.lamp, share=1)

    @beat
    def lay_a_nine(self) -> None:
        """Lay a nine on it. Its ink falls on violet, and the neuron lights up."""
        self._lay_on(YES, until="violet")

    @beat
    def lay_a_six(self) -> None:
        """Lay a six on it. Now the ink falls on orange, and the sum sinks far below zero."""
        self._lift()
        self._lay_on(NO, until="orange")

    @beat
    def count_the_questions(self) -> None:
        """So it asks for a stroke, up here rather than down there. Thirty-two such questions, and nobody has
        written one."""
        self._lift()
        self.play(self.weights.opacity.to(1), *self.way.come(self.close, 0), FadeOut(self.lamp), share=0.5)
        self.remove(self.close)

    def _lay_on(self, digit: int, *, until: str) -> None:
        """Lay the exam's first image of a digit over the close neuron's weights, and read its sum."""
        row = int(np.flatnonzero(self.split.label_test == digit)[0])
        self.sample = self.images[row]
        (weights, biases), _ = self.trained.layers()
        told = networks.weighted_sum(self.split.X_test[row], weights[:, CLOSE], biases[CLOSE])
        self.answer = float(self.trained.forward(self.split.X_test[[row]]).a[1][0, CLOSE])
        self.enter(self.thumb, pace=PACE.quick)
        for dial, value in ((self.lay.near, 0), (self.sheet.grown, self.lay.small), (self.sheet.opacity, 1)):
            dial.set_value(value)
        self.add(self.sheet)
        self.play(*self.lay.come(self.sheet), until="on it", least=PACE.normal)
        self.play(self.sheet.opacity.to(0), self.laid.to(1), until=until, least=PACE.normal)
        self.remove(self.sheet)
        total = Number(read(told, "total", decimals=1, signed=True, name="sum"), **BOLD)
        self.total = beside(Words("sum", ink=INK.quiet, **BOLD), total).move_to((3.3, -1.2, 0))
        self.enter(self.total, share=1)

    def _lift(self) -> None:
        """Take the digit away again."""
        self.leave(self.thumb, self.total, self.laid.to(0), pace=PACE.quick)

    # -- by heart ------------------------------------------------------------------------------------

    @beat(chapter="By heart")
    def draw_the_record(self) -> None:
        """Back to the record. On what it studies it gets better and better, to the very end."""
        self.clear_stage()
        self.at.set_value(0)
        self.plot.fit(RECORD)
        self.names[0].move_to(self.plot.to_screen(31, 0.0225))
        self.names[1].move_to(self.plot.to_screen(31, 0.16))
        self.enter(self.plot, pace=PACE.quick)
        self.add(self.studied)
        self.play(self.at.to(self.stops[EPOCHS], rate_func=linear), least=PACE.slow)
        self.enter(self.names[0], pace=PACE.quick)

    @beat
    def see_the_exam_stop(self) -> None:
        """On the exam it does not. After some twenty epochs it gains next to nothing."""
        self.add(self.exam.pose(grown=0))
        self.play(self.exam.grown.to(1, rate_func=linear), until="twenty", least=PACE.slow)
        self.enter(self.names[1], share=1)

    @beat
    def name_it(self) -> None:
        """From there on it hardly learns to read. It learns its own fifteen hundred digits by heart."""
        self.enter(self.gap, until="read", least=PACE.slow)
        self.heart = Words("by heart", ink=INK.residual, **BOLD).move_to(self.plot.to_screen(23, 0.049))
        self.enter(self.heart, share=1)

    @beat
    def compare_the_counts(self) -> None:
        """Of those it reads all but one. Of the exam, all but seven."""
        told = ((UNSEEN, "n_right", -1, "n_test", 2.9), (STUDIED, "n_learned", None, "n", 2.0))
        counts = []
        for ink, field, index, every, y in told:
            right, every_one = read(self.school, field, index=index), read(self.split, every)
            words = Words("<right> of <all>", ink=ink, right=right, all=every_one, **BOLD)
            counts.append(words.move_to((3.6, y, 0), aligned_edge=(1, 0, 0)))
        self.enter(counts[1], until="one", least=PACE.quick)
        self.enter(counts[0], share=1)

    # -- the last seven ------------------------------------------------------------------------------

    @beat(chapter="The last seven")
    def call_the_first(self) -> None:
        """So let us see those seven. Step forward. It says eight, and it was a six."""
        self.clear_stage()
        self.wall.aside.set_value(0)
        self.wall.called = self.history.mistakes
        self.columns.shift((0, NAMES - NAMES_LOW, 0))
        self.dissolve((), (self.wall, self.columns), until="seven", least=PACE.normal)
        self.leave(self.columns, self.wall.call.to(1), until="forward", least=PACE.normal)
        last = self.trained.forward(self.split.X_test[self.history.mistakes])
        labels = self.split.label_test[self.history.mistakes].astype(float)
        place = lambda: self.wall.call.get_value() - 1  # noqa: E731
        nth = lambda: min(round(place()), len(labels) - 1)  # noqa: E731
        which = lambda: int(self.history.mistakes[nth()])  # noqa: E731
        self.chances = Chances(
            lambda: entry(last.out, place()), lambda: float(entry(labels, place())), box=BARS
        )
        says = lambda: read(last, "says", index=nth(), name="digit that it says")  # noqa: E731
        was = lambda: read(self.split, "label_test", index=which(), name="digit that was meant")  # noqa: E731
        told = (("says", INK.model, says), ("was", INK.exact, was))
        rows = [
            beside(Words(word, ink=ink, **BOLD), Number(number, ink=ink, **BOLD))
            for word, ink, number in told
        ]
        for row, x in zip(rows, (1.3, 4.4), strict=True):
            row.shift((x - row.get_left()[0], 3.0 - row[0].baseline, 0))  # type: ignore[operator]  # of Words
        self.enter(self.chances, rows[0], until="eight", least=PACE.normal)
        self.enter(rows[1], self.chances.wanted.to(1), share=1)
        self.verdicts = Group(*rows)

    @beat
    def call_two_more(self) -> None:
        """A three that it calls a two. And a nine, a little squeezed, that it calls a five."""
        self._call(2, "two")
        self._call(3, "five")

    @beat
    def let_it_doubt(self) -> None:
        """Here it hesitates between two and eight. And this eight, it says, is a one. Did you know?"""
        self._call(4, "two and eight")
        self._call(5, "one")

    @beat
    def let_it_be_sure(self) -> None:
        """This five it takes for a two. And here it has no doubt at all: a nine. Somebody meant a five."""
        self._call(6, "two")
        self._call(7, "meant")

    def _call(self, k: int, word: str) -> None:
        """Let the next come forward while the last goes back; at a word, show what was meant."""
        self.play(self.wall.call.to(k), self.chances.wanted.to(0), pace=PACE.normal)
        self.wait(until=word)
        self.play(self.chances.wanted.to(1), pace=PACE.quick)

    @beat
    def send_them_back(self) -> None:
        """Two hundred and ninety right, of digits that nobody has ever shown to it."""
        self.leave(self.verdicts, self.chances, self.wall.call.to(8), pace=PACE.normal)
        self.enter(self.columns, self.right, share=1)

    # -- what did it ---------------------------------------------------------------------------------

    @beat(chapter="What did it")
    def say_what_did_it(self) -> None:
        """Nobody told it what a stroke is. One thousand eight hundred and eighty tiny steps downhill did."""
        self.clear_stage()
        self.at.set_value(0)
        self.enter(self.weights, self.steps, pace=PACE.quick)
        self.play(self.at.to(self.stops[EPOCHS], rate_func=linear), least=PACE.grand)

    @beat
    def hand_over(self) -> None:
        """Each one turned all its knobs. So where, in two thousand four hundred and ten dimensions, has it
        walked? Can one see it?"""
        self.swap((self.weights, self.steps), self.all_knobs, pace=PACE.normal)
        self.play(self.walked.to(self.school.n, rate_func=linear), until="dimensions", least=PACE.grand)
        whole = Words("<n> dimensions", ink=INK.parameter, n=read(self.net, "n_params", name="knobs"), **BOLD)
        self.whole = Group(plate(whole.move_to((0, 0.4, 0))), whole)
        self.enter(self.whole, self.all_knobs.opacity.to(0.3), share=1)
