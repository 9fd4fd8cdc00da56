"""Pages of other origins, proxies, monitors: what they may ask, and what they are told."""

import logging

import httpx
import pytest

from tests.app.calls import Calls
from tests.conftest import Serve

PAGE = "https://slides.example.org"
SMALL = {"layers": [3, 2], "weights": "random"}


@pytest.fixture(scope="module")
def preflight() -> dict[str, str]:
    return {
        "Origin": PAGE,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }


def test_an_allowed_page_may_ask_and_read(serve: Serve, preflight: dict[str, str]) -> None:
    client = serve(allowed_origins=(PAGE,))
    asked = client.options("/api/sessions", headers=preflight)
    assert asked.status_code == 204
    assert asked.headers["Access-Control-Allow-Origin"] == PAGE
    assert "POST" in asked.headers["Access-Control-Allow-Methods"]
    assert "content-type" in asked.headers["Access-Control-Allow-Headers"].lower()
    made = client.post("/api/sessions", json=SMALL, headers={"Origin": PAGE})
    assert made.status_code == 201
    assert made.headers["Access-Control-Allow-Origin"] == PAGE
    assert "Origin" in made.headers["Vary"]
    assert "Access-Control-Allow-Credentials" not in made.headers
    refused = client.get("/api/sessions/x", headers={"Origin": PAGE})
    assert refused.headers["Access-Control-Allow-Origin"] == PAGE


def test_no_other_page_may(serve: Serve, preflight: dict[str, str]) -> None:
    client = serve(allowed_origins=(PAGE,))
    for origin in ("https://evil.example.org", f"{PAGE}.evil.org", "null"):
        asked = client.options("/api/sessions", headers=preflight | {"Origin": origin})
        assert asked.status_code == 405
        answers = asked, client.get("/api/health", headers={"Origin": origin})
        assert not any("Access-Control-Allow-Origin" in answer.headers for answer in answers)


@pytest.mark.parametrize("path", ["/", "/docs", "/api/health", "/api/options", "/nothing"])
def test_head_is_get_without_a_body(client: httpx.Client, path: str) -> None:
    head, get = client.head(path), client.get(path)
    assert head.status_code == get.status_code
    assert head.content == b""
    for name in ("content-type", "content-length", "content-security-policy"):
        assert head.headers[name] == get.headers[name]
    assert "HEAD" in client.put("/api/health").headers["Allow"]


def test_what_a_session_answers_is_kept_nowhere(client: httpx.Client) -> None:
    session = Calls(client, **SMALL)
    for path in (session.url, f"{session.url}/parameters", f"{session.url}/nothing"):
        assert client.get(path).headers["Cache-Control"] == "no-store"
    assert "Cache-Control" not in client.get("/api/health").headers


def test_behind_https_it_stays_so(client: httpx.Client) -> None:
    behind = client.get("/api/health", headers={"X-Forwarded-Proto": "https"})
    assert behind.headers["Strict-Transport-Security"].startswith("max-age=")
    plain = client.get("/api/health")
    assert "Strict-Transport-Security" not in plain.headers
    for policy in ("Opener", "Resource"):
        assert plain.headers[f"Cross-Origin-{policy}-Policy"] == "same-origin"


def test_a_proxy_that_is_not_trusted_is_named_once(
    serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    untrusting, trusting = serve(trusted_proxies=("192.0.2.9",)), serve()
    forwarded = {"X-Forwarded-For": "198.51.100.7", "X-Forwarded-Proto": "https"}
    for client in (trusting, untrusting, untrusting):
        client.get("/api/health", headers=forwarded)
    named = [line for line in caplog.messages if "NUDGE_TRUSTED_PROXIES=127.0.0.1" in line]
    assert len(named) == 1
