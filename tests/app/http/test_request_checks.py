"""By which names the server answers, and whose pages may call it: over HTTP and sockets."""

import re
import socket
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import WebSocket
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from app.main import create_app
from app.settings import Settings
from tests.app.calls import Calls
from tests.conftest import Serve, serving
from tests.server.raw import HANDSHAKE

README = Path(__file__).parents[3] / "README.md"
HOSTS = {
    "localhost": 200,
    "localhost:{port}": 200,
    "LOCALHOST:{port}": 200,
    "127.0.0.1:{port}": 200,
    "[::1]": 200,
    "[::1]:{port}": 200,
    "nudge.example.org": 200,
    "a.halls.example.org": 200,
    "halls.example.org": 400,
    "evil.example.com": 400,
    "nudge.example.org.evil.example.com": 400,
    "127.0.0.1.evil.example.com": 400,
    "evil-localhost": 400,
    "127.0.0.2": 400,
    "localhost:1:2": 400,
    "user@localhost": 400,
    "localhost/": 400,
    "": 400,
}

# {url} is the server's own origin, {port} its port.
ORIGINS = {
    None: True,
    "{url}": True,
    "https://proxy.example.org": True,
    "null": False,
    "": False,
    "https://evil.example.com": False,
    "http://127.0.0.1": False,
    "http://127.0.0.1:1": False,
    "https://127.0.0.1:{port}": False,
    "http://localhost:{port}": False,
    "http://[::1]:{port}": False,
    "http://127.0.0.1.:{port}": False,
    "http://127.0.0.1%2e:{port}": False,
    "http://xn--lcalhost-11g:{port}": False,
    "HTTP://127.0.0.1:{port}": True,
    "{url}.evil.example.com": False,
    "{url}@evil.example.com": False,
    "http://evil.example.com#{url}": False,
    "{url}/": False,
    "file://": False,
}


@pytest.fixture(scope="module")
def gated() -> Iterator[httpx.Client]:
    settings = Settings(
        allowed_hosts=("nudge.example.org", "*.halls.example.org"),
        allowed_origins=("https://proxy.example.org",),
    )
    with serving(settings) as client:
        yield client


def filled_in(text: str, client: httpx.Client) -> str:
    url = str(client.base_url).rstrip("/")
    return text.format(url=url, port=client.base_url.port)


@pytest.mark.parametrize(("host", "status"), HOSTS.items())
def test_only_known_names_are_answered(gated: httpx.Client, host: str, status: int) -> None:
    for path in ("/api/health", "/", "/static/favicon.svg"):
        answer = gated.get(path, headers={"Host": filled_in(host, gated)})
        assert answer.status_code == status
    if status == 400:
        assert "--public-host" in answer.json()["detail"]


@pytest.mark.parametrize("kind", ["a request", "a socket"])
@pytest.mark.parametrize("hosts", ["", "Host: localhost\r\nHost: evil.example.com\r\n"])
def test_exactly_one_name_must_be_told(gated: httpx.Client, hosts: str, kind: str) -> None:
    path, wish = ("/api/watch/x", HANDSHAKE) if kind == "a socket" else ("/api/health", ())
    head = f"GET {path} HTTP/1.1\r\n{hosts}" + "".join(f"{line}\r\n" for line in wish)
    with socket.create_connection(("127.0.0.1", gated.base_url.port)) as connection:
        connection.sendall(f"{head}\r\n".encode())
        assert connection.recv(1000).split()[1] == b"400"


@pytest.mark.parametrize(("origin", "may"), ORIGINS.items())
def test_only_own_pages_change_anything(gated: httpx.Client, origin: str | None, may: bool) -> None:
    session = Calls(gated, layers=[2, 2], seed=0)
    session.done("reset", weights="random", seed=1)
    headers = {} if origin is None else {"Origin": filled_in(origin, gated)}
    before = session.state()
    body = {"pixels": [0, 1], "target": 1, "learning_rate": 0.5}
    changing = [
        gated.build_request("POST", f"{session.url}/undo", headers=headers),
        gated.build_request("POST", f"{session.url}/step", json=body, headers=headers),
        gated.build_request(
            "PUT", f"{session.url}/parameters", content=session.file(), headers=headers
        ),
        gated.build_request("DELETE", session.url, headers=headers),
    ]
    statuses = [gated.send(request).status_code for request in changing]
    if may:
        assert statuses == [200, 200, 204, 204]
    else:
        assert statuses == [403] * 4
        assert session.state() == before


