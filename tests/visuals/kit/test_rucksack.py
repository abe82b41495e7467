"""Four pockets; what is packed is bright, what is to come is faint; a tool flies home."""

import numpy as np
import pytest
from manim import Square

from visuals.kit.rucksack import FAINT, LEAVING, Rucksack
from visuals.kit.tools import TOOLS


def strongest(drawing):
    parts = [part for part in drawing.get_family() if len(part.points)]
    return max(max(part.get_fill_opacity(), part.get_stroke_opacity()) for part in parts)


@pytest.mark.parametrize("packed", TOOLS)
def test_packed_tools_are_bright_and_the_others_faint(packed):
    rucksack = Rucksack([packed])
    for tool in TOOLS:
        assert strongest(rucksack.tool(tool)) == pytest.approx(1.0 if tool == packed else FAINT)


def test_every_tool_lies_in_its_own_pocket():
    rucksack = Rucksack(list(TOOLS))
    for drawing, pocket in zip(rucksack.tools, rucksack.pockets, strict=True):
        assert np.abs(drawing.get_center() - pocket.get_center()).max() < 1e-6
        assert drawing.width < pocket.width
        assert drawing.height < pocket.height


def test_a_tool_flies_from_where_it_was_used_into_its_pocket():
    rucksack = Rucksack()
    used = Square(3.0).shift([4.0, 1.0, 0.0])
    goal = rucksack.tool("rope team").get_center()
    flight = rucksack.pack("rope team", coming_from=used)
    flight.begin()
    assert rucksack.tool("rope team").get_center() == pytest.approx(goal, abs=1e-6)
    flight.interpolate(LEAVING)
    assert rucksack.tool("rope team").get_center() == pytest.approx(used.get_center(), abs=1e-6)
    assert rucksack.tool("rope team").height == pytest.approx(3.0)
    flight.finish()
    assert rucksack.tool("rope team").get_center() == pytest.approx(goal, abs=1e-6)
    assert strongest(rucksack.tool("rope team")) == 1.0


def test_an_unknown_tool_is_refused_with_the_nearest_name():
    with pytest.raises(ValueError, match="did you mean 'compass and boots'"):
        Rucksack(["compass"])


def test_closing_lays_a_flap_over_every_pocket_one_after_the_other():
    rucksack = Rucksack(list(TOOLS), height=6.0).shift([3.0, -1.0, 0.0])
    closing = rucksack.close()
    closing.begin()
    assert max(cloth.get_fill_opacity() for cloth, _, _ in closing.mobject) == 0.0
    closing.interpolate(0.5)
    heights = [cloth.height for cloth, _, _ in closing.mobject]
    assert sorted(heights, reverse=True) == heights
    assert heights[0] > 10 * heights[-1]
    closing.finish()
    for (cloth, strap, buckle), pocket in zip(closing.mobject, rucksack.pockets, strict=True):
        assert cloth.get_center()[0] == pytest.approx(pocket.get_center()[0])
        assert cloth.get_bottom()[1] < pocket.get_center()[1] < pocket.get_top()[1] < cloth.get_top()[1]
        assert strap.get_bottom()[1] < cloth.get_bottom()[1]
        assert buckle.get_stroke_opacity() == 1.0
    assert closing.mobject in rucksack.submobjects  # it moves with the bag from then on
