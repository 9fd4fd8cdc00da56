"""What goes over the wire about gradients, and about many digits at once."""

from typing import Annotated

from pydantic import BaseModel, Field


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
