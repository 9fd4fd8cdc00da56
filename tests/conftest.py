"""A server in this process, as the command line starts it, and calls to it over HTTP."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, Final
from zlib import crc32

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from app.__main__ import Server
from app.main import create_app
from app.operating.memory import look_at_new_objects
from app.settings import Settings
from tests.page_modules import PageModules, running
from tests.promises import HeldClient

# Property-based tests are about numbers, not about a machine's speed.
hypothesis_settings.register_profile(
    "nudge",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
hypothesis_settings.load_profile("nudge")

TIMEOUT_S = 60


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a run choose a share of its tests."""
    parser.addoption("--share", default="0/1", help="2/5: one test in five, the third one")


# First, so that who puts what is left in order does so with less.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is of another share; by its name, so that a new test moves no other."""
    which, _, of = config.getoption("--share").partition("/")
    own: list[pytest.Item] = []
    others: list[pytest.Item] = []
    for item in items:
        is_own = crc32(item.nodeid.encode()) % int(of) == int(which)
        (own if is_own else others).append(item)
    config.hook.pytest_deselected(items=others)
    items[:] = own


def pytest_collection_finish() -> None:
    """Let the collector of circles look no more at the tests themselves, of which none goes."""
    look_at_new_objects()


UNHURRIED: Final[dict[str, Any]] = {
    "max_session_requests_at_once": 1_000_000,
    "max_new_rooms_at_once": 1_000_000,
    "max_rooms": 10_000,
}
"""Tests ask one session more often than any page does, and open more rooms; those of limits set
their own."""

Serve = Callable[..., httpx.Client]


@contextmanager
def serving(settings: Settings, app: FastAPI | None = None) -> Iterator[httpx.Client]:
    """Serve from a thread; what the client asks goes through a real socket."""
    # It listens from here on, so that a request sent early waits for its answer.
    listener = socket.create_server(("127.0.0.1", 0))
    server = Server(settings, app or create_app(settings), on_listening=lambda: None)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    try:
        # Nothing is encrypted here: to read this machine's certificates takes as long as a test.
        with HeldClient(base_url=url, timeout=TIMEOUT_S, verify=False) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="session")
def settings() -> Settings:
    """The settings of `client`."""
    return Settings(**UNHURRIED)


@pytest.fixture(scope="session")
def memory_client(settings: Settings) -> Iterator[httpx.Client]:
    """Calls to a server that keeps its sessions in memory."""
    with serving(settings) as client:
        yield client


@pytest.fixture(scope="session")
def client(memory_client: httpx.Client) -> httpx.Client:
    """Calls to a server that all tests share."""
    return memory_client


@pytest.fixture(scope="session")
def page_modules() -> Iterator[PageModules]:
    """Calls to the page's modules."""
    with running() as modules:
        yield modules


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Starts a server with other settings: `serve(max_sessions=2)` returns its client."""
    with ExitStack() as stack:
        yield lambda **settings: stack.enter_context(serving(Settings(**UNHURRIED | settings)))
