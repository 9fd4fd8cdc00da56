"""Long computations: off the event loop, in turns, and abandoned when the client disconnects."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from time import perf_counter
from typing import Any, Final, TypeAlias, TypeVar

from app.errors import Abandoned, Unavailable

T = TypeVar("T")

Work: TypeAlias = Generator[None, None, T]
"""A long computation that pauses after each chunk, and what comes of it."""

SLICE_S: Final = 0.008
"""How long one computation runs before the next has its turn."""


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

    async def run(self, work: Work[T], is_abandoned: Callable[[], Awaitable[bool]]) -> T:
        """Return the result of `work`.

        Raises: Unavailable where too much is under way, or the server is about to stop;
        Abandoned where `is_abandoned` says so between two slices; what `work` raises.
        """
        results: list[T] = []

        def kept() -> Work[None]:
            results.append((yield from work))

        async with aclosing(self.turns(kept())) as turns:
            async for _ in turns:
                if await is_abandoned():
                    raise Abandoned("The client has disconnected.")
        return results[0]

    async def turns(self, work: Work[Any]) -> AsyncGenerator[bool, None]:
        """Go on with `work` slice by slice, and pause after each but the last.

        Raises: Unavailable where too much is under way, or the server is about to stop; what
        `work` raises.
        """
        if self._under_way >= self.max_computations:
            raise Unavailable("The server is computing for many others; try again in a moment.")
        self._under_way += 1
        try:
            while not await self.turn(work):
                yield True
        finally:
            self._under_way -= 1

    async def turn(self, work: Work[Any]) -> bool:
        """Go on with `work` for one slice, when its turn has come; return whether it is done.

        Raises: Unavailable where the server is about to stop; what `work` raises.
        """
        if self._stopping:
            raise Unavailable("The server is about to stop.")
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, _advance, work)

    def stop(self) -> None:
        """Let no computation go on; safe to call from a signal handler, and more than once."""
        self._stopping = True

    def close(self) -> None:
        """Stop, and end the thread."""
        self.stop()
        self._thread.shutdown(wait=True, cancel_futures=True)


def _advance(work: Work[Any]) -> bool:
    """Go on with `work` for one slice; return whether it is done."""
    end = perf_counter() + SLICE_S
    while perf_counter() < end:
        try:
            next(work)
        except StopIteration:
            return True
    return False
