"""Back-propagation as the lecture writes it: lists of matrices, and one example as a column.

Read it and compare it with `Network.backprop`, which does the same for mini-batches; the tests
hold the two to the same numbers. Sigmoid neurons and the squared error, as in the lecture.
"""

from collections.abc import Sequence

import numpy as np

from app.nn.arrays import Array


def lecture_backprop(
    weights: Sequence[Array], biases: Sequence[Array], x: Array, y: Array
) -> tuple[list[Array], list[Array]]:
    """Return dC0/dW and dC0/db of every layer, as two lists of arrays.

    weights: W[1] … W[L], each (n_out, n_in); biases: b[1] … b[L], each a column (n_out, 1).
    x, y: the example and its desired outputs, columns (n_in, 1) and (n_out, 1).
    Source: Nielsen, ch. 2, "The backpropagation algorithm".
    """
    # Forward: each layer's activation is made from that of the layer before.
    activations = [x]
    for weight, bias in zip(weights, biases, strict=True):
        z = weight @ activations[-1] + bias
        activations.append(1 / (1 + np.exp(-z)))

    # The last layer: the cost's derivative times the sigmoid's, which is a (1 - a).
    output = activations[-1]
    delta = 2 * (output - y) * output * (1 - output)
    weight_gradients: list[Array] = [delta @ activations[-2].T]
    bias_gradients: list[Array] = [delta]

    # Backward: each layer's delta is made from that of the layer after.
    for l in range(len(weights) - 1, 0, -1):
        delta = (weights[l].T @ delta) * activations[l] * (1 - activations[l])
        weight_gradients.insert(0, delta @ activations[l - 1].T)
        bias_gradients.insert(0, delta)

    return weight_gradients, bias_gradients
