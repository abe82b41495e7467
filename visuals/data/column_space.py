"""Three data as one arrow in space, the plane of all lines under it, and the residual that stands upon it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from manim import Animation, VGroup, VMobject

from visuals.drawing.dial import Dial
from visuals.drawing.follower import Follower
from visuals.drawing.page import plate
from visuals.drawing.polyline import NOTHING, arc, dashes, polyline
from visuals.letters.formula import Formula, Typeset, Words
from visuals.terrain.view import View
from visuals.theme import INK, SIZE, STROKE

UPWARDS = (2, 0, 1)  # the data that run along the world's x (to the right), y (away) and z (up): right-handed
PARTS = (
    "axes", "legs", "arrow", "plane", "columns", "foot", "shadow", "light", "stick", "square", "angle",
    "rings",
)  # fmt: skip
EDGE = 1e-9  # a plane that faces the viewer by less is seen edge-on
ROUND = np.linspace(0.0, 2 * np.pi, 65)
HEAD = (0.3, 0.11)  # length and half width of an arrow's head, in scene units
CORNER = 0.42  # side of the mark of a right angle, in scene units
RAYS = 7  # parts of the arrow between whose ends light falls
TILES = 12  # pieces along each side of the plane's patch: perspective bends long ones


class ColumnSpace(Follower):
    """The space of three data: each axis is one datum, so that all of them together are one arrow y (3,).

    What a model with knobs `theta` (told now, (2,)) says of the data is `design @ theta`: a point of the
    plane that the columns of `design` (3, 2) span. The stick from there to the arrow's tip is the residual;
    the square on it is as large as the squares on all residuals together. Of the plane a `patch` is seen,
    from low to high of both knobs, with a line for every whole step of `steps` of them: to turn one knob is
    to walk along such a line. What lies behind the plane is seen through it.

    Parts, each with a dial in `parts` for the share that is there, 0 unless told: `axes`, `legs` (the way to
    the tip, datum by datum), `arrow`, `plane`, `columns` (drawn `column_length` times as long as they are),
    `foot`, `shadow` (from the origin to the foot), `light` (by which all along the arrow is brought down to
    the shadow), `stick`, `square`, `angle` (the mark of the right angle; it leans as the stick does) and
    `rings` (circles of equal area about the lowest place). Dials: azimuth, elevation (degrees), unit (scene
    units to one of the data's), place_x, place_y (of the origin on the stage), veil (opacity of the plane).
    """

    def __init__(
        self,
        design: np.ndarray,
        y: np.ndarray,
        theta: Callable[[], np.ndarray],
        *,
        patch: Sequence[tuple[float, float]],
        steps: tuple[float, float] = (1.0, 1.0),
        ring_step: float = 3.0,
        reach: float = 10.0,
        unit: float = 0.4,
        place: tuple[float, float] = (0.0, 0.0),
        azimuth: float = 0.0,
        elevation: float = 22.0,
        names: Sequence[str] = ("1st", "2nd", "3rd"),
        column_length: float = 1.6,
        column_names: Sequence[str] = ("{{bold(x) : input}}", "{{bold(1) : parameter}}"),
    ) -> None:
        super().__init__()
        self.design, self.y, self.theta = np.asarray(design, float), np.asarray(y, float), theta
        self.patch, self.steps, self.ring_step, self.reach = patch, steps, ring_step, reach
        self.column_length = column_length
        if self.design.shape != (3, 2) or self.y.shape != (3,):
            raise ValueError(
                f"space has three data and a plane in it: a design (3, 2) and y (3,), got"
                f" {self.design.shape} and {self.y.shape}"
            )
        self.normal = np.cross(*self.design.T)
        self.normal /= np.linalg.norm(self.normal)
        self.parts = {name: Dial(0.0) for name in PARTS}
        self.azimuth, self.elevation, self.unit = Dial(azimuth), Dial(elevation), Dial(unit)
        self.place_x, self.place_y, self.veil = Dial(place[0]), Dial(place[1]), Dial(1.0)
        sheet, mesh = _fill(INK.model, 0.12), _line(INK.parameter, STROKE.hair)
        axis = _line(INK.quiet, STROKE.normal)
        sheet.set_stroke(INK.model, width=STROKE.thin, opacity=0.7)
        self.axes_behind, self.axes_before = axis, axis.copy()
        self.sheet_behind, self.sheet_before = sheet, sheet.copy()
        self.mesh_behind, self.mesh_before = mesh, mesh.copy()
        self.circles = _line(INK.text, STROKE.thin)
        self.columns = [_arrow(INK.parameter, STROKE.bold) for _ in range(2)]
        self.area = _fill(INK.residual, 0.3).set_stroke(INK.residual, width=STROKE.normal)
        self.data, self.stick = _arrow(INK.data, 8.0), _line(INK.residual, 8.0, cased=True)
        self.steps_there, self.shade = _line(INK.data, STROKE.normal), _arrow(INK.model, 7.0)
        self.corners = _line(INK.text, STROKE.normal)
        self.footprint = _fill(INK.model, 1.0).set_stroke(INK.casing, width=STROKE.thin)
        self.rays = _line(INK.text, STROKE.thin)
        self.column_labels = [_plated(Formula(each, size=SIZE.body)) for each in column_names]
        self.labels = [_plated(Words(each, size=SIZE.body, ink=INK.data)) for each in names]
        self.add(self.axes_behind, self.sheet_behind, self.mesh_behind, self.axes_before)
        self.add(self.circles, *self.columns, self.steps_there, self.area, self.shade, self.data, self.stick)
        self.add(self.rays, self.corners, self.footprint, *self.column_labels)
        self.add(self.sheet_before, self.mesh_before, *self.labels)
        self.add(*self.parts.values(), self.azimuth, self.elevation, self.unit)
        self.add(self.place_x, self.place_y, self.veil)
        self.redraw()

    # -- what it shows ---------------------------------------------------------------------------------

    @property
    def said(self) -> np.ndarray:
        """What the model says now (3,): the foot of the stick."""
        return np.asarray(self.design @ self.theta())

    @property
    def residual(self) -> np.ndarray:
        """From the foot to the arrow's tip (3,)."""
        return np.asarray(self.y - self.said)

    def show(self, **shares: float) -> ColumnSpace:  # type: ignore[override]  # Manim's opens a picture
        """Let parts be there at once, by their names, each its share."""
        for name, share in shares.items():
            self._part(name).set_value(share)
        self.redraw()
        return self

    def come(self, *names: str, share: float = 1.0, **options: Any) -> list[Animation]:
        """Animations by which parts grow to their share; to 0 they go."""
        return [self._part(name).to(share, **options) for name in names]

    def turn(self, **look: Any) -> list[Animation]:
        """Animations that lead to another `azimuth`, `elevation`, `unit`, `place_x`, `place_y` or `veil`."""
        dials = {"azimuth", "elevation", "unit", "place_x", "place_y", "veil"}
        options = {name: value for name, value in look.items() if name not in dials}
        return [getattr(self, name).to(look[name], **options) for name in look if name in dials]

    def _part(self, name: str) -> Dial:
        if name not in self.parts:
            raise TypeError(f"ColumnSpace has no part {name!r}; it has {', '.join(PARTS)}")
        return self.parts[name]

    # -- where it is -----------------------------------------------------------------------------------

    @property
    def view(self) -> View:
        """From where it is seen."""
        place = (self.place_x.get_value(), self.place_y.get_value())
        return View(azimuth=self.azimuth.get_value(), elevation=self.elevation.get_value(), centre=place)

    def to_screen(self, points: np.ndarray) -> np.ndarray:
        """Places on the stage (..., 3) of points (..., 3) of the space, one coordinate for each datum."""
        world = np.asarray(points, dtype=float)[..., UPWARDS] * self.unit.get_value()
        seen = self.view.project(world)
        return np.concatenate([seen[..., :2], np.zeros((*seen.shape[:-1], 1))], axis=-1)

    @property
    def upper(self) -> np.ndarray:
        """The plane's normal (3,) on the side where the stick stands."""
        return np.asarray(self.normal * (1.0 if self.normal @ self.y >= 0 else -1.0))

    @property
    def plane_faces(self) -> float:
        """How far the plane is turned to the viewer: 1 seen from above, 0 edge-on, less from beneath."""
        toward = np.empty(3)
        toward[list(UPWARDS)] = self.view.axes[2]
        return float(toward @ self.upper)

    def edge_on(self, elevation: float) -> float:
        """The azimuth from which, at this elevation, the plane is seen as a line, upright sticks as upright.

        The one next to where the camera is. Raises ValueError for an elevation from which there is none.
        """
        n = self.normal[list(UPWARDS)]
        rise = np.radians(elevation)
        across, need = np.hypot(n[0], n[1]) * np.cos(rise), n[2] * np.sin(rise)
        if abs(need) > across:
            raise ValueError(f"from {elevation} degrees up this plane is never seen edge-on")
        # the way to the viewer is (-cos rise sin t, -cos rise cos t, sin rise): across cos(t - turn) = need
        turn, half = np.degrees(np.arctan2(n[0], n[1])), np.degrees(np.arccos(need / across))
        now = self.azimuth.get_value()
        seen = [turn + half, turn - half]
        return float(min(((t - now + 180.0) % 360.0 - 180.0 for t in seen), key=abs) + now)

    # -- drawing ---------------------------------------------------------------------------------------

    def redraw(self) -> None:
        """Lay every part as far as it is there, what is behind the plane before it."""
        share = {name: dial.get_value() for name, dial in self.parts.items()}
        self._lay_axes(share["axes"])
        self._lay_plane(share["plane"])
        self._lay_rings(share["rings"])
        for column, arrow in zip(self.design.T, self.columns, strict=True):
            self._lay_arrow(arrow, np.zeros(3), share["columns"] * self.column_length * column)
        for column, label in zip(self.design.T, self.column_labels, strict=True):
            self._lay_label(label, self.column_length * column, 0.28, share["columns"])
        foot, r = self.said, self.residual
        self._lay_arrow(self.data, np.zeros(3), share["arrow"] * self.y)
        self._lay_arrow(self.shade, np.zeros(3), share["shadow"] * foot)
        self._lay_legs(share["legs"])
        self._lay_light(foot, share["light"])
        self.stick.points = self._path(np.stack([foot, foot + share["stick"] * r]), share["stick"])
        self._lay_square(foot, r, share["square"])
        self._lay_angle(foot, r, share["angle"])
        seen = share["foot"] > 0
        self.footprint.points = arc(self.to_screen(foot), 0.13 * share["foot"]) if seen else NOTHING

    def _path(self, corners: np.ndarray, share: float = 1.0) -> np.ndarray:
        return polyline(self.to_screen(corners)) if share > 1e-9 else NOTHING

    def _lay_axes(self, share: float) -> None:
        """The half axes: as the plane runs through the origin, each is on one side of it, whole."""
        ends = share * self.reach * np.eye(3)
        over = (ends @ self.upper >= -1e-9) == (self.plane_faces >= -EDGE)
        lines: tuple[list[np.ndarray], list[np.ndarray]] = ([], [])
        for end, before in zip(ends, over, strict=True):
            if share > 0:
                lines[int(before)].append(self.to_screen(np.stack([np.zeros(3), end])))
        self.axes_behind.points, self.axes_before.points = (polyline(*each) for each in lines)
        for label, end in zip(self.labels, np.eye(3) * self.reach, strict=True):
            self._lay_label(label, end, 0.4, share)

    def _lay_label(self, label: VMobject, end: np.ndarray, away: float, share: float) -> None:
        """Letters beyond the end of what begins at the origin; they are there once it is half grown."""
        tip, origin = self.to_screen(end), self.to_screen(np.zeros(3))
        out = (tip - origin) / max(float(np.linalg.norm(tip - origin)), 1e-9)
        label.shift(tip + away * out - label.get_center())
        label.set_opacity(max(2.0 * share - 1.0, 0.0))

    def _lay_plane(self, share: float) -> None:
        before = self.plane_faces < -EDGE
        sheets, meshes = (self.sheet_behind, self.sheet_before), (self.mesh_behind, self.mesh_before)
        for each in (*sheets, *meshes):
            each.points = NOTHING
        if share <= 0:
            return
        veil = self.veil.get_value()
        (m0, m1), (c0, c1) = self._patch(share)
        along = np.linspace(0.0, 1.0, TILES + 1)
        m, c = m0 + along * (m1 - m0), c0 + along * (c1 - c0)
        rim: list[tuple[Any, Any]] = [(m, c0), (m1, c), (m[::-1], c1), (m0, c[::-1])]
        edge = np.concatenate([np.stack(np.broadcast_arrays(*side), axis=-1) for side in rim])
        sheets[before].points = self._path(edge @ self.design.T)
        sheets[before].set_fill(opacity=0.17 * veil).set_stroke(opacity=0.8 * veil)
        lines = [np.stack(np.broadcast_arrays(each, c), axis=-1) for each in _whole(m0, m1, self.steps[0])]
        lines += [np.stack(np.broadcast_arrays(m, each), axis=-1) for each in _whole(c0, c1, self.steps[1])]
        meshes[before].points = polyline(*(self.to_screen(each @ self.design.T) for each in lines))
        meshes[before].set_stroke(opacity=0.62 * veil)

    def _patch(self, share: float) -> list[tuple[float, float]]:
        """The patch as far as it is there: it grows about the foot."""
        here = self.theta()
        return [
            (at + share * (low - at), at + share * (high - at))
            for at, (low, high) in zip(here, self.patch, strict=True)
        ]

    def _lay_rings(self, share: float) -> None:
        if share <= 0:
            self.circles.points = NOTHING
            return
        flat, _ = np.linalg.qr(self.design)
        foot = flat @ (flat.T @ self.y)
        around = np.stack([np.cos(ROUND), np.sin(ROUND)], axis=-1) @ flat.T
        radii = np.sqrt(self.ring_step * np.arange(1, 5)) * share
        self.circles.points = polyline(*(self.to_screen(foot + radius * around) for radius in radii))
        self.circles.set_stroke(opacity=0.75 * share)

    def _lay_arrow(self, arrow: VMobject, start: np.ndarray, end: np.ndarray) -> None:
        a, b = self.to_screen(start), self.to_screen(end)
        length = float(np.linalg.norm(b - a))
        shaft, head = arrow.submobjects
        if length < 1e-6:
            shaft.points = head.points = NOTHING
            return
        way = (b - a) / length
        aside, long = np.array([-way[1], way[0], 0.0]), min(HEAD[0], 0.6 * length)
        half = HEAD[1] * long / HEAD[0]
        neck = b - long * way
        shaft.points = polyline(np.stack([a, neck + 0.2 * long * way]))
        head.points = polyline(np.stack([b, neck + half * aside, neck - half * aside, b]))

    def _lay_legs(self, share: float) -> None:
        """From the origin to the tip along one axis after the other, the upright one last."""
        corners = [np.zeros(3)]
        for datum, done in zip(UPWARDS[1::-1] + UPWARDS[2:], 3.0 * share - np.arange(3), strict=True):
            step = np.zeros(3)
            step[datum] = self.y[datum] * np.clip(done, 0.0, 1.0)
            corners.append(corners[-1] + step)
        on = self.to_screen(np.array(corners))
        pieces = [on[k : k + 2] for k in range(3) if np.linalg.norm(on[k + 1] - on[k]) > 1e-6]
        self.steps_there.points = polyline(*(each for run in pieces for each in dashes(run, (0.13, 0.09))))

    def _lay_light(self, foot: np.ndarray, share: float) -> None:
        """From places all along the arrow down to where the shadow has them."""
        at = np.arange(1, RAYS)[:, None] / RAYS
        ends = np.stack([at * self.y, at * (self.y + share * (foot - self.y))], axis=1)
        on = self.to_screen(ends)
        pieces = [each for ray in on for each in dashes(ray, (0.1, 0.08))] if share > 0 else []
        self.rays.points = polyline(*pieces)
        self.rays.set_stroke(opacity=0.55)

    def _lay_square(self, foot: np.ndarray, r: np.ndarray, share: float) -> None:
        """The square on the stick, away from the origin: along the column that moves all data alike."""
        side = float(np.linalg.norm(r))
        if share <= 0 or side < 1e-9:
            self.area.points = NOTHING
            return
        column = self.design[:, 1]
        away = column - (column @ r) / side**2 * r
        away *= share * side / np.linalg.norm(away)
        self.area.points = self._path(np.stack([foot, foot + away, foot + away + r, foot + r, foot]))

    def _lay_angle(self, foot: np.ndarray, r: np.ndarray, share: float) -> None:
        """At the foot, a corner between the stick and each column's direction."""
        side = float(np.linalg.norm(r))
        if share <= 0 or side < 1e-9:
            self.corners.points = NOTHING
            return
        size = CORNER * share / self.unit.get_value()
        up = size * r / side
        runs = []
        for column, sign in zip(self.design.T, (1.0, -1.0), strict=True):
            out = sign * size * column / np.linalg.norm(column)
            runs.append(self.to_screen(np.stack([foot + out, foot + out + up, foot + up])))
        self.corners.points = polyline(*runs)


def _line(ink: str, width: float, cased: bool = False) -> VMobject:
    line = VMobject(stroke_color=ink, stroke_width=width, fill_opacity=0)
    return line.set_stroke(INK.casing, width=width + 4, opacity=0.8, background=True) if cased else line


def _fill(ink: str, opacity: float) -> VMobject:
    return VMobject(stroke_width=0).set_fill(ink, opacity=opacity)


def _arrow(ink: str, width: float) -> VMobject:
    """Shaft and head to be."""
    arrow = VMobject()
    head = _fill(ink, 1.0).set_stroke(INK.casing, width=3, opacity=0.8, background=True)
    return arrow.add(_line(ink, width, cased=True), head)


def _plated(letters: Typeset) -> VGroup:
    """Letters on a plate as dark as the stage: lines behind them stay apart from them."""
    return VGroup(plate(letters, buff=0.08).set_stroke(width=0), letters)


def _whole(low: float, high: float, step: float) -> np.ndarray:
    """The multiples of a step strictly between low and high."""
    values = step * np.arange(np.ceil(low / step), np.floor(high / step) + 1)
    return np.asarray(values[(values > low + 1e-9) & (values < high - 1e-9)])
