"""Two processes beside one, what each thing costs them and their engine, and an engine away."""

import asyncio
import json
from collections.abc import Iterator
from time import perf_counter
from typing import Any, NamedTuple

import httpx

from app.data import digits
from tests.bench import asking
from tests.bench.crowd.phones import Asking
from tests.bench.load import TIMEOUT_S, begin_session, figures_of
from tests.bench.report import Floor, Row, Table, number, seconds
from tests.bench.server import SERVER_CORE, Server, playground
from tests.engine import EngineProcess

SEATS = SESSIONS = 300
CLIENTS = 32
CHANGES = 6
ROUNDS = 3
WORKERS = (1, 2)
NOT_LESS = Floor(1.0, "times one's")
NONE_FLOOR = Floor(0, "lost", at_most=True)
LATE_FLOOR = Floor(0.25, "s p95", at_most=True)
AWAY_FLOOR = Floor(0.7, "s", at_most=True)

ASKED_AWAY = 320
AT_ONCE_AWAY = 32
ROOMS = 100
STEP = {"target": 3, "learning_rate": 0.001}
COLUMNS = ["requests/s", *(f"p{percent}" for percent in asking.PERCENTS), "failed"]
OF_EACH_STEP = 4
"""Forward passes of the mixed load for each of its steps."""
WHAT_IS_DONE = (
    f"{SEATS} phones follow a change a second; {CLIENTS} connections ask for {OF_EACH_STEP} "
    f"forward passes to a step. The middle one of {ROUNDS} rounds."
)
SHORT_OF_CORES = (
    "Phones, clients, engine and servers share the machine's cores: on two of them two processes "
    "have no core each."
)


class Spent(NamedTuple):
    """Processor time so far."""

    processes_s: float
    engine_s: float

    def since(self, before: "Spent") -> "Spent":
        """Return what was spent from then on."""
        return Spent(self.processes_s - before.processes_s, self.engine_s - before.engine_s)


def spent(server: Server, process: EngineProcess) -> Spent:
    """Return what the processes and their engine have taken so far."""
    cpu = process.client.info("cpu")
    return Spent(server.processor_s() or 0.0, cpu["used_cpu_user"] + cpu["used_cpu_sys"])


def run(process: EngineProcess) -> Iterator[Table]:
    """Measure; yield each table as it is ready."""
    environment = {
        "NUDGE_STORE": process.url,
        "NUDGE_MAX_NEW_ROOMS_AT_ONCE": "1000",
        "NUDGE_MAX_ROOMS": "1000",
        "NUDGE_LOG_LEVEL": "error",
    }
    unhurried = environment | {"NUDGE_STORE_WITHIN_S": "5"}
    with (
        playground(environment=unhurried) as one,
        playground(environment=unhurried, workers=2) as two,
    ):
        yield two_beside_one(one, two, process)
    with playground(SERVER_CORE, environment=unhurried) as server:
        yield each(server, process)
    with playground(SERVER_CORE, environment=environment) as server:
        yield away(server, process)


