"""The plane of trace and determinant: what the two curvatures' sum and product say about level ground."""

from __future__ import annotations

import numpy as np
from manim import Group, VGroup, VMobject

from visuals.curve.marker import Marker, Place
from visuals.drawing.axes import Axes, Box
from visuals.drawing.polyline import at_screen, polyline
from visuals.letters.formula import Words
from visuals.options import Options
from visuals.theme import INK, SIZE, STROKE, mix

HOLLOW, PEAK, PASS = INK.curvature, INK.minus, INK.path  # both bend up, both down, one of each
PIECES = 48  # of the parabola on each side
FILL = 0.84  # share of the dark in a region


class DetTracePlane(Group):
    """Trace across, determinant up: below the axis passes, above it hollows (right) and peaks (left).

    Above the parabola trace^2 = 4 det there is nothing: no symmetric matrix has such numbers. On it the two
    eigenvalues are equal; on the axis one of them is 0, and the test says nothing. Parts, to be entered one
    by one: `axes`, `parabola`, `regions` (hollow, peak, pass), `names` (of the same), `silent` (the axis).
    `trace` and `determinant` say how far the plane reaches either way; what the units are, the axes say.
    """

    def __init__(
        self,
        *,
        trace: tuple[float, float],
        determinant: tuple[float, float],
        box: Box | tuple[float, float, float, float],
        ticks: bool = False,
    ) -> None:
        super().__init__()
        none: Options = {} if ticks else {"x_ticks": (), "y_ticks": ()}
        self.axes = Axes(x=trace, y=determinant, box=box, cross_at=0.0, upright=False, **none)
        self.parabola = VMobject().set_stroke(INK.text, width=STROKE.normal)
        self.parabola.points = polyline(self._arch(trace[0], trace[1]))
        self.regions = VGroup(
            self._region(HOLLOW, self._under_arch(0.0, trace[1])),
            self._region(PEAK, self._under_arch(trace[0], 0.0)),
            self._region(PASS, self._below()),
        )
        self.silent = VMobject().set_stroke(INK.residual, width=STROKE.bold)
        self.silent.points = polyline(self.axes.to_screen(np.array(trace), np.zeros(2)))
        self.names = VGroup(
            *(
                Words(word, ink=ink, size=SIZE.body)
                for word, ink in (("hollow", HOLLOW), ("peak", PEAK), ("pass", PASS))
            )
        )
        low = determinant[0]
        places = (
            (0.72 * trace[1], 0.30 * self._top(0.72 * trace[1])),
            (0.72 * trace[0], 0.30 * self._top(0.72 * trace[0])),
            (0.62 * trace[0], 0.55 * low),
        )
        for word, place in zip(self.names, places, strict=True):
            word.move_to(self.axes.to_screen(*place))
        self.add(self.regions, self.axes, self.parabola, self.silent, self.names)

    def dot(self, place: Place, *, ink: str = INK.output) -> Marker:
        """A dot at the trace and the determinant that `place` tells now."""
        return Marker(place, on=self.axes, ink=ink, radius=0.14)

    def _top(self, trace: float) -> float:
        """The determinant at which a trace meets the parabola, or the frame."""
        return min(trace**2 / 4, self.axes.y[1])

    def _arch(self, left: float, right: float) -> np.ndarray:
        """The parabola's corners on the stage between two traces, as far as the frame reaches."""
        reach = 2 * np.sqrt(self.axes.y[1])
        left, right = max(left, -reach), min(right, reach)
        trace = np.linspace(left, right, 2 * PIECES + 1)
        return self.axes.to_screen(trace, trace**2 / 4)

    def _under_arch(self, left: float, right: float) -> np.ndarray:
        """The outline of what lies between parabola, frame and axis."""
        arch = self._arch(left, right)
        foot, top = self._axis, float(arch[:, 1].max())
        west, east = self.axes.to_screen(np.array([left, right]), np.zeros(2))[:, 0]
        after = [[east, top, 0.0]] if east > arch[-1, 0] + 1e-9 else []
        before = [[west, top, 0.0]] if west < arch[0, 0] - 1e-9 else []
        corners = [*after, [east, foot, 0.0], [west, foot, 0.0], *before]
        return np.concatenate([arch, np.array(corners), arch[:1]])

    @property
    def _axis(self) -> float:
        return float(self.axes.to_screen(0.0, 0.0)[1])

    def _below(self) -> np.ndarray:
        (left, right), low = self.axes.x, self.axes.y[0]
        corners = np.array([[left, low], [right, low], [right, 0.0], [left, 0.0], [left, low]])
        return self.axes.to_screen(corners)

    @staticmethod
    def _region(ink: str, outline: np.ndarray) -> VMobject:
        region = VMobject(stroke_width=0).set_fill(mix(ink, INK.ground, FILL), opacity=1)
        region.points = polyline(at_screen(outline[:, 0], outline[:, 1]))
        return region
