"""The best point on a fence: Lagrange's conditions, and walks along a constraint."""

from calc_core.constraints.lagrange import (
    FencePath,
    LagrangePoints,
    ShadowPrice,
    lagrange_points,
    normal,
    shadow_price,
    tangential,
    walk_on_constraint,
)

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
