"""What requests and answers are made of, as the OpenAPI description shows it.

Requests are validated against these models; answers are only described by them, because arrays go
out through orjson as they are.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal, TypeAlias

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    StrictInt,
    Tag,
)
from pydantic.config import JsonDict
from pydantic_core import PydanticCustomError

from app.nn.activations import ACTIVATIONS, HIDDEN_ACTIVATIONS
from app.nn.costs import COSTS
from app.nn.initializers import INITIALIZERS
from app.settings import Settings

LARGEST_EXACT_INTEGER = 2**53 - 1
"""Beyond it, JavaScript no longer distinguishes neighbouring whole numbers."""

MOST_NUMBERS = 100_000
"""No list is read any further; a network's own limits are far below."""


def _among(table: Mapping[str, object], options: str) -> tuple[AfterValidator, Any]:
    """Return a check for a name in a table, as it is then, and how to describe the field.

    options: the table's key in the answer of /api/options.
    """

    def check(name: str) -> str:
        if name not in table:
            message = f"Expected one of {', '.join(table)}"
            raise PydanticCustomError("unknown_name", "{message}", {"message": message})
        return name

    def describe(schema: JsonDict) -> None:
        schema.update({"enum": [*table], "x-options": options})

    return AfterValidator(check), Field(json_schema_extra=describe)


Activation: TypeAlias = Annotated[str, *_among(HIDDEN_ACTIVATIONS, "activations")]
Output: TypeAlias = Annotated[str, *_among(ACTIVATIONS, "outputs")]
Cost: TypeAlias = Annotated[str, *_among(COSTS, "costs")]
Initializer: TypeAlias = Annotated[str, *_among(INITIALIZERS, "initializers")]
SplitName: TypeAlias = Literal["train", "test"]
Weights: TypeAlias = Literal["trained", "random"]


def _as_whole(number: object) -> object:
    """Take 3.0 for 3, since JSON knows no difference."""
    return int(number) if isinstance(number, float) and number.is_integer() else number


# After the bounds of a number, which would otherwise be missing from the OpenAPI description.
AS_WHOLE: Final = BeforeValidator(_as_whole)


def limited(setting: str) -> JsonDict:
    """Return what says in a field's `json_schema_extra` which setting limits it."""
    return {"x-limit": setting}


Seed: TypeAlias = Annotated[StrictInt, Field(ge=0, le=LARGEST_EXACT_INTEGER), AS_WHOLE]
Size: TypeAlias = Annotated[StrictInt, Field(ge=1), AS_WHOLE]
Index: TypeAlias = Annotated[StrictInt, Field(ge=0), AS_WHOLE]
TrainedFor: TypeAlias = Annotated[
    StrictInt,
    Field(
        ge=0,
        description="How many mini-batches of the recipe (see `trained_for` of /api/options) the "
        "network has been trained for: 0 is untrained, at most `max_trained_for` (see "
        "/api/limits). The same number gives the same parameters, whatever `seed` and "
        "`initializer` are. For MNIST's inputs and outputs.",
        examples=[1000],
        json_schema_extra=limited("max_trained_for"),
    ),
    AS_WHOLE,
]

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

    @classmethod
    def most_numbers(cls, _: Settings) -> int:
        """Return how many numbers its lists may hold, for which it may be longer than others."""
        return 0


class WithPicture(Body):
    """What may hold a picture and its target."""

    @classmethod
    def most_numbers(cls, settings: Settings) -> int:
        """Return the numbers of a picture and its target."""
        return settings.max_inputs + settings.max_outputs


class Example(WithPicture):
    """One picture."""

    pixels: Pixels


class LabelledExample(Example):
    """One picture, and what the network should have said."""

    target: Target


LearningRate: TypeAlias = Annotated[
    Number, Field(gt=0, examples=[0.5], json_schema_extra=limited("max_learning_rate"))
]


class StepsTaken(Body):
    """The last steps, on this drawing."""

    steps: Annotated[Size, Field(json_schema_extra=limited("max_learn_steps"))]
    learning_rate: LearningRate


Vectors: TypeAlias = list[list[float]]
Matrices: TypeAlias = list[list[list[float]]]
