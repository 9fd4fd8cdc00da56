"""The chain rule: a small network that the caller holds, and a path through a session's."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Final, cast

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.api.calculus_messages import (
    ActivationNudge,
    FoldAnswer,
    FoldRequest,
    ParameterNudge,
    PassAnswer,
    PassRequest,
    SmallNetwork,
)
from app.api.http.checks import check_pixels, check_target
from app.api.http.documentation import INPUT, SESSION
from app.api.http.json import JsonRoute, json_response
from app.api.http.services import Services, services_of
from app.errors import InvalidInput
from app.nn.chain_rule import Perturbation, factors, passes, perturb
from app.nn.costs import cost_for
from app.nn.fold import Fold, fold
from app.nn.network import Network
from app.nn.trace import BackwardTrace
from app.nn.what_if import OneActivation, OneParameter
from app.sessions.session import Session

router = APIRouter(prefix="/api", tags=["calculus"], route_class=JsonRoute)

Numbers = Sequence[float] | Sequence[Sequence[float]]
Nudge = ParameterNudge | ActivationNudge

LONG: Final = 5_000
"""Examples times parameters from which on a pass is computed off the event loop."""


@router.post("/pass", response_model=PassAnswer, responses=INPUT)
async def run_pass(body: PassRequest, request: Request) -> Response:
    """Run examples through a small network and back, and return every factor of the chain rule.

    No session is needed and none is changed. With a `nudge`, each example is run again with
    one quantity changed, so that ratios of small changes can be compared with the derivatives.
    """
    services = services_of(request)
    network = network_of(body)
    x = examples_of(body.x, network.layers[0], "x")
    y = examples_of(body.y, network.layers[-1], "y")
    if len(x) != len(y):
        message = f"Expected {len(x)} examples, as in x, but got {len(y)}"
        raise InvalidInput(("body", "y"), message, "wrong_length")
    check_targets(y, body)
    is_long = len(x) * network.parameters.vector.size > LONG
    return json_response(
        await services.call(request, lambda: _answer(network, x, y, body), is_long)
    )


@router.post("/sessions/{session_id}/fold", response_model=FoldAnswer, responses=SESSION | INPUT)
async def fold_path(session_id: str, body: FoldRequest, request: Request) -> Response:
    """Return the chain along a path, which computes what the path's neurons compute."""
    services = services_of(request)
    async with services.session(request, session_id) as session:
        folded = await fold_of(services, request, session, body)
    return json_response(asdict(folded))


async def fold_of(
    services: Services, request: Request, session: Session, body: FoldRequest
) -> Fold:
    """Return the chain along a path of the session's network. Raises: InvalidInput."""
    check_pixels(body.pixels, session.network)
    check_target(body.target, session.network)
    return await services.call(request, lambda: _fold(session, body), session.is_large)


def network_of(body: SmallNetwork) -> Network:
    """Return the network that the caller holds. Raises: InvalidInput where its parts do not fit."""
    try:
        network = Network(body.layers, body.activation, body.output, body.cost)
    except ValueError as error:
        raise InvalidInput(("body", "cost"), str(error)) from error
    count = network.parameters.vector.size
    if len(body.parameters) != count:
        message = f"Expected {count} numbers, but got {len(body.parameters)}"
        raise InvalidInput(("body", "parameters"), message, "wrong_length")
    network.parameters.vector[...] = body.parameters
    return network


def examples_of(numbers: Numbers, count: int, field: str) -> Sequence[Sequence[float]]:
    """Return a list of examples, also where one is given alone.

    Raises: InvalidInput where one has not `count` numbers.
    """
    is_one = not isinstance(numbers[0], Sequence)
    examples = cast(Sequence[Sequence[float]], [numbers] if is_one else numbers)
    for index, example in enumerate(examples):
        if len(example) != count:
            where = ("body", field) if is_one else ("body", field, index)
            message = f"Expected {count} numbers, but got {len(example)}"
            raise InvalidInput(where, message, "wrong_length")
    return examples


def check_targets(y: Sequence[Sequence[float]], body: SmallNetwork) -> None:
    """Raise InvalidInput where the cost is not defined for these desired outputs."""
    if cost_for(body.cost, body.output).needs_shares and not all(
        0 <= each <= 1 for one in y for each in one
    ):
        message = f"Expected numbers from 0 to 1, as the cost {body.cost} needs them"
        raise InvalidInput(("body", "y"), message, "out_of_range")


def _answer(
    network: Network, x: Sequence[Sequence[float]], y: Sequence[Sequence[float]], body: PassRequest
) -> dict[str, object]:
    try:
        run = passes(network, x, y)
    except OverflowError as error:
        raise InvalidInput(("body", "parameters"), str(error), "overflow") from error
    return {
        "cost": run.together.cost,
        "gradient": run.together.gradient.vector,
        "examples": [_example(network, trace, body.nudge) for trace in run.each],
    }


def _example(network: Network, trace: BackwardTrace, nudge: Nudge | None) -> dict[str, object]:
    return {
        "activations": trace.forward.activations,
        "pre_activations": trace.forward.pre_activations,
        "cost": trace.cost,
        "cost_terms": trace.cost_terms,
        "factors": _factors(network, trace),
        "gradient": trace.gradient.vector,
        "ripple": None
        if nudge is None
        else _perturbation_answer(_perturbed(network, trace, nudge)),
    }


def _factors(network: Network, trace: BackwardTrace) -> dict[str, object]:
    found = factors(network, trace)
    return {name: getattr(found, name) for name in found.__dataclass_fields__}


def _perturbed(network: Network, trace: BackwardTrace, nudge: Nudge) -> Perturbation:
    """Move what the caller names. Raises: InvalidInput where that is not there or too far."""
    if isinstance(nudge, ParameterNudge):
        field = "parameter"
        quantity: OneParameter | OneActivation = OneParameter(nudge.parameter)
    else:
        field = "layer"
        quantity = OneActivation(nudge.layer, nudge.index)
    try:
        return perturb(network, trace, quantity, nudge.by)
    except IndexError as error:
        raise InvalidInput(("body", "nudge", field), str(error), "out_of_range") from error
    except OverflowError as error:
        raise InvalidInput(("body", "nudge", "by"), str(error), "overflow") from error


def _perturbation_answer(moved: Perturbation) -> dict[str, object]:
    return {
        "activations": moved.trace.activations,
        "pre_activations": moved.trace.pre_activations,
        "cost": moved.cost,
        "activation_changes": moved.activations,
        "pre_activation_changes": moved.pre_activations,
        "cost_change": moved.cost_change,
        "ratios": moved.ratios,
    }


def _fold(session: Session, body: FoldRequest) -> Fold:
    trace = session.backward(body.pixels, body.target)
    try:
        return fold(session.network, trace, body.path)
    except (ValueError, IndexError) as error:
        raise InvalidInput(("body", "path"), str(error)) from error
