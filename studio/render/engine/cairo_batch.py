"""Draws a whole run of vector mobjects with Cairo in one compiled call.

Manim draws a mobject by some forty calls from Python into Cairo, and most of their cost is the calling. Here
the paths and styles of many mobjects are gathered into a few arrays, and one compiled loop makes the same
calls into the same library, so the pixels are the same to the bit. Mobjects of opacity zero are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Self

import cairo
import llvmlite.binding as llvm
import numpy as np
from manim import VMobject
from manim.camera.camera import CAP_STYLE_MAP, LINE_JOIN_MAP
from numba import njit, types

from studio.render.engine.private import cairo_pointer, pycairo_library
from visuals.drawing.compiled import KEPT

CURVE = 4  # points of one cubic Bezier curve
EQUAL_RTOL, EQUAL_ATOL = (
    1e-5,
    1e-6,
)  # two anchors within these are equal: as VMobject.consider_points_equals_2d

JOINS = {joint.value: int(join) for joint, join in LINE_JOIN_MAP.items()}  # by value: enums hash slowly
CAPS = {style.value: int(cap) for style, cap in CAP_STYLE_MAP.items()}

# columns of the style table; an ink is a colour (4 numbers) or, where its BLEND is not NONE, a row of blends
BACK, BACK_WIDTH, FILL, STROKE, STROKE_WIDTH, JOIN, CAP = 0, 4, 5, 9, 13, 14, 15
BACK_BLEND, FILL_BLEND, STROKE_BLEND = 16, 17, 18
COLUMNS, NONE = 19, -1
NOTHING, NO_INK = np.zeros((0, 3)), np.zeros((0, 4))
# columns of the table of blends, one row a stop: x and y of both ends, number of stops, offset, colour
AXIS, STOPS, OFFSET, COLOUR = 0, 4, 5, 6

_pointer, _number, _choice, _nothing = types.uintp, types.float64, types.int32, types.void


def _cairo(name: str, *arguments: object) -> Callable[..., None]:
    function: Callable[..., None] = types.ExternalFunction(f"cairo_{name}", _nothing(_pointer, *arguments))
    return function


_pattern_create_linear = types.ExternalFunction("cairo_pattern_create_linear", _pointer(*[_number] * 4))
_pattern_add_color_stop_rgba = _cairo("pattern_add_color_stop_rgba", *[_number] * 5)
_pattern_destroy = _cairo("pattern_destroy")
_set_source = _cairo("set_source", _pointer)


_new_path = _cairo("new_path")
_new_sub_path = _cairo("new_sub_path")
_move_to = _cairo("move_to", _number, _number)
_curve_to = _cairo("curve_to", *[_number] * 6)
_close_path = _cairo("close_path")
_set_source_rgba = _cairo("set_source_rgba", *[_number] * 4)
_fill_preserve = _cairo("fill_preserve")
_stroke_preserve = _cairo("stroke_preserve")
_set_line_width = _cairo("set_line_width", _number)
_set_line_join = _cairo("set_line_join", _choice)
_set_line_cap = _cairo("set_line_cap", _choice)


@dataclass(frozen=True)
class Batch:
    """A run of vector mobjects as compiled code reads it: their paths, one after the other, and styles."""

    points: np.ndarray  # (all points, 2), in scene units
    starts: np.ndarray  # (mobjects + 1,): the index of each one's first point, and of the end of the last
    styles: np.ndarray  # (mobjects, columns of the style table)
    blends: np.ndarray  # (all stops, columns of the table of blends)
    kinds: np.ndarray  # (mobjects,): the identity of each mobject, to tell a change from an exchange

    @classmethod
    def of(cls, mobjects: Sequence[VMobject], width_multiple: float) -> Self:
        """The batch of mobjects in drawing order; stroke widths times `width_multiple` are scene units."""
        paths = [mobject.points if len(mobject.points) >= CURVE else NOTHING for mobject in mobjects]
        starts = np.zeros(len(paths) + 1, dtype=np.int64)
        np.cumsum([len(path) for path in paths], out=starts[1:])
        points = np.ascontiguousarray(np.concatenate([NOTHING, *paths])[:, :2], dtype=np.float64)
        styles, table = _styles(mobjects)
        styles[:, [BACK_WIDTH, STROKE_WIDTH]] *= width_multiple
        kinds = np.array([id(mobject) for mobject in mobjects], dtype=np.uint64)
        return cls(points, starts, styles, table, kinds)

    def draw(self, context: cairo.Context[cairo.ImageSurface], wanted: np.ndarray | None = None) -> None:
        """Draw all items in order, or those that are `wanted` (a bool each)."""
        _ready()
        chosen = np.arange(len(self.styles)) if wanted is None else np.flatnonzero(wanted)
        _draw(cairo_pointer(context), self.points, self.starts, self.styles, self.blends, chosen)

    def appearance(self) -> Hashable:
        """The arrays on which the drawing depends."""
        return self.points.tobytes(), self.starts.tobytes(), self.styles.tobytes(), self.blends.tobytes()


def _styles(mobjects: Sequence[VMobject]) -> tuple[np.ndarray, np.ndarray]:
    """The tables of styles and of blends, filled a column at a time."""
    styles, blends = np.empty((len(mobjects), COLUMNS)), list[tuple[float, ...]]()
    for at, blend, inks in (
        (BACK, BACK_BLEND, [each.get_stroke_rgbas(background=True) for each in mobjects]),
        (FILL, FILL_BLEND, [each.get_fill_rgbas() for each in mobjects]),
        (STROKE, STROKE_BLEND, [each.get_stroke_rgbas() for each in mobjects]),
    ):
        styles[:, blend] = NONE
        styles[:, at : at + 4] = np.concatenate([NO_INK, *(ink[:1] for ink in inks)])
        for place, ink in enumerate(inks):
            if len(ink) > 1:
                _blend(styles[place], mobjects[place], ink, (at, blend), blends)
    styles[:, BACK_WIDTH] = [each.get_stroke_width(background=True) for each in mobjects]
    styles[:, STROKE_WIDTH] = [each.get_stroke_width() for each in mobjects]
    styles[:, JOIN] = [JOINS[each.joint_type._value_] for each in mobjects]
    styles[:, CAP] = [CAPS[each.cap_style._value_] for each in mobjects]
    return styles, np.array(blends, dtype=np.float64).reshape(len(blends), COLOUR + 4)


def _blend(
    row: np.ndarray, mobject: VMobject, inks: np.ndarray, at: tuple[int, int], blends: list[tuple[float, ...]]
) -> None:
    """Name a colour that blends in a mobject's row of the style table, and add its stops to `blends`."""
    row[at[0] : at[0] + 4] = inks[np.argmax(inks[:, 3])]  # it is drawn if any of its colours is visible
    if inks[:, 3].max() <= 0 or len(mobject.points) < CURVE or not np.isfinite(mobject.points).all():
        return
    row[at[1]] = len(blends)
    ends = _ends(mobject)
    for offset, rgba in zip(np.linspace(0, 1, len(inks)), inks, strict=True):
        blends.append((*ends, len(inks), offset, *rgba))


