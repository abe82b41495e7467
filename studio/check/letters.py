"""Reads the visible runs of letters: their text, the box of each glyph, their size and ink."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import Any

import numpy as np
from manim import DecimalNumber, MarkupText, Mobject, NumberLine, Paragraph, SVGMobject, Text, Typst
from manim.mobject.text.tex_mobject import SingleStringMathTex

from studio.check.shape import Shape, Shapes
from visuals.code.listing import CodeRow
from visuals.curve.lens import Tag
from visuals.drawing.ticks import Row
from visuals.letters.formula import Formula, Typeset, Words
from visuals.letters.number import Number
from visuals.theme import SIZE, STAGE

SEEN = 0.25  # of opacity: letters below it are being faded in or out
INDEX, INDEX_OF_INDEX = 0.7, 0.5  # of the letters' size: Typst's index in New Computer Modern
SEVERAL = 400  # points: a path of more holds several letters
FOREIGN = (Text, MarkupText, Paragraph, Typst, SingleStringMathTex, DecimalNumber)
TAGS = re.compile(r"<[^<>]*>")
MARKUP = re.compile(r"[#\\]\w+|[_*`$\[\]{}()~]")


@dataclass(frozen=True, eq=False)
class Run:
    """Letters that belong together. Looks share one object as long as it does not change."""

    text: str
    kind: str  # "words", "formula", "number", "code" or "axis"
    mobject: Mobject
    glyphs: tuple[Any, ...]  # the visible ones
    boxes: np.ndarray  # (glyphs, 4): left, bottom, right, top of each, in scene units
    cap: float  # height of its capitals, in pixels at 1080p
    least: float  # the same for its smallest index
    ink: np.ndarray  # (4,), of most of its glyphs
    said: str = ""  # its name in a report, if not its text
    stood: dict[str, Any] = field(default_factory=dict)  # its last backdrop: see backdrop.py

    @cached_property
    def box(self) -> tuple[float, float, float, float]:
        """Left, bottom, right, top of the run, in scene units."""
        (left, bottom), (right, top) = self.boxes[:, :2].min(axis=0), self.boxes[:, 2:].max(axis=0)
        return float(left), float(bottom), float(right), float(top)

    @property
    def strength(self) -> float:
        """Its opacity."""
        return float(self.ink[3])

    @property
    def name(self) -> str:
        """Its name in a report."""
        if self.said:
            return self.said
        short = " ".join(self.text.split())
        return f"“{short if len(short) <= 40 else short[:37] + '...'}”"

    @property
    def words(self) -> int:
        """The number of its words; numbers and formulas have none."""
        if self.kind != "words" or len(self.text) == 1:  # one letter is a label: a month, a corner
            return 0
        read = re.sub(MARKUP, " ", re.sub(r"\$[^$]*\$", " ", plain(self.text)))
        return sum(1 for word in read.split() if re.search(r"[^\W\d_]", word))


def as_seen(runs: tuple[Run, ...], x: float, y: float, scale: float) -> tuple[Run, ...]:
    """The runs in a frame whose middle is the stage's point (x, y), so many times enlarged.

    Runs wholly outside the frame are left out.
    """
    if (x, y, scale) == (0.0, 0.0, 1.0):
        return runs
    half, seen = np.array([STAGE.width, STAGE.height]) / 2, []
    for run in runs:
        boxes = (run.boxes - np.array([x, y, x, y])) * scale
        if (boxes[:, :2].min(axis=0) < half).all() and (boxes[:, 2:].max(axis=0) > -half).all():
            cap, least = run.cap * scale, run.least * scale
            seen.append(replace(run, boxes=boxes, cap=cap, least=least, stood={}))
    return tuple(seen)


@dataclass(frozen=True)
class Known:
    """The runs of a mobject, and the pieces they were read from; valid while the pieces are the same."""

    pieces: tuple[Shape | None, ...]
    runs: tuple[Run, ...]


class Reader:
    """Reads letters moment by moment; unchanged ones are not read again."""

    def __init__(self) -> None:
        self._known: dict[int, Known] = {}

    def read(self, stage: Iterable[Mobject], shapes: Shapes) -> tuple[Run, ...]:
        """The runs of letters among mobjects and their families, each once, in drawing order; `shapes` are
        the drawn pieces.
        """
        known: dict[int, Known] = {}
        seen: set[int] = set()
        for mobject in stage:
            self._read(mobject, shapes, seen, known)
        self._known = known
        return tuple(run for each in known.values() for run in each.runs)

    def _read(self, mobject: Mobject, shapes: Shapes, seen: set[int], known: dict[int, Known]) -> None:
        if id(mobject) in seen:
            return
        seen.add(id(mobject))
        kind = type(mobject)
        reader = _READERS_OF[kind] if kind in _READERS_OF else _reader(kind)
        if reader is None:
            for part in mobject.submobjects:
                self._read(part, shapes, seen, known)
            return
        pieces = tuple(_pieces(mobject, shapes, []))
        before = self._known.get(id(mobject))
        if before is None or before.pieces != pieces or not any(pieces):
            before = Known(pieces, tuple(reader(mobject)))
        known[id(mobject)] = before


def _pieces(mobject: Mobject, shapes: Shapes, found: list[Shape | None]) -> list[Shape | None]:
    """The drawn pieces of letters; None for one that was not drawn."""
    found.append(shapes.get(id(mobject)))
    for part in mobject.submobjects:
        if part.submobjects:
            _pieces(part, shapes, found)
        else:
            found.append(shapes.get(id(part)))
    return found


@cache
def plain(source: str) -> str:
    """A source's words without the frame that `Words` puts around them, and without concepts' labels."""
    if source.startswith("#block") and "]" in source:
        source = source[source.index(";") + 1 : source.rindex("]")]
    source = re.sub(r'#"((?:[^"\\]|\\.)*)"', r"\1", source)
    while (labelled := re.sub(r"\{\{((?:(?!\{\{).)*?)\s*:\s*[a-z_0-9]+\s*\}\}", r"\1", source)) != source:
        source = labelled
    return source


def _typeset(mobject: Typeset) -> Iterator[Run]:
    kind = "axis" if mobject.names_axis else "formula" if isinstance(mobject, Formula) else "words"
    cap = mobject.cap_height / STAGE.pixel
    least = cap * index_share(mobject.source) if isinstance(mobject, Formula) else cap
    yield from _run(plain(mobject.source), kind, mobject, mobject.submobjects, cap, least)


def _number(mobject: Number) -> Iterator[Run]:
    cap = float(np.linalg.norm(mobject.strut.points[-1] - mobject.strut.points[0])) / STAGE.pixel
    yield from _run(mobject.reading.text_with_unit, "number", mobject, mobject.slots.submobjects, cap, cap)


def _code(mobject: CodeRow) -> Iterator[Run]:
    cap = mobject.cap / STAGE.pixel
    yield from _run(mobject.text.strip(), "code", mobject, mobject.submobjects, cap, cap)


def _row(mobject: Row) -> Iterator[Run]:
    """A run for each number of a row, as something may cover one of them alone.

    A row that fades in or out is one run, as its numbers may lie on those of the row that follows.
    """
    cap, numbers = SIZE.small, mobject.numbers
    whole = list(_run("numbers of an axis", "axis", mobject, [numbers], cap, cap))
    told = mobject.told()
    if not whole or not told or numbers.get_fill_opacity() < 1:
        yield from whole
        return
    boxes = _boxes_between(numbers.points, [place.start for _, place in told])
    for (text, _), box in zip(told, boxes, strict=True):
        yield replace(whole[0], said=f"“{text}” of an axis", boxes=box[None], stood={})


def _tag(mobject: Tag) -> Iterator[Run]:
    yield from _run("a lens's zoom", "axis", mobject, mobject.submobjects, SIZE.small, SIZE.small)


def _foreign(mobject: Any) -> Iterator[Run]:
    """A run of letters not made by visuals: its size is that of its tallest glyph."""
    glyphs = [each for each in mobject.get_family() if len(each.points)]
    tallest = max((np.ptp(each.points[:, 1]) for each in glyphs), default=0.0) / STAGE.pixel
    yield from _run(said(mobject), "words", mobject, glyphs, tallest, tallest)


def _number_line(mobject: Any) -> Iterator[Run]:
    """The runs at an axis of Manim's own: its numbers count as an axis', its labels as what they are."""
    ticks = {id(each) for name in ("numbers", "labels") for each in getattr(mobject, name, ())}
    yield from _beside(mobject, ticks)


def _beside(mobject: Mobject, ticks: set[int]) -> Iterator[Run]:
    for part in mobject.submobjects:
        reader = _reader(type(part))
        if reader is None:
            yield from _beside(part, ticks)
            continue
        for run in reader(part):
            yield replace(run, kind="axis") if id(part) in ticks else run


def said(mobject: Any) -> str:
    """The text of letters of Manim's own as the author wrote it: `Text` itself drops the spaces."""
    if isinstance(mobject, DecimalNumber):
        return f"{mobject.get_value():.{mobject.num_decimal_places}f}"
    if isinstance(mobject, Paragraph):
        return said(mobject.lines_text)
    if isinstance(mobject, MarkupText):
        return html.unescape(TAGS.sub("", mobject.original_text))
    for name in ("original_text", "typst_code", "tex_string", "text"):
        if text := getattr(mobject, name, ""):
            return str(text)
    return type(mobject).__name__


