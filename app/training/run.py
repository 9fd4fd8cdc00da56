"""Runs of training: what each was set to, how it went, and the checkpoints one can go back to."""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple, TypeAlias

from app.nn.arrays import Array
from app.nn.train_settings import TrainSettings
from app.training.metrics import Record, thinned

ID_BYTES: Final = 6
"""Runs are known within their session only; the session's id is the secret."""

MOST_CHECKPOINTS: Final = 48

CHECKPOINT_BYTES: Final = 250
RUN_BYTES: Final = 2000
"""What a checkpoint and a run take beside their numbers and figures."""

Changes: TypeAlias = Mapping[str, float | None]
"""Settings by name, and what they are to be."""


class RunCheckpoint(NamedTuple):
    """All that is needed to go on from an iteration as if the run had never left it."""

    iteration: int
    vector: Array
    """The parameters in single precision, shape (parameter_count,); it is never written to."""
    velocity: Array | None
    """What momentum has gathered; None without momentum."""
    position: int
    """Mini-batches of the run so far: decides which comes next."""

    @property
    def nbytes(self) -> int:
        """Memory that the checkpoint takes."""
        return self.vector.nbytes + (0 if self.velocity is None else self.velocity.nbytes)


class Parent(NamedTuple):
    """Where a run has branched off."""

    run: str
    iteration: int


@dataclass
class Run:
    """One run: its record and its checkpoints, both bounded."""

    name: str
    settings: TrainSettings
    example_count: int
    """Training digits in an epoch."""
    architecture: Mapping[str, object]
    """`layers`, `activation`, `output`, `cost` of its network."""
    record: Record
    checkpoints: list[RunCheckpoint] = field(default_factory=list)
    """Those that one can go back to, in order; the first and the last are always among them."""
    parent: Parent | None = None
    status: str = "paused"
    """`running`, `paused`, `finished` (as many epochs as were asked for), `stopped`, `diverged`."""
    elapsed_s: float = 0.0
    """Time for which it has run."""
    id: str = field(default_factory=lambda: secrets.token_hex(ID_BYTES))
    under_way: RunCheckpoint | None = None
    """Where it was when it was stored last, while this process takes its steps."""

    @property
    def steps_per_epoch(self) -> int:
        """Mini-batches that hold all training digits."""
        return -(-self.example_count // self.settings.batch_size)

    @property
    def iteration(self) -> int:
        """The iteration it has reached."""
        return self.checkpoints[-1].iteration if self.checkpoints else self.record.first_iteration

    @property
    def checkpoint_bytes(self) -> int:
        """Memory that the checkpoints' numbers take."""
        return sum(checkpoint.nbytes for checkpoint in self.checkpoints)

    @property
    def nbytes(self) -> int:
        """Memory that all of it takes."""
        objects = RUN_BYTES + CHECKPOINT_BYTES * len(self.checkpoints)
        return self.checkpoint_bytes + self.record.nbytes + objects

    def keep(self, checkpoint: RunCheckpoint) -> None:
        """Keep a checkpoint; one of the same iteration is replaced."""
        if self.checkpoints and self.checkpoints[-1].iteration == checkpoint.iteration:
            self.checkpoints[-1] = checkpoint
        else:
            self.checkpoints.append(checkpoint)

    def thin(self) -> None:
        """Halve what has become too much."""
        self.record.thin()
        if len(self.checkpoints) > MOST_CHECKPOINTS:
            self.checkpoints = thinned(self.checkpoints)

    def checkpoint_at(self, iteration: int) -> RunCheckpoint | None:
        """Return the checkpoint at that iteration, or None."""
        return next((each for each in self.checkpoints if each.iteration == iteration), None)

    def describe(self) -> dict[str, object]:
        """Return the run as an answer, without its record."""
        evaluations = self.record.evaluations
        return {
            "id": self.id,
            "name": self.name,
            "settings": self.settings.values(),
            **self.architecture,
            "status": self.status,
            "parent": None if self.parent is None else self.parent._asdict(),
            "first_iteration": self.record.first_iteration,
            "iteration": self.iteration,
            "steps_per_epoch": self.steps_per_epoch,
            "moments": [checkpoint.iteration for checkpoint in self.checkpoints],
            "best_accuracy": max((each.accuracy for each in evaluations), default=None),
            "elapsed_s": self.elapsed_s,
        }


class Runs:
    """The runs of one session, bounded in number and in memory; the oldest goes first."""

    def __init__(self, max_runs: int, max_bytes: int) -> None:
        self.max_runs = max_runs
        self.max_bytes = max_bytes
        self.trainer_bytes = 0
        """Memory that the run under way takes to train."""
        self._runs: dict[str, Run] = {}

    def __iter__(self) -> Iterator[Run]:
        """Go through all runs, the oldest first."""
        return iter(tuple(self._runs.values()))

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._runs)

    @property
    def nbytes(self) -> int:
        """Memory that all of them take."""
        return self.trainer_bytes + sum(run.nbytes for run in self)

    @property
    def checkpoint_bytes(self) -> int:
        """Memory that all checkpoints' numbers take: this is what is bounded."""
        return sum(run.checkpoint_bytes for run in self)

    def get(self, run_id: str) -> Run | None:
        """Return a run by its id, or None."""
        return self._runs.get(run_id)

    def add(self, run: Run) -> None:
        """Keep a new run; where there are too many, the oldest goes."""
        run.name = self.free_name(run.name)
        self.take(run)
        while len(self) > self.max_runs:
            self.remove(next(iter(self._runs)))

    def take(self, run: Run) -> None:
        """Keep a run as it is."""
        self._runs[run.id] = run

    def remove(self, run_id: str) -> None:
        """Drop a run."""
        del self._runs[run_id]

    def clear(self) -> None:
        """Drop all of them."""
        self._runs.clear()

    def free_name(self, name: str, but: Run | None = None) -> str:
        """Return `name`, with a number behind it where a run (other than `but`) has it already."""
        taken = {run.name for run in self if run is not but}
        number, free = 1, name
        while free in taken:
            number += 1
            free = f"{name} ({number})"
        return free

    def bound(self, present: Run) -> None:
        """Drop checkpoints, and then runs, until the memory is enough; `present` goes last."""
        present.thin()
        while self.checkpoint_bytes > self.max_bytes:
            largest = max(self, key=lambda run: (len(run.checkpoints) > 2, run.checkpoint_bytes))
            if len(largest.checkpoints) > 2:  # its beginning and its end
                largest.checkpoints = thinned(largest.checkpoints)
            elif len(self) > 1:
                self.remove(next(run.id for run in self if run is not present))
            else:
                return
