"""All of this is asked of a server with each store."""

import httpx
import pytest


@pytest.fixture(scope="session", params=["memory", "engine"])
def client(request: pytest.FixtureRequest) -> httpx.Client:
    """Calls to a server that all tests share."""
    named: httpx.Client = request.getfixturevalue(f"{request.param}_client")
    return named
