"""Questions to a session's network over HTTP: what if, and are the derivatives right."""

from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field, StrictInt
from starlette.responses import Response

from app.api.http.checks import check_limit, check_pixels, check_target
from app.api.http.documentation import INPUT, SESSION
from app.api.http.json import JsonRoute, json_response
from app.api.http.messages import (
    AS_WHOLE,
    Body,
    Index,
    LabelledExample,
    Number,
    Size,
    limited,
)
from app.api.http.services import services_of
from app.api.http.streams import LINES, Lines, streamed
from app.api.pass_messages import Pass
from app.api.passes_routes import forward_answer
from app.errors import InvalidInput
from app.nn.network import Network
from app.nn.what_if import OneActivation, OneParameter
from app.settings import Settings
from app.work.questions import EveryDerivative, Span, WhatIfResult, ask_check, ask_what_if


class Neuron(Body):
    """One neuron."""

    layer: Annotated[Index, Field(description="0 is the input.")]
    index: Index


class Quantity(Body):
    """A parameter or an activation: exactly one of the two."""

    parameter: Annotated[
        Index | None, Field(description="Its index in the flat vector: W1 row by row, b1, W2, …")
    ] = None
    activation: Neuron | None = None


class CurveRange(Body):
    """The range of values over which the cost is asked for."""

    start: Annotated[Number, Field(alias="from", examples=[-3.0])]
    end: Annotated[Number, Field(alias="to", examples=[3.0])]
    count: Annotated[
        StrictInt,
        Field(
            ge=2,
            description="How many values, both ends among them.",
            json_schema_extra=limited("max_curve_points"),
        ),
        AS_WHOLE,
    ]


class WhatIfRequest(LabelledExample):
    """One quantity of a pass, and the value it is to be given."""

    quantity: Annotated[Quantity, Field(examples=[{"parameter": 12_544}])]
    value: Annotated[Number, Field(examples=[0.5], json_schema_extra=limited("max_what_if_size"))]
    curve: CurveRange | None = None


class CurveAnswer(BaseModel):
    """C0 against the quantity."""

    values: list[float]
    costs: Annotated[
        list[float | None], Field(description="null where C0 has no finite value there.")
    ]


class WhatIfAnswer(Pass):
    """The forward answer under the change, and what becomes of the cost."""

    name: Annotated[str, Field(examples=["W2[3, 5]", "b1[4]", "a1[4]"])]
    cost_before: float
    cost: Annotated[float, Field(description="C0 under the change.")]
    value_before: float
    value: float
    derivative: Annotated[float, Field(description="dC0/dq at `value_before`, by backprop.")]
    promised: Annotated[float, Field(description="derivative * (value - value_before)")]
    change: Annotated[float, Field(description="cost - cost_before")]
    curve: Annotated[CurveAnswer | None, Field(description="Only where it was asked for.")] = None


class CheckRequest(LabelledExample):
    """One parameter whose derivative is to be checked."""

    parameter: Annotated[
        Index, Field(description="Its index in the flat vector: W1 row by row, b1, W2, …")
    ]


class CheckAnswer(BaseModel):
    """One derivative twice."""

    parameter: int
    name: Annotated[str, Field(examples=["W2[3, 5]", "b1[4]"])]
    value: Annotated[float, Field(description="The parameter's own.")]
    backprop: Annotated[float, Field(description="dC0/dw by back-propagation.")]
    finite_difference: Annotated[
        float,
        Field(
            description="dC0/dw by central differences, (4 D(h) - D(2h)) / 3 where "
            "D(h) = (C0(w + h) - C0(w - h)) / 2h."
        ),
    ]
    step: Annotated[float, Field(description="h")]
    relative_difference: Annotated[float, Field(description="As a part of the larger of the two.")]
    agree: Annotated[
        bool,
        Field(description="Within 1e-6 of each other, or within what rounding explains."),
    ]


class CheckAllRequest(LabelledExample):
    """One picture, whose derivatives are measured one by one."""

    count: Annotated[
        Size | None,
        Field(
            description="How many, the first of the flat vector. Left out, all, or as many as "
            "`max_measured` allows (see /api/limits).",
            json_schema_extra=limited("max_measured"),
        ),
    ] = None


class CheckAllAnswer(BaseModel):
    """Derivatives by forward passes alone, one for each parameter, beside one pass back."""

    done: Annotated[int, Field(description="Forward passes that are done: one more than measured.")]
    of: Annotated[int, Field(description="How many there are to do.")]
    measured: Annotated[int, Field(description="Derivatives that are known from them.")]
    parameter_count: int
    elapsed_ms: Annotated[
        float, Field(description="How long those passes have taken, in milliseconds.")
    ]
    backprop_ms: Annotated[
        float,
        Field(
            description="How long one pass forward and back takes, which finds all derivatives; in "
            "milliseconds, 0 until it is known."
        ),
    ]
    largest_difference: Annotated[
        float,
        Field(description="The largest |measured - by back-propagation| of those measured."),
    ]
    largest_derivative: Annotated[
        float, Field(description="The largest |dC0/dw| measured: what to compare that with.")
    ]
    iteration: Annotated[int, Field(description="The steps that the network had taken.")]


router = APIRouter(prefix="/api/sessions/{session_id}", tags=["questions"], route_class=JsonRoute)


