"""Whatever lies on coloured ground can be read, in full light and in deep shade."""

import numpy as np
import pytest

from visuals.terrain.brush import CASING_SHARE
from visuals.terrain.palette import (
    CONTOUR_STRENGTH,
    SHADE_HIGH,
    VALLEY_GAIN,
    basin_table,
    brightest,
    channels,
    darkest,
    hexed,
)
from visuals.theme import INK, contrast, mix

CONCEPTS = sorted(
    {ink for name, ink in vars(INK).items() if not name.startswith("_")} - {INK.ground, INK.casing}
)
HEIGHTS = np.linspace(0, 1, 41)


GROUNDS = [hexed(look(share)) for share in HEIGHTS for look in (brightest, darkest)]
BASINS = [
    hexed(colour * light) for colour in basin_table(16) for light in (1.0, SHADE_HIGH * (1 + VALLEY_GAIN))
]


@pytest.mark.parametrize("ground", GROUNDS[::4] + GROUNDS[-2:])
def test_white_stands_out_from_any_height_without_help(ground):
    assert contrast(INK.path, ground) >= 3.0


@pytest.mark.parametrize("ink", CONCEPTS)
def test_an_ink_in_its_casing_stands_out_from_any_height(ink):
    for ground in GROUNDS + BASINS:
        casing = mix(ground, INK.casing, CASING_SHARE)
        assert contrast(ink, ground) >= 3.0 or contrast(ink, casing) >= 3.0


@pytest.mark.parametrize("ink", CONCEPTS)
def test_letters_in_their_casing_stand_out_from_any_height(ink):
    for ground in GROUNDS + BASINS:
        assert contrast(ink, mix(ground, INK.casing, CASING_SHARE)) >= 4.5


@pytest.mark.parametrize("ground", BASINS)
def test_white_stands_out_from_every_watershed(ground):
    assert contrast(INK.path, ground) >= 3.0


def test_contour_lines_show_but_do_not_shout():
    for share in HEIGHTS:
        ground = brightest(share)
        line = ground + (channels(INK.path) - ground) * CONTOUR_STRENGTH
        assert 1.2 < contrast(hexed(line), hexed(ground)) < 3.0
        assert contrast(INK.path, hexed(line)) > 1.6


def test_neighbouring_watersheds_differ():
    colours = basin_table(13)[:-1]
    apart = np.linalg.norm(colours[1:] - colours[:-1], axis=1)
    assert apart.min() > 30
