"""The server's routes: the page, the timelines, the frames, the recordings, and the stream of events."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import json
from collections.abc import AsyncIterator
from os import PathLike, stat_result
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from studio.errors import NotThere, RenderFailed, StudioError
from studio.preview.background_check import BackgroundCheck
from studio.preview.course_preview import CoursePreview
from studio.preview.guard import Guard
from studio.preview.protocol import WIDTH
from studio.preview.voice_recording import BYTES, LETTERS
from studio.preview.watch import watch
from visuals.voice.samples import Unsound

PAGE = Path(__file__).with_name("page")
FOR_EVER = "private, max-age=31536000, immutable"
LARGEST = 4096  # bytes of a request's body
WINDOW_HEADER = "x-compass-window"  # the header that names the window which asks


class Page(StaticFiles):
    """The page's own files, never cached: they may belong to another version tomorrow."""

    def file_response(
        self, full_path: str | PathLike[str], stat_result: stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        answer = super().file_response(full_path, stat_result, scope, status_code)
        answer.headers["Cache-Control"] = "no-cache"
        return answer


def application(course: CoursePreview, hosts: list[str], token: str | None) -> Guard:
    """The application that a server runs, with its access checks."""
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
        await course.workers.start()
        watching = asyncio.create_task(watch(course.course, course.changed, stop))
        checking = asyncio.create_task(BackgroundCheck(course).run())
        try:
            yield
        finally:
            stop.set()
            checking.cancel()
            await asyncio.gather(checking, return_exceptions=True)
            await course.workers.stop()
            watching.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await watching

    app = Starlette(routes=routes, lifespan=lifespan)
    app.state.course = course
    return Guard(app, hosts, token)


def _course(request: Request) -> CoursePreview:
    course: CoursePreview = request.app.state.course
    return course


async def _page(_: Request) -> Response:
    return FileResponse(PAGE / "index.html", headers={"Cache-Control": "no-cache"})


async def _lectures(request: Request) -> Response:
    return _json(_course(request).syllabus())


async def _timeline(request: Request) -> Response:
    try:
        return _json(_course(request).timeline(request.path_params["slug"]))
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
        return _json({"slug": slug, "beat": _course(request).look(window, slug, beat, frame, playing)})
    except StudioError as error:
        return _json({"error": str(error)}, 404)


async def _events(request: Request) -> Response:
    course = _course(request)
    stream = course.hub.listen(request.query_params.get("window", ""), course.news())
    return StreamingResponse(stream, media_type="text/event-stream", headers={"Cache-Control": "no-store"})


async def _frame(request: Request) -> Response:
    asked = request.path_params
    try:
        window, width = request.headers.get(WINDOW_HEADER, ""), int(request.query_params.get("width", WIDTH))
        data = await _course(request).frame(asked["slug"], asked["stamp"], asked["number"], window, width)
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
        data = await _course(request).sound(asked["slug"], asked["beat"], asked["mark"])
    except KeyError:
        return _json({"error": "There is no such recording, or no longer: ask for the timeline."}, 404)
    except Unsound as error:
        return _json({"error": f"The recording of {asked['beat']} {error}."}, 503)
    return Response(data, media_type="audio/wav", headers={"Cache-Control": FOR_EVER})


async def _take(request: Request) -> Response:
    """Save a take of a beat, a WAV file: a page of another site cannot send this type without a preflight."""
    if not _is_local(request):
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
        await _course(request).save_take(
            slug, beat, told["words"], bytes(file), told["speaker"], told["licence"]
        )
    except NotThere as error:
        return _json({"error": str(error)}, 404)
    except StudioError as error:
        return _json({"error": " ".join(str(error).split())}, 422)
    return _json({"slug": slug, "beat": beat})


def _is_local(request: Request) -> bool:
    """Whether a request comes from this machine."""
    try:
        return request.client is not None and ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False


def _json(content: object, status: int = 200) -> Response:
    """JSON in ASCII: a string of Python may hold what UTF-8 cannot (half of a surrogate pair, say)."""
    headers = {"Cache-Control": "no-store"}
    return Response(json.dumps(content), status, media_type="application/json", headers=headers)
