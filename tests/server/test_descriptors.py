"""The server takes the descriptors that it may have, and no more connections than fit into them."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from app.bundle import fingerprints, read_manifest
from app.resources import STATIC
from tests.conftest import Serve

resource = pytest.importorskip("resource")

MANIFEST = read_manifest(STATIC)

STARTED_WITH = """
import resource
resource.setrlimit(resource.RLIMIT_NOFILE, ({soft}, {hard}))
from app.serving.descriptors import make_room
from app.settings import Settings
settings = make_room(Settings())
print(settings.max_connections, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
"""


def started_with(soft: int, hard: int) -> tuple[list[int], str]:
    """Return the connections and descriptors that there are then, and what was logged."""
    command = [sys.executable, "-c", STARTED_WITH.format(soft=soft, hard=hard)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return [int(number) for number in done.stdout.split()], done.stderr


def test_the_soft_limit_goes_up_to_the_hard_one() -> None:
    assert started_with(256, 4096) == ([2500, 4096], "")


def test_connections_are_no_more_than_fit_and_the_log_says_so() -> None:
    figures, log = started_with(256, 1024)
    assert figures == [960, 1024]
    assert "Only 960 connections" in log
    assert "LimitNOFILE" in log


@contextmanager
def no_more_descriptors() -> Iterator[None]:
    """Let this process, and the server in it, open nothing."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.mark.skipif(
    MANIFEST is None or MANIFEST.sources != fingerprints(STATIC),
    reason="There is no bundle of these sources: `make bundle` makes one",
)
@pytest.mark.parametrize("encoding", ["br", "gzip", "identity"])
def test_the_page_comes_whole_where_nothing_can_be_opened(serve: Serve, encoding: str) -> None:
    client = serve()
    client.get("/api/health")  # Its connection stays open.
    assert MANIFEST is not None
    with no_more_descriptors():
        paths = ["/", *(f"/static/bundle/{name}" for name in MANIFEST.files.values())]
        for path in paths:
            with client.stream("GET", path, headers={"Accept-Encoding": encoding}) as answer:
                assert answer.status_code == 200, path
                assert len(b"".join(answer.iter_raw())) == int(answer.headers["Content-Length"])
        made = client.post("/api/sessions")
    assert made.status_code == 201
