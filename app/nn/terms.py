"""What a neuron's sum is made of: its largest terms, and all the others as one."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.nn.arrays import Array
from app.nn.network import Network
from app.nn.trace import ForwardTrace


@dataclass(frozen=True)
class LayerTerms:
    """The sums of one layer's n neurons, z_k = Σ products + rest + bias, each with k terms shown.

    A term is the product of a weight and an activation of the layer before; those shown are the
    largest by size, the largest first.
    """

    indices: NDArray[np.intp]
    """Which neurons of the layer before the terms come from, shape (n, k)."""
    weights: Array
    """Shape (n, k)."""
    activations_before: Array
    """Of the layer before, shape (n, k)."""
    products: Array
    """weight * activation, shape (n, k)."""
    rest: Array
    """The sum of all products that are not shown, shape (n,)."""
    rest_count: int
    """How many products each `rest` is the sum of."""
    biases: Array
    """Shape (n,)."""
    pre_activations: Array
    """z, shape (n,)."""
    activations: Array
    """a = f(z), shape (n,)."""


def largest_terms(network: Network, forward: ForwardTrace, count: int) -> tuple[LayerTerms, ...]:
    """Return what the sums of layers 1 … L are made of, with at most `count` terms shown of each.

    `forward` is the pass of one example through `network` with its present parameters.
    Raises: ValueError for the pass of a mini-batch.
    """
    if forward.output.ndim > 1:
        raise ValueError("Expected the pass of one example, but got one of a mini-batch")
    activations = forward.activations
    return tuple(
        terms_of_layer(weight, bias, before, z, activation, count)
        for weight, bias, before, z, activation in zip(
            network.weights,
            network.biases,
            activations[:-1],
            forward.pre_activations,
            activations[1:],
            strict=True,
        )
    )


def terms_of_layer(
    weight: Array, bias: Array, before: Array, z: Array, activation: Array, count: int
) -> LayerTerms:
    """Return what the sums of one layer are made of.

    weight: (n, n_in); bias, z, activation: (n,); before: the layer before's activations, (n_in,).
    """
    products = weight * before  # (n, n_in)
    order = _smallest(-np.abs(products), count)  # (n, k)
    rows = _rows_of(products)
    shown = products[rows, order]  # (n, k)
    products[rows, order] = 0
    return LayerTerms(
        indices=order,
        weights=weight[rows, order],
        activations_before=before[order],
        products=shown,
        rest=products.sum(axis=-1),
        rest_count=before.size - order.shape[-1],
        biases=bias.copy(),
        pre_activations=z,
        activations=activation,
    )


def _smallest(numbers: Array, count: int) -> NDArray[np.intp]:
    """Return where the `count` smallest numbers of each row stand, the smallest first."""
    if count >= numbers.shape[-1]:
        return np.argsort(numbers, axis=-1, kind="stable")
    # Most are only kept apart: sorting all 784 would take several times as long.
    found = np.argpartition(numbers, count, axis=-1)[:, :count]  # (n, count)
    found.sort(axis=-1)
    rows = _rows_of(numbers)
    order = np.argsort(numbers[rows, found], axis=-1, kind="stable")  # (n, count)
    found_in_order: NDArray[np.intp] = found[rows, order]
    return found_in_order


def _rows_of(matrix: Array) -> NDArray[np.intp]:
    return np.arange(len(matrix))[:, np.newaxis]
