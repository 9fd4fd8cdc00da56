"""A connection to a server, byte by byte, as no well-behaved client uses it."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import httpx

PATIENCE_S = 30.0
PIECE = 1 << 16

HANDSHAKE = (
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
)
"""The headers of a request to go on as a socket."""


class Reply(NamedTuple):
    """One answer."""

    status: int
    headers: dict[str, str]
    body: bytes

    def detail(self) -> Any:
        """Return the contract's error text, and check what every answer carries."""
        assert self.headers["content-type"] == "application/json"
        assert "content-security-policy" in self.headers
        assert self.headers["cross-origin-opener-policy"] == "same-origin"
        assert self.headers["referrer-policy"] == "no-referrer"
        assert self.headers["x-request-id"]
        assert self.headers["x-content-type-options"] == "nosniff"
        if self.status in (429, 503):
            assert int(self.headers["retry-after"]) >= 1
        error = json.loads(self.body)
        assert error.keys() == {"detail"}
        return error["detail"]


class Raw:
    """One connection."""

    def __init__(
        self, client: httpx.Client, receive_buffer: int | None = None, source: str = ""
    ) -> None:
        self.socket = socket.socket()
        self.socket.bind((source, 0))
        if receive_buffer is not None:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.settimeout(PATIENCE_S)
        self.socket.connect((client.base_url.host, client.base_url.port))
        self._file = self.socket.makefile("rb")

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def ask(self, path: str, method: str = "GET", *headers: str) -> None:
        """Send a whole head."""
        lines = (f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", *headers, "", "")
        self.send("\r\n".join(lines).encode())

    def reply(self) -> Reply:
        """Return the next answer."""
        status = int(self._file.readline().split()[1])
        headers = {}
        while line := self._file.readline().strip().decode():
            name, _, value = line.partition(": ")
            headers[name.lower()] = value
        return Reply(status, headers, self._file.read(int(headers.get("content-length", 0))))

    def answer(self, path: str) -> Reply:
        self.ask(path)
        return self.reply()

    def read_past(self, wanted: bytes) -> None:
        """Read, byte for byte, until this has come."""
        read = b""
        while not read.endswith(wanted):
            piece = self._file.read(1)
            assert piece, f"Expected {wanted!r} before the end of {read[-100:]!r}"
            read += piece

    def rest(self) -> bytes:
        """Return all that comes until the server closes."""
        try:
            return self._file.read()
        except ConnectionError:
            return b""

    def is_closed(self) -> bool:
        """Wait until the server closes, which it must do."""
        try:
            while self._file.read(PIECE):
                pass
        except ConnectionError:
            pass
        return True

    def sent_until_closed(self, piece: bytes, most: int) -> int:
        """Send the same again and again; return how many bytes went before the server closed."""
        sent = 0
        try:
            while sent < most:
                self.socket.sendall(piece)
                sent += len(piece)
        except ConnectionError:
            pass
        return sent

    def close(self) -> None:
        self._file.close()
        self.socket.close()


@contextmanager
def connections(client: httpx.Client, count: int, source: str = "") -> Iterator[list[Raw]]:
    """Open so many connections, from an address of this machine."""
    opened = [Raw(client, source=source) for _ in range(count)]
    try:
        yield opened
    finally:
        for each in opened:
            each.close()
