"""A fence g = c on the ground: posts and rails on a hill, the same from above on its map."""

from __future__ import annotations

import numpy as np

from visuals.drawing.dial import Dial
from visuals.drawing.walk import entry
from visuals.terrain import marks
from visuals.terrain.brush import Brush
from visuals.terrain.ground import LiesOn, OnGround
from visuals.terrain.hill import Terrain
from visuals.terrain.light import Fixed
from visuals.theme import INK

RAILS = (0.5, 0.92)  # of a post's height
TALL = 0.34  # scene units, of a post
STEPS = 6  # points of a post
LATEST = 0.85  # share of `grown` at which the last post comes; its rails follow


class Fence(OnGround):
    """Posts and two rails along a closed line (n, 2), or along one of many (stops, n, 2), evenly spaced.

    The points are calc_core's `unroll_fence`; many are fences of several levels, and `at` says which one
    stands now, straight between two of them (`stops` (stops,) tells the values of `at` to which they belong;
    left out, they are counted 0, 1, 2, ...). `posts` must go evenly into n - 1. Dials: at, grown (the share
    of its way on which it stands), opacity.
    """

    def __init__(
        self,
        rings: np.ndarray,
        *,
        on: LiesOn,
        at: Dial | None = None,
        stops: np.ndarray | None = None,
        posts: int = 36,
        tall: float = TALL,
        ink: str = INK.parameter,
        width: float = 5.0,
        grown: float = 1.0,
    ) -> None:
        super().__init__(on, ink=ink)
        rings = np.asarray(rings, dtype=float)
        self.rings = Fixed(rings if rings.ndim == 3 else rings[None])
        count = self.rings.value.shape[1] - 1
        if count % posts:
            raise ValueError(f"{posts} posts do not stand evenly on a line of {count} pieces")
        self.stops = np.arange(len(self.rings.value), dtype=float) if stops is None else np.asarray(stops)
        self.posts, self.tall, self.width_pixels = posts, tall, width
        self.at, self.grown = self.dial(at, 0.0), Dial(grown)
        self.add(self.grown)

    def ring(self) -> np.ndarray:
        """The line (n, 2) on which the fence stands now, in data units."""
        stop = float(np.interp(self.at.get_value(), self.stops, np.arange(len(self.stops))))
        return entry(self.rings.value, stop)

    def mark(self, brush: Brush) -> None:
        grown = min(max(self.grown.get_value(), 0.0), 1.0)
        if grown <= 0.0:
            return
        ring = self.ring()
        stride = (len(ring) - 1) // self.posts
        begins = LATEST * np.arange(self.posts) / self.posts
        risen = np.clip((grown - begins) / (1 - LATEST), 0.0, 1.0)
        railed = ring[: 2 + int(grown * (len(ring) - 2))]
        feet = ring[:-1:stride][risen > 0]
        if isinstance(self.terrain, Terrain):
            self._stand(brush, railed, feet, risen[risen > 0])
        else:
            brush.lines([railed], self.ink, self.width_pixels, 2.5)
            self._tops(brush, brush.world(feet), risen[risen > 0])

    def _stand(self, brush: Brush, railed: np.ndarray, feet: np.ndarray, risen: np.ndarray) -> None:
        ground = self.hill_below
        upward = self.tall / ground.ground.footprint.scale(ground.relief_now)[2]

        def raised(points: np.ndarray, height: np.ndarray | float) -> np.ndarray:
            return np.column_stack([points, ground.height_at(points) + upward * height])

        rungs = np.linspace(0.0, 1.0, STEPS)
        posts = [
            raised(np.tile(foot, (STEPS, 1)), rungs * share) for foot, share in zip(feet, risen, strict=True)
        ]
        brush.lines(posts, self.ink, self.width_pixels, 2.0)
        brush.lines([raised(railed, height) for height in RAILS], self.ink, 0.7 * self.width_pixels, 1.5)
        self._tops(brush, brush.world(raised(feet, risen)), risen)

    def _tops(self, brush: Brush, places: np.ndarray, risen: np.ndarray) -> None:
        brush.marks(marks.DISC, places, 1.35 * self.width_pixels, self.ink, casing=2.0, shares=risen)
