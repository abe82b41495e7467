"""Captions drawn into the picture, in the lowest eighth that every lecture keeps free."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from manim import RoundedRectangle, VGroup, VMobject

from visuals.drawing.camera import StageView
from visuals.lecture.captions import Cue
from visuals.letters.formula import Words
from visuals.letters.outlines import plain
from visuals.theme import INK, SIZE, STAGE

PADDING = 0.14  # between the letters and the edge of their plate
CENTRE = np.array([0.0, (STAGE.captions - STAGE.height / 2) / 2, 0.0])


class Subtitle(VGroup):
    """The caption of this moment: light letters on a dark plate, both empty while nothing is said.

    It follows `now` (seconds of the film) by looking up the cue; it keeps two mobjects whose outlines
    change, because Manim gathers what moves before a play and would not see new ones. It lies on the frame,
    wherever `view` looks.
    """

    def __init__(self, now: Callable[[], float], cues: Sequence[Cue], view: StageView) -> None:
        super().__init__()
        self.now, self.cues, self.view = now, cues, view
        self.plate = VMobject(stroke_width=0).set_fill(INK.casing, opacity=0.72)
        self.letters = VMobject(stroke_width=0).set_fill(INK.text, opacity=1)
        self.add(self.plate, self.letters)
        self.shown: tuple[object, ...] = ("", view.state)
        self.add_updater(lambda subtitle: subtitle.refresh())

    def refresh(self) -> None:
        """Show the cue of this moment."""
        shown = self.text_at(self.now()), self.view.state
        if shown == self.shown:
            return
        self.shown, (x, y, scale) = shown, shown[1]
        middle = np.array([x, y, 0.0])
        self.letters.points, self.plate.points = (
            outline / scale + middle if len(outline) else outline for outline in _outlines(shown[0])
        )

    def text_at(self, seconds: float) -> str:
        """What is said then (a cue begins with its first frame)."""
        moment = seconds + 1e-6
        return next((cue.text for cue in self.cues if cue.start <= moment < cue.end), "")

    def changes_within(self, start: float, end: float) -> bool:
        """Whether a caption comes or goes between two moments, so that the picture cannot stand still."""
        return any(start < border < end for cue in self.cues for border in (cue.start, cue.end))


def _outlines(text: str) -> tuple[np.ndarray, np.ndarray]:
    if not text:
        return np.zeros((0, 3)), np.zeros((0, 3))
    lines = [Words(plain(line), size=SIZE.small) for line in text.splitlines()]
    words = VGroup(*lines).arrange((0, -1, 0), buff=0.16).move_to(CENTRE)
    size = words.width + 4 * PADDING, words.height + 2 * PADDING
    plate = RoundedRectangle(corner_radius=0.12, width=size[0], height=size[1]).move_to(CENTRE)
    glyphs = [glyph.points for line in lines for glyph in line]
    return np.concatenate(glyphs), plate.points
