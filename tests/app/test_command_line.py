"""The command line: what it starts, what it refuses, and how it ends."""

import signal
import socket
import sys
import threading
from typing import Any

import httpx
import pytest

from app import __main__ as command
from app import __version__
from app.__main__ import main
from app.settings import Settings
from tests import unencrypted
from tests.again import again
from tests.app.calls import JSON, Calls
from tests.server_process import from_nothing, started

PATIENCE_S = 60


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """Run the command, which must end by itself; return its exit code and what it says."""
    code = main(["--no-browser", *arguments])
    captured = capsys.readouterr()
    assert captured.out == ""
    return code, captured.err


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals to send")
@pytest.mark.parametrize("which", [signal.SIGTERM, *again(signal.SIGINT)])
@pytest.mark.long
def test_it_ends_well_when_told_to(which: signal.Signals) -> None:
    """With an idle connection, one who has sent half a request, and a training under way."""
    answers = []
    with (
        started(NUDGE_MAX_COMPUTATIONS="1", NUDGE_SHUTDOWN_S="1") as (process, url),
        unencrypted.Client(base_url=url, timeout=PATIENCE_S) as client,
        socket.create_connection(("127.0.0.1", httpx.URL(url).port)) as half,
    ):
        half.sendall(b"POST /api/sessions HTTP/1.1\r\nHost: localhost\r\n")
        half.sendall(b"Content-Length: 100\r\n\r\nhalf of it")
        trained, other = Calls(client), Calls(client)

        def train() -> None:
            body = '{"batch_size": 1, "steps": 600000, "learning_rate": 0.1}'
            with unencrypted.Client(base_url=url, timeout=PATIENCE_S) as trainer:
                while True:
                    answer = trainer.post(f"{trained.url}/step", content=body, headers=JSON)
                    # Until there is room for it, and it has not asked for it too often.
                    if answer.status_code != 429 and "many others" not in answer.text:
                        break
            answers.append(answer)

        training = threading.Thread(target=train)
        training.start()
        while client.get(f"{other.url}/accuracy").status_code == 200:
            pass  # there is room for one computation only, and now it is the training
        process.send_signal(which)
        assert process.wait(PATIENCE_S) == 0
        training.join()
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()
        assert half.recv(1000).split()[1] == b"503"
    assert answers[0].status_code == 503
    assert int(answers[0].headers["retry-after"]) >= 1


def test_it_tells_its_address_in_one_line() -> None:
    with started(start=from_nothing) as (process, url):
        assert unencrypted.get(f"{url}/api/health").json()["version"] == __version__
        process.terminate()
        assert process.wait(PATIENCE_S) == 0
        assert process.stdout is not None
        assert process.stderr is not None
        assert (process.stdout.read(), process.stderr.read()) == ("", "")


def test_a_busy_port_is_told_in_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = str(busy.getsockname()[1])
        code, message = refused(capsys, "--port", port)
    assert code == 1
    assert message.startswith(f"Cannot listen on port {port} of 127.0.0.1")
    assert "--port" in message


