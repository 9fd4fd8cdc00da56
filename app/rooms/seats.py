"""Who is in a room: seats that phones name themselves, and listeners without one. No names."""

import math
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from operator import attrgetter
from typing import Final

from app.errors import TooManyRequests, Unavailable
from app.sessions.shares import TokenBucket

SEAT: Final = re.compile(r"[A-Za-z0-9_-]{22}")
"""128 random bits, which a phone draws: knowing a seat is enough to vote for it."""

HERE_AFTER_S: Final = 45.0
"""So long after it was last heard of a seat counts as being in the room; a poll takes 20 s."""

SILENT_AFTER_S: Final = 15.0
"""A phone asks for what is shown as soon as it comes; by now also one on a slow network."""

KNOWN_PER_SEAT: Final = 4
"""So many times as many phones are known as there are seats: people come and go."""

ACTIONS_PER_S: Final = 6
ACTIONS_AT_ONCE: Final = 40
"""Votes, drawings and the like of one seat: a drawing is sent five times a second."""

Clock = Callable[[], float]
LetGo = Callable[[], None]


class Seat:
    """One phone."""

    __slots__ = ("bucket", "came_at", "has_come_back", "here_until", "listening", "takes_part")

    def __init__(self, clock: Clock) -> None:
        self.bucket = TokenBucket(ACTIONS_PER_S, ACTIONS_AT_ONCE, clock)
        self.came_at = clock()
        self.listening: list[LetGo] = []
        """What lets go of each that it has open to hear of news: streams, polls that are held."""
        self.here_until = -math.inf
        self.has_come_back = False
        """Whether it was heard of more than once."""
        self.takes_part = False
        """Whether it has asked for what is shown, or done something."""


class Seats:
    """The seats of one room, bounded."""

    def __init__(self, most: int, clock: Clock = time.monotonic) -> None:
        self.most = most
        self._clock = clock
        self.elsewhere = 0
        """How many more are here by other processes."""
        self._by_name: dict[str, Seat] = {}
        self._nameless: set[Seat] = set()

    def __len__(self) -> int:
        """Return how many are in the room now."""
        return (
            sum(map(self._is_here, self._by_name.values())) + len(self._nameless) + self.elsewhere
        )

    @property
    def here(self) -> list[str]:
        """The names of those in the room now by this process; a number for who has none."""
        named = [name for name, seat in self._by_name.items() if self._is_here(seat)]
        return [*named, *map(str, range(len(self._nameless)))]

    def knows(self, name: str) -> bool:
        """Return whether a seat is in the room, or was before."""
        return name in self._by_name

    @property
    def has_free_seat(self) -> bool:
        """Whether one more can come in."""
        return len(self) < self.most or self._dispensable() is not None

    def is_here(self, name: str) -> bool:
        """Return whether a seat is in the room now."""
        return name in self._by_name and self._is_here(self._by_name[name])

    def is_listening(self, name: str) -> bool:
        """Return whether a seat waits for news now."""
        return name in self._by_name and self._by_name[name].listening != []

    def note_part(self, name: str) -> None:
        """Note that a seat has asked for what is shown, as phones do."""
        if name in self._by_name:
            self._by_name[name].takes_part = True

    def hear_of(self, name: str) -> None:
        """Note that a seat is here. Raises: Unavailable where the room is full."""
        self._note(name)

    def act(self, name: str) -> None:
        """Note that a seat does something. Raises: Unavailable; TooManyRequests."""
        seat = self._note(name)
        seat.takes_part = True
        wait_s = seat.bucket.wait_s()
        if wait_s > 0:
            raise TooManyRequests(
                "Too much comes from this seat; wait a moment.", math.ceil(wait_s)
            )
        seat.bucket.take()

    @contextmanager
    def listening(self, name: str | None, let_go: LetGo) -> Iterator[None]:
        """Count a stream of news for as long as the block lasts; `let_go` is to end it.

        Raises: Unavailable where the room is full.
        """
        if name is None:
            self._require_room()
            seat = Seat(self._clock)
            self._nameless.add(seat)
        else:
            seat = self._enter(name)
        seat.listening.append(let_go)
        try:
            yield
        finally:
            seat.listening.remove(let_go)
            seat.here_until = self._clock()
            self._nameless.discard(seat)

    def _forget_gone(self) -> None:
        """Forget the seats that are no longer here."""
        for name, seat in tuple(self._by_name.items()):
            if not self._is_here(seat):
                del self._by_name[name]

    def _dispensable(self) -> Seat | None:
        """Return who gives way to others, if anybody: most likely one that was made up."""
        here = filter(self._is_here, [*self._by_name.values(), *self._nameless])
        idle = (seat for seat in here if not seat.listening or self._is_silent(seat))
        order = attrgetter("takes_part", "has_come_back", "here_until", "came_at")
        return min(idle, key=order, default=None)

    def _is_silent(self, seat: Seat) -> bool:
        """Return whether it has only listened, for long; other processes may know better."""
        is_long = self._clock() - seat.came_at >= SILENT_AFTER_S
        return is_long and not seat.takes_part and self.elsewhere == 0

    def _is_here(self, seat: Seat) -> bool:
        return seat.listening != [] or seat.here_until > self._clock()

    def _note(self, name: str) -> Seat:
        is_known = name in self._by_name
        seat = self._enter(name)
        seat.has_come_back = is_known
        seat.here_until = self._clock() + HERE_AFTER_S
        return seat

    def _enter(self, name: str) -> Seat:
        seat = self._by_name.get(name)
        if seat is None or not self._is_here(seat):
            self._require_room()
        if seat is None:
            if len(self._by_name) >= KNOWN_PER_SEAT * self.most:
                self._forget_gone()
            seat = self._by_name[name] = Seat(self._clock)
        return seat

    def _require_room(self) -> None:
        """Find a place for one more, where need be of a seat that may have been made up.

        Whoever has a phone here listens, and asks for what is shown. Raises: Unavailable.
        """
        if len(self) < self.most:
            return
        seat = self._dispensable()
        if seat is None:
            raise Unavailable(f"The room is full: {self.most} are in it.", 10)
        seat.here_until = -math.inf
        if seat.listening:
            self._turn_out(seat)

    def _turn_out(self, seat: Seat) -> None:
        """Let go of a seat that listens, as if it had never been here."""
        self._nameless.discard(seat)
        self._by_name = {name: other for name, other in self._by_name.items() if other is not seat}
        for let_go in seat.listening:
            let_go()
