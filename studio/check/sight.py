"""Sight: what is on the screen can be seen and read."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

import numpy as np
from manim import ManimColor, VMobject

from studio.check.colour_vision import apart, telling
from studio.check.finding import Box
from studio.check.flicker import Flicker
from studio.check.letters import Run
from studio.check.look import Look, Play
from studio.check.rule import Fault, rule
from visuals.camera import PixelMobject
from visuals.theme import INK, STAGE

MARGIN = 0.15  # scene units between letters and the frame's edge
CAPITALS, INDICES = 28.0, 18.0  # pixels at 1080p
HALF = 0.5  # of opacity: from here on letters are there to be read
WORDS = 12
CONTRAST = 4.5
RESTLESS = 9.0  # of lightness, 0 to 100, behind letters
HIDDEN = 0.12  # of a run's letters
INK_ON_PLATE, ENOUGH = 25, 12  # of 255: a difference that is seen; pixels of it that are noticed
PLATE = 0.6  # of opacity: what letters stand on
FAINT = 0.03  # of brightness or opacity
ALIKE = 12.0  # CIE76 between colours that one cannot tell apart at a glance
FLASHES = 3  # in one second


@rule(
    "outside",
    "error",
    looks_at="look",
    mend="Place it by relation to STAGE: to_edge, next_to, or make it smaller.",
)
def outside(look: Look) -> Iterator[Fault]:
    """Letters leave the frame or come too close to its edge."""
    margin = MARGIN if look.rests else 0.0
    for run in look.runs:
        left, bottom, right, top = run.box
        over = max(max(-left, right) - STAGE.width / 2, max(-bottom, top) - STAGE.height / 2) + margin
        if over > 1e-6 and run.strength > HALF:
            where = "leaves the frame" if over > margin else "stands within the frame's margin"
            yield Fault(f"{run.name} {where}", (look.box_of(run),), over, run.text)


@rule(
    "small-letters",
    "error",
    looks_at="look",
    mend="Use a SIZE of visuals.theme, and do not scale letters down.",
)
def small_letters(look: Look) -> Iterator[Fault]:
    """Capitals stand below 28 pixels at 1080p, or those of an index below 18."""
    for run in look.runs:
        if run.strength < HALF:
            continue
        if run.cap < CAPITALS - 0.01:
            what = (
                f"capitals of {run.name} stand {run.cap:.0f} pixels tall at 1080p, {CAPITALS:.0f} are needed"
            )
            yield Fault(what, (look.box_of(run),), CAPITALS - run.cap, run.text)
        elif run.least < INDICES - 0.01:
            what = f"an index of {run.name} stands {run.least:.0f} pixels tall at 1080p, not {INDICES:.0f}"
            yield Fault(what, (look.box_of(run),), INDICES - run.least, run.text)


@rule(
    "words-over-words",
    "error",
    looks_at="look",
    mend="Move one of the two, or let the first leave before the second enters.",
)
def words_over_words(look: Look) -> Iterator[Fault]:
    """Letters lie over letters."""
    shown = [run for run in look.runs if run.strength > HALF]
    for one, other in combinations(shown, 2):
        share = _overlap(one, other)
        if share > 0:
            boxes = (look.box_of(one), look.box_of(other))
            yield Fault(
                f"{one.name} and {other.name} lie over each other", boxes, share, one.text + other.text
            )


def _overlap(one: Run, other: Run) -> float:
    """By how many scene units glyphs of two runs lie over each other, at most."""
    hair = 2 * STAGE.pixel
    a, b = one.boxes[:, None], other.boxes[None]
    across = np.minimum(a[..., 2], b[..., 2]) - np.maximum(a[..., 0], b[..., 0])
    upright = np.minimum(a[..., 3], b[..., 3]) - np.maximum(a[..., 1], b[..., 1])
    depth = np.minimum(across, upright)
    return float(depth.max()) if depth.max() > hair else 0.0


@rule(
    "many-words",
    "error",
    looks_at="look",
    mend="Let words leave when they were read; the voice says the rest.",
)
def many_words(look: Look) -> Iterator[Fault]:
    """More words stand on screen than a viewer reads beside the picture."""
    shown = [run for run in look.runs if run.strength > HALF and run.words]
    count = sum(run.words for run in shown)
    if count > WORDS:
        boxes = tuple(look.box_of(run) for run in shown)
        yield Fault(f"{count} words are on screen, {WORDS} are the limit", boxes, count, "words")


@rule(
    "low-contrast",
    "error",
    looks_at="play",
    mend="Give the letters a casing or a plate, a lighter ink, or darker ground.",
)
def low_contrast(play: Play) -> Iterator[Fault]:
    """Letters stand out by less than 4.5 to 1 from what is drawn behind them, for longer than a moment."""
    for run, seen in play.standing:
        best = max(each.contrast for each in seen)
        if best < CONTRAST - 0.05:
            what = f"{run.name} stands out by {best:.1f} to 1 from what is behind it"
            yield Fault(what, (play.looks[-1].box_of(run),), CONTRAST / best, run.text)


@rule(
    "restless-ground",
    "error",
    looks_at="play",
    mend="Lay a plate or a casing under the letters, or move them to quiet ground.",
)
def restless_ground(play: Play) -> Iterator[Fault]:
    """Letters stand on busy ground, where lines or light and dark run through them."""
    for run, seen in play.standing:
        least = min(each.restless for each in seen)
        if least > RESTLESS:
            what = f"the lightness behind {run.name} varies by {least:.0f} of 100"
            yield Fault(what, (play.looks[-1].box_of(run),), least, run.text)


@rule(
    "hidden-letters",
    "error",
    looks_at="play",
    mend="Draw the letters later (add them again), or keep the two apart.",
)
def hidden_letters(play: Play) -> Iterator[Fault]:
    """Something is drawn over letters, and stays: passing by is allowed, hiding them whole too."""
    for run, seen in play.standing:
        hidden = min(each.hidden for each in seen)
        if hidden > HIDDEN:
            what = f"something lies over {hidden:.0%} of {run.name}"
            yield Fault(what, (play.looks[-1].box_of(run),), hidden, run.text)


@rule(
    "over-a-panel",
    "error",
    looks_at="look",
    mend="Draw the panel later (add it again), or keep the two apart.",
)
def over_a_panel(look: Look) -> Iterator[Fault]:
    """Something foreign is drawn over a plate that letters stand on: an instrument, a label."""
    if not look.rests:
        return
    for i, top in enumerate(look.tops[:-1]):
        plate = plate_of(top, look)
        if plate is None or all(apart_from(plate, other) for other in look.tops[i + 1 :]):
            continue
        where = look.pixels(*np.concatenate(extent(plate)), pad=-2)
        alone = look.lecture.camera.look(look.tops[: i + 1], frozenset()).frame
        over = (
            np.abs(alone[where][..., :3].astype(int) - look.drawn.frame[where][..., :3]).max(axis=-1)
            > INK_ON_PLATE
        )
        if over.sum() > ENOUGH:
            what = f"something is drawn over the panel {type(top).__name__}"
            yield Fault(what, (_box_of(look, plate),), float(over.mean()), what)


def plate_of(top: Any, look: Look) -> Any:
    """The largest filled dark shape of a picture that holds letters too; None for any other picture."""
    family = top.get_family()
    if not any(run.mobject in family for run in look.runs):
        return None
    glyphs = {id(glyph) for run in look.runs for glyph in run.glyphs}
    plates = [
        each
        for each in family
        if id(each) not in glyphs
        and is_drawn(each)
        and each.fill_rgbas[0, 3] > PLATE
        and ink_of(each) == INK.casing
    ]
    return max(plates, key=lambda each: float(np.prod(np.subtract(*extent(each)[::-1]))), default=None)


def apart_from(plate: Any, other: Any) -> bool:
    """Whether a picture surely leaves a plate free: what paints pixels may reach anywhere."""
    low, high = extent(plate)
    for each in other.get_family():
        if isinstance(each, PixelMobject):
            return False
        if is_drawn(each):
            other_low, other_high = extent(each)
            if (other_low < high).all() and (other_high > low).all():
                return False
    return True


@rule(
    "caption-space",
    "error",
    looks_at="look",
    mend="Keep it above STAGE.captions; only moving ground may reach lower.",
)
def caption_space(look: Look) -> Iterator[Fault]:
    """Something stands in the lowest eighth, which belongs to the captions."""
    if not look.rests:
        return
    for run in look.runs:
        if run.box[1] < STAGE.captions - 1e-6:
            yield Fault(f"{run.name} reaches into the captions' space", (look.box_of(run),), 1.0, run.text)
    if any(isinstance(each, PixelMobject) for each in look.mobjects):
        return
    first = int(np.ceil(look.grey.shape[0] * 7 / 8))
    rows, columns = np.nonzero(np.abs(look.grey[first:] - look.grey[-1, 0]) > FAINT)
    if len(rows):
        height, width = look.grey.shape
        low, high = columns.min() / width, columns.max() / width
        box = (low, (first + rows.min()) / height, high, (first + rows.max()) / height)
        yield Fault("something reaches into the captions' space", (box,), len(rows), "ground")


@rule(
    "cut-by-edge",
    "warning",
    looks_at="look",
    mend="Bring it inside, or let it run through the edge on purpose, as ground does.",
)
def cut_by_edge(look: Look) -> Iterator[Fault]:
    """The frame's edge cuts through something that is no ground."""
    if not look.rests:
        return
    half = np.array([STAGE.width, STAGE.height]) / 2
    over_edges = [beyond(*extent(each), half) > 0 for each in grounds(look)]
    runs_on = np.any([np.zeros(4, dtype=bool), *over_edges], axis=0)
    for top in look.tops:
        for each in top.get_family():
            if not is_drawn(each):
                continue
            low, high = extent(each)
            over = np.where(runs_on, 0.0, beyond(low, high, half))  # what lies on ground goes with it
            inside = (low < half).all() and (high > -half).all()
            if over.max() > MARGIN and inside and not crosses(low, high, half):
                what = f"{type(top).__name__} runs out of the frame"
                yield Fault(what, (look.box(low[0], low[1], high[0], high[1]),), float(over.max()), what)


