"""What is said again of Manim gives exactly what Manim's own gives."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from manim import RED, ManimColor, Mobject, Square, VGroup, VMobject
from manim.mobject import mobject as mobjects
from manim.utils import family as families

from studio.render.engine import swift

COLOURS = st.sampled_from(
    ["#ff8000", "#123456", RED, ManimColor("#0a0b0c"), None, ["#ff0000", "#00ff00"], 255]
)
OPACITIES = st.sampled_from([0.0, 0.25, 1, np.float64(0.3), None, [0.1, 0.9]])
THEIRS = {
    "get_family": (Mobject, Mobject.get_family),
    "copy_mobject": (Mobject, Mobject.__deepcopy__),
    "generate_rgbas_array": (VMobject, VMobject.generate_rgbas_array),
    "update_rgbas_array": (VMobject, VMobject.update_rgbas_array),
}


@pytest.fixture
def hastened(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("get_family", "__deepcopy__"):
        monkeypatch.setattr(Mobject, name, getattr(Mobject, name))
    for name in ("generate_rgbas_array", "update_rgbas_array"):
        monkeypatch.setattr(VMobject, name, getattr(VMobject, name))
    for module in (mobjects, families, swift.composition):
        monkeypatch.setattr(module, "remove_list_redundancies", module.remove_list_redundancies)
    swift.hasten()


@st.composite
def families_of(draw: st.DrawFn) -> Mobject:
    """A mobject with others below it; some stand in several places, and some hold one that holds them."""
    made = [Mobject() for _ in range(draw(st.integers(1, 7)))]
    for _ in range(draw(st.integers(0, 10))):
        above, below = draw(st.sampled_from(made)), draw(st.sampled_from(made))
        if above is not below:
            above.submobjects.append(below)
    return made[0]


@given(families_of())
def test_a_family_is_the_same(mobject: Mobject) -> None:
    theirs = THEIRS["get_family"][1](mobject)
    assert [id(each) for each in swift.get_family(mobject)] == [id(each) for each in theirs]


@given(st.lists(st.integers(0, 5)))
def test_each_comes_once_where_it_came_last(things: list[int]) -> None:
    from manim.utils.iterables import remove_list_redundancies

    assert swift.without_repetition(things) == remove_list_redundancies(things)


@given(COLOURS, OPACITIES, st.sampled_from([0.0, 0.3]))
def test_rows_of_colour_are_the_same(color: object, opacity: object, sheen: float) -> None:
    mobject = VMobject(sheen_factor=sheen)
    ours = swift.generate_rgbas_array(mobject, color, opacity)
    theirs = THEIRS["generate_rgbas_array"][1](mobject, color, opacity)
    assert ours.dtype == theirs.dtype
    np.testing.assert_array_equal(ours, theirs)


@given(st.lists(st.tuples(COLOURS, OPACITIES), min_size=1, max_size=4), st.sampled_from([0.0, 0.3]))
def test_colouring_again_and_again_ends_with_the_same_rows(
    coats: list[tuple[object, object]], sheen: float
) -> None:
    found = []
    for update in (swift.update_rgbas_array, THEIRS["update_rgbas_array"][1]):
        mobject = VMobject(sheen_factor=sheen)
        for color, opacity in coats:
            update(mobject, "coat_rgbas", color, opacity)
        found.append(mobject.coat_rgbas)
    np.testing.assert_array_equal(*found)


def test_a_colour_that_was_given_out_is_not_painted_over(hastened: None) -> None:
    first, second = (VMobject(fill_color="#ff8000", fill_opacity=1.0) for _ in range(2))
    first.fill_rgbas[:, :3] = 0.0
    assert second.fill_rgbas[0, 0] == 1.0
    assert VMobject(fill_color="#ff8000").fill_rgbas[0, 0] == 1.0


def test_a_copy_shares_within_itself_and_nothing_with_the_original(hastened: None) -> None:
    inner = Square(color="#ff8000")
    whole = VGroup(inner, Square())
    whole.known = {"inner": inner}
    whole.again = [inner, inner]
    whole.add_updater(swift.without_repetition)
    made = whole.copy()
    assert made.known["inner"] is made.again[0] is made.again[1] is made[0] is not inner
    assert made.updaters == whole.updaters
    assert made.original_id == str(id(whole))
    for ours, own in zip(made.get_family(), whole.get_family(), strict=True):
        theirs = THEIRS["copy_mobject"][1](own, {})
        assert vars(ours).keys() == vars(theirs).keys()
        np.testing.assert_array_equal(ours.points, own.points)
        assert not np.shares_memory(ours.points, own.points)
        assert ours.color == own.color
