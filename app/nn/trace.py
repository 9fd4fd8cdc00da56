"""What a pass leaves behind: frozen results that change nothing.

Every array has a first axis for the examples if the pass was given a mini-batch, and none if it
was given one example. Layers are counted from 0 (the input), so `activations[l]` is a[l] of the
contract; lists that start at layer 1 say so.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from app.nn.arrays import Array
from app.nn.costs import Cost
from app.nn.parameters import Parameters


@dataclass(frozen=True)
class ForwardTrace:
    """Everything that a forward pass computed, from the layer on that it started at: mostly 0."""

    activations: tuple[Array, ...]
    """a[0] … a[L], each of shape ([batch,] layers[l])."""
    pre_activations: tuple[Array, ...]
    """z[1] … z[L], each of shape ([batch,] layers[l])."""

    @property
    def output(self) -> Array:
        """a[L], shape ([batch,] layers[L])."""
        return self.activations[-1]

    @cached_property
    def prediction(self) -> Array:
        """The index of the largest output: an integer array of shape ([batch])."""
        return np.asarray(self.output.argmax(axis=-1))


@dataclass(frozen=True)
class BackwardTrace:
    """Everything that back-propagation computed, for the forward pass it started from.

    A **desired nudge** of a quantity q is -dC0/dq: positive where q should grow.
    """

    forward: ForwardTrace
    target: Array
    """y, shape ([batch,] layers[L])."""
    gradient_activations: tuple[Array, ...]
    """dC0/da for layers 1 … L, each of shape ([batch,] layers[l])."""
    deltas: tuple[Array, ...]
    """dC0/dz for layers 1 … L, each of shape ([batch,] layers[l])."""
    gradient_inputs: Array | None
    """dC0/da of layer 0, shape (layers[0],); for one example, None for a mini-batch."""
    gradient: Parameters
    """dC/dw and dC/db: of the one example, or the mean over the mini-batch."""
    weights_after: tuple[Array, ...]
    """Copies of the weights that lead on from the hidden layers, W[2] … W[L]; for one example."""
    cost_function: Cost

    @cached_property
    def cost_terms(self) -> Array:
        """Each output's term of C0, shape ([batch,] layers[L])."""
        forward = self.forward
        return self.cost_function.terms(forward.pre_activations[-1], forward.output, self.target)

    @cached_property
    def cost(self) -> float:
        """C0 of the one example, or the mean over the mini-batch."""
        terms = self.cost_terms
        example_count: int = terms.size // terms.shape[-1]
        return float(terms.sum()) / example_count

    @cached_property
    def nudges(self) -> tuple[Array, ...]:
        """-dC0/da for layers 1 … L, each of shape ([batch,] layers[l])."""
        return tuple(-g for g in self.gradient_activations)

    @cached_property
    def largest_nudges(self) -> list[float]:
        """The largest |-dC0/da| of each of the layers 1 … L: how much there is to learn."""
        return [float(np.abs(gradient).max()) for gradient in self.gradient_activations]

    @cached_property
    def input_nudges(self) -> Array:
        """-dC0/da of layer 0, shape (layers[0],): what the picture itself should have been.

        Raises: ValueError for a mini-batch, where it is not formed.
        """
        if self.gradient_inputs is None:
            raise ValueError("Expected the pass of one example, but got one of a mini-batch")
        return -self.gradient_inputs

    @cached_property
    def bias_nudges(self) -> tuple[Array, ...]:
        """-dC/db for layers 1 … L, each of shape (layers[l],)."""
        return tuple(-g for g in self.gradient.biases)

    @cached_property
    def weight_nudges(self) -> tuple[Array, ...]:
        """-dC/dW for layers 1 … L, each of shape (layers[l], layers[l - 1])."""
        return tuple(-g for g in self.gradient.weights)

    @cached_property
    def contributions(self) -> tuple[Array, ...]:
        """Which neuron asks which for what in the pass of one example, for layers l = 1 … L - 1.

        Row k, column j of matrix l: the nudge that neuron k of layer l + 1 asks of neuron j of
        layer l, -W[l+1][k, j] * delta[l+1][k]. Shape (layers[l + 1], layers[l]). The sum over k is
        `nudges` of layer l. Raises: ValueError for a mini-batch, where there is one per example.
        """
        if self.target.ndim > 1:
            raise ValueError("Expected the pass of one example, but got one of a mini-batch")
        return tuple(
            -weight * delta[:, np.newaxis]  # (n_out, n_in)
            for weight, delta in zip(self.weights_after, self.deltas[1:], strict=True)
        )
