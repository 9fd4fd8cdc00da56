"""Sessions and rooms in every order of events, in each store and by two processes, held against a
dict: what is done to them, by whichever process, is done to the dict as well.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple, TypeAlias

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

from app.data.digits import CLASSES, Digits, Split
from app.engine.connection import Engine
from app.engine.post import Post
from app.errors import Conflict, NotFound, Overtaken
from app.nn.network import Network
from app.nn.train_settings import TrainSettings
from app.nn.training import Batches, Descent, one_hot
from app.rooms.deeds import CastVote, Present
from app.rooms.engine_rooms import EngineRooms
from app.rooms.room import Change
from app.rooms.room_questions import Asked, Vote
from app.rooms.room_store import MemoryRooms, RoomStore
from app.rooms.rooms import Rooms
from app.sessions.compute import Compute
from app.sessions.engine_store import EngineStore
from app.sessions.overtaken import again_if_overtaken
from app.sessions.session import Session
from app.sessions.store import MemoryStore, SessionStore
from app.training.broadcast import Broadcasts
from app.training.commander import Peers
from app.training.commanders import Commanders, Limits
from app.training.engine_peers import EnginePeers
from app.training.orders import TakeSteps
from app.training.peers import NoPeers
from tests.again import again
from tests.app.turned_clock import TurnedClock
from tests.engine import EngineProcess

HOUR: Final = 3600.0
MOST_STEPS: Final = 4
"""That can be undone: few, so that the oldest is forgotten, too."""

MAX_BYTES: Final = 1 << 20


SEED: Final = 0
LIMITS: Final = Limits(8, 1000, 1 << 30, 1e6)
QUESTION: Final = Asked("Which?", ("this", "that", "neither"))
LAYERS: Final = (2, 10)


def made_up_digits() -> Digits:
    """Return few pictures of two pixels each."""
    numbers = np.random.default_rng(1)

    def split(count: int) -> Split:
        images = numbers.integers(0, 256, (count, 2), np.uint8)
        return Split(images, np.arange(count, dtype=np.uint8) % 10)

    return Digits(split(250), split(30))


DIGITS: Final = made_up_digits()


class State(NamedTuple):
    """What a network ought to be."""

    iteration: int
    numbers: bytes
    """Its parameters in double precision."""

    def changed(self, amount: float) -> "State":
        """Return the state after a step that adds the same to all parameters."""
        return State(self.iteration + 1, (np.frombuffer(self.numbers) + amount).tobytes())


FIRST: Final = State(0, Network(LAYERS).parameters.vector.tobytes())


@dataclass
class Modelled:
    """What a session ought to be."""

    now: State
    past: list[State] = field(default_factory=list)
    future: list[State] = field(default_factory=list)
    revision: int = 0
    used_at: float = 0.0
    batches: dict[State, int] = field(default_factory=dict)
    """How many mini-batches of its runs have led to a state that one of them goes on from."""

    def change(self, now: State) -> None:
        """Be in another state, and remember the one before."""
        self.past = [*self.past, self.now][-MOST_STEPS:]
        self.future.clear()
        self.now = now

    def train(self, count: int) -> None:
        """Do what training should, by the mathematics alone."""
        network = Network(LAYERS, dtype=np.float32)
        network.parameters.vector[...] = np.frombuffer(self.now.numbers)
        begin = State(self.now.iteration, network.parameters.vector.astype(np.float64).tobytes())
        first = self.batches.setdefault(begin, 0)
        settings, descent = TrainSettings(seed=SEED), Descent(network)
        settings.apply(descent)
        batches = Batches(len(DIGITS.train), settings.batch_size, settings.seed)
        for position in range(first, first + count):
            batch = batches[position]
            targets = one_hot(DIGITS.train.labels[batch], CLASSES, np.float32)
            pixels = DIGITS.train.pixels(batch, np.float32)
            descent.step(pixels, targets, settings.learning_rate)
        numbers = network.parameters.vector.astype(np.float64).tobytes()
        self.change(State(self.now.iteration + count, numbers))
        self.batches[self.now] = first + count


class Process:
    """What one process has: a store of sessions, their training, and rooms."""

    def __init__(
        self, store: SessionStore, rooms: RoomStore, peers: Peers, broadcasts: Broadcasts
    ) -> None:
        async def digits() -> Digits:
            return DIGITS

        self.store, self.peers, self.broadcasts = store, peers, broadcasts
        self.compute = Compute(8, 8)
        self.commanders = Commanders(self.compute, store, digits, LIMITS, peers)
        self.rooms = Rooms(rooms, self.commanders, 10)
        self._listening: asyncio.Task[None] | None = None

    async def begin(self) -> None:
        """Listen to other processes."""
        self._listening = asyncio.create_task(self.peers.run())

    async def train(self, session_id: str, count: int) -> Any:
        """Take steps, and wait until they are taken; return the session as it is described."""
        session = await self.store.get(session_id)
        await session.catch_up()
        commander = self.commanders.of(session)
        news = asyncio.Event()
        commander.listeners.add(news.set)
        try:
            await again_if_overtaken(lambda: commander.carry_out(TakeSteps(count)))
            while commander.status == "running":
                await news.wait()
                news.clear()
        finally:
            commander.listeners.discard(news.set)
        return described(session)

    async def close(self) -> None:
        """Let go of what is left."""
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.wait({self._listening})
        await self.rooms.close()
        await self.peers.close()
        self.compute.close()


def described(session: Session) -> Any:
    numbers = session.network.parameters.vector.tobytes()
    return session.describe() | {"state": State(session.iteration, numbers)}


@dataclass
class Stores:
    """What several processes use, each by a store of its own."""

    processes: list[Process]
    clock: TurnedClock
    expire: Callable[[list[str]], None]
    """Let the time of these sessions be over, which stands still in a real engine."""


class StoreMachine(RuleBasedStateMachine):
    """Does to sessions what requests do; each is answered by any of the processes."""

    stores: Stores
    runner: asyncio.Runner
    ids = Bundle("ids")
    codes = Bundle("codes")
    which = st.integers(0, 10)
    amounts = st.sampled_from([0.5, 1.0, -2.0])

    @initialize()
    def begin(self) -> None:
        self.model: dict[str, Modelled] = {}
        self.votes: dict[str, dict[str, int]] = {}

    def process(self, which: int) -> Process:
        return self.stores.processes[which % len(self.stores.processes)]

    def store(self, which: int) -> SessionStore:
        return self.process(which).store

    def used(self, session_id: str) -> Modelled | None:
        """Return what is left of a session, which is used now."""
        modelled = self.model.get(session_id)
        if modelled is not None:
            modelled.used_at = self.stores.clock()
        return modelled

    def ask(self, session_id: str, which: int, change: Callable[[Session], Awaitable[None]]) -> Any:
        """Do what a request does; return the session as it is described, or None without one."""
        store = self.store(which)

        async def request() -> Any:
            session = await store.get(session_id)
            async with session.turn(0):
                before = session.revision
                await change(session)
                if session.revision != before:
                    await store.put(session)
                return described(session)

        try:
            return self.runner.run(request())
        except NotFound:
            return None

    def check(self, session_id: str, seen: Any) -> None:
        modelled = self.used(session_id)
        assert (seen is None) == (modelled is None)
        if modelled is not None:
            assert seen["state"] == modelled.now
            assert seen["undo"] == len(modelled.past)
            assert seen["redo"] == len(modelled.future)
            assert seen["revision"] == modelled.revision

    @rule(target=ids, which=which)
    def create(self, which: int) -> str:
        session = Session(Network(LAYERS), "zeros", SEED, "random", MAX_BYTES, None, MOST_STEPS)
        self.runner.run(self.store(which).create(session))
        self.model[session.id] = Modelled(FIRST, used_at=self.stores.clock())
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
        async def change(_: Session) -> None:
            pass

        self.check(session_id, self.ask(session_id, which, change))

    @rule(session_id=ids, which=which, amount=amounts)
    def step(self, session_id: str, which: int, amount: float) -> None:
        async def change(session: Session) -> None:
            session.change(session.network.parameters.vector + amount, session.iteration + 1)

        modelled = self.model.get(session_id)
        if modelled is not None:
            modelled.change(modelled.now.changed(amount))
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
        modelled.change(modelled.now.changed(amount))
        modelled.revision += 1
        self.look(session_id, second)

    @rule(session_id=ids, which=which, count=st.integers(1, 4))
    def train(self, session_id: str, which: int, count: int) -> None:
        """Train at any process: it goes on wherever a run of any of them has led."""
        modelled = self.model.get(session_id)
        if modelled is None:
            with pytest.raises(NotFound):
                self.runner.run(self.process(which).train(session_id, count))
            return
        modelled.train(count)
        self.check(session_id, self.runner.run(self.process(which).train(session_id, count)))

    @rule(target=codes, which=which)
    def open_room(self, which: int) -> str:
        session = Session(Network(LAYERS), "zeros", SEED, "random", MAX_BYTES)

        async def opened() -> str:
            await self.store(which).create(session)
            live, _ = await self.process(which).rooms.open(session)
            await live.do(Present(Change(asks=QUESTION)))
            return live.room.code

        code = self.runner.run(opened())
        self.votes[code] = {}
        return code

    @rule(code=codes, which=which, seat=st.sampled_from("abc"), choice=st.integers(0, 2))
    def vote(self, code: str, which: int, seat: str, choice: int) -> None:
        async def voted() -> list[int]:
            live = await self.process(which).rooms.find(code)
            assert live is not None
            await live.do(CastVote("1", seat, Vote(choice)))
            other = await self.process(which + 1).rooms.find(code)
            assert other is not None
            counts: list[int] = other.room.questions.get("1").counts
            return counts

        self.votes[code][seat] = choice
        counted = Counter(self.votes[code].values())
        assert self.runner.run(voted()) == [counted[each] for each in range(3)]

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
        for process in self.stores.processes:
            self.runner.run(process.store.tidy())


Make: TypeAlias = Callable[[], Stores]


@contextmanager
def memory(_runner: asyncio.Runner) -> Iterator[Make]:
    def make() -> Stores:
        clock = TurnedClock()
        store = MemoryStore(1000, 1 << 30, HOUR, clock)
        rooms = MemoryRooms(1000, 100 * HOUR, 100 * HOUR)
        return Stores([Process(store, rooms, NoPeers(), Broadcasts())], clock, lambda _: None)

    yield make


@contextmanager
def processes(engine: EngineProcess, runner: asyncio.Runner) -> Iterator[Make]:
    """Give two processes with an engine: the second has hardly room to keep anything at hand."""
    engines = [Engine(engine.url, "model", 20) for _ in range(2)]

    async def begun(process: Process, its_engine: Engine) -> None:
        await process.begin()
        inbox = its_engine.key("process", its_engine.process)
        while engine.client.pubsub_numsub(inbox)[0][1] == 0:
            await its_engine.call(lambda client: client.ping())

    def make() -> Stores:
        clock = TurnedClock()
        made = []
        for each, bounds in zip(engines, ((1000, 1 << 30), (2, 1 << 30)), strict=True):
            store = EngineStore(each, *bounds, HOUR, (MAX_BYTES, MOST_STEPS), clock)
            rooms = EngineRooms(each, 1000, 100 * HOUR, 100 * HOUR, 10, (MAX_BYTES, MOST_STEPS))
            broadcasts = Broadcasts()
            peers = EnginePeers(each, Post(each), store, broadcasts)
            made.append(Process(store, rooms, peers, broadcasts))
            runner.run(begun(made[-1], each))

        def expire(names: list[str]) -> None:
            for name in names:
                engine.client.pexpire(engines[0].session_keys(name).itself, 0)

        return Stores(made, clock, expire)

    yield make
    for each in engines:
        runner.run(each.close())


@pytest.mark.parametrize("kind", ["engine", *again("memory")])
def test_sessions_are_what_a_dict_says(kind: str, request: pytest.FixtureRequest) -> None:
    with asyncio.Runner() as runner:
        stores = (
            memory(runner)
            if kind == "memory"
            else processes(request.getfixturevalue("engine_process"), runner)
        )
        with stores as make:

            class Machine(StoreMachine):
                def __init__(self) -> None:
                    super().__init__()
                    self.stores, self.runner = make(), runner

                def teardown(self) -> None:
                    for process in self.stores.processes:
                        runner.run(process.close())

            run_state_machine_as_test(
                Machine, settings=settings(max_examples=60, stateful_step_count=40, deadline=None)
            )
