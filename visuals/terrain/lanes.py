"""Several numbers at a time: what stands side by side in an array is read, worked out and written as one.

numba takes many passes of a loop at a time, but only where the loop is long and writes everywhere. Where four
like numbers stand side by side in a grid, or a few pixels side by side in a triangle, this says so in LLVM's
own words: the compiler makes of it what the processor has, in any case the same bits.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic

from visuals.drawing.compiled import FAST

LANES = 8  # pixels, or spots inside one, that are tried together
ALONG_X, ALONG_Y = tuple(range(LANES)), (0,) * LANES  # offsets of pixels side by side
# spots inside a pixel, no two in one row or column of an 8 x 8 grid: edges of every direction get even steps
SPOT_X = np.array([9, 7, 13, 5, 3, 1, 11, 15]) / 16
SPOT_Y = np.array([5, 11, 9, 3, 13, 7, 15, 1]) / 16
ROUNDING = 1e-5  # by which a spot may miss a triangle, in sides: none is missed between two of them


class _Vectors:
    """Vectors of `count` float32 in the function that is being built."""

    def __init__(self, count: int, context: Any, builder: Any, signature: Any, values: Any) -> None:
        self.count, self.type = count, ir.VectorType(ir.FloatType(), count)
        self.context, self.builder, self.types, self.values = context, builder, signature.args, values

    def pointer(self, array: int, index: Any) -> Any:
        """To the numbers from `index` on of a flat array, the function's argument number `array`."""
        data = self.context.make_array(self.types[array])(self.context, self.builder, self.values[array]).data
        wide = index if index.type.width == 64 else self.builder.zext(index, ir.IntType(64))
        return self.builder.bitcast(self.builder.gep(data, [wide]), self.type.as_pointer())

    def load(self, pointer: Any) -> Any:
        return self.builder.load(pointer, align=4)

    def store(self, vector: Any, pointer: Any) -> None:
        self.builder.store(vector, pointer, align=4)

    def same(self, number: Any) -> Any:
        """One number in all places."""
        one = self.builder.insert_element(ir.Constant(self.type, ir.Undefined), number, ir.IntType(32)(0))
        nought = ir.Constant(ir.VectorType(ir.IntType(32), self.count), [0] * self.count)
        return self.builder.shuffle_vector(one, one, nought)

    def constant(self, numbers: Any) -> Any:
        return ir.Constant(self.type, [float(each) for each in numbers])

    def plane(self, start: Any, x: Any, across: Any, y: Any, down: Any) -> Any:
        """start + x * across + y * down."""
        build = self.builder
        return build.fadd(build.fadd(start, build.fmul(x, across)), build.fmul(y, down))

    def between(self, low: Any, high: Any, share: Any) -> Any:
        return self.builder.fadd(low, self.builder.fmul(self.builder.fsub(high, low), share))

    def least(self, one: Any, other: Any) -> Any:
        return self.builder.select(self.builder.fcmp_ordered("<", one, other), one, other)

    def most(self, one: Any, other: Any) -> Any:
        return self.builder.select(self.builder.fcmp_ordered(">", one, other), one, other)

    def within(self, vector: Any, most: Any) -> Any:
        """Between 0 and `most`."""
        return self.least(self.most(vector, self.constant([0.0] * self.count)), most)

    def root(self, vector: Any) -> Any:
        of_vectors = ir.FunctionType(self.type, [self.type])
        root = cgutils.get_or_insert_function(self.builder.module, of_vectors, f"llvm.sqrt.v{self.count}f32")
        return self.builder.call(root, [vector])