def grounds(look: Look) -> list[Any]:
    """Pictures of pixels on stage: maps and hills, which may fill the frame."""
    return [each for each in look.mobjects if isinstance(each, PixelMobject) and len(each.points)]


def extent(mobject: Any) -> tuple[np.ndarray, np.ndarray]:
    """Lower left and upper right corner (2,) of a mobject's own points."""
    return mobject.points[:, :2].min(axis=0), mobject.points[:, :2].max(axis=0)


def beyond(low: np.ndarray, high: np.ndarray, half: np.ndarray) -> np.ndarray:
    """How far a box reaches over the frame's right, upper, left and lower edge (4,)."""
    return np.concatenate([high - half, -half - low])


def is_drawn(mobject: Any) -> bool:
    """Whether a vector mobject leaves ink."""
    if not isinstance(mobject, VMobject) or len(mobject.points) < 4:
        return False
    filled = mobject.fill_rgbas[:, 3].max() > FAINT
    return bool(filled or (mobject.stroke_rgbas[:, 3].max() > FAINT and mobject.stroke_width > 0))


def crosses(low: np.ndarray, high: np.ndarray, half: np.ndarray) -> bool:
    """Whether a box runs through the whole frame in some direction: ground, a grid, a horizon."""
    return bool(((low <= -half) & (high >= half)).any())


