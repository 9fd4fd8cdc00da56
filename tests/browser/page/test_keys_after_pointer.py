"""The keys lead the story after the pointer was used, and a key that is held down does it once."""

import pytest
from playwright.sync_api import expect

from tests.browser.support.playground import Playground

FOLLOW = """(hash) => new Promise((resolve) => {
  addEventListener("hashchange", resolve, { once: true });
  location.hash = hash;
})"""


@pytest.fixture
def first(playground: Playground) -> Playground:
    """A drawn 2 that should have been a 3, explained, at the first beat."""
    playground.draw(2)
    playground.say(3)
    expect(playground.cost).not_to_be_empty()
    playground.key("Home")
    return playground


@pytest.mark.parametrize("x", [10, 40])
def test_a_clicker_leads_on_after_the_slider_was_clicked(first: Playground, x: int) -> None:
    beat = first.beat
    for _ in range(2):  # the second click changes nothing
        first.page.locator("#learning-rate").click(position={"x": x, "y": 5})
    first.key("PageDown")
    expect(first.body).not_to_have_attribute("data-beat", beat)


def test_a_clicker_leads_on_after_a_choice_by_pointer(first: Playground) -> None:
    beat = first.beat
    choice = first.page.locator("#network")
    choice.dispatch_event("pointerdown")
    choice.focus()
    choice.select_option(index=1)
    first.key("PageDown")
    expect(first.body).not_to_have_attribute("data-beat", beat)


def test_who_moves_the_slider_by_keyboard_stays_on_it(first: Playground) -> None:
    slider = first.page.locator("#learning-rate")
    slider.focus()
    first.key("ArrowRight")
    first.key("PageDown")
    expect(slider).to_be_focused()


def test_a_digit_held_down_is_learnt_once(first: Playground) -> None:
    for _ in range(3):
        first.page.keyboard.down("3")
    first.settle()
    assert sum("/learn" in call.path for call in first.calls) == 1


def test_a_panel_key_held_down_opens_the_panel(first: Playground) -> None:
    for _ in range(2):
        first.page.keyboard.down("c")
    expect(first.page.locator("#panel-code")).to_be_visible()


def test_an_address_of_an_unknown_scene_leads_nowhere(first: Playground) -> None:
    beat = first.beat
    first.page.evaluate(FOLLOW, "#foo/cost")
    first.settle()
    assert first.beat == beat
    first.page.evaluate(FOLLOW, "#walk/cost")
    expect(first.body).to_have_attribute("data-beat", "cost")
