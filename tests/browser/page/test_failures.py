"""What goes wrong is said, and made good where it can be."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.support.opening import Open
from tests.browser.support.playground import Playground
from tests.browser.support.serving import Serving

MARKUP = "<img src=x onerror=\"document.title='ran'\"><b>bold</b>"


@pytest.fixture
def emptied(renewed: Playground) -> Playground:
    """A page that tests share, with a network of the test's own, and nothing on its pad."""
    renewed.press("clear")
    renewed.settle()
    return renewed


def refuse(playground: Playground, status: int, detail: object) -> None:
    """Let the server refuse every step."""
    playground.watch.provoked(rf"status of {status}")
    playground.page.route(
        "**/step*", lambda route: route.fulfill(status=status, json={"detail": detail})
    )


@pytest.mark.parametrize(
    ("status", "detail"),
    [
        (422, [{"type": "x", "loc": ["body", "learning_rate"], "msg": "Expected less"}]),
        (429, "Expected fewer requests"),
        (500, "Something went wrong in the server"),
        (503, "The server is full"),
    ],
)
def test_what_the_server_refuses_is_said(
    renewed: Playground, status: int, detail: str | list[dict[str, str]]
) -> None:
    refuse(renewed, status, detail)
    renewed.press("step")
    words = detail if isinstance(detail, str) else "Expected less"
    expect(renewed.message).to_contain_text(words)
    expect(renewed.iteration).to_have_text("0")


def test_an_error_without_a_sentence_is_said_too(renewed: Playground) -> None:
    renewed.watch.provoked("status of 502")
    renewed.page.route(
        "**/step*",
        lambda route: route.fulfill(status=502, content_type="text/html", body="<h1>Bad</h1>"),
    )
    renewed.press("step")
    expect(renewed.message).to_contain_text("502")


def test_a_step_that_was_put_off_is_taken_later_and_once(renewed: Playground) -> None:
    refuse(renewed, 503, "The server is full")
    renewed.press("step")
    expect(renewed.message).to_be_visible()
    renewed.page.unroute_all()
    expect(renewed.iteration).to_have_text("1")
    expect(renewed.message).to_be_hidden()


@pytest.mark.parametrize(
    "detail",
    [MARKUP, [{"type": "x", "loc": ["body", MARKUP], "msg": MARKUP}]],
    ids=["sentence", "list"],
)
def test_text_from_the_server_is_never_markup(
    renewed: Playground, detail: str | list[dict[str, object]]
) -> None:
    title = renewed.page.title()
    refuse(renewed, 422, detail)
    renewed.press("step")
    expect(renewed.message).to_contain_text(MARKUP)
    expect(renewed.message.locator("*")).to_have_count(0)
    expect(renewed.page).to_have_title(title)


def test_a_lost_server_is_said_and_waited_for(emptied: Playground) -> None:
    emptied.watch.provoked("ERR_INTERNET_DISCONNECTED")
    emptied.page.context.set_offline(True)
    emptied.pad.click()
    expect(emptied.message).to_contain_text("cannot be reached")
    expect(emptied.prediction).to_be_empty()
    emptied.page.context.set_offline(False)
    expect(emptied.message).to_be_hidden()
    expect(emptied.prediction).not_to_be_empty()


def test_a_page_opened_while_the_server_is_lost_opens_later(open_playground: Open) -> None:
    playground = open_playground()
    playground.load_without_a_server()
    playground.page.unroute_all()
    expect(playground.message).to_be_hidden()
    playground.draw(2)
    expect(playground.prediction).to_have_text("2")


def test_a_panel_that_does_not_come_is_said_and_asked_for_again(playground: Playground) -> None:
    playground.watch.provoked("ERR_FAILED")
    playground.page.route(re.compile(r"/what_if_controls[^/]*\.js"), lambda route: route.abort())
    playground.key("w")
    expect(playground.message).to_be_visible()
    playground.page.unroute_all()
    playground.key("w")
    playground.key("w")
    expect(playground.page.locator("#what-if-form output[name=ask]")).not_to_be_empty()


def lose_all(playground: Playground) -> None:
    """Let the page find a server that has kept nothing, once it finds one again."""
    address, _, _ = playground.last_call("/forward").path.partition("/forward")
    assert playground.page.request.delete(playground.url + address).ok


def test_a_server_that_comes_back_with_nothing_reads_the_drawing_by_a_fresh_network(
    emptied: Playground,
) -> None:
    emptied.watch.provoked("ERR_FAILED")
    emptied.watch.provoked("status of 404")
    emptied.put(2)
    lose_all(emptied)
    emptied.page.route("**/api/**", lambda route: route.abort())
    emptied.say(3)
    expect(emptied.message).to_contain_text("cannot be reached")
    emptied.page.unroute_all()
    is_read_afresh(emptied)


@pytest.mark.long
def test_after_a_restart_of_the_server_the_drawing_is_read_by_a_fresh_network(
    open_playground: Open,
) -> None:
    with Serving() as serving:
        playground = open_playground(url=serving.url)
        playground.watch.provoked("ERR_")
        playground.watch.provoked("status of 404")
        playground.draw(2)
        serving.stop()
        playground.say(3)
        expect(playground.message).to_contain_text("cannot be reached")
        serving.start()
        is_read_afresh(playground)


def is_read_afresh(playground: Playground) -> None:
    """Expect the word of a fresh network, and that it has read the drawing and learns."""
    expect(playground.message).to_contain_text("fresh")
    expect(playground.cost).not_to_be_empty()
    expect(playground.prediction).to_have_text("2")
    playground.press("step")
    expect(playground.iteration).to_have_text("1")


def test_a_network_that_has_expired_is_replaced_and_the_user_told(emptied: Playground) -> None:
    emptied.draw(2)
    emptied.settle()
    emptied.watch.provoked("status of 404")
    lose_all(emptied)
    emptied.say(3)
    expect(emptied.message).to_contain_text("fresh")
    expect(emptied.cost).not_to_be_empty()
