"""Forty faults, another one for every seed; `./compass test --faults` tries a thousand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.harness import ground, inject
from tests.faults.world import World

EVERYDAY = 40


@pytest.fixture(scope="module")
def course() -> Iterator[tuple[World, dict[str, bytes]]]:
    """What is copied for each fault."""
    with ground() as (template, right, _):
        yield template, right


@pytest.mark.parametrize("seed", range(EVERYDAY))
def test_nothing_is_lost_or_left_and_all_is_said(
    course: tuple[World, dict[str, bytes]], tmp_path: Path, seed: int
) -> None:
    result = inject(seed, *course, tmp_path)
    assert result.verdict, str(result)
