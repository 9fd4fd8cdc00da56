"""Undo and redo: the states a session can go back to, bounded in number and in memory."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from app.nn.arrays import Array

OVERHEAD_BYTES: Final = 280
"""What a checkpoint takes beside its numbers."""

MOST_STEPS: Final = 1000
"""Checkpoints that are kept where no other number is given."""


@dataclass(frozen=True, eq=False, slots=True)
class Checkpoint:
    """All of a session that a call may change."""

    vector: Array
    """The parameters, shape (parameter_count,); this array is never written to."""
    iteration: int
    """Steps of gradient descent so far."""
    batches_taken: int
    """Mini-batches so far: decides which comes next, so a step done again sees the same digits."""
    seed: int
    weights: str
    """What the parameters began as: `trained` or `random`."""
    trained_for: int | None = None
    began_for: int | None = None
    """The mini-batches of the recipe after which the parameters are these; None for others."""

    @property
    def nbytes(self) -> int:
        """Memory that it takes."""
        return self.vector.nbytes + OVERHEAD_BYTES


class History:
    """The checkpoints before and after the present state."""

    def __init__(self, max_bytes: int, max_steps: int = MOST_STEPS) -> None:
        self.max_bytes = max_bytes
        self.max_steps = max_steps
        self.nbytes = 0
        """Memory that all checkpoints take."""
        self._past: deque[Checkpoint] = deque()
        self._future: deque[Checkpoint] = deque()

    @property
    def undo_count(self) -> int:
        """How often one can go back."""
        return len(self._past)

    @property
    def redo_count(self) -> int:
        """How often one can go forward again."""
        return len(self._future)

    @property
    def past(self) -> tuple[Checkpoint, ...]:
        """The states before the present one, the oldest first."""
        return tuple(self._past)

    @property
    def future(self) -> tuple[Checkpoint, ...]:
        """The states that were undone, the one undone last at the end."""
        return tuple(self._future)

    @property
    def latest(self) -> Checkpoint | None:
        """The checkpoint that one step back leads to."""
        return self._past[-1] if self._past else None

    def record(self, present: Checkpoint) -> None:
        """Keep the state that a change is about to replace; what was undone is gone."""
        self.nbytes -= sum(checkpoint.nbytes for checkpoint in self._future)
        self._future.clear()
        self._past.append(present)
        self.nbytes += present.nbytes
        while self.nbytes > self.max_bytes or len(self._past) > self.max_steps:
            self.nbytes -= self._past.popleft().nbytes

    def back(self, present: Checkpoint) -> Checkpoint | None:
        """Exchange the present state for the one before it, or return None."""
        return self._exchange(present, self._past, self._future)

    def forward(self, present: Checkpoint) -> Checkpoint | None:
        """Exchange the present state for the one that was undone last, or return None."""
        return self._exchange(present, self._future, self._past)

    def forget(self) -> None:
        """Drop all checkpoints."""
        self._past.clear()
        self._future.clear()
        self.nbytes = 0

    def replace(self, past: Iterable[Checkpoint], future: Iterable[Checkpoint]) -> None:
        """Take over what another process has left."""
        self._past, self._future = deque(past), deque(future)
        self.nbytes = sum(each.nbytes for each in (*self._past, *self._future))

    def _exchange(
        self, present: Checkpoint, source: deque[Checkpoint], target: deque[Checkpoint]
    ) -> Checkpoint | None:
        if not source:
            return None
        checkpoint = source.pop()
        target.append(present)
        self.nbytes += present.nbytes - checkpoint.nbytes
        return checkpoint
