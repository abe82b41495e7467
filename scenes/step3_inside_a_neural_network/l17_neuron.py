"""Lecture 17: one neuron, its sum, its valve and its knobs; then a network, and the wall of all its knobs."""

from __future__ import annotations

import numpy as np
from l17_pictures import Answers, Gate, Misfits, Petals, Pixels, Products, RunningSum
from l17_pictures import Lead, SliceFan, Wall, homes_of, staggered
from manim import Circle, FadeOut, Group, linear
from manim.utils.rate_functions import ease_in_out_sine as EVEN

from calc_core import gradient_descent, load_digits, load_iris_petals, networks, sample_grid
from calc_core.networks import NeuronReading, WeightedSum
from visuals import INK, PACE, SIZE, STROKE, Axes, Box, Dial, Lecture, Walk, Wires, beat, read, series
from visuals import Compass, Formula, Knob, Line, Marker, Marks, Neurons, Number, Page, Rucksack, Terrain
from visuals import Reading, Sized, SlopeLine, Tiles, Trail, Words, beside, hasten, layer_columns

THREE = 13  # row of the file: a three
TEN = slice(10, 20)  # rows that hold each digit once, that three among them
SIZES, SEED = (64, 32, 10), 0
NEURON = 16  # of the hidden ones, that whose sum is largest for this three
UNTURNED = (1.0, 0.0)  # weight and bias at first
BY_HAND = [UNTURNED, (6.0, 0.0), (-3.0, 0.0), (-3.0, 4.0)]  # to where the walk downhill begins
KNOBS = ((-4, 10), (-5, 5.5))
RATE = 1.0
TURNS = np.linspace(-4, 4, 65)  # of one knob, for its slice
LOSSES = (2.3, 2.9)
EVERY = 20  # a slice for every twentieth knob
LIT = 2216  # the knob that is turned by hand: the wire from neuron 13 to the answer "six"

LARGE, BOLD = Sized(size=SIZE.large), Sized(size=SIZE.title)
LOW, HIGH = -2.75, 3.3  # of the columns of lamps
FIRST, HIDDEN, LAST = -5.15, -0.9, 3.7  # across: the columns
NODE = np.array([-1.5, 0.3])
VALVE = Box(0.2, -1.9, 4.2, 2.2)
LAMP = (6.2, 0.3)
PETALS = Box(-6.3, -2.3, -0.75, 1.9)
SLICES = Box(0.9, -2.2, 6.5, 2.7)
RIGHT_HEAD = Page(3.6, 3.45, side="middle", gap=0.25)


