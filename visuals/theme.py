"""Colour, type, pace and stage: what they mean, set once for all lectures.

A course may give colours of its own to the concepts: [theme] of its compass.toml.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from visuals.course import for_frames


class INK:
    """One colour for one concept, the same in formula, label and drawing.

    Colour is never the only cue: each concept also has a shape (bars with end ticks for nudges,
    a diamond tail for the gradient, prints for the path, dashes for the exact value, ...).
    """

    ground: Final = "#0E1116"  # the dark behind everything
    text: Final = "#ECEFF4"  # words that name no concept
    quiet: Final = "#9AA4B2"  # axes, labels, whatever stands back
    casing: Final = "#0B0E13"  # dark edge worn by all that lies on coloured ground

    input: Final = "#5CD0B3"  # x and its nudge dx, dt: horizontal bar with end ticks
    output: Final = "#FFD866"  # f and its response df: vertical bar with end ticks
    gradient: Final = "#FF6B5E"  # gradient and compass needle: arrow with a diamond tail
    slope: Final = "#FF6B5E"  # a slope is a gradient in one dimension: tangent line
    path: Final = "#ECEFF4"  # descent direction and path: boot prints
    parameter: Final = "#B79CF2"  # theta, w, b: knobs
    data: Final = "#58C4DD"  # measured dots
    model: Final = "#F0AC5F"  # prediction: solid line
    residual: Final = "#E879C9"  # error: thin vertical segment
    plus: Final = "#B79CF2"  # positive weights: solid
    minus: Final = "#FF9F43"  # negative weights: outlined
    exact: Final = "#9AA4B2"  # the true value: dashed
    curvature: Final = "#8BD17C"  # second-order things: ellipse, osculating parabola

    # things that are merely several: five hikers, four methods. They mean nothing but "this one, not that",
    # so they are paler than the concepts, and each has a dash and a mark of its own (see SEVERAL)
    one: Final = "#DDE3EC"
    two: Final = "#E8B8A6"
    three: Final = "#A9CFA4"
    four: Final = "#B4C2F0"
    five: Final = "#DCCB8C"


_OWN: Final = for_frames("theme")  # read once, before anything takes a colour
for _name in _OWN.keys() & vars(INK).keys():
    setattr(INK, _name, _OWN[_name])


class Kind(NamedTuple):
    """How one of several looks: ink, dash and gap along its line (none: solid), corners of its mark."""

    ink: str
    dash: tuple[float, float] | None  # in scene units
    corners: int  # of its mark; 0 is a disc


SEVERAL: Final = (
    Kind(INK.one, None, 0),
    Kind(INK.two, (0.22, 0.12), 4),
    Kind(INK.three, (0.08, 0.10), 3),
    Kind(INK.four, (0.36, 0.10), 6),
    Kind(INK.five, (0.05, 0.18), 5),
)
"""Looks for things that are merely several, told apart by ink, by dash and by mark alike."""

HEIGHT_RAMP: Final = tuple(_OWN.get("heights", ("#16213F", "#2A3A5E", "#46566F", "#677066", "#8A7A4E")))
"""Valley to peak, navy through slate to a muted gold; all that lies on it wears INK.casing."""


class PACE:
    """How long a motion takes, in seconds; each is a whole number of 1/15 s, so every frame rate agrees."""

    quick: Final = 0.6  # a word, a label, a thing that steps aside
    normal: Final = 1.2  # one gesture
    slow: Final = 2.4  # a motion to be watched
    grand: Final = 4.8  # the motion that a beat is about


class SIZE:
    """Cap height of type, in pixels at 1080p. Nothing that is read stands below 28, an index not below 18."""

    small: Final = 29.0  # axis numbers, quiet labels
    body: Final = 34.0  # labels, read-outs, words
    large: Final = 44.0  # a formula that is the subject
    title: Final = 58.0  # the lecture's name


class STAGE:
    """The frame in scene units (16 to 9, eight high), and what stays free in it."""

    width: Final = 128 / 9
    height: Final = 8.0
    pixel: Final = 8.0 / 1080  # one 1080p pixel in scene units
    margin: Final = 0.35  # nothing to be read comes nearer to the frame's edge
    captions: Final = -3.0  # below this line lies the lowest eighth: captions and moving ground only

    left: Final = -width / 2 + margin
    right: Final = width / 2 - margin
    top: Final = height / 2 - margin
    bottom: Final = captions + 0.05


class STROKE:
    """Line widths in Manim's units (1080p: about 1.35 pixels to the unit of 1)."""

    hair: Final = 1.5  # grids
    thin: Final = 2.5  # contours, axes
    normal: Final = 4.0  # curves, arrows
    bold: Final = 6.0  # the one thing to look at
    casing: Final = 4.0  # how much wider the dark edge is than what it surrounds


def mix(ink: str, other: str, share: float) -> str:
    """The colour `share` of the way from `ink` to `other` (0 to 1), mixed in sRGB as screens do."""
    pairs = zip(_channels(ink), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


def ramp(share: float) -> str:
    """The map's colour at `share` of the way from the lowest ground (0) to the highest (1)."""
    place = min(max(share, 0.0), 1.0) * (len(HEIGHT_RAMP) - 1)
    step = min(int(place), len(HEIGHT_RAMP) - 2)
    return mix(HEIGHT_RAMP[step], HEIGHT_RAMP[step + 1], place - step)


def luminance(ink: str) -> float:
    """Relative luminance of WCAG 2.2: 0 for black, 1 for white."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _unit_channels(ink)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(ink: str, ground: str) -> float:
    """Contrast ratio of WCAG 2.2, from 1 (the same) to 21 (black on white)."""
    light, dark = sorted((luminance(ink), luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _channels(ink: str) -> list[int]:
    return [int(ink[i : i + 2], 16) for i in (1, 3, 5)]


def _unit_channels(ink: str) -> list[float]:
    return [c / 255 for c in _channels(ink)]
