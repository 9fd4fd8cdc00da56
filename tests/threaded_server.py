"""A small server in threads of its own, for what stands between a page and the playground."""

import threading
from socketserver import BaseRequestHandler, ThreadingTCPServer
from typing import Any, Self


class _Server(ThreadingTCPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, *_: Any) -> None:
        """Say nothing: a page that gives up hangs up."""


class ThreadedServer:
    """Listens on a free port of this machine; answers as long as a block lasts."""

    def __init__(self, handler: type[BaseRequestHandler]) -> None:
        self._server = _Server(("127.0.0.1", 0), handler)

    @property
    def origin(self) -> str:
        """The server's address, without a slash at its end."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
