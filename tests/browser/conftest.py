"""A server, a browser, and pages on which nothing may go wrong unseen."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from tests.browser.support.audit import Audit
from tests.browser.support.browsers import launch
from tests.browser.support.opening import PATIENCE_MS, PHONE, PROJECTOR, Contexts, Look, Open
from tests.browser.support.playground import EXPLAINED, Playground
from tests.browser.support.serving import Serving

LONGEST = (
    "test_take_home_sheet.py",
    "test_story.py",
    "test_vanishing.py",
    "test_links_of_scenes.py",
    "test_walk_formulas.py",
    "test_calculus_scene.py",
    "test_descent_average.py",
)

expect.set_options(timeout=PATIENCE_MS)


# Playwright runs an event loop in this thread as long as it is open, and other tests want their
# own: so it is closed when the tests of this package end, not those of the whole run.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def server() -> Iterator[Serving]:
    with Serving() as serving:
        yield serving


@pytest.fixture(scope="package")
def contexts(browser: Browser) -> Contexts:
    return Contexts(browser)


@pytest.fixture
def open_playground(contexts: Contexts, server: Serving) -> Iterator[Open]:
    """Opens pages; the test fails if anything happens on one that its watch minds."""
    opened: list[tuple[Playground, dict[str, Any]]] = []

    def open_it(
        size: ViewportSize = PROJECTOR,
        *,
        at: str = "",
        url: str | None = None,
        **options: Any,
    ) -> Playground:
        playground = contexts.open(size, url or f"{server.url}/#{at}", **options)
        opened.append((playground, options))
        return playground

    yield open_it
    problems = [problem for playground, _ in opened for problem in playground.watch.problems()]
    for playground, options in opened:
        contexts.close(playground, **options)
    assert problems == []


@pytest.fixture(scope="module")
def looked_at(contexts: Contexts) -> Iterator[dict[str, Playground]]:
    """The pages that the tests of a file look at, by size and options."""
    pages: dict[str, Playground] = {}
    yield pages
    for playground in pages.values():
        playground.page.context.close()


@pytest.fixture
def look(
    request: pytest.FixtureRequest,
    contexts: Contexts,
    server: Serving,
    looked_at: dict[str, Playground],
) -> Iterator[Look]:
    """Brings a page to an address; what happens on it is watched in each test."""
    failed = request.session.testsfailed
    used: dict[str, Playground] = {}

    def look_at(address: str, size: ViewportSize = PROJECTOR, **options: Any) -> Playground:
        key = repr((size, options))
        if key in looked_at:
            looked_at[key].watch.begin()
            looked_at[key].follow(address)
        else:
            looked_at[key] = contexts.open(size, f"{server.url}/#{address}", **options)
        used[key] = looked_at[key]
        return used[key]

    yield look_at
    for playground in used.values():
        playground.page.unroute_all()
    problems = [problem for playground in used.values() for problem in playground.watch.problems()]
    if problems or request.session.testsfailed > failed:
        for key in used:  # Nobody knows how these pages are now.
            looked_at.pop(key).page.context.close()
    assert problems == []


@pytest.fixture
def playground(open_playground: Open) -> Playground:
    """The page on a projector."""
    return open_playground()


@pytest.fixture
def explained(open_playground: Open) -> Playground:
    """The page on a projector: a drawn 2 that should have been a 3, answered and explained."""
    return open_playground(at=EXPLAINED)


@pytest.fixture
def viewed(look: Look) -> Playground:
    """A page like `explained` that all tests of a file share: they only look at it."""
    return look(EXPLAINED, reduced_motion="reduce")


@pytest.fixture
def phone(open_playground: Open) -> Playground:
    """The page on a phone."""
    return open_playground(PHONE, has_touch=True, is_mobile=True, device_scale_factor=2)


@pytest.fixture(params=[PROJECTOR, PHONE], ids=["projector", "phone"])
def any_size(request: pytest.FixtureRequest, open_playground: Open) -> Playground:
    """The page on a projector, and on a phone."""
    return open_playground(request.param)


@pytest.fixture(
    params=[(PROJECTOR, "dark"), (PHONE, "light")],
    ids=["dark-projector", "light-phone"],
)
def audit(request: pytest.FixtureRequest, open_playground: Open) -> Audit:
    """The page with axe-core on it: dark on a projector, light on a phone.

    Colours are the theme's and places are the size's, so these two see what all four would.
    """
    size, theme = request.param
    return Audit(open_playground(size, reduced_motion="reduce", bypass_csp=True), theme)


@pytest.fixture(scope="package")
def modules(browser: Browser, server: Serving) -> Iterator[Page]:
    """A page without the playground, on which its modules can be imported."""
    page = browser.new_page()
    page.goto(f"{server.url}/api/health")
    yield page
    page.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, so that no worker is alone with it in the end."""
    ranks = {file: rank for rank, file in enumerate(LONGEST)}
    items.sort(key=lambda item: ranks.get(item.path.name, len(ranks)))
