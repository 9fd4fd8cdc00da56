"""A session of the default network, and one of a small one."""

from collections.abc import Iterator

import httpx
import pytest

from app.data.digits import load
from app.settings import Settings
from tests.app.calls import Calls
from tests.conftest import UNHURRIED, serving
from tests.engine import EngineProcess, engine

SMALL = {"layers": [5, 4, 3, 2], "weights": "random", "seed": 1}


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