@pytest.mark.parametrize(
    "foreign",
    [
        {"Origin": "https://evil.example.com"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
    ids=str,
)
def test_no_call_that_changes_anything_is_open_to_other_pages(
    gated: httpx.Client, foreign: dict[str, str]
) -> None:
    session = Calls(gated, layers=[2, 2], seed=0)
    before = session.state()
    names = {"session_id": session.created["id"]}
    asked = [
        (method, template.format_map(defaultdict(lambda: "any", names)))
        for template, operations in gated.get("/openapi.json").json()["paths"].items()
        for method in operations
        if method in ("post", "put", "patch", "delete")
    ]
    assert len(asked) > 30
    for method, path in asked:
        for kind in ("application/json", "text/plain", "application/x-www-form-urlencoded"):
            headers = foreign | {"Content-Type": kind}
            answer = gated.request(method, path, content=b"{}", headers=headers)
            assert answer.status_code == 403, (method, path)
    assert session.state() == before


def test_an_origin_is_no_concern_of_what_changes_nothing(gated: httpx.Client) -> None:
    headers = {"Origin": "https://evil.example.com", "Sec-Fetch-Site": "cross-site"}
    answer = gated.get("/api/health", headers=headers)
    assert answer.status_code == 200
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize(
    ("site", "status"), [("cross-site", 403), ("same-origin", 201), ("none", 201)]
)
def test_browsers_say_whose_page_it_was(gated: httpx.Client, site: str, status: int) -> None:
    answer = gated.post("/api/sessions", headers={"Sec-Fetch-Site": site})
    assert answer.status_code == status


def test_two_origins_are_none(gated: httpx.Client) -> None:
    own = filled_in("{url}", gated)
    answer = gated.post("/api/sessions", headers=[("Origin", own), ("Origin", own)])
    assert answer.status_code == 403


def test_a_proxy_may_say_that_it_was_https(serve: Serve) -> None:
    headers = {"Origin": "https://localhost", "Host": "localhost", "X-Forwarded-Proto": "https"}
    assert serve().post("/api/sessions", headers=headers).status_code == 201
    network = serve(trusted_proxies="192.0.2.1, 127.0.0.7/8")  # As one of its machines is written.
    assert network.post("/api/sessions", headers=headers).status_code == 201
    nobody = serve(trusted_proxies=("192.0.2.1",))
    assert nobody.post("/api/sessions", headers=headers).status_code == 403


@pytest.mark.parametrize("host", ["nudge.example.org", "nudge.example.org:8443"])
def test_nginx_as_the_readme_has_it_lets_the_page_call(gated: httpx.Client, host: str) -> None:
    known = {
        "$host": host.partition(":")[0],  # As nginx means it: without the port.
        "$http_host": host,
        "$scheme": "https",
        "$proxy_add_x_forwarded_for": "192.0.2.7",
        "$http_upgrade": "",
        "$connection_for_upgrade": "",
    }
    passed_on = re.findall(r"proxy_set_header (\S+) (\S+);", README.read_text("utf-8"))
    headers = {name: known[value] for name, value in passed_on if known[value]}
    assert "Host" in headers
    # A browser that names no Sec-Fetch-Site: the origin alone says whose page it is.
    answer = gated.post("/api/sessions", headers={**headers, "Origin": f"https://{host}"})
    assert answer.status_code == 201, answer.text


def test_a_browser_knows_of_https_where_no_proxy_says_so(gated: httpx.Client) -> None:
    for origin, site, status in (
        ("https://localhost", "same-origin", 201),
        ("https://localhost", "same-site", 403),
        ("https://localhost.evil.example", "same-origin", 403),
        ("null", "same-origin", 403),
    ):
        headers = {"Host": "localhost", "Origin": origin, "Sec-Fetch-Site": site}
        assert gated.post("/api/sessions", headers=headers).status_code == status


def test_a_refused_page_is_told_of_both_origins_and_of_the_setting(gated: httpx.Client) -> None:
    headers = {"Host": "localhost", "Origin": "https://localhost:8443"}
    detail = gated.post("/api/sessions", headers=headers).json()["detail"]
    for part in ("of https://localhost:8443,", "for http://localhost.", "NUDGE_ALLOWED_ORIGINS"):
        assert part in detail


# Sockets


@pytest.fixture(scope="module")
def socket_url() -> Iterator[str]:
    """A server of this kind with a socket that says hello."""
    settings = Settings(allowed_origins=("https://proxy.example.org",))
    app = create_app(settings)

    @app.websocket("/hello")
    async def hello(websocket: WebSocket) -> None:
        await websocket.accept()
        await websocket.send_text("hello")
        await websocket.close()

    with serving(settings, app) as client:
        yield f"ws://127.0.0.1:{client.base_url.port}/hello"


def refused(url: str, name: str = "127.0.0.1", **headers: str) -> int | None:
    """Return the status that the socket was refused with, if it was; `name` goes to Host."""
    port = int(url.split(":")[2].split("/", maxsplit=1)[0])
    url = url.replace("127.0.0.1", name)
    with socket.create_connection(("127.0.0.1", port)) as connection:
        try:
            with connect(url, sock=connection, additional_headers=headers) as opened:
                assert opened.recv() == "hello"
        except InvalidStatus as error:
            return error.response.status_code
    return None


@pytest.mark.parametrize(("origin", "may"), ORIGINS.items())
def test_only_own_pages_open_sockets(socket_url: str, origin: str | None, may: bool) -> None:
    url = socket_url.replace("ws://", "http://").removesuffix("/hello")
    headers = {}
    if origin is not None:
        headers["Origin"] = origin.format(url=url, port=url.rpartition(":")[2])
    assert refused(socket_url, **headers) == (None if may else 403)


@pytest.mark.parametrize(
    ("name", "status"),
    [
        *(("localhost", None), ("[::1]", None), ("evil.example.com", 400), ("127.0.0.2", 400)),
        *(("127.0.0.1.evil.example.com", 400), ("evil-localhost", 400)),
    ],
)
def test_sockets_are_opened_by_known_names_only(
    socket_url: str, name: str, status: int | None
) -> None:
    assert refused(socket_url, name) == status
