"""Lecture 22: squares on misses, a ravine that was only a badly placed origin, and the shadow of an arrow."""

from __future__ import annotations

import numpy as np
from l22_pictures import LAW, LEVEL, NORMAL, SLOPES, UPRIGHT, Cloud, KnobLine, Misses, Piles, Pivot
from l22_pictures import Said, Steered, named, numbered, signs_at_edges, step_sign, sum_row
from manim import Animation, FadeIn, FadeOut, Group, linear
from manim.utils.rate_functions import ease_in_out_sine as EVEN

from calc_core import bowl_descent, fitting, load_galton, load_heights
from calc_core.fitting import LineGround, ResidualArrow
from visuals import INK, PACE, SIZE, Axes, Box, Dial, Lecture, Options, Sized, Walk, beat, read
from visuals import AreaSquare, BowlMap, ColumnSpace, FamilyTrail, Formula, Hiker, Knob, Marker, Number
from visuals import Page, ResidualSquares, Rewrite, Rucksack, Words, beside, series

ALONE, BESIDE = Box(-6.2, -2.4, 0.6, 3.1), Box(-6.2, -2.4, -0.7, 3.1)  # where the plot lies
NEAR, NEXT_TO_MAP = Options(x=(53.8, 84.71), y=(55.0, 80.0)), Options(x=(56.7, 81.7), y=(55.0, 80.0))
WIDE = {"x": (-3.0, 81.0), "y": (-2.0, 82.0)}  # with zero: equal units in all of them
CHILD = 128  # row of the file: a child taller than the line says
TRIO, FOOT = (830, 781, 143), 60.0  # rows of three children; their heights are counted from five feet
WINDOW = Box(0.35, -2.4, 6.65, 3.1)  # of the map
FAR = Options(unit=0.06, rise=7000.0)  # the map: scene units to one of m or c, and where walls are cut off
LAMP: Options = {"unit": 7.5, "rise": 170.0, "aside": (-0.54, 37.38)}
BOWL, ROUND = Options(unit=2.2, rise=5.0), Options(unit=2.0, rise=5.0)
SET_OUT = (0.0, 60.0)  # slope and height of the line where the hiker begins: level, and too low
STRIDE = 1.9  # over the greatest curvature: 2 is where walks no longer arrive
SHOWN = np.array([*range(25), 60, 200, 800, 3000, 10_000])  # steps that are drawn
HEADING = Page(3.5, 3.5, side="middle")
LARGE, BOLD = Sized(size=SIZE.large), Sized(size=SIZE.title)


