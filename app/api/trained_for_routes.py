"""Networks that the recipe has trained for a while: one for a session, or all stops at once."""

import hashlib
from collections.abc import Callable
from typing import Annotated, Final, Literal

import orjson
from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from app import __version__
from app.api.http.architecture import NetworkKind, architecture_of, layers_in
from app.api.http.checks import (
    check_layers_take_digits,
    check_limit,
    check_pixels,
    check_target,
)
from app.api.http.documentation import INPUT, Responses
from app.api.http.json import JsonRoute, write_in_chunks, written_response
from app.api.http.messages import Activation, Cost, Output, Pixels, Target
from app.api.http.services import Services, services_of
from app.api.parameters_routes import FILE, MEDIA_TYPE
from app.api.pass_messages import BackwardAnswer, ForwardAnswer
from app.api.passes_routes import (
    WITH_INPUTS,
    WITH_TERMS,
    WITH_WEIGHTS,
    pass_answer,
    wanted_terms,
    wants,
)
from app.data.trained import Architecture
from app.errors import InvalidInput
from app.nn.activations import ACTIVATION_DESCRIPTIONS
from app.nn.arrays import Array
from app.nn.network import Network
from app.nn.parameters import parameter_count
from app.sessions.compute import Work
from app.sessions.session import LARGE, Session
from app.settings import Settings
from app.work.trained_for import (
    BATCH_SIZE,
    INITIALIZER,
    SEED,
    STOPS,
    Stop,
    all_stops,
    already_trained,
    at_each,
    file_of_stops,
    known_stops,
    train_by_recipe,
)

IMMUTABLE: Final = "public, max-age=31536000, immutable"
ASK_AGAIN: Final = "no-cache"

A_FILE: Final[Responses] = {
    200: {
        "content": FILE,
        "description": "A safetensors file with the tensor `parameters`, a row for each stop: the "
        "flat vector W1 row by row, b1, W2, …. Its metadata holds JSON: `stops` (the mini-batches "
        "of each row; null for the network that is shipped trained, which comes last), `layers`, "
        "`activation`, `output`, `cost`.",
    },
    304: {"description": "The caller has it already: its `If-None-Match` names it."},
}

WHOLE: Final = {
    "name": "whole",
    "in": "query",
    "schema": {"type": "boolean", "default": False},
    "description": "Return each whole pass as well.",
}
NO_INPUTS: Final = WITH_INPUTS | {"schema": {"type": "boolean", "default": False}}


class Recipe(BaseModel):
    """How the networks of `trained_for` are trained: plain gradient descent on MNIST's digits."""

    stops: Annotated[
        list[int],
        Field(description="Numbers of mini-batches for which the parameters are at hand."),
    ]
    batch_size: Annotated[int, Field(description="Training digits in a mini-batch.")]
    initializer: Annotated[str, Field(description="How the first parameters are drawn.")]
    seed: Annotated[
        int, Field(description="Decides the first parameters and the order of the digits.")
    ]
    learning_rates: Annotated[
        dict[str, float],
        Field(
            description="By activation: a network is trained with the smallest rate of those that "
            "its layers use."
        ),
    ]
    version: Annotated[
        str, Field(description="Another recipe has another one: for `GET /api/trained_for`.")
    ]


class PassesRequest(NetworkKind):
    """A network, and a picture that it is shown at each stop."""

    pixels: Pixels
    target: Target | None = None


class PassAtStop(BaseModel):
    """What the network makes of the picture at one stop."""

    trained_for: Annotated[
        int | None,
        Field(description="Mini-batches; null for the network that is shipped trained."),
    ]
    prediction: Annotated[int, Field(description="The index of the largest output.")]
    outputs: Annotated[list[float], Field(description="aL")]
    cost: Annotated[float | None, Field(description="C0; null without a target.")]
    largest_nudge: Annotated[
        float | None,
        Field(
            description="The largest |-dC0/da| of the last hidden layer (of the outputs where "
            "there is none): how much there is to learn. null without a target."
        ),
    ]
    largest_nudges: Annotated[
        list[float] | None,
        Field(description="The same for each of the layers 1 … L; null without a target."),
    ]
    pass_: Annotated[
        BackwardAnswer | ForwardAnswer | None,
        Field(
            alias="pass",
            default=None,
            description="The whole pass, only with `?whole=true`: backward if there is a target.",
        ),
    ]


class PassesAnswer(BaseModel):
    """One picture at all stops."""

    stops: Annotated[
        list[PassAtStop],
        Field(description="The least trained first; last the network shipped, if there is one."),
    ]


router = APIRouter(prefix="/api/trained_for", tags=["trained for"], route_class=JsonRoute)
of_queries = APIRouter(prefix="/api/trained_for", tags=["trained for"])


