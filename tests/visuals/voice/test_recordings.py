"""What is read of a voice.json is what was written, and nothing that makes no sense is believed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from visuals.voice.recordings import (
    TOLD,
    Recording,
    Recordings,
    fingerprint,
    read_recordings,
    write_recordings,
)

WORDS = "Two words."
ONE = Recording(
    words=fingerprint(WORDS),
    file="0" * 64,
    seconds=1.5,
    times=((0.1, 0.6), (0.7, 1.4)),
    speaker="Ada",
    kind="person",
    made="the recording desk",
    licence="CC BY 4.0",
)


def test_what_is_written_is_read_and_the_same_recordings_give_the_same_bytes(tmp_path: Path) -> None:
    written = Recordings(tmp_path / "en", {"b": ONE, "a": ONE})
    write_recordings(written)
    before = (written.folder / TOLD).read_bytes()
    assert read_recordings(written.folder) == written
    write_recordings(Recordings(written.folder, {"a": ONE, "b": ONE}))
    assert (written.folder / TOLD).read_bytes() == before


def test_a_recording_speaks_its_words_and_no_others() -> None:
    assert ONE.speaks("Two\n  words.")
    assert not ONE.speaks("Two words!")


@pytest.mark.parametrize(
    "change",
    [
        {"seconds": 0},
        {"seconds": "2"},
        {"seconds": 1.0},  # the last word ends after it
        {"times": [[0.5, 0.2]]},
        {"times": [[0.5, 0.6], [0.4, 0.7]]},
        {"times": [0.5]},
        {"kind": "ghost"},
        {"speaker": None},
        {"pitch": 3},
        {"file": ...},
    ],
)
def test_an_entry_that_makes_no_sense_is_named_and_left_out(tmp_path: Path, change: dict[str, Any]) -> None:
    write_recordings(Recordings(tmp_path, {"good": ONE, "bad": ONE}))
    told = json.loads((tmp_path / TOLD).read_text())
    entry = told["beats"]["bad"] | change
    told["beats"]["bad"] = {name: value for name, value in entry.items() if value is not ...}
    (tmp_path / TOLD).write_text(json.dumps(told))
    read = read_recordings(tmp_path)
    assert dict(read.beats) == {"good": ONE}
    assert read.problem is not None
    assert read.problem.endswith("of bad")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 99, "beats": {}}', '{"format": 1}', "[" * 9999])
def test_a_damaged_file_is_told_and_holds_no_recordings(tmp_path: Path, text: str) -> None:
    (tmp_path / TOLD).write_text(text)
    read = read_recordings(tmp_path)
    assert not read.beats
    assert TOLD in (read.problem or "")


def test_no_file_is_no_problem(tmp_path: Path) -> None:
    assert read_recordings(tmp_path / "nowhere") == Recordings(tmp_path / "nowhere")
