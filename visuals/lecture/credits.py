"""The credits card: the film, what was measured by whom, and what others may do with it."""

from __future__ import annotations

from collections.abc import Sequence

from manim import Group

from visuals.letters.formula import Typeset, Words
from visuals.letters.outlines import plain
from visuals.letters.readout import Source
from visuals.theme import INK, SIZE, STAGE


def credit_lines(
    title: str, shown: Sequence[Source], author: str, licence: str, speakers: Sequence[str] = ()
) -> list[Typeset]:
    """The lines of the card, laid out one below the other; `speakers` are those who are heard."""
    lines: list[Typeset] = [Words(title, size=SIZE.title)]
    for source in shown:
        text = f"Data: {source.credit} ({source.licence})"
        lines.append(Words(text, size=SIZE.small, ink=INK.data, width=0.8 * STAGE.width, align="center"))
    if not shown:
        lines.append(Words("No measured data: pure mathematics", size=SIZE.small, ink=INK.quiet))
    if speakers:
        text = plain(f"Voice: {'; '.join(speakers)}")
        lines.append(Words(text, size=SIZE.small, ink=INK.quiet, width=0.8 * STAGE.width, align="center"))
    lines.append(Words(f"{author}. {licence}", size=SIZE.small, ink=INK.quiet))
    card = Group(*lines).arrange([0, -1, 0], buff=0.5)
    card.move_to([0, (STAGE.top + STAGE.bottom) / 2, 0])
    return lines
