"""The room as a mini-batch: how its drawings are read, and one step along what they ask for."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from app.data.digits import CLASSES, Split
from app.errors import Conflict
from app.nn.arrays import Array
from app.nn.network import Network
from app.nn.training import chunks
from app.rooms.drawings import Drawing, Pictures, Reading, Score
from app.sessions.compute import Work
from app.sessions.session import Session
from app.work.averaging import Average, single_gradients
from app.work.chunks import chunk_size, score_digits
from app.work.predictions import predict_all
from app.work.steps import Outcome, require_finite_cost, step_on_pictures

MOST_COLUMNS: Final = 6
"""Of the drawings that are shown so many are columns of the table, as on the projector."""


class Readings(NamedTuple):
    """What a network makes of drawings."""

    by_drawing: list[Reading]
    """In the order of the pictures."""
    score: Score


class RoomStep(NamedTuple):
    """A step on the room's drawings, before the session takes it over."""

    outcome: Outcome
    before: Readings
    after: Readings


class Column(NamedTuple):
    """What one drawing asks of the parameters."""

    drawing: Drawing
    cost: float
    prediction: int
    nudges: Array
    """-dC0/dw, shape (parameter_count,)."""


class Table(NamedTuple):
    """What the drawings ask of the parameters: those shown one by one, all on the average."""

    columns: list[Column]
    drawn: int
    """How many drawings the average is over."""
    average: Array
    """-dC/dw, shape (parameter_count,)."""
    norm: float
    class_accuracy: Array
    """For each digit the share of MNIST's test pictures that the network reads right."""


def require_drawings_fit(network: Network, pixel_count: int) -> None:
    """Raise Conflict unless drawings fit the network's inputs, and digits its outputs."""
    inputs, outputs = network.layers[0], network.layers[-1]
    if (inputs, outputs) != (pixel_count, CLASSES):
        raise Conflict(
            f"Drawings are read by a network with {pixel_count} inputs and {CLASSES} outputs, but "
            f"this one has {inputs} and {outputs}."
        )


def read(network: Network, pictures: Pictures) -> Work[Readings]:
    """Return how a network reads drawings. Raises: InvalidInput where its numbers overflow."""
    by_drawing: list[Reading] = []
    for chunk in chunks(len(pictures), chunk_size(network)):
        with np.errstate(all="ignore"):
            trace = network.forward(pictures.pixels(chunk))
        outputs, predictions = trace.output.tolist(), trace.prediction.tolist()
        labels = pictures.labels[chunk].tolist()
        by_drawing += [
            Reading(prediction, output[label], output)
            for prediction, output, label in zip(predictions, outputs, labels, strict=True)
        ]
        yield
    whole = yield from score_digits(network, pictures, np.arange(len(pictures)))
    require_finite_cost(whole.cost_sum)
    return Readings(by_drawing, Score(whole.correct, whole.cost_sum / len(pictures)))


def average(network: Network, pictures: Pictures) -> Average:
    """Return the mean gradient over the drawings, still to be formed."""
    return Average(network, pictures, np.arange(len(pictures)))


def columns(session: Session, drawings: Sequence[Drawing]) -> Work[list[Column]]:
    """Return what each drawing asks for. Raises: InvalidInput where its numbers overflow."""
    examples = [(drawing.pixels.tolist(), drawing.label) for drawing in drawings]
    single = yield from single_gradients(session, examples)
    return [
        Column(drawing, trace.cost, int(trace.forward.prediction), -trace.gradient.vector)
        for drawing, trace in zip(drawings, single.traces, strict=True)
    ]


def table(
    session: Session, shown: Sequence[Drawing], pictures: Pictures, digits: Split
) -> Work[Table]:
    """Return what everybody in the room sees of its batch; nobody changes the session meanwhile.

    Raises: InvalidInput where the numbers overflow.
    """
    single = yield from columns(session, shown[:MOST_COLUMNS])
    mean = average(session.network, pictures)
    yield from mean.work()
    confusion = (yield from predict_all(session.network, digits)).confusion
    accuracy = confusion.diagonal() / confusion.sum(axis=1)
    return Table(single, mean.done, -mean.gradient, mean.norm, accuracy)


def step(
    session: Session, pictures: Pictures, learning_rate: float, largest: float
) -> Work[RoomStep]:
    """Take one step on the drawings, as one mini-batch.

    Raises: InvalidInput where a parameter would not be finite, or be beyond ±`largest`.
    """
    outcome = yield from step_on_pictures(session, pictures, learning_rate, largest)
    after = session.network.copy()
    after.parameters.vector[...] = outcome.vector
    before = yield from read(session.network, pictures)
    return RoomStep(outcome, before, (yield from read(after, pictures)))
