"""Pictures of lecture 25 alone: a ladder of misses, a race of two walks, the honest test, three futures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from manim import LEFT, RIGHT, UP, linear
from manim import Animation, AnimationGroup, FadeIn, Group, GrowFromEdge, Mobject, Rectangle

from calc_core.fitting import Band, FitPath, FitResult, HoldoutSweep, LaggedPairs, Layers, Model
from visuals import INK, SIZE, STROKE, Axes, Box, Curtain, Dial, Flight, Line, Misses, Number, Page, Reading
from visuals import Options, Rope, Words, read, series
from visuals.data.rope import TINTS, marker
from visuals.letters.readout import Series

BAR, STEP = 0.2, 0.38  # of the ladder: height of a bar, and from rung to rung
NAME, GAP = 2.05, 0.15  # room for the names, and between a bar and its number

DECADES = (0, 1, 10, 100, 1_000, 10_000)
STILLS = 100  # stops of a walk whose residuals are kept, evenly spread over the race's axis

COLUMN = 4.2  # from one model to the next, in the row above the plot
ROPE = 2.8  # thin enough that dots and other ropes show
LINES = (3.46, 3.04)  # heights of names and of numbers


class Rung(Group):
    """A name, a bar `per_unit` scene units long for each unit of the reading, and the reading itself."""

    def __init__(self, name: str, reading: Reading, *, at: tuple[float, float], per_unit: float) -> None:
        super().__init__()
        x, y = at
        self.label = Words(name, size=SIZE.small)
        self.label.shift((x - self.label.get_left()[0], y - BAR / 2 - self.label.baseline, 0))
        length = per_unit * float(reading.value)
        self.bar = Rectangle(width=length, height=BAR, stroke_width=0)
        self.bar.set_fill(INK.residual, opacity=1)
        self.bar.move_to((x + NAME, y, 0), aligned_edge=LEFT)
        self.number = Number(reading, size=SIZE.small)
        end = np.array([x + NAME + length + GAP, self.label.baseline, 0])
        self.number.shift(end - self.number.strut.points[0])
        self.add(self.label, self.bar, self.number)

    def entrance(self) -> Animation:
        """The bar grows out to its length."""
        return AnimationGroup(FadeIn(self.label), GrowFromEdge(self.bar, LEFT), FadeIn(self.number))


def ladder(layered: Layers, names: Sequence[str], *, at: tuple[float, float], per_unit: float) -> list[Rung]:
    """A rung for the rms that each layer leaves over, from the place `at` of the first one down."""
    rungs = []
    for k, name in enumerate(names):
        left_over = read(layered, "rms", index=k, decimals=2, name=f"rms left by: {name}")
        rungs.append(Rung(name, left_over, at=(at[0], at[1] - STEP * k), per_unit=per_unit))
    return rungs


def moment(steps: np.ndarray | float) -> np.ndarray:
    """Where a number of steps stands on the race's axis: log10(1 + steps), so that the start is on it."""
    return np.asarray(np.log10(1 + np.asarray(steps, dtype=float)))


class Runner(Group):
    """One walk over the knobs: its name, its trace on the race, and the residuals of where it stands.

    `walks` are pieces of one walk (all of its first steps, then every so many), each longer than the one
    before, as `steepest_descent` or `levenberg_marquardt` give them. The residuals are those of `model` to
    `data` (columns x and y). The dial `ran` says how far the walk has come on the race's axis; `ended` is
    the rms at its end, for the author to show there.
    """

    def __init__(
        self,
        name: str,
        walks: tuple[FitPath | FitResult, ...],
        *,
        on: Axes,
        side: Axes,
        model: Model,
        data: Series,
        ink: str,
    ) -> None:
        super().__init__()
        self.ran, self.side = Dial(0.0), side
        paths = [each.walk if isinstance(each, FitResult) else each for each in walks]
        self.steps, theta, rms = _joined(paths)
        track: Options = {"reach": self.ran, "ink": ink, "width": STROKE.bold}
        shown = [_plotted(name, each) for each in walks]
        self.trace = Line(on, moment(self.steps), rms, series=shown, **track)
        wanted = np.searchsorted(moment(self.steps), np.linspace(0, moment(self.steps)[-1], STILLS))
        stops = np.unique(np.append(wanted, len(self.steps) - 1).clip(max=len(self.steps) - 1))
        x, y = data.pair()
        stages = moment(self.steps[stops])
        self.misses = Misses(side, side, x, y, model(theta[stops], x), stage=self.ran, stages=stages)
        self.misses.dropped.set_value(1.0)
        self.name_word = Words(name, size=SIZE.small, ink=ink)
        self.name_word.move_to((side.across[1], side.up[1] + 0.28, 0), aligned_edge=RIGHT)
        self.add(side, self.trace, self.misses, self.name_word)
        end = on.to_screen(self.finish, rms[-1])
        last = "rms" if isinstance(walks[-1], FitResult) else "last_rms"
        ended = read(walks[-1], last, decimals=2, name=f"rms left by {name}")
        self.ended = Number(ended, size=SIZE.body, ink=ink)
        self.ended.next_to(end, UP if end[0] > 0 else RIGHT, buff=0.2)

    @property
    def finish(self) -> float:
        """Where the walk ends on the race's axis."""
        return float(moment(self.steps[-1]))

    def run(self) -> Any:
        """What runs the walk to its end when it is played."""
        return self.ran.to(self.finish, rate_func=linear)


