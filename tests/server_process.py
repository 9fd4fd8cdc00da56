"""`python -m app` in a process of its own: begun with nothing, or copied from one that is ready."""

import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import IO, Final, Protocol

ROOT: Final = Path(__file__).resolve().parent.parent
RUN: Final = "import runpy; runpy.run_module('app', run_name='__main__', alter_sys=True)"


class ServerProcess(Protocol):
    """What tests do with a process: as much of `subprocess.Popen`."""

    pid: int
    stdout: IO[str] | None
    stderr: IO[str] | None

    def send_signal(self, sig: int, /) -> None:
        """Do nothing where it has ended."""

    def terminate(self) -> None:
        """Ask it to end."""

    def kill(self) -> None:
        """End it."""

    def wait(self, timeout: float | None = None) -> int:
        """Return its exit code once it has ended, or minus the signal that has ended it."""


class Start(Protocol):
    """A way to start one."""

    def __call__(
        self, arguments: Sequence[str], environment: Mapping[str, str], *, reads_errors: bool
    ) -> ServerProcess:
        """Where nobody reads its errors they are this process's own."""


@contextmanager
def started(
    *arguments: str, start: Start | None = None, **environment: str
) -> Iterator[tuple[ServerProcess, str]]:
    """Start the command at a free port; return it and the address that it tells."""
    process = (start or copied)(
        ["--port", "0", "--no-browser", *arguments], environment, reads_errors=True
    )
    assert process.stdout is not None
    assert process.stderr is not None
    with process.stdout, process.stderr:
        try:
            yield process, told_address(process).rstrip("/")
        finally:
            process.kill()
            process.wait()


def told_address(process: ServerProcess) -> str:
    """Return the address that it tells once it listens."""
    assert process.stdout is not None
    line = process.stdout.readline()
    address = next((word for word in line.split() if word.startswith("http://")), None)
    assert address is not None, f"Expected the server's address, but got {line!r}"
    return address


def from_nothing(
    arguments: Sequence[str],
    environment: Mapping[str, str],
    *,
    first: str = "",
    reads_errors: bool = False,
) -> subprocess.Popen[str]:
    """Start it as a person does.

    first: what is run in it, in Python, before any of the app is imported.
    """
    program = ("-c", f"{first}\n{RUN}") if first else ("-m", "app")
    return subprocess.Popen(
        [sys.executable, *program, *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE if reads_errors else None,
        text=True,
    )


CAN_FORK: Final = sys.platform == "linux"


def copied(
    arguments: Sequence[str], environment: Mapping[str, str], *, reads_errors: bool = False
) -> ServerProcess:
    """Start it with the app imported already, where that can be: that takes most of a start."""
    if CAN_FORK:
        return Copy(arguments, environment, reads_errors)
    return from_nothing(arguments, environment, reads_errors=reads_errors)


class Copy:
    """A copy of the process that has the app ready, used like `subprocess.Popen`."""

    def __init__(
        self, arguments: Sequence[str], environment: Mapping[str, str], reads_errors: bool
    ) -> None:
        question = {"arguments": arguments, "environment": {**os.environ, **environment}}
        read, write = os.pipe()
        read_errors, write_errors = os.pipe() if reads_errors else (None, os.dup(2))
        self._ended, end = os.pipe()
        _, ready = _ready_app()
        socket.send_fds(ready, [json.dumps(question).encode()], [write, write_errors, end])
        for file in (write, write_errors, end):
            os.close(file)
        self.stdout: IO[str] | None = os.fdopen(read)
        self.stderr: IO[str] | None = None if read_errors is None else os.fdopen(read_errors)
        self.pid = int(ready.recv(MOST_DIGITS))
        self.returncode: int | None = None

    def send_signal(self, sig: int) -> None:
        """Do nothing where it has ended."""
        if not self._has_ended(within_s=0):
            os.kill(self.pid, sig)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)

    def wait(self, timeout: float | None = None) -> int:
        """Return its exit code once it has ended, or minus the signal that has ended it."""
        if not self._has_ended(timeout):
            raise subprocess.TimeoutExpired("a copy of the app", timeout or 0)
        assert self.returncode is not None
        return self.returncode

    def _has_ended(self, within_s: float | None) -> bool:
        if self.returncode is None and _can_read(self._ended, within_s):
            self.returncode = int(os.read(self._ended, MOST_DIGITS))
            os.close(self._ended)
        return self.returncode is not None


MOST_DIGITS: Final = 20


def _can_read(file: int, within_s: float | None) -> bool:
    poll = select.poll()
    poll.register(file, select.POLLIN)
    return bool(poll.poll(None if within_s is None else 1000 * within_s))


@cache
def _ready_app() -> tuple[subprocess.Popen[bytes], socket.socket]:
    """Return a process that has the app ready, and where to ask for copies of it."""
    # Each question comes whole, and alone.
    here, there = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with there:
        command = ["-m", "tests.ready_app", str(there.fileno())]
        process = subprocess.Popen([sys.executable, *command], cwd=ROOT, pass_fds=[there.fileno()])
    return process, here
