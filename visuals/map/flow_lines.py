"""Flow lines: the ways of water, poured over the map as one picture."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import Group

from calc_core.maps.flow_lines import FlowLine
from visuals.drawing.bundle import bundle
from visuals.drawing.dial import Dial
from visuals.drawing.laid import Laid
from visuals.drawing.polyline import polyline
from visuals.map.chart import OnScreen, chart_under
from visuals.theme import INK, STROKE

DROP = 0.055  # radius of a drop, in scene units


class FlowLines(Group):
    """Lines of steepest ascent or descent together, all poured at once from their starts.

    Every line carries a bright drop at its front while it flows. Dial: `grown`, the share of the longest
    line's length that each has been poured (0 to 1).
    """

    def __init__(
        self,
        lines: Sequence[FlowLine],
        *,
        on: OnScreen,
        grown: float = 1.0,
        ink: str = INK.path,
        width: float = STROKE.thin,
    ) -> None:
        super().__init__()
        self.chart = chart_under(self, on, "type Trail(line, on=hill) for each of the lines")
        self.lines = tuple(lines)
        self.grown = Dial(grown)
        self.longest = max(each.length for each in self.lines)  # in the landscape's own units
        self.streams = Laid(
            self.streams_laid,
            self.state,
            stroke_color=ink,
            stroke_width=width,
            stroke_opacity=0.85,
            fill_opacity=0,
        )
        self.streams.set_stroke(INK.casing, width=width + 2.5, opacity=0.5, background=True)
        self.drops = Laid(self.drops_laid, self.state, fill_color=ink, fill_opacity=1, stroke_width=0)
        self.add(self.grown, self.streams, self.drops)

    @property
    def poured(self) -> float:
        """How far along themselves the lines have been poured, in the landscape's own units."""
        return self.grown.get_value() * self.longest

    def drawn(self) -> list[np.ndarray]:
        """What has been poured of every line, in landscape coordinates: computed points, then the front."""
        return [_until(each, self.poured) for each in self.lines]

    def state(self) -> tuple[float, ...]:
        """Everything that the picture depends on."""
        return (*self.chart.state, self.grown.get_value())

    def streams_laid(self) -> np.ndarray:
        """All lines, as far as they have been poured, as Bezier points on the screen."""
        return self.chart.cut(polyline(*(self.chart.to_screen(each) for each in self.drawn())))

    def drops_laid(self) -> np.ndarray:
        """A disc at the front of every line that is still flowing."""
        poured = self.poured
        flowing = [each for each in self.lines if 0 < poured < each.length]
        fronts = np.array([_until(each, poured)[-1] for each in flowing]).reshape(-1, 2)
        places = self.chart.to_screen(fronts)
        return _discs(places[self.chart.shows(places)], DROP)


def _until(line: FlowLine, way: float) -> np.ndarray:
    done = int(np.searchsorted(line.arclength, way, side="right"))
    if done == 0 or way <= 0:
        return line.points[:1]
    if done == len(line.points):
        return line.points
    front = [np.interp(way, line.arclength, each) for each in line.points.T]
    return np.concatenate([line.points[:done], [front]])


def _discs(centres: np.ndarray, radius: float) -> np.ndarray:
    turn = np.linspace(0, 2 * np.pi, 13)
    circle = radius * np.stack([np.cos(turn), np.sin(turn)], axis=-1)
    return bundle(centres[:, None, :2] + circle)
