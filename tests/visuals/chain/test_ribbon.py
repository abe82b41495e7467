"""A ribbon is as wide as the nudge is, at every station, from either end."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from visuals.chain.ribbon import BEND, Links, Ribbon
from visuals.theme import INK

STATIONS = np.linspace(-5.0, 5.0, 5)


@given(st.lists(st.floats(0.05, 2.0), min_size=5, max_size=5), st.booleans())
def test_a_ribbon_is_as_wide_as_the_nudge_at_its_stations(widths, back):
    ribbon = Ribbon(np.array(widths), STATIONS, y=0.7, unit=0.8, ink=INK.gradient, back=back)
    np.testing.assert_allclose(ribbon.width_at(STATIONS), 0.8 * np.array(widths), atol=1e-12)
    corners = ribbon.body.points[0::4]
    for x, width in zip(STATIONS[[0, -1]], np.array(widths)[[0, -1]], strict=True):
        y = corners[np.abs(corners[:, 0] - x) < 1e-9, 1]
        assert np.ptp(y) == pytest.approx(0.8 * width)
        assert (y.max() + y.min()) / 2 == pytest.approx(0.7)


def test_only_links_change_the_width():
    ribbon = Ribbon(np.array([1.0, 0.5, 2.0, 1.0, 1.2]), STATIONS, y=0.0, unit=1.0, ink=INK.output)
    for link in (STATIONS[1:] + STATIONS[:-1]) / 2:
        for side in (-1, 1):
            before = ribbon.width_at(link + side * np.linspace(BEND, 1.25, 9))
            assert np.ptp(before) < 1e-12


@pytest.mark.parametrize("back", [False, True])
def test_a_ribbon_comes_from_its_own_end(back):
    ribbon = Ribbon(np.ones(5), STATIONS, y=0.0, unit=1.0, ink=INK.output, back=back)
    ribbon.pose(grown=0.25).redraw()
    low, high = ribbon.body.points[:, 0].min(), ribbon.body.points[:, 0].max()
    assert (low, high) == pytest.approx((2.5, 5.0) if back else (-5.0, -2.5))
    ribbon.pose(grown=0).redraw()
    assert not len(ribbon.body.points)


def test_links_stand_between_the_stations():
    links = Links(STATIONS, reach=(-2.0, 3.0))
    np.testing.assert_allclose(links.middles, [-3.75, -1.25, 1.25, 3.75])
    assert (links.posts.points[:, 1].min(), links.posts.points[:, 1].max()) == (-2.0, 3.0)
