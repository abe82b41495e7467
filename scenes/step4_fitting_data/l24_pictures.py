"""Pictures of lecture 24 alone: heights of people and bells over them, promise and gain, a wall of digits."""

from __future__ import annotations

from typing import Any

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from manim import Group, LineJointType, VGroup, VMobject

from calc_core.data.datasets import HeightHistogram
from calc_core.fitting import CertifiedRuns, Model
from calc_core.fitting.certified import ENOUGH
from visuals import (
    INK,
    SIZE,
    STROKE,
    Axes,
    Box,
    Dial,
    Follower,
    Options,
    TestedSteps,
    Words,
    mix,
    plate,
    polyline,
    series,
)
from visuals.descent.tested_steps import FEEL
from visuals.drawing.polyline import NOTHING, at_screen, dashes, within_box
from visuals.theme import Kind

FINE = 281  # points of a bell
BAR = 0.84  # of a class that its column takes
RAISED = 0.25  # of the dial: how long one of many bars is on its way
LONG, LOST = 1.45, 1.35  # of the promise's bar: what is shown of a gain, and of a loss
ROWS = (0.27, -0.27)  # how high the promise's two bars lie
NO_DIGIT = 0.16  # digits: the stump of a run that reached none


class Columns(Follower):
    """How many people are how tall: a column for every class. Dial: grown, from the left on."""

    def __init__(self, people: HeightHistogram, *, on: Axes) -> None:
        super().__init__(on)
        self.axes, self.people, self.grown = on, people, Dial(1.0)
        self.series = (series("heights", people, height="height", count="count"),)
        self.shape = VMobject(stroke_width=STROKE.hair, stroke_color=INK.data)
        self.shape.set_fill(INK.data, opacity=0.34)
        self.add(self.shape, self.grown)
        self.redraw()

    def redraw(self) -> None:
        """Stand every column on the axis, as high as its class is large."""
        half = BAR * self.people.bin_width / 2
        late = np.linspace(0.0, 1 - RAISED, self.people.n)
        up = np.clip((self.grown.get_value() - late) / RAISED, 0.0, 1.0) * self.people.count
        (left, right), (low, high) = self.axes.x, self.axes.y
        runs = []
        for x, y in zip(self.people.height, up.clip(low, high), strict=True):
            ends = np.clip([x - half, x + half], left, right)
            if y > low and ends[1] > ends[0]:
                runs.append(self.axes.to_screen(ends[[0, 0, 1, 1, 0]], np.array([low, y, y, low, low])))
        self.shape.points = polyline(*runs)


class Bell(Follower):
    """The bell of the knobs that `knobs` tells now (3,), over axes; what leaves them is not drawn.

    Dials: grown, from the left on; seen, 0 to 1.
    """

    def __init__(
        self,
        knobs: Callable[[], np.ndarray],
        model: Model,
        *,
        on: Axes,
        ink: str = INK.model,
        width: float = STROKE.bold,
        dash: tuple[float, float] | None = None,
    ) -> None:
        super().__init__(on)
        self.knobs, self.model, self.axes, self.dash = knobs, model, on, dash
        self.grown, self.seen = Dial(1.0), Dial(1.0)
        self.line = VMobject(joint_type=LineJointType.ROUND).set_stroke(ink, width=width)
        self.line.set_stroke(INK.casing, width=width + STROKE.casing, opacity=0.7, background=True)
        self.add(self.line, self.grown, self.seen)
        self.redraw()

    def redraw(self) -> None:
        """Draw it over the window of now."""
        (left, right), grown, seen = self.axes.x, self.grown.get_value(), self.seen.get_value()
        x = np.linspace(left, left + grown * (right - left), FINE)
        run = self.axes.to_screen(x, self.model(self.knobs(), x))
        low, high = self.axes.box.bottom - 1, self.axes.box.top + 9  # far away enough to be cut at the edge
        run[:, 1] = run[:, 1].clip(low, high)
        self.line.points = (
            within_box(polyline(*dashes(run, self.dash)), self.axes.box) if grown > 0 else NOTHING
        )
        self.line.set_stroke(opacity=seen).set_stroke(opacity=0.7 * seen, background=True)


