"""The real server for the browser tests, in a process of its own."""

import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import IO, Final, Protocol, Self
from urllib.parse import urlsplit

ROOT: Final = Path(__file__).resolve().parents[3]
SHUTDOWN_S: Final = 1
STOPS_WITHIN_S: Final = 20


class Process(Protocol):
    """A process that has been started."""

    pid: int
    output: IO[str]
    """What it writes; it ends with the process."""

    def stop(self) -> None:
        """Ask it to end, and wait until it has."""


class Serving:
    """`python -m app` on a port of this machine, from `start` to `stop`; 0 takes a free port.

    Each start makes a new process, so a server that is started again has lost all sessions. What
    `first` says in Python is run in it before any of the app is imported.
    """

    def __init__(
        self, port: int = 0, first: str = "", workers: int = 1, **environment: str
    ) -> None:
        self.port = port
        self.workers = workers
        self._first = first
        self._environment = {"NUDGE_SHUTDOWN_S": str(SHUTDOWN_S), **environment}
        self._process: Process | None = None

    @property
    def url(self) -> str:
        """The address of the page, without a slash at its end."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Listen; return once the server says where."""
        port, workers = str(self.port), str(self.workers)
        arguments = ["--no-browser", "--port", port, "--workers", workers]
        is_usual = CAN_FORK and self.workers == 1 and not self._first
        self._process = (
            Forked(arguments, self._environment)
            if is_usual
            else Started(self._first, arguments, self._environment)
        )
        line = self._process.output.readline()
        address = next((word for word in line.split() if word.startswith("http://")), None)
        assert address is not None, f"Expected the server's address, but got {line!r}"
        self.port = urlsplit(address).port or 0

    def processes(self) -> list[int]:
        """Return the workers' processes, once all of them listen; by what Linux tells of them."""
        assert self._process is not None
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children")
        listening = f":{self.port:04X} 00000000:0000 0A"
        while Path("/proc/net/tcp").read_text().count(listening) < self.workers:
            pass
        return [int(child) for child in children.read_text().split() if _is_worker(child)]

    def stop(self) -> None:
        """Stop listening and hang up."""
        process, self._process = self._process, None
        if process is not None:
            process.stop()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


class Started:
    """A process that begins with nothing."""

    def __init__(
        self, first: str, arguments: Sequence[str], environment: Mapping[str, str]
    ) -> None:
        run = "import runpy; runpy.run_module('app', run_name='__main__', alter_sys=True)"
        program = ("-c", f"{first}\n{run}") if first else ("-m", "app")
        self._process = subprocess.Popen(
            [sys.executable, *program, *arguments],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        self.output: IO[str] = self._process.stdout
        self.pid = self._process.pid

    def stop(self) -> None:
        self._process.terminate()
        self._process.communicate(timeout=STOPS_WITHIN_S)


CAN_FORK: Final = sys.platform == "linux"


class Forked:
    """A process that begins with the app imported: a copy of one that has it ready."""

    def __init__(self, arguments: Sequence[str], environment: Mapping[str, str]) -> None:
        question = {"arguments": arguments, "environment": environment}
        read, write = os.pipe()
        _, ready = _ready_app()
        socket.send_fds(ready, [json.dumps(question).encode()], [write])
        os.close(write)
        self.output = os.fdopen(read)
        self.pid = int(ready.recv(MOST_DIGITS))

    def stop(self) -> None:
        with self.output, suppress(ProcessLookupError):  # It may have ended by itself.
            ending = os.pidfd_open(self.pid)
            os.kill(self.pid, signal.SIGTERM)
            ended, _, _ = select.select([ending], [], [], STOPS_WITHIN_S)
            os.close(ending)
            assert ended, f"Expected the server to end within {STOPS_WITHIN_S} s"


MOST_DIGITS: Final = 20


@cache
def _ready_app() -> tuple[subprocess.Popen[bytes], socket.socket]:
    """Return a process that has the app ready, and where to ask for copies of it."""
    here, there = socket.socketpair()
    with there:
        command = ["-m", "tests.browser.support.ready_app", str(there.fileno())]
        process = subprocess.Popen([sys.executable, *command], cwd=ROOT, pass_fds=[there.fileno()])
    return process, here


def _is_worker(process: str) -> bool:
    try:
        return b"spawn_main" in Path(f"/proc/{process}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):  # It has ended meanwhile.
        return False
