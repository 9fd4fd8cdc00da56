"""The server under many: a hall that opens the page, a session that floods, a training watched.

What asks runs on the other core. A round begins once the machine is calm; one in which others used
it, or in which it was slower than it can be, counts for nothing and is done again.
"""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import httpx

from tests.bench import machine
from tests.bench.report import Floor, Row, Table, number, seconds
from tests.bench.server import CLIENT_CORE, SERVER_CORE, Server, on_core, playground

BROWSERS, WITHIN_S = 300, 2.0
SOFT_LIMIT = 1024
WHOLE_FLOOR = Floor(BROWSERS, "pages")
PAGE_FLOOR = Floor(4, "s", at_most=True)

FLOODING = 128
QUESTIONS = 250
FLOOD_FLOOR = Floor(3, "times the quiet one", at_most=True)

VIEWERS, ODD = 300, 30
WATCHED_S = 8.0
RATE_FLOOR = Floor(9.5, "frames/s")
CORE_FLOOR = Floor(0.35, "of a core", at_most=True)
AGE_FLOOR = Floor(0.15, "s p99", at_most=True)
SLOW_FLOOR = Floor(1, "s p99", at_most=True)
CLOSED_FLOOR = Floor(20, "s", at_most=True)

TIMEOUT_S = 60.0
MOST_ROUNDS = 3
PATIENCE_S = 30.0
"""How long a round waits for a calm machine."""


def run() -> Iterator[Table]:
    """Measure; yield each table as it is ready."""
    yield hall()
    yield flood()
    yield watched()


@dataclass(frozen=True)
class Round:
    """What was measured, and whether the machine was ours meanwhile."""

    figures: Any
    remark: str
    is_disturbed: bool

    def judged(self, name: str) -> float | None:
        """Return a figure, None where it is worth nothing."""
        return None if self.is_disturbed else self.figures[name]


def measured(measure: Callable[[], Any]) -> Round:
    """Measure until a round was undisturbed, but not for ever."""
    probe = machine.Probe()
    for _ in range(MOST_ROUNDS):
        machine.wait_for_calm(PATIENCE_S)
        others = machine.Others()
        figures = measure()
        remark, slowdown = others.remark(), probe.slowdown()
        is_disturbed = "DISTURBED" in remark or slowdown > machine.SLOW
        last = Round(
            figures, f"{remark} A fixed sum took {slowdown:.2f} times its best.", is_disturbed
        )
        if not is_disturbed:
            break
    return last


def hall() -> Table:
    """Let a hall open the page at once."""

    def once() -> Any:
        with playground(SERVER_CORE, SOFT_LIMIT) as server:
            paths = _paths_of_the_page(server)
            before = server.processor_s() or 0.0
            figures = figures_of("hall", server.port, BROWSERS, WITHIN_S, *paths)
            return figures | {"processor_s": (server.processor_s() or 0.0) - before}

    seen = measured(once)
    statuses = ", ".join(
        f"{name}: {count}" for name, count in sorted(seen.figures["statuses"].items())
    )
    p95 = seen.figures["p95_s"]
    rows = [
        Row("pages whole", [number(seen.figures["whole"])], seen.judged("whole"), WHOLE_FLOOR),
        Row(
            "p95 of a page",
            ["none" if p95 is None else seconds(p95)],
            seen.judged("p95_s"),
            PAGE_FLOOR,
        ),
    ]
    rows.append(Row("the server's processor time", [seconds(seen.figures["processor_s"])]))
    title = f"{BROWSERS} browsers open the page within {WITHIN_S:.0f} s, at ulimit -n {SOFT_LIMIT}"
    return Table(title, [""], rows, [f"Answers: {statuses}", seen.remark])


def _paths_of_the_page(server: Server) -> list[str]:
    """Return what a browser fetches for the first screen, once all of it has been asked for."""
    page = _get(f"{server.url}/").text
    found = sorted(set(re.findall(r'(?:src|href)="((?:\.?/)?static/[^"]+)"', page)))
    paths = ["/" + path.lstrip("./") for path in found]
    paths += ["/api/options", "/api/limits", "/api/digits?count=10"]
    for path in paths:
        _get(server.url + path)
    return paths


