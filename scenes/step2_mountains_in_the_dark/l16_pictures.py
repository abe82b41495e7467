"""What only lecture 16 shows: leaps through the air, and a wall of wires that waits for one compass."""

from __future__ import annotations

import numpy as np
from manim import Group, VMobject

from calc_core.networks import MLP
from visuals import INK, STROKE, Dial, Walk
from visuals.drawing.bundle import bundle
from visuals.drawing.follower import Follower
from visuals.terrain import strokes
from visuals.terrain.brush import Brush
from visuals.terrain.ground import OnGround
from visuals.terrain.hill import Terrain

PIECES = 24  # of a bow
DOT = 0.045  # radius of a neuron, scene units


class Leaps(OnGround):
    """Bows through the air from stop to stop of a walk, as far as it has come, and who leaps.

    A bow is `high` times as high as it is wide. Dials: the walk's, opacity.
    """

    def __init__(self, walk: Walk, *, on: Terrain, high: float = 0.5, ink: str = INK.path) -> None:
        super().__init__(on, ink=ink)
        self.walk, self.high = walk, high
        self.dial(walk.at, 0.0)

    def bow(self, stop: int, share: np.ndarray) -> np.ndarray:
        """Points in the air (n, 3), data units, at shares of the leap from one stop to the next."""
        ground, (start, end) = self.terrain, self.walk.path[stop : stop + 2]
        run = start + share[:, None] * (end - start)
        foot = ground.height_at(np.stack([start, end]))
        scale = ground.ground.footprint.scale(ground.relief_now)
        rise = self.high * float(np.linalg.norm((end - start) * scale[:2])) / scale[2]
        height = foot[0] + share * (foot[1] - foot[0]) + 4 * rise * share * (1 - share)
        return np.column_stack([run, height])

    def mark(self, brush: Brush) -> None:
        done = self.walk.now
        for stop in range(min(int(np.ceil(done)), self.walk.last)):
            share = np.linspace(0.0, min(done - stop, 1.0), PIECES)
            brush.lines([self.bow(stop, share)], self.ink, 3.0, 2.0)
        stop = min(int(done), self.walk.last - 1)
        here = self.bow(stop, np.array([done - stop]))
        brush.marks(strokes.DISC, brush.world(here), 9.0, self.ink)
        landed = self.walk.path[: int(done) + 1]
        brush.marks(strokes.RING, brush.world(landed), 6.0, self.ink)


class WallOfWires(Group):
    """A network from left to right: a dot for every neuron, a wire for every weight, in its sign's colour.

    The wires fade in layer by layer while `grown` goes from 0 to 1; `height` scene units, `width` across.
    """

    def __init__(self, net: MLP, *, width: float, height: float, centre: tuple[float, float]) -> None:
        super().__init__()
        columns = np.linspace(-width / 2, width / 2, len(net.sizes)) + centre[0]
        self.places = [
            np.column_stack([np.full(size, x), centre[1] + _spread(size, height), np.zeros(size)])
            for x, size in zip(columns, net.sizes, strict=True)
        ]
        self.wires = Wires(net, self.places)
        self.neurons = VMobject(stroke_width=0).set_fill(INK.text, opacity=1)
        self.neurons.points = bundle(np.concatenate([_discs(each) for each in self.places]))
        self.add(self.wires, self.neurons)


class Wires(Follower):
    """The weights of a network as lines between its neurons, the heavier the brighter. Dial: grown."""

    SHADES = 4  # of brightness, for each sign

    def __init__(self, net: MLP, places: list[np.ndarray]) -> None:
        super().__init__(net)
        self.grown = Dial(1.0)
        self.layers = []
        for (weights, _), left, right in zip(net.layers(), places[:-1], places[1:], strict=True):
            ends = np.stack(np.broadcast_arrays(left[:, None], right[None]), axis=2).reshape(-1, 2, 3)
            size = np.abs(weights).ravel()
            rank = (size.argsort().argsort() * self.SHADES) // size.size
            for shade in range(self.SHADES):
                for sign, ink in ((1, INK.plus), (-1, INK.minus)):
                    chosen = (rank == shade) & (np.sign(weights).ravel() == sign)
                    line = VMobject().set_stroke(ink, width=STROKE.hair * (0.35 + 0.25 * shade))
                    self.layers.append((line, ends[chosen], 0.08 + 0.16 * shade))
                    self.add(line)
        self.add(self.grown)
        self.redraw()

    def redraw(self) -> None:
        grown = self.grown.get_value()
        for line, ends, light in self.layers:
            start, end = ends[:, :1], ends[:, 1:]
            drawn = np.concatenate([start, start + grown * (end - start)], axis=1)
            line.points = bundle(drawn) if grown > 0 else np.zeros((0, 3))
            line.set_stroke(opacity=light)


def _spread(count: int, height: float) -> np.ndarray:
    tall = height * min(1.0, count / 40)
    return np.linspace(tall / 2, -tall / 2, count)


def _discs(places: np.ndarray) -> np.ndarray:
    turn = 2 * np.pi * np.arange(13) / 12
    round_ = DOT * np.stack([np.cos(turn), np.sin(turn), 0 * turn], axis=-1)
    return places[:, None] + round_
