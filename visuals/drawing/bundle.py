"""A bundle: many straight-edged runs of equal length as one path, worked out all at once."""

from __future__ import annotations

import numpy as np

THIRDS = np.array([0.0, 1 / 3, 2 / 3, 1.0])[:, None]


def bundle(corners: np.ndarray) -> np.ndarray:
    """Bezier points of runs of corners (runs, n, 2 or 3), a subpath each; `polyline` takes any lengths."""
    runs, n = corners.shape[:2]
    flat = np.zeros((runs, n, 3))
    flat[..., : corners.shape[-1]] = corners
    start, end = flat[:, :-1, None], flat[:, 1:, None]
    points = start + THIRDS * (end - start)
    points[:, :, 3] = flat[:, 1:]  # exactly the corner, as the next piece has it
    return points.reshape(-1, 3)
