"""Numbers agree with their nouns."""

from __future__ import annotations

from studio.system.columns import counted


def test_one_is_singular_and_every_other_number_plural() -> None:
    assert [counted(count, "film") for count in (0, 1, 2, 11)] == ["0 films", "1 film", "2 films", "11 films"]
