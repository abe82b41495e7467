"""The best point on a fence: Lagrange's conditions, and walks along a constraint."""

from calc_core.constraints.fence import normal, tangential
from calc_core.constraints.fence_walk import FencePath, walk_on_constraint
from calc_core.constraints.lagrange import LagrangePoints, ShadowPrice, lagrange_points, shadow_price
from calc_core.constraints.loosened import LoosenedFence, loosen_fence
from calc_core.constraints.unrolled import UnrolledFence, unroll_fence

__all__ = [
    "FencePath",
    "LagrangePoints",
    "LoosenedFence",
    "ShadowPrice",
    "UnrolledFence",
    "lagrange_points",
    "loosen_fence",
    "normal",
    "shadow_price",
    "tangential",
    "unroll_fence",
    "walk_on_constraint",
]
