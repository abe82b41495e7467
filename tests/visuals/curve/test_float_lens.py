"""The strongest glass shows a line first and stairs at last: one tread for every float, in its place."""

import math

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from calc_core import float_neighbours, graph
from visuals.curve.float_lens import STAIRS, FloatLens
from visuals.curve.lens import Lens
from visuals.drawing.axes import Axes, Box


def lens_at(zoom, x=1.0, f=np.exp, radius=2.0):
    axes = Axes(x=(-1.5, 2), y=(0, 8), box=Box(-6, -2.6, 6, 3))
    floats = float_neighbours(f, x, 400)
    return FloatLens(lambda at: graph(f, at), floats, on=axes, x=x, zoom=zoom, radius=radius)


def corners(line):
    return np.concatenate([line.points[:1], line.points[3::4]])


@settings(max_examples=20)
@given(st.floats(0, 13))
def test_until_floats_can_be_told_apart_it_is_any_lens(power):
    lens = lens_at(10**power)
    plain = Lens(lens.look, on=lens.axes, x=1.0, zoom=10**power, radius=2.0)
    assert lens.gap < STAIRS
    assert np.array_equal(lens.curve.points, plain.curve.points)
    assert not lens.dots.points.size


@settings(max_examples=20)
@given(st.floats(14.6, 15.3), st.floats(1.0, 3.0))
@example(14.7, 1.8671875)  # a dot all but touches the rim
def test_the_curve_is_level_or_upright_and_stays_in_the_glass(power, radius):
    lens = lens_at(10**power, radius=radius)
    edges = np.diff(corners(lens.curve), axis=0)
    assert (np.abs(edges[:, :2]).min(axis=1) < 1e-9).all()
    for part in (lens.curve, lens.across, lens.up, lens.dots, lens.ground):
        drawn = np.concatenate([part.points[::4], part.points[3::4]])  # a round dot's handles lie outside it
        assert np.linalg.norm(drawn - lens.centre, axis=1).max(initial=0.0) <= radius + 1e-6


@settings(max_examples=20)
@given(st.floats(14.8, 15.3), st.sampled_from([np.exp, np.sqrt, np.square]), st.sampled_from([1.0, 1.3]))
def test_a_line_stands_at_every_float_that_the_glass_holds(power, f, x):
    lens = lens_at(10**power, x, f)
    drawn = np.sort((lens.across.points[::4, 0] - lens.centre[0]) / (lens.axes.units[0] * 10**power))
    half = 2.0 / (lens.axes.units[0] * 10**power)
    place, wanted = x, [0.0]
    while (place := math.nextafter(place, math.inf)) - x < half:
        wanted.append(place - x)
    place = x
    while x - (place := math.nextafter(place, -math.inf)) < half:
        wanted.append(place - x)
    assert drawn == pytest.approx(np.sort(wanted), abs=1e-19)


def test_stairs_replace_the_line_without_a_jump():
    """Right where stairs begin they lie on the line, to less than two pixels."""
    zoom = 1.01 * STAIRS / lens_at(1.0).gap
    lens = lens_at(zoom)
    plain = Lens(lens.look, on=lens.axes, x=1.0, zoom=zoom, radius=2.0)
    stairs, line = corners(lens.curve), corners(plain.curve)
    apart = stairs[5:-5, 1] - np.interp(stairs[5:-5, 0], line[:, 0], line[:, 1])
    assert np.abs(apart).max() < 2 * 8 / 1080


def test_a_strong_zoom_is_named_by_its_power_of_ten():
    lens = lens_at(1e15)
    shown = sum(1 for each in lens.tag if each.points.size)
    assert shown == len("×10¹⁵")


def test_another_places_neighbours_are_refused():
    axes = Axes(x=(0, 2), y=(0, 8), box=Box(-6, -2.6, 6, 3))
    with pytest.raises(ValueError, match=r"x = 1\.5"):
        FloatLens(lambda at: graph(np.exp, at), float_neighbours(np.exp, 1.0, 9), on=axes, x=1.5)
