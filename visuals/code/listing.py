"""A text of Python on the stage: it types itself in, and follows the line that runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from manim import VGroup, VMobject
from pygments.lexers import PythonLexer
from pygments.token import Comment, Keyword, Name, Number, Operator, Punctuation, String, Token

from visuals.drawing.axes import Box
from visuals.drawing.dial import Dial
from visuals.drawing.follower import Follower
from visuals.drawing.polyline import NOTHING, at_screen, polyline
from visuals.letters.outlines import code_outlines
from visuals.letters.readout import Reading
from visuals.theme import INK, SIZE, STAGE, mix

LEADING = 1.95  # from one baseline to the next, in cap heights
LINES = 12  # that are read at once, at most
STEP_BACK = 0.2  # share of their ink that lines lose which do not run
BAR = mix(INK.text, INK.ground, 0.86)
MARGIN = 0.16  # from the bar's left end to the letters
EDGE = 0.07  # width of the running line's edge, in scene units
SYNTAX: tuple[tuple[Any, str], ...] = (  # the first that a token belongs to; none of them is a concept's
    (Comment, mix(INK.quiet, INK.ground, 0.2)),
    (String, INK.two),
    (Number, INK.five),
    (Keyword, INK.four),
    (Operator.Word, INK.four),
    (Name.Function, INK.three),
    (Name.Builtin, INK.three),
    (Operator, INK.quiet),
    (Punctuation, INK.quiet),
    (Token, INK.text),
)


class CodeRow(VGroup):
    """One line of code: a path for each of its inks, laid by the listing that it belongs to."""

    def __init__(self, text: str, pieces: Sequence[tuple[str, str]], cap: float) -> None:
        super().__init__()
        self.text, self.cap = text, cap
        advance = code_outlines("H")[1]
        laid: dict[str, list[tuple[int, np.ndarray]]] = {}
        for column, (character, ink) in enumerate(pieces):
            outline, _ = code_outlines(character)
            if len(outline):
                laid.setdefault(ink, []).append((column, outline + [column * advance, 0.0, 0.0]))
        self.outlines = [np.concatenate([outline for _, outline in each]) for each in laid.values()]
        self.columns = [
            np.repeat([at for at, _ in each], [len(o) for _, o in each]) for each in laid.values()
        ]
        self.add(*(VMobject(stroke_width=0).set_fill(ink, opacity=1) for ink in laid))

    def lay(self, left: float, baseline: float, typed: float, strength: float) -> None:
        """Stand at a place, with so many characters typed, in so strong an ink."""
        for path, outline, columns in zip(self.submobjects, self.outlines, self.columns, strict=True):
            shown = NOTHING if strength <= 0 else outline[columns < typed]
            path.points = self.cap * shown + [left, baseline, 0.0] if len(shown) else NOTHING
            path.set_fill(opacity=strength)


class Listing(Follower):
    """Lines of Python in a box of the stage, at most twelve at once, coloured by what they are.

    `source` is a text, or what `read(result, "source")` brought through the door. `concepts` gives names in
    the code the colour of a concept: `{"W1": "parameter", "X": "input"}`. The bar of the running line is as
    wide as the box, or as the line (`snug`). Lines are counted from 0. Dials: typed (lines that stand there;
    2.5 is half of the third), top (the first line in the window), running (the line that runs), lit (0 to 1:
    how much that line stands out), grown (0 to 1).
    """

    def __init__(
        self,
        source: str | Reading,
        *,
        box: Box | tuple[float, float, float, float],
        size: float = SIZE.small,
        lines: int = LINES,
        concepts: Mapping[str, str] | None = None,
        typed: float | None = None,
        snug: bool = False,
    ) -> None:
        super().__init__()
        self.readings = (source,) if isinstance(source, Reading) else ()
        self.source = (source.text if isinstance(source, Reading) else source).rstrip("\n")
        self.box, self.cap = Box(*box), size * STAGE.pixel
        self.lines = self.source.split("\n")
        inks = {name: getattr(INK, concept) for name, concept in (concepts or {}).items()}
        self.rows = [
            CodeRow(line, pieces, self.cap)
            for line, pieces in zip(self.lines, _pieces(self.source, inks), strict=True)
        ]
        self.window = min(lines, LINES, int((self.box.top - self.box.bottom) / self.leading + 1e-9))
        longest = max(map(len, self.lines)) * code_outlines("H")[1] * self.cap
        if self.window < 1 or longest > self.box.right - self.box.left:
            wide, tall = self.box.right - self.box.left, self.box.top - self.box.bottom
            raise ValueError(
                f"the code is {longest:.1f} wide and {self.leading:.2f} a line, its box {wide:.1f} and "
                f"{tall:.1f} scene units: make the box larger or break the longest line"
            )
        lengths = [len(line) * code_outlines("H")[1] * self.cap + MARGIN for line in self.lines]
        self.bar_ends = self.box.left + np.array(lengths) if snug else np.full(len(lengths), self.box.right)
        everything = float(len(self.lines))
        self.typed, self.top = Dial(everything if typed is None else typed), Dial(0.0)
        self.running, self.lit, self.grown = Dial(0.0), Dial(0.0), Dial(1.0)
        self.bar = VMobject(stroke_width=0).set_fill(BAR, opacity=1)
        self.edge = VMobject(stroke_width=0).set_fill(INK.output, opacity=1)
        self.add(self.bar, self.edge, *self.rows)
        self.add(self.typed, self.top, self.running, self.lit, self.grown)
        self.redraw()

    @property
    def leading(self) -> float:
        """Scene units from one line to the next."""
        return LEADING * self.cap

    def line_of(self, words: str, *, after: int = -1) -> int:
        """The number of the first line behind line `after` that holds `words`; raises ValueError without."""
        for number, line in enumerate(self.lines):
            if number > after and words in line:
                return number
        raise ValueError(f"no line after {after} holds {words!r}; the code is:\n{self.source}")

    def place(self, line: float) -> np.ndarray:
        """Where the left end of a line stands now, at half the height of its capitals: (3,)."""
        down = (line - self.top.get_value() + 0.5) * self.leading
        return np.array([self.box.left, self.box.top - down, 0.0])

    def extent(self, line: int, words: str, part: str = "") -> Box:
        """Where the first `words` of a line stand now, or a part of them; ValueError where they do not."""
        column, advance = self.lines[line].index(words) + words.index(part), code_outlines("H")[1] * self.cap
        left, y = self.box.left + column * advance, self.place(line)[1]
        wide = len(part or words) * advance
        return Box(left, y - self.leading / 2, left + wide, y + self.leading / 2)

    def run(self, line: int, **options: Any) -> list[Any]:
        """Animations that let a line run: the bar glides there, and the window follows."""
        return [
            self.running.to(line, **options),
            self.lit.to(1.0, **options),
            *self.bring(line, **options),
        ]

    def bring(self, line: int, **options: Any) -> list[Any]:
        """Animations that scroll until a line stands in the window, and the next one if there is one."""
        top, last = self.top.get_value(), len(self.lines) - 1
        wanted = min(max(top, min(line + 1, last) - self.window + 1), max(line - 1, 0))
        return [] if wanted == top else [self.top.to(float(wanted), **options)]

    def type_to(self, line: int, **options: Any) -> list[Any]:
        """Animations that type all lines up to this one, and scroll with them."""
        return [self.typed.to(float(line + 1), **options), *self.bring(line, **options)]

    def redraw(self) -> None:
        """Lay the rows that stand in the window; those on their way out of it fade."""
        typed, top = self.typed.get_value(), self.top.get_value()
        lit, running, grown = self.lit.get_value(), self.running.get_value(), self.grown.get_value()
        for number, row in enumerate(self.rows):
            inside = min(number - top + 1.0, top + self.window - number, 1.0)
            apart = min(abs(number - running), 1.0)
            strength = max(inside, 0.0) * (1.0 - STEP_BACK * lit * apart) * grown
            done = min(max(typed - number, 0.0), 1.0) * len(row.text)
            row.lay(self.box.left, self.place(number)[1] - self.cap / 2, done, strength)
        y, half = self.place(running)[1], self.leading / 2
        shown = lit > 0.0 and self.box.top + half >= y >= self.box.top - self.window * self.leading - half
        left = self.box.left - MARGIN
        right = float(np.interp(running, np.arange(len(self.lines)), self.bar_ends))
        for path, start, end in ((self.bar, left, right), (self.edge, left, left + EDGE)):
            path.points = _rectangle(start, y - half, end, y + half) if shown else NOTHING
            path.set_fill(opacity=lit * grown)


def _rectangle(left: float, bottom: float, right: float, top: float) -> np.ndarray:
    return polyline(
        at_screen(np.array([left, right, right, left, left]), np.array([bottom, bottom, top, top, bottom]))
    )


def _pieces(source: str, inks: Mapping[str, str]) -> list[list[tuple[str, str]]]:
    """Each line as its characters, each with its ink."""
    rows: list[list[tuple[str, str]]] = [[]]
    for kind, text in PythonLexer(stripnl=False, ensurenl=False).get_tokens(source):
        syntax = next(ink for each, ink in SYNTAX if kind in each)
        ink = inks.get(text, syntax) if kind in Name else syntax
        for character in text:
            if character == "\n":
                rows.append([])
            else:
                rows[-1].append((character, ink))
    return rows