def two_beside_one(one: Server, two: Server, process: EngineProcess) -> Table:
    """Let phones follow a room while sessions are used, by one process and by two in turns."""
    servers = (one, two)
    questions = [_mixed(server) for server in servers]
    seen: list[list[dict[str, Any]]] = [[], []]
    for _ in range(ROUNDS):
        for at, server in enumerate(servers):
            seen[at].append(_campus(server, questions[at], process))
    middle = [sorted(each, key=lambda of: of["rate"])[ROUNDS // 2] for each in seen]
    first, second = (of["rate"] for of in middle)
    ratio = second / max(first, 1)
    rows = []
    for count, of, rounds in zip(WORKERS, middle, seen, strict=True):
        name = "1 process" if count == 1 else f"{count} processes"
        figure, floor = (ratio, NOT_LESS) if count > 1 else (None, None)
        rows.append(
            Row(
                f"{name}: requests of {SESSIONS} sessions",
                [number(of["rate"]), *of["latencies"], number(of["failed"])],
                figure,
                floor,
            )
        )
        late = max(each["late_p95_s"] for each in rounds)
        rows.append(_row("  press to phone, worst round", seconds(late), late, LATE_FLOOR))
        lost = sum(each["lost"] for each in rounds)
        rows.append(_row("  states lost", number(lost), lost, NONE_FLOOR))
        rows.append(_row("  of a core, processes", f"{of['processes']:.0%}"))
        rows.append(_row("  of a core, engine", f"{of['engine']:.0%}"))
    notes = [
        WHAT_IS_DONE,
        SHORT_OF_CORES,
        f"2 processes answered {number(ratio)} times what 1 did, in the same run. All rounds:",
        *(
            f"{count}: {', '.join(number(of['rate']) for of in rounds)} requests/s"
            for count, rounds in zip(WORKERS, seen, strict=True)
        ),
    ]
    return Table("Two processes beside one, with one engine", COLUMNS, rows, notes)


def _row(what: str, cell: str, figure: float | None = None, floor: Floor | None = None) -> Row:
    """Return a row of one cell, the first."""
    return Row(what, [cell, *[""] * (len(COLUMNS) - 1)], figure, floor)


def _campus(
    server: Server, questions: list[asking.Question], process: EngineProcess
) -> dict[str, Any]:
    room = _open_room(server, begin_session(server, {}))
    found: dict[str, Any] = {}

    def look(phase: str) -> None:
        if phase.strip() != "changes":
            return
        began, before = perf_counter(), spent(server, process)
        answers = asking.ask(server, questions, CLIENTS)
        lapse, taken = perf_counter() - began, spent(server, process).since(before)
        found.update(
            rate=answers.per_second,
            latencies=[seconds(latency) for latency in answers.percentiles_s],
            failed=answers.failed,
            processes=taken.processes_s / lapse,
            engine=taken.engine_s / lapse,
        )

    figures = figures_of(
        "followers", server.port, room["code"], room["key"], SEATS, CHANGES, look=look
    )
    _end_room(server, room)
    return found | figures


def each(server: Server, process: EngineProcess) -> Table:
    """Return what one of each kind costs a process and the engine, and what is stored of it."""
    rows = []
    sessions = [begin_session(server, {}) for _ in range(128)]
    for what, changes in (("forward", {}), ("step", STEP)):
        questions = [_question(index, id_, what, changes) for index, id_ in enumerate(sessions)]
        before = spent(server, process)
        answers = asking.ask(server, questions, CLIENTS)
        asked = answers.per_second * (asking.WARM_UP_S + asking.DURATION_S)
        rows.append(_cost(what, spent(server, process).since(before), asked))
    room = _open_room(server, sessions[0])
    at: dict[str, Spent] = {}
    figures = figures_of(
        "followers",
        server.port,
        room["code"],
        room["key"],
        SEATS,
        CHANGES,
        look=lambda phase: at.update({phase.strip(): spent(server, process)}),
    )
    _end_room(server, room)
    told = at["votes"].since(at["changes"])
    rows.append(_cost("change that a phone follows", told, SEATS * CHANGES))
    rows.append(_cost("vote", at["end"].since(at["votes"]), figures["votes"]))
    before_bytes = _stored(process)
    rooms = [_open_room(server, id_) for id_ in sessions[:ROOMS]]
    each_room = (_stored(process) - before_bytes) / ROOMS
    rows.append(Row("a room stored", ["", "", f"{each_room / 1024:.0f} kB"]))
    for room in rooms:
        _end_room(server, room)
    notes = [
        "Processor time of each: a core does as many in a second as that goes into one.",
        "Ratio: how many processes, each with a core, saturate before their engine does.",
    ]
    return Table("One of each", ["a process", "the engine", "ratio"], rows, notes)


def _cost(what: str, taken: Spent, count: float) -> Row:
    process_s, engine_s = taken.processes_s / count, taken.engine_s / count
    return Row(what, [seconds(process_s), seconds(engine_s), number(process_s / engine_s)])


def away(server: Server, process: EngineProcess) -> Table:
    """Ask while the engine is held, and while it is not there."""
    paths = [f"/api/sessions/{begin_session(server, {})}" for _ in range(AT_ONCE_AWAY)]
    rows = []
    for how, begin, end in (
        ("held", process.hold, process.go_on),
        ("killed", process.end, process.begin),
    ):
        begin()
        try:
            slowest, statuses, health = _ask_away(server, paths)
        finally:
            end()
        said = ", ".join(f"{status}: {count}" for status, count in sorted(statuses.items()))
        is_right = statuses.keys() == {503} and health[1] == 200
        figure = slowest if is_right else None
        rows.append(
            Row(f"{how}: slowest of {ASKED_AWAY}", [seconds(slowest), said], figure, AWAY_FLOOR)
        )
        rows.append(Row("  health meanwhile", [seconds(health[0]), f"{health[1]}"]))
    notes = [f"{AT_ONCE_AWAY} ask at once."]
    return Table("Answers while the engine is away", ["slowest", "answers"], rows, notes)


def _ask_away(server: Server, paths: list[str]) -> tuple[float, dict[int, int], tuple[float, int]]:
    """Return the slowest answer, how many had each status, and how health was answered."""
    return asyncio.run(_all_away(server, paths))


async def _all_away(
    server: Server, paths: list[str]
) -> tuple[float, dict[int, int], tuple[float, int]]:
    answers: list[tuple[float, int]] = []

    async def ask(client: Asking, path: str) -> tuple[float, int]:
        began = perf_counter()
        status, _ = await client.ask("GET", path)
        return perf_counter() - began, status

    async def ask_again_and_again(path: str) -> None:
        client = Asking(server.port)
        answers.extend([await ask(client, path) for _ in range(ASKED_AWAY // len(paths))])
        await client.close()

    health, *_ = await asyncio.gather(
        ask(Asking(server.port), "/api/health"), *map(ask_again_and_again, paths)
    )
    statuses = [status for _, status in answers]
    counts = {status: statuses.count(status) for status in set(statuses)}
    return max(took for took, _ in answers), counts, health


def _mixed(server: Server) -> list[asking.Question]:
    sessions = [begin_session(server, {}) for _ in range(SESSIONS)]
    questions = []
    for turn in range(OF_EACH_STEP + 1):
        what, changes = ("step", STEP) if turn == OF_EACH_STEP else ("forward", {})
        questions += [_question(at, id_, what, changes) for at, id_ in enumerate(sessions)]
    return questions


def _question(index: int, session: str, what: str, changes: dict[str, Any]) -> asking.Question:
    body = json.dumps({"pixels": digits.load().test.pixels(index).tolist()} | changes)
    return asking.Question(f"/api/sessions/{session}/{what}", body)


def _open_room(server: Server, session: str) -> dict[str, str]:
    body = {"session": session, "address": "#walk/cost?digit=test-12"}
    answer = httpx.post(f"{server.url}/api/rooms", json=body, timeout=TIMEOUT_S)
    opened: dict[str, str] = answer.raise_for_status().json()
    return opened


def _end_room(server: Server, room: dict[str, str]) -> None:
    headers = {"Authorization": f"Bearer {room['key']}"}
    at = f"{server.url}/api/rooms/{room['code']}"
    httpx.delete(at, headers=headers, timeout=TIMEOUT_S).raise_for_status()


def _stored(process: EngineProcess) -> int:
    used: int = process.client.info("memory")["used_memory"]
    return used
