"""The other processes that show a training which goes on here."""

import asyncio
from contextlib import suppress
from time import monotonic
from typing import Final, NamedTuple

from app.engine.post import Post
from app.errors import Unavailable
from app.training.broadcast import Broadcasts, Seat
from app.training.commander import Commander

HEARD_WITHIN_S: Final = 3.0
"""A process that says nothing for so long shows nothing any more."""


class Follower(NamedTuple):
    """One process."""

    owners: int
    """Who may command the training there."""
    heard_at: float


class Followers:
    """Tells other processes, as long as there are any, each frame once for all of them."""

    def __init__(self, commander: Commander, post: Post, news: str, broadcasts: Broadcasts) -> None:
        """Tell them by the channel `news`."""
        self._commander, self._post, self._news = commander, post, news
        self._broadcasts = broadcasts
        self._by_process: dict[str, Follower] = {}
        self._showing: asyncio.Task[None] | None = None
        self._pausing: asyncio.Task[None] | None = None
        self._seat: Seat | None = None

    def note(self, process: str, watchers: int, owners: int, needs_all: bool) -> None:
        """Know that so many watch at a process, and whether it needs a complete frame."""
        if watchers:
            self._by_process[process] = Follower(owners, monotonic())
        else:
            self._by_process.pop(process, None)
        self._count_owners()
        if self._by_process and self._showing is None:
            self._showing = asyncio.create_task(self._show())
        elif not self._by_process:
            self._stop_showing()
        if needs_all and self._seat is not None:
            self._seat.forget()
            self._commander.notify()

    def look_for_gone(self) -> None:
        """Forget processes of which nothing was heard for too long."""
        now = monotonic()
        for process, follower in tuple(self._by_process.items()):
            if now - follower.heard_at > HEARD_WITHIN_S:
                self.note(process, 0, 0, needs_all=False)

    def end(self) -> None:
        """Tell nobody anything any more."""
        self._by_process.clear()
        self._stop_showing()

    def _count_owners(self) -> None:
        """Let the run pause where nobody is left, here or elsewhere, who could do so."""
        commander = self._commander
        before = commander.owners_elsewhere
        commander.owners_elsewhere = sum(each.owners for each in self._by_process.values())
        if before and not commander.owners_elsewhere:
            self._pausing = asyncio.create_task(commander.leave_alone())

    def _stop_showing(self) -> None:
        if self._showing is not None:
            self._showing.cancel()
            self._showing = None

    async def _show(self) -> None:
        number = 0
        with self._broadcasts.outlet(self._commander) as seat:
            self._seat = seat
            try:
                while True:
                    await seat.wait()
                    if seat.is_over:
                        return
                    *pictures, frame = seat.take().files
                    for kind, file in (*((b"p", each) for each in pictures), (b"f", frame)):
                        number += 1
                        with suppress(Unavailable):  # They notice that one is missing.
                            await self._post.send(
                                self._news, kind + number.to_bytes(8, "big") + file
                            )
            finally:
                self._seat = None
