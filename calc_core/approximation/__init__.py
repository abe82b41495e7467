"""Reading the road ahead: series, paraboloids, and Newton's jumps to a root."""

from calc_core.approximation.error_order import ErrorOrder, error_order, linearisation_error
from calc_core.approximation.landscape_by_nudges import make_landscape
from calc_core.approximation.newton_plane import (
    NewtonEnds,
    NewtonPlane,
    PlaneHops,
    ends_in_square,
    newton_plane,
)
from calc_core.approximation.newton_raphson import NewtonBasins, RootPath, newton, newton_basins
from calc_core.approximation.paraboloid import Osculation, taylor2
from calc_core.approximation.series import (
    Analytic,
    LagrangeBound,
    Remainder,
    TaylorPoly,
    analytic,
    coefficients,
    coefficients_real,
    lagrange_bound,
    radius_estimate,
    remainder,
)
from calc_core.approximation.series_family import (
    BoundedRemainder,
    CircleValues,
    Reach,
    ReachFamily,
    TaylorFamily,
    bounded_remainder,
    circle_values,
    reach_family,
    taylor_family,
)
from calc_core.approximation.touching_orders import Caps, ErrorMap, error_map, touching_caps

__all__ = [
    "Analytic",
    "BoundedRemainder",
    "Caps",
    "CircleValues",
    "ErrorMap",
    "ErrorOrder",
    "LagrangeBound",
    "NewtonBasins",
    "NewtonEnds",
    "NewtonPlane",
    "Osculation",
    "PlaneHops",
    "Reach",
    "ReachFamily",
    "Remainder",
    "RootPath",
    "TaylorFamily",
    "TaylorPoly",
    "analytic",
    "bounded_remainder",
    "circle_values",
    "coefficients",
    "coefficients_real",
    "ends_in_square",
    "error_map",
    "error_order",
    "lagrange_bound",
    "linearisation_error",
    "make_landscape",
    "newton",
    "newton_basins",
    "newton_plane",
    "radius_estimate",
    "reach_family",
    "remainder",
    "taylor2",
    "taylor_family",
    "touching_caps",
]
