"""What is said through the socket of a training, and about its runs."""

from collections.abc import Iterable
from functools import cache
from typing import Annotated, Any, Literal, TypeAlias, Union

from pydantic import BaseModel, Field, StrictInt, StringConstraints, TypeAdapter, create_model

from app.api.changes import ChangeRequest
from app.api.http.messages import AS_WHOLE, LARGEST_EXACT_INTEGER, Body, Index, Size
from app.api.session_messages import WatchedSession
from app.nn.train_settings import SETTINGS, Setting, Value

Name: TypeAlias = Annotated[
    str, StringConstraints(strict=True, strip_whitespace=True, min_length=1, max_length=60)
]


def _type_of(setting: Setting) -> Any:
    """Return the type of a setting's value in a message; null depends on the row."""
    bounds: dict[str, Any] = {}
    if setting.low is not None:
        bounds["gt" if setting.is_above_low else "ge"] = setting.low
    if setting.below is not None:
        bounds["lt"] = setting.below
    if not setting.is_whole:
        return Annotated[float, Field(strict=True, allow_inf_nan=False, **bounds)]
    return Annotated[StrictInt, Field(**bounds, le=LARGEST_EXACT_INTEGER), AS_WHOLE]


def _fields(rows: Iterable[tuple[str, Setting]]) -> dict[str, Any]:
    return {
        name: (_type_of(setting) | None, Field(None, description=setting.description))
        for name, setting in rows
    }


class Start(Body):
    """Train until paused, or for a number of epochs; with a name, as a run of its own."""

    type: Literal["start"]
    epochs: Size | None = None
    name: Name | None = None


class ChangeSettings(Body):
    """Train with other settings from the next step on."""

    type: Literal["settings"]


class Plain(Body):
    """Pause; take one step; go on for an epoch; end the run."""

    type: Literal["pause", "step", "epoch", "stop"]


class Acknowledge(Body):
    """Acknowledge a frame, and all before it."""

    type: Literal["ack"]
    frame: Index


@cache
def command_models(rows: tuple[tuple[str, Setting], ...]) -> tuple[type[Body], ...]:
    """Return the models of all messages, those with settings having a field for each row."""
    fields = _fields(rows)
    with_settings = (
        create_model(base.__name__, __base__=base, __doc__=base.__doc__, **fields)
        for base in (Start, ChangeSettings)
    )
    return (*with_settings, Plain, Acknowledge)


@cache
def _adapter(rows: tuple[tuple[str, Setting], ...]) -> TypeAdapter[Any]:
    union: Any = Union[command_models(rows)]  # noqa: UP007 - its members are only known now
    return TypeAdapter(Annotated[union, Field(discriminator="type")])


def read_command(message: object) -> Any:
    """Return a message of a page as its model. Raises: ValidationError."""
    return _adapter(tuple(SETTINGS.items())).validate_python(message)


def changes_of(command: Body) -> dict[str, Value]:
    """Return the settings that a message names; a null counts where the setting can be off."""
    named = {name: getattr(command, name) for name in SETTINGS if name in command.model_fields_set}
    return {
        name: value
        for name, value in named.items()
        if value is not None or SETTINGS[name].is_optional
    }


class RenameRequest(Body):
    """Another name for a run."""

    name: Name


class GoRequest(ChangeRequest):
    """Back to a checkpoint of a run."""

    iteration: Index


def _value_type(setting: Setting) -> Any:
    number = int if setting.is_whole else float
    return number | None if setting.is_optional else number


_VALUES: dict[str, Any] = {
    name: (_value_type(setting), Field(description=setting.description))
    for name, setting in SETTINGS.items()
}
SettingsOfRun: Any = create_model("SettingsOfRun", __doc__="How a run is set.", **_VALUES)


class ParentOfRun(BaseModel):
    """Where a run has branched off."""

    run: str
    iteration: int


class RunObject(BaseModel):
    """A run of training."""

    id: str
    name: str
    settings: SettingsOfRun
    layers: list[int]
    activation: str
    output: str
    cost: str
    status: Literal["running", "paused", "finished", "stopped", "diverged"]
    parent: ParentOfRun | None
    first_iteration: int
    iteration: int = Field(description="The iteration it has reached.")
    steps_per_epoch: int
    moments: list[int] = Field(description="The iterations that one can go back to.")
    best_accuracy: float | None
    elapsed_s: float


class RunList(BaseModel):
    """All runs of a session, the oldest first."""

    runs: list[RunObject]
    current: str | None


class Steps(BaseModel):
    """The figures of the steps that are kept, in order."""

    iterations: list[int]
    batch_costs: list[float]
    gradient_norms: list[float]


class Evaluations(BaseModel):
    """How the network did at its evaluations, in order."""

    iterations: list[int]
    train_costs: list[float]
    test_costs: list[float]
    accuracies: list[float]


class WholeRun(RunObject):
    """A run with its record."""

    record: Steps
    evaluations: Evaluations


class ShownBatch(BaseModel):
    """The mini-batch of the last step."""

    indices: Annotated[list[int], Field(description="Its first hundred training digits.")]
    size: int


class FrameCosts(BaseModel):
    """Costs: of the last mini-batch, and of the last evaluation."""

    batch: float | None
    train: float | None
    test: float | None


class FrameNorms(BaseModel):
    """Lengths of vectors at the last step."""

    gradient: float
    gradient_by_layer: list[float]
    parameters: float


class LayerFigures(BaseModel):
    """How strongly a layer learns; null where a figure is not finite."""

    mean_gradient: Annotated[float | None, Field(description="Mean |dC/dw| of its weights.")]
    gradient_norm: Annotated[float | None, Field(description="Norm of dC/dW.")]
    mean_delta: Annotated[float | None, Field(description="Mean |dC0/dz| of its neurons.")]
    mean_activation: Annotated[float | None, Field(description="Mean |a| of its neurons.")]
    mean_slope: Annotated[float | None, Field(description="Mean f'(z) of its neurons.")]
    saturated: Annotated[float | None, Field(description="Share that learns next to nothing.")]
    speed: Annotated[float | None, Field(description="The step compared with the weights.")]


class FrameHeader(BaseModel):
    """What the metadata of a frame of training says, entry by entry as JSON."""

    frame: int
    complete: Annotated[bool, Field(description="Whether its figures are all of the run's.")]
    status: Literal["idle", "running", "paused", "finished", "diverged"]
    reason: Annotated[str, Field(description="Why, in a sentence; empty where it needs none.")]
    session: WatchedSession
    settings: SettingsOfRun
    run: RunObject | None
    iteration: int
    epoch: float
    steps_per_epoch: int | None
    batch: ShownBatch | None
    costs: FrameCosts
    accuracy: float | None
    evaluated_at: int | None
    norms: FrameNorms | None
    layers: list[LayerFigures] | None
    pictured: Annotated[
        bool, Field(description="Whether pictures of the weights come while a run goes on.")
    ]
    steps_per_second: float | None
    elapsed_s: float
    remaining_s: float | None
