"""Colours can be read where they stand, and paces are whole ticks."""

import pytest

from visuals.lecture.captions import TICKS
from visuals.theme import HEIGHT_RAMP, INK, PACE, SEVERAL, SIZE, STAGE, contrast, luminance, mix, ramp

CONCEPTS = {name: ink for name, ink in vars(INK).items() if not name.startswith("_")}


@pytest.mark.parametrize("name", sorted(CONCEPTS.keys() - {"ground", "casing"}))
def test_every_ink_reads_on_the_ground(name):
    assert contrast(CONCEPTS[name], INK.ground) >= 4.5


def test_contrast_is_that_of_the_standard():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_the_ramp_climbs_in_brightness_and_passes_its_colours():
    shades = [luminance(ramp(i / 40)) for i in range(41)]
    assert shades == sorted(shades)
    assert [ramp(i / (len(HEIGHT_RAMP) - 1)) for i in range(len(HEIGHT_RAMP))] == list(HEIGHT_RAMP)


def test_mixing_goes_from_one_ink_to_the_other():
    assert mix(INK.input, INK.output, 0.0) == INK.input
    assert mix(INK.input, INK.output, 1.0) == INK.output


@pytest.mark.parametrize("pace", ["quick", "normal", "slow", "grand"])
def test_paces_are_whole_ticks(pace):
    assert getattr(PACE, pace) * TICKS == pytest.approx(round(getattr(PACE, pace) * TICKS))


def test_what_is_read_is_large_enough_and_captions_have_the_lowest_eighth():
    assert min(SIZE.small, SIZE.body, SIZE.large, SIZE.title) >= 28
    assert pytest.approx(-STAGE.height / 2 + STAGE.height / 8) == STAGE.captions


def test_several_are_told_apart_by_ink_dash_and_mark_alike():
    assert len({kind.ink for kind in SEVERAL}) == len(SEVERAL)
    assert len({kind.dash for kind in SEVERAL}) == len(SEVERAL)
    assert len({kind.corners for kind in SEVERAL}) == len(SEVERAL)
    concepts = {ink for name, ink in CONCEPTS.items() if name not in ("one", "two", "three", "four", "five")}
    assert not concepts & {kind.ink for kind in SEVERAL}
