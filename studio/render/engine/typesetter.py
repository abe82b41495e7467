"""A process that typesets for others by Typst, whose threads do not survive a fork.

The processes of a film, or of a preview, fork; they send their sources to this one, which never does.
"""

from __future__ import annotations

import os
import selectors
import socket
from functools import lru_cache
from pathlib import Path

from studio.system.processes import end_with_parent
from studio.system.sockets import SocketPath
from studio.system.wire import Head, HungUp, Line, pack

KEPT = 4000  # sources whose results are kept
SOCKET = "typesetter"  # its socket in the folder


class TypesetterClient:
    """Sends sources to the typesetter. Each fork has a connection of its own."""

    def __init__(self, folder: Path) -> None:
        self.address = SocketPath(folder, SOCKET)
        self._line: Line | None = None
        self._owner = 0

    def __call__(self, source: bytes) -> bytes:
        """The SVG of a source; raises visuals.letters.outlines.TypesettingError in Typst's words."""
        try:
            head, body = self._ask(source)
        except HungUp:  # it was killed, and another one listens now
            self._line = None
            head, body = self._ask(source)
        if "error" in head:
            from visuals.letters.outlines import TypesettingError

            raise TypesettingError(head["error"])
        return body

    def _ask(self, source: bytes) -> tuple[Head, bytes]:
        if self._line is None or self._owner != os.getpid():
            self._line, self._owner = Line(self.address.path), os.getpid()
        self._line.say({"source": source.decode()})
        return self._line.hear()


class TypesetterProcess:
    """Starts the typesetter. The socket stays open when another process takes over."""

    def __init__(self, folder: Path) -> None:
        self.listening = open_socket(folder)
        self.process = 0

    def begin(self) -> None:
        """Fork the typesetter; it never returns from here."""
        parent = os.getpid()
        self.process = os.fork()
        if self.process == 0:
            serve(self.listening, parent)

    def restart_if_it_was(self, process: int) -> None:
        """Fork another one if the process that ended was the typesetter."""
        if process == self.process:
            self.begin()


def open_socket(folder: Path) -> socket.socket:
    """The socket at which sources arrive."""
    address = SocketPath(folder, SOCKET)
    address.path.unlink(missing_ok=True)
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listening.bind(str(address.path))
    listening.listen(128)
    address.close()
    return listening


def serve(listening: socket.socket, parent: int) -> None:
    """Typeset every source that arrives, until the parent process has ended."""
    end_with_parent(parent)
    from visuals.letters.outlines import TypesettingError, typeset

    @lru_cache(maxsize=KEPT)
    def answer(source: str) -> bytes:
        try:
            return pack({}, typeset(source.encode()))
        except TypesettingError as error:
            return pack({"error": str(error)})

    answer("$ x $")  # reads the fonts
    with selectors.DefaultSelector() as connections:
        connections.register(listening, selectors.EVENT_READ, None)
        while True:
            for key, _ in connections.select(timeout=5.0):
                if key.data is None:
                    line = _Connection(listening.accept()[0])
                    connections.register(line, selectors.EVENT_READ, line)
                    continue
                try:
                    key.data.deliver(answer(key.data.hear()[0]["source"]))
                except HungUp:
                    connections.unregister(key.data)
                    key.data.close()


class _Connection(Line):
    """The typesetter's end of a connection."""

    def __init__(self, connection: socket.socket) -> None:
        self._socket = connection

    def deliver(self, packed: bytes) -> None:
        try:
            self._socket.sendall(packed)
        except OSError as error:
            raise HungUp from error
