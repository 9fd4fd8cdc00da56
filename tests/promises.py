"""Holds every answer to what the OpenAPI description promises: status, media type and schema."""

import re
from functools import cache
from typing import Any, Final

import httpx
import orjson
from jsonschema_rs import Draft202012Validator, Validator

from app.main import create_app

SECRET: Final = re.compile(r"(?<=/)[\w-]{32}(?![\w-])")
"""A session's id in an address."""

STATED: Final = "application/json", "application/x-ndjson"


class HeldClient(httpx.Client):
    """A client that believes no answer which the description does not promise."""

    def send(self, request: httpx.Request, **how: Any) -> httpx.Response:
        answer = super().send(request, **how)
        if not how.get("stream"):
            check(answer)
        return answer


def check(answer: httpx.Response) -> None:
    """Raise AssertionError where an answer of the API is not as it is described.

    What is refused never says again by which id it was asked for: errors are copied and shown.
    """
    method, path = answer.request.method.lower(), answer.request.url.path
    if answer.status_code >= 400:
        assert not [each for each in SECRET.findall(path) if each in answer.text], path
    operation = _operation(method, path)
    if operation is None:
        if answer.status_code >= 400 and path.startswith("/api"):
            assert isinstance(answer.json()["detail"], str), f"{path}: {answer.text[:300]}"
        return
    called = f"{method.upper()} {operation}: {answer.status_code}"
    described = _description()["paths"][operation][method]["responses"]
    promised = described.get(str(answer.status_code))
    assert promised is not None, f"{called} is not documented: {answer.text[:300]}"
    media_type = answer.headers.get("content-type", "").partition(";")[0]
    contents = promised.get("content", {})
    assert media_type in contents or not answer.content, f"{called} as {media_type}"
    if media_type not in STATED or not answer.content:
        return
    validator = _validator(operation, method, str(answer.status_code), media_type)
    for content in _contents(answer, media_type):
        for error in validator.iter_errors(content):
            where = "/".join(map(str, error.instance_path))
            raise AssertionError(f"{called} has at {where}: {error.message[:300]}")


def _contents(answer: httpx.Response, media_type: str) -> list[Any]:
    """Return what has the schema: of an answer in lines the last, unless it failed on the way."""
    if media_type == "application/json":
        return [orjson.loads(answer.content)]
    last = orjson.loads(answer.content.splitlines()[-1])
    return [] if last.keys() == {"detail"} else [last]


def _operation(method: str, path: str) -> str | None:
    return next(
        (
            template
            for template, pattern in _patterns()
            if pattern.fullmatch(path) and method in _description()["paths"][template]
        ),
        None,
    )


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    """Return each path as it is described and as it may be asked for; first what names more."""
    templates = sorted(_description()["paths"], key=lambda template: template.count("{"))
    return [(each, re.compile(re.sub(r"\{[^}]+\}", "[^/]+", each))) for each in templates]


@cache
def _description() -> dict[str, Any]:
    return create_app().openapi()


@cache
def _validator(operation: str, method: str, status: str, media_type: str) -> Validator:
    description = _description()
    promised = description["paths"][operation][method]["responses"][status]
    schema = promised["content"][media_type].get("schema", {})
    return Draft202012Validator({**schema, "components": description["components"]})
