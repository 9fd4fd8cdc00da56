"""A session's training, live: commands one after the other, and news for the viewers."""

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Generator
from contextlib import asynccontextmanager
from enum import Enum, auto
from time import monotonic
from typing import Final, NamedTuple, Protocol

from app.data.digits import Digits
from app.errors import Conflict, NotFound, Overtaken, TooManyRequests, Unavailable
from app.sessions.compute import Compute
from app.sessions.session import ANY_NUMBER, Session
from app.sessions.store import SessionStore
from app.training.control import CHANGED, Control
from app.training.rate import Rate
from app.training.run import Changes, Run, Runs
from app.training.trainer import Diverged, Trainer
from app.training.written_runs import StoredRuns

logger = logging.getLogger("nudge")

KEEP_S: Final = 1.0
"""How often a session that trains is stored: where its process dies, no more is lost."""

MAKES_WAY_AFTER_S: Final = 60.0
MADE_WAY: Final = "Another network waited to train here, so this run was paused."

WATCH_KEY_BYTES: Final = 16
"""128 random bits: knowing a session's watch key is enough to watch it, and for nothing else."""


class Limits(NamedTuple):
    """How much training there may be."""

    sessions: int
    """That train at once."""
    runs: int
    """Of one session."""
    run_bytes: int
    """That one session's runs may take."""
    parameter_size: float
    """Beyond which no parameter may grow."""


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


class Halt(Enum):
    """How a run is to be halted: at the next piece in any case."""

    AFTER_EVALUATION = auto()
    AT_ONCE = auto()


