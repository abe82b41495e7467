"""A lecture that is shown twice tells the same numbers; tests of its own have mostly shown it once before.

Hence no use of the session's `slug` here: pytest would bring these tests forward, to others of their lecture.
"""

import pytest

from tests.scenes.dry import LECTURES, numbers_told


@pytest.mark.parametrize("shown", sorted(LECTURES))
def test_two_showings_tell_the_same_numbers(shown, begun, tmp_path):
    one, other = numbers_told(shown, tmp_path), begun(shown).result().report["numbers"]
    assert [(n["beat"], n["name"], n["text"]) for n in one] == [
        (n["beat"], n["name"], n["text"]) for n in other
    ]
