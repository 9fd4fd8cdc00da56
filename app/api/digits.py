"""MNIST's digits, and how many of them a network knows."""

from typing import Annotated, Literal, TypeAlias

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from app.api.descent_messages import PredictionsAnswer
from app.api.http.checks import check_takes_digits
from app.api.http.documentation import INPUT, SESSION
from app.api.http.json import json_response
from app.api.http.messages import AccuracyAnswer, DigitsAnswer
from app.api.http.services import Services, services_of
from app.data.digits import Split
from app.errors import InvalidInput
from app.work.predictions import predict_all
from app.work.steps import assess

router = APIRouter(prefix="/api", tags=["digits"])

SplitName: TypeAlias = Literal["train", "test"]
MOST_DIGITS = 2**31


@router.get("/digits", response_model=DigitsAnswer, responses={422: INPUT[422]})
async def get_digits(
    request: Request,
    split: Annotated[SplitName, Query(description="60,000 to train on, or 10,000 to test on.")] = (
        "test"
    ),
    label: Annotated[int | None, Query(ge=0, le=9, description="Only this digit.")] = None,
    offset: Annotated[int, Query(ge=0, le=MOST_DIGITS, description="How many to pass over.")] = 0,
    count: Annotated[int, Query(ge=1, description="At most how many to return.")] = 10,
    indices: Annotated[
        str | None, Query(description="Instead: the digits at these places, like `5,17,3`.")
    ] = None,
) -> Response:
    """Return some of MNIST's digits, in their order or in that of `indices`."""
    services = services_of(request)
    limit = services.settings.max_digits_per_call
    if count > limit:
        raise InvalidInput(("query", "count"), f"Expected at most {limit}", "limit")
    digits = await _split(services, split)
    if indices is not None:
        _require_alone(request)
        chosen = _read_indices(indices, len(digits), limit)
    else:
        places = range(len(digits)) if label is None else digits.with_label(label)
        chosen = [int(index) for index in places[offset : offset + count]]
    return json_response(
        {
            "digits": [
                {"index": i, "label": int(digits.labels[i]), "pixels": digits.pixels(i)}
                for i in chosen
            ]
        }
    )


@router.get("/sessions/{session_id}/accuracy", response_model=AccuracyAnswer, responses=SESSION)
async def get_accuracy(session_id: str, request: Request, split: SplitName = "test") -> Response:
    """Count the digits of a split that the session's network knows, and return its mean cost."""
    services = services_of(request)
    async with services.session(session_id) as session:
        digits = await _split(services, split)
        check_takes_digits(session.network, digits.images.shape[1], ("path", "session_id"))
        score = await services.compute_for(request, assess(session.network, digits))
    total = len(digits)
    return json_response({"correct": score.correct, "total": total, "cost": score.cost_sum / total})


@router.get(
    "/sessions/{session_id}/predictions", response_model=PredictionsAnswer, responses=SESSION
)
async def get_predictions(session_id: str, request: Request, split: SplitName = "test") -> Response:
    """Return what the session's network reads in every digit of a split."""
    services = services_of(request)
    async with services.session(session_id) as session:
        digits = await _split(services, split)
        check_takes_digits(session.network, digits.images.shape[1], ("path", "session_id"))
        network, iteration = session.network.copy(), session.iteration
    seen = await services.compute_for(request, predict_all(network, digits))
    table = seen.confusion
    return json_response(
        {
            "labels": seen.labels,
            "predictions": seen.predictions,
            "confusion": table,
            "class_accuracy": table.diagonal() / table.sum(axis=1),
            "correct": int(table.trace()),
            "total": len(digits),
            "cost": seen.cost,
            "iteration": iteration,
        }
    )


def _require_alone(request: Request) -> None:
    for name in ("label", "offset", "count"):
        if name in request.query_params:
            raise InvalidInput(("query", name), "Expected none beside indices", "both")


def _read_indices(text: str, end: int, limit: int) -> list[int]:
    """Return the numbers in a list like `5,17,3`. Raises: InvalidInput."""
    words = text.split(",", limit)
    if len(words) > limit:
        raise InvalidInput(("query", "indices"), f"Expected at most {limit} places", "limit")
    longest = len(str(end))
    if not all(word.isascii() and word.isdigit() and len(word) <= longest for word in words):
        message = "Expected whole numbers with commas between them"
        raise InvalidInput(("query", "indices"), message, "int_parsing")
    indices = [int(word) for word in words]
    if max(indices) >= end:
        raise InvalidInput(("query", "indices"), f"Expected places below {end}", "out_of_range")
    return indices


async def _split(services: Services, name: SplitName) -> Split:
    digits = await services.digits.get()
    return digits.train if name == "train" else digits.test
