"""Long computations: off the event loop, in turns, and abandoned when the client disconnects."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Generator, Hashable
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing, asynccontextmanager
from functools import partial
from time import perf_counter
from typing import Any, Final, TypeAlias, TypeVar

from app.errors import Abandoned, TooManyRequests, Unavailable
from app.sessions.waiting import Gone, take

T = TypeVar("T")

Work: TypeAlias = Generator[None, None, T]
"""A long computation that pauses after each chunk, and what comes of it."""

SLICE_S: Final = 0.008
"""How long one computation runs before the next has its turn."""

SLICES_AHEAD: Final = 2
"""Slices that the thread is given at once, so that it need not wait for the event loop."""

MOST_SHORT: Final = 8
"""Computations of one owner that may be under way beside its long ones."""

MOST_WAITING: Final = 4
"""Long computations of one owner that may wait until another of its own is done."""

TOO_MANY: Final = "Too much is computed for this network at once; try again in a moment."


class Share:
    """What is under way for one owner."""

    def __init__(self, max_long: int) -> None:
        self.long = asyncio.Semaphore(max_long)
        self.waiting = 0
        self.short = 0
        self.users = 0


class Compute:
    """One thread for all long computations. They take turns slice by slice, owner by owner.

    One thread is enough: numpy's matrices are small here, and two would wait for each other. An
    owner, a session mostly, has one turn a round however much it asks for, and few computations
    under way; a quarter of all places is kept for those that are short.
    """

    def __init__(self, max_computations: int, max_long_of_one: int = 2) -> None:
        self.max_computations = max_computations
        self.max_long_of_one = max_long_of_one
        self._under_way = 0
        self._stopping = False
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="compute")
        self._shares: dict[Hashable, Share] = {}
        self._waiting: OrderedDict[Hashable, deque[tuple[Work[Any], asyncio.Future[bool]]]] = (
            OrderedDict()
        )
        """What waits for its turn, by owner; whose turn comes next stands first."""
        self._given = 0
        """Slices that the thread has been given."""

    @property
    def is_stopping(self) -> bool:
        """Whether no computation goes on any more."""
        return self._stopping

    @property
    def is_full(self) -> bool:
        """Whether there is no place for another."""
        return self._under_way >= self.max_computations

    @property
    def under_way(self) -> int:
        """How many computations are under way."""
        return self._under_way

    async def run(
        self,
        work: Work[T],
        is_abandoned: Callable[[], Awaitable[bool]],
        owner: Hashable | None = None,
    ) -> T:
        """Return the result of `work`, which is short; an owner of None owns this alone.

        Raises: Unavailable where too much is under way, or the server is about to stop;
        TooManyRequests where it is the owner who asks for too much; Abandoned where `is_abandoned`
        says so between two slices; what `work` raises.
        """
        results: list[T] = []

        def kept() -> Work[None]:
            results.append((yield from work))

        async with aclosing(self.turns(kept(), owner)) as turns:
            async for _ in turns:
                if await is_abandoned():
                    raise Abandoned("The client has disconnected.")
        return results[0]

    async def turns(
        self,
        work: Work[Any],
        owner: Hashable | None = None,
        *,
        is_long: bool = False,
        gone: Gone | None = None,
    ) -> AsyncGenerator[bool, None]:
        """Go on with `work` slice by slice, and pause after each but the last.

        Raises: Unavailable where too much is under way, or the server is about to stop;
        TooManyRequests where it is the owner who asks for too much; Abandoned where `gone` returns
        before it begins; what `work` raises.
        """
        owner = object() if owner is None else owner
        async with self._slot(owner, is_long, gone):
            while not await self.turn(work, owner):
                yield True

    async def turn(self, work: Work[Any], owner: Hashable | None = None) -> bool:
        """Go on with `work` for one slice, when its turn has come; return whether it is done.

        Raises: Unavailable where the server is about to stop; what `work` raises.
        """
        if self._stopping:
            raise _about_to_stop()
        owner = object() if owner is None else owner
        done: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(owner, deque()).append((work, done))
        self._give_next()
        return await done

    @asynccontextmanager
    async def _slot(self, owner: Hashable, is_long: bool, gone: Gone | None) -> AsyncIterator[None]:
        """Hold one of the places for as long as the block lasts."""
        share = self._shares.setdefault(owner, Share(self.max_long_of_one))
        share.users += 1
        try:
            if is_long:
                await self._wait_for_own(share, gone)
            elif share.short >= MOST_SHORT:
                raise TooManyRequests(TOO_MANY)
            share.short += not is_long
            try:
                async with self._slot_among_all(is_long):
                    yield
            finally:
                share.short -= not is_long
                if is_long:
                    share.long.release()
        finally:
            share.users -= 1
            if share.users == 0:
                del self._shares[owner]

    @staticmethod
    async def _wait_for_own(share: Share, gone: Gone | None) -> None:
        if share.long.locked() and share.waiting >= MOST_WAITING:
            raise TooManyRequests(TOO_MANY)
        share.waiting += 1
        try:
            await take(share.long, gone)
        finally:
            share.waiting -= 1

    @asynccontextmanager
    async def _slot_among_all(self, is_long: bool) -> AsyncIterator[None]:
        kept = self.max_computations // 4 if is_long else 0
        if self._under_way >= self.max_computations - kept:
            raise Unavailable("The server is computing for many others; try again in a moment.")
        self._under_way += 1
        try:
            yield
        finally:
            self._under_way -= 1

    def _give_next(self) -> None:
        """Give the thread what comes next, as long as it has not enough."""
        while self._waiting and self._given < SLICES_AHEAD:
            owner, works = next(iter(self._waiting.items()))
            work, done = works.popleft()
            if works:
                self._waiting.move_to_end(owner)
            else:
                del self._waiting[owner]
            if done.cancelled():
                continue
            if self._stopping:
                done.set_exception(_about_to_stop())
                continue
            self._given += 1
            slice_ = asyncio.get_running_loop().run_in_executor(self._thread, _advance, work)
            slice_.add_done_callback(partial(self._take_back, done))

    def _take_back(self, done: asyncio.Future[bool], over: asyncio.Future[bool]) -> None:
        self._given -= 1
        self._give_next()
        fault = _about_to_stop() if over.cancelled() else over.exception()
        if done.done():  # Nobody waits for it any more.
            return
        if fault is None:
            done.set_result(over.result())
        else:
            done.set_exception(fault)

    def stop(self) -> None:
        """Let no computation go on; safe to call from a signal handler, and more than once."""
        self._stopping = True

    def close(self) -> None:
        """Stop, and end the thread."""
        self.stop()
        self._thread.shutdown(wait=True, cancel_futures=True)


def _about_to_stop() -> Unavailable:
    return Unavailable("The server is about to stop.")


def _advance(work: Work[Any]) -> bool:
    """Go on with `work` for one slice; return whether it is done."""
    end = perf_counter() + SLICE_S
    while perf_counter() < end:
        try:
            next(work)
        except StopIteration:
            return True
    return False
