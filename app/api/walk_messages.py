"""What goes over the wire for the walk: sums taken apart, source, what-ifs, checks, learning."""

from typing import Annotated, TypeAlias

from pydantic import BaseModel, Field, StrictInt

from app.api.http.messages import (
    AS_WHOLE,
    BackwardAnswer,
    Body,
    ForwardAnswer,
    LabelledExample,
    Number,
    Size,
)

Count: TypeAlias = Annotated[StrictInt, Field(ge=0), AS_WHOLE]


class Term(BaseModel):
    """One product of a neuron's sum."""

    index: Annotated[int, Field(description="Which neuron of the layer before it comes from.")]
    weight: float
    activation: float
    product: Annotated[float, Field(description="weight * activation")]


class NeuronTerms(BaseModel):
    """A neuron's sum, whole: z = the products of the terms + rest + bias, to rounding."""

    terms: Annotated[list[Term], Field(description="The largest by size, the largest first.")]
    rest: Annotated[float, Field(description="The sum of all other products.")]
    rest_count: Annotated[int, Field(description="How many those are.")]
    bias: float
    z: float
    a: float


Terms: TypeAlias = Annotated[
    list[list[NeuronTerms]],
    Field(
        default_factory=list,
        description="For l = 1 … L: each neuron's sum; only with `?terms=k`.",
    ),
]


class ForwardAnswerInTerms(ForwardAnswer):
    """All that a forward pass computes, and the sums taken apart where that is asked for."""

    terms: Terms


class BackwardAnswerInTerms(BackwardAnswer):
    """All that back-propagation computes, and the sums taken apart where that is asked for."""

    terms: Terms


class SourceOfFunction(BaseModel):
    """A function as it stands in the module that runs."""

    name: Annotated[str, Field(examples=["Network.backprop"])]
    file: Annotated[str, Field(examples=["app/nn/network.py"])]
    first_line: Annotated[int, Field(description="Its line in the file, counted from 1.")]
    lines: list[str]


class CodeAnswer(BaseModel):
    """The source of the arithmetic."""

    functions: list[SourceOfFunction]


class Neuron(Body):
    """One neuron."""

    layer: Annotated[Count, Field(description="0 is the input.")]
    index: Count


class Quantity(Body):
    """A parameter or an activation: exactly one of the two."""

    parameter: Annotated[
        Count | None, Field(description="Its index in the flat vector: W1 row by row, b1, W2, …")
    ] = None
    activation: Neuron | None = None


class CurveWish(Body):
    """Over which values of the quantity the cost is wished for."""

    start: Annotated[Number, Field(alias="from", examples=[-3.0])]
    end: Annotated[Number, Field(alias="to", examples=[3.0])]
    count: Annotated[
        StrictInt, Field(ge=2, description="How many values, both ends among them."), AS_WHOLE
    ]


class WhatIfWish(LabelledExample):
    """One quantity of a pass, and the value it is to be given."""

    quantity: Annotated[Quantity, Field(examples=[{"parameter": 12_544}])]
    value: Annotated[Number, Field(examples=[0.5])]
    curve: CurveWish | None = None


class CurveAnswer(BaseModel):
    """C0 against the quantity."""

    values: list[float]
    costs: Annotated[
        list[float | None], Field(description="null where C0 has no finite value there.")
    ]


class WhatIfAnswer(ForwardAnswer):
    """The forward answer under the change, and what becomes of the cost."""

    name: Annotated[str, Field(examples=["W2[3, 5]", "b1[4]", "a1[4]"])]
    cost_before: float
    cost: Annotated[float, Field(description="C0 under the change.")]
    value_before: float
    value: float
    derivative: Annotated[float, Field(description="dC0/dq at `value_before`, by backprop.")]
    promised: Annotated[float, Field(description="derivative * (value - value_before)")]
    change: Annotated[float, Field(description="cost - cost_before")]
    curve: Annotated[CurveAnswer | None, Field(description="Only where it was wished for.")] = None


class CheckWish(LabelledExample):
    """One parameter whose derivative is to be checked."""

    parameter: Annotated[
        Count, Field(description="Its index in the flat vector: W1 row by row, b1, W2, …")
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


class LearnWish(LabelledExample):
    """One picture, to be learnt until the network says what it is."""

    learning_rate: Annotated[Number, Field(gt=0, examples=[0.5])]
    most: Annotated[Size, Field(description="After so many steps it is given up.", examples=[100])]


class LearnAnswer(BaseModel):
    """What a call of `learn` has done."""

    iteration: int
    steps: Annotated[int, Field(description="0 where the network knew it already.")]
    costs: Annotated[
        list[float], Field(description="C0 before the first step, and after each: steps + 1.")
    ]
    prediction: Annotated[int, Field(description="After the last step.")]
    learnt: Annotated[bool, Field(description="Whether that is the target, or its largest entry.")]
