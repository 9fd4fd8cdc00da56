"""What the server says about itself."""

import httpx
import pytest

from app import __version__
from app.data.trained import SHIPPED
from app.nn.activations import ACTIVATIONS, HIDDEN_ACTIVATIONS
from app.nn.costs import COSTS
from app.nn.initializers import INITIALIZERS
from app.nn.train_settings import SETTINGS
from app.settings import Settings
from tests.app.calls import Calls
from tests.conftest import Serve

CONTRACT = {
    "/api/health": {"get"},
    "/api/limits": {"get"},
    "/api/ready": {"get"},
    "/api/options": {"get"},
    "/api/code": {"get"},
    "/api/sessions": {"post"},
    "/api/sessions/{session_id}": {"get", "delete"},
    "/api/sessions/{session_id}/parameters": {"get", "put"},
    "/api/sessions/{session_id}/watch": {"get"},
    "/api/sessions/{session_id}/forward": {"post"},
    "/api/sessions/{session_id}/backward": {"post"},
    "/api/sessions/{session_id}/step": {"post"},
    "/api/sessions/{session_id}/learn": {"post"},
    "/api/sessions/{session_id}/fold": {"post"},
    "/api/sessions/{session_id}/what_if": {"post"},
    "/api/sessions/{session_id}/check": {"post"},
    "/api/sessions/{session_id}/check/all": {"post"},
    "/api/sessions/{session_id}/others": {"post"},
    "/api/sessions/{session_id}/rates": {"post"},
    "/api/trained_for": {"get"},
    "/api/trained_for/passes": {"post"},
    "/api/sessions/{session_id}/undo": {"post"},
    "/api/sessions/{session_id}/redo": {"post"},
    "/api/sessions/{session_id}/reset": {"post"},
    "/api/digits": {"get"},
    "/api/functions": {"get"},
    "/api/pass": {"post"},
    "/api/program": {"post"},
    "/api/sessions/{session_id}/program": {"post"},
    "/api/tables/chain": {"post"},
    "/api/tables/layers": {"post"},
    **{
        f"/api/sessions/{{session_id}}/tables/{part}": {"post"}
        for part in (
            *("walk", "fold", "gradient", "wishes", "training", "mini-batches", "learning"),
            *("network", "slopes", "product"),
        )
    },
    "/api/sessions/{session_id}/gradient": {"post"},
    "/api/sessions/{session_id}/gradient/average": {"post"},
    "/api/sessions/{session_id}/directions": {"post"},
    "/api/sessions/{session_id}/landscape": {"post"},
    "/api/sessions/{session_id}/predictions": {"get"},
    "/api/sessions/{session_id}/runs": {"get"},
    "/api/sessions/{session_id}/runs/{run_id}": {"get", "delete", "patch"},
    "/api/sessions/{session_id}/runs/{run_id}/csv": {"get"},
    "/api/sessions/{session_id}/runs/{run_id}/go": {"post"},
    "/api/sessions/{session_id}/accuracy": {"get"},
    "/api/rooms": {"post"},
    "/api/rooms/{code}": {"get", "put", "delete"},
    "/api/rooms/{code}/news": {"get"},
    "/api/rooms/{code}/parameters": {"get"},
    "/api/rooms/{code}/pass": {"get"},
    "/api/rooms/{code}/fork": {"post"},
    "/api/rooms/{code}/qr": {"get"},
    "/api/rooms/{code}/desk": {"get"},
    "/api/rooms/{code}/lost": {"post"},
    "/api/rooms/{code}/questions/{question}": {"get"},
    "/api/rooms/{code}/questions/{question}/votes/{seat}": {"put"},
    "/api/rooms/{code}/drawings": {"get"},
    "/api/rooms/{code}/drawings/shown": {"get", "put"},
    "/api/rooms/{code}/drawings/average": {"get"},
    "/api/rooms/{code}/batch": {"get"},
    "/api/rooms/{code}/drawings/step": {"post"},
    "/api/rooms/{code}/drawings/{seat}": {"get", "put"},
}


def test_health(client: httpx.Client) -> None:
    answer = client.get("/api/health")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok", "version": __version__})


def test_limits_are_the_settings(client: httpx.Client, settings: Settings) -> None:
    limits = client.get("/api/limits").json()
    named = {"max_sessions", "max_body_bytes", "session_lifetime_s", "max_learning_rate"}
    assert named <= limits.keys()
    for name, value in limits.items():
        assert value == getattr(settings, name) or name == "store_within_s"  # this client's own
    numbers = {name for name, value in settings if type(value) in (int, float)}
    assert limits.keys() == numbers


