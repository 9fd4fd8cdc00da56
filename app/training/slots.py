"""How many sessions train at once, and who makes way."""

from collections.abc import Callable
from time import monotonic
from typing import Final, Protocol

from app.errors import TooManyRequests

MAKES_WAY_AFTER_S: Final = 60.0


class Holder(Protocol):
    """Who trains."""

    def give_way(self) -> None:
        """Stop soon, so that another can train."""


class Slots:
    """How many sessions train at once; who was not commanded for a minute makes way for another."""

    def __init__(self, count: int, clock: Callable[[], float] = monotonic) -> None:
        self.count = count
        self._clock = clock
        self._holders: dict[Holder, float] = {}
        """When each was commanded last."""

    def __len__(self) -> int:
        """Return how many train."""
        return len(self._holders)

    def take(self, holder: Holder) -> None:
        """Take one. Raises: TooManyRequests where there is none."""
        now = self._clock()
        if len(self) >= self.count:
            longest = min(self._holders, key=self._holders.__getitem__, default=None)
            if longest is None or now - self._holders[longest] < MAKES_WAY_AFTER_S:
                raise TooManyRequests("Too many networks train on this server; try again later.", 5)
            del self._holders[longest]
            longest.give_way()
        self._holders[holder] = now

    def note_command(self, holder: Holder) -> None:
        """Note that somebody is at it."""
        if holder in self._holders:
            self._holders[holder] = self._clock()

    def give_back(self, holder: Holder) -> None:
        """Let another session have it."""
        self._holders.pop(holder, None)
