"""A room's news: all that listen hear when there is any, and then read the newest state."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

from app.rooms.room import Room

INTERVAL_S: Final = 0.1
COUNTS_INTERVAL_S: Final = 0.5
"""At least so long between two news: of what the presenter does, and of mere counts."""

LOOK_INTERVAL_S: Final = 5.0
"""How often it is noted who has left without a word."""


class Listener:
    """One that listens. Nothing is queued for it: whenever it has time, it reads what is newest."""

    def __init__(self) -> None:
        self.is_over = False
        """Whether there will be no more news."""
        self._ready = asyncio.Event()

    def ring(self) -> None:
        """Say that there is something to read."""
        self._ready.set()

    def end(self) -> None:
        """Let it go."""
        self.is_over = True
        self._ready.set()

    async def hear(self, within_s: float) -> bool:
        """Wait until there is something to read, but not longer; return whether there is."""
        with suppress(TimeoutError):
            async with asyncio.timeout(within_s):
                await self._ready.wait()
        is_news = self._ready.is_set()
        self._ready.clear()
        return is_news


class News:
    """The news of one room, spread for as long as anybody listens."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self._listeners: set[Listener] = set()
        self._any = asyncio.Event()
        self._urgent = asyncio.Event()
        self._spreading: asyncio.Task[None] | None = None

    def __len__(self) -> int:
        """Return how many listen."""
        return len(self._listeners)

    @contextmanager
    def listening(self) -> Iterator[Listener]:
        """Let one listen for as long as the block lasts."""
        listener = Listener()
        self._listeners.add(listener)
        if self._spreading is None:
            self.room.listeners.add(self._note)
            self._spreading = asyncio.create_task(self._spread())
        try:
            yield listener
        finally:
            self._listeners.discard(listener)
            if not self._listeners and self._spreading is not None:
                self.room.listeners.discard(self._note)
                self._spreading.cancel()
                self._spreading = None

    def end(self) -> None:
        """Let all that listen go."""
        for listener in self._listeners:
            listener.end()

    def _note(self, is_urgent: bool) -> None:
        self._any.set()
        if is_urgent:
            self._urgent.set()

    async def _spread(self) -> None:
        """Ring whenever there is news: at most so often as the intervals say."""
        now = asyncio.get_running_loop().time
        spread_at = now() - COUNTS_INTERVAL_S
        while self.room.is_open:
            if not await _set_within(self._any, LOOK_INTERVAL_S):
                self.room.look()
                continue
            await _set_within(self._urgent, spread_at + COUNTS_INTERVAL_S - now())
            self._any.clear()
            self._urgent.clear()
            for listener in self._listeners:
                listener.ring()
            spread_at = now()
            if self.room.is_open:
                await asyncio.sleep(INTERVAL_S)
        self.end()


async def _set_within(event: asyncio.Event, seconds: float) -> bool:
    """Return whether an event is set, at the latest after so long."""
    if not event.is_set() and seconds > 0:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await event.wait()
    return event.is_set()
