"""Messages between processes over a Unix socket: a head of JSON, and a body of bytes."""

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
    """The other end has closed the connection."""


def pack(head: Head, body: bytes = b"") -> bytes:
    """A message as bytes."""
    text = json.dumps(head, default=str).encode()
    return LENGTHS.pack(len(text), len(body)) + text + body


async def hear(reader: asyncio.StreamReader) -> tuple[Head, bytes]:
    """The next message, for asyncio. Raises HungUp when there will be none."""
    try:
        head, body = LENGTHS.unpack(await reader.readexactly(LENGTHS.size))
        return json.loads(await reader.readexactly(head)), await reader.readexactly(body)
    except (asyncio.IncompleteReadError, ConnectionError) as error:
        raise HungUp from error


class Line:
    """A blocking connection, of a preview's worker to its server or of a process to the typesetter."""

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
        """Close the connection."""
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
