"""The real server for the browser tests, in a thread of this process."""

import socket
import threading
from types import TracebackType
from typing import Self

import uvicorn

from app.main import create_app
from app.settings import Settings

STOPS_WITHIN_S = 10


class Serving:
    """The application on a port of this machine, from `start` to `stop`; 0 takes a free port.

    Each start makes a new application, so a server that is started again has lost all sessions.
    """

    def __init__(self, port: int = 0) -> None:
        self.port = port

    @property
    def url(self) -> str:
        """The address of the page, without a slash at its end."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Listen. Whoever connects from now on is answered, if not at once."""
        listener = socket.create_server(("127.0.0.1", self.port))
        self.port = listener.getsockname()[1]
        config = uvicorn.Config(
            create_app(Settings()),
            log_level="warning",
            access_log=False,
            timeout_graceful_shutdown=1,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, args=([listener],), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop listening and hang up."""
        self._server.should_exit = True
        self._thread.join(STOPS_WITHIN_S)
        assert not self._thread.is_alive(), f"Expected an end within {STOPS_WITHIN_S} s"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._thread.is_alive():
            self.stop()
