"""What goes over the wire about steps of gradient descent."""

from typing import Annotated

from pydantic import Field

from app.api.changes import ChangeAnswer
from app.api.http.messages import (
    Body,
    LabelledExample,
    Number,
    Pixels,
    Size,
    Target,
)


class StepRequest(Body):
    """One step on one example (`pixels`, `target`), or on mini-batches (`batch_size`, `steps`)."""

    learning_rate: Annotated[Number, Field(gt=0, examples=[0.5])]
    pixels: Pixels | None = None
    target: Target | None = None
    batch_size: Annotated[Size | None, Field(examples=[10])] = None
    steps: Annotated[Size | None, Field(examples=[100])] = None


class StepAnswer(ChangeAnswer):
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


class LearnRequest(LabelledExample):
    """One picture, to be learnt until the network says what it is."""

    learning_rate: Annotated[Number, Field(gt=0, examples=[0.5])]
    most: Annotated[Size, Field(description="The largest number of steps.", examples=[100])]


class LearnAnswer(ChangeAnswer):
    """What a call of `learn` has done."""

    iteration: int
    steps: Annotated[int, Field(description="0 where the network knew it already.")]
    costs: Annotated[
        list[float], Field(description="C0 before the first step, and after each: steps + 1.")
    ]
    prediction: Annotated[int, Field(description="After the last step.")]
    learnt: Annotated[bool, Field(description="Whether that is the target, or its largest entry.")]
