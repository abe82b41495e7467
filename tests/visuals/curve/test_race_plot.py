"""Every runner's curve is its slope at every step, as far as the clock has come; promises are straight."""

import numpy as np
import pytest

from calc_core import bowl, race, rate_bound, rate_line
from visuals import SEVERAL, Box, Dial, RacePlot

RIVALS = {"gradient descent": {"learning_rate": 2 / 101}, "Newton": {}}


@pytest.fixture(scope="module")
def run():
    return race(bowl(100.0), (10.0, 1.0), RIVALS, tol=1e-8, floor=1e-9)


def plotted(run, time, **how) -> RacePlot:
    promised = rate_line(rate_bound(100.0, "gradient descent"), np.hypot(10, 100), down_to=1e-8)
    box = Box(-5, -2, 5, 3)
    return RacePlot(run, Dial(time), box=box, steps=(0, 1200), slopes=(1e-9, 1e3), rates=[promised], **how)


def drawn(plot, curve) -> np.ndarray:
    return plot.axes.to_data(np.concatenate([curve.line.points[::4], curve.line.points[-1:]]))


def test_curves_are_the_slopes_walked_so_far(run):
    plot = plotted(run, 300.0)
    curve = drawn(plot, plot.curves["gradient descent"])
    path = run.paths["gradient descent"]
    assert curve[:, 0] == pytest.approx(np.arange(301), abs=1e-6)
    assert curve[:, 1] == pytest.approx(path.slope[:301], rel=1e-6)
    assert plot.axes.to_data(plot.heads["gradient descent"].dot.get_center()) == pytest.approx(
        [300, path.slope[300]], rel=1e-3
    )


def test_who_has_arrived_stays_at_the_finish(run):
    plot = plotted(run, 300.0)
    assert drawn(plot, plot.curves["Newton"])[-1] == pytest.approx([1, 1e-9], abs=1e-6)
    assert plot.axes.to_data(plot.heads["Newton"].dot.get_center())[0] == pytest.approx(1, abs=1e-6)


def test_plain_descent_lies_on_its_dashed_promise(run):
    plot = plotted(run, 1200.0)
    promised = plot.promises[0]
    assert promised.dash is not None
    assert promised.line.get_color().to_hex() == SEVERAL[0].ink
    points = drawn(plot, promised)
    steps = np.round(points[:, 0])
    assert np.log(points[:, 1]) == pytest.approx(np.log(np.hypot(10, 100)) + points[:, 0] * np.log(99 / 101))
    slope = run.paths["gradient descent"].slope[np.minimum(steps, 1152).astype(int)]
    assert points[:, 1] == pytest.approx(slope, rel=0.02)


def test_nothing_is_drawn_outside_the_window(run):
    plot = plotted(run, 1200.0)
    plot.axes.show(x=(0, 100))
    for curve in (*plot.curves.values(), *plot.promises):
        curve.redraw()
        assert curve.line.points[:, 0].max() <= 5 + 1e-9
