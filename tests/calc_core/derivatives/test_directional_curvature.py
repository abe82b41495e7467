"""Curvature in every direction: measured along lines, it swings between the eigenvalues of the Hessian."""

import numpy as np
import pytest

from calc_core import bowl, directional_curvature, gaussian_hill
from calc_core.curvatures import principal
from calc_core.errors import ShapeError

TURN = np.linspace(0, np.pi, 181)
ROUND = np.stack([np.cos(TURN), np.sin(TURN)], axis=-1)


def test_it_swings_between_the_eigenvalues():
    here = np.array([0.5, -0.35])
    found = directional_curvature(gaussian_hill().f, here, ROUND)
    least, most = principal(gaussian_hill().hess(here))[0]
    assert found.value.min() == pytest.approx(least, abs=2e-4)
    assert found.value.max() == pytest.approx(most, abs=2e-4)
    assert found.largest_gap < 1e-8


def test_it_turns_with_the_ground():
    turned = directional_curvature(bowl(3.0, 0.4).f, (1.0, 2.0), ROUND)
    np.testing.assert_allclose(turned.value, np.cos(TURN - 0.4) ** 2 + 3 * np.sin(TURN - 0.4) ** 2, atol=1e-8)


def test_a_direction_of_no_length_is_refused():
    with pytest.raises(ShapeError, match="somewhere"):
        directional_curvature(bowl().f, (0, 0), (0, 0))
