"""One example forward through the network, and back."""

from collections.abc import Callable, Sequence
from typing import Any, Final, cast

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.api.http.checks import check_pixels, check_target
from app.api.http.documentation import INPUT, SESSION
from app.api.http.json import JsonRoute, json_response, write_in_chunks, written_response
from app.api.http.messages import Example, LabelledExample
from app.api.http.services import services_of
from app.api.pass_messages import BackwardAnswer, ForwardAnswer
from app.errors import InvalidInput
from app.nn.arrays import Array, in_single_precision
from app.nn.network import Network
from app.nn.terms import LayerTerms, largest_terms
from app.nn.trace import BackwardTrace, ForwardTrace
from app.sessions.compute import Work
from app.sessions.session import Session
from app.settings import Settings

WITH_TERMS: Final = {
    "name": "terms",
    "in": "query",
    "schema": {"type": "integer", "minimum": 0, "default": 0, "x-limit": "max_terms"},
    "description": "Return what each neuron's sum is made of: this many of its largest terms, and "
    "the rest as one (at most `max_terms`, see /api/limits).",
}
WITH_WEIGHTS: Final = {
    "name": "weights",
    "in": "query",
    "schema": {"type": "boolean", "default": False},
    "description": "Return the weights' nudges as well.",
}
WITH_INPUTS: Final = {
    "name": "inputs",
    "in": "query",
    "schema": {"type": "boolean", "default": True},
    "description": "Return the inputs' nudges, which are nearly half of an answer without those of "
    "the weights.",
}
WITH_DTYPE: Final = {
    "name": "dtype",
    "in": "query",
    "schema": {"type": "string", "enum": ["float32", "float64"], "default": "float64"},
    "description": "The precision that numbers are written in. Half as long, they are still more "
    "exact than a page shows them.",
}

router = APIRouter(prefix="/api/sessions/{session_id}", tags=["passes"], route_class=JsonRoute)


@router.post(
    "/forward",
    response_model=ForwardAnswer,
    responses=SESSION | INPUT,
    openapi_extra={"parameters": [WITH_TERMS, WITH_DTYPE]},
)
async def forward(session_id: str, example: Example, request: Request) -> Response:
    """Run one picture through the network, and return every activation."""
    services = services_of(request)
    terms, single = wanted_terms(request, services.settings), wants_single(request)
    async with services.session(request, session_id) as session:
        pixels = example.pixels
        check_pixels(pixels, session.network)
        if terms and session.is_large:
            work = _written(lambda: pass_answer(session, pixels, None, terms, single=single))
            return written_response(await services.compute_for(request, work))
        return json_response(pass_answer(session, pixels, None, terms, single=single))


@router.post(
    "/backward",
    response_model=BackwardAnswer,
    responses=SESSION | INPUT,
    openapi_extra={"parameters": [WITH_WEIGHTS, WITH_INPUTS, WITH_TERMS, WITH_DTYPE]},
)
async def backward(session_id: str, example: LabelledExample, request: Request) -> Response:
    """Run one picture forward, and propagate back what its cost asks for."""
    services = services_of(request)
    weights, inputs = wants(request, "weights"), wants(request, "inputs", default=True)
    terms, single = wanted_terms(request, services.settings), wants_single(request)
    async with services.session(request, session_id) as session:
        check_pixels(example.pixels, session.network)
        check_target(example.target, session.network)
        shown = session, example.pixels, example.target
        if session.is_large:
            work = _written(lambda: pass_answer(*shown, terms, weights, inputs, single))
            return written_response(await services.compute_for(request, work))
        return json_response(pass_answer(*shown, terms, weights, inputs, single))


def pass_answer(
    session: Session,
    pixels: Sequence[float],
    target: int | Sequence[float] | None,
    terms: int = 0,
    weights: bool = False,
    inputs: bool = False,
    single: bool = False,
) -> dict[str, object]:
    """Return the answer to one example's pass: backward if there is a target, else forward.

    single: in single precision.
    """
    if target is None:
        forward = session.forward(pixels)
        answer = forward_answer(forward)
    else:
        trace = session.backward(pixels, target)
        forward = trace.forward
        slopes = session.network.slopes(forward)
        answer = _backward_answer(trace, slopes, weights, inputs)
    answer |= terms_answer(session.network, forward, terms)
    return cast(dict[str, object], in_single_precision(answer)) if single else answer


