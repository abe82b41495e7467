"""Shorter paths for Unix sockets in deep folders, whose own path may be longer than the system allows."""

from __future__ import annotations

import os
import sys
from pathlib import Path

LONGEST = 90  # bytes of a socket's path that every system takes (Linux 107, macOS 103, some 92)


class SocketPath:
    """The path of the socket `name` in a folder, short enough to bind it and to connect to it.

    On Linux a longer path is replaced by one through the open folder, `/proc/self/fd/NUMBER/NAME`. The folder
    stays open until `close`, and in the forks of this process, for which the path is good as well. Elsewhere
    the path stays as it is.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self.path = folder / name
        self._folder: int | None = None
        if len(os.fsencode(self.path)) > LONGEST and sys.platform == "linux":
            self._folder = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            self.path = Path(f"/proc/self/fd/{self._folder}") / name

    def close(self) -> None:
        """Close the folder; the path is no longer good then."""
        if self._folder is not None:
            os.close(self._folder)
            self._folder = None
