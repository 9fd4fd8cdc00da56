"""A seat's own page is few requests and small: three hundred phones fetch it within seconds.

The lecture's whole picture, a frame with the playground in it, is fetched behind it.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Request, expect

from app.bundle import PageFiles
from app.resources import IS_CHECKOUT, STATIC
from tests.browser.support.opening import Contexts
from tests.browser.support.phones import Lecture, Phone
from tests.browser.support.serving import Serving

MOST_REQUESTS = 10
MOST_BYTES = 150_000


@pytest.fixture
def lecture(server: Serving) -> Iterator[Lecture]:
    with Lecture(server) as lecture:
        yield lecture


def is_bundled() -> bool:
    return PageFiles(STATIC, bundled=True, is_checkout=IS_CHECKOUT).addresses() != {}


@pytest.mark.skipif(not is_bundled(), reason="There is no bundle: `make bundle` makes one")
def test_a_seat_is_few_requests_and_small(
    browser: Browser, server: Serving, lecture: Lecture
) -> None:
    phone = Phone(Contexts(browser, server.url))  # It has nothing yet.
    asked: list[Request] = []
    phone.page.on("request", lambda request: asked.append(request))  # noqa: PLW0108
    phone.join(lecture)
    expect(phone.page.locator(".present").get_by_test_id("prediction")).to_have_text("reads as 9")
    own = [request for request in asked if request.frame == phone.page.main_frame]
    addresses = [request.url for request in own]
    assert len(own) <= MOST_REQUESTS, addresses
    of_answers = [request for request in own if not request.url.partition("?")[0].endswith("/news")]
    sizes = [request.sizes() for request in of_answers]
    total = sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)
    assert total <= MOST_BYTES, addresses
    phone.expect_beat("walk/cost")
    phone.close()
