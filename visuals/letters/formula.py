"""All letters of the films: formulas and words, set by Typst with the fonts that it carries.

`{{body : ink}}` in a source gives `body` the colour of a concept and makes it a part that can be
picked out again: `Formula("{{dif f : output}} / {{dif x : input}}").part("input")`. An index
tells parts of one concept apart: `input_2`. Nothing here uses Pango, LaTeX or a system font, so
every machine draws the same letters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from functools import cache
from typing import Any, Literal
from xml.etree import ElementTree

import numpy as np
import svgelements
import typst
from manim import (
    AnimationGroup,
    FadeIn,
    FadeOut,
    Line,
    ReplacementTransform,
    Scene,
    VGroup,
    VMobject,
    smooth,
    squish_rate_func,
)
from manim.mobject.svg.svg_mobject import VMobjectFromSVGPath

from visuals.letters.readout import Reading
from visuals.letters.slips import STRING, complaint, slip
from visuals.theme import INK, SIZE, STAGE, mix

POINT_SIZE = 10.0  # what Typst sets; the result is scaled to the cap height that was asked for
CAP_HEIGHT = 0.683 * POINT_SIZE  # of New Computer Modern
PREAMBLE = f"""
#set page(width: auto, height: auto, margin: 0pt, fill: none)
#set text(size: {POINT_SIZE}pt, font: "New Computer Modern", fallback: false,
          top-edge: "cap-height", bottom-edge: "baseline")
#set par(leading: 0.95em)
#show math.equation: set text(font: "New Computer Modern Math", fallback: false)
#show raw: set text(font: "DejaVu Sans Mono", fallback: false)
"""
PART = re.compile(r"\{\{((?:(?!\{\{).)*?)\s*:\s*([a-z]+(?:_\d+)?)\s*\}\}", re.DOTALL)
SLOT = re.compile(rf"{STRING}|(?<!\\)<([a-z_]+)>")  # letters in a string are letters
RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789−", strict=True))  # no font carries all of these
FOOT = "#fd0000"  # the colour of what marks the baseline and is not shown
RAISED_SCALE, RAISED_LIFT = 0.7, 0.5  # of an exponent, in cap heights
SVG = "{http://www.w3.org/2000/svg}"
HREF = "{http://www.w3.org/1999/xlink}href"


class TypesettingError(ValueError):
    """A source that Typst cannot set: wrong markup, an unknown concept, a letter that no font has."""

    typst = ""  # what Typst said, where it did


class Typeset(VGroup):
    """What Typst made of a source: one submobject a glyph, parts coloured by concept."""

    def __init__(self, source: str, *, size: float, ink: str, written: str | None = None) -> None:
        """`written` is what the author wrote, if `source` was made of it; complaints speak of that."""
        super().__init__()
        self.source, self.size, self.ink = source, size, ink
        written = source if written is None else written
        self.readings: tuple[Reading, ...] = ()
        self.names_axis = False  # whether it says what an axis measures, and not something to be read
        body, self.labels = _mark_parts(source)
        scale = size * STAGE.pixel / CAP_HEIGHT
        inks = dict(zip((_marker(i) for i in range(len(self.labels))), self.labels, strict=True))
        self._parts: dict[str, list[VMobject]] = {label: [] for label in self.labels}
        foot = 0.0
        try:
            glyphs = _glyphs(_with_foot(body))
        except TypesettingError as error:
            kind: Literal["words", "formula"] = "formula" if isinstance(self, Formula) else "words"
            raise TypesettingError(complaint(written, kind, error.typst)) from error.__cause__
        for outline, fill in glyphs:
            if fill == FOOT:
                foot = float(outline[:, 1].min()) * scale
                continue
            glyph = VMobject(stroke_width=0)
            glyph.points = outline * scale
            label = inks.get(fill)
            glyph.set_fill(_ink_of(label) if label else ink, opacity=1)
            if label:
                self._parts[label].append(glyph)
            self.add(glyph)
        # where the baseline of the last line runs, as a share of the height: moving and scaling keep it
        self._baseline_share = (foot - self.get_bottom()[1]) / self.height if self.height > 0 else 0.0
        self._cap_share = size * STAGE.pixel / self.height if self.height > 0 else 0.0
        self.center()

    @property
    def cap_height(self) -> float:
        """How tall its capitals stand in the frame now, in scene units."""
        return float(self._cap_share * self.height)

    @property
    def baseline(self) -> float:
        """The height in the frame at which the last line's letters stand."""
        return float(self.get_bottom()[1] + self._baseline_share * self.height)

    def part(self, label: str) -> VGroup:
        """The glyphs of the parts labelled `label`, in order."""
        if label not in self._parts:
            raise TypesettingError(f"no part {label!r} in {self.source!r}; it has {sorted(self._parts)}")
        # the family is looked up by place, so that a copy of a formula finds its own glyphs
        return VGroup(*(self.submobjects[i] for i in self._places(label)))

    def _places(self, label: str) -> list[int]:
        if not hasattr(self, "_part_places"):
            where = {id(glyph): i for i, glyph in enumerate(self.submobjects)}
            self._part_places = {
                name: [where[id(glyph)] for glyph in glyphs] for name, glyphs in self._parts.items()
            }
        return self._part_places[label]

    def __deepcopy__(self, memo: dict[int, object]) -> Typeset:
        for label in self._parts:
            self._places(label)  # remember the places before the copy loses the identities
        return super().__deepcopy__(memo)

    def stand_on(self, other: Typeset) -> Typeset:
        """Shift up or down until both stand on one baseline."""
        self.shift([0.0, other.baseline - self.baseline, 0.0])
        return self


