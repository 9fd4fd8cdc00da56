"""Servers in processes of their own: this project's, and those it is measured beside."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from time import perf_counter, sleep

HOST = "127.0.0.1"
PATIENCE_S = 30.0
POLL_S = 0.005
SERVER_CORE, CLIENT_CORE = 0, 1


@dataclass(frozen=True)
class Server:
    """A server that answers."""

    port: int
    process: int
    started_s: float
    """From the start of its process to its first page."""

    @property
    def url(self) -> str:
        """Where it is, without a slash at the end."""
        return f"http://{HOST}:{self.port}"

    def processor_s(self) -> float | None:
        """Return the processor time that it has taken so far, with its workers; None if unknown."""
        try:
            return sum(map(_processor_s, _family(self.process)))
        except OSError:
            return None

    def loop_s(self) -> float:
        """Return the processor time of its first thread, in which the event loop is."""
        stat = Path(f"/proc/{self.process}/task/{self.process}/stat").read_text("utf-8", "replace")
        user, system = stat.rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def _family(process: int) -> list[int]:
    """Return a process and its children."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text("utf-8")
    return [process, *map(int, children.split())]


def _processor_s(process: int) -> float:
    stat = Path(f"/proc/{process}/stat").read_text("utf-8", "replace")
    user, system = stat.rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


@contextmanager
def playground(
    core: int | None = None,
    descriptors: int | None = None,
    environment: Mapping[str, str] | None = None,
    workers: int = 1,
) -> Iterator[Server]:
    """Run `python -m app`, on one core if one is named, until the end of the block."""
    arguments = ["-m", "app", "--no-browser", "--workers", str(workers), "--port"]
    with serving(arguments, "/", core, descriptors, environment) as server:
        yield server


@contextmanager
def serving(
    arguments: Sequence[str],
    path: str,
    core: int | None,
    descriptors: int | None = None,
    environment: Mapping[str, str] | None = None,
) -> Iterator[Server]:
    """Run a Python server, whose last argument is to be its port, until the end of the block.

    descriptors: what `ulimit -n` says at its start; the system's usual where left out.
    path: what it must answer with 200 before it counts as started.
    Raises: RuntimeError where it ends by itself, TimeoutError where it does not answer.
    """
    port = _free_port()
    command = [*on_core(core), sys.executable, *arguments, str(port)]
    if descriptors is not None:
        command = ["sh", "-c", f'ulimit -S -n {descriptors}; exec "$@"', "sh", *command]
    began = perf_counter()
    env = os.environ | (environment or {})
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=env)
    try:
        yield Server(port, process.pid, _wait_for(process, port, path) - began)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def on_core(core: int | None) -> list[str]:
    """Return what makes a command run on one core; nothing where the machine cannot do that."""
    if core is None or not can_pin():
        return []
    return ["taskset", "--cpu-list", str(core)]


def pin(process: int, core: int) -> None:
    """Keep a process that runs already on one core, all its threads, where that can be done."""
    if can_pin():
        for thread in Path(f"/proc/{process}/task").iterdir():
            os.sched_setaffinity(int(thread.name), {core})


def can_pin() -> bool:
    """Return whether server and clients can have a core each."""
    return shutil.which("taskset") is not None and (os.cpu_count() or 1) > CLIENT_CORE


def _free_port() -> int:
    with socket.create_server((HOST, 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


def _wait_for(process: subprocess.Popen[bytes], port: int, path: str) -> float:
    """Return when the server had sent its first good answer."""
    end = perf_counter() + PATIENCE_S
    while perf_counter() < end:
        if process.poll() is not None:
            raise RuntimeError(f"Expected a server, but it ended with code {process.returncode}")
        connection = HTTPConnection(HOST, port, timeout=PATIENCE_S)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            response.read()
            if response.status == 200:
                return perf_counter()
        except (OSError, HTTPException):
            pass
        finally:
            connection.close()
        sleep(POLL_S)
    raise TimeoutError(f"Expected an answer within {PATIENCE_S:.0f} s, but got none")