class DescentRace(Group):
    """rms over steps, each power of ten as wide as the next, and beside it what two walks leave over."""

    def __init__(
        self, model: Model, data: Series, *, top: float, years: tuple[float, float], leftover: float
    ) -> None:
        super().__init__()
        self.model, self.data = model, data
        marks = {float(moment(steps)): f"{steps:,}" for steps in DECADES}
        last = float(moment(DECADES[-1]))
        box = Box(-5.75, -2.1, 1.9, 2.75)
        self.axes = Axes(x=(0.0, last), y=(0.0, top), box=box, x_ticks=marks, y_steps=(1,), upright=False)
        side = Options(x=years, y=(-leftover, leftover), x_steps=(), y_steps=(5,), cross_at=0.0)
        self.sides = [
            Axes(box=Box(3.55, low, 6.55, low + 2.05), upright=False, **side) for low in (0.7, -2.1)
        ]
        self.units = Group(
            Words("left over (rms), ppm", size=SIZE.small, ink=INK.quiet).move_to((-6.4, 3.2, 0), LEFT),
            Words("steps", size=SIZE.small, ink=INK.quiet).move_to((1.9, -1.8, 0), RIGHT),
        )
        self.add(self.axes, self.units)

    def runner(self, name: str, *walks: FitPath | FitResult, lane: int, ink: str) -> Runner:
        """One walk of the race, given in pieces; `lane` says in which of the two panels its residuals are."""
        told: Options = {"model": self.model, "data": self.data, "ink": ink}
        return Runner(name, walks, on=self.axes, side=self.sides[lane], **told)


class MissPairs:
    """Each month's miss against the next one's, and the line along which they lean.

    `frame` (axes with one scale for both, and their names) waits for the `dots`, which fly here from the
    `strip`, where the misses stand over their months `x`; `lag` tells the correlation that the `lean` shows.
    """

    def __init__(self, strip: Axes, x: np.ndarray, pairs: LaggedPairs) -> None:
        edge, box = (-2.4, 2.4), Box(-3.6, -0.62, 0.5, 3.48)
        self.axes = Axes(x=edge, y=edge, box=box, x_steps=(), y_steps=(1,), cross_at=0.0, upright=False)
        quiet: Options = {"size": SIZE.small, "ink": INK.quiet}
        this_month, next_month = Words("this month", **quiet), Words("next month", **quiet)
        this_month.next_to(self.axes.to_screen(edge[1], 0.0), RIGHT, buff=0.15)
        next_month.move_to((box.left + 0.2, box.top - 0.08, 0.0), aligned_edge=LEFT)
        self.frame = (self.axes, this_month, next_month)
        at_home, at_away = np.c_[x[:-1], pairs.now], np.c_[pairs.now, pairs.following]
        looks: Options = {"ink": INK.residual, "radius": 0.03}
        self.dots = Flight(strip, self.axes, at_home=at_home, at_away=at_away, **looks)
        self.lean = Line(self.axes, np.array(edge), pairs.lean(edge))
        lag = Number(read(pairs, "lag1", decimals=2, name="correlation of neighbours"), size=SIZE.title)
        self.lag = Page(3.2, 2.88).write(Words("correlation", **quiet), lag, gap=0.42)
        self.parts = (*self.frame, self.dots, self.lean, self.lag)


