"""Host, origin and body-size checks: the names the server answers to, the pages that may call it.

Pure ASGI, because Starlette's CORSMiddleware and BaseHTTPMiddleware let sockets pass unseen.
"""

import re
from collections.abc import Sequence
from typing import Final

from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from app.errors import error_response

HOST: Final = re.compile(rb"(?P<name>\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(?::[0-9]{1,5})?")
CHANGING_NOTHING: Final = frozenset({"GET", "HEAD", "OPTIONS"})
WEB_SCHEMES: Final = {"ws": "http", "wss": "https"}

OTHER_SITES: Final = "Pages of other sites may not call this server."
OTHER_ORIGIN: Final = (
    OTHER_SITES
    + " This page is of {origin}, and the server takes itself for {own}. If that is the "
    "same, a proxy on the way must pass on Host with its port, and X-Forwarded-Proto; if not, the "
    "server's operator can allow the page with NUDGE_ALLOWED_ORIGINS."
)


class RequestChecks:
    """Refuses foreign host names (400), foreign origins (403), and bodies that are too large (413).

    The Host is checked for every request, so that no page can reach the server by a name that its
    owner lets point here. The Origin is checked for sockets, and for requests that change
    something: a browser always names it there. A program that names none is let through, since it
    acts only for itself.
    """

    def __init__(
        self,
        app: ASGIApp,
        hosts: Sequence[str],
        origins: Sequence[str],
        max_body_bytes: int,
    ) -> None:
        self.app = app
        self.max_body_bytes = max_body_bytes
        self._counting_app = RequestBodyLimitMiddleware(app, max_body_bytes)
        self._names = frozenset(host.encode() for host in hosts if not host.startswith("*"))
        self._endings = tuple(host[1:].encode() for host in hosts if host.startswith("*."))
        self._any_host = "*" in hosts
        self._origins = frozenset(origin.lower().encode() for origin in origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, or answer it."""
        if scope["type"] not in ("http", "websocket"):
            return await self.app(scope, receive, send)
        headers = _Headers(scope)
        refusal = self._refusal(scope, headers)
        if refusal is None:
            # A body with a content-length cannot be longer: the server makes sure of that.
            app = self.app if headers.length is not None else self._counting_app
            return await app(scope, receive, send)
        return await error_response(*refusal)(scope, receive, send)

    def _refusal(self, scope: Scope, headers: "_Headers") -> tuple[int, str] | None:
        if not self._is_known(headers.hosts):
            return 400, (
                "The server does not answer to this host name. Its operator can add the name "
                "with --public-host or NUDGE_ALLOWED_HOSTS."
            )
        is_socket = scope["type"] == "websocket"
        if is_socket or scope["method"] not in CHANGING_NOTHING:
            if headers.site == b"cross-site" and not headers.origin:
                return 403, OTHER_SITES
            scheme: str = scope["scheme"]
            own = _origin(WEB_SCHEMES.get(scheme, scheme), headers.hosts[0])
            if headers.origin is not None and not self._is_own(headers, own):
                return 403, OTHER_ORIGIN.format(
                    origin=_readable(headers.origin) or "more than one origin", own=_readable(own)
                )
        if headers.length is not None and headers.length > self.max_body_bytes:
            return 413, f"Expected a body of at most {self.max_body_bytes} bytes."
        return None

    def _is_known(self, hosts: list[bytes]) -> bool:
        if len(hosts) != 1:
            return False
        match = HOST.fullmatch(hosts[0])
        if match is None:
            return False
        name = match["name"]
        return name in self._names or self._any_host or name.endswith(self._endings)

    def _is_own(self, headers: "_Headers", own: bytes) -> bool:
        if headers.site == b"same-origin" and headers.origin == _origin("https", headers.hosts[0]):
            return True  # The browser knows the scheme, of which a proxy may not have told us.
        return headers.origin == own or headers.origin in self._origins


def _origin(scheme: str, host: bytes) -> bytes:
    return scheme.encode() + b"://" + host


def _readable(origin: bytes) -> str:
    return origin.decode("ascii", "replace")[:200]


class _Headers:
    """The headers that are looked at, read in one pass and in lower case."""

    __slots__ = ("hosts", "length", "origin", "site")

    def __init__(self, scope: Scope) -> None:
        self.hosts: list[bytes] = []
        self.origin: bytes | None = None
        self.site: bytes | None = None
        self.length: int | None = None
        for name, value in scope["headers"]:
            if name == b"host":
                self.hosts.append(value.lower())
            elif name == b"origin":
                # If there are two, neither can be trusted.
                self.origin = b"" if self.origin is not None else value.lower()
            elif name == b"sec-fetch-site":
                self.site = value
            elif name == b"content-length" and value.isdigit():
                self.length = int(value)
