"""Sessions in an engine, beside what the model of all stores tells."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from typing import Any, TypeVar

import httpx
import numpy as np
import pytest
from redis.asyncio import Redis

from app.engine.connection import Engine
from app.errors import NotFound, Overtaken, Unavailable
from app.nn.network import Network
from app.sessions import engine_store
from app.sessions.engine_store import EngineStore
from app.sessions.history import Elsewhere
from app.sessions.session import Session
from app.sessions.shelf import Shelf
from tests.app.calls import Calls
from tests.app.turned_clock import TurnedClock
from tests.engine import EngineProcess

T = TypeVar("T")
HOUR = 3600.0
MAX_BYTES = 1 << 20


class LossyEngine(Engine):
    """An engine that, once that is wanted, gets no more calls, or whose next answer is lost."""

    loses_next = False
    is_away = False
    calls = 0

    def __init__(self, url: str, prefix: str, patience_s: float) -> None:
        super().__init__(url, prefix, patience_s)
        self.begun = asyncio.Event()
        """Whether a call has begun."""

    async def call(self, work: Callable[[Redis], Awaitable[T]]) -> T:
        if self.is_away:
            raise Unavailable("It is away.")
        self.calls += 1
        self.begun.set()
        answer = await super().call(work)
        if self.loses_next:
            self.loses_next = False
            raise Unavailable("It was lost.")
        return answer


class Process:
    """One process's way to the sessions."""

    def __init__(
        self,
        process: EngineProcess,
        most: int = 100,
        patience_s: float = 20,
        most_bytes: int = 1 << 30,
    ) -> None:
        self.clock = TurnedClock()
        self.engine = LossyEngine(process.url, "alone", patience_s)
        history = MAX_BYTES, 100
        self.store = EngineStore(self.engine, most, most_bytes, HOUR, history, self.clock)

    async def new(self, layers: tuple[int, ...] = (2, 2)) -> Session:
        session = Session(Network(layers), "zeros", 0, "random", MAX_BYTES)
        await self.store.create(session)
        return session

    async def step(self, session: Session) -> None:
        """Take a step as a run does, which does not look at what others do."""
        async with session.turn(0, refresh=False):
            session.advance(session.network.parameters.vector + 1, session.iteration + 1, 0)
            await self.store.put(session)


class ManyParts:
    """Runs of training that are many parts, each of one byte."""

    def __init__(self, count: int) -> None:
        self.nbytes = count
        self.names = [f"part:{index}" for index in range(count)]

    def clear(self) -> None:
        self.names.clear()

    def write(
        self, _shelf: Shelf, _stored: frozenset[str], new: dict[str, bytes]
    ) -> Sequence[Mapping[str, Any]]:
        new |= dict.fromkeys(self.names, b"1")
        return [{"run": self.names[0], "checkpoints": self.names[1:]}]

    def renew(self, written: Sequence[Mapping[str, Any]], shelf: Shelf) -> None:
        assert [each["run"] for each in written] == self.names[:1]
        assert all(name in shelf for name in self.names)


async def change(process: Process, session: Session, amount: Any = 1) -> None:
    """Change a session as a request does."""
    async with session.turn(0):
        session.change(session.network.parameters.vector + amount)
        await process.store.put(session)


def sent_by(process: EngineProcess) -> int:
    """Return how many bytes an engine has sent."""
    return int(process.client.info("stats")["total_net_output_bytes"])


