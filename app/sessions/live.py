"""A session's training, live: commands one after the other, and news for whoever watches."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from time import monotonic
from typing import Final

from app.data.digits import Digits
from app.errors import NotFound, TooManyRequests, Unavailable
from app.sessions.compute import Compute
from app.sessions.pace import Pace
from app.sessions.run import Run
from app.sessions.session import Session
from app.sessions.store import SessionStore
from app.sessions.trainer import Diverged, Trainer
from app.sessions.training import CHANGED, Training

TOUCH_S: Final = 5.0
"""How often a session that trains is noted as being in use."""

ANY_NUMBER: Final = 1 << 30


class Slots:
    """How many sessions train at once."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.taken = 0

    def take(self) -> None:
        """Take one. Raises: TooManyRequests where there is none."""
        if self.taken >= self.count:
            raise TooManyRequests("Too many networks train on this server; try again later.", 5)
        self.taken += 1

    def give_back(self) -> None:
        """Let another session have it."""
        self.taken -= 1


class Live:
    """Trains one session's network as commanded, whoever commands, and tells the viewers."""

    def __init__(
        self,
        session: Session,
        compute: Compute,
        store: SessionStore,
        digits: Callable[[], Awaitable[Digits]],
        slots: Slots,
        largest: float,
    ) -> None:
        self.session = session
        self.training = Training(session, largest)
        self.status = "idle"
        self.reason = ""
        """Why it is as it is, in a sentence; empty where that needs no words."""
        self.pace = Pace()
        self.viewers: set[Callable[[], None]] = set()
        """What to call when there is news."""
        self._compute = compute
        self._store = store
        self._digits = digits
        self._slots = slots
        self._commands = asyncio.Lock()
        self._going: asyncio.Task[None] | None = None
        self._is_halting = False
        session.watchers.add(self.tell)

    @property
    def trainer(self) -> Trainer | None:
        """What takes the steps, where a run is under way or was."""
        return self.training.trainer

    def tell(self) -> None:
        """Let everybody who watches know that there is news."""
        for viewer in self.viewers:
            viewer()

    async def start(self, changes: Mapping[str, float], epochs: int | None, name: str = "") -> None:
        """Train until told to pause, or for so many epochs. Raises: TooManyRequests."""
        async with self._commands:
            await self._change(changes)
            if name:
                await self._halt()
            await self._go(None if epochs is None else epochs * await self._per_epoch(), name)

    async def take_steps(self, count: int) -> None:
        """Take so many steps more; those that are still to be taken come first."""
        async with self._commands:
            due = 0
            if self._going is not None and self.trainer is not None and self.trainer.until:
                due = max(0, self.trainer.until - self.trainer.iteration)
            await self._go(due + count)

    async def take_epoch(self) -> None:
        """Take as many steps as an epoch has."""
        await self.take_steps(await self._per_epoch())

    async def pause(self) -> None:
        """Stop after the present step."""
        async with self._commands:
            await self._halt()

    async def change(self, changes: Mapping[str, float]) -> None:
        """Train with other settings from the next step on."""
        async with self._commands:
            await self._change(changes)
            self.tell()

    async def stop(self) -> None:
        """Stop, and end the run: the next step begins another."""
        async with self._commands:
            await self._halt()
            self.training.end()
            self._be("idle")

    async def go(self, run: Run, iteration: int) -> None:
        """Set the network to a kept moment of a run. Raises: NotFound."""
        async with self._commands:
            await self._halt()
            moment = run.moment_at(iteration)
            if moment is None:
                raise NotFound("The run does not keep this moment; its `moments` says which.")
            async with self.session.turn(ANY_NUMBER):
                self.training.go(run, moment)
                await self._store.put(self.session)
            self._be("paused")

    async def leave_alone(self) -> None:
        """Pause where nobody watches any more."""
        if not self.viewers:
            await self.pause()

    async def _per_epoch(self) -> int:
        example_count = len((await self._digits()).train)
        return -(-example_count // self.training.settings.batch_size)

    async def _change(self, changes: Mapping[str, float]) -> None:
        before = self.training.settings
        settings = before.changed(changes)
        if self._going is None or settings.sees_same_digits(before):
            self.training.settings = settings  # A run takes it over before its next slice.
            return
        trainer = self.trainer
        until = None if trainer is None else trainer.until
        due = None if until is None or trainer is None else max(0, until - trainer.iteration)
        await self._halt()
        self.training.settings = settings
        await self._go(due)

    async def _go(self, count: int | None, name: str = "") -> None:
        """Take `count` steps from here, or steps without end."""
        if self._going is None:
            self._slots.take()
            try:
                async with self.session.turn(ANY_NUMBER):
                    trainer = self.training.prepare(await self._digits(), name)
            except BaseException:
                self._slots.give_back()
                raise
            trainer.until = None if count is None else trainer.iteration + count
            self.session.is_training = True
            self._be("running")
            self._going = asyncio.create_task(self._train(trainer))
        elif self.trainer is not None:
            self.trainer.until = None if count is None else self.trainer.iteration + count

    async def _halt(self) -> None:
        """Wait until the present step is over and the digits are read once more."""
        if self._going is None:
            return
        self._is_halting = True
        if self.trainer is not None:
            self.trainer.until = self.trainer.iteration
        await asyncio.wait([self._going])
        self._is_halting = False

    async def _train(self, trainer: Trainer) -> None:
        status, reason = "paused", ""
        try:
            reason = await self._take_turns(trainer)
            if not self._is_halting and not reason:
                status = "finished"
        except Diverged as diverged:
            status, reason = "diverged", str(diverged)
        except (NotFound, Unavailable) as gone:
            reason = str(gone)
        finally:
            self._slots.give_back()
            self.session.is_training = False
            self._going = None
            self.training.rest(status)
            await self._store.put(self.session)
            self._be(status, reason)

    async def _take_turns(self, trainer: Trainer) -> str:
        """Train to the end; return why it ended before, if it did."""
        work = trainer.work()
        self.pace.begin(trainer.iteration)
        touched = monotonic()
        is_done = False
        while not is_done:
            self.training.adjust(trainer)
            try:
                is_done = await self._compute.turn(work)
            except Diverged:
                self.training.commit()
                raise
            async with self.session.turn(ANY_NUMBER):
                if self.training.is_overtaken:
                    return CHANGED
                self.training.commit()
            trainer.run.record.thin()
            trainer.run.elapsed_s += self.pace.note(trainer.iteration)
            if monotonic() - touched > TOUCH_S:
                touched = monotonic()
                await self._store.put(self.session)
        return ""

    def _be(self, status: str, reason: str = "") -> None:
        self.status, self.reason = status, reason
        self.tell()
