"""The talk on a server that refuses or is slow: presses lose nothing, the dial shows the truth."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Route, expect

from tests.browser.support.opening import Open
from tests.browser.support.playground import Playground


@pytest.fixture
def dial(renewed: Playground) -> Locator:
    return renewed.page.locator("#trained-for")


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
    renewed: Playground, dial: Locator
) -> None:
    cost = renewed.cost.text_content()
    refuse(renewed, "**/reset*")
    dial.evaluate("""(dial) => {
      dial.value = 0;
      dial.dispatchEvent(new Event("input"));
    }""")
    expect(renewed.cost).not_to_have_text(cost)
    dial.dispatch_event("change")
    expect(renewed.message).to_have_text("Not now")
    expect(dial).to_have_attribute("aria-valuetext", "trained")
    expect(renewed.cost).to_have_text(cost)


@pytest.mark.long
def test_a_dial_that_is_let_go_where_it_was_shows_the_servers_network(
    renewed: Playground, dial: Locator
) -> None:
    cost = renewed.cost.text_content()
    box = dial.bounding_box()
    assert box is not None
    mouse, middle = renewed.page.mouse, box["y"] + box["height"] / 2
    mouse.move(box["x"] + box["width"] - 6, middle)
    mouse.down()
    renewed.settle()
    mouse.move(box["x"] + box["width"] / 2, middle, steps=4)
    expect(renewed.cost).not_to_have_text(cost)
    mouse.move(box["x"] + box["width"] - 6, middle, steps=4)
    mouse.up()
    renewed.settle()
    expect(renewed.cost).to_have_text(cost)
    renewed.say(7)  # What is asked from now on is answered.
    expect(renewed.page.locator("#target-7")).to_have_attribute("aria-pressed", "true")
    expect(renewed.cost).not_to_have_text(cost)
    expect(renewed.cost).not_to_be_empty()


def test_a_step_whose_undoing_is_refused_is_asked_about_once(renewed: Playground) -> None:
    renewed.follow("walk/step-ready")
    renewed.key("PageDown")
    expect(renewed.iteration).to_have_text("1")
    expect(renewed.body).to_have_attribute("data-beat", "step")
    expect(renewed.page.locator("#undo")).to_be_enabled()
    renewed.settle()
    asked = refuse(renewed, "**/undo*")
    renewed.key("PageUp")
    expect(renewed.message).to_have_text("Not now")
    renewed.settle()
    assert len(asked) == 1
    assert renewed.beat == "step"


def test_a_press_while_a_drawing_is_read_takes_no_other(calm: Playground) -> None:
    held = hold(calm, "**/forward*")
    asked = len(calm.calls)
    with calm.page.expect_request("**/forward*"):
        calm.pad.click()
    calm.key("PageDown")
    calm.settle(held=1)
    assert not any("digits" in call.path for call in calm.calls[asked:])
    calm.page.unroute_all()
    expect(calm.prediction).not_to_be_empty()
    assert held


def test_a_press_before_the_way_back_is_known_stays_in_the_walk(calm: Playground) -> None:
    calm.put(2)
    calm.follow("walk/answer")
    held = hold(calm, "**/backward*")
    with calm.page.expect_request("**/backward*"):
        calm.say(3)
    for _ in range(4):
        calm.key("PageDown")
    calm.settle(held=1)
    expect(calm.body).to_have_attribute("data-scene", "walk")
    held[0].continue_()
    expect(calm.cost).not_to_be_empty()


def test_cues_of_scenes_that_there_are_not_are_left_out(open_playground: Open) -> None:
    playground = open_playground(at="walk/cost?digit=test-32&talk=walk/cost,nowhere/beat")
    expect(playground.body).to_have_attribute("data-beat", "cost")
    for _ in range(4):
        playground.key("PageDown")
    playground.settle()
    assert playground.beat == "cost-mean"
    expect(playground.message).to_be_hidden()
