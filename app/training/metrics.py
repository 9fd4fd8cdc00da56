"""What a run of training leaves to be drawn: a bounded number of figures, however long it is."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple, TypeVar

T = TypeVar("T")

MOST_STEPS: Final = 4096
"""Steps of a run that are kept; even, so that thinning them halves it exactly."""
MOST_EVALUATIONS: Final = 1024

STEP_BYTES: Final = 156
EVALUATION_BYTES: Final = 208
"""Memory that an entry of each kind takes."""


class StepFigures(NamedTuple):
    """What is known of one step."""

    iteration: int
    """Steps of the session's network when it was taken, itself included."""
    batch_cost: float
    """The mini-batch's mean C0 before the step."""
    gradient_norm: float


class Evaluation(NamedTuple):
    """How the network does on many digits at one iteration."""

    iteration: int
    train_cost: float
    """The mean C0 over some training digits, always the same ones."""
    test_cost: float
    """The mean C0 over all test digits."""
    accuracy: float
    """The share of test digits that are classified correctly, 0 … 1."""


@dataclass
class Record:
    """The figures of a run, from its first step on.

    Every step is kept at first; where they become too many, every second one goes, and from then
    on only every second one is added. Which steps are kept depends on their number alone, so a run
    that is done again leaves the same record. `steps` grows at its end only between two calls of
    `thin`, so one thread may read it while another adds to it.
    """

    first_iteration: int
    steps: list[StepFigures] = field(default_factory=list)
    evaluations: list[Evaluation] = field(default_factory=list)
    stride: int = 1
    """One of this many steps is kept."""

    @property
    def nbytes(self) -> int:
        """Memory that the figures take."""
        return STEP_BYTES * len(self.steps) + EVALUATION_BYTES * len(self.evaluations)

    def wants(self, iteration: int) -> bool:
        """Return whether the step that leads to `iteration` is to be kept."""
        return (iteration - self.first_iteration) % self.stride == 0

    def thin(self) -> None:
        """Halve what has become too much."""
        while len(self.steps) > MOST_STEPS:
            self.stride *= 2
            self.steps = [step for step in self.steps if self.wants(step.iteration)]
        if len(self.evaluations) > MOST_EVALUATIONS:
            self.evaluations = thinned(self.evaluations)

    def up_to(self, iteration: int) -> "Record":
        """Return the part that led to `iteration`, for a run that branches off there."""
        return Record(
            self.first_iteration,
            [step for step in self.steps if step.iteration <= iteration],
            [each for each in self.evaluations if each.iteration <= iteration],
            self.stride,
        )

    def steps_after(self, iteration: int) -> Sequence[StepFigures]:
        """Return the steps after the one that led to `iteration`, in order."""
        steps = self.steps
        count = len(steps)
        while count and steps[count - 1].iteration > iteration:
            count -= 1
        return steps[count:]

    def evaluation_at(self, iteration: int) -> Evaluation | None:
        """Return the last evaluation up to that iteration, or None."""
        return next(
            (each for each in reversed(self.evaluations) if each.iteration <= iteration), None
        )

    def evaluations_after(self, iteration: int) -> Sequence[Evaluation]:
        """Return the evaluations later than `iteration`, in order."""
        return [each for each in self.evaluations if each.iteration > iteration]


def thinned(entries: list[T]) -> list[T]:
    """Return every second entry, the first and the last among them."""
    kept = entries[::2]
    return kept if len(entries) % 2 else [*kept, entries[-1]]
