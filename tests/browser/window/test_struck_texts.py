"""No number or name in a picture is struck through by a later line, or lies half over a circle."""

from typing import Final

import pytest
from playwright.sync_api import Browser

from tests.again import again
from tests.browser.support.opening import PHONE
from tests.browser.support.playground import EXPLAINED, Playground
from tests.browser.support.seats import SEAT
from tests.browser.support.serving import Serving

STRUCK: Final = SEAT.with_name("struck.js")
KNOWN: Final = EXPLAINED.partition("?")[2]


@pytest.mark.parametrize("size", [(1024, 768), (360, 640), *again((390, 844))], ids=str)
def test_nothing_goes_through_what_is_written(
    browser: Browser, server: Serving, size: tuple[int, int]
) -> None:
    width, height = size
    context = browser.new_context(
        viewport={"width": width, "height": height}, reduced_motion="reduce", bypass_csp=True
    )
    page = context.new_page()
    for script in (SEAT, STRUCK):
        page.add_init_script(path=script)
    Playground(page, f"{server.url}/#{EXPLAINED}").open()
    beats = page.evaluate("(known) => seat.addresses(known)", KNOWN)
    assert page.evaluate("(beats) => struck(beats)", beats) == {}
    context.close()


def test_the_last_wish_keeps_clear_of_the_sum(browser: Browser, server: Serving) -> None:
    context = browser.new_context(viewport=PHONE, reduced_motion="reduce", bypass_csp=True)
    page = context.new_page()
    page.add_init_script(path=SEAT)
    Playground(page, f"{server.url}/#{EXPLAINED}").open()
    address = "walk/adding-row?digit=test-9&target=4"
    assert page.evaluate("(address) => seat.walk([address], {})", address) == {}
    context.close()
