"""Whoever loads the page again, or comes back to it, finds it as it was: nothing is lost."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.again import again
from tests.browser.support.opening import Open
from tests.browser.support.playground import EXPLAINED, Playground
from tests.browser.support.serving import Serving
from tests.browser.support.walk import session_of

OTHER_PAGE = "/docs"


@pytest.fixture
def explained(open_playground: Open) -> Playground:
    """The page with a drawn 2 that should have been a 3, explained without motion."""
    return open_playground(at=EXPLAINED, reduced_motion="reduce")


def said_by(playground: Playground) -> tuple[str, str | None, str]:
    """Return the beat shown, and what it says."""
    return playground.beat, playground.cost.text_content(), playground.caption.inner_text()


def opened(playground: Playground) -> int:
    """Return how many networks the page has asked for."""
    return sum(call.path == "/api/sessions" for call in playground.calls)


def take_step(playground: Playground) -> None:
    playground.press("step")
    expect(playground.body).to_have_attribute("data-beat", "step")
    playground.settle()


def come_back(playground: Playground, how: str) -> None:
    """Leave the page and come back to it."""
    page = playground.page
    playground.watch.tolerate("ERR_ABORTED")
    if how == "reload":
        page.reload()
    else:
        page.goto(playground.url + OTHER_PAGE)
        page.go_back()
        if how == "forward":
            page.go_forward()
            page.go_back()
    expect(page.locator("html")).to_have_attribute("data-ready", "true")
    playground.settle()


@pytest.mark.parametrize("how", ["reload", *again("back", "forward")])
def test_steps_undo_drawing_and_beat_are_there_again(
    open_playground: Open, server: Serving, how: str
) -> None:
    playground = open_playground(reduced_motion="reduce")
    playground.draw(2)
    playground.say(3)
    take_step(playground)
    playground.press("step")
    expect(playground.iteration).to_have_text("2")
    playground.settle()
    before = session_of(playground)
    shown = said_by(playground)
    pixels = playground.last_call("/step").body["pixels"]
    asked = opened(playground)

    come_back(playground, how)

    assert opened(playground) == asked
    assert session_of(playground) == before
    assert playground.last_call("/backward").body == {"pixels": pixels, "target": 3}
    assert said_by(playground) == shown
    expect(playground.iteration).to_have_text("2")

    playground.key("PageUp")  # Behind the step it is the step that is taken back.
    expect(playground.iteration).to_have_text("1")
    playground.key("u")
    expect(playground.iteration).to_have_text("0")
    expect(playground.message).to_be_hidden()


def test_a_training_wound_back_by_the_story_is_still_wound_back(open_playground: Open) -> None:
    playground = open_playground(at="walk/rewind?digit=test-32", reduced_motion="reduce")
    assert playground.beat == "rewind"
    playground.key("PageDown")
    expect(playground.page.locator("#trained-for")).not_to_have_attribute(
        "aria-valuetext", "trained"
    )
    playground.settle()
    dial = playground.page.locator("#trained-for").get_attribute("aria-valuetext")
    come_back(playground, "reload")
    assert playground.beat == "rewind"
    assert playground.page.locator("#trained-for").get_attribute("aria-valuetext") == dial
    playground.key("PageUp")
    expect(playground.page.locator("#trained-for")).to_have_attribute("aria-valuetext", "trained")


@pytest.mark.long
def test_another_scene_comes_back_with_the_same_network(explained: Playground) -> None:
    take_step(explained)
    before = session_of(explained)
    explained.follow("descent/gradient?with=own")
    come_back(explained, "reload")
    expect(explained.body).to_have_attribute("data-scene", "descent")
    assert explained.beat == "gradient"
    expect(explained.iteration).to_have_text("1")
    explained.follow("walk/cost")
    assert session_of(explained) == before
    expect(explained.prediction).not_to_be_empty()


LATE = """() => {
  history.replaceState(null, "", location.href);
  addEventListener("pagehide", () => {
    const left = JSON.parse(sessionStorage.getItem("nudge /"));
    sessionStorage.setItem("nudge /", JSON.stringify({ ...left, hash: `${left.hash}&rate=2` }));
  });
}"""
"""As if the page wrote its address when the browser had begun to load the one before again."""


def test_an_address_written_while_the_page_is_loaded_again_is_no_other_page(
    explained: Playground,
) -> None:
    take_step(explained)
    before = session_of(explained)
    explained.page.evaluate(LATE)
    come_back(explained, "reload")
    expect(explained.iteration).to_have_text("1")
    assert session_of(explained) == before


@pytest.mark.long
def test_the_own_network_still_waits_behind_that_of_a_stop(explained: Playground) -> None:
    take_step(explained)
    before = session_of(explained)
    explained.follow("descent/gradient")
    expect(explained.iteration).to_have_text("0")
    come_back(explained, "reload")
    expect(explained.iteration).to_have_text("0")
    explained.page.locator("#own-network").click()
    expect(explained.iteration).to_have_text("1")
    explained.settle()
    explained.follow("walk/step")
    after = session_of(explained)
    assert {**after, "revision": 0, "redo": 0} == {**before, "revision": 0, "redo": 0}
    expect(explained.body).to_have_attribute("data-beat", "step")


@pytest.mark.long
def test_an_earlier_address_of_the_history_changes_no_network(explained: Playground) -> None:
    explained.train_for(3)
    explained.settle()
    explained.page.evaluate("location.hash = 'calculus'")
    explained.page.wait_for_url(re.compile("#calculus/"))
    explained.page.evaluate("location.hash = 'walk'")
    explained.page.wait_for_url(re.compile("#walk/"))
    take_step(explained)
    before = session_of(explained)
    page = explained.page
    explained.watch.tolerate("ERR_ABORTED")
    page.goto(explained.url + OTHER_PAGE)
    with page.expect_navigation():  # after the answer to the call, which leaving the page would cut
        page.evaluate("setTimeout(() => history.go(-2))")
    expect(page.locator("html")).to_have_attribute("data-ready", "true")
    expect(explained.body).to_have_attribute("data-scene", "calculus")
    explained.settle()
    explained.follow("walk/cost")
    assert session_of(explained) == before


NO_LOCKS = "Object.defineProperty(Navigator.prototype, 'locks', { value: undefined })"
"""As on an address of a network without https."""
DISCARDED = "addEventListener('pagehide', (event) => event.stopImmediatePropagation(), true)"
"""As if the browser ended the page, and did not say so."""


@pytest.fixture(params=["locks", *again("no locks")])
def tab(request: pytest.FixtureRequest, open_playground: Open) -> Playground:
    """The explained page, in a browser that has locks, or none."""
    playground = open_playground(at=EXPLAINED, reduced_motion="reduce")
    if request.param == "no locks":
        playground.page.context.add_init_script(NO_LOCKS)
        playground.page.reload()
        playground.settle()
    return playground


def test_a_tab_that_the_browser_discarded_comes_back(tab: Playground) -> None:
    tab.page.add_init_script(DISCARDED)
    come_back(tab, "reload")  # From now on the page does not hear of its end.
    take_step(tab)
    before = session_of(tab)
    tab.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    come_back(tab, "reload")
    expect(tab.iteration).to_have_text("1")
    assert session_of(tab) == before


def duplicate(playground: Playground) -> Page:
    """Open the same page in a tab that has a copy of what the first one keeps."""
    with playground.page.expect_popup() as popup:
        playground.page.evaluate("window.open(location.href)")
    page = popup.value
    expect(page.locator("html")).to_have_attribute("data-ready", "true")
    expect(page.get_by_test_id("cost")).not_to_be_empty()
    return page


@pytest.mark.long
def test_two_tabs_share_no_network(tab: Playground) -> None:
    explained = tab
    explained.page.reload()  # From now on the tab has something that could be copied.
    explained.settle()
    explained.press("step")
    expect(explained.iteration).to_have_text("1")
    # A tab that is looked at no more writes down what it has, and is copied then.
    explained.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    other = duplicate(explained)
    expect(other.get_by_test_id("iteration")).to_have_text("0")
    expect(other.get_by_role("alert")).to_be_hidden()
    other.locator("#step").click()
    other.locator("#step").click()
    expect(other.get_by_test_id("iteration")).to_have_text("2")
    assert session_of(explained)["iteration"] == 1
    other.reload()
    expect(other.get_by_test_id("iteration")).to_have_text("2")
    explained.page.reload()
    explained.settle()
    expect(explained.iteration).to_have_text("1")
    other.close()


def test_an_address_written_too_late_for_the_loading_leads_nowhere(explained: Playground) -> None:
    """The browser loads the address before it: the page knows better what it has shown."""
    take_step(explained)
    explained.page.wait_for_function("() => location.hash.startsWith('#walk/step')")
    explained.page.add_init_script(
        "history.replaceState(history.state, '', location.hash.replace('walk/step', 'walk/cost'))"
    )
    come_back(explained, "reload")
    expect(explained.iteration).to_have_text("1")
    expect(explained.body).to_have_attribute("data-beat", "step")


def test_of_a_network_that_is_gone_the_rest_comes_back_and_it_is_said_once(
    explained: Playground,
) -> None:
    take_step(explained)
    shown = explained.last_call("/step").body["pixels"]
    explained.watch.provoked("status of 404")
    address = f"{explained.url}/api/sessions/{session_of(explained)['id']}"
    assert explained.page.request.delete(address).ok
    come_back(explained, "reload")
    expect(explained.message).to_contain_text("fresh")
    expect(explained.iteration).to_have_text("0")
    expect(explained.body).to_have_attribute("data-beat", "step")
    assert explained.last_call("/backward").body == {"pixels": shown, "target": 3}
    come_back(explained, "reload")
    expect(explained.message).to_be_hidden()


def test_a_page_loaded_while_the_server_is_away_is_whole_once_it_answers(
    explained: Playground,
) -> None:
    take_step(explained)
    before = session_of(explained)
    explained.load_without_a_server()
    explained.page.unroute_all()
    expect(explained.cost).not_to_be_empty()
    explained.settle()
    assert session_of(explained) == before
    expect(explained.body).to_have_attribute("data-beat", "step")
    expect(explained.iteration).to_have_text("1")


@pytest.mark.parametrize(
    "event",
    [
        "document.dispatchEvent(new Event('visibilitychange'))",
        "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))",
    ],
    ids=["sleep", "page kept whole"],
)
def test_who_looks_at_the_page_again_sees_what_has_become_of_the_network(
    renewed: Playground, event: str
) -> None:
    session = session_of(renewed)
    body = {**renewed.last_call("/backward").body, "learning_rate": 1}
    step = f"{renewed.url}/api/sessions/{session['id']}/step"
    assert renewed.page.request.post(step, data=body).ok
    cost = renewed.cost.text_content() or ""
    renewed.page.evaluate(event)
    expect(renewed.iteration).to_have_text("1")
    expect(renewed.cost).not_to_have_text(cost)
    expect(renewed.message).to_be_hidden()


def test_after_a_sleep_a_lost_server_is_asked_at_once(playground: Playground) -> None:
    playground.watch.provoked("ERR_FAILED")
    playground.page.clock.install()
    playground.has_own_time = True
    playground.page.route("**/api/**", lambda route: route.abort())
    playground.pad.click()
    expect(playground.message).to_contain_text("cannot be reached")
    playground.page.unroute_all()
    playground.page.clock.pause_at("2100-01-01")  # No timer runs any more.
    playground.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(playground.message).to_be_hidden()
