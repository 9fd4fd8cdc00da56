"""A server, a browser, and pages on which nothing may go wrong unseen."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from tests.again import again
from tests.browser.support.audit import Audit
from tests.browser.support.browsers import launch
from tests.browser.support.opening import PATIENCE_MS, PHONE, PROJECTOR, Contexts, Look, Open
from tests.browser.support.playground import EXPLAINED, Playground
from tests.browser.support.serving import Serving

LONGEST = (
    "test_soak.py",
    "test_core_path.py",
    "test_bad_network.py",
    "test_talk.py",
    "test_every_seat.py",
    "test_take_home_sheet.py",
    "test_calculus_scene.py",
    "test_vanishing.py",
    "test_questions.py",
    "test_coming_back.py",
    "test_story.py",
    "test_descent_training.py",
    "test_pen_drawings_on_pad.py",
)

expect.set_options(timeout=PATIENCE_MS)


# Playwright runs an event loop in this thread as long as it is open, and other tests want their
# own: so it is closed when the tests of this package end, not those of the whole run.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright.chromium)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def server() -> Iterator[Serving]:
    rooms = {"NUDGE_MAX_ROOMS": "1000", "NUDGE_MAX_NEW_ROOMS_AT_ONCE": "1000"}
    with Serving(**rooms) as serving:  # Nobody closes what tests open.
        yield serving


@pytest.fixture(scope="package")
def contexts(browser: Browser, server: Serving) -> Contexts:
    return Contexts(browser, server.url)


@pytest.fixture
def open_playground(
    request: pytest.FixtureRequest, contexts: Contexts, server: Serving
) -> Iterator[Open]:
    """Opens pages; the test fails if anything happens on one that its watch minds."""
    failed = request.session.testsfailed
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
    is_well = not problems and request.session.testsfailed == failed
    for playground, options in opened:
        contexts.close(playground, is_well=is_well, **options)
    assert problems == []


Looked = dict[str, tuple[Playground, dict[str, Any]]]


@pytest.fixture(scope="module")
def looked_at(contexts: Contexts) -> Iterator[Looked]:
    """The pages that the tests of a file look at, with their options, by size and options."""
    pages: Looked = {}
    yield pages
    for playground, options in pages.values():
        contexts.close(playground, **options)


@pytest.fixture
def look(
    request: pytest.FixtureRequest,
    contexts: Contexts,
    server: Serving,
    looked_at: Looked,
) -> Iterator[Look]:
    """Brings a page to an address; what happens on it is watched in each test."""
    failed = request.session.testsfailed
    used: dict[str, Playground] = {}

    def look_at(address: str, size: ViewportSize = PROJECTOR, **options: Any) -> Playground:
        key = repr((size, options))
        if key in looked_at:
            playground, _ = looked_at[key]
            playground.watch.begin()
            playground.page.evaluate("document.activeElement?.blur()")
            playground.follow(address)
        else:
            playground = contexts.open(size, f"{server.url}/#{address}", **options)
            looked_at[key] = playground, options
        used[key] = playground
        return playground

    yield look_at
    for playground in used.values():
        playground.page.unroute_all()
    problems = [problem for playground in used.values() for problem in playground.watch.problems()]
    if problems or request.session.testsfailed > failed:
        for key in used:  # Nobody knows how these pages are now.
            playground, options = looked_at.pop(key)
            contexts.close(playground, is_well=False, **options)
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


@pytest.fixture(params=[PROJECTOR, *again(PHONE)], ids=["projector", "phone"])
def any_size(request: pytest.FixtureRequest, open_playground: Open) -> Playground:
    """The page on a projector, and on a phone."""
    return open_playground(request.param)


@pytest.fixture(params=[PROJECTOR, *again(PHONE)], ids=["projector", "phone"])
def projected(request: pytest.FixtureRequest, open_playground: Open) -> Playground:
    """The page on a projector, and once before a change is taken on a phone.

    For what is the same on both: how it is laid on a phone, and that a finger draws there and a
    lecture can be given, is tested in every run.
    """
    return open_playground(request.param)


@pytest.fixture(
    params=[(PROJECTOR, "dark"), *again((PHONE, "light"))],
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
    page.goto(f"{server.url}/openapi.json")  # Addresses are relative to the page's.
    yield page
    page.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, so that no worker is alone with it in the end.

    Also where all tests are run that take minutes: pytest hands over all items, not this package's.
    In one process the order stays, as there this package is opened and closed once.
    """
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return
    ranks = {file: rank for rank, file in enumerate(LONGEST)}
    items.sort(key=lambda item: ranks.get(item.path.name, len(ranks)))
