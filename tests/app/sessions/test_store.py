"""The store: by a clock that the tests turn."""

import asyncio
import weakref
from collections.abc import Coroutine
from typing import Any, TypeVar

import pytest

from app.errors import NotFound, Unavailable
from app.nn.network import Network
from app.sessions.session import Session
from app.sessions.store import MemoryStore

T = TypeVar("T")
HOUR = 3600.0
SESSION_BYTES = 8 * (3 * 2 + 2)


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def run(work: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(work)


def new_session() -> Session:
    return Session(Network((3, 2)), "zeros", 0, "random", 10**6)


def made(store: MemoryStore, count: int = 1) -> list[Session]:
    sessions = [new_session() for _ in range(count)]
    for session in sessions:
        run(store.create(session))
    return sessions


def is_kept(store: MemoryStore, session: Session) -> bool:
    try:
        return run(store.get(session.id)) is session
    except NotFound:
        return False


def change(session: Session, times: int = 1) -> None:
    for _ in range(times):
        session.change(session.network.parameters.vector + 1)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(clock: Clock) -> MemoryStore:
    return MemoryStore(3, 10**6, 2 * HOUR, clock)


def test_what_is_made_is_found_until_it_is_deleted(store: MemoryStore) -> None:
    first, second = made(store, 2)
    assert is_kept(store, first)
    run(store.delete(first.id))
    assert first.closed
    assert not is_kept(store, first)
    assert is_kept(store, second)
    with pytest.raises(NotFound):
        run(store.delete(first.id))


def test_a_session_ends_two_hours_after_its_last_use(store: MemoryStore, clock: Clock) -> None:
    (session,) = made(store)
    clock.now += 2 * HOUR - 1
    assert is_kept(store, session)
    clock.now += 2 * HOUR - 1
    assert is_kept(store, session)
    clock.now += 2 * HOUR
    assert not is_kept(store, session)
    assert len(store) == 0
    assert store.nbytes == 0


def test_what_nobody_asks_for_ends_too(store: MemoryStore, clock: Clock) -> None:
    alive = weakref.WeakSet(made(store, 3))
    clock.now += HOUR
    (kept,) = [session for session in list(alive)[:1] if is_kept(store, session)]
    clock.now += HOUR
    store.expire()
    assert list(alive) == [kept]
    assert len(store) == 1


def test_the_least_recently_used_goes_first(store: MemoryStore) -> None:
    first, second, third = made(store, 3)
    assert is_kept(store, first)
    (fourth,) = made(store)
    assert [is_kept(store, each) for each in (first, second, third, fourth)] == [
        *(True, False, True, True)
    ]


def test_who_is_busy_stays(store: MemoryStore, clock: Clock) -> None:
    async def check() -> None:
        first, second = new_session(), new_session()
        for session in (first, second):
            await store.create(session)
        async with first.turn(1):
            await store.create(new_session())
            await store.create(new_session())
            assert (first.closed, second.closed) == (False, True)
            clock.now += 3 * HOUR
            store.expire()
            assert not first.closed
            assert len(store) == 1
        clock.now += 3 * HOUR
        store.expire()
        assert first.closed

    run(check())


def test_where_all_are_busy_there_is_no_room(store: MemoryStore) -> None:
    async def check() -> None:
        sessions = [new_session() for _ in range(3)]
        for session in sessions:
            await store.create(session)
        async with sessions[0].turn(1), sessions[1].turn(1), sessions[2].turn(1):
            with pytest.raises(Unavailable):
                await store.create(new_session())
        await store.create(new_session())
        assert len(store) == 3

    run(check())


def test_memory_is_bounded_by_giving_up_histories_first(clock: Clock) -> None:
    store = MemoryStore(100, 10 * SESSION_BYTES, HOUR, clock)
    first, second, third = made(store, 3)
    change(first, 4)
    run(store.put(first))
    assert store.nbytes == 7 * SESSION_BYTES
    change(second, 5)
    run(store.put(second))
    assert store.nbytes == 8 * SESSION_BYTES
    assert (first.history.undo_count, second.history.undo_count) == (0, 5)
    assert all(is_kept(store, session) for session in (first, second, third))


def test_memory_is_bounded_by_giving_up_sessions_then(clock: Clock) -> None:
    store = MemoryStore(100, 4 * SESSION_BYTES, HOUR, clock)
    first, second, third = made(store, 3)
    change(third, 2)
    run(store.put(third))
    assert [is_kept(store, session) for session in (first, second, third)] == [False, True, True]
    assert store.nbytes == 4 * SESSION_BYTES
    made(store, 2)
    assert store.nbytes <= 4 * SESSION_BYTES


def test_what_is_put_after_its_end_does_not_come_back(store: MemoryStore) -> None:
    (session,) = made(store)
    run(store.delete(session.id))
    run(store.put(session))
    assert len(store) == 0
    assert store.nbytes == 0
