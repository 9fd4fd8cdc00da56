"""Several processes that serve at one address, and the parent that keeps them running.

uvicorn has such a parent, too. Its workers share one queue of connections, of which the first that
wakes takes all: with three hundred phones that come at once and stay, one worker has them. It
makes uvicorn's own server, has no pause between attempts, and leaves workers behind when it dies.
"""

import logging
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from types import FrameType
from typing import Final

from app.operating.worker_figures import Telling

logger = logging.getLogger("nudge")

BEAT: Final = b"."

LOOK_S: Final = 1.0
START_S: Final = 120.0
"""How long a worker may take to start, on a slow and busy machine."""
SILENT_S: Final = 30.0
"""A worker whose event loop has said nothing for so long answers nobody: it is ended."""
STEADY_S: Final = 60.0
"""Who has lived so long is replaced at once; others after a pause that doubles."""
FIRST_PAUSE_S: Final = 1.0
LONGEST_PAUSE_S: Final = 30.0
END_S: Final = 10.0
"""How much longer than its requests a worker may take to end."""

NOT_STARTED: Final = 1

Work = Callable[[int, Sequence[socket.socket], Connection, Connection], None]
"""What a worker does, given its number, its listeners, and where to say that it lives and what
figures it has. It is sent to a new process, so it must be a module's function or a `partial`."""


class SharedPort:
    """The addresses at which all workers listen.

    On Linux each has listeners of its own, among which the system divides connections evenly, and
    those of a worker that has died are gone with it. Elsewhere all share the same.
    """

    def __init__(self, listeners: Sequence[socket.socket]) -> None:
        """Take over what was listened on alone, so nobody else has it."""
        self._addresses = [(each.family, each.getsockname()) for each in listeners]
        self._kept = [*listeners]
        if self._is_divided:
            for each in listeners:
                each.close()
            self._kept = self._bound()

    @contextmanager
    def listeners(self) -> Iterator[list[socket.socket]]:
        """Give listeners for a worker that is started meanwhile."""
        own = self._bound() if self._is_divided else []
        try:
            yield own or self._kept
        finally:
            for each in own:
                each.close()

    def close(self) -> None:
        """Let the addresses go."""
        for each in self._kept:
            each.close()

    @property
    def _is_divided(self) -> bool:
        return sys.platform == "linux"

    def _bound(self) -> list[socket.socket]:
        """Return new sockets at the addresses, which do not listen yet."""
        bound = []
        for family, address in self._addresses:
            own = socket.socket(family)
            own.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            own.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            if family == socket.AF_INET6:
                own.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            own.bind(address)
            bound.append(own)
        return bound


@dataclass
class Running:
    """A worker's process."""

    process: SpawnProcess
    beats: Connection
    figures: Telling
    began_at: float
    heard_at: float | None = None
    """When it said last that it lives; None until it serves."""

    def is_silent(self, now: float, drain_s: float) -> bool:
        """Return whether nothing was heard of it for too long, also if somebody else ends it."""
        if self.heard_at is None:
            return now - self.began_at > START_S
        return now - self.heard_at > SILENT_S + drain_s

    def hear(self, now: float) -> None:
        """Take note of what it has said."""
        try:
            while self.beats.poll():
                self.beats.recv_bytes()
                self.heard_at = now
        except (EOFError, OSError):
            pass  # It has ended, which its process tells.

    def close(self) -> None:
        """Forget it once it has ended."""
        self.beats.close()
        self.figures.close()
        self.process.close()


@dataclass
class Slot:
    """A worker's number, and who holds it now."""

    number: int
    running: Running | None = None
    due_at: float = 0.0
    pause_s: float = 0.0


