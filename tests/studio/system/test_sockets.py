"""A socket is reached in however deep a folder, and leaves no folder open."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import pytest

from studio.system.sockets import LONGEST, SocketPath


def bound(path: Path) -> socket.socket:
    """A socket that listens there."""
    opened = socket.socket(socket.AF_UNIX)
    try:
        opened.bind(str(path))
    except OSError:
        opened.close()
        raise
    opened.listen(1)
    return opened


def test_a_short_path_stays_itself(tmp_path_factory: pytest.TempPathFactory) -> None:
    address = SocketPath(Path("/short"), "line")
    assert address.path == Path("/short/line")
    address.close()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux names a file by way of an open folder")
def test_a_socket_in_a_deep_folder_is_bound_and_reached_by_a_shorter_path(tmp_path: Path) -> None:
    folder = tmp_path / ("deep" * 40)
    folder.mkdir()
    with pytest.raises(OSError, match="too long"):
        bound(folder / "line")
    here, there = SocketPath(folder, "line"), SocketPath(folder, "line")
    with bound(here.path) as server, socket.socket(socket.AF_UNIX) as caller:
        assert (folder / "line").is_socket()
        assert len(os.fsencode(here.path)) <= LONGEST
        caller.connect(str(there.path))
        server.accept()[0].close()
    for each in (here, there):
        each.close()
        assert not each.path.exists()