@of_queries.get("", response_class=Response, responses=A_FILE | {422: INPUT[422], 503: INPUT[503]})
async def get_stops(
    request: Request,
    layers: Annotated[
        str, Query(description="The layers' sizes, with commas between.")
    ] = "784,16,16,10",
    activation: Annotated[Activation, Query(description="Of the hidden layers.")] = "sigmoid",
    output: Annotated[
        Output | None, Query(description="Left out, it is as for a new session.")
    ] = None,
    cost: Annotated[Cost | None, Query(description="Left out, it is as for a new session.")] = None,
    dtype: Annotated[
        Literal["float32", "float16"],
        Query(
            description="float32 is exact; float16 keeps three digits in half the bytes, which is "
            "enough for a picture."
        ),
    ] = "float32",
    version: Annotated[
        str,
        Query(description="With the recipe's present version the file may be kept for good."),
    ] = "",
) -> Response:
    """Return a network's parameters at all stops of the recipe, in one file.

    For the lecture's network that is 416 KB, or 208 KB as float16.
    """
    services = services_of(request)
    body = NetworkKind.model_construct(
        layers=layers_in(layers), activation=activation, output=output, cost=cost
    )
    architecture = architecture_of(body, services.settings, "query")
    present = recipe(services.settings).version
    headers = {
        "ETag": f'"{_digest(present, architecture, dtype)}"',
        "Cache-Control": IMMUTABLE if version == present else ASK_AGAIN,
    }
    if headers["ETag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    stops = await _stops_of(services, request, architecture, "query")
    metadata: dict[str, object] = {
        "stops": [stop.trained_for for stop in stops],
        **architecture._asdict(),
    }
    written = {key: orjson.dumps(value).decode() for key, value in metadata.items()}
    is_large = parameter_count(architecture.layers) >= LARGE
    file = await services.call(request, lambda: file_of_stops(stops, written, dtype), is_large)
    return Response(file, headers=headers, media_type=MEDIA_TYPE)


router.routes.extend(of_queries.routes)


@router.post(
    "/passes",
    response_model=PassesAnswer,
    responses=INPUT,
    openapi_extra={"parameters": [WHOLE, WITH_WEIGHTS, NO_INPUTS, WITH_TERMS]},
)
async def passes(body: PassesRequest, request: Request) -> Response:
    """Show one picture to a network at all stops of the recipe. No session is needed for it."""
    services = services_of(request)
    architecture = architecture_of(body, services.settings)
    network = Network(*architecture)
    check_pixels(body.pixels, network)
    if body.target is not None:
        check_target(body.target, network)
    whole, weights, inputs = (wants(request, what) for what in ("whole", "weights", "inputs"))
    terms = wanted_terms(request, services.settings)

    def look(session: Session) -> dict[str, object]:
        seen = _at_stop(session, body)
        if whole:
            seen["pass"] = pass_answer(session, body.pixels, body.target, terms, weights, inputs)
        return seen

    stops = await _stops_of(services, request, architecture, "body")
    work = _written(architecture, stops, look)
    return written_response(await services.compute_for(request, work))


def recipe(settings: Settings) -> Recipe:
    """Return the recipe, with the stops that are within the limits."""
    rates = {name: each.learning_rate for name, each in ACTIVATION_DESCRIPTIONS.items()}
    stops = [stop for stop in STOPS if stop <= settings.max_trained_for]
    return Recipe(
        stops=stops,
        batch_size=BATCH_SIZE,
        initializer=INITIALIZER,
        seed=SEED,
        learning_rates=rates,
        version=_digest(__version__, stops, BATCH_SIZE, INITIALIZER, SEED, rates),
    )


async def trained_vector(
    services: Services, request: Request, architecture: Architecture, count: int
) -> Array:
    """Return the parameters after `count` mini-batches of the recipe: not to be written to.

    Raises: InvalidInput where there are none.
    """
    where = ("body", "trained_for")
    settings = services.settings
    check_limit(settings.max_trained_for, count, "trained_for")
    train = await services.digits.split("train")
    check_layers_take_digits(architecture.layers, train.images.shape[1], where)
    largest = settings.max_parameter_size
    vector = already_trained(architecture, count, largest)
    if vector is not None:
        return vector
    work = train_by_recipe(architecture, train, count, largest, where)
    return await services.compute_for(request, work)


async def _stops_of(
    services: Services,
    request: Request,
    architecture: Architecture,
    where: Literal["body", "query"],
) -> list[Stop]:
    """Return the network at all stops. Raises: InvalidInput at the field of its layers."""
    settings, location = services.settings, (where, "layers")
    train = await services.digits.split("train")
    check_layers_take_digits(architecture.layers, train.images.shape[1], location)
    counts, largest = recipe(settings).stops, settings.max_parameter_size
    most = settings.max_gradient_numbers // (len(counts) + 1)
    if parameter_count(architecture.layers) > most:
        message = f"Expected at most {most} parameters, since there are as many at each stop"
        raise InvalidInput(location, message, "limit")
    known = known_stops(architecture, counts, largest)
    if known is not None:
        return known
    work = all_stops(architecture, train, counts, largest, location)
    return await services.compute_for(request, work)


def _at_stop(session: Session, body: PassesRequest) -> dict[str, object]:
    cost = largest = None
    if body.target is None:
        forward = session.forward(body.pixels)
    else:
        trace = session.backward(body.pixels, body.target)
        forward, cost, largest = trace.forward, trace.cost, trace.largest_nudges
    return {
        "trained_for": session.trained_for,
        "prediction": int(forward.prediction),
        "outputs": forward.output,
        "cost": cost,
        "largest_nudge": None if largest is None else largest[-2:][0],
        "largest_nudges": largest,
    }


def _written(
    architecture: Architecture, stops: list[Stop], look: Callable[[Session], dict[str, object]]
) -> Work[bytes]:
    seen = yield from at_each(architecture, stops, look)
    return (yield from write_in_chunks({"stops": tuple(seen)}))


def _digest(*made_of: object) -> str:
    return hashlib.sha256(repr(made_of).encode()).hexdigest()[:20]
