"""Refuses requests with a wrong Host or Origin and, beyond this machine, requests without the token."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from http.cookies import SimpleCookie
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from studio.called import typed

COOKIE = "compass_preview"
LOCAL = ("127.0.0.1", "localhost", "::1")
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' blob: data:; "
    "style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Guard:
    """Checks every request before the application does. A foreign host name that resolves to this machine
    (DNS rebinding) is refused.
    """

    def __init__(self, app: ASGIApp, hosts: Iterable[str], token: str | None) -> None:
        self.app, self.token = app, token
        self.hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        answer = self._refusal(request) or self._check_token(request)
        if answer is not None:
            await answer(scope, receive, send)
            return

        async def send_with_headers(message):  # type: ignore[no-untyped-def]
            if message["type"] == "http.response.start":
                there = {name.lower() for name, _ in message["headers"]}
                message["headers"] += [
                    (name.lower().encode(), value.encode())
                    for name, value in HEADERS.items()
                    if name.lower().encode() not in there
                ]
            await send(message)

        await self.app(scope, receive, send_with_headers)

    def _refusal(self, request: Request) -> Response | None:
        host = request.headers.get("host", "")
        if host not in self.hosts:
            return JSONResponse({"error": f"This preview is not called {host!r}."}, 421)
        origin = request.headers.get("origin")
        if origin is not None and (urlsplit(origin).netloc != host or urlsplit(origin).scheme != "http"):
            return JSONResponse({"error": f"A page of {origin!r} may not ask here."}, 403)
        if request.headers.get("sec-fetch-site") == "cross-site" and request.method != "GET":
            return JSONResponse({"error": "Another site may not ask here."}, 403)
        return None

    def _check_token(self, request: Request) -> Response | None:
        """Where a token is needed: set the cookie if the link has it, refuse if neither has; None: go on."""
        if self.token is None:
            return None
        given = request.query_params.get("token")
        if given is not None and hmac.compare_digest(given.encode(), self.token.encode()):
            rest = [each for each in parse_qsl(request.url.query) if each[0] != "token"]
            path = "/" + request.url.path.lstrip("/\\")  # two slashes would lead to another host
            answer = RedirectResponse(path + ("?" + urlencode(rest) if rest else ""), 303)
            answer.set_cookie(COOKIE, self.token, httponly=True, samesite="strict", path="/")
            return answer
        cookie = SimpleCookie(request.headers.get("cookie", "")).get(COOKIE)
        if cookie is not None and hmac.compare_digest(cookie.value.encode(), self.token.encode()):
            return None
        return JSONResponse(
            {"error": f"Open the link that {typed('preview')} printed: it carries the token."}, 403
        )
