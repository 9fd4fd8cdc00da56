"""The server itself: uvicorn with this project's connections, and a clean end."""

import asyncio
import signal
import socket
from collections.abc import Callable
from functools import partial
from types import FrameType
from typing import Final

import uvicorn
from fastapi import FastAPI

from app.api.http.headers import security_headers
from app.operating.requests import note_refused
from app.serving.config import ServerConfig
from app.serving.gate import Gate, Limits
from app.serving.http_connection import HttpConnection
from app.serving.socket_connection import SocketConnection
from app.settings import Settings

TICKS: Final = 5
"""So many of uvicorn's tenths of a second pass until connections are looked at again."""


class Server(uvicorn.Server):
    """uvicorn with a callback for when it listens, and a clean end when it is stopped."""

    def __init__(self, settings: Settings, app: FastAPI, on_listening: Callable[[], None]) -> None:
        limits = Limits(
            settings.max_connections,
            settings.max_head_bytes,
            settings.head_s,
            settings.body_s,
            settings.unread_s,
            settings.max_unread_bytes,
            settings.max_socket_bytes_per_s,
        )
        headers = security_headers(settings.frame_ancestors)
        note = partial(note_refused, app.state.figures.note)
        self._gate = Gate(limits, headers, settings.root_path, note)
        super().__init__(
            ServerConfig(
                app,
                self._gate,
                http=HttpConnection,
                ws=SocketConnection,
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,  # The application reads them itself.
                timeout_keep_alive=settings.keep_alive_s,
                timeout_graceful_shutdown=settings.shutdown_s,
                ws_max_size=settings.max_socket_message_bytes,
                ws_per_message_deflate=False,
            )
        )
        self._stop_computing = app.state.services.compute.stop
        self._end_news = app.state.services.rooms.stop
        self._on_listening = on_listening

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say so."""
        await super().startup(sockets)
        if not self.should_exit:
            self._on_listening()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop; whoever listens to a room's news is let go first, and comes back by itself."""
        self._end_news()
        await super().shutdown(sockets)

    async def on_tick(self, counter: int) -> bool:
        """Look at every connection now and then."""
        if counter % TICKS == 0:
            self._gate.look(self.server_state.connections, asyncio.get_running_loop().time())
        return await super().on_tick(counter)

    def handle_exit(self, sig: int, _frame: FrameType | None) -> None:
        """Take a signal as a request to stop; a second Ctrl+C waits for no one.

        uvicorn's own way also notes the signal, to send it to itself after it has stopped, and so
        ends with an exit code that says it was killed.
        """
        self.force_exit = self.should_exit and sig == signal.SIGINT
        self.should_exit = True
        self._stop_computing()