@router.post("/what_if", response_model=WhatIfAnswer, responses=SESSION | INPUT)
async def what_if(session_id: str, body: WhatIfRequest, request: Request) -> Response:
    """Give one weight, bias or activation another value, and see what becomes of the cost.

    The answer has the change in cost and the one that the derivative promises. The session stays
    as it is. An activation that is held keeps the z that led to it; layer 0 holds the pixels, and
    their values may leave 0..1 here.
    """
    services = services_of(request)
    _check_size(services.settings, body.value, ("value",))
    span = _span_of(body.curve, services.settings)
    async with services.session(request, session_id) as session:
        check_pixels(body.pixels, session.network)
        check_target(body.target, session.network)
        quantity = _held(body.quantity, session.network)
        work = ask_what_if(session, body.pixels, body.target, quantity, body.value, span)
        return json_response(_answer(await services.compute_for(request, work)))


@router.post("/check", response_model=CheckAnswer, responses=SESSION | INPUT)
async def check(session_id: str, body: CheckRequest, request: Request) -> Response:
    """Measure one derivative by moving its parameter, and compare it with back-propagation's."""
    services = services_of(request)
    async with services.session(request, session_id) as session:
        check_pixels(body.pixels, session.network)
        check_target(body.target, session.network)
        _check_parameter(body.parameter, session.network, ("parameter",))
        found = await services.call(
            request,
            lambda: ask_check(session, body.pixels, body.target, body.parameter),
            session.is_large,
        )
    return json_response(
        {
            "parameter": body.parameter,
            "name": found.name,
            "value": found.value,
            "backprop": found.backprop,
            "finite_difference": found.finite_difference,
            "step": found.step,
            "relative_difference": found.relative_difference,
            "agree": found.agree,
        }
    )


@router.post(
    "/check/all",
    response_model=CheckAllAnswer,
    response_class=Lines,
    responses=LINES | SESSION | INPUT,
)
async def check_all(session_id: str, body: CheckAllRequest, request: Request) -> Response:
    """Measure every derivative by moving its parameter, one by one, and count the passes.

    Without back-propagation 13,002 derivatives take 13,003 forward passes: C0 as it is, and once
    more with each parameter moved. Every line of the answer has all its fields.
    """
    services = services_of(request)
    limit = services.settings.max_measured
    async with services.session(request, session_id) as session:
        check_pixels(body.pixels, session.network)
        check_target(body.target, session.network)
        parameter_count = session.network.parameters.vector.size
        if body.count is not None:
            check_limit(min(limit, parameter_count), body.count, "count")
        count = body.count or min(limit, parameter_count)
        before = await services.call(
            request, lambda: session.backward(body.pixels, body.target), session.is_large
        )
        measuring = EveryDerivative(session.network.copy(), before, count)
        iteration = session.iteration

    def so_far() -> dict[str, object]:
        return {
            "done": measuring.done,
            "of": measuring.of,
            "measured": max(0, measuring.done - 1),
            "parameter_count": parameter_count,
            "elapsed_ms": measuring.elapsed_s * 1000,
            "backprop_ms": measuring.backprop_s * 1000,
            "largest_difference": measuring.largest_difference,
            "largest_derivative": measuring.largest,
            "iteration": iteration,
        }

    return await streamed(services.compute, request, session_id, measuring.work(), so_far, so_far)


def _answer(found: WhatIfResult) -> dict[str, object]:
    held = found.held
    answer = forward_answer(found.forward) | {
        "name": held.name,
        "cost_before": held.before.cost,
        "cost": found.cost,
        "value_before": held.value,
        "value": found.value,
        "derivative": held.derivative,
        "promised": held.promised(found.value),
        "change": found.change,
    }
    if found.curve is not None:
        answer["curve"] = {"values": found.curve.values, "costs": found.curve.costs}
    return answer


def _held(body: Quantity, network: Network) -> OneParameter | OneActivation:
    if (body.parameter is None) == (body.activation is None):
        raise InvalidInput(
            ("body", "quantity"), "Expected either a parameter or an activation", "one_of_two"
        )
    if body.parameter is not None:
        _check_parameter(body.parameter, network, ("quantity", "parameter"))
        return OneParameter(body.parameter)
    assert body.activation is not None
    layer, index = body.activation.layer, body.activation.index
    location = ("quantity", "activation")
    _check_below(len(network.layers), layer, (*location, "layer"))
    _check_below(network.layers[layer], index, (*location, "index"))
    return OneActivation(layer, index)


def _span_of(body: CurveRange | None, settings: Settings) -> Span | None:
    if body is None:
        return None
    _check_size(settings, body.start, ("curve", "from"))
    _check_size(settings, body.end, ("curve", "to"))
    if body.start >= body.end:
        raise InvalidInput(("body", "curve", "to"), "Expected a number above `from`", "empty")
    limit = settings.max_curve_points
    if body.count > limit:
        raise InvalidInput(("body", "curve", "count"), f"Expected at most {limit}", "limit")
    return Span(body.start, body.end, body.count)


def _check_size(settings: Settings, value: float, location: tuple[str, ...]) -> None:
    limit = settings.max_what_if_size
    if abs(value) > limit:
        raise InvalidInput(
            ("body", *location), f"Expected a number from {-limit:g} to {limit:g}", "limit"
        )


def _check_parameter(index: int, network: Network, location: tuple[str, ...]) -> None:
    _check_below(network.parameters.vector.size, index, location)


def _check_below(count: int, index: int, location: tuple[str, ...]) -> None:
    if index >= count:
        raise InvalidInput(
            ("body", *location), f"Expected a whole number from 0 to {count - 1}", "out_of_range"
        )
