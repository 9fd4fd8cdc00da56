"""Waiting for one's turn, as long as anybody waits for the answer."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeAlias

from app.errors import Abandoned

Gone: TypeAlias = Callable[[], Awaitable[None]]
"""Returns once whoever waits has gone."""


async def take(turn: asyncio.Lock | asyncio.Semaphore, gone: Gone | None) -> None:
    """Wait until it is one's turn. Raises: Abandoned where `gone` returns before."""
    if gone is None or not turn.locked():
        await turn.acquire()
        return
    waiting = asyncio.ensure_future(turn.acquire())
    leaving = asyncio.ensure_future(gone())
    try:
        await asyncio.wait((waiting, leaving), return_when=asyncio.FIRST_COMPLETED)
    except asyncio.CancelledError:
        if waiting.done():
            turn.release()
        raise
    finally:
        leaving.cancel()
        if not waiting.done():
            waiting.cancel()
    if waiting.cancelled() or not waiting.done():
        raise Abandoned("The client has disconnected.")
