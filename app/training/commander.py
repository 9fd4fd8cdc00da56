"""A session's training, live: commands one after the other, and news for the viewers."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Mapping
from contextlib import AbstractContextManager, asynccontextmanager, suppress
from enum import Enum, auto
from time import monotonic
from typing import Any, Final, Protocol

from app.data.digits import Digits
from app.errors import Conflict, NotFound, Overtaken, Unavailable
from app.sessions.compute import Compute
from app.sessions.session import ANY_NUMBER, Session
from app.sessions.store import SessionStore
from app.sessions.watch_key import watch_key_of
from app.training.control import CHANGED, Control
from app.training.mirror import Mirror
from app.training.rate import Rate
from app.training.run import Changes, Run, Runs
from app.training.slots import Slots
from app.training.trainer import Diverged, Trainer

logger = logging.getLogger("nudge")

KEEP_S: Final = 1.0
"""How often a session that trains is stored: where its process dies, no more is lost."""

MADE_WAY: Final = "Another network waited to train here, so this run was paused."
LOST: Final = "The process that trained this network has ended, so the run rests where it was."
LED_ELSEWHERE: Final = "This network is being trained by another process; try again."

FRESH_S: Final = 0.1
"""What other processes know of a run is no older: as old as a frame."""


class Halt(Enum):
    """How a run is to be halted: at the next piece in any case."""

    AFTER_EVALUATION = auto()
    AT_ONCE = auto()


class Order(Protocol):
    """Something that a session's training is told to do."""

    async def do(self, commander: "Commander") -> None:
        """Do it here. Raises: NudgeError where it cannot be done."""


