"""The mathematics of the course: numbers only, no pictures."""

from calc_core import fitting
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
from calc_core.descent import adam, gradient_descent, line_search, momentum, nesterov, newton_descent
from calc_core.differences import (
    OptimalStep,
    Secants,
    Sides,
    complex_step,
    derivative,
    differentiable,
    optimal_step,
    secant_slopes,
)
from calc_core.fields import Field, Grid, gradient_field, sample_grid
from calc_core.flow import Crossings, FlowLine, crossings, flow_line
from calc_core.gradients import Directional, directional, gradient, partial
from calc_core.hollows import Basins, Watersheds, basins, watersheds
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
from calc_core.level_curves import Contour, Contours, contours
from calc_core.paths import DescentPath, Trials, path_length, turning_angles
from calc_core.results import Estimate
from calc_core.step_length import LineSearch, armijo, wolfe
from calc_core.stride import (
    Contraction,
    RateBound,
    Stride,
    best_step,
    contraction_factors,
    rate_bound,
    stability_limit,
)
from calc_core.terrain import from_grid

__all__ = [
    "Basins",
    "Contour",
    "Contours",
    "Contraction",
    "CriticalPoints",
    "Crossings",
    "DescentPath",
    "Directional",
    "Estimate",
    "Field",
    "FlowLine",
    "Grid",
    "Landscape",
    "LineSearch",
    "OptimalStep",
    "RateBound",
    "Reading",
    "Secants",
    "Sides",
    "Stride",
    "Trials",
    "Watersheds",
    "adam",
    "armijo",
    "basins",
    "beale",
    "best_step",
    "bowl",
    "complex_step",
    "contours",
    "contraction_factors",
    "critical_points",
    "crossings",
    "derivative",
    "differentiable",
    "directional",
    "fitting",
    "flow_line",
    "from_grid",
    "gaussian_hill",
    "gradient",
    "gradient_descent",
    "gradient_field",
    "hills",
    "himmelblau",
    "line_search",
    "load_co2",
    "load_co2_recent",
    "load_digits",
    "load_galton",
    "load_heights",
    "load_iris_petals",
    "load_terrain",
    "make_landscape",
    "momentum",
    "monkey_saddle",
    "mountains",
    "nesterov",
    "newton_descent",
    "optimal_step",
    "partial",
    "path_length",
    "rate_bound",
    "ravine",
    "saddle",
    "sample_grid",
    "secant_slopes",
    "stability_limit",
    "turning_angles",
    "watersheds",
    "wolfe",
]