@intrinsic
def _bilinear(typing, grid, at, right, up, s, t, found, into):  # type: ignore[no-untyped-def]  # called by numba alone
    def build(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        four = _Vectors(4, context, builder, signature, values)
        _, at, right, up, s, t, _, into = values
        corners = at, builder.add(at, right), builder.add(at, up), builder.add(builder.add(at, up), right)
        a, b, c, d = (four.load(four.pointer(0, corner)) for corner in corners)
        low, high = four.between(a, b, four.same(s)), four.between(c, d, four.same(s))
        four.store(four.between(low, high, four.same(t)), four.pointer(6, into))
        return context.get_dummy_value()

    return types.void(grid, at, right, up, s, t, found, into), build


@njit(**FAST)
def bilinear(
    grid: np.ndarray, at: int, right: int, up: int, s: float, t: float, found: np.ndarray, into: int
) -> None:
    """Put into `found`, from place `into` on, the four numbers at (s, t) of a cell of the grid, bilinear.

    `grid` and `found` are flat float32; `at` (uint32) is where the four of the cell's first corner begin,
    `right` and `up` how much further on those of its neighbours stand.
    """
    _bilinear(grid, at, right, up, s, t, found, into)


def _try_spots(spot_x: Any, spot_y: Any) -> Any:
    """Draws a triangle at LANES spots at once, which lie at these offsets (pixels) from where it is told."""

    @intrinsic
    def spots(typing, depth, place_u, place_v, at, s, t, planes):  # type: ignore[no-untyped-def]  # called by numba alone
        def build(context: Any, builder: Any, signature: Any, values: Any) -> Any:
            lanes = _Vectors(LANES, context, builder, signature, values)
            numbers = [lanes.same(each) for each in cgutils.unpack_tuple(builder, values[6])]
            s_x, s_y, t_x, t_y, d, d_s, d_t, u, u_s, u_t, v, v_s, v_t = numbers
            x, y = lanes.constant(spot_x), lanes.constant(spot_y)
            share_s = lanes.plane(lanes.same(values[4]), x, s_x, y, s_y)
            share_t = lanes.plane(lanes.same(values[5]), x, t_x, y, t_y)
            least, most = lanes.constant([-ROUNDING] * LANES), lanes.constant([1.0 + ROUNDING] * LANES)
            drawn = builder.fcmp_ordered(">=", share_s, least)
            drawn = builder.and_(drawn, builder.fcmp_ordered(">=", share_t, least))
            drawn = builder.and_(drawn, builder.fcmp_ordered("<=", builder.fadd(share_s, share_t), most))
            there = [lanes.pointer(k, values[3]) for k in range(3)]
            before = [lanes.load(each) for each in there]
            planes = (d, d_s, d_t), (u, u_s, u_t), (v, v_s, v_t)
            now = [lanes.plane(start, share_s, by_s, share_t, by_t) for start, by_s, by_t in planes]
            drawn = builder.and_(drawn, builder.fcmp_ordered(">", now[0], before[0]))
            for pointer, old, new in zip(there, before, now, strict=True):
                lanes.store(builder.select(drawn, new, old), pointer)
            return context.get_dummy_value()

        return types.void(depth, place_u, place_v, at, s, t, planes), build

    return spots


_side_by_side = _try_spots(ALONG_X, ALONG_Y)
_inside_one = _try_spots(SPOT_X, SPOT_Y)


@njit(**FAST)
def draw_row(
    depth: np.ndarray,
    u: np.ndarray,
    v: np.ndarray,
    at: int,
    s: float,
    t: float,
    planes: tuple[float, float, float, float, float, float, float, float, float, float, float, float, float],
) -> None:
    """Draw a triangle at LANES pixels side by side, from place `at` of the flat buffers on, where it is in
    front.

    `s` and `t` are the shares of its second and third corner in the first of these pixels; both in [0, 1]
    and s + t <= 1 inside. `planes` holds how they change from pixel to pixel, (s right, s down, t right,
    t down), and depth, u and v at the first corner, each with what s and t add to it. All float32.
    """
    _side_by_side(depth, u, v, at, s, t, planes)


@njit(**FAST)
def draw_spots(
    depth: np.ndarray,
    u: np.ndarray,
    v: np.ndarray,
    at: int,
    s: float,
    t: float,
    planes: tuple[float, float, float, float, float, float, float, float, float, float, float, float, float],
) -> None:
    """The same at the LANES spots inside one pixel, `s` and `t` being the shares in its upper left corner."""
    _inside_one(depth, u, v, at, s, t, planes)


@intrinsic
def _cover_row(typing, ink, dark, at, x, y, piece, edges):  # type: ignore[no-untyped-def]  # called by numba alone
    def build(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        lanes = _Vectors(LANES, context, builder, signature, values)
        dx, dy, per_square, start, gain = map(lanes.same, cgutils.unpack_tuple(builder, values[5]))
        edge, most, outer = map(lanes.same, cgutils.unpack_tuple(builder, values[6]))
        one = lanes.constant([1.0] * LANES)
        right, down = builder.fadd(lanes.same(values[3]), lanes.constant(ALONG_X)), lanes.same(values[4])
        along = builder.fadd(builder.fmul(right, dx), builder.fmul(down, dy))
        part = lanes.within(builder.fmul(along, per_square), one)
        off_x, off_y = builder.fsub(right, builder.fmul(part, dx)), builder.fsub(down, builder.fmul(part, dy))
        apart = lanes.root(builder.fadd(builder.fmul(off_x, off_x), builder.fmul(off_y, off_y)))
        share = builder.fadd(start, builder.fmul(gain, part))
        for mask, limit, full in ((0, edge, most), (1, outer, one)):
            there = lanes.pointer(mask, values[2])
            now = builder.fmul(lanes.within(builder.fsub(limit, apart), full), share)
            lanes.store(lanes.most(now, lanes.load(there)), there)
        return context.get_dummy_value()

    return types.void(ink, dark, at, x, y, piece, edges), build


@njit(**FAST)
def cover_row(
    ink: np.ndarray,
    dark: np.ndarray,
    at: int,
    x: float,
    y: float,
    piece: tuple[float, float, float, float, float],
    edges: tuple[float, float, float],
) -> None:
    """Cover LANES pixels side by side, from place `at` of two flat masks on, as far as a line's piece does.

    The first pixel's middle is at (x, y) from the piece's start. `piece` holds where it ends from there (2),
    1 over the square of its length, how strongly it is drawn at its start, and how much more at its end;
    `edges` how far from it the ink ends, how much the ink covers at most, and how far the casing reaches.
    All float32.
    """
    _cover_row(ink, dark, at, x, y, piece, edges)
