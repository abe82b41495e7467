"""Draws a moment, unless it looks like the one drawn before; and, on request, what is behind its letters.

It draws with the engine's batches, but not with the engine's camera: that draws parts of a frame anew, which
may differ by a shade from a frame drawn whole, and here frames are compared to the last bit.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from manim import Mobject, PMobject, VMobject
from manim.mobject.types.image_mobject import AbstractImageMobject

from studio.check.picture import Picture
from studio.engine.cairo_batch import BACK, FILL, STROKE, Batch
from studio.engine.damage import reaches, touched
from studio.engine.lying import clipped, is_plain, look_of
from visuals.camera import StageCamera

DRAWN = (VMobject, PMobject, AbstractImageMobject)  # of anything else Manim draws nothing


@dataclass(frozen=True)
class Below:
    """What lies below the topmost run of vector mobjects: pictures of pixels, and all that is under them."""

    mobjects: list[Mobject]
    looks: list[Hashable]  # what each depends on; None if it cannot say
    letters: frozenset[int]  # the ids of those that are read
    frame: np.ndarray  # (height, width, 4)
    ground: np.ndarray  # the same without the letters' ink
    alone: np.ndarray | None  # the letters on nothing; None if there are none


@dataclass(frozen=True)
class Above:
    """The topmost run of vector mobjects."""

    batch: Batch
    letters: np.ndarray  # (items,) bool: which are read
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
        """All of it without the letters' own ink; their dark casing stays."""
        styles = self.batch.styles.copy()
        styles[self.letters, FILL + 3] = styles[self.letters, STROKE + 3] = 0.0
        return replace(self.batch, styles=styles)

    @cached_property
    def alone(self) -> Batch:
        """All of it without casings and outlines."""
        styles = self.batch.styles.copy()
        styles[:, BACK + 3] = styles[:, STROKE + 3] = 0.0
        return replace(self.batch, styles=styles)


@dataclass(frozen=True)
class Drawn:
    """One moment: its picture, and what it was drawn from."""

    picture: Picture
    below: Below
    above: Above
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


class LookingCamera(StageCamera):  # type: ignore[misc]
    """The stage's camera, which remembers what it drew, and can also tell what lies behind the letters."""

    _last: Drawn | None = None  # what `pixel_array` shows
    _bare: frozenset[int] = frozenset()  # ids of letters whose ink is left out of what is drawn now

    def capture_mobjects(self, mobjects: Iterable[Mobject], **options: Any) -> None:
        """Draw as any camera does: Manim asks for it when a film is over."""
        self.look(self.get_mobjects_to_display(mobjects, **options))

    def look(self, shown: Sequence[Mobject], letters: frozenset[int] | None = None) -> Drawn:
        """Draw mobjects in this order; `letters` are the ids of those that are read, if that matters."""
        shown = [each for each in shown if isinstance(each, DRAWN)]
        first = len(shown)  # of the topmost run
        while first > 0 and is_plain(shown[first - 1]):
            first -= 1
        below = self._below(shown[:first], letters)
        above = self._above(shown[first:], frozenset() if letters is None else letters)
        self._last = Drawn(self._picture(below, above), below, above, self)
        return self._last

    def draw_apart(self, drawn: Drawn, where: tuple[slice, slice]) -> tuple[np.ndarray, np.ndarray]:
        """What `Drawn.apart` tells."""
        rows, columns = where
        rectangle = np.array([columns.start, rows.start, columns.stop, rows.stop])
        below, above, near = drawn.below, drawn.above, touched(drawn.above.boxes, rectangle)
        ground, alone = self._spare
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
        self._above(list(vmobjects), self._bare).bare.draw(self.get_cairo_context(pixel_array))

    # -- inside ------------------------------------------------------------------------------------

    def _above(self, mobjects: Sequence[Any], letters: frozenset[int]) -> Above:
        matrix = self.get_cairo_context(self.pixel_array).get_matrix()
        read = np.array([id(each) in letters for each in mobjects], dtype=bool)
        batch = Batch.of(mobjects, self.cairo_line_width_multiple)
        return Above(batch, read, (matrix.xx, matrix.yy, matrix.x0, matrix.y0))

    def _picture(self, below: Below, above: Above) -> Picture:
        last = self._last
        if last is not None and last.below is below and last.above.looks_like(above):
            return last.picture
        self.set_pixel_array(below.frame)
        above.batch.draw(self.get_cairo_context(self.pixel_array))
        return Picture(self.pixel_array.copy())

    def _below(self, mobjects: list[Mobject], letters: frozenset[int] | None) -> Below:
        looks = [look_of(each) for each in mobjects]
        read = frozenset() if letters is None else letters.intersection(map(id, mobjects))
        last = None if self._last is None else self._last.below
        if last is not None and last.mobjects == mobjects and last.looks == looks and None not in looks:  # noqa: SIM102
            if letters is None or last.letters == read:
                return last
        frame = ground = self._drawn_below(mobjects)
        alone = None
        if read:
            self._bare = read
            ground = self._drawn_below(mobjects)
            self._bare = frozenset()
            self._spare[1][:] = 0
            letters_alone = self._above([each for each in mobjects if id(each) in read], read).alone
            letters_alone.draw(self.get_cairo_context(self._spare[1]))
            alone = self._spare[1].copy()
        return Below(mobjects, looks, read, frame, ground, alone)

    def _drawn_below(self, mobjects: list[Mobject]) -> np.ndarray:
        self.reset()
        super().capture_mobjects(mobjects, include_submobjects=False)
        return np.array(self.pixel_array)

    @cached_property
    def _spare(self) -> tuple[np.ndarray, np.ndarray]:
        return np.zeros_like(self.pixel_array), np.zeros_like(self.pixel_array)


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
