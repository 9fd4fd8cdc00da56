"""Where rooms are kept: in memory, by their codes, each with an end."""

import re
import secrets
import time
from collections.abc import Callable, Iterator
from typing import Final, Protocol

from app.errors import Unavailable
from app.rooms.deeds import Journal
from app.rooms.room import Clock, Room

ALPHABET: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Without 0 and O, 1, I and L, which a last row takes for each other."""
CODE_LENGTH: Final = 6
"""31^6 codes: in 10,000 tries the chance to find one of 50 rooms is 1 in 1,700."""

CODE: Final = re.compile(f"[{ALPHABET}]{{{CODE_LENGTH}}}")

ABANDONED_S: Final = 600.0
"""An empty room that was not presented in for so long makes way for a new one."""

ENDED_KNOWN_S: Final = 3600.0
"""For so long a code of a room that has ended is no guess: a whole hall may still ask for it."""


def new_code() -> str:
    """Return a code that nobody can foretell."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


class RoomStore(Protocol):
    """Keeps rooms by their codes."""

    async def create(self, make: Callable[[str], Room]) -> Room:
        """Keep the room that `make` makes for a code. Raises: Unavailable without a free place."""

    async def find(self, code: str) -> Room | None:
        """Return a room by its code, in whatever case, as it is now; None where there is none.

        It is always the same object. Raises: Unavailable.
        """

    async def has_ended(self, code: str) -> bool:
        """Return whether there was a room with this code until lately. Raises: Unavailable."""

    async def delete(self, room: Room) -> None:
        """End a room, and tell all that listen. Raises: Unavailable."""

    async def expire(self) -> None:
        """End the rooms whose time is over."""

    def journal(self, room: Room) -> Journal:
        """Return what does things to a room."""

    async def close(self) -> None:
        """Let go of all that is not this process's own."""

    def __len__(self) -> int:
        """Return how many this process knows."""


class MemoryRooms:
    """Rooms in this process: bounded in number and in time."""

    def __init__(
        self,
        most: int,
        lifetime_s: float,
        without_presenter_s: float,
        clock: Clock = time.monotonic,
    ) -> None:
        self.most = most
        self.lifetime_s = lifetime_s
        self.without_presenter_s = without_presenter_s
        self._clock = clock
        self._rooms: dict[str, Room] = {}
        self._ended: dict[str, float] = {}
        """When rooms have ended, by code, the oldest first."""

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._rooms)

    def __iter__(self) -> Iterator[Room]:
        """Go through all of them."""
        return iter(tuple(self._rooms.values()))

    async def create(self, make: Callable[[str], Room]) -> Room:
        """Keep the room that `make` makes for a code. Raises: Unavailable without a free place."""
        await self.expire()
        if len(self) >= self.most and (abandoned := self._abandoned()) is not None:
            await self.delete(abandoned)
        if len(self) >= self.most:
            raise Unavailable("All rooms are taken; try again later.", 60)
        code = new_code()
        while code in self._rooms or code in self._ended:
            code = new_code()
        room = self._rooms[code] = make(code)
        return room

    async def find(self, code: str) -> Room | None:
        """Return a room by its code, in whatever case; None where there is none."""
        room = self._rooms.get(code.upper())
        if room is not None and self._is_over(room):
            await self.delete(room)
            return None
        return room

    async def has_ended(self, code: str) -> bool:
        """Return whether there was a room with this code until lately."""
        return code.upper() in self._ended

    async def delete(self, room: Room) -> None:
        """End a room, and tell all that listen."""
        del self._rooms[room.code]
        self._ended[room.code] = self._clock()
        room.close()

    async def expire(self) -> None:
        """End the rooms whose time is over."""
        for room in self:
            if self._is_over(room):
                await self.delete(room)
            else:
                room.look()
        now = self._clock()
        while self._ended and now - next(iter(self._ended.values())) >= ENDED_KNOWN_S:
            del self._ended[next(iter(self._ended))]

    def journal(self, room: Room) -> Journal:
        """Return what does things to a room: at once."""
        return Journal(room)

    async def close(self) -> None:
        """Do nothing: nothing was taken."""

    def _is_over(self, room: Room) -> bool:
        now = self._clock()
        is_old = now - room.opened_at >= self.lifetime_s
        return is_old or now - room.presented_at >= self.without_presenter_s

    def _abandoned(self) -> Room | None:
        now = self._clock()
        abandoned = [
            room for room in self if len(room.seats) == 0 and now - room.presented_at >= ABANDONED_S
        ]
        return min(abandoned, key=lambda room: room.presented_at, default=None)
