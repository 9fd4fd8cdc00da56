"""What an administrator sees: log, readiness, figures; and what is refused at the start."""

import json
import logging
import re
import socket
import subprocess
import sys
from collections.abc import Iterator

import httpx
import pytest

from app.operating import log
from app.settings import Settings, WrongSettings, settings_of_environment
from tests import unencrypted
from tests.app.calls import Calls
from tests.conftest import Serve

SMALL = {"layers": [3, 2], "weights": "random"}
PIXELS = [0.5, 0.123456789, 0.9]
WATCH_KEY = "sB-3xQ_fT9mKd0wLz7RvYa"


class Lines(logging.Handler):
    """Keeps the log's lines as they are written."""

    def __init__(self, formatter: logging.Formatter) -> None:
        super().__init__()
        self.setFormatter(formatter)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))

    @property
    def entries(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.lines]


@pytest.fixture(params=[log.PlainFormatter, log.JsonFormatter])
def logged(request: pytest.FixtureRequest) -> Iterator[Lines]:
    yield from _listening(request.param())


@pytest.fixture
def logged_json() -> Iterator[Lines]:
    yield from _listening(log.JsonFormatter())


def _listening(formatter: logging.Formatter) -> Iterator[Lines]:
    lines, logger = Lines(formatter), logging.getLogger("nudge")
    before = logger.level
    logger.addHandler(lines)
    logger.setLevel(logging.INFO)
    yield lines
    logger.removeHandler(lines)
    logger.setLevel(before)


def test_a_request_is_logged_by_its_route_and_answered_with_its_id(
    serve: Serve, logged_json: Lines
) -> None:
    session = Calls(serve(), **SMALL)
    answer = session.post("forward", pixels=PIXELS)
    missing = session.client.get("/api/nothing/of/mine")
    session.client.get("/api/health")  # Now the lines of those before are written.
    lines = {entry["request_id"]: entry for entry in logged_json.entries}
    entry = lines[answer.headers["X-Request-ID"]]
    unknown = lines[missing.headers["X-Request-ID"]]
    route = "/api/sessions/{session_id}/forward"
    assert (entry["method"], entry["route"], entry["status"]) == ("POST", route, 200)
    assert isinstance(entry["ms"], float)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", str(entry["time"]))
    assert entry["level"] == "info"
    assert (unknown["route"], unknown["status"]) == ("-", 404)


def test_no_line_holds_a_session_or_a_drawing(
    serve: Serve, logged: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = Calls(serve(), **SMALL)
    id_ = session.created["id"]

    def fails(*_: object) -> None:
        raise KeyError(f"no session {id_}, which {WATCH_KEY} watches")

    monkeypatch.setattr("app.sessions.session.Session.forward", fails)
    with pytest.raises(AssertionError, match="500"):  # It is not documented.
        session.post("forward", pixels=PIXELS)
    session.client.get(f"/api/sessions/{id_}/nothing")
    written = "\n".join(logged.lines)
    assert "Traceback" in written
    assert id_ not in written
    assert WATCH_KEY not in written
    assert "0.123456789" not in written


def test_nor_does_that_of_a_fault_that_nobody_waited_for() -> None:
    program = (
        "import asyncio\n"
        "from app.operating import log\n"
        "async def fails():\n"
        f"    raise KeyError('{WATCH_KEY}')\n"
        "async def main():\n"
        "    asyncio.create_task(fails())\n"
        "    await asyncio.sleep(0)\n"
        "log.configure('json', 'warning')\n"
        "asyncio.run(main())\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    (entry,) = [json.loads(line) for line in ran.stderr.splitlines()]
    assert entry["level"] == "error"
    assert "KeyError" in entry["error"]
    assert WATCH_KEY not in ran.stderr


def test_who_hangs_up_within_a_body_leaves_no_traceback(serve: Serve, logged_json: Lines) -> None:
    session = Calls(serve(), **SMALL)
    url = session.client.base_url
    with socket.create_connection((url.host, url.port)) as caller:
        head = f"POST {session.url}/forward HTTP/1.1\r\nHost: {url.host}\r\n"
        head += "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"
        caller.sendall(head.encode())
        session.describe()  # The server has read it by then.
    while not any(entry.get("status") == 499 for entry in logged_json.entries):
        session.describe()
    assert not any("error" in entry for entry in logged_json.entries)


def test_it_is_ready_unless_it_is_full(serve: Serve) -> None:
    client = serve(max_sessions=1)
    client.get("/api/digits")  # They are read by then.
    assert client.get("/api/ready").json() == {"status": "ready"}
    session = Calls(client, **SMALL)
    assert client.get("/api/ready").status_code == 200  # It was never changed.
    session.done("step", pixels=PIXELS, target=1, learning_rate=0.5)
    answer = client.get("/api/ready")
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) >= 1
    assert client.get("/api/health").status_code == 200


@pytest.mark.parametrize(
    ("where", "value"),
    [
        ("app.api.http.services.SharedDigits.are_there", False),
        ("app.sessions.compute.Compute.is_stopping", True),
        ("app.sessions.compute.Compute.is_full", True),
    ],
    ids=["while it starts", "while it stops", "while it computes all it can"],
)
def test_nor_is_it(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch, where: str, value: bool
) -> None:
    monkeypatch.setattr(where, value)
    answer = client.get("/api/ready")
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) >= 1
    assert client.get("/api/health").status_code == 200


def test_figures_are_served_on_a_port_of_their_own(serve: Serve) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    client = serve(metrics_port=port)
    sessions = [Calls(client, **SMALL) for _ in range(3)]
    lengths = set()
    for session in sessions:
        session.post("forward", pixels=PIXELS)
        client.get(f"/{session.created['id']}")
        client.request("BREW", f"/{session.created['id']}")
        client.get(f"/static/{session.created['id']}")
        text = unencrypted.get(f"http://127.0.0.1:{port}/metrics").text
        lengths.add(len(text.splitlines()))
    assert "nudge_sessions 3.0" in text
    assert 'route="/api/sessions/{session_id}/forward",status="200"} 3.0' in text
    assert 'method="GET",route="/static/{path}",status="404"} 3.0' in text
    assert 'method="OTHER",route="-",status="400"} 3.0' in text  # No HTTP: BREW
    assert not any(session.created["id"] in text for session in sessions)
    assert len(lengths) == 1  # Nobody makes them more.
    assert client.get("/metrics").status_code == 404


def test_a_misspelt_setting_is_named_with_the_nearest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUDGE_MAX_SESSION", "5")
    monkeypatch.setenv("NUDGE_KEEP_ALIVE_S", "soon")
    with pytest.raises(WrongSettings) as wrong:
        settings_of_environment()
    assert "NUDGE_MAX_SESSION; the nearest is NUDGE_MAX_SESSIONS" in str(wrong.value)
    assert "NUDGE_KEEP_ALIVE_S" in str(wrong.value)
    assert "soon" in str(wrong.value)


def test_each_setting_is_known_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("nudge_max_sessions", "7")
    assert settings_of_environment().max_sessions == 7
    assert {"log", "metrics_port"} <= Settings.model_fields.keys()
