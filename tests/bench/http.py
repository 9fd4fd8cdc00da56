"""The server: how soon it is there, what it answers in a second, and whether training blocks it."""

import json
import threading
from collections.abc import Iterator, Sequence
from itertools import cycle
from statistics import median
from time import perf_counter, sleep

import httpx

from app.data import digits
from tests.bench import asking
from tests.bench.report import Floor, Row, Table, number, percentile, seconds
from tests.bench.server import SERVER_CORE, Server, can_pin, playground, serving

STARTS = 5
CLIENTS = (1, 8, 32)
SESSIONS = 128
"""What is asked goes round among so many, as in a hall: one alone may ask 30 times a second."""

START_FLOOR = Floor(2, "s", at_most=True)
ALONE_FLOOR = Floor(1, "ms p50", at_most=True)
CROWD_FLOOR = Floor(2500, "requests/s")
HEALTH_FLOOR = Floor(50, "ms at worst", at_most=True)

ROUNDS = 3
"""Odd, so that one is in the middle. The peers' rounds come between."""

HEALTH_PAUSE_S = 0.01
TIMEOUT_S = 300.0

TRAINING = {
    "the default network, batches of 10": ([784, 16, 16, 10], {"batch_size": 10, "steps": 40_000}),
    "a large network, batches of 10,000": ([784, 512, 64, 10], {"batch_size": 10_000, "steps": 4}),
}


def run() -> Iterator[Table]:
    """Measure; yield each table as it is ready."""
    yield starts()
    yield forward_passes()
    yield health_while_training()


def starts() -> Table:
    """Start the server some times over."""
    times = []
    for _ in range(STARTS):
        with playground() as server:
            times.append(server.started_s)
    figure = median(times)
    cells = [seconds(figure), seconds(min(times)), seconds(max(times))]
    return Table(
        f"From the start of the server's process to its first page, {STARTS} starts",
        ["median", "best", "worst"],
        [Row("python -m app", cells, figure, START_FLOOR)],
    )


def forward_passes() -> Table:
    """Ask for forward passes beside bare endpoints that do the same arithmetic."""
    bodies = _bodies(SESSIONS)
    rows = []
    bare = ["-m", "uvicorn", "tests.bench.peers.bare_endpoint:app", "--log-level", "warning"]
    bare += ["--no-access-log", "--port"]
    with playground(SERVER_CORE) as ours, serving(bare, "/", SERVER_CORE) as peer:
        own = [
            asking.Question(f"/api/sessions/{_new_session(ours)}/forward", body) for body in bodies
        ]
        peers = {
            name: [asking.Question(f"/{name}", body) for body in bodies]
            for name in ("pydantic", "orjson")
        }
        for clients in CLIENTS:
            seen = [
                (
                    asking.ask(ours, own, clients),
                    {name: asking.ask(peer, each, clients) for name, each in peers.items()},
                )
                for _ in range(ROUNDS)
            ]
            answers = asking.middle([mine for mine, _ in seen])
            figure, floor = _judged(clients, answers)
            rows.append(
                Row(f"app, {_clients(clients)}", [*asking.cells(answers), ""], figure, floor)
            )
            for name in peers:
                beside = asking.middle([others[name] for _, others in seen])
                ratio = answers.per_second / beside.per_second
                rows.append(
                    Row(f"  bare {name}", [*asking.cells(beside), f"{number(ratio)} x as many"])
                )
    pinned = "the server on one core, clients on another" if can_pin() else "cores not separated"
    return Table(
        "POST forward, 784 numbers in, all activations out",
        [*asking.COLUMNS, "app to it"],
        rows,
        [
            f"Requests by {asking.tool()}; {pinned}.",
            f"Each row is the middle one of {ROUNDS} rounds of {asking.DURATION_S} s.",
        ],
    )


def _judged(clients: int, answers: asking.Answers) -> tuple[float, Floor | None]:
    if clients == 1:
        return answers.percentiles_s[0] * 1e3, ALONE_FLOOR
    return answers.per_second, CROWD_FLOOR if clients == max(CLIENTS) else None


def _clients(count: int) -> str:
    return "1 client" if count == 1 else f"{count} clients"


def _bodies(count: int) -> list[str]:
    test = digits.load().test
    return [json.dumps({"pixels": test.pixels(index).tolist()}) for index in range(count)]


def _new_session(server: Server, layers: Sequence[int] = (784, 16, 16, 10)) -> str:
    answer = httpx.post(f"{server.url}/api/sessions", json={"layers": layers}).raise_for_status()
    return str(answer.json()["id"])


def health_while_training() -> Table:
    """Ask for the server's health, and for forward passes, while another session trains."""
    rows = []
    with playground(SERVER_CORE) as server:
        idle = cycle([_new_session(server) for _ in range(SESSIONS)])
        pixels = json.loads(_bodies(1)[0])
        for what, (layers, wanted) in TRAINING.items():
            training = threading.Thread(
                target=_train, args=(server, _new_session(server, layers), wanted)
            )
            training.start()
            health, passes = [], []
            with httpx.Client(base_url=server.url, timeout=TIMEOUT_S) as client:
                while training.is_alive():
                    health.append(_timed(client, "GET", "/api/health"))
                    path = f"/api/sessions/{next(idle)}/forward"
                    passes.append(_timed(client, "POST", path, pixels))
                    sleep(HEALTH_PAUSE_S)
            training.join()
            # The last of each may have been answered after the training was over.
            rows.append(_row(f"health; {what}", health[:-1], HEALTH_FLOOR))
            rows.append(_row(f"forward; {what}", passes[:-1], None))
    return Table(
        "An answer while another session trains, the server on one core",
        ["asked", "p50", "p95", "worst"],
        rows,
    )


def _train(server: Server, session: str, wanted: dict[str, int]) -> None:
    body = {"learning_rate": 0.1, **wanted}
    url = f"{server.url}/api/sessions/{session}/step"
    httpx.post(url, json=body, timeout=TIMEOUT_S).raise_for_status()


def _timed(client: httpx.Client, method: str, path: str, body: object = None) -> float:
    start = perf_counter()
    client.request(method, path, json=body).raise_for_status()
    return perf_counter() - start


def _row(what: str, latencies: Sequence[float], floor: Floor | None) -> Row:
    cells = [number(len(latencies)), seconds(percentile(latencies, 50))]
    cells += [seconds(percentile(latencies, 95)), seconds(max(latencies))]
    return Row(what, cells, max(latencies) * 1e3, floor)
