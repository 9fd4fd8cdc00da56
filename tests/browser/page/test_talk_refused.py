"""The talk on a server that refuses or is slow: presses lose nothing, the dial shows the truth."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Route, expect

from tests.browser.support.opening import Open
from tests.browser.support.playground import Playground


@pytest.fixture
def dial(explained: Playground) -> Locator:
    return explained.page.locator("#trained-for")


def hold(playground: Playground, pattern: str) -> list[Route]:
    """Keep the answers to requests; whoever wants one to go on says so."""
    held: list[Route] = []
    playground.page.route(pattern, lambda route, _: held.append(route))
    return held


def refuse(playground: Playground, pattern: str) -> list[str]:
    """Refuse requests, and return them as they come."""
    playground.watch.provoked("status of 409")
    asked: list[str] = []

    def refused(route: Any) -> None:
        asked.append(route.request.url)
        route.fulfill(status=409, json={"detail": "Not now"})

    playground.page.route(pattern, refused)
    return asked


def test_where_the_dial_is_refused_the_servers_network_is_shown_again(
    explained: Playground, dial: Locator
) -> None:
    cost = explained.cost.text_content()
    refuse(explained, "**/reset*")
    dial.evaluate("""(dial) => {
      dial.value = 0;
      dial.dispatchEvent(new Event("input"));
    }""")
    expect(explained.cost).not_to_have_text(cost)
    dial.dispatch_event("change")
    expect(explained.message).to_have_text("Not now")
    expect(dial).to_have_attribute("aria-valuetext", "trained")
    expect(explained.cost).to_have_text(cost)


@pytest.mark.long
def test_a_dial_that_is_let_go_where_it_was_shows_the_servers_network(
    explained: Playground, dial: Locator
) -> None:
    cost = explained.cost.text_content()
    box = dial.bounding_box()
    assert box is not None
    mouse, middle = explained.page.mouse, box["y"] + box["height"] / 2
    mouse.move(box["x"] + box["width"] - 6, middle)
    mouse.down()
    explained.settle()
    mouse.move(box["x"] + box["width"] / 2, middle, steps=4)
    expect(explained.cost).not_to_have_text(cost)
    mouse.move(box["x"] + box["width"] - 6, middle, steps=4)
    mouse.up()
    explained.settle()
    expect(explained.cost).to_have_text(cost)
    explained.say(7)  # What is asked from now on is answered.
    expect(explained.page.locator("#target-7")).to_have_attribute("aria-pressed", "true")
    expect(explained.cost).not_to_have_text(cost)
    expect(explained.cost).not_to_be_empty()


def test_a_step_whose_undoing_is_refused_is_asked_about_once(explained: Playground) -> None:
    explained.follow("walk/step-ready")
    explained.key("PageDown")
    expect(explained.iteration).to_have_text("1")
    expect(explained.body).to_have_attribute("data-beat", "step")
    expect(explained.page.locator("#undo")).to_be_enabled()
    explained.settle()
    asked = refuse(explained, "**/undo*")
    explained.key("PageUp")
    expect(explained.message).to_have_text("Not now")
    explained.settle()
    assert len(asked) == 1
    assert explained.beat == "step"


def test_a_press_while_a_drawing_is_read_takes_no_other(open_playground: Open) -> None:
    playground = open_playground(reduced_motion="reduce")
    held = hold(playground, "**/forward*")
    with playground.page.expect_request("**/forward*"):
        playground.pad.click()
    playground.key("PageDown")
    playground.settle(held=1)
    assert not any("digits" in call.path for call in playground.calls)
    playground.page.unroute_all()
    expect(playground.prediction).not_to_be_empty()
    assert held


def test_a_press_before_the_way_back_is_known_stays_in_the_walk(open_playground: Open) -> None:
    playground = open_playground(reduced_motion="reduce")
    playground.put(2)
    playground.follow("walk/answer")
    held = hold(playground, "**/backward*")
    with playground.page.expect_request("**/backward*"):
        playground.say(3)
    for _ in range(4):
        playground.key("PageDown")
    playground.settle(held=1)
    expect(playground.body).to_have_attribute("data-scene", "walk")
    held[0].continue_()
    expect(playground.cost).not_to_be_empty()


def test_cues_of_scenes_that_there_are_not_are_left_out(open_playground: Open) -> None:
    playground = open_playground(at="walk/cost?digit=test-32&talk=walk/cost,nowhere/beat")
    expect(playground.body).to_have_attribute("data-beat", "cost")
    for _ in range(4):
        playground.key("PageDown")
    playground.settle()
    assert playground.beat == "cost-mean"
    expect(playground.message).to_be_hidden()
