"""Another ruler: the same ground, with lengths along each axis counted in other units."""

from __future__ import annotations

import numpy as np

from calc_core.errors import ShapeError
from calc_core.landscapes.landscape import Landscape, from_formulas
from calc_core.points import ArrayLike, as_numbers
from calc_core.results import recorded


@recorded
def stretched(land: Landscape, stretch: ArrayLike) -> Landscape:
    """g(X) = f(X / s): what stood at x stands at X = s x, for `stretch` = s, one factor per coordinate.

    grad g = grad f / s and hess g = hess f / (s s'), entry by entry. Heights and contours move along with
    the ground; the gradient does not. Carried along it would be s grad f, so unless all factors are equal
    the way of steepest ascent is another one: it depends on how lengths are measured. Raises ShapeError
    for factors that are not d positive numbers.

    A ravine, drawn five times as wide across, is a round bowl:

    >>> ravine = cc.bowl(25)
    >>> print(ravine.grad([1.0, 1.0]), cc.stretched(ravine, (1, 5)).grad([1.0, 1.0]))
    [ 1. 25.] [1. 1.]
    """
    s = as_numbers(stretch, "stretch")
    if s.shape != (land.d,) or np.iscomplexobj(s) or not (s > 0).all():
        raise ShapeError(
            f"stretch must be {land.d} positive numbers, one per coordinate, got {stretch!r:.40}"
        )
    return from_formulas(
        lambda p: land.f(p / s),
        lambda p: land.grad(p / s) / s,
        lambda p: land.hess(p / s) / np.outer(s, s),
        bounds=land.bounds * s[:, None],
        name=f"{land.name} stretched",
        minima=land.minima * s if land.n_minima else (),
        saddles=land.saddles * s if land.n_saddles else (),
        note=f"drawn {' by '.join(f'{each:g}' for each in s)} times as long",
        edge=land.edge,
    )
