"""Frames of live training, as safetensors files: what has happened, and pictures of the weights."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, TypeVar

import numpy as np
import orjson
import safetensors.numpy

from app.nn.parameters import Parameters
from app.nn.serialization import dump, read_metadata
from app.sessions.session import Session
from app.training.metrics import Evaluation, StepFigures

T = TypeVar("T")
E = TypeVar("E", StepFigures, Evaluation)

NOTHING: Final = -1

MOST_BYTES: Final = 16_000
"""Of a frame, and of a picture: many pages watch, some on slow networks."""
NAMES_BYTES: Final = 1_000
"""What names and shapes of the tensors take at most."""
MOST_EVALUATIONS: Final = 100
MOST_NEW_STEPS: Final = 100
"""In a frame: ten times a second, it is as many as a chart is wide."""
STEP_BYTES: Final = 3 * 8
EVALUATION_BYTES: Final = 4 * 8

STEP_COLUMNS: Final = ("iterations", "batch_costs", "gradient_norms")
EVALUATION_COLUMNS: Final = ("iterations", "train_costs", "test_costs", "accuracies")
"""How columns of `StepFigures` and `Evaluation` are called, in order."""

LEVELS: Final = 127
"""On each side of zero, in a picture."""


class Seen(NamedTuple):
    """What a viewer has been sent."""

    run: str | None = None
    """Its id, empty for no run; None before the first frame."""
    step: int = NOTHING
    evaluation: int = NOTHING


class Snapshot(NamedTuple):
    """A training at one time, as far as viewers may know it."""

    state: Mapping[str, object]
    run: str
    """Its id, empty for none."""
    steps: Sequence[StepFigures]
    evaluations: Sequence[Evaluation]


class Frame:
    """A snapshot of a training, and of it what is new to each viewer."""

    def __init__(self, snapshot: Snapshot, number: int) -> None:
        self.number = number
        self._state, self._run, self._steps, self._evaluations = snapshot
        self._files: dict[Seen, bytes] = {}

    @property
    def seen(self) -> Seen:
        """What a viewer has been sent with it."""
        step = self._steps[-1].iteration if self._steps else NOTHING
        evaluation = self._evaluations[-1].iteration if self._evaluations else NOTHING
        return Seen(self._run, step, evaluation)

    def file(self, seen: Seen) -> bytes:
        """Return it for viewers who have seen so much; it is made once for all of them.

        Every entry of its metadata is JSON. Tensors: figures, in double precision; of more than
        there is room for every second one, every third, ….
        """
        if seen not in self._files:
            self._files[seen] = self._made(seen)
        return self._files[seen]

    def _made(self, seen: Seen) -> bytes:
        is_lost = (seen.step, seen.evaluation) > (self.seen.step, self.seen.evaluation)
        is_complete = seen.run != self._run or is_lost
        after = Seen() if is_complete else seen
        header = {**self._state, "frame": self.number, "complete": is_complete}
        metadata = {key: orjson.dumps(value).decode() for key, value in header.items()}
        evaluations = thinned_to(later(self._evaluations, after.evaluation), MOST_EVALUATIONS)
        taken = len(orjson.dumps(metadata)) + NAMES_BYTES + EVALUATION_BYTES * len(evaluations)
        room = (MOST_BYTES - taken) // STEP_BYTES
        most = room if is_complete else min(room, MOST_NEW_STEPS)
        columns = {
            "record": step_columns(thinned_to(later(self._steps, after.step), most)),
            "evaluations": evaluation_columns(evaluations),
        }
        figures = {
            f"{kind}.{name}": values
            for kind, named in columns.items()
            for name, values in named.items()
        }
        return dump(None, metadata, others=figures)


def read_frame(file: bytes) -> tuple[dict[str, Any], list[StepFigures], list[Evaluation]]:
    """Return what a frame says, and the steps and evaluations in it."""
    metadata = {name: orjson.loads(text) for name, text in read_metadata(file).items()}
    tensors = safetensors.numpy.load(file)
    steps = zip(*(tensors[f"record.{name}"].tolist() for name in STEP_COLUMNS), strict=True)
    evaluations = zip(
        *(tensors[f"evaluations.{name}"].tolist() for name in EVALUATION_COLUMNS), strict=True
    )
    return (
        metadata,
        [StepFigures(int(first), *rest) for first, *rest in steps],
        [Evaluation(int(first), *rest) for first, *rest in evaluations],
    )


def later(entries: Sequence[E], iteration: int) -> Sequence[E]:
    """Return the entries after that iteration."""
    return entries[bisect_right(entries, iteration, key=lambda each: each.iteration) :]


def thinned_to(entries: Sequence[T], most: int) -> Sequence[T]:
    """Return at most so many of the entries, evenly; the first and the last are among them."""
    if len(entries) <= most:
        return entries
    stride = -(-(len(entries) - 1) // (most - 1))
    return [entries[0], *entries[(len(entries) - 1) % stride or stride :: stride]]


@dataclass(frozen=True)
class Picture:
    """A network's parameters as one can draw them: each layer's in steps of its own."""

    steps: np.ndarray
    """Whole numbers from -LEVELS to LEVELS, shape (parameter_count,)."""
    scales: np.ndarray
    """What a step is worth in each layer, shape (layers - 1,)."""


def picture_of(parameters: Parameters) -> Picture:
    """Return the parameters in eight bits each: for the eye alone, no number is read off it."""
    steps, scales = np.empty(parameters.vector.size, np.int8), []
    start = 0
    for weights, biases in zip(parameters.weights, parameters.biases, strict=True):
        end = start + weights.size + biases.size
        layer = parameters.vector[start:end]
        scale = float(np.abs(layer).max()) / LEVELS
        np.rint(layer / (scale or 1), out=steps[start:end], casting="unsafe")
        scales.append(scale)
        start = end
    return Picture(steps, np.array(scales, np.float32))


def has_pictures(parameters: Parameters) -> bool:
    """Return whether pictures of these parameters are small enough to be sent."""
    room = MOST_BYTES - NAMES_BYTES - 4 * len(parameters.weights)
    return parameters.vector.size <= room


def picture_file(session: Session) -> bytes:
    """Return the picture of a session's network, which there must be."""
    picture = picture_of(session.network.parameters)
    which = {"revision": session.revision, "iteration": session.iteration}
    metadata = {key: str(value) for key, value in which.items()}
    tensors = {"picture": picture.steps, "scales": picture.scales}
    return dump(None, metadata, others=tensors, dtype_of_others=None)


def step_columns(steps: Sequence[StepFigures]) -> dict[str, list[float]]:
    """Return the steps' figures, one list for each."""
    return _columns(STEP_COLUMNS, steps)


def evaluation_columns(evaluations: Sequence[Evaluation]) -> dict[str, list[float]]:
    """Return the evaluations' figures, one list for each."""
    return _columns(EVALUATION_COLUMNS, evaluations)


def _columns(names: Sequence[str], entries: Sequence[tuple[float, ...]]) -> dict[str, list[float]]:
    return {name: [each[index] for each in entries] for index, name in enumerate(names)}
