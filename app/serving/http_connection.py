"""uvicorn's HTTP connection with an end to everything: heads, trailers, waiting, unread answers.

It overrides what uvicorn calls (`connection_made`, `data_received`, the parser's `on_…`), so
pyproject.toml names the versions for which this is tested.
"""

import asyncio
import socket
from http import HTTPStatus
from typing import Any, Final, cast

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle
from uvicorn.server import ServerState

from app.errors import Unavailable
from app.serving.config import ServerConfig
from app.serving.gate import FULL, RETRY_AFTER_S, Admission, Unread, reset

FRAMING_PER_BYTE: Final = 8
"""Of a body in chunks, around each of its bytes: a chunk of one byte takes five."""

MOST_HEADERS: Final = 200

MOST_CHUNKS: Final = 1_000
LEAST_CHUNK_BYTES: Final = 64
"""A body may come in so many chunks of any size, and in more that hold so much on average: each
takes its time, however small."""

MOST_PIPELINED: Final = 256
"""Requests that may come before the one that is answered."""

MOST_UNWANTED_BYTES: Final = 8 << 20
"""Of a body that is answered already: who sends it reads the answer only after a while."""

NEWEST_ONLY: Final = "nudge.newest_only"
"""In a request's scope what its answer calls where only its newest part is worth sending."""

NOT_SENT_BYTES: Final = 16 << 10
"""That the system keeps of such an answer for a slow reader; by itself it keeps megabytes."""


class TooLong(Exception):
    """More than a client needs: a head, trailers, chunks of a body, requests at once."""