class Supervisor:
    """Starts workers, starts others for those that die, and ends all when it is told to."""

    def __init__(
        self,
        count: int,
        port: SharedPort,
        work: Work,
        drain_s: float,
        on_ready: Callable[[], None],
    ) -> None:
        """drain_s: how long requests may take to finish; on_ready: called once all serve."""
        self._slots = [Slot(number) for number in range(1, count + 1)]
        self._port = port
        self._work = work
        self._drain_s = drain_s
        self._on_ready = on_ready
        self._context = get_context("spawn")
        self._is_ready = self._is_ending = self._has_failed = False
        self.started = 0

    @property
    def tellings(self) -> dict[int, Telling]:
        """The ways to the figures of those that run, by their numbers."""
        running = {slot.number: slot.running for slot in self._slots}
        return {number: each.figures for number, each in running.items() if each is not None}

    def run(self) -> int:
        """Keep the workers running until told to end; return the exit code."""
        with self._minding_signals() as woken:
            while not (self._is_ending or self._has_failed):
                self._start_those_due()
                self._wait(woken)
                self._look()
            self._end()
        return NOT_STARTED if self._has_failed else 0

    def _start_those_due(self) -> None:
        for slot in self._slots:
            if slot.running is None and time.monotonic() >= slot.due_at:
                slot.running = self._start(slot.number)

    def _start(self, number: int) -> Running:
        heard, beats = self._context.Pipe(duplex=False)
        asking, figures = self._context.Pipe()
        resource_tracker.ensure_running()  # Else it would let SIGINT in again.
        # A worker that is not there yet is not to hear of it: it would end with a traceback.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            with self._port.listeners() as listeners:
                process = self._context.Process(
                    target=self._work, args=(number, listeners, beats, figures)
                )
                process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        beats.close()
        figures.close()
        self.started += 1
        return Running(process, heard, Telling(asking), time.monotonic())

    def _wait(self, woken: int) -> None:
        """Wait until a worker says something or ends, a signal comes, or some time has passed."""
        alive = [slot.running for slot in self._slots if slot.running is not None]
        due = [slot.due_at for slot in self._slots if slot.running is None]
        within_s = min([LOOK_S, *(at - time.monotonic() for at in due)])
        first_words = [each.beats for each in alive if each.heard_at is None]
        ends = [each.process.sentinel for each in alive]
        wait([woken, *ends, *first_words], max(0.0, within_s))

    def _look(self) -> None:
        now = time.monotonic()
        for slot in self._slots:
            running = slot.running
            if running is None:
                continue
            was_there = running.heard_at is not None
            running.hear(now)
            if running.heard_at is not None and not was_there:
                logger.info("Worker %d serves, process %d.", slot.number, running.process.pid)
            if running.process.is_alive() and running.is_silent(now, self._drain_s):
                logger.error("Worker %d answers nobody and is ended.", slot.number)
                running.process.kill()
                running.process.join()
            if not running.process.is_alive():
                self._note_end(slot, running, now)
        is_ready = all(slot.running and slot.running.heard_at for slot in self._slots)
        if is_ready and not self._is_ready:
            self._is_ready = True
            self._on_ready()

    def _note_end(self, slot: Slot, running: Running, now: float) -> None:
        """Have another started: at once, or later where they die again and again."""
        how = _how(running.process.exitcode)
        slot.running = None
        running.close()
        if self._is_ending:
            return
        if not self._is_ready:
            logger.error("Worker %d could not start: it ended %s.", slot.number, how)
            self._has_failed = True
            return
        is_steady = now - running.began_at >= STEADY_S
        slot.due_at = now + (0.0 if is_steady else slot.pause_s)
        logger.error(
            "Worker %d ended %s; another is started%s.",
            slot.number,
            how,
            f" in {slot.pause_s:.0f} s" if slot.due_at > now else "",
        )
        slot.pause_s = min(LONGEST_PAUSE_S, max(FIRST_PAUSE_S, 2 * slot.pause_s))
        if is_steady:
            slot.pause_s = FIRST_PAUSE_S

    def _end(self) -> None:
        """End all workers, those at last by force that do not end by themselves."""
        alive = [slot.running for slot in self._slots if slot.running is not None]
        for each in alive:
            each.process.terminate()
        by = time.monotonic() + self._drain_s + END_S
        while alive and (left_s := by - time.monotonic()) > 0:
            wait([each.process.sentinel for each in alive], left_s)
            alive = [each for each in alive if each.process.is_alive()]
        for each in alive:
            logger.error("A worker did not end in time, and is ended by force.")
            each.process.kill()
        for slot in self._slots:
            running, slot.running = slot.running, None  # No signal finds it any more.
            if running is not None:
                running.process.join()
                running.close()
        self._port.close()

    @contextmanager
    def _minding_signals(self) -> Iterator[int]:
        """Take signals as requests to end; give what can be read when one has come."""
        woken, wake = os.pipe()

        def end(sig: int, _frame: FrameType | None) -> None:
            if self._is_ending and sig == signal.SIGINT:  # Somebody waits no longer.
                for slot in self._slots:
                    if slot.running is not None and slot.running.process.pid is not None:
                        os.kill(slot.running.process.pid, signal.SIGINT)
            if not self._is_ending:
                self._is_ending = True
                os.write(wake, b".")

        before = {sig: signal.signal(sig, end) for sig in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield woken
        finally:
            for sig, handler in before.items():
                signal.signal(sig, handler)
            os.close(wake)
            os.close(woken)


def _how(exitcode: int | None) -> str:
    if exitcode is not None and exitcode < 0:
        return f"by signal {-exitcode}"
    return f"with code {exitcode}"
