"""Several processes at one address, and the one process that sessions in memory must have."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from app.__main__ import main
from app.operating.one_process import claim_port
from tests import unencrypted
from tests.again import again, one_in
from tests.app.calls import Calls
from tests.app.test_command_line import PATIENCE_S, refused
from tests.engine import EngineProcess, engine
from tests.server_process import ServerProcess, from_nothing, started

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has none of this")

STEP = {"pixels": [0.1] * 784, "target": 3, "learning_rate": 0.001}
HEALTH = "/api/health"


@pytest.fixture(scope="module")
def store() -> Iterator[EngineProcess]:
    with engine() as process:
        yield process


class Several:
    """A server of several workers, as an administrator sees it."""

    def __init__(self, parent: ServerProcess, url: str, figures: str) -> None:
        self.parent = parent
        self.url = url
        self._figures = figures
        self.processes: dict[int, int] = {}
        """Which process is which worker, as the log tells."""

    def read_log(self, sentence: str) -> dict[str, Any]:
        """Read on to the first entry with a sentence, and return it."""
        assert self.parent.stderr is not None
        for line in self.parent.stderr:
            entry: dict[str, Any] = json.loads(line)
            if sentence in entry["message"]:
                return entry
        raise AssertionError(f"Expected {sentence!r} in the log")

    def note_processes(self, count: int) -> None:
        for _ in range(count):
            words = self.read_log(" serves, process ")["message"].rstrip(".").split()
            self.processes[int(words[1])] = int(words[-1])

    def get(self, path: str = HEALTH) -> httpx.Response | None:
        """Ask on a connection of its own; None where it was cut."""
        with suppress(httpx.TransportError):
            return unencrypted.get(self.url + path, timeout=PATIENCE_S)
        return None

    def answered(self) -> dict[str, float]:
        """Return how often each worker has said that it is well."""
        text = unencrypted.get(f"{self._figures}/metrics", timeout=PATIENCE_S).text
        return {
            sample.labels["worker"]: sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
            if sample.name == "nudge_requests_total" and sample.labels["route"] == HEALTH
        }

    def answered_by(self, *workers: str) -> int:
        """Ask until each of these has answered; return how often all have been asked."""
        asked = 0
        while not set(workers) <= self.answered().keys():
            asked += self.get() is not None
        return asked


@contextmanager
def several(store: EngineProcess) -> Iterator[Several]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    settings = {"NUDGE_STORE": store.url, "NUDGE_METRICS_PORT": port, "NUDGE_LOG": "json"}
    settings |= {"NUDGE_LOG_LEVEL": "info", "NUDGE_SHUTDOWN_S": "1"}
    with started("--workers", "2", start=from_nothing, **settings) as (parent, url):
        servers = Several(parent, url, f"http://127.0.0.1:{port}")
        servers.note_processes(2)
        yield servers


def has_ended(process: int) -> bool:
    """Return whether there is no such process, or only its exit code is left."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return False


def test_both_answer_as_one_server_and_their_figures_add_up(store: EngineProcess) -> None:
    with several(store) as servers:
        asked = servers.answered_by("1", "2")
        assert sum(servers.answered().values()) == asked
        session = f"{servers.url}/api/sessions"
        id_ = unencrypted.post(session, json={}).raise_for_status().json()["id"]
        for number in range(1, 11):  # Each on a connection of its own.
            answer = unencrypted.post(f"{session}/{id_}/step", json=STEP).raise_for_status()
            assert answer.json()["session"]["iteration"] == number
        assert servers.read_log("/step")["worker"] in (1, 2)


@pytest.mark.long
def test_one_that_is_killed_is_replaced_while_the_other_serves(store: EngineProcess) -> None:
    with several(store) as servers, unencrypted.Client(base_url=servers.url) as client:
        servers.answered_by("1", "2")
        step = Calls(client).done("step", **STEP)["session"]
        before = servers.processes.copy()
        os.kill(before[1], signal.SIGKILL)
        assert "by signal 9" in servers.read_log("Worker 1 ended")["message"]
        assert servers.get() is not None  # By the other: it is not replaced yet.
        servers.note_processes(1)
        assert servers.processes[1] != before[1]
        assert servers.processes[2] == before[2]
        servers.answered_by("1", "2")
        answer = servers.get(f"/api/sessions/{step['id']}")
        assert answer is not None
        assert answer.json() == step


