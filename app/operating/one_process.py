"""One process only: another, without a store that they share, would not know its sessions."""

import atexit
import multiprocessing
import os
import sys
import tempfile
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from typing import Final

CANNOT_START: Final = 3
"""How a worker ends that could not start: uvicorn and gunicorn then start no more, and end too."""

WHY: Final = (
    "Sessions are kept in the memory of one process, so a second would answer half of all requests "
    "with 404"
)
AMONG_WORKERS: Final = (
    f"Another process of this server runs already. {WHY}: start Nudge with one worker, or name a "
    "Redis or Valkey that all share in NUDGE_STORE."
)
AT_THE_PORT: Final = (
    "Another Nudge serves port {port} of this machine already, at another of its addresses. "
    f"{WHY}: choose another port with --port, or let both share a store by NUDGE_STORE."
)

_held: dict[Path, TextIOWrapper] = {}
"""The locks of this process."""


class AnotherRuns(Exception):
    """There is another process where only one may be; the message says what to do."""


def claim_among_workers() -> None:
    """Be the only process of those that one parent has started to share a port.

    Ends this process, before it serves, where there is another; its parent then ends all.
    """
    parent = _parent()
    if parent is None:
        return
    try:
        _claim(f"workers-{parent}", AMONG_WORKERS)
    except AnotherRuns as refusal:
        sys.stderr.write(f"{refusal}\n")
        sys.stderr.flush()
        os._exit(CANNOT_START)  # An error would be logged with its traceback.


def claim_port(port: int) -> None:
    """Be the only process that serves this port, whichever of this machine's addresses it has.

    Raises: AnotherRuns where there is another.
    """
    _claim(f"port-{port}", AT_THE_PORT.format(port=port))


def _claim(name: str, refusal: str) -> None:
    """Hold a lock until this process ends. Raises: AnotherRuns where another holds it.

    Where nothing can be written, nothing is known of others.
    """
    if sys.platform == "win32":
        return
    with suppress(OSError):
        path = Path(tempfile.gettempdir()) / f"nudge-{os.getuid()}-{name}.lock"
        while path not in _held:
            if (file := _locked(path)) is None:
                raise AnotherRuns(refusal)
            if not _is_at(path, file):  # Who held it has ended and removed it meanwhile.
                file.close()
                continue
            _held[path] = file
            atexit.register(_release, path, file)


def _release(path: Path, file: TextIOWrapper) -> None:
    path.unlink(missing_ok=True)  # While it is held: nobody else has locked it yet.
    file.close()


def _locked(path: Path) -> TextIOWrapper | None:
    """Return a file with its lock; None where another has it."""
    import fcntl  # noqa: PLC0415 - Windows has none.

    file = path.open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        file.close()
        if isinstance(error, BlockingIOError):
            return None
        raise
    return file


def _is_at(path: Path, file: TextIOWrapper) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False


def _parent() -> int | None:
    """Return the process that has started this one as one of its workers, if one has."""
    if (parent := multiprocessing.parent_process()) is not None:
        return parent.pid  # As uvicorn starts them.
    if "gunicorn" in os.environ.get("SERVER_SOFTWARE", ""):
        return os.getppid()
    return None
