"""The headers that every answer carries, whatever it is."""

import re

import httpx
import pytest

from app.main import create_app
from app.settings import Settings
from tests.conftest import Serve, serving

ANSWERS = [
    ("GET", "/", 200, {}),
    ("GET", "/docs", 200, {}),
    ("GET", "/openapi.json", 200, {}),
    ("GET", "/static/js/main.js", 200, {}),
    ("GET", "/static/nothing.js", 404, {}),
    ("GET", "/api/health", 200, {}),
    ("POST", "/api/sessions", 201, {}),
    ("POST", "/api/sessions", 403, {"Origin": "null"}),
    ("GET", "/nothing", 404, {}),
    ("GET", "/api/sessions/x", 404, {}),
    ("PUT", "/api/health", 405, {}),
    ("GET", "/api/health", 400, {"Host": "evil.example.com"}),
    ("POST", "/api/sessions/x/undo", 413, {}),
    ("POST", "/api/sessions/x/forward", 422, {}),
]


def assert_guarded(answer: httpx.Response, frame_ancestors: str = "'self'") -> None:
    policy = dict(
        part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";")
    )
    assert policy.pop("img-src") == "'self' data: blob:"
    assert policy.pop("frame-ancestors") == frame_ancestors
    for none in ("default-src", "base-uri", "form-action"):
        assert policy.pop(none) == "'none'"
    for own in ("script-src", "style-src", "font-src", "connect-src", "child-src"):
        assert policy.pop(own) == "'self'"
    assert policy == {}
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert re.fullmatch("[0-9a-f]{16}", answer.headers["x-request-id"])
    assert "server" not in answer.headers


@pytest.mark.parametrize(("method", "path", "status", "headers"), ANSWERS)
def test_every_answer_is_guarded(
    client: httpx.Client, method: str, path: str, status: int, headers: dict[str, str]
) -> None:
    body = bytes(5 << 20) if status == 413 else b""
    answer = client.request(method, path, headers=headers, content=body)
    assert answer.status_code == status
    assert_guarded(answer)
    if status >= 400:
        assert answer.headers["content-type"] == "application/json"
        assert answer.json().keys() == {"detail"}


def test_a_fault_is_told_without_its_inside() -> None:
    app = create_app(Settings())

    @app.get("/fault")
    async def fault() -> None:
        raise RuntimeError("secret inside")

    with serving(Settings(), app) as client:
        answer = client.get("/fault")
        assert answer.status_code == 500
        assert_guarded(answer)
        assert answer.json() == {"detail": "Something went wrong in the server; its log says what."}
        assert client.get("/api/health").status_code == 200


@pytest.mark.parametrize(
    ("named", "allowed"),
    [
        ("'self' https://course.example.org", "'self' https://course.example.org"),
        ("https://a.example.org  https://b.example.org", None),
        ("'none'", "'self'"),
    ],
)
def test_whom_to_be_framed_by_is_a_setting(serve: Serve, named: str, allowed: str | None) -> None:
    """Its own pages always may: a phone in a room has the lecture's picture in a frame."""
    client = serve(frame_ancestors=named)
    assert_guarded(client.get("/"), allowed or "'self' https://a.example.org https://b.example.org")


def test_a_policy_cannot_be_smuggled_in() -> None:
    with pytest.raises(ValueError, match="frame_ancestors"):
        Settings(frame_ancestors="'self'; script-src *")
