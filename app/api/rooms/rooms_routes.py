"""Rooms: opened, followed, presented in, ended."""

import asyncio
import io
from contextlib import ExitStack
from typing import Any, Final

import segno
from fastapi import APIRouter, Request
from starlette.responses import Response

from app.api.http.documentation import CREATION, INPUT, SESSION, Responses
from app.api.http.json import JsonRoute, json_response
from app.api.http.services import Services, address_of, gone, services_of
from app.api.rooms.news_stream import NEWS, NewsStream
from app.api.rooms.room_access import (
    KEY,
    NEEDS_KEY,
    NOT_NOW,
    OPTIONAL_KEY,
    ROOM,
    UNCHANGED,
    WITH_SEAT,
    Code,
    admit,
    entering,
    has_key,
    is_known,
    join_address,
    key_of,
    presented_room,
    room_of,
    seat_asking,
    tagged,
)
from app.api.rooms.room_messages import Desk, NewRoom, OpenedRoom, RoomChange, RoomState
from app.errors import InvalidInput
from app.rooms.deeds import Present
from app.rooms.drawings import as_picture
from app.rooms.news import Listener
from app.rooms.room import FIRST_ADDRESS, Change
from app.rooms.room_questions import Truth
from app.rooms.rooms import LiveRoom
from app.sessions.overtaken import again_if_overtaken
from app.sessions.session import Session
from app.training.orders import ShowIn

router = APIRouter(prefix="/api/rooms", tags=["rooms"], route_class=JsonRoute)

LONGEST_WAIT_S: Final = 30
WITH_WAIT: Final[dict[str, Any]] = {
    "name": "wait",
    "in": "query",
    "schema": {"type": "integer", "minimum": 0, "maximum": LONGEST_WAIT_S, "default": 0},
    "description": "Hold the answer up to so many seconds, until the version is another than that "
    "of `If-None-Match`.",
}
AN_IMAGE: Final[Responses] = {
    200: {
        "content": {"image/svg+xml": {"schema": {"type": "string"}}},
        "description": "A QR code of the address by which phones join.",
    }
}
QUIET_ZONE: Final = 4
"""Of a QR code, in modules: as wide as its standard (ISO/IEC 18004) asks for."""


@router.post("", status_code=201, response_model=OpenedRoom, responses=SESSION | CREATION)
async def open_room(body: NewRoom, request: Request) -> Response:
    """Open a room that shows a session's network.

    Knowing its key is enough to present in it. It ends some time after it was opened, or last
    presented in (`room_lifetime_s`, `room_without_presenter_s`).
    """
    services = services_of(request)
    opener = address_of(request)
    async with services.session(request, body.session) as session:
        services.new_rooms.take(opener)
        live, key = await services.rooms.open(session, body.address or FIRST_ADDRESS)
    await _note_shown(services, session, live)
    live.origins.note(opener)
    room = live.room
    join = join_address(request, room.code)
    return json_response({"key": key, "join": join, **room.state()}, 201)


@router.get(
    "/{code}",
    response_model=RoomState,
    responses=ROOM | UNCHANGED | {422: INPUT[422]},
    openapi_extra={"parameters": [WITH_WAIT, WITH_SEAT]},
)
async def get_room(code: Code, request: Request) -> Response:
    """Return what a room shows now, at once or when it is another than what is known."""
    wait_s, seat = _wait(request), seat_asking(request)
    live = await room_of(request, code)
    has_key(request, live)
    room = live.room
    if seat is not None:
        admit(request, live, seat)
        async with entering(live, seat):
            room.seats.hear_of(seat)
    room.look()
    if wait_s and is_known(request, _tag(live)):
        with ExitStack() as stack:
            listener = stack.enter_context(live.news.listening())
            if seat is not None:
                stack.enter_context(room.seats.listening(seat, listener.end))
            await _news_to(listener, request, wait_s)
        if seat is not None and room.is_open and room.seats.knows(seat):
            room.seats.hear_of(seat)
    return _state(request, live)


@router.get(
    "/{code}/news",
    response_class=Response,
    responses=NEWS | ROOM | {422: INPUT[422]},
    openapi_extra={"parameters": [WITH_SEAT]},
)
async def get_news(code: Code, request: Request) -> Response:
    """Return a room's state at once, and again after each change, as server-sent events."""
    seat = seat_asking(request)
    live = await room_of(request, code)
    if seat is not None:
        admit(request, live, seat)
    return NewsStream(live, seat, is_counted=seat is not None or not has_key(request, live))