class HoldoutTest:
    """Everything that the curtain's `cut` moves: for each model a rope, the trace of its misses, its numbers.

    The ropes are drawn as far as the dial `reach` says. The traces are drawn as far as `furthest`, and their
    marks sit at the cut. All of it looks up the finished `sweep`. Between two computed cuts it goes straight
    from one to the next: the sweep must be so dense that nobody could see the difference.
    """

    def __init__(self, plot: Axes, strip: Axes, sweep: HoldoutSweep, x: np.ndarray, *, left: float) -> None:
        self.sweep = sweep
        first = float(sweep.cuts[0])
        self.curtain = Curtain(plot, first, foot=strip.up[0])
        self.reach, self.furthest = Dial(float(x[-1])), Dial(first)
        self.models = [sweep.of(name) for name in sweep.names]
        cut = self.curtain.cut
        self.ropes, self.traces = Group(), Group()
        for kind, one in enumerate(self.models):
            tied: Options = {"stage": cut, "stages": sweep.cuts, "reach": self.reach, "width": ROPE}
            self.ropes.add(Rope(plot, x, one.curves(x), kind=kind, **tied))
            plotted = series(f"hold-out: {one.name}", one, cut="cuts", miss="miss", inside="inside")
            track: Options = {"reach": self.furthest, "tip": cut, "series": [plotted]}
            self.traces.add(Rope(strip, sweep.cuts, one.miss, kind=kind, **track))
        # functions, not bound methods: Manim copies what it fades, and would copy the whole test along
        self.year = Number(lambda: self._year(), size=SIZE.small)
        self.year.add_updater(lambda number: self._beside_edge(number))
        places = [left + COLUMN * kind for kind in range(len(self.models))]
        self.names = Group(*(self._name(k, x) for k, x in enumerate(places)))
        self.fits = Group(*(self._numbers(k, "fit", "inside", x) for k, x in enumerate(places)))
        self.misses = Group(*(self._numbers(k, "2020", "miss", x + 1.75) for k, x in enumerate(places)))

    def slide(self, cut: float) -> list[Any]:
        """What slides the curtain on to a cut, evenly, and draws the misses as far."""
        return [dial.to(cut, rate_func=linear) for dial in (self.curtain.cut, self.furthest)]

    @property
    def moving(self) -> tuple[Mobject, ...]:
        """All that the cut moves besides the curtain itself."""
        return self.ropes, self.traces, self.year, self.fits, self.misses

    def reading(self, kind: int, field: str) -> Reading:
        """A number of model `kind` at the cut shown now."""
        signed, decimals = (True, 1) if field == "miss" else (False, 2)
        one = self.models[kind]
        how: Options = {"decimals": decimals, "signed": signed, "unit": "", "name": f"{one.name}: {field}"}
        return read(one, field, at=self._at, **how)

    @property
    def _at(self) -> float:
        """The cut shown now, counted in computed cuts."""
        return float(np.interp(self.curtain.cut.value, self.sweep.cuts, np.arange(len(self.sweep.cuts))))

    def _year(self) -> Reading:
        return read(self.sweep, "cuts", at=self._at, decimals=0, grouped=False, unit="", name="cut")

    def _beside_edge(self, number: Number) -> None:
        top = self.curtain.edge.get_top()
        number.shift(top + np.array([0.14, -0.42, 0.0]) - number.strut.points[0])

    def _name(self, kind: int, x: float) -> Group:
        sign = marker(kind).move_to((x + 0.12, LINES[0], 0))
        label = Words(self.models[kind].name, size=SIZE.small, ink=TINTS[kind])
        label.shift((x + 0.42 - label.get_left()[0], LINES[0] - 0.1 - label.baseline, 0))
        return Group(sign, label)

    def _numbers(self, kind: int, label: str, field: str, x: float) -> Group:
        words = Words(label, size=SIZE.small, ink=INK.quiet)
        words.shift((x - words.get_left()[0], LINES[1] - 0.11 - words.baseline, 0))
        number = Number(lambda: self.reading(kind, field), size=SIZE.small)
        return Group(words, number.stand_beside(words))


class Futures(Group):
    """Forecasts of several models as ropes that begin together; `reach` says how far they have run."""

    def __init__(self, plot: Axes, forecasts: Mapping[str, Band]) -> None:
        super().__init__()
        self.reach = Dial(min(float(each.x[0]) for each in forecasts.values()))
        for kind, (name, each) in enumerate(forecasts.items()):
            shown = [series(f"future: {name}", each, year="x", co2="y")]
            tied: Options = {"reach": self.reach, "width": STROKE.thin, "series": shown}
            self.add(Rope(plot, each.x, each.y, kind=kind, **tied))


def _plotted(name: str, walk: FitPath | FitResult) -> Series:
    if isinstance(walk, FitResult):
        return series(name, walk, rms="history.rms")
    return series(f"{name}, every {walk.stride} steps", walk, rms="rms")


def _joined(paths: list[FitPath]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Steps made, knobs and rms of one walk that was kept in pieces."""
    steps, theta, rms = np.zeros(0), [], []
    for path in paths:
        here = path.stride * np.arange(len(path.x))
        new = here > (steps[-1] if len(steps) else -1)
        steps = np.append(steps, here[new])
        theta.append(path.x[new])
        rms.append(path.rms[new])
    return steps, np.concatenate(theta), np.concatenate(rms)
