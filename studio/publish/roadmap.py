"""The steps of the course: their lectures, published ones and those to come, and the tools they bring."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import hypot

from studio.course.catalog import Catalog
from studio.embed.clip import Clip
from studio.publish.drawings import roadmap_of

Place = tuple[float, float]


@dataclass(frozen=True)
class Stop:
    """A lecture on the trail; `clip` is None until it is published."""

    number: int
    title: str
    clip: Clip | None
    x: float  # the place of its lamp in the picture
    y: float


@dataclass(frozen=True)
class Stage:
    """A step of the course, and the tools in the rucksack at its end."""

    number: int
    name: str
    stops: tuple[Stop, ...]
    tool: int | None  # the tool that this step brings, by the step's number
    packed: frozenset[int]  # the tools found so far, this step's among them if it can be seen
    pockets: Mapping[int, str]  # all tools of the course in words, by the number of the step that brings them

    @property
    def carried(self) -> str:
        """The rucksack in words."""
        found = [self.pockets[each] for each in sorted(self.packed)]
        if not found:
            return "The rucksack is still empty."
        *first, last = found
        return "In the rucksack: " + (f"{', '.join(first)} and {last}." if first else f"{last}.")

    @property
    def films(self) -> tuple[Stop, ...]:
        """The published lectures."""
        return tuple(each for each in self.stops if each.clip is not None)

    @property
    def to_come(self) -> tuple[Stop, ...]:
        """The lectures that are not published yet."""
        return tuple(each for each in self.stops if each.clip is None)


def stages(catalog: Catalog, clips: Mapping[str, Clip]) -> tuple[Stage, ...]:
    """All steps in order: the lectures of the catalog, and those that compass.toml announces."""
    said = catalog.said
    names = {step.number: step.name for step in said.steps if step.name}
    known: dict[int, dict[int, str]] = {
        step.number: dict(step.lectures) for step in said.steps if step.lectures
    }
    pockets = {number: step.tool for number, step in said.tools.items()}
    seen: dict[tuple[int, int], Clip] = {}
    for lecture in catalog:
        step = lecture.step.number
        names.setdefault(step, lecture.step.name)
        known.setdefault(step, {})[lecture.number] = lecture.title or lecture.slug
        if lecture.slug in clips:
            seen[step, lecture.number] = clips[lecture.slug]
    order = [(step, number) for step in sorted(known) for number in sorted(known[step])]
    places = dict(zip(order, spread(len(order), trail(roadmap_of(said).trail)), strict=True))
    found: set[int] = set()
    result = []
    for step in sorted(known):
        stops = tuple(
            Stop(number, known[step][number], seen.get((step, number)), *places[step, number])
            for number in sorted(known[step])
        )
        tool = step if step in pockets else None
        if tool is not None and any(each.clip for each in stops):
            found.add(tool)
        name = names.get(step) or f"step {step}"
        result.append(Stage(step, name[:1].upper() + name[1:], stops, tool, frozenset(found), pockets))
    return tuple(result)


def trail(bends: Sequence[Place], pieces: int = 8) -> tuple[Place, ...]:
    """A Catmull-Rom spline through all points: `pieces` short lines from one to the next."""
    padded = [bends[0], *bends, bends[-1]]
    way = [bends[0]]
    for before, start, end, after in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        for piece in range(1, pieces + 1):
            t = piece / pieces
            weights = (-t + 2 * t**2 - t**3, 2 - 5 * t**2 + 3 * t**3, t + 4 * t**2 - 3 * t**3, t**3 - t**2)
            corners = tuple(zip(weights, (before, start, end, after), strict=True))
            x, y = (sum(weight * corner[axis] for weight, corner in corners) / 2 for axis in (0, 1))
            way.append((round(x, 1), round(y, 1)))
    return tuple(way)


def spread(count: int, trail: Sequence[Place]) -> list[Place]:
    """`count` places along the trail, at equal distances along it."""
    lengths = [hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(trail)]
    walked = [0.0, *accumulate(lengths)]
    places = []
    for number in range(count):
        way = walked[-1] * (number / (count - 1) if count > 1 else 0.5)
        leg = min(max(bisect_left(walked, way), 1), len(lengths))
        share = (way - walked[leg - 1]) / lengths[leg - 1]
        (x0, y0), (x1, y1) = trail[leg - 1], trail[leg]
        places.append((round(x0 + share * (x1 - x0), 1), round(y0 + share * (y1 - y0), 1)))
    return places
