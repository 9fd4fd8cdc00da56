"""The log: a line for each entry, plain or in JSON, that names no session and no secret."""

import logging
import re
import sys
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Final

import orjson

request_id: Final[ContextVar[str]] = ContextVar("request_id", default="-")
"""The id of the request that is being answered; its answer has it too."""

FIELDS: Final = ("method", "route", "status", "ms")
"""What an entry about a request says besides."""

SECRET: Final = re.compile(r"(?<![\w-])(?:[\w-]{32}|(?=[\w-]*[A-Z])[\w-]{22})(?![\w-])")
"""A session's id or a room's key, which is all that it takes to use it; and, shorter, a key to
watch by, or a seat. Names in the code are seldom as long and have a capital letter."""

LOGGERS: Final = ("nudge", "uvicorn", "asyncio", "concurrent.futures")
"""The last two tell of faults that nobody waited for, with their tracebacks."""


def configure(form: str, level: str, worker: int | None = None) -> None:
    """Write the server's log to the standard error output.

    form: `plain` or `json`; level: the least important one that is written; worker: which of
    several processes writes it.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter(worker) if form == "json" else PlainFormatter(worker))
    for name in LOGGERS:
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.propagate = False
    logging.getLogger("nudge").setLevel(level.upper())
    # Its less important entries hold the addresses asked for, and with them sessions' ids.
    logging.getLogger("uvicorn").setLevel(max(logging.WARNING, logging.getLevelName(level.upper())))


class PlainFormatter(logging.Formatter):
    """`2026-11-29T08:15:00.123Z WARNING worker-2 9f3c… POST /api/sessions 503 1.2 ms`."""

    def __init__(self, worker: int | None = None) -> None:
        super().__init__()
        self._worker = "" if worker is None else f"worker-{worker} "

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, and those of a traceback after it."""
        origin = f"{record.levelname} {self._worker}{request_id.get()}"
        text = f"{_time(record)} {origin} {record.getMessage()}"
        if record.exc_info:
            text += "\n" + self.formatException(record.exc_info)
        return _without_secrets(text)


class JsonFormatter(logging.Formatter):
    """One JSON object a line."""

    def __init__(self, worker: int | None = None) -> None:
        super().__init__()
        self._worker = {} if worker is None else {"worker": worker}

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        entry: dict[str, object] = {
            "time": _time(record),
            "level": record.levelname.lower(),
            "message": _without_secrets(record.getMessage()),
            "request_id": request_id.get(),
        }
        entry |= self._worker
        entry |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        if record.exc_info:
            entry["error"] = _without_secrets(self.formatException(record.exc_info))
        return orjson.dumps(entry, default=str).decode()


def _time(record: logging.LogRecord) -> str:
    time = datetime.fromtimestamp(record.created, UTC)
    return time.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _without_secrets(text: str) -> str:
    return SECRET.sub("…", text)
