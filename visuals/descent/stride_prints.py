"""The way of one descent on a map, print by print, and the mark of who walks it."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import LineJointType, VMobject

from calc_core.descent.path import Trials
from visuals.drawing.dial import Dial
from visuals.drawing.follower import Follower
from visuals.drawing.polyline import NOTHING, arc, dashes, mark, polyline, within_box
from visuals.drawing.walk import Walk, entry, walk_of
from visuals.map.chart import OnScreen, chart_under
from visuals.theme import INK, SEVERAL, STAGE, STROKE, Kind

PRINT, MARK = 0.05, 0.15  # radii of a print and of the walker's mark, in scene units
CROWDED = 0.07  # of prints that lie nearer to each other than this, one is drawn
BEYOND = 1.0  # what lies farther than this outside of the stage is not drawn
DASHED, COMING = 100, 4.0  # steps of a way that are dashed; steps in which the mark on the other side comes
FADING = 2.0  # steps after which a rejected try is no longer seen
ACROSS, UP = STAGE.width / 2 + BEYOND, STAGE.height / 2 + BEYOND
FRAME = (-ACROSS, -UP, ACROSS, UP)

ON_HILL = "type Trail(walk, on=hill) and BootPrints(walk, on=hill)"


class StridePrints(Follower):
    """One walker of several on a flat map: straight from stop to stop, a print at each, a mark where it is.

        StridePrints(Walk(gradient_descent(...)), on=map, kind=SEVERAL[2])

    `kind` gives ink and mark. `trials` are rejected tries, shown as hollow prints while their step is taken.
    `pairs` says from which step on the walk is seen every second step only: one who hops from side to side
    faster than frames follow each other would flicker. The mark then rests on one side, a hollow one
    on the other, and a bar joins the two. Dials: `grown` (0 to 1, how strongly all of it is seen),
    `way` (how strongly the way behind the mark is).
    """

    def __init__(
        self,
        path: Any,
        *,
        on: OnScreen,
        kind: Kind = SEVERAL[0],
        trials: Trials | None = None,
        pairs: float = np.inf,
        width: float = STROKE.thin,
        grown: float = 1.0,
    ) -> None:
        super().__init__()
        self.chart = chart_under(self, on, ON_HILL)
        self.walk: Walk = walk_of(path)
        if self.walk.path.ndim != 2:
            raise TypeError(
                f"StridePrints show one walker, got {self.walk.path.shape[1]}: "
                "type StridePrints(path.walker(k), on=map)"
            )
        self.kind, self.trials, self.pairs, self.width_ = kind, trials, pairs, width
        self.grown, self.way = Dial(grown), Dial(1.0)
        self.line = VMobject(fill_opacity=0, joint_type=LineJointType.ROUND).set_stroke(kind.ink, width=width)
        self.line.set_stroke(INK.casing, width=width + STROKE.casing, background=True)
        self.prints = VMobject(stroke_width=0).set_fill(kind.ink)
        self.prints.set_stroke(INK.casing, width=1.5, background=True)
        self.tried = VMobject(fill_opacity=0).set_stroke(kind.ink, width=STROKE.thin)
        self.far = VMobject().set_fill(INK.casing).set_stroke(kind.ink, width=STROKE.thin)
        self.mark = VMobject(stroke_width=0).set_fill(kind.ink)
        self.mark.set_stroke(INK.casing, width=STROKE.casing, background=True)
        self.add(self.grown, self.way, self.line, self.prints, self.tried, self.far, self.mark)
        self.redraw()

    @property
    def hurries(self) -> bool:
        """Whether the walk is seen every second step only, now."""
        return self.walk.now > self.pairs

    @property
    def place(self) -> np.ndarray:
        """Where the walker is seen (2,), in landscape coordinates."""
        return entry(self.walk.path[::2], self.walk.now / 2) if self.hurries else self.walk.place

    @property
    def opposite(self) -> np.ndarray:
        """Where one who hops in a hurry is seen as well: the stops between, (2,)."""
        return entry(self.walk.path[1::2], (self.walk.now - 1) / 2)

    @property
    def stops(self) -> np.ndarray:
        """The stops behind the walker, (stops, 2)."""
        return self.walk.path[: int(self.walk.now) + 1]

    def redraw(self) -> None:
        """Lay the way, the prints that the stage has room for, and the mark."""
        seen, way = self.grown.get_value(), self.grown.get_value() * self.way.get_value()
        here = self.chart.to_screen(self.place)
        stops = self.chart.to_screen(self.stops)
        far = self.chart.to_screen(self.opposite) if self.hurries else here
        last = np.stack([far, here]) if self.hurries else here[None]
        self.line.points = within_box(polyline(*self._dashed(np.concatenate([stops, last]))), FRAME)
        self.prints.points = marks(roomy(self.seen(stops)), self.kind.corners, PRINT)
        self.far.points = far + mark(self.kind.corners, MARK) if self.hurries else NOTHING
        self.mark.points = here + mark(self.kind.corners, MARK) if len(self.seen(here[None])) else NOTHING
        self.line.set_stroke(opacity=way).set_stroke(opacity=0.8 * way, background=True)
        self.prints.set_fill(opacity=way).set_stroke(opacity=way, background=True)
        come = seen * float(np.clip((self.walk.now - self.pairs) / COMING, 0.0, 1.0))
        self.far.set_fill(opacity=come).set_stroke(opacity=come)
        self.mark.set_fill(opacity=seen).set_stroke(opacity=seen, background=True)
        self._lay_tries(way)

    def _dashed(self, corners: np.ndarray) -> list[np.ndarray]:
        """The way in its kind's dashes; so many steps on, where it is a thicket, it is whole."""
        return [*dashes(corners[: DASHED + 1], self.kind.dash), corners[DASHED:]]

    def _lay_tries(self, seen: float) -> None:
        """Hollow prints of the step that is being taken, and what is left of those of the last ones."""
        self.tried.points = NOTHING
        if self.trials is None:
            return
        age = self.walk.now - self.trials.k
        fresh = (age > 0) & (age < FADING)
        places = self.seen(self.chart.to_screen(self.trials.x[fresh]))
        self.tried.points = marks(places, self.kind.corners, 0.8 * MARK)
        self.tried.set_stroke(opacity=seen)

    @staticmethod
    def seen(places: np.ndarray) -> np.ndarray:
        """Of places on the screen (n, 3) those on the stage or just outside of it."""
        low, high = np.array(FRAME[:2]), np.array(FRAME[2:])
        return places[((places[:, :2] >= low) & (places[:, :2] <= high)).all(axis=-1)]


def roomy(places: np.ndarray) -> np.ndarray:
    """One of all places (n, 3) that share a cell of the width CROWDED: prints side by side, and no carpet."""
    _, first = np.unique(np.rint(places[:, :2] / CROWDED), axis=0, return_index=True)
    return places[np.sort(first)]


def marks(places: np.ndarray, corners: int, size: float) -> np.ndarray:
    """Bezier points of a small disc or polygon about every place (n, 3)."""
    if not len(places):
        return NOTHING
    shape = mark(corners, size) if corners else arc(np.zeros(3), size)
    return np.asarray((places[:, None] + shape).reshape(-1, 3))
