"""Truth: what is shown was computed, and drawn as it is."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import numpy as np
from manim import DecimalNumber, Elbow, ManimColor, RightAngle
from manim.mobject.graphing.coordinate_systems import Axes as ManimAxes
from manim.utils.bezier import get_smooth_cubic_bezier_handle_points
from numba import njit

from studio.check.colour_vision import apart
from studio.check.letters import Run, plain
from studio.check.look import BeatSeen, Look
from studio.check.rule import Fault, rule
from studio.check.shape import Shape
from visuals.drawing.axes import Axes
from visuals.drawing.compiled import KEPT
from visuals.letters.formula import Formula, Typeset
from visuals.map.right_angle import RightAngles
from visuals.theme import INK

NUMBER = re.compile(r"(?<![\w.,])[+\-−]?\d+(?:,\d{3})*(?:\.\d+)?")
RAISED = re.compile(r"(?:\b10)?[_^]\s*(\([^()]*\)|\{[^{}]*\}|[+\-−]?\w+)")
SCRIPTS = re.compile(r"#su(?:b|per)(?:\([^()]*\))?\[[^\]]*\]")  # the 2 of CO₂, and its size
YEAR = re.compile(r"1[5-9]\d\d|20\d\d")
LICENCES = re.compile(r"\bCC0? [A-Z]{2}(?:-[A-Z]{2})* \d\.\d\b|\bCC0 \d\.\d\b")
STRAIGHT = 1e-9  # scene units between a handle and its chord's first third
EQUAL = 0.01  # of the units of two axes
LEAP = 0.01  # of the longest chord: ten times the rounding of a smoothed path
BENT, CORNERS = 1e-4, 8  # distance of a handle, as a share of its chord; anchors that make a path of data
ROUNDING = 2.0  # CIE76: less is invisible
FEW = 12  # numbers of one constant that are read one by one: more are a grid
MEANS = {  # symbols of INK's concepts that must have the concept's colour
    "nabla": ("gradient", "curvature"),
    "theta": ("parameter",),
    "dif x": ("input",),
    "dif t": ("input",),
    "dif f": ("output",),
}
MAY_MEAN = {  # letters that may have their concept's colour or none, but no other concept's
    "x": ("input", "path", "data"),
    "t": ("input", "data"),
    "f": ("output", "model"),
    "f'": ("slope", "gradient"),
    "f''": ("curvature",),
    "w": ("parameter", "plus", "minus"),
    "b": ("parameter", "plus", "minus"),
}
PLAIN = ("text", "quiet", "exact")  # labels of no concept, and that of any exact value
SYMBOL = re.compile(rf"(?<![\w.])({'|'.join(MEANS)})(?![\w.])")
LABELLED = re.compile(r"\{\{((?:(?!\{\{).)*?)\s*:\s*([a-z]+)(?:_\d+)?\s*\}\}")
LETTER = re.compile(r"(?:bold\((?P<bold>\w)\)|(?P<plain>\w'*))(?:_(?:\w+|\([^()]*\)))?(?:\([^()]*\))?")


@rule(
    "typed-number",
    "error",
    looks_at="look",
    mend="Read it from a calc_core result: <n> in the text, n=read(result, 'field'); name an input.",
)
def typed_number(look: Look) -> Iterator[Fault]:
    """A number stands in a text that neither a computation nor a constant of the lecture gave."""
    for run in look.runs:
        if run.kind not in ("words", "formula"):
            continue
        for number in typed_numbers(run, look.lecture):
            what = f"the number {number} in {run.name} was typed in"
            yield Fault(what, (look.box_of(run),), 1.0, run.text, mend=how_to_read(run.mobject, number))


def how_to_read(letters: Any, number: str) -> str | None:
    """What to write for a number in letters of this kind; None where the rule's own advice fits."""
    kind = type(letters).__name__
    if isinstance(letters, DecimalNumber):
        return f"A {kind} shows what anybody types in: Number(read(result, 'field')) instead; name an input."
    if isinstance(letters, Formula):
        source = _with_slot(letters.source, number)
        return (
            f"A {kind} takes no readings; words do, and may be a formula: "
            f"Words({source!r}, size=SIZE.large, n=read(result, 'field')); name an input."
        )
    if not isinstance(letters, Typeset):
        return (
            f"A {kind} takes no readings: Words('<n> ...', n=read(result, 'field')) instead; name an input."
        )
    return None


