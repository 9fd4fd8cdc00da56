"""What a session's network reads in all digits of a split."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

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
    def correct(self) -> int:
        """How many are classified as what they show."""
        return int((self.predictions == self.labels).sum())

    @property
    def confusion(self) -> NDArray[np.intp]:
        """How often each digit (row) is read as each (column)."""
        return confusion(self.labels, self.predictions, CLASSES)


MOST_KEPT: Final = 64
"""Networks whose predictions are kept: 10 kB each for the test digits, 60 kB for the others."""

_kept: Final[OrderedDict[Hashable, Predictions]] = OrderedDict()
"""By split and network; what was asked for last stands last."""


def predict_all(network: Network, split: Split) -> Work[Predictions]:
    """Read all digits of `split`. Raises: InvalidInput where their cost would not be finite.

    What the same parameters have read lately is known: each page begins with a network that many
    others begin with, and asks for its accuracy.
    """
    key = _key(network, split)
    found = _kept.pop(key, None)
    if found is None:
        # A copy, since what is kept must be of these parameters, whatever becomes of the network.
        found = yield from _read(network.copy(), split)
    _kept[key] = found
    if len(_kept) > MOST_KEPT:
        _kept.popitem(last=False)
    return found


def _key(network: Network, split: Split) -> Hashable:
    vector = network.parameters.vector
    functions = network.activation, network.output, network.cost
    return split, network.layers, functions, vector.dtype, blake2b(vector.tobytes()).digest()


def _read(network: Network, split: Split) -> Work[Predictions]:
    dtype = network.parameters.vector.dtype
    predictions = np.empty(len(split), np.uint8)
    cost_sum = 0.0
    for chunk in chunks(len(split), chunk_size(network)):
        labels = split.labels[chunk]
        with np.errstate(all="ignore"):
            trace = network.forward(split.pixels(chunk, dtype))
            cost_sum += cost_sum_of(network, trace, labels)
        predictions[chunk] = trace.prediction
        yield
    require_finite_cost(cost_sum)
    predictions.setflags(write=False)
    return Predictions(split.labels, predictions, cost_sum / len(split))
