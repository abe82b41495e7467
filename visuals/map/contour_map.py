"""The flat map of a landscape: ground coloured by height, and the contour lines that calc_core found."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import numpy as np
from manim import Animation, Group
from numba import njit

from calc_core.landscapes.grids import Grid
from calc_core.maps.contours import Contour, Contours
from visuals.drawing.camera import Canvas, PixelMobject
from visuals.drawing.compiled import FAST
from visuals.drawing.dial import Dial, FadesByDial
from visuals.drawing.laid import Laid
from visuals.drawing.pixels import laid_over, packed
from visuals.drawing.polyline import begun, polyline
from visuals.map.chart import Chart, OnScreen, chart_under
from visuals.map.flat_map import FlatMap
from visuals.terrain import Terrain
from visuals.theme import INK, STROKE

INDEX_EVERY = 5  # every fifth line is drawn stronger, as on printed maps
LINE_INK = "#ECEFF4"
LINE_SHARE, INDEX_SHARE = 0.34, 0.55  # of that ink
TEXTURE = 1600  # texels across: the ground is smooth, and finer ones could not be told apart
RELIEF = 2.0  # scene units of height by which the map's hills are lit (as Terrain's own)


class ContourMap(FlatMap):
    """A map on the screen: `ContourMap(sample_grid(land), contours(land, 15), width=14)`.

    Equal units along x and y; `centre` is where the middle of the map lies. `to_screen(points)` says where
    landscape points lie, and whatever lies on the map is given the map (`Needle(..., on=map)`). The colours
    are those of a Terrain tipped over to its map, pixel by pixel, so that the one may fade into the other.
    `crop` (left, bottom, right, top, in scene units) is a window of the stage outside of which nothing of the
    map is seen, however far one zooms in.

        self.play(*map.aim(start, place=(-3, 0), scale=4))   # bring a point there, enlarged
        self.play(map.chart.stretch.animate.set_value(2))    # another ruler for x
    """

    def __init__(
        self,
        grid: Grid,
        contours: Contours | None = None,
        *,
        width: float | None = None,
        height: float | None = None,
        centre: tuple[float, float] = (0.0, 0.0),
        relief: float = RELIEF,
        crop: tuple[float, float, float, float] | None = None,
    ) -> None:
        super().__init__()
        across, along = float(np.ptp(grid.x)), float(np.ptp(grid.y))
        if width is not None:
            scale = width / across
        elif height is not None:
            scale = height / along
        else:
            raise ValueError("say how large the map shall be: width= or height=, in scene units")
        middle = np.array([grid.x[0] + grid.x[-1], grid.y[0] + grid.y[-1]]) / 2
        origin = np.asarray(centre, dtype=float) - scale * middle
        self.chart = Chart(origin=(origin[0], origin[1]), scale=scale, crop=crop)
        self.ground = MapGround(grid, self.chart, relief / scale)
        self.lines = ContourLines(contours, self.chart)
        self.index_lines = ContourLines(contours, self.chart, index=True)
        # the chart's dials belong to the map: whoever turns them moves the map, and Manim then draws it anew
        self.add(self.ground, self.lines, self.index_lines, *self.chart.dials)

    def aim(self, point: np.ndarray, **where: Any) -> list[Animation]:
        """Animations that bring a point of the landscape to a place on the screen; see Chart.aim."""
        return self.chart.aim(point, **where)

    def look(self, *, at: Any = None, **where: Any) -> list[Animation]:
        """Animations that lead to another look: `at` a landscape point, with `place`, `scale`, `stretch`.

        Without a point the middle of what is seen stays where it is.
        """
        return self.chart.aim(self.to_data(np.zeros(3)) if at is None else at, **where)


class Charted(Laid):
    """Lines given in landscape coordinates; where they lie on the screen, the chart's dials say.

    `grown` is a dial, kept by the picture that these lines belong to: the share of them that is drawn.
    """

    def __init__(
        self, chart: Chart, lines: list[np.ndarray], *, grown: Dial | None = None, **style: Any
    ) -> None:
        flat = [np.column_stack([each, np.zeros(len(each))]) for each in lines]
        on_ground = polyline(*flat)[:, :2]

        def share() -> float:
            return 1.0 if grown is None else grown.get_value()

        super().__init__(
            lambda: chart.cut(chart.to_screen(begun(on_ground, share()))),
            lambda: (*chart.state, share()),
            fill_opacity=0,
            **style,
        )


class ContourLines(Charted):
    """The lines of a map: every fifth level if `index`, else all the others."""

    def __init__(self, contours: Contours | None, chart: Chart, *, index: bool = False) -> None:
        mine = [] if contours is None else [each for each in contours if _is_index(each, contours) == index]
        share = INDEX_SHARE if index else LINE_SHARE
        width = STROKE.hair if index else STROKE.hair * 0.75
        super().__init__(
            chart,
            [each.points for each in mine],
            stroke_color=LINE_INK,
            stroke_width=width,
            stroke_opacity=share,
        )


class ContourLine(Group):
    """One contour to be looked at: bright, with a dark edge, over the map's own lines.

    Dial: `grown`, the share of it that is drawn, from its first point on.
    """

    def __init__(
        self,
        *contours: Contour,
        on: OnScreen,
        ink: str = INK.text,
        width: float = STROKE.normal,
        grown: float = 1.0,
    ) -> None:
        _need_lines(contours)
        super().__init__()
        chart = chart_under(self, on, "type Trail(line, on=hill) for each of the lines")
        self.level, self.grown = contours[0].level, Dial(grown)
        lines = [each.points for each in contours]
        self.line = Charted(chart, lines, grown=self.grown, stroke_color=ink, stroke_width=width)
        self.line.set_stroke(INK.casing, width=width + STROKE.casing, opacity=0.7, background=True)
        self.add(self.grown, self.line)


def _need_lines(contours: tuple[Any, ...]) -> None:
    if not contours:
        raise TypeError(
            "a ContourLine needs one line at least, got none: is there one of that height? .levels lists them"
        )
    for each in contours:
        if not isinstance(each, Contour):
            raise TypeError(
                f"a ContourLine draws single lines (Contour), got {type(each).__name__}: type "
                "ContourLine(*contours.at(level), on=map) for all lines of a level, or "
                "ContourLine(contours.longest(level), on=map) for one"
            )


def _is_index(line: Contour, contours: Contours) -> bool:
    return len(contours.levels) > 1 and round(line.level / contours.interval) % INDEX_EVERY == 0


class MapGround(FadesByDial, PixelMobject):
    """The ground's colours, laid where the chart says."""

    def __init__(self, grid: Grid, chart: Chart, relief: float) -> None:
        self.chart, self.texture = chart, Texture(grid, relief)
        self.opacity = Dial(1.0)
        super().__init__()
        self.add(self.opacity)

    @property
    def points(self) -> np.ndarray:
        (west, east), (south, north) = self.texture.x, self.texture.y
        return self.chart.to_screen(np.array([[west, north], [east, north], [west, south], [east, south]]))

    @points.setter
    def points(self, points: np.ndarray) -> None:
        """Only the chart says where the ground lies."""

    def appearance(self) -> Hashable:
        return id(self.texture), self.points.tobytes(), self.opacity.get_value()

    def paint(self, canvas: Canvas) -> None:
        opacity = min(self.opacity.get_value(), 1.0)
        if opacity <= 0.0:
            return
        (left, top), (across, down) = canvas.origin, canvas.per_unit
        # south-west and north-east, in pixels
        corners = self.points[[2, 1], :2] * [across, -down] + [left, top]
        height, width = canvas.pixels.shape[:2]
        window = np.array([0, 0, width, height])
        if self.chart.crop is not None:
            low, high = (np.array(self.chart.crop[k : k + 2]) * [across, -down] + [left, top] for k in (0, 2))
            window = np.rint([low[0], high[1], high[0], low[1]]).astype(int).clip(0, [width, height] * 2)
        left, top, right, bottom = corners[0, 0], corners[1, 1], corners[1, 0], corners[0, 1]
        texture, frame = packed(self.texture.pixels), packed(canvas.pixels)
        lay(texture, left, top, right, bottom, opacity, frame, window)


