"""What a session's network reads in all digits of a split."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.data.digits import CLASSES, Split
from app.nn.network import Network
from app.nn.score import confusion, cost_sum_of
from app.nn.training import chunks
from app.sessions.compute import Work
from app.work.chunks import chunk_size
from app.work.steps import require_finite_cost


@dataclass(frozen=True)
class Predictions:
    """What each digit of a split is classified as, and what it shows."""

    labels: NDArray[np.integer]
    predictions: NDArray[np.integer]
    cost: float
    """The mean C0."""

    @property
    def confusion(self) -> NDArray[np.intp]:
        """How often each digit (row) is read as each (column)."""
        return confusion(self.labels, self.predictions, CLASSES)


def predict_all(network: Network, split: Split) -> Work[Predictions]:
    """Read all digits of `split`. Raises: InvalidInput where their cost would not be finite."""
    predictions = np.empty(len(split), np.intp)
    cost_sum = 0.0
    for chunk in chunks(len(split), chunk_size(network)):
        labels = split.labels[chunk]
        with np.errstate(all="ignore"):
            trace = network.forward(split.pixels(chunk))
            cost_sum += cost_sum_of(network, trace, labels)
        predictions[chunk] = trace.prediction
        yield
    require_finite_cost(cost_sum)
    return Predictions(split.labels, predictions, cost_sum / len(split))
