"""The cost as tables: its terms, its mean over the test digits, and what it asks of the outputs."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.nn.network import Network
from app.nn.score import score
from app.nn.training import chunks
from app.take_home.facts import BackwardFacts
from app.take_home.numbers import shown, signed, sum_shown
from app.take_home.tables import NONE, Table, quantities

CHUNK: Final = 500
"""How many digits go through the network at once."""


@dataclass(frozen=True)
class Digits:
    """MNIST's test digits."""

    images: NDArray[np.uint8]
    """Grey values from 0, paper, to 255, ink: (n, 784)."""
    labels: NDArray[np.uint8]
    """(n,)"""


@dataclass(frozen=True)
class Mean:
    """How a network does on the test digits."""

    count: int
    correct: int
    cost: float


def cost_tables(facts: BackwardFacts, mean: Mean | None) -> Iterator[Table]:
    """Yield the cost of the drawing, its nudges, and the mean cost where that is known."""
    yield cost_table(facts).on("cost", "rewind")
    yield mean_table(facts, mean).on("cost-mean")
    yield nudges_table(facts).on("wishes", "rewind")


def cost_table(facts: BackwardFacts) -> Table:
    """Return each output's term of the cost, and their sum."""
    outputs, trace = facts.trace.forward.output, facts.trace
    *terms, total = sum_shown(trace.cost_terms.tolist(), trace.cost)
    rows = [
        (str(j), shown(a), desired(j, facts.target), term)
        for j, (a, term) in enumerate(zip(outputs, terms, strict=True))
    ]
    return Table(
        "The cost of this drawing, output by output",
        ("output", "a", "y", "term"),
        (*rows, ("C₀, their sum", NONE, NONE, total)),
    )


def mean_table(facts: BackwardFacts, mean: Mean | None) -> Table:
    """Return the mean of the digits' costs, with that of the drawing."""
    rows: list[tuple[str, str]] = []
    if mean is not None:
        rows = [
            ("test digits", str(mean.count)),
            ("read right", str(mean.correct)),
            ("C, the mean of their costs", shown(mean.cost, 3)),
        ]
    own = ("C₀, of this drawing", shown(facts.trace.cost))
    return quantities("The cost over the test digits", (*rows, own))


def mean_over(network: Network, digits: Digits) -> Mean:
    """Return how the network does on the digits."""
    count, correct, cost_sum = len(digits.labels), 0, 0.0
    for chunk in chunks(count, CHUNK):
        part = score(network, digits.images[chunk] / 255, digits.labels[chunk])
        correct += part.correct
        cost_sum += part.cost_sum
    return Mean(count, correct, cost_sum / count)


def nudges_table(facts: BackwardFacts) -> Table:
    """Return what the cost asks of each output."""
    outputs, nudges = facts.trace.forward.output, facts.trace.nudges[-1]
    return Table(
        "What the cost asks of the outputs",
        ("output", "a", "y", "nudge of a"),
        [
            (str(j), shown(a), desired(j, facts.target), signed(nudge))
            for j, (a, nudge) in enumerate(zip(outputs, nudges, strict=True))
        ],
    )


def desired(j: int, target: int) -> str:
    """Return what output j should be."""
    return "1" if j == target else "0"
