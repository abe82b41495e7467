"""The colours of the ground and the limits that light may stretch them to."""

from __future__ import annotations

import colorsys

import numpy as np

from visuals.theme import HEIGHT_RAMP, INK, luminance, ramp

SHADE_LOW, SHADE_HIGH = (
    0.42,
    1.08,
)  # what light may multiply a height's colour with; readability is tested at both
VALLEY_GAIN = 0.32  # deep ground is shown this much brighter, or it would sink into the stage's own dark
CONTOUR_INK = "#ECEFF4"
CONTOUR_STRENGTH = 0.30  # share of that ink in a contour line
BASIN_INK = 0.42  # luminance of what is drawn in a watershed's colour
BASIN_LOOKS = ((0.065, 0.50), (0.105, 0.42), (0.045, 0.60))  # luminance and saturation, in turn


def channels(ink: str) -> np.ndarray:
    """Red, green, blue of a hex colour, 0 to 255 each."""
    return np.array([int(ink[k : k + 2], 16) for k in (1, 3, 5)], dtype=float)


def ramp_knots() -> np.ndarray:
    """The theme's height ramp, lowest ground first, (5, 3): straight from each to the next."""
    return np.array([channels(ink) for ink in HEIGHT_RAMP])


def basin_table(count: int) -> np.ndarray:
    """`count` muted colours that neighbours are told apart by, and last the grey of what drains nowhere.

    Hues step by the golden angle, so that any few in a row lie far apart; luminance cycles through three
    values, all so low that white stands out by 3 to 1 even in full light.
    """
    colours = []
    for k in range(count):
        hue = (0.55 + k * 0.61803398875) % 1.0
        luminous, depth = BASIN_LOOKS[k % len(BASIN_LOOKS)]
        plain = np.array(colorsys.hls_to_rgb(hue, 0.4, depth)) * 255
        colours.append(scaled_to(plain, luminous))
    return np.array([*colours, scaled_to(channels(INK.quiet), BASIN_LOOKS[0][0])])


def basin_inks(count: int) -> tuple[str, ...]:
    """For each of the watersheds' colours a bright one of the same hue, for what belongs to it; grey last."""
    table = basin_table(count)
    return (*(hexed(scaled_to(colour, BASIN_INK)) for colour in table[:-1]), INK.quiet)


def scaled_to(colour: np.ndarray, luminous: float) -> np.ndarray:
    """The colour made darker, or brighter and then paler, until its relative luminance is `luminous`."""
    full = colour * 255.0 / colour.max()

    def lit(light: float) -> np.ndarray:  # 0 black, 1 as bright as the hue allows, 2 white
        return np.asarray(full * light if light <= 1 else full + (255.0 - full) * (light - 1))

    low, high = 0.0, 2.0
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (low, middle) if luminance(hexed(lit(middle))) > luminous else (middle, high)
    return lit(low)


def hexed(colour: np.ndarray) -> str:
    """The hex name of a colour with channels from 0 to 255."""
    return "#" + "".join(f"{round(float(part)):02X}" for part in np.clip(colour, 0, 255))


def brightest(share: float) -> np.ndarray:
    """The colour of height `share` (0 to 1) in full light, without contour lines: what ink on it has to
    stand out from.
    """
    return np.minimum(channels(ramp(share)) * SHADE_HIGH * (1.0 + VALLEY_GAIN * (1.0 - share)), 255.0)


def darkest(share: float) -> np.ndarray:
    """The same in full shade, where the light leaves least of it."""
    return channels(ramp(share)) * SHADE_LOW * 0.5 * (1.0 + VALLEY_GAIN * (1.0 - share))
