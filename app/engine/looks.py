"""What many ask for one by one is asked for at once."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar, cast

T = TypeVar("T")


class Looks(Generic[T]):
    """Answers about names: whoever asks while others are answered shares the next call."""

    def __init__(self, ask: Callable[[list[str]], Awaitable[Sequence[T]]]) -> None:
        """Ask by `ask`, which returns an answer for each name, in order."""
        self._ask = ask
        self._asked: dict[str, asyncio.Future[T | Exception]] = {}
        self._asking: asyncio.Task[None] | None = None

    async def get(self, name: str) -> T:
        """Return what is asked about a name; asked for anew. Raises: what `ask` raises."""
        asked = self._asked.setdefault(name, asyncio.get_running_loop().create_future())
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask_for_all())
        answer = await asyncio.shield(asked)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def _ask_for_all(self) -> None:
        while self._asked:
            asked, self._asked = self._asked, {}
            answers: Sequence[T | Exception]
            try:
                answers = await self._ask(list(asked))
            except Exception as error:  # noqa: BLE001 - It is raised where they are awaited.
                answers = [error] * len(asked)
            for future, answer in zip(asked.values(), answers, strict=True):
                future.set_result(cast(T, answer))
