"""Lecture 18: nudges run forward one by one; one wave runs back from the loss and finds every slope at once."""

from __future__ import annotations

import numpy as np
from l18_pictures import AgreementBars, Links, Ribbon, RunSquares, Wall, from_the_right
from manim import Circle, FadeOut, Group, Indicate, linear
from manim.utils.rate_functions import ease_in_out_sine as EVEN

from calc_core import gradient_descent, load_digits, load_iris_petals, networks
from visuals import INK, PACE, SIZE, STROKE, Axes, Box, Dial, Lecture, Reading, Walk, beat, read
from visuals import Compass, Currents, Formula, Halos, Neurons, NudgeRun, Number, Plan, Rucksack
from visuals import Carried, Wave, Wires, Words, beside, hasten, layer_columns
from visuals.kit.tools import rope_team

THREE = 13  # row of the file of digits: the three of lecture 17
SIZES, SEED = (64, 32, 10), 0
FIRST = 64 * 32 + 32  # of the wall's knobs, the one that is nudged by hand; those after it follow
BY_HAND, TURN = 240, 0.1
SMALLEST = networks.MLP((1, 1, 1), activation="sigmoid", output="linear", theta=[0.8, 0, 2.0, 0])
THREAD = ([0.9], [0.2])  # what the smallest network sees, and what it should say
SMALL = networks.MLP(
    (2, 3, 2), activation="sigmoid", output="sigmoid",
    theta=[2.1, 2.3, 1.6, -2.8, -2.7, -1.0, 0, 0, 0, 1.7, -1.0, 1.9, 1.9, -2.6, 2.8, 0, 0],
)  # fmt: skip
SEEN, WANTED = [0.9, 0.6], [1.0, 0.0]
ORDER = [1, 4, 0, 2, 3, 5, 9, 10, 11, 12, 13, 14]  # of its wires, as they are nudged
VALVE, LAST = (0, 2), 2  # the wire and the neuron whose sums are shown

LARGE, BOLD = {"size": SIZE.large}, {"size": SIZE.title}
CLOSE = 3.1  # how much closer one knob is looked at
STATIONS = np.array([-5.7, -2.85, 0.0, 2.85, 5.7])
AHEAD, MIDDLE, BACK = 2.25, 0.35, -1.7  # heights: the ribbons, and what the links are
LAMP = 0.42
HEAD, FOOT = 3.3, -2.72


