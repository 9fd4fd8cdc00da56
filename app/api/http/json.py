"""JSON in and out: read and written by orjson, which is some twenty times as fast as the rest.

A `JsonRoute` reads its body itself and validates it against its model, which costs half of what
FastAPI's general way does; what an endpoint answers goes out as it is.
"""

import gzip
import json
from collections.abc import Awaitable, Callable, Coroutine, Generator, Iterable, Sequence
from inspect import signature
from typing import Any, Final, NamedTuple, TypeAlias, cast, get_args

import orjson
from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import ValidationError
from starlette.responses import Response

from app.api.http.bodies import BYTES_PER_NUMBER, check_parts
from app.api.http.messages import Body
from app.api.http.services import services_of
from app.api.http.static_files import accepted_encodings, encoding_for
from app.errors import InvalidInput
from app.sessions.overtaken import again_if_overtaken

MEDIA_TYPE: Final = "application/json"

SLOWLY_READ_BYTES: Final = 256 << 10
"""Up to this size, what orjson refuses is read again by a reader that takes NaN."""

NUMBERS_PER_CHUNK: Final = 20_000
"""Numbers of a long list that are written at once: in about a millisecond."""

Endpoint: TypeAlias = Callable[..., Awaitable[Response]]


class JsonRoute(APIRoute):
    """A route whose endpoint takes path parameters, the request and perhaps a `Body`, no more."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return what reads the request, calls the endpoint and returns its answer."""
        endpoint = self.endpoint
        body = _body_parameter(endpoint)

        async def handler(request: Request) -> Response:
            arguments = {**request.path_params, "request": request}
            if body is not None:
                arguments[body.name] = await _read_body(request, body)
            return await _answer(cast(Endpoint, endpoint), arguments)

        return handler


async def _answer(endpoint: Endpoint, arguments: dict[str, Any]) -> Response:
    """Return what an endpoint answers; it is asked again where another process was quicker."""
    return await again_if_overtaken(lambda: endpoint(**arguments))


def json_response(content: object, status: int = 200) -> Response:
    """Return `content`, which may hold arrays, as a JSON answer."""
    return written_response(_write(content), status)


def packed_response(request: Request, content: object) -> Response:
    """Return `content` as a JSON answer, compressed where the client takes that."""
    return packed(request, json_response(content))


def packed(request: Request, response: Response) -> Response:
    """Return an answer that is whole, compressed where the client takes that."""
    encoding = encoding_for(accepted_encodings(request.scope), ("gzip",))
    response.headers["Vary"] = "Accept-Encoding"
    if encoding == "gzip":
        response.body = gzip.compress(bytes(response.body), mtime=0)
        response.headers["Content-Encoding"] = encoding
        response.headers["Content-Length"] = str(len(response.body))
    return response


def written_response(body: bytes, status: int = 200) -> Response:
    """Return an answer whose JSON is written already."""
    return Response(body, status, media_type=MEDIA_TYPE)


def write_in_chunks(content: object) -> Generator[None, None, bytes]:
    """Write `content` as JSON, pausing after each array, or part of it, and each matrix row.

    orjson keeps every other thread waiting while it writes.
    """
    return orjson.dumps((yield from _fragments(content)))


def _fragments(content: object) -> Generator[None, None, object]:
    if isinstance(content, dict):
        fragments = {}
        for key, value in content.items():
            fragments[key] = yield from _fragments(value)
        return fragments
    if isinstance(content, tuple) or len(getattr(content, "shape", ())) > 1:
        rows: list[object] = []
        for row in cast(Iterable[object], content):
            rows += [(yield from _fragments(row))]
        return rows
    if len(getattr(content, "shape", ())) == 1:
        return (yield from _long_list(cast(Sequence[object], content)))
    written = _write(content)
    yield
    return orjson.Fragment(written)


def _long_list(numbers: Sequence[object]) -> Generator[None, None, object]:
    starts = range(0, len(numbers), NUMBERS_PER_CHUNK)
    parts = []
    for start in starts:
        parts.append(_write(numbers[start : start + NUMBERS_PER_CHUNK])[1:-1])
        yield
    return orjson.Fragment(b"[" + b",".join(parts) + b"]")


def _write(content: object) -> bytes:
    return orjson.dumps(content, option=orjson.OPT_SERIALIZE_NUMPY)


class _BodyParameter(NamedTuple):
    """The parameter of an endpoint that takes the body."""

    name: str
    model: type[Body]
    is_optional: bool


def _body_parameter(endpoint: Callable[..., Any]) -> _BodyParameter | None:
    for parameter in signature(endpoint).parameters.values():
        for candidate in (parameter.annotation, *get_args(parameter.annotation)):
            if isinstance(candidate, type) and issubclass(candidate, Body):
                return _BodyParameter(parameter.name, candidate, parameter.default is None)
    return None


async def _read_body(request: Request, parameter: _BodyParameter) -> Body | None:
    services = services_of(request)
    settings = services.settings
    numbers = parameter.model.most_numbers(settings)
    limit = settings.max_json_bytes + numbers * BYTES_PER_NUMBER
    body = await services.bodies.read(request, min(limit, settings.max_body_bytes))
    if not body and parameter.is_optional:
        return None
    media_type = request.headers.get("content-type", "").partition(";")[0]
    if media_type.strip().lower() != MEDIA_TYPE:
        raise InvalidInput(("header", "content-type"), f"Expected {MEDIA_TYPE}", "content_type")
    check_parts(body, numbers)
    content = _read(body)
    if content is None and parameter.is_optional:
        return None
    try:
        return parameter.model.model_validate(content)
    except ValidationError as error:
        problems = error.errors(include_url=False, include_input=False)
        for problem in problems:
            problem["loc"] = ("body", *problem["loc"])
        raise RequestValidationError(problems) from error


def _read(body: bytes) -> object:
    try:
        return orjson.loads(body)
    except json.JSONDecodeError:
        try:
            # NaN and numbers beyond all bounds are no JSON. Python's own reader takes them, so
            # that validation can name the field they are in.
            return json.loads(body if len(body) <= SLOWLY_READ_BYTES else b"")
        except (RecursionError, ValueError) as error:
            raise InvalidInput(
                ("body",), "Expected JSON, but this cannot be read as JSON", "json_invalid"
            ) from error
