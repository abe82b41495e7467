"""Where the neurons of a network stand: a column for each layer."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from visuals.drawing.axes import Box


def layer_columns(
    sizes: Sequence[int], box: Box | tuple[float, float, float, float], *, apart: float = 0.6
) -> tuple[np.ndarray, ...]:
    """Places (n, 2) of the neurons of each layer, first layer left, first neuron on top.

    Columns lie evenly from the box's left side to its right one; neurons of a column stand `apart` scene
    units from each other, or nearer if the box is too low for them. Raises ValueError without layers.
    """
    if not sizes or min(sizes) < 1:
        raise ValueError(f"a network has layers of at least one neuron, got sizes {tuple(sizes)}")
    left, bottom, right, top = Box(*box)
    places = []
    for x, size in zip(np.linspace(left, right, len(sizes)), sizes, strict=True):
        gap = min(apart, (top - bottom) / max(size - 1, 1))
        y = (bottom + top) / 2 + gap * ((size - 1) / 2 - np.arange(size))
        places.append(np.stack([np.full(size, x), y], axis=1))
    return tuple(places)
