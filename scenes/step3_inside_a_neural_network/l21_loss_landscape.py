"""Lecture 21: a walk through 2,410 dimensions casts its shadow on a wall; which wall decides what is seen."""

from __future__ import annotations

from typing import Any

import numpy as np
from l21_pictures import Cloud, Dandelion, ParabolaFan, PrintedWay, ShareBars, Swinging, TurningWall
from l21_pictures import TurningCut, hinge_by_hinge, knob_places, rising, ruling, steepest_and
from manim import Dot, FadeIn, FadeOut, Group, linear
from manim.utils.rate_functions import ease_in_out_sine as EVEN

from calc_core import Grid, load_digits, load_galton, networks
from visuals import INK, PACE, SIZE, STROKE, Axes, Box, Curve, Dial, Lecture, Walk, beat, read, series
from visuals import Formula, GroundArrow, KnobWall, Line, Marks, Number, OneStep, Page, Reading
from visuals import HeightThreads, Options, Rucksack, Sized, SpringRoom, Words, beside, hasten, zooming
from visuals.drawing.walk import entry

SIZES, SEED = (64, 32, 10), 0  # the network of lecture 20, on the very walk that it took there
KNOBS = 65 * 32 + 33 * 10  # as SIZES have it: the number in the title
EPOCHS, BATCH, RATE = 40, 32, 0.5
FIRST, CLOSELY, EVERY = 40, 2, 40  # steps that are looked at closely; from print to print there, and later
BLIND, TURNS = 1, 91  # seed of the random directions, and moments of the turning wall
NODES, FINER = 17, 10  # to a side where the loss is measured, and pieces between two of them
WINDOW = (-20.0, 6.0, -10.0, 8.0)  # of the walk's own wall, in the units of theta
CLOSE = 70.0  # times as near, to see the walk on a blind wall
SWEEP = np.linspace(-0.4, 0.4, 33)  # along the steepest direction
FROM = -0.3  # where a stride begins there
HUNG = np.concatenate([np.arange(20), np.arange(20, 67, 3)])  # stops that a thread hangs from

BOLD, LARGE = Sized(size=SIZE.title), Sized(size=SIZE.large)
UPPER_LEFT = Page(-6.6, 3.5, plate=True)
UPPER_RIGHT = Page(6.6, 3.5, side="right", plate=True)
WIDE, RULED, RULING = 8.6, 13, 0.5  # scene units across a blind wall; lines ruled on it, and how strongly
UPRIGHT: dict[str, Any] = {"at": (0, 0), "place": (0.2, -0.35), "elevation": 24, "zoom": 0.67}
MIDDLE: dict[str, Any] = {"at": (0, 0), "place": (0.0, -0.5), "elevation": 33}  # the last network's place
ASIDE: dict[str, Any] = {"at": (0, 0), "place": (1.7, -0.55), "elevation": 33}
VALLEY: dict[str, Any] = {"at": (-7, -1), "place": (0.1, 0.1), "elevation": 33}
PLOT, FIELD = Box(-5.6, -2.2, 2.4, 3.2), Box(-5.4, -2.2, 5.4, 3.3)


