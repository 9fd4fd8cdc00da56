"""How a request gets its room, and what it may do there."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Annotated, Any, Final, TypeVar
from urllib.parse import urlsplit

from fastapi import Path, Request, Security
from fastapi.security import HTTPBearer
from starlette.responses import Response

from app.api.http.documentation import Problem, Responses
from app.api.http.json import MEDIA_TYPE
from app.api.http.services import Services, address_of, services_of
from app.api.http.static_files import accepted_encodings, encoding_for
from app.api.rooms.room_messages import SEAT_PATTERN
from app.errors import InvalidInput, NotFound, Unauthorized
from app.rooms.rooms import LiveRoom
from app.rooms.seats import SEAT
from app.sessions.compute import Work
from app.sessions.session import Session
from app.settings import LOOPBACK_NAMES

T = TypeVar("T")

Code = Annotated[str, Path(description="The room's code, in upper or lower case.")]
SeatPath = Annotated[
    str, Path(pattern=SEAT_PATTERN, description="22 characters that a phone has drawn.")
]

ROOM: Final[Responses] = {
    404: {"model": Problem, "description": "There is no such room, or it has ended."},
    429: {"model": Problem, "description": "Too much from here; see Retry-After."},
    503: {"model": Problem, "description": "The room or the server is full; see Retry-After."},
}
KEY: Final[Responses] = {401: {"model": Problem, "description": "This needs the room's key."}}
NOT_NOW: Final[Responses] = {
    409: {"model": Problem, "description": "What the room is doing does not allow this."}
}
UNCHANGED: Final[Responses] = {304: {"description": "It is as it was."}}

NEEDS_KEY: Final = [
    Security(HTTPBearer(scheme_name="key", description="A room's key.", auto_error=False))
]
"""For the description alone: `require_key` reads it."""

OPTIONAL_KEY: Final[dict[str, Any]] = {"security": [{}, {"key": []}]}

WITH_SEAT: Final[dict[str, Any]] = {
    "name": "seat",
    "in": "query",
    "schema": {"type": "string", "pattern": SEAT_PATTERN},
    "description": "The seat that asks: it counts as being in the room, and is let in wherever "
    "its address is not.",
}


async def compute_in(services: Services, live: LiveRoom, work: Work[T]) -> T:
    """Return what work for a room comes to; it goes on whoever disconnects.

    Raises: Unavailable or TooManyRequests where too much is under way; what `work` raises.
    """
    return await services.compute.run(work, _never, live.room.code)


async def compute_soon(services: Services, live: LiveRoom, work: Work[T]) -> T:
    """Return what work about one drawing comes to. Raises: as `compute_in`.

    A whole hall asks for its own at once: what takes no time does not wait for its turn.
    """
    if live.room.shared.session.is_large:
        return await compute_in(services, live, work)
    while True:
        try:
            next(work)
        except StopIteration as done:
            result: T = done.value
            return result


async def _never() -> bool:
    return False


def without_id(session: Session) -> dict[str, object]:
    """Return a session as those may know it who do not own it."""
    return {name: value for name, value in session.describe().items() if name != "id"}


async def room_of(request: Request, code: str) -> LiveRoom:
    """Return a room.

    Raises: NotFound; TooManyRequests where too many wrong codes have come from the same address,
    and nobody is in the room from there already; Unavailable.
    """
    services = services_of(request)
    live, address = await services.rooms.find(code), address_of(request)
    if live is None or not _is_in(request, live, address):
        services.guesses.check(address)
    if live is None:
        if await services.rooms.store.has_ended(code):
            raise NotFound("The room has ended.")
        services.guesses.note_wrong(address)
        raise NotFound("There is no such room, or it has ended.")
    live.origins.note(address)
    return live


def _is_in(request: Request, live: LiveRoom, address: str) -> bool:
    if live.origins.knows(address):
        return True  # A hall shares one: whoever mistypes there keeps nobody else out.
    seat = request.path_params.get("seat") or request.query_params.get("seat", "")
    return has_key(request, live) or live.room.seats.knows(seat)


def admit(request: Request, live: LiveRoom, seat: str) -> None:
    """Let a seat come in, where it is a new one. Raises: TooManyRequests where too many are."""
    seats = live.room.seats
    if not seats.knows(seat) and seats.has_free_seat:
        live.newcomers.take(address_of(request))


@asynccontextmanager
async def entering(live: LiveRoom, seat: str) -> AsyncIterator[None]:
    """Count a seat that comes in by what the block does, before that is answered.

    Raises: Unavailable.
    """
    is_new = not live.room.seats.is_here(seat)
    yield
    if is_new:
        await live.journal.look()


@asynccontextmanager
async def acting(live: LiveRoom, seat: str) -> AsyncIterator[None]:
    """Let a seat do something, if it may. Raises: TooManyRequests; Unavailable."""
    async with entering(live, seat):
        with live.room.acting(seat):
            yield


def has_key(request: Request, live: LiveRoom) -> bool:
    """Return whether a request comes with the room's key."""
    key = key_of(request)
    return key != "" and live.room.is_presenter(key)


