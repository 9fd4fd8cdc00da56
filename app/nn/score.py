"""How well a network does on labelled examples."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.nn.arrays import Array
from app.nn.network import Network
from app.nn.training import one_hot


class Score(NamedTuple):
    """What a network makes of some examples; scores of parts add up to that of the whole."""

    correct: int
    """For how many the largest output is the label."""
    cost_sum: float
    """The sum of their C0: divided by their number, the cost."""


def score(network: Network, x: Array, labels: NDArray[np.integer]) -> Score:
    """Return how well the network does on x, shape (n, layers[0]), labelled by `labels` (n,)."""
    trace = network.forward(x)
    y = one_hot(labels, network.layers[-1], trace.output.dtype)  # (n, classes)
    terms = network.cost.terms(trace.pre_activations[-1], trace.output, y)  # (n, classes)
    return Score(int((trace.prediction == labels).sum()), float(terms.sum()))
