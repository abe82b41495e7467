"""A table of shrinking nudges: dx, df and their ratio, whose digits take colour once they have settled."""

from __future__ import annotations

from collections.abc import Callable

from manim import Line, VGroup

from calc_core.derivatives.one_variable import Secants
from calc_core.results import Estimate
from visuals.letters.formula import Typeset, Words
from visuals.letters.number import Number
from visuals.letters.readout import Reading, read
from visuals.theme import INK, SIZE, STROKE

SPACING = 0.6  # from row to row, in scene units
SETTLED, RESTLESS = INK.slope, INK.quiet


def settled(text: str, goal: str) -> int:
    """How many leading characters of a number already stand as they do in the number it is heading for."""
    if len(text) != len(goal):
        return 0
    return next((i for i, (a, b) in enumerate(zip(text, goal, strict=True)) if a != b), len(goal))


class SettlingNumber(Number):
    """A number on its way to `goal`: digits settled, counted from the left, take the slope's colour."""

    def __init__(
        self,
        reading: Reading | Callable[[], Reading],
        goal: Reading,
        *,
        size: float = SIZE.body,
        align: str = "left",
    ) -> None:
        self.goal = goal
        super().__init__(reading, size=size, align=align)

    def _lay_out(self) -> None:
        super()._lay_out()
        done = settled(self.reading.text, self.goal.text)
        for slot, character in enumerate(self.slots):
            character.set_fill(SETTLED if slot < done else RESTLESS)


class NudgeTable(VGroup):
    """One row for each entry of `secants` (dx falls by tens from 1), and below what the ratio heads for.

    `header`, `rows[k]` and `limit` are entered one by one. `decimals` are those of the ratio; dx and df are
    written with as many more as the nudge is smaller.
    """

    def __init__(
        self,
        secants: Secants,
        limit: Estimate,
        *,
        left: float,
        right: float,
        top: float,
        decimals: int = 2,
        units: tuple[str, str, str] = ("", "", ""),
    ) -> None:
        super().__init__()
        width = right - left
        self.ends = (left + 0.26 * width, left + 0.56 * width, right)  # where the columns end
        self.decimals = decimals
        goal = read(limit, "value", decimals=decimals, unit="")
        self.header = self._header(units, top)
        self.rows = VGroup(*(self._row(secants, k, goal, top) for k in range(len(secants.dx))))
        y = top - SPACING * (len(self.rows) + 1.25)
        self.rule = Line((left, y + 0.45, 0), (right, y + 0.45, 0)).set_stroke(INK.quiet, width=STROKE.hair)
        number = _stand(Number(goal, ink=SETTLED, align="right", size=SIZE.body), right, y)
        self.heading = Words("heading for", ink=INK.text).stand_on(number)
        self.heading.shift((self.ends[1] - self.heading.get_right()[0], 0, 0))
        self.limit = VGroup(self.rule, self.heading, number)
        self.add(self.header, self.rows, self.limit)

    def _header(self, units: tuple[str, str, str], top: float) -> VGroup:
        names = (
            "{{$dif x$ : input}}",
            "{{$dif f$ : output}}",
            '{{$dif f class("normal", \\/) upright(d) x$ : slope}}',
        )
        words: list[Typeset] = []
        for name, unit, end in zip(names, units, self.ends, strict=True):
            word = Words(f"{name} in {unit}" if unit else name, size=SIZE.small, ink=INK.quiet)
            word.shift((end - word.get_right()[0], top - word.baseline, 0))
            words.append(word)
        return VGroup(*words)

    def _row(self, secants: Secants, k: int, goal: Reading, top: float) -> VGroup:
        y = top - SPACING * (k + 1) - 0.1
        dx = Number(read(secants, "dx", index=k, decimals=k, unit=""), ink=INK.input, align="right")
        df = Number(read(secants, "df", index=k, decimals=k + 1, unit=""), ink=INK.output, align="right")
        reading = read(secants, "slope", index=k, decimals=self.decimals, unit="")
        slope = SettlingNumber(reading, goal, align="right")
        return VGroup(*(_stand(n, end, y) for n, end in zip((dx, df, slope), self.ends, strict=True)))


def _stand(number: Number, right: float, baseline: float) -> Number:
    number.shift((right - number.strut.points[0][0], baseline - number.baseline, 0))
    return number
