"""A request that would rather speak another protocol is answered in this one, with its body."""

import json

import httpx
import pytest

from tests.server.raw import Raw

H2C = "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n"
WANTED = b'{"layers": [3, 2], "weights": "random", "seed": 5}'
BODIES = {
    "whole": (f"Content-Length: {len(WANTED)}\r\n", WANTED),
    "in chunks": (
        "Transfer-Encoding: chunked\r\n",
        b"%x\r\n%s\r\n0\r\n\r\n" % (len(WANTED), WANTED),
    ),
}


@pytest.mark.parametrize("is_one_piece", [True, False])
@pytest.mark.parametrize("kind", BODIES)
def test_the_body_is_read(client: httpx.Client, kind: str, is_one_piece: bool) -> None:
    header, body = BODIES[kind]
    head = (
        "POST /api/sessions HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"{H2C}Content-Type: application/json\r\n{header}\r\n"
    ).encode()
    raw = Raw(client)
    if is_one_piece:
        raw.send(head + body)
    else:
        raw.send(head)
        raw.send(body)
    made = raw.reply()
    assert made.status == 201
    assert json.loads(made.body)["seed"] == 5
    assert json.loads(made.body)["layers"] == [3, 2]
    # The next request of the connection is the next one, not the body's rest.
    assert raw.answer("/api/health").status == 200
    raw.close()


def test_a_body_never_passes_for_a_request(client: httpx.Client) -> None:
    hidden = b"DELETE /api/nothing HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    raw = Raw(client)
    raw.ask("/api/sessions", "POST", *H2C.split("\r\n")[:-1], f"Content-Length: {len(hidden)}")
    raw.send(hidden)
    assert raw.reply().status == 422
    assert raw.answer("/api/health").status == 200
    raw.close()


def test_what_was_sent_behind_it_is_answered_too(client: httpx.Client) -> None:
    asked = f"GET /api/health HTTP/1.1\r\nHost: 127.0.0.1\r\n{H2C}\r\n".encode()
    raw = Raw(client)
    raw.send(asked + asked)
    assert [raw.reply().status for _ in range(2)] == [200, 200]
    raw.close()
