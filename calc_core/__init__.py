"""The mathematics of the course: numbers only, no pictures."""

from calc_core.critical import CriticalPoints, critical_points
from calc_core.datasets import (
    load_co2,
    load_co2_recent,
    load_digits,
    load_galton,
    load_heights,
    load_iris_petals,
    load_terrain,
)
from calc_core.landscape import Landscape, Reading, make_landscape
from calc_core.landscapes import (
    beale,
    bowl,
    gaussian_hill,
    hills,
    himmelblau,
    monkey_saddle,
    mountains,
    ravine,
    saddle,
)
from calc_core.terrain import from_grid

__all__ = [
    "CriticalPoints",
    "Landscape",
    "Reading",
    "beale",
    "bowl",
    "critical_points",
    "from_grid",
    "gaussian_hill",
    "hills",
    "himmelblau",
    "load_co2",
    "load_co2_recent",
    "load_digits",
    "load_galton",
    "load_heights",
    "load_iris_petals",
    "load_terrain",
    "make_landscape",
    "monkey_saddle",
    "mountains",
    "ravine",
    "saddle",
]
