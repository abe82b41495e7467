"""Lecture 19: forward, backward and update in twenty lines that run, and a check that proves them right."""

from __future__ import annotations

from typing import Any

import numpy as np
from l19_pictures import CONCEPTS, FOOT, LOW, SOFTMAX, SUMS, TANH, Carpet, Gap, Sheets, Strike, Stripe
from l19_pictures import error_axes
from l19_pictures import name_of, names_below, side_of, spread_out, the_wave
from manim import FadeOut, Group, linear
from manim.utils.rate_functions import ease_in_out_sine as EVEN

from calc_core import load_digits, networks
from visuals import INK, PACE, SIZE, Axes, Box, Dial, Lecture, Line, Listing, Sized
from visuals import Number, Page, Words, beat, beside, over_steps, plate, read

ROWS = slice(400, 432)  # of the file: thirty-two digits that anybody can read
HIDDEN, SEED, RATE, STEPS = 32, 0, 0.2, 101
PRINTED = (0, 10, 20, 40, 100)  # rounds whose loss is printed
LOST = ("A.T @ dZ", "A @ dZ")  # the transpose that is deleted
GRAIN = 1e-8  # no rounding makes a slope as wrong as that
LOOP = ("A, P =", "losses.append", "slopes =", "knobs = up")  # its four lines

CODE, STEP, LOOPED = Box(-6.7, -2.95, 6.7, 3.66), Box(-6.7, -2.95, 6.7, -1.0), Box(-6.7, -0.1, 4.4, 3.66)
CLOSE = Box(-6.2, 1.6, -1.5, 2.8)  # for the part of a line that draws just now, and that which is broken
GLASS = Box(-2.6, -0.9, 4.0, 0.9)
LOSSES, BESIDE = Box(-3.6, -2.3, -0.75, -0.4), Box(-5.35, -2.3, 3.9, 0.95)
PLOT = Box(-5.35, -2.35, 6.6, 1.05)
LARGE, BOLD = Sized(size=SIZE.large), Sized(size=SIZE.title)


