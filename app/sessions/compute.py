"""Long computations: off the event loop, in turns, and given up when nobody waits any more."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter
from typing import Any, Final, Generic, TypeVar

from app.errors import Abandoned, Unavailable
from app.sessions.descent import Pieces

T = TypeVar("T")

SLICE_S: Final = 0.008
"""How long one computation goes on before the next has its turn."""


class Compute:
    """One thread for all long computations. They take turns slice by slice, first come first.

    One thread is enough: numpy's matrices are small here, and two would wait for each other.
    """

    def __init__(self, max_computations: int) -> None:
        self.max_computations = max_computations
        self._under_way = 0
        self._stopping = False
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="compute")

    @property
    def is_stopping(self) -> bool:
        """Whether no computation goes on any more."""
        return self._stopping

    async def run(self, work: Pieces[T], is_abandoned: Callable[[], Awaitable[bool]]) -> T:
        """Return what `work` comes to.

        Raises: Unavailable where too much is under way, or the server is about to stop;
        Abandoned where `is_abandoned` says so between two slices; what `work` raises.
        """
        if self._under_way >= self.max_computations:
            raise Unavailable("The server is computing for many others; try again in a moment.")
        loop = asyncio.get_running_loop()
        work_slices = _Slices(work)
        self._under_way += 1
        try:
            while True:
                if self._stopping:
                    raise Unavailable("The server is about to stop.")
                if await loop.run_in_executor(self._thread, work_slices.advance):
                    return work_slices.result
                if await is_abandoned():
                    raise Abandoned("Nobody waits for the answer any more.")
        finally:
            self._under_way -= 1

    async def turn(self, work: Pieces[Any]) -> bool:
        """Go on with `work` for one slice, when its turn has come; return whether it is done.

        Raises: Unavailable where the server is about to stop; what `work` raises.
        """
        if self._stopping:
            raise Unavailable("The server is about to stop.")
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, _Slices(work).advance)

    def stop(self) -> None:
        """Let no computation go on; safe to call from a signal handler, and more than once."""
        self._stopping = True

    def close(self) -> None:
        """Stop, and end the thread."""
        self.stop()
        self._thread.shutdown(wait=True, cancel_futures=True)


class _Slices(Generic[T]):
    """Work, and its result once it is done."""

    result: T

    def __init__(self, work: Pieces[T]) -> None:
        self._work: Pieces[Any] = work

    def advance(self) -> bool:
        """Go on for one slice; return whether the work is done."""
        end = perf_counter() + SLICE_S
        while perf_counter() < end:
            try:
                next(self._work)
            except StopIteration as stop:
                self.result = stop.value
                return True
        return False
