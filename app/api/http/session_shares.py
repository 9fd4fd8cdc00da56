"""How often one session may be asked: more is refused before anything is read of the request."""

import asyncio
import math
import random
from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

from app.api.http.behind_proxies import path_below_root
from app.errors import TooManyRequests
from app.sessions.shares import Buckets

SESSIONS: Final = "/api/sessions/"

LONGEST_ID: Final = 64
"""Of whatever a caller takes for a session, so much is remembered; real ones are shorter."""

REFUSED_AFTER_S: Final = (0.5, 1.5)
"""Who asks too often waits for the refusal too: else a flood would go on with refusals alone. Each
waits another time between these two, so that not all come back at once."""


class SessionShares:
    """Refuses requests to a session that is asked too often (429)."""

    def __init__(self, app: ASGIApp, buckets: Buckets) -> None:
        self.app = app
        self._buckets = buckets

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer it."""
        path = path_below_root(scope) if scope["type"] == "http" else ""
        if not path.startswith(SESSIONS):
            return await self.app(scope, receive, send)
        session_id = path[len(SESSIONS) :].partition("/")[0][:LONGEST_ID]
        bucket = self._buckets.of(session_id)
        wait_s = bucket.wait_s()
        if wait_s > 0:
            await asyncio.sleep(random.uniform(*REFUSED_AFTER_S))  # noqa: S311 - No secret.
            message = "Too many requests to this session; try again in a moment."
            refusal = TooManyRequests(message, math.ceil(wait_s))
            return await refusal.response()(scope, receive, send)
        bucket.take()
        return await self.app(scope, receive, send)
