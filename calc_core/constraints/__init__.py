"""The best point on a fence: Lagrange's conditions, and walks along a constraint."""

from calc_core.constraints.fence import normal, tangential
from calc_core.constraints.fence_walk import FencePath, walk_on_constraint
from calc_core.constraints.lagrange import LagrangePoints, ShadowPrice, lagrange_points, shadow_price

__all__ = [
    "FencePath",
    "LagrangePoints",
    "ShadowPrice",
    "lagrange_points",
    "normal",
    "shadow_price",
    "tangential",
    "walk_on_constraint",
]
