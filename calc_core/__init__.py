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
from calc_core.descent import gradient_descent
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
from calc_core.paths import DescentPath, Trials, path_length, turning_angles
from calc_core.terrain import from_grid

__all__ = [
    "CriticalPoints",
    "DescentPath",
    "Landscape",
    "Reading",
    "Trials",
    "beale",
    "bowl",
    "critical_points",
    "from_grid",
    "gaussian_hill",
    "gradient_descent",
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
    "path_length",
    "ravine",
    "saddle",
    "turning_angles",
]
