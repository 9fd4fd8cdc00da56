"""One example forward through a network, back by the chain rule, and steps down its gradient."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from app.nn.activations import Activation
from app.nn.arrays import Array
from app.nn.costs import Cost


@dataclass(frozen=True)
class Net:
    """What a network computes with; the lists begin with layer 1."""

    weights: list[Array]
    """Of each layer (n_out, n_in)."""
    biases: list[Array]
    functions: list[Activation]
    cost: Cost


def net_of(
    layers: Sequence[int], parameters: Array, hidden: Activation, output: Activation, cost: Cost
) -> Net:
    """Take a network's flat vector apart: layer by layer, first the weights, then the biases."""
    weights, biases, start = [], [], 0
    for n_in, n_out in pairwise(layers):
        end = start + n_out * n_in
        weights.append(parameters[start:end].reshape(n_out, n_in))
        biases.append(parameters[end : end + n_out])
        start = end + n_out
    functions = [hidden] * (len(layers) - 2) + [output]
    return Net(weights, biases, functions, cost)


def forward(net: Net, x: Array, start: int = 0) -> tuple[list[Array], list[Array]]:
    """Return all activations, `x` the first of them, and all z, of the layers after `start`."""
    activations, zs = [x], []
    for weight, bias, function in zip(
        net.weights[start:], net.biases[start:], net.functions[start:], strict=True
    ):
        z = np.dot(activations[-1], weight.T) + bias
        zs.append(z)
        activations.append(function(z))
    return activations, zs


@dataclass(frozen=True)
class Pass:
    """All that one example's way forward and back computes; but for `activations`, from layer 1."""

    activations: list[Array]
    zs: list[Array]
    cost_terms: Array
    gradients_a: list[Array]
    """dC0/da"""
    deltas: list[Array]
    """dC0/dz, which is dC0/db too."""
    gradients_w: list[Array]
    """dC0/dw, of each layer (n_out, n_in)."""
    contributions: list[Array]
    """What each neuron (row) asks of each neuron of the layer before (column), from layer 2."""

    @property
    def cost(self) -> float:
        """C0, the sum of the outputs' terms."""
        return float(self.cost_terms.sum())


def backprop(net: Net, x: Array, y: Array) -> Pass:
    """Run an example forward, and carry dC0/d(everything) back through the network."""
    activations, zs = forward(net, x)
    output = activations[-1]

    # The chain rule's first link: how the cost depends on each output.
    gradient_a = net.cost.derivative(output, y)
    # The second: how each output depends on its z.
    delta = net.cost.delta(gradient_a, net.functions[-1], zs[-1], output, y)
    gradients_a, deltas = [gradient_a], [delta]
    contributions: list[Array] = []

    # Each layer before: a neuron acts on the cost through every neuron after it, so it adds up
    # what they ask for; then its own function's slope leads from its a to its z.
    for l in range(len(net.weights) - 1, 0, -1):
        contributions.insert(0, -net.weights[l] * delta[:, np.newaxis])
        gradient_a = np.dot(delta, net.weights[l])
        delta = net.functions[l - 1].delta(gradient_a, zs[l - 1], activations[l])
        gradients_a.insert(0, gradient_a)
        deltas.insert(0, delta)

    # A weight acts on z in proportion to the activation that it carries; a bias as it is.
    gradients_w = [np.outer(d, a) for d, a in zip(deltas, activations[:-1], strict=True)]
    terms = net.cost.terms(zs[-1], output, y)
    return Pass(activations, zs, terms, gradients_a, deltas, gradients_w, contributions)


def stepped(net: Net, back: Pass, learning_rate: float) -> Net:
    """Return the network after one step of gradient descent: w - learning_rate * dC0/dw."""
    weights = [w - learning_rate * g for w, g in zip(net.weights, back.gradients_w, strict=True)]
    biases = [b - learning_rate * g for b, g in zip(net.biases, back.deltas, strict=True)]
    return Net(weights, biases, net.functions, net.cost)
