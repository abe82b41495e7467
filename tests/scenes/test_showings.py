"""A lecture that is shown twice tells the same numbers; tests of its own and the critic have mostly shown it.

Hence these tests come last (tests/sharing.py), and have no use of the session's `slug`, for which pytest
would bring them forward.
"""

import pytest

from tests.scenes.dry import LECTURES, lecture_class, numbers_kept, play_whole


@pytest.mark.parametrize("shown", sorted(LECTURES))
def test_two_showings_tell_the_same_numbers(shown, begun, tmp_path):
    name = lecture_class(shown).__name__
    if numbers_kept("played", name) is None:
        play_whole(shown, tmp_path)
    if numbers_kept("watched", name) is None:
        begun(shown).result()
    assert numbers_kept("played", name) == numbers_kept("watched", name)
