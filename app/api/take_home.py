"""Programs to take home: Python files that compute every number shown, and print it."""

from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.api.calculus import check_targets, examples_of, network_of
from app.api.http.checks import check_pixels, check_takes_digits, check_target
from app.api.http.documentation import INPUT, SESSION, Problem, Responses
from app.api.http.json import JsonRoute
from app.api.http.services import services_of
from app.api.take_home_messages import CHAIN, ChainWish, PlacementWish, WalkWish
from app.data.digits import Split
from app.errors import InvalidInput
from app.nn.network import Network
from app.sessions.compute import Work
from app.sessions.session import Session
from app.settings import Settings
from app.take_home.chain_tables import Chain
from app.take_home.input_tables import Placement
from app.take_home.program import chain_program, walk_program
from app.take_home.walk import Steps
from app.work.take_home import Drawing, tables_of_chain, walk_of

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
OTHER_STEPS: Final[dict[int | str, dict[str, Any]]] = {
    409: {"model": Problem, "description": "The last change was not the step that is named."}
}


@router.post(
    "/sessions/{session_id}/program",
    response_class=Response,
    responses=A_PROGRAM | OTHER_STEPS | SESSION | INPUT,
)
async def get_walk_program(session_id: str, wish: WalkWish, request: Request) -> Response:
    """Return a program that computes a picture's walk through the network and back.

    It holds the parameters and the picture, and prints every number of every beat. The session
    stays as it is.
    """
    services = services_of(request)
    _check_rates(wish, services.settings)
    split = (await services.digits.get()).test if wish.dataset else None
    async with services.session(session_id) as session:
        _check_walk(wish, session.network, split)
        program = await services.compute_for(request, _walk(session, _drawing_of(wish), split))
    return _file(program, WALK_FILE)


@router.post("/program", response_class=Response, responses=A_PROGRAM | INPUT)
async def get_chain_program(wish: ChainWish, request: Request) -> Response:
    """Return a program that computes a chain of one neuron a layer, and all of its derivatives."""
    services = services_of(request)
    if wish.layers != CHAIN:
        raise InvalidInput(("body", "layers"), f"Expected a chain, {CHAIN}", "no_chain")
    if wish.output == "softmax":
        message = "Expected a function of one neuron, but softmax compares several"
        raise InvalidInput(("body", "output"), message, "no_chain")
    chain = _chain_of(wish)
    tables_of_chain(chain)  # The program must be able to compute them.
    program = await services.compute_for(request, chain_program(chain, CHAIN_FILE))
    return _file(program, CHAIN_FILE)


def _walk(session: Session, drawing: Drawing, split: Split | None) -> Work[str]:
    walk = yield from walk_of(session, drawing, split)
    return (yield from walk_program(walk, WALK_FILE))


def _file(program: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(program, media_type=MEDIA_TYPE, headers=headers)


def _check_rates(wish: WalkWish, settings: Settings) -> None:
    _check_limit(wish.learning_rate, settings.max_learning_rate, "learning_rate")
    if wish.step is not None:
        _check_limit(wish.step.learning_rate, settings.max_learning_rate, "step", "learning_rate")
        _check_limit(wish.step.steps, settings.max_learn_steps, "step", "steps")
        if wish.target is None:
            raise InvalidInput(("body", "target"), "Expected the digit of the step", "missing")


def _check_limit(came: float, limit: float, *place: str) -> None:
    if came > limit:
        raise InvalidInput(("body", *place), f"Expected at most {limit:g}", "limit")


def _check_walk(wish: WalkWish, network: Network, split: Split | None) -> None:
    check_pixels(wish.pixels, network)
    if wish.target is not None:
        check_target(wish.target, network)
    if split is not None:
        check_takes_digits(network, split.images.shape[1], ("body", "dataset"))
    if wish.looked_at is not None:
        layer, index = wish.looked_at.layer, wish.looked_at.index
        if not 1 <= layer < len(network.layers) or index >= network.layers[layer]:
            message = "Expected a neuron of a layer after the input"
            raise InvalidInput(("body", "looked_at"), message, "out_of_range")


def _drawing_of(wish: WalkWish) -> Drawing:
    looked_at, step = wish.looked_at, wish.step
    return Drawing(
        pixels=wish.pixels,
        target=wish.target,
        placement=None if wish.placement is None else _placement_of(wish.placement),
        looked_at=None if looked_at is None else (looked_at.layer, looked_at.index),
        learning_rate=wish.learning_rate,
        steps=None if step is None else Steps(step.steps, step.learning_rate),
    )


def _placement_of(wish: PlacementWish) -> Placement:
    (left, top), (right, down) = wish.origin, wish.offset
    return Placement((left, top), wish.scale, (right, down))


def _chain_of(wish: ChainWish) -> Chain:
    network = network_of(wish)
    (x,), *others_x = examples_of(wish.x, 1, "x")
    (y,), *others_y = examples_of(wish.y, 1, "y")
    if others_x or others_y:
        field = "x" if others_x else "y"
        raise InvalidInput(("body", field), "Expected one example", "wrong_length")
    pairs = [(pair.x, pair.y) for pair in wish.pairs]
    check_targets([[y], *([wished] for _, wished in pairs)], wish)
    names = network.activation.name, network.output.name, network.cost.name
    return Chain(*names, network.parameters.vector, x, y, wish.by, pairs, wish.parameter)