def run(process: Process, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    async def whole() -> T:
        try:
            return await work()
        finally:
            await process.store.close()

    return asyncio.run(whole())


def test_who_never_heard_that_it_was_stored_goes_on(engine_process: EngineProcess) -> None:
    process = Process(engine_process)

    async def work() -> None:
        session = await process.new()
        process.engine.loses_next = True
        with pytest.raises(Unavailable):
            await process.step(session)
        await process.step(session)
        assert session.iteration == 2

    run(process, work)


def test_a_step_that_could_not_be_stored_is_not_taken(engine_process: EngineProcess) -> None:
    process = Process(engine_process)

    async def work() -> None:
        session = await process.new()
        process.engine.is_away = True
        with pytest.raises(Unavailable):
            await process.step(session)
        with pytest.raises(Unavailable):
            async with session.turn(0):
                pass
        process.engine.is_away = False
        async with session.turn(0):
            assert session.iteration == 0
            assert not session.network.parameters.vector.any()

    run(process, work)


def test_who_was_overtaken_does_not(engine_process: EngineProcess) -> None:
    process, other = Process(engine_process), Process(engine_process)

    async def work() -> None:
        session = await process.new()
        await other.step(await other.store.get(session.id))
        with pytest.raises(Overtaken):
            await process.step(session)
        async with session.turn(0):
            assert session.iteration == 1
        await process.step(session)
        assert session.iteration == 2
        await other.store.close()

    run(process, work)


def test_what_is_at_hand_is_bounded_but_for_what_is_in_use(engine_process: EngineProcess) -> None:
    process = Process(engine_process, most=3)

    async def work() -> None:
        watched = await process.new()
        watched.viewers.add(object())
        others = [await process.new() for _ in range(5)]
        assert len(process.store) == 3
        assert await process.store.get(watched.id) is watched
        again = await process.store.get(others[0].id)
        assert again is not others[0]
        assert others[0].closed
        assert process.store.nbytes >= sum(each.nbytes for each in (watched, again))

    run(process, work)


def test_what_nobody_uses_is_let_go_and_what_is_watched_lives_on(
    engine_process: EngineProcess,
) -> None:
    process = Process(engine_process)
    client = engine_process.client

    async def work() -> None:
        watched, idle = await process.new(), await process.new()
        watched.viewers.add(object())
        for each in (watched, idle):
            client.pexpire(f"alone:session:{each.id}", 5000)
        process.clock.now += HOUR
        await process.store.tidy()
        assert len(process.store) == 1
        assert client.pttl(f"alone:session:{watched.id}") > 5000
        assert client.pttl(f"alone:session:{idle.id}") <= 5000

    run(process, work)


def test_what_a_session_needs_is_read_in_pieces(
    engine_process: EngineProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    process, other = Process(engine_process), Process(engine_process)
    parts = 30

    async def work() -> int:
        session = await process.new()
        session.runs = ManyParts(parts)
        async with session.turn(0):
            await process.store.put(session)
        monkeypatch.setattr(engine_store, "PIECE_BYTES", 10 * session.present().vector.nbytes)
        found = await other.store.get(session.id)
        found.begin_runs(ManyParts(parts))
        calls = other.engine.calls
        await other.store.close()
        return calls

    # Its version; what it is, by one who does not know it yet; its version again; its parts.
    assert run(process, work) == 1 + 1 + 1 + -(-(parts + 1) // 10)


def test_of_a_past_what_one_goes_back_to_is_read(engine_process: EngineProcess) -> None:
    process, other = Process(engine_process), Process(engine_process)
    states = 30

    async def work() -> int:
        session = await process.new()
        for _ in range(states):
            await change(process, session)
        found = await other.store.get(session.id)
        stored = set(engine_process.client.hkeys(f"alone:session:{session.id}"))
        async with found.turn(0):
            await found.undo(states)
            assert not found.network.parameters.vector.any()
            await other.store.put(found)
        # Going back stores no state once more.
        assert set(engine_process.client.hkeys(f"alone:session:{session.id}")) == stored
        async with (await process.store.get(session.id)).turn(0):
            assert session.history.redo_count == states
            await session.redo(states - 1)
            assert (session.network.parameters.vector == states - 1).all()
        calls = other.engine.calls
        await other.store.close()
        return calls

    # Its version; what it is, by one who does not know it yet; its version again; its present; what
    # it goes back to; what was made of it.
    assert run(process, work) == 6


@pytest.mark.parametrize(
    ("most_bytes", "bytes_a_step"),
    [(400_000, 200), (60_000, 25_000)],
    ids=["all fit but for their pasts", "few fit"],
)
def test_whatever_does_not_fit_pasts_are_not_read_again(
    engine_process: EngineProcess, most_bytes: int, bytes_a_step: int
) -> None:
    process = Process(engine_process, most_bytes=most_bytes)
    count, steps = 8, 40

    async def work() -> None:
        sessions = [await process.new((28, 28)) for _ in range(count)]
        numbers = np.random.default_rng(1)
        states = [[each.network.parameters.vector.tobytes()] for each in sessions]
        before = sent_by(engine_process)
        for _ in range(steps):
            for each, known in zip(sessions, states, strict=True):
                session = await process.store.get(each.id)
                await change(process, session, numbers.normal(size=each.present().vector.shape))
                known.append(session.network.parameters.vector.tobytes())
                assert all(isinstance(state, Elsewhere) for state in session.history.past)
        assert sent_by(engine_process) - before <= count * steps * bytes_a_step
        assert process.store.nbytes <= most_bytes
        for each, known in zip(sessions, states, strict=True):
            while len(known) > 1:
                session = await process.store.get(each.id)
                async with session.turn(0):
                    assert session.history.undo_count == len(known) - 1
                    assert session.network.parameters.vector.tobytes() == known.pop()
                    await session.undo()
                    assert session.network.parameters.vector.tobytes() == known[-1]
                    await process.store.put(session)

    run(process, work)


def test_a_state_that_another_process_has_dropped_is_not_gone_back_to(
    engine_process: EngineProcess,
) -> None:
    process, other = Process(engine_process), Process(engine_process)

    async def work() -> None:
        session = await process.new()
        await change(process, session)
        found = await other.store.get(session.id)
        async with session.turn(0):
            async with found.turn(0):
                found.history.forget()
                await other.store.put(found)
            with pytest.raises(Overtaken):
                await session.undo()
        async with session.turn(0):
            assert session.history.undo_count == 0
            assert session.network.parameters.vector.all()
        await other.store.close()

    run(process, work)


def test_who_is_cancelled_while_it_is_stored_keeps_the_turn_until_it_is(
    engine_process: EngineProcess,
) -> None:
    process = Process(engine_process)

    async def work() -> None:
        session = await process.new()
        process.engine.begun.clear()
        engine_process.hold()
        try:
            stepping = asyncio.create_task(process.step(session))
            await process.engine.begun.wait()
            stepping.cancel()
            await asyncio.sleep(0)
            assert not stepping.done()
        finally:
            engine_process.go_on()
        with pytest.raises(asyncio.CancelledError):
            await stepping
        async with session.turn(0):
            assert session.iteration == 1
        await process.step(session)
        assert session.iteration == 2

    run(process, work)


def test_one_that_many_ask_for_at_once_is_read_once(engine_process: EngineProcess) -> None:
    process, other = Process(engine_process), Process(engine_process)

    async def work() -> None:
        session = await process.new()
        found = await asyncio.gather(*(other.store.get(session.id) for _ in range(20)))
        assert len({id(each) for each in found}) == 1
        missing = await asyncio.gather(
            *(other.store.get("none") for _ in range(5)), return_exceptions=True
        )
        assert all(isinstance(each, NotFound) for each in missing)
        await other.store.close()

    run(process, work)


def test_a_connection_that_was_closed_is_made_anew(
    engine_process: EngineProcess, engine_client: httpx.Client
) -> None:
    calls = Calls(engine_client)
    engine_process.client.client_kill_filter(_type="normal", skipme=True)
    assert calls.describe() == calls.created
