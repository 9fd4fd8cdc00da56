"""A room's news as server-sent events: the newest state, whenever there is one."""

import asyncio
import random
from contextlib import ExitStack
from typing import Final

from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from app.api.http.documentation import Responses
from app.api.http.head import IS_HEAD
from app.api.http.streams import UNBUFFERED
from app.rooms.news import Listener
from app.rooms.rooms import LiveRoom

MEDIA_TYPE: Final = "text/event-stream"
NEWS: Final[Responses] = {
    200: {
        "content": {MEDIA_TYPE: {"schema": {"type": "string"}}},
        "description": "The state at once and after each change: `id` is its version, `data` the "
        "state as JSON. A comment comes each 15 s; after the room's end the stream ends with a "
        "state whose `open` is false.",
    }
}

NEWEST_ONLY: Final = "nudge.newest_only"
"""What the server puts into a request's scope, to be called by an answer like this one."""

COMMENT_S: Final = 15.0
"""After so long without news a comment is sent, so that no proxy takes the stream for dead."""
COMMENT: Final = b": still here\n\n"

COME_BACK_MS: Final = (500, 3000)
"""How long a browser waits until it comes back to a lost stream: not all at once."""


class NewsStream(Response):
    """Sends the state for as long as the client listens, and never one that is not the newest."""

    media_type = MEDIA_TYPE

    def __init__(self, live: LiveRoom, seat: str | None, *, is_counted: bool) -> None:
        """is_counted: whether who listens is one more in the room; `seat` names it if it can."""
        super().__init__(headers={"Cache-Control": "no-store", **UNBUFFERED})
        del self.headers["content-length"]
        self._live = live
        self._seat = seat
        self._is_counted = is_counted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send news. Raises: Unavailable where the room is full."""
        room = self._live.room
        with ExitStack() as stack:
            listener = stack.enter_context(self._live.news.listening())
            if self._is_counted:
                stack.enter_context(room.seats.listening(self._seat, listener.end))
            room.look()
            head = {"status": self.status_code, "headers": self.raw_headers}
            await send({"type": "http.response.start", **head})
            if NEWEST_ONLY in scope:
                scope[NEWEST_ONLY]()
            if not scope.get(IS_HEAD):
                await self._stay(listener, receive, send)
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        room.look()

    async def _stay(self, listener: Listener, receive: Receive, send: Send) -> None:
        leaving = asyncio.create_task(_gone(receive))
        telling = asyncio.create_task(self._tell(listener, send))
        try:
            await asyncio.wait((leaving, telling), return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (leaving, telling):
                task.cancel()
            ends = await asyncio.gather(leaving, telling, return_exceptions=True)
        for end in ends:
            if isinstance(end, Exception) and not isinstance(end, (OSError, ClientDisconnect)):
                raise end

    async def _tell(self, listener: Listener, send: Send) -> None:
        room = self._live.room

        async def write(frame: bytes) -> None:
            await send({"type": "http.response.body", "body": frame, "more_body": True})

        retry = random.randint(*COME_BACK_MS)  # noqa: S311 - No secret.
        sent = room.version
        await write(b"retry: %d\n%s" % (retry, self._frame()))
        while not listener.is_over:
            is_news = await listener.hear(COMMENT_S)
            await write(b"")  # What came before has left: from here on nothing is newer.
            if sent != room.version:
                sent = room.version
                await write(self._frame())
            elif not is_news:
                await write(COMMENT)

    def _frame(self) -> bytes:
        room = self._live.room
        return b"id: %d\ndata: %s\n\n" % (room.version, room.written)


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
