"""What reverse proxies say of a request: it is believed of those that are trusted."""

import re
from collections.abc import Sequence
from typing import Any, Final, cast
from urllib.parse import quote, unquote

from starlette.datastructures import Headers
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

ROOT_PATH: Final = re.compile(r"(/[A-Za-z0-9._~!$&'()*+,;=:@%-]+)+")
"""A path without a slash at its end, as it stands in an address."""


class BehindProxies:
    """Takes a request for what it was before proxies passed it on: whose, by which scheme, where.

    Below a path the server is found with that path in the request, or without it: there are proxies
    of both kinds. Inside it is always there, and in `root_path` too, as ASGI has it.
    """

    def __init__(self, app: ASGIApp, trusted: Sequence[str], root_path: str) -> None:
        forwarded = ProxyHeadersMiddleware(cast(Any, app), list(trusted))
        self._forwarded = cast(ASGIApp, forwarded)
        self._trusted = forwarded.trusted_hosts
        self._root_path = unquote(root_path)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] in ("http", "websocket") and (root := self._root_path_of(scope)):
            if not f"{scope['path']}/".startswith(f"{root}/"):
                scope["path"] = root + scope["path"]
                scope["raw_path"] = quote(scope["path"]).encode()
            scope["root_path"] = root
        return await self._forwarded(scope, receive, send)

    def _root_path_of(self, scope: Scope) -> str:
        client = scope.get("client")
        if client and client[0] in self._trusted:
            forwarded = Headers(scope=scope).get("x-forwarded-prefix", "").rstrip("/")
            if ROOT_PATH.fullmatch(forwarded):
                return unquote(forwarded)
        return self._root_path


class LastSlash:
    """Sends a browser from the path below which the page is served to that of the page itself.

    The page's addresses are relative to its own, and would lead beside that path.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or send on whoever asks."""
        if scope["type"] != "http" or path_below_root(scope) != "":
            return await self.app(scope, receive, send)
        query = scope["query_string"].decode("latin-1")
        at = quote(f"{scope['path']}/") + (f"?{query}" if query else "")
        return await RedirectResponse(at)(scope, receive, send)


def path_below_root(scope: Scope) -> str:
    """Return a request's path as the routes name it."""
    path: str = scope["path"]
    return path.removeprefix(scope["root_path"])
