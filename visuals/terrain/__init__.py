"""Hills: lit ground with contour lines, in an ordinary scene, and what lies on it."""

from visuals.terrain.ground import BootPrints, GroundArrow, Lamps, Marks, OnGround, Poles
from visuals.terrain.hill import Sight, Terrain
from visuals.terrain.light import Light
from visuals.terrain.surfaces import CutPlane, CutTangent, Sheet
from visuals.terrain.trail import Trail

__all__ = [
    "BootPrints",
    "CutPlane",
    "CutTangent",
    "GroundArrow",
    "Lamps",
    "Light",
    "Marks",
    "OnGround",
    "Poles",
    "Sheet",
    "Sight",
    "Terrain",
    "Trail",
]
