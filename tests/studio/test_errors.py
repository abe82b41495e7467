"""What the operating system says is passed on in a sentence, of the file that stood in the way."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from studio.errors import told


def test_a_file_that_cannot_take_a_folders_place_names_the_folder(tmp_path: Path) -> None:
    made, taken = tmp_path / "made", tmp_path / "taken"
    made.touch()
    taken.mkdir()
    with pytest.raises(IsADirectoryError) as error:
        os.replace(made, taken)
    assert told(error.value) == f"{taken}: Is a directory"


def test_the_file_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as error:
        (tmp_path / "nowhere").read_bytes()
    assert told(error.value, "another") == f"{tmp_path / 'nowhere'}: No such file or directory"


def test_where_the_system_names_no_file_ours_is_named() -> None:
    assert told(OSError(28, "No space left on device"), "film.mp4") == "film.mp4: No space left on device"
    assert told(OSError("odd")) == "odd"
