"""uvicorn's WebSocket with an end to what comes in, and to what nobody reads."""

import asyncio
from http import HTTPStatus
from typing import Any, Final

from uvicorn._types import ASGISendEvent
from uvicorn.protocols.utils import ClientDisconnected
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState
from websockets.frames import CloseCode

from app.serving.config import ServerConfig
from app.serving.gate import Unread, reset

NO_HANDSHAKE: Final = "Expected fewer or shorter headers, and no body, where a socket is opened."
MOST_WAITING_BYTES: Final = 256 << 10
"""With more than this unread, pings are not answered: nobody would read that either."""
FAILED_FOR_S: Final = 1.0
"""How long a socket that did what no page does may take to read so."""
CLOSE_WITHIN_S: Final = 5.0
"""How long the other side may take to close, too."""


class SocketConnection(WebSocketsSansIOProtocol):
    """A socket after its handshake, which a HttpConnection has read."""

    config: ServerConfig

    def __init__(
        self,
        config: ServerConfig,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        limits = config.gate.limits
        self.close_timeout = CLOSE_WITHIN_S
        self._gate = config.gate
        self._unread = Unread(limits.unread_s)
        self._restart_within_s = min(CLOSE_WITHIN_S, (config.timeout_graceful_shutdown or 0) / 2)
        self._rate = limits.socket_bytes_per_s
        self._most = self._rate + config.ws_max_size
        self._left: float = self._most
        self._counted_at = self.loop.time()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget a connection."""
        self._gate.leave(self.transport)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on, unless far more comes than any page sends; empty frames count by their bytes."""
        if self.transport.is_closing():
            return
        now = self.loop.time()
        self._left = min(self._most, self._left + (now - self._counted_at) * self._rate)
        self._left -= len(data)
        self._counted_at = now
        if self._left >= 0:
            super().data_received(data)
            if not self.handshake_initiated:
                self._refuse_handshake()
        else:
            self._fail(CloseCode.POLICY_VIOLATION, "Too much was sent.")

    def _refuse_handshake(self) -> None:
        """Answer where websockets cannot read the head, which uvicorn does not notice."""
        status = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
        self.transport.write(self._gate.refusal(status, NO_HANDSHAKE))
        self.transport.close()

    def _fail(self, code: CloseCode, reason: str) -> None:
        """Say why, read no more, and close once the other side has had time to read that.

        A connection that is closed with something unread is reset, and nobody hears why.
        """
        if not self.close_sent:
            self.conn.fail(code, reason)
        self.transport.pause_reading()
        self._close_within(FAILED_FOR_S, code, reason)

    def _close_within(self, seconds: float, code: CloseCode, reason: str = "") -> None:
        """Send the close that was just written, tell the application, and hang up in the end."""
        if not self.close_sent:
            self.queue.put_nowait({"type": "websocket.disconnect", "code": code, "reason": reason})
            self.transport.write(b"".join(self.conn.data_to_send()))
            self.close_sent = True
        if self.close_timer is not None:
            self.close_timer.cancel()
        self.close_timer = self.loop.call_later(seconds, self.transport.close)

    def send_receive_event_to_app(self) -> None:
        """Take a message, unless it is text in no Unicode: uvicorn would log that as an error."""
        if self.curr_msg_data_type == "text":
            try:
                b"".join(self.frames).decode()
            except UnicodeDecodeError:
                self._fail(CloseCode.INVALID_DATA, "Expected text in UTF-8.")
                return
        super().send_receive_event_to_app()

    async def send(self, message: ASGISendEvent) -> None:
        """Send, and know a socket that the server has closed, or given up, for one that has ended.

        uvicorn would log it as an error of the application, and a handshake refused with an answer,
        too.
        """
        is_over = self.close_sent or self.transport.is_closing()
        if is_over and message["type"] == "websocket.send":
            raise ClientDisconnected
        await super().send(message)
        if self.initial_response is not None and self.close_sent:
            self.handshake_complete = True

    def handle_ping(self) -> None:
        """Answer, where the answers are read."""
        if self.unread_bytes() > MOST_WAITING_BYTES:
            self.conn.data_to_send()
        else:
            super().handle_ping()

    def shutdown(self) -> None:
        """Say that the server restarts, and read on until the other side has closed, too.

        uvicorn closes at once. Whatever is on its way here then makes the system reset the
        connection, and the other side may never read why.
        """
        if not self.handshake_complete or self.close_sent or self.transport.is_closing():
            super().shutdown()
            return
        self.stop_keepalive()
        self.conn.send_close(CloseCode.SERVICE_RESTART)
        self._close_within(self._restart_within_s, CloseCode.SERVICE_RESTART)

    def unread_bytes(self) -> int:
        """Return how much of what was written waits for the client."""
        return int(self.transport.get_write_buffer_size())

    def give_up(self) -> None:
        """Close the socket, which nobody reads fast enough."""
        reset(self.transport)

    def look(self, now: float) -> None:
        """Close the socket where nobody reads what was sent."""
        if self._unread.is_given_up(self.unread_bytes(), now):
            self.give_up()
