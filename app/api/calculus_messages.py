"""Requests and answers of the calculus scene, as the OpenAPI description shows them."""

from typing import Annotated, Final, TypeAlias

from pydantic import BaseModel, Discriminator, Field, StrictInt, Tag

from app.api.http.messages import (
    AS_WHOLE,
    Activation,
    Body,
    Cost,
    Index,
    LabelledExample,
    Matrices,
    Number,
    Output,
    Vectors,
)
from app.settings import Settings

MOST_LAYERS: Final = 8
MOST_NEURONS: Final = 16
MOST_EXAMPLES: Final = 64
MOST_PARAMETERS: Final = (MOST_LAYERS - 1) * MOST_NEURONS * (MOST_NEURONS + 1)

Neurons: TypeAlias = Annotated[StrictInt, Field(ge=1, le=MOST_NEURONS), AS_WHOLE]


Layer: TypeAlias = Annotated[
    list[Number], Field(min_length=1, max_length=MOST_NEURONS, fail_fast=True)
]


def _one_or_many(numbers: object) -> str:
    first = next(iter(numbers), None) if isinstance(numbers, list) else None
    return "many" if isinstance(first, list) else "one"


OneOrMany: TypeAlias = Annotated[
    Annotated[Layer, Tag("one")]
    | Annotated[
        list[Layer], Field(min_length=1, max_length=MOST_EXAMPLES, fail_fast=True), Tag("many")
    ],
    Discriminator(_one_or_many),
]


class ParameterNudge(Body):
    """A weight or bias moved a little."""

    parameter: Annotated[Index, Field(description="Its index in the flat vector.")]
    by: Number


class ActivationNudge(Body):
    """An activation, or an input, moved a little; the z behind it stays."""

    layer: Annotated[Index, Field(description="0 is the input.")]
    index: Index
    by: Number


class SmallNetwork(Body):
    """A small network that the caller holds, and one example or some."""

    layers: Annotated[
        list[Neurons],
        Field(min_length=2, max_length=MOST_LAYERS, examples=[[1, 1, 1, 1]]),
    ]
    activation: Activation = "sigmoid"
    output: Output = "sigmoid"
    cost: Cost = "squared_error"
    parameters: Annotated[
        list[Number],
        Field(
            fail_fast=True,
            max_length=MOST_PARAMETERS,
            description="For l = 1 … L: W[l] row by row, then b[l].",
            examples=[[0.8, 0.3, 1.2, -0.5, 1.5, -0.1]],
        ),
    ]
    x: Annotated[
        OneOrMany,
        Field(
            description="One example's inputs, or a list of such lists.",
            examples=[[0.5]],
        ),
    ]
    y: Annotated[
        OneOrMany,
        Field(
            description="The desired outputs, in the same form.",
            examples=[[1.0]],
        ),
    ]

    @classmethod
    def most_numbers(cls, _: Settings) -> int:
        """Return the numbers of the parameters and of all examples."""
        return MOST_PARAMETERS + 2 * MOST_EXAMPLES * MOST_NEURONS


class PassRequest(SmallNetwork):
    """A small network, one example or some, and perhaps a nudge."""

    nudge: Annotated[
        ParameterNudge | ActivationNudge | None,
        Field(description="What to change in every example, to see what follows."),
    ] = None


class PassFactors(BaseModel):
    """The chain rule's factors."""

    z_by_weight: Annotated[Vectors, Field(description="dz_j/dw_jk = a_k, for layers 1 … L")]
    z_by_activation: Annotated[Matrices, Field(description="dz_j/da_k = w_jk, for layers 1 … L")]
    activation_by_z: Annotated[
        list[list[float] | None], Field(description="da_j/dz_j; null for softmax")
    ]
    cost_by_activation: Annotated[Vectors, Field(description="dC0/da of layers 1 … L")]
    cost_by_z: Annotated[Vectors, Field(description="dC0/dz of layers 1 … L")]
    paths: Annotated[
        Matrices,
        Field(
            description="For layers l = 1 … L-1: row j, column k is w_jk dC0/dz_j of layer l + 1, "
            "what reaches a_k through j; the sum over j is dC0/da_k."
        ),
    ]


class PerturbationAnswer(BaseModel):
    """The same pass with the nudge: what everything is then, and by how much it has changed."""

    activations: Vectors
    pre_activations: Vectors
    cost: float
    activation_changes: Vectors
    pre_activation_changes: Vectors
    cost_change: float
    ratios: Annotated[
        list[float | None],
        Field(description="In a chain: each change by the one before it; null for none by 0."),
    ]


class PassOfExample(BaseModel):
    """All that one example's pass computes."""

    activations: Annotated[Vectors, Field(description="a0 … aL")]
    pre_activations: Annotated[Vectors, Field(description="z1 … zL")]
    cost: float
    cost_terms: list[float]
    factors: PassFactors
    gradient: Annotated[list[float], Field(description="dC0/dw of every parameter")]
    ripple: PerturbationAnswer | None


class PassAnswer(BaseModel):
    """Each example's pass, and their means."""

    cost: float
    gradient: Annotated[list[float], Field(description="The mean of the examples' gradients.")]
    examples: list[PassOfExample]


class FoldRequest(LabelledExample):
    """One example, and a path through the session's network."""

    path: Annotated[
        list[Index],
        Field(
            fail_fast=True,
            max_length=1000,
            description="One neuron of each layer, the input first.",
            examples=[[406, 3, 5, 2]],
        ),
    ]


class FoldAnswer(BaseModel):
    """The path as a chain: z = w a + (rest + b), layer by layer."""

    weights: list[float]
    biases: list[float]
    rests: Annotated[list[float], Field(description="What all others add to each sum.")]
    parameters: Annotated[list[float], Field(description="Of the chain: w, rest + b, …")]
    activations: Annotated[list[float], Field(description="Along the path, the input first.")]
    target: Annotated[float, Field(description="y of the path's output.")]
    path_count: int