READERS: tuple[tuple[Any, Any], ...] = (
    (Words, _typeset),
    (Formula, _typeset),
    (Typeset, _typeset),
    (Number, _number),
    (CodeRow, _code),
    (Row, _row),
    (Tag, _tag),
    (NumberLine, _number_line),
    (FOREIGN, _foreign),
)


_READERS_OF: dict[type[Mobject], Any] = {}


def _reader(kind: type[Mobject]) -> Any:
    """The function that reads mobjects of a class; None for one without letters of its own."""
    found = next((read for base, read in READERS if issubclass(kind, base)), None)
    return _READERS_OF.setdefault(kind, found)


def _run(
    text: str, kind: str, mobject: Mobject, glyphs: Iterable[Any], cap: float, least: float
) -> Iterator[Run]:
    shown = [each for each in glyphs if len(each.points) and each.fill_rgbas[0, 3] > SEEN]
    if not shown:
        return
    inks = np.array([each.fill_rgbas[0] for each in shown])
    yield Run(text, kind, mobject, tuple(shown), _boxes(shown), cap, least, _commonest(inks))


def _commonest(inks: np.ndarray) -> np.ndarray:
    """The most frequent ink (4,) of (glyphs, 4)."""
    if (inks == inks[0]).all():
        return np.asarray(inks[0])
    colours, counts = np.unique(inks, axis=0, return_counts=True)
    return np.asarray(colours[np.argmax(counts)])


