"""The routes: the page, the timelines, the frames, and what happens."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from studio.errors import NotThere, RenderFailed, StudioError
from studio.preview.critic import Critic
from studio.preview.director import Director
from studio.preview.guard import Guard
from studio.preview.places import WIDTH
from studio.preview.takes import BYTES, LETTERS
from studio.preview.watch import watch
from visuals.voice.samples import Unsound

PAGE = Path(__file__).with_name("page")
FOR_EVER = "private, max-age=31536000, immutable"
LARGEST = 4096  # bytes of what a page may send
WINDOW_HEADER = "x-compass-window"  # the header that says which window asks


class Page(StaticFiles):
    """The page's own files, asked for anew each time: they may belong to another version tomorrow."""

    def file_response(self, *args: Any, **options: Any) -> Response:
        answer = super().file_response(*args, **options)
        answer.headers["Cache-Control"] = "no-cache"
        return answer


def application(director: Director, hosts: list[str], token: str | None) -> Guard:
    """The whole server but for its socket."""
    routes = [
        Route("/", _page),
        Mount("/page", Page(directory=PAGE)),
        Route("/api/lectures", _lectures),
        Route("/api/lectures/{slug}", _timeline),
        Route("/api/look", _look, methods=["POST"]),
        Route("/api/events", _events),
        Route("/api/takes/{slug}/{beat}", _take, methods=["POST"]),
        Route("/voice/{slug}/{beat}/{mark}.wav", _sound),
        Route("/frames/{slug}/{stamp}/{number:int}.png", _frame),
    ]

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        stop = asyncio.Event()
        await director.backstage.start()
        watching = asyncio.create_task(watch(director.course, director.changed, stop))
        criticising = asyncio.create_task(Critic(director).run())
        try:
            yield
        finally:
            stop.set()
            criticising.cancel()
            await asyncio.gather(criticising, return_exceptions=True)
            await director.backstage.stop()
            watching.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await watching

    app = Starlette(routes=routes, lifespan=lifespan)
    app.state.director = director
    return Guard(app, hosts, token)


def _director(request: Request) -> Director:
    director: Director = request.app.state.director
    return director


async def _page(_: Request) -> Response:
    return FileResponse(PAGE / "index.html", headers={"Cache-Control": "no-cache"})


async def _lectures(request: Request) -> Response:
    return _json(_director(request).lectures())


async def _timeline(request: Request) -> Response:
    try:
        return _json(_director(request).timeline(request.path_params["slug"]))
    except StudioError as error:
        return _json({"error": str(error)}, 404)


async def _look(request: Request) -> Response:
    body = await request.body()
    try:
        if len(body) > LARGEST:
            raise ValueError
        asked = await request.json()
        slug, beat, frame = asked["slug"], asked.get("beat"), asked.get("frame")
        playing, window = asked.get("playing") is True, asked.get("window", "")
        if not isinstance(slug, str) or not isinstance(window, str):
            raise ValueError
        if not isinstance(beat, str | None) or not isinstance(frame, int | None):
            raise ValueError
    except (ValueError, KeyError, TypeError, AttributeError):
        return _json({"error": "Say {window, slug, beat, frame, playing}."}, 400)
    try:
        return _json({"slug": slug, "beat": _director(request).look(window, slug, beat, frame, playing)})
    except StudioError as error:
        return _json({"error": str(error)}, 404)


async def _events(request: Request) -> Response:
    director = _director(request)
    stream = director.hub.listen(request.query_params.get("window", ""), director.news())
    return StreamingResponse(stream, media_type="text/event-stream", headers={"Cache-Control": "no-store"})


async def _frame(request: Request) -> Response:
    asked = request.path_params
    try:
        window, width = request.headers.get(WINDOW_HEADER, ""), int(request.query_params.get("width", WIDTH))
        data = await _director(request).frame(asked["slug"], asked["stamp"], asked["number"], window, width)
    except ValueError:
        return _json({"error": "The width of a frame is a whole number of pixels."}, 400)
    except KeyError:
        return _json({"error": "There is no such frame, or no longer: ask for the timeline."}, 404)
    except RenderFailed as error:
        return _json({"error": str(error)}, 503)
    return Response(data, media_type="image/png", headers={"Cache-Control": FOR_EVER})


async def _sound(request: Request) -> Response:
    asked = request.path_params
    try:
        data = await _director(request).sound(asked["slug"], asked["beat"], asked["mark"])
    except KeyError:
        return _json({"error": "There is no such recording, or no longer: ask for the timeline."}, 404)
    except Unsound as error:
        return _json({"error": f"The recording of {asked['beat']} {error}."}, 503)
    return Response(data, media_type="audio/wav", headers={"Cache-Control": FOR_EVER})


async def _take(request: Request) -> Response:
    """A take of a beat: a WAV file, which no page of another site can send without being asked first."""
    if not _is_at_home(request):
        return _json({"error": "Recordings are taken from this machine only."}, 403)
    if request.headers.get("content-type") != "audio/wav":
        return _json({"error": "A take is a WAV file: audio/wav."}, 415)
    told = {name: request.query_params.get(name, "").strip() for name in ("words", "speaker", "licence")}
    if not all(0 < len(each) <= LETTERS and each.isprintable() for each in told.values()):
        return _json({"error": "Say whose voice it is, and under which licence."}, 400)
    file = bytearray()
    async for piece in request.stream():
        file += piece
        if len(file) > BYTES:
            return _json({"error": "A take lasts at most 60 seconds."}, 413)
    slug, beat = request.path_params["slug"], request.path_params["beat"]
    try:
        await _director(request).keep(
            slug, beat, told["words"], bytes(file), told["speaker"], told["licence"]
        )
    except NotThere as error:
        return _json({"error": str(error)}, 404)
    except StudioError as error:
        return _json({"error": " ".join(str(error).split())}, 422)
    return _json({"slug": slug, "beat": beat})


def _is_at_home(request: Request) -> bool:
    """Whether a request comes from this machine."""
    try:
        return request.client is not None and ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False


def _json(content: Any, status: int = 200) -> Response:
    """JSON in ASCII: a text of Python's may hold what UTF-8 cannot (half of a surrogate pair, say)."""
    headers = {"Cache-Control": "no-store"}
    return Response(json.dumps(content), status, media_type="application/json", headers=headers)
