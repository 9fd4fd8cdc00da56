"""One example forward through the network, and back."""

from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.api.http.checks import check_pixels, check_target
from app.api.http.documentation import INPUT, SESSION
from app.api.http.json import JsonRoute, json_response, write_in_pieces, written_response
from app.api.http.messages import Example, LabelledExample
from app.api.http.services import services_of
from app.api.terms import WITH_TERMS, terms_answer, wanted_terms
from app.api.walk_messages import BackwardAnswerInTerms, ForwardAnswerInTerms
from app.errors import InvalidInput
from app.nn.trace import BackwardTrace, ForwardTrace
from app.sessions.session import Session
from app.work.chunks import Pieces

WITH_WEIGHTS: Final = {
    "name": "weights",
    "in": "query",
    "schema": {"type": "boolean", "default": False},
    "description": "Return the weights' nudges as well.",
}

router = APIRouter(prefix="/api/sessions/{session_id}", tags=["passes"], route_class=JsonRoute)


@router.post(
    "/forward",
    response_model=ForwardAnswerInTerms,
    responses=SESSION | INPUT,
    openapi_extra={"parameters": [WITH_TERMS]},
)
async def forward(session_id: str, example: Example, request: Request) -> Response:
    """Run one picture through the network, and return every activation."""
    services = services_of(request)
    terms = wanted_terms(request, services.settings)
    async with services.session(session_id) as session:
        check_pixels(example.pixels, session.network)
        if terms and session.is_large:
            work = _forward_in_pieces(session, example, terms)
            return written_response(await services.compute_for(request, work))
        trace = session.forward(example.pixels)
        return json_response(forward_answer(trace) | terms_answer(session.network, trace, terms))


@router.post(
    "/backward",
    response_model=BackwardAnswerInTerms,
    responses=SESSION | INPUT,
    openapi_extra={"parameters": [WITH_WEIGHTS, WITH_TERMS]},
)
async def backward(session_id: str, example: LabelledExample, request: Request) -> Response:
    """Run one picture forward, and propagate back what its cost asks for."""
    services = services_of(request)
    weights = _wants_weights(request)
    terms = wanted_terms(request, services.settings)
    async with services.session(session_id) as session:
        check_pixels(example.pixels, session.network)
        check_target(example.target, session.network)
        if session.is_large:
            work = _backward_in_pieces(session, example, weights, terms)
            return written_response(await services.compute_for(request, work))
        trace = session.backward(example.pixels, example.target)
        sums = terms_answer(session.network, trace.forward, terms)
        return json_response(_backward_answer(trace, weights) | sums)


def _wants_weights(request: Request) -> bool:
    wish = request.query_params.get("weights", "false").lower()
    if wish not in ("true", "false"):
        raise InvalidInput(("query", "weights"), "Expected true or false", "bool_parsing")
    return wish == "true"


def _forward_in_pieces(session: Session, example: Example, terms: int) -> Pieces[bytes]:
    trace = session.forward(example.pixels)
    yield
    sums = terms_answer(session.network, trace, terms)
    return (yield from write_in_pieces(forward_answer(trace) | sums))


def _backward_in_pieces(
    session: Session, example: LabelledExample, weights: bool, terms: int
) -> Pieces[bytes]:
    trace = session.backward(example.pixels, example.target)
    yield
    sums = terms_answer(session.network, trace.forward, terms)
    return (yield from write_in_pieces(_backward_answer(trace, weights) | sums))


def forward_answer(trace: ForwardTrace) -> dict[str, object]:
    """Return what every forward pass is answered with."""
    return {
        "activations": trace.activations,
        "pre_activations": trace.pre_activations,
        "prediction": int(trace.prediction),
    }


def _backward_answer(trace: BackwardTrace, weights: bool) -> dict[str, object]:
    nudges: dict[str, object] = {"activations": trace.nudges, "biases": trace.bias_nudges}
    if weights:
        nudges["weights"] = trace.weight_nudges
    return forward_answer(trace.forward) | {
        "cost": trace.cost,
        "cost_terms": trace.cost_terms,
        "nudges": nudges,
        "deltas": trace.deltas,
        "contributions": trace.contributions,
    }
