"""Steps that are tried before they are made: whole prints where they were kept, hollow ones where refused."""

from __future__ import annotations

import numpy as np
from manim import LineJointType, VMobject

from calc_core.fitting import FitPath
from visuals.drawing.dial import Dial
from visuals.drawing.follower import Follower
from visuals.drawing.polyline import NOTHING, arc, dashes, polyline
from visuals.drawing.rates import gently
from visuals.map.chart import OnScreen, chart_under
from visuals.theme import INK, STROKE

FEEL = 0.55  # of a try: the foot is put out; the rest is going there, or drawing it back
PRINT, HOLLOW, MARK = 0.075, 0.12, 0.145  # radii, in scene units
DASH = (0.14, 0.1)


class TestedSteps(Follower):
    """A fit's walk over a flat map, try by try: a foot is put out, and then the hiker follows, or does not.

        TestedSteps(fitting.levenberg_marquardt(residuals, theta).history, on=map)

    Dials: `at` counts the tries; `grown`, 0 to 1, how strongly all of it is seen. `place` and `foot` say
    where hiker and foot are now; `last` is the number of tries.
    """

    __test__ = False  # its name is no test's

    def __init__(self, path: FitPath, *, on: OnScreen, ink: str = INK.path, at: float = 0.0) -> None:
        super().__init__()
        self.chart = chart_under(self, on, "type BootPrints(walk, on=hill)")
        self.path, self.tries = path, list(path.trials)
        self.at, self.grown = Dial(at), Dial(1.0)
        self.line = VMobject(joint_type=LineJointType.ROUND).set_stroke(ink, width=STROKE.normal)
        self.line.set_stroke(INK.casing, width=STROKE.normal + STROKE.casing, background=True)
        self.feeler = VMobject().set_stroke(ink, width=STROKE.thin)
        self.prints = VMobject(stroke_width=0).set_fill(ink)
        self.prints.set_stroke(INK.casing, width=1.5, background=True)
        self.hollow = VMobject().set_fill(INK.casing).set_stroke(ink, width=STROKE.normal)
        self.mark = VMobject(stroke_width=0).set_fill(ink)
        self.mark.set_stroke(INK.casing, width=STROKE.casing, background=True)
        self.add(self.line, self.feeler, self.hollow, self.prints, self.mark, self.at, self.grown)
        self.redraw()

    @property
    def last(self) -> int:
        """How many steps were tried."""
        return len(self.tries)

    @property
    def now(self) -> tuple[int, float]:
        """The try that is on, and how much of it is done: 0 to 1. After the last one, that one, done."""
        at = min(max(self.at.get_value(), 0.0), float(self.last))
        k = min(int(at), self.last - 1)
        return k, at - k

    @property
    def stop(self) -> np.ndarray:
        """The stop from which the try is made (2,)."""
        return np.asarray(self.path.x[self.tries[self.now[0]].after])

    @property
    def foot(self) -> np.ndarray:
        """Where the foot is (2,): on its way out, there, or drawn back again."""
        k, done = self.now
        way = self.tries[k].x - self.stop
        if done <= FEEL:
            return np.asarray(self.stop + _eased(done / FEEL) * way)
        return (
            self.tries[k].x
            if self.tries[k].accepted
            else self.stop + (1 - _eased((done - FEEL) / (1 - FEEL))) * way
        )

    @property
    def place(self) -> np.ndarray:
        """Where the hiker is (2,): behind the foot, where the step is kept."""
        k, done = self.now
        gone = _eased(max(done - FEEL, 0.0) / (1 - FEEL)) if self.tries[k].accepted else 0.0
        return np.asarray(self.stop + gone * (self.tries[k].x - self.stop))

    @property
    def refused(self) -> np.ndarray:
        """Where the hollow prints are (n, 2): of the tries that were refused so far."""
        k, done = self.now
        done_with = [each.x for each in self.tries[: k + (done > FEEL)] if not each.accepted]
        return np.array(done_with).reshape(-1, 2)

    @property
    def kept(self) -> np.ndarray:
        """The stops reached so far (n, 2), the start first."""
        k, done = self.now
        return self.path.x[: 1 + sum(each.accepted for each in self.tries[: k + (done >= 1.0)])]

    def redraw(self) -> None:
        """Lay the way, the prints of both kinds, the foot that is out, and the hiker."""
        seen, place = self.grown.get_value(), self.chart.to_screen(self.place)
        stops = self.chart.to_screen(self.kept)
        self.line.points = polyline(np.concatenate([stops, place[None]]))
        reach = np.stack([place, self.chart.to_screen(self.foot)])
        far = float(np.linalg.norm(reach[1] - reach[0])) > 1e-6
        self.feeler.points = polyline(*dashes(reach, DASH)) if far else NOTHING
        self.prints.points = _discs(stops, PRINT)
        self.hollow.points = _discs(self.chart.to_screen(self.refused), HOLLOW)
        self.mark.points = arc(place, MARK)
        for part in (self.line, self.feeler):
            part.set_stroke(opacity=seen)
        self.line.set_stroke(opacity=0.8 * seen, background=True)
        self.hollow.set_stroke(opacity=seen).set_fill(opacity=0.6 * seen)
        for part in (self.prints, self.mark):
            part.set_fill(opacity=seen).set_stroke(opacity=seen, background=True)


def _discs(places: np.ndarray, radius: float) -> np.ndarray:
    return np.concatenate([NOTHING, *(arc(each, radius) for each in places)])


def _eased(share: float) -> float:
    return gently(min(max(share, 0.0), 1.0))
