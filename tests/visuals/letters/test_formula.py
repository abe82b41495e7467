"""Letters come from Typst alone, stand where they should, and carry the colours of their concepts."""

import copy

import numpy as np
import pytest
from manim import Scene

from tests.visuals.screening import small_frames
from tests.visuals.toys import walk
from visuals.letters.formula import Formula, Rewrite, Words
from visuals.letters.number import Number
from visuals.letters.outlines import TypesettingError, glyph_outlines
from visuals.letters.readout import read
from visuals.theme import INK, SIZE, STAGE


def fills(letters):
    return [glyph.get_fill_color().to_hex().upper() for glyph in letters]


@pytest.mark.parametrize("size", [SIZE.small, SIZE.body, SIZE.title])
def test_capitals_have_the_height_that_was_asked_for(size):
    assert Words("H", size=size).height == pytest.approx(size * STAGE.pixel, rel=0.01)


def test_a_part_wears_the_ink_of_its_concept_and_nothing_else_does():
    formula = Formula("{{dif f : output}} / {{dif x : input}} = 2")
    assert set(fills(formula.part("output"))) == {INK.output}
    assert set(fills(formula.part("input"))) == {INK.input}
    rest = len(formula) - len(formula.part("output")) - len(formula.part("input"))
    assert fills(formula).count(INK.text) == rest >= 3  # the bar, the equals sign, the 2


def test_parts_may_lie_in_each_other():
    formula = Formula("{{f({{x : input}}) : output}}")
    assert len(formula.part("input")) == 1
    assert len(formula.part("output")) == 3


def test_a_part_can_be_had_from_a_copy():
    formula = Formula("{{x : input}} + 1")
    twin = copy.deepcopy(formula).shift([3.0, 0.0, 0.0])
    assert twin.part("input").get_x() == pytest.approx(formula.part("input").get_x() + 3)


def test_an_unknown_concept_is_answered_with_the_nearest():
    with pytest.raises(TypesettingError, match="did you mean gradient"):
        Formula("{{x : gradiant}}")


def test_a_letter_that_no_font_has_is_an_error():
    with pytest.raises(TypesettingError, match="日"):
        Words("日本")


def test_broken_markup_is_an_error():
    with pytest.raises(TypesettingError, match="cannot set"):
        Formula("frac(1,")


def test_a_fraction_bar_is_a_filled_bar_that_scales_with_its_formula():
    formula = Formula("a / b")
    bar = min(formula, key=lambda glyph: glyph.height)
    thickness = bar.height
    formula.scale(3)
    assert bar.height == pytest.approx(3 * thickness)
    assert bar.width > 10 * bar.height > 0


def test_words_of_one_line_stand_on_one_baseline():
    first, second = Words("ago"), Words("Hx").shift([2.0, 1.3, 0.0])
    second.stand_on(first)
    assert second.get_bottom()[1] == pytest.approx(first.baseline, abs=1e-4)
    assert first.get_bottom()[1] < first.baseline  # the g hangs below it


def test_words_carry_the_readings_they_were_filled_with():
    words = Words("after <k> m", k=read(walk(), "f", index=0, unit=""))
    assert [reading.value for reading in words.readings] == [3.0]
    with pytest.raises(TypesettingError, match="differ"):
        Words("after <k> m")


def test_wrapped_words_keep_their_width():
    words = Words("one two three four five six seven eight nine ten", width=3.0)
    assert words.width <= 3.0 + 1e-6
    assert words.height > 3 * SIZE.body * STAGE.pixel


def test_a_number_has_the_glyphs_of_its_text_on_its_strut():
    number = Number(read(walk(), "f", index=0, decimals=2)).shift([1.0, 2.0, 0.0])
    drawn = [slot for slot in number.slots if len(slot.points)]
    assert len(drawn) == len("3.00m")
    assert number.baseline == pytest.approx(2.0)
    outline, _ = glyph_outlines("3")
    cap = SIZE.body * STAGE.pixel
    assert drawn[0].points == pytest.approx(outline * cap + [1.0, 2.0, 0.0])


def test_digits_have_one_width_so_that_numbers_do_not_dance():
    assert len({round(glyph_outlines(digit)[1], 9) for digit in "0123456789"}) == 1


