"""What is sent for a program to take home, as the OpenAPI description tells it."""

from typing import Annotated, Final, TypeAlias

from pydantic import Field

from app.api.calculus_messages import MOST_EXAMPLES, SmallNetwork
from app.api.http.messages import Body, DigitTarget, Example, Index, Number, Size
from app.api.what_if_messages import Neuron

Point: TypeAlias = Annotated[list[Number], Field(min_length=2, max_length=2)]
LearningRate: TypeAlias = Annotated[Number, Field(gt=0, examples=[0.5])]

CHAIN: Final = [1, 1, 1, 1]
"""The layers of a chain."""


class InkPlacement(Body):
    """Where ink of the pad went: pixel = (pad - origin) * scale + offset."""

    origin: Point
    scale: Number
    offset: Point


class StepsTaken(Body):
    """The last steps, on this drawing."""

    steps: Size
    learning_rate: LearningRate


class WalkRequest(Example):
    """One picture, and how its walk is looked at."""

    target: Annotated[
        DigitTarget | None,
        Field(description="The digit it should have been; without one there is no way back."),
    ] = None
    placement: Annotated[
        InkPlacement | None, Field(description="How the picture was made from a drawing.")
    ] = None
    looked_at: Annotated[
        Neuron | None,
        Field(description="A neuron to take apart in place of the strongest of its layer."),
    ] = None
    learning_rate: Annotated[
        LearningRate, Field(description="Of the step to come, which is not taken.")
    ] = 1.0
    step: Annotated[
        StepsTaken | None,
        Field(
            description="The session's last change, if that was a step or steps on this picture: "
            "the program begins before them and takes them itself."
        ),
    ] = None
    dataset: Annotated[
        bool,
        Field(
            strict=True,
            description="Put MNIST's test digits in, and compute the mean of their costs.",
        ),
    ] = False


class Pair(Body):
    """An input and what the chain should make of it."""

    x: Number
    y: Number


class ChainRequest(SmallNetwork):
    """A chain of one neuron a layer, one example, and what is asked about it."""

    by: Annotated[Number, Field(description="How far each quantity is nudged.")] = 0.1
    pairs: Annotated[
        list[Pair],
        Field(min_length=1, max_length=MOST_EXAMPLES, description="Training pairs."),
    ]
    parameter: Annotated[
        Index, Field(description="Whose derivative is averaged over the pairs.", le=5)
    ] = 4
