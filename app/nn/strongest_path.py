"""The strongest path from an output back to the first hidden layer, and what the error meets on it.

What arrives at a neuron of the first layers is a sum over all paths; each is a product of weights
and derivatives. Source: Nielsen, ch. 5, "What's causing the vanishing gradient problem?".
"""

from dataclasses import dataclass

import numpy as np

from app.nn.arrays import Array
from app.nn.network import Network
from app.nn.trace import BackwardTrace


@dataclass(frozen=True)
class Link:
    """What the error meets on the way into one hidden neuron."""

    layer: int
    """Counted from 1."""
    neuron: int
    weight: float
    """From this neuron to the path's neuron one layer on."""
    derivative: float
    """f'(z) of this neuron."""
    product: float
    """Of all weights and derivatives from the output to here."""


def strongest_path(
    network: Network, trace: BackwardTrace, output: int, rank: int = 0
) -> list[Link]:
    """Return the links of the strongest path from `output`, the last hidden layer's first.

    It leads to the neuron of the first layer that is reached most strongly, or to the one that
    comes `rank` after it. trace: the pass of one example. Empty where none of the error arrives.
    """
    strengths = np.zeros(network.layers[-1])
    strengths[output] = 1
    # By hidden layer, from the first: each neuron's derivative, and where its best path goes on.
    derivatives: list[Array] = []
    next_neurons: list[np.ndarray] = []
    for l in range(len(network.layers) - 2, 0, -1):
        derivative = _derivative(network, trace, l)  # (n,)
        weight = _weight(network, trace, l)  # (n_after, n)
        through = strengths[:, np.newaxis] * np.abs(weight) * np.abs(derivative)  # (n_after, n)
        derivatives.insert(0, derivative)
        next_neurons.insert(0, through.argmax(axis=0))
        strengths = through.max(axis=0)
    reached = np.argsort(-strengths, kind="stable")[: np.count_nonzero(strengths)]
    if not derivatives or reached.size == 0:
        return []
    neuron = int(reached[rank % reached.size])
    links: list[tuple[int, int, float, float]] = []
    for l, (derivative, after) in enumerate(zip(derivatives, next_neurons, strict=True), start=1):
        on_path = float(network.weights[l][after[neuron], neuron])
        links.insert(0, (l, neuron, on_path, float(derivative[neuron])))
        neuron = int(after[neuron])
    product, path = 1.0, []
    for link in links:
        product *= link[2] * link[3]
        path.append(Link(*link, product))
    return path


def _derivative(network: Network, trace: BackwardTrace, l: int) -> Array:
    """Return f'(z) of hidden layer l; 0 where none of the error arrives. Shape (layers[l],)."""
    z, a = trace.forward.pre_activations[l - 1], trace.forward.activations[l]
    derivative: Array = np.where(
        trace.gradient_activations[l - 1] != 0, network.functions[l - 1].derivative(z, a), 0
    )
    return derivative


def _weight(network: Network, trace: BackwardTrace, l: int) -> Array:
    """Return the weights that lead on from layer l; 0 where no error comes back through them."""
    weight: Array = network.weights[l] * (trace.deltas[l] != 0)[:, np.newaxis]
    return weight
