"""Where sessions are kept: a small interface, and memory as its default."""

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final, Protocol

from app.errors import NotFound, Unavailable
from app.sessions.session import NO_SUCH_SESSION, Session


class SessionStore(Protocol):
    """Keeps sessions by their ids."""

    async def create(self, session: Session) -> None:
        """Keep a new session. Raises: Unavailable where there is no room."""

    async def get(self, session_id: str) -> Session:
        """Return a session, which counts as its use. Raises: NotFound."""

    async def put(self, session: Session) -> None:
        """Keep what has changed in a session, while it is its turn.

        Raises: Overtaken, NotFound or Unavailable where other processes use the store as well.
        """

    async def delete(self, session_id: str) -> None:
        """Delete a session. Raises: NotFound."""

    @property
    def is_answering(self) -> bool:
        """Whether sessions can be read and stored now."""

    @property
    def has_room(self) -> bool:
        """Whether a usual session can be begun."""

    async def tidy(self) -> None:
        """Free what has not been used for too long; called now and then."""

    async def watch(self) -> None:
        """Look after the store, as long as the server runs."""

    async def close(self) -> None:
        """Let go of all that is not this process's own."""

    def __len__(self) -> int:
        """Return how many sessions this process has at hand."""

    @property
    def nbytes(self) -> int:
        """Memory that they take."""

    @property
    def given_up(self) -> int:
        """How many had to go so that others had room."""


ABANDONED_S: Final = 600.0
"""A network that somebody has changed is taken from nobody who was here that recently."""


class MemoryStore:
    """Sessions in this process: bounded in number, in memory, and in their time without use.

    Where room is needed, nothing is taken that is in use: the first to go are sessions whose
    network was never changed, then those that were not used for ten minutes; of each the least
    recently used. Where only memory is needed, histories go before sessions. Who finds no room even
    so is refused.
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
        self.given_up = 0
        """Sessions that had to go so that others had room."""
        self.is_answering = True

    def __len__(self) -> int:
        """Return how many sessions there are."""
        return len(self._sessions)

    @property
    def has_room(self) -> bool:
        """Whether a usual session can be begun."""
        is_room = len(self) < self.max_sessions and self._nbytes < self.max_bytes
        return is_room or self._first_to_go() is not None

    @property
    def nbytes(self) -> int:
        """Memory that all sessions took when they were last put."""
        return self._nbytes

    async def create(self, session: Session) -> None:
        """Keep a new session. Raises: Unavailable where there is no room."""
        self.expire()
        self._make_room(session.nbytes)
        while len(self) >= self.max_sessions and (given_up := self._first_to_go()) is not None:
            self._give_up(given_up)
        if len(self) >= self.max_sessions or self._nbytes + session.nbytes > self.max_bytes:
            raise Unavailable("All sessions are in use; try again in a moment.", 10)
        self._keep(session)

    async def get(self, session_id: str) -> Session:
        """Return a session, which counts as its use. Raises: NotFound."""
        self.expire()
        session = self._sessions.get(session_id)
        if session is None:
            raise NotFound(NO_SUCH_SESSION)
        self._touch(session)
        return session

    async def put(self, session: Session) -> None:
        """Note that a session has changed."""
        if session.id not in self._sessions:
            return
        self._keep(session)
        self._make_room(spared=session)
        if self._nbytes > self.max_bytes:
            self._forget_history(session)

    async def delete(self, session_id: str) -> None:
        """Delete a session. Raises: NotFound."""
        self._remove(await self.get(session_id))

    async def watch(self) -> None:
        """Do nothing: memory looks after itself."""

    async def close(self) -> None:
        """Do nothing: all of it is this process's own."""

    async def tidy(self) -> None:
        """Remove the sessions that have not been used for too long."""
        self.expire()

    def expire(self) -> int:
        """Remove the sessions that have not been used for too long; return how many."""
        now, before = self._clock(), len(self)
        while self._sessions:
            oldest = next(iter(self._sessions.values()))
            if now - self._last_use[oldest.id] < self.lifetime_s:
                break
            if oldest.is_busy:
                self._touch(oldest)
            else:
                self._remove(oldest)
        return before - len(self)

    def _idle(self) -> list[Session]:
        return [session for session in self._sessions.values() if not session.is_busy]

    def _make_room(self, wanted: int = 0, spared: Session | None = None) -> None:
        """Give up what may be given up until `wanted` bytes are free."""

        def is_enough() -> bool:
            return self._nbytes + wanted <= self.max_bytes

        if is_enough():
            return
        for session in self._idle():
            if session is not spared and session.keeps_past:
                self._forget_history(session)
                if is_enough():
                    return
        while not is_enough() and (given_up := self._first_to_go(spared)) is not None:
            self._give_up(given_up)

    def _first_to_go(self, spared: Session | None = None) -> Session | None:
        """Return the session that is missed least; None where none may go."""
        abandoned = None
        for session in self._sessions.values():
            if session.is_busy or session is spared:
                continue
            if not session.was_changed:
                return session
            is_abandoned = self._clock() - self._last_use[session.id] >= ABANDONED_S
            if abandoned is None and is_abandoned:
                abandoned = session
        return abandoned

    def _give_up(self, session: Session) -> None:
        self.given_up += 1
        self._remove(session)

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
