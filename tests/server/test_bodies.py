"""No body of any operation keeps the others waiting, or takes much memory."""

import json
import subprocess
import sys

import httpx
import pytest

from tests.app.calls import JSON, Calls, problem_of
from tests.conftest import Serve

MOST_MS = 50.0
"""Of processor time on the event loop's thread; the worst takes 20."""
MOST_MB = 20.0


@pytest.fixture
def small(client: httpx.Client) -> Calls:
    return Calls(client, layers=[5, 4, 3, 2], weights="random")


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone tells a process's peak of memory")
@pytest.mark.long
def test_no_bad_body_costs_much() -> None:
    command = [sys.executable, "-m", "tests.server.worst_bodies"]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    operations = [json.loads(line) for line in output.splitlines()]
    assert len(operations) > 30
    for operation in operations:
        assert operation["slowest"]["ms"] <= MOST_MS, operation
        assert operation["largest"]["mb"] <= MOST_MB, operation
        assert set(operation["answers"]) <= {404, 413, 422}, operation


def test_a_full_picture_in_full_precision_is_read(serve: Serve) -> None:
    session = Calls(serve(), layers=[4096, 2])
    session.done("forward", pixels=[0.12345678901234567] * 4096)
    examples = [{"pixels": [0.12345678901234567] * 4096, "target": 1}] * 16
    assert session.post("gradient", examples=examples).status_code == 200


def test_a_body_is_as_long_as_its_route_needs(small: Calls) -> None:
    for path in ("/api/sessions", f"{small.url}/forward", f"{small.url}/undo", "/api/pass"):
        answer = small.client.post(path, content=b" " * (1 << 20), headers=JSON)
        assert answer.status_code == 413
        assert answer.json().keys() == {"detail"}


def test_many_parts_are_refused_before_they_are_read(small: Calls) -> None:
    body = b'{"pixels":[' + b"[]," * 10_000 + b"[]]}"
    problem = problem_of(small.client.post(f"{small.url}/forward", content=body, headers=JSON))
    assert problem["type"] == "too_many"


def test_bodies_under_way_have_a_limit_together(serve: Serve) -> None:
    session = Calls(serve(max_bodies_bytes=10_000), layers=[4, 2])
    answer = session.client.put(f"{session.url}/parameters", content=bytes(10_001))
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) >= 1
    assert session.client.put(f"{session.url}/parameters", content=bytes(1)).status_code == 422


def test_one_or_many_examples_are_told_by_the_first(small: Calls) -> None:
    network = {"layers": [1, 1], "parameters": [0.5, 0.1]}
    for x, where in (([["", 1]], ["x", 0, 0]), (["", 1], ["x", 0]), ([1, [1]], ["x", 1])):
        answer = small.client.post("/api/pass", json=network | {"x": x, "y": [1]})
        assert problem_of(answer)["loc"] == ["body", *where]