def _ends(mobject: VMobject) -> np.ndarray:
    """The start and end of a mobject's gradient (4,), by Manim's formula for a single mobject."""
    if mobject.submobjects or mobject.shade_in_3d:
        return np.array(mobject.get_gradient_start_and_end_points())[:, :2].ravel()
    anchors = mobject.points.reshape(-1, CURVE, 3)[:, (0, CURVE - 1), :2]
    low, high = anchors.min(axis=(0, 1)), anchors.max(axis=(0, 1))
    centre = (low + high) / 2
    offset = (high - centre) * mobject.get_sheen_direction()[:2]
    return np.concatenate([centre - offset, centre + offset])


@cache
def _ready() -> None:
    """Load the Cairo library that pycairo uses, for compiled code."""
    llvm.load_library_permanently(pycairo_library())  # its own dependencies are searched with it


@njit(**KEPT)
def _draw(
    context: int,
    points: np.ndarray,
    starts: np.ndarray,
    styles: np.ndarray,
    blends: np.ndarray,
    chosen: np.ndarray,
) -> None:
    for i in chosen:
        style, path = styles[i], points[starts[i] : starts[i + 1]]
        if len(path) == 0 or not np.isfinite(path).all():
            continue  # Manim draws nothing either
        _trace(context, path)
        if style[BACK_WIDTH] > 0 and style[BACK + 3] > 0:
            _dip(context, style[BACK : BACK + 4], style[BACK_BLEND], blends)
            _stroke(context, style[BACK_WIDTH], style[JOIN], style[CAP])
        if style[FILL + 3] > 0:
            _dip(context, style[FILL : FILL + 4], style[FILL_BLEND], blends)
            _fill_preserve(context)
        if style[STROKE_WIDTH] > 0 and style[STROKE + 3] > 0:
            _dip(context, style[STROKE : STROKE + 4], style[STROKE_BLEND], blends)
            _stroke(context, style[STROKE_WIDTH], style[JOIN], style[CAP])


@njit(**KEPT)
def _dip(context: int, ink: np.ndarray, blend: float, blends: np.ndarray) -> None:
    """Set the source of colour. Manim's pixels are RGBA and Cairo's BGRA: red and blue are exchanged."""
    if blend == NONE:
        _set_source_rgba(context, ink[2], ink[1], ink[0], ink[3])
        return
    first = blends[int(blend)]
    pattern = _pattern_create_linear(first[AXIS], first[AXIS + 1], first[AXIS + 2], first[AXIS + 3])
    for k in range(int(first[STOPS])):
        stop = blends[int(blend) + k]
        red, green, blue, opacity = stop[COLOUR], stop[COLOUR + 1], stop[COLOUR + 2], stop[COLOUR + 3]
        _pattern_add_color_stop_rgba(pattern, stop[OFFSET], blue, green, red, opacity)
    _set_source(context, pattern)
    _pattern_destroy(pattern)  # the context keeps its own reference


@njit(**KEPT)
def _stroke(context: int, width: float, join: float, cap: float) -> None:
    _set_line_width(context, width)
    _set_line_join(context, np.int32(join))
    _set_line_cap(context, np.int32(cap))
    _stroke_preserve(context)


@njit(**KEPT)
def _trace(context: int, points: np.ndarray) -> None:
    _new_path(context)
    start = 0
    while start < len(points):
        end = start + CURVE
        while end < len(points) and equal(points[end - 1], points[end]):
            end += CURVE
        end = min(end, len(points))
        if end - start >= CURVE:
            _subpath(context, points[start:end])
        start = end


@njit(**KEPT)
def _subpath(context: int, points: np.ndarray) -> None:
    _new_sub_path(context)
    _move_to(context, points[0, 0], points[0, 1])
    for k in range(0, len(points) - CURVE + 1, CURVE):
        a, b, c = points[k + 1], points[k + 2], points[k + 3]
        _curve_to(context, a[0], a[1], b[0], b[1], c[0], c[1])
    if equal(points[0], points[len(points) - 1]):
        _close_path(context)


@njit(**KEPT)
def equal(p: np.ndarray, q: np.ndarray) -> bool:
    across = abs(p[0] - q[0]) <= EQUAL_ATOL + EQUAL_RTOL * abs(q[0])
    down = abs(p[1] - q[1]) <= EQUAL_ATOL + EQUAL_RTOL * abs(q[1])
    return bool(across and down)