def along(stops: np.ndarray, at: float) -> np.ndarray:
    """Knobs (3,) of a bell between the stops (n, 3) of a walk, its width taken as positive: the same bell."""
    knobs = np.array([*stops.T[:2], np.abs(stops[:, 2])])
    return np.array([np.interp(at, np.arange(len(stops)), column) for column in knobs])


class Promise(Follower):
    """Of the try that is on: a bar for the fall that was promised, under it one for what came; named at left.

    The promise is always as long; a loss goes the other way. `tries` tells which try is on, and how far.
    """

    def __init__(self, tries: TestedSteps, *, at: tuple[float, float], unit: float) -> None:
        super().__init__(tries)
        self.tries, self.at, self.unit, self.grown = tries, np.array([*at, 0.0]), unit, Dial(1.0)
        self.zero = VMobject().set_stroke(INK.quiet, width=STROKE.thin)
        self.promised = VMobject(stroke_width=0).set_fill(INK.curvature, opacity=1)
        self.came = VMobject(stroke_width=0).set_fill(INK.output, opacity=1)
        names = (("promised", INK.curvature), ("came", INK.output))
        self.names = VGroup(*(Words(name, ink=ink, size=SIZE.large) for name, ink in names))
        for name, y in zip(self.names, ROWS, strict=True):
            name.next_to(self.at + [-LOST * unit, y, 0], np.array([-1.0, 0.0, 0.0]), buff=0.15)
        reach = self.at + [[self.names.get_left()[0] - self.at[0], 0.55, 0], [LONG * unit, -0.55, 0]]
        self.plate = plate(VMobject().set_points_as_corners(reach), buff=0.12)
        self.add(self.plate, self.zero, self.promised, self.came, self.names, self.grown)
        self.redraw()

    @property
    def ratio(self) -> float:
        """What came over what was promised, as long as it is drawn."""
        k, done = self.tries.now
        return self.tries.tries[k].rho * min(max((done - 0.8 * FEEL) / (0.2 * FEEL), 0.0), 1.0)

    def redraw(self) -> None:
        """Lay both bars from the line of zero on."""
        seen = self.grown.get_value()
        _, done = self.tries.now
        said = min(done / (0.5 * FEEL), 1.0)
        ratio = float(np.clip(self.ratio, -LOST, LONG))
        self.promised.points = self._bar(said * self.unit, ROWS[0])
        self.came.points = self._bar(ratio * self.unit, ROWS[1])
        self.came.set_fill(INK.output if ratio >= 0 else INK.residual, opacity=seen)
        self.promised.set_fill(opacity=seen)
        self.plate.set_fill(opacity=0.82 * seen).set_stroke(opacity=seen)
        self.names.set_fill(opacity=seen)
        self.zero.points = polyline(self.at + np.array([[0, 0.52, 0], [0, -0.52, 0]]))
        self.zero.set_stroke(opacity=seen)

    def _bar(self, length: float, y: float) -> np.ndarray:
        if abs(length) < 1e-9:
            return NOTHING
        x = length * np.array([0, 1, 1, 0, 0])
        return polyline(self.at + at_screen(x, y + 0.34 * (np.array([0, 0, 1, 1, 0]) - 0.5)))


