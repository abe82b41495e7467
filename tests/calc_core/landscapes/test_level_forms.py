"""Level forms: between two stops lie the forms of the numbers between them; kinds tell what they can."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc_core import classify, form_tour, hessian, level_form
from calc_core.errors import ShapeError

TOUR = [(1, 1, 0), (1, 0, 0), (1, -1, 0), (0, -1, 0), (-1, -1, 0)]
NUMBER = st.floats(-3, 3)


@given(NUMBER, NUMBER, st.floats(0, 1))
def test_a_blend_of_two_stops_is_the_form_between_them(b, c, share):
    tour = form_tour([(1, b, c), (1, 1, -1)], shape=(7, 9))
    between = level_form(1, b + share * (1 - b), c + share * (-1 - c))
    nodes = np.stack(np.meshgrid(tour.x, tour.y), axis=-1)
    np.testing.assert_allclose(tour.f[0] + share * (tour.f[1] - tour.f[0]), between.f(nodes), atol=1e-12)


def test_the_tour_leads_from_bowl_to_peak():
    told = form_tour(TOUR)
    assert told.kinds.tolist() == ["minimum", "degenerate", "saddle", "degenerate", "maximum"]
    assert told.trace.tolist() == [2, 1, 0, -1, -2]
    assert told.determinant.tolist() == [1, 0, -1, 0, 1]


@given(NUMBER, NUMBER, NUMBER)
def test_the_hessian_is_what_nudges_measure(a, b, c):
    land, here = level_form(a, b, c), np.array([0.3, -0.4])
    np.testing.assert_allclose(hessian(land.f, here).value, land.hess(here), atol=1e-5)
    np.testing.assert_allclose(land.hess(np.zeros(2)), np.diag([a, b]), atol=0)


def test_a_fourth_power_is_not_seen_by_the_test():
    for c in (1, -1):
        assert classify(level_form(2, 0, c).hess(np.zeros(2))).kind == "degenerate"
    up, down = (level_form(2, 0, c).f(np.array([[0, 0.3], [0.3, 0]])) for c in (1, -1))
    assert (up > 0).all()
    assert down[0] < 0 < down[1]


def test_two_curvatures_never_change_at_once():
    with pytest.raises(ShapeError, match="not both"):
        form_tour([(1, 1, 0), (0, 0, 0)])
    with pytest.raises(ShapeError, match="stops, 3"):
        form_tour([1, 1, 0])
