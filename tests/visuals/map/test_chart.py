"""What stands on a flat map says so, and what to type where there is a hill; the other way round as well."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from calc_core import directional, flow_line, gradient_field
from tests.visuals.hills import hill
from tests.visuals.maps import HERE, a_map, land, levels
from visuals import (
    Arm,
    Axes,
    BootPrints,
    ContourLine,
    CutPlane,
    Dial,
    FlowLines,
    Footsteps,
    GroundArrow,
    Headlamp,
    Hiker,
    Lamps,
    Light,
    Marks,
    Needle,
    NeedleField,
    Poles,
    RightAngles,
    Sheet,
    SlopeRose,
    Trail,
)

WALK = np.array([[-1.0, 0.0], [0.0, 1.0], [1.0, 1.5]])
WAYS = np.eye(2)
Placed = Callable[[Any], object]

ON_MAPS: dict[str, tuple[str, Placed]] = {
    "Hiker": ("Marks(walk, on=hill)", lambda on: Hiker(WALK, on=on)),
    "Footsteps": ("Trail(walk, on=hill)", lambda on: Footsteps(WALK, on=on)),
    "Headlamp": ("hill.shine(Light(walk, radius=0.5))", lambda on: Headlamp(WALK, on=on, radius=0.5)),
    "Needle": ("GroundArrow(walk, gradient, on=hill)", lambda on: Needle(HERE, HERE, on=on)),
    "NeedleField": (
        "GroundArrow(point, slope, on=hill)",
        lambda on: NeedleField(gradient_field(land(), shape=(3, 3)), on=on, length=1),
    ),
    "SlopeRose": (
        "hill.look(tilt=1)",
        lambda on: SlopeRose(directional(land().f, HERE, WAYS), HERE, on=on, length=1),
    ),
    "Arm": (
        "hill.look(tilt=1)",
        lambda on: Arm(directional(land().f, HERE, WAYS), HERE, Dial(), on=on, reach=1),
    ),
    "RightAngles": ("hill.look(tilt=1)", lambda on: RightAngles(HERE, HERE, on=on)),
    "FlowLines": ("Trail(line, on=hill)", lambda on: FlowLines([flow_line(land(), HERE)], on=on)),
    "ContourLine": ("Trail(line, on=hill)", lambda on: ContourLine(next(iter(levels())), on=on)),
}
ON_HILLS: dict[str, tuple[str, Placed]] = {
    "Poles": ("Marks(points, on=map)", lambda on: Poles(WALK, on=on)),
    "Sheet": ("hill.look(tilt=0)", lambda on: Sheet(np.zeros((2, 2, 3)), on=on)),
    "CutPlane": ("Trail(np.array([start, end]), on=map)", lambda on: CutPlane(0.5, on=on)),
}
ON_BOTH: dict[str, Placed] = {
    "Trail": lambda on: Trail(WALK, on=on),
    "BootPrints": lambda on: BootPrints(WALK, on=on),
    "Marks": lambda on: Marks(WALK, on=on),
    "GroundArrow": lambda on: GroundArrow(HERE, HERE, on=on),
    "Lamps": lambda on: Lamps(Light(WALK, radius=0.5), on=on),
}


def told(placed: Placed, on: Any) -> str:
    with pytest.raises(TypeError) as error:
        placed(on)
    return str(error.value)


@pytest.mark.parametrize("name", ON_MAPS)
def test_what_stands_on_a_map_is_refused_on_a_hill_with_what_to_type(name: str) -> None:
    instead, placed = ON_MAPS[name]
    said = told(placed, hill())
    assert said.startswith(f"{name} stands on a flat map (on=ContourMap(...)), got Terrain: on a Terrain ")
    assert instead in said
    assert "got Axes" in told(placed, Axes(x=(0, 1), y=(0, 1), box=(0, 0, 1, 1)))
    placed(a_map())


@pytest.mark.parametrize("name", ON_HILLS)
def test_what_stands_on_a_hill_is_refused_on_a_map_with_what_to_type(name: str) -> None:
    instead, placed = ON_HILLS[name]
    said = told(placed, a_map())
    assert said.startswith(f"{name} stands on a hill (on=Terrain(grid.x, grid.y, grid.f)), got ContourMap: ")
    assert instead in said
    placed(hill())


@pytest.mark.parametrize("name", ON_BOTH)
def test_what_lies_on_the_ground_lies_on_hills_and_maps_and_nowhere_else(name: str) -> None:
    placed = ON_BOTH[name]
    placed(hill())
    placed(a_map())
    said = told(placed, Axes(x=(0, 1), y=(0, 1), box=(0, 0, 1, 1)))
    assert said == f"{name} lies on the ground, on=Terrain(...) or on=ContourMap(...), got Axes"
