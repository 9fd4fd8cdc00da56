"""Activations as curves over HTTP."""

import math

import httpx
import pytest

from tests.app.calls import problem_of
from tests.conftest import Serve

BY_HAND = {
    "sigmoid": (lambda z: 1 / (1 + math.exp(-z)), lambda z: math.exp(-z) / (1 + math.exp(-z)) ** 2),
    "tanh": (math.tanh, lambda z: 1 / math.cosh(z) ** 2),
    "relu": (lambda z: max(z, 0), lambda z: float(z > 0)),
    "leaky_relu": (lambda z: z if z > 0 else 0.01 * z, lambda z: 1 if z > 0 else 0.01),
    "linear": (lambda z: z, lambda _: 1),
}


def curve(client: httpx.Client, **query: object) -> dict[str, list[float]]:
    answer = client.get("/api/functions", params={name: str(each) for name, each in query.items()})
    assert answer.status_code == 200
    found: dict[str, list[float]] = answer.json()
    return found


def test_every_activation_has_a_curve(client: httpx.Client) -> None:
    names = client.get("/api/options").json()["activations"]
    assert names == list(BY_HAND)
    for name, (f, slope) in BY_HAND.items():
        found = curve(client, activation=name, **{"from": -4, "to": 6}, count=101)
        assert found.keys() == {"z", "f", "slope"}
        assert found["z"] == pytest.approx([-4 + n / 10 for n in range(101)], abs=1e-12)
        assert found["f"] == pytest.approx([f(z) for z in found["z"]], abs=1e-12)
        assert found["slope"] == pytest.approx([slope(z) for z in found["z"]], abs=1e-12)


def test_what_is_left_out(client: httpx.Client) -> None:
    found = curve(client, activation="sigmoid")
    assert (found["z"][0], found["z"][60], found["z"][-1]) == (-6, 0, 6)
    assert len(found["z"]) == 121
    assert max(found["slope"]) == found["slope"][60] == 0.25


def test_far_out_it_stays_finite(client: httpx.Client) -> None:
    for name in BY_HAND:
        found = curve(client, activation=name, **{"from": -1000, "to": 1000}, count=2)
        assert found["z"] == [-1000, 1000]
        assert all(math.isfinite(each) for each in [*found["f"], *found["slope"]])


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"activation": "softmax"}, "activation"),
        ({"activation": "<b>"}, "activation"),
        ({"activation": ""}, "activation"),
        ({}, "activation"),
        ({"from": "6", "to": "6"}, "to"),
        ({"from": "1", "to": "-1"}, "to"),
        ({"from": "-1001"}, "from"),
        ({"to": "1001"}, "to"),
        ({"to": "1e999"}, "to"),
        ({"from": "nan"}, "from"),
        ({"from": "far"}, "from"),
        ({"count": "1"}, "count"),
        ({"count": "202"}, "count"),
        ({"count": "2.5"}, "count"),
        ({"count": "9" * 5000}, "count"),
    ],
)
def test_what_is_no_curve_is_refused(
    client: httpx.Client, query: dict[str, str], field: str
) -> None:
    known = {"activation": "tanh"} if query and "activation" not in query else {}
    problem = problem_of(client.get("/api/functions", params=known | query))
    assert problem["loc"] == ["query", field]


def test_the_limits_are_the_settings(serve: Serve) -> None:
    client = serve(max_curve_points=5, max_what_if_size=2)
    query = {"activation": "tanh", "from": "-2", "to": "2"}
    assert client.get("/api/functions", params=query | {"count": "5"}).status_code == 200
    assert client.get("/api/functions", params=query | {"count": "6"}).status_code == 422
    assert client.get("/api/functions", params=query | {"from": "-2.1", "count": "5"}).is_error
