"""A phone that sleeps, loses its network, or has a bad one: it comes back to what is now."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Route, expect

from tests.again import again
from tests.browser.support.opening import Contexts
from tests.browser.support.phones import QUESTION, Lecture, Phone
from tests.browser.support.serving import Serving

WISHES = "#walk/wishes?digit=test-12&target=3"
SLEEP = """(hidden) => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
DEAD_AFTER_ITS_FIRST_WORD = """globalThis.EventSource = class extends EventTarget {
  constructor(url) {
    super();
    fetch(url.replace("/news", ""))
      .then((answer) => answer.text())
      .then((data) => this.dispatchEvent(new MessageEvent("message", { data })));
  }
  close() {}
}"""
TURN_MS, MOST_TURNS = 250, 200
LONGEST_PAUSE_MS = 10_000
BACK = 'dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }))'


@pytest.fixture
def lecture(server: Serving) -> Iterator[Lecture]:
    with Lecture(server) as lecture:
        yield lecture


@pytest.fixture
def phone(contexts: Contexts) -> Iterator[Phone]:
    phone = Phone(contexts)
    yield phone
    phone.close()


def beat(phone: Phone, name: str) -> None:
    expect(phone.page.locator("body")).to_have_attribute("data-beat", name)


def test_without_a_network_it_says_so_and_comes_back(phone: Phone, lecture: Lecture) -> None:
    phone.join(lecture)
    phone.expect_beat("walk/cost")
    phone.page.context.set_offline(True)
    phone.page.evaluate(BACK)  # It looks, and finds nobody.
    expect(phone.message).to_contain_text("No connection.")
    lecture.show(address=WISHES)
    phone.page.context.set_offline(False)
    beat(phone, "walk/wishes")
    phone.expect_beat("walk/wishes")
    expect(phone.message).to_have_text("Following the lecture")


def test_a_vote_without_a_network_arrives_later(phone: Phone, lecture: Lecture) -> None:
    phone.join(lecture)
    lecture.show(question=QUESTION)
    expect(phone.choices).to_have_count(3)
    phone.page.context.set_offline(True)
    phone.choices.nth(0).click()
    phone.choices.nth(2).click()
    expect(phone.standing).to_have_text("Your answer has not arrived yet. Trying again …")
    phone.page.context.set_offline(False)
    expect(phone.standing).to_contain_text("1 answer so far")
    assert lecture.desk()["questions"][0]["counts"] == [0, 0, 1]


@pytest.mark.parametrize(
    "waking", [BACK, *again(f"({SLEEP})(false)", 'dispatchEvent(new Event("online"))')]
)
def test_after_a_sleep_it_asks_what_is_now(phone: Phone, lecture: Lecture, waking: str) -> None:
    """A stream may be dead by then, and never say so."""
    phone.page.add_init_script(DEAD_AFTER_ITS_FIRST_WORD)
    phone.join(lecture)
    phone.expect_beat("walk/cost")
    phone.page.evaluate(SLEEP, True)
    lecture.show(address=WISHES)
    phone.page.evaluate(waking)
    beat(phone, "walk/wishes")


@pytest.mark.parametrize("fault", ["silent", *again("refused", "html")])
def test_where_no_stream_comes_through_it_asks_again_and_again(
    phone: Phone, lecture: Lecture, fault: str
) -> None:
    """As of a proxy that refuses streams, answers for the server, or keeps all to itself."""
    tried: list[Route] = []

    def answer(route: Route) -> None:
        tried.append(route)
        if fault == "refused":
            route.fulfill(status=502)
        elif fault == "html":
            route.fulfill(status=200, content_type="text/html", body="<p>Welcome</p>")

    phone.page.route("**/news?*", answer)
    phone.take_clock()
    with phone.page.expect_request("**/api/rooms/*?*wait=20") as polling:
        phone.join(lecture)
        for _ in range(MOST_TURNS):
            if len(tried) == 3:
                break
            phone.page.clock.run_for(TURN_MS)
        phone.page.clock.run_for(LONGEST_PAUSE_MS)
    assert polling.value.headers["if-none-match"].strip('"').isdigit()
    assert len(tried) == 3
    lecture.show(address=WISHES)
    beat(phone, "walk/wishes")


@pytest.mark.parametrize("pattern", [r"/room/seat\.js|/seat-\w+\.js", *again(r"/seat[^/]*\.css")])
def test_a_file_that_does_not_come_is_fetched_again(
    phone: Phone, lecture: Lecture, pattern: str
) -> None:
    phone.page.route(re.compile(pattern), lambda route: route.abort(), times=1)
    phone.join(lecture)
    expect(phone.page.get_by_role("banner")).to_have_css("display", "flex")


def test_a_file_that_does_not_come_is_said(phone: Phone, lecture: Lecture) -> None:
    phone.page.route(re.compile(r"/room/seat\.js|/seat-\w+\.js"), lambda route: route.abort())
    phone.page.goto(lecture.page)
    expect(phone.message).to_contain_text("could not be fetched")
    phone.page.unroute_all()
    expect(phone.root).to_have_attribute("data-state", "in")


def test_a_remote_whose_program_does_not_come_says_so(phone: Phone, lecture: Lecture) -> None:
    key = lecture.client.headers["Authorization"].removeprefix("Bearer ")
    phone.page.route(re.compile(r"/remote[^/]*\.js"), lambda route: route.abort())
    phone.page.goto(f"{lecture.page}#key={key}")
    expect(phone.message).to_contain_text("could not be fetched")
    phone.page.unroute_all()
    phone.message.get_by_role("button").click()
    expect(phone.page.get_by_test_id("remote-now")).not_to_be_empty()
    expect(phone.message).to_be_empty()


def test_the_end_is_said(phone: Phone, lecture: Lecture) -> None:
    phone.join(lecture)
    lecture.end()
    expect(phone.page.get_by_text("The lecture is over.")).to_be_visible()
    expect(phone.page.locator("iframe")).to_have_count(0)


def test_who_was_away_at_the_end_is_told_too(phone: Phone, lecture: Lecture) -> None:
    phone.join(lecture)
    phone.page.context.set_offline(True)
    phone.page.evaluate(BACK)
    expect(phone.message).to_contain_text("No connection.")
    lecture.end()
    phone.page.context.set_offline(False)
    expect(phone.page.get_by_text("The lecture is over.")).to_be_visible()


@pytest.mark.long
def test_a_server_that_began_anew_has_no_such_room(contexts: Contexts) -> None:
    with Serving() as own, Lecture(own) as lecture:
        phone = Phone(contexts)
        phone.join(lecture)
        own.stop()
        expect(phone.message).to_contain_text("No connection.")
        own.start()
        expect(phone.page.get_by_text("This room is no longer there")).to_be_visible()
        phone.close()