class Texture:
    """The ground seen from straight above by day, as a flat Terrain draws it. Copies share it."""

    def __init__(self, grid: Grid, relief: float) -> None:
        self.x, self.y = (grid.x[0], grid.x[-1]), (grid.y[0], grid.y[-1])
        across, along = float(np.ptp(grid.x)), float(np.ptp(grid.y))
        rows = round(TEXTURE * along / across)
        self.pixels = np.zeros((rows, TEXTURE, 4), dtype=np.uint8)
        flat = Terrain(grid.x, grid.y, grid.f, width=across, height=along, relief=relief, tilt=1.0)
        flat.contours.set_value(0.0)
        flat.paint(Canvas(self.pixels, (0.0, 0.0), (across, along)))

    def __deepcopy__(self, memo: dict[int, Any]) -> Texture:
        return self


@njit(**FAST)
def lay(
    texture: np.ndarray,
    left: float,
    top: float,
    right: float,
    bottom: float,
    opacity: float,
    frame: np.ndarray,
    window: np.ndarray,
) -> None:
    """Lay `texture` over the rectangle (pixels, real numbers) of the frame, bilinear between its texels; only
    within the window (left, top, right, bottom; whole pixels). Texture and frame come packed.
    """
    rows, columns = texture.shape
    across, down = columns / (right - left), rows / (bottom - top)
    first, last = max(int(np.ceil(left - 0.5)), window[0]), min(int(np.ceil(right - 0.5)), window[2])
    if first >= last:
        return
    places, shares = np.empty(last - first, dtype=np.int32), np.empty(last - first, dtype=np.float32)
    for k in range(last - first):
        u = min(max((first + k + 0.5 - left) * across - 0.5, 0.0), columns - 1.0)
        places[k] = min(int(u), columns - 2)
        shares[k] = u - places[k]
    west, east = places[0], places[-1] + 2
    places -= west
    inks = np.empty((3, east - west), dtype=np.float32)  # red, green, blue of the texels, mixed from two rows
    for row in range(max(int(np.ceil(top - 0.5)), window[1]), min(int(np.ceil(bottom - 0.5)), window[3])):
        v = min(max((row + 0.5 - top) * down - 0.5, 0.0), rows - 1.0)
        j = min(int(v), rows - 2)
        mix_rows(texture[j, west:east], texture[j + 1, west:east], np.float32(v - j), inks)
        lay_row(inks, places, shares, np.float32(opacity), frame[row, first:last])


@njit(**FAST)
def mix_rows(upper: np.ndarray, lower: np.ndarray, share: float, inks: np.ndarray) -> None:
    """The colours between two rows of texels, into `inks` (3, texels), `share` of the way to the lower."""
    byte = np.uint32(255)
    for part in range(3):
        found, place = inks[part], np.uint32(8 * part)
        for k in range(len(upper)):
            above = np.float32(np.int32((upper[k] >> place) & byte))
            below = np.float32(np.int32((lower[k] >> place) & byte))
            found[k] = above + (below - above) * share


@njit(**FAST)
def lay_row(
    inks: np.ndarray, places: np.ndarray, shares: np.ndarray, opacity: float, pixels: np.ndarray
) -> None:
    """Lay a row of texels over a row of pixels: pixel k is at `places[k]`, `shares[k]` on to the next."""
    red, green, blue = inks[0], inks[1], inks[2]
    for k in range(len(pixels)):
        i, s = places[k], shares[k]
        r, g, b = (
            red[i] + (red[i + 1] - red[i]) * s,
            green[i] + (green[i + 1] - green[i]) * s,
            blue[i] + (blue[i + 1] - blue[i]) * s,
        )
        pixels[k] = laid_over(pixels[k], r, g, b, opacity)