class Formula(Typeset):
    """Mathematics in Typst's notation: `Formula("nabla f(x) dot u")`."""

    def __init__(self, source: str, *, size: float = SIZE.large, ink: str = INK.text) -> None:
        if (wrong := slip(source, "formula")) is not None:
            raise TypesettingError(wrong)
        super().__init__(f"$ {source} $", size=size, ink=ink, written=source)


class Words(Typeset):
    """Running words in Typst's markup; `<name>` is filled with a reading that came through the door.

    `width` (scene units) breaks the lines; `align` is "left", "center" or "right".
    """

    def __init__(
        self,
        source: str,
        *,
        size: float = SIZE.body,
        ink: str = INK.text,
        width: float | None = None,
        align: str = "left",
        **readings: Reading,
    ) -> None:
        if (wrong := slip(source, "words")) is not None:
            raise TypesettingError(wrong)
        missing = sorted(({*SLOT.findall(source)} - {""}) ^ set(readings))
        if missing:
            raise TypesettingError(
                f"{source!r} and the readings given differ in {missing}: <{missing[0]}> in the words "
                f"is filled by {missing[0]}=read(...); for the character itself type \\<"
            )
        filled = SLOT.sub(
            lambda match: plain(readings[match[1]].text_with_unit) if match[1] else match[0], source
        )
        if width is not None:
            points = width / (size * STAGE.pixel / CAP_HEIGHT)
            filled = f"#block(width: {points:.3f}pt)[#set align({align});{filled}]"
        super().__init__(filled, size=size, ink=ink, written=source)
        self.readings = tuple(readings.values())


class Rewrite(AnimationGroup):
    """Turn one formula into another: what goes leaves, parts of one label travel, the new comes."""

    def __init__(self, old: Typeset, new: Typeset, **options: Any) -> None:
        self.old, self.new = old, new
        shared = [label for label in dict.fromkeys(old.labels) if label in new.labels]
        travelling = {id(glyph) for label in shared for each in (old, new) for glyph in each.part(label)}
        travel = [
            ReplacementTransform(
                old.part(label), new.part(label), rate_func=squish_rate_func(smooth, 0.2, 0.8)
            )
            for label in shared
        ]
        gone = VGroup(*(glyph for glyph in old if id(glyph) not in travelling))
        come = VGroup(*(glyph for glyph in new if id(glyph) not in travelling))
        leaving = FadeOut(gone, rate_func=squish_rate_func(smooth, 0.0, 0.45))
        coming = FadeIn(come, rate_func=squish_rate_func(smooth, 0.55, 1.0))
        super().__init__(
            *travel, *([leaving] if len(gone) else []), *([coming] if len(come) else []), **options
        )

    def clean_up_from_scene(self, scene: Scene) -> None:
        """Leave the new formula on stage as one thing, not as its fragments."""
        super().clean_up_from_scene(scene)
        scene.remove(self.old, self.new)
        scene.add(self.new)


