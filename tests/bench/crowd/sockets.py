"""Sockets that watch a training, many in one process: they read only what is measured."""

import asyncio
import re
import struct
from collections.abc import Callable
from time import monotonic
from typing import cast

HANDSHAKE = (
    "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\n"
    "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n"
)
NUMBER = re.compile(rb'"frame":"(\d+)"')
MOST_HEADER_BYTES = 6_000
TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10
NO_MASK = bytes(4)


def message(payload: bytes, kind: int = TEXT) -> bytes:
    """Return a message of a page, at most 125 bytes long."""
    return bytes([0x80 | kind, 0x80 | len(payload)]) + NO_MASK + payload


class Viewer(asyncio.Protocol):
    """Reads frames, acknowledges them, and says which came when."""

    def __init__(self, port: int, path: str, on_frame: Callable[[int, float], None]) -> None:
        self._hello = HANDSHAKE.format(path=path, port=port).encode()
        self._on_frame = on_frame
        self._bytes = bytearray()
        self._is_open = False
        self.transport: asyncio.Transport | None = None
        self.opened = asyncio.get_running_loop().create_future()
        self.closed = asyncio.get_running_loop().create_future()
        self.frames = 0
        self.reason = ""
        self.code = 0
        """Why the server closed, if it did so."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        self.transport.write(self._hello)

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.closed.done():
            self.closed.set_result(monotonic())
        if not self.opened.done():
            self.opened.set_exception(ConnectionError("Expected a socket, but it was closed"))

    def data_received(self, data: bytes) -> None:
        """Read on; for bytes that were read elsewhere, too."""
        self._bytes += data
        if not self._is_open:
            end = self._bytes.find(b"\r\n\r\n")
            if end < 0:
                return
            if b" 101 " not in self._bytes[:20]:
                raise ConnectionError(f"Expected a socket, but got {bytes(self._bytes[:80])!r}")
            del self._bytes[: end + 4]
            self._is_open = True
            if not self.opened.done():  # Who waited for it may have given up.
                self.opened.set_result(None)
        while self._take():
            pass

    def _take(self) -> bool:
        """Take a whole message, if there is one."""
        held = self._bytes
        if len(held) < 2:
            return False
        length, start = held[1] & 127, 2
        if length == 126 and len(held) < 4:
            return False
        if length == 126:
            (length,), start = struct.unpack(">H", held[2:4]), 4
        if len(held) < start + length:
            return False
        kind = held[0] & 15
        if kind == CLOSE:
            (self.code,) = struct.unpack(">H", held[start : start + 2])
            self.reason = bytes(held[start + 2 : start + length]).decode()
        elif kind == PING:
            self.send(bytes(held[start : start + length]), PONG)
        found = NUMBER.search(held, start, start + min(length, MOST_HEADER_BYTES))
        number = int(found[1]) if found and kind == BINARY else 0
        del held[: start + length]
        if number:
            self.frames += 1
            self._on_frame(number, monotonic())
            self.send(b'{"type":"ack","frame":%d}' % number)
        return True

    def send(self, payload: bytes, kind: int = TEXT) -> None:
        """Say something to the server."""
        if self.transport is not None and not self.transport.is_closing():
            self.transport.write(message(payload, kind))
