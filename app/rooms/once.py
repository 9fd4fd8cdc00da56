"""What many ask for is computed once, and kept while it is the newest."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Hashable
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Once(Generic[T]):
    """Results by what they depend on; the few that were asked for last are kept."""

    def __init__(self, kept: int) -> None:
        self._kept = kept
        self._tasks: OrderedDict[Hashable, asyncio.Task[T]] = OrderedDict()

    async def get(self, key: Hashable, make: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Return what `make` returns; it is not called again for this key, unless it has failed.

        A caller that stops waiting does not end it for the others. Raises: what `make` raises.
        """
        task = self._tasks.get(key)
        if task is None:
            task = self._tasks[key] = asyncio.create_task(make())
            task.add_done_callback(lambda done: self._forget_failed(key, done))
            while len(self._tasks) > self._kept:
                self._tasks.popitem(last=False)
        else:
            self._tasks.move_to_end(key)
        return await asyncio.shield(task)

    def _forget_failed(self, key: Hashable, done: asyncio.Task[T]) -> None:
        has_failed = done.cancelled() or done.exception() is not None
        if has_failed and self._tasks.get(key) is done:
            del self._tasks[key]
