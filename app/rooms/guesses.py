"""How often a room's code may be guessed wrong, before newcomers from there have to wait."""

import math
import time
from typing import Final

from app.errors import TooManyRequests
from app.sessions.shares import Buckets, Clock, TokenBucket

TIMES_OF_ALL: Final = 20
"""All addresses together may guess so many times as often as one."""


class Guesses:
    """Counts wrong codes, by address and in all; right ones cost nothing.

    A hall shares one address and mistypes, so many at once are let through. Once there are too
    many, a right code does not help either, or guessing would go on: but who is in a room already,
    or comes from where others are, is never asked. Where all addresses together guess too often,
    only those that have guessed wrong lately are refused.
    """

    def __init__(self, rate: float, burst: float, clock: Clock = time.monotonic) -> None:
        """Allow `burst` wrong codes at once and `rate` a second from an address."""
        self._all = TokenBucket(TIMES_OF_ALL * rate, TIMES_OF_ALL * burst, clock)
        self._by_address = Buckets(rate, burst, clock)

    def check(self, address: str) -> None:
        """Raise TooManyRequests where too many wrong codes came from there."""
        own = self._by_address.of(address)
        wait_s = own.wait_s()
        if self._all.wait_s() > 0 and not own.is_full:
            wait_s = max(wait_s, self._all.wait_s())
        if wait_s > 0:
            message = "Too many wrong codes came from here; try again in a moment."
            raise TooManyRequests(message, math.ceil(wait_s))

    def note_wrong(self, address: str) -> None:
        """Count a wrong code that `check` has let through."""
        self._by_address.of(address).take()
        self._all.take()