@cache
def glyph_outlines(character: str) -> tuple[np.ndarray, float]:
    """One character at cap height 1, standing on the origin: Bezier points (n, 3) and advance width."""
    if character in RAISED:
        outline, advance = glyph_outlines(RAISED[character])
        return outline * RAISED_SCALE + [0.0, RAISED_LIFT, 0.0], advance * RAISED_SCALE
    points, advance = _outlines(f"#set text(kerning: false)\n{plain('H')}", plain(character))
    return points / CAP_HEIGHT, advance / CAP_HEIGHT


@cache
def code_outlines(character: str) -> tuple[np.ndarray, float]:
    """As `glyph_outlines`, in the face of code, in which all characters have one advance width."""
    (strut, _), *_ = _glyphs(raw("H"))
    cap = float(strut[:, 1].max())
    points, advance = _outlines(raw("H"), raw(character))
    return points / cap, advance / cap


def _outlines(strut: str, character: str) -> tuple[np.ndarray, float]:
    """A character in points, and its advance: measured behind a strut, for its own box has no bearings."""
    both = strut + character
    outlines = [outline for outline, _ in _glyphs(both)][1:]
    advance = _width(strut)
    joined = np.concatenate(outlines) - [advance, 0.0, 0.0] if outlines else np.zeros((0, 3))
    return joined, _width(both) - advance


def plain(text: str) -> str:
    """Typst source for exactly these letters, whatever they mean in its markup."""
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    runs = re.split(f"([{''.join(RAISED)}]+)", quoted)
    return "".join(_raised(run) if run[0] in RAISED else f'#"{run}"' for run in runs if run)


def raw(text: str) -> str:
    """Typst source for exactly these letters in the face of code."""
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'#raw("{quoted}")'


def _raised(run: str) -> str:
    letters = "".join(RAISED[character] for character in run)
    return (
        f'#super(typographic: false, baseline: -{RAISED_LIFT * 0.683}em, size: {RAISED_SCALE}em, "{letters}")'
    )


def _with_foot(body: str) -> str:
    """The same with an H of no width behind it, which stands on the baseline that formulas hang around."""
    foot = f'#box(width: 0pt)[#text(fill: rgb("{FOOT}"))[H]]'
    # inside the equation (whose last space makes it a displayed one), inside the block
    end = 2 if body.endswith(" $") else 1 if body.startswith("#block") else 0
    return f"{body[: len(body) - end]}{foot}{body[len(body) - end :]}"


def _mark_parts(source: str) -> tuple[str, tuple[str, ...]]:
    """Replace `{{body : label}}` by a body in a colour that only this part has (nesting allowed)."""
    labels: list[str] = []
    in_math = source.lstrip().startswith("$")

    def mark(match: re.Match[str]) -> str:
        _ink_of(match[2])
        labels.append(match[2])
        body = f"${match[1]}$" if in_math else match[1]
        return f'#text(fill: rgb("{_marker(len(labels) - 1)}"))[{body}]'

    while PART.search(source):
        source = PART.sub(mark, source)
    return source, tuple(labels)


def _marker(index: int) -> str:
    return f"#{0xFE0000 + index + 1:06x}"


def _ink_of(label: str) -> str:
    concept = label.partition("_")[0]
    ink = getattr(INK, concept, None)
    if ink is None:
        concepts = [name for name in vars(INK) if not name.startswith("_")]
        near = get_close_matches(concept, concepts, 1)
        hint = f"; did you mean {near[0]}?" if near else f"; concepts are {', '.join(concepts)}"
        raise TypesettingError(f"{concept!r} is no concept of the theme{hint}")
    return str(ink)


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(ignore_system_fonts=True)


def typeset(source: bytes) -> bytes:
    """The SVG that Typst makes of a source; raises TypesettingError in Typst's words."""
    try:
        svg, warnings = _compiler().compile_with_warnings(source, format="svg")
        # only PDF/A looks for letters that no font has; the SVG would show an empty box in silence
        _compiler().compile(source, format="pdf", pdf_standards="a-2b")
    except typst.TypstError as error:
        raise TypesettingError(str(error)) from error
    if warnings:
        raise TypesettingError(str(warnings[0]))
    return bytes(svg)


# Who sets the letters. Typst's threads do not survive a fork: a process that wants to be forked later lets
# another one do it.
typesetter: Callable[[bytes], bytes] = typeset


