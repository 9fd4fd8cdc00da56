"""Tables of figures, each beside the floor that it must reach."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import quantiles


@dataclass(frozen=True)
class Floor:
    """What a figure must be: at least, or at most, `bound`."""

    bound: float
    unit: str
    at_most: bool = False

    def is_met_by(self, figure: float) -> bool:
        """Return whether the figure is on the right side of the bound."""
        return figure <= self.bound if self.at_most else figure >= self.bound

    def __str__(self) -> str:
        return f"{'≤' if self.at_most else '≥'} {number(self.bound)} {self.unit}".rstrip()


@dataclass(frozen=True)
class Row:
    """One thing that was measured: a cell for each column, and the figure that is judged."""

    what: str
    cells: Sequence[str]
    figure: float | None = None
    floor: Floor | None = None

    @property
    def is_met(self) -> bool | None:
        """Whether the floor is reached; None where there is nothing to judge."""
        if self.floor is None or self.figure is None:
            return None
        return self.floor.is_met_by(self.figure)

    def verdict(self) -> tuple[str, str]:
        """Return the floor and whether it is met, in words."""
        if self.floor is None:
            return "", ""
        return str(self.floor), {True: "met", False: "MISSED", None: "not measured"}[self.is_met]


@dataclass(frozen=True)
class Table:
    """What one part of a benchmark found."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Row]
    notes: Sequence[str] = field(default_factory=tuple)

    def __str__(self) -> str:
        lines = [["", *self.columns, "floor", ""]]
        lines += [[row.what, *row.cells, *row.verdict()] for row in self.rows]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        body = [self._line(line, widths) for line in lines]
        rule = "-" * max(map(len, body))
        return "\n".join(
            [f"\n{self.title}", rule, body[0], rule, *body[1:], *(f"  {n}" for n in self.notes)]
        )

    @staticmethod
    def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
        """Names stand at the left of their column, figures at its right."""
        first, *rest = zip(cells, widths, strict=True)
        aligned = [first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in rest)]
        return "  ".join(aligned).rstrip()


def number(value: float) -> str:
    """Return a number with three significant digits, whole ones with a comma per thousand."""
    if abs(value) >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.3g}"


def seconds(value: float) -> str:
    """Return a duration in the unit that suits it."""
    for unit, scale in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if value >= scale:
            return f"{number(value / scale)} {unit}"
    return f"{number(value / 1e-9)} ns"


def percentile(values: Sequence[float], percent: int) -> float:
    """Return the value that `percent` of `values` do not exceed, interpolated; 1 <= percent <= 99.

    Raises: StatisticsError for fewer than two values.
    """
    return quantiles(values, n=100, method="inclusive")[percent - 1]
