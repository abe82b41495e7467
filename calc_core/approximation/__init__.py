"""Reading the road ahead: series, paraboloids, and Newton's jumps to a root."""

from calc_core.approximation.error_order import ErrorOrder, error_order, linearisation_error
from calc_core.approximation.landscape_by_nudges import make_landscape
from calc_core.approximation.newton_raphson import NewtonBasins, RootPath, newton, newton_basins
from calc_core.approximation.paraboloid import Osculation, taylor2
from calc_core.approximation.series import (
    LagrangeBound,
    Remainder,
    TaylorPoly,
    coefficients,
    coefficients_real,
    lagrange_bound,
    radius_estimate,
    remainder,
)

__all__ = [
    "ErrorOrder",
    "LagrangeBound",
    "NewtonBasins",
    "Osculation",
    "Remainder",
    "RootPath",
    "TaylorPoly",
    "coefficients",
    "coefficients_real",
    "error_order",
    "lagrange_bound",
    "linearisation_error",
    "make_landscape",
    "newton",
    "newton_basins",
    "radius_estimate",
    "remainder",
    "taylor2",
]
