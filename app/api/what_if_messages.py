"""Requests and answers about one quantity: given another value, or its derivative checked."""

from typing import Annotated

from pydantic import BaseModel, Field, StrictInt

from app.api.http.messages import (
    AS_WHOLE,
    Body,
    Index,
    LabelledExample,
    Number,
)
from app.api.pass_messages import Pass


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
        StrictInt, Field(ge=2, description="How many values, both ends among them."), AS_WHOLE
    ]


class WhatIfRequest(LabelledExample):
    """One quantity of a pass, and the value it is to be given."""

    quantity: Annotated[Quantity, Field(examples=[{"parameter": 12_544}])]
    value: Annotated[Number, Field(examples=[0.5])]
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
