"""What climbs a route arrives as the product of its rates, and all that arrives adds up to the slope."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calc_core import hills, total_derivative
from visuals import RouteTree, read

ENDS = {"foot": (0.0, -2.0), "top": (0.0, 2.0)}


@settings(max_examples=10)
@given(st.floats(0, 6), st.floats(0.5, 3))
def test_beads_arrive_as_large_as_the_terms(t, scale):
    path = lambda s: np.stack([np.cos(s), 1.4 * np.sin(s)], axis=-1)  # noqa: E731
    walk = total_derivative(hills().f, path, t)
    tree = RouteTree(walk.velocity, walk.gradient, middle=[(-2, 0), (2, 0)], scale=scale, **ENDS)
    for lower, upper in tree.ways:
        assert lower.before == scale
        assert upper.before == pytest.approx(lower.after)
    assert sum(upper.after for _, upper in tree.ways) == pytest.approx(scale * float(walk.total))


def test_ways_lead_from_node_to_node_and_what_is_said_stands_outside():
    walk = total_derivative(hills().f, lambda s: np.stack([np.cos(s), np.sin(s)], axis=-1), 1.0)
    letters = ("{{x : input}}", "{{y : input}}")
    tree = RouteTree(walk.velocity, walk.gradient, middle=[(-2, 0), (2, 0)], letters=letters, **ENDS)
    for (lower, upper), node, side in zip(tree.ways, tree.middle, (-1, 1), strict=True):
        assert lower.end == pytest.approx(node.middle)
        assert upper.start == pytest.approx(node.middle)
        said = tree.beside(lower, "(dif x)/(dif t)", read(walk, "velocity", index=0, decimals=2))
        edge = said.get_edge_center([-side, 0, 0])[0]
        assert side * edge > side * (lower.start + lower.end)[0] / 2
    assert len(tree.passed) == 4