def flood() -> Table:
    """Let one session ask without end while another draws."""

    def once() -> Any:
        with playground(SERVER_CORE) as server:
            flooding, drawing = (begin_session(server, {}) for _ in range(2))
            question = json.dumps({"pixels": [0.5] * 784})
            about = (f"/api/sessions/{drawing}/forward", question, QUESTIONS)
            figures_of("quiet", server.port, *about)
            quiet = figures_of("quiet", server.port, *about)
            path = f"/api/sessions/{flooding}/forward"
            with _running("flood", server.port, path, question, FLOODING):
                beside = figures_of("quiet", server.port, *about)
            return {"quiet": quiet, "beside": beside, "times": beside["p99_s"] / quiet["p99_s"]}

    seen = measured(once)
    quiet, beside = seen.figures["quiet"], seen.figures["beside"]
    rows = [
        Row(name, [seconds(each["p50_s"]), seconds(each["p99_s"]), number(each["refused"])])
        for name, each in (("alone", quiet), ("beside the flood", beside))
    ]
    times = seen.figures["times"]
    rows.append(Row("p99 to p99", ["", number(times), ""], seen.judged("times"), FLOOD_FLOOR))
    title = f"Forward passes of one session while another asks over {FLOODING} connections"
    return Table(title, ["p50", "p99", "refused"], rows, [seen.remark])


def watched() -> Table:
    """Let many watch one training: alone, and beside some who read slowly or never."""
    alone = measured(lambda: _watched(0))
    mixed = measured(lambda: _watched(ODD))
    rows = []
    for name, seen in ((f"{VIEWERS}", alone), (f"{VIEWERS} + {ODD} slow + {ODD} silent", mixed)):
        figures = seen.figures
        rows += [
            Row(
                f"{name}: slowest",
                [f"{figures['per_second']:.2f}/s"],
                seen.judged("per_second"),
                RATE_FLOOR,
            ),
            Row(f"{name}: age", [seconds(figures["age_s"])], seen.judged("age_s"), AGE_FLOOR),
            Row(f"{name}: loop", [f"{figures['core']:.0%}"], seen.judged("core"), CORE_FLOOR),
            Row(f"{name}: steps", [f"{number(figures['steps_per_second'])}/s"]),
        ]
    figures = mixed.figures
    rows += [
        Row(
            "the slow: age",
            [seconds(figures["slow_age_s"])],
            mixed.judged("slow_age_s"),
            SLOW_FLOOR,
        ),
        Row("the slow: frames", [f"{figures['slow_per_second']:.2f}/s"]),
        Row(
            "the silent: closed",
            [seconds(figures["closed_s"])],
            mixed.judged("closed_s"),
            CLOSED_FLOOR,
        ),
    ]
    title = "One training watched: the slowest viewer's frames, their age, the event loop's share"
    return Table(title, [""], rows, [f"Alone: {alone.remark}", f"Mixed: {mixed.remark}"])


def _watched(odd: int) -> Any:
    with playground(SERVER_CORE) as server:
        session = begin_session(server, {"weights": "random"})
        key = _get(f"{server.url}/api/sessions/{session}/watch").json()["watch_key"]
        before: list[tuple[float, float, float]] = []

        def look(_line: str) -> None:
            steps = _get(f"{server.url}/api/sessions/{session}").json()["iteration"]
            before.append((perf_counter(), server.loop_s(), steps))

        about = (server.port, session, key, server.process, VIEWERS, odd, WATCHED_S)
        figures = figures_of("viewers", *about, look=look)
        (began, loop, steps), (ended, loop_then, steps_then) = before
        lapse = ended - began
        return figures | {
            "core": (loop_then - loop) / lapse,
            "steps_per_second": (steps_then - steps) / lapse,
        }


def _get(address: str) -> httpx.Response:
    return httpx.get(address, timeout=TIMEOUT_S).raise_for_status()


def begin_session(server: Server, wanted: Mapping[str, object]) -> str:
    """Begin a network."""
    answer = httpx.post(f"{server.url}/api/sessions", json=wanted, timeout=TIMEOUT_S)
    answer.raise_for_status()
    session: str = answer.json()["id"]
    return session


def figures_of(name: str, *arguments: object, look: Callable[[str], None] = lambda _: None) -> Any:
    """Return what a program of `crowd` prints at its end; `look` at each line before."""
    with subprocess.Popen(_command(name, arguments), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        last = ""
        for last in process.stdout:
            if not last.startswith("{"):
                look(last)
    if process.returncode:
        raise RuntimeError(f"Expected figures from {name}, but it ended with {process.returncode}")
    return json.loads(last)


@contextmanager
def _running(name: str, *arguments: object) -> Iterator[None]:
    process = subprocess.Popen(["nice", "-n", "10", *_command(name, arguments)])
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def _command(name: str, arguments: Sequence[object]) -> list[str]:
    module = f"tests.bench.crowd.{name}"
    return [*on_core(CLIENT_CORE), sys.executable, "-m", module, *map(str, arguments)]
