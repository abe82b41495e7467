"""Lecture 18: nudges run forward one by one; one wave runs back from the loss and finds every slope."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
from l18_pictures import SLOWLY, RunSquares, SmallNet, counted, first_lines, link_icons
from l18_pictures import link_words, small_net, two_directions, two_walls
from manim import FadeIn, FadeOut, Group, linear
from manim.utils.rate_functions import ease_in_out_sine as EVEN

from calc_core import load_digits, networks
from visuals import INK, PACE, SIZE, AgreementBars, Axes, Box, Dial, Lecture, Options, Reading, beat, read
from visuals import Carried, Formula, Knob, Links, Listing, Neurons, Number, Plan, Ribbon, Rucksack, Sized
from visuals import RunningNet, Tiles, Wave, Wires, Words, beside, layer_columns
from visuals.kit.tools import rope_team

THREE = 13  # row of the file of digits: the three of lecture 17
SIZES, SEED = (64, 32, 10), 0
FIRST = 64 * 32 + 32  # of the wall's knobs, the one that is nudged by hand; those after it follow
BY_HAND, TURN = 240, 0.1
THREAD_KNOBS = (0.94, 0.0, 2.0, 0.0)
THREAD = ([0.9], [0.2])  # what the smallest network sees, and what it should say
SMALL_KNOBS = (2.1, 2.3, 1.6, -2.8, -2.7, -1.0, 0, 0, 0, 1.6, -1.0, 1.9, 1.9, -2.6, 2.8, 0, 0)
SEEN, WANTED = [0.9, 0.6], [1.0, 0.0]
WEIGHTS = [*range(6), *range(9, 15)]  # of its knobs, those on wires
ORDER = [1, 4, 0, 2, 3, 5, 9, 10, 11, 12, 13, 14]  # in which they are nudged
SHOWN = (2, 1)  # the wire whose product is written out

LARGE, BOLD = Sized(size=SIZE.large), Sized(size=SIZE.title)
CLOSE, CLOSER = 2.6, 9.0  # how much closer the first knob is looked at, and the two runs
STATIONS = np.array([-5.6, -2.8, 0.0, 2.8, 5.6])
AHEAD, MIDDLE, BACK, HEAD, FOOT = 2.3, 0.5, -1.72, 3.15, -2.62  # heights: ribbons, links between, words
WEIGHED = ("({{W_2^top : parameter}}", "{{delta_2 : output}})")
DELTA = ("{{delta_1 : output}} =", *WEIGHED, "dot.o {{sigma' : slope}}")
SLOPE = "{{(partial L)/(partial W_1) : gradient}} = {{delta_1 : output}} x^top"
PRODUCT = "{{<gold> : output}} × <light> = {{<slope> : gradient}}"


class Backprop(Lecture):
    title = "Nudges flowing backwards"
    goal = "One wave from the loss backwards gives the slope of every knob, for the price of about one run."
    poster = "set_fire"
    layers = (
        "links ahead back wires to_loss found ghost run wave carried big net_back net_wave loss_lamp spark"
        " rings lamps halos aside scan wall row golden squares axes nudged complex"
    )

    # -- data and pictures ---------------------------------------------------------------------------

    def set_stage(self) -> None:
        self._set_wall()
        self._set_network()
        self._set_thread()
        self._set_small()
        self._set_check()

    def _set_wall(self) -> None:
        """The wall of lecture 17, its slopes, and the compass with two directions."""
        self.digits = load_digits()
        self.net = networks.MLP(SIZES, activation="sigmoid").init(SEED)
        self.ink, label = self.digits.ink[THREE], self.digits.label[THREE : THREE + 1]
        self.slopes = self.net.backward(self.ink[None], label)
        self.turned, self.push, self.target = Dial(0.0), Dial(0.0), self.net.targets(label)[0]
        self.slice = networks.knob_slices(self.net, self.ink[None], label, [FIRST], np.linspace(0, TURN, 11))
        by_hand = np.arange(FIRST, FIRST + BY_HAND)
        self.by_hand = networks.forward_nudges(self.net, self.ink, self.target, by_hand)
        self.scan, self.wall = two_walls(self.net, self._theta, self.by_hand, self.slopes.flat)
        above = self.wall.hooks[: SIZES[0] * SIZES[1] : SIZES[1]] + [0.0, 0.24]
        self.row = Neurons(above, self.ink, radius=0.07, lit=0.0)
        left, delta = self.wall.hooks[SIZES[0] * SIZES[1] : FIRST] - [0.25, 0.0], self.slopes.deltas[0][0]
        self.golden = Neurons(left, delta / np.abs(delta).max(), radius=0.07, ink=INK.output)
        self.compass, self.way = two_directions()
        self.compass.move_to((3.75, 1.2, 0))
        self.way.at.set_value(2)

    def _theta(self) -> np.ndarray:
        """All knobs as they stand now."""
        theta = self.net.theta.copy()
        theta[FIRST] += self.turned.get_value()
        return theta

    def _loss(self) -> Reading:
        """The loss, one knob turned as far as it is now."""
        place = self.turned.get_value() / TURN * (len(self.slice.turns) - 1)
        return read(self.slice, "first", at=place, decimals=4, name="loss")

    def _set_network(self) -> None:
        """The network of that wall: small beside one knob, and large before the wave."""
        small = layer_columns(SIZES, (7.25, 0.9, 8.6, 3.08))
        self.aside = RunningNet(self.net, self.ink, small, radii=(0.0135, 0.019, 0.035), widths=(0.33, 0.55))
        large = layer_columns(SIZES, (-5.0, -2.75, 4.2, 3.5), apart=0.62)
        self.big = RunningNet(self.net, self.ink, large, radii=(0.042, 0.06, 0.11), widths=(1.0, 1.7))
        self.image = Tiles(np.array([[-6.2, 0.6]]), self.ink.reshape(1, 8, 8), size=(1.2, 1.2))
        routes = networks.backward_routes(self.net, self.ink, self.target)
        plan = Plan(large, np.array([6.1, 0.375]))
        steepest = float(np.abs(routes.slopes[1]).max())
        look: dict[str, Any] = {"power": 0.5, "comet_size": 0.15}
        self.net_wave = Wave(plan, routes, most=steepest, width=4.0, glow=0.03, **look)
        self.net_back = Carried(self.net_wave, most=1.0, width=6.0, glow=0.05, **look)

    def _set_thread(self) -> None:
        """A network of one neuron a layer, its links, and a nudge on its way through them."""
        (x, y), smallest = THREAD, small_net((1, 1, 1), "linear", THREAD_KNOBS)
        self.chain, self.thread = networks.loss_along(smallest, x, y), smallest.backward([x], [y])
        look: Options = {"stations": STATIONS, "unit": 1.0}
        self.links = Links(STATIONS, reach=(BACK - 1.25, AHEAD + 0.65))
        self.ahead = Ribbon(self.chain.ahead, y=AHEAD, ink=INK.gradient, **look)
        self.back = Ribbon(self.chain.back, y=BACK, ink=INK.output, back=True, **look)
        places = np.stack([STATIONS[[0, 2, 3]], np.full(3, MIDDLE)], axis=1)
        said = smallest.forward([x]).out[0, 0]
        self.beads = Neurons(places, np.array([*self.chain.lamps, said]), radius=0.4)
        ends = zip(places, places[1:], smallest.layers(), strict=False)
        self.strings = [Wires(a[None], b[None], w, most=2.0, width=14) for a, b, (w, _) in ends]
        weight = lambda: THREAD_KNOBS[0] + 0.5 * self.push.get_value()  # noqa: E731
        self.knob = Knob(weight, at=(-6.3, AHEAD, 0), full=3.0, radius=0.44, armed=0)
        self.icons = link_icons(self.chain, self.links.middles, 1.18)

    def _set_small(self) -> None:
        """A network of twelve wires, a nudge for each, and the wave."""
        self.twelve = net = small_net((2, 3, 2), "sigmoid", SMALL_KNOBS)
        self.nudges = networks.forward_nudges(net, SEEN, WANTED, ORDER)
        self.routes = networks.backward_routes(net, SEEN, WANTED)
        self.small = small = SmallNet(net, net.forward([SEEN]), self.nudges, self.routes)
        self.wires, self.to_loss, self.lamps = small.wires, small.to_loss, small.lamps
        self.loss_lamp, self.begun, self.spark = small.loss, small.begun, small.spark
        self.run, self.ghost, self.rings, self.found = small.run, small.ghost, small.rings, small.found
        self.wave, self.halos, self.carried = small.wave, small.halos, small.carried

    def _set_check(self) -> None:
        """How closely nudging agrees with the wave, and what both cost."""
        check: Any = partial(networks.gradient_check, self.twelve, [SEEN], [WANTED], subset=WEIGHTS)
        self.agreed = [networks.agreement(check(method=each)) for each in ("central", "complex")]
        self.axes = Axes(
            x=(-0.7, 11.7), y=(1e-17, 1), box=Box(-5.7, -2.1, 6.5, 3.25), log="y", x_ticks=(),
            y_ticks=(1, 1e-4, 1e-8, 1e-12, 1e-16),
        )  # fmt: skip
        self.nudged = AgreementBars(self.agreed[0], on=self.axes, aside=-0.19, ink=INK.input)
        self.complex = AgreementBars(self.agreed[1], on=self.axes, aside=0.19, ink=INK.output)
        self.work = networks.count_operations(SIZES)
        self.squares = RunSquares(self.work, box=Box(-6.6, -2.75, 2.9, 3.5), columns=61, at=(4.75, 0.9))

    # -- the question --------------------------------------------------------------------------------

    @beat(chapter="The question")
    def ask_the_wall_again(self) -> None:
        """A compass for two directions, that you have. But who builds one for a wall like this?"""
        self.scan.aside.set_value(1)
        self.scan.grown.set_value(0.47)
        whole = Words("<n> directions", ink=INK.output, n=read(self.net, "n_params", name="knobs"), **BOLD)
        two = Words("two directions", ink=INK.output, **BOLD).move_to((3.75, -1.8, 0))
        self.asked = Group(whole.move_to((-3.45, -1.6, 0)).stand_on(two), two)
        self.add(self.scan)
        self.enter(self.compass, self.asked, self.way.at.to(3), until="have", least=PACE.normal)
        large = (self.scan.aside.to(0), self.scan.grown.to(1), self._dimmed())
        self.leave(FadeOut(self.compass), self.asked, *large, until="wall", least=PACE.slow)
        self.heading = Words(self.title, **BOLD).move_to((0, FOOT, 0))
        self.enter(self.heading, share=1)

    def _dimmed(self) -> Any:
        """The wall steps back while it moves: so many knobs would flicker."""
        return self.scan.opacity.to(0.05, rate_func=lambda t: min(t, 1 - t, 0.25) / 0.25)

    @beat
    def turn_one_knob(self) -> None:
        """One way you know. Go up close, turn one knob a little, and run the whole network. The loss has
        moved: one slope."""
        self.leave(self.heading)
        self.add(self.aside)
        self.look_at((7.02, 1.85), CLOSE)
        number = Number(self._loss, size=SIZE.title / CLOSE, ink=INK.output, align="center")
        number.shift(np.array([9.2, 1.8, 0]) - number.strut.points[0])
        label = Words("loss", size=SIZE.large / CLOSE, ink=INK.quiet).move_to((9.2, 2.2, 0))
        self.loss = Group(label, number)
        self.enter(self.loss, pace=PACE.quick)
        self.play(self.turned.to(TURN, rate_func=EVEN), self.aside.run(), until="moved", least=PACE.slow)
        self.play(self.scan.swept.to(self._after(1)), share=1, least=PACE.normal)

    def look_at(self, place: tuple[float, float], scale: float) -> None:
        """Look at the wall from elsewhere."""
        self.play(self.scan.opacity.to(0.05, rate_func=linear), run_time=0.8)
        self.look(at=place, scale=scale)
        self.play(self.scan.opacity.to(1, rate_func=linear), run_time=0.8)

    def _after(self, k: int) -> float:
        """Where the dial of the wall stands when k knobs have been nudged."""
        return float((self.scan.order[FIRST + k - 1] + self.scan.front) / (1.0 + self.scan.front))

    @beat
    def turn_the_next(self) -> None:
        """Then the next one, and the whole network again. Red: the loss climbs. White: it falls."""
        self.leave(self.loss, self.turned.to(0))
        for k in range(2, SLOWLY):
            self.aside.clock.set_value(0)
            self.play(self.aside.run(), pace=PACE.normal)
            self.play(self.scan.swept.to(self._after(k)), run_time=0.4)
        self.aside.clock.set_value(0)
        self.play(self.aside.run(0.8), pace=PACE.normal)
        self.play(self.scan.swept.to(self._after(50), rate_func=linear), share=1, least=PACE.slow)

    @beat
    def count_the_runs(self) -> None:
        """Two thousand four hundred and ten runs, for one single reading. And then the hiker takes one
        step."""
        counter = lambda: read(self.by_hand, "counts", index=self.scan.n_found, name="runs")  # noqa: E731
        of = Words("of <n> runs", ink=INK.quiet, n=read(self.net, "n_params", name="runs to do"), **BOLD)
        of.move_to((-0.1, FOOT, 0), aligned_edge=(-1, 0, 0))
        self.look_at((0, 0), 1.0)
        self.remove(self.aside)
        self.enter(
            counted(counter, of), self.scan.swept.to(self._after(65), rate_func=linear), pace=PACE.quick
        )
        self.play(self.scan.swept.to(1, rate_func=linear))

    # -- one thread ----------------------------------------------------------------------------------

    @beat(chapter="One thread")
    def take_the_smallest(self) -> None:
        """Take the smallest network there is. A lamp, a wire, a neuron, a wire, an answer, and its loss."""
        self.clear_stage()
        self.enter(self.beads, until="smallest", least=PACE.normal)
        self.enter(*self.strings, until="answer", least=PACE.normal)
        self.end = self.loss_lamp.copy().move_to((STATIONS[4], MIDDLE, 0))
        self.enter(self.end, share=1)

    @beat
    def see_the_links(self) -> None:
        """From the knob to the loss there are four links, and each has a rate. A nudge goes through them
        all."""
        self.words, self.rates = link_words(self.chain, self.links.middles, 0.48)
        self.leave(*self.strings, pace=PACE.quick)
        self.enter(self.links, self.knob, until="links", least=PACE.normal)
        self.enter(self.icons, self.words, until="rate", least=PACE.quick)
        self.enter(self.rates, share=1)

    @beat
    def send_a_nudge(self) -> None:
        """Nudge the first knob. The light passes nine tenths of it, the valve only a fifth."""
        self.add(self.ahead.pose(grown=0))
        self.play(self.push.to(1), self.ahead.grown.to(0.07, rate_func=EVEN), until="knob", least=PACE.quick)
        self.play(self.ahead.grown.to(0.25, rate_func=EVEN), until="tenths", least=PACE.normal)
        self.play(self.ahead.grown.to(0.5, rate_func=EVEN), share=1, least=PACE.normal)

    @beat
    def reach_the_loss(self) -> None:
        """The weight doubles it, the miss adds a little, and it arrives. Gears in a row: rates multiply."""
        self.play(self.ahead.grown.to(0.75, rate_func=EVEN), until="doubles", least=PACE.normal)
        self.play(self.ahead.grown.to(1, rate_func=EVEN), until="arrives", least=PACE.normal)
        slope = Number(read(self.chain, "product", decimals=3, name="slope"), ink=INK.gradient, **LARGE)
        self.product = slope.move_to((STATIONS[4] + 0.3, AHEAD + 0.62, 0))
        self.enter(self.product, share=1)

    @beat
    def start_at_the_loss(self) -> None:
        """But a product doesn't care where you begin. So begin at the loss, with one, and go back."""
        self.add(self.back.pose(grown=0))
        self.play(self.back.grown.to(0.1, rate_func=EVEN), until="loss", least=PACE.normal)
        one = Number(read(self.chain, "back", index=4, decimals=0, name="start"), ink=INK.output, **LARGE)
        self.one = one.move_to((STATIONS[4] + 0.1, BACK + 0.85, 0))
        self.enter(self.one, until="one", least=PACE.quick)
        self.play(self.back.grown.to(0.5, rate_func=EVEN), share=1, least=PACE.normal)

    @beat
    def come_out_the_same(self) -> None:
        """The same four rates, from right to left. And out comes the same number."""
        self.play(self.back.grown.to(1, rate_func=EVEN), until="left", least=PACE.slow)
        slope = Number(read(self.chain, "back", index=0, decimals=3, name="slope"), ink=INK.output, **LARGE)
        self.enter(slope.move_to((STATIONS[0] - 0.1, BACK + 0.62, 0)), share=1)

    @beat
    def notice_what_it_passed(self) -> None:
        """Then why bother? On its way, it has passed the other knob. The gold here, times this lamp: its
        slope."""
        self.leave(*map(FadeOut, (self.ahead, self.product, self.knob)), until="bother")
        gold = read(self.chain, "back", index=3, decimals=2, name="gold")
        light = read(self.chain, "lamps", index=1, decimals=2, name="light")
        slope = read(self.thread, "flat", index=2, decimals=2, name="slope")
        on_gold = Number(gold, ink=INK.ground, **LARGE).move_to((STATIONS[3], BACK, 0))
        self.enter(on_gold, until="gold", least=PACE.quick)
        by_lamp = Number(light, **LARGE).move_to((STATIONS[2], MIDDLE + 0.75, 0))
        self.enter(by_lamp, until="lamp", least=PACE.quick)
        told = Words(PRODUCT, gold=gold, light=light, slope=slope, **LARGE)
        self.enter(told.move_to((self.links.middles[2], HEAD + 0.17, 0)), share=1, least=PACE.normal)

    # -- all the wires -------------------------------------------------------------------------------

    @beat(chapter="Twelve wires")
    def lay_out_the_net(self) -> None:
        """Now let the roads branch. Two lamps, three neurons, two answers: twelve wires between them."""
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
        told: Options = {"decimals": 2, "signed": True}
        each = [read(self.nudges, "routes", index=(0, k), name=f"route {k + 1}", **told) for k in range(2)]
        routes = self.small.beside_routes(each)
        self.enter(routes[0], until="down", least=PACE.quick)
        self.enter(routes[1], until="up", least=PACE.quick)
        total = Number(read(self.nudges, "slopes", index=0, name="slope", **told), ink=INK.gradient, **BOLD)
        self.told = Group(*routes, total.move_to((6.05, -1.05, 0)))
        self.enter(total, share=1)

    @beat
    def keep_the_slope(self) -> None:
        """That's this wire's slope. We paint it on: wider is steeper, red climbs, broken white falls. One
        run, one wire."""
        self.add(self.found)
        painted = self.run.clock.to(1, rate_func=linear)
        self.play(FadeOut(self.told), painted, until="steeper", least=PACE.normal)
        self.enter(self.small.key, until="white", least=PACE.quick)
        runs = lambda: read(self.nudges, "counts", index=self.run.done, name="runs")  # noqa: E731
        label = Words("runs", ink=INK.quiet, **BOLD).move_to((5.0, HEAD, 0))
        self.count = Group(label, Number(runs, **BOLD).stand_beside(label))
        self.enter(self.count, share=1)

    @beat
    def walk_the_same_road(self) -> None:
        """Now the wire below. It meets the same neuron, and from there on, it walks the very same road."""
        self.ghost.opacity.set_value(0)
        self.add(self.ghost)
        self.play(self.ghost.opacity.to(0.3), until="below", least=PACE.quick)
        self.play(self.run.clock.to(1.29, rate_func=linear), until="neuron", least=PACE.normal)
        self.play(self.run.clock.to(1.8, rate_func=linear), share=1, least=PACE.slow)

    @beat
    def run_them_all(self) -> None:
        """Twelve wires, twelve runs, and the last stretch is walked over and over. What a waste."""
        self.play(self.ghost.opacity.to(0), self.run.clock.to(2, rate_func=linear), pace=PACE.normal)
        self.remove(self.ghost)
        self.play(self.run.clock.to(12, rate_func=linear), least=6.0)
        self.remove(self.run, self.rings)

    # -- one wave ------------------------------------------------------------------------------------

    @beat(chapter="One wave")
    def turn_around(self) -> None:
        """So turn around. All roads end at the loss. Start there, once, and walk them backwards."""
        self.leave(FadeOut(self.found), self.count, until="around")
        self.add(self.spark, self.wave, self.carried, self.halos)
        self.play(self.begun.to(1), until="loss", least=PACE.normal)
        self.play(self.wave.front.to(0.7, rate_func=linear), share=1, least=PACE.normal)

    @beat
    def reach_the_answers(self) -> None:
        """Gold reaches the answers first: how far each one is off. Call it delta, and leave it there."""
        self.play(self.wave.front.to(1, rate_func=linear), until="first", least=PACE.quick)
        self.deltas, self.names = self.small.beside_answers([self._delta(k) for k in range(2)])
        self.enter(self.deltas, until="off")
        self.enter(self.names[0], until="delta", least=PACE.quick)

    def _delta(self, k: int) -> Reading:
        """What the wave leaves at an answer."""
        return read(self.routes, "last", index=k, decimals=2, signed=True, name="delta")

    @beat
    def light_the_last_wires(self) -> None:
        """Every wire here is now one product away. The gold at its end, times the light at its start."""
        self.play(self.wave.front.to(1.55, rate_func=linear), until="away", least=PACE.normal)
        light = read(self.routes, "last_lamps", index=SHOWN[0], decimals=2, name="light")
        slope = read(self.routes, "last_slopes", index=SHOWN, decimals=2, signed=True, name="slope")
        told = Words(PRODUCT, gold=self._delta(SHOWN[1]), light=light, slope=slope, **LARGE)
        self.line = told.move_to((1.5, HEAD, 0))
        self.enter(self.line, until="end", least=PACE.normal)

    @beat
    def carry_it_back(self) -> None:
        """And the gold itself moves on, back along the wires. Where roads meet, it adds up."""
        self.leave(FadeOut(self.line), FadeOut(self.deltas), FadeOut(self.names[0]))
        self.play(self.wave.front.to(2, rate_func=linear), share=1, least=PACE.slow)

    @beat
    def light_the_first_wires(self) -> None:
        """Through the valve, and there's the next delta. It serves every wire that ends here. Nothing is
        walked twice."""
        self.enter(self.names[1], self.wave.front.to(2.15, rate_func=linear), until="delta")
        self.play(self.wave.front.to(3, rate_func=linear), share=1, least=PACE.slow)

    @beat
    def once_more_in_one_go(self) -> None:
        """Once more, in one go. A single wave, and all twelve wires have their slope."""
        self.play(FadeOut(self.names[1]), self.wave.front.to(0), self.begun.to(0), pace=PACE.normal)
        self.play(self.begun.to(1), pace=PACE.quick)
        self.play(self.wave.front.to(3, rate_func=EVEN), share=1, least=PACE.slow)

    # -- name it -------------------------------------------------------------------------------------

    @beat(chapter="The rope team")
    def write_delta(self) -> None:
        """Written down, backpropagation: deltas behind, back through the weights, times the valve's slope."""
        self.play(self.wave.front.to(1), pace=PACE.normal)
        self.law = beside(*(Formula(each, size=56) for each in DELTA)).move_to((-3.6, HEAD, 0))
        self.enter(self.law[2], until="behind", least=PACE.quick)
        self.enter(self.law[1], self.wave.front.to(1.8, rate_func=EVEN), until="weights", least=PACE.normal)
        self.enter(self.law[3], self.wave.front.to(2, rate_func=EVEN), share=0.9, least=PACE.normal)
        self.enter(self.law[0], pace=PACE.quick)

    @beat
    def write_the_slopes(self) -> None:
        """A wire's slope: delta at its end, times light at its start. The chain rule, well bookkept."""
        self.law_2 = Formula(SLOPE, size=42).move_to((3.6, HEAD - 0.06, 0))
        self.enter(self.law_2, self.wave.front.to(3, rate_func=EVEN), until="start", least=PACE.slow)

    @beat
    def check_it(self) -> None:
        """Should we believe it? Nudge all twelve after all. The longer a bar, the more digits agree: fifteen
        and more, with the complex step."""
        self.clear_stage()
        self.enter(self.axes, pace=PACE.quick)
        self.add(self.nudged.pose(grown=0), self.complex.pose(grown=0))
        self.play(self.nudged.grown.to(1), until="after all", least=PACE.slow)
        tell = Words("small nudges", ink=INK.input, **LARGE).move_to((-3.6, FOOT, 0))
        self.enter(tell, pace=PACE.quick)
        self.play(self.complex.grown.to(1), until="fifteen", least=PACE.slow)
        worst = read(self.agreed[1], "worst", scientific=True, digits=1, name="largest difference")
        exact = Words("complex step: off by", ink=INK.output, **LARGE).move_to((1.7, FOOT, 0)).stand_on(tell)
        self.enter(exact, Number(worst, ink=INK.output, **LARGE).stand_beside(exact), share=1)

    @beat
    def set_fire(self) -> None:
        """Now the real one, and a three. One run forward. And from the loss, one wave back."""
        self.clear_stage()
        label = read(self.digits, "label", index=THREE, name="digit that was meant")
        meant = Words("<three>", three=label, ink=INK.exact, **BOLD).next_to(self.image, (0, -1, 0), buff=0.3)
        end = self.end.move_to((*self.net_wave.plan.loss, 0))
        self.enter(self.image, meant, FadeIn(self.big), end, until="three", least=PACE.normal)
        self.play(self.big.run(0.84), until="forward", least=PACE.slow)
        self.add(self.net_back, self.net_wave)
        self.play(self.net_wave.front.to(1, rate_func=linear), pace=PACE.normal)
        self.play(self.net_wave.front.to(3, rate_func=linear), least=PACE.grand)

    @beat
    def sweep_the_wall(self) -> None:
        """Two thousand four hundred and ten slopes. Every single knob now knows which way is up."""
        self.clear_stage()
        self.enter(self.wall, pace=PACE.quick)
        self.play(self.wall.swept.to(1, rate_func=linear), least=PACE.grand)

    @beat
    def see_the_stripes(self) -> None:
        """And the stripes: a knob is the light above, times the delta beside. Where no ink was, no blame."""
        self.enter(self.row, self.row.lit.to(1), until="above", least=PACE.normal)
        self.enter(self.golden, share=0.6, least=PACE.normal)

    @beat
    def count_the_work(self) -> None:
        """Count the work. One run forward, a bit more for the wave. Nudging every knob: all this. A thousand
        times as much."""
        self.clear_stage()
        self.add(self.squares.pose(grown=0, told=0))
        self.look(at=self.squares.two, scale=CLOSER, pace=PACE.quick)
        one, back = self.squares.named(("one run", "one wave"), SIZE.large / CLOSER)
        self.enter(one, self.squares.told.to(0.5), until="forward", least=PACE.normal)
        self.enter(back, self.squares.told.to(1), until="wave", least=PACE.normal)
        self.leave(one, back)
        self.look(pace=PACE.normal)
        each = Words("each square: one run", ink=INK.gradient).move_to((4.95, 2.7, 0))
        self.enter(each, pace=PACE.quick)
        self.play(self.squares.grown.to(1), until="this", least=PACE.slow)
        saved = read(self.work, "saving", decimals=0, name="saving")
        times = Words("<n> times", ink=INK.output, n=saved, **BOLD).move_to((5.0, 0.1, 0))
        self.enter(times, pace=PACE.quick)

    @beat
    def pack_the_rope_team(self) -> None:
        """Each layer hands its delta on, like climbers on a rope. Into the rucksack with the rope team."""
        self.clear_stage()
        self.sack = Rucksack(("magnifying glass", "compass and boots"), height=5.2).move_to((2.6, 0.4, 0))
        team = rope_team().scale(4.2).move_to((-3.6, 0.5, 0))
        self.enter(self.sack, team, until="climbers", least=PACE.normal)
        self.swap(team, self.sack.pack("rope team", coming_from=team), share=1, least=PACE.slow)

    @beat
    def hand_over(self) -> None:
        """One reading, for any number of directions. Can you write that down? Twenty lines of Python."""
        self.leave(FadeOut(self.sack))
        self.law.move_to((-3.3, 2.2, 0))
        self.law_2.move_to((3.9, 2.14, 0))
        self.enter(self.law, self.law_2, until="directions", least=PACE.quick)
        look: dict[str, Any] = {"box": (-5.4, -2.2, 6.6, 0.6), "size": SIZE.large, "typed": 0}
        concepts = {"W2": "parameter", "dZ": "output", "dA": "output"}
        self.code = Listing(first_lines(3), concepts=concepts, **look)
        self.add(self.code)
        self.play(self.code.typed.to(3, rate_func=linear), share=1, least=PACE.slow)
