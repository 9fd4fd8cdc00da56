"""What is sent for tables of a beat's numbers, and what comes back, for the OpenAPI description.

Each request names what its beat was computed from; the server computes it again and writes the
numbers as text.
"""

from typing import Annotated, Final

from pydantic import BaseModel, Field, StrictInt

from app.api.calculus_messages import SmallNetwork
from app.api.gradient_routes import AnyExample, AverageRequest, GradientRequest
from app.api.http.messages import (
    AS_WHOLE,
    Body,
    DigitTarget,
    Example,
    Index,
    Number,
    Pixels,
    WithPicture,
)
from app.api.landscape_routes import DirectionsRequest, LandscapeRequest
from app.api.take_home_routes import ChainRequest, WalkRequest
from app.settings import Settings

MOST_RUNS: Final = 24
MOST_DIGITS: Final = 24
MOST_SETTINGS: Final = 64

Name = Annotated[str, Field(max_length=80)]


class TableObject(BaseModel):
    """A table of numbers, written as text."""

    title: str
    head: Annotated[list[str], Field(description="A name for each column.")]
    rows: Annotated[list[list[str]], Field(description="As many cells each as the head has.")]
    beats: Annotated[list[str], Field(description="Every beat that shows these numbers.")]


class TablesAnswer(BaseModel):
    """The tables of one beat, in the order of its story."""

    tables: list[TableObject]


class WalkTables(WalkRequest):
    """One picture, how its walk is looked at, and perhaps one beat of it."""

    beat: Annotated[
        Name | None,
        Field(description="Left out, the tables of all beats.", examples=["forward-1-sum"]),
    ] = None


class ChainTables(ChainRequest):
    """A chain of one neuron a layer, and a part of the calculus."""

    part: Annotated[Name, Field(examples=["ripple-weight"])]


class LayersTables(SmallNetwork):
    """A small network with one example, and a neuron of its last hidden layer."""

    neuron: Index


class GradientTables(WithPicture):
    """Whose gradient it is: of one example, or the average over training digits."""

    example: AnyExample | None = None
    average: AverageRequest | None = None
    chosen: Annotated[
        Index | None, Field(description="The entry that is looked at, by its index.")
    ] = None


class DigitsTables(Body):
    """Some digits, what to average over, and which parameter is in the middle."""

    examples: Annotated[list[AnyExample], Field(max_length=MOST_DIGITS, fail_fast=True)]
    average: Annotated[
        AverageRequest | None, Field(description="Left out, it is over these examples.")
    ] = None
    middle: Index

    @classmethod
    def most_numbers(cls, settings: Settings) -> int:
        """Return the numbers of all pictures and their targets."""
        return GradientRequest.most_numbers(settings)


class KeptRun(Body):
    """A run that the session keeps."""

    run: Name


class EarlierRun(Body):
    """A run of a network that is gone: what the caller knows of it."""

    name: Name
    iteration: Index
    settings: Annotated[dict[Name, Number | None], Field(max_length=MOST_SETTINGS)]
    best_accuracy: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] | None


class TrainingTables(Body):
    """The runs to list, in their order."""

    runs: Annotated[list[KeptRun | EarlierRun], Field(max_length=MOST_RUNS, fail_fast=True)]


class MiniBatchesTables(Body):
    """What was asked of /directions and of /landscape."""

    directions: DirectionsRequest | None = None
    landscape: LandscapeRequest | None = None


class LearningTables(WithPicture):
    """The drawing whose activations are listed, if there is one."""

    pixels: Pixels | None = None


class NetworkTables(Body):
    """What a network is called that is compared with another."""

    name: Annotated[str, Field(min_length=1, max_length=200, examples=["10 sigmoids"])]


class SlopesTables(NetworkTables, Example):
    """A picture, and the hidden layer that is looked at."""

    layer: Annotated[
        StrictInt,
        AS_WHOLE,
        Field(ge=1, description="Counted from 1; a deeper one than there is means the last."),
    ]


class ProductTables(NetworkTables, Example):
    """A picture, the output where the path begins, and which of the paths it is."""

    target: DigitTarget
    rank: Annotated[Index, Field(description="0 is the strongest path.")] = 0
