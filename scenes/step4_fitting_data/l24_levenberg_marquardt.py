"""Lecture 24: the arc of steps between compass and Gauss-Newton, and a grip that success turns for you."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from l24_pictures import (
    Bell,
    Columns,
    DigitWall,
    Promise,
    Swarm,
    along,
    beside_knobs,
    card,
    margin_names,
    veil,
)
from manim import FadeOut, Group, linear
from manim.utils.rate_functions import ease_in_out_sine as EVEN

from calc_core import contours, fitting, load_heights, load_nist, sample_grid
from visuals import INK, PACE, SIZE, SEVERAL, STROKE, Axes, Box, Dial, Lecture, Options, Walk, beat, read
from visuals import BelievedBowl, ContourMap, Formula, Knob, Marker, Needle, Number, Page, Rucksack, Sized
from visuals import StepArc, StridePrints, TestedSteps, TrustEllipse, Words, plate
from visuals.theme import Kind

THROWN = (100.0, 180.0, 10.0)  # height, middle, width: from here Gauss-Newton was flung off last time
START = np.array([188.5, 27.0])  # middle and width, cm: far to the right, and far too wide
SHEET = [(127.0, 205.0), (1.0, 38.0)]
LEVELS = np.arange(15, 200, 15)  # people
GRIP = 1e-2  # at the start
TIGHT, LOOSE = 2.0, -4.0  # log10 of the grip, where the knob is turned by hand
GRIPS = np.geomspace(1e4, 1e-6, 241)
WILD = (  # seven starts: height, middle, width
    THROWN, (300.0, 150.0, 4.0), (500.0, 140.0, 10.0), (400.0, 172.0, 1.5), (420.0, 178.0, 4.0),
    (350.0, 176.0, 25.0), (200.0, 190.0, 3.0),
)  # fmt: skip
INSIDE_OUT, MOST_ARE_HOME = 4, 14  # the fifth start; steps that are shown slowly

LARGE, BOLD = Sized(size=SIZE.large), Sized(size=SIZE.title)
PAPER, ROOM = Box(-5.85, -2.45, 6.25, -2.45 + 12.1 * 37 / 78), Box(-5.9, -2.3, 6.3, 3.2)  # map; heights alone
INSET = Box(-5.45, 0.95, -1.8, 2.86)
PEOPLE, TALLEST = Options(x=(136.0, 202.0), y=(0.0, 520.0)), Options(x=(188.0, 202.0), y=(0.0, 8.0))
CLOSER: Options = {"x": (191.0, 200.5), "y": (0.0, 3.2)}
KNOB = np.array([5.0, -1.2, 0.0])
WALL = Box(-6.0, -2.2, 6.3, 2.35)
GREEN = Kind(INK.curvature, None, 0)
KINDS = (Kind(INK.model, None, 0), *SEVERAL, Kind(INK.residual, None, 0))  # of the seven
UNDER_INSET = Page(INSET.left + 0.3, INSET.bottom - 0.4, plate=True)
SIGN = Page(PAPER.right - 0.35, PAPER.top - 0.3, side="right", plate=True)


class LevenbergMarquardt(Lecture):
    title = "Boots with adjustable grip"
    goal = "One number bends the compass' step into the jump of Gauss-Newton, and success turns it by itself."
    poster = "let_go"
    layers = (
        "map veil bowl ellipse creep leap arc tries needle sheet card axes columns swarm ghost bell"
        " law knob bars knobs wall"
    )

    # -- data and pictures ---------------------------------------------------------------------------

    def set_stage(self) -> None:
        self.people, self.model = load_heights(), fitting.gaussian(x_unit="cm", y_unit="people")
        self.whole = self.model.residuals(self.people.height, self.people.count)
        self.two = fitting.projected(self.model, self.people.height, self.people.count, ["A"])
        self._set_heights()
        self._set_map()
        self._set_arc()
        self._set_walk()
        self._set_seven()
        self.runs = fitting.certified_runs(load_nist())
        self.wall = DigitWall(self.runs, box=WALL)

    def _set_heights(self) -> None:
        """The heights of 3,000 men, a bell over them, and the two knobs by which it is moved."""
        self.axes = Axes(box=ROOM, **PEOPLE, x_steps=(20, 10), y_ticks=(), upright=False)
        self.columns = Columns(self.people, on=self.axes)
        self.flung = fitting.gauss_newton(self.whole, THROWN)
        self.thrown, self.turned = Dial(0.0), [Dial(180.0), Dial(12.0)]
        self.sources, self.handed = [self._thrown, self._thrown], Dial(1.0)
        self.bell = Bell(self._told, self.model, on=self.axes)
        self.knobs = Group(
            Knob(lambda: self.turned[0].get_value() - 170, at=(-4.9, 2.4, 0), full=40, radius=0.55, armed=0),
            Knob(lambda: self.turned[1].get_value() - 14, at=(-4.9, 0.6, 0), full=14, radius=0.55, armed=0),
        )
        self.labels = beside_knobs(self.knobs, ("middle", "width"))

    def _thrown(self) -> np.ndarray:
        """The bell that Gauss-Newton flings away."""
        return along(self.flung.walk.x, self.thrown.get_value())

    def _told(self) -> np.ndarray:
        """The bell's knobs: those of whom it follows, or on its way from one to the other."""
        old, new = (each() for each in self.sources)
        return np.asarray(old + self.handed.get_value() * (new - old))

    def follow(self, place: Callable[[], np.ndarray]) -> Any:
        """What lets the bell follow a middle and a width (2,) from now on, its height set best."""
        self.sources = [self.sources[1], lambda: self.two.theta(place())]
        self.handed.set_value(0.0)
        return self.handed.to(1.0)

    def _set_map(self) -> None:
        """How large the misfit is over middle and width, and who walks there, carefully and recklessly."""
        two = self.two
        self.land = two.landscape(SHEET)
        lines = contours(self.land, LEVELS, shape=(61, 121), tol=1e-4, max_chord=0.6)
        middle = ((PAPER.left + PAPER.right) / 2, (PAPER.bottom + PAPER.top) / 2)
        placed: Options = {"width": PAPER.right - PAPER.left, "centre": middle, "crop": tuple(PAPER)}
        self.map = ContourMap(sample_grid(self.land, shape=(101, 211)), lines, **placed)
        self.sheet = Axes(x=SHEET[0], y=SHEET[1], box=PAPER, x_ticks=(140, 160, 180), y_ticks=(10, 20, 30))
        self.names, self.card = margin_names(PAPER, "middle, cm", "width, cm"), card(INSET)
        self.veil = veil(PAPER)
        end = fitting.levenberg_marquardt(two, START, jac=two.jacobian).theta
        rate = 0.9 * fitting.stable_rate(two, end, jac=two.jacobian)
        self.careful = fitting.steepest_descent(two, START, learning_rate=rate, steps=90, jac=two.jacobian)
        self.reckless = fitting.gauss_newton(two, START, jac=two.jacobian)
        self.home = end
        self.spot = Marker(lambda: (end[0], end[1]), on=self.map, ink=INK.text, radius=0.14, hollow=True)
        self.creeper, self.leaper = Walk(self.careful), Walk(self.reckless.walk.x[:3])
        self.creep = StridePrints(self.creeper, on=self.map)
        self.leap = StridePrints(self.leaper, on=self.map, kind=GREEN, width=STROKE.normal)

    def _set_arc(self) -> None:
        """Every step that the start offers, what is believed there, and the knob that chooses."""
        self.told = fitting.lm_arc(self.two, START, GRIPS, jac=self.two.jacobian)
        self.arc = StepArc(self.told, on=self.map, grip=TIGHT)
        self.ellipse, self.bowl = TrustEllipse(self.arc), BelievedBowl(self.arc)
        slope = self.land.reading(START).gradient
        look: dict[str, Any] = {"on": self.map, "length": 0.85 / float(np.linalg.norm(slope)), "girth": 0.1}
        self.needle = Group(Needle(slope, START, **look), Needle(slope, START, sign=-1.0, **look))
        look = {"on": self.axes, "ink": INK.curvature, "width": STROKE.normal}
        self.ghost = Bell(lambda: self.two.theta(self.arc.tip), self.model, **look)
        middle, half = (TIGHT + LOOSE) / 2, (TIGHT - LOOSE) / 2
        self.turn: Callable[[], float] = lambda: self.arc.grip.get_value()
        knob = Knob(lambda: (self.turn() - middle) / half, at=KNOB, full=1.0, radius=0.62, armed=0)
        spots: Any = (("grip", 0.0, 0.98, LARGE), ("loose", -0.55, -0.78, {}), ("tight", 0.55, -0.78, {}))
        words = [Words(t, ink=INK.parameter, **look).move_to(KNOB + [x, y, 0]) for t, x, y, look in spots]
        self.knob = Group(plate(*words), *words, knob)
        law = (
            "({{J : gradient}}^T {{J : gradient_2}} + {{lambda : parameter}} {{D : parameter_2}}^2)"
            " {{d : path}} = -{{J : gradient_3}}^T {{r : residual}}"
        )
        letters = Formula(law, **LARGE).move_to((1.0, -1.5, 0))
        self.law = Group(plate(letters, buff=0.25), letters)

    def _set_walk(self) -> None:
        self.found = fitting.levenberg_marquardt(self.two, START, jac=self.two.jacobian, tau=GRIP)
        self.tries = TestedSteps(self.found.walk, on=self.map)
        self.bars = Promise(self.tries, at=(-2.72, 0.05), unit=0.62)

    def _set_seven(self) -> None:
        ends = [fitting.levenberg_marquardt(self.whole, start) for start in WILD]
        self.ends = ends
        self.longest = max(end.n_steps for end in ends)
        self.swarm = Swarm([end.walk.x for end in ends], KINDS, self.model, on=self.axes)

    # -- the question --------------------------------------------------------------------------------

    @beat(chapter="Two bad habits")
    def remember_the_fling(self) -> None:
        """Last time, a jump called Gauss–Newton found our bell. But from a bad start, it threw the
        bell away."""
        self.columns.grown.set_value(0)
        self.add(self.columns)
        self.enter(self.axes, self.columns.grown.to(1), pace=PACE.normal)
        self.enter(self.bell.pose(grown=0), self.bell.grown.to(1), until="bad start", least=PACE.quick)
        self.play(self.thrown.to(1), until="threw", least=PACE.normal)
        self.play(self.thrown.to(2), share=1, least=PACE.normal)
        middle = read(self.flung, "history.x", index=(2, 1), decimals=0, unit="cm", name="middle of the bell")
        self.lost = Words("middle: <m>", m=middle, ink=INK.model, **BOLD).move_to((3.6, 2.7, 0))
        self.enter(self.lost, pace=PACE.quick)

    @beat
    def keep_two_knobs(self) -> None:
        """Let one projection set its height, always at the best. Two knobs are left: middle, and width."""
        self.leave(self.lost)
        self.follow(lambda: np.array([each.get_value() for each in self.turned]))
        self.handed.set_value(1.0)
        self.play(self.bell.pose(grown=0).grown.to(1), until="best", least=PACE.normal)
        self.enter(*self.knobs, self.labels, pace=PACE.quick)
        self.play(self.turned[0].to(158, rate_func=EVEN), until="middle", least=PACE.normal)
        self.play(self.turned[1].to(22, rate_func=EVEN), share=1, least=PACE.normal)

    @beat
    def make_the_map(self) -> None:
        """Two knobs make a map. Its height is the misfit. In the deepest hollow, the bell fits best."""
        self.leave(*self.knobs, self.labels)
        self.play(*self.axes.look(box=INSET), pace=PACE.normal)
        self.enter(self.map, self.card, self.sheet, self.names, until="height")
        self.enter(self.spot, pace=PACE.quick)
        self.play(self.turned[0].to(self.home[0]), self.turned[1].to(self.home[1]), share=1)

    @beat
    def start_wild(self) -> None:
        """Here's a wild start: far too much to the right, and far too wide."""
        self.play(self.turned[0].to(START[0]), until="right", least=PACE.normal)
        self.play(self.turned[1].to(START[1]), share=1, least=PACE.normal)
        self.enter(self.creep, pace=PACE.quick)

    @beat
    def creep_down(self) -> None:
        """The compass knows which way is down. It's safe, and it's slow: nearly sixty steps until the
        bell fits."""
        self.enter(self.needle, self.follow(lambda: self.creeper.place), until="down")
        self.play(self.creeper.at.to(self.careful.settled_after, rate_func=linear), share=1, least=PACE.grand)
        steps = read(self.careful, "settled_after", name="steps of the compass")
        self.slow = SIGN.write(Words("<n> steps", n=steps, **BOLD))
        self.enter(self.slow, pace=PACE.quick)

    @beat
    def leap_once(self) -> None:
        """The jump believes in a bowl, and leaps to its floor. There is no floor."""
        self.leave(self.slow, self.creep, self.spot, self.follow(lambda: self.leaper.place))
        self.enter(self.leap, pace=PACE.quick)
        self.play(self.leaper.at.to(1), share=1, least=PACE.normal)

    @beat(excuse={"cut-by-edge": "The leap leaves the map, and the frame with it."})
    def leap_again(self) -> None:
        """The next one takes the bell a hundred and sixty kilometres off the map."""
        far = read(self.reckless, "history.x", index=(2, 0), decimals=0, unit="cm", name="middle of the bell")
        self.gone = SIGN.write(Words("middle: <m>", m=far, ink=INK.curvature, **BOLD))
        self.play(self.leaper.at.to(1 + 2e-6), pace=PACE.normal)
        self.enter(self.gone, share=1)

    @beat
    def ask_for_both(self) -> None:
        """One is careful, the other reckless. Must you choose?"""
        self.leave(self.gone)
        self.play(self.leaper.at.to(1), share=1)

    # -- the arc -------------------------------------------------------------------------------------

    @beat(chapter="One knob")
    def put_on_the_grip(self) -> None:
        """So put a knob on your boots, the grip. Held tight, you take a tiny step along the needle."""
        self.leave(self.leap, self.follow(lambda: START))
        self.heading = SIGN.write(Words(self.title, **BOLD))
        self.enter(self.knob, self.heading, until="grip")
        self.arc.pose(traced=TIGHT)
        self.enter(self.arc, self.ghost, pace=PACE.quick)
        self.grip(1.2, until="tiny", least=PACE.normal)
        self.grip(0.9, share=0.6)
        self.leave(self.heading)

    def grip(self, to: float, *others: Any, trace: bool = True, **length: Any) -> None:
        """Turn the grip, and let the arc be traced as far as it has been loosened."""
        traced = [self.arc.traced.to(to, rate_func=EVEN)] if trace else []
        self.play(self.arc.grip.to(to, rate_func=EVEN), *traced, *others, **length)

    @beat
    def loosen_it(self) -> None:
        """Loosen it. The step grows longer, and it begins to turn."""
        self.grip(-0.4, share=1, least=PACE.slow)

    @beat
    def let_go(self) -> None:
        """Let go, and you stand where the jump leads. From the needle round to the jump runs an arc."""
        self.grip(LOOSE, until="jump", least=PACE.slow)
        self.play(self.arc.fan.to(1, rate_func=linear), share=1, least=PACE.slow)

    @beat
    def feel_the_ground(self) -> None:
        """Each point of it is a step. Tight, you gain little. Loose, you lose it all. In between, it
        is good."""
        told = lambda: read(self.land.reading(self.arc.tip), "f", decimals=0, unit="", name="misfit")  # noqa: E731
        number = Number(told, ink=INK.output, **BOLD)
        self.told_misfit = SIGN.write((Words("misfit", ink=INK.quiet, **LARGE), number))
        self.enter(self.told_misfit, pace=PACE.quick)
        self.grip(TIGHT, trace=False, until="little", least=PACE.normal)
        self.grip(LOOSE, trace=False, until="lose", least=PACE.slow)
        self.grip(float(np.log10(self.told.mu[self.told.best])), trace=False, share=1, least=PACE.normal)

    # -- trust ---------------------------------------------------------------------------------------

    @beat(chapter="A circle of trust")
    def believe_in_a_bowl(self) -> None:
        """Why does it bend? You cannot see this ground. From the slopes where you stand, you make up a
        bowl. These are its level lines."""
        self.leave(self.told_misfit, self.arc.fan.to(0), until="bend", least=PACE.quick)
        self.enter(self.veil, until="ground", least=PACE.normal)
        self.believed = UNDER_INSET.write(Words("believed", ink=INK.curvature, **BOLD))
        self.enter(self.believed, self.bowl.pose(grown=0), self.bowl.grown.to(1), share=1, least=PACE.normal)

    @beat
    def draw_a_circle(self) -> None:
        """But you trust it only within a circle. The lowest point of the bowl in there is your step."""
        self.ellipse.pose(grown=0)
        self.add(self.ellipse)
        self.play(self.arc.grip.to(0.0), pace=PACE.normal)
        self.play(self.ellipse.grown.to(1), until="circle", least=PACE.normal)
        self.grip(0.25, trace=False, share=1)

    @beat
    def shrink_it(self) -> None:
        """Grip harder, and the circle shrinks. The smaller it is, the more its lowest point lies
        straight down."""
        self.grip(1.0, trace=False, share=1, least=PACE.grand)

    # -- success turns it ----------------------------------------------------------------------------

    @beat(chapter="Let success turn it")
    def put_a_foot_out(self) -> None:
        """How much grip, then? Try it. The bowl promises a fall. Put out a foot, and feel what comes."""
        gone = (self.bowl, self.ellipse, self.ghost, self.needle, self.believed, self.veil)
        self.leave(*gone, self.arc.grip.to(np.log10(GRIP)))
        self.turn = self._grip_of_now
        self.ghost.knobs = lambda: self.two.theta(self.tries.foot)
        self.leave(self.arc, self.follow(lambda: self.tries.place))
        self.enter(self.tries, self.bars, self.ghost, pace=PACE.quick)
        self.play(self.tries.at.to(0.54), share=1, least=PACE.slow)

    def _grip_of_now(self) -> float:
        """log10 of the grip of the try that is on; between two tries the knob turns."""
        k, done = self.tries.now
        logs = np.log10(self.found.walk.trials.mu)
        after = logs[min(k + 1, len(logs) - 1)]
        return float(logs[k] + (after - logs[k]) * min(max((done - 0.8) / 0.2, 0.0), 1.0))

    @beat
    def stay(self) -> None:
        """It's worse. So stay where you are. The print stays hollow, and you tighten the grip."""
        self.play(self.tries.at.to(0.999), share=1, least=PACE.slow)

    @beat
    def go(self) -> None:
        """Again, worse. Tighten more. Now you fall, nearly as far as promised. So go, and loosen."""
        self.play(self.tries.at.to(1.999, rate_func=linear), until="more", least=PACE.slow)
        self.play(self.tries.at.to(2.999, rate_func=linear), share=1, least=PACE.slow)

    @beat
    def refuse_two_more(self) -> None:
        """Too loose again: two more hollow prints. And then one that falls further than promised."""
        self.play(self.tries.at.to(4.999, rate_func=linear), until="prints", least=PACE.slow)
        self.play(self.tries.at.to(5.999, rate_func=linear), share=1, least=PACE.normal)

    @beat
    def come_home(self) -> None:
        """From here, every promise is kept. The grip gets loose, and the last steps are pure Gauss–Newton."""
        self.play(self.tries.at.to(self.tries.last, rate_func=EVEN), share=1, least=PACE.grand)

    @beat
    def count_them(self) -> None:
        """Nine steps, and four that were refused. From the very place where the jump was lost."""
        self.leave(self.bars)
        kept = read(self.found, "n_steps", name="steps kept")
        no = read(self.found, "history.n_rejected", name="steps refused")
        self.count = SIGN.write(Words("<n> steps, <r> refused", n=kept, r=no, **BOLD))
        self.enter(self.count, until="refused")

    # -- name it -------------------------------------------------------------------------------------

    @beat(chapter="Name it")
    def write_it(self) -> None:
        """Written down: the equation of Gauss and Newton, and one term more. Lambda is the grip."""
        self.arc.grip.set_value(self._grip_of_now())
        self.turn = lambda: self.arc.grip.get_value()
        self.leave(self.count, self.tries, self.ghost, self.follow(lambda: START))
        self.ghost.knobs = lambda: self.two.theta(self.arc.tip)
        self.enter(self.arc, self.law, pace=PACE.quick)
        self.enter(self.ellipse, self.ghost, self.arc.grip.to(-0.4), until="more")
        self.play(self.law[1].part("parameter").animate.scale(1.4), share=1)

    @beat
    def turn_lambda(self) -> None:
        """Lambda large: that term rules, and you follow the compass. Lambda zero: it's gone, and you jump."""
        self.grip(1.0, trace=False, until="compass", least=PACE.slow)
        self.grip(LOOSE, trace=False, share=1, least=PACE.slow)

    @beat
    def name_the_men(self) -> None:
        """Levenberg in nineteen forty-four, Marquardt in sixty-three. D measures each knob by what it
        does."""
        self.grip(-0.4, trace=False, share=1, least=PACE.slow)

    # -- not a map -----------------------------------------------------------------------------------

    @beat(chapter="Not a map")
    def free_the_height(self) -> None:
        """Now set the height free as well: three knobs, and seven wild starts. The jump loses every one."""
        self.leave(self.arc, self.ellipse, self.law, self.knob, self.sheet, self.names)
        self.leave(self.map, self.card, self.ghost, self.bell)
        self.play(*self.axes.look(box=ROOM), pace=PACE.normal)
        for bell in self.swarm.bells:
            bell.pose(grown=0)
        self.add(self.swarm)
        self.play(*(bell.grown.to(1) for bell in self.swarm.bells), share=1, least=PACE.normal)

    @beat
    def run_seven(self) -> None:
        """With grip, six come home, all to the same bell."""
        self.play(self.swarm.at.to(MOST_ARE_HOME, rate_func=linear), share=1, least=1.3 * PACE.grand)
        self.play(self.swarm.at.to(self.longest, rate_func=linear), pace=PACE.normal)

    @beat
    def turn_one_inside_out(self) -> None:
        """One of them came home inside out, with a width below zero. It is the same bell."""
        width = read(self.ends[INSIDE_OUT], "theta", index=2, decimals=2, unit="cm", name="width")
        self.width = Words("width: <w>", w=width, ink=SEVERAL[3].ink, **BOLD).move_to((4.0, 2.6, 0))
        others = [each for k, each in enumerate(self.swarm.bells) if k != INSIDE_OUT]
        self.play(*(each.seen.to(0.12) for each in others), until="inside out", least=PACE.quick)
        self.enter(self.width, until="zero")
        self.wait(until="same")
        self.play(*(each.seen.to(1) for each in others), share=1)

    @beat
    def look_for_the_seventh(self) -> None:
        """And the seventh? Go closer, far out on the right."""
        self.leave(self.width)
        self.play(*self.axes.look(**TALLEST), share=1, least=PACE.slow)

    @beat
    def fit_one_man(self) -> None:
        """A tiny bell. It fits one man, the tallest of three thousand, and no small step leads out of
        there."""
        self.one = Words(
            "<n> man",
            n=read(self.people, "count", index=-1, decimals=0, name="tallest"),
            ink=INK.data,
            **BOLD,
        )
        self.one.move_to((0.15, 1.1, 0))
        self.play(*self.axes.look(**CLOSER), until="one man", least=PACE.slow)
        self.enter(self.one, share=1)

    @beat
    def say_its_limit(self) -> None:
        """So a grip is no map. It leads to a floor near by, not always to the deepest."""
        self.leave(self.one)
        self.play(*self.axes.look(**PEOPLE), share=1, least=PACE.slow)

    # -- what to take along --------------------------------------------------------------------------

    @beat(chapter="What to take along")
    def certify(self) -> None:
        """Can you rely on it? America's institute of standards has certified twenty-seven fits. Each has
        two starts."""
        self.clear_stage()
        self.head = Words("right digits", ink=INK.quiet, **LARGE).move_to(
            (WALL.left, 2.85, 0), aligned_edge=(-1, 0, 0)
        )
        self.wall.grown.set_value(0)
        self.enter(self.wall.axes, self.head, pace=PACE.quick)
        self.add(self.wall)
        self.play(self.wall.grown.to(0.6, rate_func=linear), share=1, least=PACE.slow)

    @beat
    def count_the_digits(self) -> None:
        """Of fifty-four runs, fifty-two reach six right digits or more. We ran them just now, for
        this film."""
        right, of = (
            read(self.runs, field, name=name)
            for field, name in (("n_right", "runs with six digits"), ("n", "runs"))
        )
        self.score = Words("<a> of <b>", a=right, b=of, ink=INK.model, **BOLD).move_to(
            (WALL.right, 2.9, 0), aligned_edge=(1, 0, 0)
        )
        self.play(self.wall.grown.to(1, rate_func=linear), until="more", least=PACE.slow)
        self.enter(self.score, *self.wall.names, share=0.7)

    @beat
    def say_the_bargain(self) -> None:
        """One knob turns the careful hiker into the reckless one. Let success turn it for you."""
        self.clear_stage()
        self.arc.pose(fan=0, grip=TIGHT)
        self.enter(self.map, self.arc, self.knob, pace=PACE.quick)
        self.play(self.arc.fan.to(1, rate_func=linear), self.arc.grip.to(LOOSE), share=1, least=PACE.slow)

    @beat
    def hand_over(self) -> None:
        """Now all is packed for real data, and for more knobs than one can see: the breath of a planet."""
        self.sack = Rucksack(("magnifying glass", "rope team")).move_to((0, 0.45, 0))
        self.clear_stage(self.knob)
        self.enter(self.sack, until="packed", least=PACE.normal)
        boots = self.sack.pack("compass and boots", coming_from=self.knob)
        self.play(boots, FadeOut(self.knob), until="real data", least=PACE.slow)