class CodeIt(Lecture, Sheets):
    title = "Twenty lines of Python"
    goal = "Forward, backward and update fit in twenty lines, and a gradient check proves them right."
    poster = "add_digit_by_digit"
    layers = (
        "network code spoiled step loop wall flight x w1 b1 a p w2 b2 y dz dw2 db2 da dw1 db1 stairs crossing"
        " crossing_2 hinge hinge_a hinge_2 fall curve lost_curve check carpet glass large strike gap mark"
    )

    # -- data and pictures ---------------------------------------------------------------------------

    def set_stage(self) -> None:
        self._set_data()
        self._set_digits()
        self._set_forward()
        self._set_backward()
        self._set_code()
        self._set_plots()

    def _set_data(self) -> None:
        """Run the text, trace it, and run a copy that has lost a transpose."""
        digits = load_digits()
        order = np.argsort(digits.label[ROWS], kind="stable")  # zeros first: right answers make stairs
        self.X, self.label = digits.ink[ROWS][order], digits.label[ROWS][order]
        given: dict[str, Any] = {"hidden": HIDDEN, "rate": RATE, "steps": STEPS, "seed": SEED}
        self.whole = networks.run_tiny(self.X, self.label, checked=32, **given)
        lost = self.whole.source.replace(*LOST)
        self.broken = networks.run_tiny(self.X, self.label, source=lost, checked=32, **given)
        self.trace = networks.trace_tiny(
            self.X, self.label, every=(SOFTMAX, TANH, "W1", "b1", "W2.T", "b2"), **given
        )
        self.was = self.trace.values
        net = networks.MLP((64, HIDDEN, 10)).init(SEED)
        self.network, self.waves = the_wave(net, self.X, self.label)

    def _set_code(self) -> None:
        """The text, its broken copy, and the names of what stands beside them."""
        code: dict[str, Any] = {"concepts": CONCEPTS, "snug": True}
        source, broken = read(self.whole, "source"), read(self.broken, "source")
        self.code = Listing(source, typed=0.0, box=CODE, size=38.0, **code)
        self.step = Listing(source, typed=18.0, box=STEP, size=38.0, **code)
        self.loop = Listing(source, box=LOOPED, size=32.0, **code)
        self.spoiled = Listing(broken, box=CODE, size=38.0, **code)
        self.close = [Listing(part, box=CLOSE, size=70.0, **code) for part in ("X.T @ dA", LOST[0])]
        self.large = Listing(LOST[0], box=GLASS, size=110.0, **code)
        self.large_lost = Listing(LOST[1].replace("@", "  @"), box=GLASS, size=110.0, **code)
        self.strike = Strike(self.large, LOST[0], ".T")
        self.glass = Gap(self.code, self.code.line_of(LOST[0]), LOST[0], LOST[0], ink=INK.output)
        self.gap = Gap(self.large, 0, LOST[0], ".T")
        self.mark = Gap(self.code, self.code.line_of(LOST[0]), LOST[0], ".T", below=True)
        tiles = {"X": self.x, "W1": self.w1, "A": self.a, "W2": self.w2, "P": self.p, "Y": self.y}
        tiles |= {"dZ": self.dz, "dA": self.da}
        self.names = {name: name_of(tile, name, self.trace) for name, tile in tiles.items()}
        right = {"aligned_edge": np.array([1.0, 0.0, 0.0])}
        for name, tile, aside, y in (
            ("W1", self.w1, 0.42, 3.42), ("b1", self.b1, 0.14, FOOT), ("b2", self.b2, 0.14, FOOT)
        ):  # fmt: skip
            said = self.names.get(name, Words(name, ink=INK.parameter))
            self.names[name] = said.move_to((tile.box[0] - aside, y, 0), **right)
            if tile is not self.w1:  # zeros are dark: a frame tells where they lie
                self.names[name] = Group(said, Stripe(tile, lambda: 0, across=True, ink=INK.parameter))

    def _set_plots(self) -> None:
        """The loss over the rounds, and how far off every knob's slope is."""
        self.fall = Axes(
            x=(0, 100), y=(0, 2.6), box=LOSSES, x_ticks=(0, 50, 100), y_ticks=(0, 1, 2), y_name="loss"
        )
        self.curve, self.lost_curve = (
            Line(
                self.fall, np.arange(STEPS), run.losses, ink=ink, width=6, reach=Dial(0.0),
                series=(over_steps(name, run, loss="losses"),),
            )
            for name, run, ink in (("run", self.whole, INK.output), ("broken", self.broken, INK.minus))
        )  # fmt: skip
        x, self.parts = spread_out([self.was[each].size for each in ("W1", "b1", "W2", "b2")], 60)
        self.check = error_axes(x[-1], PLOT)
        self.carpet = Carpet(x, np.stack([self.whole.errors, self.broken.errors]), on=self.check)

    def _type(self, words: str) -> list[Any]:
        """Animations that type all lines up to the one that holds `words`, and let it run."""
        return [self.code.typed.to(self.code.line_of(words) + 1.0, rate_func=linear), *self._go(words)]

    def _go(self, words: str, code: Listing | None = None) -> list[Any]:
        """Animations that let the line with `words` run."""
        code = code or self.code
        line = float(code.line_of(words))
        if code.lit.get_value() == 0:
            code.running.set_value(line)  # nobody saw where the bar was
        return [code.running.to(line), code.lit.to(1)]

    def _come_near(self, scale: float, **length: Any) -> None:
        """Look closer at the lower right, above the captions."""
        self.look(at=((1 - 1 / scale) * 64 / 9, LOW - 0.06 + 3 / scale), scale=scale, **length)

    # -- the question --------------------------------------------------------------------------------

    @beat(chapter="The question")
    def remember_the_wave(self) -> None:
        """One wave, backwards through the network, and every single knob knows its slope."""
        self.enter(self.network, pace=PACE.quick)
        self.add(*self.waves)
        for wave, share in zip(self.waves, (0.3, 1.0), strict=True):
            self.play(wave.grown.to(1, rate_func=linear), share=share, least=PACE.normal)

    @beat
    def ask_to_write_it(self) -> None:
        """It looks like a lot of machinery. Could you write it down, so that a computer does it?"""
        self.heading = Words(self.title, size=SIZE.title).move_to((0, 0.5, 0))
        self.dissolve((self.network, *self.waves), self.heading, share=1)

    @beat
    def scroll_through(self) -> None:
        """You could. In twenty lines, all of them. And each of them is going to draw what it computes."""
        self.leave(self.heading, pace=PACE.quick)
        self.enter(self.code, pace=1 / 15)
        last = len(self.code.lines)
        self.play(self.code.typed.to(last), self.code.top.to(last - 12), rate_func=EVEN, share=0.8)
        count = Words("<n> lines", ink=INK.output, n=read(self.whole, "n_lines", name="lines"), **BOLD)
        self.count = count.move_to((4.6, self.code.place(self.code.line_of("for _"))[1], 0))
        self.enter(self.count, share=1)

    # -- forward -------------------------------------------------------------------------------------

    @beat(chapter="Forward")
    def take_digits(self) -> None:
        """Take thirty-two digits that people wrote, each of them eight by eight squares of ink."""
        self.leave(self.count, self.code.grown.to(0), pace=PACE.quick)
        self.code.pose(typed=0.0, top=3.0, grown=1.0)
        self.enter(self.wall, until="digits", least=PACE.quick)
        self.play(self.wall.settled.to(1), share=1)

    @beat
    def unroll_them(self) -> None:
        """Unroll every picture into one long row. Thirty-two rows of sixty-four numbers: that is X."""
        self.add(self.flight)
        self.play(self.flight.flown.to(1, rate_func=linear), until="numbers", least=PACE.slow)
        self.swap(FadeOut(self.flight), self.x, pace=PACE.quick)
        self.enter(self.names["X"], share=1)

    @beat
    def hang_up_the_wires(self) -> None:
        """Forward takes X and all the knobs. W one: for every pixel a row, for every neuron a column."""
        self.play(*self._type("def forward"), until="knobs", least=PACE.normal)
        self.enter(self.w1, self.names["W1"], share=1)

    @beat
    def swing_the_side(self) -> None:
        """May they be multiplied? Swing over the inner side: sixty-four here, sixty-four there. It fits."""
        self.play(*self._type("np.tanh"), until="multiplied", least=PACE.normal)
        in_its_way = [FadeOut(self.names[each]) for each in ("X", "W1")]
        self.enter(self.hinge, in_its_way, pace=PACE.quick)
        self.play(self.hinge.swung.to(1, rate_func=EVEN), until="there", least=PACE.normal)
        self.enter(self.inner, share=1)

    @beat
    def cross_a_row(self) -> None:
        """One row times one column, square by square, all added up: that lights one lamp, for one digit."""
        self.leave(self.hinge, self.inner, pace=PACE.quick)
        self.a.filled.set_value(1 / 1024)
        self.enter(self.crossing, self.names["X"], self.names["W1"], until="column", least=PACE.quick)
        self.add(self.adding.pose(grown=0))
        self.play(self.adding.grown.to(1, rate_func=linear), until="up", least=PACE.slow)
        told = Number(read(self.one_sum, "partial", index=(-1, 0, 0), decimals=2, name="sum"), ink=INK.output)
        self.total = told.next_to(self.adding, (0, -1, 0), buff=0.2)
        self.enter(self.total, self.a, share=1)

    @beat
    def meet_every_column(self) -> None:
        """Every row meets every column. A thousand such sums, and the code for them is one at sign."""
        sums = read(self.trace, "entries", given=[SUMS], name="sums")
        self.sums = Words("<n> sums", ink=INK.output, n=sums, **LARGE).move_to((2.5, 1.2, 0))
        self.leave(self.adding, self.total, pace=PACE.quick)
        self.enter(self.sums, pace=PACE.quick)
        self.play(self.a.filled.to(0.25, rate_func=linear), share=0.6, least=PACE.normal)
        self.play(self.a.filled.to(1), self.crossing.grown.to(0), share=1, least=PACE.normal)

    @beat
    def bend_them(self) -> None:
        """Add the biases to every row, zeros so far. Then tanh, the valve, bends every sum to between minus
        one and one."""
        self.remove(self.crossing)
        self.leave(self.sums, pace=PACE.quick)
        self.enter(self.b1, self.names["b1"], pace=PACE.quick)
        self.add(self.added_to)
        self.play(self.biased.to(31, rate_func=linear), until="row", least=PACE.normal)
        self.leave(self.added_to, pace=PACE.quick)
        self.enter(self.bend.axes, self.bend, self.names["A"], until="tanh", least=PACE.quick)
        self.play(self.bent.to(1), share=1)

    @beat
    def hang_up_the_second(self) -> None:
        """Once more. The lamps are the rows now, and W two hangs above. Thirty-two here, thirty-two there."""
        gone = (self.w1, self.b1, *(self.names[each] for each in ("W1", "b1", "A")))
        self.leave(self.bend, self.bend.axes, *gone, pace=PACE.quick)
        self.play(*self._type("A @ W2"), until="rows", least=PACE.normal)
        self.enter(self.w2, self.names["W2"], until="above", least=PACE.quick)
        self.enter(self.hinge_a, pace=PACE.quick)
        self.play(self.hinge_a.swung.to(1, rate_func=EVEN), until="there", least=PACE.normal)
        self.enter(self.inner_2, share=1)

    @beat
    def score_them(self) -> None:
        """Ten columns. So every digit gets ten scores, one for each answer. Add the biases, and that's Z."""
        self.leave(self.hinge_a, self.inner_2, pace=PACE.quick)
        self.p.filled.set_value(1 / 320)
        self.enter(self.crossing_2, self.p, self.names["A"], until="columns", least=PACE.quick)
        self.play(self.p.filled.to(1, rate_func=linear), until="answer", least=PACE.slow)
        self.enter(self.crossing_2.grown.to(0), self.b2, self.names["b2"], share=1)
        self.remove(self.crossing_2)

    @beat
    def make_them_chances(self) -> None:
        """Raise e to each, divide by the row's sum, and every row adds up to one. Those are chances."""
        self.leave(self.x, self.names["X"], *self._type("np.exp"), self.sharp.to(1), pace=PACE.normal)
        self.enter(self.row_lengths, until="each", least=PACE.quick)
        self.play(*self._type("return A"), self.sharp.to(2), until="one", least=PACE.normal)
        self.enter(self.names["P"], share=1)

    @beat
    def want_stairs(self) -> None:
        """The digits lie sorted, zeros on top. So the right answers are a staircase, Y. And P is mush."""
        gone = (self.w2, self.b2, self.a, *(self.names[each] for each in ("W2", "b2", "A")))
        self.leave(self.row_lengths, self.code, self.wall, *gone, pace=PACE.quick)
        self.enter(self.x, self.names["X"], pace=PACE.quick)
        self._come_near(1.85, pace=PACE.slow)
        self.enter(self.y, self.names["Y"], until="staircase", least=PACE.normal)

    # -- backward ------------------------------------------------------------------------------------

    @beat(chapter="Backward")
    def subtract_the_stairs(self) -> None:
        """Now backward. Say what is wrong with each answer: P minus Y. Every missing stair glows."""
        self.leave(self.names["Y"], self.met.to(1, rate_func=EVEN), until="wrong", least=PACE.normal)
        self.dissolve((self.p, self.y, self.names["P"]), (self.dz, self.names["dZ"]), until="minus")
        self.look(pace=PACE.slow)
        self.add(self.code.pose(top=10.0, typed=10.0, grown=1.0, lit=0.0))
        self.add(self.wall)
        self.play(self.wall.grown.to(1), *self._type("(P - Y)"), share=1, least=PACE.normal)

    @beat
    def fail_to_fit(self) -> None:
        """Send it back through W two. But ten squares meet thirty-two. It doesn't fit."""
        self.play(*self._type("W2.T"), until="through", least=PACE.normal)
        self.leave(self.code, self.wall, self.names["dZ"], pace=PACE.quick)
        self._come_near(1.5, pace=PACE.normal)
        self.enter(self.w2, pace=PACE.quick)
        self.enter(self.hinge_2, pace=PACE.quick)
        self.play(self.hinge_2.swung.to(1, rate_func=EVEN), until="thirty-two", least=PACE.normal)
        self.enter(self.misfit, share=1)

    @beat
    def turn_it_over(self) -> None:
        """So turn the matrix over. Dot T: rows become columns. Now ten meet ten."""
        self.leave(self.misfit, self.hinge_2.swung.to(0), pace=PACE.quick)
        self.play(self.w2.turned.to(1, rate_func=EVEN), until="columns", least=PACE.slow)
        self.play(self.hinge_2.swung.to(1, rate_func=EVEN), pace=PACE.normal)
        self.enter(self.refit, share=1)

    @beat
    def pass_the_blame(self) -> None:
        """Every neuron gets its share of the blame, times one minus its square: the slope of the valve."""
        self.leave(self.hinge_2, self.refit, pace=PACE.quick)
        self.look(pace=PACE.normal)
        self.enter(self.code, self.wall, pace=PACE.quick)
        self.da.filled.set_value(0)
        self.add(self.da)
        self.play(self.da.filled.to(1, rate_func=linear), until="blame", least=PACE.normal)
        self.enter(self.names["dA"], self.names["dZ"], pace=PACE.quick)
        self.play(self.let_through.to(1), share=1)

    @beat
    def turn_over_the_digits(self) -> None:
        """X turns over as well. Now every digit is a column, and its blame is a row."""
        self.leave(self.w2, self.names["X"], pace=PACE.quick)
        self.play(*self._type("X.T @ dA"), pace=PACE.normal)
        self.swap(self.code, self.close[0], pace=PACE.quick)
        self.play(self.x.turned.to(1, rate_func=EVEN), until="column", least=PACE.normal)
        self.enter(*self.stripes, self.digit.to(0), share=1)

    @beat
    def add_digit_by_digit(self) -> None:
        """Column times row is a whole sheet of slopes. Thirty-two digits, thirty-two sheets, and add."""
        self.add(self.dw1, self.db1)
        self.play(self.added.to(32, rate_func=linear), self.digit.to(32, rate_func=linear), least=PACE.grand)

    @beat
    def match_the_shapes(self) -> None:
        """And look at its shape: it's that of W one. Of course. A slope for every knob."""
        self.leave(*self.stripes, self.x, pace=PACE.quick)
        self.enter(self.w1, self.names["W1"], share=0.6)
        self.leave(self.w1, share=1)

    @beat
    def do_the_same_again(self) -> None:
        """The lamps, turned over, do the same for W two. Four lines, and the whole wave is in them."""
        gone = (self.dw1, self.db1, self.da, self.names["dA"], self.names["W1"], self.close[0])
        self.leave(*gone, pace=PACE.quick)
        self.enter(self.a, self.close[1], pace=PACE.quick)
        self.play(self.a.turned.to(1, rate_func=EVEN), until="over", least=PACE.normal)
        self.add(self.dw2, self.db2)
        self.play(self.added_2.to(32, rate_func=linear), until="two", least=PACE.normal)
        left = (self.a, self.dw2, self.db2, self.dz, self.names["dZ"], self.wall, self.close[1])
        self.leave(*left, pace=PACE.quick)
        self.code.lit.set_value(0)
        self.set_view(at=(-0.75, 2.3), scale=1.1)  # the stage is empty
        self.enter(self.code, share=1)

    # -- training ------------------------------------------------------------------------------------

    @beat(chapter="Training")
    def take_a_step(self) -> None:
        """Update is the walk downhill: every knob takes a small step against its own slope."""
        self.leave(self.code, pace=PACE.quick)
        self.set_view(at=(0.0, 0.0))
        slopes, knobs = (self.dw1, self.db1, self.dw2, self.db2), (self.w1, self.b1, self.w2, self.b2)
        self.enter(*slopes, self.step.pose(top=16.0, grown=0.0), *self._go("return [k", self.step))
        self.a.turned.set_value(0)
        self.w2.turned.set_value(0)
        self.dissolve(slopes, knobs, until="knob", least=PACE.quick)
        self.play(self.round.to(1), share=1)

    @beat
    def write_the_loop(self) -> None:
        """And training is a loop: forward, note the loss, backward, update. Four lines, a hundred times."""
        self.x.turned.set_value(0)
        self.leave(self.step, pace=PACE.quick)
        self.enter(self.loop.pose(top=20.0, grown=0.0))
        self.enter(self.x, self.a, self.p, *self._go(LOOP[0], self.loop), until="forward", least=PACE.quick)
        for words, said in zip(LOOP[1:], ("loss", "backward", "update"), strict=True):
            self.play(*self._go(words, self.loop), until=said, least=PACE.quick)

    @beat
    def run_it(self) -> None:
        """Run it. Round after round it prints the loss, and the loss falls."""
        page = Page(-5.6, -0.4, side="numbers", gap=0.22)
        told = [Number(read(self.whole, "losses", index=step, decimals=3)) for step in PRINTED]
        steps = [Words(str(step), ink=INK.quiet) for step in PRINTED]
        self.printed = page.write(*zip(steps, told, strict=True))
        self.round.set_value(0)
        self.enter(self.fall, self.curve, pace=PACE.quick)
        for step, line in zip(PRINTED[1:], self.printed, strict=False):
            dials = (self.round.to(step, rate_func=linear), self.curve.reach.to(step, rate_func=linear))
            self.enter(line, *dials, pace=PACE.normal)
        self.enter(self.printed[-1], pace=PACE.quick)

    @beat
    def see_the_stairs(self) -> None:
        """And there is the staircase. Thirty-two right out of thirty-two."""
        knobs = (self.w1, self.b1, self.w2, self.b2)
        self.leave(self.loop, self.fall, self.curve, *self.printed, *knobs, pace=PACE.quick)
        self._come_near(1.85, pace=PACE.slow)
        right = read(self.trace, "correct", given=[SOFTMAX], index=STEPS - 1, name="right")
        said = Words(
            "<a> of <b>", ink=INK.output, a=right, b=side_of(self.trace, "X", "rows"), size=SIZE.body
        )
        self.right = said.move_to((3.2, FOOT - 0.25, 0))
        self.enter(self.stairs, self.right, until="right", least=PACE.quick)

    # -- the proof -----------------------------------------------------------------------------------

    @beat(chapter="The proof")
    def doubt_it(self) -> None:
        """But a falling loss proves nothing. Are these slopes right, all of them?"""
        self.leave(self.x, self.a, self.p, self.stairs, self.right, pace=PACE.quick)
        self.set_view(at=(0.0, 0.0))
        self.code.pose(typed=14.0, top=10.0, lit=0.0)
        self.enter(self.code, self.check, share=1)

    @beat
    def nudge_every_knob(self) -> None:
        """Nudge every knob by itself, and compare. Each dot is a knob: how far off is its slope?"""
        self.enter(self.carpet, until="dot", least=PACE.slow)
        self.part_names = names_below(self.check, {"W1": self.parts[0], "W2": self.parts[2]})
        self.enter(self.part_names, share=1)

    @beat
    def see_it_green(self) -> None:
        """All of them lie at ten to the minus sixteen. That's rounding, and nothing else. Green."""
        self.verdict = self._verdict(self.whole, INK.curvature)
        self.enter(self.verdict, until="sixteen", least=PACE.quick)

    @beat
    def delete_a_turn(self) -> None:
        """Now break it. Delete one dot T. The lamps make a square, so nothing complains."""
        self.leave(self.verdict, *self._go(LOST[0]), pace=PACE.quick)
        self.enter(self.glass, self.large, until="break", least=PACE.quick)
        self.strike.pose(grown=0.0)
        self.enter(self.strike, until="dot T", least=PACE.normal)
        self.swap((self.strike, FadeOut(self.large)), self.large_lost, pace=PACE.quick)
        self.spoiled.pose(top=10.0, typed=14.0, running=13.0, lit=1.0)
        self.enter(self.gap, pace=PACE.quick)
        self.leave(self.code, self.glass, pace=PACE.quick)
        self.enter(self.spoiled, self.mark, share=1)

    @beat
    def watch_it_learn(self) -> None:
        """It runs. It even learns, nearly as fast as before. You would never notice."""
        self.leave(self.large_lost, self.gap, self.check, self.carpet, self.part_names, pace=PACE.quick)
        self.fall.fit(BESIDE)
        ends = [self.fall.to_screen(STEPS - 1.0, run.last_loss) for run in (self.whole, self.broken)]
        said = Words("with .T", ink=INK.output), Words("without .T", ink=INK.minus)
        for words, end, up in zip(said, ends, (-0.1, 0.2), strict=True):
            words.move_to((end[0] + 0.2, end[1] + up, 0), aligned_edge=np.array([-1.0, 0.0, 0.0]))
        self.ends = said
        self.enter(self.fall, self.curve, said[0], pace=PACE.quick)
        self.add(self.lost_curve)
        self.play(self.lost_curve.reach.to(STEPS - 1, rate_func=linear), until="before", least=PACE.normal)
        self.enter(said[1], share=1)

    @beat
    def see_it_orange(self) -> None:
        """But the check does. Three hundred and twenty knobs jump, all of them in W two. There's your bug."""
        self.leave(self.fall, self.curve, self.lost_curve, *self.ends, pace=PACE.quick)
        self.enter(self.check, self.carpet, self.part_names, pace=PACE.quick)
        self.play(self.carpet.broken.to(1), until="jump", least=PACE.normal)
        count = read(self.broken, "n_above", given=[GRAIN], name="slopes that are wrong")
        self.verdict = self._verdict(self.broken, INK.minus)
        self.wrong = Words("<n> slopes", ink=INK.minus, n=count, **LARGE)
        self.wrong.next_to(self.verdict, (0, 1, 0), buff=0.3)
        self.enter(self.verdict, self.wrong, share=1)

    @beat
    def put_it_back(self) -> None:
        """Put the turn back, and check again. Green."""
        self.leave(self.verdict, self.wrong, self.mark, pace=PACE.quick)
        self.swap(FadeOut(self.spoiled), self.code, until="back", least=PACE.quick)
        self.verdict = self._verdict(self.whole, INK.curvature)
        self.play(self.carpet.broken.to(0), until="again", least=PACE.normal)
        self.enter(self.verdict, share=1)

    @beat
    def say_it(self) -> None:
        """So training is four lines in a loop. And the check is your proof."""
        self.round.set_value(0)
        self.leave(self.check, self.carpet, self.part_names, self.code, pace=PACE.quick)
        self.loop.pose(grown=1.0)
        moved = self.verdict.animate.move_to([-3.4, -1.7, 0])
        tiles = (self.x, self.w1, self.b1, self.a, self.w2, self.b2, self.p)
        self.enter(self.loop, *tiles, moved, pace=PACE.quick)
        for words, step in zip(LOOP, (25, 50, 75, 100), strict=True):
            self.play(*self._go(words, self.loop), self.round.to(step), pace=PACE.quick)
        self.enter(self.stairs, share=1)

    @beat
    def hand_over(self) -> None:
        """These thirty-two it knows by heart. Now let it see fifteen hundred, and watch what it learns."""
        self.wall.settled.set_value(0)
        tiles = (self.x, self.w1, self.b1, self.a, self.w2, self.b2, self.p)
        away = (self.loop, self.verdict, self.stairs, *tiles)
        self.dissolve(away, self.wall, until="heart", least=PACE.normal)
        self.dissolve(self.wall, self.many, share=0.6, least=PACE.normal)
        count = Words("<n> digits", n=read(self.learn, "n", name="digits to learn from"), **BOLD)
        self.enter(Group(plate(count), count).move_to((0, 0.4, 0)), share=1)

    def _verdict(self, run: networks.TinyRun, ink: str) -> Any:
        """The largest error, in the middle of the plot."""
        fine = run is self.whole
        worst = read(run, "rel_error", digits=1 if fine else 2, scientific=fine, name="largest error")
        row = beside(Words("largest error", ink=INK.quiet, **LARGE), Number(worst, ink=ink, **BOLD))
        return row.move_to((-0.2, self.check.to_screen(0, 1e-8)[1], 0))
