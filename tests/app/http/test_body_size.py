"""Bodies that are too large: told so, whether they say their size or not, and never kept."""

from collections.abc import Iterator

import httpx
import pytest

from tests.app.calls import JSON, Calls, problem_of
from tests.conftest import Serve

LIMIT = 4 << 20


def in_chunks(size: int) -> Iterator[bytes]:
    """Yield a body that does not say its size beforehand."""
    for start in range(0, size, 1 << 16):
        yield bytes(min(1 << 16, size - start))


@pytest.mark.parametrize("size", [LIMIT + 1, 10 * LIMIT])
@pytest.mark.parametrize("chunked", [False, True], ids=["with its size", "in chunks"])
def test_bodies_over_the_limit_are_refused(small: Calls, size: int, chunked: bool) -> None:
    before = small.state()
    body = in_chunks(size) if chunked else bytes(size)
    answer = small.client.put(f"{small.url}/parameters", content=body)
    assert answer.status_code == 413
    assert answer.json().keys() == {"detail"}
    assert "content-security-policy" in answer.headers
    body = in_chunks(size) if chunked else bytes(size)
    answer = small.client.post(f"{small.url}/forward", content=body, headers=JSON)
    assert answer.status_code == 413
    assert small.state() == before


@pytest.mark.parametrize("chunked", [False, True], ids=["with its size", "in chunks"])
def test_bodies_up_to_the_limit_are_read(small: Calls, chunked: bool) -> None:
    body = in_chunks(LIMIT) if chunked else bytes(LIMIT)
    problem_of(small.client.put(f"{small.url}/parameters", content=body))


def test_the_limit_is_the_settings(serve: Serve) -> None:
    client = serve(max_body_bytes=1000)
    session = Calls(client, layers=[2, 2])
    for body in (bytes(1001), in_chunks(1001)):
        assert session.client.put(f"{session.url}/parameters", content=body).status_code == 413
    assert problem_of(session.put(bytes(1000)))


def test_a_body_that_nobody_reads_is_no_harm(client: httpx.Client) -> None:
    answer = client.request("DELETE", "/api/sessions/x", content=in_chunks(2 * LIMIT))
    assert answer.status_code == 404
    assert client.get("/api/health").status_code == 200
