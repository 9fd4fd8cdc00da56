"""The cost as tables: its terms, its mean over the test digits, and what it asks of the outputs."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.nn.training import one_hot
from app.take_home.facts import BackwardFacts
from app.take_home.numbers import shown, signed
from app.take_home.passes import Net, forward
from app.take_home.tables import NONE, Table, quantities

CHUNK: Final = 500
"""So many digits go through the network at once."""


@dataclass(frozen=True)
class Digits:
    """MNIST's test digits."""

    images: NDArray[np.uint8]
    """Grey values from 0, paper, to 255, ink: (n, 784)."""
    labels: NDArray[np.uint8]
    """(n,)"""


def cost_tables(facts: BackwardFacts, digits: Digits | None) -> Iterator[Table]:
    """Yield the cost of the drawing, its nudges, and the mean cost where the digits are at hand."""
    yield cost_table(facts)
    yield mean_table(facts, digits)
    yield wishes_table(facts)


def cost_table(facts: BackwardFacts) -> Table:
    """Return each output's term of the cost, and their sum."""
    back = facts.back
    rows = [
        (str(j), shown(a), desired(j, facts.target), shown(term))
        for j, (a, term) in enumerate(zip(back.activations[-1], back.cost_terms, strict=True))
    ]
    return Table(
        "The cost of this drawing, output by output",
        ("output", "a", "y", "term"),
        (*rows, ("C₀, their sum", NONE, NONE, shown(back.cost))),
    )


def mean_table(facts: BackwardFacts, digits: Digits | None) -> Table:
    """Return the mean of the digits' costs, beside that of the drawing."""
    rows: list[tuple[str, str]] = []
    if digits is not None:
        correct, mean = score(facts.forward.net, digits)
        rows = [
            ("test digits", str(len(digits.labels))),
            ("read right", str(correct)),
            ("C, the mean of their costs", shown(mean, 3)),
        ]
    own = ("C₀, of this drawing", shown(facts.back.cost))
    return quantities("The cost over the test digits", (*rows, own))


def score(net: Net, digits: Digits) -> tuple[int, float]:
    """Return how many of the digits are read right, and the mean of their costs."""
    correct, cost_sum = 0, 0.0
    for start in range(0, len(digits.labels), CHUNK):
        x = digits.images[start : start + CHUNK] / 255  # (n, 784)
        labels = digits.labels[start : start + CHUNK]
        activations, zs = forward(net, x)
        outputs = activations[-1]  # (n, 10)
        correct += int(np.sum(outputs.argmax(axis=-1) == labels))
        y = one_hot(labels, outputs.shape[-1])
        cost_sum += float(net.cost.terms(zs[-1], outputs, y).sum())
    return correct, cost_sum / len(digits.labels)


def wishes_table(facts: BackwardFacts) -> Table:
    """Return what the cost asks of each output."""
    outputs, gradient = facts.back.activations[-1], facts.back.gradients_a[-1]
    return Table(
        "What the cost asks of the outputs",
        ("output", "a", "y", "nudge of a"),
        [
            (str(j), shown(a), desired(j, facts.target), signed(-slope))
            for j, (a, slope) in enumerate(zip(outputs, gradient, strict=True))
        ],
    )


def desired(j: int, target: int) -> str:
    """Return what output j should be."""
    return "1" if j == target else "0"
