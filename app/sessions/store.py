"""Where sessions are kept: a small interface, and memory as its default."""

import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from typing import Protocol

from app.errors import NotFound, Unavailable
from app.sessions.session import Session


class SessionStore(Protocol):
    """Keeps sessions by their ids."""

    async def create(self, session: Session) -> None:
        """Keep a new session. Raises: Unavailable where there is no room."""

    async def get(self, session_id: str) -> Session:
        """Return a session, which counts as its use. Raises: NotFound."""

    async def put(self, session: Session) -> None:
        """Keep what has changed in a session."""

    async def delete(self, session_id: str) -> None:
        """Delete a session. Raises: NotFound."""

    def expire(self) -> None:
        """Free the sessions that have not been used for too long."""


class MemoryStore:
    """Sessions in this process: bounded in number, in memory, and in their time without use.

    Where room is needed, the least recently used idle session goes first; where only memory is,
    histories are dropped before sessions are.
    """

    def __init__(
        self,
        max_sessions: int,
        max_bytes: int,
        lifetime_s: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.max_sessions = max_sessions
        self.max_bytes = max_bytes
        self.lifetime_s = lifetime_s
        self._clock = clock
        self._sessions: OrderedDict[str, Session] = OrderedDict()
        """By id, the least recently used first."""
        self._last_use: dict[str, float] = {}
        self._sizes: dict[str, int] = {}
        self._nbytes = 0

    def __len__(self) -> int:
        """Return how many sessions there are."""
        return len(self._sessions)

    @property
    def nbytes(self) -> int:
        """Memory that all sessions took when they were last put."""
        return self._nbytes

    async def create(self, session: Session) -> None:
        """Keep a new session. Raises: Unavailable where all others are busy."""
        self.expire()
        while len(self) >= self.max_sessions or self._nbytes + session.nbytes > self.max_bytes:
            oldest = next(self._idle(), None)
            if oldest is None:
                raise Unavailable("All sessions are in use; try again in a moment.", 10)
            self._remove(oldest)
        self._keep(session)

    async def get(self, session_id: str) -> Session:
        """Return a session, which counts as its use. Raises: NotFound."""
        self.expire()
        session = self._sessions.get(session_id)
        if session is None:
            raise NotFound("There is no such session, or it has expired.")
        self._touch(session)
        return session

    async def put(self, session: Session) -> None:
        """Note that a session has changed."""
        if session.id not in self._sessions:
            return
        self._keep(session)
        if self._nbytes > self.max_bytes:
            self._make_room(session)

    async def delete(self, session_id: str) -> None:
        """Delete a session. Raises: NotFound."""
        self._remove(await self.get(session_id))

    def expire(self) -> None:
        """Remove the sessions that have not been used for too long."""
        now = self._clock()
        while self._sessions:
            oldest = next(iter(self._sessions.values()))
            if now - self._last_use[oldest.id] < self.lifetime_s:
                return
            if oldest.is_busy:
                self._touch(oldest)
            else:
                self._remove(oldest)

    def _idle(self) -> Iterator[Session]:
        return (session for session in self._sessions.values() if not session.is_busy)

    def _make_room(self, spared: Session) -> None:
        idle = [session for session in self._idle() if session is not spared]
        for give_up in (self._forget_history, self._remove):
            for session in idle:
                if self._nbytes <= self.max_bytes:
                    return
                give_up(session)

    def _forget_history(self, session: Session) -> None:
        session.forget_past()
        self._measure(session)

    def _keep(self, session: Session) -> None:
        self._sessions[session.id] = session
        self._touch(session)
        self._measure(session)

    def _touch(self, session: Session) -> None:
        self._sessions.move_to_end(session.id)
        self._last_use[session.id] = self._clock()

    def _measure(self, session: Session) -> None:
        self._nbytes += session.nbytes - self._sizes.get(session.id, 0)
        self._sizes[session.id] = session.nbytes

    def _remove(self, session: Session) -> None:
        session.close()
        del self._sessions[session.id]
        del self._last_use[session.id]
        self._nbytes -= self._sizes.pop(session.id)
