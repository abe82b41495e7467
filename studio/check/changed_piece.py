"""Finds the mobject that came, went or changed between two neighbouring frames, and its name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from manim import Group, Mobject, VGroup, VMobject

from studio.check.finding import Box
from studio.check.look import Cut, Look
from studio.render.engine.cairo_batch import BACK, FILL, STROKE
from visuals.drawing.laid import Laid

FAINT = 0.03  # of opacity: less is invisible
OPACITIES = [ink + 3 for ink in (BACK, FILL, STROKE)]  # columns of a batch's styles
PLAIN = (Mobject, VMobject, Group, VGroup, Laid)  # classes whose names do not describe a picture

Pieces = dict[int, Box]  # visible box by the id of a mobject


def changed_piece(cut: Cut, box: Box) -> tuple[str, str]:
    """The name of what changed in a part of the frame, and a verb: it came, went or changed.

    Of all pieces that the two frames draw differently it is the one whose box fits the part best.
    """
    before, after = _otherwise(cut.before, cut.after), _otherwise(cut.after, cut.before)
    found, best = ("something", "changes"), 0.0
    for verb, look, other, pieces, others in (
        ("appears", cut.after, cut.before, after, before),
        ("vanishes", cut.before, cut.after, before, after),
    ):
        for place, number, name in _candidates(look, pieces):
            fit = _overlap(place, box)
            if fit > best:
                best, stays = fit, number in others
                found = name or _known_as(look, number, other), "changes" if stays else verb
    return found


def _otherwise(look: Look, other: Look) -> Pieces:
    """The visible pieces of a look that the other one draws differently, or not at all."""
    drawn, known = look.drawn, other.drawn.shapes
    height, width = drawn.frame.shape[:2]
    seen = drawn.above.batch.styles[:, OPACITIES].max(axis=1) > FAINT
    pieces = {}
    for number, box, shown in zip(
        drawn.above.batch.kinds.tolist(), drawn.above.boxes.tolist(), seen.tolist(), strict=True
    ):
        if shown and known.get(number) is not drawn.shapes[number]:
            pieces[number] = (box[0] / width, box[1] / height, box[2] / width, box[3] / height)
    was = dict(zip(map(id, other.drawn.below.mobjects), other.drawn.below.looks, strict=True))
    for each, now in zip(drawn.below.mobjects, drawn.below.looks, strict=True):
        if len(each.points) and (now is None or was.get(id(each)) != now):
            low, high = each.points.min(axis=0), each.points.max(axis=0)
            pieces[id(each)] = look.box(low[0], low[1], high[0], high[1])
    return pieces


def _candidates(look: Look, pieces: Pieces) -> Iterator[tuple[Box, int, str]]:
    """Boxes of changed pieces, the id of each (or of a part), and its name if it is a run of letters."""
    glyphs = set[int]()
    for run in look.runs:
        own = [id(each) for each in run.glyphs if id(each) in pieces]
        if own:
            yield look.box_of(run), own[0], run.name
        glyphs.update(own)
    for number, place in pieces.items():
        if number not in glyphs:
            yield place, number, ""


def _known_as(look: Look, number: int, other: Look) -> str:
    """The name of a piece's picture: of the largest that is wholly new, else of what it is a part of."""
    known = {id(each) for each in other.mobjects}
    line = next(filter(None, (_line(top, number) for top in look.tops)), None)
    if line is None:  # it was removed from its picture since
        return type(look.drawn.shapes[number].mobject).__name__
    fresh = [each for each in line if known.isdisjoint(map(id, each.get_family()))]
    named = [type(each).__name__ for each in fresh if type(each) not in PLAIN]
    if named:
        return named[-1]
    of = next((type(each).__name__ for each in line if type(each) not in PLAIN), None)
    if of is None:
        return type(line[0]).__name__
    return of if type(line[0]) not in PLAIN else f"a part of {of}"


def _line(mobject: Any, number: int) -> list[Any] | None:
    """The ancestors of the piece with an id, from itself to a mobject; None if it is no part of that."""
    if id(mobject) == number:
        return [mobject]
    for part in mobject.submobjects:
        if (found := _line(part, number)) is not None:
            return [*found, mobject]
    return None


def _overlap(one: Box, other: Box) -> float:
    """The intersection of two boxes as a share of their union."""
    across, up = min(one[2], other[2]) - max(one[0], other[0]), min(one[3], other[3]) - max(one[1], other[1])
    if across <= 0 or up <= 0:
        return 0.0
    both = sum((each[2] - each[0]) * (each[3] - each[1]) for each in (one, other))
    return across * up / (both - across * up)
