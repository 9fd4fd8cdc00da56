"""Shows a training to all who watch it: frames are made once, and nobody waits for a slow one."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Final, NamedTuple

from app.training.commander import Commander
from app.training.frame import Frame, Seen, Snapshot, has_pictures, picture_file
from app.training.snapshot import snapshot_of

FRAME_INTERVAL_S: Final = 0.1
PICTURE_INTERVAL_S: Final = 0.5


class News(NamedTuple):
    """What a viewer is sent at once."""

    frame: int
    """Its number."""
    files: tuple[bytes, ...]
    """A picture where there is a new one, and the frame: who acknowledges it has read both."""


class Seat:
    """What one viewer is sent next: the newest frame and the newest picture, never more of them."""

    def __init__(self) -> None:
        self.is_over = False
        """Whether there is nothing to watch any more."""
        self._seen = Seen()
        self._frame: Frame | None = None
        self._picture: bytes | None = None
        self._ready = asyncio.Event()

    def offer(self, frame: Frame, picture: bytes | None) -> None:
        """Replace what waits."""
        self._frame = frame
        self._picture = picture or self._picture
        self._ready.set()

    def forget(self) -> None:
        """Start over: the next frame is a complete one."""
        self._seen = Seen()

    def end(self) -> None:
        """Let the viewer go."""
        self.is_over = True
        self._ready.set()

    async def wait(self) -> None:
        """Wait until there is something to take."""
        await self._ready.wait()

    def take(self) -> News:
        """Return what waits, which there must be: of the figures those that are new here."""
        frame, picture = self._frame, self._picture
        assert frame is not None
        self._frame = self._picture = None
        self._ready.clear()
        file = frame.file(self._seen)
        self._seen = frame.seen
        return News(frame.number, (file,) if picture is None else (picture, file))


class Broadcast:
    """A session's frames, as long as anybody watches."""

    def __init__(self, commander: Commander) -> None:
        self.commander = commander
        self._seats: set[Seat] = set()
        self._news = asyncio.Event()
        self._number = 0
        self._pictured_at = 0.0
        self._pictured: tuple[int, int] | None = None
        """Revision and iteration of the picture that was shown last."""
        self._showing: asyncio.Task[None] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nobody is left to show it to."""
        return not self._seats

    def enter(self, seat: Seat) -> None:
        """Show it to one more."""
        self._seats.add(seat)
        self._news.set()
        if self._showing is None or self._showing.done():
            self.commander.listeners.add(self._news.set)
            self._showing = asyncio.create_task(self._show())

    def leave(self, seat: Seat) -> None:
        """Show it to one less."""
        self._seats.discard(seat)
        if not self._seats and self._showing is not None:
            self.commander.listeners.discard(self._news.set)
            self._showing.cancel()
            self._showing = None

    async def _show(self) -> None:
        """Offer everybody a frame whenever there is news, ten times a second at most."""
        due = monotonic()
        try:
            while True:
                await self._news.wait()
                self._news.clear()
                if self.commander.session.closed:
                    return
                self._offer()
                due = max(due + FRAME_INTERVAL_S, monotonic())
                await asyncio.sleep(due - monotonic())
        finally:
            for seat in self._seats:  # They come back, where there is still something to watch.
                seat.end()

    def _offer(self) -> None:
        self._number += 1
        frame = Frame(self._snapshot(), self._number)
        picture = self._picture()
        for seat in self._seats:
            seat.offer(frame, picture)

    def _snapshot(self) -> Snapshot:
        mirror = self.commander.mirror
        if mirror is not None and mirror.snapshot is not None:
            return mirror.snapshot
        return snapshot_of(self.commander)

    def _picture(self) -> bytes | None:
        """Return what there is to see of the weights, where it is new."""
        if self.commander.mirror is not None:
            return self.commander.mirror.new_picture()
        return picture_file(self.commander.session) if self._is_picture_due() else None

    def _is_picture_due(self) -> bool:
        """Return whether there is something new to see; at rest the exact numbers are asked for."""
        session, now = self.commander.session, monotonic()
        network = session.revision, session.iteration
        is_due = (
            self.commander.status == "running"
            and network != self._pictured
            and now - self._pictured_at >= PICTURE_INTERVAL_S
            and has_pictures(session.network.parameters)
        )
        if is_due:
            self._pictured, self._pictured_at = network, now
        return is_due


class Broadcasts:
    """The broadcasts of all sessions that are watched."""

    def __init__(self) -> None:
        self._by_session: dict[str, Broadcast] = {}

    @contextmanager
    def seat(self, commander: Commander, is_owner: bool) -> Iterator[Seat]:
        """Give a viewer a seat for as long as the block lasts."""
        with self.outlet(commander) as seat:
            commander.session.viewers.add(seat)
            if is_owner:
                commander.owners.add(seat)
            try:
                yield seat
            finally:
                commander.session.viewers.discard(seat)
                commander.owners.discard(seat)

    @contextmanager
    def outlet(self, commander: Commander) -> Iterator[Seat]:
        """Give a seat to what is no viewer itself, but shows the training to some elsewhere."""
        key, seat = commander.session.id, Seat()
        broadcast = self._by_session.setdefault(key, Broadcast(commander))
        broadcast.enter(seat)
        try:
            yield seat
        finally:
            broadcast.leave(seat)
            if broadcast.is_empty:
                self._by_session.pop(key, None)
