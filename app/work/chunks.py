"""Work over many digits, done in chunks of a few milliseconds that others may come between."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.data.digits import CLASSES, Labelled
from app.nn.network import Network
from app.nn.parameters import Parameters
from app.nn.score import Score, score
from app.nn.trace import BackwardTrace
from app.nn.training import chunks, one_hot
from app.sessions.compute import Work

PRODUCTS_PER_CHUNK: Final = 5_000_000
"""Examples times parameters in one chunk: about 5 ms of back-propagation in double precision."""


def chunk_size(network: Network) -> int:
    """Return how many examples one chunk holds; in single precision twice as many."""
    vector = network.parameters.vector
    per_example = vector.size * vector.itemsize // np.dtype(np.float64).itemsize
    return max(1, PRODUCTS_PER_CHUNK // max(1, per_example))


def backprop_digits(
    network: Network, split: Labelled, examples: NDArray[np.intp], gradient: Parameters
) -> BackwardTrace:
    """Propagate digits of `split` back as one mini-batch; write their gradient to `gradient`."""
    dtype = network.parameters.vector.dtype
    with np.errstate(all="ignore"):
        y = one_hot(split.labels[examples], CLASSES, dtype)  # (batch, 10)
        return network.backprop(split.pixels(examples, dtype), y, gradient)


def mean_gradient(
    network: Network, split: Labelled, batch: NDArray[np.intp], gradient: Parameters
) -> Work[tuple[float, BackwardTrace]]:
    """Put a mini-batch's gradient together from chunks; it is in `gradient` at the end.

    Return the mini-batch's mean C0, and the pass of the last piece.
    """
    piece, total = (
        Parameters(network.layers, dtype=network.parameters.vector.dtype) for _ in range(2)
    )
    cost, trace = 0.0, None
    for chunk in chunks(len(batch), chunk_size(network)):
        examples = batch[chunk]
        share = len(examples) / len(batch)
        trace = backprop_digits(network, split, examples, piece)
        with np.errstate(all="ignore"):
            piece.vector *= share
            total.vector += piece.vector
            cost += share * trace.cost
        yield
    assert trace is not None, "A mini-batch holds examples."
    gradient.vector[...] = total.vector
    return cost, trace


def score_digits(network: Network, split: Labelled, examples: NDArray[np.intp]) -> Work[Score]:
    """Return how well the network does on digits of `split`."""
    dtype = network.parameters.vector.dtype
    correct, cost_sum = 0, 0.0
    for chunk in chunks(len(examples), chunk_size(network)):
        part_of = examples[chunk]
        with np.errstate(all="ignore"):
            part = score(network, split.pixels(part_of, dtype), split.labels[part_of])
        correct += part.correct
        cost_sum += part.cost_sum
        yield
    return Score(correct, cost_sum)
