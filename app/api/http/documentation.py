"""What the OpenAPI description says beside the models: errors, media types, limits in force."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Final

from pydantic import BaseModel, Field


class Problem(BaseModel):
    """Why a request could not be answered."""

    detail: str


class FieldProblem(BaseModel):
    """What is wrong with one field."""

    type: str
    loc: Annotated[list[str | int], Field(description='Where, like ["body", "pixels", 3]')]
    msg: str


class InputProblem(BaseModel):
    """What is wrong with the input."""

    detail: list[FieldProblem]


Responses = dict[int | str, dict[str, Any]]

INPUT: Final[Responses] = {
    413: {"model": Problem, "description": "The body is too large."},
    422: {"model": InputProblem, "description": "The input is wrong; the session is as it was."},
    503: {"model": Problem, "description": "The server is full; see Retry-After."},
}

CREATION: Final[Responses] = INPUT | {
    429: {"model": Problem, "description": "Too many sessions from here; see Retry-After."},
}

SESSION: Final[Responses] = {
    404: {"model": Problem, "description": "There is no such session, or it has expired."},
    422: INPUT[422],
    429: {"model": Problem, "description": "Too many requests to this session; see Retry-After."},
    503: INPUT[503],
}

CONFLICT: Final[Responses] = {
    409: {"model": Problem, "description": "There is nothing to undo, or to redo."},
}

OTHER_STEPS: Final[Responses] = {
    409: {"model": Problem, "description": "The last change was not the step that is named."}
}

CHANGING_NOTHING: Final = "get", "head"
STRANGE_HOST: Final = "The server does not answer to the host name that was asked."
STRANGE_PAGE: Final = "It was asked by a page of another origin, which is not allowed."


def complete(description: dict[str, Any], limits: Mapping[str, int | float]) -> dict[str, Any]:
    """Return the description with what FastAPI cannot know.

    Errors are JSON, whatever the answer is; every request is looked at before it comes to its
    endpoint (`request_checks`); and a field that names a limit (`x-limit`, see `limited`) has that
    of the settings.
    """
    for method, operation in _operations(description):
        responses = operation["responses"]
        for status, answer in responses.items():
            contents = answer.get("content", {})
            if int(status) >= 400 and len(contents) == 1:
                answer["content"] = {"application/json": contents.popitem()[1]}
        responses["400"] = _problem(STRANGE_HOST)
        if method not in CHANGING_NOTHING:
            responses["403"] = _problem(STRANGE_PAGE)
    description["components"]["schemas"].setdefault("Problem", Problem.model_json_schema())
    for schema in _dictionaries(description):
        if (name := schema.get("x-limit")) is not None:
            _bound(schema, limits[name])
    return description


def _problem(words: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": words, "content": {"application/json": {"schema": schema}}}


def _operations(description: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in description["paths"].values():
        yield from path.items()


def _dictionaries(content: object) -> Iterator[dict[str, Any]]:
    if isinstance(content, dict):
        yield content
        content = list(content.values())
    if isinstance(content, list):
        for each in content:
            yield from _dictionaries(each)


def _bound(schema: dict[str, Any], limit: float) -> None:
    for kind in (schema, *schema.get("anyOf", ())):
        if kind.get("type") == "array":
            kind["maxItems"] = limit
        elif kind.get("type") in ("integer", "number"):
            kind["maximum"] = limit
