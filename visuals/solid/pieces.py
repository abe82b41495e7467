"""Pieces of sheet metal: walls that are bent round or lie straight, lids and rings; closed on all sides."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from visuals.terrain.meshes import Mesh

STEP = 2.0  # degrees of a round between two columns of points
RUNGS = 3  # rows of points on a flat face: perspective bends long triangles


@dataclass(frozen=True)
class Piece:
    """A closed piece: faces (rows, columns, 3) whose columns and rows turn outwards, in the piece's units."""

    faces: tuple[np.ndarray, ...]

    @property
    def volume(self) -> float:
        """What the faces enclose, by the divergence theorem, triangle by triangle."""
        total = 0.0
        for face in self.faces:
            a, b, c, d = face[:-1, :-1], face[:-1, 1:], face[1:, :-1], face[1:, 1:]
            for one, two, three in ((a, b, c), (b, d, c)):
                total += float(np.sum(one * np.cross(two, three)) / 6)
        return total

    def meshes(
        self, ink: str, *, shine: float = 1.0, unit: float = 1.0, at: np.ndarray | None = None
    ) -> list[Mesh]:
        """The faces as meshes, `unit` world units to one of the piece's, with `at` at the origin."""
        middle = np.zeros(3) if at is None else at
        return [Mesh((face - middle) * unit, ink, shine=shine) for face in self.faces]


def wall(
    length: float,
    radius: float,
    low: float,
    high: float,
    thickness: tuple[float, float],
    *,
    start: float = 0.0,
    straight: float = 0.0,
    facing: float = 0.0,
) -> Piece:
    """A strip of sheet, `length` long along its middle, standing from `low` to `high`.

    It is bent to `radius` around the axis; `straight`, 0 to 1, bends it open, about the place that `facing`
    names (degrees from the front, anticlockwise seen from above), until it lies flat there. It begins
    `start` along its middle from that place. Its sheet reaches from `thickness[0]` to `thickness[1]` outwards
    of the radius; where these are opposite, bending does not change its volume.
    """
    bent = (1.0 - straight) / radius
    count = max(int(np.ceil(np.degrees(length / radius) / STEP)), 2) + 1
    along = start + np.linspace(0.0, length, count)
    turn = bent * along
    chord = np.sinc(turn / (2 * np.pi))
    middle = np.stack([along * np.sinc(turn / np.pi), along * np.sin(turn / 2) * chord - radius], axis=-1)
    outwards = np.stack([np.sin(turn), -np.cos(turn)], axis=-1)
    inner, outer = (_turned(middle + each * outwards, facing) for each in thickness)
    return _sheet(
        inner, outer, low, high, closed=straight == 0.0 and length >= 2 * np.pi * radius * (1 - 1e-9)
    )


def disc(
    inner: float,
    outer: float,
    low: float,
    high: float,
    *,
    span: tuple[float, float] = (0.0, 360.0),
    facing: float = 0.0,
) -> Piece:
    """A lid, or a flat ring where `inner` is not 0, from `low` to `high`, over a `span` in degrees."""
    count = max(int(np.ceil((span[1] - span[0]) / STEP)), 2) + 1
    turn = np.radians(np.linspace(*span, count))
    way = np.stack([np.sin(turn), -np.cos(turn)], axis=-1)
    rim, rim_out = (_turned(each * way, facing) for each in (inner, outer))
    return _sheet(rim, rim_out, low, high, closed=span[1] - span[0] >= 360.0, hole=inner > 0)


def _turned(flat: np.ndarray, degrees: float) -> np.ndarray:
    cos, sin = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return np.asarray(flat @ np.array([[cos, sin], [-sin, cos]]))


def _sheet(
    inner: np.ndarray, outer: np.ndarray, low: float, high: float, *, closed: bool, hole: bool = True
) -> Piece:
    """The faces around what lies between two lines (n, 2), from `low` to `high`."""

    def standing(line: np.ndarray) -> np.ndarray:
        face = np.empty((RUNGS, len(line), 3))
        face[..., :2], face[..., 2] = line, np.linspace(low, high, RUNGS)[:, None]
        return face

    def lying(height: float) -> np.ndarray:
        rows = max(RUNGS, 6 if not hole else RUNGS)
        share = np.linspace(0.0, 1.0, rows)[:, None, None]
        face = np.empty((rows, len(inner), 3))
        face[..., :2], face[..., 2] = inner + share * (outer - inner), height
        return face

    faces = [standing(outer), lying(high)[::-1], lying(low)]
    if hole:
        faces.append(standing(inner)[::-1])
    if not closed:
        faces += [standing(np.stack([inner[0], outer[0]])), standing(np.stack([outer[-1], inner[-1]]))]
    return Piece(tuple(faces))
