"""The tools of the course as small drawings, each about one unit wide."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
from manim import (
    Circle,
    Line,
    Polygon,
    Rectangle,
    RegularPolygon,
    RoundedRectangle,
    VGroup,
    VMobject,
)

from visuals.curve.lens import GLASS, STEEL, WOOD
from visuals.drawing.polyline import at_screen, polyline
from visuals.theme import HEIGHT_RAMP, INK, mix, ramp


def magnifying_glass() -> VGroup:
    """A lens with a straight line in it: what everything smooth becomes."""
    centre, radius = np.array([-0.12, 0.13, 0.0]), 0.33
    along = np.array([1.0, -1.0, 0.0]) / np.sqrt(2)
    glass = Circle(radius, stroke_width=0).set_fill(mix(GLASS, "#FFFFFF", 0.08), opacity=1).move_to(centre)
    slope = np.array([1.0, 0.6, 0.0]) / np.hypot(1.0, 0.6)
    line = Line(centre - 0.97 * radius * slope, centre + 0.97 * radius * slope).set_stroke(
        INK.slope, width=3.5
    )
    rim = Circle(radius).set_stroke(STEEL, width=5).set_sheen_direction((-1, 1, 0)).move_to(centre)
    neck = Line(centre + radius * along, centre + 1.25 * radius * along).set_stroke(STEEL[0], width=6)
    grip = Line(centre + 1.25 * radius * along, centre + 2.05 * radius * along).set_stroke(WOOD[1], width=9)
    return VGroup(neck, grip, glass, line, rim)


def compass_and_boots() -> VGroup:
    """A needle that points uphill, and a boot to step the other way."""
    centre = np.array([-0.16, 0.16, 0.0])
    case = Circle(0.32).set_fill(GLASS, opacity=1).set_stroke(WOOD[1], width=4).move_to(centre)
    needle = np.array([np.sin(0.6), np.cos(0.6), 0.0])
    aside = np.array([needle[1], -needle[0], 0.0]) * 0.065
    uphill = Polygon(centre + 0.26 * needle, centre + aside, centre - aside).set_fill(INK.gradient, opacity=1)
    downhill = Polygon(centre - 0.26 * needle, centre + aside, centre - aside).set_fill(INK.path, opacity=1)
    shaft = [(-0.06, 0.28), (0.09, 0.28), (0.1, 0.03), (0.3, -0.06), (0.34, -0.16), (-0.08, -0.16)]
    boot = Polygon(*(np.array([x + 0.16, y - 0.26, 0.0]) for x, y in shaft))
    boot.set_fill(mix(WOOD[1], INK.text, 0.25), opacity=1).set_stroke(INK.casing, width=1.5).round_corners(
        0.035
    )
    sole = Line((0.07, -0.44, 0), (0.51, -0.44, 0)).set_stroke(INK.path, width=4)
    return VGroup(case, uphill.set_stroke(width=0), downhill.set_stroke(width=0), boot, sole)


def rope_team() -> VGroup:
    """Three on one rope, one above the other."""
    places = [np.array([x, y, 0.0]) for x, y in ((-0.36, -0.26), (0.0, -0.02), (0.36, 0.22))]
    share = np.linspace(0.0, 1.0, 40)
    ropes = []
    for low, high in pairwise(places):
        sag = low[1] + (high[1] - low[1]) * share - 0.22 * share * (1 - share) + 0.07
        ropes.append(at_screen(low[0] + (high[0] - low[0]) * share, sag))
    rope = VMobject().set_stroke(INK.model, width=2.5)
    rope.points = polyline(np.concatenate(ropes))
    slope = Line(places[0] + [-0.12, -0.2, 0], places[2] + [0.1, -0.14, 0]).set_stroke(ramp(0.7), width=3)
    people = VGroup()
    for place in places:
        body = Line(place + [0, -0.1, 0], place + [0.02, 0.1, 0]).set_stroke(INK.path, width=6)
        head = Circle(0.055, stroke_width=0).set_fill(INK.path, opacity=1).move_to(place + [0.03, 0.19, 0])
        people.add(body, head)
    return VGroup(slope, people, rope)


def summit_photo() -> VGroup:
    """A print with a white border: a peak and the flag on it."""
    paper = RoundedRectangle(0.04, width=0.86, height=0.78).set_fill(INK.path, opacity=1).set_stroke(width=0)
    sky = (
        Rectangle(width=0.74, height=0.54)
        .set_fill(HEIGHT_RAMP[1], opacity=1)
        .set_stroke(width=0)
        .shift((0, 0.05, 0))
    )
    low, left, right = sky.get_bottom()[1], sky.get_left()[0], sky.get_right()[0]
    hills = Polygon(
        (left, low, 0), (left, low + 0.12, 0), (-0.05, low + 0.38, 0), (right, low + 0.08, 0), (right, low, 0)
    )
    slopes: Any = [ramp(0.6), ramp(1.0)]
    hills.set_fill(slopes, opacity=1).set_stroke(width=0).set_sheen_direction((0, 1, 0))
    pole = Line((-0.05, low + 0.37, 0), (-0.05, low + 0.52, 0)).set_stroke(INK.path, width=2)
    flag = RegularPolygon(3).set_fill(INK.gradient, opacity=1).set_stroke(width=0).scale(0.055)
    flag.move_to((0.0, low + 0.475, 0))
    return VGroup(paper, sky, hills, pole, flag).rotate(-0.08)


TOOLS = {
    "magnifying glass": magnifying_glass,
    "compass and boots": compass_and_boots,
    "rope team": rope_team,
    "summit photo": summit_photo,
}
