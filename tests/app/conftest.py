"""A session of the default network, and one of a small one."""

import httpx
import pytest

from app.data.digits import load
from tests.app.calls import Calls

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
