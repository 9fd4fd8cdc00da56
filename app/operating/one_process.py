"""One process only: another, without a store that they share, would not know its sessions."""

import multiprocessing
import os
import sys
import tempfile
from pathlib import Path
from typing import Final

REFUSAL: Final = (
    "Another process of this server runs already. Sessions are kept in the memory of one process, "
    "so a second would answer half of all requests with 404: start Nudge with one worker."
)

_held: dict[int, object] = {}
"""The lock's file, by the process that has forked or started this one."""


def claim() -> None:
    """Be the only process of those that one parent has started to share a port.

    Raises: RuntimeError where there is another.
    """
    parent = _parent()
    if parent is None or parent in _held or sys.platform == "win32":
        return
    import fcntl  # noqa: PLC0415 - Windows has none.

    folder = Path(tempfile.gettempdir())
    file = (folder / f"nudge-{os.getuid()}-{parent}.lock").open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        file.close()
        raise RuntimeError(REFUSAL) from error
    _held[parent] = file


def _parent() -> int | None:
    """Return the process that has started this one as one of its workers, if one has."""
    if (parent := multiprocessing.parent_process()) is not None:
        return parent.pid  # As uvicorn starts them.
    if "gunicorn" in os.environ.get("SERVER_SOFTWARE", ""):
        return os.getppid()
    return None
