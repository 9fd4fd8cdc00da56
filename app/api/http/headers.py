"""The headers that every answer carries, errors too."""

from collections.abc import Iterable
from typing import Final, TypeAlias

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.http.behind_proxies import path_below_root

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; child-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors {frame_ancestors}"
)
"""Scripts, styles and everything else come from this server only, and none are inline. Workers and
frames are both children. Each word is sent with every file: it counts in the first load."""


ONLY_HTTPS: Final = (b"strict-transport-security", b"max-age=31536000")
NOT_KEPT: Final = (b"cache-control", b"no-store")
"""No browser and no proxy keeps a copy of what a session or a room answers."""
OWN: Final = ("/api/sessions", "/api/rooms")

Header: TypeAlias = tuple[bytes, bytes]


ANSWERS: Final = ("http.response.start", "websocket.http.response.start")


def security_headers(frame_ancestors: str) -> list[Header]:
    """Return what every answer carries.

    frame_ancestors: who may embed the page, besides its own: a phone in a room does.
    """
    others = [name for name in frame_ancestors.split() if name not in ("'self'", "'none'")]
    policy = POLICY.format(frame_ancestors=" ".join(["'self'", *others]))
    return [
        (b"content-security-policy", policy.encode("latin-1")),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"no-referrer"),
        (b"cross-origin-opener-policy", b"same-origin"),
        (b"cross-origin-resource-policy", b"same-origin"),
    ]


class SecurityHeaders:
    """Adds them to whatever the application answers."""

    def __init__(self, app: ASGIApp, frame_ancestors: str) -> None:
        self.app = app
        self._headers = security_headers(frame_ancestors)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and add the headers to the start of its answer."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] in ANSWERS:
                headers = [*message.get("headers", ()), *self._headers]
                message["headers"] = headers + _besides(scope, headers)
            await send(message)

        await self.app(scope, receive, send_with_headers)


def _besides(scope: Scope, headers: Iterable[Header]) -> list[Header]:
    """Return what this answer carries besides."""
    besides = [ONLY_HTTPS] if scope["scheme"] in ("https", "wss") else []
    is_kept = any(name == b"cache-control" for name, _ in headers)
    if path_below_root(scope).startswith(OWN) and not is_kept:
        besides.append(NOT_KEPT)
    return besides
