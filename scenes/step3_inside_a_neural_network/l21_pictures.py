"""Pictures of lecture 21 alone: a spring between two walls, threads from a slice to the true loss."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from itertools import pairwise
from typing import Any, Self

import numpy as np
from manim import Group, Rectangle, VMobject

from calc_core.networks import Directions, PathShadow
from visuals import INK, SIZE, STROKE, Axes, Dial, Follower, Number, Terrain, mix, read
from visuals.drawing.camera import Canvas, PixelMobject
from visuals.drawing.dial import FadesByDial, stand_ready
from visuals.data.data_plot import discs
from visuals.drawing.polyline import NOTHING, at_screen, polyline, within_box
from visuals.drawing.walk import entry
from visuals.letters.readout import Series
from visuals.terrain import strokes
from visuals.terrain.brush import CASING_SHARE, Brush
from visuals.terrain.drawing import Drawing
from visuals.terrain.ground import OnGround
from visuals.terrain.light import Fixed
from visuals.terrain.meshes import Mesh, lay
from visuals.terrain.palette import channels
from visuals.terrain.view import View, on_canvas

STEEL = "#C4CCD6"
BACK_WALL, SIDE_WALL, FLOOR = "#66789A", "#8494B4", "#2A3444"
ROOM = np.array([[-3.5, 3.5], [-2.6, 2.6], [-2.0, 1.9]])  # from wall to wall, along x, y and z, in its units
COILS, TUBE = 5, 0.075
ALONG, AROUND, PATCH = 361, 13, 14  # points of the tube, and of a wall's sides
RAYS = 12
SHADE = 9.0  # pixels: width of a shadow
GOLDEN, SHELLS = np.pi * (3 - np.sqrt(5)), 12  # from ray to ray, and how often their inks change
RUNGS = 10  # of a thread: what ground hides of it is told piece by piece
LAMPS = {"back": (0.6, -4.6, 0.4), "side": (4.9, 0.0, 0.4)}


class SpringRoom(FadesByDial, PixelMobject):
    """A spring between a back wall and a side wall, and its shadow on each, cast by lamps far away.

    The back wall keeps (x, z) of every point, the side wall (y, z). Dials: length, radius (of the coils),
    back, side (how much of each lamp's light is on, 0 to 1), rays (how strongly they are seen), azimuth,
    elevation (degrees), zoom, opacity.
    """

    def __init__(self, *, place: tuple[float, float] = (0.0, 0.0)) -> None:
        self.place, self.drawing, self.walls = place, Drawing(), Drawing()
        super().__init__()
        self.length, self.radius, self.back, self.side = map(Dial, (4.6, 1.0, 0.0, 0.0))
        self.rays, self.azimuth, self.elevation = map(Dial, (0.0, -38.0, 17.0))
        self.zoom, self.opacity = Dial(1.12), Dial(1.0)
        self.add(self.length, self.radius, self.back, self.side, self.rays)
        self.add(self.azimuth, self.elevation, self.zoom, self.opacity)

    def reset_points(self) -> Self:
        half = np.array([4.9, 3.2])
        corners = np.array([[-1, 1], [1, 1], [-1, -1], [1, -1]]) * half + np.array(self.place)
        self.points = np.column_stack([corners, np.zeros(4)])
        return self

    @property
    def view(self) -> View:
        """From where the room is seen."""
        azimuth, elevation, zoom = (each.get_value() for each in (self.azimuth, self.elevation, self.zoom))
        return View(azimuth=azimuth, elevation=elevation, zoom=zoom, centre=self.place)

    def wire(self, count: int = ALONG) -> np.ndarray:
        """The middle of the wire, points (count, 3) in the room."""
        share = np.linspace(0.0, 1.0, count)
        turn = 2 * np.pi * COILS * share
        radius = self.radius.get_value()
        return np.column_stack(
            [self.length.get_value() * (share - 0.5), radius * np.cos(turn), radius * np.sin(turn)]
        )

    def shadow(self, wall: str, count: int = ALONG) -> np.ndarray:
        """The wire's shadow (count, 3) on the back or the side wall: one coordinate is lost."""
        points = self.wire(count)
        if wall == "back":
            points[:, 1] = ROOM[1, 1]
        else:
            points[:, 0] = ROOM[0, 0]
        return points

    def appearance(self) -> Hashable:
        return tuple(each.get_value() for each in self.submobjects if isinstance(each, Dial))

    def paint(self, canvas: Canvas) -> None:
        opacity = min(self.opacity.get_value(), 1.0)
        if opacity <= 0.0:
            return
        view = self.view
        lit = {"back": self.back.get_value(), "side": self.side.get_value()}
        lay(self._walls(lit), view, canvas, self.walls, opacity=opacity)
        for wall, share in lit.items():
            if share > 0.0:
                self._stroke(canvas, [self.shadow(wall)], INK.casing, SHADE * 1.7, 0.35 * share * opacity)
                self._stroke(canvas, [self.shadow(wall)], INK.casing, SHADE, 0.85 * share * opacity)
                self._rays(canvas, wall, share * self.rays.get_value() * opacity)
        lay([self._tube()], view, canvas, self.drawing, opacity=opacity)
        for wall, share in lit.items():
            if share > 0.0:
                self._lamp(canvas, wall, share * opacity)

    def _walls(self, lit: dict[str, float]) -> list[Mesh]:
        """Floor and both walls, each as bright as its lamp makes it."""
        (left, right), (front, back), (low, high) = ROOM
        across, away, up = (np.linspace(*each, PATCH) for each in ((left, right), (front, back), (low, high)))
        x, z = np.meshgrid(across, up)
        behind = np.stack([x, np.full_like(x, back), z], axis=-1)
        y, z = np.meshgrid(away, up)
        beside = np.stack([np.full_like(y, left), y, z], axis=-1)
        x, y = np.meshgrid(across, away)
        below = np.stack([x, y, np.full_like(x, low)], axis=-1)
        inks = [
            mix(INK.ground, wall, 0.3 + 0.7 * lit[name])
            for wall, name in ((BACK_WALL, "back"), (SIDE_WALL, "side"))
        ]
        return [
            Mesh(behind, inks[0], np.broadcast_to([0.0, -1.0, 0.0], behind.shape)),
            Mesh(beside, inks[1], np.broadcast_to([1.0, 0.0, 0.0], beside.shape)),
            Mesh(below, mix(INK.ground, FLOOR, 0.8), np.broadcast_to([0.0, 0.0, 1.0], below.shape)),
        ]

    def _tube(self) -> Mesh:
        """The wire as a round bar of steel."""
        middle = self.wire()
        along = np.gradient(middle, axis=0)
        along /= np.linalg.norm(along, axis=1, keepdims=True)
        turn = 2 * np.pi * COILS * np.linspace(0.0, 1.0, len(middle))
        out = np.column_stack([0 * turn, np.cos(turn), np.sin(turn)])
        out -= np.sum(out * along, axis=1, keepdims=True) * along
        out /= np.linalg.norm(out, axis=1, keepdims=True)
        beside = np.cross(along, out)
        angle = np.linspace(0, 2 * np.pi, AROUND)[:, None, None]
        normals = np.cos(angle) * out + np.sin(angle) * beside
        return Mesh(middle + TUBE * normals, STEEL, normals, shine=0.75)

    def _rays(self, canvas: Canvas, wall: str, share: float) -> None:
        if share > 0.0:
            ends = zip(self.wire(RAYS), self.shadow(wall, RAYS), strict=True)
            self._stroke(canvas, [np.array(each) for each in ends], INK.output, 2.0, 0.5 * share)

    def _stroke(self, canvas: Canvas, lines: list[np.ndarray], ink: str, width: float, share: float) -> None:
        spots = np.concatenate([on_canvas(self.view.project(each), canvas)[:, :2] for each in lines])
        masks = self.drawing.masks(*canvas.pixels.shape[:2])
        starts = np.concatenate([[0], np.cumsum([len(each) for each in lines])])
        height, width_limit = canvas.pixels.shape[:2]
        reach = (width / 2 + 2) * canvas.fine
        low, high = spots.min(axis=0) - reach, spots.max(axis=0) + reach + 1
        limits = np.array([width_limit, height, width_limit, height])
        box = np.clip(np.array([*low, *high]), 0, limits).astype(np.int64)
        strokes.wipe(masks, box)
        strokes.line(spots, np.ones(len(spots)), starts, width / 2 * canvas.fine, 0.0, masks)
        strokes.lay(masks, box, channels(ink), channels(INK.casing), 0.0, share, canvas.pixels)

    def _lamp(self, canvas: Canvas, wall: str, share: float) -> None:
        spot = on_canvas(self.view.project(np.array([LAMPS[wall]])), canvas)[:, :2]
        ink = channels(INK.output)[None]
        dark = channels(INK.casing)
        for kind, size in ((strokes.GLOW, 130.0), (strokes.DISC, 17.0)):
            shape = np.eye(2)[None] * size * canvas.fine
            strokes.mark(kind, spot, shape, np.array([share]), 0.0, ink, dark, CASING_SHARE, canvas.pixels)


class PrintedWay(OnGround):
    """The stops (n, 2) that `stops()` tells now, as a line with a print at each; crowded prints stay bright.

    Dials: at (how many steps are done; all of them unless told), opacity.
    """

    def __init__(
        self, stops: Callable[[], np.ndarray], *, on: Terrain, at: Dial | None = None, size: float = 5.0,
        width: float = 3.5,
    ) -> None:  # fmt: skip
        super().__init__(on, ink=INK.path)
        self.stops, self.size, self.width_pixels = stops, size, width
        self.at = self.dial(at, np.inf)
        self.add_updater(stand_ready)  # it moves whenever what `stops` follows does

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        memo[id(self.stops)] = self.stops
        return super().__deepcopy__(memo)

    def drawn(self) -> np.ndarray:
        """The stops (k, 2) done by now, and where the walk is."""
        stops, at = np.asarray(self.stops(), dtype=float), self.at.get_value()
        if at >= len(stops) - 1:
            return stops
        return np.concatenate([stops[: int(at) + 1], entry(stops, at)[None]])

    def mark(self, brush: Brush) -> None:
        line = self.drawn()
        prints = brush.world(line[: int(min(self.at.get_value(), len(line))) + 1])
        if len(line) > 1:
            brush.lines([line], INK.casing, self.width_pixels + 5.0, 0.0)
        brush.marks(strokes.DISC, prints, self.size + 2.5, INK.casing, casing=0.0)
        if len(line) > 1:
            brush.lines([line], self.ink, self.width_pixels, 0.0)
        brush.marks(strokes.DISC, prints, self.size, self.ink, casing=0.0)


class LossThreads(OnGround):
    """Threads from a slice to the true loss over stops of a path's shadow, and the way along their tops.

    `which` stops have a thread. Dials: grown (the share of the path, from its start, that has threads), drawn
    (how far they have been drawn out to the true loss, 0 to 1), crest (of the way along their tops), opacity.
    """

    on_map = "heights are colours and no thread can be seen: show the hill with hill.look(tilt=0)"

    def __init__(self, shadow: PathShadow, which: np.ndarray, *, on: Terrain) -> None:
        super().__init__(on, ink=INK.residual)
        self.ab, self.which = Fixed(shadow.ab), Fixed(np.asarray(which))
        self.true, self.slice = Fixed(shadow.true_loss), Fixed(shadow.slice_loss)
        self.grown, self.drawn, self.crest = Dial(1.0), Dial(1.0), Dial(1.0)
        self.add(self.grown, self.drawn, self.crest)

    def tops(self) -> np.ndarray:
        """Where the threads end now, over every stop (n, 3), data units."""
        low, high = self.slice.value, self.true.value
        return np.column_stack([self.ab.value, low + self.drawn.get_value() * (high - low)])

    def threads(self) -> list[np.ndarray]:
        """Foot and top (2, 3) of every thread that hangs now, data units."""
        n = self.grown.get_value() * (len(self.ab.value) - 1)
        tops = self.tops()
        feet = np.column_stack([self.ab.value, self.slice.value])
        return [np.stack([feet[k], tops[k]]) for k in self.which.value if k <= n + 1e-9]

    def mark(self, brush: Brush) -> None:
        hung = self.threads()
        if not hung or self.grown.get_value() <= 0.0:
            return
        share = np.linspace(0.0, 1.0, RUNGS)[:, None]
        brush.lines([foot + share * (top - foot) for foot, top in hung], self.ink, 3.0, 1.5)
        opacity, crest = brush.opacity, self.crest.get_value()
        if crest > 0.0:
            brush.opacity = opacity * crest
            last = round(self.grown.get_value() * (len(self.ab.value) - 1)) + 1
            if last > 1:
                brush.lines([self.tops()[:last]], INK.output, 4.0, 2.5)
        brush.opacity = opacity
        tops = np.array([top for _, top in hung])
        brush.marks(strokes.DISC, brush.world(tops), 5.0, INK.output)


class ShareBars(Group):
    """Bars for the shares of a path's spread that directions explain, with the share as a percentage.

    `bars[k]` (bar and number) belongs to direction k.
    """

    def __init__(self, told: Directions, *, left: float, top: float, width: float) -> None:
        self.bars = []
        for k, share in enumerate(told.explained):
            y = top - 0.72 * k
            trough = Rectangle(width=width, height=0.3, stroke_width=0).set_fill(INK.quiet, opacity=0.16)
            trough.move_to([left, y, 0], aligned_edge=np.array([-1, 0, 0]))
            bar = Rectangle(width=width * float(share), height=0.3, stroke_width=0).set_fill(
                INK.path, opacity=1
            )
            bar.move_to([left, y, 0], aligned_edge=np.array([-1, 0, 0]))
            number = Number(
                read(told, "explained", index=k, percent=True, decimals=0, name="explained"), size=SIZE.large
            )
            number.shift(np.array([left + width + 0.25, y - 0.2, 0]) - number.strut.points[0])
            self.bars.append(Group(trough, bar, number))
        super().__init__(*self.bars)


class Dandelion(Follower):
    """A ray for each knob, all round a middle, as long as the knob has been turned: `turned()` tells (P,).

    Knobs turned up are violet, those turned down orange. Each ray stands a golden angle from the one before,
    so that neighbours in the network are scattered all round. Dial: grown, the share of every ray.
    """

    def __init__(self, turned: Callable[[], np.ndarray], *, middle: tuple[float, float], unit: float) -> None:
        super().__init__()
        self.turned, self.middle, self.unit, self.grown = turned, np.array([*middle, 0.0]), unit, Dial(1.0)
        angle = np.pi / 2 + GOLDEN * np.arange(len(turned()))
        self.ways = at_screen(np.cos(angle), np.sin(angle))
        self.shells = [
            VMobject(stroke_color=ink, stroke_width=1.3, stroke_opacity=0.6)
            for _ in range(SHELLS)
            for ink in (INK.plus, INK.minus)
        ]  # the two inks in turn, so that neither lies over all of the other
        self.add(*self.shells, self.grown)
        self.redraw()

    def redraw(self) -> None:
        """Draw every ray as long as it is now."""
        turned = self.turned()
        reach = self.grown.get_value() * self.unit * np.abs(turned)
        shell = np.arange(len(turned)) * SHELLS // len(turned)
        for k, part in enumerate(self.shells):
            sign = 1.0 if k % 2 == 0 else -1.0
            drawn = (shell == k // 2) & (sign * turned > 0) & (reach > 1e-4)
            rays = self.ways[drawn, None] * (
                reach[drawn, None, None] * np.array([[0], [1 / 3], [2 / 3], [1]])
            )
            part.points = self.middle + rays.reshape(-1, 3) if drawn.any() else NOTHING


def knob_places(sizes: tuple[int, ...], cell: float, gap: float, middle: tuple[float, float]) -> np.ndarray:
    """Places (P, 2) of a network's knobs in theta's order: a block for the weights of each layer, and one for
    its biases, a row for every hidden neuron.
    """
    rows, blocks = sizes[1], []
    for before, after in pairwise(sizes):
        i, j = np.divmod(np.arange(before * after), after)
        column, row = (i, j) if after == rows else (j, i)
        blocks += [np.stack([column, row], 1), np.stack([np.zeros(after, dtype=int), np.arange(after)], 1)]
    places, x = [], 0.0
    for block in blocks:
        places.append(np.stack([x + block[:, 0] * cell, -block[:, 1] * cell], 1))
        x += (block[:, 0].max() + 1) * cell + gap
    found = np.concatenate(places)
    return np.asarray(found - (found.min(axis=0) + found.max(axis=0)) / 2 + middle)


class Cloud(Follower):
    """Two columns of a series as many dots on axes, from left to right. Dial: grown, the share of them."""

    def __init__(self, shown: Series, *, on: Axes) -> None:
        super().__init__(on)
        self.axes, self.series, self.grown = on, (shown,), Dial(1.0)
        x, y = shown.pair()
        order = np.argsort(x, kind="stable")
        self.x, self.y = x[order], y[order]
        self.dots = VMobject(stroke_width=0).set_fill(INK.data, opacity=0.75)
        self.add(self.dots, self.grown)
        self.redraw()

    def redraw(self) -> None:
        """Set the dots."""
        n = round(self.grown.get_value() * len(self.x))
        places = self.axes.to_screen(self.x[:n], self.y[:n])
        self.dots.points = discs(places, 0.05) if n else NOTHING


class Swinging(Follower):
    """A line through one place of axes that swings: `tilt` is its slope in the axes' units. Dial: grown."""

    def __init__(self, tilt: Dial, *, through: tuple[float, float], on: Axes) -> None:
        super().__init__(on, tilt)
        self.axes, self.tilt, self.through, self.grown = on, tilt, through, Dial(1.0)
        self.line = VMobject(stroke_color=INK.model, stroke_width=STROKE.bold)
        self.add(self.line, self.grown)
        self.redraw()

    def redraw(self) -> None:
        """Lay the line."""
        (low, high), (x, y) = self.axes.x, self.through
        way = self.grown.get_value() * (np.array([low, high]) - x)
        corners = self.axes.to_screen(x + way, y + self.tilt.get_value() * way)
        self.line.points = (
            within_box(polyline(corners), self.axes.box) if self.grown.get_value() > 0 else NOTHING
        )
