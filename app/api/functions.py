"""The activations as curves, for whoever draws them."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.api.http.documentation import INPUT
from app.api.http.json import json_response
from app.api.http.messages import Activation
from app.api.http.services import services_of
from app.errors import InvalidInput
from app.nn.activation_curve import activation_curve

router = APIRouter(prefix="/api", tags=["about"])


class FunctionAnswer(BaseModel):
    """An activation at evenly spaced z."""

    z: list[float]
    f: Annotated[list[float], Field(description="f(z).")]
    slope: Annotated[list[float], Field(description="f'(z).")]


@router.get("/functions", response_model=FunctionAnswer, responses={422: INPUT[422]})
async def get_function(
    request: Request,
    activation: Annotated[Activation, Query(description="One that hidden layers may use.")],
    start: Annotated[float, Query(alias="from", allow_inf_nan=False)] = -6,
    end: Annotated[float, Query(alias="to", allow_inf_nan=False)] = 6,
    count: Annotated[int, Query(ge=2, description="How many z, both ends among them.")] = 121,
) -> Response:
    """Return an activation and its derivative at evenly spaced places."""
    settings = services_of(request).settings
    for name, z in (("from", start), ("to", end)):
        if abs(z) > settings.max_what_if_size:
            largest = f"{settings.max_what_if_size:g}"
            raise InvalidInput(
                ("query", name), f"Expected -{largest} to {largest}, but got {z:g}", "limit"
            )
    if end <= start:
        raise InvalidInput(
            ("query", "to"), f"Expected more than {start:g}, but got {end:g}", "empty_span"
        )
    if count > settings.max_curve_points:
        raise InvalidInput(
            ("query", "count"), f"Expected at most {settings.max_curve_points}", "limit"
        )
    return json_response(activation_curve(activation, start, end, count)._asdict())
