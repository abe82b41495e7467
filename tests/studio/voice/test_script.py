"""What is said for what is written, and which written word each said one belongs to."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.errors import Unprepared
from studio.voice.numerals import ONES, TENS, cardinal, numeral
from studio.voice.script import read_say, script, shares
from visuals.voice.words import heard

SAY = {
    "dx": "d x", "f'": "f prime", "²": "squared", "%": "percent", "=": "equals", "T": "tee",
    "new york": "Gotham", "himmelblau": "/hˈɪməlblaʊ/",
}  # fmt: skip


def owners(words: str) -> list[tuple[str, int, int]]:
    return [(each.text, each.first, each.last) for each in script(words, SAY).said]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("We call it dx.", "We call it d x."),
        ("dxa is no dx", "dxa is no d x"),
        ("f'(x) = x² + 3%", "f prime x equals x squared three percent"),
        ("In 1958, 360 of them.", "In nineteen fifty eight, three hundred sixty of them."),
        ("Thirty-six, at 10,000.5", "Thirty six, at ten thousand point five"),
        ("A T, a t", "A tee, a t"),
        ("They (the two) go", "They, the two, go"),
        ("Himmelblau’s “hill”?", "Himmelblau’s hill?"),
        ("It is Himmelblau!", "It is /hˈɪməlblaʊ/!"),
        ("Once\n   more", "Once more"),
        ("Oh… yes — no", "Oh… yes— no"),
    ],
)
def test_words_signs_and_numbers_are_said_as_they_should_be(written: str, said: str) -> None:
    assert script(written, SAY).text == said


def test_every_said_word_knows_the_written_words_it_stands_for() -> None:
    assert owners("call dx f'(x) = x²") == [
        ("call", 0, 0), ("d", 1, 1), ("x", 1, 1), ("f", 2, 2), ("prime", 2, 2), ("x", 3, 3), ("equals", 4, 4),
        ("x", 4, 4), ("squared", 4, 4),
    ]  # fmt: skip
    assert owners("In New York now") == [("In", 0, 0), ("Gotham", 1, 2), ("now", 3, 3)]
    assert owners("3% of it")[:2] == [("three", 0, 0), ("percent", 0, 0)]


def test_a_key_with_a_capital_is_met_by_a_capital_alone_and_the_longest_counts() -> None:
    assert script("T t", {"T": "tee"}).text == "tee t"
    assert script("DX dx", {"dx": "d x"}).text == "d x d x"
    assert script("new york", {"new": "old", "new york": "Gotham"}).text == "Gotham"


WORDS = st.lists(
    st.sampled_from(
        ["dx", "hill", "thirty-six", "1958", "x²", "New York", "f'", "don't", "3.14", "T", "10,000"]
    ),
    min_size=1,
    max_size=12,
)
MARKS = st.sampled_from([" ", ", ", ". ", " — ", ": ", " = "])


@given(WORDS, st.data())
def test_each_written_word_has_its_moments_whatever_is_said(words: list[str], data: st.DataObject) -> None:
    written = "".join(word + data.draw(MARKS) for word in words).strip()
    said = script(written, SAY)
    assert said.count == len(heard(written))
    times = [(float(k), k + 0.5) for k in range(len(said.said))]
    moments = said.written_times(times)
    assert len(moments) == len(heard(written))
    flat = [moment for pair in moments for moment in pair]
    assert flat == sorted(flat)
    assert flat[0] == 0.0
    assert flat[-1] == times[-1][1]


def test_a_written_word_lasts_from_its_first_said_word_to_its_last() -> None:
    said = script("call dx New York", SAY)
    moments = said.written_times([(0.0, 0.5), (0.6, 0.8), (0.8, 1.0), (1.2, 1.9)])
    assert moments[:2] == ((0.0, 0.5), (0.6, 1.0))
    assert moments[2:] == shares(["New", "York"], 1.2, 1.9)
    assert moments[2][1] == pytest.approx(1.5)  # three of its seven letters


def value(words: list[str]) -> int:
    """A number from its words: the other way round."""
    small = {each: k for k, each in enumerate(ONES)} | {each: 10 * k for k, each in enumerate(TENS) if each}
    total = part = 0
    for word in words:
        if word == "hundred":
            part *= 100
        elif word in ("thousand", "million", "billion"):
            total, part = total + part * {"thousand": 10**3, "million": 10**6, "billion": 10**9}[word], 0
        else:
            part += small[word]
    return total + part


@given(st.integers(0, 10**12 - 1))
def test_a_number_can_be_told_from_its_words(number: int) -> None:
    assert value(cardinal(number)) == number


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("1958", "nineteen fifty eight"), ("2020", "twenty twenty"), ("1900", "nineteen hundred"),
        ("1905", "nineteen oh five"), ("2000", "two thousand"), ("2005", "two thousand five"),
        ("3000", "three thousand"), ("1,958", "one thousand nine hundred fifty eight"),
        ("0.05", "zero point zero five"), ("1958.5", "one thousand nine hundred fifty eight point five"),
    ],
)  # fmt: skip
def test_years_are_said_in_pairs_and_decimals_digit_by_digit(written: str, said: str) -> None:
    assert " ".join(numeral(written)) == said


def test_a_course_without_say_json_says_what_is_written(tmp_path: Path) -> None:
    assert read_say(tmp_path / "say.json") == {}


@pytest.mark.parametrize("text", ["{", "[]", '{"a": 1}', '{"a": " "}', '{"a": "!"}', '{" ": "a"}'])
def test_a_damaged_say_json_is_told_in_one_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "say.json"
    path.write_text(text)
    with pytest.raises(Unprepared, match=re.escape(str(path))):
        read_say(path)


def test_the_course_has_a_say_json_that_can_be_read() -> None:
    path = Path(__file__).resolve().parents[3] / "assets" / "voice" / "en" / "say.json"
    assert read_say(path) == json.loads(path.read_text(encoding="utf-8"))
