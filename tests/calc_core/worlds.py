"""The same landscape in another world: moved, turned and drawn to another scale."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from hypothesis import strategies as st
from numpy import ndarray

from calc_core import Landscape, bowl, from_grid, hills, himmelblau, load_terrain, make_landscape, mountains
from calc_core.landscapes.catalogue import registry

QUARTER = np.pi / 2
HILLS, HIMMELBLAU = hills(), himmelblau()  # surveyed once: that takes longer than what is asked of them


@dataclass(frozen=True)
class World:
    """x = shift + scale * R(angle) p carries a point p of the old world into the new one."""

    angle: float
    scale: float
    shift: tuple[float, float]
    height: float = 1.0

    @property
    def turn(self) -> ndarray:
        c, s = np.cos(self.angle), np.sin(self.angle)
        return np.array([[c, -s], [s, c]])

    def carry(self, p: ndarray) -> ndarray:
        return np.asarray(self.shift) + self.scale * np.asarray(p) @ self.turn.T

    def back(self, x: ndarray) -> ndarray:
        return (np.asarray(x) - self.shift) @ self.turn / self.scale

    def of(self, land: Landscape) -> Landscape:
        """The landscape of the old world as the new one sees it."""
        corners = np.stack(np.meshgrid(*land.bounds), axis=-1).reshape(-1, 2)
        carried = self.carry(corners)

        def grad(x: ndarray) -> ndarray:
            return self.height / self.scale * land.grad.inner(self.back(x)) @ self.turn.T

        def hess(x: ndarray) -> ndarray:
            return self.height / self.scale**2 * self.turn @ land.hess.inner(self.back(x)) @ self.turn.T

        return make_landscape(
            lambda x: self.height * land.f.inner(self.back(x)),
            grad,
            hess,
            bounds=np.stack([carried.min(axis=0), carried.max(axis=0)], axis=-1),
            name=f"{land.name}, moved",
            minima=self.carry(land.minima),
            saddles=self.carry(land.saddles),
        )


numbers = st.floats(-50, 50)
worlds = st.builds(
    World, st.floats(-3, 3), st.floats(0.01, 100), st.tuples(numbers, numbers), st.floats(0.01, 100)
)
quarter_worlds = st.builds(  # boxes stay boxes
    World,
    st.sampled_from([0.0, QUARTER, 2 * QUARTER, -QUARTER]),
    st.floats(0.01, 100),
    st.tuples(numbers, numbers),
)


@cache
def terrain(smooth: float = 1.0) -> Landscape:
    """The course's measured ground, heights in metres over kilometres."""
    ground = load_terrain()
    units = {"x": "km", "y": "km", "f": "m"}
    return from_grid(ground.height, ground.dx, ground.dy, smooth=smooth, units=units)


def by_formula() -> list[Landscape]:
    """Landscapes whose formula takes complex numbers."""
    plain = [make() for name, make in registry.items() if name not in ("from_grid", "mountains")]
    return [*plain, bowl(30.0, 0.7), mountains(3), mountains(8, 5)]
