"""Streams are the computed lines, poured from their start to where they have got."""

import numpy as np
import pytest

from calc_core.maps.flow_lines import flow_line
from tests.visuals.maps import HERE, a_map, land
from visuals.map.flow_lines import DROP, FlowLines


@pytest.fixture(scope="module")
def lines():
    starts = (HERE, (0.5, -0.8), (2.2, 1.0))
    return [flow_line(land(), start, ascent=False, n=60, tol=1e-8) for start in starts]


def test_poured_to_the_end_a_stream_is_the_computed_line(lines):
    water = FlowLines(lines, on=a_map())
    for drawn, line in zip(water.drawn(), lines, strict=True):
        assert np.array_equal(drawn, line.points)
    vertices = water.streams.points[3::4]
    expected = np.concatenate([water.chart.to_screen(line.points[1:]) for line in lines])
    assert np.allclose(vertices, expected)


@pytest.mark.parametrize("way", [0.05, 0.4, 0.9])
def test_a_stream_ends_where_it_has_got(lines, way):
    water = FlowLines(lines, on=a_map())
    water.grown.set_value(way / water.longest)
    for drawn, line in zip(water.drawn(), lines, strict=True):
        if way < line.length:
            covered = np.linalg.norm(np.diff(drawn, axis=0), axis=-1).sum()
            assert np.isclose(covered, way, rtol=2e-3)  # chords are a little shorter than the line


def test_a_drop_runs_at_the_front_of_every_line_that_still_flows(lines):
    water = FlowLines(lines, on=a_map())
    water.grown.set_value(0.5 / water.longest)
    discs = water.drops.points.reshape(-1, 12, 4, 3)
    flowing = [each for each in lines if each.length > 0.5]
    assert len(discs) == len(flowing)
    for disc, line in zip(discs, flowing, strict=True):
        front = [np.interp(0.5, line.arclength, each) for each in line.points.T]
        assert np.allclose(np.linalg.norm(disc[:, 0] - water.chart.to_screen(np.array(front)), axis=-1), DROP)


def test_before_it_is_poured_nothing_shows(lines):
    water = FlowLines(lines, on=a_map(), grown=0)
    assert len(water.streams.points) == 0
    assert len(water.drops.points) == 0
