"""Fair shares: token buckets, by a clock that the tests turn."""

import pytest

from app.errors import TooManyRequests
from app.sessions.shares import MOST_KEYS, Buckets, Creations, TokenBucket
from tests.app.turned_clock import TurnedClock


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock()


def taken(creations: Creations, address: str, count: int) -> int:
    """Return how many of `count` are let through."""
    through = 0
    for _ in range(count):
        try:
            creations.take(address)
        except TooManyRequests:
            continue
        through += 1
    return through


def test_a_bucket_fills_up_again_but_never_runs_over(clock: TurnedClock) -> None:
    bucket = TokenBucket(2, 3, clock)
    for _ in range(3):
        assert bucket.wait_s() == 0
        bucket.take()
    assert bucket.wait_s() == pytest.approx(0.5)
    clock.now += 0.5
    assert bucket.wait_s() == 0
    clock.now += 1000
    for _ in range(3):
        assert bucket.wait_s() == 0
        bucket.take()
    assert bucket.wait_s() > 0


def test_a_hall_behind_one_address_begins_at_once_and_a_flood_does_not(clock: TurnedClock) -> None:
    creations = Creations(10, 600, 50, clock)
    assert taken(creations, "192.0.2.1", 5000) == 600
    clock.now += 3
    assert taken(creations, "192.0.2.1", 5000) == 30
    assert taken(creations, "192.0.2.2", 300) == 300


def test_all_together_are_bounded(clock: TurnedClock) -> None:
    creations = Creations(10, 600, 50, clock)
    addresses = [f"192.0.2.{host}" for host in range(100)]
    assert sum(taken(creations, address, 600) for address in addresses) == 1200
    clock.now += 10
    assert sum(taken(creations, address, 600) for address in addresses) == 500


def test_who_is_refused_is_told_when_to_come_back(clock: TurnedClock) -> None:
    creations = Creations(0.1, 1, 50, clock)
    creations.take("192.0.2.1")
    with pytest.raises(TooManyRequests) as refused:
        creations.take("192.0.2.1")
    assert refused.value.retry_after_s == 10


def test_callers_are_not_remembered_without_end(clock: TurnedClock) -> None:
    buckets = Buckets(1, 1, clock)
    for host in range(MOST_KEYS):
        buckets.of(str(host)).take()
    assert buckets.of("0").wait_s() > 0
    buckets.of("another")
    assert len(buckets) == MOST_KEYS
    assert buckets.of("0").wait_s() > 0
    assert buckets.of("1").wait_s() == 0  # It had not asked for longest.
