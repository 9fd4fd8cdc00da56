"""Long computations: turns, limits, and their end."""

import asyncio
import threading
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import pytest

from app.errors import Abandoned, TooManyRequests, Unavailable
from app.sessions import compute as module
from app.sessions.compute import Compute, Work


async def nobody_leaves() -> bool:
    return False


@asynccontextmanager
async def computing(max_computations: int = 8) -> AsyncIterator[Compute]:
    compute = Compute(max_computations)
    yield compute
    compute.close()


def run(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(work())


def counted(name: str, pieces: int, seen: list[str]) -> Work[str]:
    for _ in range(pieces):
        seen.append(name)
        yield
    return name


@pytest.fixture
def one_piece_a_slice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every look at the clock finds that half a slice has passed."""
    times = iter(i * module.SLICE_S / 2 for i in range(10**6))
    monkeypatch.setattr(module, "perf_counter", lambda: next(times))


def test_the_result_is_returned_and_the_loop_is_free() -> None:
    async def check() -> None:
        go = threading.Event()

        def work() -> Work[int]:
            go.wait()  # the loop below is free, or this would never end
            yield
            return 42

        async with computing() as compute:
            result = asyncio.create_task(compute.run(work(), nobody_leaves))
            await asyncio.sleep(0)
            go.set()
            assert await result == 42

    run(check)


def test_faults_come_back_to_who_asked() -> None:
    def work() -> Work[None]:
        yield
        raise ValueError("in the thread")

    async def check() -> None:
        async with computing() as compute:
            with pytest.raises(ValueError, match="in the thread"):
                await compute.run(work(), nobody_leaves)
            assert await compute.run(counted("next", 1, []), nobody_leaves) == "next"

    run(check)


def test_computations_take_turns(one_piece_a_slice: None) -> None:
    async def check() -> None:
        seen: list[str] = []
        async with computing() as compute:
            await asyncio.gather(
                *(compute.run(counted(name, 50, seen), nobody_leaves) for name in "abc")
            )
        # One after the other, the last would have begun when the first had done its fifty.
        half_way = seen[:75]
        assert min(half_way.count(name) for name in "abc") > 10, seen

    run(check)


def test_there_is_room_for_so_many(one_piece_a_slice: None) -> None:
    async def check() -> None:
        async with computing(max_computations=2) as compute:
            both = [
                asyncio.create_task(compute.run(counted(name, 3, []), nobody_leaves))
                for name in "ab"
            ]
            await asyncio.sleep(0)
            with pytest.raises(Unavailable):
                await compute.run(counted("c", 1, []), nobody_leaves)
            assert await asyncio.gather(*both) == ["a", "b"]
            assert await compute.run(counted("c", 1, []), nobody_leaves) == "c"

    run(check)


def test_an_owner_has_one_turn_a_round(one_piece_a_slice: None) -> None:
    """However many it asks for, the other's single one does not wait for all of them."""

    async def check() -> None:
        seen: list[str] = []

        def asked(name: str, owner: str) -> asyncio.Task[str]:
            return asyncio.create_task(compute.run(counted(name, 20, seen), nobody_leaves, owner))

        async with computing() as compute:
            await asyncio.gather(*(asked("a", "first") for _ in range(6)), asked("b", "second"))
        last = len(seen) - 1 - seen[::-1].index("b")
        # A turn each in a row of seven would take 140.
        assert last <= 100, seen

    run(check)


async def _all(turns: AsyncGenerator[bool, None]) -> None:
    async for _ in turns:
        pass


def test_two_long_computations_of_one_owner_leave_room_for_others(
    one_piece_a_slice: None,
) -> None:
    async def check() -> None:
        async with computing(max_computations=8) as compute:

            def long(owner: str) -> asyncio.Task[None]:
                work = counted(owner, 10**5, [])
                return asyncio.create_task(_all(compute.turns(work, owner, is_long=True)))

            flood = [long("flooding") for _ in range(64)]
            await asyncio.sleep(0)
            assert compute.under_way == 2
            refused = [task for task in flood if task.done()]
            assert len(refused) == 64 - 2 - module.MOST_WAITING
            assert all(isinstance(task.exception(), TooManyRequests) for task in refused)
            others = [long(str(number)) for number in range(9)]
            await asyncio.sleep(0)
            assert [task.done() for task in others] == 4 * [False] + 5 * [True]
            assert isinstance(others[-1].exception(), Unavailable)
            # A quarter of the places is kept for what is short.
            assert await compute.run(counted("short", 1, []), nobody_leaves) == "short"
            for task in flood + others:
                task.cancel()
            await asyncio.gather(*flood, *others, return_exceptions=True)
            assert compute.under_way == 0

    run(check)


def test_who_has_gone_frees_the_place_it_waited_in(one_piece_a_slice: None) -> None:
    async def check() -> None:
        async with computing(max_computations=8) as compute:
            leaves = asyncio.Event()

            async def gone() -> None:
                await leaves.wait()

            def long() -> asyncio.Task[None]:
                turns = compute.turns(counted("one", 2000, []), "one", is_long=True, gone=gone)
                return asyncio.create_task(_all(turns))

            running = [long(), long()]
            await asyncio.sleep(0)
            waiting = [long() for _ in range(module.MOST_WAITING)]
            await asyncio.sleep(0)
            leaves.set()
            ended = await asyncio.gather(*waiting, return_exceptions=True)
            assert all(isinstance(each, Abandoned) for each in ended)
            leaves.clear()
            others = [long() for _ in range(module.MOST_WAITING)]
            await asyncio.sleep(0)
            assert not any(task.done() for task in running + others)
            for task in running + others:
                task.cancel()
            await asyncio.gather(*running, *others, return_exceptions=True)
            assert compute.under_way == 0

    run(check)


def test_an_owner_has_only_so_many_short_ones(one_piece_a_slice: None) -> None:
    async def check() -> None:
        async with computing(max_computations=64) as compute:
            work = (counted("a", 20, []) for _ in range(10))
            asked = [compute.run(each, nobody_leaves, "one") for each in work]
            done = await asyncio.gather(*asked, return_exceptions=True)
            assert done.count("a") == module.MOST_SHORT
            assert sum(isinstance(each, TooManyRequests) for each in done) == 2

    run(check)


def test_work_is_given_up_when_nobody_waits(one_piece_a_slice: None) -> None:
    async def check() -> None:
        seen: list[str] = []

        async def leaves_after_three() -> bool:
            return len(seen) == 3

        async with computing(max_computations=1) as compute:
            with pytest.raises(Abandoned):
                await compute.run(counted("a", 100, seen), leaves_after_three)
            assert len(seen) == 3
            assert await compute.run(counted("b", 1, []), nobody_leaves) == "b"

    run(check)


def test_cancelled_work_makes_room(one_piece_a_slice: None) -> None:
    async def check() -> None:
        async with computing(max_computations=1) as compute:
            task = asyncio.create_task(compute.run(counted("a", 10**5, []), nobody_leaves))
            await asyncio.sleep(0)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert await compute.run(counted("b", 1, []), nobody_leaves) == "b"

    run(check)


def test_nothing_goes_on_once_it_stops(one_piece_a_slice: None) -> None:
    async def check() -> None:
        seen: list[str] = []
        async with computing() as compute:

            async def stops_after_two() -> bool:
                if len(seen) == 2:
                    compute.stop()
                return False

            with pytest.raises(Unavailable):
                await compute.run(counted("a", 100, seen), stops_after_two)
            assert len(seen) == 2
            assert compute.is_stopping
            with pytest.raises(Unavailable):
                await compute.run(counted("b", 1, []), nobody_leaves)

    run(check)