def _with_slot(source: str, number: str) -> str:
    """A formula's source with `<n>` in the place of a number; dots for one that is long."""
    at = re.search(rf"(?<![\w.,]){re.escape(number)}", source)
    if at is None or len(source) > 60:
        return "$ ... <n> ... $"
    return f"{source[: at.start()]}<n>{source[at.end() :]}"


def typed_numbers(run: Run, lecture: Any) -> list[str]:
    """The numbers of a text without a source; exponents, years and licences do not count."""
    text = plain(getattr(run.mobject, "source", run.text))
    for reading in getattr(run.mobject, "readings", ()):
        text = text.replace(reading.text_with_unit, " ").replace(reading.text, " ")
    text = SCRIPTS.sub(" ", text)
    found = [
        each for each in NUMBER.findall(RAISED.sub(" ", LICENCES.sub(" ", text))) if not YEAR.fullmatch(each)
    ]
    if run.kind == "formula":
        text = SCRIPTS.sub(" ", text)
    found = [each for each in found if not re.fullmatch(r"[+\-−]?\d", each)]  # a whole number of one digit
    if not found:
        return []
    named = [each["credit"] for each in lecture.report()["sources"]] + [*lecture.recorder.speakers]
    if any(each in text for each in named):
        return []  # the names of a source and of a speaker
    stated = stated_numbers(lecture)
    return [each for each in found if each.lstrip("+-−").replace(",", "") not in stated]


def stated_numbers(lecture: Any) -> set[str]:
    """The constants of the lecture's file as written numbers: they are inputs, and may be said.

    Among many entries some number is found by chance. So an array of more than FEW states no number but those
    that were read, by their index, from a result computed with it.
    """
    few, many = _constants(type(lecture).__module__)
    if not many:
        return few
    picked = {each["text"] for each in lecture.recorder.numbers if each["field"].endswith("]")}
    return few | (many & {each.lstrip("+-−").replace(",", "") for each in picked})


@lru_cache(maxsize=8)
def _constants(module: str) -> tuple[set[str], set[str]]:
    """A module's constants as written numbers: of those with few numbers, and of the others."""
    few, many = set[str](), set[str]()
    for name, value in vars(sys.modules[module]).items():
        if name.isupper():
            numbers = list(_numbers(value))
            written = few if len(numbers) <= FEW else many
            written |= {f"{abs(each):g}" for each in numbers} | {str(abs(each)) for each in numbers}
    return few, many


def _numbers(value: Any) -> Iterator[Any]:
    """The numbers in a constant."""
    if isinstance(value, np.ndarray):
        value = tuple(value.ravel().tolist())
    if isinstance(value, tuple | list):
        for each in value:
            yield from _numbers(each)
    elif isinstance(value, int | float | np.number):
        yield value


@rule(
    "unequal-units",
    "error",
    looks_at="look",
    mend="Give both axes one unit (stretch 1), or do not claim a right angle there.",
)
def unequal_units(look: Look) -> Iterator[Fault]:
    """A right angle is claimed where a unit across is drawn longer or shorter than a unit up."""
    for each in look.mobjects:
        if isinstance(each, RightAngles) and each.grown.get_value() > 0 and len(each.marks.points):
            stretch = each.chart.stretch.get_value()
            if abs(stretch - 1) > EQUAL:
                what = f"a right angle is marked where x is drawn {stretch:.2f} times as wide as y"
                yield Fault(what, (_box(look, each.marks),), abs(stretch - 1), "stretch")
        elif isinstance(each, RightAngle | Elbow) and len(each.points):
            yield from _on_unequal_axes(look, each)