@router.put(
    "/{code}",
    response_model=RoomState,
    responses=KEY | ROOM | NOT_NOW | INPUT,
    dependencies=NEEDS_KEY,
)
async def present(code: Code, body: RoomChange, request: Request) -> Response:
    """Show something else, ask, reveal: all that is named, or nothing where that cannot be."""
    services = services_of(request)
    live = await presented_room(request, code)
    change = _change(body, live)
    if body.session is not None and live.room.can_reveal(change):
        async with services.session(request, body.session) as session:
            await services.rooms.follow(live, session)
        await _note_shown(services, session, live)
    await live.do(Present(change))
    return _state(request, live)


@router.delete("/{code}", status_code=204, responses=KEY | ROOM, dependencies=NEEDS_KEY)
async def end_room(code: Code, request: Request) -> Response:
    """End a room; everybody in it is told."""
    live = await presented_room(request, code)
    await services_of(request).rooms.end(live)
    return Response(status_code=204)


@router.get("/{code}/desk", response_model=Desk, responses=KEY | ROOM, dependencies=NEEDS_KEY)
async def get_desk(code: Code, request: Request) -> Response:
    """Return what only the presenter may see: where people were lost, and all answers."""
    live = await presented_room(request, code)
    return json_response(live.room.desk())


@router.get(
    "/{code}/qr", response_class=Response, responses=AN_IMAGE | ROOM, openapi_extra=OPTIONAL_KEY
)
async def get_qr_code(code: Code, request: Request) -> Response:
    """Return a QR code of the address by which phones join, as a picture.

    With the room's key: of the address that leads it from another device, with the key in it.
    """
    live = await room_of(request, code)
    address = join_address(request, live.room.code)
    if has_key(request, live):
        address = f"{address}#key={key_of(request)}"
    image = io.BytesIO()
    segno.make_qr(address, error="m").save(
        image, "svg", border=QUIET_ZONE, light="#fff", xmldecl=False, omitsize=True
    )
    return Response(image.getvalue(), media_type="image/svg+xml")


async def _note_shown(services: Services, session: Session, live: LiveRoom) -> None:
    """Let other processes know which rooms hear of a session's changes.

    Raises: NotFound; Unavailable.
    """
    if session.stored is not None and live.room.code not in session.shown_in:
        commander, order = services.commanders.of(session), ShowIn(live.room.code)
        await again_if_overtaken(lambda: commander.carry_out(order))


def _tag(live: LiveRoom) -> str:
    return f'"{live.room.version}"'


def _state(request: Request, live: LiveRoom) -> Response:
    return tagged(request, _tag(live), lambda: live.room.written)


def _wait(request: Request) -> int:
    asked = request.query_params.get("wait", "0")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 3):
        asked = "-1"
    if not 0 <= int(asked) <= LONGEST_WAIT_S:
        message = f"Expected whole seconds from 0 to {LONGEST_WAIT_S}"
        raise InvalidInput(("query", "wait"), message, "out_of_range")
    return int(asked)


async def _news_to(listener: Listener, request: Request, within_s: float) -> None:
    """Wait until there are news, but not longer, and only as long as the client does."""
    leaving = asyncio.ensure_future(gone(request)())
    hearing = asyncio.ensure_future(listener.hear(within_s))
    try:
        await asyncio.wait((leaving, hearing), return_when=asyncio.FIRST_COMPLETED)
    finally:
        leaving.cancel()
        hearing.cancel()


def _change(body: RoomChange, live: LiveRoom) -> Change:
    named, drawings = body.model_fields_set, live.room.drawings
    digit = drawings.digit if drawings.is_asked or not body.drawing else None
    return Change(
        address=body.address,
        picture=None if body.pixels is None else as_picture(body.pixels),
        is_drawing=body.drawing,
        digit=body.digit if "digit" in named else digit,
        reveal=body.reveal is True,
        truth=Truth(body.right, body.why),
        closes="question" in named and body.question is None,
        steps=None if body.steps is None else body.steps.taken(),
        forgets_steps="steps" in named and body.steps is None,
        asks=None if body.question is None else body.question.asked(),
        note=body.note,
        press=body.press,
    )