class Commander:
    """Trains one session's network as commanded from any page, and notifies the viewers."""

    def __init__(
        self,
        session: Session,
        runs: Runs,
        compute: Compute,
        store: SessionStore,
        digits: Callable[[], Awaitable[Digits]],
        slots: Slots,
        largest: float,
    ) -> None:
        self.session = session
        self.runs = runs
        self.control = Control(session, runs, largest)
        self.status = "idle"
        self.reason = ""
        """Why it is as it is, in a sentence; empty where that needs no words."""
        self.rate = Rate()
        self.owners: set[object] = set()
        """Viewers who may command it: as long as there is one, a run goes on."""
        self.listeners: set[Callable[[], None]] = set()
        """Called when there is news."""
        self.watch_key = secrets.token_urlsafe(WATCH_KEY_BYTES)
        self._compute = compute
        self._store = store
        self._digits = digits
        self._slots = slots
        self._commands = asyncio.Lock()
        self._going: asyncio.Task[None] | None = None
        self._halt_asked: Halt | None = None
        self._made_way = False
        session.watchers.add(self.notify)

    @property
    def trainer(self) -> Trainer | None:
        """What takes the steps, where a run is under way or was."""
        return self.control.trainer

    def notify(self) -> None:
        """Notify all who listen that there is news."""
        for listener in self.listeners:
            listener()

    async def start(self, changes: Changes, epochs: int | None, name: str = "") -> None:
        """Train until a command to pause, or for a number of epochs. Raises: TooManyRequests."""
        async with self._command():
            await self._change(changes)
            if name:
                await self._halt()
            await self._go(None if epochs is None else epochs * await self._per_epoch(), name)

    async def take_steps(self, count: int) -> None:
        """Take `count` more steps; those that are still due come first."""
        async with self._command():
            trainer = self.trainer
            if self._going is None or trainer is None:
                await self._go(count)
            else:
                trainer.until = count + (
                    trainer.iteration if trainer.until is None else trainer.until
                )

    async def take_epoch(self) -> None:
        """Take as many steps as an epoch has."""
        await self.take_steps(await self._per_epoch())

    async def pause(self) -> None:
        """Stop, and evaluate once more, so that it is known how the network does here."""
        async with self._command():
            await self._halt(Halt.AFTER_EVALUATION)

    async def change(self, changes: Changes) -> None:
        """Train with other settings from the next step on."""
        async with self._command():
            await self._change(changes)
            self.notify()

    async def stop(self) -> None:
        """Stop, and end the run: the next step begins another."""
        async with self._command():
            await self._halt(Halt.AFTER_EVALUATION)
            async with self._changing_runs():
                self.control.end()
            self._be("idle")

    async def go(self, run: Run, iteration: int) -> None:
        """Set the network to a checkpoint of a run. Raises: NotFound."""
        async with self._command():
            await self._halt()
            checkpoint = run.checkpoint_at(iteration)
            if checkpoint is None:
                raise NotFound("The run keeps no checkpoint of this iteration: see its `moments`.")
            async with self.session.turn(ANY_NUMBER):
                self.control.go(run, checkpoint)
                await self._store.put(self.session)
            self._be("paused")

    async def rename(self, run: Run, name: str) -> None:
        """Give a run another name; a number is added where another run has it."""
        async with self._changing_runs():
            run.name = self.runs.free_name(name, run)
        self.notify()

    async def remove(self, run: Run) -> None:
        """Drop a run; the network stays as it is. Raises: Conflict where it is under way."""
        async with self._changing_runs():
            if self.control.run is run:
                if self.session.is_training:
                    raise Conflict("This run is under way; pause it first.")
                self.control.end()
            self.runs.remove(run.id)
        self.notify()

    @asynccontextmanager
    async def _changing_runs(self) -> AsyncIterator[None]:
        """Have the session's turn, and store what the block has changed about its runs."""
        async with self.session.turn(ANY_NUMBER, anew=False):
            yield
            await self._store.put(self.session)

    async def leave_alone(self) -> None:
        """Pause if nobody is left who could do so."""
        async with self._command():
            if not self.owners:
                await self._halt()

    def give_way(self) -> None:
        """Pause at the next piece, because another session needs the slot."""
        self._made_way = True
        self._halt_asked = Halt.AT_ONCE

    @asynccontextmanager
    async def _command(self) -> AsyncIterator[None]:
        """Wait until all other commands are carried out."""
        async with self._commands:
            self._slots.note_command(self)
            if self._halt_asked is not None:  # the client that asked for it may have disconnected
                await self._halt(self._halt_asked)
            yield

    async def _per_epoch(self) -> int:
        example_count = len((await self._digits()).train)
        return -(-example_count // self.control.settings.batch_size)

    async def _change(self, changes: Changes) -> None:
        before = self.control.settings
        settings = before.changed(changes)
        if self._going is None or settings.sees_same_digits(before):
            self.control.settings = settings  # A run takes it over before its next slice.
            return
        until = None if self.trainer is None else self.trainer.until
        await self._halt()
        self.control.settings = settings
        if until is None:
            await self._go(None)
        elif until > self.session.iteration:
            await self._go(until - self.session.iteration)

    async def _go(self, count: int | None, name: str = "") -> None:
        """Take `count` steps from here, or steps without end."""
        if self._going is not None and self.trainer is None:
            await asyncio.wait([self._going])  # It has ended, and is being stored.
        if self._going is None:
            self._slots.take(self)
            try:
                async with self.session.turn(ANY_NUMBER):
                    trainer = self.control.prepare(await self._digits(), name)
            except BaseException:
                self._slots.give_back(self)
                raise
            trainer.until = None if count is None else trainer.iteration + count
            self.session.is_training = True
            self._be("running")
            self._going = asyncio.create_task(self._train(trainer))
        elif self.trainer is not None:
            self.trainer.until = None if count is None else self.trainer.iteration + count

    async def _halt(self, how: Halt = Halt.AT_ONCE) -> None:
        """Wait until no step is taken any more; a step that is interrupted is not taken."""
        if self._going is not None:
            self._halt_asked = how
            await asyncio.wait([self._going])

    async def _train(self, trainer: Trainer) -> None:
        status, reason = "paused", ""
        try:
            reason = await self._take_turns(trainer) or (MADE_WAY if self._made_way else "")
            if self._halt_asked is None and not reason:
                status = "finished"
        except Diverged as diverged:
            status, reason = "diverged", str(diverged)
        except (NotFound, Unavailable) as gone:
            reason = str(gone)
        finally:
            self._slots.give_back(self)
            self.session.is_training = False
            self.control.rest(status)
            try:
                await self._keep()  # Before anybody is told how it ended.
            finally:
                self._going = self._halt_asked = None
                self._made_way = False
                self._be(status, reason)

    async def _take_turns(self, trainer: Trainer) -> str:
        """Train to the end; return why it ended before, if it did."""
        work, is_last = trainer.work(), False
        self.rate.begin(trainer.iteration)
        kept = monotonic()
        while True:
            self.control.adjust(trainer)
            is_done = await self._take_turn(work)
            if self.control.is_overtaken:
                return CHANGED
            trainer.run.elapsed_s += self.rate.note(trainer.iteration)
            if monotonic() - kept > KEEP_S:
                await self._keep()
                kept = monotonic()
            # Nothing is awaited from here to the end of the run: no command is lost.
            if self._halt_asked is Halt.AT_ONCE or (is_done and is_last):
                return ""
            if self._halt_asked is not None and not is_last:
                work, is_last = trainer.evaluate(), True
            elif is_done and trainer.is_step_due:
                work = trainer.work()  # They were asked for while it was about to end.
            elif is_done:
                return ""

    async def _take_turn(self, work: Generator[None, None, None]) -> bool:
        """Train for a slice; return whether the work is done."""
        try:
            is_done = await self._compute.turn(work, self.session.id)
        finally:
            async with self.session.turn(ANY_NUMBER, anew=False):
                if not self.control.is_overtaken:
                    self.control.commit()
                    self.control.bound()
        return is_done

    async def _keep(self) -> None:
        """Store how far the run has come, unless the network is somewhere else by now.

        Where the store does not answer for a while, the run goes on, and is stored later.
        """
        try:
            async with self.session.turn(ANY_NUMBER, anew=False):
                self.control.mark()
                await self._store.put(self.session)
        except Overtaken:
            async with self.session.turn(ANY_NUMBER):
                pass  # What another process has made of the network is here now.
        except (NotFound, Unavailable) as error:
            logger.debug("A run could not be stored: %s", error)

    def _be(self, status: str, reason: str = "") -> None:
        self.status, self.reason = status, reason
        self.notify()


class Commanders:
    """The training of all sessions: a commander for each, from when one is first asked for."""

    def __init__(
        self,
        compute: Compute,
        store: SessionStore,
        digits: Callable[[], Awaitable[Digits]],
        limits: Limits,
    ) -> None:
        self._compute = compute
        self._store = store
        self._digits = digits
        self._limits = limits
        self._slots = Slots(limits.sessions)
        self._by_session: dict[str, Commander] = {}
        self._by_watch_key: dict[str, Commander] = {}

    @property
    def training(self) -> int:
        """How many sessions train."""
        return len(self._slots)

    @property
    def viewers(self) -> int:
        """How many sockets are open."""
        return sum(len(commander.session.viewers) for commander in self._by_session.values())

    def of(self, session: Session) -> Commander:
        """Return the one commander of a session."""
        commander = self._by_session.get(session.id)
        return self._begin(session) if commander is None else commander

    def watched(self, watch_key: str) -> Commander:
        """Return the commander with a watch key. Raises: NotFound."""
        commander = self._by_watch_key.get(watch_key)
        if commander is None:
            raise NotFound("There is nothing to watch by this key, or no longer.")
        return commander

    def seed_of(self, session: Session) -> int:
        """Return what decides the next mini-batches: a run may have been given another seed."""
        commander = self._by_session.get(session.id)
        return session.seed if commander is None else commander.control.settings.seed

    def _begin(self, session: Session) -> Commander:
        limits = self._limits
        runs = StoredRuns(limits.runs, limits.run_bytes)
        session.begin_runs(runs)
        commander = Commander(
            session,
            runs,
            self._compute,
            self._store,
            self._digits,
            self._slots,
            limits.parameter_size,
        )

        commander.status = commander.control.resume()

        def forget_if_closed() -> None:
            if session.closed:
                self._by_session.pop(session.id, None)
                self._by_watch_key.pop(commander.watch_key, None)

        session.watchers.add(forget_if_closed)
        self._by_session[session.id] = commander
        self._by_watch_key[commander.watch_key] = commander
        return commander
