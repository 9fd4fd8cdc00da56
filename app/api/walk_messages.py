"""What goes over the wire for the walk: sums taken apart, and the source of the arithmetic."""

from typing import Annotated

from pydantic import BaseModel, Field

from app.api.messages import BackwardAnswer, ForwardAnswer


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


Terms = Annotated[
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
