"""Programs that were taken home: run alone, and what they print."""

import ast
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

NONE = "–"


class Table(NamedTuple):
    """A table as a program prints it."""

    head: list[str]
    rows: list[list[str]]

    def row(self, name: str) -> list[str]:
        """Return the cells after the first of the row that is called `name`."""
        (found,) = [cells for first, *cells in self.rows if first == name]
        return found

    def column(self, name: str) -> list[str]:
        """Return all cells under a name of the head."""
        place = self.head.index(name)
        return [row[place] for row in self.rows]


def run(program: str, folder: Path) -> str:
    """Return what a program prints that runs in an empty folder and finds nothing but numpy."""
    file = folder / "program.py"
    file.write_text(program, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-I", "-W", "error", file.name],
        check=False,
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def tables_in(printed: str) -> dict[str, Table]:
    """Return the tables that a program has printed, by their titles, each of which occurs once."""
    tables: dict[str, Table] = {}
    for block in printed.strip("\n").split("\n\n"):
        title, *lines = block.split("\n")
        head, *rows = [
            [cell.strip() for cell in line.split("  ") if cell.strip()] for line in lines
        ]
        assert title not in tables, title
        assert {len(row) for row in rows} == {len(head)}, title
        tables[title] = Table(head, rows)
    return tables


def says(cells: list[str], numbers: Sequence[float]) -> None:
    """Fail unless each cell is its number, to the digits that the cell has."""
    assert len(cells) == len(numbers)
    for cell, exact in zip(cells, numbers, strict=True):
        assert abs(number(cell) - exact) <= unit_of(cell) / 2 * (1 + 1e-6), (cell, exact)


def says_sum(cells: list[str], numbers: Sequence[float], parts: int = 1) -> None:
    """Fail unless the cells but the last add up to it, and each is its number to 1.5 units.

    With `parts`, the last is the sum divided by that, rounded.
    """
    assert len(cells) == len(numbers)
    unit = min((unit_of(cell) for cell in cells if cell not in ("0", "≈0")), default=1)
    *terms, total = (round(number(cell) / unit) for cell in cells)
    assert 2 * abs(sum(terms) - parts * total) < max(1, parts), cells
    for cell, exact in zip(cells, numbers, strict=True):
        assert abs(number(cell) - exact) <= 1.5 * unit * (1 + 1e-6), (cell, exact)


def says_nearly(cells: list[str], numbers: Sequence[float]) -> None:
    """Fail unless each cell is its number to 1.5 units: it may be a term of a sum elsewhere."""
    assert len(cells) == len(numbers)
    for cell, exact in zip(cells, numbers, strict=True):
        assert abs(number(cell) - exact) <= 1.5 * unit_of(cell) * (1 + 1e-6), (cell, exact)


def unit_of(cell: str) -> float:
    """Return one unit of the last digit that a cell shows."""
    mantissa, _, power = cell.partition(" · ")
    _, _, decimals = mantissa.partition(".")
    return number(f"1 · {power}" if power else "1") * 10.0 ** -len(decimals)


def matrix(tables: dict[str, Table], title: str) -> tuple[Table, float]:
    """Return a table whose title begins so, and the unit that its numbers are written in."""
    whole, *others = [each for each in tables if each.partition(", in units of ")[0] == title]
    assert not others
    return tables[whole], number(f"1.0 · {whole.partition(', in units of ')[2] or '10⁰'}")


def number(cell: str) -> float:
    """Return the number that a cell shows."""
    mantissa, _, power = cell.replace("−", "-").replace("≈", "").partition(" · 10")
    exponent = power.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))
    return float(f"{mantissa}e{exponent or 0}")


def is_alone(program: str) -> str:
    """Return a program that needs nothing but numpy and what comes with Python."""
    for node in ast.walk(ast.parse(program)):
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            modules = [node.module or "."]
        else:
            continue
        for module in modules:
            assert module.partition(".")[0] in {"numpy", *sys.stdlib_module_names}, module
    return program
