"""A session's parameters as a safetensors file, out and in."""

from typing import Annotated, Any, Final, Literal

import orjson
from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from app.api.http.documentation import INPUT, SESSION, Responses
from app.api.http.json import packed
from app.api.http.services import services_of
from app.errors import InvalidInput
from app.nn.serialization import dump, read_vector

router = APIRouter(prefix="/api/sessions/{session_id}/parameters", tags=["parameters"])

MEDIA_TYPE: Final = "application/octet-stream"
LARGE_FILE_BYTES: Final = 256 << 10
"""A longer file is read off the event loop, whatever it is sent to."""
FILE: Final[dict[str, Any]] = {MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}}}
A_FILE: Final[Responses] = {
    200: {
        "content": FILE,
        "description": "A safetensors file: `W1`, `b1`, `W2`, …, and the session as JSON in its "
        "metadata under `session`.",
    }
}


@router.get("", response_class=Response, responses=A_FILE | SESSION)
async def get_parameters(
    session_id: str,
    request: Request,
    dtype: Annotated[
        Literal["float32", "float64"], Query(description="The type of the numbers.")
    ] = "float64",
    without_id: Annotated[
        bool,
        Query(
            description="Leave the session's id out of the file: with it, whoever the file is "
            "given to could change that network."
        ),
    ] = False,
) -> Response:
    """Return all weights and biases as a safetensors file."""
    services = services_of(request)
    async with services.session(request, session_id) as session:
        described = session.describe()
        if without_id:
            del described["id"]
        metadata = {"session": orjson.dumps(described).decode()}
        file = await services.call(
            request,
            lambda: dump(session.network.parameters, metadata, dtype),
            session.is_large,
        )
        is_large = session.is_large
    answer = Response(file, media_type=MEDIA_TYPE)
    # Every page begins with them. Compressed, they come sooner over a hall's Wi-Fi, by more than
    # the millisecond that it takes; of a large network it would keep others waiting.
    return answer if is_large else packed(request, answer)


@router.put(
    "",
    status_code=204,
    responses=SESSION | INPUT,
    openapi_extra={"requestBody": {"required": True, "content": FILE}},
)
async def put_parameters(
    session_id: str,
    request: Request,
    undoable: Annotated[
        bool,
        Query(
            description="Whether what they replace is kept for undo: not of a session that was "
            "begun for this file, and was never shown without it."
        ),
    ] = True,
) -> Response:
    """Replace all weights and biases by those of a safetensors file."""
    services = services_of(request)
    await services.store.get(session_id)  # Nothing is read for a session that is not there.
    file = await services.bodies.read(request, services.settings.max_body_bytes)
    async with services.session(request, session_id) as session:
        try:
            vector = await services.call(
                request,
                lambda: read_vector(
                    file, session.network.parameters, services.settings.max_parameter_size
                ),
                session.is_large or len(file) > LARGE_FILE_BYTES,
            )
        except ValueError as error:
            raise InvalidInput(("body",), str(error), "unfitting_file") from error
        session.load(vector)
        if not undoable:
            session.history.forget()
        await services.store.put(session)
    return Response(status_code=204)
