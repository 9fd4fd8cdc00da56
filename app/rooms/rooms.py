"""All rooms, with what goes on around each: news, the network it follows, what is computed once."""

import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from app.errors import Unavailable
from app.rooms.deeds import Deed, Journal
from app.rooms.following import Following, seen_of
from app.rooms.mini_batch import Readings, Table
from app.rooms.news import News
from app.rooms.once import Once
from app.rooms.origins import Origins
from app.rooms.room import FIRST_ADDRESS, KEY_BYTES, Clock, Room
from app.rooms.room_store import RoomStore
from app.sessions.session import Session
from app.sessions.shares import Creations
from app.training.commanders import Commanders

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
    journal: Journal
    news: News
    newcomers: Creations
    """How many seats may be new: a hall behind one address all at once."""
    following: Following | None = None
    """Where this process tells the room of its presenter's network."""
    origins: Origins = field(default_factory=Origins)
    passes: Once[Answer] = field(default_factory=lambda: Once(KEPT))
    files: Once[bytes] = field(default_factory=lambda: Once(KEPT))
    readings: Once[Readings] = field(default_factory=lambda: Once(KEPT))
    tables: Once[Table] = field(default_factory=lambda: Once(1))
    lent: Once[LentAnswer] = field(default_factory=lambda: Once(2 * KEPT))

    async def do(self, deed: Deed) -> None:
        """Do something to the room. Raises: NudgeError where it cannot be."""
        await self.journal.do(deed)

    def follow(self, following: Following | None) -> None:
        """Follow another session, or none."""
        if self.following is not None:
            self.following.leave()
        self.following = following


class Rooms:
    """The rooms of this server, by their codes."""

    def __init__(
        self,
        store: RoomStore,
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

    async def open(self, session: Session, address: str = FIRST_ADDRESS) -> tuple[LiveRoom, str]:
        """Return a new room that shows a session's network, and its key. Raises: Unavailable.

        Nobody changes the session meanwhile.
        """
        key = secrets.token_urlsafe(KEY_BYTES)

        def make(code: str) -> Room:
            seats = self._max_seats
            return Room(code, key, session.copy(), seats, address, self._clock, seen_of(session))

        room = await self.store.create(make)
        self._drop_ended()
        live = self._at_hand(room)
        live.follow(self._following(live, session))
        return live, key

    async def find(self, code: str) -> LiveRoom | None:
        """Return a room by its code; None where there is none, or none any more.

        Raises: Unavailable.
        """
        room = await self.store.find(code)
        if room is None:
            self._drop_ended()
            return None
        return self._at_hand(room)

    async def follow(self, live: LiveRoom, session: Session) -> None:
        """Let a room go on with another session's network."""
        if live.room.seen.session != session.id:
            following = self._following(live, session)
            live.follow(following)
            await following.tell()

    async def attend(self, session: Session) -> None:
        """Let the rooms that show a session hear of its changes here, whoever opened them.

        A room that cannot be asked now is told the next time.
        """
        for code in tuple(session.shown_in):
            try:
                live = await self.find(code)
            except Unavailable:
                continue
            if live is None or live.room.seen.session != session.id:
                session.shown_in.discard(code)
            elif live.following is None:
                live.follow(self._following(live, session))

    async def settle(self, session: Session) -> None:
        """Wait a little until the rooms that show a session know of its changes here."""
        for code in session.shown_in:
            if (live := self._live.get(code)) is not None:
                await live.journal.settle()

    async def end(self, live: LiveRoom) -> None:
        """End a room, and tell all that listen."""
        await self.store.delete(live.room)
        self._drop_ended()

    async def expire(self) -> None:
        """End the rooms whose time is over."""
        await self.store.expire()
        self._drop_ended()

    async def close(self) -> None:
        """Let go of all that is not this process's own."""
        await self.store.close()

    def stop(self) -> None:
        """Let all that listen go: the server is about to stop."""
        for live in self:
            live.news.end()

    def _drop_ended(self) -> None:
        for live in self:
            if not live.room.is_open:
                live.follow(None)
                del self._live[live.room.code]

    def _at_hand(self, room: Room) -> LiveRoom:
        live = self._live.get(room.code)
        if live is None or live.room is not room:
            most, rate = self._max_seats, self._max_seats * NEW_SEATS_PER_S
            newcomers = Creations(rate, 2 * most, most, self._clock, "seats")
            live = LiveRoom(room, self.store.journal(room), News(room), newcomers)
            self._live[room.code] = live
        return live

    def _following(self, live: LiveRoom, session: Session) -> Following:
        return Following(live.journal, self._commanders.of(session), self._clock)
