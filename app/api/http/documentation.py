"""The errors that endpoints may answer with, for the OpenAPI description."""

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
