"""What can go wrong with a request: one tree of errors, and the one shape they take as JSON.

    NudgeError              with a reason for the caller
      Unauthorized          401, asking for a key
      Forbidden             403
      NotFound              404
      Conflict              409
      TooLarge              413
      InvalidInput          422, naming the field
      TooManyRequests       429, with Retry-After
      Abandoned             499: the client has disconnected
      Unavailable           503, with Retry-After
        Overtaken           the same, where trying again at once may do

A body is `{"detail": "a sentence"}`; for 422 it is FastAPI's form `{"detail": [{"type", "loc",
"msg"}]}`. It never holds what was sent: FastAPI's own echo of the input turns NaN into a 500.
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Any, ClassVar, Final, cast

import orjson
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.routing import Match

logger = logging.getLogger("nudge")

UNION_TAGS: Final = frozenset({"digit", "outputs", "picture", "one", "many"})
"""pydantic puts the chosen branch of a union into the location; callers know fields only."""

LONGEST_NAME: Final = 50
"""The name of an unknown field is the caller's."""

MOST_PROBLEMS: Final = 20

SENTENCES: Final = {
    404: "There is nothing at this address.",
    405: "This address does not answer to that method.",
    413: "Expected a smaller body: see /api/limits.",
}


class NudgeError(Exception):
    """A request that cannot be answered as asked; its message is a sentence for people."""

    status: ClassVar[int] = 500

    def response(self) -> Response:
        """Return the answer to the caller."""
        return error_response(self.status, str(self))


class Unauthorized(NudgeError):
    """A key is needed, and none or a wrong one has come."""

    status = 401

    def response(self) -> Response:
        """Return the answer that says how to send a key."""
        return error_response(self.status, str(self), {"WWW-Authenticate": "Bearer"})


class Forbidden(NudgeError):
    """Nobody may do this here, whatever they know."""

    status = 403


class NotFound(NudgeError):
    """There is no such thing, or no more."""

    status = 404


class Conflict(NudgeError):
    """The state of the session does not allow this."""

    status = 409


class TooLarge(NudgeError):
    """The body is larger than any that is read."""

    status = 413


class InvalidInput(NudgeError):
    """A field holds what cannot be used; `location` leads to it, like ("body", "pixels")."""

    status = 422

    def __init__(
        self, location: Sequence[str | int], message: str, kind: str = "value_error"
    ) -> None:
        super().__init__(message)
        self.location = location
        self.kind = kind

    def problem(self) -> dict[str, object]:
        """Return what is wrong, as pydantic would say it."""
        return {"type": self.kind, "loc": self.location, "msg": str(self)}

    def response(self) -> Response:
        """Return FastAPI's form of a 422."""
        return _problems([self.problem()])


class _ComeBack(NudgeError):
    def __init__(self, message: str, retry_after_s: int = 1) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s

    def response(self) -> Response:
        """Return the answer with a Retry-After header."""
        return error_response(self.status, str(self), {"Retry-After": str(self.retry_after_s)})


class TooManyRequests(_ComeBack):
    """The caller asks for more than its share."""

    status = 429


class Unavailable(_ComeBack):
    """The server is full, or about to stop."""

    status = 503


class Overtaken(Unavailable):
    """Another process has changed the session meanwhile: what was asked for can be tried again."""


class Abandoned(NudgeError):
    """The client has disconnected; the number is the one that nginx logs."""

    status = 499


def error_response(
    status: int, sentence: str, headers: Mapping[str, str] | None = None
) -> Response:
    """Return the JSON answer `{"detail": sentence}`."""
    return Response(
        orjson.dumps({"detail": sentence}), status, headers, media_type="application/json"
    )


def install(app: FastAPI) -> None:
    """Let `app` answer every error in its one shape."""

    async def nudge_error(_: Request, error: Exception) -> Response:
        return cast(NudgeError, error).response()

    async def validation_error(_: Request, error: Exception) -> Response:
        return _problems(cast(RequestValidationError, error).errors())

    async def http_error(request: Request, error: Exception) -> Response:
        refusal = cast(HTTPException, error)
        status, headers = refusal.status_code, refusal.headers
        if status == HTTPStatus.METHOD_NOT_ALLOWED and (allowed := _allowed_methods(request)):
            headers = {"Allow": ", ".join(allowed)}
        sentence = SENTENCES.get(status, f"{HTTPStatus(status).phrase}.")
        return error_response(status, sentence, headers)

    async def hung_up(_: Request, __: Exception) -> Response:
        return Abandoned("The client has disconnected.").response()

    async def unexpected(request: Request, error: Exception) -> Response:
        where = getattr(request.scope.get("route"), "path", "an unknown address")
        logger.error("Unexpected error at %s", where, exc_info=error)
        return error_response(500, "Something went wrong in the server; its log says what.")

    app.add_exception_handler(NudgeError, nudge_error)
    app.add_exception_handler(RequestValidationError, validation_error)
    app.add_exception_handler(HTTPException, http_error)
    app.add_exception_handler(ClientDisconnect, hung_up)
    app.add_exception_handler(Exception, unexpected)


def _allowed_methods(request: Request) -> list[str]:
    """Return the methods of every route at this address; Starlette names the first route's only."""
    methods: set[str] = set()
    for route in request.app.routes:
        if route.matches(request.scope)[0] is not Match.NONE:
            methods |= getattr(route, "methods", None) or set()
    if "GET" in methods:
        methods.add("HEAD")
    return sorted(methods)


def problems(errors: Iterable[Mapping[str, Any]]) -> list[dict[str, object]]:
    """Return what pydantic found in the contract's form: type, location and message."""
    return [
        {"type": error["type"], "loc": _location(error["loc"]), "msg": _message(error)}
        for error in list(errors)[:MOST_PROBLEMS]
    ]


def _problems(errors: Iterable[Mapping[str, Any]]) -> Response:
    body = orjson.dumps({"detail": problems(errors)})
    return Response(body, 422, media_type="application/json")


def _location(parts: Sequence[str | int]) -> list[str | int]:
    return [
        part[:LONGEST_NAME] if isinstance(part, str) else part
        for depth, part in enumerate(parts)
        if depth < 2 or part not in UNION_TAGS
    ]


def _message(error: Mapping[str, Any]) -> str:
    expected = MESSAGES.get(error["type"])
    return expected.format(**error.get("ctx", {})) if expected else str(error["msg"])


MESSAGES: Final = {
    "missing": "Expected a value here, but got none",
    "extra_forbidden": "Expected no such field",
    "model_type": "Expected a JSON object",
    "model_attributes_type": "Expected a JSON object",
    "union_tag_invalid": "Expected as `type` one of {expected_tags}",
    "union_tag_not_found": "Expected a `type`, which says what is asked for",
    "string_unicode": "Expected text in Unicode",
    "finite_number": "Expected a finite number",
    "float_type": "Expected a number",
    "int_type": "Expected a whole number",
    "int_parsing": "Expected a whole number",
    "int_from_float": "Expected a whole number",
    "string_type": "Expected a text",
    "string_too_long": "Expected at most {max_length} characters",
    "string_too_short": "Expected at least {min_length} characters",
    "list_type": "Expected a list",
    "greater_than": "Expected a number above {gt}",
    "greater_than_equal": "Expected a number of at least {ge}",
    "less_than": "Expected a number below {lt}",
    "less_than_equal": "Expected a number of at most {le}",
    "too_long": "Expected at most {max_length} entries, but got {actual_length}",
    "too_short": "Expected at least {min_length} entries, but got {actual_length}",
    "literal_error": "Expected {expected}",
}
"""What pydantic finds, in the words of this server."""
