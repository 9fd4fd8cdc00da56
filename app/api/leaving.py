"""Requests that the end of the server cuts off: answered, and not logged as faults."""

import asyncio
from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import Unavailable


class Leaving:
    """Answers 503 where the server stops before the application has answered.

    uvicorn waits a while for requests under way, among them those whose callers have sent half of
    them and no more; then it cancels them.
    """

    def __init__(self, app: ASGIApp, is_stopping: Callable[[], bool]) -> None:
        self.app = app
        self._is_stopping = is_stopping

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and answer it if that is cancelled."""
        has_begun = False

        async def watched_send(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self.app(scope, receive, watched_send)
        except asyncio.CancelledError:
            if scope["type"] != "http" or has_begun or not self._is_stopping():
                raise
            await Unavailable("The server is about to stop.").response()(scope, receive, send)
