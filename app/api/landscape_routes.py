"""Where a step leads: mini-batches' directions, and the cost's landscape around the network."""

from typing import Annotated, Final, Literal

from fastapi import APIRouter, Request
from pydantic import AfterValidator, BaseModel, Field, StrictInt
from pydantic_core import PydanticCustomError
from starlette.responses import Response

from app.api.http.checks import check_limit, check_takes_digits
from app.api.http.documentation import INPUT, SESSION, Problem, Responses
from app.api.http.json import JsonRoute
from app.api.http.messages import (
    AS_WHOLE,
    Body,
    Seed,
    Size,
    limited,
)
from app.api.http.services import Services, services_of
from app.api.http.streams import LINES, Lines, Progress, streamed
from app.data.digits import Split
from app.errors import InvalidInput, NotFound
from app.sessions.session import Session
from app.training.run import Runs
from app.work.averaging import batches_ahead, shuffled
from app.work.landscape import Landscape, PathPoint, View
from app.work.mini_batch_steps import Directions


def _odd(size: int) -> int:
    if size % 2 == 0:
        raise PydanticCustomError("odd", "Expected an odd number, so that one is in the middle")
    return size


class DirectionsRequest(Body):
    """How many of the next mini-batches are looked at."""

    batch_size: Annotated[Size, Field(json_schema_extra=limited("max_batch_size"))]
    batches: Annotated[Size, Field(json_schema_extra=limited("max_directions"))]


class LandscapeRequest(Body):
    """A plane around the network, and how finely it is looked at."""

    directions: Literal["gradient", "path"]
    run: Annotated[str, Field(max_length=40)] | None = None
    size: Annotated[
        StrictInt,
        Field(ge=5, json_schema_extra=limited("max_landscape_size")),
        AS_WHOLE,
        AfterValidator(_odd),
    ] = 21
    span: Annotated[float, Field(strict=True, allow_inf_nan=False, gt=0, le=1e6)] | None = None
    examples: Annotated[
        StrictInt, Field(ge=10, json_schema_extra=limited("max_landscape_examples")), AS_WHOLE
    ] = 1000
    seed: Seed = 0


class ExactGradient(BaseModel):
    """The gradient over all training digits."""

    norm: float
    cost: float


class BatchDirection(BaseModel):
    """Where a mini-batch points, compared with the exact gradient."""

    indices: Annotated[list[int], Field(description="The first hundred of its digits.")]
    cost: float
    norm: float
    angle: Annotated[float, Field(description="Between the two, in degrees.")]
    along: Annotated[float, Field(description="How far it goes the exact gradient's way.")]
    across: Annotated[float, Field(description="How far it goes at right angles to that.")]


class DirectionsAnswer(Progress):
    """Where the next mini-batches point."""

    exact: ExactGradient
    batches: list[BatchDirection]
    iteration: Annotated[int, Field(description="The steps that the network had taken.")]


class PathOnPlane(BaseModel):
    """Where a checkpoint of a run lies on the plane."""

    iteration: int
    x: float
    y: float
    cost: float | None


class LandscapeAnswer(Progress):
    """The cost on a plane through the parameters."""

    x: list[float]
    y: list[float]
    costs: Annotated[
        list[list[float | None]],
        Field(description="A row for each y, from the lowest; null where it is not finite."),
    ]
    point: Annotated[list[float], Field(description="Where the network is: [0, 0].")]
    point_cost: float | None
    path: list[PathOnPlane]
    directions: Literal["gradient", "path"]
    gradient_norm: float | None
    examples: int
    iteration: Annotated[int, Field(description="The steps that the network had taken.")]


router = APIRouter(prefix="/api/sessions/{session_id}", tags=["descent"], route_class=JsonRoute)

MOST_INDICES = 100
NO_PLANE: Final[Responses] = {
    409: {"model": Problem, "description": "The run's checkpoints span no plane."}
}


