"""A tree shows the trace's own numbers, and its beads are as large as the nudges."""

from __future__ import annotations

import numpy as np
import pytest

from calc_core import Operation, trace_operations
from visuals import OperationTree
from visuals.chain.operation_tree import BEAD

STEPS = [
    Operation.multiple("minus", "x", -4.0),
    Operation.exponential("decay", "minus"),
    Operation.product("whole", "x", "decay"),
]
NODES = {"minus": ("-4 x", (1.0, -1.0)), "decay": ("exp", (1.0, 0.5)), "whole": ("times", (0.0, 2.0))}


@pytest.fixture
def tree() -> OperationTree:
    takes = {each.name: each.of for each in STEPS}
    leaves = {"minus": (1.0, -2.4), "whole": (-1.5, -2.4)}
    return OperationTree(trace_operations(STEPS, 0.5), NODES, leaves, takes=takes)


def test_every_way_carries_the_rule_of_the_step_above(tree):
    told = {key: row[1].reading.value for key, row in tree.rates.items()}
    decay = np.exp(-2.0)
    expected = {("x", "minus"): -4, ("minus", "decay"): decay, ("x", "whole"): decay, ("decay", "whole"): 0.5}
    assert told == pytest.approx(expected)
    assert tree.slopes["whole"][1].reading.value == pytest.approx((1 - 2) * decay)  # of x e^(-4 x) at 1/2


def test_a_bead_has_the_area_of_its_nudge_below_and_above_the_rate(tree):
    way = tree.ways["x", "minus"]
    for passed, nudge in ((0.2, 1.0), (0.9, -4.0)):
        way.pose(passed=passed).redraw()
        assert way.nudge == nudge
        assert np.ptp(way.bead.points[:, 0]) / 2 == pytest.approx(BEAD * np.sqrt(abs(nudge)), rel=1e-4)
        assert way.bead.get_center() == pytest.approx(way.start + passed * (way.end - way.start))
