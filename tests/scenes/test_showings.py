"""A lecture that is shown twice tells the same numbers; tests of its own have mostly shown it once."""

from tests.scenes.dry import numbers_told


def test_two_showings_tell_the_same_numbers(slug, report, tmp_path):
    told = [(n["beat"], n["name"], n["text"]) for n in numbers_told(slug, tmp_path)]
    assert told == [(n["beat"], n["name"], n["text"]) for n in report["numbers"]]
