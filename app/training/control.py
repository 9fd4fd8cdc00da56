"""Which run a session's network is in, and where it goes on from."""

from collections.abc import Mapping, Sequence
from time import monotonic
from typing import Any, Final, NamedTuple

import numpy as np

from app.data.digits import Digits
from app.nn.layer_statistics import LayerStatistics
from app.nn.network import Network
from app.nn.norms import norm
from app.nn.train_settings import TrainSettings
from app.sessions.session import Session
from app.training.metrics import Record
from app.training.run import Parent, Run, RunCheckpoint, Runs
from app.training.trainer import Trainer, first_checkpoint

MOST_INDICES: Final = 100
"""Digits of a mini-batch that are named."""

NEWS_S: Final = 0.09
"""Frames need them 10 times a second: to compute them for every slice would slow training down."""

ENDED: Final = "stopped"
CHANGED: Final = "The network was changed, so the run was paused."


class News(NamedTuple):
    """What the last step was about, as it can be shown while the next one is being taken."""

    indices: list[int]
    """The first training digits of its mini-batch."""
    size: int
    """How many the mini-batch holds."""
    batch_cost: float | None
    """The mini-batch's mean C0 before the last step that is recorded."""
    norms: dict[str, object]
    """`gradient`, `gradient_by_layer` (layers 1 … L) and `parameters`."""
    layers: tuple[LayerStatistics, ...]
    """How strongly each of the layers 1 … L learns."""


