"""Starts the preview: finds a port, says the link, serves until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import secrets
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode

import uvicorn

from studio.errors import Unprepared
from studio.preview.app import application
from studio.preview.director import Director
from studio.preview.guard import AT_HOME
from studio.preview.takes import Keeper, by_the_studio

PORT = 8765
PORTS = 50  # that are tried one after the other, for several previews at once
ROOM = 384 << 20  # bytes of frames that are kept
PATIENCE = 30.0  # seconds without a sign of life after which something hangs


class Server:
    """One preview: its socket, its link, and everything behind it."""

    def __init__(
        self,
        course: Path,
        *,
        host: str = AT_HOME[0],
        port: int = PORT,
        patience: float = PATIENCE,
        room: int = ROOM,
        memory: int = 0,
        keeper: Keeper = by_the_studio,
    ) -> None:
        """`room`: bytes of frames kept. `memory`: bytes one stage process may take (0: a share of all).
        `keeper`: keeps what is recorded at the page.

        Raises Unprepared where no port is free.
        """
        self.socket = _listen(host, port)
        self.host, self.port = self.socket.getsockname()[:2]
        self.token = None if host in AT_HOME else secrets.token_urlsafe(24)
        self.director = Director(course.resolve(), patience=patience, room=room, memory=memory, keeper=keeper)
        app = application(self.director, self._names(host), self.token)
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, lifespan="on", timeout_graceful_shutdown=2, ws="none"
        )
        self.uvicorn = _Uvicorn(config, self.director)

    def link(self, lecture: str | None = None) -> str:
        """What to open in a browser."""
        asked = {"lecture": lecture} if lecture else {}
        if self.token is not None:
            asked["token"] = self.token
        where = _readable(self.host if not _is_any(self.host) else _own_address())
        return f"http://{where}:{self.port}/" + ("?" + urlencode(asked) if asked else "")

    def run(self) -> None:
        """Serve until interrupted."""
        try:
            asyncio.run(self.uvicorn.serve(sockets=[self.socket]))
        finally:
            self.socket.close()

    def _names(self, host: str) -> list[str]:
        """How a browser that came by our own link calls us."""
        known = {host, self.host, *(AT_HOME if host in AT_HOME else ())}
        if _is_any(self.host):
            known |= {*AT_HOME, _own_address(), socket.gethostname()}
        return [f"{_readable(name)}:{self.port}" for name in known]


class _Uvicorn(uvicorn.Server):
    """Lets pages go that listen, or wait for a frame, before it waits for everybody to be served."""

    def __init__(self, config: uvicorn.Config, director: Director) -> None:
        super().__init__(config)
        self.director = director

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.director.hang_up()
        await super().shutdown(sockets)


class Preview:
    """The real server in a thread of its own, for tests and benchmarks."""

    def __init__(self, course: Path, *, port: int = 0, **options: Any) -> None:
        self.server = Server(course, port=port, **options)
        self.url = self.server.link()
        self._thread = threading.Thread(target=self.server.run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.server.uvicorn.should_exit = True
        self._thread.join()


def preview(
    course: Path, lecture: str | None, *, host: str, port: int, patience: float, say: Callable[[str], None]
) -> None:
    """Serve a course's preview until Ctrl-C; `say` is told the link as soon as it works."""
    server = Server(course, host=host, port=port, patience=patience)
    link = server.link(lecture)
    threading.Thread(target=_when_started, args=(server, lambda: say(link)), daemon=True).start()
    with contextlib.suppress(KeyboardInterrupt):
        server.run()


def _when_started(server: Server, tell: Callable[[], None]) -> None:
    while not server.uvicorn.started:
        if server.uvicorn.should_exit:
            return
        threading.Event().wait(0.02)
    tell()


def _listen(host: str, port: int) -> socket.socket:
    """A socket on the port, or on the next free one; port 0: on any."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for candidate in range(port, port + PORTS) if port else (0,):
        opened = socket.socket(family, socket.SOCK_STREAM)
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            opened.bind((host, candidate))
            opened.listen(128)
            return opened
        except OSError as error:
            opened.close()
            trouble = error
            if not isinstance(error, socket.gaierror) and error.errno not in _TAKEN:
                break
    raise Unprepared(f"Cannot listen on {host}:{port}: {trouble.strerror}.", hint="Choose another --port.")


_TAKEN = {98, 48}  # EADDRINUSE, on Linux and on macOS


def _is_any(host: str) -> bool:
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_unspecified
    return False


def _own_address() -> str:
    """This machine's address as others see it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # nothing is sent: it only tells which address would be used
        except OSError:
            return AT_HOME[0]
        return str(probe.getsockname()[0])


def _readable(host: str) -> str:
    return f"[{host}]" if ":" in host else host
