"""Trying again where another process has changed the session first."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

from app.errors import Overtaken

T = TypeVar("T")

MOST_TRIES: Final = 12
LONGEST_WAIT_S: Final = 0.01
"""Before the second try; before each further one as much longer."""


async def again_if_overtaken(do: Callable[[], Awaitable[T]]) -> T:
    """Return what `do` comes to; it is tried again where another process was quicker.

    Raises: Overtaken where others are quicker all the time.
    """
    for tries in range(1, MOST_TRIES):
        try:
            return await do()
        except Overtaken:
            await asyncio.sleep(random.uniform(0, tries * LONGEST_WAIT_S))  # noqa: S311 - no secret
    return await do()
