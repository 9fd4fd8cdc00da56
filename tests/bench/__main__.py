"""Run the benchmarks, or those that are named: `python -m tests.bench [NAME ...]`.

They print tables and never fail for a figure: a slow machine is no fault of the code. The exit code
is 1 where one could not be measured.
"""

import argparse
import importlib
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace

from playwright.sync_api import Error as PlaywrightError

from tests.bench import machine
from tests.bench.report import Row

BENCHMARKS = {
    "core": "the network: a step of descent, back-propagation of one example",
    "http": "the server: its start, a forward pass, a health check while it trains",
    "load": "many at once: a hall opens the page, a session floods, a training is watched",
    "room": "a room of 300 phones: joins, changes, votes, drawings",
    "scale": "sessions in Redis or Valkey, beside memory; two processes beside one",
    "page": "the page in a browser: its load, a stroke's way, frames of both passes",
    "descent": "training: its loop, live with frames, on the page, by the book's recipe",
    "accuracy": "the shipped networks: MNIST's test digits, pen drawings",
}
"""Each is a module here, whose `run()` yields tables."""


def main() -> int:
    """Print the tables of the benchmarks that are asked for, and which floors were missed."""
    listed = "\n".join(f"  {name:<10}{what}" for name, what in BENCHMARKS.items())
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench",
        description=f"Measure, beside others. Benchmarks:\n{listed}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="all where none is named")
    names = parser.parse_args().names or list(BENCHMARKS)
    if unknown := [name for name in names if name not in BENCHMARKS]:
        parser.error(f"expected {', '.join(BENCHMARKS)}, but got {', '.join(unknown)}")
    print(machine.describe(), flush=True)
    judged: list[Row] = []
    broken = []
    for name in names:
        try:
            judged += measure(name)
        except (ImportError, OSError, RuntimeError, PlaywrightError) as error:
            broken.append(name)
            print(f"\n{name}: not measured. {type(error).__name__}: {error}", flush=True)
    print(summary(judged))
    return 1 if broken else 0


def measure(name: str) -> Iterator[Row]:
    """Print the tables of one benchmark, and yield their rows that have a floor."""
    others = machine.Others()
    for table in importlib.import_module(f"tests.bench.{name}").run():
        print(table)
        print(f"  {others.remark()}", flush=True)
        yield from (replace(row, what=f"{name}: {row.what}") for row in table.rows if row.floor)
        others = machine.Others()


def summary(judged: Sequence[Row]) -> str:
    """Return how many floors were met, and name the rest."""
    met = sum(row.is_met is True for row in judged)
    others = [row.what for row in judged if row.is_met is not True]
    named = "; not met:\n  " + "\n  ".join(others) if others else "."
    return f"\n{met} of {len(judged)} floors met{named}"


if __name__ == "__main__":
    sys.exit(main())
