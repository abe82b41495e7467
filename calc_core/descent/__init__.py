"""Walking downhill: update rules, step lengths, their limits, and the basins that walks end in."""

from calc_core.descent.basins import Basins, Watersheds, basins, watersheds
from calc_core.descent.bfgs import bfgs
from calc_core.descent.bowl_descent import BowlDescent, bowl_descent
from calc_core.descent.conditioning import DescentFamily, squeezed_descents, stretched_descents
from calc_core.descent.divides import PartedWalks, parted_at_divide
from calc_core.descent.iteration import three_lines
from calc_core.descent.level_ends import LevelEnds, level_ends
from calc_core.descent.line_search import LineSearch, armijo, wolfe
from calc_core.descent.methods import adam, gradient_descent, line_search, momentum, nesterov, newton_descent
from calc_core.descent.offsets import Offsets, offsets
from calc_core.descent.path import DescentPath, Trials
from calc_core.descent.race import Race, race
from calc_core.descent.step_limits import (
    Contraction,
    MomentumConstants,
    RateBound,
    RateLine,
    Stride,
    best_momentum,
    best_step,
    contraction_factors,
    rate_bound,
    rate_line,
    stability_limit,
)
from calc_core.descent.trust_region import trust_region
from calc_core.polylines import path_length, turning_angles

__all__ = [
    "Basins",
    "BowlDescent",
    "Contraction",
    "DescentFamily",
    "DescentPath",
    "LevelEnds",
    "LineSearch",
    "MomentumConstants",
    "Offsets",
    "PartedWalks",
    "Race",
    "RateBound",
    "RateLine",
    "Stride",
    "Trials",
    "Watersheds",
    "adam",
    "armijo",
    "basins",
    "best_momentum",
    "best_step",
    "bfgs",
    "bowl_descent",
    "contraction_factors",
    "gradient_descent",
    "level_ends",
    "line_search",
    "momentum",
    "nesterov",
    "newton_descent",
    "offsets",
    "parted_at_divide",
    "path_length",
    "race",
    "rate_bound",
    "rate_line",
    "squeezed_descents",
    "stability_limit",
    "stretched_descents",
    "three_lines",
    "trust_region",
    "turning_angles",
    "watersheds",
    "wolfe",
]