class HttpConnection(HttpToolsProtocol):
    """A connection over which requests come, one after the other."""

    config: ServerConfig

    def __init__(
        self,
        config: ServerConfig,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._gate = config.gate
        self._limits = self._gate.limits
        self._unread = Unread(self._limits.unread_s)
        self._admission = Admission.ORDINARY
        self._deadline: float | None = None
        self._was_silent = True
        self._is_head_whole = False
        self._head_bytes = 0
        self._body_bytes = 0
        self._framing_bytes = 0
        self._unwanted_bytes = 0
        self._chunks = 0
        self._running: RequestResponseCycle | None = None
        self._milestones = 0
        self._is_reread = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Find room for a connection, or refuse it."""
        self._admission = self._gate.enter(len(self.connections), transport)
        super().connection_made(transport)
        if self._admission is Admission.FULL:
            transport.write(self._gate.full())
            transport.close()
            return
        self._gate.idle(self)
        self._deadline = self.loop.time() + self._limits.head_s

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget a connection; uvicorn tells only the request that was read last."""
        if self._running is not None and not self._running.response_complete:
            self._running.disconnected = True
            self._running.message_event.set()
        self._gate.no_longer_idle(self)
        self._gate.leave(self.transport)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on, as far as the limits allow."""
        if self.transport.is_closing():
            return
        self._was_silent = False
        if self._deadline is None and self._is_answered():
            # Whatever comes now begins a head, be it empty lines.
            self._deadline = self.loop.time() + self._limits.head_s
        self._unset_keepalive_if_required()
        self._read(data)

    def _read(self, data: bytes) -> None:
        before, body_before = self._milestones, self._body_bytes
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade as upgrade:
            self._upgrade(data[upgrade.args[0] :])
            return
        except httptools.HttpParserError as error:
            if isinstance(error.__context__, TooLong):
                self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, TOO_LONG)
            else:
                self._refuse(HTTPStatus.BAD_REQUEST, "Expected HTTP, but this is none.")
            return
        if self._milestones == before:
            self._check_rest(len(data), self._body_bytes - body_before)

    def _upgrade(self, rest: bytes) -> None:
        """Go on as a socket, or else with the request as if it had not asked for another protocol.

        The parser takes whatever follows for that protocol, a body too: so it reads the head again
        without that header, and then the rest.
        """
        if self._is_reread:
            self._is_reread = False
            head = self._head_that_stays()
            self.parser = httptools.HttpRequestParser(self)
            self.parser.set_dangerous_leniencies(lenient_data_after_close=True)  # As uvicorn does.
            self._read(head + rest)
        elif not self._should_upgrade():
            return
        elif not self._is_answered():
            self.give_up()  # It would be answered by the socket, or the socket by it.
        elif self._admission is Admission.ORDINARY:
            self.handle_websocket_upgrade()
            self.parser = None  # type: ignore[assignment]  # As uvicorn at the end of others.
        else:
            self.transport.write(self._gate.full())
            self.transport.close()

    def _head_that_stays(self) -> bytes:
        method, version = self.parser.get_method(), self.parser.get_http_version().encode()
        lines = [b"%s: %s\r\n" % each for each in self.headers if each[0] != b"upgrade"]
        return b"%s %s HTTP/%s\r\n%s\r\n" % (method, self.url, version, b"".join(lines))

    def _check_rest(self, came: int, in_body: int) -> None:
        """Refuse a head without end, which the parser would keep, or what is around a body."""
        if self._is_head_whole:
            self._framing_bytes += came - in_body
            most = self._limits.head_bytes + FRAMING_PER_BYTE * self._body_bytes
            is_too_long = self._framing_bytes > most
        else:
            self._head_bytes += came
            is_too_long = self._head_bytes > self._limits.head_bytes
        if is_too_long:
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, TOO_LONG)

    def _refuse(self, status: HTTPStatus, sentence: str) -> None:
        """Answer and close; only close where there is another answer, or one under way."""
        if self._is_answered() and not self._unwanted_bytes:
            self.transport.write(self._gate.refusal(status, sentence))
            self.transport.close()
        else:
            self.give_up()

    def _is_answered(self) -> bool:
        latest = cast("RequestResponseCycle | None", self.cycle)
        return latest is None or latest.response_complete

    # What the parser calls

    def on_message_begin(self) -> None:
        """Begin to read a head."""
        super().on_message_begin()
        self._milestones += 1
        self._is_head_whole = False
        self._head_bytes = self._body_bytes = self._framing_bytes = self._unwanted_bytes = 0
        self._chunks = 0
        if self._deadline is None:
            self._deadline = self.loop.time() + self._limits.head_s

    def on_url(self, url: bytes) -> None:
        """Take a piece of the address."""
        self._count(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header, and drop a trailer: it would pass for a header that was checked."""
        self._count(len(name) + len(value))
        if not self._is_head_whole:
            super().on_header(name, value)
            if len(self.headers) > MOST_HEADERS:
                raise TooLong

    def _count(self, size: int) -> None:
        self._head_bytes += size
        if self._head_bytes > self._limits.head_bytes:
            raise TooLong

    def on_headers_complete(self) -> None:
        """Go on to the body."""
        is_other = self.parser.should_upgrade() and not self._should_upgrade()
        if is_other and self._get_upgrade() is not None:
            self._is_reread = True
            return
        self._milestones += 1
        self._is_head_whole = True
        self._head_bytes = 0
        self._gate.no_longer_idle(self)
        self._deadline = self.loop.time() + self._limits.body_s
        super().on_headers_complete()
        if len(self.pipeline) > MOST_PIPELINED:
            raise TooLong

    def on_chunk_header(self) -> None:
        """Count the pieces in which a body comes."""
        self._chunks += 1
        if self._chunks > MOST_CHUNKS + self._body_bytes // LEAST_CHUNK_BYTES:
            raise TooLong

    def on_body(self, body: bytes) -> None:
        """Take a piece of the body, or put up with more after an early answer."""
        self._body_bytes += len(body)
        if self._is_answered():
            self._unwanted_bytes += len(body)
            if self._unwanted_bytes > MOST_UNWANTED_BYTES:
                raise TooLong
        super().on_body(body)

    def on_message_complete(self) -> None:
        """Wait for nothing more."""
        if self._is_reread:
            return
        self._milestones += 1
        self._deadline = None
        self._is_head_whole = False
        self._head_bytes = 0
        super().on_message_complete()

    # What uvicorn calls

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        if (
            self._admission is Admission.SPARE
            and cycle.scope["path"] not in self._gate.always_answered
        ):
            app = self._full
        cast(dict[str, Any], cycle.scope)[NEWEST_ONLY] = self._queue_little
        self._running = cycle

        async def app_of_this(scope: Any, receive: Any, send: Any) -> None:
            async def send_unless_gone(message: Any) -> None:
                # Between its end and the news of it, writing would be logged as an error.
                cycle.disconnected |= self.transport.is_closing()
                await send(message)

            await app(scope, receive, send_unless_gone)

        super()._start_asgi_task(cycle, app_of_this)

    def _queue_little(self) -> None:
        self.transport.set_write_buffer_limits(high=0)
        if hasattr(socket, "TCP_NOTSENT_LOWAT"):
            own: socket.socket = self.transport.get_extra_info("socket")
            own.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, NOT_SENT_BYTES)

    async def _full(self, scope: Any, receive: Any, send: Any) -> None:
        response = Unavailable(FULL, RETRY_AFTER_S).response()
        response.headers["Connection"] = "close"
        response.headers["X-Request-ID"] = self._gate.note_refused(response.status_code)
        response.raw_headers += self._gate.headers
        await response(scope, receive, send)

    def on_response_complete(self) -> None:
        """Wait for the next request, unless one has come already."""
        super().on_response_complete()
        if self._is_answered():
            self._gate.idle(self)
        elif self.pipeline and not self.transport.is_closing():
            self.flow.pause_reading()  # uvicorn reads on after each answer, however many wait.

    # What the gate calls

    def give_way(self) -> None:
        """Close, so that another has room."""
        self.connections.discard(self)
        self.give_up()

    def unread_bytes(self) -> int:
        """Return how much of what was written waits for the client."""
        return int(self.transport.get_write_buffer_size())

    def give_up(self) -> None:
        """Close the connection at once."""
        reset(self.transport)

    def look(self, now: float) -> None:
        """Close the connection where it has taken too long."""
        if self._unread.is_given_up(self.unread_bytes(), now):
            self.give_up()
        elif self._deadline is not None and now > self._deadline:
            if self.flow.read_paused:
                self._deadline = now + self._limits.body_s  # It is us who do not read.
            elif self._is_head_whole or self._was_silent:
                self.give_up()
            else:
                self._refuse(HTTPStatus.REQUEST_TIMEOUT, "Expected a request, but none came.")


TOO_LONG: Final = "Expected a shorter address, and fewer or shorter headers."
