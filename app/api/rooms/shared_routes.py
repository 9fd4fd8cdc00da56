"""The network that a room sees: its parameters, its pass of what is shown, a copy of one's own."""

import gzip
from hashlib import blake2b
from typing import Annotated, Any, Final, Literal

import orjson
from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from app.api.http.documentation import CREATION, INPUT, Responses
from app.api.http.json import json_response, write_in_chunks
from app.api.http.services import address_of, services_of
from app.api.parameters_routes import A_FILE
from app.api.parameters_routes import MEDIA_TYPE as FILE_TYPE
from app.api.pass_messages import BackwardAnswer, ForwardAnswer
from app.api.passes_routes import (
    WITH_DTYPE,
    WITH_INPUTS,
    WITH_TERMS,
    WITH_WEIGHTS,
    pass_answer,
    wanted_terms,
    wants,
    wants_single,
)
from app.api.rooms.room_access import (
    NOT_NOW,
    ROOM,
    UNCHANGED,
    WITH_SEAT,
    Code,
    compute_in,
    room_of,
    tagged,
    tagged_as_taken,
    without_id,
)
from app.api.session_messages import SessionObject
from app.data.digits import Digits
from app.errors import Conflict, InvalidInput
from app.nn.serialization import dump
from app.rooms.room import Picture, Shared
from app.rooms.rooms import Answer
from app.rooms.shown import OF_MNIST, Shown, example_of, shown_by
from app.sessions.compute import Work

router = APIRouter(prefix="/api/rooms/{code}", tags=["rooms"])

KEPT: Final = {"Cache-Control": "private, no-cache"}
"""A phone keeps it, and asks whether it is still so."""
WITH_DIGIT: Final[list[dict[str, Any]]] = [
    {
        "name": "digit",
        "in": "query",
        "schema": {"type": "string", "pattern": f"^{OF_MNIST.pattern}$"},
        "description": "One of MNIST, like `test-12`, in place of what is shown.",
    },
    {
        "name": "target",
        "in": "query",
        "schema": {"type": "integer", "minimum": 0, "maximum": 9},
        "description": "What that digit should have been; its label where left out.",
    },
]
NOT_A_PASS: Final[Responses] = ROOM | NOT_NOW | UNCHANGED | {422: INPUT[422]}


@router.get("/parameters", response_class=Response, responses=A_FILE | ROOM | UNCHANGED)
async def get_shared_parameters(
    code: Code,
    request: Request,
    dtype: Annotated[
        Literal["float32", "float64"], Query(description="The type of the numbers.")
    ] = "float64",
) -> Response:
    """Return the parameters of the network that the room sees, as a safetensors file."""
    live = await room_of(request, code)
    shared = live.room.shared
    etag = f'"{shared.number}-{dtype}"'
    file = await live.files.get(
        etag, lambda: compute_in(services_of(request), live, _file(shared, dtype))
    )
    return tagged(request, etag, lambda: file, FILE_TYPE, KEPT)


@router.get(
    "/pass",
    response_model=BackwardAnswer | ForwardAnswer,
    responses=NOT_A_PASS,
    openapi_extra={
        "parameters": [WITH_WEIGHTS, WITH_INPUTS, WITH_TERMS, WITH_DTYPE, *WITH_DIGIT, WITH_SEAT]
    },
)
async def get_shared_pass(code: Code, request: Request) -> Response:
    """Return the pass of what is shown: back too, where it is known what it should have been.

    It is the same for all in the room, and computed once. A phone that shows a digit of MNIST names
    it: what it has is not sent, and the lecture may be at the next one already.
    """
    services = services_of(request)
    live = await room_of(request, code)
    live.room.seats.note_part(request.query_params.get("seat", ""))
    terms = wanted_terms(request, services.settings)
    weights, inputs = wants(request, "weights"), wants(request, "inputs", default=True)
    single = wants_single(request)
    shared, shown = live.room.shared, _named(request) or shown_by(live.room.address)
    if shown is None:
        raise _nothing_shown()
    picture = live.room.picture_of(shown)
    number = 0 if picture is None else picture.number
    key = shared.number, shown, number, terms, weights, inputs, single
    etag = f'"{blake2b(repr(key).encode(), digest_size=12).hexdigest()}"'

    async def answer() -> Answer:
        digits = await services.digits.get()
        parts = {"terms": terms, "weights": weights, "inputs": inputs, "single": single}
        return await compute_in(services, live, _pass(shared, shown, picture, digits, parts))

    both = await live.passes.get(key, answer)
    return tagged_as_taken(request, etag, lambda: both.plain, lambda: both.packed, KEPT)


@router.post("/fork", status_code=201, response_model=SessionObject, responses=ROOM | CREATION)
async def fork(code: Code, request: Request) -> Response:
    """Begin a session of one's own with the network that the room sees."""
    services = services_of(request)
    live = await room_of(request, code)
    services.creations.take(address_of(request))
    session = live.room.shared.session.copy()
    await services.store.create(session)
    return json_response(session.describe(), 201)


def _named(request: Request) -> Shown | None:
    """Return the digit that a request names, if it does. Raises: InvalidInput."""
    if "digit" not in request.query_params:
        return None
    shown = shown_by(f"?{request.url.query}")
    if shown is None or not OF_MNIST.fullmatch(shown.digit):
        raise InvalidInput(("query", "digit"), "Expected a digit of MNIST like test-12", "digit")
    if shown.target is None and "target" in request.query_params:
        raise InvalidInput(("query", "target"), "Expected a digit from 0 to 9", "out_of_range")
    return shown


def _nothing_shown() -> Conflict:
    return Conflict("No digit is shown in this room.")


def _file(shared: Shared, dtype: str) -> Work[bytes]:
    metadata = {
        "session": orjson.dumps(without_id(shared.session)).decode(),
        "network": str(shared.number),
    }
    file = dump(shared.session.network.parameters, metadata, dtype)
    yield
    return file


def _pass(
    shared: Shared, shown: Shown, picture: Picture | None, digits: Digits, parts: dict[str, Any]
) -> Work[Answer]:
    """Compute a pass and write it. Raises: Conflict where the network takes no such digit."""
    example = yield from example_of(shown, digits, None if picture is None else picture.pixels)
    yield
    if example is None:
        raise _nothing_shown()
    pixels, target = example
    session = shared.session
    if session.network.layers[0] != len(pixels) or (target or 0) >= session.network.layers[-1]:
        raise Conflict("The network of this room takes no digits.")
    content = pass_answer(session, pixels.tolist(), target, **parts)
    yield
    plain = yield from write_in_chunks(content)
    yield
    return Answer(plain, gzip.compress(plain, 6, mtime=0))
