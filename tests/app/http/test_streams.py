"""Answers that say how far they have come: their beginning, their end, and faults on the way."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any, cast

import pytest
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Message

from app.api.http import streams
from app.api.http.streams import streamed
from app.errors import Conflict, Unavailable
from app.sessions import compute as compute_module
from app.sessions.compute import Compute, Work


async def nobody_leaves() -> Message:
    await asyncio.Event().wait()
    raise AssertionError


class Work:
    """Work in pieces, which fails on its way where that is wanted."""

    def __init__(self, pieces: int, fails_after: int | None = None) -> None:
        self.done, self.pieces, self.fails_after = 0, pieces, fails_after

    def pieces_of_it(self) -> Work[None]:
        for _ in range(self.pieces):
            if self.done == self.fails_after:
                raise Conflict("It cannot go on.")
            self.done += 1
            yield

    async def answer(self, compute: Compute) -> Response:
        return await streamed(
            compute,
            Request({"type": "http"}, receive=nobody_leaves),
            "a session",
            self.pieces_of_it(),
            lambda: {"done": self.done, "of": self.pieces},
            lambda: {"done": self.done, "of": self.pieces, "result": "all"},
        )


@pytest.fixture(autouse=True)
def piece_by_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every look at the clock finds that half a slice has passed; every line is due."""
    times = iter(i * compute_module.SLICE_S / 2 for i in range(10**6))
    monkeypatch.setattr(compute_module, "perf_counter", lambda: next(times))
    monkeypatch.setattr(streams, "INTERVAL_S", 0)


def body_of(answer: Response) -> AsyncIterator[bytes]:
    return cast(AsyncIterator[bytes], cast(StreamingResponse, answer).body_iterator)


async def lines_of(answer: Response) -> list[dict[str, Any]]:
    return [json.loads(line) async for line in body_of(answer)]


def test_progress_comes_first_and_the_result_last() -> None:
    async def check() -> None:
        compute = Compute(1)
        lines = await lines_of(await Work(5).answer(compute))
        *progress, last = lines
        assert len(progress) > 3
        assert [line["done"] for line in lines] == sorted(line["done"] for line in lines)
        assert all(line.keys() == {"done", "of"} for line in progress)
        assert last == {"done": 5, "of": 5, "result": "all"}
        compute.close()

    asyncio.run(check())


def test_no_more_than_ten_lines_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    """By a clock that goes on by 30 ms whenever it is looked at."""
    times = iter(range(0, 10**6, 30))
    monkeypatch.setattr(streams, "monotonic", lambda: next(times) / 1000)
    monkeypatch.setattr(streams, "INTERVAL_S", 0.1)

    async def check() -> None:
        compute = Compute(1)
        *progress, _ = await lines_of(await Work(100).answer(compute))
        assert len(progress) <= 1 + 100 // 3
        compute.close()

    asyncio.run(check())


def test_a_fault_at_the_beginning_is_an_error_like_any_other() -> None:
    async def check() -> None:
        compute = Compute(1)
        with pytest.raises(Conflict):
            await Work(5, fails_after=0).answer(compute)
        assert (await lines_of(await Work(1).answer(compute)))[-1]["result"] == "all"
        compute.close()

    asyncio.run(check())


def test_a_fault_on_the_way_is_the_last_line() -> None:
    async def check() -> None:
        compute = Compute(1)
        lines = await lines_of(await Work(5, fails_after=3).answer(compute))
        assert lines[-1] == {"detail": "It cannot go on."}
        assert (await lines_of(await Work(1).answer(compute)))[-1]["result"] == "all"
        compute.close()

    asyncio.run(check())


def test_the_end_of_the_server_is_told() -> None:
    async def check() -> None:
        compute = Compute(1)
        body = body_of(await Work(100).answer(compute))
        await anext(body)
        compute.stop()
        *_, last = [json.loads(line) async for line in body]
        assert last.keys() == {"detail"}
        compute.close()

    asyncio.run(check())


def test_an_answer_that_nobody_reads_gives_up_its_work() -> None:
    async def check() -> None:
        compute = Compute(1)
        work = Work(1000)
        body: Any = body_of(await work.answer(compute))
        with pytest.raises(Unavailable):
            await Work(1).answer(compute)
        await anext(body)
        await body.aclose()
        assert work.done < 1000
        assert (await lines_of(await Work(1).answer(compute)))[-1]["result"] == "all"
        compute.close()

    asyncio.run(check())


def test_an_answer_that_is_never_begun_gives_up_its_work() -> None:
    async def check() -> None:
        compute = Compute(1)
        answer = await Work(1000).answer(compute)
        del answer
        await asyncio.sleep(0)  # the loop closes what was let go of
        await asyncio.sleep(0)
        assert (await lines_of(await Work(1).answer(compute)))[-1]["result"] == "all"
        compute.close()

    asyncio.run(check())
