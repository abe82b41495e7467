"""Many small images: what a network reads, and what its weights look like."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numba import njit

from visuals.drawing.camera import Canvas
from visuals.drawing.compiled import FAST
from visuals.drawing.pixels import blend
from visuals.network.pixels import Followed, ManySmall
from visuals.terrain.palette import channels
from visuals.theme import INK, mix

PAPER = mix(INK.quiet, INK.ground, 0.88)  # of a cell that holds 0
RIM = mix(INK.quiet, INK.ground, 0.55)
FRAME = 2.2  # width of the frame of one that is marked, in 1080p pixels
HOLE = 0.36  # side of the dark square in a negative cell, in cells
LEAST = 5.0  # pixels of a cell that has one


class Tiles(ManySmall):
    """An image for each of `images` (n, rows, columns), its middle at places (n, 2 or 3) of the stage.

    `size` is the width and height of one in scene units. Kind "light": 0 is dark and `most` is white; kind
    "signed": positive cells are violet, negative ones orange with a dark square, and `most` is full colour.
    `marked` (n,) says how strongly each wears the frame of a mistake, 0 to 1; it may be a function. Dials:
    grown, opacity.
    """

    def __init__(
        self,
        places: Followed,
        images: Followed,
        *,
        size: tuple[float, float],
        kind: Literal["light", "signed"] = "light",
        most: float = 1.0,
        marked: Followed | None = None,
        mark_ink: str = INK.minus,
        rim: bool = True,
    ) -> None:
        if not most > 0 or kind not in ("light", "signed"):
            raise ValueError(f'Tiles are "light" or "signed" and most is positive, got {kind!r}, {most}')
        self.size, self.kind, self.most, self.mark_ink, self.rim = size, kind, most, mark_ink, rim
        self.has_marks = marked is not None
        others = () if marked is None else (marked,)
        super().__init__(places, images, *others, reach=(size[0] / 2, size[1] / 2))

    @property
    def marked(self) -> np.ndarray:
        """How strongly each is framed now: (n,)."""
        return self.told(2) if self.has_marks else np.zeros(len(self.places))

    def shown(self) -> tuple[np.ndarray, ...]:
        return self.places, self.values, self.marked

    def draw(self, canvas: Canvas, grown: float, opacity: float) -> None:
        (across, down), (width, height) = canvas.per_unit, self.size
        full = (INK.text, INK.text) if self.kind == "light" else (INK.plus, INK.minus)
        inks = np.stack([channels(each) for each in (*full, PAPER, RIM, self.mark_ink)])
        half = np.array([width * across, height * down]) * grown / 2
        pin(
            canvas.to_pixels(self.places), self.values / self.most, half, self.marked, self.kind == "signed",
            self.rim, FRAME * canvas.fine, inks, opacity, canvas.pixels,
        )  # fmt: skip


@njit(**FAST)
def pin(
    spots: np.ndarray,
    images: np.ndarray,
    half: np.ndarray,
    marked: np.ndarray,
    signed: bool,
    rim: bool,
    frame_width: float,
    inks: np.ndarray,
    opacity: float,
    frame: np.ndarray,
) -> None:
    """Images (n, rows, columns), 1 is full, about pixels `spots` (n, 2), `half` (2,) as wide and high.

    A pixel on the border of cells takes of each as much as lies in it, so that images glide. `inks` (5, 3):
    positive, negative, paper, rim, mark.
    """
    height, width = frame.shape[0], frame.shape[1]
    rows, columns = images.shape[1], images.shape[2]
    cell_x, cell_y = 2.0 * half[0] / columns, 2.0 * half[1] / rows
    has_holes = signed and min(cell_x, cell_y) >= LEAST
    hole_x, hole_y = HOLE * cell_x / 2.0, HOLE * cell_y / 2.0
    ink = np.empty(3)
    for k in range(len(spots)):
        first_x, first_y = spots[k, 0] - half[0], spots[k, 1] - half[1]
        edge = frame_width * marked[k]
        left, right = max(int(first_x - edge) - 1, 0), min(int(first_x + 2 * half[0] + edge) + 2, width)
        top, bottom = max(int(first_y - edge) - 1, 0), min(int(first_y + 2 * half[1] + edge) + 2, height)
        for row in range(top, bottom):
            y = row + 0.5 - first_y
            for column in range(left, right):
                x = column + 0.5 - first_x
                out = max(abs(x - half[0]) - half[0], abs(y - half[1]) - half[1])
                if edge > 0.0 and out > -0.5:
                    blend(frame, row, column, inks[4], min(max(edge + 0.5 - out, 0.0), 1.0) * opacity)
                inside = min(max(0.5 - out, 0.0), 1.0)
                if inside <= 0.0:
                    continue
                for part in range(3):
                    ink[part] = 0.0
                # the pixel as a box of side 1, shared among the cells that it covers
                a, b = min(max(x - 0.5, 0.0), 2 * half[0] - 1e-9), min(max(x + 0.5, 1e-9), 2 * half[0])
                c, d = min(max(y - 0.5, 0.0), 2 * half[1] - 1e-9), min(max(y + 0.5, 1e-9), 2 * half[1])
                for j in range(int(c / cell_y), min(int((d - 1e-12) / cell_y), rows - 1) + 1):
                    tall = min(d, (j + 1) * cell_y) - max(c, j * cell_y)
                    for i in range(int(a / cell_x), min(int((b - 1e-12) / cell_x), columns - 1) + 1):
                        share = tall * (min(b, (i + 1) * cell_x) - max(a, i * cell_x)) / ((b - a) * (d - c))
                        value = min(max(images[k, j, i], -1.0), 1.0)
                        of = 0 if value > 0.0 else 1
                        full = abs(value) if signed else max(value, 0.0)
                        if has_holes and value < 0.0:
                            off = max(
                                abs(x - (i + 0.5) * cell_x) - hole_x, abs(y - (j + 0.5) * cell_y) - hole_y
                            )
                            full *= min(max(0.5 + off, 0.0), 1.0)
                        for part in range(3):
                            ink[part] += share * (inks[2, part] + (inks[of, part] - inks[2, part]) * full)
                if rim:
                    border = min(max(1.5 + out, 0.0), 1.0)
                    for part in range(3):
                        ink[part] += (max(inks[3, part], ink[part]) - ink[part]) * border
                blend(frame, row, column, ink, inside * opacity)
