"""All rooms, with what goes on around each: news, the network it follows, what is computed once."""

import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from app.rooms.following import Following
from app.rooms.mini_batch import Readings, Table
from app.rooms.news import News
from app.rooms.once import Once
from app.rooms.origins import Origins
from app.rooms.room import FIRST_ADDRESS, KEY_BYTES, Clock, Room
from app.rooms.room_store import MemoryRooms
from app.sessions.session import Session
from app.sessions.shares import Creations
from app.training.commander import Commanders

NEW_SEATS_PER_S: Final = 0.02
"""Of all seats of a room, from one address, once twice as many as there are have come in."""

KEPT: Final = 6
"""Answers of one kind that a room keeps: of what is shown, whole or in part, and just before."""


@dataclass(eq=False)
class Answer:
    """A body that many ask for, as it is and compressed."""

    plain: bytes
    packed: bytes


@dataclass(eq=False)
class LentAnswer(Answer):
    """What the room's network has answered to a phone, and so to all that ask the same."""

    status: int
    media_type: str


@dataclass(eq=False)
class LiveRoom:
    """A room, and what goes on around it."""

    room: Room
    news: News
    following: Following
    newcomers: Creations
    """How many seats may be new: a hall behind one address all at once."""
    origins: Origins = field(default_factory=Origins)
    passes: Once[Answer] = field(default_factory=lambda: Once(KEPT))
    files: Once[bytes] = field(default_factory=lambda: Once(KEPT))
    readings: Once[Readings] = field(default_factory=lambda: Once(KEPT))
    tables: Once[Table] = field(default_factory=lambda: Once(1))
    lent: Once[LentAnswer] = field(default_factory=lambda: Once(2 * KEPT))


class Rooms:
    """The rooms of this server, by their codes."""

    def __init__(
        self,
        store: MemoryRooms,
        commanders: Commanders,
        max_seats: int,
        clock: Clock = time.monotonic,
    ) -> None:
        self.store = store
        self._commanders = commanders
        self._max_seats = max_seats
        self._clock = clock
        self._live: dict[str, LiveRoom] = {}

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.store)

    def __iter__(self) -> Iterator[LiveRoom]:
        """Go through all of them."""
        return iter(tuple(self._live.values()))

    @property
    def listeners(self) -> int:
        """How many listen to the news of all rooms."""
        return sum(len(live.news) for live in self)

    def open(self, session: Session, address: str = FIRST_ADDRESS) -> tuple[LiveRoom, str]:
        """Return a new room that shows a session's network, and its key. Raises: Unavailable."""
        key = secrets.token_urlsafe(KEY_BYTES)

        def make(code: str) -> Room:
            return Room(code, key, session.copy(), self._max_seats, address, self._clock)

        room = self.store.create(make)
        self._drop_ended()
        following = Following(room, self._commanders.of(session), self._clock)
        most, rate = self._max_seats, self._max_seats * NEW_SEATS_PER_S
        newcomers = Creations(rate, 2 * most, most, self._clock, "seats")
        live = self._live[room.code] = LiveRoom(room, News(room), following, newcomers)
        return live, key

    def find(self, code: str) -> LiveRoom | None:
        """Return a room by its code; None where there is none, or none any more."""
        room = self.store.find(code)
        if room is None:
            self._drop_ended()
            return None
        return self._live[room.code]

    def follow(self, live: LiveRoom, session: Session) -> None:
        """Let a room go on with another session's network."""
        if live.following.commander.session is not session:
            live.following.leave()
            live.following = Following(live.room, self._commanders.of(session), self._clock)
            live.room.share(session.copy())

    def end(self, live: LiveRoom) -> None:
        """End a room, and tell all that listen."""
        self.store.delete(live.room)
        self._drop_ended()

    def expire(self) -> None:
        """End the rooms whose time is over."""
        self.store.expire()
        self._drop_ended()

    def stop(self) -> None:
        """Let all that listen go: the server is about to stop."""
        for live in self:
            live.news.end()

    def _drop_ended(self) -> None:
        for live in self:
            if not live.room.is_open:
                live.following.leave()
                del self._live[live.room.code]
