"""A lecture that is shown twice is the same; tests of its own and the critic have mostly shown it.

Hence these tests come last (tests/sharing.py), and have no use of the session's `slug`, for which pytest
would bring them forward.
"""

import pytest

from tests.scenes.dry import LECTURES, STAGED, kept, lecture_class, play_whole


@pytest.mark.parametrize("shown", sorted(LECTURES))
def test_two_showings_tell_the_same_numbers_and_leave_the_same_stages(shown, begun, tmp_path):
    """One was played without a frame; of the other, frames were drawn, in another process."""
    name = lecture_class(shown).__name__
    if kept("played", name) is None:
        play_whole(shown, tmp_path)
    if kept("watched", name) is None:
        begun(shown).result()
    played, watched = kept("played", name), kept("watched", name)
    assert played["numbers"] == watched["numbers"]
    assert None not in played["stages"].values()
    assert len(played["stages"]) >= 3 or name not in STAGED
    assert played["stages"] == watched["stages"]
