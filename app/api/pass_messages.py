"""What a pass of one example is answered with, forward or back."""

from typing import Annotated

from pydantic import BaseModel, Field

from app.api.http.messages import Matrices, Vectors


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


class Pass(BaseModel):
    """Every number of a pass through the network."""

    activations: Annotated[Vectors, Field(description="a0 … aL")]
    pre_activations: Annotated[Vectors, Field(description="z1 … zL")]
    prediction: Annotated[int, Field(description="The index of the largest output.")]


class ForwardAnswer(Pass):
    """All that a forward pass computes, with the sums taken apart where that is asked for."""

    terms: Annotated[
        list[list[NeuronTerms]],
        Field(
            default_factory=list,
            description="For l = 1 … L: each neuron's sum; only with `?terms=k`.",
        ),
    ]


class Nudges(BaseModel):
    """-dC0/dq of each quantity q: positive where it should grow."""

    activations: Annotated[Vectors, Field(description="Of a1 … aL")]
    biases: Annotated[Vectors, Field(description="Of b1 … bL")]
    inputs: Annotated[
        list[float],
        Field(
            default_factory=list,
            description="Of a0: more ink where positive, less where negative, and the cost would "
            "fall; left out with `?inputs=false`",
        ),
    ]
    weights: Annotated[Matrices, Field(description="Of W1 … WL; only with `?weights=true`")] = []


class BackwardAnswer(ForwardAnswer):
    """All that back-propagation computes."""

    cost: float
    cost_terms: Annotated[list[float], Field(description="Each output's term of the cost.")]
    nudges: Nudges
    slopes: Annotated[
        list[list[float] | None],
        Field(
            description="f'(z) of z1 … zL: times a nudge of a it is the nudge of z, -dC0/dz; null "
            "where an activation depends on all z of its layer, as with softmax."
        ),
    ]
    deltas: Annotated[Vectors, Field(description="dC0/dz of z1 … zL")]
    contributions: Annotated[
        Matrices,
        Field(
            description="For l = 1 … L-1: row k is what neuron k of layer l+1 asks of each neuron "
            "of layer l. The sums of the columns are `nudges.activations` of layer l."
        ),
    ]
