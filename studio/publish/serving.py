"""Serves a site on this machine: with byte ranges, caching of hashed names, and access for other pages."""

from __future__ import annotations

import contextlib
import socket
import webbrowser
from collections.abc import Callable, Iterator
from pathlib import Path

from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from studio.course.spelling import to_type
from studio.embed.names import HOME, KINDS, is_hashed
from studio.errors import StudioError, Unprepared
from studio.places import CHECKOUT, readable

HOST = "127.0.0.1"
FOR_EVER = "public, max-age=31536000, immutable"


class Site(StaticFiles):
    """The files of a site, with byte ranges for seeking in films."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        kind = KINDS.get(Path(path).suffix)
        if kind is not None and response.status_code in (200, 206):
            text = kind.startswith("text/") or kind.endswith("json")
            response.headers["Content-Type"] = f"{kind}; charset=utf-8" if text else kind
        response.headers["Cache-Control"] = FOR_EVER if is_hashed(path) else "no-cache"
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response


def application(site: Path, course: Path = CHECKOUT) -> Starlette:
    """The site as a web application; Unprepared where there is none."""
    if not (site / HOME).is_file():
        hint = f"{to_type(course, 'publish', site=site)} writes one."
        raise Unprepared(f"There is no site at {readable(site)}.", hint=hint)
    return Starlette(routes=[Mount("/", Site(directory=site, html=True))])


def serve_site(site: Path, course: Path, port: int, *, open_it: bool, tell: Callable[[str], None]) -> None:
    """Serve until Ctrl-C. Raises StudioError for a port that is in use."""
    import uvicorn

    app = application(site, course)
    with _listening(port, to_type(course, "serve", site=site)) as listener:
        address = f"http://{HOST}:{listener.getsockname()[1]}/"
        tell(f"{readable(site)} is at {address} until Ctrl-C.")
        if open_it:
            webbrowser.open(address)
        config = uvicorn.Config(app, log_level="warning", lifespan="off", timeout_graceful_shutdown=1)
        with contextlib.suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listener])


@contextlib.contextmanager
def _listening(port: int, command: str) -> Iterator[socket.socket]:
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
            listener.listen()  # a browser that is quicker than the server waits instead of being refused
        except OSError as error:
            raise StudioError(
                f"Port {port} cannot be used: {error.strerror}.",
                hint=f"Choose another: {command} --port {port + 1 if port < 65535 else 0}",
            ) from error
        yield listener
