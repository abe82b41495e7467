"""Numbers that live on screen: digits of fixed width that follow a computed value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from manim import RIGHT, VGroup, VMobject

from visuals.letters.formula import Typeset
from visuals.letters.outlines import glyph_outlines
from visuals.letters.readout import OWN_NUMBER, Reading, ReadingError
from visuals.theme import INK, SIZE, STAGE

SLOTS = 24  # the longest number with its unit


class Number(VGroup):
    """A reading drawn digit by digit; given a function, it follows what that function reads.

    The digits stand on a strut whose place and length the animations move and scale; its left end (or
    right end, for `align="right"`, or middle) is where the number stays while its digits change.
    """

    def __init__(
        self,
        reading: Reading | Callable[[], Reading],
        *,
        size: float = SIZE.body,
        ink: str = INK.text,
        align: str = "left",
    ) -> None:
        super().__init__()
        self.ink, self.align = ink, align
        if not callable(reading) and not isinstance(reading, Reading):
            raise ReadingError(
                f"Number shows what read gives, got {reading!r}: type Number(read(result, field, "
                "decimals=2)), or Number(lambda: read(...)) to follow a dial. A number of your own is "
                f"computed by a recorded function:\n\n{OWN_NUMBER}"
            )
        self.follow = reading if callable(reading) else None
        self.reading = reading() if callable(reading) else reading
        self.strut = VMobject(stroke_width=0, fill_opacity=0)
        self.strut.set_points_as_corners([np.zeros(3), size * STAGE.pixel * RIGHT])
        self.slots = VGroup(*(VMobject(stroke_width=0) for _ in range(SLOTS)))
        self.slots.set_fill(ink, opacity=1)
        self.add(self.strut, self.slots)
        self._lay_out()
        if self.follow is not None:
            self.add_updater(lambda number: number.refresh())

    def __deepcopy__(self, memo: dict[int, Any]) -> Number:
        memo[id(self.follow)] = self.follow  # a copy reads from the same place, be it a lecture's own method
        return super().__deepcopy__(memo)

    @property
    def readings(self) -> tuple[Reading, ...]:
        """What the viewer reads now."""
        return (self.reading,)

    @property
    def baseline(self) -> float:
        """The height in the frame at which the digits stand."""
        return float(self.strut.points[0][1])

    def refresh(self) -> None:
        """Read again and set the digits anew; the same value gives the same digits."""
        if self.follow is not None:
            self.reading = self.follow()
        self._lay_out()

    def stand_beside(self, label: Typeset, *, buff: float = 0.2) -> Number:
        """Stand to the right of a label, on its baseline (for a left-aligned number)."""
        start = np.array([label.get_right()[0] + buff, label.baseline, 0.0])
        self.shift(start - self.strut.points[0])
        return self

    def _lay_out(self) -> None:
        text = self.reading.text_with_unit
        if len(text) > SLOTS:
            raise ValueError(f"{text!r} is longer than the {SLOTS} characters a number has room for")
        origin, end = self.strut.points[0], self.strut.points[-1]
        cap = float(np.linalg.norm(end - origin))
        glyphs = [glyph_outlines(character) for character in text]
        width = sum(advance for _, advance in glyphs)
        pen = {"left": 0.0, "center": -width / 2, "right": -width}[self.align]
        for slot, character in enumerate(self.slots):
            outline, advance = glyphs[slot] if slot < len(glyphs) else (np.zeros((0, 3)), 0.0)
            character.points = origin + cap * (outline + pen * RIGHT)
            pen += advance


def labelled(label: Typeset, number: Number, *, buff: float = 0.2) -> VGroup:
    """A label and its number on one baseline."""
    number.stand_beside(label, buff=buff)
    return VGroup(label, number)
