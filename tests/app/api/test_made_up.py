"""An activation, a cost, an initializer and a setting of training, added in Python alone, are found
everywhere."""

from typing import Any

import httpx
import numpy as np
import pytest

from tests.app.calls import Calls, problem_of
from tests.app.training.training_client import trained, watching
from tests.conftest import Serve
from tests.made_up import ROWS


@pytest.fixture
def extended(monkeypatch: pytest.MonkeyPatch, serve: Serve) -> httpx.Client:
    """A server whose tables have one row more each."""
    for table, key, row in ROWS:
        monkeypatch.setitem(table, key, row)
    return serve()


def by_id(described: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {each.get("id", each.get("name")): each for each in described}


def cells(session: Calls, part: str, **asked: object) -> list[str]:
    tables = session.done(f"tables/{part}", **asked)["tables"]
    return [cell for table in tables for row in table["rows"] for cell in row]


def test_they_are_described(extended: httpx.Client) -> None:
    options = extended.get("/api/options").json()
    described = options["descriptors"]
    assert by_id(described["activations"])["softplus"]["label"] == "soft plus"
    assert by_id(described["outputs"])["softplus"]["class_name"] == "Softplus"
    assert by_id(described["costs"])["fourth_power"]["nudge_tex"] == "-4 ({a} - {y})^3"
    assert by_id(described["initializers"])["tiny"]["label"] == "small weights"
    assert by_id(described["training"])["brake"]["link"] == "halt"
    assert "softplus" in options["activations"]
    assert "fourth_power" in options["costs"]
    schema = extended.get("/openapi.json").json()["components"]["schemas"]["NewSession"]
    assert "softplus" in schema["properties"]["activation"]["enum"]


def test_a_network_of_them_agrees_with_finite_differences(extended: httpx.Client) -> None:
    session = Calls(
        extended, layers=[6, 5, 4, 3], activation="softplus", cost="fourth_power", seed=4
    )
    assert session.created["activation"] == "softplus"
    example = {"pixels": session.pixels(), "target": 1}
    for parameter in range(0, session.created["parameter_count"], 7):
        found = session.done("check", **example, parameter=parameter)
        assert found["agree"], found
    answer = session.done("backward", **example)
    *_, output = answer["activations"]
    assert answer["cost_terms"] == pytest.approx(
        [(a - (j == 1)) ** 4 for j, a in enumerate(output)]
    )
    before = answer["cost"]
    assert session.done("step", **example, learning_rate=0.01)["pass"]["cost"] < before
    curve = extended.get("/api/functions", params={"activation": "softplus"}).json()
    assert curve["f"] == pytest.approx(np.logaddexp(0, curve["z"]))


def test_the_setting_trains_and_is_named_and_printed(extended: httpx.Client) -> None:
    network = {"layers": [784, 12, 10], "activation": "softplus", "cost": "fourth_power"}
    session = Calls(extended, **network, initializer="tiny", weights="random", seed=3)
    assert session.created["initializer"] == "tiny"
    before = session.network().parameters.vector
    assert np.abs(before).max() < 0.1
    frame = trained(session, 2, brake=0, learning_rate=0.5)
    assert frame["settings"]["brake"] == 0
    assert frame["run"]["name"] == "rate 0.5, batch 10, halted at 0"
    np.testing.assert_allclose(session.network().parameters.vector, before, atol=1e-6)
    assert "longest step" in cells(session, "training", runs=[])
    named = cells(session, "network", name="A")
    assert {"longest step", "soft plus", "small weights, seed 3"} <= set(named)


def test_wrong_values_of_it_are_refused(extended: httpx.Client) -> None:
    session = Calls(extended, layers=[784, 12, 10], weights="random")
    with watching(session) as page:
        page.send("settings", brake=-1)
        ((problem,),) = [page.refusal()]
        assert problem["loc"] == ["message", "brake"]
        page.send("settings", brakes=1)
        ((problem,),) = [page.refusal()]
        assert problem["loc"] == ["message", "brakes"]


def test_other_names_are_still_refused(extended: httpx.Client) -> None:
    for field in ("activation", "cost"):
        problem = problem_of(extended.post("/api/sessions", json={field: "hard_plus"}))
        assert problem["loc"] == ["body", field]
        assert {"activation": "softplus", "cost": "fourth_power"}[field] in problem["msg"]
