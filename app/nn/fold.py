"""One path through a network as a chain: what all other neurons add to its sums stays as it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from app.nn.arrays import Array
from app.nn.network import Network
from app.nn.trace import BackwardTrace


@dataclass(frozen=True)
class Fold:
    """A chain of one neuron a layer that computes what the path's neurons compute.

    In z = w a + (rest + b), `w a` is of the path; `rest + b` is the chain's bias.
    """

    weights: Array
    """w of each link, shape (L,)."""
    biases: Array
    """b of each neuron of the path, shape (L,)."""
    rests: Array
    """What all neurons off the path add to each sum, shape (L,)."""
    parameters: Array
    """The chain's parameters in their flat order: w, rest + b, for each layer; shape (2 L,)."""
    activations: Array
    """a of each neuron of the path, its input first: shape (L + 1,)."""
    target: float
    """y of the path's output."""
    path_count: int
    """How many such paths the network has."""


def fold(network: Network, trace: BackwardTrace, path: Sequence[int]) -> Fold:
    """Fold the pass of one example along `path`: the index of one neuron of each layer.

    Raises: ValueError for softmax outputs, each of which needs all the others, and for a path of
    another length; IndexError where there is no such neuron.
    """
    if not network.output.is_elementwise:
        raise ValueError("Expected outputs that do not depend on each other, but got softmax")
    if len(path) != len(network.layers):
        raise ValueError(f"Expected {len(network.layers)} neurons, but got {len(path)}")
    for index, count in zip(path, network.layers, strict=True):
        if not 0 <= index < count:
            raise IndexError(f"Expected a neuron below {count}, but got {index}")
    forward = trace.forward
    links = list(pairwise(path))
    weights = np.array([w[k, j] for w, (j, k) in zip(network.weights, links, strict=True)])
    biases = np.array([b[k] for b, k in zip(network.biases, path[1:], strict=True)])
    zs = np.array([z[k] for z, k in zip(forward.pre_activations, path[1:], strict=True)])
    activations = np.array([a[k] for a, k in zip(forward.activations, path, strict=True)])
    constants = zs - weights * activations[:-1]
    return Fold(
        weights=weights,
        biases=biases,
        rests=constants - biases,
        parameters=np.column_stack([weights, constants]).ravel(),
        activations=activations,
        target=float(trace.target[path[-1]]),
        path_count=int(np.prod(network.layers)),
    )
