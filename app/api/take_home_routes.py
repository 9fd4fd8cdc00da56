"""Programs to take home: Python files that compute every number shown, and print it."""

from typing import Annotated, Final, TypeAlias

from fastapi import APIRouter, Request
from pydantic import Field
from starlette.responses import Response

from app.api.calculus_messages import MOST_EXAMPLES, SmallNetwork
from app.api.calculus_routes import check_targets, examples_of, network_of
from app.api.http.checks import (
    check_limit,
    check_pixels,
    check_steps,
    check_takes_digits,
    check_target,
)
from app.api.http.documentation import INPUT, OTHER_STEPS, SESSION, Responses
from app.api.http.json import JsonRoute
from app.api.http.messages import (
    Body,
    DigitTarget,
    Example,
    Index,
    LearningRate,
    Number,
    StepsTaken,
)
from app.api.http.services import services_of
from app.api.what_if_routes import Neuron
from app.data.digits import Split
from app.errors import InvalidInput
from app.nn.activations import ACTIVATIONS
from app.nn.network import Network
from app.sessions.compute import Work
from app.sessions.session import Session
from app.settings import Settings
from app.take_home.chain_tables import Chain
from app.take_home.input_tables import Placement
from app.take_home.program import chain_program, walk_program
from app.take_home.walk import Steps
from app.work.take_home import Drawing, tables_of_chain, walk_of

Point: TypeAlias = Annotated[list[Number], Field(min_length=2, max_length=2)]

CHAIN: Final = [1, 1, 1, 1]
"""The layers of a chain."""


class InkPlacement(Body):
    """Where ink of the pad went: pixel = (pad - origin) * scale + offset."""

    origin: Point
    scale: Number
    offset: Point


class WalkRequest(Example):
    """One picture, and how its walk is looked at."""

    target: Annotated[
        DigitTarget | None,
        Field(description="The digit it should have been; without one there is no way back."),
    ] = None
    placement: Annotated[
        InkPlacement | None, Field(description="How the picture was made from a drawing.")
    ] = None
    looked_at: Annotated[
        Neuron | None,
        Field(description="A neuron to take apart instead of the strongest of its layer."),
    ] = None
    learning_rate: Annotated[
        LearningRate, Field(description="Of the step to come, which is not taken.")
    ] = 1.0
    step: Annotated[
        StepsTaken | None,
        Field(
            description="The session's last change, if that was a step or steps on this picture: "
            "the program begins before them and takes them itself."
        ),
    ] = None
    dataset: Annotated[
        bool,
        Field(
            strict=True,
            description="Put MNIST's test digits in, and compute the mean of their costs.",
        ),
    ] = False


class Pair(Body):
    """An input and what the chain should make of it."""

    x: Number
    y: Number


class ChainRequest(SmallNetwork):
    """A chain of one neuron a layer, one example, and what is asked about it."""

    by: Annotated[Number, Field(description="How far each quantity is nudged.")] = 0.1
    pairs: Annotated[
        list[Pair],
        Field(min_length=1, max_length=MOST_EXAMPLES, description="Training pairs."),
    ]
    parameter: Annotated[
        Index, Field(description="The parameter for the average over the pairs.", le=5)
    ] = 4


router = APIRouter(prefix="/api", tags=["take home"], route_class=JsonRoute)

MEDIA_TYPE: Final = "text/x-python"
WALK_FILE: Final = "nudge-walk.py"
CHAIN_FILE: Final = "nudge-chain.py"
A_PROGRAM: Final[Responses] = {
    200: {
        "content": {MEDIA_TYPE: {"schema": {"type": "string"}}},
        "description": "A Python file that needs numpy and nothing else.",
    }
}


