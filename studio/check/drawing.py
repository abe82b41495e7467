"""Draws a moment, unless it looks like the one before; on request also without its letters.

It draws with the engine's batches, but not with the engine's camera: that redraws parts of a frame, which may
differ by a shade from a frame drawn whole, and here frames are compared to the last bit.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from manim import Mobject

from studio.check.picture import Picture
from studio.check.shape import Shapes, shapes_of, shapes_since
from studio.render.engine.cairo_batch import BACK, FILL, STROKE, Batch
from studio.render.engine.damage import changes, reaches, touched
from studio.render.engine.lying import clipped, layers, look_of
from visuals.drawing.camera import StageCamera


@dataclass(frozen=True)
class Below:
    """The mobjects below the topmost run of vector mobjects: pictures of pixels, and all under them."""

    mobjects: list[Mobject]
    looks: list[Hashable]  # a key of each one's look; None where it has none
    letters: frozenset[int]  # the ids of those that are letters
    frame: np.ndarray  # (height, width, 4)
    ground: np.ndarray  # the same without the letters' ink
    alone: np.ndarray | None  # the letters on transparent ground; None if there are none


@dataclass(frozen=True)
class Above:
    """The topmost run of vector mobjects."""

    batch: Batch
    letters: np.ndarray  # (items,) bool: which are letters
    to_pixels: tuple[float, float, float, float]  # scale across, scale down, left, top: from scene units

    def looks_like(self, other: Above) -> bool:
        """Whether both draw the same."""
        return all(
            np.array_equal(getattr(self.batch, part), getattr(other.batch, part))
            for part in ("starts", "styles", "points", "blends")
        )

    @cached_property
    def boxes(self) -> np.ndarray:
        """The pixels that each item may touch, (items, 4): left, top, right, bottom."""
        return reaches(self.batch, self.to_pixels)

    @cached_property
    def bare(self) -> Batch:
        """The run without the letters' own ink; their dark casing stays."""
        styles = self.batch.styles.copy()
        styles[self.letters, FILL + 3] = styles[self.letters, STROKE + 3] = 0.0
        return replace(self.batch, styles=styles)

    @cached_property
    def alone(self) -> Batch:
        """The letters alone, without casings and outlines."""
        styles = self.batch.styles.copy()
        styles[:, BACK + 3] = styles[:, STROKE + 3] = 0.0
        return replace(self.batch, styles=styles)


@dataclass(frozen=True)
class Gathered:
    """What is to be drawn, in order, and how much of it is unchanged since the moment before."""

    below: list[Mobject]
    above: Batch
    shapes: Shapes  # of both
    before: Drawn | None
    settled: int  # number of unchanged items at the bottom of `above`


@dataclass(frozen=True)
class Base:
    """The lowest items of a moment, drawn already; the others are drawn on a copy."""

    ground: np.ndarray  # on which they were drawn
    items: int
    pixels: np.ndarray


@dataclass(frozen=True)
class Floor:
    """The lowest mobjects of `Below`, drawn already."""

    mobjects: list[Mobject]
    looks: list[Hashable]  # none of them None
    pixels: np.ndarray

    def carries(self, mobjects: list[Mobject], looks: list[Hashable], letters: frozenset[int]) -> bool:
        """Whether these begin with the mobjects drawn here, none of them letters to be left out."""
        count = len(self.mobjects)
        fits = mobjects[:count] == self.mobjects and looks[:count] == self.looks
        return fits and letters.isdisjoint(map(id, self.mobjects))


@dataclass(frozen=True)
class Drawn:
    """A drawn moment: its picture, and the mobjects in it."""

    picture: Picture
    below: Below
    above: Above
    shapes: Shapes
    camera: LookingCamera

    @property
    def frame(self) -> np.ndarray:
        """What the viewer sees, (height, width, 4) uint8."""
        return self.picture.pixels

    def apart(self, where: tuple[slice, slice]) -> tuple[np.ndarray, np.ndarray]:
        """Two pictures of some rows and columns: without the letters' ink, and the letters on nothing.

        The letters are premultiplied, and whole, as if nothing lay over them.
        """
        return self.camera.draw_apart(self, where)

    def touching(self, where: tuple[slice, slice]) -> Hashable:
        """A key of `frame` and `apart` in some rows and columns: equal where they show the same."""
        near = touched(self.above.boxes, _rectangle(where))
        shapes = list(self.shapes.values())[len(self.below.mobjects) :]
        pixels = (self.below.frame, self.below.ground, self.below.alone) if self.below.mobjects else ()
        grounds = tuple(None if each is None else each[where].tobytes() for each in pixels)
        near_shapes = tuple(shapes[i] for i in np.flatnonzero(near).tolist())
        return near_shapes, self.above.letters[near].tobytes(), hash(grounds)


