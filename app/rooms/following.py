"""Keeps a room up to date with its presenter's network: parameters at rest, figures in training."""

import time
from collections.abc import Callable
from typing import Final

from app.rooms.deeds import Journal, Share, Train
from app.rooms.room import Seen, Training
from app.sessions.session import Session
from app.training.commander import Commander

FIGURES_INTERVAL_S: Final = 0.5
"""How often figures of a training are told; parameters are at its pauses."""


class Following:
    """Tells a room whenever a session's network has changed, until it leaves."""

    def __init__(
        self,
        journal: Journal,
        commander: Commander,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.commander = commander
        self._journal = journal
        self._clock = clock
        self._noted: Seen | None = journal.room.seen
        self._noted_at = 0.0
        self._tells_training = False
        commander.listeners.add(self._note)
        commander.session.rooms.add(journal.room)
        self._note()  # Whoever has changed it before may have had no time to tell.

    def leave(self) -> None:
        """Follow no longer."""
        self.commander.listeners.discard(self._note)
        self.commander.session.rooms.discard(self._journal.room)

    async def tell(self) -> None:
        """Tell the room what the network is now, and wait until it knows. Raises: Unavailable."""
        session = self.commander.session
        self._noted = seen_of(session)
        await self._journal.do(Share(session.copy(), self._noted))

    def _note(self) -> None:
        session, journal = self.commander.session, self._journal
        if session.closed or session.is_led_elsewhere:
            return  # The process that trains it tells the room.
        if session.is_training:
            self._tells_training = True
            if self._clock() - self._noted_at >= FIGURES_INTERVAL_S:
                self._noted_at = self._clock()
                journal.note(Train(figures_of(self.commander)))
        elif seen_of(session) != self._noted:
            self._noted = seen_of(session)
            self._tells_training = False
            journal.note(Share(session.copy(), self._noted))
        elif self._tells_training:
            self._tells_training = False
            journal.note(Train(None))


def seen_of(session: Session) -> Seen:
    """Return which state of a session it is now."""
    return Seen(session.id, session.revision, session.iteration)


def figures_of(commander: Commander) -> Training:
    """Return how a session's training goes."""
    session, run = commander.session, commander.control.run
    latest = None if run is None else run.record.evaluation_at(session.iteration)
    return Training(
        commander.status,
        session.iteration,
        None if latest is None else latest.test_cost,
        None if latest is None else latest.accuracy,
    )
