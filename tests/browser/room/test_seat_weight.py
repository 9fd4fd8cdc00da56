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
DIGITS = ("test-7", "test-3", "test-8", "test-0")
MOST_A_DIGIT = 8_000
"""With news and what goes along, 300 seats have 10 kB each at a change a second."""


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
    expect(phone.reading).to_have_text("reads as 9")
    own = [request for request in asked if request.frame == phone.page.main_frame]
    addresses = [request.url for request in own]
    assert len(own) <= MOST_REQUESTS, addresses
    of_answers = [request for request in own if not request.url.partition("?")[0].endswith("/news")]
    sizes = [request.sizes() for request in of_answers]
    total = sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)
    assert total <= MOST_BYTES, addresses
    phone.expect_beat("walk/cost")
    phone.close()


def test_another_digit_is_small(browser: Browser, server: Serving, lecture: Lecture) -> None:
    phone = Phone(Contexts(browser, server.url))
    phone.join(lecture)
    phone.expect_beat("walk/cost")
    scene = phone.scene
    expect(scene.get_by_test_id("cost")).not_to_have_text("")
    asked: list[Request] = []
    phone.page.on("request", lambda request: asked.append(request))  # noqa: PLW0108
    for digit in DIGITS:
        before = scene.get_by_test_id("cost").text_content()
        lecture.show(address=f"#walk/cost?digit={digit}")
        expect(scene.get_by_test_id("cost")).not_to_have_text(before or "")
        expect(scene.get_by_test_id("cost")).not_to_have_text("")
    # Curves are fetched once for all digits, and may still be under way when the first is shown.
    to_api = [request for request in asked if "/api/" in request.url]
    of_server = [request for request in to_api if "/api/functions?" not in request.url]
    sizes = [request.sizes() for request in of_server]
    total = sum(sum(size.values()) for size in sizes)
    assert total <= MOST_A_DIGIT * len(DIGITS), [request.url for request in of_server]
    assert len(of_server) == 2 * len(DIGITS), "Each is a picture and its pass."
    phone.close()
