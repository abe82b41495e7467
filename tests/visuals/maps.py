"""Maps that several tests draw on: small ones, quick to set up."""

from __future__ import annotations

from functools import cache

import numpy as np

from calc_core.landscapes.catalogue import hills
from calc_core.landscapes.grids import Grid, sample_grid
from calc_core.landscapes.landscape import Landscape
from calc_core.maps.contours import Contours, contours
from visuals.map.contour_map import ContourMap

HERE = np.array([-2.3, -0.9])


@cache
def land() -> Landscape:
    return hills()


@cache
def grid() -> Grid:
    return sample_grid(land(), shape=(41, 65))


@cache
def levels() -> Contours:
    return contours(land(), np.arange(-2, 16) / 10, shape=(61, 97))


def a_map(**where) -> ContourMap:
    """The hills' map, ten scene units wide unless told otherwise."""
    return ContourMap(grid(), levels(), **({"width": 10.0} | where))


def turn(picture, **dials) -> None:
    """Turn dials of a picture at once, as the end of an animation would."""
    for name, value in dials.items():
        getattr(picture, name).set_value(value)


def settle(*animations) -> None:
    """Play dial animations to their end, without a scene."""
    for each in animations:
        built = each.build() if hasattr(each, "build") else each
        built.begin()
        built.finish()


def corners(path: np.ndarray) -> np.ndarray:
    """The corners (n, 3) of a straight-edged path of Bezier points (4 (n - 1), 3)."""
    return np.concatenate([path[::4], path[-1:]])
