"""What goes over the wire about a session as a whole."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from app.api.http.architecture import NetworkKind
from app.api.http.messages import Initializer, Seed, TrainedFor, Weights


class NewSession(NetworkKind):
    """A network to begin with; all of it may be left out."""

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


class WatchedSession(BaseModel):
    """A session as all who watch it may know it: one network, and what can be undone."""

    layers: list[int]
    activation: str
    output: str
    cost: str
    initializer: str
    seed: int
    weights: Annotated[
        Weights | Literal["loaded"],
        Field(
            description="What its parameters began as; `random` also where the recipe began, "
            "`loaded` where a file did."
        ),
    ]
    trained_for: Annotated[
        int | None,
        Field(
            description="The mini-batches of the recipe after which the parameters are these; "
            "null where they came otherwise, as after a step."
        ),
    ]
    began_for: Annotated[
        int | None,
        Field(
            description="The mini-batches of the recipe that it began with, whatever steps came "
            "since; null where it began otherwise."
        ),
    ]
    parameter_count: int
    iteration: Annotated[int, Field(description="Steps of gradient descent so far.")]
    revision: Annotated[
        int,
        Field(
            description="Counts the changes of the parameters but for steps of a run: with "
            "`iteration` it says which parameters these are."
        ),
    ]
    undo: Annotated[int, Field(description="How many changes can be undone.")]
    redo: Annotated[int, Field(description="How many undone changes can be made again.")]


class SessionObject(WatchedSession):
    """A session, with the id that lets one use it."""

    id: str
