"""Slips in Typst's markup, told in the author's own text with what to type: pure text, nothing is set here.

Some would be set without a word of complaint and lose a letter; those are refused before. Of others Typst
complains in words about the whole source, which the author never wrote.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Literal

Kind = Literal["words", "formula"]

LATEX = {  # what somebody who knows LaTeX types first, as Typst has it
    "frac": "a / b, or frac(a, b)",
    "cdot": "dot",
    "infty": "infinity",
    "int": "integral",
    "partial": "partial",
    "to": "arrow.r, or ->",
    "rightarrow": "arrow.r, or ->",
    "leq": "<=",
    "geq": ">=",
    "neq": "!=",
    "mathbf": "bold(x)",
    "vec": "arrow(x)",
    "left": "nothing: brackets grow by themselves",
    "right": "nothing: brackets grow by themselves",
    "text": '"words"',
    "mathrm": 'upright(x), or "words"',
    "times": "times",
    "varepsilon": "epsilon.alt",
}
NAMES = """
    alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon
    phi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega nabla partial dif integral sum
    product infinity sqrt root frac binom vec mat cases dot times sin cos tan exp log ln min max abs norm
    floor ceil hat tilde arrow bold upright quad space
"""
KNOWN = tuple(NAMES.split())
CODE = r'(?<!\\)#(?!"|[a-z][\w.-]*[(\[])'
QUOTED = r'"(?:\\.|[^"\\])*"'
STRING = rf"#{QUOTED}|rgb\({QUOTED}\)"  # letters as they are, whatever they mean elsewhere
BOTH = (
    (CODE, "begins code in Typst, and vanishes", "\\#"),
    (r"(?<![:\\])//", "begins a comment, and all behind it vanishes", "\\/\\/"),
    (r"(?<!\\)/\*", "begins a comment, and vanishes", "\\/\\*"),
)
WORDS = (
    *BOTH,
    (r"(?<!\S)\*(?!\S)", "means bold, and vanishes", "\\*, or × for a product"),
    (r"(?<!\S)_(?!\S)", "means slanted, and vanishes", "\\_"),
    (r"(?m)^\s*[=+/-](?=\s)", "begins a heading or a list at the start of a line", "a backslash before it"),
)
FORMULA = (
    *BOTH,
    (r"[\^_]\{(?!\{)", "shows the brace itself in Typst", "round brackets: x^(2 n), which do not show"),
)


def slip(source: str, kind: Kind) -> str | None:
    """What is wrong with a source that Typst would set without complaint, and what to type; or None."""
    bare = re.sub(STRING if kind == "words" else f"{STRING}|{QUOTED}", "", source)
    if found := re.search(r"(?<!\\)(?:\\\\)*\\([A-Za-z]+)", bare):
        return f"{_quoted(source)}: {_latex(found[1], kind)}"
    for pattern, why, instead in WORDS if kind == "words" else FORMULA:
        if found := re.search(pattern, bare):
            return f"{_quoted(source)}: {found[0].strip()!r} {why}; type {instead}"
    if kind == "formula" and re.search(r"(?<![\\&])&", bare) and not re.search(r"\\(\s|$)", bare):
        return f"{_quoted(source)}: '&' lines up several lines, and vanishes; type \\&"
    return None


def complaint(source: str, kind: Kind, typst: str) -> str:
    """What Typst said of a source, in the author's terms, with what to type."""
    told = f"cannot set {_quoted(source)}: {typst}"
    if found := re.match(r"unknown variable: (\S+)", typst):
        return f"{told}; {_unknown(found[1], kind)}"
    if found := re.match(r"label `<(.+)>` does not exist", typst):
        return f"{told}; for the character itself type \\@"
    if typst.startswith("unclosed"):
        return f"{told}; {_unclosed(source, kind)}"
    if typst.startswith("unexpected closing"):
        return f"{told}; for the character itself type \\] or \\}}"
    if "automatic links" in typst:
        return f"{told}; type :\\/\\/ for the characters themselves"
    return told


def _latex(name: str, kind: Kind) -> str:
    if kind == "words":
        return (
            f"the backslash of '\\{name}' vanishes; type \\\\ for the character itself, "
            f'or set it as Formula("{name}")'
        )
    instead = LATEX.get(name) or (name if name in KNOWN else "the name without backslash")
    return f"'\\{name}' is LaTeX; Typst writes {instead}"


def _unknown(name: str, kind: Kind) -> str:
    if kind == "words":
        return f"for the character itself type \\#{name}"
    near = get_close_matches(name, KNOWN, 1, cutoff=0.75)
    spaced = " ".join(name)
    return (
        f"did you mean {near[0]}? " if near else ""
    ) + f'letters side by side are one name: type {spaced} for a product, "{name}" in quotes for a word'


def _unclosed(source: str, kind: Kind) -> str:
    pairs = [mark for mark in ("*", "_", "`", "$", '"') if _bare(source, mark) % 2]
    if kind == "formula":
        pairs = [mark for mark in pairs if mark in ('"', "$")]
    pairs += [left for left, right in ("()", "[]", "{}") if _bare(source, left) > _bare(source, right)]
    if not pairs:
        return "something opens in it and never closes"
    marks = " and ".join(f"'{mark}'" for mark in pairs)
    return f"{marks} opens and never closes; for the character itself type \\{pairs[0]}"


def _bare(source: str, mark: str) -> int:
    """How often a mark stands in a source without a backslash before it."""
    return len(re.findall(rf"(?<!\\){re.escape(mark)}", source))


def _quoted(source: str) -> str:
    return repr(" ".join(source.split())).replace("\\\\", "\\")