def _on_unequal_axes(look: Look, mark: Any) -> Iterator[Fault]:
    middle = mark.get_center()
    for axes in look.mobjects:
        across, up = _units(axes)
        if across and abs(across / up - 1) > EQUAL and _holds(axes, middle):
            what = f"a right angle is marked on axes whose x is drawn {across / up:.2f} times as wide as y"
            yield Fault(what, (_box(look, mark),), abs(across / up - 1), "axes")


def _units(axes: Any) -> tuple[float, float]:
    """Scene units in one unit across and up; zeros for a mobject without axes."""
    if isinstance(axes, Axes):
        return float(axes.units[0]), float(axes.units[1])
    if isinstance(axes, ManimAxes):
        return float(axes.x_axis.get_unit_size()), float(axes.y_axis.get_unit_size())
    return 0.0, 0.0


def _holds(axes: Any, point: np.ndarray) -> bool:
    low, high = axes.get_corner([-1, -1, 0]), axes.get_corner([1, 1, 0])
    return bool((low[:2] <= point[:2]).all() and (point[:2] <= high[:2]).all())


@rule(
    "smoothed-path",
    "error",
    looks_at="look",
    mend="Draw it with `polyline` of visuals.drawing, straight from one computed point to the next.",
)
def smoothed_path(look: Look) -> Iterator[Fault]:
    """A path through computed points was rounded off."""
    letters = {id(glyph) for run in look.runs for glyph in run.glyphs}
    for number, shape in look.drawn.shapes.items():
        each = shape.mobject
        if len(each.points) >= 4 * CORNERS and number not in letters and _is_smoothed(shape):
            yield Fault(
                f"a path of {type(each).__name__} was smoothed", (_box(look, each),), 1.0, type(each).__name__
            )


@lru_cache(maxsize=2000)
def _is_smoothed(shape: Shape) -> bool:
    """Whether a path is smoothed, computed once while it does not change."""
    return is_smoothed(shape.mobject.points)


def is_smoothed(points: np.ndarray) -> bool:
    """Whether some subpath is exactly what Manim's smoothing makes of its anchors."""
    if len(points) % 4:
        return False
    points = np.ascontiguousarray(points, dtype=np.float64)
    breaks = np.flatnonzero(np.abs(points[4::4] - points[3:-1:4]).max(axis=1) > 1e-6) + 1
    subpaths = np.split(points, 4 * breaks)
    return any(
        len(each) >= 4 * CORNERS and _bends_as_a_spline(each) and _is_spline(each) for each in subpaths
    )


def _is_spline(points: np.ndarray) -> bool:
    starts = points[0::4]
    anchors = np.concatenate([starts, points[-1:]])
    chords = np.linalg.norm(np.diff(anchors, axis=0), axis=1)
    if chords.min() < 1e-9:
        return False
    bend = np.cross(points[1::4] - starts, np.diff(anchors, axis=0))
    if np.linalg.norm(bend, axis=1).max() < BENT * chords.max() ** 2:
        return False
    early, late = get_smooth_cubic_bezier_handle_points(anchors)
    off = max(np.abs(early - points[1::4]).max(), np.abs(late - points[2::4]).max())
    return bool(off < 1e-3 * np.median(chords))


@njit(**KEPT)  # type: ignore[untyped-decorator]
def _bends_as_a_spline(points: np.ndarray) -> bool:
    """Whether a subpath may be smoothed: it bends, and first and second derivative are continuous where its
    curves meet. A quick test that most subpaths fail.
    """
    bends, longest, leap = False, 0.0, 0.0
    for k in range(0, len(points), 4):
        longest = max(longest, np.sqrt(((points[k + 3] - points[k]) ** 2).sum()))
        for axis in range(3):
            start, early, late, end = points[k : k + 4, axis]
            bends = bends or abs(early - (2 * start + end) / 3) >= STRAIGHT
            if k:
                before, corner = points[k - 2, axis], points[k - 3, axis]
                leap = max(leap, abs(2 * start - before - early))
                leap = max(leap, abs((corner - 2 * before + start) - (start - 2 * early + late)))
    return bends and leap <= LEAP * longest


