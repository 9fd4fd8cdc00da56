"""What the server says about itself."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from app import __version__
from app.api.http.documentation import INPUT
from app.api.http.json import json_response
from app.api.http.messages import Activation
from app.api.http.services import services_of
from app.data.trained import SHIPPED, trained_metadata
from app.errors import InvalidInput
from app.nn.activation_curve import activation_curve
from app.nn.activations import ACTIVATIONS, HIDDEN_ACTIVATIONS
from app.nn.costs import COSTS
from app.nn.initializers import INITIALIZERS


class Health(BaseModel):
    """The server answers."""

    status: Literal["ok"]
    version: str


class TrainedNetwork(BaseModel):
    """A network that is shipped trained."""

    layers: list[int]
    activation: str
    output: str
    cost: str
    metadata: Annotated[dict[str, str], Field(description="Its recipe and its scores.")]


class Options(BaseModel):
    """What a session may be made of."""

    activations: list[str]
    outputs: list[str]
    costs: list[str]
    initializers: list[str]
    weights: list[str]
    trained: list[TrainedNetwork]


class FunctionAnswer(BaseModel):
    """An activation at evenly spaced z."""

    z: list[float]
    f: Annotated[list[float], Field(description="f(z).")]
    slope: Annotated[list[float], Field(description="f'(z).")]


router = APIRouter(prefix="/api", tags=["about"])


@router.get("/health", response_model=Health)
async def health() -> Response:
    """Answer as long as the server does."""
    return json_response({"status": "ok", "version": __version__})


@router.get("/limits", response_model=dict[str, float])
async def limits(request: Request) -> Response:
    """Return every limit in force, by its setting's name."""
    return json_response(services_of(request).settings.limits())


@router.get("/options", response_model=Options)
async def options() -> Response:
    """Return what a session may be made of, and which networks are shipped trained."""
    return json_response(
        {
            "activations": list(HIDDEN_ACTIVATIONS),
            "outputs": list(ACTIVATIONS),
            "costs": COSTS,
            "initializers": list(INITIALIZERS),
            "weights": ("trained", "random"),
            "trained": [
                architecture._asdict() | {"metadata": trained_metadata(*architecture)}
                for architecture in SHIPPED.values()
            ],
        }
    )


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
