"""Gradients over digits as tables: their largest entries, and what single digits ask for."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np

from app.nn.arrays import Array
from app.nn.parameters import Parameters, Position
from app.take_home.numbers import grouped, percent, shown, signed, sum_shown
from app.take_home.tables import NONE, Table, quantities, strongest_indices

LARGEST: Final = 20
"""Entries in one of the two tables of the largest."""
FIRST: Final = 3
AROUND: Final = 1
"""How many parameters are listed at the beginning, and to each side of the one in the middle."""
SUBSCRIPTS: Final = "₀₁₂₃₄₅₆₇₈₉"


class MeanGradient(NamedTuple):
    """What some digits ask for together."""

    nudges: Array
    """-dC/dw, shape (parameter_count,)."""
    cost: float
    examples: int


class DigitsNudges(NamedTuple):
    """What single digits ask for."""

    labels: Sequence[int]
    nudges: Array
    """-dC0/dw, a row for each digit: (k, parameter_count)."""
    costs: Sequence[float]


def gradient_tables(
    parameters: Parameters, mean: MeanGradient, chosen: int | None
) -> Iterator[Table]:
    """Yield the length of a gradient, the entry that is looked at, and the largest entries."""
    noun = "digit" if mean.examples == 1 else "digits"
    yield quantities(
        f"−∇C over {grouped(mean.examples)} {noun}",
        (
            ("its length", shown(float(np.linalg.norm(mean.nudges)))),
            ("the cost", shown(mean.cost)),
            ("numbers in it", grouped(mean.nudges.size)),
        ),
    ).on("gradient")
    largest = strongest_indices(mean.nudges, 2 * LARGEST)
    parts: list[tuple[str, Sequence[int]]] = [
        ("The entry looked at", [] if chosen is None else [chosen]),
        ("The largest by size", largest[:LARGEST].tolist()),
        ("and those after them", largest[LARGEST:].tolist()),
    ]
    for title, indices in parts:
        rows = [
            (str(index), short_name(parameters.position_of(index)), signed(mean.nudges[index]))
            for index in indices
        ]
        yield Table(title, ("index", "name", "nudge"), rows).on("gradient")


def digits_tables(
    parameters: Parameters, digits: DigitsNudges, mean: MeanGradient | None, middle: int
) -> Iterator[Table]:
    """Yield what each digit asks of some parameters, the average, and what each digit costs.

    middle: the parameter in the middle of the table.
    """
    names = [f"{k}: a {label}" for k, label in enumerate(digits.labels, start=1)]
    over = "average" if mean is None else f"average of {grouped(mean.examples)}"
    is_theirs = mean is not None and is_mean_of(digits.nudges, mean.nudges)
    rows = []
    for index in rows_around(middle, parameters.vector.size):
        asked = digits.nudges[:, index].tolist()
        if mean is not None and is_theirs:
            cells = sum_shown(asked, mean.nudges[index], is_signed=True, parts=len(asked))
        else:
            cells = [*map(signed, asked), NONE if mean is None else signed(mean.nudges[index])]
        rows.append((long_name(parameters.position_of(index)), *cells))
    yield Table("What each digit wants", ("weight", *names, over), rows).on("wishes")
    costs = ("C₀", *map(shown, digits.costs))
    yield Table("What each costs", ("", *names), [costs]).on("wishes")


def is_mean_of(rows: Array, mean: Array) -> bool:
    """Return whether `mean` is that of `rows`, except for rounding, and not that of others."""
    return len(rows) > 0 and bool(np.allclose(rows.mean(axis=0), mean, rtol=1e-9, atol=1e-12))


def class_accuracy_table(class_accuracy: Sequence[float]) -> Table:
    """Return what share of each class of the test digits is read right."""
    return Table(
        "Test digits of each class that are read right",
        ("digit", *map(str, range(len(class_accuracy)))),
        [("read right", *map(percent, class_accuracy))],
    ).on("wishes")


def rows_around(middle: int, count: int) -> list[int]:
    """Return the first parameters, those around the one in the middle, and the last."""
    around = range(max(0, middle - AROUND), min(count, middle + AROUND + 1))
    return sorted({*range(min(FIRST, count)), *around, count - 1})


def short_name(position: Position) -> str:
    """Return "w₂ 3→7", "b₂ 4"."""
    layer = "".join(SUBSCRIPTS[int(digit)] for digit in str(position.layer))
    if position.column is None:
        return f"b{layer} {position.row}"
    return f"w{layer} {position.column}→{position.row}"


def long_name(position: Position) -> str:
    """Return "layer 2: 3 → 7", "layer 2: bias 4"."""
    if position.column is None:
        return f"layer {position.layer}: bias {position.row}"
    return f"layer {position.layer}: {position.column} → {position.row}"
