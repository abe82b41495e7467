"""Arrows on a log axis lead from each mark to the next, and are refused where that would be untrue."""

import numpy as np
import pytest

from visuals import Axes, TenfoldSteps

BOX = (-5, -2, 5, 3)


def log_axes(**how) -> Axes:
    return Axes(**{"x": (1, 1e3), "y": (1e-4, 1e2), "box": BOX, "log": "xy", **how})


@pytest.mark.parametrize(("along", "marks"), [("y", (1e-3, 1e-2, 0.1, 1.0)), ("x", (1.0, 10.0, 100.0))])
def test_every_arrow_spans_one_factor_of_ten(along, marks):
    axes = log_axes()
    axis = "xy".index(along)
    ends = axes.to_data(TenfoldSteps(axes, marks, along=along).ends())[..., axis]
    np.testing.assert_allclose(ends[:, 0] / marks[:-1], np.broadcast_to(ends[0, 0] / marks[0], len(ends)))
    assert ends[:, 0] == pytest.approx(np.array(marks[:-1]), rel=0.2)
    assert ends[:, 1] == pytest.approx(np.array(marks[1:]), rel=0.2)


def test_on_the_way_down_arrows_fall_and_say_by_what_they_divide():
    steps = TenfoldSteps(log_axes(), (1.0, 1e-2, 1e-4), factor=0.01)
    assert (steps.ends()[:, 0, 1] > steps.ends()[:, 1, 1]).all()
    assert {each.source for each in steps.words} == {"÷ 100"}


def test_they_come_one_after_another():
    steps = TenfoldSteps(log_axes(), (1e-2, 0.1, 1.0, 10.0))
    steps.pose(grown=0.5).redraw()
    drawn = [float(np.ptp(each.points[:, 1])) if len(each.points) else 0.0 for each in steps.arrows]
    whole = float(np.ptp(steps.ends()[0, :, 1]))
    assert drawn == pytest.approx([whole, 0.5 * whole, 0.0], abs=1e-6)


def test_they_move_with_their_axes():
    axes = log_axes()
    steps = TenfoldSteps(axes, (1e-2, 0.1, 1.0))
    axes.show(y=(1e-3, 1e2))
    steps.redraw()
    assert axes.to_data(steps.ends())[:, 0, 1] == pytest.approx([1e-2, 0.1], rel=0.2)


@pytest.mark.parametrize("marks", [(1.0, 10.0, 50.0), (1.0,), (10.0, 1.0)])
def test_marks_that_are_not_tenfold_are_refused(marks):
    with pytest.raises(ValueError, match="10 times the one before"):
        TenfoldSteps(log_axes(), marks)


def test_an_even_axis_is_refused():
    with pytest.raises(ValueError, match="log axis"):
        TenfoldSteps(log_axes(log="x"), (1e-3, 1e-2, 0.1))
