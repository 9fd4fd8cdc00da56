"""The room as a mini-batch: how its drawings are read, and one step along what they ask for."""

from typing import NamedTuple

import numpy as np

from app.data.digits import CLASSES
from app.errors import Conflict
from app.nn.network import Network
from app.nn.training import chunks
from app.rooms.drawings import Pictures, Reading, Score
from app.sessions.compute import Work
from app.sessions.session import Session
from app.work.averaging import Average
from app.work.chunks import chunk_size, score_digits
from app.work.steps import Outcome, require_finite_cost, step_on_pictures


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
