"""The page below a path of another server, behind a proxy that says nothing of it."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.support.opening import Open
from tests.browser.support.playground import EXPLAINED
from tests.browser.support.serving import Serving
from tests.path_proxy import PathProxy


@pytest.fixture
def proxy(server: Serving) -> Iterator[PathProxy]:
    with PathProxy(server.port, "/some/path", strips=True, says=False) as proxy:
        yield proxy


@pytest.mark.long
def test_its_whole_conversation_stays_below_the_path(
    open_playground: Open, proxy: PathProxy
) -> None:
    asked: list[str] = []
    explained = open_playground(url=f"{proxy.url}/#{EXPLAINED}", reduced_motion="reduce")
    page = explained.page
    explained.watch.tolerate("net::ERR_ABORTED$")  # It is loaded again while it asks.
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    page.on("websocket", lambda socket: asked.append(urlsplit(socket.url).path))
    explained.follow("descent/training")
    page.locator("#train-play").click()
    expect(page.get_by_test_id("train-step")).not_to_have_text("0")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-ready", "true")
    page.goto(f"{proxy.url}/docs")
    expect(page.locator("#api .opblock").first).to_be_visible()
    expect(page.locator(".servers select")).to_have_value(f"{proxy.url}/")
    assert any(path.endswith("/train") for path in asked)
    assert all(path.startswith("/some/path/") for path in asked)
    assert proxy.astray == []
