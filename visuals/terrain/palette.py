"""The colours of the ground and the limits that light may stretch them to."""

from __future__ import annotations

import colorsys

import numpy as np

from visuals.theme import INK, mix, ramp

SHADE_LOW, SHADE_HIGH = (
    0.42,
    1.08,
)  # what light may multiply a height's colour with; readability is tested at both
VALLEY_GAIN = 0.32  # deep ground is shown this much brighter, or it would sink into the stage's own dark
CONTOUR_INK = "#ECEFF4"
CONTOUR_STRENGTH = 0.30  # share of that ink in a contour line


def channels(ink: str) -> np.ndarray:
    """Red, green, blue of a hex colour, 0 to 255 each."""
    return np.array([int(ink[k : k + 2], 16) for k in (1, 3, 5)], dtype=float)


def ramp_table(steps: int = 512) -> np.ndarray:
    """The theme's height ramp, lowest ground first, (steps, 3)."""
    return np.array([channels(ramp(k / (steps - 1))) for k in range(steps)])


def basin_table(count: int) -> np.ndarray:
    """`count` muted colours that neighbours are told apart by, and last the grey of ground that drains
    nowhere.

    Hues step by the golden angle, so that any few in a row lie far apart; lightness alternates; all stay as
    dark as the height ramp, so that what lies on them can be read.
    """
    colours = []
    for k in range(count):
        hue = (0.55 + k * 0.61803398875) % 1.0
        lightness, depth = ((0.40, 0.46), (0.31, 0.50), (0.47, 0.34))[k % 3]
        colours.append(np.array(colorsys.hls_to_rgb(hue, lightness, depth)) * 255)
    return np.array([*colours, channels(mix(INK.quiet, INK.ground, 0.72))])


def brightest(share: float) -> np.ndarray:
    """The colour of height `share` (0 to 1) in full light, without contour lines: what ink on it has to
    stand out from.
    """
    return np.minimum(channels(ramp(share)) * SHADE_HIGH * (1.0 + VALLEY_GAIN * (1.0 - share)), 255.0)


def darkest(share: float) -> np.ndarray:
    """The same in full shade, where the light leaves least of it."""
    return channels(ramp(share)) * SHADE_LOW * 0.5 * (1.0 + VALLEY_GAIN * (1.0 - share))
