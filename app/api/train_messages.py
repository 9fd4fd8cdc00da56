"""What is said through the socket of a training, and about its runs."""

from typing import Annotated, Any, Final, Literal, TypeAlias

from pydantic import BaseModel, Field, StringConstraints, TypeAdapter

from app.api.changes import ChangeRequest
from app.api.http.messages import Body, Index, Seed, Size
from app.api.session_messages import SessionObject
from app.training.run import Changes

Rate: TypeAlias = Annotated[float, Field(strict=True, allow_inf_nan=False, gt=0)]
Momentum: TypeAlias = Annotated[float, Field(strict=True, allow_inf_nan=False, ge=0, lt=1)]
Clip: TypeAlias = Annotated[float, Field(strict=True, allow_inf_nan=False, gt=0)]
Name: TypeAlias = Annotated[
    str, StringConstraints(strict=True, strip_whitespace=True, min_length=1, max_length=60)
]


class _WithSettings(Body):
    batch_size: Size | None = None
    learning_rate: Rate | None = None
    momentum: Momentum | None = None
    seed: Seed | None = None
    clip: Clip | None = Field(
        None, description="The norm to which a longer gradient is shortened; null for not at all."
    )

    def changes(self) -> Changes:
        """Return the settings that are named; `clip` is one that may be named as null."""
        names = ("batch_size", "learning_rate", "momentum", "seed")
        changes = {name: value for name in names if (value := getattr(self, name)) is not None}
        return changes | ({"clip": self.clip} if "clip" in self.model_fields_set else {})


class Start(_WithSettings):
    """Train until told otherwise, or for some epochs; with a name, as a run of its own."""

    type: Literal["start"]
    epochs: Size | None = None
    name: Name | None = None


class ChangeSettings(_WithSettings):
    """Train with other settings from the next step on."""

    type: Literal["settings"]


class Plain(Body):
    """Pause; take one step; go on for an epoch; end the run."""

    type: Literal["pause", "step", "epoch", "stop"]


class Acknowledge(Body):
    """Say that a frame has come, and all before it."""

    type: Literal["ack"]
    frame: Index


Command: TypeAlias = Start | ChangeSettings | Plain | Acknowledge
COMMANDS: Final[TypeAdapter[Any]] = TypeAdapter(Annotated[Command, Field(discriminator="type")])


class RenameRequest(Body):
    """Another name for a run."""

    name: Name


class GoRequest(ChangeRequest):
    """Back to a moment of a run."""

    iteration: Index


class SettingsOfRun(BaseModel):
    """What a run was told."""

    batch_size: int
    learning_rate: float
    momentum: float
    seed: int
    clip: float | None


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
    iteration: int = Field(description="Where it has come to.")
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
    """How the network did now and then, in order."""

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
    session: SessionObject
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
    steps_per_second: float | None
    elapsed_s: float
    remaining_s: float | None
