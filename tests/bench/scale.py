"""Sessions in an engine: what that costs beside memory, what a session takes there, and what two
processes do that one does not."""

import asyncio
import json
from collections.abc import Iterator
from time import perf_counter

import httpx

from app.data import digits
from app.data.trained import SHIPPED
from app.engine.connection import Engine
from app.sessions.engine_store import EngineStore
from app.sessions.session import Session, begin
from tests.bench import asking, come_back, several
from tests.bench.report import Floor, Row, Table, number, seconds
from tests.bench.server import CLIENT_CORE, SERVER_CORE, Server, can_pin, pin, playground
from tests.engine import EngineProcess, engine

CLIENTS = (1, 32)
SESSIONS = 128
ROUNDS = 3
MORE_FLOOR = Floor(1.5, "ms more, p50", at_most=True)
SHARE_FLOOR = Floor(0.6, "of memory's")

STORED = 20_000
AT_ONCE = 50
PATIENCE_S = 20
HOUR_S = 3600


def run() -> Iterator[Table]:
    """Measure; yield each table as it is ready."""
    with engine() as process:
        yield beside_memory(process)
    with engine() as process:
        yield from several.run(process)
    with engine() as process:
        yield come_back.table(process)
    with engine() as process:
        yield many_stored(process)


def beside_memory(process: EngineProcess) -> Table:
    """Ask two servers the same by turns: one keeps its sessions in memory, one in the engine."""
    rows = []
    pin(process.client.info("server")["process_id"], CLIENT_CORE)
    with (
        playground(SERVER_CORE) as memory,
        playground(SERVER_CORE, environment={"NUDGE_STORE": process.url}) as stored,
    ):
        for what, changes in (("forward", {}), ("step", {"target": 3, "learning_rate": 0.001})):
            questions = [_questions(server, what, changes) for server in (memory, stored)]
            for clients in CLIENTS:
                seen = [
                    [
                        asking.ask(server, asked, clients)
                        for server, asked in zip((memory, stored), questions, strict=True)
                    ]
                    for _ in range(ROUNDS)
                ]
                rows += _rows(
                    what, clients, *(asking.middle(each) for each in zip(*seen, strict=True))
                )
    pinned = "servers on one core, engine and clients on another" if can_pin() else "all cores"
    return Table(
        "A request to a session in the engine, beside one in memory",
        asking.COLUMNS,
        rows,
        [f"{pinned}; each row is the middle one of {ROUNDS} rounds of {asking.DURATION_S} s."],
    )


def many_stored(process: EngineProcess) -> Table:
    """Store many sessions of the lecture's network, as they begin."""
    before = process.client.info("memory")["used_memory"]
    took = asyncio.run(_store(process.url, STORED))
    each = (process.client.info("memory")["used_memory"] - before) / STORED
    cells = [f"{STORED:,}", f"{each / 1024:.0f} kB", f"{each * STORED / 1e9:.2f} GB"]
    return Table(
        "Sessions in the engine",
        ["sessions", "memory each", "in all", "stored in"],
        [Row("as they begin", [*cells, seconds(took)])],
    )


async def _store(url: str, count: int) -> float:
    way = Engine(url, "bench", PATIENCE_S)
    store = EngineStore(way, AT_ONCE, 1 << 30, HOUR_S, (1 << 20, 10))
    began = perf_counter()
    for _ in range(0, count, AT_ONCE):
        await asyncio.gather(*(store.create(_session(seed)) for seed in range(AT_ONCE)))
    await store.close()
    return perf_counter() - began


def _session(seed: int) -> Session:
    network = begin(SHIPPED["sigmoid"], "random", "xavier", seed)
    return Session(network, "xavier", seed, "random", 1 << 20)


def _questions(server: Server, what: str, changes: dict[str, object]) -> list[asking.Question]:
    test = digits.load().test
    asked = []
    with httpx.Client(base_url=server.url) as client:
        for index in range(SESSIONS):
            created = client.post("/api/sessions", json={}).raise_for_status()
            body = json.dumps({"pixels": test.pixels(index).tolist()} | changes)
            asked.append(asking.Question(f"/api/sessions/{created.json()['id']}/{what}", body))
    return asked


def _rows(what: str, clients: int, memory: asking.Answers, stored: asking.Answers) -> list[Row]:
    many = "1 client" if clients == 1 else f"{clients} clients"
    share = stored.per_second / memory.per_second
    more_ms = (stored.percentiles_s[0] - memory.percentiles_s[0]) * 1e3
    figure, floor = (more_ms, MORE_FLOOR) if clients == 1 else (share, SHARE_FLOOR)
    return [
        Row(f"{what}, {many}: memory", asking.cells(memory)),
        Row(f"  engine ({number(share)} of memory's)", asking.cells(stored), figure, floor),
    ]
