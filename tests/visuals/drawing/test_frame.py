"""Every frame speaks alike: to_data undoes to_screen, and aiming brings a point to its place."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc_core import bowl, directional, graph, sample_grid
from tests.visuals.hills import hill
from tests.visuals.maps import HERE, a_map, land
from visuals.curve.lens import Lens
from visuals.data.season_clock import SeasonClock
from visuals.drawing.axes import Axes, Box
from visuals.drawing.dial import Dial
from visuals.drawing.frame import Frame
from visuals.map.cut import Cut
from visuals.terrain import Terrain

UNIT = st.tuples(st.floats(0.05, 0.95), st.floats(0.05, 0.95))


def axes() -> Axes:
    return Axes(x=(-2, 5), y=(10, 90), box=Box(-5, -2, 4, 3))


def decades() -> Axes:
    return Axes(x=(1e-3, 1e4), y=(10, 90), box=(-5, -2, 4, 3), log="x")


def cut() -> Cut:
    ring = directional(land().f, HERE, np.array([[1.0, 0.0], [0.0, 1.0]]))
    profile = land().reading(HERE + np.linspace(-1, 1, 11)[None, :, None] * ring.u[:, None])
    return Cut(profile, ring, np.linspace(-1, 1, 11), Dial(0.0), centre=(3.0, 0.5), scale=2.0)


def glass() -> Lens:
    return Lens(lambda x: graph(np.sin, x), on=axes(), x=1.0, zoom=7.0)


def clock() -> SeasonClock:
    return SeasonClock([1.0, -0.5], radius=1.4, per_ppm=0.1, rim=2.2)


def looked_at(tilt: float) -> Terrain:
    return hill().set(tilt=tilt, azimuth=-50, elevation=50, zoom=1.7)


FRAMES: dict[str, tuple[Callable[[], Frame], list[float], list[float]]] = {
    "axes": (axes, [-2, 10], [5, 90]),
    "decades": (decades, [1e-3, 10], [1e-1, 90]),
    "cut": (cut, [-1, -1], [1, 1]),
    "glass": (glass, [0.5, 0.0], [1.5, 1.0]),
    "clock": (clock, [0.0, -3.0], [1.0, 3.0]),
    "map": (a_map, *land().bounds.T.tolist()),
}


@pytest.mark.parametrize("name", FRAMES)
@given(share=st.lists(UNIT, min_size=1, max_size=6))
def test_every_frame_finds_its_data_again(name: str, share: list[tuple[float, float]]) -> None:
    make, low, high = FRAMES[name]
    frame = make()
    points = np.asarray(low) + np.array(share) * (np.asarray(high) - low)
    places = frame.to_screen(points)
    assert places.shape == (len(share), 3)
    assert frame.to_data(places) == pytest.approx(points, abs=1e-6)
    assert frame.to_screen(points[:, 0], points[:, 1]) == pytest.approx(places, abs=1e-12)


@pytest.mark.parametrize("tilt", [0.0, 0.5, 1.0])
def test_a_terrain_finds_the_ground_that_is_seen(tilt: float) -> None:
    """Its bowl is seen from steeply above, so every point of it is seen."""
    grid = sample_grid(bowl(1.0), bounds=[[-2, 2], [-2, 2]], shape=(41, 41))
    terrain = Terrain(grid.x, grid.y, grid.f, width=6.0, relief=0.8, elevation=60, tilt=tilt, azimuth=25)
    points = np.stack(np.meshgrid([-1.6, -0.3, 0.9], [-1.1, 0.2, 1.7]), axis=-1)
    assert terrain.to_data(terrain.to_screen(points)) == pytest.approx(points, abs=1e-6)
    assert np.isnan(terrain.to_data(np.array([7.0, 3.9]))).all()


@pytest.mark.parametrize("tilt", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("place", [None, (1.5, -0.7)])
def test_aiming_a_terrain_brings_the_point_to_its_place(
    tilt: float, place: tuple[float, float] | None
) -> None:
    terrain = looked_at(tilt)
    point = terrain.ground.footprint.middle[:2] + 0.2 * np.ptp(terrain.ground.x)
    for turn in terrain.aim(point, place=place, zoom=3.0):
        animation = turn.build()
        animation.begin()
        animation.finish()
    wanted = terrain.points.mean(axis=0)[:2] if place is None else place
    assert terrain.to_screen(point)[:2] == pytest.approx(wanted, abs=1e-9)
    assert terrain.zoom.get_value() == 3.0


def test_a_frame_says_what_it_takes() -> None:
    with pytest.raises(TypeError, match=r"points \(..., 2\), or x and y, got 3 arguments"):
        axes().to_screen(1, 2, 3)
    with pytest.raises(ValueError, match=r"two coordinates on their last axis, got shape \(3,\)"):
        axes().to_screen([1, 2, 3])
