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
from tests.again import again_with
from tests.app.turned_clock import TurnedClock
from tests.taken_memory import counted_and_taken

T = TypeVar("T")
HOUR = 3600.0
MINUTE = 60.0


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


SESSION_BYTES = new_session().nbytes
CHECKPOINT_BYTES = new_session().present().nbytes


def change(session: Session, times: int = 1) -> None:
    for _ in range(times):
        session.change(session.network.parameters.vector + 1)


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock()


@pytest.fixture
def store(clock: TurnedClock) -> MemoryStore:
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


def test_a_session_ends_two_hours_after_its_last_use(
    store: MemoryStore, clock: TurnedClock
) -> None:
    (session,) = made(store)
    clock.now += 2 * HOUR - 1
    assert is_kept(store, session)
    clock.now += 2 * HOUR - 1
    assert is_kept(store, session)
    clock.now += 2 * HOUR
    assert not is_kept(store, session)
    assert len(store) == 0
    assert store.nbytes == 0


def test_what_nobody_asks_for_ends_too(store: MemoryStore, clock: TurnedClock) -> None:
    alive = weakref.WeakSet(made(store, 3))
    clock.now += HOUR
    (kept,) = [session for session in list(alive)[:1] if is_kept(store, session)]
    clock.now += HOUR
    assert store.expire() == 2
    assert list(alive) == [kept]
    assert len(store) == 1


def test_the_least_recently_used_goes_first(store: MemoryStore) -> None:
    first, second, third = made(store, 3)
    assert is_kept(store, first)
    (fourth,) = made(store)
    assert [is_kept(store, each) for each in (first, second, third, fourth)] == [
        *(True, False, True, True)
    ]


def test_who_is_busy_stays(store: MemoryStore, clock: TurnedClock) -> None:
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


def test_a_changed_network_stays_for_ten_minutes(store: MemoryStore, clock: TurnedClock) -> None:
    first, second, third = made(store, 3)
    change(first)
    clock.now += MINUTE
    made(store, 5000 - 3)
    assert is_kept(store, first)
    assert not is_kept(store, second)
    assert not is_kept(store, third)
    assert len(store) == 3
    clock.now += 10 * MINUTE
    others = made(store, 3)
    assert is_kept(store, first)  # Others were never changed.
    for session in others:
        if is_kept(store, session):
            change(session)
    clock.now += 10 * MINUTE
    made(store, 1)
    assert not is_kept(store, first)


def test_where_all_were_changed_just_now_there_is_no_room(
    store: MemoryStore, clock: TurnedClock
) -> None:
    sessions = made(store, 3)
    for session in sessions:
        change(session)
    with pytest.raises(Unavailable) as refused:
        made(store, 1)
    assert refused.value.retry_after_s >= 1
    assert all(is_kept(store, session) for session in sessions)


def test_what_a_socket_watches_or_a_room_shows_stays(
    store: MemoryStore, clock: TurnedClock
) -> None:
    watched, shown, _ = made(store, 3)
    watched.viewers.add(lambda: None)
    shown.rooms.add(object())
    clock.now += HOUR
    made(store, 5)
    assert is_kept(store, watched)
    assert is_kept(store, shown)


@pytest.mark.parametrize("by_creating", [False, True], ids=["put", "create"])
def test_memory_is_bounded_by_giving_up_histories_first(
    clock: TurnedClock, by_creating: bool
) -> None:
    store = MemoryStore(100, 4 * SESSION_BYTES + 2 * CHECKPOINT_BYTES, HOUR, clock)
    sessions = made(store, 3)
    first, second, _ = sessions
    change(first, 2)
    run(store.put(first))
    if by_creating:
        change(second)
        run(store.put(second))
        sessions += made(store, 1)
    else:
        change(second, 12)
        run(store.put(second))
    assert first.history.undo_count == 0
    assert second.history.undo_count == (1 if by_creating else 12)
    assert store.nbytes <= store.max_bytes
    assert all(is_kept(store, session) for session in sessions)


def test_memory_is_bounded_by_giving_up_sessions_then(clock: TurnedClock) -> None:
    store = MemoryStore(100, 3 * SESSION_BYTES + CHECKPOINT_BYTES, HOUR, clock)
    first, second, third = made(store, 3)
    change(third, 3)
    run(store.put(third))
    assert [is_kept(store, session) for session in (first, second, third)] == [False, True, True]
    assert store.nbytes == 2 * SESSION_BYTES + 3 * CHECKPOINT_BYTES
    made(store, 2)
    assert store.nbytes <= store.max_bytes
    assert is_kept(store, third)


def test_one_session_alone_never_takes_more_than_all_may(clock: TurnedClock) -> None:
    store = MemoryStore(100, SESSION_BYTES + 4 * CHECKPOINT_BYTES, HOUR, clock)
    (session,) = made(store)
    change(session, 5)
    run(store.put(session))
    assert store.nbytes <= store.max_bytes
    assert is_kept(store, session)


@pytest.mark.parametrize(
    ("layers", "count", "changes"),
    [
        again_with((1, 1), 200, 0),
        again_with((1, 1), 2, 1000),
        again_with((2,) * 14, 100, 0),
        ((100, 16, 10), 5, 50),
    ],
    ids=["small", "long history", "deep", "usual"],
)
def test_what_is_counted_is_what_is_taken(
    layers: tuple[int, ...], count: int, changes: int
) -> None:
    def build() -> MemoryStore:
        store = MemoryStore(1000, 10**9, HOUR)
        for _ in range(count):
            session = Session(Network(layers), "zeros", 10**12, "random", 10**9)
            for i in range(changes):
                session.change(session.network.parameters.vector + 1, 1000 + i, 1000 + i)
            run(store.create(session))
        return store

    counted, taken = counted_and_taken(build)
    assert counted == pytest.approx(taken, rel=0.2)


def test_what_is_put_after_its_end_does_not_come_back(store: MemoryStore) -> None:
    (session,) = made(store)
    run(store.delete(session.id))
    run(store.put(session))
    assert len(store) == 0
    assert store.nbytes == 0
