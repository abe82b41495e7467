"""Dusk falls where captions go, and nowhere else."""

import numpy as np

from tests.visuals.hills import GROUND, canvas
from visuals.map.dusk import REACH, Dusk
from visuals.theme import STAGE


def light_by_row(dusk: Dusk) -> tuple[np.ndarray, np.ndarray]:
    """Heights on the stage, and the share of light that is left there."""
    stage = canvas()
    stage.pixels[..., :3] = 200
    dusk.paint(stage)
    rows = np.arange(len(stage.pixels)) + 0.5
    light = (stage.pixels[:, 7, 0].astype(float) - GROUND[0]) / (200 - GROUND[0])
    assert np.ptp(stage.pixels[..., 0], axis=1).max() == 0
    return (stage.origin[1] - rows) / stage.per_unit[1], light


def test_above_the_captions_everything_keeps_its_light():
    height, light = light_by_row(Dusk())
    assert np.allclose(light[height > STAGE.captions + REACH / 2], 1.0)


def test_it_deepens_downwards_to_its_strength():
    height, light = light_by_row(Dusk(strength=0.6))
    assert (np.diff(light) <= 1e-9).all()
    assert np.allclose(light[height < STAGE.captions - REACH / 2], 0.4, atol=0.01)


def test_without_strength_nothing_changes():
    _, light = light_by_row(Dusk(strength=0.0))
    assert np.allclose(light, 1.0)
