"""How the preview's processes talk: a head of JSON, and after it as many bytes as the head says."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from pathlib import Path
from typing import Any

Head = dict[str, Any]
LENGTHS = struct.Struct("!II")  # of the head and of the body


class HungUp(Exception):
    """Nobody is at the other end any more."""


def pack(head: Head, body: bytes = b"") -> bytes:
    """One message as it travels."""
    text = json.dumps(head, default=str).encode()
    return LENGTHS.pack(len(text), len(body)) + text + body


async def hear(reader: asyncio.StreamReader) -> tuple[Head, bytes]:
    """The next message, in the server; raises HungUp when there will be none."""
    try:
        head, body = LENGTHS.unpack(await reader.readexactly(LENGTHS.size))
        return json.loads(await reader.readexactly(head)), await reader.readexactly(body)
    except (asyncio.IncompleteReadError, ConnectionError) as error:
        raise HungUp from error


class Line:
    """The end of a line that a stage process, or the typesetter's customer, holds: it waits for answers."""

    def __init__(self, path: Path) -> None:
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            self._socket.connect(str(path))
        except OSError as error:
            self._socket.close()
            raise HungUp from error

    def fileno(self) -> int:
        """For `select`."""
        return self._socket.fileno()

    def say(self, head: Head, body: bytes = b"") -> None:
        """Send a message."""
        try:
            self._socket.sendall(pack(head, body))
        except OSError as error:
            raise HungUp from error

    def hear(self) -> tuple[Head, bytes]:
        """Wait for the next message."""
        head, body = LENGTHS.unpack(self._exactly(LENGTHS.size))
        return json.loads(self._exactly(head)), self._exactly(body)

    def close(self) -> None:
        """Hang up."""
        self._socket.close()

    def _exactly(self, size: int) -> bytes:
        parts = []
        while size > 0:
            try:
                part = self._socket.recv(min(size, 1 << 20))
            except OSError as error:
                raise HungUp from error
            if not part:
                raise HungUp
            parts.append(part)
            size -= len(part)
        return b"".join(parts)
