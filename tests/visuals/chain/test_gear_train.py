"""Gears turn by the nudges they are shown, at the ratio of their radii, and their teeth never overlap."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calc_core import chain_trace
from visuals import GearTrain, Turned
from visuals.chain.gear_train import FINEST, HALF, gear

TOP, FOOT = 2.6, -1.4


def train(above: float, below: float, rate: float) -> GearTrain:
    pushed = Turned(above, below, rate)
    return GearTrain(lambda: pushed, x=0.5, above=TOP, below=FOOT, reach=(-3, 4), teeth=(14, 16, 24))


def corners(part) -> np.ndarray:
    """The corners of a drawn outline; the first and the last are one."""
    return np.concatenate([part.points[0::4], part.points[-1:]])[:, :2]


def enclosed(places: np.ndarray, outline: np.ndarray) -> np.ndarray:
    """Which places lie in a closed outline: a ray from there crosses an odd number of its edges."""
    (x, y), (u, v) = outline[:-1].T, outline[1:].T
    across, up = places[:, :1], places[:, 1:]
    with np.errstate(divide="ignore", invalid="ignore"):
        crosses = ((y > up) != (v > up)) & (across < x + (up - y) / (v - y) * (u - x))
    return crosses.sum(axis=1) % 2 == 1


def deepest(one: np.ndarray, other: np.ndarray) -> float:
    """How far corners of one outline reach into another, in scene units."""
    inside = one[enclosed(one, other)]
    if not len(inside):
        return 0.0
    start, way = other[:-1], np.diff(other, axis=0)
    share = np.clip(((inside[:, None] - start) * way).sum(-1) / (way**2).sum(-1).clip(1e-12), 0, 1)
    return float(np.linalg.norm(inside[:, None] - start - share[..., None] * way, axis=-1).min(axis=1).max())


@settings(deadline=None, max_examples=40)
@given(st.floats(-3, 3), st.floats(0.3, 2.6))
def test_teeth_mesh_wherever_the_rods_have_come(pushed, rate):
    drawn = train(pushed, rate * pushed, rate)
    pitch = 2 * np.pi * drawn.radii[0] / 16
    pairs = ((drawn.rack, drawn.idle), (drawn.idle, drawn.pinion), (drawn.wheel, drawn.driven))
    for one, other in pairs:
        a, b = corners(one), corners(other)
        assert max(deepest(a, b), deepest(b, a)) < 0.06 * max(pitch, 2 * np.pi * drawn.radii[1] / 24)


def test_a_shifted_rack_would_overlap():
    """So that the test above can fail."""
    drawn = train(0.3, 0.6, 2.0)
    a, b = corners(drawn.idle), corners(drawn.pinion) + [0.1, 0.0]
    assert max(deepest(a, b), deepest(b, a)) > 0.02


@given(st.floats(-2, 2), st.floats(0.2, 2.6))
def test_wheel_over_pinion_is_the_rate_and_both_rods_roll_on_one_axle(pushed, rate):
    drawn = train(pushed, rate * pushed, rate)
    small, large = drawn.radii
    assert large / small == pytest.approx(rate)
    assert small * drawn.turn == pytest.approx(pushed, abs=1e-12)  # the pinion's rim has gone as far
    assert large * drawn.turn == pytest.approx(rate * pushed, abs=1e-12)
    reach = np.linalg.norm(corners(drawn.wheel) - corners(drawn.hub)[:-1].mean(axis=0), axis=1)
    assert reach.min() < large < reach.max()  # the pitch circle runs through the drawn teeth


def test_while_the_rate_changes_the_axle_rolls_without_slipping():
    """Along u = x^2, ds / p added up over small steps is how far the axle is said to have turned."""
    x = np.linspace(0.2, 1.2, 4001)
    trace = chain_trace([np.square], x, 1e-7)
    ends = [train(float(x[k]), float(trace.values[1, k]), float(trace.slopes[0, k])) for k in (0, -1)]
    per_radius = [1 / train(0.0, 0.0, float(rate)).radii[0] for rate in trace.slopes[0, ::40]]
    rolled = np.trapezoid(per_radius, x[::40])
    assert ends[1].turn - ends[0].turn == pytest.approx(float(rolled), rel=1e-6)


def test_a_rate_of_zero_leaves_no_wheel():
    drawn = train(0.4, 0.0, 0.0)
    assert drawn.radii[1] == 0
    assert not len(drawn.wheel.points)
    assert not len(drawn.driven.points)
    assert FINEST > 0


@given(st.floats(-3, 3), st.floats(0, 2.6))
def test_no_wheel_is_seen_below_the_lower_rod_however_small_the_rate(pushed, rate):
    drawn = train(pushed, rate * pushed, rate)
    for part in drawn.parts:
        if len(part.points):
            assert part.points[:, 1].min() > FOOT - HALF  # half as thick as the rod
    tips = np.linalg.norm(corners(drawn.pinion) - drawn.hub.points.mean(axis=0)[:2], axis=1)
    uncut = corners(drawn.pinion)[:, 1] > FOOT + 1e-9
    assert tips[uncut].max() > drawn.radii[0]  # what stands above it keeps its teeth


def test_a_large_pinion_would_hang_below_the_rod():
    """So that the test above can fail."""
    drawn = train(0.3, 0.06, 0.2)
    hub = drawn.hub.points.mean(axis=0)
    assert gear(hub, 16, drawn.radii[0], up=0.0)[:, 1].min() < FOOT - 2 * HALF