@rule(
    "colour-alone",
    "error",
    looks_at="look",
    mend="Give one of them another shape, dash or lightness: the theme's shape cues are made for that.",
)
def colour_alone(look: Look) -> Iterator[Fault]:
    """Only a colour tells two marks apart, and some eyes cannot see that difference."""
    if not look.rests:
        return
    kinds: dict[tuple[Any, ...], dict[str, Any]] = {}
    glyphs = {id(glyph) for run in look.runs for glyph in run.glyphs}
    for each in look.mobjects:
        if is_drawn(each) and id(each) not in glyphs:
            kinds.setdefault(outline_of(each), {}).setdefault(ink_of(each), each)
    for inks in kinds.values():
        for one, other in combinations(inks, 2):
            if telling(one, other) < ALIKE < apart(one, other):
                boxes = tuple(_box_of(look, inks[ink]) for ink in (one, other))
                what = f"two marks of one shape differ in colour alone ({one} and {other})"
                yield Fault(f"{what}, alike to colour-blind eyes", boxes, 1.0, one + other)


def outline_of(mobject: Any) -> tuple[Any, ...]:
    """A mobject's shape, wherever it stands: equal for two marks of one form."""
    points = mobject.points[:, :2]
    form = np.round((points - points.mean(axis=0)) / STAGE.pixel / 2).astype(int)
    solid = mobject.fill_rgbas[0, 3] > HALF
    return len(points), solid, round(float(mobject.stroke_width), 1), form.tobytes()


def ink_of(mobject: Any) -> str:
    """The colour that a mobject shows most of."""
    solid = mobject.fill_rgbas[0, 3] > HALF
    return str(ManimColor(mobject.fill_rgbas[0] if solid else mobject.stroke_rgbas[0]).to_hex())


def _box_of(look: Look, mobject: Any) -> Box:
    low, high = mobject.points.min(axis=0), mobject.points.max(axis=0)
    return look.box(low[0], low[1], high[0], high[1])


@rule(
    "flashes",
    "error",
    looks_at="flicker",
    mend="Change brightness slowly, in a smaller place, or by less: three flashes in a second are the limit.",
)
def flashes(flicker: Flicker) -> Iterator[Fault]:
    """A part of the frame flashes more than three times in a second (WCAG 2.3.1)."""
    most, place, moment = flicker.worst()
    if most > FLASHES:
        rows, columns = flicker.grid
        box = (place[1] / columns, place[0] / rows, (place[1] + 1) / columns, (place[0] + 1) / rows)
        what = f"a part of the frame flashes {most} times in one second, {FLASHES} are allowed"
        yield Fault(what, (box,), most, "flash", time=moment)
