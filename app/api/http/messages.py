"""What goes over the wire, as the OpenAPI description tells it.

Requests are validated against these models; answers are only described by them, because arrays go
out through orjson as they are.
"""

from collections.abc import Iterable
from typing import Annotated, Any, Final, Literal, TypeAlias

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    JsonValue,
    StrictInt,
    Tag,
)
from pydantic_core import PydanticCustomError

from app.nn.activations import ACTIVATIONS, HIDDEN_ACTIVATIONS
from app.nn.costs import COSTS
from app.nn.initializers import INITIALIZERS

LARGEST_EXACT_INTEGER = 2**53 - 1
"""Beyond it, JavaScript no longer tells neighbouring whole numbers apart."""

MOST_NUMBERS = 100_000
"""No list is read any further; a network's own limits are far below."""


def _among(names: Iterable[str]) -> tuple[AfterValidator, Any]:
    known: list[JsonValue] = [*names]

    def check(name: str) -> str:
        if name not in known:
            raise PydanticCustomError("unknown_name", "{message}", {"message": message})
        return name

    message = f"Expected one of {', '.join(map(str, known))}"
    return AfterValidator(check), Field(json_schema_extra={"enum": known})


Activation: TypeAlias = Annotated[str, *_among(HIDDEN_ACTIVATIONS)]
Output: TypeAlias = Annotated[str, *_among(ACTIVATIONS)]
Cost: TypeAlias = Annotated[str, *_among(COSTS)]
Initializer: TypeAlias = Annotated[str, *_among(INITIALIZERS)]
Weights: TypeAlias = Literal["trained", "random"]


def _as_whole(number: object) -> object:
    """Take 3.0 for 3, since JSON knows no difference."""
    return int(number) if isinstance(number, float) and number.is_integer() else number


# Behind the bounds of a number, which would else be missing from the OpenAPI description.
AS_WHOLE: Final = BeforeValidator(_as_whole)
Seed: TypeAlias = Annotated[StrictInt, Field(ge=0, le=LARGEST_EXACT_INTEGER), AS_WHOLE]
Size: TypeAlias = Annotated[StrictInt, Field(ge=1), AS_WHOLE]

Number: TypeAlias = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Pixel: TypeAlias = Annotated[float, Field(strict=True, allow_inf_nan=False, ge=0, le=1)]
Pixels: TypeAlias = Annotated[
    list[Pixel],
    Field(
        fail_fast=True,
        max_length=MOST_NUMBERS,
        description="As many numbers as the network has inputs: row by row from the top left, "
        "0 is paper and 1 is ink.",
        examples=[[0.0] * 784],
    ),
]
DigitTarget: TypeAlias = Annotated[StrictInt, Field(ge=0), AS_WHOLE, Tag("digit")]
OutputsTarget: TypeAlias = Annotated[
    list[Number], Field(fail_fast=True, max_length=MOST_NUMBERS), Tag("outputs")
]


def _kind_of_target(target: object) -> str:
    return "outputs" if isinstance(target, list) else "digit"


Target: TypeAlias = Annotated[
    DigitTarget | OutputsTarget,
    Discriminator(_kind_of_target),
    Field(
        description="The digit it should have been (its one-hot vector is y), or y itself: as "
        "many numbers as the network has outputs.",
        examples=[3],
    ),
]


class Body(BaseModel):
    """What a caller sends: known fields only."""

    model_config = ConfigDict(extra="forbid")


class NewSession(Body):
    """A network to begin with; all of it may be left out."""

    layers: Annotated[
        list[Size],
        Field(
            min_length=2,
            max_length=1000,
            description="Neurons of each layer, the inputs first.",
            examples=[[784, 16, 16, 10]],
        ),
    ] = [784, 16, 16, 10]
    activation: Annotated[Activation, Field(description="Of the hidden layers.")] = "sigmoid"
    output: Annotated[
        Output | None,
        Field(
            description="Activation of the last layer. Left out, it is softmax for tanh and relu, "
            "as in the networks that are shipped trained, and else sigmoid.",
        ),
    ] = None
    cost: Annotated[
        Cost | None,
        Field(
            description="cross_entropy needs sigmoid or softmax outputs. Left out, it is "
            "cross_entropy for softmax outputs, else squared_error.",
        ),
    ] = None
    initializer: Annotated[Initializer, Field(description="How random parameters are drawn.")] = (
        "standard_normal"
    )
    seed: Annotated[
        Seed | None,
        Field(
            description="Decides random parameters and the order of the training digits. Left "
            "out, the server picks one and tells it.",
        ),
    ] = None
    weights: Annotated[
        Weights | None,
        Field(
            description="What to begin with. Left out, it is `trained` where such parameters are "
            "shipped for this network (see /api/options), else `random`.",
        ),
    ] = None


