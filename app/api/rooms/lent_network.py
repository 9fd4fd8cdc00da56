"""The network that a room sees, as a session that every phone may ask and none can change.

So a phone shows with the playground's own pictures whatever the lecture shows: to its page it is
the session `room-{code}.{seat}`. What many ask for is computed once, and kept while it is new.
"""

import asyncio
import gzip
from hashlib import blake2b
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response
from starlette.types import Message, Scope

from app.api.http.bodies import BYTES_PER_NUMBER
from app.api.http.json import json_response
from app.api.http.services import LENT, services_of
from app.api.http.static_files import accepted_encodings, encoding_for
from app.api.rooms.room_access import check_seat, compute_in, room_of
from app.errors import Forbidden
from app.rooms.room import Shared
from app.rooms.rooms import LentAnswer, LiveRoom
from app.sessions.compute import Work

router = APIRouter(prefix="/api/sessions/room-{code}.{seat}", include_in_schema=False)
"""Its calls are described as those of any session."""

ANSWERS: Final = frozenset(
    f"{method} {call}"
    for method, calls in {
        "GET": "parameters accuracy predictions",
        "POST": "forward backward what_if check check/all others rates fold gradient "
        "gradient/average directions landscape program tables/fold tables/gradient tables/wishes "
        "tables/mini-batches tables/learning tables/network tables/slopes tables/product",
    }.items()
    for call in calls.split()
)
"""The calls of a session that change nothing."""

MOST_NUMBERS: Final = 16 * 784


class _NotKeptError(Exception):
    """Carries an answer that nobody else gets."""

    def __init__(self, answer: LentAnswer) -> None:
        super().__init__()
        self.answer = answer


@router.get("")
async def get_lent(code: str, seat: str, request: Request) -> Response:
    """Return the network as a session; its revision counts the networks that the room has seen."""
    shared = (await _live(request, code, seat)).room.shared
    own = {"id": f"room-{code}.{seat}", "revision": shared.number}
    return json_response({**shared.session.describe(), **own})


@router.api_route("/{call:path}", methods=["GET", "POST"])
async def ask_lent(code: str, seat: str, call: str, request: Request) -> Response:
    """Return what the network answers, or refuse what would change it."""
    live, services = await _live(request, code, seat), services_of(request)
    if f"{request.method} {call}" not in ANSWERS:
        raise Forbidden("This network is the lecture's: take it, and change your own.")
    limit = services.settings.max_json_bytes + MOST_NUMBERS * BYTES_PER_NUMBER
    body = await services.bodies.read(request, limit)
    shared = live.room.shared
    asked = request.method, call, request.scope["query_string"], blake2b(body).digest()
    try:
        answer = await live.lent.get(
            (shared.number, *asked), lambda: _answer(request, live, shared, call, body)
        )
    except _NotKeptError as error:
        answer = error.answer
    encoding = encoding_for(accepted_encodings(request.scope), ("gzip",))
    is_packed = encoding == "gzip" and answer.packed != b""
    headers = {"Vary": "Accept-Encoding"} | ({"Content-Encoding": "gzip"} if is_packed else {})
    content = answer.packed if is_packed else answer.plain
    return Response(content, answer.status, headers, answer.media_type)


async def _live(request: Request, code: str, seat: str) -> LiveRoom:
    check_seat(seat)
    live = await room_of(request, code)
    live.room.seats.note_part(seat)
    return live


async def _answer(
    request: Request, live: LiveRoom, shared: Shared, call: str, body: bytes
) -> LentAnswer:
    """Ask the routes of sessions. Raises: _NotKeptError for anything but an answer."""
    status, media_type, parts = 500, "", list[bytes]()
    is_read = False

    async def receive() -> Message:
        nonlocal is_read
        if is_read:
            await asyncio.Event().wait()  # Whoever has asked first, others wait for it too.
        is_read = True
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        nonlocal status, media_type
        if message["type"] == "http.response.start":
            status = message["status"]
            media_type = dict(message["headers"]).get(b"content-type", b"").decode("latin-1")
        else:
            parts.append(message.get("body", b""))

    await request.app.router(_scope(request, shared, call), receive, send)
    plain = b"".join(parts)
    if status != 200:
        raise _NotKeptError(LentAnswer(plain, b"", status, media_type))
    packed = await compute_in(services_of(request), live, _packed(plain))
    return LentAnswer(plain, packed, status, media_type)


def _scope(request: Request, shared: Shared, call: str) -> Scope:
    root = request.scope["root_path"]
    path = f"{root}/api/sessions/{shared.session.id}/{call}"
    headers = [
        (name, value)
        for name, value in request.scope["headers"]
        if name not in (b"accept-encoding", b"content-length")
    ]
    return {
        **request.scope,
        LENT: shared.session,
        "path": path,
        "raw_path": path.encode(),
        "path_params": {},
        "headers": headers,
    }


def _packed(plain: bytes) -> Work[bytes]:
    packed = gzip.compress(plain, 6, mtime=0)
    yield
    return packed
