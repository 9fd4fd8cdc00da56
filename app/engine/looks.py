"""What many ask for one by one is asked for at once."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Sequence
from contextlib import suppress
from itertools import islice
from typing import Final, Generic, TypeVar, cast

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")

MANY: Final = 1000


class Looks(Generic[K, T]):
    """Answers to questions: whoever asks while others are answered shares the next call."""

    def __init__(
        self, ask: Callable[[list[K]], Awaitable[Sequence[T | Exception]]], at_once: int = MANY
    ) -> None:
        """Ask by `ask`, which returns an answer to each of at most so many, in order."""
        self._ask = ask
        self._at_once = at_once
        self._asked: dict[K, asyncio.Future[T | Exception]] = {}
        self._asking: asyncio.Task[None] | None = None

    async def get(self, question: K) -> T:
        """Ask a question, and return its answer. Raises: what `ask` raises or returns."""
        return _result_of(await asyncio.shield(self._answer(question)))

    async def get_or_wait(self, question: K) -> T:
        """Do as `get`, but where cancelled wait until it is known whether it was done."""
        answer = self._answer(question)
        try:
            return _result_of(await asyncio.shield(answer))
        except asyncio.CancelledError:
            with suppress(asyncio.CancelledError):
                await asyncio.wait({answer})
            raise

    def _answer(self, question: K) -> "asyncio.Future[T | Exception]":
        answer = self._asked.setdefault(question, asyncio.get_running_loop().create_future())
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask_for_all())
        return answer

    async def _ask_for_all(self) -> None:
        while self._asked:
            asked = {each: self._asked.pop(each) for each in self._next()}
            answers: Sequence[T | Exception]
            try:
                answers = await self._ask(list(asked))
            except Exception as error:  # noqa: BLE001 - It is raised where they are awaited.
                answers = [error] * len(asked)
            for future, answer in zip(asked.values(), answers, strict=True):
                future.set_result(cast(T, answer))

    def _next(self) -> list[K]:
        return list(islice(self._asked, self._at_once))


def _result_of(answer: T | Exception) -> T:
    if isinstance(answer, Exception):
        raise answer
    return answer
