"""Paints a terrain: z-buffer, edges, colours in this light, each anew only as far as it has changed."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np

from visuals.drawing.camera import Canvas, PixelMobject
from visuals.drawing.dial import Dial
from visuals.drawing.pixels import packed
from visuals.terrain import edges, raster, shade
from visuals.terrain.drawing import Drawing, Painter
from visuals.terrain.lamps import by_row, by_sample, reach
from visuals.terrain.light import Light
from visuals.terrain.palette import CONTOUR_INK, CONTOUR_STRENGTH, channels, ramp_knots
from visuals.terrain.survey import Ground
from visuals.terrain.view import View, on_canvas
from visuals.theme import INK

Walls = list[tuple[np.ndarray, np.ndarray]]

SUN = np.array([-0.52, 0.50, 0.69])  # over the viewer's left shoulder, as maps are lit; turns with the viewer
HAZE = 0.30  # how much of the farthest ground's light is lost, when the hill stands upright
PLINTH = 0.16  # depth of the block below its lowest ground, as a share of the relief
RAMP = ramp_knots().astype(np.float32)
DARK = channels(INK.ground).astype(np.float32)


class PaintedGround(PixelMobject):
    """The part of a Terrain that draws. What it draws, the Terrain's own `__init__` sets."""

    ground: Ground
    drawing: Drawing
    dials: dict[str, Dial]
    relief: Dial
    daylight: Dial
    contours: Dial
    basins: Dial
    opacity: Dial
    lights: list[Light]

    @property
    def view(self) -> View:
        """The look at the hill that the dials give now."""
        raise NotImplementedError

    @property
    def relief_now(self) -> float:
        """Scene units from the lowest to the highest ground; never quite none, so that slopes keep their
        sense.
        """
        return max(self.relief.get_value(), 1e-6)

    def _cell(self, scale: np.ndarray) -> np.ndarray:
        return np.asarray(scale[:2] / self.ground.per_unit)

    def appearance(self) -> Hashable:
        dials = tuple(dial.get_value() for dial in self.dials.values())
        return id(self.ground), self.points.tobytes(), dials, self._lamps().tobytes()

    def paint(self, canvas: Canvas) -> None:
        if self.opacity.get_value() <= 0.0:
            return
        drawing = self.draw(canvas)
        opacity = min(self.opacity.get_value(), 1.0)
        picture, frame = drawing.picture, canvas.pixels
        shade.put(picture, packed(picture), drawing.spans, drawing.box, opacity, frame, packed(frame))

    def draw(self, canvas: Canvas) -> Drawing:
        """The picture and z-buffer for this canvas, drawn anew only as far as something has changed."""
        lamps = self._lamps()
        view, drawing = self.view, self.drawing
        scene = (canvas.pixels.shape, canvas.centre, canvas.size, view, self.relief_now)
        light = (self.daylight.get_value(), self.contours.get_value(), self.basins.get_value())
        if (scene, light, lamps.tobytes()) == drawing.key:
            return drawing
        if scene != drawing.scene:
            seen = drawing.seen = self._seen(view, canvas)
            drawing.resize(*canvas.pixels.shape[:2])
            walls = self._walls(seen, view, canvas)
            self._rasterise(seen, walls, drawing)
            self._look_again(seen, walls, view, canvas, drawing)
            drawing.scene = scene
        paint, paint_samples = self._painters(view, canvas, lamps)
        paint(drawing.depth, drawing.place, drawing.spans, drawing.box, drawing.picture)
        drawing.smooth(paint_samples)
        drawing.key = (scene, light, lamps.tobytes())
        return drawing

    def _seen(self, view: View, canvas: Canvas) -> np.ndarray:
        """Pixel x, pixel y and depth of every grid point, (rows, columns, 3)."""
        ground = self.ground
        seen = np.empty((len(ground.y), len(ground.x), 3))
        lens = np.array([view.zoom, view.perspective, *view.centre])
        pixels = np.array([*canvas.per_unit, *canvas.origin])
        origin, scale = ground.footprint.middle, ground.footprint.scale(self.relief_now)
        raster.look(
            ground.x,
            ground.y,
            ground.heights,
            origin,
            scale,
            view.axes,
            np.array(view.focus),
            lens,
            pixels,
            seen,
        )
        return seen

    @property
    def _lowest(self) -> float:
        """The height from which the block's depth is counted, in data units."""
        return self.ground.footprint.bottom

    def _feet(self, view: View, canvas: Canvas) -> list[np.ndarray]:
        """The foot of the block below each side's rim, sides in the order S, E, N, W, each anticlockwise."""
        ground = self.ground
        low = self._lowest - PLINTH * (ground.footprint.top - ground.footprint.bottom)
        (west, east), (south, north) = ground.x[[0, -1]], ground.y[[0, -1]]
        sides = [
            (ground.x, np.full(len(ground.x), south)),
            (np.full(len(ground.y), east), ground.y),
            (ground.x[::-1], np.full(len(ground.x), north)),
            (np.full(len(ground.y), west), ground.y[::-1]),
        ]
        rims = np.column_stack([np.concatenate(each) for each in zip(*sides, strict=True)])
        world = ground.footprint.world(np.column_stack([rims, np.full(len(rims), low)]), self.relief_now)
        ends = np.cumsum([len(x) for x, _ in sides])[:-1]
        return np.split(on_canvas(view.project(world), canvas), ends)

    def _walls(self, seen: np.ndarray, view: View, canvas: Canvas) -> list[tuple[np.ndarray, np.ndarray]]:
        """Rim and foot (points, 3) of the block's sides in the order S, E, N, W, each anticlockwise."""
        rims = (seen[0], seen[:, -1], seen[-1, ::-1], seen[::-1, 0])
        return list(zip(map(np.ascontiguousarray, rims), self._feet(view, canvas), strict=True))

    def _rasterise(self, seen: np.ndarray, walls: Walls, drawing: Drawing) -> None:
        """Fill the z-buffer, and note the box of pixels that it touched, one pixel of margin included."""
        height, width = drawing.depth.shape
        drawing.extent = raster.bounds(seen)
        edge = np.stack([drawing.extent, *(raster.bounds(foot[None]) for _, foot in walls)])
        low, high = np.floor(edge[:, 0].min(axis=0)) - 1, np.ceil(edge[:, 1].max(axis=0)) + 1
        limits = [width, height, width, height]
        box = np.array([low[0], low[1], high[0], high[1]]).clip(0, limits).astype(np.int64)
        drawing.clear_depth()
        raster.ground(seen, drawing.depth, drawing.place)
        for side, (rim, foot) in enumerate(walls):
            raster.wall(rim, foot, side, drawing.depth, drawing.place)
        drawing.measure(box)

    def _look_again(
        self, seen: np.ndarray, walls: Walls, view: View, canvas: Canvas, drawing: Drawing
    ) -> None:
        """Take more samples of the pixels where ground ends before other ground."""
        cell = self._cell(self.ground.footprint.scale(self.relief_now)).min()
        per_pixel = 1.0 / (cell * view.zoom * canvas.per_unit[1] * max(float(view.axes[2, 2]), 0.25))
        limit = np.float32(max(1.0, 4.0 * per_pixel))
        count = edges.find(
            drawing.place,
            drawing.spans,
            drawing.box,
            limit,
            drawing.which,
            drawing.tiles,
            drawing.pixels,
            drawing.n_edge,
        )
        depth, place = drawing.take_samples(count)
        by_pixel = depth.reshape(-1, edges.SAMPLES), place.reshape(2, -1, edges.SAMPLES)
        edges.ground(seen, drawing.which, drawing.tiles, *by_pixel)
        for side, (rim, foot) in enumerate(walls):
            edges.wall(rim, foot, side, drawing.which, *by_pixel)

    def _painters(self, view: View, canvas: Canvas, lamps: np.ndarray) -> tuple[Painter, Painter]:
        """What colours the pixels in this light, and what colours the samples of those at edges."""
        ground, footprint, drawing = self.ground, self.ground.footprint, self.drawing
        cell = self._cell(footprint.scale(self.relief_now))
        across, down = canvas.per_unit
        far, near = drawing.extent[:, 2]
        lines = [
            (footprint.top - footprint.bottom) / ground.contour_step,
            (footprint.bottom - ground.contour_zero) / ground.contour_step,
            self.contours.get_value() * CONTOUR_STRENGTH,
            *channels(CONTOUR_INK),
        ]
        height, width = drawing.depth.shape
        lit = by_row(reach(lamps, drawing.seen, cell, height, width), height)
        pixels, by_pixels = drawing.pixels[: drawing.n_edge], edges.ACROSS // edges.SAMPLES
        look = (
            view.axes.astype(np.float32),
            single(across * view.zoom, down * view.zoom, view.perspective, canvas.fine),
            single(cell[0], cell[1], self.relief_now),
            RAMP,
            DARK,
            single(*lines),
            sun_over(view),
            single(HAZE * view.upright, near, 1.0 / max(near - far, 1e-9)),
            np.float32(self.daylight.get_value()),
            lamps,
        )
        basins = ground.labels, ground.whole, ground.basin_colours, np.float32(self.basins.get_value())

        def painter(first: np.ndarray, listed: np.ndarray) -> Painter:
            def paint(
                depth: np.ndarray, place: np.ndarray, spans: np.ndarray, box: np.ndarray, picture: np.ndarray
            ) -> None:
                shade.shade(
                    depth, place, ground.nodes, spans, box, packed(picture), *look, first, listed, *basins
                )

            return paint

        return painter(*lit), painter(*by_sample(pixels, *lit, by_pixels, edges.SAMPLES))

    def _lamps(self) -> np.ndarray:
        """World x, y, radius and strength of every lamp that is lit, (lamps, 4)."""
        scale, middle = self.ground.footprint.scale(1.0), self.ground.footprint.middle
        lit = [np.empty((0, 4))]
        for light in self.lights:
            if light.strength.get_value() > 0.0 and light.radius.get_value() > 0.0:
                stand = (light.stand() - middle[:2]) * scale[:2]
                radius = np.full(len(stand), light.radius.get_value() * scale[0])
                lit.append(np.column_stack([stand, radius, np.full(len(stand), light.strength.get_value())]))
        return np.concatenate(lit).astype(np.float32)


def single(*values: float) -> np.ndarray:
    """A few numbers as the float32 array that compiled code takes."""
    return np.array(values, dtype=np.float32)


def sun_over(view: View) -> np.ndarray:
    """The direction to the sun in world coordinates: it stays over the viewer's shoulder when the hill
    turns.
    """
    turn = np.deg2rad(view.turn)
    cos_t, sin_t = np.cos(turn), np.sin(turn)
    sun = SUN @ np.array([[cos_t, -sin_t, 0.0], [sin_t, cos_t, 0.0], [0.0, 0.0, 1.0]])
    return single(*(sun / np.linalg.norm(sun)))
