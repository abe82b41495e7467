"""All letters of the films: formulas and words, set by Typst with the fonts that it carries.

`{{body : ink}}` in a source gives `body` the colour of a concept and makes it a part that can be
picked out again: `Formula("{{dif f : output}} / {{dif x : input}}").part("input")`. An index
tells parts of one concept apart: `input_2`.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Any, Literal, Protocol, Self

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

from visuals.letters.outlines import CAP_HEIGHT, TypesettingError, glyphs, plain
from visuals.letters.readout import Reading
from visuals.letters.slips import STRING, complaint, slip
from visuals.theme import INK, SIZE, STAGE, mix

PART = re.compile(r"\{\{((?:(?!\{\{).)*?)\s*:\s*([a-z]+(?:_\d+)?)\s*\}\}", re.DOTALL)
SLOT = re.compile(rf"{STRING}|(?<!\\)<([a-z_]+)>")  # letters in a string are letters
FOOT = "#fd0000"  # the colour of what marks the baseline and is not shown


class HasBaseline(Protocol):
    """Letters or a number: what stands on a line."""

    @property
    def baseline(self) -> float:
        """The height in the frame at which it stands."""


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
            outlines = glyphs(_with_foot(body))
        except TypesettingError as error:
            kind: Literal["words", "formula"] = "formula" if isinstance(self, Formula) else "words"
            raise TypesettingError(complaint(written, kind, error.typst)) from error.__cause__
        for outline, fill in outlines:
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

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        for label in self._parts:
            self._places(label)  # remember the places before the copy loses the identities
        return super().__deepcopy__(memo)

    def stand_on(self, other: HasBaseline) -> Self:
        """Shift up or down until both stand on one baseline."""
        self.shift((0.0, other.baseline - self.baseline, 0.0))
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


def casing(letters: Typeset, *, ink: str = INK.casing, width: float = 6.0) -> Typeset:
    """Give letters a dark edge behind them, so that they can be read on any ground."""
    letters.set_stroke(ink, width=width, background=True)
    return letters


def underline(letters: Typeset, *, ink: str | None = None) -> Line:
    """A thin line under letters, in their own colour unless told otherwise."""
    line = Line(letters.get_corner((-1, -1, 0)), letters.get_corner((1, -1, 0)))
    return line.shift((0, -0.1, 0)).set_stroke(ink or mix(letters.ink, INK.ground, 0.3), width=2.5)
