"""Training as tables: a run's figures and curves, mini-batches, and what the network has learnt."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from app.nn.trace import ForwardTrace
from app.nn.train_settings import ALWAYS_NAMED, SETTINGS, Value
from app.take_home.numbers import duration, grouped, percent, shown
from app.take_home.tables import NONE, Table, quantities

LISTED: Final = 30
"""As many rows as a page has room for."""


class RunRow(NamedTuple):
    """One run of training."""

    name: str
    iteration: int
    settings: Mapping[str, Value]
    best_accuracy: float | None


class Deviating(NamedTuple):
    """One mini-batch's gradient compared with that over all digits."""

    angle: float
    """In degrees."""
    norm: float
    cost: float


class PathRow(NamedTuple):
    """Where a run was on the plane of the landscape."""

    iteration: int
    x: float
    y: float
    cost: float | None


class Readings(NamedTuple):
    """What a network reads in some digits."""

    confusion: Sequence[Sequence[int]]
    """How often each digit (row) is read as each (column)."""
    cost: float


def training_tables(
    frame: Mapping[str, Any], runs: Sequence[RunRow], evaluations: Sequence[Sequence[float]]
) -> Iterator[Table]:
    """Yield the figures of a training, the runs, and the last points of its curves.

    frame: the metadata of a frame of live training.
    evaluations: steps since the run's beginning, cost of training and of test digits, accuracy.
    """
    settings, costs, norms = frame["settings"], frame["costs"], frame["norms"]
    is_running, rate = frame["status"] == "running", frame["steps_per_second"]
    accuracy, remaining = frame["accuracy"], frame["remaining_s"]
    yield quantities(
        "The training",
        (
            ("step", grouped(frame["iteration"])),
            ("epoch", f"{frame['epoch']:.2f}"),
            ("C, training", known(costs["train"])),
            ("C, test", known(costs["test"])),
            ("read right", NONE if accuracy is None else percent(accuracy)),
            ("‖∇C‖", known(None if norms is None else norms["gradient"])),
            ("steps a second", grouped(rate) if is_running and rate else NONE),
            ("elapsed", duration(frame["elapsed_s"])),
            ("remaining", NONE if remaining is None else duration(remaining)),
            *(
                (SETTINGS[name].label.lower(), SETTINGS[name].text(value))
                for name, value in settings.items()
                if not SETTINGS[name].is_optional or value is not None
            ),
        ),
    ).on("training")
    yield runs_table(runs).on("training")
    yield Table(
        "Its curves",
        ("step", "C, training", "C, test", "read right"),
        [
            (grouped(step), known(train), known(test), percent(share))
            for step, train, test, share in evaluations[-LISTED:]
        ],
    ).on("training")


def runs_table(runs: Sequence[RunRow]) -> Table:
    """Return how far each run came, how it was set, and how well it did."""
    columns = [name for name in SETTINGS if name in ALWAYS_NAMED]  # The name has all others.
    return Table(
        "The runs",
        ("name", "step", *(SETTINGS[column].short for column in columns), "best"),
        [
            (
                run.name,
                grouped(run.iteration),
                *(SETTINGS[column].text(run.settings.get(column)) for column in columns),
                NONE if run.best_accuracy is None else percent(run.best_accuracy),
            )
            for run in runs
        ],
    )


def directions_table(norm: float, cost: float, batches: Sequence[Deviating]) -> Table:
    """Return where mini-batches point, compared with the gradient over all digits."""
    return Table(
        f"Mini-batches beside −∇C: length {shown(norm)}, cost {shown(cost)}",
        ("mini-batch", "angle to −∇C", "length", "its cost"),
        [
            (str(k), f"{each.angle:.1f}°", shown(each.norm), shown(each.cost))
            for k, each in enumerate(batches, start=1)
        ],
    ).on("mini-batches")


def path_table(examples: int, path: Sequence[PathRow]) -> Table:
    """Return where a run was on the landscape's plane."""
    return Table(
        f"The path in the plane, C over {grouped(examples)} digits",
        ("step", "x", "y", "C"),
        [
            (grouped(point.iteration), shown(point.x), shown(point.y), known(point.cost))
            for point in path[-LISTED:]
        ],
    ).on("mini-batches")


def readings_tables(readings: Readings) -> Iterator[Table]:
    """Yield how many test digits are read right, and what each class is read as."""
    confusion = readings.confusion
    correct = sum(row[digit] for digit, row in enumerate(confusion))
    total = sum(map(sum, confusion))
    yield quantities(
        "The test digits",
        (("read right", f"{grouped(correct)} of {grouped(total)}"), ("C", shown(readings.cost))),
    ).on("learning")
    yield Table(
        "What each is read as: rows are the digits, columns the readings",
        ("digit", *map(str, range(len(confusion))), "read right"),
        [
            (str(digit), *map(str, row), percent(row[digit] / sum(row)))
            for digit, row in enumerate(confusion)
        ],
    ).on("learning")


def activations_table(trace: ForwardTrace) -> Table:
    """Return the activations of one drawing, a column for each layer after the input."""
    layers = trace.activations[1:]
    return Table(
        "The drawing's activations",
        ("neuron", *(f"layer {l}" for l in range(1, len(layers) + 1))),
        [
            (str(j), *(shown(layer[j]) if j < layer.size else NONE for layer in layers))
            for j in range(max(layer.size for layer in layers))
        ],
    ).on("learning")


def known(value: float | None) -> str:
    """Return a number that may not be known, or not be finite."""
    return NONE if value is None or not math.isfinite(value) else shown(value)