def test_limits_follow_the_settings(serve: Serve) -> None:
    limits = serve(max_sessions=17, max_learning_rate=2.5).get("/api/limits").json()
    assert (limits["max_sessions"], limits["max_learning_rate"]) == (17, 2.5)


def test_options_name_all_that_a_session_may_be_made_of(client: httpx.Client) -> None:
    options = client.get("/api/options").json()
    assert options["activations"] == list(HIDDEN_ACTIVATIONS)
    assert options["outputs"] == list(ACTIVATIONS)
    assert options["costs"] == list(COSTS)
    assert options["initializers"] == list(INITIALIZERS)
    described = options["descriptors"]
    for kind in ("activations", "outputs", "initializers"):
        assert [each["id"] for each in described[kind]] == options[kind]
    assert {each["id"] for each in described["costs"]} == set(COSTS)
    assert [each["name"] for each in described["training"]] == list(SETTINGS)
    assert len(options["trained"]) == len(SHIPPED)
    for activation in options["activations"]:
        Calls(client, layers=[3, 3, 3], activation=activation)
    for output in options["outputs"]:
        Calls(client, layers=[3, 3, 3], output=output)


def test_options_name_networks_that_are_trained(client: httpx.Client) -> None:
    for trained in client.get("/api/options").json()["trained"]:
        assert trained.pop("metadata")
        assert Calls(client, **trained).created["weights"] == "trained"


def test_openapi_describes_the_contract(client: httpx.Client) -> None:
    description = client.get("/openapi.json").json()
    assert {path: set(calls) for path, calls in description["paths"].items()} == CONTRACT
    for path, calls in description["paths"].items():
        for method, call in calls.items():
            assert call["summary"], (method, path)
            assert call["responses"].keys() - {"422"}, (method, path)
            if method in ("post", "put") and not path.endswith(("undo", "redo", "fork")):
                assert call["requestBody"]["content"], (method, path)
    backward = description["paths"]["/api/sessions/{session_id}/backward"]["post"]
    assert {each["name"] for each in backward["parameters"]} == {
        *("session_id", "weights", "inputs", "terms", "dtype"),
    }


def test_openapi_lists_names_from_the_tables(client: httpx.Client) -> None:
    schemas = client.get("/openapi.json").json()["components"]["schemas"]
    wanted = schemas["NewSession"]["properties"]
    assert wanted["activation"]["enum"] == list(HIDDEN_ACTIVATIONS)
    assert wanted["initializer"]["enum"] == list(INITIALIZERS)
    assert schemas["NewSession"]["additionalProperties"] is False
    assert wanted["layers"]["items"] == {"type": "integer", "minimum": 1}


@pytest.mark.parametrize(
    ("method", "path", "status", "allowed"),
    [
        ("GET", "/api/nothing", 404, None),
        ("GET", "/api/sessions/", 404, None),
        ("GET", "/redoc", 404, None),
        ("DELETE", "/api/health", 405, {"GET", "HEAD"}),
        ("GET", "/api/sessions", 405, {"POST"}),
        ("GET", "/api/sessions/x/step", 405, {"POST"}),
        ("POST", "/api/sessions/x/parameters", 405, {"GET", "HEAD", "PUT"}),
        ("POST", "/api/sessions/x", 405, {"DELETE", "GET", "HEAD"}),
        ("POST", "/static/favicon.svg", 405, {"GET", "HEAD"}),
    ],
)
def test_what_is_not_there_is_told_so(
    client: httpx.Client, method: str, path: str, status: int, allowed: set[str] | None
) -> None:
    answer = client.request(method, path)
    assert answer.status_code == status
    assert answer.json().keys() == {"detail"}
    assert answer.json()["detail"].endswith(".")
    if allowed:
        assert set(answer.headers["allow"].split(", ")) == allowed


def test_the_options_are_compressed_for_who_takes_that(client: httpx.Client) -> None:
    plain = client.get("/api/options", headers={"Accept-Encoding": "gzip;q=0, br"})
    packed = client.get("/api/options", headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert {answer.headers["vary"] for answer in (plain, packed)} == {"Accept-Encoding"}
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"]) / 3
    assert packed.json() == plain.json()
