"""Whatever JSON is sent: an answer that is no fault of the server, and no number that is none."""

import json
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.app.calls import JSON, Calls

ODD_NUMBERS: list[Any] = [
    float("nan"), float("inf"), -float("inf"), 1e308, -1e308, 5e-324, -0.0, 10**30, -(10**30),
    2**53, 2**63, 2**64,
]  # fmt: skip
NAMES = [
    "pixels", "target", "learning_rate", "batch_size", "steps", "weights", "seed", "layers",
    "activation", "output", "cost", "initializer", "", "__proto__", "constructor", "\ud800",
    "examples", "split", "index", "over", "count", "batches", "directions", "run", "size", "span",
]  # fmt: skip
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from(ODD_NUMBERS),
    st.integers(-3, 12),
    st.floats(allow_nan=True, allow_infinity=True),
    st.text(max_size=5),
    st.sampled_from(["sigmoid", "softmax", "cross_entropy", "trained", "random", "he", "\ud800"]),
    st.sampled_from(["train", "all", "count", "mini_batch", "gradient", "path"]),
)
PIXELS = st.lists(st.floats(0, 1) | st.sampled_from(ODD_NUMBERS) | VALUES, min_size=5, max_size=5)
SIZES = st.lists(st.integers(-1, 6) | VALUES, max_size=5)
JSON_VALUES = st.recursive(
    VALUES,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=8,
)
BODIES = st.dictionaries(st.sampled_from(NAMES), VALUES | PIXELS | SIZES | JSON_VALUES, max_size=6)

FINITE = st.floats(allow_nan=False, allow_infinity=False)

CALLS = [
    *("/api/sessions", "forward", "backward?weights=true", "step", "reset", "undo", "redo"),
    *("gradient", "gradient/average", "directions", "landscape"),
]


def no_constant(name: str) -> None:
    raise AssertionError(f"Expected JSON, but got {name}")


def check(answer: httpx.Response) -> None:
    assert answer.status_code < 500, answer.text
    body = json.loads(answer.text, parse_constant=no_constant)
    assert isinstance(body, dict)
    if answer.status_code >= 400:
        assert body.keys() == {"detail"}


@pytest.mark.parametrize("call", CALLS)
@hypothesis_settings(max_examples=60)
@given(body=BODIES | JSON_VALUES)
def test_odd_json_is_no_fault(small: Calls, call: str, body: object) -> None:
    url = call if call.startswith("/") else f"{small.url}/{call}"
    check(small.client.post(url, content=json.dumps(body), headers=JSON))


@hypothesis_settings(max_examples=100)
@given(
    pixels=st.lists(st.floats(0, 1), min_size=5, max_size=5),
    target=st.integers(0, 1) | st.lists(FINITE, min_size=2, max_size=2),
    learning_rate=st.floats(0, 1000, exclude_min=True),
)
def test_answers_to_fitting_input_are_finite(
    client: httpx.Client, pixels: list[float], target: Any, learning_rate: float
) -> None:
    session = Calls(client, layers=[5, 4, 3, 2], activation="relu", output="linear", seed=1)
    check(session.post("forward", pixels=pixels))
    check(session.post("backward", pixels=pixels, target=target))
    check(session.post("step", pixels=pixels, target=target, learning_rate=learning_rate))
    check(session.post("backward", pixels=pixels, target=target))


@hypothesis_settings(max_examples=100)
@given(body=st.binary(max_size=200))
def test_bytes_that_are_no_json_are_no_fault(small: Calls, body: bytes) -> None:
    check(small.client.post(f"{small.url}/forward", content=body, headers=JSON))


@hypothesis_settings(max_examples=100)
@given(
    path=st.sampled_from(["/api/digits", "/api/sessions/x/accuracy", "/static/", "/docs", "/"]),
    query=st.dictionaries(
        st.sampled_from(["split", "label", "offset", "count", "weights", "dtype"]),
        st.text(max_size=5) | st.integers(-(2**70), 2**70).map(str),
    ),
    tail=st.text(max_size=5),
)
def test_odd_addresses_are_no_fault(
    client: httpx.Client, path: str, query: dict[str, str], tail: str
) -> None:
    try:
        request = client.build_request("GET", path + tail, params=query)
    except (httpx.InvalidURL, UnicodeError):
        return
    assert client.send(request).status_code < 500