@router.post(
    "/sessions/{session_id}/program",
    response_class=Response,
    responses=A_PROGRAM | OTHER_STEPS | SESSION | INPUT,
)
async def get_walk_program(session_id: str, body: WalkRequest, request: Request) -> Response:
    """Return a program that computes a picture's walk through the network and back.

    It holds the parameters and the picture, and prints every number of every beat. The session
    stays as it is.
    """
    services = services_of(request)
    check_rates(body, services.settings)
    split = await services.digits.split("test") if body.dataset else None
    async with services.session(request, session_id) as session:
        check_walk(body, session.network, split)
        drawing = await drawing_of(body, session)
        program = await services.compute_for(request, _walk(session, drawing, split))
    return _file(program, WALK_FILE)


@router.post("/program", response_class=Response, responses=A_PROGRAM | INPUT)
async def get_chain_program(body: ChainRequest, request: Request) -> Response:
    """Return a program that computes a chain of one neuron a layer, and all of its derivatives."""
    services = services_of(request)
    chain = chain_of(body)
    tables_of_chain(chain)  # The program must be able to compute them.
    program = await services.compute_for(request, chain_program(chain, CHAIN_FILE))
    return _file(program, CHAIN_FILE)


def _walk(session: Session, drawing: Drawing, split: Split | None) -> Work[str]:
    walk = yield from walk_of(session, drawing, split)
    return (yield from walk_program(walk, WALK_FILE))


def _file(program: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(program, media_type=MEDIA_TYPE, headers=headers)


def check_rates(body: WalkRequest, settings: Settings) -> None:
    """Raise InvalidInput where a learning rate or a number of steps is beyond the limits."""
    check_limit(settings.max_learning_rate, body.learning_rate, "learning_rate")
    check_steps(settings, body.step)
    if body.step is not None and body.target is None:
        raise InvalidInput(("body", "target"), "Expected the digit of the step", "missing")


def check_walk(body: WalkRequest, network: Network, split: Split | None) -> None:
    """Raise InvalidInput unless the walk is one through this network."""
    check_pixels(body.pixels, network)
    if body.target is not None:
        check_target(body.target, network)
    if split is not None:
        check_takes_digits(network, split.images.shape[1], ("body", "dataset"))
    if body.looked_at is not None:
        layer, index = body.looked_at.layer, body.looked_at.index
        if not 1 <= layer < len(network.layers) or index >= network.layers[layer]:
            message = "Expected a neuron of a layer after the input"
            raise InvalidInput(("body", "looked_at"), message, "out_of_range")


async def drawing_of(body: WalkRequest, session: Session) -> Drawing:
    """Return the drawing and how its walk is looked at, while it is the session's turn."""
    looked_at, step = body.looked_at, body.step
    return Drawing(
        pixels=body.pixels,
        target=body.target,
        placement=None if body.placement is None else _placement_of(body.placement),
        looked_at=None if looked_at is None else (looked_at.layer, looked_at.index),
        learning_rate=body.learning_rate,
        steps=None if step is None else Steps(step.steps, step.learning_rate),
        latest=None if step is None else await session.latest(),
    )


def _placement_of(body: InkPlacement) -> Placement:
    (left, top), (right, down) = body.origin, body.offset
    return Placement((left, top), body.scale, (right, down))


def chain_of(body: ChainRequest) -> Chain:
    """Return the chain that the caller holds. Raises: InvalidInput where its parts do not fit."""
    if body.layers != CHAIN:
        raise InvalidInput(("body", "layers"), f"Expected a chain, {CHAIN}", "no_chain")
    if not ACTIVATIONS[body.output].is_elementwise:
        message = f"Expected a function of one neuron, but {body.output} compares several"
        raise InvalidInput(("body", "output"), message, "no_chain")
    network = network_of(body)
    (x,), *others_x = examples_of(body.x, 1, "x")
    (y,), *others_y = examples_of(body.y, 1, "y")
    if others_x or others_y:
        field = "x" if others_x else "y"
        raise InvalidInput(("body", field), "Expected one example", "wrong_length")
    pairs = [(pair.x, pair.y) for pair in body.pairs]
    check_targets([[y], *([other] for _, other in pairs)], body)
    names = network.activation.name, network.output.name, network.cost.name
    return Chain(*names, network.parameters.vector, x, y, body.by, pairs, body.parameter)
