"""Served below a path of another server, by each kind of reverse proxy."""

import json
import re
from collections.abc import Iterator
from urllib.parse import urljoin

import httpx
import pytest

from app.resources import STATIC, TEMPLATES
from app.settings import Settings, WrongSettings, settings_of_environment
from tests import unencrypted
from tests.app.calls import Calls
from tests.app.training.training_client import watching
from tests.conftest import UNHURRIED, Serve, serving
from tests.path_proxy import PathProxy

PATH = "/user/a%40b/nudge"

KINDS = {
    "strips": {"strips": True, "says": False},
    "strips and says so": {"strips": True, "says": True},
    "passes on": {"strips": False, "says": False},
    "passes on and says so": {"strips": False, "says": True},
}


@pytest.fixture(scope="module", params=KINDS)
def proxy(request: pytest.FixtureRequest) -> Iterator[PathProxy]:
    """A proxy before a server, which must know the path where nothing else can tell it."""
    kind = KINDS[request.param]
    root_path = "" if kind["strips"] or kind["says"] else f"{PATH}/"
    with (
        serving(Settings(**UNHURRIED, root_path=root_path)) as client,
        PathProxy(client.base_url.port or 0, PATH, **kind) as proxy,
    ):
        yield proxy
    assert proxy.astray == []


@pytest.fixture
def through(proxy: PathProxy) -> Iterator[httpx.Client]:
    with unencrypted.Client(base_url=proxy.url, timeout=60) as client:
        yield client


@pytest.mark.parametrize("page", ["", "docs"])
def test_all_that_a_page_names_is_there(through: httpx.Client, page: str) -> None:
    at = f"{through.base_url}{page}"
    answer = unencrypted.get(at)
    assert answer.status_code == 200
    named = re.findall(r'\b(?:src|href)="(?!data:)([^"#]+)"', answer.text)
    named += re.findall(r"(static/[^&]+)&#34;", answer.text)
    assert len(named) >= 4
    for address in named:
        assert unencrypted.get(urljoin(at, address)).status_code == 200, address


def test_a_session_is_asked_watched_and_taken_home(through: httpx.Client) -> None:
    session = Calls(through, layers=[784, 4, 10], weights="random")
    assert session.done("forward", pixels=[0.5] * 784)["prediction"] in range(10)
    with watching(session) as watcher:
        assert watcher.run_on(2)["iteration"] == 2
    average = session.post("gradient/average", over="count", count=10)
    assert json.loads(average.text.splitlines()[-1])["done"] == 10
    program = session.post("program", pixels=[0.5] * 784, target=3)
    assert program.status_code == 200
    assert "attachment" in program.headers["Content-Disposition"]
    assert through.get(session.url).headers["Cache-Control"] == "no-store"
    assert through.delete(session.url).status_code == 204


@pytest.mark.long
def test_the_description_says_where_it_is(through: httpx.Client, proxy: PathProxy) -> None:
    description = through.get("/openapi.json").json()
    if proxy.strips and not proxy.says:
        assert "servers" not in description  # Nobody has told.
    else:
        assert description["servers"] == [{"url": "/user/a@b/nudge"}]


def test_the_page_is_found_without_its_last_slash(proxy: PathProxy) -> None:
    if not proxy.strips:  # The others find it themselves.
        answer = unencrypted.get(f"{proxy.url}?embed=1")
        assert answer.status_code == 307
        assert answer.headers["Location"] == "/user/a%40b/nudge/?embed=1"
        assert "content-security-policy" in answer.headers


def test_who_is_not_trusted_says_nothing_of_paths(serve: Serve) -> None:
    client = serve(trusted_proxies=("192.0.2.9",))
    for path in ("/api", "/nudge"):
        answer = client.get("/api/health", headers={"X-Forwarded-Prefix": path})
        assert answer.json()["status"] == "ok"


@pytest.mark.parametrize(
    "path", ["//evil.example", "https://evil.example", "/a b", "/a?b", "", "/"]
)
def test_an_odd_path_is_none(client: httpx.Client, path: str) -> None:
    answer = client.get("/api/health", headers={"X-Forwarded-Prefix": path})
    assert answer.json()["status"] == "ok"
    description = client.get("/openapi.json", headers={"X-Forwarded-Prefix": path})
    assert "servers" not in description.json()


@pytest.mark.parametrize("path", ["nudge", "https://example.org/nudge", "/a b", "//nudge"])
def test_a_setting_that_is_no_path_is_refused(monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    monkeypatch.setenv("NUDGE_ROOT_PATH", path)
    with pytest.raises(WrongSettings, match="NUDGE_ROOT_PATH"):
        settings_of_environment()


def test_no_source_of_the_page_names_an_address_from_the_root() -> None:
    """A test of behaviour sees only what it asks for."""
    scripts = (STATIC / "js").rglob("*.js")
    styles = [*(STATIC / "css").rglob("*.css"), *(STATIC / "vendor").rglob("*.css")]
    for path in [*scripts, *styles, *TEMPLATES.glob("*.html")]:
        text = path.read_text("utf-8")
        found = re.search(r"""["'`(=]/(api|static|docs|openapi)\b""", text)
        assert found is None, f"{path}: {found}"
