"""One process sets the letters of all: Typst's threads do not survive a fork, so it never forks.

Processes of one film, or of one preview, that fork and are forked have their letters set by it.
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

KEPT = 4000  # sources whose letters are remembered
DOOR = "typesetter"  # the socket in the folder where its customers meet it


class Customer:
    """Has letters set by the typesetter. Each fork speaks on a line of its own."""

    def __init__(self, folder: Path) -> None:
        self.address = SocketPath(folder, DOOR)
        self._line: Line | None = None
        self._owner = 0

    def __call__(self, source: bytes) -> bytes:
        """The SVG of a source; raises visuals.letters.outlines.TypesettingError in Typst's words."""
        try:
            head, body = self._ask(source)
        except HungUp:  # there is another one now
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


class Letters:
    """The eldest's hold on the typesetter: the door stays open when another process takes over behind it."""

    def __init__(self, folder: Path) -> None:
        self.door = open_door(folder)
        self.process = 0

    def begin(self) -> None:
        """Fork the typesetter; it never returns from here."""
        eldest = os.getpid()
        self.process = os.fork()
        if self.process == 0:
            serve(self.door, eldest)

    def begin_again_if_it_was(self, process: int) -> None:
        """Fork another one if the process that ended was the typesetter."""
        if process == self.process:
            self.begin()


def open_door(folder: Path) -> socket.socket:
    """Where customers come to."""
    address = SocketPath(folder, DOOR)
    address.path.unlink(missing_ok=True)
    door = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    door.bind(str(address.path))
    door.listen(128)
    address.close()
    return door


def serve(door: socket.socket, parent: int) -> None:
    """Set whatever is brought, until the process that made this one is gone."""
    end_with_parent(parent)
    from visuals.letters.outlines import TypesettingError, typeset

    @lru_cache(maxsize=KEPT)
    def answer(source: str) -> bytes:
        try:
            return pack({}, typeset(source.encode()))
        except TypesettingError as error:
            return pack({"error": str(error)})

    answer("$ x $")  # fonts are read now
    with selectors.DefaultSelector() as visitors:
        visitors.register(door, selectors.EVENT_READ, None)
        while True:
            for key, _ in visitors.select(timeout=5.0):
                if key.data is None:
                    line = _Desk(door.accept()[0])
                    visitors.register(line, selectors.EVENT_READ, line)
                    continue
                try:
                    key.data.deliver(answer(key.data.hear()[0]["source"]))
                except HungUp:
                    visitors.unregister(key.data)
                    key.data.close()


class _Desk(Line):
    """The typesetter's end of a line."""

    def __init__(self, connection: socket.socket) -> None:
        self._socket = connection

    def deliver(self, packed: bytes) -> None:
        try:
            self._socket.sendall(packed)
        except OSError as error:
            raise HungUp from error
