"""The complex plane coloured by the root that Newton's walk reaches from each number, sharp at every zoom."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, Self

import numpy as np
from manim import Animation, smooth

from calc_core.approximation.newton_plane import NewtonPlane
from visuals.approximation import newton_pixels
from visuals.drawing.axes import Box
from visuals.drawing.camera import Canvas, PixelMobject
from visuals.drawing.dial import Dial, FadesByDial, Zoom
from visuals.drawing.frame import points_of
from visuals.drawing.polyline import at_screen
from visuals.drawing.rates import Rate, zooming
from visuals.terrain.palette import channels
from visuals.theme import INK, STAGE, mix

ROOT_INKS = (INK.data, INK.parameter, INK.model)  # by the root's angle: merely several, told apart by hue
NEVER_INK = "#020305"  # of what reaches no root
FULL = Box(-STAGE.width / 2, -STAGE.height / 2, STAGE.width / 2, STAGE.height / 2)
TONES = 64
BACK = 0.72  # of the way to the dark for what steps back
FIRST, PER_JUMP = 1.6, 5.5  # jumps of the brightest tone, and tones to one jump
PER_ZOOM = 1.2  # jumps by which the brightest tone takes longer, e times nearer
NEAREST, FARTHEST = 0.9, 0.16  # shares of a root's own ink in its brightest and in its darkest tone
DUSK = mix(INK.ground, "#000000", 0.5)  # what the darkest tones are mixed with


class Scratch:
    """Room for the pixels of one frame; a copy of the picture gets room of its own."""

    def __init__(self) -> None:
        self.resize(0, 0)

    def __reduce__(self) -> tuple[type[Scratch], tuple[()]]:
        return Scratch, ()

    def resize(self, height: int, width: int) -> None:
        """Have room for frames of this size."""
        self.shape = (height, width)
        blocks = (height // newton_pixels.BLOCK + 2, width // newton_pixels.BLOCK + 2)
        self.node_label, self.node_steps = np.zeros(blocks, dtype=np.uint8), np.zeros(blocks)
        self.torn = np.zeros(blocks, dtype=np.bool_)
        self.label = np.zeros((height + 2, width + 2), dtype=np.uint8)
        self.steps = np.zeros((height + 2, width + 2), dtype=np.float32)


class NewtonFractal(FadesByDial, PixelMobject):
    """Every number of the complex plane in the colour of the root to which Newton's walk leads from it.

    The more jumps it takes, the darker; black is what never arrives. Each frame sends walks from its own
    pixels, several from those at a border, so that it is as sharp near as far. A frame of pictures: x is the
    real part, y the imaginary; `unit` scene units make 1 at zoom 1. Dials: x, y (the number in the middle),
    zoom, grown (the share of the box's height that is open, from its middle outwards), unfolded (0: every row
    is the one in the middle, 1: the plane), lit (1: the lost are lit, and all else steps back), opacity.
    """

    def __init__(
        self,
        plane: NewtonPlane,
        *,
        box: Box | tuple[float, float, float, float] = FULL,
        at: tuple[float, float] = (0.0, 0.0),
        unit: float = 2.0,
        grown: float = 1.0,
    ) -> None:
        self.plane, self.box, self.scratch = plane, Box(*box), Scratch()
        super().__init__()
        self.x, self.y, self.zoom, self.unit = Dial(at[0]), Dial(at[1]), Zoom(1.0), float(unit)
        self.grown, self.unfolded, self.lit, self.opacity = Dial(grown), Dial(1.0), Dial(0.0), Dial(1.0)
        self.dials = (self.x, self.y, self.zoom, self.grown, self.unfolded, self.lit, self.opacity)
        self.add(*self.dials)
        roots = np.stack([plane.roots.real, plane.roots.imag], axis=-1)
        poly = tuple(float(each) for each in plane.poly)
        self.walks = (poly, roots, float(plane.near), plane.size, plane.max_iter)
        self.tones = tones_of(len(plane.roots))

    def reset_points(self) -> Self:
        self.points = self.box.corners
        return self

    @property
    def middle(self) -> np.ndarray:
        """The middle of the box on the stage (2,)."""
        return np.array([self.box.left + self.box.right, self.box.bottom + self.box.top]) / 2

    @property
    def units(self) -> float:
        """Scene units to 1, now."""
        return self.unit * self.zoom.get_value()

    def to_screen(self, *data: Any) -> np.ndarray:
        """Places on the stage (..., 3) of numbers (..., 2): real and imaginary part."""
        away = (points_of(data) - [self.x.get_value(), self.y.get_value()]) * self.units
        return at_screen(self.middle[0] + away[..., 0], self.middle[1] + away[..., 1])

    def to_data(self, places: np.ndarray) -> np.ndarray:
        """Numbers (..., 2) at places on the stage (..., 2 or 3)."""
        away = np.asarray(places, dtype=float)[..., :2] - self.middle
        return np.asarray(away / self.units + [self.x.get_value(), self.y.get_value()])

    def look(
        self,
        *,
        at: tuple[float, float] | None = None,
        zoom: float | None = None,
        rate_func: Rate = smooth,
        **options: Any,
    ) -> list[Animation]:
        """Animations that bring the number `at` to the middle at `zoom`, by equal factors in equal times."""
        now = self.zoom.get_value()
        aim = now if zoom is None else float(zoom)
        share = zooming((1 / now, 1 / aim), rate_func)
        turned = [self.zoom.to(aim, rate_func=rate_func, **options)] if aim != now else []
        for dial, wanted in zip((self.x, self.y), at or (self.x.value, self.y.value), strict=True):
            if wanted != dial.value:
                turned.append(dial.to(wanted, rate_func=share, **options))
        return turned

    def appearance(self) -> Hashable:
        return id(self.plane), self.points.tobytes(), tuple(each.get_value() for each in self.dials)

    @property
    def tone(self) -> tuple[float, float]:
        """The jumps of the brightest tone, and the tones to one jump: nearer, walks take longer."""
        return FIRST + PER_ZOOM * float(np.log(max(self.zoom.get_value(), 1.0))), PER_JUMP

    def inks(self) -> np.ndarray:
        """The tones now: as `lit` goes up, all but the lost step back, and they are lit."""
        lit = self.lit.get_value()
        if lit == 0.0:
            return self.tones
        back, bright = channels(INK.ground), channels(INK.text)
        tones = self.tones + (back - self.tones) * (BACK * lit)
        tones[-1] = self.tones[-1] + (bright - self.tones[-1]) * lit
        return np.asarray(tones)

    def pixels(self, canvas: Canvas) -> tuple[tuple[int, int, int, int], tuple[float, float, float, float]]:
        """The open part of the box in pixels (left, top, right, bottom), and the view for the kernels."""
        (left, top), (across, down) = canvas.origin, canvas.per_unit
        height, width = canvas.pixels.shape[:2]
        half = (self.box.top - self.box.bottom) / 2 * min(self.grown.get_value(), 1.0)
        edges = (
            left + across * self.box.left, top - down * (self.middle[1] + half),
            left + across * self.box.right, top - down * (self.middle[1] - half),
        )  # fmt: skip
        limits = (width, height, width, height)
        box = tuple(min(max(round(edge), 0), limit) for edge, limit in zip(edges, limits, strict=True))
        d = 1.0 / (across * self.units)
        x = self.x.get_value() - (left + across * self.middle[0]) * d
        deep = d * self.unfolded.get_value()
        y = self.y.get_value() + (top - down * self.middle[1]) * deep
        return box, (x, y, d, deep)

    def paint(self, canvas: Canvas) -> None:
        opacity = min(self.opacity.get_value(), 1.0)
        box, view = self.pixels(canvas)
        if opacity <= 0.0 or box[0] >= box[2] or box[1] >= box[3]:
            return
        if self.scratch.shape != canvas.pixels.shape[:2]:
            self.scratch.resize(*canvas.pixels.shape[:2])
        room, walks = self.scratch, self.walks
        paint = (self.inks(), *self.tone)
        nodes, ends = (room.node_label, room.node_steps), (room.torn, room.label, room.steps)
        whole = canvas.pixels.view(np.dtype("<u4"))[..., 0]
        newton_pixels.survey(box, view, walks, *nodes, room.torn)
        newton_pixels.walk_torn(box, view, walks, *nodes, *ends)
        newton_pixels.fill(box, *nodes, room.torn, paint, opacity, canvas.pixels, whole)
        newton_pixels.fill_torn(box, view, walks, *ends, paint, opacity, canvas.pixels)


def tones_of(count: int) -> np.ndarray:
    """Colours (roots and one for the lost, TONES, 3), from a root's own ink down to its dusk."""
    share = np.linspace(NEAREST, FARTHEST, TONES)[:, None]
    inks = [channels(ROOT_INKS[k % len(ROOT_INKS)]) for k in range(count)]
    dark, never = channels(DUSK), np.tile(channels(NEVER_INK), (TONES, 1))
    return np.stack([*(dark + (ink - dark) * share for ink in inks), never])
