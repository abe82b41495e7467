"""A cube whose side is nudged, in oblique projection: three slabs, three rods and one corner."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import numpy as np
from manim import VGroup, VMobject

from calc_core.derivatives.growth import PowerIncrement
from visuals.area.measure import Measure
from visuals.drawing.dial import Dial
from visuals.drawing.follower import Follower
from visuals.drawing.polyline import polyline
from visuals.theme import INK, STROKE, mix

DEPTH = np.array([-0.42, -0.32, 0.0])  # where a unit towards the viewer is seen, in units across
PULLED = np.array([0.75, 0.62, 1.0])  # how far the parts stand apart at most, in scene units, along each side
ORDERS = (mix(INK.output, INK.ground, 0.72), INK.output, INK.curvature, mix(INK.curvature, INK.text, 0.55))
SHADES = (0.0, 0.28, 0.45)  # of a face's ink towards the ground: top, front, right
FACES = (  # corners of the unit box, in the order of SHADES
    ((0, 1, 0), (1, 1, 0), (1, 1, 1), (0, 1, 1)),
    ((0, 0, 1), (1, 0, 1), (1, 1, 1), (0, 1, 1)),
    ((1, 0, 0), (1, 1, 0), (1, 1, 1), (1, 0, 1)),
)


class GrowingCube(Follower):
    """The cube of side x that `look` tells of now (n = 3), its lower left far corner at `at` on the stage.

    It grows to the right, upwards and towards the viewer, so every part is seen; a part is coloured by its
    order: slabs, rods, corner. Dials: `apart` (0 to 1, how far they are pulled off), `grown` (of the size),
    `across` (where it stands on the stage).
    """

    def __init__(
        self,
        look: Callable[[], PowerIncrement],
        *,
        at: tuple[float, float],
        unit: float,
        grown: float = 1.0,
    ) -> None:
        super().__init__()
        self.look, self.height_at, self.unit = look, at[1], unit
        self.across, self.apart, self.grown = Dial(at[0]), Dial(0), Dial(grown)
        # what stands nearer to the viewer has more of every step, so this is painted from behind
        self.boxes = {step: VGroup(*(_face(sum(step), k) for k in range(3))) for step in _steps()}
        self.add(*self.boxes.values(), self.across, self.apart, self.grown)
        self.redraw()

    @property
    def at(self) -> np.ndarray:
        """Where on the stage its lower left far corner is, (3,)."""
        return np.array([self.across.get_value(), self.height_at, 0.0])

    def to_screen(self, x: float, y: float, z: float) -> np.ndarray:
        """Where a place of space is seen, (3,): across, up, and towards the viewer."""
        return np.asarray(self.at + self.unit * (np.array([x, y, 0.0]) + z * DEPTH))

    def place(self, i: int, j: int, k: int) -> np.ndarray:
        """The crossing of planes i, j, k (0, 1, 2: at 0, x and x + dx), pulled off with what lies beyond."""
        planes = self.planes
        away = self.apart.get_value() * PULLED * (np.array([i, j, k]) > 1) / self.unit
        return self.to_screen(*(planes[[i, j, k]] + away))

    def measures(self, labels: tuple[str, str]) -> list[Measure]:
        """Measures below the front: of the side, and of its nudge."""
        place = self.place
        return [
            Measure(lambda: place(0, 0, 2), lambda: place(1, 0, 2), labels[0]),
            Measure(lambda: place(1, 0, 2), lambda: place(2, 0, 2), labels[1]),
        ]

    @property
    def planes(self) -> np.ndarray:
        """Where the planes stand along each side: 0, x, x + dx."""
        now = self.look()
        return self.grown.get_value() * np.array([0.0, float(now.x), float(now.x + now.dx)])

    def redraw(self) -> None:
        """Lay the three faces that are seen of each part."""
        planes = self.planes
        for step, faces in self.boxes.items():
            low, high = planes[list(step)], planes[[each + 1 for each in step]]
            away = self.apart.get_value() * PULLED / self.unit * np.array(step)
            for face, corners in zip(faces, FACES, strict=True):
                around = np.array([*corners, corners[0]])
                spots = low + away + around * (high - low)
                face.points = polyline(self.at + self.unit * (spots * [1.0, 1.0, 0.0] + spots[:, 2:] * DEPTH))
                thick = float((high - low).min()) * self.unit
                face.set_stroke(width=STROKE.hair * min(1.0, thick / 0.1))


def _steps() -> list[tuple[int, int, int]]:
    return sorted(product((0, 1), (0, 1), (0, 1)), key=sum)


def _face(order: int, k: int) -> VMobject:
    ink = mix(ORDERS[order], INK.ground, SHADES[k])
    return VMobject().set_fill(ink, opacity=1).set_stroke(INK.casing, width=STROKE.hair)
