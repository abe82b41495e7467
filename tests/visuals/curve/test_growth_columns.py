"""Columns, gains and slopes of a^x are drawn as high as they are, before and after they are levelled."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calc_core import exponential
from visuals.curve.growth_columns import GrowthColumns
from visuals.drawing.axes import Axes, Box

HOURS = np.linspace(0.0, 2.0, 41)
AXES = Axes(x=(-0.3, 2.3), y=(0, 40), box=Box(-3, -2, 3, 2), x_ticks=(), y_ticks=())


def top(part):
    return float(AXES.to_data(part.points)[:, 1].max())


@settings(max_examples=25)
@given(
    a=st.floats(1.1, 4.0), dx=st.floats(0.05, 0.4), levelled=st.floats(0.0, 1.0), capped=st.floats(0.1, 1.0)
)
def test_every_column_cap_and_slope_has_its_height_however_far_it_is_levelled(a, dx, levelled, capped):
    grown = exponential(a, HOURS, dx)
    drawn = GrowthColumns(lambda: grown, on=AXES, columns=(0, 10, 20, 30, 40))
    drawn.pose(levelled=levelled, capped=capped, sloped=1).redraw()
    for k, column in enumerate((0, 10, 20, 30, 40)):
        height = a ** HOURS[column]
        assert top(drawn.bodies[k]) == pytest.approx(height ** (1 - levelled))
        gain = capped * height * (a**dx - 1) / height**levelled
        assert top(drawn.caps[k]) - top(drawn.bodies[k]) == pytest.approx(gain, rel=1e-6)
    line = AXES.to_data(drawn.line.points[3::4])
    slopes = a ** line[:, 0] * (a**dx - 1) / dx / a ** (line[:, 0] * levelled)
    assert line[:, 1] == pytest.approx(slopes, rel=1e-6)


def test_columns_come_one_after_the_other_and_those_between_by_a_dial_of_their_own():
    grown = exponential(2.0, HOURS)
    drawn = GrowthColumns(lambda: grown, on=AXES, columns=(0, 10, 20, 30, 40), grown=0)
    drawn.pose(grown=1 / 3).redraw()
    assert [len(each.points) > 0 for each in drawn.bodies] == [True, False, False, False, False]
    drawn.pose(grown=1).redraw()
    assert [len(each.points) > 0 for each in drawn.bodies] == [True, False, True, False, True]
    drawn.pose(between=1).redraw()
    assert all(len(each.points) for each in drawn.bodies)


def test_a_curve_ends_where_its_axes_end():
    grown = exponential(50.0, HOURS)
    drawn = GrowthColumns(lambda: grown, on=AXES, columns=()).pose(sloped=1)
    drawn.redraw()
    assert AXES.to_data(drawn.line.points)[:, 1].max() <= 40 * (1 + 1e-12)
