"""Every residual is as long as it is, above the line where the datum is, wherever it stands."""

import numpy as np
import pytest

from visuals.data.residual_strip import Misses, residual_strip
from visuals.drawing.axes import Axes
from visuals.drawing.dial import Dial

X = 1960 + np.arange(48) / 12
Y = 320 + 3 * np.sin(2 * np.pi * X) + 0.1 * (X - 1960)
MODELS = np.stack([np.full(48, 320.0), 320 + 0.1 * (X - 1960)])


@pytest.fixture
def plot() -> Axes:
    return Axes(x=(1959, 1965), y=(310, 330), box=(-5, 0, 5, 3))


@pytest.fixture
def misses(plot) -> Misses:
    strip = residual_strip(plot, up=(-2.8, -1), y=(-4, 4), steps=(4,))
    return Misses(plot, strip, X, Y, MODELS, stage=Dial())


def strokes(misses: Misses) -> tuple[np.ndarray, np.ndarray]:
    """Feet and tips as they are drawn."""
    each = misses.strokes.points.reshape(-1, 4, 3)
    return each[:, 0], each[:, 3]


@pytest.mark.parametrize("stage", [0.0, 0.4, 1.0])
def test_before_it_falls_a_miss_joins_model_and_datum(misses, plot, stage):
    misses.stage.set_value(stage)
    misses.redraw()
    feet, tips = strokes(misses)
    model = (1 - stage) * MODELS[0] + stage * MODELS[1]
    np.testing.assert_allclose(feet, plot.to_screen(X, model), atol=1e-9)
    np.testing.assert_allclose(tips, plot.to_screen(X, Y), atol=1e-9)


@pytest.mark.parametrize("stage", [0.0, 0.4, 1.0])
def test_in_the_strip_it_stands_on_zero_and_is_data_minus_model(misses, stage):
    misses.stage.set_value(stage)
    misses.dropped.set_value(1.0)
    misses.redraw()
    feet, tips = strokes(misses)
    model = (1 - stage) * MODELS[0] + stage * MODELS[1]
    np.testing.assert_allclose(feet, misses.strip.to_screen(X, 0), atol=1e-9)
    np.testing.assert_allclose((tips - feet)[:, 1], (Y - model) * misses.strip.units[1], atol=1e-9)


def test_early_months_fall_first_and_no_month_changes_its_place_in_time(misses, plot):
    misses.dropped.set_value(0.5)
    misses.redraw()
    feet, _ = strokes(misses)
    shares = (plot.to_screen(X, MODELS[0])[:, 1] - feet[:, 1]) / (
        plot.to_screen(X, MODELS[0])[:, 1] - misses.strip.to_screen(X, 0)[:, 1]
    )
    assert (np.diff(shares) <= 1e-12).all()
    assert shares[0] > shares[-1]
    np.testing.assert_allclose(feet[:, 0], plot.to_screen(X, 0)[:, 0])


def test_a_wider_scale_shows_shorter_strokes(misses):
    misses.dropped.set_value(1.0)
    misses.redraw()
    feet, tips = strokes(misses)
    misses.strip.show(y=(-8, 8))
    misses.redraw()
    new_feet, new_tips = strokes(misses)
    np.testing.assert_allclose(2 * (new_tips - new_feet)[:, 1], (tips - feet)[:, 1], atol=1e-9)
