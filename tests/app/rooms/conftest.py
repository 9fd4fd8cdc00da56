"""No room stays open for tests that measure what a server takes."""

from collections.abc import Iterator
from contextlib import suppress

import httpx
import pytest

from tests.app.rooms.rooms_client import OPENED


@pytest.fixture(scope="module", autouse=True)
def _no_room_stays_open() -> Iterator[None]:
    yield
    while OPENED:
        with suppress(httpx.HTTPError, RuntimeError):  # Its server has been stopped.
            OPENED.pop().end()
