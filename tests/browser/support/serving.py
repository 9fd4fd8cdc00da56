"""The real server for the browser tests, in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final, Self
from urllib.parse import urlsplit

ROOT: Final = Path(__file__).resolve().parents[3]
SHUTDOWN_S: Final = 1
STOPS_WITHIN_S: Final = 20


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
        self._process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        """The address of the page, without a slash at its end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def _program(self) -> tuple[str, str]:
        run = "import runpy; runpy.run_module('app', run_name='__main__', alter_sys=True)"
        return ("-c", f"{self._first}\n{run}") if self._first else ("-m", "app")

    def start(self) -> None:
        """Listen; return once the server says where."""
        self._process = subprocess.Popen(
            [
                *(sys.executable, *self._program, "--no-browser"),
                *("--port", str(self.port), "--workers", str(self.workers)),
            ],
            cwd=ROOT,
            env=os.environ | self._environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
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
            process.terminate()
            process.communicate(timeout=STOPS_WITHIN_S)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def _is_worker(process: str) -> bool:
    try:
        return b"spawn_main" in Path(f"/proc/{process}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):  # It has ended meanwhile.
        return False
