"""A room of 300 phones: how soon they see what the presenter does, and what that takes.

Server and phones have a core each. The phones are in `crowd/phones.py`.
"""

from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

import httpx

from tests.bench import seat_page
from tests.bench.load import TIMEOUT_S, begin_session, figures_of, measured
from tests.bench.report import Floor, Row, Table, number, seconds
from tests.bench.server import SERVER_CORE, Server, playground

SEATS = 300
JOINED_FLOOR = Floor(1.5, "s p95", at_most=True)
AGE_FLOOR = Floor(1.0, "s p95", at_most=True)
LATE_FLOOR = Floor(0.25, "s p95", at_most=True)
NONE_FLOOR = Floor(0, "lost", at_most=True)
QUIET_FLOOR = Floor(0.25, "of a core", at_most=True)
BYTES_FLOOR = Floor(3e6, "bytes/s", at_most=True)
MEMORY_FLOOR = Floor(60, "kB a seat", at_most=True)
ALL_FLOOR = Floor(SEATS, "of them")


def run() -> Iterator[Table]:
    """Measure; yield a table of what the room bears, and one of how a phone comes in."""
    seen = measured(_lesson)
    figures = seen.figures

    def row(what: str, name: str, text: str, floor: Floor | None) -> Row:
        return Row(what, [text], seen.judged(name), floor)

    quiet, memory = figures["quiet_core"], figures["seat_kb"]
    sent = number(figures["bytes_per_s"])
    rows = [
        row("first picture", "joined_p95_s", seconds(figures["joined_p95_s"]), JOINED_FLOOR),
        row("press to phone", "late_p95_s", seconds(figures["late_p95_s"]), LATE_FLOOR),
        row("states lost", "lost", number(figures["lost"]), NONE_FLOOR),
        row("nothing changes", "quiet_core", f"{quiet:.1%}", QUIET_FLOOR),
        row("sent, another digit a second", "bytes_per_s", sent, BYTES_FLOOR),
        Row("of it a seat", [f"{figures['bytes_per_s'] / SEATS:,.0f} bytes/s"]),
        row("its numbers' age", "age_p95_s", seconds(figures["age_p95_s"]), AGE_FLOOR),
        row("last digit not shown", "unseen", number(figures["unseen"]), NONE_FLOOR),
        row("memory", "seat_kb", number(memory), MEMORY_FLOOR),
        row("votes in 1 s, counted", "counted", number(figures["counted"]), ALL_FLOOR),
        row("drawings in 5 s, kept", "drawn", number(figures["drawn"]), ALL_FLOOR),
        Row("a change a second", [f"{figures['changes_core']:.1%} of a core"]),
        row("a step on the batch", "batch_late_p95_s", seconds(figures["batch_late_p95_s"]), None),
        row("of it lost", "batch_lost", number(figures["batch_lost"]), NONE_FLOOR),
        row(
            "sent, a step a second",
            "batch_bytes_per_s",
            number(figures["batch_bytes_per_s"]),
            BYTES_FLOOR,
        ),
        Row("a step a second", [f"{figures['batch_core']:.1%} of a core"]),
    ]
    yield Table(f"A room of {SEATS} phones that join within 2 s", [""], rows, [seen.remark])
    yield seat_page.table()


def _lesson() -> Any:
    with playground(SERVER_CORE) as server:
        session = begin_session(server, {})
        body = {"session": session, "address": "#walk/cost?digit=test-12"}
        opened = httpx.post(f"{server.url}/api/rooms", json=body, timeout=TIMEOUT_S)
        room = opened.raise_for_status().json()
        # What all share, like the digits' pictures, is read for the first that asks.
        for shared in ("pass?inputs=false&dtype=float32", "parameters?dtype=float32"):
            at = f"{server.url}/api/rooms/{room['code']}/{shared}"
            httpx.get(at, timeout=TIMEOUT_S).raise_for_status()
        looks: dict[str, tuple[float, float, float]] = {}

        def look(phase: str) -> None:
            looks[phase.strip()] = perf_counter(), server.processor_s() or 0.0, _memory_kb(server)

        figures = figures_of("phones", server.port, room["code"], room["key"], SEATS, look=look)

        def core(first: str, last: str) -> float:
            (began, before, _), (ended, after, _) = looks[first], looks[last]
            return (after - before) / (ended - began)

        return figures | {
            "quiet_core": core("quiet", "changes"),
            "changes_core": core("changes", "votes"),
            "batch_core": core("batch", "end"),
            "seat_kb": (looks["quiet"][2] - looks["join"][2]) / SEATS,
        }


def _memory_kb(server: Server) -> float:
    status = Path(f"/proc/{server.process}/status").read_text("utf-8")
    return float(status.partition("VmRSS:")[2].split()[0])