class Peers(Protocol):
    """Knows which process trains which network, and gets to it what it is told to do."""

    process: str
    """What this process is called by the others."""
    attend: Callable[[Session], Awaitable[None]] | None
    """Called when a session that trains here may be shown in other rooms than before."""

    async def lease(self, commander: "Commander") -> bool:
        """Return whether this process may train the network from now on, and no other.

        Raises: NotFound; Unavailable.
        """

    async def release(self, commander: "Commander") -> None:
        """Let others train it."""

    async def hand_over(self, commander: "Commander", order: Order) -> bool:
        """Return whether another process trains the network, and has done what was asked for.

        Raises: NudgeError where that process could not do it; Unavailable where it says nothing.
        """

    def watching(self, commander: "Commander") -> AbstractContextManager[None]:
        """Let somebody watch who is told what happens at other processes, too."""

    async def publish(self, watch_key: str, session: Session) -> None:
        """Let all processes know what can be watched by a key. Raises: Unavailable."""

    async def published(self, watch_key: str) -> Session | None:
        """Return what can be watched by a key, if that is known. Raises: Unavailable."""

    async def run(self) -> None:
        """Keep leases, and listen to the other processes, as long as the server runs."""

    async def close(self) -> None:
        """Let go of all that is not this process's own."""


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
        peers: Peers,
    ) -> None:
        self.session = session
        self.runs = runs
        self.control = Control(session, runs, largest)
        self.rate = Rate()
        self.owners: set[object] = set()
        """Viewers who may command it: as long as there is one, a run goes on."""
        self.owners_elsewhere = 0
        """Those at other processes."""
        self.mirror: Mirror | None = None
        """What another process tells of the training, while it is the one that trains."""
        self.listeners: set[Callable[[], None]] = set()
        """Called when there is news."""
        self.watch_key = watch_key_of(session.id)
        self._status, self._reason = "idle", ""
        self._taken: Mapping[str, Any] | None = None
        """What was last taken over of the training, or stored of it."""
        self._kept_at = 0.0
        self._peers = peers
        self._compute = compute
        self._store = store
        self._digits = digits
        self._slots = slots
        self._commands = asyncio.Lock()
        self._going: asyncio.Task[None] | None = None
        self._halt_asked: Halt | None = None
        self._why_halted = ""
        self.is_abandoned = False
        """Whether a run that stops is kept no more: another process has its network."""
        self._take_over()
        session.watchers.add(self._note_change)

    @property
    def trainer(self) -> Trainer | None:
        """What takes the steps, where a run is under way or was."""
        return self.control.trainer

    @property
    def status(self) -> str:
        """How it stands: `idle`, `running`, `paused`, `finished` or `diverged`."""
        return "paused" if self._is_lost else self._status

    @property
    def reason(self) -> str:
        """Why it is as it is, in a sentence; empty where that needs no words."""
        return LOST if self._is_lost else self._reason

    @property
    def _is_lost(self) -> bool:
        """Whether it was going on when it was stored last, and nobody goes on with it."""
        goes_on = self._going is not None or self.session.is_led_elsewhere
        return self._status == "running" and not goes_on

    def describe(self, run: Run) -> dict[str, object]:
        """Return a run as an answer, without its record."""
        goes_on = run is self.control.run and self.status == "running"
        return run.describe() | ({"status": "running"} if goes_on else {})

    def run_of(self, run_id: str) -> Run:
        """Return one of the session's runs. Raises: NotFound."""
        run = self.runs.get(run_id)
        if run is None:
            raise NotFound("The session has no such run.")
        return run

    def notify(self) -> None:
        """Notify all who listen that there is news."""
        for listener in self.listeners:
            listener()

    async def carry_out(self, order: Order) -> None:
        """Do what is asked for, in whichever process the network is trained.

        Raises: NudgeError where it cannot be done; Overtaken where it can, if asked for again.
        """
        if not await self._peers.hand_over(self, order):
            await order.do(self)

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
            if self.session.stored is not None and self._going is None:
                async with self._changing_runs():
                    pass  # Other processes are to know it.
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
                self._be("paused")
                await self._put()

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
        async with self.session.turn(ANY_NUMBER, refresh=False):
            yield
            await self._put()

    async def show_in(self, room: str) -> None:
        """Note that a room shows the network, for all processes to know."""
        async with self._changing_runs():
            self.session.shown_in.add(room)

    async def leave_alone(self) -> None:
        """Pause if nobody is left who could do so."""
        async with self._command():
            if not self.owners and not self.owners_elsewhere:
                await self._halt()

    async def make_way(self) -> None:
        """Pause, because the network is about to be changed elsewhere."""
        async with self._command():
            if self._going is not None:
                self._why_halted = CHANGED
                await self._halt()

    async def keep(self) -> None:
        """Store how far a run has come, as far as the store lets it, unless it just was."""
        if self._going is not None and monotonic() - self._kept_at > FRESH_S:
            await self._keep()

    def abandon(self) -> None:
        """Stop, and keep nothing: another process has taken the run up, or changed the network."""
        self.is_abandoned = True
        self._halt_asked = Halt.AT_ONCE

    async def end(self) -> None:
        """Stop before the server does: what has been trained is stored."""
        await self._halt()

    def give_way(self) -> None:
        """Pause at the next piece, because another session needs the slot."""
        self._why_halted = MADE_WAY
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
                trainer = await self._prepare(name)
            except BaseException:
                self._slots.give_back(self)
                raise
            trainer.until = None if count is None else trainer.iteration + count
            self.session.is_training = True
            self._going = asyncio.create_task(self._train(trainer))
            self._be("running")
        elif self.trainer is not None:
            self.trainer.until = None if count is None else self.trainer.iteration + count

    async def _prepare(self, name: str) -> Trainer:
        """Return what takes the steps, in no other process. Raises: Overtaken where one does."""
        settings = self.control.settings
        if not await self._peers.lease(self):
            raise Overtaken(LED_ELSEWHERE)
        try:
            async with self.session.turn(ANY_NUMBER):
                self.control.settings = settings  # Whatever has just been read.
                trainer = self.control.prepare(await self._digits(), name)
                await self._put("running")  # Before anybody is told that it runs.
                return trainer
        except BaseException:
            self.control.abandon()
            await self._peers.release(self)
            raise

    async def _halt(self, how: Halt = Halt.AT_ONCE) -> None:
        """Wait until no step is taken any more; a step that is interrupted is not taken."""
        if self._going is not None:
            self._halt_asked = how
            await asyncio.wait([self._going])

    async def _train(self, trainer: Trainer) -> None:
        status, reason = "paused", ""
        try:
            reason = await self._take_turns(trainer) or self._why_halted
            if self._halt_asked is None and not reason:
                status = "finished"
        except Diverged as diverged:
            status, reason = "diverged", str(diverged)
        except (NotFound, Unavailable) as gone:
            goes_on_elsewhere = self._compute.is_stopping and self.session.stored is not None
            reason = LOST if goes_on_elsewhere else str(gone)
        finally:
            self._slots.give_back(self)
            self.session.is_training = False
            try:
                if not self.is_abandoned:
                    self.control.rest(status)
                    await self._keep(status, reason)  # Before anybody is told how it ended.
                if self.is_abandoned:
                    await self._give_up()
                await self._peers.release(self)
            finally:
                self._going = self._halt_asked = None
                self._why_halted = ""
                if self.is_abandoned:
                    self.is_abandoned = False
                    self._note_change()
                else:
                    self._be(status, reason)

    async def _give_up(self) -> None:
        """Drop what was trained, and be as another process has stored it."""
        self.control.abandon()
        if self.session.stored is not None:
            self.session.stored.doubt()
        with suppress(NotFound, Unavailable):  # Then it is read before it is used again.
            async with self.session.turn(ANY_NUMBER):
                pass

    async def _take_turns(self, trainer: Trainer) -> str:
        """Train to the end; return why it ended before, if it did."""
        work, is_last = trainer.work(), False
        self.rate.begin(trainer.iteration)
        self._kept_at = monotonic()
        while True:
            self.control.adjust(trainer)
            is_done = await self._take_turn(work)
            if self.control.is_overtaken:
                return CHANGED
            trainer.run.elapsed_s += self.rate.note(trainer.iteration)
            if monotonic() - self._kept_at > KEEP_S:
                await self._keep()
            if self.is_abandoned:
                return ""
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
            async with self.session.turn(ANY_NUMBER, refresh=False):
                if not (self.control.is_overtaken or self.is_abandoned):
                    self.control.commit()
                    self.control.bound()
        return is_done

    async def _keep(self, status: str = "running", reason: str = "") -> None:
        """Store how far the run has come, unless the network is somewhere else by now.

        Where the store does not answer for a while, the run goes on, and is stored later.
        """
        try:
            async with self.session.turn(ANY_NUMBER, refresh=False):
                self._kept_at = monotonic()
                self.control.mark()
                await self._put(status, reason)
        except Overtaken:
            self.abandon()
        except (NotFound, Unavailable) as error:
            logger.debug("A run could not be stored: %s", error)

    async def _put(self, status: str = "", reason: str = "") -> None:
        """Store the session, and how its training stands; it is the session's turn."""
        if self.session.stored is not None:
            self.session.training = self._taken = {
                "by": self._peers.process,
                "status": status or self.status,
                "reason": reason if status else self.reason,
                "steps_per_second": self.rate.steps_per_second,
                **self.control.write(),
            }
        await self._store.put(self.session)

    def _note_change(self) -> None:
        if self._going is None:
            self._take_over()
        elif self._is_from_elsewhere(self.session.training):
            self.abandon()
        self.notify()

    def _is_from_elsewhere(self, written: Mapping[str, Any] | None) -> bool:
        """Return whether this was read again, and stored by another process that had the lease."""
        is_new = written is not None and written is not self._taken
        return written is not None and is_new and written["by"] != self._peers.process

    def _take_over(self) -> None:
        """Take over how the training stands, where another process has stored it."""
        written = self.session.training
        if written is None or written is self._taken:
            return
        self._taken = written
        self._status, self._reason = written["status"], written["reason"]
        self.rate.steps_per_second = written["steps_per_second"]
        self.control.renew(written)

    def _be(self, status: str, reason: str = "") -> None:
        self._status, self._reason = status, reason
        self.notify()
