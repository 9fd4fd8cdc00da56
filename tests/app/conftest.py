"""A session of the default network, and one of a small one."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Final

import httpx
import pytest

from app.data.digits import load
from app.settings import Settings
from tests.again import again
from tests.app.calls import Calls
from tests.app.rooms.rooms_client import OPENED
from tests.conftest import UNHURRIED, serving
from tests.engine import EngineProcess, engine

SMALL = {"layers": [5, 4, 3, 2], "weights": "random", "seed": 1}


WITH_BOTH: Final = ("api", "rooms", "training")
"""The folders whose tests ask a server with each store."""
WITHOUT_SESSION: Final = ("test_calculus.py", "test_functions.py", "test_source.py")
"""Of these, those that ask for what no store holds."""
EACH_TIME_WITH_BOTH: Final = ("test_sessions.py", "test_votes.py", "test_stored_runs.py")
"""Of these, those that run with the engine also where not all tests do: the rest of what it does is
told by the tests of the store itself."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Let those tests run twice: with the engine each time only where sessions and votes begin."""
    path = metafunc.definition.path
    asks_a_store = path.parent.name in WITH_BOTH and path.name not in WITHOUT_SESSION
    if asks_a_store and "client" in metafunc.fixturenames:
        engine = ["engine"] if path.name in EACH_TIME_WITH_BOTH else again("engine")
        metafunc.parametrize("client", ["memory", *engine], indirect=True, scope="session")


@pytest.fixture(scope="session")
def client(request: pytest.FixtureRequest) -> httpx.Client:
    """Calls to a server that all tests share."""
    named: httpx.Client = request.getfixturevalue(f"{getattr(request, 'param', 'memory')}_client")
    return named


@pytest.fixture(scope="module", autouse=True)
def _no_room_stays_open() -> Iterator[None]:
    """End the rooms of a file's tests: other tests measure what a server takes."""
    yield
    while OPENED:
        with suppress(httpx.HTTPError, RuntimeError):  # Its server has been stopped.
            OPENED.pop().end()


@pytest.fixture
def session(client: httpx.Client) -> Calls:
    return Calls(client)


@pytest.fixture
def small(client: httpx.Client) -> Calls:
    return Calls(client, **SMALL)


@pytest.fixture(scope="session")
def picture() -> list[float]:
    """The pixels of a test digit: a 3."""
    pixels: list[float] = load().test.pixels(18).tolist()
    return pixels


@pytest.fixture(scope="session")
def engine_process() -> Iterator[EngineProcess]:
    """An engine that all tests share: none may stop it."""
    with engine() as process:
        yield process


@pytest.fixture(scope="session")
def engine_client(engine_process: EngineProcess) -> Iterator[httpx.Client]:
    """Calls to a server that keeps its sessions in an engine."""
    with serving(Settings(**UNHURRIED, store=engine_process.url, store_within_s=20)) as client:
        yield client
