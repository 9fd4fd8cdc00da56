"""Every request in the log and in the figures: by its route's template, never by its address."""

import logging
import secrets
from collections.abc import Callable
from time import perf_counter
from typing import Any, Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.operating.log import request_id
from app.operating.proxies import UntrustedProxies

logger = logging.getLogger("nudge.requests")

ID_BYTES: Final = 8
HUNG_UP: Final = 499
"""The client has disconnected before its answer began; the number is the one that nginx logs."""
SWITCHED: Final = 101

Note = Callable[[str, str, int, float], None]
"""Takes note of a request: its method, route and status, and how long it took in seconds."""


class Requests:
    """Gives each request an id, which its answer carries too, and notes how it was answered."""

    def __init__(self, app: ASGIApp, note: Note) -> None:
        self.app = app
        self._note = note
        self._untrusted = UntrustedProxies()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and note what becomes of it."""
        if scope["type"] not in ("http", "websocket"):
            return await self.app(scope, receive, send)
        self._untrusted.look(scope)
        id_ = secrets.token_hex(ID_BYTES)
        token = request_id.set(id_)
        header = (b"x-request-id", id_.encode())
        status, began = HUNG_UP, perf_counter()

        async def watched_send(message: Message) -> None:
            nonlocal status
            if message["type"] in ("http.response.start", "websocket.http.response.start"):
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), header]
            elif message["type"] == "websocket.accept":
                status = SWITCHED
            await send(message)

        try:
            await self.app(scope, receive, watched_send)
        finally:
            self._close(scope, status, perf_counter() - began)
            request_id.reset(token)

    def _close(self, scope: Scope, status: int, seconds: float) -> None:
        method = scope.get("method", "WEBSOCKET")
        route = route_of(scope)
        self._note(method, route, status, seconds)
        _log(method, route, status, seconds)


def note_refused(note: Note, status: int) -> str:
    """Note a request that was refused before it was known what it asks for; return its id."""
    id_ = secrets.token_hex(ID_BYTES)
    token = request_id.set(id_)
    note("-", "-", status, 0.0)
    _log("-", "-", status, 0.0)
    request_id.reset(token)
    return id_


def _log(method: str, route: str, status: int, seconds: float) -> None:
    level = logging.WARNING if status >= 500 else logging.INFO
    if logger.isEnabledFor(level):
        ms = round(seconds * 1000, 1)
        fields = {"method": method, "route": route, "status": status, "ms": ms}
        logger.log(level, "%s %s %d %.1f ms", *fields.values(), extra=fields)


def route_of(scope: Scope) -> str:
    """Return the template of the route that answers, like `/api/sessions/{session_id}`.

    What was refused before a route was found has none, and neither has an unknown address: both
    are `-`, so that nobody can fill the log or the figures with addresses of their own.
    """
    route: Any = scope.get("route", scope.get("endpoint"))  # Files have no route of their own.
    return getattr(route, "path", "") or "-"
