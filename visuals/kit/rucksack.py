"""The rucksack of the course: four pockets, one for the tool of each step."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

import numpy as np
from manim import Animation, Mobject, RoundedRectangle, VGroup, VMobject, smooth

from visuals.drawing.polyline import at_screen, polyline
from visuals.kit.tools import TOOLS
from visuals.theme import HEIGHT_RAMP, INK, STROKE, mix

CLOTH: Any = (mix(HEIGHT_RAMP[0], HEIGHT_RAMP[1], 0.5), mix(HEIGHT_RAMP[1], HEIGHT_RAMP[2], 0.8))
SEAM = mix(HEIGHT_RAMP[2], INK.quiet, 0.5)
LEATHER = mix(HEIGHT_RAMP[4], INK.ground, 0.35)
POCKET = 1.12  # side of a pocket, in units of a rucksack about four and a half high
PLACES = ((-0.64, 0.02), (0.64, 0.02), (-0.64, -1.24), (0.64, -1.24))
FAINT = 0.13  # a tool that is still to be found
FLAP, SHUTTING = 0.62, 0.4  # of a pocket is covered; of the time one flap takes
LEAVING, LIGHTING = 0.1, 0.25  # of a flight: its shadow leaves the pocket, the tool comes to light


class Rucksack(VGroup):
    """A rucksack, `filled` with the tools named; its other pockets show the shadow of what is to come."""

    def __init__(self, filled: Sequence[str] = (), *, height: float = 4.4) -> None:
        super().__init__()
        for tool in filled:
            _known(tool)
        self.bag = _bag()
        self.pockets = VGroup(*(_pocket(place) for place in PLACES))
        self.tools = VGroup(*(draw() for draw in TOOLS.values()))
        for tool, drawing, place in zip(TOOLS, self.tools, PLACES, strict=True):
            drawing.scale(0.96).move_to((*place, 0.0))
            if tool not in filled:
                _fade(drawing)
        self.add(self.bag, self.pockets, self.tools)
        self.scale(height / self.height).center()

    def tool(self, name: str) -> VMobject:
        """The drawing in a pocket."""
        return self.tools[list(TOOLS).index(_known(name))]

    def pack(self, name: str, *, coming_from: Mobject) -> Animation:
        """The tool flies into its pocket in a bow, from the place and at the size of another picture."""
        return Packing(self.tool(name), TOOLS[_known(name)](), coming_from)

    def close(self) -> Animation:
        """A flap comes down over each pocket, one after the other, and its buckle shuts."""
        flaps = VGroup(*(_flap(pocket) for pocket in self.pockets))
        self.add(flaps)
        return Closing(flaps)


class Packing(Animation):
    """A drawing comes to light and flies home: size by equal ratios, place on a parabola over the way."""

    def __init__(self, home: VMobject, bright: VGroup, coming_from: Mobject) -> None:
        self.goal, self.start = home.get_center(), coming_from.get_center()
        self.swelling = coming_from.height / home.height
        self.bright = bright.scale(home.height / bright.height).move_to(self.goal)
        super().__init__(home, rate_func=smooth)

    def interpolate_mobject(self, alpha: float) -> None:
        if alpha < LEAVING:  # its shadow leaves the pocket
            self._show(self.bright, FAINT * (1 - alpha / LEAVING))
            return
        share = self.rate_func((alpha - LEAVING) / (1 - LEAVING))
        place = self.start + share * (self.goal - self.start)
        place = place + np.array([0.0, 1.6 * share * (1 - share), 0.0])
        size = self.swelling ** (1 - share)
        flying = self.bright.copy().scale(size).move_to(place)
        self._show(flying, min((alpha - LEAVING) / LIGHTING, 1.0), size)

    def _show(self, flying: VGroup, light: float, size: float = 1.0) -> None:
        family: Any = self.mobject.get_family()
        for part, now in zip(family, flying.get_family(), strict=True):
            if len(now.points):
                part.points = now.points
                part.match_style(now, family=False)
                part.set_stroke(width=now.stroke_width * size**0.5)  # large drawings want stronger lines
                if light < 1:
                    _dim(part, light)


class Closing(Animation):
    """Flaps that hang down from the upper edges of their pockets, one after the other."""

    def __init__(self, flaps: VGroup) -> None:
        self.shut = [flap.copy() for flap in flaps]
        super().__init__(flaps, rate_func=smooth)
        self.interpolate_mobject(0.0)

    def interpolate_mobject(self, alpha: float) -> None:
        flaps: Any = self.mobject
        for k, (flap, shut) in enumerate(zip(flaps, self.shut, strict=True)):
            late = k * (1 - SHUTTING) / max(len(self.shut) - 1, 1)
            share = self.rate_func(min(max((alpha - late) / SHUTTING, 0.0), 1.0))
            cloth, strap, buckle = flap
            top = shut[0].get_top()
            cloth.points = top + (shut[0].points - top) * [1.0, max(share, 1e-3), 1.0]
            for part, whole in ((strap, shut[1]), (buckle, shut[2])):
                part.points = top + (whole.points - top) * [1.0, max(share, 1e-3), 1.0]
            opacity = 1.0 if share > 0 else 0.0
            cloth.set_fill(opacity=opacity).set_stroke(opacity=opacity)
            strap.set_fill(opacity=opacity).set_stroke(opacity=opacity)
            buckle.set_stroke(opacity=max(2.0 * share - 1.0, 0.0))


def _bag() -> VGroup:
    """Body, lid with buckles, loop and shoulder straps, seen from the front."""
    body = _outline(
        [
            (-1.42, -1.95),
            (-1.55, -1.2),
            (-1.45, 0.6),
            (-1.12, 1.28),
            (1.12, 1.28),
            (1.45, 0.6),
            (1.55, -1.2),
            (1.42, -1.95),
        ],
        0.42,
    )
    lid = _outline([(-1.2, 0.92), (-1.26, 1.5), (-0.85, 1.98), (0.85, 1.98), (1.26, 1.5), (1.2, 0.92)], 0.3)
    loop = _outline([(-0.32, 1.8), (-0.32, 2.36), (0.32, 2.36), (0.32, 1.8)], 0.2)
    sides = VGroup(
        *(
            _outline([(s * 1.38, 0.75), (s * 1.86, 0.15), (s * 1.86, -1.2), (s * 1.42, -1.7)], 0.45)
            for s in (-1, 1)
        )
    )
    for part in (body, lid):
        part.set_fill(CLOTH, opacity=1).set_sheen_direction((0, 1, 0)).set_stroke(SEAM, width=STROKE.normal)
    loop.set_fill(opacity=0).set_stroke(LEATHER, width=9)
    sides.set_fill(opacity=0).set_stroke(LEATHER, width=11)
    straps = VGroup(
        *(
            RoundedRectangle(0.06, width=0.2, height=0.78)
            .move_to((x, 0.94, 0))
            .set_fill(LEATHER, opacity=1)
            .set_stroke(INK.casing, width=2)
            for x in (-0.64, 0.64)
        )
    )
    buckles = VGroup(
        *(
            RoundedRectangle(0.04, width=0.32, height=0.2)
            .move_to((x, 0.86, 0))
            .set_fill(opacity=0)
            .set_stroke(INK.quiet, width=3)
            for x in (-0.64, 0.64)
        )
    )
    return VGroup(sides, loop, body, lid, straps, buckles)


def _pocket(place: tuple[float, float]) -> VMobject:
    pocket = RoundedRectangle(0.16, width=POCKET, height=POCKET).move_to((*place, 0.0))
    return pocket.set_fill(mix(INK.ground, HEIGHT_RAMP[0], 0.5), opacity=1).set_stroke(
        SEAM, width=STROKE.thin
    )


def _flap(pocket: VMobject) -> VGroup:
    """What shuts a pocket: cloth over its upper part, a strap and a buckle."""
    side, top = pocket.width, pocket.get_top()
    cloth = RoundedRectangle(0.12 * side, width=1.03 * side, height=FLAP * side)
    cloth.set_fill(CLOTH, opacity=1).set_sheen_direction((0, 1, 0)).set_stroke(SEAM, width=STROKE.normal)
    cloth.move_to(top + [0, 0.06 * side, 0], aligned_edge=np.array([0.0, 1.0, 0.0]))
    strap = RoundedRectangle(0.04 * side, width=0.17 * side, height=0.5 * side)
    strap.set_fill(LEATHER, opacity=1).set_stroke(INK.casing, width=2)
    strap.move_to(cloth.get_bottom() + [0, -0.16 * side, 0], aligned_edge=np.array([0.0, -1.0, 0.0]))
    buckle = RoundedRectangle(0.03 * side, width=0.27 * side, height=0.17 * side)
    buckle.set_fill(opacity=0).set_stroke(INK.text, width=3).move_to(cloth.get_bottom())
    return VGroup(cloth, strap, buckle)


def _outline(corners: list[tuple[float, float]], radius: float) -> VMobject:
    """A closed shape with its corners rounded."""
    points = np.array(corners)
    shape = VMobject()
    shape.set_points_as_corners(at_screen(*np.append(points, points[:1], axis=0).T))
    rounded = shape.copy()
    rounded.points = polyline(_rounded(points, radius))
    return rounded


def _rounded(points: np.ndarray, radius: float) -> np.ndarray:
    """Each corner becomes a quadratic bow that begins and ends `radius` before it, at most half an edge."""
    before, after = np.roll(points, 1, axis=0), np.roll(points, -1, axis=0)
    bows = []
    share = np.linspace(0.0, 1.0, 12)[:, None]
    for corner, previous, following in zip(points, before, after, strict=True):
        start, end = (
            corner + (other - corner) * min(0.5, radius / np.linalg.norm(other - corner))
            for other in (previous, following)
        )
        bows.append((1 - share) ** 2 * start + 2 * share * (1 - share) * corner + share**2 * end)
    outline = np.concatenate(bows)
    return at_screen(*np.append(outline, outline[:1], axis=0).T)


def _fade(drawing: VMobject) -> None:
    family: list[Any] = drawing.get_family()
    for part in family:
        if len(part.points):
            _dim(part, FAINT)


def _dim(part: VMobject, share: float) -> None:
    part.set_fill(opacity=share * part.get_fill_opacity())
    part.set_stroke(opacity=share * part.get_stroke_opacity())


def _known(tool: str) -> str:
    if tool not in TOOLS:
        near = get_close_matches(tool, TOOLS, 1, cutoff=0.3)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        raise ValueError(f"the rucksack has pockets for {', '.join(TOOLS)}, not for {tool!r}{hint}")
    return tool