@cache
def _svg(body: str) -> ElementTree.Element:
    try:
        return ElementTree.fromstring(typesetter(f"{PREAMBLE}\n{body}".encode()))
    except TypesettingError as error:
        told = TypesettingError(f"cannot set {body!r}: {error}")
        told.typst = str(error)
        raise told from error.__cause__


def _width(body: str) -> float:
    return float(_svg(body).attrib["viewBox"].split()[2])


@cache
def _glyphs(body: str) -> tuple[tuple[np.ndarray, str], ...]:
    """Every glyph and rule of a source: Bezier points in points, y up from the baseline; and its fill."""
    root = _svg(body)
    height = float(root.attrib["viewBox"].split()[3])
    symbols = {f"#{symbol.get('id')}": symbol for symbol in root.iter(f"{SVG}symbol")}
    to_scene = np.array([[1.0, 0.0, 0.0], [0.0, -1.0, height], [0.0, 0.0, 1.0]])
    return tuple(_walk(root, to_scene, symbols))


def _walk(
    element: ElementTree.Element, to_scene: np.ndarray, symbols: dict[str, ElementTree.Element]
) -> Iterator[tuple[np.ndarray, str]]:
    for child in element:
        tag = child.tag.removeprefix(SVG)
        here = to_scene @ _matrix(child)
        if tag in ("g", "svg", "a"):
            yield from _walk(child, here, symbols)
        elif tag == "use":
            x, y = float(child.get("x", 0)), float(child.get("y", 0))
            here = here @ np.array([[1.0, 0.0, x], [0.0, 1.0, y], [0.0, 0.0, 1.0]])
            path = symbols[child.attrib[HREF]].find(f"{SVG}path")
            if path is not None and path.get("d"):
                yield _place(_outline(path.attrib["d"]), here), child.get("fill", "#000000")
        elif tag == "path":
            yield from _shape(child, here)
        elif tag not in ("defs", "style"):
            raise TypesettingError(f"Typst drew a <{tag}>, which the films cannot show")


def _shape(path: ElementTree.Element, here: np.ndarray) -> Iterator[tuple[np.ndarray, str]]:
    """A filled shape as it is; a stroked straight rule (fraction bar, root, underline) as a thin bar."""
    if path.get("fill", "none") != "none":
        yield _place(_outline(path.attrib["d"]), here), path.attrib["fill"]
    stroke = path.get("stroke", "none")
    if stroke != "none":
        points = _place(_outline(path.attrib["d"]), here)
        thickness = float(path.get("stroke-width", 1)) * abs(np.linalg.det(here[:2, :2])) ** 0.5
        yield _bar(points[0], points[-1], thickness), stroke


def _bar(start: np.ndarray, end: np.ndarray, thickness: float) -> np.ndarray:
    along = (end - start) / np.linalg.norm(end - start)
    aside = np.array([-along[1], along[0], 0.0]) * thickness / 2
    corners = [start + aside, end + aside, end - aside, start - aside, start + aside]
    return VMobject().set_points_as_corners(corners).points


@cache
def _outline(d: str) -> np.ndarray:
    return VMobjectFromSVGPath(svgelements.Path(d)).points


def _place(points: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    flat = np.column_stack([points[:, :2], np.ones(len(points))]) @ matrix.T
    return np.column_stack([flat[:, :2], np.zeros(len(points))])


def _matrix(element: ElementTree.Element) -> np.ndarray:
    m = svgelements.Matrix(element.get("transform", ""))
    return np.array([[m.a, m.c, m.e], [m.b, m.d, m.f], [0.0, 0.0, 1.0]])


def casing(letters: Typeset, *, ink: str = INK.casing, width: float = 6.0) -> Typeset:
    """Give letters a dark edge behind them, so that they can be read on any ground."""
    letters.set_stroke(ink, width=width, background=True)
    return letters


def underline(letters: Typeset, *, ink: str | None = None) -> Line:
    """A thin line under letters, in their own colour unless told otherwise."""
    line = Line(letters.get_corner([-1, -1, 0]), letters.get_corner([1, -1, 0]))
    return line.shift([0, -0.1, 0]).set_stroke(ink or mix(letters.ink, INK.ground, 0.3), width=2.5)
