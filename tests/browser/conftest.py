"""A server, a browser, and pages on which nothing may go wrong unseen."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from tests.browser.support.audit import Audit
from tests.browser.support.browsers import launch
from tests.browser.support.opening import PHONE, PROJECTOR, Open
from tests.browser.support.playground import Playground
from tests.browser.support.serving import Serving

PATIENCE_MS = 15_000

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


@pytest.fixture
def open_playground(browser: Browser, server: Serving) -> Iterator[Open]:
    """Opens a page: `open_playground(size, url=…, **options of the browser's context)`.

    The test fails if anything happens on the page that its watch minds.
    """
    opened: list[Playground] = []

    def open_it(
        size: ViewportSize = PROJECTOR, *, url: str | None = None, **options: Any
    ) -> Playground:
        context = browser.new_context(viewport=size, **options)
        context.set_default_timeout(PATIENCE_MS)
        playground = Playground(context.new_page(), url or server.url)
        opened.append(playground)
        playground.open()
        return playground

    yield open_it
    problems = [problem for playground in opened for problem in playground.watch.problems()]
    for playground in opened:
        playground.page.context.close()
    assert problems == []


@pytest.fixture
def playground(open_playground: Open) -> Playground:
    """The page on a projector."""
    return open_playground()


@pytest.fixture
def explained(playground: Playground) -> Playground:
    """The page on a projector: a drawn 2 that should have been a 3, answered and explained."""
    playground.explain()
    return playground


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
