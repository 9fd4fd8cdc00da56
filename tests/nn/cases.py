"""Random small networks with an example or a mini-batch, each beside its reference."""

from dataclasses import dataclass
from functools import cache, partial

import numpy as np
import pytest
from hypothesis import strategies as st

from app.nn.arrays import Array
from app.nn.network import Network
from tests.nn.finite_differences import STEP, Reference

HIDDEN = ("sigmoid", "tanh", "relu", "leaky_relu", "linear")
OUTPUTS_AND_COSTS = (
    *((output, "squared_error") for output in (*HIDDEN, "softmax")),
    ("sigmoid", "cross_entropy"),
    ("softmax", "cross_entropy"),
)
ALL_KINDS = [(hidden, *rest) for hidden in HIDDEN for rest in OUTPUTS_AND_COSTS]

MARGIN = 0.05
"""How far every z of a (leaky) ReLU stays from its kink, where there is no derivative."""

every_kind = pytest.mark.parametrize(
    ("activation", "output", "cost"), ALL_KINDS, ids=["-".join(kind) for kind in ALL_KINDS]
)
one_or_many = pytest.mark.parametrize("batch", [False, True], ids=["one example", "mini-batch"])


@dataclass
class Case:
    """A network, and a reference that looks at the same parameters."""

    network: Network
    reference: Reference

    @property
    def x(self) -> Array:
        return self.reference.x

    @property
    def y(self) -> Array:
        return self.reference.y


@cache
def cases(activation: str, output: str, cost: str, batch: bool) -> st.SearchStrategy[Case]:
    """Networks of one to four layers beyond the input, each of 1 to 6 neurons.

    Kept, as Hypothesis looks through each strategy once: a third of the time of a small test.
    """
    return st.builds(
        partial(make_case, activation, output, cost),
        layers=st.lists(st.integers(1, 6), min_size=2, max_size=5),
        examples=st.integers(2, 5) if batch else st.none(),
        one_hot=st.booleans(),
        seed=st.integers(0, 2**32 - 1),
    ).filter(stays_off_kinks)


def make_case(
    activation: str,
    output: str,
    cost: str,
    *,
    layers: list[int],
    examples: int | None,
    one_hot: bool = True,
    seed: int = 0,
) -> Case:
    """Draw a network, x and y; with `examples` None there is one example, without an axis."""
    rng = np.random.default_rng(seed)
    network = Network(layers, activation, output, cost)
    weights, biases = views_of(network.parameters.vector, layers)
    for weight, bias in zip(weights, biases, strict=True):
        weight[...] = rng.standard_normal(weight.shape) / np.sqrt(weight.shape[1])
        bias[...] = rng.standard_normal(bias.shape) / 2
    first = () if examples is None else (examples,)
    x = rng.uniform(0, 1, (*first, layers[0]))
    labels = rng.integers(layers[-1], size=first)
    y = np.eye(layers[-1])[labels] if one_hot else rng.uniform(0, 1, (*first, layers[-1]))
    reference = Reference(weights, biases, activation, output, cost, x, y)
    keep_off_kinks(reference)
    return Case(network, reference)


def views_of(vector: Array, layers: list[int]) -> tuple[list[Array], list[Array]]:
    """The contract's flat layout: for l = 1 … L, W[l] row by row, then b[l]."""
    weights, biases, at = [], [], 0
    for l in range(1, len(layers)):
        n_out, n_in = layers[l], layers[l - 1]
        weights.append(vector[at : at + n_out * n_in].reshape(n_out, n_in))
        at += n_out * n_in
        biases.append(vector[at : at + n_out])
        at += n_out
    assert at == vector.size
    return weights, biases


def keep_off_kinks(reference: Reference) -> None:
    """Shift biases until no ReLU is near its kink for any example.

    Every example's z forbids an open interval twice the margin wide, so at most one of the shifts.
    """
    shifts = 2 * MARGIN * np.array([0, 1, -1, 2, -2, 3, -3])
    below = reference.x
    for l in range(1, reference.last + 1):
        if "relu" in reference.function(l):
            zs = np.atleast_2d(reference.z_of(l, below))
            for j, bias in enumerate(reference.biases[l - 1]):
                clear = [s for s in shifts if np.abs(zs[:, j] + s).min() >= MARGIN]
                reference.biases[l - 1][j] = bias + clear[0]
        below = reference.passes()[1][l]


def stays_off_kinks(case: Case) -> bool:
    """Whether no step of the oracle can carry a z across the margin, however it grows."""
    largest = max(1, *(float(np.abs(a).max()) for a in case.reference.passes()[1]))
    row_sums = [float(np.abs(weight).sum(axis=1).max()) for weight in case.reference.weights]
    growth = np.prod([max(1, row_sum) for row_sum in row_sums])
    return bool(2 * STEP * largest * growth < MARGIN)
