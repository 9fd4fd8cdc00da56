"""Which connections are let in, and when one has taken too long.

uvicorn has no such limits: one caller who sends nothing, or never reads, could keep all others out.
Every connection of the server, HTTP or socket, stands in one set and is looked at twice a second.
"""

import asyncio
import socket
import struct
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from enum import Enum, auto
from http import HTTPStatus
from typing import Final, Protocol, cast

import orjson

from app.callers import caller_of

SPARE: Final = 32
"""Connections beyond the limit on which only ALWAYS_ANSWERED is answered."""

ALWAYS_ANSWERED: Final = "/api/health"
"""Else a full server would be taken for a dead one, and be started again."""

RETRY_AFTER_S: Final = 2


@dataclass(frozen=True)
class Limits:
    """What one connection may take, and how many of them there may be."""

    connections: int
    head_bytes: int
    head_s: float
    body_s: float
    unread_s: float
    unread_bytes: int
    socket_bytes_per_s: int


class Admission(Enum):
    """What a connection that was just opened gets."""

    FULL = auto()
    """Nothing but a refusal."""
    SPARE = auto()
    """An answer that the server is full, or to ALWAYS_ANSWERED."""
    ORDINARY = auto()


class Watched(Protocol):
    """A connection."""

    def look(self, now: float) -> None:
        """Close, where it has taken too long."""

    def unread_bytes(self) -> int:
        """Return how much of what was written waits for the client."""

    def give_up(self) -> None:
        """Close, and forget what waits."""


class Idle(Protocol):
    """A connection without a request."""

    def give_way(self) -> None:
        """Close, so that another has room."""


class Gate:
    """The server's door: what it lets in, and its word to those whom it refuses."""

    def __init__(
        self,
        limits: Limits,
        headers: Collection[tuple[bytes, bytes]],
        root_path: str,
        note_refused: Callable[[int], str],
    ) -> None:
        """note_refused: takes note of a refusal by its status, and returns an id for it."""
        self.note_refused = note_refused
        self.limits = limits
        self.headers = [*headers]
        self.always_answered = {ALWAYS_ANSWERED, root_path + ALWAYS_ANSWERED}
        self._head = b"".join(b"%s: %s\r\n" % header for header in headers)
        self._idle: dict[Idle, None] = {}
        self._holders: dict[asyncio.Transport, str] = {}
        self._held: dict[str, dict[asyncio.Transport, None]] = {}

    def enter(self, others: int, transport: asyncio.Transport) -> Admission:
        """Return what a new connection gets where there are so many others.

        In a full server the one that has been without a request for longest gives way, or else the
        newest of whoever holds most, unless that is who comes.
        """
        holder = self._holders[transport] = _holder_of(transport)
        own = self._held.setdefault(holder, {})
        is_in = others < self.limits.connections or self._makes_room(len(own))
        own[transport] = None
        if is_in:
            return Admission.ORDINARY
        return Admission.SPARE if others < self.limits.connections + SPARE else Admission.FULL

    def leave(self, transport: asyncio.Transport) -> None:
        """Note that a connection is gone."""
        holder = self._holders.pop(transport)
        self._held[holder].pop(transport, None)
        if not self._held[holder]:
            del self._held[holder]

    def _makes_room(self, held: int) -> bool:
        """Return whether another connection gives way to one of somebody who holds so many."""
        if self._idle:
            oldest = next(iter(self._idle))
            self.no_longer_idle(oldest)
            oldest.give_way()
            return True
        most = max(self._held.values(), key=len)
        if len(most) <= held + 1:
            return False
        newest, _ = most.popitem()
        newest.abort()
        return True

    def idle(self, connection: Idle) -> None:
        """Note that a connection has no request, from now on."""
        self._idle[connection] = None

    def no_longer_idle(self, connection: Idle) -> None:
        """Note that a connection has a request, or is gone."""
        self._idle.pop(connection, None)

    def look(self, connections: Iterable[object], now: float) -> None:
        """Close the connections that have taken too long, or, of many that are slow, the worst."""
        watched = [cast(Watched, connection) for connection in connections]
        for each in watched:
            each.look(now)
        unread = sum(each.unread_bytes() for each in watched)
        while unread > self.limits.unread_bytes:
            worst = max(watched, key=lambda each: each.unread_bytes())
            unread -= worst.unread_bytes()
            watched.remove(worst)
            worst.give_up()

    def refusal(self, status: HTTPStatus, sentence: str) -> bytes:
        """Return a whole answer after which the connection is closed."""
        body = orjson.dumps({"detail": sentence})
        come_back = b"retry-after: %d\r\n" % RETRY_AFTER_S if status == 503 else b""
        return (
            b"HTTP/1.1 %d %s\r\n" % (status, status.phrase.encode())
            + self._head
            + come_back
            + b"x-request-id: %s\r\n" % self.note_refused(status).encode()
            + b"content-type: application/json\r\nconnection: close\r\n"
            + b"content-length: %d\r\n\r\n" % len(body)
            + body
        )

    def full(self) -> bytes:
        """Return the answer of a server that has no room."""
        return self.refusal(HTTPStatus.SERVICE_UNAVAILABLE, FULL)


def _holder_of(transport: asyncio.Transport) -> str:
    """Return whose a connection is; nobody's where it is gone already."""
    peer = transport.get_extra_info("peername")
    return caller_of(peer[0]) if isinstance(peer, tuple) else ""


FULL: Final = "Too many connections are open; try again later."


def reset(transport: asyncio.Transport) -> None:
    """Close a connection at once, and let the system forget what it holds for a reader, too."""
    own: socket.socket = transport.get_extra_info("socket")
    own.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()


class Unread:
    """Whether what was written to a connection is read: some of it, each time it is looked at.

    A connection that reads slowly is not given up, only one that reads next to nothing.
    """

    LEAST_BYTES: Final = 16 << 10

    def __init__(self, patience_s: float) -> None:
        self._patience_s = patience_s
        self._left = 0
        self._since: float | None = None

    def is_given_up(self, waiting: int, now: float) -> bool:
        """Return whether too little was read for too long, with so many bytes still waiting."""
        if not waiting:
            self._since = None
        elif self._since is None or waiting <= self._left - self.LEAST_BYTES:
            self._left, self._since = waiting, now
        else:
            self._left = max(self._left, waiting)
        return self._since is not None and now - self._since > self._patience_s
