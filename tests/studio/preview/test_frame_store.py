"""Frames are kept within their bound, and those that were asked for last stay longest."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from studio.preview.frame_store import FrameStore, runs_of

PUT = st.tuples(st.sampled_from("abc"), st.integers(0, 30), st.integers(0, 5), st.integers(1, 60))


@given(st.lists(PUT, max_size=60), st.integers(1, 200))
def test_no_bound_is_ever_broken_and_what_is_kept_is_what_was_put(
    puts: list[tuple[str, int, int, int]], bound: int
) -> None:
    store = FrameStore(bound)
    said: dict[tuple[str, int], list[bytes]] = {}
    for i, (stamp, first, more, size) in enumerate(puts):
        data = bytes([i]) * size
        store.put(stamp, first, first + more, data)
        for n in range(first, first + more + 1):
            said.setdefault((stamp, n), []).append(data)
        kept = {id(d): d for (s, n) in said if (d := store.get(s, n)) is not None}
        assert sum(map(len, kept.values())) <= bound
        assert store.size <= bound
    for (stamp, n), all_data in said.items():
        assert store.get(stamp, n) in [None, *all_data]
        assert store.has(stamp, n) == any(a <= n <= b for a, b in store.runs(stamp))


def test_what_was_not_asked_for_longest_goes_first() -> None:
    store = FrameStore(30)
    for n in range(3):
        store.put("a", n, n, b"x" * 10)
    assert store.get("a", 0) is not None
    store.put("a", 3, 3, b"x" * 10)
    assert [store.has("a", n) for n in range(4)] == [True, False, True, True]


def test_a_still_moment_is_kept_once() -> None:
    store = FrameStore(100)
    store.put("a", 0, 9999, b"x" * 60)
    assert store.size == 60
    assert store.get("a", 5000) == b"x" * 60


def test_a_beat_that_changed_leaves_nothing() -> None:
    store = FrameStore(100)
    store.put("a", 0, 5, b"x" * 10)
    store.put("b", 0, 5, b"y" * 10)
    store.forget("a")
    assert (store.size, store.runs("a"), store.runs("b")) == (10, [], [(0, 5)])


@given(st.sets(st.integers(0, 60)))
def test_runs_are_the_numbers_again(numbers: set[int]) -> None:
    runs = runs_of(numbers)
    assert {n for a, b in runs for n in range(a, b + 1)} == numbers
    assert all(b + 1 < a for (_, b), (a, _) in pairwise(runs))