def test_a_following_number_shows_what_is_read_now():
    place = [0.0]
    number = Number(lambda: read(walk(), "f", at=place[0], decimals=1))
    before = np.concatenate([slot.points for slot in number.slots])
    place[0] = 5.0
    number.update()
    assert number.readings[0].text == "−1.5"
    assert len(np.concatenate([slot.points for slot in number.slots])) != len(before)


def test_rewriting_leaves_the_new_formula_whole_on_stage(tmp_path):
    with small_frames(tmp_path):
        scene = Scene(skip_animations=True)
        old, new = Formula("{{a : input}} = {{b : output}}"), Formula("{{b : output}} + 2 = {{a : input}}")
        scene.add(old)
        scene.play(Rewrite(old, new))
        assert scene.mobjects == [new]


def test_nothing_spawns_a_process_to_set_letters(monkeypatch):
    import subprocess

    def forbidden(*args, **options):
        raise AssertionError(f"spawned {args}")

    monkeypatch.setattr(subprocess, "Popen", forbidden)
    assert len(Formula("integral_0^1 sqrt(x^2 + 41) dif x")) > 5


def test_a_formula_stands_on_the_line_that_its_letters_stand_on_not_on_its_lowest_ink():
    plain, fraction = Formula("x ="), Formula("(dif f) / (dif x) =")
    assert plain.baseline == pytest.approx(plain[0].get_bottom()[1], abs=0.02)
    fraction.stand_on(plain)
    assert fraction[-1].get_center()[1] == pytest.approx(plain[-1].get_center()[1], abs=1e-6)
    assert fraction.get_bottom()[1] < fraction.baseline - 0.1


@pytest.mark.parametrize(
    ("source", "typed"),
    [
        ("a #b c", r"\#"),
        ("#let x = 1", r"\#"),
        ("costs 5 $ now", r"\$"),
        ("a *b", r"\*"),
        ("3 * 4 * 5", r"\*"),
        (r"\alpha", 'Formula("alpha")'),
        ("and // or", r"\/\/"),
        ("a ] b", r"\]"),
        ("[a", r"\["),
        ("@here", r"\@"),
        ("= equal", "a backslash before it"),
        ("<k> m", r"\<"),
    ],
)
def test_a_slip_in_words_is_told_in_the_authors_text_with_what_to_type(source, typed):
    with pytest.raises(TypesettingError) as told:
        Words(source, width=5.0)
    assert typed in str(told.value)
    assert source in str(told.value)
    assert "box" not in str(told.value)
    assert "block" not in str(told.value)


@pytest.mark.parametrize(
    ("source", "typed"),
    [
        (r"\frac{1}{2}", "frac(a, b)"),
        (r"\alpha + 1", "Typst writes alpha"),
        ("x^{2}", "round brackets"),
        ("x # y", r"\#"),
        ("x & y", r"\&"),
        ("alhpa", "did you mean alpha?"),
        ("dx", "d x"),
        ("frac(1,", r"\("),
        ('"open', r"\""),
    ],
)
def test_a_slip_in_a_formula_is_told_in_the_authors_text_with_what_to_type(source, typed):
    with pytest.raises(TypesettingError) as told:
        Formula(source)
    assert typed in str(told.value)
    assert source in str(told.value)
    assert "rgb" not in str(told.value)


@pytest.mark.parametrize(
    "source",
    [
        r"\#1 and \$5 and 3 \* 4",
        "*bold* and _slanted_",
        "on \\ off",
        '#"a # b // c * d"',
        "50% off, e.g. a/b",
        "x_1",
    ],
)
def test_words_that_mean_what_they_say_are_set(source):
    assert len(Words(source)) > 2


@pytest.mark.parametrize("source", ["{1, 2}", "a &= b \\ &= c", '"# // &" x', "x^{{2 : input}}", "f'(x)"])
def test_formulas_that_mean_what_they_say_are_set(source):
    assert len(Formula(source)) > 1


def test_any_text_can_be_set_as_it_is():
    from visuals.letters.outlines import plain

    for text in (r"C:\new # of * and // then", "<k> {x} $5 = \\alpha"):
        assert len(Words(plain(text))) == len(text.replace(" ", ""))


def test_a_bare_number_is_told_what_a_number_takes():
    from visuals.letters.readout import ReadingError

    with pytest.raises(ReadingError, match=r"got 3\.0: type Number\(read\("):
        Number(3.0)