class LossLandscape(Lecture):
    title = "A window into 2,410 dimensions"
    goal = "Every picture of a loss landscape is a shadow: ask which wall it was cast on."
    poster = "walk_down"
    layers = (
        "room rays knobs blind_hill ruling arrows wanderer scribble mark wall own_hill own_way own_walker"
        " threads bent_hill line thumb"
    )

    # -- data and pictures ---------------------------------------------------------------------------

    def set_stage(self) -> None:
        self._set_walk()
        self._set_walls()
        self._set_opening()
        self._set_curvature()
        self._set_cloud()
        self.room = SpringRoom(place=(0.2, 0.1))

    def _set_walk(self) -> None:
        """The walk of lecture 20, and its shadows on two walls."""
        self.split = networks.split_digits(load_digits())
        self.rows = (self.split.X, self.split.label)
        start = networks.MLP(SIZES, activation="tanh").init(SEED)
        how: Options = {"learning_rate": RATE, "epochs": EPOCHS, "batch": BATCH, "seed": SEED}
        self.history = networks.train(start, *self.rows, keep="step", **how)
        self.net = self.history.network()
        closely, later = np.arange(0, FIRST, CLOSELY), np.arange(FIRST, int(self.history.n_steps) + 1, EVERY)
        self.thetas = self.history.theta[np.concatenate([closely, later])]
        last = self.net.theta
        self.blind = networks.filter_normalised_directions(last, SIZES, seed=BLIND)
        self.own = networks.pca_directions(self.thetas)
        walk = (self.net, *self.rows, self.thetas, last)
        self.on_own = networks.project_path(*walk, self.own)
        self.on_blind = networks.project_path(*walk, self.blind, true_loss=self.on_own.true_loss)
        turned = hinge_by_hinge(TURNS)
        self.turning = networks.turning_shadow(self.thetas, last, self.blind, self.own, turned)

    def _set_walls(self) -> None:
        """The plain wall, the ground on either, and what lies on them; lengths are those of theta space."""
        wide = np.linalg.norm(self.blind.vectors, axis=1)
        unit = np.linspace(-1, 1, NODES)
        across, up = np.linspace(*WINDOW[:2], NODES), np.linspace(*WINDOW[2:], NODES)
        at = (self.net, *self.rows, self.net.theta)
        blind = networks.loss_slice(*at, self.blind, unit, unit).refined(FINER)
        own = networks.loss_slice(*at, self.own, across, up).refined(FINER)
        blind = Grid(blind.x * wide[0], blind.y * wide[1], blind.f)
        here = float(self.on_own.true_loss[-1])  # the wall stands as high as the network that it goes through
        self.blind_hill = rising(blind, here, width=WIDE, relief=4.0, contour_step=0.2)
        own_width = WIDE * float(np.ptp(own.x) / np.ptp(blind.x))  # one scale for both
        self.own_hill = rising(own, here, width=own_width, relief=2.1, contour_step=0.1)
        self.ruling = ruling(self.blind_hill, RULED)
        self.blind_walk, self.own_walk = Walk(self.on_blind.ab * wide), Walk(self.on_own.ab)
        self.scribble = PrintedWay(lambda: self.blind_walk.path, on=self.blind_hill, at=self.blind_walk.at)
        self.mark = Marks(self.blind_walk, on=self.blind_hill, size=8)
        half = float(np.ptp(blind.x)) / 2
        self.wall = TurningWall(self.turning, on=self.blind_hill, half=half, rules=RULED)
        self.own_way = PrintedWay(lambda: self.own_walk.path, on=self.own_hill, at=self.own_walk.at)
        self.own_walker = Marks(self.own_walk, on=self.own_hill, size=10)
        told = self.on_own
        self.threads = HeightThreads(told.ab, told.slice_loss, told.true_loss, on=self.own_hill, which=HUNG)

    def _set_opening(self) -> None:
        """All knobs, as they turn; the ray of each; and the knobs at a place of the wall."""
        self.clock, self.folded = Dial(0.0), Dial(0.0)
        places, middle = knob_places(SIZES, 0.163, 0.34, (0.0, 0.45)), np.array([0.0, 0.15])
        folded = lambda: middle + (1 - self.folded.get_value()) * (places - middle)  # noqa: E731
        now = lambda: entry(self.thetas, self.clock.get_value())  # noqa: E731
        self.knobs = KnobWall(folded, now, radius=0.07, most=0.8)
        turned = lambda: now() - self.thetas[0]  # noqa: E731
        self.rays = Dandelion(turned, middle=(0.0, 0.15), unit=2.5)
        reach = 12.0
        self.tour = Walk([[0, 0], [reach, 0], [0, 0], [0, reach], [-7, 9], [-11, -3], [3, -9], [0, 0]])
        self.wanderer = Marks(self.tour, on=self.blind_hill, size=10)
        violet: Options = {"on": self.blind_hill, "ink": INK.parameter}
        self.arrows = Group(*(GroundArrow((0, 0), way, **violet) for way in reach * np.eye(2)))
        wide = np.linalg.norm(self.blind.vectors, axis=1)
        there = lambda: self.net.theta + self.tour.place / wide @ self.blind.vectors  # noqa: E731
        self.thumb = KnobWall(knob_places(SIZES, 0.064, 0.12, (-4.2, 2.4)), there, radius=0.029, most=0.8)

    def _set_curvature(self) -> None:
        """The steepest bend at the end of the walk, found step by step, and strides on its parabola."""
        self.top = networks.top_hessian_eig(self.net, *self.rows)
        self.cut = networks.steepest_cut(self.net, *self.rows, self.top, SWEEP)
        about, sides = steepest_and(self.top, self.own.vectors[0]), np.linspace(-0.4, 0.4, NODES)
        ground = networks.loss_slice(self.net, *self.rows, self.net.theta, about, sides, sides).refined(FINER)
        self.bent_hill = rising(ground, float(ground.f.min()), width=8.4, relief=2.6, contour_step=0.004)
        self.line = TurningCut(self.cut, on=self.bent_hill)
        ticks: Options = {"x_ticks": (-0.3, 0, 0.3), "y_ticks": (0, 0.02, 0.04)}
        names: Options = {"x_name": "way in the direction tried", "y_name": "loss"}
        self.plot = Axes(x=(-0.4, 0.4), y=(0, 0.055), box=PLOT, **ticks, **names)
        self.tried = Dial(0.0)
        shown = (series("parabola", self.cut, way="way", loss="parabola"),)
        self.fan = ParabolaFan(self.cut, self.tried, on=self.plot)
        bold: Options = {"ink": INK.curvature, "width": STROKE.bold}
        self.bend = Line(self.plot, SWEEP, self.cut.parabolas, stage=self.tried, series=shown, **bold)
        true = series("true loss", self.cut, way="way", loss="loss")
        within: Options = {"span": lambda: (-0.4, 0.26)}
        self.true_cut = Curve(true, on=self.plot, ink=INK.output, width=5, **within)
        self.curve = Curve(shown[0], on=self.plot, **bold)
        self.stride = Dial(RATE)
        end = lambda: FROM * (1 - self.stride.get_value() * float(self.top.value))  # noqa: E731
        self.step = OneStep(self.curve, FROM, end, level=(-0.4, 0.4))

    def _set_cloud(self) -> None:
        """Parents and their grown children, and a line that is still to be found."""
        self.field = Axes(x=(63, 76), y=(55, 80), box=FIELD, x_name="parents, in", y_name="child, in")
        heights = series("families", load_galton(), parents="columns.midparent", child="columns.child")
        self.cloud, self.tilt = Cloud(heights, on=self.field), Dial(1.0)
        self.some_line = Swinging(self.tilt, through=self.cloud.middle, on=self.field)

    def _loss(self, at: Dial) -> Reading:
        """The true loss at a stop of the walk."""
        return read(self.on_own, "true_loss", at=at.get_value(), decimals=2, name="loss")

    # -- the question --------------------------------------------------------------------------------

    @beat(chapter="The question")
    def turn_the_knobs(self) -> None:
        """Last time a network learned to read. Two thousand four hundred and ten knobs turned, in eighteen
        hundred and eighty small steps."""
        loss = Number(lambda: self._loss(self.clock), ink=INK.output, **BOLD)
        self.loss = beside(Words("loss", ink=INK.quiet, **LARGE), loss).move_to((0, 3.45, 0))
        self.enter(self.knobs, self.loss, pace=PACE.quick)
        self.play(self.clock.to(len(self.thetas) - 1, rate_func=hasten(2.5)), least=PACE.grand)

    @beat
    def fold_it_up(self) -> None:
        """Every knob is a direction of its own. So all that turning was one walk, and each ray is how far it
        went that way."""
        self.leave(self.loss)
        self.play(self.folded.to(0.995), self.knobs.grown.to(0.05), until="own", least=PACE.normal)
        self.here = Dot((0, 0.15, 0), radius=0.1, color=INK.path)
        self.swap(FadeOut(self.knobs), FadeIn(self.here), pace=PACE.quick)
        self.clock.set_value(0)
        self.add(self.rays)
        self.play(self.clock.to(len(self.thetas) - 1, rate_func=hasten(1.5)), share=1, least=PACE.slow)

    @beat
    def ask_how(self) -> None:
        """That's a lot of directions. You can look along two of them, and up. So how do you look at such a
        walk?"""
        n = read(self.net, "n_params", name="knobs")
        self.heading = Words(self.title.replace("2,410", "<n>"), n=n, **BOLD).move_to((0, 3.5, 0))
        self.enter(self.heading, until="lot", least=PACE.quick)
        self.play(self.rays.grown.to(0.62), until="two", least=PACE.normal)
        self.play(self.rays.grown.to(1), share=1, least=PACE.normal)

    @beat
    def think_of_shadows(self) -> None:
        """The way you look at anything with a dimension too many. You look at its shadow."""
        self.leave(self.heading)
        self.dissolve((self.rays, self.here), self.room, apart=True, until="many", least=PACE.normal)
        self.play(self.room.azimuth.to(-30, rate_func=EVEN), share=1)

    # -- shadows -------------------------------------------------------------------------------------

    @beat(chapter="Shadows")
    def light_the_back_wall(self) -> None:
        """Here is a spring. A lamp in front throws a shadow on the wall behind it, and that's a wave."""
        self.play(self.room.back.to(1), self.room.rays.to(1), until="lamp", least=PACE.normal)
        self.play(self.room.azimuth.to(-22, rate_func=EVEN), share=1)

    @beat
    def light_the_side_wall(self) -> None:
        """Another lamp, another wall. And there, the very same spring is a circle."""
        self.play(self.room.side.to(1), until="another wall", least=PACE.normal)
        self.play(self.room.azimuth.to(-56, rate_func=EVEN), share=1, least=PACE.normal)

    @beat
    def believe_neither(self) -> None:
        """Both are true, and neither is the spring. Each wall has lost the direction that points straight at
        it."""
        self.play(self.room.rays.to(0), self.room.azimuth.to(-40, rate_func=EVEN), share=1)

    @beat
    def pull_it_straight(self) -> None:
        """Now pull it straight. One shadow grows long and thin. The other shrinks to a dot."""
        self.play(
            self.room.radius.to(0.0), self.room.length.to(6.2), self.room.azimuth.to(-46), share=1,
            least=PACE.slow, rate_func=EVEN,
        )  # fmt: skip

    # -- a wall at random ----------------------------------------------------------------------------

    @beat(chapter="A wall at random")
    def spread_a_wall(self) -> None:
        """So let's build a wall for our walk. A wall needs two directions. Why not any two, at random?"""
        self.blind_hill.set(**MIDDLE, azimuth=-36, zoom=1)
        self.ruling.opacity.set_value(RULING)
        self.dissolve(self.room, (self.blind_hill, self.ruling), apart=True, until="wall", least=PACE.normal)
        self.enter(self.arrows[0], until="two", least=PACE.quick)
        self.enter(self.arrows[1], share=1, least=PACE.quick)

    @beat
    def set_the_knobs(self) -> None:
        """Each is a recipe for all the knobs at once. Walk along it, and every one of them turns."""
        aside = self.blind_hill.look(**ASIDE, azimuth=-36, zoom=0.85)
        self.enter(self.thumb, self.wanderer, *aside, until="once", least=PACE.normal)
        self.play(self.tour.at.to(2, rate_func=EVEN), share=0.5, least=PACE.normal)
        self.play(self.tour.at.to(4, rate_func=EVEN), share=1, least=PACE.normal)

    @beat
    def make_them_fair(self) -> None:
        """To be fair, no neuron may move further than its own weights are long."""
        self.source = UPPER_RIGHT.write(Words("Li et al. 2018", ink=INK.quiet, **LARGE))
        self.enter(self.source, pace=PACE.quick)
        self.play(self.tour.at.to(7, rate_func=EVEN), share=1, least=PACE.slow)

    @beat
    def raise_the_ground(self) -> None:
        """Now measure the loss, on fifteen hundred digits, at every place of it. Up comes the ground."""
        self.leave(self.wanderer, self.source, self.thumb, self.arrows)
        digits = Words("loss on <n> digits", n=read(self.split, "n", name="digits"), ink=INK.output, **LARGE)
        self.source = UPPER_LEFT.write(digits)
        whole = self.blind_hill.look(**MIDDLE, zoom=1, azimuth=-36)
        self.enter(self.source, *whole, until="every", least=PACE.normal)
        up, around = self.blind_hill.at.to(1, rate_func=EVEN), self.blind_hill.look(**MIDDLE, azimuth=-20)
        self.play(up, *around, self.ruling.opacity.to(0), share=1, least=PACE.slow)
        self.remove(self.ruling)

    @beat
    def admire_it(self) -> None:
        """A bowl, smooth and round, and at its floor the network that has learned. Lovely, isn't it?"""
        self.blind_walk.at.set_value(self.blind_walk.last)
        turning = self.blind_hill.look(**MIDDLE, azimuth=12)
        self.enter(self.mark, FadeOut(self.source), *turning, share=1, rate_func=EVEN)

    @beat
    def lay_the_walk(self) -> None:
        """Now lay the walk on it. All eighteen hundred and eighty steps, from the first one to the last."""
        steps = Words("<n> steps", n=read(self.history, "n_steps", name="steps"), **LARGE)
        loss = Number(lambda: self._loss(self.blind_walk.at), ink=INK.output, **BOLD)
        self.count = UPPER_LEFT.write(steps, (Words("loss", ink=INK.quiet, **LARGE), loss))
        self.blind_walk.at.set_value(0)
        self.add(self.scribble)
        self.enter(self.count, pace=PACE.quick)
        walking = self.blind_walk.at.to(self.blind_walk.last, rate_func=linear)
        turning = self.blind_hill.look(**MIDDLE, azimuth=22)
        self.play(walking, *turning, share=1, least=PACE.slow)

    @beat
    def go_closer(self) -> None:
        """Did you see it? Go closer. Closer still. This scribble is the whole walk."""
        self.leave(self.count)
        near = self.blind_hill.look(at=(0.21, -0.05), place=(0, 0.2), zoom=CLOSE)
        self.play(*near, least=PACE.slow, rate_func=zooming((1.0, CLOSE), EVEN))

    @beat
    def count_the_catch(self) -> None:
        """Not a tenth of a percent of it has come through. The walk points straight at this wall, like the
        wire we pulled."""
        caught = read(self.on_blind, "captured_variance", percent=True, decimals=2, name="captured")
        share = Number(caught, ink=INK.path, **BOLD)
        self.caught = UPPER_LEFT.write((Words("captured", ink=INK.quiet, **LARGE), share))
        self.enter(self.caught, until="percent", least=PACE.quick)
        whole = self.blind_hill.look(**MIDDLE, zoom=1)
        self.play(*whole, share=1, least=PACE.slow, rate_func=zooming((CLOSE, 1.0), EVEN))

    # -- a wall of its own ---------------------------------------------------------------------------

    @beat(chapter="A wall of its own")
    def let_it_sink(self) -> None:
        """So keep the walk, and turn the wall. First, let the ground sink."""
        self.leave(self.mark)
        sinking = self.blind_hill.at.to(0, rate_func=EVEN)
        turning = self.blind_hill.look(**UPRIGHT, azimuth=-36)
        self.add(self.ruling)
        self.play(sinking, self.ruling.opacity.to(RULING), *turning, share=0.6)
        self.dissolve((self.blind_hill, self.ruling, self.scribble), self.wall, apart=True, pace=PACE.quick)
        self.play(self.wall.aside.to(1), share=1)

    @beat
    def turn_the_wall(self) -> None:
        """And now turn it, through all those dimensions, until the shadow is as long as it can be."""
        told: Options = {"percent": True, "decimals": 2, "name": "captured"}
        caught = lambda: read(self.turning, "captured", at=(TURNS - 1) * self.wall.turn.get_value(), **told)  # noqa: E731
        share = Number(caught, ink=INK.path, **BOLD)
        self.remove(self.caught)
        self.wall.turn.set_value(1)  # the plate has room for the longest number
        share.refresh()
        self.caught = UPPER_LEFT.write((Words("captured", ink=INK.quiet, **LARGE), share))
        self.wall.turn.set_value(0)
        self.add(self.caught)
        for turn, azimuth, part in ((0.54, -46, 0.5), (1.0, -14, 1.0)):
            around = self.blind_hill.azimuth.to(azimuth, rate_func=EVEN)
            self.play(self.wall.turn.to(turn, rate_func=linear), around, share=part, least=PACE.slow)

    @beat
    def name_the_directions(self) -> None:
        """Ninety-nine percent. These are the two directions in which the walk spreads most, its principal
        directions."""
        self.bars = ShareBars(self.own, left=2.6, top=3.2, width=2.9)
        self.name = Words("principal directions", **LARGE)
        self.name.move_to((6.6, 1.85, 0), aligned_edge=(1, 0, 0))
        self.enter(self.bars.bars[0], until="two", least=PACE.quick)
        self.enter(self.bars.bars[1], until="most", least=PACE.quick)
        self.enter(self.name, share=1)

    @beat
    def raise_new_ground(self) -> None:
        """Measure the loss once more, on this wall. The same network, and it looks like another country."""
        self.leave(self.bars, self.name, self.caught)
        self.own_hill.set(**MIDDLE, azimuth=-36)
        self.own_walk.at.set_value(self.own_walk.last)
        self.dissolve(self.wall, (self.own_hill, self.own_way), apart=True)
        whole = self.own_hill.look(**VALLEY, zoom=1.75, azimuth=-48)
        self.play(*whole, self.own_hill.at.to(1), share=1, least=PACE.slow, rate_func=EVEN)

    @beat
    def walk_down(self) -> None:
        """High on a slope the walk begins. Forty steps, and four fifths of the loss are gone."""
        loss = Number(lambda: self._loss(self.own_walk.at), ink=INK.output, **BOLD)
        self.loss = UPPER_RIGHT.write((Words("loss", ink=INK.quiet, **LARGE), loss))
        self.leave(FadeOut(self.own_way))
        self.own_walk.at.set_value(0)
        self.add(self.own_way)
        self.enter(self.own_walker, self.loss, until="begins", least=PACE.quick)
        walking = self.own_walk.at.to(FIRST // CLOSELY, rate_func=linear)
        self.play(walking, *self.own_hill.look(azimuth=-36), share=1, least=PACE.slow)

    @beat
    def follow_the_valley(self) -> None:
        """The other eighteen hundred and forty bend into the valley, shorter and shorter, until the ground is
        level."""
        walking = self.own_walk.at.to(self.own_walk.last, rate_func=EVEN)
        self.play(walking, *self.own_hill.look(azimuth=-16), share=0.75, least=PACE.slow)
        self.play(*self.own_hill.look(azimuth=-30), share=1, rate_func=EVEN)

    # -- what a shadow hides -------------------------------------------------------------------------

    @beat(chapter="What a shadow hides")
    def doubt_it(self) -> None:
        """But this ground is the loss on the wall. And the walk was never on the wall: only its shadow is."""
        self.leave(self.own_walker, self.loss)
        near = self.own_hill.look(at=(-12.5, -1.2), place=(-0.6, -0.4), zoom=3.1, azimuth=-46, elevation=27)
        self.play(*near, share=1, rate_func=EVEN)

    @beat
    def hang_the_threads(self) -> None:
        """So ask the network for its loss where it really was. And draw a thread from the ground up to it."""
        self.threads.drawn.set_value(0)
        self.threads.crest.set_value(0)
        self.enter(FadeIn(self.threads), until="really", least=PACE.quick)
        turning = self.own_hill.azimuth.to(-56)
        self.play(self.threads.drawn.to(1), self.threads.crest.to(1), turning, share=1, least=PACE.slow)

    @beat
    def read_the_gap(self) -> None:
        """A thread is the true loss minus the slice. The longest hangs at the start, and at the end there is
        none."""
        longest = read(self.on_own, "largest_gap", decimals=2, name="longest thread")
        gap = Number(longest, ink=INK.residual, **BOLD)
        law = Formula('{{"gap" : residual}} = {{L : output}} - {{L_"slice" : path}}', **BOLD)
        self.gap = UPPER_RIGHT.write(law, (Words("longest", ink=INK.quiet, **LARGE), gap))
        self.enter(self.gap, until="slice", least=PACE.quick)
        whole = self.own_hill.look(**VALLEY | {"elevation": 26}, zoom=1.75, azimuth=-40)
        self.play(*whole, share=1, least=PACE.slow, rate_func=EVEN)

    # -- how steep it is -----------------------------------------------------------------------------

    @beat(chapter="How sharply it bends")
    def ask_for_the_bend(self) -> None:
        """One more thing no wall tells. Where the walk ended, how sharply does the ground bend, in the
        sharpest of all directions?"""
        self.leave(self.gap, self.threads)
        self.play(*self.own_hill.look(at=(0, 0), place=(0, 0), zoom=4.2), until="ended", least=PACE.normal)
        self.bent_hill.set(**MIDDLE, azimuth=24, zoom=1).at.set_value(1)
        self.dissolve((self.own_hill, self.own_way), (self.bent_hill, self.line), apart=True, until="sharply")
        self.play(self.line.angle.to(0, rate_func=EVEN), until="sharpest", least=PACE.normal)
        self.steepest = UPPER_LEFT.write(Words("steepest bend", ink=INK.curvature, **LARGE))
        self.enter(self.steepest, self.line.fits.to(1), share=1, least=PACE.normal)

    @beat
    def push_it_through(self) -> None:
        """Take a random direction, and push it through the Hessian. It comes out steeper. Push it again, and
        again, until it turns no more."""
        found = lambda: read(self.top, "bends", at=self.tried.get_value(), decimals=3, name="curvature")  # noqa: E731
        bent = Number(found, ink=INK.curvature, **BOLD)
        old = (self.bent_hill, self.line, self.steepest)
        self.dissolve(old, (self.plot, self.fan, self.bend), apart=True)
        self.bent = Page(3.0, 2.6).write(Words("curvature", ink=INK.curvature, **LARGE), bent)
        self.enter(self.bent, until="Hessian", least=PACE.quick)
        self.play(self.tried.to(1), until="steeper", least=PACE.normal)
        self.play(self.tried.to(self.top.nfev - 1, rate_func=linear), share=1, least=PACE.slow)

    @beat
    def name_lambda(self) -> None:
        """That is lambda, the largest eigenvalue. Close to the end of the walk the true loss bends like this,
        and further out as it likes."""
        self.remove(self.bend)
        self.add(self.curve)
        sign = Formula("{{lambda : curvature}} =", **BOLD).move_to((3.5, 2.6, 0))
        value = Number(read(self.top, "value", decimals=2, name="lambda"), ink=INK.curvature, **BOLD)
        self.sign = beside(sign, value)
        self.leave(self.bent, pace=PACE.quick)
        self.enter(self.sign, until="lambda", least=PACE.quick)
        self.enter(self.true_cut, share=1)

    @beat
    def try_strides(self) -> None:
        """You know what it's good for. Up to two over lambda, a stride lands lower. Beyond, it climbs."""
        self.leave(FadeOut(self.true_cut), self.fan)
        law = Formula("{{gamma : parameter}} < 2 / {{lambda : curvature}}", **BOLD).move_to((4.45, 1.15, 0))
        self.stride.set_value(0.5)
        self.enter(self.step.pose(grown=0), pace=PACE.quick)
        self.play(self.stride.to(self.top.limit, rate_func=EVEN), until="lambda", least=PACE.normal)
        self.enter(law, pace=PACE.quick)
        self.play(self.stride.to(1.07 * self.top.limit, rate_func=EVEN), share=1)

    @beat
    def be_on_the_safe_side(self) -> None:
        """The limit here is three point eight. We walked with a half, and that's why nothing flew off."""
        limit = Number(read(self.top, "limit", decimals=1, name="limit"), ink=INK.curvature, **BOLD)
        stride = read(self.history, "step", index=0, decimals=1, name="stride")
        ours = Number(stride, ink=INK.parameter, **BOLD)
        self.told = Page(3.2, -0.35, gap=0.45).write(
            (Words("limit", ink=INK.quiet, **LARGE), limit), (Words("ours", ink=INK.quiet, **LARGE), ours)
        )
        self.enter(self.told[0], until="eight", least=PACE.quick)
        self.enter(self.told[1], self.stride.to(RATE, rate_func=EVEN), share=1)

    # -- which wall ----------------------------------------------------------------------------------

    @beat(chapter="Which wall?")
    def compare_the_walls(self) -> None:
        """One network, one walk, two walls. Here it is a dot in a bowl. There, a path that bends into a
        valley."""
        self.blind_hill.at.set_value(1)
        self.blind_hill.set(**MIDDLE | {"place": (-3.35, -0.8)}, zoom=0.56, azimuth=-34, relief=3.6)
        self.own_hill.set(**VALLEY | {"place": (3.0, -0.2)}, zoom=1.06, azimuth=-48)
        self.own_walk.at.set_value(self.own_walk.last)
        self.clear_stage(pace=PACE.quick)
        self.enter(FadeIn(self.blind_hill), FadeIn(self.mark), until="bowl", least=PACE.normal)
        self.enter(FadeIn(self.own_hill), FadeIn(self.own_way), share=1)

    @beat
    def say_it(self) -> None:
        """So every picture of a loss landscape is a shadow. Before you believe it, ask which wall it was cast
        on."""
        self.motto = Words("Which wall was it cast on?", **BOLD).move_to((0, 3.4, 0))
        turn = [self.blind_hill.azimuth.to(-10), self.own_hill.azimuth.to(-30)]
        self.play(*turn, until="Before", rate_func=linear)
        self.enter(self.motto, share=1)

    @beat
    def go_back_to_data(self) -> None:
        """Enough of networks. Back to where it all began: a cloud of points, and one straight line. Which one
        is best?"""
        sack = Rucksack(("magnifying glass", "compass and boots", "rope team")).move_to((0, 0.4, 0))
        self.clear_stage(pace=PACE.quick)
        self.enter(sack, until="networks", least=PACE.quick)
        self.swap(sack, self.field, until="began", least=PACE.normal)
        self.enter(self.cloud, until="points", least=PACE.normal)
        self.enter(self.some_line, pace=PACE.quick)
        self.play(self.tilt.to(-1, rate_func=EVEN), share=0.5, least=PACE.normal)
        self.play(self.tilt.to(0.6, rate_func=EVEN), share=1)
