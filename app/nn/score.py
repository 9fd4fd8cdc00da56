"""How well a network does on labelled examples."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.nn.arrays import Array
from app.nn.network import Network
from app.nn.trace import BackwardTrace, ForwardTrace
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
    correct = int((trace.prediction == labels).sum())
    return Score(correct, cost_sum_of(network, trace, labels))


def cost_sum_of(network: Network, trace: ForwardTrace, labels: NDArray[np.integer]) -> float:
    """Return the sum of C0 of a pass over examples that are labelled by `labels` (n,)."""
    return float(_terms(network, trace, labels).sum())


def cost_again(network: Network, before: BackwardTrace) -> float:
    """Return C0 of the example of an earlier pass, now through `network`: inf or NaN may come."""
    after = network.forward(before.forward.activations[0])
    terms = network.cost.terms(after.pre_activations[-1], after.output, before.target)
    return float(terms.sum())


def cost_sums_by_label(network: Network, x: Array, labels: NDArray[np.integer]) -> Array:
    """Return for each label the sum of C0 of its examples in x (n, layers[0]): (classes,)."""
    costs = _terms(network, network.forward(x), labels).sum(axis=-1)  # (n,)
    sums: Array = np.bincount(labels, costs, network.layers[-1]).astype(np.float64)
    return sums


def _terms(network: Network, trace: ForwardTrace, labels: NDArray[np.integer]) -> Array:
    y = one_hot(labels, network.layers[-1], trace.output.dtype)  # (n, classes)
    return network.cost.terms(trace.pre_activations[-1], trace.output, y)  # (n, classes)


def confusion(
    labels: NDArray[np.integer], predictions: NDArray[np.integer], classes: int
) -> NDArray[np.intp]:
    """Return how often each label (row) is read as each class (column): (classes, classes)."""
    pairs = labels.astype(np.intp) * classes + predictions
    return np.bincount(pairs, minlength=classes**2).reshape(classes, classes)
