"""Tables of numbers as text."""

import sys
from collections.abc import Iterable, Sequence
from io import TextIOWrapper
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.nn.arrays import Array

NONE: Final = "–"
"""Printed where a row has no number."""


class Table(NamedTuple):
    """A title, a name for each column, and rows of as many cells."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    beats: Sequence[str] = ()
    """The ids of the beats, or of the parts, whose numbers these are."""

    def on(self, *beats: str) -> "Table":
        """Return the table as one of these beats."""
        return self._replace(beats=beats)


def quantities(title: str, rows: Sequence[tuple[str, str]]) -> Table:
    """Return a table of single quantities."""
    return Table(title, ("quantity", "number"), rows)


def print_tables(tables: Iterable[Table]) -> None:
    """Print tables in UTF-8, also where the output is a file or a pipe with another encoding."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    for table in tables:
        print_table(table)


def print_table(table: Table) -> None:
    """Print a table and an empty line, at least two spaces between its columns."""
    lines = [table.head, *table.rows]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    print(table.title)
    for line in lines:
        cells = [cell.ljust(width) for cell, width in zip(line, widths, strict=True)]
        print("  ".join(cells).rstrip())
    print()


def in_rows(cells: Sequence[str], width: int) -> list[list[str]]:
    """Return a long list as rows of equal length."""
    rows = [list(cells[start : start + width]) for start in range(0, len(cells), width)]
    return [row + [NONE] * (width - len(row)) for row in rows]


def strongest(numbers: Array) -> int:
    """Return the index of the number that is largest by size, the first of several."""
    return int(np.abs(numbers).argmax())


def strongest_indices(numbers: Array, count: int) -> NDArray[np.intp]:
    """Return the indices of the numbers that are largest by size, the largest first."""
    return np.argsort(-np.abs(numbers), kind="stable")[:count]
