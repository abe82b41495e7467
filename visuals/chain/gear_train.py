"""Gears between two rods: teeth that mesh truly, and a nudge that is passed on at the ratio of two radii."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from manim import VMobject

from visuals.drawing.dial import Dial
from visuals.drawing.follower import Follower
from visuals.drawing.polyline import arc, at_screen, polyline
from visuals.theme import INK, STROKE, mix

PRESSURE = np.radians(20.0)  # the angle at which teeth push, as in most gears
ADDENDUM, DEDENDUM = 0.8, 1.0  # height of a tooth above and below the pitch line, in modules
FLANK = 6  # points along a flank
HALF, THIN = 0.1, 0.03  # half the thickness of a rod, without its teeth, and of its neck
FINEST = 0.035  # teeth closer together than this are not drawn


class Turned(NamedTuple):
    """How far the upper rod and the lower one have been pushed, in scene units, and their rate just now."""

    above: float
    below: float
    rate: float


class GearTrain(Follower):
    """What lies between two rods: an idle wheel, and under it on one axle a pinion and a wheel.

    The upper rod turns the idle wheel, that one the pinion, and the wheel pushes the lower rod: in the same
    direction, and wheel over pinion times as far. `look` tells the state now; its rate is that ratio of
    radii, never negative. `teeth` are those of idle wheel (an even number), pinion and wheel.

    All sizes follow from the rate and from `above` and `below`, the heights at which the rods' middles lie.
    How far the teeth have come follows from how far both rods have been pushed: with p the pinion's radius
    and i p the idle wheel's, (1 + 2 i + rate) p is the distance D of the rods, so the axle has turned by
    the integral of ds / p = ((1 + 2 i) above + below) / D, whatever the rate did meanwhile: nothing slips.
    """

    def __init__(
        self,
        look: Callable[[], Turned],
        *,
        x: float,
        above: float,
        below: float,
        reach: tuple[float, float],
        teeth: tuple[int, int, int] = (14, 16, 24),
        inks: tuple[str, str] = (INK.input, INK.output),
        grown: float = 1.0,
    ) -> None:
        super().__init__()
        self.look, self.x, self.reach, self.teeth = look, x, reach, teeth
        self.idleness = teeth[0] / teeth[1]  # the idle wheel's radius in those of the pinion
        self.top, self.foot = above - HALF, below + HALF
        self.grown = Dial(grown)
        first, second = inks
        self.wheel, self.pinion = _body(second, 0.72), _body(first, 0.62)
        self.small_wheel = _body(second, 0.55)  # lies in front of the pinion where it is the smaller one
        self.idle = _body(INK.quiet, 0.72)
        self.rack, self.driven = (_body(ink, 0.72) for ink in inks)
        self.holes = VMobject(stroke_width=0).set_fill(INK.ground, opacity=1)
        self.hub = VMobject().set_fill(INK.ground, opacity=1).set_stroke(INK.text, width=STROKE.thin)
        self.spoke = VMobject().set_stroke(second, width=STROKE.normal)
        self.short = VMobject().set_stroke(first, width=STROKE.normal)
        self.parts = (
            self.wheel, self.holes, self.idle, self.pinion, self.small_wheel, self.spoke, self.short,
            self.hub, self.rack, self.driven,
        )  # fmt: skip
        self.add(*self.parts, self.grown)
        self.redraw()

    @property
    def distance(self) -> float:
        """From pitch line to pitch line, in scene units."""
        return self.top - self.foot

    @property
    def radii(self) -> tuple[float, float]:
        """Pitch radii of the pinion (and the idle wheel) and of the wheel, now."""
        rate = max(self.look().rate, 0.0)
        pinion = self.distance / (1.0 + 2.0 * self.idleness + rate)
        return pinion, rate * pinion

    @property
    def turn(self) -> float:
        """How far the axle has turned, in radians, against the clock as its rods go to the right."""
        turned = self.look()
        return ((1.0 + 2.0 * self.idleness) * turned.above + turned.below) / self.distance

    def redraw(self) -> None:
        """Set every tooth to where it belongs."""
        small, large = self.radii
        fewest, few, many = self.teeth
        pitch, wide = 2 * np.pi * small / few, 2 * np.pi * large / many
        turn, grown = self.turn, self.grown.get_value()
        idle = self.idleness * small
        idler = np.array([self.x, self.top - idle, 0.0])
        axle = np.array([self.x, self.top - 2 * idle - small, 0.0])
        # Teeth that have gone by where two meet. A tooth of the one lies there in a gap of the other.
        gone = turn * few / (2 * np.pi)
        self.rack.points = rack(self.reach, self.x, self.top, pitch, gone, down=True)
        self.idle.points = gear(idler, fewest, idle, up=0.5 - gone)
        # the idle wheel has an even number of teeth: its lowest point shows what its highest does
        self.pinion.points = self._behind_rod(gear(axle, few, small, up=gone))
        passed = turn * many / (2 * np.pi)
        self.wheel.points = gear(axle, many, large, up=passed + 0.5 * many + 0.5)
        self.small_wheel.points = self.wheel.points.copy()
        self.driven.points = rack(self.reach, self.x, self.foot, wide, passed, down=False)
        self._lighten(axle, large, turn)
        angle = turn + np.pi / 2
        way = np.array([np.cos(angle), np.sin(angle), 0.0])
        self.spoke.points = polyline(np.array([axle, axle + large * way]))
        down = small * max(way[1], 0.0)
        shown = min(1.0, (axle[1] - self.hidden) / down) if down > 0 else 1.0
        self.short.points = polyline(np.array([axle, axle - shown * small * way]))
        self.hub.points = arc(axle, 0.2 * min(small, max(large, 0.4 * small)))
        in_front = float(np.clip((1.1 - large / small) / 0.2, 0.0, 1.0))
        for part in self.parts:
            shown = grown * in_front if part is self.small_wheel else grown
            if part is not self.holes:
                part.set_stroke(opacity=shown)
            if part not in (self.spoke, self.short):
                part.set_fill(opacity=shown)

    @property
    def hidden(self) -> float:
        """The height of the middle of the lower rod, which lies in front: nothing is drawn below it."""
        return self.foot - HALF

    def _behind_rod(self, points: np.ndarray) -> np.ndarray:
        """Bezier points of a wheel, cut off behind the lower rod: a large pinion would show under it."""
        points = points.copy()
        points[:, 1] = np.maximum(points[:, 1], self.hidden)
        return points

    def _lighten(self, axle: np.ndarray, radius: float, turn: float) -> None:
        """Five round holes in the wheel, which show that it turns."""
        angle = turn + 2 * np.pi * (np.arange(5) + 0.5) / 5 + np.pi / 2
        centres = axle + 0.66 * radius * at_screen(np.cos(angle), np.sin(angle))
        self.holes.points = np.concatenate([arc(each, 0.17 * radius) for each in centres])


def gear(centre: np.ndarray, teeth: int, radius: float, *, up: float) -> np.ndarray:
    """Bezier points of a gear of a pitch radius, turned so that tooth number `up` points upwards.

    A whole number lets a tooth stand there, a half a gap. Larger ones turn it further against the clock. The
    flanks are involutes of the circle of radius cos(20 degrees) times the pitch radius (Euler, 1754).
    """
    if radius <= 0:
        return polyline()
    module = 2 * radius / teeth
    base, tip = radius * np.cos(PRESSURE), radius + ADDENDUM * module
    root = radius - DEDENDUM * module
    at = np.linspace(max(base, root), tip, FLANK)
    # half the angle of a tooth at each radius: at the pitch circle it takes half of the pitch
    half = np.pi / (2 * teeth) + _involute(PRESSURE) - _involute(np.arccos(np.minimum(base / at, 1.0)))
    foot = np.array([root]) if root < base else np.zeros(0)
    at, half = np.append(foot, at), np.append(np.full(len(foot), half[0]), half)
    radii = np.concatenate([at, at[::-1]])
    across = np.concatenate([half, -half[::-1]])  # from the right flank up and down the left one
    angle = np.pi / 2 + 2 * np.pi * (up - np.arange(teeth))[:, None] / teeth + across
    corners = at_screen(radii * np.cos(angle), radii * np.sin(angle)).reshape(-1, 3)
    return polyline(centre + np.concatenate([corners, corners[:1]]))


def rack(
    reach: tuple[float, float], x: float, level: float, pitch: float, gone: float, *, down: bool
) -> np.ndarray:
    """Bezier points of a toothed strip, its pitch line at `level`; `gone` teeth have passed x to the right.

    It hangs from a rod above (`down`) or stands on one below. For a whole number a tooth is at x.
    """
    left, right = reach
    side = -1.0 if down else 1.0
    module = pitch / np.pi
    if pitch < FINEST:
        return polyline()
    tip, foot = level + side * ADDENDUM * module, level - side * DEDENDUM * module
    lean = np.tan(PRESSURE) * module
    half = np.array([pitch / 4 + DEDENDUM * lean, pitch / 4 - ADDENDUM * lean])
    first, last = np.ceil((left - x) / pitch - gone) - 1, np.floor((right - x) / pitch - gone) + 1
    middles = x + (np.arange(first, last + 1) + gone) * pitch
    across = middles[:, None] + np.array([-half[0], -half[1], half[1], half[0]])
    corners = at_screen(across, np.broadcast_to([foot, tip, tip, foot], across.shape)).reshape(-1, 3)
    kept = _between(corners, left, right)
    back = level - side * (DEDENDUM * module + 0.02)
    ends = np.array([[kept[-1, 0], back, 0.0], [kept[0, 0], back, 0.0], kept[0]])
    return polyline(np.concatenate([kept, ends]))


def _between(corners: np.ndarray, left: float, right: float) -> np.ndarray:
    """The part of a run of corners, ordered from left to right, between two upright lines."""
    x, y = corners[:, 0], corners[:, 1]
    inner = corners[(x > left) & (x < right)]
    ends = [np.array([[end, np.interp(end, x, y), 0.0]]) for end in (left, right)]
    return np.concatenate([ends[0], inner, ends[1]])


def _involute(angle: np.ndarray | float) -> np.ndarray:
    return np.asarray(np.tan(angle) - angle)


def _body(ink: str, dark: float) -> VMobject:
    body = VMobject().set_fill(mix(ink, INK.ground, dark), opacity=1)
    return body.set_stroke(ink, width=0.8 * STROKE.thin)


class Rod(Follower):
    """A rod that a slider pushes: from the place that `look` tells to `right`, where it is guided.

    As far as `neck` it is thin, so that the numbers under it are seen.
    """

    def __init__(
        self, look: Callable[[], np.ndarray], *, right: float, ink: str, neck: float | None = None
    ) -> None:
        super().__init__()
        self.look, self.right, self.neck = look, right, neck
        self.grown = Dial(1.0)
        self.thin, self.bar = _body(ink, 0.45), _body(INK.quiet, 0.72)
        self.add(self.thin, self.bar, self.grown)
        self.redraw()

    def redraw(self) -> None:
        """Lie from the slider to the guide, as far as it has grown."""
        left, y = (float(each) for each in np.asarray(self.look())[:2])
        neck = left if self.neck is None else max(left, self.neck)
        end = left + self.grown.get_value() * (self.right - left)
        self.thin.points = _bar(left, min(neck, end), y, THIN)
        self.bar.points = _bar(neck, end, y, HALF)


def _bar(left: float, right: float, y: float, half: float) -> np.ndarray:
    if right - left < 1e-6:
        return polyline()
    across = np.array([left, right, right, left, left])
    return polyline(at_screen(across, y + half * np.array([-1.0, -1.0, 1.0, 1.0, -1.0])))
