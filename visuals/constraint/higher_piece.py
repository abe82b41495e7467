"""The piece of a fence that lies higher than one stands: it shrinks to a point at the best place."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from calc_core.constraints.unrolled import UnrolledFence
from visuals.drawing.dial import Dial
from visuals.drawing.follower import Follower
from visuals.drawing.polyline import begun, polyline
from visuals.map.chart import OnScreen, chart_under
from visuals.map.components import cased
from visuals.theme import INK, STROKE


class HigherPiece(Follower):
    """All places of a fence next to `top` (a way along it) that are higher than `height()` now.

    The piece ends where the fence, straight between two of its places, has that height. Dial: grown, the
    share of it that is drawn.
    """

    def __init__(
        self,
        fence: UnrolledFence,
        top: float,
        height: Callable[[], float],
        *,
        on: OnScreen,
        ink: str = INK.path,
        width: float = STROKE.bold,
        grown: float = 1.0,
    ) -> None:
        super().__init__()
        self.chart = chart_under(self, on, "type Trail(piece, on=hill)")
        self.follows = (*self.follows, fence)  # a copy shares it
        self.fence, self.height_now, self.grown = fence, height, Dial(grown)
        self.first = int(np.abs(fence.way - top).argmin())
        self.line = cased(ink, width)
        self.add(self.grown, self.line)
        self.redraw()

    def piece(self) -> np.ndarray:
        """The places (n, 2) of the piece, its two ends included; none where nothing is higher."""
        above, level = self.fence.f > self.height_now(), self.height_now()
        if not above[self.first]:
            return self.fence.x[:0]
        below = np.flatnonzero(~above)
        start, end = below[below < self.first], below[below > self.first]
        a = start[-1] if start.size else 0
        b = end[0] if end.size else len(above) - 1
        ends = [self._crossing(a, a + 1, level), self._crossing(b, b - 1, level)]
        return np.concatenate([ends[:1], self.fence.x[a + 1 : b], ends[1:]])

    def _crossing(self, low: int, high: int, level: float) -> np.ndarray:
        f, x = self.fence.f, self.fence.x
        share = np.clip((level - f[low]) / (f[high] - f[low]), 0.0, 1.0)
        return np.asarray(x[low] + share * (x[high] - x[low]))

    def redraw(self) -> None:
        self.line.points = begun(polyline(self.chart.to_screen(self.piece())), self.grown.get_value())
