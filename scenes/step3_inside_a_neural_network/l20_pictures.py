"""Pictures of lecture 20 alone: digits that rain in, an exam whose mistakes come forward, ten chances."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from manim import Group, VMobject

from visuals import INK, SIZE, STROKE, Box, Curve, Dial, Follower, SortedTiles, Words, mix, polyline
from visuals.network.pixels import LookedUp
from visuals.drawing.polyline import NOTHING, at_screen, dashes

SEED = 1998
ACROSS, PITCH = (60, 27), (0.22, 0.485)  # of all digits, and of those that were chosen
FALL = 0.3  # of the dial: how long one digit is falling
HEIGHT = 7.5  # from which it falls
DIM = 0.05  # of the others' light while one has come forward
BAR = 0.62  # of a slot's width


def grid(n: int, across: int, pitch: float | tuple[float, float], middle: tuple[float, float]) -> np.ndarray:
    """Places (n, 2) line by line from the upper left, `pitch` apart, about a middle."""
    row, column = np.divmod(np.arange(n), across)
    (dx, dy), rows = np.broadcast_to(pitch, 2), -(-n // across)
    x = middle[0] + (column - (across - 1) / 2) * dx
    return np.stack([x, middle[1] + ((rows - 1) / 2 - row) * dy], axis=1)


class Rain:
    """Places (n, 2) over the whole frame that things fall to from above it, as the dial `poured` says.

    The lowest fall first. Those numbered `chosen` glide on to a grid of their own, as `gathered` says.
    """

    def __init__(self, n: int, chosen: np.ndarray) -> None:
        self.places, self.chosen = grid(n, ACROSS[0], PITCH[0], (0.0, 0.32)), chosen
        self.own = grid(len(chosen), ACROSS[1], PITCH[1], (0.0, 0.35))
        self.poured, self.gathered = Dial(0.0), Dial(0.0)
        height = self.places[:, 1] - self.places[:, 1].min()
        uneven = np.random.default_rng(SEED).random(n)
        self.lead = (1.0 - FALL) * (0.85 * height / height.max() + 0.15 * uneven)
        self.others = np.setdiff1d(np.arange(n), chosen)

    def __deepcopy__(self, memo: dict[int, Any]) -> Rain:
        return self

    def now(self) -> np.ndarray:
        """Where all of them are in their fall."""
        way = np.clip((self.poured.get_value() - self.lead) / FALL, 0.0, 1.0)
        return np.stack([self.places[:, 0], self.places[:, 1] + HEIGHT * (1.0 - way**2)], axis=1)

    def tile(self) -> np.ndarray:
        """How wide a seat of the chosen ones is."""
        return np.array(PITCH[0] + (PITCH[1] - PITCH[0]) * self.gathered.get_value())

    def rest(self) -> np.ndarray:
        """Where those are that were not chosen."""
        return np.asarray(self.now()[self.others])

    def picked(self) -> np.ndarray:
        """Where the chosen ones are."""
        falling = self.now()[self.chosen]
        return np.asarray(falling + self.gathered.get_value() * (self.own - falling))


class Exam(SortedTiles):
    """The wall of the exam, some of which come forward one by one.

    At k the dial `call` (0 to their number) has brought the k-th of `called` to `front`, `front_tile` wide;
    at 0 all are in their places.
    """

    def __init__(
        self,
        *given: Any,
        called: Sequence[int] | np.ndarray,
        front: tuple[float, float],
        front_tile: float,
        **options: Any,
    ) -> None:
        self.called, self.front, self.front_tile = np.asarray(called), np.array(front), front_tile
        self.call = Dial(0.0)
        super().__init__(*given, **options)
        self.add(self.call)

    @property
    def forward(self) -> np.ndarray:
        """How far each has come forward: (n,), 0 to 1."""
        away = np.abs(self.call.get_value() - (np.arange(len(self.called)) + 1.0))
        near = np.clip(1.0 - away, 0.0, 1.0)
        forward = np.zeros(len(self.labels))
        forward[self.called] = near * near * (3.0 - 2.0 * near)
        return forward

    def now(self) -> np.ndarray:
        places, forward = super().now(), self.forward[:, None]
        return np.asarray(places + forward * (self.front - places))

    def sides(self) -> np.ndarray:
        sides = super().sides()
        return np.asarray(sides + self.forward * (self.front_tile - sides))

    def above(self) -> np.ndarray:
        return super().above() + 2.0 * self.forward

    def strength(self) -> np.ndarray:
        forward = self.forward
        dim = 1.0 - (1.0 - DIM) * min(float(forward.sum()), 1.0)
        return np.asarray(np.maximum(dim, np.minimum(4.0 * forward, 1.0)))


class Chances(Follower):
    """Ten bars: how sure a network is of every answer; the largest is what it says.

    `told` gives the shares (10,), `right` the right answer, in whose slot a dashed rim says how high the bar
    should be. Dials: grown, wanted (how much of that rim is there).
    """

    def __init__(
        self, told: Callable[[], np.ndarray], right: Callable[[], float] | float, *, box: Box
    ) -> None:
        super().__init__()
        self.told, self.box, self.grown, self.wanted = told, box, Dial(1.0), Dial(0.0)
        self.right = right if callable(right) else lambda: right
        self.bars = VMobject(stroke_width=0).set_fill(mix(INK.model, INK.ground, 0.35), opacity=1)
        self.best = VMobject(stroke_width=0).set_fill(INK.model, opacity=1)
        self.rim = VMobject(stroke_color=INK.exact, stroke_width=STROKE.thin)
        self.floor = VMobject(stroke_color=INK.quiet, stroke_width=STROKE.thin)
        self.floor.points = polyline(at_screen(np.array([box.left, box.right]), np.full(2, box.bottom)))
        self.slot = (box.right - box.left) / 10
        self.names = Group(
            *(
                Words(str(k), size=SIZE.large).move_to((self.middle(k), box.bottom - 0.38, 0))
                for k in range(10)
            )
        )
        self.add(self.bars, self.best, self.rim, self.floor, self.names, self.grown, self.wanted)
        self.redraw()

    def middle(self, k: float) -> float:
        """Where answer k stands, across; between two, on the way from one to the other."""
        return float(self.box.left + (k + 0.5) * self.slot)

    @property
    def heights(self) -> np.ndarray:
        """How high each bar stands, as a share of the box."""
        return np.asarray(self.told() * self.grown.get_value())

    def redraw(self) -> None:
        """Set the bars to what is told."""
        heights, tall = self.heights, self.box.top - self.box.bottom
        best = int(np.argmax(heights))
        bars = [self._bar(k, tall * heights[k]) for k in range(10) if heights[k] * tall > 0.005]
        self.bars.points = polyline(*bars) if bars else NOTHING
        self.best.points = polyline(self._bar(best, tall * heights[best])) if heights[best] > 0 else NOTHING
        grown, wanted = self.grown.get_value(), self.wanted.get_value()
        rim = dashes(self._bar(self.right(), tall * wanted), (0.12, 0.09))
        self.rim.points = polyline(*rim) if wanted > 0 else NOTHING
        for part in (self.rim, self.floor):
            part.set_stroke(opacity=grown)
        for name in self.names:
            name.set_fill(opacity=grown)

    def _bar(self, k: float, tall: float) -> np.ndarray:
        half, x, low = BAR * self.slot / 2, self.middle(k), self.box.bottom
        return at_screen(
            np.array([x - half, x + half, x + half, x - half, x - half]),
            np.array([low, low, low + tall, low + tall, low]),
        )


class Nearer:
    """A way for one image: from a place (2,), where it is `small` wide, to another, where it is `large` wide.

    The dial `near` (0 to 1) tells how far it has come; a picture of one tile, `large` wide, follows `places`.
    """

    def __init__(self, start: np.ndarray, end: tuple[float, float], small: float, large: float) -> None:
        self.start, self.end, self.small = np.asarray(start), np.array(end), small / large
        self.near = Dial(0.0)

    def places(self) -> np.ndarray:
        """Where it is: (1, 2)."""
        return np.asarray((self.start + self.near.get_value() * (self.end - self.start))[None])

    def come(self, picture: LookedUp, near: float = 1.0) -> list[Any]:
        """Animations that bring the picture as near as that: its place and its size."""
        return [self.near.to(near), picture.grown.to(self.small + near * (1.0 - self.small))]


class Gap(Follower):
    """The ground between two whole curves on the same axes. Dial: grown, from the left."""

    def __init__(self, low: Curve, high: Curve) -> None:
        super().__init__(low.axes)
        self.low, self.high, self.grown = low, high, Dial(1.0)
        self.ground = VMobject(stroke_width=0).set_fill(INK.residual, opacity=0.28)
        self.add(self.ground, self.grown)
        self.redraw()

    def redraw(self) -> None:
        """Go along the one curve and back along the other."""
        x, axes = self.low.x, self.low.axes
        x = x[: int(np.ceil(self.grown.get_value() * (len(x) - 1))) + 1]
        if len(x) < 2:
            self.ground.points = NOTHING
            return
        one, other = (axes.to_screen(x, np.interp(x, each.x, each.y)) for each in (self.low, self.high))
        self.ground.points = polyline(np.concatenate([one, other[::-1], one[:1]]))
