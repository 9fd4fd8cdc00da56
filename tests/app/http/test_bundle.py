"""The page's bundle: served as long as it is made of the sources that lie there."""

import json
from pathlib import Path

import httpx
import pytest

from app import bundle
from app.bundle import LOOK_AGAIN_S, PageFiles, fingerprints, read_manifest
from app.resources import STATIC
from tests.app.turned_clock import TurnedClock
from tests.conftest import Serve

MANIFEST = read_manifest(STATIC)

bundled = pytest.mark.skipif(
    MANIFEST is None or MANIFEST.sources != fingerprints(STATIC),
    reason="There is no bundle of these sources: `make bundle` makes one",
)


@pytest.fixture
def static(tmp_path: Path) -> Path:
    """A folder of sources with a bundle of them."""
    static = tmp_path / "static"
    for name in ("js/main.js", "css/main.css", "vendor/complete.sha256", "../bundle.mjs"):
        path = static / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, "utf-8")
    write_manifest(static)
    return static


def write_manifest(static: Path) -> None:
    manifest = {"files": {"js/main.js": "main-1.js"}, "sources": fingerprints(static)}
    (static / "bundle.json").write_text(json.dumps(manifest), "utf-8")


def is_served(static: Path, *, is_checkout: bool = True) -> bool:
    files = PageFiles(static, bundled=True, is_checkout=is_checkout)
    return files.addresses().get("js/main.js") == "static/bundle/main-1.js"


def test_a_bundle_of_the_sources_is_served(static: Path) -> None:
    assert is_served(static)


@pytest.mark.parametrize(
    "changed",
    ["js/main.js", "js/scenes/new.js", "css/main.css", "vendor/complete.sha256", "../bundle.mjs"],
)
def test_a_bundle_of_other_sources_is_not_served(
    static: Path, changed: str, caplog: pytest.LogCaptureFixture
) -> None:
    path = static / changed
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("changed", "utf-8")
    assert not is_served(static)
    assert "make bundle" in caplog.text


def test_a_source_that_is_gone_counts_too(static: Path) -> None:
    (static / "css" / "main.css").unlink()
    assert not is_served(static)


def test_line_ends_do_not_count(static: Path) -> None:
    path = static / "js" / "main.js"
    path.write_bytes(b"a\n")
    write_manifest(static)
    path.write_bytes(b"a\r\n")
    assert is_served(static)


def test_a_change_while_the_server_runs_is_seen_by_the_next_page(static: Path) -> None:
    clock = TurnedClock()
    files = PageFiles(static, bundled=True, is_checkout=True, clock=clock)
    assert files.addresses() != {}
    (static / "js" / "main.js").write_text("another", "utf-8")
    clock.now += LOOK_AGAIN_S
    assert files.addresses() == {}
    write_manifest(static)
    clock.now += LOOK_AGAIN_S
    assert files.addresses() != {}


def test_many_pages_at_once_look_but_once(static: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = []
    monkeypatch.setattr(bundle, "_sources", lambda of: looks.append(of) or [])
    clock = TurnedClock()
    files = PageFiles(static, bundled=True, is_checkout=True, clock=clock)
    files.addresses()
    first = len(looks)
    for _ in range(100):
        clock.now += LOOK_AGAIN_S / 200
        files.addresses()
    assert len(looks) == first
    clock.now += LOOK_AGAIN_S
    files.addresses()
    assert len(looks) > first


def test_an_installed_bundle_is_served_as_it_is(static: Path) -> None:
    (static / "js" / "main.js").unlink()
    assert is_served(static, is_checkout=False)


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"files": {}}'])
def test_half_a_manifest_is_none(static: Path, text: str) -> None:
    (static / "bundle.json").write_text(text, "utf-8")
    assert read_manifest(static) is None


def address(source: str) -> str:
    assert MANIFEST is not None
    return f"/static/bundle/{MANIFEST.files[source]}"


@bundled
@pytest.mark.parametrize("source", ["js/main.js", "js/first.js", "css/main.css"])
@pytest.mark.parametrize(
    ("accepted", "encoding"), [("br, gzip", "br"), ("gzip", "gzip"), ("gzip;q=0", None)]
)
def test_files_are_sent_as_the_caller_can_read_them(
    client: httpx.Client, source: str, accepted: str, encoding: str | None
) -> None:
    path = address(source)
    with client.stream("GET", path, headers={"Accept-Encoding": accepted}) as answer:
        body = b"".join(answer.iter_raw())
    ending = {"br": ".br", "gzip": ".gz", None: ""}[encoding]
    assert answer.headers.get("content-encoding") == encoding
    assert body == Path(STATIC / f"{path.removeprefix('/static/')}{ending}").read_bytes()
    assert int(answer.headers["content-length"]) == len(body)
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    media_type = "text/css" if source.endswith(".css") else "text/javascript"
    assert answer.headers["content-type"] == f"{media_type}; charset=utf-8"


@bundled
@pytest.mark.parametrize("accepted", ["br", "gzip", "identity"])
def test_files_are_not_sent_twice(client: httpx.Client, accepted: str) -> None:
    headers = {"Accept-Encoding": accepted}
    first = client.head(address("js/first.js"), headers=headers)
    assert first.status_code == 200
    again = client.get(
        address("js/first.js"), headers=headers | {"If-None-Match": first.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")
    assert "immutable" in again.headers["cache-control"]


@bundled
def test_each_file_has_its_source_map(client: httpx.Client) -> None:
    path = address("js/main.js")
    name = client.get(path).text.rpartition("sourceMappingURL=")[2].strip()
    source_map = client.get(f"{path.rpartition('/')[0]}/{name}").json()
    assert any(source.endswith("/js/main.js") for source in source_map["sources"])


@bundled
def test_the_page_names_its_bundle(client: httpx.Client) -> None:
    page = client.get("/").text
    for path in ("js/first.js", "js/main.js", "css/main.css"):
        assert address(path)[1:] in page
    assert "static/js/" not in page
    assert "static/css/" not in page


def test_sources_are_served_where_they_are_wanted(serve: Serve) -> None:
    page = serve(source=True).get("/").text
    for path in ("js/first.js", "js/main.js", "css/main.css"):
        assert f"static/{path}" in page
    assert "static/bundle/" not in page