class Neuron(Lecture):
    title = "One neuron, then a network"
    goal = "A network is a function with thousands of knobs, and its loss is a landscape over all of them."
    poster = "hang_the_knobs"
    layers = (
        "wires first_wires last_wires valve_curve running pipes beads gate one node plus image thumb lamps"
        " lamp hidden answers hill trail hiker misfits petals line wall fan slice tangent here"
    )

    # -- data and pictures ---------------------------------------------------------------------------

    def set_stage(self) -> None:
        self._set_data()
        self._set_neuron()
        self._set_petals()
        self._set_network()
        self._set_knobs()

    def _set_data(self) -> None:
        self.digits = load_digits()
        self.net = networks.MLP(SIZES, activation="sigmoid").init(SEED)
        self.ink = self.digits.ink[THREE]
        self.read = self.net.forward(self.ink[None])

    def _set_neuron(self) -> None:
        """A digit, its lamps, and the wires, the sum and the valve of one neuron."""
        weights, biases = self.net.layers()[0]
        self.weights, self.bias = weights[:, NEURON], Dial(float(biases[NEURON]))
        self.eyes = staggered(SIZES[0], FIRST, LOW, HIGH)
        picture = self.ink.reshape(1, 8, 8)
        self.image = Pixels(self.ink, self.eyes, middle=(0.0, 0.45), side=4.8)
        self.thumb = Tiles(np.array([[-6.35, 0.3]]), picture, size=(1.15, 1.15))
        self.lamps = Neurons(self.eyes, self.read.a[0][0], radius=0.085)
        self.wires = Wires(self.eyes, NODE[None], self.weights[:, None], width=6, least=0.0)
        best = int(np.argmax(self.ink * self.weights))
        self.one = (
            Wires(self.eyes[best : best + 1], NODE[None], self.weights[best : best + 1, None], width=6),
            Neurons(self.eyes[best : best + 1], self.ink[best : best + 1], radius=0.085),
        )
        self.pipes = [
            Lead(NODE + [0.3, 0], np.array([VALVE.left - 0.15, NODE[1]]), ink=INK.quiet),
            Lead(np.array([VALVE.right + 0.72, LAMP[1]]), np.array([LAMP[0] - 0.45, LAMP[1]]), ink=INK.quiet),
        ]
        self.bias_knob = Knob(self.bias.get_value, at=(-0.75, -1.35, 0), full=6.0, radius=0.5, armed=0)
        self.bias_name = Words("bias", ink=INK.parameter, **LARGE).move_to((-0.75, -2.3, 0))
        self.to_sum = Lead(np.array([-0.75, -0.78]), np.array([-0.75, NODE[1]]))
        self.node = Neurons(NODE[None], np.zeros(1), radius=0.3)
        self.plus = Words("+", size=SIZE.title, ink=INK.quiet).move_to((*NODE, 0))
        self.sum = networks.weighted_sum(self.ink, self.weights)
        self.beads = Products(self.sum, self.eyes, NODE)
        self.plot = Axes(x=(-0.3, 1.7), y=(0, 1), box=VALVE, x_ticks=(-4, 0, 1, 4), y_ticks=(), upright=False)
        # below the numbers: above the axis the valve's level would run through it
        self.sum_name = Words("sum", size=SIZE.small).move_to((VALVE.right, -2.7, 0), aligned_edge=(1, 0, 0))
        self.running = RunningSum(self.sum, lambda: self.beads.arrived, on=self.plot)
        every = np.linspace(-8, 8, 321)
        valve = networks.neuron_reading(every, np.zeros_like(every), (1.0, 0.0))
        shown = (series("valve", valve, answer="answer"),)
        self.valve_curve = Line(self.plot, every, valve.answer[None], ink=INK.output, width=6, series=shown)
        self.gate = Gate(self._neuron, on=self.plot)
        self.lamp = Neurons(np.array([LAMP]), lambda: np.array([self._neuron().answer]), radius=0.45)

    def _neuron(self) -> WeightedSum:
        """What the neuron does now."""
        return networks.weighted_sum(self.ink, self.weights, self.bias.get_value())

    def _set_petals(self) -> None:
        """A neuron with two knobs, the petals that it sees, and the landscape of its loss."""
        self.pairs = pairs = networks.petal_pairs(load_iris_petals())
        self.land = networks.neuron_loss(pairs.x, pairs.y, bounds=KNOBS)
        self.descent = gradient_descent(self.land, BY_HAND[-1], learning_rate=RATE, tol=1e-3)
        self.way = Walk(np.concatenate([BY_HAND, self.descent.x[1:]]))
        self.axes = Axes(
            x=(2.8, 7.1), y=(-0.56, 1.5), box=PETALS, x_name="petal length, cm", y_ticks=(0, 1), x_steps=(1,)
        )
        every = np.linspace(2.8, 7.1, 130)
        self.line = Answers(every, lambda: self._says(every - pairs.mean, 0 * every), on=self.axes)
        self.seen = lambda: self._says(pairs.x, pairs.y)
        wrong = lambda: (self.seen().answer > 0.5) != (pairs.y > 0.5)  # noqa: E731
        self.petals = Petals(pairs.length, pairs.y, on=self.axes, wrong=wrong)
        self.misfits = Misfits(pairs.length, pairs.y, self.seen, on=self.axes)
        place = lambda k: float(self.way.place[k])  # noqa: E731
        self.knobs = [
            Knob(lambda: place(0), at=(-5.9, 2.95, 0), full=12.0, radius=0.5, armed=0),
            Knob(lambda: place(1), at=(-3.0, 2.95, 0), full=6.0, radius=0.5, armed=0),
        ]
        grid = sample_grid(self.land, shape=(121, 161))
        self.hill = Terrain(grid.x, grid.y, grid.f, width=5.6, relief=2.4, contour_step=0.2)
        self.hill.set(shift_x=3.55, shift_y=0.1, azimuth=-20, elevation=46, zoom=0.98)
        self.hiker = Marks(self.way, on=self.hill, size=10)
        self.trail = Trail(self.way, on=self.hill, width=3)
        slopes = self.land.reading(self.way.path)
        self.compass = Compass(
            slopes, self.way, steepest=float(np.linalg.norm(slopes.gradient, axis=1).max())
        )
        self.compass.scale(1.7 / self.compass.height).move_to((6.05, 2.6, 0))

    def _says(self, x: np.ndarray, wanted: np.ndarray) -> NeuronReading:
        """What the neuron says of lengths x (n,) from their mean, its knobs as they stand now."""
        return networks.neuron_reading(x, wanted, self.way.place)

    def _set_network(self) -> None:
        """All of it: lamps in three columns, and the wires between them."""
        (one, _), (two, _) = self.net.layers()
        hidden = staggered(SIZES[1], HIDDEN, LOW, HIGH, aside=0.34)
        answers = layer_columns((SIZES[2],), (LAST, LOW + 0.2, LAST, HIGH - 0.1), apart=0.62)[0]
        self.columns = (self.eyes, hidden, answers)
        self.hidden = Neurons(hidden, self.read.a[1][0], radius=0.14, lit=0.0)
        self.answers = Neurons(answers, self.read.out[0], radius=0.22, lit=0.0)
        self.first_wires = Wires(self.eyes, hidden, one, width=1.2, faint=0.0, least=0.0)
        self.first_wires.opacity.set_value(0.45)
        self.last_wires = Wires(hidden, answers, two, width=2.2, faint=0.0, least=0.0)
        self.last_wires.opacity.set_value(0.7)
        self.names = Group(
            *(Words(str(k), **LARGE).move_to((LAST + 0.62, y, 0)) for k, (_, y) in enumerate(answers))
        )

    def _set_knobs(self) -> None:
        """The wall of knobs, and slices of the loss along some of them."""
        self.turned = Dial(0.0)
        self.wall = Wall(
            SIZES, self._theta, homes_of(self.columns), cell=0.163, gap=0.34, middle=(0.0, 0.85),
            beside=(-3.45, 1.95, 0.47), most=0.4,
        )  # fmt: skip
        X, Y = self.digits.ink[TEN], self.digits.label[TEN]
        every = np.arange(0, self.net.n_params, EVERY)
        self.slices = networks.knob_slices(self.net, X, Y, every, TURNS)
        self.one_slice = networks.knob_slices(self.net, X, Y, [LIT], TURNS)
        self.cut = Axes(x=(-4, 4), y=LOSSES, box=SLICES, x_name="turn of the knob", y_name="loss")
        self.fan = SliceFan(self.slices, on=self.cut)
        shown = (series("slice", self.one_slice, turn="turns", loss="first"),)
        self.slice = Line(self.cut, TURNS, self.one_slice.loss, ink=INK.output, width=6, series=shown)
        at = lambda: (self.turned.get_value(), float(self._loss().value))  # noqa: E731
        self.here = Marker(at, on=self.cut, radius=0.13)
        self.slopes = self.net.backward(X, Y)
        slope = lambda: float(read(self.slopes, "flat", index=LIT).value)  # noqa: E731
        self.tangent = SlopeLine(at, slope, on=self.cut, reach=(1.7, 1.7), width=6)
        self.knob = Knob(
            lambda: float(self._theta()[LIT]), at=(-3.45, -1.35, 0), full=6.0, radius=0.85, armed=0
        )
        self.to_knob = Lead(lambda: self.wall.now()[LIT], np.array([-3.45, -0.5]))

    def _theta(self) -> np.ndarray:
        """All knobs as they stand now."""
        theta = self.net.theta.copy()
        theta[LIT] += self.turned.get_value()
        return theta

    def _loss(self) -> Reading:
        """The loss on ten digits, one knob turned as far as it is now."""
        place = float(np.interp(self.turned.get_value(), TURNS, np.arange(len(TURNS))))
        return read(self.one_slice, "first", at=place, decimals=2, name="loss")

    # -- the question --------------------------------------------------------------------------------

    @beat(chapter="The question")
    def open_the_rucksack(self) -> None:
        """A compass and boots will take you down any mountain. So which mountain is worth the walk?"""
        self.sack = Rucksack(("magnifying glass", "compass and boots")).move_to((0, 0.45, 0))
        self.enter(self.sack, until="boots", least=PACE.normal)
        self.wait(until="down")
        self.swap(self.sack, self.image, share=1)

    @beat
    def look_at_a_three(self) -> None:
        """Look at this. Somebody wrote it in a hurry, and still you read a three at a glance."""
        self.heading = Words(self.title, size=SIZE.title).move_to((0, 3.45, 0))
        self.enter(self.heading, until="hurry", least=PACE.quick)

    @beat
    def ask_for_the_function(self) -> None:
        """Squares of ink go in, a three comes out. That is a function. But who could write it down?"""
        self.leave(self.heading)
        label = read(self.digits, "label", index=THREE, name="digit that was meant")
        before, after = Formula("f (", size=150), Formula(")", size=150)
        says = Words("\\= <three>", size=120, three=label)
        before.next_to(self.image, (-1, 0, 0), buff=0.3)
        after.next_to(self.image, (1, 0, 0), buff=0.3)
        self.sum_of_both = Group(before, after, says.next_to(after, (1, 0, 0), buff=0.4))
        self.enter(before, after, until="comes out", least=PACE.quick)
        self.enter(says, until="function", least=PACE.quick)

    # -- one neuron ----------------------------------------------------------------------------------

    @beat(chapter="One neuron")
    def take_it_apart(self) -> None:
        """A machine sees no three. It sees sixty-four numbers: how much ink there is in every square."""
        self.leave(self.sum_of_both)
        self.play(self.image.grown.to(0.36), until="square", least=PACE.normal)

    @beat
    def unroll_it(self) -> None:
        """So unroll it. Every square becomes a lamp, and it shines just as bright as the square did."""
        self.enter(self.thumb, pace=PACE.quick)
        self.play(self.image.flown.to(1, rate_func=linear), until="bright", least=PACE.slow)
        self.swap(FadeOut(self.image), self.lamps, pace=PACE.normal)

    @beat
    def run_the_wires(self) -> None:
        """From each lamp a wire runs to one neuron. Violet wires add. Orange ones take away."""
        self.wires.grown.set_value(0)
        self.enter(self.node, self.plus, self.wires, until="add", least=PACE.slow)

    @beat
    def send_the_light(self) -> None:
        """Light runs along, times the strength of its wire. A bright lamp on a strong wire counts most."""
        self.enter(self.plot, self.sum_name, self.pipes[0], self.wires.opacity.to(0.4), pace=PACE.quick)
        self.add(self.running, self.beads)
        self.play(self.beads.sent.to(0.55, rate_func=linear), least=PACE.grand)

    @beat
    def add_them_up(self) -> None:
        """One by one they come in. Violet pushes right, orange pulls back, and what is left is the sum."""
        self.play(self.beads.sent.to(1, rate_func=linear), until="what", least=PACE.slow)
        total = Number(lambda: read(self._neuron(), "total", decimals=2, signed=True, name="sum"), **BOLD)
        self.total = RIGHT_HEAD.write(beside(Words("sum", ink=INK.quiet, **LARGE), total))
        self.enter(self.total, share=1)

    @beat
    def open_the_valve(self) -> None:
        """Now the sum tips a valve. Far to the left it is shut, far to the right it is wide open."""
        self.remove(self.beads)
        self.play(*self.plot.look(x=(-6, 6)), pace=PACE.normal)
        self.enter(self.valve_curve, until="valve", least=PACE.normal)
        self.swap(self.running, self.gate, pace=PACE.quick)
        shut, wide = Words("shut", ink=INK.quiet), Words("open", ink=INK.quiet)
        shut.next_to(self.plot.to_screen(-6, 0.06), (1, 1, 0), buff=0.18)
        wide.next_to(self.plot.to_screen(6, 1), (-1, 1, 0), buff=0.15)
        self.ends = Group(shut, wide)
        self.enter(shut, until="shut", least=PACE.quick)
        self.enter(wide, share=1)

    @beat
    def light_the_next_lamp(self) -> None:
        """What the valve lets through is the light of the next lamp. That is all a neuron does."""
        self.lamp.lit.set_value(0)
        self.enter(self.lamp, self.pipes[1], self.wires.opacity.to(1), pace=PACE.quick)
        self.play(self.lamp.lit.to(1), until="lamp", least=PACE.normal)

    @beat
    def turn_the_bias(self) -> None:
        """One knob is left, the bias. It shifts the sum, and so decides how easily this neuron lights up."""
        self.enter(self.bias_knob, self.bias_name, self.to_sum, pace=PACE.quick)
        self.play(self.bias.to(-4.5, rate_func=EVEN), until="shifts", least=PACE.slow)
        self.play(self.bias.to(3.5, rate_func=EVEN), until="easily", least=PACE.slow)
        self.play(self.bias.to(0, rate_func=EVEN), share=1, least=PACE.normal)

    @beat
    def name_the_neuron(self) -> None:
        """Written down: weights times lights, plus a bias, and through the valve, which we call sigma."""
        self.leave(self.total)
        law = Formula(
            "{{a : output}} = {{sigma : output_2}}"
            " ({{w : parameter}} dot {{x : input}} + {{b : parameter_2}})",
            size=76,
        )
        self.law = law.move_to((2.9, 3.2, 0))
        self.enter(self.law, until="valve", least=PACE.slow)

    # -- two knobs -----------------------------------------------------------------------------------

    @beat(chapter="Two knobs")
    def measure_petals(self) -> None:
        """Take the smallest one: a single wire. It sees how long a petal is. Here are a hundred irises."""
        self.add(*self.one)
        self.clear_stage(*self.one, self.node, self.plus, until="wire", least=PACE.normal)
        self.dissolve((*self.one, self.node, self.plus), self.axes, until="petal", least=PACE.quick)
        self.enter(self.petals, share=1, least=PACE.slow)

    @beat
    def ask_for_the_kind(self) -> None:
        """Two species. For the ones below it should say zero, for those above, one."""
        low, high = (Words(each, ink=INK.data) for each in ("versicolor", "virginica"))
        low.move_to(self.axes.to_screen(2.9, -0.4), aligned_edge=(-1, 0, 0))
        high.move_to(self.axes.to_screen(2.9, 1.2), aligned_edge=(-1, 0, 0))
        self.kinds = Group(low, high)
        self.enter(low, until="zero", least=PACE.quick)
        self.enter(high, pace=PACE.quick)
        self.enter(self.line, share=1)

    @beat
    def turn_the_weight(self) -> None:
        """It has two knobs. Turn the weight, and the curve gets steep, or even falls."""
        self.labels = Group(
            *(
                Words(name, ink=INK.parameter, **LARGE).move_to(
                    knob.at + [0.75, 0, 0], aligned_edge=(-1, 0, 0)
                )
                for name, knob in zip(("weight", "bias"), self.knobs, strict=True)
            )
        )
        self.enter(*self.knobs, self.labels, pace=PACE.quick)
        self.play(self.way.at.to(1, rate_func=EVEN), until="steep", least=PACE.normal)
        self.play(self.way.at.to(2, rate_func=EVEN), share=1, least=PACE.normal)

    @beat
    def hang_the_threads(self) -> None:
        """Every thread is a miss, and the longer, the more it costs. Their mean is one number, the loss."""
        self.enter(self.misfits, until="longer", least=PACE.normal)
        loss = Number(
            lambda: read(self.land.reading(self.way.place[None]), "f", index=0, decimals=2, name="loss"),
            ink=INK.residual, **BOLD,
        )  # fmt: skip
        self.loss = RIGHT_HEAD.write(beside(Words("loss", ink=INK.quiet, **LARGE), loss))
        self.enter(self.loss, share=1)

    @beat
    def lay_out_the_landscape(self) -> None:
        """Two knobs make a plane, and the loss is a height over it. There it is: your mountain."""
        self.hill.relief.set_value(0.01)
        self.enter(self.hill, until="plane", least=PACE.normal)
        self.enter(self.hiker, pace=PACE.quick)
        self.play(self.hill.relief.to(2.4), until="There", least=PACE.slow)
        along, up = (self.hill.to_screen(np.array(each)) for each in ((3.0, -5.0), (-4.0, 2.5)))
        self.edges = Group(
            Words("weight", ink=INK.parameter).next_to(along, (-1, -1, 0), buff=0.45),
            Words("bias", ink=INK.parameter).next_to(up, (-1, 0, 0), buff=0.2),
        )
        self.enter(self.edges, pace=PACE.quick)

    @beat
    def move_the_hiker(self) -> None:
        """Every setting of the knobs is a place on it. Turn the bias, and the hiker walks along."""
        self.enter(self.trail, pace=PACE.quick)
        self.play(self.way.at.to(3, rate_func=EVEN), least=PACE.slow)

    @beat
    def walk_downhill(self) -> None:
        """And now the other way round. Let her walk downhill, and it is the knobs that turn."""
        self.enter(self.compass, pace=PACE.quick)
        self.play(self.way.at.to(self.way.last, rate_func=hasten(6.0)), least=2 * PACE.grand)

    @beat
    def count_the_right_ones(self) -> None:
        """Ninety-three of a hundred are right. Nobody told it how to tell irises apart. It walked."""
        told = self.seen()
        count = Words(
            "<right> of <all> right", size=SIZE.title, ink=INK.model,
            right=read(told, "correct", name="right"), all=read(self.pairs, "n", name="irises"),
        )  # fmt: skip
        self.count = count.move_to((-3.5, 2.95, 0))
        self.leave(self.misfits, *self.knobs, self.labels, self.edges)
        self.enter(self.count, self.petals.ringed.to(1), until="right", least=PACE.quick)
        self.play(*self.hill.look(azimuth=-10), share=1, rate_func=EVEN)

    # -- all the knobs -------------------------------------------------------------------------------

    @beat(chapter="All the knobs")
    def put_thirty_two(self) -> None:
        """One neuron asks one question. So take thirty-two, and give each a wire from every lamp."""
        right = (self.hill, self.hiker, self.trail, self.loss, self.compass)
        left = (self.axes, self.petals, self.line, self.kinds, self.count)
        self.dissolve((*left, *right), (self.thumb, self.lamps, self.hidden), pace=PACE.normal)
        self.first_wires.grown.set_value(0)
        self.enter(self.first_wires, share=1, least=PACE.normal)

    @beat
    def add_ten_more(self) -> None:
        """And ten more that listen to those, one for each digit. That is a network."""
        self.enter(self.answers, self.names, until="listen", least=PACE.quick)
        self.last_wires.grown.set_value(0)
        self.enter(self.last_wires, share=1, least=PACE.normal)

    @beat
    def run_it_forward(self) -> None:
        """Let light run through. Layer by layer, sum and valve, sum and valve, and out comes an answer."""
        self.play(self.hidden.lit.to(1), until="sum and valve", least=PACE.normal)
        self.play(self.answers.lit.to(1), share=1, least=PACE.normal)

    @beat
    def hear_the_answer(self) -> None:
        """It says five. Wrong. But of course: nobody has turned its knobs yet."""
        best = int(np.argmax(self.read.out[0]))
        place = self.columns[2][best]
        said = read(self.read, "says", index=0, name="digit that it says")
        self.verdict = Words("says <five>", ink=INK.residual, five=said, **BOLD)
        self.verdict.move_to((LAST + 1.2, place[1], 0), aligned_edge=(-1, 0, 0)).stand_on(self.names[best])  # type: ignore[arg-type]  # Words
        self.ring = Circle(0.36, color=INK.residual, stroke_width=STROKE.bold).move_to((*place, 0))
        self.enter(self.ring, self.verdict, until="five", least=PACE.quick)
        label = read(self.digits, "label", index=THREE, name="digit that was meant")
        self.meant = Words("<three>", ink=INK.exact, three=label, **BOLD).next_to(
            self.thumb, (0, -1, 0), buff=0.3
        )
        self.enter(self.meant, until="course", least=PACE.quick)

    @beat
    def hang_the_knobs(self) -> None:
        """Every wire has a knob, and so has every neuron. Hang them all on a wall."""
        self.wall.hung.set_value(0)
        self.swap((self.thumb, self.meant, self.lamps), self.wall, pace=PACE.quick)
        self.leave(
            self.first_wires, self.last_wires, self.hidden, self.answers, self.names,
            self.verdict, self.ring, self.wall.hung.to(1, rate_func=linear), least=PACE.grand,
        )  # fmt: skip

    @beat
    def count_the_knobs(self) -> None:
        """A matrix of weights and a bias, for each layer. Together: two thousand four hundred and ten."""
        counts = [
            Number(read(self.net, "parts", index=k, name=f"knobs, part {k + 1}"), ink=INK.parameter,
                   align="center", **LARGE)
            for k in range(4)
        ]  # fmt: skip
        for number, (left, right) in zip(counts, self.wall.edges, strict=True):
            number.shift(np.array([(left + right) / 2, -2.2, 0.0]) - number.strut.points[0])
        self.counts = Group(*counts)
        self.enter(counts[0], counts[2], until="weights", least=PACE.quick)
        self.enter(counts[1], counts[3], until="bias", least=PACE.quick)
        whole = Words("<n> knobs", ink=INK.parameter, n=read(self.net, "n_params", name="knobs"), **BOLD)
        self.whole = whole.move_to((0, -2.64, 0))
        self.enter(self.whole, until="ten", least=PACE.quick)

    @beat
    def turn_one_knob(self) -> None:
        """Turn one of them, and hold all others. The loss over ten digits draws a curve: a slice."""
        self.leave(self.whole, self.counts, self.wall.opacity.to(0.35))
        self.play(self.wall.aside.to(1), self.wall.grown.to(0.47), pace=PACE.normal)
        self.enter(self.to_knob, self.knob, self.cut, self.wall.opacity.to(1), pace=PACE.quick)
        self.enter(self.here, pace=PACE.quick)
        self.play(self.turned.to(-4, rate_func=EVEN), until="others", least=PACE.normal)
        self.slice.grown.set_value(0)
        self.add(self.slice)
        self.play(
            self.turned.to(4, rate_func=linear), self.slice.grown.to(1, rate_func=linear), least=PACE.slow
        )

    @beat
    def see_the_slice(self) -> None:
        """You know this from the tin can. One knob at a time, it is a curve with a slope."""
        self.play(self.turned.to(0, rate_func=EVEN), until="time", least=PACE.normal)
        slope = Number(read(self.slopes, "flat", index=LIT, digits=2, name="slope"), ink=INK.slope, **LARGE)
        self.slope = beside(Words("slope", ink=INK.slope, **LARGE), slope)
        self.slope.move_to((SLICES.right, 2.3, 0), aligned_edge=(1, 0, 0))
        self.enter(self.tangent, self.slope, share=1)

    @beat
    def draw_the_others(self) -> None:
        """Another knob, another slice, and all of them run through the same place: here, where you stand."""
        self.leave(self.tangent, self.slope)
        self.enter(self.fan, share=1, least=PACE.grand)

    @beat
    def say_it(self) -> None:
        """So a network is just a function with a lot of knobs. And its landscape has a direction for every
        one."""
        self.play(FadeOut(self.knob), FadeOut(self.to_knob), pace=PACE.quick)
        whole = Words("<n> directions", ink=INK.output, n=read(self.net, "n_params", name="knobs"), **BOLD)
        self.whole = whole.move_to((-3.45, -1.6, 0))
        self.enter(self.whole, until="direction", least=PACE.quick)

    @beat
    def ask_for_the_compass(self) -> None:
        """No eye will ever see it. But a hiker in the dark only needs a compass. Who builds one for this
        many directions?"""
        self.leave(self.fan, self.slice, self.cut, self.here)
        self.way.at.set_value(len(BY_HAND) - 1)
        self.compass.scale(3.9 / self.compass.height).move_to((3.75, 1.2, 0))
        self.two = Words("two directions", ink=INK.output, **BOLD)
        self.two.move_to((3.75, -1.8, 0)).stand_on(self.whole)
        self.enter(self.compass, self.two, until="compass", least=PACE.normal)
        self.play(self.way.at.to(len(BY_HAND) + 1), share=1)
