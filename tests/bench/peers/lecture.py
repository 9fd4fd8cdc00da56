"""Back-propagation as lectures write it: a list of matrices, column vectors, one example at a time.

The algorithm is that of M. Nielsen, "Neural Networks and Deep Learning", ch. 1 and 2, in our own
words. The cost has no factor 1/2 here, so that its numbers are those of `app.nn`.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.nn.network import Network

Matrix = NDArray[np.float64]
Example = tuple[Matrix, Matrix]


class LectureNetwork:
    """Sigmoid everywhere, squared error."""

    def __init__(self, weights: Sequence[Matrix], biases: Sequence[Matrix]) -> None:
        """Take weights (n_out, n_in) and biases (n_out, 1), first layer first."""
        self.weights = list(weights)
        self.biases = list(biases)

    @classmethod
    def like(cls, network: Network) -> "LectureNetwork":
        """Return a network with copies of these parameters."""
        weights = [weight.astype(np.float64) for weight in network.weights]
        return cls(weights, [bias.astype(np.float64).reshape(-1, 1) for bias in network.biases])

    def backprop(self, x: Matrix, y: Matrix) -> tuple[list[Matrix], list[Matrix]]:
        """Return dC/db and dC/dw of one example for each layer; x (n_in, 1), y (n_out, 1)."""
        gradient_b = [np.zeros(bias.shape) for bias in self.biases]
        gradient_w = [np.zeros(weight.shape) for weight in self.weights]
        activation = x
        activations = [x]
        zs = []
        for weight, bias in zip(self.weights, self.biases, strict=True):
            z = np.dot(weight, activation) + bias
            zs.append(z)
            activation = sigmoid(z)
            activations.append(activation)

        delta = 2 * (activations[-1] - y) * sigmoid_prime(zs[-1])
        gradient_b[-1] = delta
        gradient_w[-1] = np.dot(delta, activations[-2].T)
        for layer in range(2, len(self.weights) + 1):
            delta = np.dot(self.weights[1 - layer].T, delta) * sigmoid_prime(zs[-layer])
            gradient_b[-layer] = delta
            gradient_w[-layer] = np.dot(delta, activations[-layer - 1].T)
        return gradient_b, gradient_w

    def step(self, mini_batch: Sequence[Example], learning_rate: float) -> None:
        """Take one step of descent, example after example."""
        sum_b = [np.zeros(bias.shape) for bias in self.biases]
        sum_w = [np.zeros(weight.shape) for weight in self.weights]
        for x, y in mini_batch:
            gradient_b, gradient_w = self.backprop(x, y)
            sum_b = [total + each for total, each in zip(sum_b, gradient_b, strict=True)]
            sum_w = [total + each for total, each in zip(sum_w, gradient_w, strict=True)]
        rate = learning_rate / len(mini_batch)
        self.biases = [bias - rate * total for bias, total in zip(self.biases, sum_b, strict=True)]
        self.weights = [w - rate * total for w, total in zip(self.weights, sum_w, strict=True)]


def sigmoid(z: Matrix) -> Matrix:
    """Return 1 / (1 + exp(-z))."""
    a: Matrix = 1.0 / (1.0 + np.exp(-z))
    return a


def sigmoid_prime(z: Matrix) -> Matrix:
    """Return the sigmoid's slope at z."""
    return sigmoid(z) * (1 - sigmoid(z))