@router.post(
    "/directions",
    response_model=DirectionsAnswer,
    response_class=Lines,
    responses=LINES | SESSION | INPUT,
)
async def directions(session_id: str, body: DirectionsRequest, request: Request) -> Response:
    """Compare the directions of the next mini-batches with the exact gradient over all digits."""
    services = services_of(request)
    train = await services.digits.split("train")
    async with services.session(request, session_id) as session:
        seen = directions_of(services, session, train, body)
        iteration = session.iteration

    def progress() -> dict[str, object]:
        return {"done": seen.done, "of": seen.of}

    def result() -> dict[str, object]:
        return {
            **progress(),
            "exact": {"norm": seen.exact.norm, "cost": seen.exact.cost},
            "batches": [
                {
                    "indices": each.indices[:MOST_INDICES],
                    "cost": each.cost,
                    "angle": each.deviation.angle,
                    **each.deviation._asdict(),
                }
                for each in seen.compared
            ],
            "iteration": iteration,
        }

    return await streamed(services.compute, request, session_id, seen.work(), progress, result)


@router.post(
    "/landscape",
    response_model=LandscapeAnswer,
    response_class=Lines,
    responses=LINES | NO_PLANE | SESSION | INPUT,
)
async def landscape(session_id: str, body: LandscapeRequest, request: Request) -> Response:
    """Return the cost over some training digits on a plane around the network, and a run's path.

    The plane lies along -dC/dw and a random direction (`gradient`), or along the two directions in
    which the run's checkpoints differ most (`path`).
    """
    services = services_of(request)
    train = await services.digits.split("train")
    async with services.session(request, session_id) as session:
        seen = landscape_of(services, session, train, body)
        iteration = session.iteration

    def progress() -> dict[str, object]:
        return {"done": seen.done, "of": seen.of}

    def result() -> dict[str, object]:
        return {
            **progress(),
            "x": seen.x,
            "y": seen.y,
            "costs": seen.costs,
            "point": [0.0, 0.0],
            "point_cost": seen.point_cost,
            "path": seen.walked,
            "directions": body.directions,
            "gradient_norm": seen.gradient_norm,
            "examples": body.examples,
            "iteration": iteration,
        }

    return await streamed(services.compute, request, session_id, seen.work(), progress, result)


def directions_of(
    services: Services, session: Session, train: Split, body: DirectionsRequest
) -> Directions:
    """Return what will look at the next mini-batches. Raises: InvalidInput."""
    settings = services.settings
    check_limit(settings.max_directions, body.batches, "batches")
    check_takes_digits(session.network, train.images.shape[1], ("path", "session_id"))
    check_limit(len(train), body.batch_size, "batch_size")
    check_limit(settings.max_examples_per_call // body.batch_size, body.batches, "batches")
    seed = services.commanders.seed_of(session)
    batches = batches_ahead(session, train, seed, body.batch_size, body.batches)
    return Directions(session.network.copy(), train, batches)


def landscape_of(
    services: Services, session: Session, train: Split, body: LandscapeRequest
) -> Landscape:
    """Return what will go over the landscape. Raises: InvalidInput; NotFound."""
    settings = services.settings
    check_limit(settings.max_landscape_size, body.size, "size")
    check_limit(settings.max_landscape_examples, body.examples, "examples")
    check_takes_digits(session.network, train.images.shape[1], ("path", "session_id"))
    products = body.size**2 * session.network.parameters.vector.size
    check_limit(settings.max_landscape_products // products, body.examples, "examples")
    path = _path(services.commanders.of(session).runs, body)
    view = View(body.directions == "path", body.size, body.span, body.seed)
    indices = shuffled(session, train, body.examples)
    return Landscape(session.network.copy(), train, indices, path, view)


def _path(runs: Runs, body: LandscapeRequest) -> list[PathPoint]:
    if body.run is None:
        if body.directions == "path":
            raise InvalidInput(("body", "run"), "Expected a run, whose path it is", "missing")
        return []
    run = runs.get(body.run)
    if run is None:
        raise NotFound("The session has no such run.")
    return [PathPoint(checkpoint.iteration, checkpoint.vector) for checkpoint in run.checkpoints]