class Control:
    """A session's present run: begun, continued or branched off, depending on its network.

    A run goes on if the network is at its last checkpoint; if the network is at an earlier one, a
    new run branches off; else a new run begins.
    """

    def __init__(self, session: Session, runs: Runs, largest: float) -> None:
        self.session = session
        self.runs = runs
        self.largest = largest
        self.settings = TrainSettings(seed=session.seed)
        self.run: Run | None = None
        self.trainer: Trainer | None = None
        self.news: News | None = None
        """About the run's last step; None before the first."""
        self._revision = -1
        self._news_at = 0.0
        self._checkpoint_count = 0

    @property
    def is_overtaken(self) -> bool:
        """Whether the network was changed from outside since the run last had it."""
        return self._revision != self.session.revision

    def write(self) -> dict[str, object]:
        """Return all of it that `renew` takes over in another process, as JSON takes it."""
        return {
            "settings": self.settings.values(),
            "run": None if self.run is None else self.run.id,
            "revision": self._revision,
            "news": None if self.news is None else [*self.news],
        }

    def renew(self, written: Mapping[str, Any]) -> None:
        """Take over what another process has written; the runs have been taken over before."""
        self.settings = TrainSettings(**written["settings"])
        self.run = self.runs.get(written["run"])
        self._revision = written["revision"]
        self.news = None if written["news"] is None else _read_news(written["news"])

    def prepare(self, digits: Digits, name: str = "") -> Trainer:
        """Return what takes the next steps; what came before them can be undone from now on."""
        session = self.session
        session.history.record(session.present())
        run = self._run_here(digits, name)
        if run is not self.run:
            self.run, self.news = run, None
        network = Network(session.network.layers, *session.architecture[1:], dtype=np.float32)
        self.trainer = Trainer(network, run, digits, self.largest)
        self.adjust(self.trainer)
        self.runs.trainer_bytes = self.trainer.nbytes
        run.status = "running"
        self._revision = session.revision
        self.commit()
        return self.trainer

    def settings_now(self) -> dict[str, float | None]:
        """Return the settings for the next step."""
        return self.settings.values()

    def adjust(self, trainer: Trainer) -> None:
        """Let the trainer go on with the present settings; not while it works."""
        if trainer.settings is not self.settings:
            trainer.apply(self.settings)
            trainer.run.settings = self.settings

    def commit(self) -> None:
        """Copy the trainer's parameters into the session's network."""
        trainer = self.trainer
        if trainer is not None:
            vector = trainer.network.parameters.vector
            if monotonic() - self._news_at > NEWS_S:
                self._look_at(trainer)
            self.session.advance(vector, trainer.iteration, trainer.position)

    def _look_at(self, trainer: Trainer) -> None:
        self._news_at = monotonic()
        self.news = _news_of(trainer) or self.news

    def bound(self) -> None:
        """Drop what has become too much, while the trainer does not work."""
        run = self.run
        if run is not None:
            run.record.thin()
            if len(run.checkpoints) != self._checkpoint_count:
                self.runs.bound(run)
                self._checkpoint_count = len(run.checkpoints)

    def mark(self) -> None:
        """Note where the run is, so that it can go on from there wherever it is stored."""
        if self.trainer is not None and self.run is not None:
            self.run.under_way = self.trainer.checkpoint()

    def rest(self, status: str) -> None:
        """Keep the run's state, and bound what is kept of all runs."""
        if self.trainer is not None and self.run is not None:
            self._look_at(self.trainer)
            self.run.status = status
            self.run.under_way = None
            self.run.keep(self.trainer.checkpoint())
            self.runs.bound(self.run)
        self.trainer = None  # The checkpoint says how to go on, and takes less memory.
        self.runs.trainer_bytes = 0

    def abandon(self) -> None:
        """Take no more steps, and leave the run to the process that goes on with it."""
        if self.run is not None:
            self.run.under_way = None
        self.trainer = None
        self.runs.trainer_bytes = 0

    def end(self) -> None:
        """End the run: the next step begins another."""
        if self.run is not None:
            self.run.status = ENDED
        self.run = self.news = None

    def go(self, run: Run, checkpoint: RunCheckpoint) -> None:
        """Set the network to a checkpoint of a run; this can be undone."""
        self.session.change(checkpoint.vector, checkpoint.iteration, checkpoint.position)
        self.run, self.news = run, None
        self.settings = run.settings
        self._revision = self.session.revision

    def _goes_on(self, run: Run) -> bool:
        return run.status != ENDED and run.settings.sees_same_digits(self.settings)

    def _run_here(self, digits: Digits, name: str) -> Run:
        found = self._find()
        if found is not None:
            run, checkpoint = found
            is_end = checkpoint is run.checkpoints[-1]
            if is_end and self._goes_on(run) and not name:
                return run
            if not (is_end and run.status == ENDED):
                return self._add(run, self._first_of_branch(run, checkpoint), digits, name)
        vector = self.session.network.parameters.vector
        return self._add(None, first_checkpoint(self.session.iteration, vector), digits, name)

    def _find(self) -> tuple[Run, RunCheckpoint] | None:
        """Return the checkpoint that the network is at: of the present run, or of the latest."""
        if not len(self.runs):
            return None
        vector = self.session.network.parameters.vector.astype(np.float32)
        present_last = sorted(self.runs, key=lambda run: run is self.run)
        for run in reversed(present_last):
            checkpoint = run.checkpoint_at(self.session.iteration)
            if checkpoint is not None and np.array_equal(checkpoint.vector, vector):
                return run, checkpoint
        return None

    def _first_of_branch(self, run: Run, checkpoint: RunCheckpoint) -> RunCheckpoint:
        """Return where a branch begins; with other mini-batches, before the first of them."""
        same = run.settings.sees_same_digits(self.settings)
        return checkpoint if same else checkpoint._replace(position=0)

    def _add(self, origin: Run | None, checkpoint: RunCheckpoint, digits: Digits, name: str) -> Run:
        iteration = checkpoint.iteration
        run = Run(
            name or self.settings.name(),
            self.settings,
            len(digits.train),
            self.session.architecture._asdict(),
            Record(iteration) if origin is None else origin.record.up_to(iteration),
            [checkpoint],
            None if origin is None else Parent(origin.id, iteration),
        )
        self.runs.add(run)
        return run


def _read_news(written: Sequence[Any]) -> News:
    indices, size, batch_cost, norms, layers = written
    read = tuple(LayerStatistics(**layer) for layer in layers)
    return News(indices, size, batch_cost, norms, read)


def _news_of(trainer: Trainer) -> News | None:
    last = trainer.last_step()
    if last is None:
        return None
    by_layer = last.gradient_norms
    norms: dict[str, object] = {
        "gradient": float(np.linalg.norm(by_layer)),
        "gradient_by_layer": by_layer,
        "parameters": norm(trainer.network.parameters.vector),
    }
    indices = last.batch[:MOST_INDICES].tolist()
    return News(indices, len(last.batch), trainer.batch_cost, norms, last.layers)