class Backprop(Lecture):
    title = "Nudges flowing backwards"
    goal = "One wave from the loss backwards gives the slope of every knob, for the price of about one run."
    poster = "sweep_the_wall"
    layers = (
        "links ahead back wires to_loss found ghost run wave carried lamps loss_lamp rings halos scan wall"
        " squares axes nudged complex"
    )

    # -- data and pictures ---------------------------------------------------------------------------

    def set_stage(self) -> None:
        self._set_wall()
        self._set_thread()
        self._set_small()
        self._set_check()

    def _set_wall(self) -> None:
        """The wall of lecture 17, its slopes, and the compass with two directions."""
        digits = load_digits()
        self.net = networks.MLP(SIZES, activation="sigmoid").init(SEED)
        ink, label = digits.ink[THREE : THREE + 1], digits.label[THREE : THREE + 1]
        self.slopes = self.net.backward(ink, label)
        self.work = networks.count_operations(SIZES)
        self.turned = Dial(0.0)
        turns = np.linspace(0.0, TURN, 11)
        self.slice = networks.knob_slices(self.net, ink, label, [FIRST], turns)
        target = networks.MLP(SIZES).targets(label)[0]
        by_hand = np.arange(FIRST, FIRST + BY_HAND)
        self.by_hand = networks.forward_nudges(self.net, ink[0], target, by_hand)
        look = {"cell": 0.163, "gap": 0.34, "middle": (0.0, 0.62)}
        one_by_one = np.full(self.net.n_params, 2.0)  # later than the sweep lasts
        one_by_one[by_hand] = np.linspace(0.0, 1.0, BY_HAND)
        found = self.slopes.flat.copy()
        found[by_hand] = self.by_hand.slopes
        self.scan = Wall(
            self.net, self._theta, found, order=one_by_one, beside=(-3.45, 1.95, 0.47), front=0.012, **look
        )
        right = from_the_right(self.scan.hooks)
        self.wall = Wall(self.net, self._theta, self.slopes.flat, order=right, front=0.09, **look)
        pairs = networks.petal_pairs(load_iris_petals())
        land = networks.neuron_loss(pairs.x, pairs.y, bounds=((-4, 10), (-5, 5.5)))
        path = gradient_descent(land, (-3.0, 4.0), learning_rate=1.0, tol=1e-3)
        self.way = Walk(path)
        told = land.reading(path.x)
        steepest = float(np.linalg.norm(told.gradient, axis=1).max())
        self.compass = Compass(told, self.way, steepest=steepest)
        self.compass.scale(3.9 / self.compass.height).move_to([3.75, 1.2, 0])

    def _theta(self) -> np.ndarray:
        """All knobs as they stand now."""
        theta = self.net.theta.copy()
        theta[FIRST] += self.turned.get_value()
        return theta

    def _loss(self) -> Reading:
        """The loss, one knob turned as far as it is now."""
        place = self.turned.get_value() / TURN * (len(self.slice.turns) - 1)
        return read(self.slice, "first", at=place, decimals=4, name="loss")

    def _set_thread(self) -> None:
        """A network of one neuron a layer, its links, and a nudge on its way through them."""
        self.chain = chain = networks.loss_along(SMALLEST, *THREAD)
        once = SMALLEST.forward([THREAD[0]])
        self.links = Links(chain, STATIONS, reach=(BACK - 1.2, AHEAD + 0.85))
        look = {"stations": STATIONS, "unit": 1.0}
        self.ahead = Ribbon(chain.ahead, y=AHEAD, ink=INK.gradient, **look)
        self.back = Ribbon(chain.back, y=BACK, ink=INK.output, back=True, **look)
        places = np.array([[STATIONS[0], MIDDLE], [STATIONS[2], MIDDLE], [STATIONS[3], MIDDLE]])
        lights = np.array([THREAD[0][0], once.a[1][0, 0], once.out[0, 0]])
        self.beads = Neurons(places, lights, radius=0.36)
        self.strings = Wires(places[:1], places[1:2], SMALLEST.layers()[0][0], most=2.0, width=14)
        self.strings_2 = Wires(places[1:2], places[2:], SMALLEST.layers()[1][0], most=2.0, width=14)

    def _set_small(self) -> None:
        """A network of twelve wires, a nudge for each, and the wave."""
        inputs, hidden, answers = layer_columns(SMALL.sizes, (-5.4, -2.0, 3.2, 2.4), apart=2.2)
        self.plan = plan = Plan((inputs, hidden, answers), np.array([5.9, 0.2]))
        told = SMALL.forward([SEEN])
        self.nudges = networks.forward_nudges(SMALL, SEEN, WANTED, ORDER)
        self.routes = networks.backward_routes(SMALL, SEEN, WANTED)
        layers = SMALL.layers()
        self.wires = Group(
            *(
                Wires(plan.columns[k], plan.columns[k + 1], layers[k][0], most=2.8, width=11, least=0.0)
                for k in range(2)
            )
        )
        ends = np.reshape(plan.loss, (1, 2))
        self.to_loss = Wires(answers, ends, np.ones((2, 1)), width=3, faint=0.5, inks=(INK.quiet, INK.quiet))
        self.lamps = Group(
            *(
                Neurons(place, lit[0], radius=LAMP)
                for place, lit in zip(plan.columns, (*told.a, told.out), strict=True)
            )
        )
        ring = Circle(LAMP, color=INK.output, stroke_width=STROKE.normal)
        self.loss_lamp = Group(
            ring.set_fill(INK.ground, opacity=1).move_to([*plan.loss, 0]),
            Formula("{{L : output}}", **BOLD).move_to([*plan.loss, 0]),
        )
        self.run = NudgeRun(plan, self.nudges, most=1.0, width=13)
        self.ghost = NudgeRun(plan, self.nudges, most=1.0, width=13)
        self.rings = Group(
            *(
                Halos(plan.columns[c], lambda c=c: self.run.moved(c), radius=LAMP, ink=INK.gradient)
                for c in (1, 2)
            )
        )
        steepest = max(float(np.abs(each).max()) for each in self.routes.slopes)
        self.by_run = np.zeros(SMALL.n_params)
        self.by_run[ORDER] = self.nudges.slopes
        self.by_run = np.concatenate([self.by_run[:6], self.by_run[9:15]])
        places = [ORDER.index(k) for k in (*range(6), *range(9, 15))]
        self.lit = lambda: np.clip((self.run.clock.get_value() - np.array(places) - 0.8) / 0.2, 0, 1)
        spans = lambda: np.stack([1 - self.lit(), np.ones(12)], axis=1)  # noqa: E731
        self.found = Currents(np.concatenate(plan.wires), self.by_run, spans, most=steepest, width=15)
        self.wave = Wave(plan, self.routes, most=steepest, width=15)
        self.carried = Carried(self.wave, most=2.6, width=15)
        self.halos = Group(*(Halos(plan.columns[c], self.wave.deltas(c), radius=LAMP) for c in (1, 2)))

    def _set_check(self) -> None:
        """How closely nudging agrees with the wave, and what both cost."""
        subset = [*range(6), *range(9, 15)]
        rows = ([SEEN], [WANTED])
        central = networks.gradient_check(SMALL, *rows, method="central", subset=subset)
        self.exact = networks.gradient_check(SMALL, *rows, subset=subset)
        self.agreed = [networks.agreement(each) for each in (central, self.exact)]
        self.axes = Axes(
            x=(-0.7, 11.7), y=(1e-17, 1), box=Box(-5.6, -2.4, 6.4, 2.9), log="y", x_ticks=(),
            y_ticks=(1, 1e-4, 1e-8, 1e-12, 1e-16), y_name="difference",
        )  # fmt: skip
        self.nudged = AgreementBars(self.agreed[0], on=self.axes, aside=-0.2, ink=INK.input)
        self.complex = AgreementBars(self.agreed[1], on=self.axes, aside=0.2, ink=INK.output)
        self.squares = RunSquares(self.work, box=Box(-6.6, -2.6, 2.6, 3.5), columns=62, at=(3.6, 0.5))

    # -- the question --------------------------------------------------------------------------------

    @beat(chapter="The question")
    def ask_the_wall_again(self) -> None:
        """A compass for two directions, that you have. But who builds one for a wall like this?"""
        self.scan.aside.set_value(1)
        self.scan.grown.set_value(0.47)
        self.add(self.scan)
        self.enter(self.compass, pace=PACE.normal)
        self.play(self.way.at.to(3), until="have", least=PACE.normal)
        self.leave(FadeOut(self.compass), self.scan.aside.to(0), self.scan.grown.to(1), until="wall")
        count = read(self.net, "n_params", name="knobs")
        self.title_words = Words("<n> knobs", n=count, ink=INK.parameter, **BOLD).move_to([0, FOOT + 0.1, 0])
        self.enter(self.title_words, share=1)

    @beat
    def turn_one_knob(self) -> None:
        """One way you know. Go up close, turn a single knob a little, and run the whole network."""
        self.leave(self.title_words)
        at = self.scan.hooks[FIRST]
        self.look(at=(at[0] + 1.35, at[1] - 0.72), scale=CLOSE, until="close", least=PACE.slow)
        place = self.scan.hooks[FIRST + 9]
        number = Number(self._loss, size=SIZE.title / CLOSE * 0.86, ink=INK.output)
        self.loss = beside(Words("loss", size=SIZE.large / CLOSE, ink=INK.quiet), number)
        self.loss.move_to([place[0] + 0.52, at[1] - 1.62, 0], aligned_edge=[-1, 0, 0])
        self.enter(self.loss, pace=PACE.quick)
        self.play(self.turned.to(TURN, rate_func=EVEN), share=1, least=PACE.slow)

    @beat
    def light_it(self) -> None:
        """The loss has risen a bit. That is one slope, and this knob lights up with it."""
        self.play(self.scan.swept.to(0.013), until="slope", least=PACE.normal)
        self.play(self.turned.to(0))

    @beat
    def turn_the_next(self) -> None:
        """Then the next one, and the whole network again. Red: the loss climbs. White: it falls."""
        self.leave(self.loss)
        self.play(self.scan.swept.to(0.22, rate_func=linear), share=1)

    @beat
    def count_the_runs(self) -> None:
        """Two thousand four hundred and ten runs, for one single reading. And then the hiker takes one
        step."""
        self.look(until="hundred", least=PACE.slow)
        counter = lambda: read(self.by_hand, "counts", index=self.scan.n_found, name="runs")  # noqa: E731
        runs = Number(counter, ink=INK.text, **BOLD)
        of = Words("of <n> runs", ink=INK.quiet, n=read(self.net, "n_params", name="runs to do"), **BOLD)
        self.count = beside(runs, of).move_to([0, FOOT + 0.1, 0])
        self.enter(self.count, self.scan.swept.to(0.4, rate_func=linear), until="runs")
        self.play(self.scan.swept.to(1, rate_func=linear))

    # -- one thread ----------------------------------------------------------------------------------

    @beat(chapter="One thread")
    def take_the_smallest(self) -> None:
        """Take the smallest network there is. A lamp, a wire, a neuron, a wire, an answer, and its loss."""
        self.clear_stage()
        self.strings.grown.set_value(0)
        self.strings_2.grown.set_value(0)
        self.enter(self.beads, until="smallest", least=PACE.normal)
        self.enter(self.strings, self.strings_2, until="answer", least=PACE.normal)
        lamp = self.loss_lamp.copy().move_to([STATIONS[4], MIDDLE, 0])
        self.end = lamp
        self.enter(lamp, share=1)

    @beat
    def see_the_links(self) -> None:
        """Between the knob and the loss stand four links, and each has a rate. Nudges go through all."""
        said = [
            Number(read(self.chain, "rates", index=k, decimals=2, name=name), ink=INK.slope, **LARGE)
            for k, name in enumerate(("light", "slope of the valve", "weight", "miss"))
        ]
        names = ("light", "valve", "weight", "miss")
        middles = self.links.middles
        self.rates = Group(
            *(
                beside(Formula("times", ink=INK.quiet), number).move_to([x, MIDDLE - 0.28, 0])
                for number, x in zip(said, middles, strict=True)
            )
        )
        self.names = Group(
            *(
                Words(name, ink=INK.quiet).move_to([x, MIDDLE + 0.34, 0])
                for name, x in zip(names, middles, strict=True)
            )
        )
        self.leave(self.strings, self.strings_2, pace=PACE.quick)
        self.enter(self.links, self.names, until="links", least=PACE.normal)
        self.enter(self.rates, share=1)

    @beat
    def send_a_nudge(self) -> None:
        """Nudge the first knob. The light passes nine tenths of it, the valve only a fifth."""
        self.ahead.grown.set_value(0)
        self.add(self.ahead)
        self.play(self.ahead.grown.to(0.25, rate_func=EVEN), until="tenths", least=PACE.normal)
        self.play(self.ahead.grown.to(0.5, rate_func=EVEN), share=1, least=PACE.normal)

    @beat
    def reach_the_loss(self) -> None:
        """The weight doubles it, the miss adds a little, and it arrives. Gears in a row: rates multiply."""
        self.play(self.ahead.grown.to(0.75, rate_func=EVEN), until="doubles", least=PACE.normal)
        self.play(self.ahead.grown.to(1, rate_func=EVEN), until="arrives", least=PACE.normal)
        slope = Number(read(self.chain, "product", decimals=3, name="slope"), ink=INK.gradient, **LARGE)
        self.product = slope.move_to([STATIONS[4] + 0.75, AHEAD + 0.6, 0])
        self.enter(self.product, share=1)

    @beat
    def start_at_the_loss(self) -> None:
        """But a product doesn't care where you begin. So begin at the loss, with one, and go back."""
        self.back.grown.set_value(0)
        self.add(self.back)
        self.play(self.back.grown.to(0.25, rate_func=EVEN), until="one", least=PACE.slow)
        self.play(self.back.grown.to(0.5, rate_func=EVEN), share=1, least=PACE.normal)

    @beat
    def come_out_the_same(self) -> None:
        """The same four rates, from right to left. And out comes the same number."""
        self.play(self.back.grown.to(1, rate_func=EVEN), until="left", least=PACE.slow)
        slope = Number(read(self.chain, "back", index=0, decimals=3, name="slope"), ink=INK.output, **LARGE)
        self.product_2 = slope.move_to([STATIONS[0] + 0.1, BACK + 0.75, 0])
        self.enter(self.product_2, share=1)

    @beat
    def notice_what_it_passed(self) -> None:
        """Then why bother? Because on its way back, it has passed every other knob as well."""
        self.play(Indicate(self.product, color=INK.gradient), Indicate(self.product_2, color=INK.output),
                  until="bother", least=PACE.normal)  # fmt: skip
        self.leave(self.ahead, self.product)
        self.play(self.back.grown.to(0, rate_func=linear), pace=PACE.quick)
        self.play(self.back.grown.to(1, rate_func=EVEN), share=1)

    # -- all the wires -------------------------------------------------------------------------------

    @beat(chapter="Twelve wires")
    def lay_out_the_net(self) -> None:
        """Now let roads branch. Two lamps, three neurons, two answers: twelve wires between them."""
        self.clear_stage()
        for each in (*self.wires, self.to_loss):
            each.grown.set_value(0)
        self.enter(self.lamps, until="three", least=PACE.normal)
        self.add(self.wires)
        self.enter(*(w.grown.to(1) for w in self.wires), self.loss_lamp, self.to_loss, share=1)

    @beat
    def nudge_one_wire(self) -> None:
        """Nudge this wire. The neuron behind it stirs, and passes it on, to both of the answers."""
        self.play(*(w.opacity.to(0.3) for w in self.wires), pace=PACE.quick)
        self.add(self.run, self.rings)
        self.play(self.run.clock.to(0.29, rate_func=linear), until="stirs", least=PACE.normal)
        self.play(self.run.clock.to(0.56, rate_func=linear), share=1, least=PACE.normal)

    @beat
    def add_the_routes(self) -> None:
        """So it reaches the loss by two routes. One pulls down, one pushes up. You know what to do: add."""
        self.play(self.run.clock.to(0.8, rate_func=linear), until="routes", least=PACE.normal)
        routes = [
            Number(read(self.nudges, "routes", index=(0, k), decimals=2, signed=True, name=f"route {k + 1}"),
                   ink=INK.gradient, **LARGE)
            for k in range(2)
        ]  # fmt: skip
        for number, up in zip(routes, (1.72, -1.5), strict=True):
            number.move_to([4.95, up, 0])
        self.two = Group(*routes)
        self.enter(routes[0], until="down", least=PACE.quick)
        self.enter(routes[1], until="up", least=PACE.quick)
        total = read(self.nudges, "slopes", index=0, decimals=2, signed=True, name="slope")
        self.total = Number(total, ink=INK.gradient, **BOLD).move_to([5.95, -0.62, 0])
        self.enter(self.total, share=1)

    @beat
    def keep_the_slope(self) -> None:
        """That is this wire's slope, and we paint it: wider means steeper. One run, one wire."""
        self.add(self.found)
        self.play(self.run.clock.to(1, rate_func=linear), until="steeper", least=PACE.normal)
        self.leave(self.two, self.total)
        runs = lambda: read(self.nudges, "counts", index=self.run.done, name="runs")  # noqa: E731
        self.count = beside(Words("runs", ink=INK.quiet, **LARGE), Number(runs, **BOLD))
        self.count.move_to([5.6, HEAD - 0.1, 0])
        self.enter(self.count, share=1)

    @beat
    def walk_the_same_road(self) -> None:
        """Now the wire below. It meets the same neuron, and from there on, it walks the very same road."""
        self.ghost.clock.set_value(1)
        self.ghost.opacity.set_value(0)
        self.add(self.ghost)
        self.play(self.run.clock.to(1.29, rate_func=linear), until="neuron", least=PACE.normal)
        self.play(self.run.clock.to(1.8, rate_func=linear), share=1, least=PACE.slow)

    @beat
    def run_them_all(self) -> None:
        """Twelve wires, twelve runs, and the last stretch is walked over and over. What a waste."""
        self.play(self.run.clock.to(12, rate_func=hasten(2.0)), until="over", least=PACE.grand)
        self.leave(self.run, *self.rings)

    @beat(chapter="One wave")
    def turn_around(self) -> None:
        """So turn around. All roads end at the loss. Start there, once, and walk them backwards."""
        self.leave(self.found, self.count)
        self.add(self.wave, self.carried, self.halos)
        self.play(
            Indicate(self.loss_lamp, scale_factor=1.3, color=INK.output), until="loss", least=PACE.normal
        )
        self.play(self.wave.front.to(0.7, rate_func=linear), share=1, least=PACE.normal)

    @beat
    def reach_the_answers(self) -> None:
        """Gold reaches the answers first: how far each one is off. Call it delta, and leave it there."""
        self.play(self.wave.front.to(1, rate_func=linear), until="first", least=PACE.quick)
        self.deltas = Group(
            *(
                Number(self._delta(k),
                       ink=INK.output, **LARGE).move_to([x + 0.1, y + s, 0])
                for k, ((x, y), s) in enumerate(zip(self.plan.columns[2], (0.95, -0.95), strict=True))
            )
        )  # fmt: skip
        self.enter(self.deltas, share=1)

    def _delta(self, k: int) -> Reading:
        """What the wave leaves at an answer."""
        return read(self.routes, "last", index=k, decimals=2, signed=True, name="delta")

    @beat
    def light_the_last_wires(self) -> None:
        """Every wire here is now one product away. The gold at its end, times the light at its start."""
        self.play(self.wave.front.to(1.5, rate_func=linear), share=0.5, least=PACE.normal)
        i, j = LAST, 1
        said = {
            "d": self._delta(j),
            "a": read(self.routes, "last_lamps", index=i, decimals=2, name="light"),
            "s": read(self.routes, "last_slopes", index=(i, j), decimals=2, signed=True, name="slope"),
        }
        self.line = Words("<d> × <a> = <s>", ink=INK.text, **LARGE, **said).move_to([1.1, FOOT, 0])
        self.enter(self.line, share=1)

    @beat
    def carry_it_back(self) -> None:
        """And the gold itself moves on, back along the wires. Where two roads meet, it adds up."""
        self.leave(self.line, self.deltas)
        self.play(self.wave.front.to(2, rate_func=linear), share=1, least=PACE.slow)

    @beat
    def light_the_first_wires(self) -> None:
        """Through the valve, and there's the next delta. It serves every wire that ends here. Nothing is
        walked twice."""
        self.play(self.wave.front.to(2.2, rate_func=linear), until="delta", least=PACE.quick)
        self.play(self.wave.front.to(3, rate_func=linear), share=1, least=PACE.slow)

    @beat
    def once_more_in_one_go(self) -> None:
        """Once more, in one go. A single wave, and all twelve wires have their slope."""
        self.play(self.wave.opacity.to(0), self.carried.opacity.to(0), *(h.opacity.to(0) for h in self.halos),
                  pace=PACE.quick)  # fmt: skip
        self.wave.front.set_value(0)
        for each in (self.wave, self.carried, *self.halos):
            each.opacity.set_value(1)
        self.play(self.wave.front.to(3, rate_func=EVEN), share=1, least=PACE.slow)

    # -- name it -------------------------------------------------------------------------------------

    @beat(chapter="The rope team")
    def write_delta(self) -> None:
        """Written down. Take the deltas behind, back through the weights, and times the slope of the
        valve."""
        self.play(self.wave.front.to(1), pace=PACE.normal)
        law = Formula(
            "{{delta_1 : output}} = ({{W_2^top : parameter}} {{delta_2 : output_2}}) dot.o {{sigma' : slope}}",
            size=54,
        )
        self.law = law.move_to([-3.0, HEAD + 0.05, 0])
        self.enter(self.law, self.wave.front.to(2, rate_func=EVEN), until="weights", least=PACE.slow)

    @beat
    def write_the_slopes(self) -> None:
        """And a wire's slope: delta at its end, times light at its start. That's all of backpropagation."""
        law = Formula(
            "{{(partial L)/(partial W_1) : gradient}} = {{delta_1 : output}} {{x^top : text}}", size=48
        )
        self.law_2 = law.move_to([3.4, HEAD - 0.02, 0])
        self.enter(self.law_2, self.wave.front.to(3, rate_func=EVEN), until="start", least=PACE.slow)

    @beat
    def check_it(self) -> None:
        """Should we believe it? Nudge all twelve after all, and compare. A longer bar: more digits agree."""
        self.clear_stage()
        self.enter(self.axes, pace=PACE.quick)
        self.nudged.grown.set_value(0)
        self.add(self.nudged)
        self.play(self.nudged.grown.to(1), until="compare", least=PACE.slow)
        self.tell = Words("nudged", ink=INK.input, **LARGE).move_to([-4.0, FOOT - 0.0, 0])
        self.enter(self.tell, share=1)

    @beat
    def check_it_better(self) -> None:
        """A better ruler, the complex step, agrees to sixteen digits. Both say the same as the wave."""
        self.complex.grown.set_value(0)
        self.add(self.complex)
        self.play(self.complex.grown.to(1), until="sixteen", least=PACE.slow)
        worst = read(self.agreed[1], "worst", scientific=True, digits=1, name="largest difference")
        self.tell_2 = Words("complex step: <w>", ink=INK.output, w=worst, **LARGE).move_to([1.6, FOOT, 0])
        self.enter(self.tell_2, share=1)

    @beat
    def back_to_the_wall(self) -> None:
        """So back to the wall. One run forward. And now, from the loss, one wave."""
        self.clear_stage()
        self.enter(self.wall, until="wall", least=PACE.normal)

    @beat
    def sweep_the_wall(self) -> None:
        """Two thousand four hundred and ten slopes. Every knob knows which way is up."""
        self.play(self.wall.swept.to(1, rate_func=linear), until="slopes", least=PACE.grand)

    @beat
    def count_the_work(self) -> None:
        """Each square is a run that nudging needs. The wave: one run forward, and a bit more than one
        back."""
        self.clear_stage()
        self.squares.grown.set_value(0)
        self.enter(self.squares, until="needs", least=PACE.slow)
        self.play(self.squares.told.to(1), until="back", least=PACE.normal)

    @beat
    def pack_the_rope_team(self) -> None:
        """Each lamp hands it to the next, like climbers on a rope. Into the rucksack, rope team."""
        self.clear_stage()
        self.sack = Rucksack(("magnifying glass", "compass and boots"), height=5.2).move_to([2.6, 0.4, 0])
        team = rope_team().scale(4.2).move_to([-3.6, 0.5, 0])
        self.enter(self.sack, team, until="climbers", least=PACE.normal)
        self.swap(team, self.sack.pack("rope team", coming_from=team), share=1, least=PACE.slow)

    @beat
    def hand_over(self) -> None:
        """One compass reading, for any number of directions. Can you write it down? Twenty lines of
        Python."""
        self.play(FadeOut(self.sack), pace=PACE.normal)
        self.ask = Words("20 lines", size=SIZE.title).move_to([0, 0.5, 0])
        self.enter(self.ask, share=1)
