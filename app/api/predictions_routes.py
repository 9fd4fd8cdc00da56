"""How well a network reads MNIST's digits: how many it knows, and what it takes each for."""

from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.api.http.checks import check_takes_digits
from app.api.http.documentation import SESSION
from app.api.http.json import json_response
from app.api.http.messages import (
    SplitName,
)
from app.api.http.services import services_of
from app.work.predictions import predict_all


class AccuracyAnswer(BaseModel):
    """How well the network knows the digits of a split."""

    correct: int
    total: int
    cost: Annotated[float, Field(description="The mean of C0 over the split.")]


class PredictionsAnswer(BaseModel):
    """What a network classifies every digit of a split as."""

    labels: Annotated[list[int], Field(description="What each digit shows, in their order.")]
    predictions: Annotated[list[int], Field(description="What each is classified as.")]
    confusion: Annotated[
        list[list[int]],
        Field(description="How often each digit (row) is classified as each (column)."),
    ]
    class_accuracy: Annotated[
        list[float],
        Field(description="For each digit the share of its pictures classified correctly."),
    ]
    correct: int
    total: int
    cost: Annotated[float, Field(description="The mean of C0 over the split.")]
    iteration: Annotated[int, Field(description="The steps that the network had taken.")]


router = APIRouter(prefix="/api/sessions/{session_id}", tags=["digits"])


@router.get("/accuracy", response_model=AccuracyAnswer, responses=SESSION)
async def get_accuracy(session_id: str, request: Request, split: SplitName = "test") -> Response:
    """Count the digits of a split that the session's network knows, and return its mean cost."""
    services = services_of(request)
    async with services.session(request, session_id) as session:
        digits = await services.digits.split(split)
        check_takes_digits(session.network, digits.images.shape[1], ("path", "session_id"))
        read = await services.compute_for(request, predict_all(session.network, digits))
    return json_response({"correct": read.correct, "total": len(digits), "cost": read.cost})


@router.get("/predictions", response_model=PredictionsAnswer, responses=SESSION)
async def get_predictions(session_id: str, request: Request, split: SplitName = "test") -> Response:
    """Return what the session's network classifies every digit of a split as."""
    services = services_of(request)
    async with services.session(request, session_id) as session:
        digits = await services.digits.split(split)
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
            "correct": seen.correct,
            "total": len(digits),
            "cost": seen.cost,
            "iteration": iteration,
        }
    )
