"""The page's files: few and small at first; where one does not come, the page says so."""

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect

from app.bundle import PageFiles
from app.resources import IS_CHECKOUT, STATIC
from tests.again import again, again_with
from tests.browser.support.opening import Open
from tests.browser.support.playground import EXPLAINED, FOLLOW, FRAMES
from tests.browser.support.printing import SHEET
from tests.browser.support.serving import Serving

MOST_REQUESTS = 12
MOST_BYTES = 200_000

AGAIN = "Load again"
ENDLESS_PATIENCE = """
const { setTimeout } = window;
window.setTimeout = (then, ms, ...given) =>
  ms < 3000 || ms === undefined ? setTimeout(then, ms, ...given) : 0;
"""

STARTS = """(file) => performance.getEntriesByType("resource")
  .filter(({ name }) => name.includes(`/${file}`)).map(({ startTime }) => startTime)"""
LEAST_PAUSE_MS = 200


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page with nothing in its cache."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


def is_bundled() -> bool:
    return PageFiles(STATIC, bundled=True, is_checkout=IS_CHECKOUT).addresses() != {}


@pytest.mark.skipif(not is_bundled(), reason="There is no bundle: `make bundle` makes one")
def test_the_first_load_is_few_requests_and_small(page: Page, server: Serving) -> None:
    finished: list[Request] = []
    page.on("requestfinished", lambda request: finished.append(request))  # noqa: PLW0108
    page.goto(server.url)
    page.wait_for_selector("[data-lines=drawn]")
    page.wait_for_load_state("networkidle")
    addresses = [request.url for request in finished]
    assert all(address.startswith(server.url) for address in addresses), addresses
    assert len(addresses) <= MOST_REQUESTS, addresses
    assert not any("katex" in address.lower() for address in addresses), addresses
    sizes = [request.sizes() for request in finished]
    total = sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)
    assert total <= MOST_BYTES, dict(zip(addresses, sizes, strict=True))


@pytest.mark.parametrize(
    "pattern",
    [
        r"/js/main\.js|/bundle/chunk-",
        r"/js/kit/dom\.js|/bundle/chunk-",
        r"/css/main\.css|/main-\w+\.css",
    ],
    ids=["entry", "module", "stylesheet"],
)
def test_a_file_of_the_first_screen_that_does_not_come_is_said(
    page: Page, server: Serving, pattern: str
) -> None:
    page.route(re.compile(pattern), lambda route: route.abort())
    page.goto(server.url)
    message = page.get_by_role("alert")
    expect(message).to_contain_text("could not be fetched")
    page.unroute_all()
    message.get_by_role("button", name=AGAIN).click()
    expect(page.locator("html")).to_have_attribute("data-ready", "true")
    expect(message).to_be_hidden()


@pytest.mark.parametrize(
    ("pattern", "address"),
    [
        (r"weights_worker", "walk"),
        (r"katex.*\.m?js", "walk/cost?digit=test-3"),
        (r"katex.*\.css", "walk/cost?digit=test-3"),
        (r"/beats[^/]*\.js", "walk"),
        (r"/scenes/descent/scene\.js|/scene-\w+\.js", "descent"),
        (r"parts_scene[^/]*\.css", "calculus"),
    ],
    ids=["worker", "formulas", "formulas' style", "story", "scene", "scene's style"],
)
def test_a_later_file_that_does_not_come_is_said(
    page: Page, server: Serving, pattern: str, address: str
) -> None:
    page.route(re.compile(pattern), lambda route: route.abort())
    page.goto(f"{server.url}/#{address}")
    message = page.get_by_role("alert")
    expect(message).to_contain_text("could not be fetched")
    message.get_by_role("button", name=AGAIN).click()  # The page asks again by itself, too.
    page.unroute_all()
    expect(message).to_be_hidden()
    expect(page.locator("html")).to_have_attribute("data-ready", "true")


@pytest.mark.parametrize(
    ("file", "address"),
    [
        ("question_view", "walk/lever-activations?ask=yes"),
        ("katex", "walk/forward-1-sum?speed=1"),
        again_with("question_view", "descent/training?ask=yes"),
        again_with("question_view", "calculus/ripple-weight?ask=yes"),
        again_with("question_view", "vanishing/slopes?ask=yes"),
        again_with("what_if_controls", "walk/cost?panel=number"),
        again_with("code_panel", "walk/cost?panel=code"),
        again_with("code_panel", "calculus/tree?panel=code"),
    ],
)
def test_a_later_file_that_comes_last_is_shown_all_the_same(
    open_playground: Open, file: str, address: str
) -> None:
    """After all else, when nothing changes any more, as on a slow network."""
    playground = open_playground(at="walk/input")
    page = playground.page
    pattern = re.compile(rf"/{file}[^/]*\.m?js")
    with playground.last_comes(pattern), page.expect_request(pattern):
        page.evaluate(FOLLOW, f"{address}&{EXPLAINED.partition('?')[2]}")
    found = page.inner_text("body")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-ready", "true")
    playground.settle()
    assert found == page.inner_text("body")