@rule(
    "ink-of-symbols",
    "error",
    looks_at="look",
    mend="Mark the symbol with its concept, {{nabla f : gradient}}, and leave its colour to the theme.",
)
def ink_of_symbols(look: Look) -> Iterator[Fault]:
    """A formula's symbol has another colour than the theme gives to its meaning."""
    for run in look.runs:
        for what in wrong_inks(run):
            yield Fault(what, (look.box_of(run),), 1.0, run.text)


@lru_cache(maxsize=500)
def wrong_inks(run: Run) -> tuple[str, ...]:
    """The faults in the colours of a run's symbols, computed once while it does not change."""
    typeset, found = run.mobject, list[str]()
    if not isinstance(typeset, Typeset):
        return ()
    for label in dict.fromkeys(typeset.labels):
        wanted = getattr(INK, label.partition("_")[0])
        shown = {_hex(glyph) for glyph in typeset.part(label) if glyph.fill_rgbas[0, 3] > 0.5}
        for other in (each for each in shown if apart(each, wanted) > ROUNDING):
            if not _is_nested(typeset.source, label):
                found.append(f"the {label} of {run.name} is drawn in {other}, not in {wanted}")
    if isinstance(typeset, Formula):
        for symbol, meant in symbols(typeset.source, typeset.ink):
            found.append(f"{symbol} in {run.name} has not the colour of {' or '.join(meant)}")
    return tuple(found)


def symbols(source: str, ink: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Symbols of a formula with the colour of another concept, or without the one that they must have."""
    bare = source
    while parts := list(LABELLED.finditer(bare)):  # the innermost first
        for part in parts:
            yield from _mislabelled(part[1], part[2])
            bare = bare.replace(part[0], " ")
    for symbol in SYMBOL.findall(bare):
        if ink not in {getattr(INK, concept) for concept in MEANS[symbol]}:
            yield symbol, MEANS[symbol]
    letter = _letter(bare.strip("$ "))
    if letter is not None and ink not in {getattr(INK, each) for each in (*MAY_MEAN[letter], *PLAIN)}:
        yield letter, MAY_MEAN[letter]


def _mislabelled(part: str, concept: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Symbols of a part that do not belong to the concept of its label."""
    for symbol in SYMBOL.findall(part):
        # f(x + dx) as a whole does not mean dx
        is_all = part.strip() == symbol
        if concept not in MEANS[symbol] and (is_all or concept in PLAIN or not symbol.startswith("dif")):
            yield symbol, MEANS[symbol]
    letter = _letter(part)
    if letter is not None and concept not in (*MAY_MEAN[letter], *PLAIN):
        yield letter, MAY_MEAN[letter]


def _letter(part: str) -> str | None:
    """The letter of the theme's that a part of a formula is, index and argument left out; None for others."""
    match = LETTER.fullmatch(part.strip())
    letter = None if match is None else match["bold"] or match["plain"]
    return letter if letter in MAY_MEAN else None


def _is_nested(source: str, label: str) -> bool:
    """Whether a labelled part contains parts of other concepts, with their colours."""
    return bool(re.search(r"\{\{[^{}]*\{\{", source)) and label in source


def _hex(glyph: Any) -> str:
    return str(ManimColor(glyph.fill_rgbas[0]).to_hex())


def _box(look: Look, mobject: Any) -> tuple[float, float, float, float]:
    low, high = mobject.points.min(axis=0), mobject.points.max(axis=0)
    return look.box(low[0], low[1], high[0], high[1])


@rule(
    "spoken-number",
    "warning",
    looks_at="beat",
    mend="Let the picture say it through read(), or name the input as a constant of the lecture.",
)
def spoken_number(beat: BeatSeen) -> Iterator[Fault]:
    """A number is said that neither a constant of the lecture states nor the screen shows."""
    if beat.last is None or beat.last.lecture is None:
        return
    shown = " ".join(run.text for run in beat.last.runs)
    stated = stated_numbers(beat.last.lecture)
    for number in NUMBER.findall(beat.words):
        bare = number.lstrip("+-−").rstrip(",").replace(",", "")
        if not YEAR.fullmatch(bare) and bare not in stated and number not in shown:
            yield Fault(f"“{number}” is said, and nothing vouches for it", degree=1.0, subject=number)
