"""The network: a forward pass, back-propagation, and a step of gradient descent.

Layers are counted from 0, the input. For layer l: z = W a + b, a = f(z), where a on the right is
the activation of layer l - 1. Source: M. Nielsen, "Neural Networks and Deep Learning", ch. 1 and 2.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import DTypeLike

from app.nn.activations import ACTIVATIONS, HIDDEN_ACTIVATIONS, Activation
from app.nn.arrays import Array
from app.nn.costs import cost_for
from app.nn.initializers import initialize
from app.nn.parameters import Parameters
from app.nn.trace import BackwardTrace, ForwardTrace


class Network:
    """Fully connected layers, all parameters in one flat vector."""

    def __init__(
        self,
        layers: Sequence[int] = (784, 16, 16, 10),
        activation: str = "sigmoid",
        output: str = "sigmoid",
        cost: str = "squared_error",
        dtype: DTypeLike = np.float64,
    ) -> None:
        """Make a network of zeros with these layer sizes; `randomize` or copy parameters in.

        Raises: ValueError for fewer than two layers, an empty layer, or an unknown or unfitting
        activation or cost.
        """
        self.layers = tuple(layers)
        if len(self.layers) < 2 or min(self.layers) < 1:
            raise ValueError(f"Expected two or more layers of at least 1, but got {self.layers}")
        self.activation = _look_up(activation, HIDDEN_ACTIVATIONS)
        self.output = _look_up(output, ACTIVATIONS)
        self.cost = cost_for(cost, output)
        self.parameters = Parameters(self.layers, dtype=dtype)
        self.weights = self.parameters.weights
        self.biases = self.parameters.biases
        self.functions = (self.activation,) * (len(self.layers) - 2) + (self.output,)

    def randomize(self, initializer: str = "standard_normal", seed: int = 0) -> None:
        """Draw all parameters again (see `initialize`)."""
        initialize(self.parameters, initializer, seed)

    def copy(self) -> "Network":
        """Return a network like this one, with parameters of its own."""
        names = (self.activation.name, self.output.name, self.cost.name)
        copy = Network(self.layers, *names, self.parameters.vector.dtype)
        copy.parameters.vector[...] = self.parameters.vector
        return copy

    def forward(self, x: Array, start: int = 0) -> ForwardTrace:
        """Run `x`, shape ([batch,] layers[start]), through the layers after `start`.

        With a hidden layer's activation as `x`, the trace is that of the layers from there on.
        """
        activation = np.asarray(x, self.parameters.vector.dtype)  # ([batch,] n_in)
        activations, zs = [activation], []
        layers = zip(self.weights[start:], self.biases[start:], self.functions[start:], strict=True)
        for weight, bias, function in layers:
            z = np.dot(activation, weight.T)  # ([batch,] n_out)
            z += bias
            activation = function(z)  # ([batch,] n_out)
            zs.append(z)
            activations.append(activation)
        return ForwardTrace(tuple(activations), tuple(zs))

    def backprop(self, x: Array, y: Array, gradient: Parameters | None = None) -> BackwardTrace:
        """Return the gradient of the cost, and all that leads to it, layer by layer from the end.

        x: shape ([batch,] layers[0]); y: shape ([batch,] layers[L]), the desired outputs.
        gradient: where to write dC/dw and dC/db, to spare an allocation; made where None.
        Source: Nielsen, ch. 2, BP1-BP4. Unlike there, dC/da is kept: minus the nudge.
        """
        # Forward: keep every z and every activation.
        forward = self.forward(x)
        zs, activations = forward.pre_activations, forward.activations
        y = np.asarray(y, zs[-1].dtype)
        gradient = gradient or Parameters(self.layers, dtype=zs[-1].dtype)

        # The output layer (BP1): what the cost asks of each output, and of the z behind it.
        gradient_a = self.cost.derivative(activations[-1], y)  # ([batch,] n_out)
        delta = self.cost.delta(gradient_a, self.output, zs[-1], activations[-1], y)  # same shape
        add_up(delta, out=gradient.biases[-1])  # BP3, (n_out,)
        add_up_products(delta, activations[-2], out=gradient.weights[-1])  # BP4, (n_out, n_in)
        gradients_a, deltas = [gradient_a], [delta]

        # Backwards (BP2): each neuron adds up what the next layer asks of it, by the same weights.
        for l in range(2, len(self.layers)):
            gradient_a = np.dot(delta, self.weights[-l + 1])  # ([batch,] n)
            delta = self.activation.delta(gradient_a, zs[-l], activations[-l])  # ([batch,] n)
            add_up(delta, out=gradient.biases[-l])  # BP3, (n,)
            add_up_products(delta, activations[-l - 1], out=gradient.weights[-l])  # BP4, (n, n_in)
            gradients_a.insert(0, gradient_a)
            deltas.insert(0, delta)

        # The last step back, for one example: what its input should have been. Nobody asks it of a
        # mini-batch, which instead asks for the mean of what its examples ask for.
        gradient_x = np.dot(delta, self.weights[0]) if y.ndim == 1 else None  # (layers[0],)
        if y.ndim > 1:
            gradient.vector *= 1 / len(y)

        weights_after = tuple(w.copy() for w in self.weights[1:]) if y.ndim == 1 else ()
        layers = tuple(gradients_a), tuple(deltas)
        return BackwardTrace(forward, y, *layers, gradient_x, gradient, weights_after, self.cost)

    def slopes(self, trace: ForwardTrace) -> tuple[Array | None, ...]:
        """Return f'(z) of layers 1 … L, each of shape ([batch,] layers[l]).

        None for softmax, which mixes its layer's z: there is no slope neuron by neuron.
        """
        layers = zip(self.functions, trace.pre_activations, trace.activations[1:], strict=True)
        return tuple(f.derivative(z, a) if f.is_elementwise else None for f, z, a in layers)

    def step(self, gradient: Parameters, learning_rate: float) -> None:
        """Take one step of gradient descent: w <- w - learning_rate * dC/dw, in place."""
        self.parameters.vector -= learning_rate * gradient.vector


def add_up(delta: Array, out: Array) -> None:
    """Write delta of shape (n,), or the sum over a mini-batch's (batch, n), to `out` (n,)."""
    if delta.ndim == 1:
        out[...] = delta
    else:
        np.add.reduce(delta, axis=0, out=out)


def add_up_products(delta: Array, activation: Array, out: Array) -> None:
    """Write each delta times each activation, summed over a mini-batch, to `out` (n, n_in)."""
    if delta.ndim == 1:
        np.dot(delta[:, np.newaxis], activation[np.newaxis], out=out)
    else:
        np.dot(delta.T, activation, out=out)


def _look_up(name: str, table: dict[str, Activation]) -> Activation:
    if name not in table:
        raise ValueError(f"Expected an activation among {', '.join(table)}, but got {name}")
    return table[name]
