"""Starts the preview: finds a free port, tells the link, serves until it is interrupted."""

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
from typing import Self, TypedDict, Unpack
from urllib.parse import urlencode

import uvicorn

from studio.errors import Unprepared
from studio.preview.app import application
from studio.preview.course_preview import CoursePreview
from studio.preview.guard import LOCAL
from studio.preview.voice_recording import TakeSaver, save_take

PORT = 8765
PORTS = 50  # ports that are tried in turn, so that several previews can run at once
ROOM = 384 << 20  # bytes of frames that are stored
PATIENCE = 30.0  # seconds after which a worker that sends nothing counts as hanging


class Server:
    """One preview: its socket, its link, and the preview of the course behind it."""

    def __init__(
        self,
        course: Path,
        *,
        host: str = LOCAL[0],
        port: int = PORT,
        patience: float = PATIENCE,
        room: int = ROOM,
        memory: int = 0,
        saver: TakeSaver = save_take,
    ) -> None:
        """`room`: bytes of frames stored. `memory`: bytes one worker may take (0: a share of all).
        `saver`: saves what is recorded in the page.

        Raises Unprepared where no port is free.
        """
        self.socket = _listen(host, port)
        self.host, self.port = self.socket.getsockname()[:2]
        self.token = None if host in LOCAL else secrets.token_urlsafe(24)
        self.course = CoursePreview(
            course.resolve(), patience=patience, room=room, memory=memory, saver=saver
        )
        app = application(self.course, self._names(host), self.token)
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, lifespan="on", timeout_graceful_shutdown=2, ws="none"
        )
        self.uvicorn = _Uvicorn(config, self.course)

    def link(self, lecture: str | None = None) -> str:
        """The address to open in a browser."""
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
        """The host names by which a browser reaches this server over its own link."""
        known = {host, self.host, *(LOCAL if host in LOCAL else ())}
        if _is_any(self.host):
            known |= {*LOCAL, _own_address(), socket.gethostname()}
        return [f"{_readable(name)}:{self.port}" for name in known]


class _Uvicorn(uvicorn.Server):
    """Ends event streams and requests for frames before it waits for open connections to close."""

    def __init__(self, config: uvicorn.Config, course: CoursePreview) -> None:
        super().__init__(config)
        self.course = course

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.course.hang_up()
        await super().shutdown(sockets)


class Chosen(TypedDict, total=False):
    """What may be chosen of a server besides its port: see Server."""

    host: str
    patience: float
    room: int
    memory: int
    saver: TakeSaver


class Preview:
    """The server in a thread of its own, for tests and benchmarks."""

    def __init__(self, course: Path, *, port: int = 0, **options: Unpack[Chosen]) -> None:
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
    """Serve a course's preview until Ctrl-C; `say` is called with the link as soon as it works."""
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
    """A socket that listens on the port, or on the next free one; port 0: on any."""
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
    """This machine's address in its network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # nothing is sent: it only tells which address would be used
        except OSError:
            return LOCAL[0]
        return str(probe.getsockname()[0])


def _readable(host: str) -> str:
    return f"[{host}]" if ":" in host else host
