"""The input's numbers as tables: where the ink was put, and every pixel."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from app.nn.arrays import Array
from app.take_home.numbers import shown
from app.take_home.tables import Table, in_rows

DIGITS: Final = 4
"""A scale is often 1/8 or the like: with fewer digits it would be rounded in the middle."""


@dataclass(frozen=True)
class Placement:
    """Where ink of the pad went: pixel = (pad - origin) * scale + offset; x first, then y."""

    origin: tuple[float, float]
    scale: float
    offset: tuple[float, float]


def input_tables(pixels: Array, placement: Placement | None) -> Iterator[Table]:
    """Yield where the ink was put, if that is known, and the numbers of the picture."""
    if placement is not None:
        yield placement_table(placement).on("input")
    cells = ["0" if value == 0 else shown(value, 2) for value in pixels]
    title = f"The {pixels.size} numbers of the picture, {np.sum(pixels > 0)} of them not 0"
    yield picture_table(title, cells).on("input", "input-numbers", "input-column")


def placement_table(placement: Placement) -> Table:
    """Return how the ink was moved and scaled."""
    scale = shown(placement.scale, DIGITS)
    return Table(
        "Where the ink was put: pixel = (pad − origin) · scale + shift",
        ("quantity", "x", "y"),
        (
            ("origin", *(shown(number, DIGITS) for number in placement.origin)),
            ("scale", scale, scale),
            ("shift", *(shown(number, DIGITS) for number in placement.offset)),
        ),
    )


def picture_table(title: str, cells: Sequence[str]) -> Table:
    """Return one cell for each pixel, row by row, and for each row which neurons it becomes."""
    side = math.ceil(math.sqrt(len(cells)))
    columns = [str(column + 1) for column in range(side)]
    rows = [
        [str(r + 1), f"{r * side}–{min(len(cells), (r + 1) * side) - 1}", *row]
        for r, row in enumerate(in_rows(cells, side))
    ]
    return Table(title, ("row", "neurons", *columns), rows)
