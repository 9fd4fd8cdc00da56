"""Fair shares: how much one caller may ask for before it has to wait, by token buckets."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from app.errors import TooManyRequests

Clock = Callable[[], float]

MOST_KEYS: Final = 10_000
"""Callers whose buckets are kept; the one that has not asked for longest goes first."""


class TokenBucket:
    """Holds `burst` tokens at most and at first; gains `rate` of them a second."""

    __slots__ = ("_at", "_clock", "_tokens", "burst", "rate")

    def __init__(self, rate: float, burst: float, clock: Clock = time.monotonic) -> None:
        self.rate = rate
        self.burst = burst
        self._clock = clock
        self._tokens = burst
        self._at = clock()

    def wait_s(self) -> float:
        """Return how long it takes until there is a token; 0 where there is one."""
        now = self._clock()
        self._tokens = min(self.burst, self._tokens + (now - self._at) * self.rate)
        self._at = now
        return max(0.0, (1 - self._tokens) / self.rate)

    @property
    def is_full(self) -> bool:
        """Whether none is missing."""
        self.wait_s()
        return self._tokens >= self.burst

    def take(self) -> None:
        """Take a token, which there must be."""
        self._tokens -= 1


class Buckets:
    """A token bucket for each of many callers."""

    def __init__(self, rate: float, burst: float, clock: Clock = time.monotonic) -> None:
        self._rate = rate
        self._burst = burst
        self._clock = clock
        self._by_key: OrderedDict[str, TokenBucket] = OrderedDict()

    def __len__(self) -> int:
        """Return how many callers are remembered."""
        return len(self._by_key)

    def of(self, key: str) -> TokenBucket:
        """Return a caller's bucket, which is full at first."""
        bucket = self._by_key.get(key)
        if bucket is None:
            bucket = self._by_key[key] = TokenBucket(self._rate, self._burst, self._clock)
            if len(self._by_key) > MOST_KEYS:
                self._by_key.popitem(last=False)
        else:
            self._by_key.move_to_end(key)
        return bucket


class Creations:
    """How many sessions, or rooms, may be made: from one address, and from all together.

    A lecture hall may share one address, so many pages at once are let through; a flood is not.
    """

    def __init__(
        self,
        rate: float,
        burst: float,
        rate_of_all: float,
        clock: Clock = time.monotonic,
        what: str = "networks",
    ) -> None:
        """Allow `burst` at once and `rate` a second from an address, `rate_of_all` in all.

        All together may make twice at once what one address may.
        """
        self._all = TokenBucket(rate_of_all, 2 * burst, clock)
        self._by_address = Buckets(rate, burst, clock)
        self._what = what

    def take(self, address: str) -> None:
        """Count one more. Raises: TooManyRequests where that is too many."""
        bucket = self._by_address.of(address)
        wait_s = max(bucket.wait_s(), self._all.wait_s())
        if wait_s > 0:
            message = f"Too many {self._what} are made from here; try again in a moment."
            raise TooManyRequests(message, math.ceil(wait_s))
        bucket.take()
        self._all.take()
