"""Letters as outlines: what Typst sets with the fonts that it carries, read back as Bezier points.

Nothing here uses Pango, LaTeX or a system font, so every machine draws the same letters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from xml.etree import ElementTree

import numpy as np
import svgelements
import typst
from manim import VMobject
from manim.mobject.svg.svg_mobject import VMobjectFromSVGPath

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
RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789−", strict=True))  # no font carries all of these
RAISED_SCALE, RAISED_LIFT = 0.7, 0.5  # of an exponent, in cap heights
SVG = "{http://www.w3.org/2000/svg}"
HREF = "{http://www.w3.org/1999/xlink}href"


class TypesettingError(ValueError):
    """A source that Typst cannot set: wrong markup, an unknown concept, a letter that no font has."""

    typst = ""  # what Typst said, where it did


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
    (strut, _), *_ = glyphs(raw("H"))
    cap = float(strut[:, 1].max())
    points, advance = _outlines(raw("H"), raw(character))
    return points / cap, advance / cap


def _outlines(strut: str, character: str) -> tuple[np.ndarray, float]:
    """A character in points, and its advance: measured behind a strut, for its own box has no bearings."""
    both = strut + character
    outlines = [outline for outline, _ in glyphs(both)][1:]
    advance = _width(strut)
    joined = np.concatenate(outlines) - [advance, 0.0, 0.0] if outlines else np.zeros((0, 3))
    return joined, _width(both) - advance


def plain(text: str) -> str:
    """Typst source for exactly these letters, whatever they mean in its markup."""
    runs = re.split(f"([{''.join(RAISED)}]+)", _escaped(text))
    return "".join(_raised(run) if run[0] in RAISED else f'#"{run}"' for run in runs if run)


def raw(text: str) -> str:
    """Typst source for exactly these letters in the face of code."""
    return f'#raw("{_escaped(text)}")'


def _escaped(text: str) -> str:
    """The same between Typst's quotes."""
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _raised(run: str) -> str:
    letters = "".join(RAISED[character] for character in run)
    return (
        f'#super(typographic: false, baseline: -{RAISED_LIFT * 0.683}em, size: {RAISED_SCALE}em, "{letters}")'
    )


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
    assert isinstance(svg, bytes)  # of one page
    return svg


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
def glyphs(body: str) -> tuple[tuple[np.ndarray, str], ...]:
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
