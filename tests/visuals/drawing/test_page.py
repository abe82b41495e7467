"""A page lays its lines by relation: on one edge, or with their numbers below each other."""

import numpy as np
import pytest

from calc_core import graph
from visuals.drawing.page import Page
from visuals.letters.formula import Formula, Words
from visuals.letters.number import Number
from visuals.letters.readout import read


def number():
    return Number(read(graph(np.sin, 1.0), "f", decimals=2))


@pytest.mark.parametrize(("side", "at"), [("left", -1), ("middle", 0), ("right", 1)])
def test_lines_are_stacked_on_one_edge(side, at):
    lines = Page(1.5, 2.0, side=side, gap=0.4).write(Words("short"), Words("a longer line"))
    assert [line.get_corner([at, 1, 0])[0] for line in lines] == pytest.approx([1.5, 1.5])
    assert lines[0].get_top()[1] == pytest.approx(2.0)
    assert lines[0].get_bottom()[1] - lines[1].get_top()[1] == pytest.approx(0.4)


def test_numbers_begin_below_each_other_however_long_their_labels_are():
    page = Page(-4.3, 2.0, side="numbers")
    rows = page.write((Formula("x ="), number()), (Formula("f(x + h) ="), number()), Words("or none"))
    assert [row[1].strut.points[0][0] for row in rows[:2]] == pytest.approx([-4.3, -4.3])
    assert [row[0].baseline for row in rows[:2]] == pytest.approx([row[1].baseline for row in rows[:2]])
    assert rows[2].get_left()[0] == pytest.approx(-4.3)


def test_a_page_names_the_sides_it_knows():
    with pytest.raises(ValueError, match="left, middle, right, numbers, got 'top'"):
        Page(0, 0, side="top")
