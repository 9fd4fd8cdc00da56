"""Answers that say how far they have come: a JSON object a line, the last one whole."""

from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing
from time import monotonic
from typing import Annotated, Any, Final

import orjson
from fastapi import Request
from pydantic import BaseModel, Field
from starlette.responses import JSONResponse, Response, StreamingResponse

from app.api.http.json import write_in_chunks
from app.api.http.services import gone
from app.errors import NudgeError
from app.sessions.compute import Compute, Work

MEDIA_TYPE: Final = "application/x-ndjson"
INTERVAL_S: Final = 0.1
UNBUFFERED: Final = {"X-Accel-Buffering": "no"}
"""A reverse proxy (nginx) must not buffer the lines."""
LINES: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "A JSON object a line: `done` of `of` while it goes on, the whole answer in "
        "the last line; a line with `detail` where it failed on the way.",
    }
}


class Lines(JSONResponse):
    """How the OpenAPI description names such an answer; its schema is that of the last line."""

    media_type = MEDIA_TYPE


class Progress(BaseModel):
    """The progress of a long computation."""

    done: Annotated[int, Field(description="Examples that are done.")]
    of: Annotated[int, Field(description="How many there are.")]


async def streamed(
    compute: Compute,
    request: Request,
    owner: str,
    work: Work[Any],
    progress: Callable[[], dict[str, object]],
    result: Callable[[], dict[str, object]],
) -> Response:
    """Return an answer that follows `work`; it is abandoned when the client disconnects.

    owner: the session for which it is computed.
    Raises: what `work` raises in its first slice, and as `Compute.turns` does; Abandoned where the
    client disconnects before it begins.
    """
    written: list[bytes] = []

    def whole() -> Work[None]:
        yield from work
        written.append((yield from write_in_chunks(result())) + b"\n")

    turns = compute.turns(whole(), owner, is_long=True, gone=gone(request))
    await anext(turns, None)
    return StreamingResponse(
        _lines(turns, progress, written), headers=UNBUFFERED, media_type=MEDIA_TYPE
    )


async def _lines(
    turns: AsyncGenerator[bool, None],
    progress: Callable[[], dict[str, object]],
    written: list[bytes],
) -> AsyncIterator[bytes]:
    """Yield progress lines; `written` is the last line, once it is there."""
    try:
        async with aclosing(turns):
            if not written:
                yield _line(progress())
            sent = monotonic()
            async for _ in turns:
                if monotonic() - sent >= INTERVAL_S:
                    sent = monotonic()
                    yield _line(progress())
    except NudgeError as error:
        yield _line({"detail": str(error)})
    else:
        yield written[0]


def _line(content: dict[str, object]) -> bytes:
    return orjson.dumps(content, option=orjson.OPT_APPEND_NEWLINE)
