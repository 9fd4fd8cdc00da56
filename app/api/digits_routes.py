"""MNIST's digits, and how many of them a network knows."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.api.http.documentation import INPUT
from app.api.http.json import json_response, packed_response
from app.api.http.messages import SplitName, limited
from app.api.http.services import services_of
from app.errors import InvalidInput


class Digit(BaseModel):
    """One of MNIST's pictures."""

    index: Annotated[int, Field(description="Its index in its split, from 0.")]
    label: Annotated[int, Field(description="The digit it shows.")]
    pixels: list[float]


class DigitsAnswer(BaseModel):
    """Some of MNIST's pictures."""

    digits: list[Digit]


router = APIRouter(prefix="/api", tags=["digits"])

MOST_DIGITS = 2**31
FEW = 10
"""So many are compressed: each phone in a hall asks for the digit that is shown."""


@router.get("/digits", response_model=DigitsAnswer, responses={422: INPUT[422]})
async def get_digits(
    request: Request,
    split: Annotated[SplitName, Query(description="60,000 to train on, or 10,000 to test on.")] = (
        "test"
    ),
    label: Annotated[int | None, Query(ge=0, le=9, description="Only this digit.")] = None,
    offset: Annotated[int, Query(ge=0, le=MOST_DIGITS, description="How many to pass over.")] = 0,
    count: Annotated[
        int,
        Query(
            ge=1,
            description="At most how many to return.",
            json_schema_extra=limited("max_digits_per_call"),
        ),
    ] = 10,
    indices: Annotated[
        str | None, Query(description="Instead: the digits with these indices, like `5,17,3`.")
    ] = None,
) -> Response:
    """Return some of MNIST's digits, in their order or in that of `indices`."""
    services = services_of(request)
    limit = services.settings.max_digits_per_call
    if count > limit:
        raise InvalidInput(("query", "count"), f"Expected at most {limit}", "limit")
    digits = await services.digits.split(split)
    if indices is not None:
        _require_alone(request)
        chosen = _read_indices(indices, len(digits), limit)
    else:
        candidates = range(len(digits)) if label is None else digits.with_label(label)
        chosen = [int(index) for index in candidates[offset : offset + count]]
    content = {
        "digits": [
            {"index": i, "label": int(digits.labels[i]), "pixels": digits.pixels(i)} for i in chosen
        ]
    }
    return packed_response(request, content) if len(chosen) <= FEW else json_response(content)


def _require_alone(request: Request) -> None:
    for name in ("label", "offset", "count"):
        if name in request.query_params:
            raise InvalidInput(("query", name), "Expected none together with indices", "both")


def _read_indices(text: str, end: int, limit: int) -> list[int]:
    """Return the numbers in a list like `5,17,3`. Raises: InvalidInput."""
    words = text.split(",", limit)
    if len(words) > limit:
        raise InvalidInput(("query", "indices"), f"Expected at most {limit} indices", "limit")
    longest = len(str(end))
    if not all(word.isascii() and word.isdigit() and len(word) <= longest for word in words):
        message = "Expected whole numbers with commas between them"
        raise InvalidInput(("query", "indices"), message, "int_parsing")
    indices = [int(word) for word in words]
    if max(indices) >= end:
        raise InvalidInput(("query", "indices"), f"Expected indices below {end}", "out_of_range")
    return indices
