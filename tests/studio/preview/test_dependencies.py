"""What was loaded from a file that has changed is loaded anew."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.preview.worker.dependencies import Dependencies

NAME = "lecture_of_this_test"


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A module of the project that is loaded, and compiled on disk."""
    file = tmp_path / f"{NAME}.py"
    file.write_text("HEIGHT = 1\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "compiled"))
    importlib.import_module(NAME)
    assert list((tmp_path / "compiled").rglob("*.pyc"))
    yield file
    sys.modules.pop(NAME, None)


def test_two_saves_within_a_second_and_of_one_size_are_two(module: Path) -> None:
    then = module.stat()
    module.write_text("HEIGHT = 2\n")
    os.utime(module, ns=(then.st_atime_ns, then.st_mtime_ns))
    assert Dependencies({module.parent}).unload([str(module)]) == {NAME}
    assert importlib.import_module(NAME).HEIGHT == 2
