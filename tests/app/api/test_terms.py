"""What the neurons' sums are made of, over HTTP: complete, and only where it is asked for."""

from typing import Any

import httpx
import numpy as np
import pytest

from tests.app.calls import Calls, problem_of
from tests.conftest import Serve

LARGE = {"layers": [784, 70, 10], "weights": "random", "seed": 2}  # over 50,000 parameters


def in_terms(session: Calls, what: str, wanted: str, **body: object) -> Any:
    answer = session.client.post(f"{session.url}/{what}?{wanted}", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize(
    "wanted", [{}, LARGE, {"layers": [3, 2]}], ids=["default", "large", "small"]
)
@pytest.mark.parametrize(("what", "target"), [("forward", {}), ("backward", {"target": 1})])
def test_what_is_shown_adds_up(
    client: httpx.Client, wanted: dict[str, Any], what: str, target: dict[str, int]
) -> None:
    session = Calls(client, **wanted)
    pixels = session.pixels()
    answer = in_terms(session, what, "terms=4", pixels=pixels, **target)
    network, layers = session.network(), session.created["layers"]
    assert [len(layer) for layer in answer["terms"]] == layers[1:]
    for l, layer in enumerate(answer["terms"], start=1):
        weight, before = network.weights[l - 1], answer["activations"][l - 1]
        for k, neuron in enumerate(layer):
            assert neuron.keys() == {"terms", "rest", "rest_count", "bias", "z", "a"}
            shown = [term["product"] for term in neuron["terms"]]
            assert len(shown) == min(4, layers[l - 1])
            assert neuron["rest_count"] == layers[l - 1] - len(shown)
            assert sum(shown) + neuron["rest"] + neuron["bias"] == pytest.approx(
                neuron["z"], rel=1e-9, abs=1e-11
            )
            assert neuron["z"] == answer["pre_activations"][l - 1][k]
            assert neuron["a"] == answer["activations"][l][k]
            sizes = np.sort(np.abs(weight[k] * before))[::-1]
            np.testing.assert_allclose(np.abs(shown), sizes[: len(shown)], rtol=1e-9)
            for term in neuron["terms"]:
                assert term["weight"] == weight[k, term["index"]]
                assert term["activation"] == before[term["index"]]
                assert term["product"] == term["weight"] * term["activation"]


def test_terms_are_added_and_nothing_else_changes(session: Calls) -> None:
    body = {"pixels": session.pixels(), "target": 3}
    plain = session.done("backward", **body)
    with_terms = in_terms(session, "backward", "terms=2&weights=true", **body)
    assert with_terms.keys() - plain.keys() == {"terms"}
    assert "weights" in with_terms["nudges"]
    assert all(with_terms[key] == plain[key] for key in plain if key != "nudges")


@pytest.mark.parametrize("what", ["forward", "backward"])
def test_no_terms_unless_they_are_asked_for(session: Calls, what: str) -> None:
    body = {"pixels": session.pixels()} | ({"target": 3} if what == "backward" else {})
    assert in_terms(session, what, "terms=0", **body) == session.done(what, **body)


@pytest.mark.parametrize("wanted", ["11", "-1", "1.5", "", "many", "٣", "1" * 5000])
@pytest.mark.parametrize("what", ["forward", "backward"])
def test_other_counts_are_refused(small: Calls, what: str, wanted: str) -> None:
    body = {"pixels": small.pixels()} | ({"target": 1} if what == "backward" else {})
    problem = problem_of(
        small.client.post(f"{small.url}/{what}", params={"terms": wanted}, json=body)
    )
    assert problem["loc"] == ["query", "terms"]
    assert problem["msg"] == "Expected a whole number from 0 to 10"


def test_the_most_terms_are_a_setting(serve: Serve) -> None:
    session = Calls(serve(max_terms=2), layers=[3, 2])
    assert session.client.get("/api/limits").json()["max_terms"] == 2
    body = {"pixels": [0, 0.5, 1]}
    assert len(in_terms(session, "forward", "terms=2", **body)["terms"][0][0]["terms"]) == 2
    answer = session.client.post(f"{session.url}/forward?terms=3", json=body)
    assert problem_of(answer)["loc"] == ["query", "terms"]


def test_terms_are_described(client: httpx.Client) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    for what in ("forward", "backward"):
        call = paths[f"/api/sessions/{{session_id}}/{what}"]["post"]
        assert "terms" in [parameter["name"] for parameter in call["parameters"]]
