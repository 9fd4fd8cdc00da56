"""All weights and biases of a network as one flat vector, with views for each layer."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import DTypeLike

from app.nn.arrays import Array


def parameter_count(layers: Sequence[int]) -> int:
    """Return the number of weights and biases of a network with these layer sizes."""
    return sum(n_out * n_in + n_out for n_in, n_out in pairwise(layers))


class Position(NamedTuple):
    """Where a parameter is: the weight W[layer][row, column], or the bias b[layer][row]."""

    layer: int
    row: int
    column: int | None
    """None for a bias."""

    @property
    def name(self) -> str:
        """Like `W2[3, 5]` or `b1[4]`."""
        if self.column is None:
            return f"b{self.layer}[{self.row}]"
        return f"W{self.layer}[{self.row}, {self.column}]"


class Parameters:
    """The vector w_0, w_1, …: for l = 1 … L the weights W[l] row by row, then the biases b[l].

    `weights[l - 1]` of shape (layers[l], layers[l - 1]) and `biases[l - 1]` of shape (layers[l],)
    are views: what is written to the vector is seen in them, and the other way round. So one step
    of descent is one vector operation, and a snapshot is one copy. A gradient has the same form.
    """

    def __init__(
        self,
        layers: Sequence[int],
        vector: Array | None = None,
        dtype: DTypeLike = np.float64,
    ) -> None:
        """Lay views over `vector` of shape (parameter_count,), or over zeros of `dtype`.

        Raises: ValueError where the vector does not have that shape.
        """
        count = parameter_count(layers)
        self.vector = np.zeros(count, dtype) if vector is None else vector
        if self.vector.shape != (count,):
            raise ValueError(f"Expected a vector of {count} numbers, but got {self.vector.shape}")
        weights, biases, start = [], [], 0
        for n_in, n_out in pairwise(layers):
            end = start + n_out * n_in
            weights.append(self.vector[start:end].reshape(n_out, n_in))
            biases.append(self.vector[end : end + n_out])
            start = end + n_out
        self.weights = tuple(weights)
        self.biases = tuple(biases)

    def position_of(self, index: int) -> Position:
        """Return where entry `index` of the vector belongs. Raises: IndexError where there is none.

        Entries are counted from 0; as elsewhere here, so are the rows and columns of a layer.
        """
        if not 0 <= index < self.vector.size:
            raise IndexError(f"Expected an index below {self.vector.size}, but got {index}")
        for l, (weight, bias) in enumerate(zip(self.weights, self.biases, strict=True), start=1):
            if index < weight.size:
                return Position(l, *divmod(index, weight.shape[1]))
            index -= weight.size
            if index < bias.size:
                return Position(l, index, None)
            index -= bias.size
        raise AssertionError("unreachable: the views cover the vector")
