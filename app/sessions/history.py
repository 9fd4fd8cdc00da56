"""Undo and redo: the states a session can go back to, bounded in number and in memory."""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from app.nn.arrays import Array

OVERHEAD_BYTES: Final = 280
"""What a checkpoint takes beside its numbers."""

NAME_BYTES: Final = 300
"""What it takes to know that a checkpoint lies elsewhere, and where."""

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


@dataclass(frozen=True, eq=False, slots=True)
class Elsewhere:
    """A checkpoint that lies in a store, from which it is fetched when one goes there."""

    name: str
    nbytes: int
    """Memory that it takes there."""


State: TypeAlias = Checkpoint | Elsewhere


class History:
    """The checkpoints before and after the present state."""

    def __init__(self, max_bytes: int, max_steps: int = MOST_STEPS) -> None:
        self.max_bytes = max_bytes
        self.max_steps = max_steps
        self.nbytes = 0
        """Memory that all checkpoints take, wherever they lie."""
        self._past: deque[State] = deque()
        self._future: deque[State] = deque()

    @property
    def undo_count(self) -> int:
        """How often one can go back."""
        return len(self._past)

    @property
    def redo_count(self) -> int:
        """How often one can go forward again."""
        return len(self._future)

    @property
    def nbytes_of_names(self) -> int:
        """Memory that it takes here, once all of it lies elsewhere."""
        return NAME_BYTES * (len(self._past) + len(self._future))

    @property
    def past(self) -> tuple[State, ...]:
        """The states before the present one, the oldest first."""
        return tuple(self._past)

    @property
    def future(self) -> tuple[State, ...]:
        """The states that were undone, the one undone last at the end."""
        return tuple(self._future)

    def record(self, present: Checkpoint) -> None:
        """Keep the state that a change is about to replace; what was undone is gone."""
        self.nbytes -= sum(checkpoint.nbytes for checkpoint in self._future)
        self._future.clear()
        self._past.append(present)
        self.nbytes += present.nbytes
        while self.nbytes > self.max_bytes or len(self._past) > self.max_steps:
            self.nbytes -= self._past.popleft().nbytes

    def back(self, present: Checkpoint, count: int = 1) -> State | None:
        """Exchange the present state for the one so many changes before it, or return None."""
        return self._exchange(present, count, self._past, self._future)

    def forward(self, present: Checkpoint, count: int = 1) -> State | None:
        """Exchange the present state for the one that was undone so long ago, or return None."""
        return self._exchange(present, count, self._future, self._past)

    def let_go(self, names: Mapping[Checkpoint, str]) -> None:
        """Know these only by the names under which they are stored."""
        left = len(names)
        for states in (self._past, self._future):
            for index in reversed(range(len(states))):  # They are the latest, mostly.
                if not left:
                    return
                state = states[index]
                if isinstance(state, Checkpoint) and state in names:
                    states[index] = Elsewhere(names[state], state.nbytes)
                    left -= 1

    def forget(self) -> None:
        """Drop all checkpoints."""
        self._past.clear()
        self._future.clear()
        self.nbytes = 0

    def replace(self, past: Iterable[State], future: Iterable[State]) -> None:
        """Take over what another process has left."""
        self._past, self._future = deque(past), deque(future)
        self.nbytes = sum(each.nbytes for each in (*self._past, *self._future))

    def _exchange(
        self, present: Checkpoint, count: int, source: deque[State], target: deque[State]
    ) -> State | None:
        if len(source) < count:
            return None
        target.append(present)
        for _ in range(count - 1):
            target.append(source.pop())
        state = source.pop()
        self.nbytes += present.nbytes - state.nbytes
        return state
