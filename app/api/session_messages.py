"""What goes over the wire about a session as a whole."""

from typing import Annotated, Final

from pydantic import BaseModel, Field

from app.api.http.messages import (
    Activation,
    Body,
    Cost,
    Initializer,
    Output,
    Seed,
    Size,
    TrainedFor,
    Weights,
)

LECTURE_LAYERS: Final = [784, 16, 16, 10]


class NewSession(Body):
    """A network to begin with; all of it may be left out."""

    layers: Annotated[
        list[Size],
        Field(
            min_length=2,
            max_length=1000,
            description="Neurons of each layer, the inputs first.",
            examples=[LECTURE_LAYERS],
        ),
    ] = LECTURE_LAYERS
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
            "out, the server picks one and answers with it.",
        ),
    ] = None
    weights: Annotated[
        Weights | None,
        Field(
            description="What to begin with. Left out, it is `trained` where such parameters are "
            "shipped for this network (see /api/options), else `random`. Not with `trained_for`.",
        ),
    ] = None
    trained_for: TrainedFor | None = None


class SessionObject(BaseModel):
    """A session: one network, and what can be undone."""

    id: str
    layers: list[int]
    activation: str
    output: str
    cost: str
    initializer: str
    seed: int
    weights: Annotated[
        Weights,
        Field(description="What its parameters began as; `random` also where the recipe began."),
    ]
    trained_for: Annotated[
        int | None,
        Field(
            description="The mini-batches of the recipe after which the parameters are these; "
            "null where they came otherwise, as after a step."
        ),
    ]
    parameter_count: int
    iteration: Annotated[int, Field(description="Steps of gradient descent so far.")]
    undo: Annotated[int, Field(description="How many changes can be undone.")]
    redo: Annotated[int, Field(description="How many undone changes can be made again.")]
