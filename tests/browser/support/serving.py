"""The real server for the browser tests, in a process of its own."""

from pathlib import Path
from typing import Final, Self
from urllib.parse import urlsplit

from tests.server_process import ServerProcess, copied, from_nothing, told_address

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
        self._process: ServerProcess | None = None

    @property
    def url(self) -> str:
        """The address of the page, without a slash at its end."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Listen; return once the server says where."""
        port, workers = str(self.port), str(self.workers)
        arguments = ["--no-browser", "--port", port, "--workers", workers]
        is_usual = self.workers == 1 and not self._first
        self._process = (
            copied(arguments, self._environment)
            if is_usual
            else from_nothing(arguments, self._environment, first=self._first)
        )
        self.port = urlsplit(told_address(self._process)).port or 0

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
            assert process.stdout is not None
            with process.stdout:
                process.terminate()
                process.wait(STOPS_WITHIN_S)

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
