"""Keeps a room at its presenter's network: its parameters at rest, figures while it trains."""

import time
from collections.abc import Callable
from typing import Final

from app.rooms.room import Room, Training
from app.training.commander import Commander

FIGURES_INTERVAL_S: Final = 0.5
"""How often figures of a training are told; parameters are at its pauses."""


class Following:
    """Tells a room whenever a session's network has changed, until it leaves."""

    def __init__(
        self, room: Room, commander: Commander, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.commander = commander
        self._room = room
        self._clock = clock
        self._network: tuple[int, int] | None = self._present
        self._told_at = 0.0
        commander.listeners.add(self._note)
        commander.session.rooms.add(room)

    def leave(self) -> None:
        """Follow no longer."""
        self.commander.listeners.discard(self._note)
        self.commander.session.rooms.discard(self._room)

    @property
    def _present(self) -> tuple[int, int]:
        session = self.commander.session
        return session.revision, session.iteration

    def _note(self) -> None:
        session, room = self.commander.session, self._room
        if session.closed:
            return
        if session.is_training:
            if self._clock() - self._told_at >= FIGURES_INTERVAL_S:
                self._told_at = self._clock()
                room.train(figures_of(self.commander))
        elif self._present != self._network:
            self._network = self._present
            room.share(session.copy())
        elif room.training is not None:
            room.train(None)


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
