"""The pages and their files: from this server alone, typed, compressed, and kept well."""

import re
import threading
from typing import Any

import httpx
import pytest

from app import __version__
from app.api.http.documentation import complete
from app.resources import STATIC, VENDOR
from tests.conftest import Serve

WAYS_UP = [
    f"{inside}{up * times}{file}"
    for up in ("../", "..%2f", "%2e%2e%2f", "%2e%2e/", "..%252f", "....//", "..;/", "..%c0%af")
    for inside, times in (("", 1), ("js/", 2), ("bundle/%2e/", 8))
    for file in ("pyproject.toml", "etc/passwd")
]
PLAIN = {"Accept-Encoding": "identity"}


def test_the_playground_is_rendered(client: httpx.Client) -> None:
    answer = client.get("/")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert f'data-version="{__version__}"' in answer.text
    assert "{{" not in answer.text
    assert "{%" not in answer.text


@pytest.mark.parametrize(
    ("query", "root"),
    [
        ("", 'data-theme="dark"'),
        ("embed=1", 'data-theme="dark" data-embed data-presenting'),
        ("embed=1&theme=light", 'data-theme="light" data-embed data-presenting'),
        ("embed=&theme=%22%3E%3Cscript%3E", 'data-theme="dark"'),
    ],
)
def test_it_comes_bare_and_light_where_that_is_asked(
    client: httpx.Client, query: str, root: str
) -> None:
    page = client.get(f"/?{query}").text
    (tag,) = re.findall("<html[^>]*>", page)
    assert re.sub(r' data-files="[^"]*"', "", tag) == f'<html lang="en" {root}>'
    assert ("data-presenting" in page) == ("data-embed" in root)


def test_the_description_is_made_while_others_are_answered(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads = []

    def noted(*arguments: Any) -> dict[str, Any]:
        threads.append(threading.current_thread().name)
        return complete(*arguments)

    monkeypatch.setattr("app.main.complete", noted)
    client = serve()
    descriptions = [client.get("/openapi.json").json() for _ in range(2)]
    assert descriptions[0] == descriptions[1]
    (thread,) = [name for name in threads if name != "MainThread"]  # The client's own is there.
    assert re.fullmatch(r"(asyncio|uvloop)_\d+", thread)  # One beside that of the event loop.


@pytest.mark.parametrize("path", ["/", "/docs"])
def test_pages_obey_their_own_policy(client: httpx.Client, path: str) -> None:
    """No script and no style within the page, and nothing from another host."""
    page = client.get(path).text
    for script in re.findall(r"<script[^>]*>(.*?)</script>", page, re.DOTALL):
        assert script == ""
    assert "<style" not in page
    assert not re.search(r"\s(style|on[a-z]+)=", page)
    for address in re.findall(r'\b(?:src|href)="([^"]+)"', page):
        assert re.match(r"[a-z]+/|#|data:image/", address), address
        if not address.startswith(("#", "data:")):
            assert client.get(f"/{address}").status_code == 200, address


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("js/main.js", "text/javascript; charset=utf-8"),
        ("css/page.css", "text/css; charset=utf-8"),
        ("favicon.svg", "image/svg+xml"),
        ("vendor/katex/katex.mjs", "text/javascript; charset=utf-8"),
        ("vendor/inter/inter-latin-wght-normal.woff2", "font/woff2"),
    ],
)
def test_types_do_not_depend_on_the_machine(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch, path: str, media_type: str
) -> None:
    monkeypatch.setattr(
        "starlette.responses.guess_type", lambda *_, **__: ("application/x-odd", None)
    )
    answer = client.get(f"/static/{path}", headers=PLAIN)
    assert answer.headers["content-type"] == media_type
    assert answer.content == (STATIC / path).read_bytes()


@pytest.mark.parametrize("path", ["/static/js/main.js", "/static/vendor/katex/katex.mjs", "/"])
def test_text_is_compressed_for_those_who_can_read_it(client: httpx.Client, path: str) -> None:
    plain = client.get(path, headers=PLAIN)
    packed = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content  # the client has unpacked it
    assert int(packed.headers["content-length"]) < len(plain.content) / 2
    for answer in (plain, packed):
        assert answer.headers["vary"] == "Accept-Encoding"


def test_what_is_packed_already_stays(client: httpx.Client) -> None:
    answer = client.get("/static/vendor/inter/inter-latin-wght-normal.woff2")
    assert "content-encoding" not in answer.headers
    assert int(answer.headers["content-length"]) == len(answer.content)


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
@pytest.mark.parametrize("path", ["js/main.js", "favicon.svg", "vendor/uplot/uPlot.min.css"])
def test_browsers_ask_again_and_need_not_load(
    client: httpx.Client, path: str, encoding: str
) -> None:
    accept = {"Accept-Encoding": encoding}
    first = client.get(f"/static/{path}", headers=accept)
    again = client.get(f"/static/{path}", headers=accept | {"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["cache-control"] == first.headers["cache-control"]
    changed = client.get(f"/static/{path}", headers=accept | {"If-None-Match": '"other"'})
    assert changed.status_code == 200


def test_own_modules_are_asked_for_again_and_libraries_are_kept(client: httpx.Client) -> None:
    own = client.get("/static/js/main.js")
    assert own.headers["cache-control"] == "no-cache"
    library = client.get("/static/vendor/katex/katex.mjs")
    assert "max-age=" in library.headers["cache-control"]


@pytest.mark.parametrize(
    "path",
    ["../pyproject.toml", "..%2fpyproject.toml", "%2e%2e/pyproject.toml", "js", "", "js/%00",
     "//etc/passwd", "..%5cpyproject.toml", "%ff", *WAYS_UP],
)  # fmt: skip
def test_nothing_else_is_served(client: httpx.Client, path: str) -> None:
    address = httpx.URL(scheme="http", host="127.0.0.1", port=client.base_url.port,
                        raw_path=f"/static/{path}".encode())  # fmt: skip
    answer = client.get(address)
    assert answer.status_code == 404
    assert "name" not in answer.text


@pytest.mark.parametrize("part", ["0-0,", "0-,", "-1,", ",", "0-99999999999999999999,", "9-1,"])
def test_a_thousand_parts_of_a_file_are_no_fault(client: httpx.Client, part: str) -> None:
    ranges = {"Range": f"bytes={part * (30_000 // len(part))}0-1"}
    for path in ("/static/vendor/inter/inter-latin-wght-normal.woff2", "/static/favicon.svg"):
        assert client.get(path, headers=ranges).status_code in (200, 206, 400, 416)


def test_parts_of_files_can_be_asked_for(client: httpx.Client) -> None:
    font = VENDOR / "inter" / "inter-latin-wght-normal.woff2"
    answer = client.get("/static/vendor/inter/" + font.name, headers={"Range": "bytes=10-19"})
    assert (answer.status_code, answer.content) == (206, font.read_bytes()[10:20])