@pytest.mark.parametrize(("file", "key"), [("settings", "a"), ("key_list", "?")])
def test_a_file_that_does_not_come_is_asked_for_in_pauses(
    open_playground: Open, file: str, key: str
) -> None:
    """However often it is wanted: else a page without a line asks without end."""
    playground = open_playground()
    page = playground.page
    playground.watch.provoked("ERR_FAILED")
    page.route(re.compile(rf"/{file}[^/]*\.js"), lambda route: route.abort())
    for _ in range(3):
        playground.key(key)
    expect(playground.message).to_contain_text("could not be fetched")
    page.wait_for_function(f"(file) => ({STARTS})(file).length > 2", arg=file)
    starts = page.evaluate(STARTS, file)
    assert min(later - earlier for earlier, later in pairwise(starts)) > LEAST_PAUSE_MS


def test_formulas_wait_for_their_fonts(page: Page, server: Serving) -> None:
    held: list[Route] = []
    page.route(re.compile(r"KaTeX_Math"), lambda route: held.append(route))  # noqa: PLW0108
    page.add_init_script(ENDLESS_PATIENCE)
    formula = page.locator("#formula .katex")
    with page.expect_request(re.compile(r"KaTeX_Math")):
        page.goto(f"{server.url}/#walk/cost?digit=test-3&target=8")
    expect(page.get_by_test_id("cost")).not_to_be_empty()
    expect(page.locator("body")).to_have_attribute("data-beat", "cost")
    page.evaluate(FRAMES, 10)
    expect(formula).to_have_count(0)
    for route in held:
        route.continue_()
    expect(formula).to_be_visible()


@pytest.mark.parametrize("pattern", [r"/take_home[^/]*\.js", r"/sheet[^/]*\.css"])
def test_who_prints_while_the_papers_files_do_not_come_gets_the_sheet_later(
    page: Page, server: Serving, pattern: str
) -> None:
    page.route(re.compile(pattern), lambda route: route.abort())
    page.add_init_script("window.print = () => {};")
    page.goto(f"{server.url}/#walk/cost?digit=test-3&target=8")
    expect(page.locator("html")).to_have_attribute("data-ready", "true")
    page.keyboard.press("Control+p")
    message = page.get_by_role("alert")
    expect(message).to_contain_text("could not be fetched")
    expect(page.locator(SHEET)).to_have_count(0)
    page.unroute_all()
    page.evaluate("dispatchEvent(new Event('online'))")  # It asks again by itself.
    expect(page.locator(SHEET)).to_be_attached()
    expect(message).to_be_hidden()


def test_a_file_that_came_but_fails_is_said_and_its_error_is_not_lost(
    page: Page, server: Serving
) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    broken = {"content_type": "text/javascript", "body": "throw new Error('no such thing here')"}
    page.route(
        re.compile(r"/scenes/descent/scene\.js|/scene-\w+\.js"), lambda r: r.fulfill(**broken)
    )
    page.goto(f"{server.url}/#descent")
    expect(page.get_by_role("alert")).to_contain_text("does not run in this browser")
    assert errors == ["no such thing here"]


@pytest.fixture(scope="module")
def sources() -> Iterator[Serving]:
    """A server of the page's sources as they stand."""
    with Serving(NUDGE_SOURCE="1") as serving:
        yield serving


@pytest.mark.parametrize(
    "address", ["walk/cost?digit=test-3", *again("descent", "calculus", "vanishing")]
)
def test_the_sources_run_as_they_stand_and_can_be_drawn_on(
    open_playground: Open, sources: Serving, address: str
) -> None:
    playground = open_playground(url=f"{sources.url}/#{address}")
    expect(playground.body).to_have_attribute("data-scene", address.partition("/")[0])
    scripts = playground.page.evaluate("[...document.scripts].map(({ src }) => src)")
    assert scripts
    assert not any("/bundle/" in script for script in scripts)
    expect(playground.message).to_be_hidden()
    playground.explain()
    playground.press("clear")
    expect(playground.prediction).to_be_empty()
    playground.draw(2)
    expect(playground.prediction).to_have_text("2")
