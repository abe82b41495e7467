"""Bars reach down to the difference that was computed."""

import numpy as np

from calc_core import networks
from visuals import INK, AgreementBars, Axes


def test_bars_hang_from_one_down_to_the_difference():
    net = networks.MLP((2, 3, 2)).init(1)
    told = networks.agreement(networks.gradient_check(net, [[0.9, 0.6]], [1], method="central"))
    axes = Axes(x=(-1, 17), y=(1e-17, 1), box=(-5, -2, 5, 3), log="y", x_ticks=())
    bars = AgreementBars(told, on=axes, aside=0.2, ink=INK.input)
    for share in (1.0, 0.5):
        bars.pose(grown=share).redraw()
        corners = axes.to_data(bars.bars.points[0::4]).reshape(17, 4, 2)
        np.testing.assert_allclose(corners[..., 1].max(axis=1), 1.0)
        np.testing.assert_allclose(corners[..., 1].min(axis=1), told.shown**share, rtol=1e-6)
        np.testing.assert_allclose(corners[..., 0].mean(axis=1), np.arange(17) + 0.2, atol=1e-9)