def test_so_is_a_busy_port_of_the_figures(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = str(busy.getsockname()[1])
        monkeypatch.setenv("NUDGE_METRICS_PORT", port)
        code, message = refused(capsys, "--port", "0")
    assert code == 1
    assert message.startswith(f"Cannot listen on port {port} of 127.0.0.1")
    assert "NUDGE_METRICS_PORT" in message


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_off_loopback_it_asks_for_host_names(host: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, message = refused(capsys, "--host", host, "--port", "0")
    assert code == 2
    assert "--public-host" in message
    assert "NUDGE_ALLOWED_HOSTS" in message


def test_named_hosts_are_answered() -> None:
    names = ["--public-host", "nudge.example.org", "--public-host", "192.0.2.7"]
    settings = {"NUDGE_MAX_SESSIONS": "3"}
    with started("--host", "0.0.0.0", *names, start=from_nothing, **settings) as (_, url):
        for host, status in (
            ("nudge.example.org", 200),
            ("192.0.2.7:80", 200),
            ("localhost", 200),
            ("other.example.org", 400),
        ):
            answer = unencrypted.get(f"{url}/api/health", headers={"Host": host})
            assert answer.status_code == status, host
        assert unencrypted.get(f"{url}/api/limits").json()["max_sessions"] == 3


@pytest.mark.parametrize("name", ["http://nudge.example.org", "nudge.example.org:8000", ""])
def test_a_public_host_that_never_matches_is_refused(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, message = refused(capsys, "--public-host", name, "--port", "0")
    assert code == 2
    assert "host names" in message


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("::", "http://[::1]:80/"),
        ("0.0.0.0", "http://127.0.0.1:80/"),
        ("", "http://127.0.0.1:80/"),
        ("::1", "http://[::1]:80/"),
        ("localhost", "http://localhost:80/"),
    ],
)
def test_the_address_told_is_one_that_is_listened_on(host: str, address: str) -> None:
    assert command._url(host, 80) == address


def test_an_origin_may_end_with_a_slash_as_browsers_show_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NUDGE_ALLOWED_ORIGINS", "https://nudge.example.org/,http://[::1]:8000")
    assert Settings().allowed_origins == ("https://nudge.example.org", "http://[::1]:8000")


def test_the_environment_may_name_hosts(monkeypatch: pytest.MonkeyPatch) -> None:
    started_with: list[Settings] = []

    class NotServing(command.Server):
        def run(self, sockets: list[socket.socket] | None = None) -> None:
            for listener in sockets or []:
                listener.close()

        def __init__(self, settings: Settings, *arguments: Any) -> None:
            started_with.append(settings)
            super().__init__(settings, *arguments)

    monkeypatch.setattr(command, "Server", NotServing)
    monkeypatch.setenv("NUDGE_ALLOWED_HOSTS", "nudge.example.org")
    assert main(["--host", "0.0.0.0", "--port", "0", "--no-browser"]) == 0
    assert started_with[0].hosts == ("localhost", "127.0.0.1", "[::1]", "nudge.example.org")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MAX_SESSIONS", "many"),
        ("MAX_SESSIONS", "0"),
        ("ALLOWED_HOSTS", "[half"),
        ("ALLOWED_HOSTS", "https://nudge.example.org"),
        ("ALLOWED_HOSTS", "localhost,nudge.example.org:8443"),
        ("ALLOWED_HOSTS", "nudge.example.org/page"),
        ("ALLOWED_ORIGINS", "nudge.example.org"),
        ("ALLOWED_ORIGINS", "https://nudge.example.org/page"),
        ("SESSION_LIFETIME_S", "inf"),
        ("MAX_SESSIONS", "99999999999999999999"),
        ("FRAME_ANCESTORS", "'self' https://überall.example.org"),
        ("FRAME_ANCESTORS", "self https://slides.example.org"),
        ("TRUSTED_PROXIES", "proxy.example.org"),
        ("TRUSTED_PROXIES", "10.0.0.0/33"),
        ("STORE", "localhost:6379"),
        ("STORE", "https://localhost:6379"),
        ("STORE", "redis://localhost:many/0"),
        ("STORE_PREFIX", "two words"),
    ],
)
def test_settings_that_cannot_be_are_told(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(f"NUDGE_{name}", value)
    code, message = refused(capsys, "--port", "0")
    assert code == 2
    assert f"NUDGE_{name}" in message


@pytest.mark.parametrize(
    "text", ["a.example.org,b.example.org", '["a.example.org", "b.example.org"]']
)
def test_lists_are_written_with_commas_or_as_json(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NUDGE_ALLOWED_HOSTS", text)
    assert Settings().allowed_hosts == ("a.example.org", "b.example.org")


@pytest.mark.parametrize("port", ["65536", "-1", "http", ""])
def test_ports_that_cannot_be_are_told(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        main([f"--port={port}"])
    assert exit_.value.code == 2
    assert "Expected a port from 0 to 65535" in capsys.readouterr().err


def test_an_address_of_another_machine_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--host", "192.0.2.1", "--public-host", "x", "--port", "0"]) == 1
    assert "192.0.2.1" in capsys.readouterr().err


def test_help_names_the_options(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(["--help"])
    assert exit_.value.code == 0
    text = capsys.readouterr().out
    for option in ("--host", "--port", "--workers", "--no-browser", "--public-host", "--version"):
        assert option in text


@pytest.mark.parametrize(
    ("arguments", "opens"), [([], True), (["--no-browser"], False)], ids=["opens", "does not"]
)
def test_the_page_is_opened_once_the_server_listens(
    arguments: list[str],
    opens: bool,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    opened: list[str] = []
    loaded = threading.Event()

    def open_page(url: str) -> None:
        opened.append(unencrypted.get(url).text)
        loaded.set()

    def ended() -> None:
        # In place of a person who ends it once the page is there.
        if opens:
            assert loaded.wait(PATIENCE_S)
        server.should_exit = True

    class Ending(command.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            nonlocal server
            server = self
            await super().startup(sockets)
            threading.Thread(target=ended).start()

    server: Ending
    monkeypatch.setattr(command.webbrowser, "open", open_page)
    monkeypatch.setattr(command, "Server", Ending)
    assert main(["--port", "0", *arguments]) == 0
    assert len(opened) == opens
    assert capsys.readouterr().out.count("http://127.0.0.1:") == 1


def test_nothing_is_opened_where_it_cannot_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command.webbrowser, "open", pytest.fail)
    with socket.create_server(("127.0.0.1", 0)) as busy:
        assert main(["--port", str(busy.getsockname()[1])]) == 1


def test_every_setting_is_described() -> None:
    for name, field in Settings.model_fields.items():
        assert field.description, name
        assert field.description.endswith("."), name