class DigitWall(Follower):
    """A bar for each run, two for each problem: as high as certified digits were reached.

    Runs that reached six stand whole; the others are hollow. Dial: grown, from the left on.
    """

    def __init__(self, runs: CertifiedRuns, *, box: Box) -> None:
        self.axes = Axes(
            x=(0, runs.n_problems), y=(0, 11), box=box, x_ticks=(), y_ticks=(0, 3, 6, 9), upright=False
        )
        super().__init__(self.axes)
        self.runs, self.grown = runs, Dial(1.0)
        self.series = (series("certified digits reached, far start", runs, digits="far"),)
        self.far = VMobject(stroke_width=0).set_fill(INK.model, opacity=1)
        self.near = VMobject(stroke_width=0).set_fill(mix(INK.model, INK.ground, 0.38), opacity=1)
        self.missed = VMobject().set_fill(INK.ground, opacity=1).set_stroke(INK.residual, width=STROKE.normal)
        self.line = VMobject().set_stroke(INK.exact, width=STROKE.thin)
        self.names = VGroup()
        for problem, start in zip(*np.nonzero(runs.digits < ENOUGH), strict=True):
            name = Words(runs.names[problem], ink=INK.residual, size=SIZE.small)
            self.names.add(name.next_to(self.bar(problem, start)[:2].mean(axis=0), (0, -1, 0), buff=0.14))
        self.add(self.far, self.near, self.missed, self.line, self.grown)
        self.redraw()

    def bar(self, problem: int, start: int) -> np.ndarray:
        """Corners (5, 3) of one run's bar, wholly grown."""
        left = problem + (0.12 + 0.4 * start)
        height = max(float(self.runs.digits[problem, start]), NO_DIGIT)
        x, y = left + 0.36 * np.array([0, 1, 1, 0, 0]), height * np.array([0, 0, 1, 1, 0])
        return self.axes.to_screen(x, y)

    def redraw(self) -> None:
        """Raise the bars, one after the other."""
        grown, n = self.grown.get_value(), self.runs.n_problems
        up = np.clip((grown - np.linspace(0, 1 - RAISED, n)) / RAISED, 0, 1)
        up = up * up * (3 - 2 * up)
        parts: dict[str, list[np.ndarray]] = {"far": [], "near": [], "missed": []}
        for k in np.flatnonzero(up > 0):
            for start, name in enumerate(("far", "near")):
                corners = self.bar(int(k), start)
                corners[:, 1] = corners[0, 1] + up[k] * (corners[:, 1] - corners[0, 1])
                right = self.runs.digits[k, start] >= ENOUGH
                parts[name if right else "missed"].append(corners)
        for name, runs in parts.items():
            getattr(self, name).points = polyline(*runs)
        ends = self.axes.to_screen(np.array([0.0, grown * n]), np.full(2, ENOUGH))
        self.line.points = polyline(*dashes(ends, (0.16, 0.12))) if grown > 0 else NOTHING


class Swarm(Group):
    """Bells of several walks at once, each of a kind of its own; the dial `at` counts steps for all."""

    def __init__(self, walks: Sequence[np.ndarray], kinds: Sequence[Kind], model: Model, *, on: Axes) -> None:
        super().__init__()
        self.at, self.walks = Dial(0.0), walks
        look: Options = {"on": on, "width": STROKE.normal}
        self.bells = [
            Bell(lambda stops=stops: along(stops, self.at.get_value()), model, ink=ink, dash=dash, **look)  # type: ignore[misc]  # its default
            for stops, (ink, dash, _) in zip(walks, kinds, strict=True)
        ]
        self.add(*self.bells, self.at)


def beside_knobs(knobs: Iterable[Any], names: Sequence[str]) -> Group:
    """The name of each knob, to the right of it."""
    words = [Words(name, ink=INK.parameter, size=SIZE.large) for name in names]
    for word, knob in zip(words, knobs, strict=True):
        word.move_to(knob.at + [0.85, 0, 0], aligned_edge=np.array([-1.0, 0.0, 0.0]))
    return Group(*words)


def margin_names(box: Box, across: str, up: str) -> Group:
    """What is measured along a map's two edges, in its margins: under its right end, over its left one."""
    words = [Words(name, size=SIZE.small, ink=INK.quiet) for name in (across, up)]
    words[0].move_to((box.right, box.bottom - 0.31, 0), aligned_edge=np.array([1.0, 0.0, 0.0]))
    words[1].move_to((box.left - 0.45, box.top + 0.2, 0), aligned_edge=np.array([-1.0, 0.0, 0.0]))
    return Group(*words)


def card(box: Box) -> VMobject:
    """A dark card on the map, a little larger than what shall lie on it."""
    outline = VMobject().set_points_as_corners(box.corners + [0.0, 0.1, 0.0])
    return plate(outline).set_fill(opacity=0.92)


def veil(box: Box) -> VMobject:
    """What darkens a map, so that nobody takes for ground what is only believed of it."""
    return VMobject(stroke_width=0).set_points_as_corners(box.corners).set_fill(INK.ground, opacity=0.76)
