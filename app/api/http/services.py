"""What the endpoints work with, and how a request gets its session."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final, TypeVar, cast

from fastapi import Request

from app.api.http.bodies import Bodies
from app.bundle import PageFiles
from app.callers import caller_of
from app.data.digits import Digits, Split, load
from app.errors import Unavailable
from app.rooms.guesses import Guesses
from app.rooms.rooms import Rooms
from app.sessions.compute import Compute, Work
from app.sessions.session import Session
from app.sessions.shares import Creations
from app.sessions.store import SessionStore
from app.sessions.waiting import Gone
from app.settings import Settings
from app.training.broadcast import Broadcasts
from app.training.commanders import Commanders

T = TypeVar("T")

LENT: Final = "nudge.lent"
"""A session that a request has in its scope, where it is in no store: a room's network."""


class SharedDigits:
    """MNIST, read by a thread once it is needed or `start` is called."""

    def __init__(self) -> None:
        self._loading: asyncio.Task[Digits] | None = None

    @property
    def are_there(self) -> bool:
        """Whether they have been read."""
        return self._loading is not None and self._loading.done()

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
    creations: Creations
    bodies: Bodies
    broadcasts: Broadcasts
    rooms: Rooms
    new_rooms: Creations
    guesses: Guesses

    def require_ready(self) -> None:
        """Raise Unavailable while the server starts, is about to stop, or has no room."""
        if not self.digits.are_there:
            raise Unavailable("The server is starting.")
        if self.compute.is_stopping:
            raise Unavailable("The server is about to stop.")
        if not self.store.is_answering:
            raise Unavailable("The store of sessions does not answer.")
        if self.compute.is_full or not self.store.has_room:
            raise Unavailable("The server is full.", 10)

    @asynccontextmanager
    async def session(self, request: Request, session_id: str) -> AsyncIterator[Session]:
        """Give a session to one request; others to the same session wait until it is done.

        Raises: NotFound; TooManyRequests where too many wait already; Abandoned where the client
        disconnects while it waits.
        """
        session = request.scope.get(LENT) or await self.store.get(session_id)
        async with session.turn(self.settings.max_waiting_per_session, gone(request)):
            await self.rooms.attend(session)
            yield session
        await self.rooms.settle(session)

    async def found(self, session_id: str) -> Session:
        """Return a session as it is now, without its turn. Raises: NotFound; Unavailable."""
        session = await self.store.get(session_id)
        await session.catch_up()
        await self.rooms.attend(session)
        return session

    async def compute_for(self, request: Request, work: Work[T]) -> T:
        """Return what long work comes to; it is abandoned when the client disconnects."""
        owner = request.path_params.get("session_id")
        return await self.compute.run(work, request.is_disconnected, owner)

    async def call(self, request: Request, function: Callable[[], T], is_long: bool) -> T:
        """Return what `function` returns; off the event loop if that takes long."""
        if not is_long:
            return function()
        return await self.compute_for(request, _in_one_piece(function))


def gone(request: Request) -> Gone:
    """Return what waits until the client of a request has disconnected; its body has been read."""

    async def until_gone() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass  # A request without a body has that still to say.

    return until_gone


def address_of(request: Request) -> str:
    """Return what a caller's address counts as, which a trusted proxy forwards; empty for none."""
    return "" if request.client is None else caller_of(request.client.host)


def services_of(request: Request) -> Services:
    """Return the services of the application that got the request."""
    return cast(Services, request.app.state.services)


def _in_one_piece(function: Callable[[], T]) -> Work[T]:
    result = function()
    yield
    return result
