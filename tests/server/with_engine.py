"""Servers that keep what they have in an engine of the tests' own."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from app.settings import Settings
from tests.conftest import UNHURRIED, serving
from tests.engine import EngineProcess

KEPT = ("--appendonly", "yes", "--appendfsync", "always")
"""Options of an engine that keeps what it has taken when it is killed."""
PATIENT_S = 20
LOOK_AGAIN_S = 5
"""Where nothing is logged, as of a server that was ready before anybody listened."""


@contextmanager
def server(store: EngineProcess, **settings: Any) -> Iterator[httpx.Client]:
    with serving(Settings(**UNHURRIED, store=store.url, **settings)) as client:
        yield client


def is_refused(answer: httpx.Response) -> bool:
    """Return whether an answer says, in the contract's form, to come again."""
    assert answer.status_code in (200, 503), answer.text
    if answer.status_code == 503:
        assert int(answer.headers["retry-after"]) >= 1
        assert answer.json()["detail"]
    return answer.status_code == 503


def until_ready(client: httpx.Client) -> None:
    """Wait until the server says that it is ready, which it does by itself."""
    _until(lambda: client.get("/api/ready").status_code == 200)


def answered(client: httpx.Client, url: str) -> httpx.Response:
    """Return the answer once it is not refused any more.

    A server that is ready may have a question of its own under way that began before, and comes to
    nothing: then it rests a moment.
    """
    while is_refused(answer := client.get(url)):
        pass
    return answer


def until_unready(client: httpx.Client) -> None:
    _until(lambda: client.get("/api/ready").status_code != 200)
    assert client.get("/api/health").status_code == 200


def _until(is_so: Callable[[], bool]) -> None:
    """Look again whenever the server has logged something, as it does when the store comes or goes.

    To ask without a pause would keep a core busy all the while.
    """
    told = threading.Event()
    with _heard(told.set):
        while True:
            told.clear()
            if is_so():
                return
            told.wait(LOOK_AGAIN_S)


@contextmanager
def _heard(on_entry: Callable[[], None]) -> Iterator[None]:
    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            on_entry()

    logger, ear = logging.getLogger("nudge"), Ear()
    logger.addHandler(ear)
    try:
        yield
    finally:
        logger.removeHandler(ear)
