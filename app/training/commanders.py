"""The training of all sessions."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import NamedTuple

from app.data.digits import Digits
from app.errors import NotFound
from app.sessions.compute import Compute
from app.sessions.session import Session
from app.sessions.store import SessionStore
from app.training.commander import Commander, Peers
from app.training.peers import NoPeers
from app.training.slots import Slots
from app.training.written_runs import StoredRuns


class Limits(NamedTuple):
    """How much training there may be."""

    sessions: int
    """That train at once."""
    runs: int
    """Of one session."""
    run_bytes: int
    """That one session's runs may take."""
    parameter_size: float
    """Beyond which no parameter may grow."""


class Commanders:
    """The training of all sessions: a commander for each, from when one is first asked for."""

    def __init__(
        self,
        compute: Compute,
        store: SessionStore,
        digits: Callable[[], Awaitable[Digits]],
        limits: Limits,
        peers: Peers | None = None,
    ) -> None:
        self.peers = peers or NoPeers()
        self._compute = compute
        self._store = store
        self._digits = digits
        self._limits = limits
        self._slots = Slots(limits.sessions)
        self._by_session: dict[str, Commander] = {}
        self._by_watch_key: dict[str, Commander] = {}

    @property
    def training(self) -> int:
        """How many sessions train."""
        return len(self._slots)

    @property
    def viewers(self) -> int:
        """How many sockets are open."""
        return sum(len(commander.session.viewers) for commander in self._by_session.values())

    def of(self, session: Session) -> Commander:
        """Return the one commander of a session."""
        commander = self._by_session.get(session.id)
        return self._begin(session) if commander is None else commander

    async def published(self, session: Session) -> Commander:
        """Return the commander of a session that can be watched, by its key, from now on.

        Raises: Unavailable.
        """
        commander = self.of(session)
        await self.peers.publish(commander.watch_key, session)
        return commander

    async def watched(self, watch_key: str) -> Commander:
        """Return the commander with a watch key. Raises: NotFound; Unavailable."""
        session = await self.peers.published(watch_key)
        commander = self._by_watch_key.get(watch_key) if session is None else self.of(session)
        if commander is None:
            raise NotFound("There is nothing to watch by this key, or no longer.")
        return commander

    def seed_of(self, session: Session) -> int:
        """Return what decides the next mini-batches: a run may have been given another seed."""
        if session.training is not None:
            return self.of(session).control.settings.seed
        commander = self._by_session.get(session.id)
        return session.seed if commander is None else commander.control.settings.seed

    async def end(self) -> None:
        """Let all runs stop, and be stored, before the server stops."""
        await asyncio.gather(*(commander.end() for commander in self._by_session.values()))

    def _begin(self, session: Session) -> Commander:
        limits = self._limits
        runs = StoredRuns(limits.runs, limits.run_bytes)
        session.begin_runs(runs)
        commander = Commander(
            session,
            runs,
            self._compute,
            self._store,
            self._digits,
            self._slots,
            limits.parameter_size,
            self.peers,
        )

        def forget_if_closed() -> None:
            if session.closed:
                self._by_session.pop(session.id, None)
                self._by_watch_key.pop(commander.watch_key, None)

        session.watchers.add(forget_if_closed)
        self._by_session[session.id] = commander
        self._by_watch_key[commander.watch_key] = commander
        return commander
