"""What is left to do where the application fails, or is cut off by the end of the server."""

import asyncio
from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import Unavailable


class LastResort:
    """Keeps faults from the server's own, harsher ways.

    A fault that is logged and answered already comes here once more; uvicorn would log it again
    and close the connection under the next request. And where the server stops, uvicorn cancels
    the requests that have not ended in time, among them those whose callers have sent half of them
    and no more; they are answered instead of being logged as faults.
    """

    def __init__(self, app: ASGIApp, is_stopping: Callable[[], bool]) -> None:
        self.app = app
        self._is_stopping = is_stopping

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and see to its end."""
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