def key_of(request: Request) -> str:
    """Return the key that a request comes with, right or wrong; empty for none."""
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    return key.strip() if scheme.lower() == "bearer" else ""


def require_key(request: Request, live: LiveRoom) -> None:
    """Raise Unauthorized unless a request comes with the room's key."""
    if not has_key(request, live):
        raise Unauthorized("Expected the key of this room.")


async def presented_room(request: Request, code: str) -> LiveRoom:
    """Return a room that the caller presents. Raises: as `room_of`; Unauthorized."""
    live = await room_of(request, code)
    require_key(request, live)
    return live


def check_seat(seat: str) -> None:
    """Raise InvalidInput where a path names none that a phone could have drawn."""
    if not SEAT.fullmatch(seat):
        raise InvalidInput(("path", "seat"), "Expected 22 letters, digits, - or _", "seat")


def seat_asking(request: Request) -> str | None:
    """Return the seat that a request names in its query. Raises: InvalidInput."""
    seat = request.query_params.get("seat")
    if seat is not None and not SEAT.fullmatch(seat):
        raise InvalidInput(("query", "seat"), "Expected 22 letters, digits, - or _", "seat")
    return seat


def join_address(request: Request, code: str) -> str:
    """Return the address of the page by which phones join.

    It has the host by which the server was asked; where that is the machine's own name for itself,
    the first of the names that others may use.
    """
    address = urlsplit(f"{request.base_url}r/{code}")
    if is_loopback(address.hostname or ""):
        names = services_of(request).settings.hosts
        others = (name for name in names if name not in LOOPBACK_NAMES and "*" not in name)
        if (name := next(others, None)) is not None:
            port = "" if address.port is None else f":{address.port}"
            address = address._replace(netloc=name + port)
    return address.geturl()


def is_loopback(host: str) -> bool:
    """Return whether only the machine itself reaches a host by this name."""
    return host in LOOPBACK_NAMES or f"[{host}]" in LOOPBACK_NAMES


def is_known(request: Request, etag: str) -> bool:
    """Return whether the client has the answer with this tag."""
    known = request.headers.get("if-none-match", "").split(",")
    return etag in {tag.strip().removeprefix("W/") for tag in known}


def tagged(
    request: Request,
    etag: str,
    body: Callable[[], bytes],
    media_type: str = MEDIA_TYPE,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return an answer by which the client knows the next time whether it is another."""
    with_tag = {"ETag": etag, **(headers or {})}
    if is_known(request, etag):
        return Response(status_code=304, headers=with_tag)
    return Response(body(), headers=with_tag, media_type=media_type)


def tagged_as_taken(
    request: Request,
    etag: str,
    plain: Callable[[], bytes],
    packed: Callable[[], bytes],
    headers: Mapping[str, str],
) -> Response:
    """Return such an answer in JSON, by gzip where the client takes that."""
    headers = {**headers, "Vary": "Accept-Encoding"}
    if encoding_for(accepted_encodings(request.scope), ("gzip",)) != "gzip":
        return tagged(request, etag, plain, headers=headers)
    return tagged(request, etag, packed, headers={**headers, "Content-Encoding": "gzip"})
