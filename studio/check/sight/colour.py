"""Rules of colour and light: no difference in hue alone, no flashes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from studio.check.colour_vision import apart, telling
from studio.check.flicker import Flicker
from studio.check.look import Look
from studio.check.rule import Fault, rule
from studio.check.sight.kinds import Kind, kinds
from studio.check.sight.shapes import box_of, ink_of, is_drawn, outline_of

ALIKE = 12.0  # CIE76 below which colours look alike at a glance
FLASHES = 3  # in one second


@rule(
    "colour-alone",
    "error",
    looks_at="look",
    mend="Give one of them another shape, dash, mark or lightness, as SEVERAL of visuals.theme has them.",
)
def colour_alone(look: Look) -> Iterator[Fault]:
    """Only a colour tells two marks, curves or crowds of dots apart, and some eyes do not see it."""
    if not look.rests:
        return
    glyphs = {id(glyph) for run in look.runs for glyph in run.glyphs}
    found = list(kinds(shape for number, shape in look.drawn.shapes.items() if number not in glyphs))
    others = glyphs | {id(each.mobject) for each in found}
    found += [
        Kind("marks of one shape", outline_of(each), ink_of(each), each)
        for each in look.mobjects
        if is_drawn(each) and id(each) not in others
    ]
    alike: dict[tuple[Any, ...], dict[str, Kind]] = {}
    for kind in found:
        alike.setdefault(kind.looks, {}).setdefault(kind.ink, kind)
    for inks in alike.values():
        for one, other in combinations(inks, 2):
            if telling(one, other) < ALIKE < apart(one, other):
                boxes = tuple(box_of(look, inks[ink].mobject) for ink in (one, other))
                what = f"two {inks[one].what} differ in colour alone ({one} and {other})"
                yield Fault(f"{what}, alike to colour-blind eyes", boxes, 1.0, one + other)


@rule(
    "flashes",
    "error",
    looks_at="flicker",
    mend="Change brightness slowly, in a smaller place, or by less: three flashes in a second are the limit.",
    happens=True,
)
def flashes(flicker: Flicker) -> Iterator[Fault]:
    """A part of the frame flashes more than three times in a second (WCAG 2.3.1)."""
    most, place, moment = flicker.worst.count, flicker.worst.place, flicker.worst.time
    if most > FLASHES:
        rows, columns = flicker.grid
        box = (place[1] / columns, place[0] / rows, (place[1] + 1) / columns, (place[0] + 1) / rows)
        what = f"a part of the frame flashes {most} times in one second, {FLASHES} are allowed"
        yield Fault(what, (box,), most, "flash", time=moment)
