"""A reverse proxy that serves a server below a path, as many universities do."""

import socket
import threading
from contextlib import suppress
from socketserver import StreamRequestHandler
from typing import BinaryIO

from tests.threaded_server import ThreadedServer


class PathProxy(ThreadedServer):
    """Passes on what is asked for below a path; what is asked for elsewhere it keeps in mind.

    `strips` is whether the server sees the path, `says` whether it hears of it in a header.
    """

    def __init__(self, port: int, path: str, *, strips: bool, says: bool) -> None:
        self.port, self.path, self.strips, self.says = port, path, strips, says
        self.astray: list[str] = []
        super().__init__(type("Handler", (_Handler,), {"proxy": self}))

    @property
    def url(self) -> str:
        """The playground's address, without a slash at its end."""
        return f"{self.origin}{self.path}"


class _Handler(StreamRequestHandler):
    """One request a connection."""

    proxy: PathProxy

    def handle(self) -> None:
        method, target, version = self.rfile.readline().decode().split()
        headers = []
        while line := self.rfile.readline().strip().decode():
            headers.append(line)
        below = target.removeprefix(self.proxy.path)
        if below == target or below[:1] not in ("/", "?", ""):
            self.proxy.astray.append(target)
            self.wfile.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
            return
        if not any(each.lower() == "upgrade: websocket" for each in headers):
            headers = [each for each in headers if not each.lower().startswith("connection:")]
            headers.append("Connection: close")
        if self.proxy.says:
            headers.append(f"X-Forwarded-Prefix: {self.proxy.path}")
        head = [f"{method} {below if self.proxy.strips else target} {version}", *headers, "", ""]
        with socket.create_connection(("127.0.0.1", self.proxy.port)) as upstream:
            upstream.sendall("\r\n".join(head).encode())
            pump = threading.Thread(target=_pump, args=(self.rfile, upstream), daemon=True)
            pump.start()
            with upstream.makefile("rb") as answer:
                _pump(answer, self.connection)


def _pump(source: BinaryIO, target: socket.socket) -> None:
    with suppress(OSError, ValueError):  # Either end may hang up.
        while part := source.read1(65536):  # type: ignore[attr-defined]
            target.sendall(part)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)
