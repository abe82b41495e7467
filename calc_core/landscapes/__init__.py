"""Heights over a plane or over many knobs: the noun that descent, maps and constraints share."""

from calc_core.landscapes.catalogue import (
    beale,
    bowl,
    gaussian_hill,
    hills,
    himmelblau,
    monkey_saddle,
    mountains,
    ravine,
    round_fence,
    saddle,
    x_squared_y,
)
from calc_core.landscapes.critical_points import CriticalPoints, critical_points
from calc_core.landscapes.from_grid import from_grid
from calc_core.landscapes.grids import Field, Grid, gradient_field, sample_grid
from calc_core.landscapes.hike import hike, hike_height
from calc_core.landscapes.landscape import Landscape, Reading, from_formulas
from calc_core.landscapes.level_forms import FormTour, form_tour, level_form
from calc_core.landscapes.stretched import stretched

__all__ = [
    "CriticalPoints",
    "Field",
    "FormTour",
    "Grid",
    "Landscape",
    "Reading",
    "beale",
    "bowl",
    "critical_points",
    "form_tour",
    "from_formulas",
    "from_grid",
    "gaussian_hill",
    "gradient_field",
    "hike",
    "hike_height",
    "hills",
    "himmelblau",
    "level_form",
    "monkey_saddle",
    "mountains",
    "ravine",
    "round_fence",
    "saddle",
    "sample_grid",
    "stretched",
    "x_squared_y",
]
