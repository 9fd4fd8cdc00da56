"""A server, a browser, and pages on which nothing may go wrong unseen."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserType, Page, ViewportSize, expect, sync_playwright

from tests.again import again
from tests.browser.support.audit import Audit
from tests.browser.support.browsers import launch
from tests.browser.support.opening import PATIENCE_MS, PHONE, PROJECTOR, Contexts, Look, Open
from tests.browser.support.playground import AS_NEW, EXPLAINED, Playground
from tests.browser.support.serving import Serving

SEEDS = count(1)
CLEAR = """async () => {
  for (const id of ["clear", "undo-stroke"]) {
    const button = document.getElementById(id);
    while (!button.disabled) {
      button.click();
      await new Promise(requestAnimationFrame);
      await new Promise(requestAnimationFrame);
    }
  }
}"""
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
def chromium() -> Iterator[BrowserType]:
    with sync_playwright() as playwright:
        yield playwright.chromium


@pytest.fixture(scope="package")
def browser(chromium: BrowserType) -> Iterator[Browser]:
    browser = launch(chromium)
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


@dataclass(frozen=True)
class Looked:
    """A page that the tests of a file look at, its options, and how it was when it was opened."""

    playground: Playground
    options: dict[str, Any]
    lasting: dict[str, str]


@pytest.fixture(scope="module")
def looked_at(contexts: Contexts) -> Iterator[dict[str, Looked]]:
    """The pages that the tests of a file look at, by their use, size and options."""
    pages: dict[str, Looked] = {}
    yield pages
    for looked in pages.values():
        contexts.close(looked.playground, **looked.options)


@pytest.fixture
def look(
    request: pytest.FixtureRequest,
    contexts: Contexts,
    server: Serving,
    looked_at: dict[str, Looked],
) -> Iterator[Look]:
    """Brings a page to an address; what happens on it is watched in each test.

    One on which an earlier test has left what no address brings back gives way to a new one.
    """
    failed = request.session.testsfailed
    used: dict[str, Playground] = {}

    def brought(looked: Looked | None, address: str) -> bool:
        if looked is None:
            return False
        playground = looked.playground
        playground.watch.begin()
        playground.page.evaluate("document.activeElement?.blur()")
        playground.follow(address)
        return playground.lasting(address).items() <= looked.lasting.items()

    def look_at(
        address: str, size: ViewportSize = PROJECTOR, use: str = "looked at", **options: Any
    ) -> Playground:
        key = repr((use, size, options))
        if not brought(looked_at.get(key), address):
            if key in looked_at:
                contexts.close(looked_at.pop(key).playground, **options)
            playground = contexts.open(size, f"{server.url}/#{address}", **options)
            looked_at[key] = Looked(playground, options, playground.lasting(address) | AS_NEW)
        used[key] = looked_at[key].playground
        return used[key]

    yield look_at
    for playground in used.values():
        playground.page.unroute_all()
    problems = [problem for playground in used.values() for problem in playground.watch.problems()]
    if problems or request.session.testsfailed > failed:
        for key in used:  # Nobody knows how these pages are now.
            looked = looked_at.pop(key)
            contexts.close(looked.playground, is_well=False, **looked.options)
    assert problems == []


@pytest.fixture
def renew(look: Look) -> Look:
    """Brings a page that tests share to an address, with a network that is the server's newest.

    For tests that train it, or choose another. Only `undo` leads further back than on a new page:
    to the networks of earlier tests.
    """

    def renew_it(address: str, size: ViewportSize = PROJECTOR, **options: Any) -> Playground:
        mark = "&" if "?" in address else "?"
        # Of two seeds the second is another network; a trained one has the same numbers with both.
        at = f"{address}{mark}rate=1&seed={next(SEEDS)}"
        playground = look(at, size, use="changed", **options)
        expect(playground.iteration).to_have_text("0")
        return playground

    return renew_it


@pytest.fixture
def renewed(renew: Look) -> Playground:
    """A page like `explained` that the tests of a file share: they may train its network."""
    return renew(EXPLAINED)


@pytest.fixture
def blank(look: Look) -> Playground:
    """A page like `playground` that the tests of a file share: they draw on it."""
    return cleared(look(EXPLAINED))


@pytest.fixture
def calm(renew: Look) -> Playground:
    """A page that tests share, for somebody who wants no motion: nothing is drawn on it."""
    calm = renew(EXPLAINED, reduced_motion="reduce")
    calm.press("clear")
    calm.settle()
    return calm


def cleared(playground: Playground) -> Playground:
    """Take all from the pad, and all that could be brought back to it."""
    playground.page.evaluate(CLEAR)
    playground.settle()
    return playground


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
def projected(request: pytest.FixtureRequest, look: Look) -> Playground:
    """A page like `blank`, on a projector, and once before a change is taken on a phone.

    For what is the same on both: how it is laid on a phone, and that a finger draws there and a
    lecture can be given, is tested in every run.
    """
    return cleared(look(EXPLAINED, request.param))


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