class LeastSquares(Lecture):
    title = "The best line is a shadow"
    goal = "Setting slopes to zero is dropping a perpendicular: least squares, seen from both sides."
    poster = "walk_around_it"
    layers = (
        "plot squares cloud pivot line one map prints only_print home hiker average knobs"
        " trio_plot trio_squares trio_line trio_misses trio_said space piles_plot piles"
    )

    # -- data and pictures ---------------------------------------------------------------------------

    def set_stage(self) -> None:
        self.families = load_galton()
        self.x, self.y = self.families.columns["midparent"], self.families.columns["child"]
        self.mean, self.spread = float(self.x.mean()), float(self.x.std())
        self.away, self.unit = Dial(self.mean), Dial(1.0)  # the origin of x is so far left of the mean
        self._known: dict[str, tuple[tuple[float, ...], LineGround | ResidualArrow]] = {}
        self._set_ways()
        self._set_plot()
        self._set_map()
        self._set_trio()
        self._set_piles()

    def _set_ways(self) -> None:
        """All lines of the film, each its slope and its height at the mean: by hand, walked, arrived."""
        mean, level = self.mean, float(self.y.mean())
        far = fitting.line_ground(self.x, self.y)
        steepest = float(np.linalg.eigvalsh(far.hess)[-1])
        start = far.knobs(*SET_OUT, mean)
        self.walk = bowl_descent(far.hess, far.best, start, learning_rate=STRIDE / steepest, steps=SHOWN)
        walked = far.line(self.walk.x, mean)
        near = fitting.line_ground(self.x, self.y, origin=mean, unit=self.spread)
        here = near.knobs(walked[-1, 0], walked[-1, 1], mean)
        curvature = float(near.hess[0, 0])
        self.leap = bowl_descent(near.hess, near.best, here, learning_rate=1 / curvature, steps=np.arange(2))
        miss = float(self.y[CHILD] - (level + 0.25 * (self.x[CHILD] - mean)))
        gate = [level + turn * mean for turn in (0.15, -0.12)]
        by_hand = {
            "level": (0.0, level), "lowered": (0.0, level - 3),
            "tilted": (1.4, level), "first": (0.25, level), "twice": (0.25, level - miss),
            "back": (0.25, level), "steep": (2.8, level), "low": (0.6, level - 7),
            "falls": (-1.4, level + 1), "calm": (0.3, level), "swung": (0.45, gate[0]),
            "swung down": (0.18, gate[1]), "held": (0.3, level), "set out": SET_OUT,
        }  # fmt: skip
        self.stop = {name: k for k, name in enumerate(by_hand)}
        self.stop |= {"walked": len(by_hand) + len(SHOWN) - 2, "arrived": len(by_hand) + len(SHOWN) - 1}
        arrived = near.line(self.leap.x[-1:], mean)
        self.way = Walk(np.concatenate([list(by_hand.values()), walked[1:], arrived]))

    def _ground(self) -> LineGround:
        """The landscape over both knobs, with the origin and the unit of x where they are now."""
        at = (self.mean - self.away.get_value(), self.unit.get_value())
        if self._known.get("ground", ((), None))[0] != at:
            self._known["ground"] = at, fitting.line_ground(self.x, self.y, origin=at[0], unit=at[1])
        return self._known["ground"][1]  # type: ignore[return-value]  # a ground

    def _knobs(self) -> np.ndarray:
        """m and c of the line as it lies now."""
        return self._ground().knobs(self.way.place[0], self.way.place[1], self.mean)

    def _arrow(self) -> ResidualArrow:
        """The misses of all children."""
        at = tuple(self.way.place)
        if self._known.get("arrow", ((), None))[0] != at:
            self._known["arrow"] = at, fitting.residual_arrow(self._centred.design, self.y, at)
        return self._known["arrow"][1]  # type: ignore[return-value]  # an arrow

    def _set_plot(self) -> None:
        """Children over parents, the line with its two knobs, and the squares on its misses."""
        self._centred = fitting.line_ground(self.x, self.y, origin=self.mean)
        self.plot = Axes(
            **NEAR, box=ALONE, x_name="parents, inches", y_name="child, inches", x_steps=(20, 10),
            y_steps=(20, 10, 5), x_extent=(-10, 90), y_extent=(-10, 90),
        )  # fmt: skip
        told = series("children", self.families, parents="columns.midparent", child="columns.child")
        self.cloud = Cloud(told, on=self.plot)
        self.line = KnobLine(lambda: self.way.place, self.mean, on=self.plot)
        self.one = Misses(self.line, self.x[[CHILD]], self.y[[CHILD]], ringed=True)
        says = lambda of: lambda: self.line.says(of)  # noqa: E731
        its_x, its_y = self.x[[CHILD]], self.y[[CHILD]]
        self.its_square = ResidualSquares(says(its_x), its_x, its_y, on=self.plot)
        glow = {"cover": 0.006, "edge": 0.06, "rim": 1.5}
        self.squares = ResidualSquares(says(self.x), self.x, self.y, on=self.plot, **glow)
        self.average = AreaSquare(lambda: self._arrow().mean_area, on=self.plot, at=(3.0, -2.2))
        level = float(self.y.mean())
        turned = lambda: self.way.place - [0.0, level]  # noqa: E731
        self.knobs = [
            Knob(lambda: float(turned()[1]), at=(2.7, 2.4, 0), full=14.0, radius=0.62, armed=0),
            Knob(lambda: float(turned()[0]), at=(5.2, 2.4, 0), full=4.0, radius=0.62, armed=0),
        ]
        origin = lambda: self.mean - self.away.get_value()  # noqa: E731
        self.pivot = Pivot(lambda: np.array([origin(), self.line.says(origin())]), on=self.plot)

    def _set_map(self) -> None:
        """The landscape over both knobs, the hiker on it, and her prints."""
        self.map = BowlMap(lambda: (self._ground().hess, self._ground().best), box=WINDOW, **FAR)
        self.hiker = Hiker(Steered(self._knobs), on=self.map)
        best = lambda: tuple(self._ground().best)  # noqa: E731
        self.home = Marker(best, on=self.map, ink=INK.model, radius=0.12, hollow=True)
        trail: Options = {"on": self.map, "at": 0.0, "size": 11, "width": 2.5}
        self.prints = FamilyTrail(lambda: self.walk.x, **trail)
        self.only_print = FamilyTrail(lambda: self.leap.x, **trail)

    def _set_trio(self) -> None:
        """Three children, their line, and the space in which they are one arrow."""
        x, y = self.x[list(TRIO)], self.y[list(TRIO)]
        self.three = fitting.line_ground(x, y - FOOT, origin=float(x.mean()))
        self.shadow = fitting.projection(self.three.design, y - FOOT)
        by_hand = [(0.0, 6.5), (0.0, 7.8), (0.0, 5.6), (0.0, 6.5), (1.6, 6.5)]
        by_hand += [(-0.6, 6.4), (0.2, 7.3), (1.3, 5.2)]
        self.turns = Walk(np.array([*by_hand, self.shadow.theta]))
        self.trio_plot = Axes(
            x=(63.6, 73.9), y=(60.0, 72.8), box=Box(-6.35, -2.28, -2.02, 3.1), x_steps=(5,), y_steps=(5,),
            x_extent=(60, 80), y_extent=(55, 80),
        )  # fmt: skip
        told = lambda: self.turns.place + [0.0, FOOT]  # noqa: E731
        self.trio_line = KnobLine(told, float(x.mean()), on=self.trio_plot)
        self.trio_misses = Misses(self.trio_line, x, y)
        self.trio_squares = ResidualSquares(lambda: self.trio_line.says(x), x, y, on=self.trio_plot)
        self.trio_said = Said(self.trio_line, x)
        self.trio_names = numbered(x, y, on=self.trio_plot)
        self.space = ColumnSpace(
            self.three.design, y - FOOT, lambda: self.turns.place, patch=((-1.6, 2.1), (0.0, 9.6)),
            steps=(0.5, 1.0), reach=9.5, unit=0.385, place=(-0.2, -1.8), azimuth=-25.0, elevation=23.0,
        )  # fmt: skip

    def _lean(self) -> ResidualArrow:
        """The three misses, and how their stick leans."""
        return fitting.residual_arrow(self.three.design, self.space.y, self.turns.place)

    def _set_piles(self) -> None:
        """Three thousand men, counted by height: what comes next."""
        men = series("men", load_heights(), height="columns.height", count="columns.count")
        box = Box(-5.8, -2.3, 5.8, 2.6)
        self.piles_plot = Axes(
            x=(138, 200), y=(0, 500), box=box, x_name="height, cm", y_ticks=(), x_steps=(10,)
        )
        self.piles = Piles(men, on=self.piles_plot)
        self.no_line = KnobLine(lambda: np.array([2.0, 200.0]), 170.0, on=self.piles_plot)

    # -- the question --------------------------------------------------------------------------------

    @beat(chapter="The question")
    def open_the_rucksack(self) -> None:
        """Three tools are in the rucksack. So back to where all this began: to measured data."""
        packed = ("magnifying glass", "compass and boots", "rope team")
        self.sack = Rucksack(packed).move_to((0, 0.45, 0))
        self.enter(self.sack, until="rucksack", least=PACE.normal)
        self.heading = Words(self.title, **BOLD).move_to((0, 3.2, 0))
        self.enter(self.heading, until="began", least=PACE.quick)

    @beat
    def meet_the_families(self) -> None:
        """Nine hundred and thirty-four children, grown up. Across, how tall their parents were. Upwards, how
        tall they became."""
        self.leave(self.sack, self.heading)
        self.enter(self.plot, pace=PACE.quick)
        count = Number(read(self.families, "n", name="children"), ink=INK.data, **BOLD)
        self.count = HEADING.write(beside(count, Words("children", ink=INK.data, **LARGE)))
        self.enter(self.cloud, self.count, least=PACE.grand)

    @beat
    def lay_a_line(self) -> None:
        """Tall parents, tall children, roughly. So lay a line through them. It has two knobs."""
        self.enter(self.line, until="through", least=PACE.normal)
        self.labels = named(self.knobs, ("lift", "tilt"))
        self.leave(self.count)
        self.enter(*self.knobs, self.labels, share=1)

    @beat
    def turn_both(self) -> None:
        """One knob lifts the line, the other one tilts it. But which of all these lines is the best?"""
        self.play(self.way.at.to(self.stop["lowered"], rate_func=EVEN), until="line", least=PACE.slow)
        self.play(self.way.at.to(self.stop["tilted"], rate_func=EVEN), until="tilts", least=PACE.normal)
        self.play(self.way.at.to(self.stop["first"], rate_func=EVEN), share=1, least=PACE.normal)

    @beat
    def take_one_child(self) -> None:
        """Take one child. The line expects so much, the child is taller. In between is a miss."""
        self.play(self.cloud.lit.to(0.3), until="child", least=PACE.quick)
        self.enter(self.one, until="taller", least=PACE.normal)

    @beat
    def square_the_miss(self) -> None:
        """Now put a square on it. Miss twice as far, and the square is four times as large."""
        self.its_square.grown.set_value(0)
        self.enter(self.its_square, below=self.line, until="square", least=PACE.normal)
        self.play(self.way.at.to(self.stop["twice"], rate_func=EVEN), until="four", least=PACE.slow)
        self.play(self.way.at.to(self.stop["back"], rate_func=EVEN), share=1, least=PACE.normal)

    @beat
    def square_them_all(self) -> None:
        """And a square for everybody else. Nine hundred and thirty-four of them."""
        self.leave(self.one, pace=PACE.quick)
        self.squares.grown.set_value(0)
        self.enter(self.squares, FadeOut(self.its_square), share=1, least=PACE.slow)

    @beat
    def share_them_out(self) -> None:
        """Pour them all together and share alike: everybody gets this one, the average square."""
        self.average.grown.set_value(0)
        self.enter(self.average, until="this", least=PACE.normal)
        self.average_name = Words("average square", ink=INK.residual, **LARGE)
        self.average_name.move_to((3.0, 0.1, 0), aligned_edge=(-1, 0, 0))
        self.enter(self.average_name, until="average", least=PACE.quick)

    @beat
    def let_them_breathe(self) -> None:
        """Turn the knobs, and they breathe. Too steep, they swell. Too low, they swell. Falling? Worse."""
        self.play(self.way.at.to(self.stop["steep"], rate_func=EVEN), until="steep", least=PACE.slow)
        self.play(self.way.at.to(self.stop["low"], rate_func=EVEN), until="low", least=PACE.normal)
        self.play(self.way.at.to(self.stop["falls"], rate_func=EVEN), share=1, least=PACE.slow)

    @beat
    def want_the_smallest(self) -> None:
        """Somewhere in between they are smallest. That is least squares. But who turns the knobs?"""
        self.play(self.way.at.to(self.stop["calm"], rate_func=EVEN), until="smallest", least=PACE.slow)

    # -- a ravine ------------------------------------------------------------------------------------

    @beat(chapter="A ravine")
    def write_it_down(self) -> None:
        """Written down: y is c plus m times x. So c is where the line stands when x is zero."""
        gone = (self.squares, self.average, self.average_name, *self.knobs, self.labels)
        self.leave(*gone, self.cloud.lit.to(1))
        self.law = Formula(LAW, size=76).move_to((3.5, 1.2, 0))
        self.enter(self.law, until="times", least=PACE.quick)
        self.play(*self.plot.look(**WIDE, box=BESIDE, rate_func=EVEN), until="stands", least=PACE.slow)
        self.enter(self.pivot, share=1, least=PACE.quick)

    @beat
    def swing_the_gate(self) -> None:
        """That is far away. Tilt it a little, and it swings like a gate, with all families out at its end."""
        self.play(self.way.at.to(self.stop["swung"], rate_func=EVEN), until="swings", least=PACE.normal)
        self.play(self.way.at.to(self.stop["swung down"], rate_func=EVEN), until="families", least=PACE.slow)
        self.play(self.way.at.to(self.stop["held"], rate_func=EVEN), share=1, least=PACE.normal)

    @beat
    def lay_out_the_map(self) -> None:
        """Lay out the map. Every place is a line, its height the average square. It's all plateau, with one
        crack."""
        self.leave(self.law)
        self.enter(self.map, self.home, until="place", least=PACE.normal)
        self.enter(self.hiker, pace=PACE.quick)
        self.edges = signs_at_edges()
        self.enter(self.edges, pace=PACE.quick)
        self.play(self.way.at.to(self.stop["set out"], rate_func=EVEN), share=1, least=PACE.normal)

    @beat
    def name_kappa(self) -> None:
        """This is the worst ravine so far. Its kappa is seven million."""
        kappa = Number(lambda: read(self._ground(), "kappa", digits=2), ink=INK.curvature, **BOLD)
        label = Formula("{{kappa : curvature}} =", **BOLD)
        kappa.stand_beside(label)
        self.kappa = Group(label, kappa).move_to((WINDOW.left + 0.05, 3.5, 0), aligned_edge=(-1, 0, 0))
        self.enter(self.kappa, until="seven", least=PACE.quick)

    @beat
    def come_close(self) -> None:
        """Let the hiker walk downhill. Come close: from wall to wall she goes, and the line flutters."""
        self.play(*self.map.look(**LAMP, rate_func=EVEN), FadeOut(self.home), until="close", least=PACE.slow)
        self.add(self.prints)
        first = self.stop["set out"]
        steps = [self.way.at.to(first + 8, rate_func=linear), self.prints.at.to(8, rate_func=linear)]
        self.play(*steps, share=1, least=PACE.grand)

    @beat(was="wait_for_him")
    def wait_for_her(self) -> None:
        """Ten thousand steps later she has come three thousandths of her way. Half of it would take two and a
        half million."""
        first, last = self.stop["set out"], self.stop["walked"]
        self.steps = step_sign(self.walk, lambda: self.way.at.get_value() - first)
        self.enter(self.steps, pace=PACE.quick)
        self.play(
            self.way.at.to(last, rate_func=linear), self.prints.at.to(last - first, rate_func=linear),
            until="later", least=PACE.slow,
        )  # fmt: skip
        back = self.map.look(**FAR, aside=(0, 0), rate_func=EVEN)
        self.play(*back, FadeIn(self.home), until="way", least=PACE.slow)

    @beat
    def move_the_origin(self) -> None:
        """So leave the data alone, and the hiker too. Only move the origin: slide it into the middle of the
        families."""
        self.leave(self.steps, FadeOut(self.prints), until="too", least=PACE.quick)
        slide = lambda t: 1.0 - (1.0 - EVEN(t)) ** 4  # noqa: E731
        self.play(
            self.away.to(0, rate_func=slide), *self.map.look(**BOWL, rate_func=EVEN),
            *self.plot.look(**NEXT_TO_MAP, rate_func=EVEN), share=1, least=2 * PACE.grand,
        )  # fmt: skip

    @beat
    def see_it_open(self) -> None:
        """The crack has opened into a bowl. Kappa was seven million, and now it is three."""
        self.squares.grown.set_value(1)
        self.enter(FadeIn(self.squares), until="million", least=PACE.normal)

    @beat
    def make_it_round(self) -> None:
        """One more thing: count x in its own spread, and the bowl is round. Kappa is one."""
        self.wait(until="thing")
        self.play(
            self.unit.to(self.spread, rate_func=EVEN), *self.map.look(**ROUND, rate_func=EVEN), until="round",
            least=PACE.slow,
        )  # fmt: skip

    @beat
    def take_one_step(self) -> None:
        """And now she needs one step. Straight down, and the line turns into place."""
        self.steps = step_sign(self.leap, lambda: self.way.at.get_value() - self.stop["walked"])
        self.enter(self.steps, until="now", least=PACE.quick)
        self.add(self.only_print)
        stepping = (
            self.way.at.to(self.stop["arrived"], rate_func=EVEN),
            self.only_print.at.to(1, rate_func=EVEN),
        )
        self.play(*stepping, until="down", least=PACE.slow)

    # -- three children ------------------------------------------------------------------------------

    @beat(chapter="Three children")
    def keep_three(self) -> None:
        """Down there no slope is left. Keep that in mind, and look from another side, with three children
        only."""
        self.play(self.cloud.lit.to(0.5), until="left", least=PACE.quick)
        gone = [self.plot, self.cloud, self.line, self.squares, self.pivot]
        gone += (self.map, self.hiker, self.home, self.edges, self.kappa, self.steps, self.only_print)
        come = (self.trio_plot, self.trio_line, self.trio_misses, self.trio_names)
        self.dissolve(gone, come, apart=True, until="side", least=PACE.normal)
        self.trio_squares.grown.set_value(0)
        self.enter(self.trio_squares, share=1, least=PACE.normal)

    @beat
    def make_an_arrow(self) -> None:
        """Three heights are three numbers. Give each a direction of its own, and they make one arrow."""
        self.add(self.space)
        self.play(*self.space.come("axes"), until="direction", least=PACE.normal)
        self.play(*self.space.come("legs", rate_func=linear), until="make", least=PACE.slow)
        self.play(*self.space.come("arrow"), share=1, least=PACE.normal)

    @beat
    def a_line_is_a_point(self) -> None:
        """The line names three heights as well. So it is a point in the same space."""
        self.enter(self.trio_said, *self.space.come("legs", share=0), until="heights", least=PACE.normal)
        self.play(*self.space.come("foot"), until="point", least=PACE.normal)

    @beat
    def sweep_the_plane(self) -> None:
        """Lift it, and the point moves this way. Tilt it, and it moves that way. All together: a plane."""
        self.play(self.turns.at.to(3, rate_func=EVEN), until="way", least=PACE.slow)
        self.play(self.turns.at.to(4, rate_func=EVEN), until="that way", least=PACE.normal)
        self.play(*self.space.come("plane"), share=1, least=PACE.normal)

    @beat
    def raise_the_stick(self) -> None:
        """No line meets all three: the arrow ends above the plane. The stick up to its tip holds all three
        misses."""
        self.wait(until="three")
        self.play(*self.space.come("stick"), until="stick", least=PACE.normal)

    @beat
    def square_the_stick(self) -> None:
        """And by Pythagoras, the square on the stick is as large as the three squares together."""
        told = lambda field, **how: lambda: read(self._lean(), field, decimals=1, **how)  # noqa: E731
        parts = [told("squares", index=k, name=f"square {k + 1}") for k in range(3)]
        self.sum = sum_row(parts, told("area", name="square on the stick"), at=(-5.9, 3.4))
        self.play(*self.space.come("square"), until="stick", least=PACE.normal)
        self.enter(self.sum, share=1)

    @beat
    def turn_them_again(self) -> None:
        """Turn the knobs. Here the squares breathe, there the stick leans. It's one motion, seen twice."""
        self.play(self.turns.at.to(7, rate_func=EVEN), share=1, least=2 * PACE.slow)

    @beat
    def arrive_together(self) -> None:
        """Now down to the smallest. The squares stop shrinking just as the stick stands upright."""
        self.play(
            *self.space.come("angle", rate_func=linear), self.turns.at.to(self.turns.last, rate_func=EVEN),
            until="stands", least=PACE.grand,
        )  # fmt: skip

    @beat
    def walk_around_it(self) -> None:
        """Walk around it. Edge-on, it's a true right angle. The best line is the shadow of the data."""
        turn = self.space.turn(azimuth=self.space.edge_on(12.0), elevation=12.0, rate_func=EVEN)
        self.play(*turn, until="Edge-on", least=PACE.grand)
        angle = Number(lambda: read(self._lean(), "angle", decimals=1), **BOLD)
        self.angle = angle.move_to((5.6, -0.4, 0))
        self.enter(self.angle, until="angle", least=PACE.quick)
        self.play(*self.space.come("shadow", "light"), share=1, least=PACE.slow)
        self.wait(PACE.normal)

    # -- one sentence --------------------------------------------------------------------------------

    @beat(chapter="One sentence")
    def square_to_both_columns(self) -> None:
        """Two directions span the plane, the columns of a matrix A. And the stick is square to both."""
        plot = (self.trio_plot, self.trio_line, self.trio_misses, self.trio_said, self.trio_names)
        gone: list[Animation] = [FadeOut(each) for each in (*plot, self.trio_squares, self.sum, self.angle)]
        back = self.space.turn(azimuth=-25.0, elevation=23.0, rate_func=EVEN)
        gone += self.space.come("square", "shadow", "light", "axes", share=0)
        self.leave(*gone, *back, until="plane", least=PACE.slow)
        self.play(*self.space.come("columns"), until="matrix", least=PACE.normal)
        self.upright = Formula(UPRIGHT, size=76).move_to((-4.4, -0.3, 0))
        self.enter(self.upright, until="both", least=PACE.quick)

    @beat
    def say_it_with_slopes(self) -> None:
        """And the slopes of all the squares? They're those same two numbers, times minus two."""
        self.slopes = Formula(SLOPES, size=60).move_to((-4.4, 2.2, 0))
        self.enter(self.slopes, *self.space.come("rings"), until="squares", least=PACE.normal)

    @beat
    def say_it(self) -> None:
        """So to set the slopes to zero is to drop a perpendicular. Calculus and linear algebra say the same
        sentence."""
        self.level = Formula(LEVEL, size=76).move_to((-4.4, 2.2, 0))
        self.play(Rewrite(self.slopes, self.level), until="zero", least=PACE.normal)
        self.same = Formula("arrow.t.b.double", size=76).move_to((-4.4, 0.95, 0))
        self.enter(self.same, until="perpendicular", least=PACE.quick)
        self.play(*self.space.turn(azimuth=-38.0, rate_func=EVEN), share=1)

    @beat
    def solve_it(self) -> None:
        """Put in what the misses are, and it can be solved at once. These are the normal equations."""
        self.normal = Formula(NORMAL, size=64).move_to((-4.3, -1.9, 0))
        self.enter(self.normal, until="normal", least=PACE.quick)

    @beat
    def take_everybody(self) -> None:
        """And all the families? One arrow, in nine hundred and thirty-four dimensions. Same plane, same right
        angle."""
        aside = self.normal.animate.move_to((3.9, 3.0, 0))
        self.leave(self.level, self.same, self.upright, FadeOut(self.space), aside, pace=PACE.normal)
        self.plot.show(**NEAR, across=(ALONE.left, ALONE.right))
        self.squares.opacity.set_value(1)
        self.cloud.lit.set_value(1)
        come = (self.plot, self.squares, self.cloud, self.line)
        self.enter(*(FadeIn(each) for each in come), until="dimensions", least=PACE.normal)
        whole = self._arrow()
        angle = Number(read(whole, "angle", decimals=10), **LARGE)
        slopes = Number(read(whole, "steepness", scientific=True, digits=1, name="slope left"), **LARGE)
        labels = [Words(each, ink=INK.quiet, **LARGE) for each in ("angle", "slope")]
        self.proof = Page(2.6, 1.4, side="numbers", gap=0.5).write(*zip(labels, (angle, slopes), strict=True))
        self.enter(self.proof, share=1)

    @beat
    def read_the_slope(self) -> None:
        """An inch more of parents is not quite two thirds of an inch of child. Galton called this
        regression."""
        self.leave(self.proof, self.normal)
        said = read(self._centred, "best", index=0, decimals=2, name="slope")
        slope = Number(said, ink=INK.parameter, size=110)
        self.best = Group(slope.move_to((3.8, 1.0, 0)), Words("inch per inch", ink=INK.quiet, **LARGE))
        self.best[1].next_to(self.best[0], (0, -1, 0), buff=0.4)
        self.enter(self.best[0], until="thirds", least=PACE.quick)
        self.enter(self.best[1], share=1)

    @beat
    def hand_over(self) -> None:
        """But not everything lies along a line. Count people by height, and they pile up to a bell. What
        knobs does a bell have?"""
        gone = (self.plot, self.squares, self.cloud, self.line, self.best)
        self.piles.grown.set_value(0)
        self.dissolve(gone, self.piles_plot, apart=True, until="Count", least=PACE.normal)
        self.enter(self.piles, until="pile", least=PACE.slow)
        self.enter(self.no_line, share=1, least=PACE.normal)
