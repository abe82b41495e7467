"""Cairo's own drawing, called from compiled code: one call for a whole run of vector mobjects.

Manim draws a mobject by some forty calls from Python into Cairo, most of whose cost is the calling. Here
the paths and styles of many mobjects are gathered into a few arrays, and one compiled loop makes the same
calls into the same library, so the pixels are the same to the bit. What would draw nothing (an opacity of
zero) is left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

import llvmlite.binding as llvm
import numpy as np
from manim.camera.camera import CAP_STYLE_MAP, LINE_JOIN_MAP
from numba import njit, types

from studio.engine.private import cairo_pointer, pycairo_library

CURVE = 4  # points of one cubic Bezier curve
EQUAL_RTOL, EQUAL_ATOL = 1e-5, 1e-6  # when two anchors are one: as VMobject.consider_points_equals_2d

JOINS = {joint.value: int(join) for joint, join in LINE_JOIN_MAP.items()}  # by value: enums hash slowly
CAPS = {style.value: int(cap) for style, cap in CAP_STYLE_MAP.items()}

# columns of the style table; an ink is a colour (4 numbers) or, where its BLEND is not NONE, a row of blends
BACK, BACK_WIDTH, FILL, STROKE, STROKE_WIDTH, JOIN, CAP = 0, 4, 5, 9, 13, 14, 15
BACK_BLEND, FILL_BLEND, STROKE_BLEND = 16, 17, 18
NONE = -1
# columns of the table of blends, one row a stop: x and y of both ends, number of stops, offset, colour
AXIS, STOPS, OFFSET, COLOUR = 0, 4, 5, 6

_pointer, _number, _choice, _nothing = types.uintp, types.float64, types.int32, types.void


def _cairo(name: str, *arguments: Any) -> Any:
    return types.ExternalFunction(f"cairo_{name}", _nothing(_pointer, *arguments))


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


@dataclass
class Batch:
    """Mobjects waiting to be drawn: their points, where each one's begin, and their styles."""

    points: list[np.ndarray] = field(default_factory=list)
    styles: list[tuple[float, ...]] = field(default_factory=list)
    blends: list[tuple[float, ...]] = field(default_factory=list)

    def take(self, mobject: Any) -> bool:
        """Add a mobject; False if it needs what the batch cannot draw (an image behind it)."""
        if mobject.get_background_image():
            return False
        if len(mobject.points) < CURVE:
            return True  # Manim draws nothing either
        back, back_blend = self._ink(mobject, mobject.get_stroke_rgbas(background=True))
        fill, fill_blend = self._ink(mobject, mobject.get_fill_rgbas())
        stroke, stroke_blend = self._ink(mobject, mobject.get_stroke_rgbas())
        self.points.append(mobject.points)
        style = (
            *back,
            mobject.get_stroke_width(background=True),
            *fill,
            *stroke,
            mobject.get_stroke_width(),
            JOINS[mobject.joint_type.value],
            CAPS[mobject.cap_style.value],
            *(back_blend, fill_blend, stroke_blend),
        )
        self.styles.append(style)
        return True

    def _ink(self, mobject: Any, rgbas: np.ndarray) -> tuple[np.ndarray, int]:
        """One colour, or the number of the blend that stands for several."""
        if len(rgbas) == 1:
            return rgbas[0], NONE
        strongest = rgbas[np.argmax(rgbas[:, 3])]
        if strongest[3] <= 0:
            return strongest, NONE  # nothing to be seen
        ends = np.array(mobject.get_gradient_start_and_end_points())[:, :2].ravel()
        if not np.isfinite(ends).all():
            return strongest, NONE  # nor is its path finite, then: it is not drawn
        first = len(self.blends)
        for offset, rgba in zip(np.linspace(0, 1, len(rgbas)), rgbas, strict=True):
            self.blends.append((*ends, len(rgbas), offset, *rgba))
        return strongest, first

    def draw(self, context: Any, width_multiple: float) -> None:
        """Draw all that was taken, in order, and forget it."""
        if not self.points:
            return
        _ready()
        starts = np.zeros(len(self.points) + 1, dtype=np.int64)
        np.cumsum([len(each) for each in self.points], out=starts[1:])
        styles = np.array(self.styles, dtype=np.float64)
        styles[:, [BACK_WIDTH, STROKE_WIDTH]] *= width_multiple
        points = np.ascontiguousarray(np.concatenate(self.points)[:, :2], dtype=np.float64)
        blends = np.array(self.blends, dtype=np.float64).reshape(len(self.blends), COLOUR + 4)
        _draw(cairo_pointer(context), points, starts, styles, blends)
        for each in (self.points, self.styles, self.blends):
            each.clear()


@cache
def _ready() -> None:
    """Let compiled code find the Cairo that pycairo itself uses."""
    llvm.load_library_permanently(pycairo_library())  # its own dependencies are searched with it


@njit(cache=True)
def _draw(
    context: int, points: np.ndarray, starts: np.ndarray, styles: np.ndarray, blends: np.ndarray
) -> None:
    for i in range(len(starts) - 1):
        style, path = styles[i], points[starts[i] : starts[i + 1]]
        if not np.isfinite(path).all():
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


@njit(cache=True)
def _dip(context: int, ink: np.ndarray, blend: float, blends: np.ndarray) -> None:
    """Set what is drawn with. Manim's pixels are RGBA where Cairo's are BGRA: red and blue change places."""
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
    _pattern_destroy(pattern)  # the context holds it as long as it needs it


@njit(cache=True)
def _stroke(context: int, width: float, join: float, cap: float) -> None:
    _set_line_width(context, width)
    _set_line_join(context, np.int32(join))
    _set_line_cap(context, np.int32(cap))
    _stroke_preserve(context)


@njit(cache=True)
def _trace(context: int, points: np.ndarray) -> None:
    _new_path(context)
    start = 0
    while start < len(points):
        end = start + CURVE
        while end < len(points) and _equal(points[end - 1], points[end]):
            end += CURVE
        end = min(end, len(points))
        if end - start >= CURVE:
            _subpath(context, points[start:end])
        start = end


@njit(cache=True)
def _subpath(context: int, points: np.ndarray) -> None:
    _new_sub_path(context)
    _move_to(context, points[0, 0], points[0, 1])
    for k in range(0, len(points) - CURVE + 1, CURVE):
        a, b, c = points[k + 1], points[k + 2], points[k + 3]
        _curve_to(context, a[0], a[1], b[0], b[1], c[0], c[1])
    if _equal(points[0], points[len(points) - 1]):
        _close_path(context)


@njit(cache=True)
def _equal(p: np.ndarray, q: np.ndarray) -> bool:
    across = abs(p[0] - q[0]) <= EQUAL_ATOL + EQUAL_RTOL * abs(q[0])
    down = abs(p[1] - q[1]) <= EQUAL_ATOL + EQUAL_RTOL * abs(q[1])
    return bool(across and down)
