"""Weights as wires: the stronger, the wider; violet and whole where positive, orange and broken where not."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numba import njit

from visuals.drawing.camera import Canvas
from visuals.drawing.compiled import FAST
from visuals.drawing.pixels import blend
from visuals.network.pixels import Followed, LookedUp, around
from visuals.terrain.palette import channels
from visuals.theme import INK, STROKE

UNIT = 1.35  # 1080p pixels to a stroke's width of 1
LEAST = 0.015  # of the widest wire's weight: a smaller one has no wire
DASH = (0.14, 0.09)  # of a negative wire and the gap after it, in scene units
FEW = 80  # wires: more of them are not broken, for nobody could see it
AURA = 0.34  # how strong the light around a line is that glows


class Wires(LookedUp):
    """A wire from each of `start` (n, 2 or 3) to each of `end` (m, 2 or 3), for weights (n, m).

    All three are arrays, or functions that are asked for them at every frame. A wire's width grows as
    |weight|, up to `width` at `most` (default: the largest weight at first), and its opacity from `faint` to
    1; the strongest lie on top. A weight below `least` of `most` has no wire. `inks` are those of positive
    and negative weights. Dials: grown, the share of its way that each wire has gone, from the start or, with
    `coming_from="end"`, from the end; opacity.
    """

    def __init__(
        self,
        start: Followed,
        end: Followed,
        weights: Followed,
        *,
        most: float | None = None,
        width: float = STROKE.bold,
        faint: float = 0.1,
        least: float = LEAST,
        inks: tuple[str, str] = (INK.plus, INK.minus),
        coming_from: Literal["start", "end"] = "start",
        grown: float = 1.0,
    ) -> None:
        super().__init__(start, end, weights, grown=grown)
        first = np.abs(self.weights)
        self.most = float(first.max()) if most is None else float(most)
        if not self.most > 0:
            raise ValueError(f"the widest wire has a positive weight, got most={self.most}")
        self.width_at_most, self.faint, self.least, self.inks = width, faint, least, inks
        self.is_broken, self.coming_from = first.size <= FEW, coming_from

    @property
    def weights(self) -> np.ndarray:
        """What the wires show now: (n, m)."""
        return self.told(2)

    @property
    def ends(self) -> tuple[np.ndarray, np.ndarray]:
        """Where the wires begin (n, 2) and end (m, 2) now."""
        return self.told(0)[..., :2], self.told(1)[..., :2]

    @property
    def n_drawn(self) -> int:
        """How many wires there are: those whose weight is too small for one are not."""
        return int(np.sum(np.abs(self.weights) >= self.least * self.most))

    @property
    def points(self) -> np.ndarray:
        """The corners of the box that holds them all."""
        return around(np.concatenate(self.ends))

    @points.setter
    def points(self, points: np.ndarray) -> None:
        """Only `start` and `end` say where they run."""

    def shown(self) -> tuple[np.ndarray, ...]:
        return *self.ends, self.weights

    def draw(self, canvas: Canvas, grown: float, opacity: float) -> None:
        (start, end), grown = self.ends, min(grown, 1.0)
        weights = self.weights.ravel()
        strength = np.abs(weights) / self.most
        order = np.argsort(strength, kind="stable")
        order = order[strength[order] >= self.least]
        strength = np.minimum(strength[order], 1.0)
        first, last = start[order // len(end)], end[order % len(end)]
        if grown <= 0.0:
            return
        span = (0.0, grown) if self.coming_from == "start" else (1.0 - grown, 1.0)
        down = canvas.per_unit[1]
        draw_lines(
            canvas.to_pixels(np.stack([first, last], axis=1)).reshape(-1, 4),
            np.tile(span, (len(order), 1)),
            0.5 * UNIT * self.width_at_most * strength * canvas.fine,
            np.zeros(len(order)),
            (self.faint + (1.0 - self.faint) * strength) * opacity,
            (weights[order] < 0).astype(np.int64),
            np.array(DASH) * down if self.is_broken else np.zeros(2),
            np.stack([channels(each) for each in self.inks]),
            canvas.pixels,
        )


@njit(**FAST)
def draw_lines(
    ways: np.ndarray,
    spans: np.ndarray,
    halves: np.ndarray,
    glows: np.ndarray,
    shares: np.ndarray,
    signs: np.ndarray,
    dash: np.ndarray,
    inks: np.ndarray,
    frame: np.ndarray,
) -> None:
    """Straight lines `ways` (n, 4: x, y, x, y in pixels), one over the other, each within its part `spans`.

    `spans` (n, 2) are shares of a way, `halves` (n,) half the widths, `glows` (n,) how far light reaches
    beyond them, `shares` (n,) opacities. A line thinner than a pixel is drawn one pixel wide and fainter.
    Those of `signs` 1 are broken into dashes of `dash` (pixels of one and of the gap after it; zeros:
    unbroken), counted from where the whole way begins, so that they stand still while a line grows; the
    glow is whole.
    """
    height, width = frame.shape[0], frame.shape[1]
    for k in range(len(ways)):
        x0, y0 = ways[k, 0], ways[k, 1]
        dx, dy = ways[k, 2] - x0, ways[k, 3] - y0
        long = np.sqrt(dx * dx + dy * dy)
        if long < 1e-9:
            continue
        along_x, along_y = dx / long, dy / long
        first, last = spans[k, 0] * long, spans[k, 1] * long
        half, glow = max(halves[k], 0.5), glows[k]
        strong = shares[k] * min(halves[k] / 0.5, 1.0)
        ink = inks[signs[k]]
        is_broken = signs[k] == 1 and dash[0] > 0.0
        reach = half + glow + 1.0
        ax, ay = x0 + first * along_x, y0 + first * along_y
        bx, by = x0 + last * along_x, y0 + last * along_y
        is_flat = abs(along_x) >= abs(along_y)
        slim = reach / max(abs(along_x), abs(along_y))
        low, high = (min(ax, bx), max(ax, bx)) if is_flat else (min(ay, by), max(ay, by))
        for i in range(max(int(low - 1.0), 0), min(int(high + 2.0), width if is_flat else height)):
            if is_flat:
                middle = y0 + (i + 0.5 - x0) * along_y / along_x
            else:
                middle = x0 + (i + 0.5 - y0) * along_x / along_y
            end = height if is_flat else width
            for j in range(max(int(middle - slim), 0), min(int(middle + slim) + 1, end)):
                x, y = (i + 0.5 - x0, j + 0.5 - y0) if is_flat else (j + 0.5 - x0, i + 0.5 - y0)
                along, aside = x * along_x + y * along_y, abs(x * along_y - y * along_x)
                inside = min(max(min(along - first, last - along) + 0.5, 0.0), 1.0)
                if inside <= 0.0 or aside > reach:
                    continue
                cover = min(max(half + 0.5 - aside, 0.0), 1.0)
                if is_broken:
                    into = along % (dash[0] + dash[1])
                    cover *= min(max(min(into, dash[0] - into) + 0.5, 0.0), 1.0)
                out = max(aside - half, 0.0)
                light = AURA * (1.0 - out / glow) ** 2 if out < glow else 0.0
                share = (cover + (1.0 - cover) * light) * inside * strong
                if share > 0.0:
                    row, column = (j, i) if is_flat else (i, j)
                    blend(frame, row, column, ink, share)
