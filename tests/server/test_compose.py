"""compose.yaml: what it says is so, and its proxy in front of two real processes."""

import os
import re
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from string import Template
from typing import Any

import pytest
import yaml

from app.settings import Settings
from tests.app.calls import Calls
from tests.app.rooms.rooms_client import RoomCalls, news
from tests.app.test_command_line import PATIENCE_S
from tests.app.training.training_client import watching
from tests.engine import EngineProcess, engine
from tests.promises import HeldClient
from tests.server.with_engine import KEPT, is_refused
from tests.server_process import started

ROOT = Path(__file__).resolve().parents[2]
STEP = {"pixels": [0.1] * 784, "target": 3, "learning_rate": 0.001}

CADDY = shutil.which("caddy")

COMPOSED: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
SERVICES = COMPOSED["services"]
NUDGES = [SERVICES["nudge-1"], SERVICES["nudge-2"]]


def test_its_settings_are_ours_and_only_the_proxy_is_trusted() -> None:
    proxy = SERVICES["proxy"]["networks"]["front"]["ipv4_address"]
    for nudge in NUDGES:
        names = {name.removeprefix("NUDGE_").lower() for name in nudge["environment"]}
        assert names <= Settings.model_fields.keys()
        assert nudge["environment"]["NUDGE_TRUSTED_PROXIES"] == proxy
        assert "ports" not in nudge


def test_its_store_has_a_password_loses_nothing_and_is_not_reached_from_outside() -> None:
    command = SERVICES["store"]["command"]
    options = dict(zip(command[1::2], command[2::2], strict=True))
    assert options["--maxmemory-policy"] == "noeviction"
    assert options["--appendonly"] == "yes"
    assert options["--requirepass"] == "${STORE_PASSWORD}"
    assert ":${STORE_PASSWORD:?" in NUDGES[0]["environment"]["NUDGE_STORE"]
    assert SERVICES["store"]["networks"] == ["back"]
    assert COMPOSED["networks"]["back"]["internal"] is True
    assert "ports" not in SERVICES["store"]


def test_its_processes_end_before_they_are_killed_and_are_asked_whether_they_are_ready() -> None:
    for nudge in NUDGES:
        assert int(nudge["stop_grace_period"].removesuffix("s")) > Settings().shutdown_s + 10
        assert "http://127.0.0.1:8000/api/ready" in nudge["healthcheck"]["test"][-1]
    assert "health_uri /api/ready" in COMPOSED["configs"]["caddyfile"]["content"]


@pytest.fixture(scope="module")
def store() -> Iterator[EngineProcess]:
    with engine(*KEPT) as process:
        yield process


@contextmanager
def proxied(*processes: str) -> Iterator[str]:
    """Run Caddy as compose.yaml says, before these processes; give its address."""
    assert CADDY is not None
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    text = Template(COMPOSED["configs"]["caddyfile"]["content"]).substitute(
        SITE=f"http://localhost:{port}"
    )
    for number, url in enumerate(processes, 1):
        text = text.replace(f"nudge-{number}:8000", url.removeprefix("http://"))
    assert not re.search(r"nudge-\d", text)
    text = text.replace("{\n", "{\n  admin off\n", 1)
    with tempfile.TemporaryDirectory() as folder, socket.socket() as waiting:
        process = subprocess.Popen(
            [CADDY, "run", "--adapter", "caddyfile", "--config", "-"],
            stdin=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"XDG_DATA_HOME": folder, "XDG_CONFIG_HOME": folder},
        )
        try:
            assert process.stdin is not None
            process.stdin.write(text.encode())
            process.stdin.close()
            while waiting.connect_ex(("127.0.0.1", port)) != 0:
                assert process.poll() is None, "Caddy has ended"
            yield f"http://localhost:{port}"
        finally:
            process.terminate()
            process.wait()


@pytest.mark.skipif(CADDY is None, reason="Caddy is not installed")
def test_through_its_proxy_two_processes_are_one_server(store: EngineProcess) -> None:
    settings = {"NUDGE_STORE": store.url, "NUDGE_LOG_LEVEL": "info"}
    there = "--host", "127.0.0.2"  # It knows this name no more than the proxy's for it.
    with (
        started(*there, **settings) as (first, first_url),
        started(*there, **settings) as (_, second_url),
        proxied(first_url, second_url) as url,
        HeldClient(base_url=url, timeout=PATIENCE_S) as client,
    ):
        calls = Calls(client)
        for number in range(1, 11):
            assert calls.done("step", **STEP)["session"]["iteration"] == number
        room = RoomCalls(calls)
        with news(room) as stream, watching(calls) as watcher:
            assert stream.next() is not None  # Though the answer goes on.
            watcher.send("start")
            watcher.until(lambda frame: frame["iteration"] > 10)
            watcher.send("pause")
            watcher.until_status("paused")
            room.presented(address="#walk/cost?digit=test-3")
            stream.until(lambda state: "test-3" in state["address"])
        told = calls.describe()
        first.kill()
        assert [calls.describe() for _ in range(20)] == [told] * 20
        first.wait()
        assert first.stderr is not None
        assert "GET /api/ready 200" in first.stderr.read()


@pytest.mark.skipif(CADDY is None, reason="Caddy is not installed")
def test_where_the_store_is_away_they_say_so_through_it(store: EngineProcess) -> None:
    settings = {"NUDGE_STORE": store.url, "NUDGE_LOG_LEVEL": "info"}
    settings |= {"NUDGE_MAX_SESSION_REQUESTS_AT_ONCE": "1000000"}
    with (
        started(**settings) as (first, first_url),
        started(**settings) as (second, second_url),
        proxied(first_url, second_url) as url,
        HeldClient(base_url=url, timeout=PATIENCE_S) as client,
    ):
        calls = Calls(client)
        told = calls.describe()
        store.hold()
        try:
            assert is_refused(client.get(calls.url))
            for process in (first, second):  # They tell the proxy that they are not ready.
                assert process.stderr is not None
                assert any("GET /api/ready 503" in line for line in process.stderr)
            for _ in range(20):
                assert is_refused(client.get(calls.url))
            assert client.get("/").status_code == 200
        finally:
            store.go_on()
        while is_refused(answer := client.get(calls.url)):
            pass
        assert answer.json() == told
