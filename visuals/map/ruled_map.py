"""A flat map with a ruler of its own for y: ground that is squeezed or stretched while one looks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Self

from manim import Animation

from calc_core.landscapes.grids import Grid
from calc_core.maps.contours import Contours
from visuals.drawing.dial import Dial, Zoom
from visuals.map.chart import Chart
from visuals.map.contour_map import ContourMap


class RuledMap(ContourMap):
    """A ContourMap that draws a unit of y `tall` times as long as one of x, which is `unit` scene units.

    `floor` is where the landscape's origin lies on the stage. Contours of a bowl with condition number kappa
    are circles where `tall` is sqrt kappa. What lies on the map moves along. Dials: `tall`, turned by equal
    ratios, `unit`, and `chart.origin_x`, `chart.origin_y`.

        self.play(*map.rule(tall=1))                      # squeeze
        self.play(*map.rule(floor=(-4, 0), unit=0.8))     # another look at it
    """

    def __init__(
        self,
        grid: Grid,
        contours: Contours | None = None,
        *,
        unit: float,
        tall: float = 1.0,
        floor: tuple[float, float] = (0.0, 0.0),
        **how: Any,
    ) -> None:
        super().__init__(grid, contours, width=unit * float(grid.x[-1] - grid.x[0]), **how)
        self.unit, self.tall = Dial(unit), Zoom(tall)
        chart = self.chart
        self.remove(*chart.dials)
        chart.origin_x, chart.origin_y = Dial(floor[0]), Dial(floor[1])
        chart.scale = Geared(lambda: self.unit.get_value() * self.tall.get_value())
        chart.stretch = Geared(lambda: 1.0 / self.tall.get_value())
        chart.dials = (chart.origin_x, chart.origin_y, chart.scale, chart.stretch)
        self.add(chart.origin_x, chart.origin_y, self.unit, self.tall)

    def rule(
        self,
        *,
        tall: float | None = None,
        unit: float | None = None,
        floor: tuple[float, float] | None = None,
        **options: Any,
    ) -> list[Animation]:
        """Animations that lead to other rulers, and to another place of the origin."""
        chart: Chart = self.chart
        wanted = [(self.tall, tall), (self.unit, unit)]
        if floor is not None:
            wanted += [(chart.origin_x, floor[0]), (chart.origin_y, floor[1])]
        turns = [(dial, value) for dial, value in wanted if value is not None]
        return [dial.to(value, **options) for dial, value in turns if dial.get_value() != value]

    def look(self, **where: Any) -> list[Animation]:
        """The same as `rule`, for a View of the lecture."""
        return self.rule(**where)


class Geared(Dial):
    """A dial that nobody turns: its value follows from those of others."""

    def __init__(self, follow: Callable[[], float]) -> None:
        self.follow = follow
        super().__init__()

    def get_value(self) -> float:
        return self.follow()

    def set_value(self, value: float) -> Self:
        """Only the dials that it follows may be turned."""
        return self