def wants(request: Request, what: str, *, default: bool = False) -> bool:
    """Return whether the caller asks for a part of the answer.

    Raises: InvalidInput where that is neither true nor false.
    """
    if not request.scope["query_string"]:
        return default
    asked = request.query_params.get(what, str(default)).lower()
    if asked not in ("true", "false"):
        raise InvalidInput(("query", what), "Expected true or false", "bool_parsing")
    return asked == "true"


def wants_single(request: Request) -> bool:
    """Return whether the caller asks for single precision. Raises: InvalidInput for another."""
    if not request.scope["query_string"]:
        return False
    asked = request.query_params.get("dtype", "float64")
    if asked not in ("float32", "float64"):
        raise InvalidInput(("query", "dtype"), "Expected float32 or float64", "unknown_name")
    return asked == "float32"


def _written(answer: Callable[[], dict[str, object]]) -> Work[bytes]:
    content = answer()
    yield
    return (yield from write_in_chunks(content))


def forward_answer(trace: ForwardTrace) -> dict[str, object]:
    """Return what every forward pass is answered with."""
    return {
        "activations": trace.activations,
        "pre_activations": trace.pre_activations,
        "prediction": int(trace.prediction),
    }


def _backward_answer(
    trace: BackwardTrace, slopes: Sequence[Array | None], weights: bool, inputs: bool
) -> dict[str, object]:
    nudges: dict[str, object] = {"activations": trace.nudges, "biases": trace.bias_nudges}
    if inputs:
        nudges["inputs"] = trace.input_nudges
    if weights:
        nudges["weights"] = trace.weight_nudges
    return forward_answer(trace.forward) | {
        "cost": trace.cost,
        "cost_terms": trace.cost_terms,
        "nudges": nudges,
        "slopes": slopes,
        "deltas": trace.deltas,
        "contributions": trace.contributions,
    }


def wanted_terms(request: Request, settings: Settings) -> int:
    """Return how many terms of each sum the caller asks for.

    Raises: InvalidInput where that is no whole number from 0 to the limit.
    """
    if not request.scope["query_string"]:  # as it is for every stroke; reading none takes as long
        return 0
    asked = request.query_params.get("terms", "0")
    limit = settings.max_terms
    if (
        not (asked.isascii() and asked.isdigit())
        or len(asked) > len(str(limit))
        or int(asked) > limit
    ):
        raise InvalidInput(
            ("query", "terms"), f"Expected a whole number from 0 to {limit}", "out_of_range"
        )
    return int(asked)


def terms_answer(network: Network, trace: ForwardTrace, count: int) -> dict[str, object]:
    """Return what is to be added to the answer: nothing where no terms are asked for."""
    if not count:
        return {}
    # A tuple, so that a large answer is written layer by layer.
    return {"terms": tuple(_neurons(layer) for layer in largest_terms(network, trace, count))}


def _neurons(layer: LayerTerms) -> list[dict[str, Any]]:
    neurons = zip(
        _terms(layer),
        layer.rest.tolist(),
        layer.biases.tolist(),
        layer.pre_activations.tolist(),
        layer.activations.tolist(),
        strict=True,
    )
    return [
        {"terms": terms, "rest": rest, "rest_count": layer.rest_count, "bias": b, "z": z, "a": a}
        for terms, rest, b, z, a in neurons
    ]


def _terms(layer: LayerTerms) -> list[list[dict[str, Any]]]:
    rows = zip(
        layer.indices.tolist(),
        layer.weights.tolist(),
        layer.activations_before.tolist(),
        layer.products.tolist(),
        strict=True,
    )
    return [
        [
            {"index": i, "weight": w, "activation": a, "product": product}
            for i, w, a, product in zip(*row, strict=True)
        ]
        for row in rows
    ]
