"""Turn exceptions that the application lets through into JSON answers, also while it stops."""

import asyncio
from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import Unavailable


class UnhandledErrors:
    """Handles exceptions before uvicorn does.

    Starlette raises an exception again after it has been logged and answered; uvicorn would log it
    twice and close the connection that the next request uses. And when the server stops, uvicorn
    cancels the requests that have not ended in time, among them those that arrived only in part;
    they are answered with a 503 instead of being logged as errors.
    """

    def __init__(self, app: ASGIApp, is_stopping: Callable[[], bool]) -> None:
        self.app = app
        self._is_stopping = is_stopping

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and handle what it raises."""
        has_begun = is_whole = False

        async def watched_send(message: Message) -> None:
            nonlocal has_begun, is_whole
            has_begun = True
            is_whole = message["type"] == "http.response.body" and not message.get("more_body")
            await send(message)

        try:
            await self.app(scope, receive, watched_send)
        except asyncio.CancelledError:
            if scope["type"] != "http" or has_begun or not self._is_stopping():
                raise
            await Unavailable("The server is about to stop.").response()(scope, receive, send)
        except Exception:
            if not is_whole:
                raise
