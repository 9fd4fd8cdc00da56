"""Sessions in every order of events, in each store and by two processes, held against a dict."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import settings
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)

from app.engine.connection import Engine
from app.errors import Conflict, NotFound, Overtaken
from app.nn.network import Network
from app.sessions.engine_store import EngineStore
from app.sessions.session import Session
from app.sessions.store import MemoryStore, SessionStore
from tests.app.turned_clock import TurnedClock
from tests.engine import EngineProcess

HOUR: Final = 3600.0
MOST_STEPS: Final = 4
"""That can be undone: few, so that the oldest is forgotten, too."""

MAX_BYTES: Final = 1 << 20


@dataclass
class Modelled:
    """What a session ought to be."""

    now: tuple[int, float]
    """Its iteration, and the number that all its parameters are."""
    past: list[tuple[int, float]] = field(default_factory=list)
    future: list[tuple[int, float]] = field(default_factory=list)
    revision: int = 0
    used_at: float = 0.0


@dataclass
class Stores:
    """What several processes use, each by a store of its own."""

    processes: list[SessionStore]
    clock: TurnedClock
    expire: Callable[[list[str]], None]
    """Let the time of these sessions be over, which stands still in a real engine."""


class StoreMachine(RuleBasedStateMachine):
    """Does to sessions what requests do; each is answered by any of the processes."""

    stores: Stores
    runner: asyncio.Runner
    ids = Bundle("ids")
    which = st.integers(0, 10)
    amounts = st.sampled_from([0.5, 1.0, -2.0])

    @initialize()
    def begin(self) -> None:
        self.model: dict[str, Modelled] = {}

    def store(self, which: int) -> SessionStore:
        return self.stores.processes[which % len(self.stores.processes)]

    def used(self, session_id: str) -> Modelled | None:
        """Return what is left of a session, which is used now."""
        modelled = self.model.get(session_id)
        if modelled is not None:
            modelled.used_at = self.stores.clock()
        return modelled

    def ask(self, session_id: str, which: int, change: Callable[[Session], None]) -> Any:
        """Do what a request does; return the session as it is described, or None without one."""
        store = self.store(which)

        async def request() -> Any:
            session = await store.get(session_id)
            async with session.turn(0):
                before = session.revision
                change(session)
                if session.revision != before:
                    await store.put(session)
                vector = session.network.parameters.vector
                assert (vector == vector[0]).all()
                return session.describe() | {"value": float(vector[0])}

        try:
            return self.runner.run(request())
        except NotFound:
            return None

    def check(self, session_id: str, seen: Any) -> None:
        modelled = self.used(session_id)
        assert (seen is None) == (modelled is None)
        if modelled is not None:
            assert (seen["iteration"], seen["value"]) == modelled.now
            assert seen["undo"] == len(modelled.past)
            assert seen["redo"] == len(modelled.future)
            assert seen["revision"] == modelled.revision

    @rule(target=ids, which=which)
    def create(self, which: int) -> str:
        session = Session(Network((2, 2)), "zeros", 0, "random", MAX_BYTES, None, MOST_STEPS)
        self.runner.run(self.store(which).create(session))
        self.model[session.id] = Modelled((0, 0.0), used_at=self.stores.clock())
        return session.id

    @rule(target=ids, origin=ids, which=which)
    def fork(self, origin: str, which: int) -> str:
        store = self.store(which)

        async def request() -> Session:
            session = await store.get(origin)
            async with session.turn(0):
                copy = session.copy()
            await store.create(copy)
            return copy

        modelled = self.used(origin)
        if modelled is None:
            with pytest.raises(NotFound):
                self.runner.run(request())
            return origin
        copy = self.runner.run(request())
        self.model[copy.id] = Modelled(modelled.now, used_at=self.stores.clock())
        return copy.id

    @rule(session_id=ids, which=which)
    def look(self, session_id: str, which: int) -> None:
        self.check(session_id, self.ask(session_id, which, lambda _: None))

    @rule(session_id=ids, which=which, amount=amounts)
    def step(self, session_id: str, which: int, amount: float) -> None:
        def change(session: Session) -> None:
            session.change(session.network.parameters.vector + amount, session.iteration + 1)

        modelled = self.model.get(session_id)
        if modelled is not None:
            modelled.past = [*modelled.past, modelled.now][-MOST_STEPS:]
            modelled.future.clear()
            modelled.now = modelled.now[0] + 1, modelled.now[1] + amount
            modelled.revision += 1
        self.check(session_id, self.ask(session_id, which, change))

    @rule(session_id=ids, which=which, is_back=st.booleans(), count=st.integers(1, 3))
    def travel(self, session_id: str, which: int, is_back: bool, count: int) -> None:
        way = Session.undo if is_back else Session.redo
        modelled = self.model.get(session_id)
        if modelled is not None:
            source, target = modelled.past, modelled.future
            if not is_back:
                source, target = target, source
            if len(source) < count:
                with pytest.raises(Conflict):
                    self.ask(session_id, which, lambda session: way(session, count))
                self.used(session_id)
                return
            for _ in range(count):
                target.append(modelled.now)
                modelled.now = source.pop()
            modelled.revision += 1
        self.check(session_id, self.ask(session_id, which, lambda session: way(session, count)))

    @rule(session_id=ids, first=which, second=which, amount=amounts)
    def race(self, session_id: str, first: int, second: int, amount: float) -> None:
        """Two processes change a session at once: what one of them makes is not lost."""
        stores = self.store(first), self.store(second)
        if session_id not in self.model or stores[0] is stores[1]:
            return

        async def both() -> None:
            sessions = [await store.get(session_id) for store in stores]
            async with sessions[0].turn(0), sessions[1].turn(0):
                vector = sessions[0].network.parameters.vector + amount
                sessions[0].change(vector, sessions[0].iteration + 1)
                sessions[1].change(np.zeros_like(vector), 100)
                await stores[0].put(sessions[0])
                with pytest.raises(Overtaken):
                    await stores[1].put(sessions[1])

        self.runner.run(both())
        modelled = self.model[session_id]
        modelled.past = [*modelled.past, modelled.now][-MOST_STEPS:]
        modelled.future.clear()
        modelled.now = modelled.now[0] + 1, modelled.now[1] + amount
        modelled.revision += 1
        self.look(session_id, second)

    @rule(session_id=ids, which=which)
    def delete(self, session_id: str, which: int) -> None:
        delete = self.store(which).delete(session_id)
        if self.model.pop(session_id, None) is None:
            with pytest.raises(NotFound):
                self.runner.run(delete)
        else:
            self.runner.run(delete)

    @rule(hours=st.sampled_from([0.4, 0.7]))
    def wait(self, hours: float) -> None:
        clock = self.stores.clock
        clock.now += hours * HOUR
        over = [name for name, each in self.model.items() if clock() - each.used_at >= HOUR]
        for session_id in over:
            del self.model[session_id]
        self.stores.expire(over)
        for store in self.stores.processes:
            self.runner.run(store.tidy())


@contextmanager
def memory() -> Iterator[Callable[[], Stores]]:
    def make() -> Stores:
        clock = TurnedClock()
        return Stores([MemoryStore(1000, 1 << 30, HOUR, clock)], clock, lambda _: None)

    yield make


@contextmanager
def processes(engine: EngineProcess, runner: asyncio.Runner) -> Iterator[Callable[[], Stores]]:
    """Give two processes with an engine: the second has hardly room to keep anything at hand."""
    engines = [Engine(engine.url, "model", 20) for _ in range(2)]

    def make() -> Stores:
        clock = TurnedClock()
        bounds = (1000, 1 << 30), (2, 1 << 30)
        stores: list[SessionStore] = [
            EngineStore(each, *bound, HOUR, (MAX_BYTES, MOST_STEPS), clock)
            for each, bound in zip(engines, bounds, strict=True)
        ]
        keys = engines[0].key

        def expire(names: list[str]) -> None:
            for name in names:
                engine.client.pexpire(keys("session", name), 0)

        return Stores(stores, clock, expire)

    yield make
    for each in engines:
        runner.run(each.close())


@pytest.mark.parametrize("kind", ["memory", "engine"])
def test_sessions_are_what_a_dict_says(kind: str, request: pytest.FixtureRequest) -> None:
    with asyncio.Runner() as runner:
        stores = (
            memory()
            if kind == "memory"
            else processes(request.getfixturevalue("engine_process"), runner)
        )
        with stores as make:

            class Machine(StoreMachine):
                def __init__(self) -> None:
                    super().__init__()
                    self.stores, self.runner = make(), runner

            run_state_machine_as_test(
                Machine, settings=settings(max_examples=60, stateful_step_count=40)
            )