class Reset(Body):
    """What to begin anew with."""

    weights: Weights
    seed: Annotated[
        Seed | None, Field(description="Left out, the server picks a new one and tells it.")
    ] = None


class Example(Body):
    """One picture."""

    pixels: Pixels


class LabelledExample(Example):
    """One picture, and what the network should have said."""

    target: Target


class Step(Body):
    """One step on one example (`pixels`, `target`), or on mini-batches (`batch_size`, `steps`)."""

    learning_rate: Annotated[Number, Field(gt=0, examples=[0.5])]
    pixels: Pixels | None = None
    target: Target | None = None
    batch_size: Annotated[Size | None, Field(examples=[10])] = None
    steps: Annotated[Size | None, Field(examples=[100])] = None


class SessionObject(BaseModel):
    """A session: one network and its place in its history."""

    id: str
    layers: list[int]
    activation: str
    output: str
    cost: str
    initializer: str
    seed: int
    weights: Annotated[Weights, Field(description="What its parameters began as.")]
    parameter_count: int
    iteration: Annotated[int, Field(description="Steps of gradient descent so far.")]
    undo: Annotated[int, Field(description="How many changes can be undone.")]
    redo: Annotated[int, Field(description="How many undone changes can be made again.")]


Vectors: TypeAlias = list[list[float]]
Matrices: TypeAlias = list[list[list[float]]]


class ForwardAnswer(BaseModel):
    """All that a forward pass computes."""

    activations: Annotated[Vectors, Field(description="a0 … aL")]
    pre_activations: Annotated[Vectors, Field(description="z1 … zL")]
    prediction: Annotated[int, Field(description="The index of the largest output.")]


class Nudges(BaseModel):
    """-dC0/dq of each quantity q: positive where it should grow."""

    activations: Annotated[Vectors, Field(description="Of a1 … aL")]
    biases: Annotated[Vectors, Field(description="Of b1 … bL")]
    weights: Annotated[Matrices, Field(description="Of W1 … WL; only with `?weights=true`")] = []


class BackwardAnswer(ForwardAnswer):
    """All that back-propagation computes."""

    cost: float
    cost_terms: Annotated[list[float], Field(description="Each output's term of the cost.")]
    nudges: Nudges
    deltas: Annotated[Vectors, Field(description="dC0/dz of z1 … zL")]
    contributions: Annotated[
        Matrices,
        Field(
            description="For l = 1 … L-1: row k is what neuron k of layer l+1 asks of each neuron "
            "of layer l. The sums of the columns are `nudges.activations` of layer l."
        ),
    ]


class StepAnswer(BaseModel):
    """What a call of `step` has done."""

    iteration: int
    cost_before: Annotated[
        float,
        Field(
            description="Before the call, of the same example or as the mean over the last "
            "mini-batch."
        ),
    ]
    cost_after: Annotated[float, Field(description="After the call, of the same.")]


class Digit(BaseModel):
    """One of MNIST's pictures."""

    index: Annotated[int, Field(description="Its place in its split, from 0.")]
    label: Annotated[int, Field(description="The digit it shows.")]
    pixels: list[float]


class DigitsAnswer(BaseModel):
    """Some of MNIST's pictures."""

    digits: list[Digit]


class AccuracyAnswer(BaseModel):
    """How well the network knows the digits of a split."""

    correct: int
    total: int
    cost: Annotated[float, Field(description="The mean of C0 over the split.")]


class Health(BaseModel):
    """The server answers."""

    status: Literal["ok"]
    version: str


class TrainedNetwork(BaseModel):
    """A network that is shipped trained."""

    layers: list[int]
    activation: str
    output: str
    cost: str
    metadata: Annotated[dict[str, str], Field(description="Its recipe and its scores.")]


class Options(BaseModel):
    """What a session may be made of."""

    activations: list[str]
    outputs: list[str]
    costs: list[str]
    initializers: list[str]
    weights: list[str]
    trained: list[TrainedNetwork]