def _boxes(glyphs: Sequence[Any]) -> np.ndarray:
    """A box for each glyph, or for each closed outline of a path that holds several: left, bottom, right, top
    (boxes, 4).
    """
    edges, begin = [], 0
    for glyph in glyphs:
        edges.append(begin)
        if len(glyph.points) > SEVERAL:
            breaks = np.any(glyph.points[4::4, :2] != glyph.points[3:-1:4, :2], axis=1)
            edges += (begin + 4 * (np.flatnonzero(breaks) + 1)).tolist()
        begin += len(glyph.points)
    return _boxes_between(np.concatenate([glyph.points for glyph in glyphs]), edges)


def _boxes_between(points: np.ndarray, starts: Sequence[int]) -> np.ndarray:
    """A box (left, bottom, right, top) around the points from each start to the next: (starts, 4)."""
    flat = points[:, :2]
    return np.concatenate([np.minimum.reduceat(flat, starts), np.maximum.reduceat(flat, starts)], axis=1)


@cache
def index_share(source: str) -> float:
    """The size of a formula's smallest index, as a share of its letters."""
    deepest = _depth(source, 0)
    return (1.0, INDEX, INDEX_OF_INDEX)[min(deepest, 2)]


def _depth(source: str, depth: int) -> int:
    """The depth of nested indices and exponents, by a stack of parentheses opened after _ or ^."""
    source = re.sub(r'"[^"]*"', "q", re.sub(r"\{\{|\}\}", "", source))
    stack, deepest, raised = [0], 0, False
    for sign in source:
        if sign in "_^":
            raised = True
            continue
        level = stack[-1] + raised
        if sign == "(":
            stack.append(level)
        elif sign == ")" and len(stack) > 1:
            stack.pop()
        elif not sign.isspace():
            deepest = max(deepest, level)
        if not sign.isspace():
            raised = False
    return deepest


def is_letters(mobject: Mobject) -> bool:
    """Whether a mobject is letters, or belongs to something that reads them."""
    return isinstance(mobject, (Typeset, Number, Row, Tag, SVGMobject, *FOREIGN))
