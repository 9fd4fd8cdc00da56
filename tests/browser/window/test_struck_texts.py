"""No number or name in a picture is struck through by a later line, or lies half over a circle."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from tests.again import again
from tests.browser.support.opening import PHONE
from tests.browser.support.playground import EXPLAINED, Playground
from tests.browser.support.seats import SEAT, UNPAINTED, look_from_afar
from tests.browser.support.serving import Serving

STRUCK: Final = SEAT.with_name("struck.js")
KNOWN: Final = EXPLAINED.partition("?")[2]


@pytest.fixture(scope="module")
def page(browser: Browser, server: Serving) -> Iterator[Page]:
    """A page that tells what is written on its canvases, and what is drawn over it."""
    context = browser.new_context(reduced_motion="reduce", bypass_csp=True)
    page = context.new_page()
    page.add_init_script(UNPAINTED)
    for script in (SEAT, STRUCK):
        page.add_init_script(path=script)
    Playground(page, f"{server.url}/#{EXPLAINED}").open()
    yield page
    context.close()


@pytest.fixture(scope="module")
def resize(page: Page) -> Callable[[ViewportSize], None]:
    """Gives the page's window another size."""
    return partial(look_from_afar, page, page.context.new_cdp_session(page))


@pytest.fixture(scope="module")
def beats(page: Page) -> list[str]:
    """The addresses of all beats."""
    found: list[str] = page.evaluate("(known) => seat.addresses(known)", KNOWN)
    return found


@pytest.mark.parametrize("size", [(1024, 768), (360, 640), *again((390, 844))], ids=str)
def test_nothing_goes_through_what_is_written(
    page: Page,
    resize: Callable[[ViewportSize], None],
    beats: list[str],
    size: tuple[int, int],
) -> None:
    resize({"width": size[0], "height": size[1]})
    assert page.evaluate("(beats) => struck(beats)", beats) == {}


def test_the_last_wish_keeps_clear_of_the_sum(
    page: Page, resize: Callable[[ViewportSize], None]
) -> None:
    resize(PHONE)
    address = "walk/adding-row?digit=test-9&target=4"
    assert page.evaluate("(address) => seat.walk([address], {})", address) == {}