@pytest.mark.parametrize("which", [signal.SIGTERM, *again(signal.SIGINT)])
@pytest.mark.long
def test_all_end_well_when_told_to(store: EngineProcess, which: signal.Signals) -> None:
    with (
        several(store) as servers,
        socket.create_connection(("127.0.0.1", httpx.URL(servers.url).port)) as half,
    ):
        half.sendall(b"POST /api/sessions HTTP/1.1\r\nHost: localhost\r\n")
        half.sendall(b"Content-Length: 100\r\n\r\nhalf of it")
        servers.answered_by("1", "2")  # So whichever of them has the half has taken it.
        servers.parent.send_signal(which)
        assert servers.parent.wait(PATIENCE_S) == 0
        assert half.recv(1000).split()[1] == b"503"
        assert all(map(has_ended, servers.processes.values()))
        assert servers.parent.stderr is not None
        assert "Traceback" not in servers.parent.stderr.read()


@pytest.mark.long
def test_none_is_left_when_the_parent_is_killed(store: EngineProcess) -> None:
    with several(store) as servers:
        servers.parent.kill()
        servers.parent.wait()
        while not all(map(has_ended, servers.processes.values())):
            pass


def test_without_a_store_that_they_share_they_are_refused(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, message = refused(capsys, "--port", "0", "--workers", "2")
    assert code == 2
    assert "NUDGE_STORE=redis://" in message


@pytest.mark.parametrize("count", ["0", "-1", "two", "101"])
def test_numbers_of_workers_that_cannot_be_are_told(
    count: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as exit_:
        main([f"--workers={count}"])
    assert exit_.value.code == 2
    assert "Expected a number of workers from 1 to 100" in capsys.readouterr().err


@pytest.mark.parametrize(
    "others", one_in(2, [("127.0.0.1", "0.0.0.0"), ("127.0.0.1", "127.0.0.2")])
)
def test_a_second_process_at_the_port_is_refused_at_any_address(
    others: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = others
    public = "--public-host", "nudge.example.org"
    with started("--host", first) as (_, url):
        port = str(httpx.URL(url).port)
        code, message = refused(capsys, "--port", port, "--host", second, *public)
        assert code == 1
        assert f"port {port} of" in message
        assert "--port" in message
        assert unencrypted.get(url + HEALTH).status_code == 200


def test_where_nothing_can_be_written_it_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    claim_port(8000)


def test_so_it_is_where_the_port_is_open_to_all_who_share_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with socket.socket() as shared:
        shared.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        shared.bind(("127.0.0.1", 0))
        shared.listen()
        code, message = refused(capsys, "--port", str(shared.getsockname()[1]))
    assert code == 1
    assert message.startswith("Cannot listen on port")


UVICORN = [sys.executable, "-m", "uvicorn", "--factory", "app.main:create_app", "--workers", "2"]
LISTENS = "Uvicorn running on "


def test_uvicorns_own_workers_are_refused_without_a_store() -> None:
    ran = subprocess.run(
        [*UVICORN, "--port", "0"], capture_output=True, text=True, check=False, timeout=PATIENCE_S
    )
    assert ran.stderr.count("Another process of this server runs already.") == 1
    assert "NUDGE_STORE" in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.long
def test_uvicorns_own_workers_serve_with_one(store: EngineProcess) -> None:
    process = subprocess.Popen(
        [*UVICORN, "--port", "0"],
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"NUDGE_STORE": store.url},
    )
    with ExitStack() as stack:
        stack.callback(process.communicate)
        stack.callback(process.terminate)
        assert process.stderr is not None
        line = next(line for line in process.stderr if LISTENS in line)
        complete = (line for line in process.stderr if "startup complete" in line)
        assert len([next(complete), next(complete)]) == 2  # Both of them.
        assert unencrypted.get(line.partition(LISTENS)[2].split()[0] + HEALTH).status_code == 200
