"""Opaque lit surfaces under the terrain's camera: meshes of points, smooth outlines, a true depth test.

    lay([Mesh(points, INK.curvature)], view, canvas, buffers)               # a thing by itself
    lay(meshes, view, canvas, buffers, ground=terrain.draw(canvas))         # only where no ground is nearer

Where meshes end before each other, before the ground or before nothing, eight samples make a pixel, as they
do at crests of the ground; where a mesh dives into the ground the ground's depth at each sample is taken
from the plane through the neighbouring pixels. Both faces of a mesh show, each lit from its own side.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numba import njit

from visuals.drawing.camera import Canvas
from visuals.drawing.compiled import FAST
from visuals.drawing.pixels import packed
from visuals.terrain import edges, raster, shade
from visuals.terrain.drawing import Drawing
from visuals.terrain.lanes import SPOT_X, SPOT_Y, bilinear
from visuals.terrain.painting import DARK, HAZE, single, sun_over
from visuals.terrain.palette import SHADE_HIGH, SHADE_LOW, channels
from visuals.terrain.view import View, on_canvas

BETWEEN = 1024  # v of a mesh's first row is a multiple of this: a mesh has fewer rows
FLAT = 1e-12  # a normal shorter than this says nothing: two edges of its cell coincide
FILL = 0.30  # light from the viewer's side, so that what turns its back on the sun keeps its shape
DULL = 0.55  # share of its plain light that metal loses: what it shows is the room
# lights that turned metal shows besides the sun: along the viewer's right, up and toward him; how narrow its
# stripe is (a whole power, of the squared sine of the angle to the groove) and how bright
LAMPS = np.array(
    [
        [-0.62, 0.30, 0.72, 45, 0.62],
        [0.80, 0.20, 0.56, 130, 0.34],
        [0.15, 0.90, 0.42, 7, 0.30],
    ]
)
SUNNY = (13, 0.50)  # the same of the sun
UNSEEN = 5e-4  # of a stripe's brightness: less than a fifth of a level
NODE = 12  # numbers of a point that light asks for, nine of them, to be taken four at a time
NEVER = np.float32(-1e5)  # a place further out than this is no mesh's

Painter = Callable[[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray], None]  # see `light`


@dataclass(frozen=True)
class Mesh:
    """A surface over a grid of points (rows, columns, 3) in world units (`terrain.world` makes them).

    `normals` (rows, columns, 3), if given, light it; else they are found from the points. `shine` is how
    much of metal it is, 0 (earth, paper) to 1.
    """

    points: np.ndarray
    ink: str
    normals: np.ndarray | None = None
    shine: float = 0.0

    def __post_init__(self) -> None:
        shape = np.shape(self.points)
        if len(shape) != 3 or shape[2] != 3 or min(shape[:2]) < 2 or shape[0] >= BETWEEN:
            raise ValueError(f"a mesh holds points (rows, columns, 3), 2 to {BETWEEN - 1} rows, got {shape}")
        if self.normals is not None and np.shape(self.normals) != shape:
            raise ValueError(f"a mesh has a normal for every point {shape}, got {np.shape(self.normals)}")

    @property
    def nodes(self) -> np.ndarray:
        """What light asks of every point (rows, columns, 9): the point, its unit normal, and which way a
        lathe went there, along its row.
        """
        order: Literal[1, 2] = 2 if self.points.shape[1] > 2 else 1
        along = np.gradient(self.points, axis=1, edge_order=order)
        return np.concatenate([self.points, self.facing, along], axis=-1)

    @property
    def facing(self) -> np.ndarray:
        """Unit normals (rows, columns, 3), to whichever side."""
        normals = normals_of(self.points) if self.normals is None else np.asarray(self.normals, dtype=float)
        return np.asarray(normals / np.maximum(np.linalg.norm(normals, axis=-1, keepdims=True), FLAT))


def normals_of(points: np.ndarray) -> np.ndarray:
    """Normals (rows, columns, 3), not normalised, of a mesh's points: cross products of its differences.

    Where neighbours coincide (the middle of a disc) the next row's normal stands in.
    """
    order: list[Literal[1, 2]] = [2 if count > 2 else 1 for count in points.shape[:2]]
    down, across = (np.gradient(points, axis=k, edge_order=order[k]) for k in (0, 1))
    normals = np.cross(across, down)
    size = np.linalg.norm(normals, axis=-1, keepdims=True)
    usual = float(size.max())
    inner = np.roll(normals, -1, axis=0), np.roll(normals, 1, axis=0)
    for each in inner:
        normals = np.where(size > 1e-9 * usual, normals, each)
        size = np.linalg.norm(normals, axis=-1, keepdims=True)
    return normals


def lay(
    meshes: Sequence[Mesh],
    view: View,
    canvas: Canvas,
    buffers: Drawing,
    *,
    ground: Drawing | None = None,
    opacity: float = 1.0,
    daylight: float = 1.0,
) -> None:
    """Draw meshes on the canvas, the nearest before the others.

    `buffers` are kept by who draws, a Drawing of its own: what it needs of memory is taken once. `ground`
    is a terrain's drawing for the same canvas and view (`terrain.draw(canvas)`): what lies behind the
    ground is not drawn, and distance dims meshes as it dims the ground.
    """
    if not meshes or opacity <= 0.0:
        return
    seen = [on_canvas(view.project(mesh.points), canvas) for mesh in meshes]
    box = _box(seen, canvas)
    if box[0] >= box[2] or box[1] >= box[3]:
        return
    buffers.resize(*canvas.pixels.shape[:2])
    buffers.clear()
    buffers.box = box
    buffers.spans[:] = box[[0, 2]]
    if ground is not None:
        buffers.depth[box[1] : box[3], box[0] : box[2]] = ground.depth[box[1] : box[3], box[0] : box[2]]
    for k, spots in enumerate(seen):
        draw(spots, np.float32(BETWEEN * k), buffers.depth, buffers.place)
    _look_again(seen, buffers, ground)
    paint = _painter(meshes, view, ground, daylight)
    paint(buffers.depth, buffers.place, buffers.spans, box, buffers.picture)
    buffers.smooth(paint)
    frame, picture = canvas.pixels, buffers.picture
    shade.put(picture, packed(picture), buffers.spans, box, min(opacity, 1.0), frame, packed(frame))


def _box(seen: list[np.ndarray], canvas: Canvas) -> np.ndarray:
    """The pixels that the meshes reach, with one around: left, top, right, bottom."""
    height, width = canvas.pixels.shape[:2]
    spots = np.concatenate([each[..., :2].reshape(-1, 2) for each in seen])
    low, high = np.floor(spots.min(axis=0)) - 2, np.ceil(spots.max(axis=0)) + 2
    return np.array([*low, *high]).clip(0, [width, height, width, height]).astype(np.int64)


def _look_again(seen: list[np.ndarray], buffers: Drawing, ground: Drawing | None) -> None:
    """Take eight samples of the pixels where a mesh ends before something else."""
    crowd = [1.0]
    for spots in seen:
        across = np.linalg.norm(np.diff(spots[..., :2], axis=1), axis=-1).max(axis=1)
        down = np.linalg.norm(np.diff(spots[..., :2], axis=0), axis=-1).max(axis=0)
        typical = min(float(np.median(each[each > 0])) if each.any() else 1.0 for each in (across, down))
        crowd.append(6.0 / max(typical, 1e-3))  # cells passed between neighbouring pixels, with room
    count = edges.find(
        buffers.place,
        buffers.spans,
        buffers.box,
        np.float32(min(max(crowd), BETWEEN / 4)),
        buffers.which,
        buffers.tiles,
        buffers.pixels,
        buffers.n_edge,
    )
    depth, place = buffers.take_samples(count)
    place[0] = raster.NOWHERE
    by_pixel = depth.reshape(-1, edges.SAMPLES), place.reshape(2, -1, edges.SAMPLES)
    if ground is not None:
        known = ground.samples[0].reshape(-1, edges.SAMPLES)
        stand_behind(buffers.pixels[:count], ground.depth, ground.which, known, by_pixel[0])
    for k, spots in enumerate(seen):
        draw_again(spots, np.float32(BETWEEN * k), buffers.which, buffers.tiles, *by_pixel)


def _painter(meshes: Sequence[Mesh], view: View, ground: Drawing | None, daylight: float) -> Painter:
    """What colours samples of these meshes in this light."""
    starts = np.cumsum([0, *(mesh.points.shape[0] * mesh.points.shape[1] for mesh in meshes)])
    nodes = np.zeros((starts[-1], NODE), dtype=np.float32)
    nodes[:, :9] = np.concatenate([mesh.nodes.reshape(-1, 9) for mesh in meshes])
    sizes = np.array([mesh.points.shape[:2] for mesh in meshes])
    inks = np.array([[*channels(mesh.ink), mesh.shine] for mesh in meshes], dtype=np.float32)
    eye = view.axes[2] / max(view.perspective, 1e-6) + np.array(view.focus)
    haze = single(0.0, 0.0, 0.0)
    if ground is not None:
        far, near = ground.extent[:, 2]
        haze = single(HAZE * view.upright, near, 1.0 / max(near - far, 1e-9))
    sun, lamps = sun_over(view), LAMPS[:, :3] @ view.axes
    lamps = np.concatenate([sun[None], lamps / np.linalg.norm(lamps, axis=1, keepdims=True)])
    stripes = np.array([SUNNY, *LAMPS[:, 3:]])
    ends = 1.0 - UNSEEN ** (1.0 / stripes[:, 0])  # of a stripe: the squared cosine at which it is UNSEEN
    lamps = np.column_stack([lamps, stripes, ends]).astype(np.float32)
    look = (nodes.ravel(), starts[:-1], sizes, inks, single(*eye), lamps, haze, np.float32(daylight), DARK)

    def paint(
        depth: np.ndarray, place: np.ndarray, spans: np.ndarray, box: np.ndarray, picture: np.ndarray
    ) -> None:
        light(depth, place, spans, box, packed(picture), *look)

    return paint


@njit(**FAST)
def draw(seen: np.ndarray, first: float, depth: np.ndarray, place: np.ndarray) -> None:
    """Draw a mesh (rows, columns, 3) of pixel x, pixel y, depth into a z-buffer, whichever side shows.

    Its places are (column, `first` + row).
    """
    flat, u, v, width = depth.ravel(), place[0].ravel(), place[1].ravel(), depth.shape[1]
    for j in range(seen.shape[0] - 1):
        low, high = first + j, first + j + 1
        for i in range(seen.shape[1] - 1):
            a, b, c, e = raster.corners(seen[j], seen[j + 1], i)
            at_a, at_b, at_c, at_e = (i, low), (i + 1, low), (i, high), (i + 1, high)
            if raster.area_of(a, b, c) < 0.0:
                raster.triangle(a, b, c, at_a, at_b, at_c, flat, u, v, width)
            else:
                raster.triangle(a, c, b, at_a, at_c, at_b, flat, u, v, width)
            if raster.area_of(b, e, c) < 0.0:
                raster.triangle(b, e, c, at_b, at_e, at_c, flat, u, v, width)
            else:
                raster.triangle(b, c, e, at_b, at_c, at_e, flat, u, v, width)


@njit(**FAST)
def draw_again(
    seen: np.ndarray, first: float, which: np.ndarray, tiles: np.ndarray, depth: np.ndarray, place: np.ndarray
) -> None:
    """Draw the mesh once more, as `draw` does, at the eight spots of the numbered pixels only."""
    flat, u, v = depth.ravel(), place[0].ravel(), place[1].ravel()
    for j in range(seen.shape[0] - 1):
        low, high = first + j, first + j + 1
        for i in range(seen.shape[1] - 1):
            a, b, c, e = raster.corners(seen[j], seen[j + 1], i)
            at_a, at_b, at_c, at_e = (i, low), (i + 1, low), (i, high), (i + 1, high)
            left, top, right, bottom = edges.reach_of(a, b, c, e)
            if right < 0.0 or bottom < 0.0 or not edges.touched(tiles, left, top, right, bottom):
                continue
            if raster.area_of(a, b, c) < 0.0:
                edges.again(a, b, c, at_a, at_b, at_c, which, flat, u, v)
            else:
                edges.again(a, c, b, at_a, at_c, at_b, which, flat, u, v)
            if raster.area_of(b, e, c) < 0.0:
                edges.again(b, e, c, at_b, at_e, at_c, which, flat, u, v)
            else:
                edges.again(b, c, e, at_b, at_c, at_e, which, flat, u, v)


@njit(**FAST)
def slope(before: float, here: float, after: float) -> float | np.float32:
    """The change of depth per pixel, the smaller of those to both sides: ground may end at either."""
    down, up = here - before, after - here
    if before <= raster.FAR and after <= raster.FAR:
        return np.float32(0.0)
    if before <= raster.FAR:
        return up
    if after <= raster.FAR:
        return down
    return down if abs(down) < abs(up) else up


@njit(**FAST)
def stand_behind(
    pixels: np.ndarray, ground: np.ndarray, which: np.ndarray, known: np.ndarray, depth: np.ndarray
) -> None:
    """Give the samples (n, 8) of pixels the depth that the ground has there.

    At its own edges the ground has samples, `known`; elsewhere it is a plane from pixel to pixel.
    """
    height, width = ground.shape
    for k in range(len(pixels)):
        row, column = pixels[k]
        if which[row, column] != edges.NONE:
            for spot in range(edges.SAMPLES):
                depth[k, spot] = known[which[row, column], spot]
            continue
        here = ground[row, column]
        if here <= raster.FAR:
            continue
        across = slope(ground[row, max(column - 1, 0)], here, ground[row, min(column + 1, width - 1)])
        down = slope(ground[max(row - 1, 0), column], here, ground[min(row + 1, height - 1), column])
        for spot in range(edges.SAMPLES):
            x, y = SPOT_X[spot] - 0.5, SPOT_Y[spot] - 0.5
            depth[k, spot] = here + across * x + down * y


@njit(**FAST)
def power(base: np.float32, exponent: int) -> np.float32:
    """A whole power of a float32, by squaring."""
    found = np.float32(1.0)
    while exponent > 0:
        if exponent & 1:
            found *= base
        base *= base
        exponent >>= 1
    return found


@njit(**FAST)
def light(
    depth: np.ndarray,
    place: np.ndarray,
    spans: np.ndarray,
    box: np.ndarray,
    picture: np.ndarray,
    nodes: np.ndarray,
    starts: np.ndarray,
    sizes: np.ndarray,
    inks: np.ndarray,
    eye: np.ndarray,
    lamps: np.ndarray,
    haze: np.ndarray,
    day: float,
    dark: np.ndarray,
) -> None:
    """Colour the `spans` of every row of `box`, as premultiplied RGBA packed into 32 bits.

    Every mesh has its plain colour in the light that slopes of the ground have, and a little from the
    viewer's side. As far as it is metal it has less of that, and shows each lamp as a stripe across the
    grooves that a lathe left along its rows (Kajiya and Kay, 1989).
    """
    seen = np.zeros(NODE, dtype=np.float32)
    zero, one = np.float32(0.0), np.float32(1.0)
    for row in range(box[1], box[3]):
        for column in range(spans[row, 0], spans[row, 1]):
            u, v = place[0, row, column], place[1, row, column]
            if u < NEVER:
                picture[row, column] = np.uint32(0)
                continue
            k = int(v) // BETWEEN
            rows, columns = sizes[k]
            v -= np.float32(k * BETWEEN)
            i, j = min(max(int(u), 0), columns - 2), min(max(int(v), 0), rows - 2)
            s, t = u - np.float32(i), v - np.float32(j)
            first = NODE * (starts[k] + j * columns + i)
            for part in range(0, NODE, 4):
                at = np.uint32(first + part)
                bilinear(nodes, at, np.uint32(NODE), np.uint32(NODE * columns), s, t, seen, part)
            x, y, z = eye[0] - seen[0], eye[1] - seen[1], eye[2] - seen[2]
            far = one / np.sqrt(x * x + y * y + z * z)
            x, y, z = x * far, y * far, z * far
            nx, ny, nz = seen[3], seen[4], seen[5]
            size = one / max(np.sqrt(nx * nx + ny * ny + nz * nz), np.float32(1e-9))
            toward = (nx * x + ny * y + nz * z) * size
            if toward < 0.0:
                size, toward = -size, -toward
            nx, ny, nz = nx * size, ny * size, nz * size
            facing = max(nx * lamps[0, 0] + ny * lamps[0, 1] + nz * lamps[0, 2], zero)
            filled = max(nx * lamps[1, 0] + ny * lamps[1, 1] + nz * lamps[1, 2], zero)
            tone = np.float32(SHADE_LOW) + np.float32(SHADE_HIGH - SHADE_LOW) * facing
            tone = tone + np.float32(FILL) * filled * (one - facing)
            shine, white = inks[k, 3], zero
            if shine > 0.0:
                tx, ty, tz = seen[6], seen[7], seen[8]
                size = one / max(np.sqrt(tx * tx + ty * ty + tz * tz), np.float32(1e-9))
                tx, ty, tz = tx * size, ty * size, tz * size
                stripes = np.float32(0.10) + np.float32(0.22) * toward
                for lamp in range(len(lamps)):
                    lx, ly, lz = lamps[lamp, 0], lamps[lamp, 1], lamps[lamp, 2]
                    lit = min(
                        max(np.float32(0.15) + nx * lx + ny * ly + nz * lz, zero) * np.float32(2.0), one
                    )
                    if lit == 0.0:
                        continue
                    hx, hy, hz = lx + x, ly + y, lz + z
                    along, square = tx * hx + ty * hy + tz * hz, hx * hx + hy * hy + hz * hz
                    along *= along
                    if along > lamps[lamp, 5] * square:  # too far from its middle to be seen
                        continue
                    narrow = power(one - along / max(square, np.float32(1e-12)), int(lamps[lamp, 3]))
                    stripe = lit * lamps[lamp, 4] * narrow
                    stripes += stripe
                    white += np.float32(0.35) * stripe * stripe
                tone = tone * (one - np.float32(DULL) * shine) + shine * stripes
                white = shine * (white + np.float32(0.10) * (one - toward) ** 4)
            near = min(max((haze[1] - depth[row, column]) * haze[2], zero), one)
            shown = day * (one - haze[0] * near)
            value = np.uint32(255) << np.uint32(24)
            for part in range(3):
                colour = inks[k, part] * tone
                colour += (np.float32(255.0) - colour) * min(white, one)
                colour = dark[part] + (colour - dark[part]) * shown
                byte = np.uint32(min(max(colour, zero), np.float32(255.0)) + np.float32(0.5))
                value |= byte << np.uint32(8 * part)
            picture[row, column] = value
