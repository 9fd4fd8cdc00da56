"""A step of descent in bare numpy: no trace, no choice of functions, nothing but the arithmetic."""

import numpy as np
from numpy.typing import NDArray

from app.nn.network import Network

Array32 = NDArray[np.float32]


class BareNetwork:
    """Sigmoid everywhere, squared error, float32."""

    def __init__(self, network: Network) -> None:
        """Copy the network's parameters."""
        self.weights = [np.array(weight, np.float32) for weight in network.weights]
        self.biases = [np.array(bias, np.float32) for bias in network.biases]

    def step(self, x: Array32, y: Array32, learning_rate: float) -> None:
        """Take one step on a mini-batch, x (batch, n_in) and y (batch, n_out)."""
        activations = [x]
        for weight, bias in zip(self.weights, self.biases, strict=True):
            z = activations[-1] @ weight.T
            z += bias
            activations.append(1 / (1 + np.exp(-z)))
        rate = np.float32(learning_rate / len(x))
        asked = 2 * (activations[-1] - y)  # dC/da
        for l in range(len(self.weights) - 1, -1, -1):
            a = activations[l + 1]
            delta = asked * a * (1 - a)
            if l > 0:
                asked = delta @ self.weights[l]
            delta *= rate
            self.weights[l] -= delta.T @ activations[l]
            self.biases[l] -= delta.sum(axis=0)
