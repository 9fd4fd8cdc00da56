"""The oracle for gradients: central differences of a network written down a second time.

The pass here shares no code with `app.nn`. It follows the contract's formulas one by one, slowly,
and can start in the middle: from a given activation or pre-activation of any layer.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from app.nn.arrays import Array

STEP = 2e-4
RELATIVE = 1e-6


def sigmoid(z: Array) -> Array:
    return 1 / (1 + np.exp(-z))


def softmax(z: Array) -> Array:
    powers = np.exp(z)
    return powers / powers.sum(axis=-1, keepdims=True)


FUNCTIONS: dict[str, Callable[[Array], Array]] = {
    "sigmoid": sigmoid,
    "tanh": np.tanh,
    "relu": lambda z: np.where(z > 0, z, 0.0),
    "leaky_relu": lambda z: np.where(z > 0, z, 0.01 * z),
    "linear": lambda z: z,
    "softmax": softmax,
}


@dataclass
class Reference:
    """A network of plain arrays, W[1] … W[L] and b[1] … b[L], with its example or mini-batch."""

    weights: list[Array]
    biases: list[Array]
    activation: str
    output: str
    cost: str
    x: Array
    y: Array

    @property
    def last(self) -> int:
        """L, the number of the output layer."""
        return len(self.weights)

    def function(self, l: int) -> str:
        """The name of layer l's activation function."""
        return self.output if l == self.last else self.activation

    def z_of(self, l: int, below: Array) -> Array:
        """z[l] from a[l - 1], one example after the other: W[l] @ a[l - 1] + b[l]."""
        weights, biases = self.weights[l - 1], self.biases[l - 1]
        if below.ndim == 1:
            return weights @ below + biases
        return np.array([weights @ a + biases for a in below])

    def passes(self) -> tuple[list[Array], list[Array]]:
        """Return z[1] … z[L] and a[0] … a[L]."""
        zs: list[Array] = []
        activations = [self.x]
        for l in range(1, self.last + 1):
            zs.append(self.z_of(l, activations[-1]))
            activations.append(FUNCTIONS[self.function(l)](zs[-1]))
        return zs, activations

    def total_from_activation(self, l: int, a: Array) -> float:
        """The sum of all examples' C0, where layer l's activation is `a`."""
        return self.costs_of(a) if l == self.last else self.total_from_z(l + 1, self.z_of(l + 1, a))

    def total_from_z(self, l: int, z: Array) -> float:
        """The sum of all examples' C0, where layer l's pre-activation is `z`."""
        if l == self.last and self.function(l) == "sigmoid":
            return self.costs_of(sigmoid(z), sigmoid(-z))  # 1 - σ(z) = σ(-z), less rounded
        return self.total_from_activation(l, FUNCTIONS[self.function(l)](z))

    def mean_cost(self) -> float:
        """The cost: the mean of the examples' C0."""
        examples = 1 if self.x.ndim == 1 else len(self.x)
        return self.total_from_activation(0, self.x) / examples

    def costs_of(self, a: Array, not_a: Array | None = None) -> float:
        """The sum of all examples' C0 from the outputs, as the contract has it."""
        if self.cost == "squared_error":
            return float(np.sum((a - self.y) ** 2))
        if self.output == "softmax":
            return float(-np.sum(self.y * np.log(a)))
        not_a = 1 - a if not_a is None else not_a
        return float(-np.sum(self.y * np.log(a) + (1 - self.y) * np.log(not_a)))


@dataclass
class Measured:
    """Derivatives by central differences, and how far rounding may have moved each of them."""

    values: Array
    rounding: Array


def central_differences(
    function: Callable[[], float], quantity: Array, step: float | Array = STEP
) -> Measured:
    """Return d function() / d quantity[i] for every entry, which is moved in place and put back.

    Four points, so that the error of the formula falls with the fourth power of the step:
    (f(q - 2h) - 8 f(q - h) + 8 f(q + h) - f(q + 2h)) / 12 h. What is left is rounding: f is known
    to some units of its last place, and their difference is divided by h.
    """
    steps = np.broadcast_to(step, quantity.shape)
    values = np.empty_like(quantity)
    units = 16 * np.finfo(np.float64).eps * (1 + abs(function()))
    for index in np.ndindex(quantity.shape):
        kept, h = quantity[index], steps[index]
        values[index] = 0
        for factor, shift in ((1, -2), (-8, -1), (8, 1), (-1, 2)):
            quantity[index] = kept + shift * h
            values[index] += factor * function() / (12 * h)
        quantity[index] = kept
    return Measured(values, units / steps)


def assert_agree(name: str, got: Array, measured: Measured, relative: float = RELATIVE) -> None:
    """Fail where `got` is off by more than `relative`, save what rounding explains."""
    assert got.shape == measured.values.shape, f"{name}: {got.shape}, {measured.values.shape}"
    allowed = relative * np.abs(measured.values) + measured.rounding
    off = ~(np.abs(got - measured.values) <= allowed)
    found = [
        f"  at {index}: {got[index]}, but by central differences {measured.values[index]}"
        for index in zip(*np.nonzero(off), strict=True)
    ]
    assert not found, "\n".join([f"{name} is wrong", *found])
