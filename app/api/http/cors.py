"""Pages of other origins that may call the server: those that `NUDGE_ALLOWED_ORIGINS` names."""

from collections.abc import Sequence
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

METHODS: Final = "GET, HEAD, POST, PUT, PATCH, DELETE"
ASKED_WITH: Final = "Authorization, Content-Type, If-None-Match"
READABLE: Final = "Content-Disposition, ETag, Retry-After, X-Request-ID"
PREFLIGHT_S: Final = 600


class Cors:
    """Lets browsers hand answers to the pages of allowed origins, and answers their preflights."""

    def __init__(self, app: ASGIApp, origins: Sequence[str]) -> None:
        self.app = app
        self._origins = frozenset(origin.lower() for origin in origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and add what its page needs to read the answer."""
        if scope["type"] != "http" or not self._origins:
            return await self.app(scope, receive, send)
        headers = Headers(scope=scope)
        origin = headers.get("origin", "")
        allowed = {"Vary": "Origin"}
        if is_allowed := origin.lower() in self._origins:
            allowed |= {
                "Access-Control-Allow-Origin": origin,
                "Access-Control-Expose-Headers": READABLE,
            }
        if is_allowed and scope["method"] == "OPTIONS" and _is_preflight(headers):
            allowed |= {
                "Access-Control-Allow-Methods": METHODS,
                "Access-Control-Allow-Headers": ASKED_WITH,
                "Access-Control-Max-Age": str(PREFLIGHT_S),
            }
            return await Response(status_code=204, headers=allowed)(scope, receive, send)
        added = [(name.lower().encode(), value.encode()) for name, value in allowed.items()]

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *added]
            await send(message)

        return await self.app(scope, receive, send_with_headers)


def _is_preflight(headers: Headers) -> bool:
    return "access-control-request-method" in headers
