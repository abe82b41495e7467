"""Where the knobs of a network hang: the matrices of its weights, each with its biases beside it."""

from __future__ import annotations

from itertools import pairwise

import numpy as np


def hung_up(
    sizes: tuple[int, ...], cell: float, gap: float, middle: tuple[float, float]
) -> tuple[np.ndarray, np.ndarray]:
    """Places (P, 2) of a network's knobs in theta's order, and the left and right edges of its blocks.

    A block for the weights of each layer and one for its biases, all as high as the first hidden layer has
    neurons: a row for each of them.
    """
    rows = sizes[1]
    cells, wide = [], []
    for before, after in pairwise(sizes):
        i, j = np.divmod(np.arange(before * after), after)
        column, row = (i, j) if after == rows else (j, i)
        cells += [(column, row), (np.zeros(after, dtype=int), np.arange(after))]
        wide += [(int(column.max()) + 1) * cell, cell]
    left = middle[0] - (sum(wide) + gap * (len(wide) - 1)) / 2
    places, edges = [], []
    for (column, row), width in zip(cells, wide, strict=True):
        places.append(np.stack([left + (column + 0.5) * cell, middle[1] + ((rows - 1) / 2 - row) * cell], 1))
        edges.append((left, left + width))
        left += width + gap
    return np.concatenate(places), np.array(edges)
