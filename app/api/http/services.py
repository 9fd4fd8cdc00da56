"""What the endpoints work with, and how a request gets its session."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TypeVar, cast

from fastapi import Request

from app.bundle import PageFiles
from app.data.digits import Digits, Split, load
from app.sessions.compute import Compute, Work
from app.sessions.session import Session
from app.sessions.store import SessionStore
from app.settings import Settings
from app.training.commander import Commanders

T = TypeVar("T")


class SharedDigits:
    """MNIST, read by a thread once it is needed or `start` is called."""

    def __init__(self) -> None:
        self._loading: asyncio.Task[Digits] | None = None

    def start(self) -> asyncio.Task[Digits]:
        """Begin to read the digits, if that has not begun."""
        if self._loading is None:
            self._loading = asyncio.create_task(asyncio.to_thread(load))
        return self._loading

    async def get(self) -> Digits:
        """Return the digits once they are there."""
        # A client that disconnects must not end the reading that others wait for.
        return await asyncio.shield(self.start())

    async def split(self, name: str) -> Split:
        """Return the digits to train on (`train`) or to test on (`test`)."""
        digits = await self.get()
        return digits.train if name == "train" else digits.test


@dataclass(frozen=True)
class Services:
    """All that the endpoints share."""

    settings: Settings
    store: SessionStore
    compute: Compute
    digits: SharedDigits
    commanders: Commanders
    page_files: PageFiles

    @asynccontextmanager
    async def session(self, session_id: str) -> AsyncIterator[Session]:
        """Give a session to one request; others to the same session wait until it is done.

        Raises: NotFound; TooManyRequests where too many wait already.
        """
        session = await self.store.get(session_id)
        async with session.turn(self.settings.max_waiting_per_session):
            yield session

    async def compute_for(self, request: Request, work: Work[T]) -> T:
        """Return what long work comes to; it is abandoned when the client disconnects."""
        return await self.compute.run(work, request.is_disconnected)

    async def call(self, request: Request, function: Callable[[], T], is_long: bool) -> T:
        """Return what `function` returns; off the event loop if that takes long."""
        if not is_long:
            return function()
        return await self.compute_for(request, _in_one_piece(function))


def services_of(request: Request) -> Services:
    """Return the services of the application that got the request."""
    return cast(Services, request.app.state.services)


def _in_one_piece(function: Callable[[], T]) -> Work[T]:
    result = function()
    yield
    return result
