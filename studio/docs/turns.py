"""Which dial of a picture is turned to show it in motion, and how far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Turn:
    """A dial, by the name of the attribute that holds it, turned from `begin` to `end`."""

    dial: str
    begin: float
    end: float


GROWN = Turn("grown", 0.0, 1.0)  # how every picture comes that has no other dial worth a look
WALKED = "walk"  # the dial of the walk that a picture follows, turned from its first step to its last

TURNS: Mapping[str, Turn] = {
    "Altimeter": Turn("at", 0, 40),
    "Arm": Turn("turn", 30, 390),
    "ArcGlass": Turn("zoom", 1.5, 10),
    "BowlMap": Turn("rise", 2, 8),
    "Cap": Turn("order", 0, 2),
    "ClimbBars": Turn("turn", 0, 360),
    "ColumnSpace": Turn("azimuth", -70, 20),
    "ContractionPlot": Turn("rate", 0.0, 0.078),
    "CornerGlass": Turn("zoom", 1.5, 15),
    "Curtain": Turn("cut", 1965, 2012),
    "Curve": Turn("upto", 0.0, 7.0),
    "Cut": Turn("turn", 0, 360),
    "DataDots": Turn("upto", 1958.0, 2021.0),
    "DigitRows": Turn("grown", 0, 5),
    "Dusk": Turn("strength", 0, 0.75),
    "ErrorIsland": Turn("grown", 0, 1),
    "FenceCurtain": Turn("unrolled", 0, 1),
    "Flight": Turn("flown", 0, 1),
    "FloatLens": Turn("zoom", 1e14, 2e15),
    "GrowingCube": Turn("apart", 0, 0.7),
    "GrowingRectangle": Turn("apart", 0, 0.6),
    "GrowthColumns": Turn("levelled", 0, 1),
    "Hand": Turn("phase", 0, 1),
    "Headlamp": Turn("radius", 0.2, 1.6),
    "KnobGain": Turn("opacity", 0, 0.7),
    "Lens": Turn("zoom", 1.5, 10),
    "Listing": Turn("typed", 0, 28),
    "MapGlass": Turn("zoom", 1.2, 6),
    "MatrixTile": Turn("turned", 0, 1),
    "Misses": Turn("dropped", 0, 1),
    "KnobMisses": Turn("dropped", 0, 1),
    "MorphingTerrain": Turn("at", 0, 2),
    "NeedleGlass": Turn("filled", 0, 1),
    "NewtonFractal": Turn("zoom", 1, 12),
    "NudgeRun": Turn("clock", 0, 1),
    "PlaneWalk": Turn("at", 0, 7),
    "PowersMap": Turn("back", 0, 2.4),
    "RacePlot": Turn("clock", 0, 1200),
    "RuledMap": Turn("tall", 1, 5),
    "RunningNet": Turn("clock", 0, 1),
    "SlopeRose": Turn("petals", 0, 1),
    "SlopeWall": Turn("swept", 0, 1),
    "SortedTiles": Turn("at", 0, 15.55),
    "SpringRoom": Turn("azimuth", -60, 0),
    "StepArc": Turn("grip", -5, 2),
    "Terrain": Turn("azimuth", -60, 10),
    "TestedSteps": Turn("at", 0, 5.3),
    "TinCan": Turn("unrolled", 0, 1),
    "TurnedTriangle": Turn("turned", 0, 1),
    "VelocityLegs": Turn(WALKED, 0, 1),
    "Walker": Turn("x", 0.2, 6.8),
    "WarpedGrid": Turn("share", 0, 1),
    "Wave": Turn("front", 0, 3),
    "BootPrints": Turn(WALKED, 0, 1),
    "Footsteps": Turn(WALKED, 0, 1),
    "StridePrints": Turn(WALKED, 0, 1),
    "Trail": Turn(WALKED, 0, 1),
    "CutPlane": Turn("direction", 0, 180),
    "HeightThreads": Turn("drawn", 0, 1),
    "Leaps": Turn("at", 0, 2),
    "Light": Turn("radius", 0.2, 1.6),
    "Sheet": Turn("strength", 0, 0.42),
    "SplitNeedle": Turn("closed", 0, 1),
}
STILL = frozenset({"FamilyTrail", "Lamps", "Poles"})  # their dials are their neighbours': shown still


def turn_of(name: str, dials: tuple[str, ...]) -> Turn | None:
    """The turn that shows a picture in motion; None for one that only stands."""
    if name in STILL:
        return None
    return TURNS.get(name) or (GROWN if GROWN.dial in dials else None)
