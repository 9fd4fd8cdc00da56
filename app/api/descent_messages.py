"""What goes over the wire about gradients, and about many digits at once."""

from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, BaseModel, Discriminator, Field, StrictInt, Tag
from pydantic_core import PydanticCustomError

from app.api.http.messages import AS_WHOLE, Body, LabelledExample, Seed, Size

Index: TypeAlias = Annotated[StrictInt, Field(ge=0), AS_WHOLE]


class PredictionsAnswer(BaseModel):
    """What a network reads in every digit of a split."""

    labels: Annotated[list[int], Field(description="What each digit shows, in their order.")]
    predictions: Annotated[list[int], Field(description="What is read in each.")]
    confusion: Annotated[
        list[list[int]],
        Field(description="How often each digit (row) is read as each (column)."),
    ]
    class_accuracy: Annotated[
        list[float], Field(description="For each digit the share of its pictures read right.")
    ]
    correct: int
    total: int
    cost: Annotated[float, Field(description="The mean of C0 over the split.")]
    iteration: Annotated[int, Field(description="The steps that the network had taken.")]


class ByIndex(Body):
    """One of MNIST's pictures, with its label as the target."""

    split: Literal["train", "test"]
    index: Index


def _kind_of_example(example: object) -> str:
    return "digit" if isinstance(example, dict) and {"split", "index"} & set(example) else "picture"


AnyExample: TypeAlias = Annotated[
    Annotated[LabelledExample, Tag("picture")] | Annotated[ByIndex, Tag("digit")],
    Discriminator(_kind_of_example),
]


class GradientWish(Body):
    """The examples whose wishes are asked for."""

    examples: Annotated[list[AnyExample], Field(min_length=1, max_length=1000)]


class AverageWish(Body):
    """Over which training digits the average is taken."""

    over: Annotated[
        Literal["mini_batch", "count", "all"],
        Field(
            description="The mini-batch that a step would take next (`batch_size`), the first "
            "`count` in the order that the session's seed shuffles them to, or all 60,000."
        ),
    ]
    count: Size | None = None
    batch_size: Size | None = None


class DirectionsWish(Body):
    """How many of the next mini-batches are looked at."""

    batch_size: Size
    batches: Size


def _odd(size: int) -> int:
    if size % 2 == 0:
        raise PydanticCustomError("odd", "Expected an odd number, so that one is in the middle")
    return size


class LandscapeWish(Body):
    """A plane around the network, and how finely it is looked at."""

    directions: Literal["gradient", "path"]
    run: Annotated[str, Field(max_length=40)] | None = None
    size: Annotated[StrictInt, Field(ge=5), AS_WHOLE, AfterValidator(_odd)] = 21
    span: Annotated[float, Field(strict=True, allow_inf_nan=False, gt=0, le=1e6)] | None = None
    examples: Annotated[StrictInt, Field(ge=10), AS_WHOLE] = 1000
    seed: Seed = 0
