"""Columns of a sum stand term upon term, and the last one ends at the sum, whatever the signs."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from visuals import Axes, StackedTerms

AXES = Axes(x=(0, 4), y=(-10, 10), box=(-5, -3, 5, 3), x_ticks=(), y_ticks=(), cross_at=0)


def span(part) -> tuple[float, float]:
    """From which number to which a drawn column reaches."""
    heights = AXES.to_data(part.points)[:, 1]
    return heights.min(), heights.max()


@settings(max_examples=25)
@given(st.lists(st.floats(-3, 3).filter(lambda term: abs(term) > 0.01), min_size=1, max_size=3))
def test_each_column_begins_where_its_neighbour_ends(terms):
    stack = StackedTerms(lambda: (1.5, terms), on=AXES, width=0.4)
    ends = np.cumsum([0.0, *terms])
    for k, column in enumerate(stack.columns):
        assert span(column) == pytest.approx(sorted(ends[k : k + 2]))
        assert AXES.to_data(stack.ends[k].points)[0, 1] == pytest.approx(ends[k + 1])
    assert stack.total == pytest.approx(sum(terms))
    drawn = np.concatenate([each.points for each in stack.columns])
    assert drawn[:, 0].mean() == pytest.approx(AXES.to_screen(1.5, 0.0)[0], abs=0.2 * len(terms))


def test_a_term_that_is_not_there_yet_adds_nothing():
    stack = StackedTerms(lambda: (1.0, (2.0, -3.0)), on=AXES, parts=0)
    assert stack.total == 0
    assert not len(stack.columns[0].points)
    stack.parts[0].set_value(1)
    stack.redraw()
    assert stack.total == 2
    assert span(stack.columns[0]) == pytest.approx((0, 2))
    stack.pose(grown=0.5).parts[1].set_value(1)
    assert stack.total == pytest.approx(-0.5)
