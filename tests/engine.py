"""Redis or Valkey of the tests' own: on a free port, in a folder of its own, ended by the tests."""

import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest
import redis

from tests.browser.engines.find_engines import find_store, must_run

PATIENCE_S: Final = 20


class EngineProcess:
    """One engine, which can be ended, begun again on the same port, and held still."""

    def __init__(self, program: str, folder: Path, *options: str) -> None:
        self.port = _free_port()
        self.client = redis.Redis(port=self.port, socket_timeout=PATIENCE_S)
        self._command = [program, "--port", str(self.port), "--bind", "127.0.0.1"]
        self._command += ["--dir", str(folder), "--save", "", "--appendonly", "no", *options]
        self._process: subprocess.Popen[bytes] | None = None
        self.begin()

    @property
    def url(self) -> str:
        """Its address, for NUDGE_STORE."""
        return f"redis://127.0.0.1:{self.port}/0"

    def begin(self) -> None:
        """Start it, and wait until it answers."""
        self._process = subprocess.Popen(
            self._command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        output = self._process.stdout
        assert output is not None
        for line in output:
            if b"eady to accept connections" in line:
                return
        raise RuntimeError("The engine did not start")

    def end(self, how: signal.Signals = signal.SIGKILL) -> None:
        """End it, and wait until it has ended."""
        assert self._process is not None
        self._process.send_signal(how)
        self._process.communicate()

    def hold(self) -> None:
        """Let it answer nobody, with all connections open."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Let it answer again."""
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)


@contextmanager
def engine(*options: str) -> Iterator[EngineProcess]:
    """Give an engine for as long as the block lasts."""
    program = find_store()
    if program is None:
        message = "There is neither Valkey nor Redis: `make engines` installs one"
        (pytest.fail if must_run() else pytest.skip)(message)
    with tempfile.TemporaryDirectory() as folder:
        process = EngineProcess(program, Path(folder), *options)
        try:
            yield process
        finally:
            process.go_on()
            process.client.close()
            process.end()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