class LookingCamera(StageCamera):  # type: ignore[misc]
    """The stage's camera, which keeps what it drew, and can also draw without the letters."""

    _last: Drawn | None = None  # what `pixel_array` shows
    _bare: frozenset[int] = frozenset()  # ids of letters whose ink is left out at present
    _base: Base | None = None
    _floor: Floor | None = None

    def capture_mobjects(self, mobjects: Iterable[Mobject], **options: Any) -> None:
        """Draw as any camera: Manim calls this at the end of a film."""
        self.look(self.get_mobjects_to_display(mobjects, **options))

    def look(self, shown: Sequence[Mobject], letters: frozenset[int] | None = None) -> Drawn:
        """Draw mobjects in this order; `letters` are the ids of letters, if they are wanted apart."""
        return self.draw(self.gather(shown), letters)

    def gather(self, shown: Sequence[Mobject]) -> Gathered:
        """Collect what is to be drawn, for `draw`."""
        if self.follow_view():
            self._last = self._base = self._floor = None
        (below, above), before = layers(shown), self._last
        batch = Batch.of(above, self.cairo_line_width_multiple)
        change = None if before is None else changes(before.above.batch, batch)
        known = {} if before is None else before.shapes
        shapes = shapes_of(below)
        shapes |= shapes_since(known, above, None if change is None else change.now)
        return Gathered(below, batch, shapes, before, 0 if change is None else change.settled)

    def draw(self, gathered: Gathered, letters: frozenset[int] | None = None) -> Drawn:
        """Draw what was gathered; `letters` as for `look`."""
        below = self._below(gathered.below, letters)
        read = np.array([each in (letters or ()) for each in gathered.above.kinds.tolist()], dtype=bool)
        above = Above(gathered.above, read, self._to_pixels)
        settled = gathered.settled if gathered.before is self._last else 0
        self._last = Drawn(self._picture(below, above, settled), below, above, gathered.shapes, self)
        return self._last

    def draw_apart(self, drawn: Drawn, where: tuple[slice, slice]) -> tuple[np.ndarray, np.ndarray]:
        """Draw the two pictures of `Drawn.apart`."""
        rectangle = _rectangle(where)
        below, above, near = drawn.below, drawn.above, touched(drawn.above.boxes, rectangle)
        ground, alone, _ = self._spare
        ground[where] = below.ground[where]
        alone[where] = 0 if below.alone is None else below.alone[where]
        for pixels, batch, wanted in ((ground, above.bare, near), (alone, above.alone, near & above.letters)):
            with clipped(self.get_cairo_context(pixels), rectangle[None]) as context:
                batch.draw(context, wanted)
        return ground[where].copy(), alone[where].copy()

    def display_multiple_non_background_colored_vmobjects(
        self, vmobjects: Iterable[Any], pixel_array: np.ndarray
    ) -> None:
        """Draw vector mobjects in order, letters without their ink where that is asked for."""
        self._run(list(vmobjects), self._bare).bare.draw(self.get_cairo_context(pixel_array))

    # -- inside ------------------------------------------------------------------------------------

    def _run(self, mobjects: Sequence[Any], letters: frozenset[int]) -> Above:
        read = np.array([id(each) in letters for each in mobjects], dtype=bool)
        return Above(Batch.of(mobjects, self.cairo_line_width_multiple), read, self._to_pixels)

    @property
    def _to_pixels(self) -> tuple[float, float, float, float]:
        matrix = self.get_cairo_context(self.pixel_array).get_matrix()
        return matrix.xx, matrix.yy, matrix.x0, matrix.y0

    def _picture(self, below: Below, above: Above, settled: int) -> Picture:
        last = self._last
        if last is None or last.below.frame is not below.frame:
            settled = 0
        elif last.above.looks_like(above):
            return last.picture
        self._base = self._grown(below.frame, above.batch, settled)
        self.set_pixel_array(self._base.pixels)
        places = np.arange(len(above.batch.styles))
        above.batch.draw(self.get_cairo_context(self.pixel_array), places >= settled)
        return Picture(self.pixel_array.copy())

    def _grown(self, ground: np.ndarray, batch: Batch, settled: int) -> Base:
        """The base up to the unchanged items. Items are drawn one after the other, so that a frame
        drawn in two steps is the frame drawn in one.
        """
        base = self._base
        if settled == 0:
            return Base(ground, 0, ground)
        if base is None or base.ground is not ground or not 0 < base.items <= settled:
            self._spare[2][:] = ground
            base = Base(ground, 0, self._spare[2])
        places = np.arange(len(batch.styles))
        wanted = (places >= base.items) & (places < settled)
        batch.draw(self.get_cairo_context(base.pixels), wanted)
        return replace(base, items=settled)

    def _below(self, mobjects: list[Mobject], letters: frozenset[int] | None) -> Below:
        looks = [look_of(each) for each in mobjects]
        read = frozenset() if letters is None else letters.intersection(map(id, mobjects))
        last = None if self._last is None else self._last.below
        settled = 0 if last is None else _leading(last, mobjects, looks)
        same = last is not None and settled == len(mobjects) == len(last.mobjects)
        if last is not None and same and (letters is None or last.letters == read):
            return last
        if last is not None and same:
            frame = ground = last.frame
        else:
            frame = ground = self._drawn_below(mobjects, looks, settled)
        alone = None
        if read:
            self._bare = read
            ground = self._drawn_below(mobjects, looks, 0)
            self._bare = frozenset()
            self._spare[1][:] = 0
            letters_alone = self._run([each for each in mobjects if id(each) in read], read).alone
            letters_alone.draw(self.get_cairo_context(self._spare[1]))
            alone = self._spare[1].copy()
        return Below(mobjects, looks, read, frame, ground, alone)

    def _drawn_below(self, mobjects: list[Mobject], looks: list[Hashable], settled: int) -> np.ndarray:
        """Draw these in order; the first `settled` are unchanged since the moment before, and are reused."""
        floor, drawn = self._floor, 0
        if floor is not None and floor.carries(mobjects, looks, self._bare):
            self.set_pixel_array(floor.pixels)
            drawn = len(floor.mobjects)
        else:
            self.reset()
        if settled > drawn:
            super().capture_mobjects(mobjects[drawn:settled], include_submobjects=False)
            self._floor = Floor(mobjects[:settled], looks[:settled], np.array(self.pixel_array))
            drawn = settled
        super().capture_mobjects(mobjects[drawn:], include_submobjects=False)
        return np.array(self.pixel_array)

    @cached_property
    def _spare(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Arrays to draw on, always the same ones: Manim keeps a context for every array it has seen."""
        return tuple(np.zeros_like(self.pixel_array) for _ in range(3))


def _leading(before: Below, mobjects: list[Mobject], looks: list[Hashable]) -> int:
    """The number of mobjects, counted from the bottom of `Below`, that are unchanged."""
    count = 0
    for one, other, was, now in zip(before.mobjects, mobjects, before.looks, looks, strict=False):
        if one is not other or was is None or was != now:
            break
        count += 1
    return count


def _rectangle(where: tuple[slice, slice]) -> np.ndarray:
    """Left, top, right, bottom of some rows and columns."""
    rows, columns = where
    return np.array([columns.start, rows.start, columns.stop, rows.stop])


def laid_open(stage: Iterable[Mobject]) -> tuple[list[Mobject], list[Mobject]]:
    """All members of the families on stage, each once, and those with points as Manim draws them in turn."""
    members: list[Mobject] = []
    for each in stage:
        _gather(each, members)
    shown = dict.fromkeys(each for each in reversed(members) if len(each.points))
    return list(dict.fromkeys(members)), sorted(reversed(shown), key=lambda each: each.z_index)


def _gather(mobject: Mobject, members: list[Mobject]) -> None:
    members.append(mobject)
    for part in mobject.submobjects:
        _gather(part, members)
