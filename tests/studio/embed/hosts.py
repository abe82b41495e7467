"""Web hosts for a test: a folder on a port of this machine, with or without the header for other origins."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles


@contextlib.contextmanager
def host(folder: Path, *, cross_origin: bool = False) -> Iterator[str]:
    """The address under which `folder` is served, with byte ranges, until the block ends."""
    allow = [Middleware(CORSMiddleware, allow_origins=["*"])] if cross_origin else []
    app = Starlette(routes=[Mount("/", StaticFiles(directory=folder, html=True))], middleware=allow)
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()  # whoever comes before the server does waits instead of being refused
        thread = threading.Thread(target=server.run, args=([door],), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{door.getsockname()[1]}/"
        finally:
            server.should_exit = True
            thread.join()
