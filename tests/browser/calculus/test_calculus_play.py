"""The calculus plays by itself: a beat moves, stands to be read, and the next one comes."""

from typing import Final

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.support.calculus import BEATS, enter, item
from tests.browser.support.linking import is_at
from tests.browser.support.opening import Open
from tests.browser.support.playground import EXPLAINED, Playground


@pytest.fixture
def calm(open_playground: Open) -> Playground:
    return open_playground(reduced_motion="reduce")


def play_to(playground: Playground, beat: str) -> None:
    playground.play_until(lambda: playground.beat == beat)
    is_at(playground, "calculus", beat)


def button(playground: Playground, name: str) -> Locator:
    return playground.page.locator("#calculus").get_by_role("button", name=name, exact=True)


def test_space_plays_to_the_last_beat_and_rests_there(calm: Playground) -> None:
    enter(calm, BEATS[-3])
    calm.take_clock()
    calm.key("Space")
    expect(button(calm, "Pause")).to_be_visible()
    for beat in BEATS[-2:]:
        play_to(calm, beat)
    calm.play_until(button(calm, "Play").is_visible)
    expect(button(calm, "Play")).to_be_visible()
    is_at(calm, "calculus", BEATS[-1])


@pytest.mark.long
def test_after_the_last_beat_it_begins_again(calm: Playground) -> None:
    enter(calm, BEATS[-1])
    calm.take_clock()
    button(calm, "Play").click()
    for beat in BEATS[:2]:
        play_to(calm, beat)


@pytest.mark.long
def test_space_once_more_lets_what_moves_stand_still(playground: Playground) -> None:
    enter(playground, "ripple-back")
    playground.take_clock()
    shown = item(playground, "C").locator(".calc-change")
    playground.play_until(shown.is_visible)
    playground.key("Space")
    expect(shown).to_have_count(0)
    playground.key("Space")
    expect(button(playground, "Play")).to_be_visible()
    playground.page.clock.fast_forward(60_000)
    playground.settle()
    expect(shown).to_have_count(0)
    playground.key("Space")
    playground.play_until(shown.is_visible)
    play_to(playground, "gradient")


def test_who_leads_ends_the_playing(calm: Playground) -> None:
    enter(calm, "tree")
    calm.key("Space")
    expect(button(calm, "Pause")).to_be_visible()
    calm.key("ArrowRight")
    is_at(calm, "calculus", "ripple-weight")
    expect(button(calm, "Play")).to_be_visible()
    calm.key("Space")
    calm.page.locator("#calculus:not([hidden])").get_by_label("How far it is nudged").last.fill(
        "0.2"
    )
    expect(button(calm, "Play")).to_be_visible()


def test_another_scene_ends_the_playing(calm: Playground) -> None:
    enter(calm, "tree")
    calm.key("Space")
    expect(button(calm, "Pause")).to_be_visible()
    calm.page.evaluate("() => { location.hash = 'walk'; }")
    expect(calm.body).to_have_attribute("data-scene", "walk")
    calm.page.evaluate("() => { location.hash = 'calculus'; }")
    is_at(calm, "calculus", "tree")
    expect(button(calm, "Play")).to_be_visible()


RINGS: Final = """() => [...document.querySelectorAll("[data-scene=calculus] svg .calc-ring")]
  .map((ring) => ring.getBoundingClientRect())
  .filter(({ width }) => width > 20)
  .map(({ x, width }) => [x, width])"""


IN_A_FRAME: Final = 20
"""How far a ring still comes at most, in pixels, after it was looked at for the last time."""


def test_what_was_folded_stands_where_the_chain_shows_it(open_playground: Open) -> None:
    playground = open_playground(at=f"calculus/fold?{EXPLAINED.partition('?')[2]}")
    page = playground.page
    fold = page.get_by_role("button", name="Fold", exact=True)
    expect(fold).to_be_enabled()
    playground.take_clock()
    playground.play_until(lambda: page.evaluate(RINGS) == [])  # It has been unfolded.
    fold.click()
    seen: list[list[float]] = []

    def is_chain() -> bool:
        if playground.beat == "chain":
            return True
        seen[:] = page.evaluate(RINGS) or seen
        return False

    playground.play_until(is_chain)
    playground.settle()
    shown = page.evaluate(RINGS)
    assert len(seen) == 4
    assert len(shown) == 5  # What it should be has come.
    for (x, width), (x_in_chain, width_in_chain) in zip(seen, shown, strict=False):
        assert abs(x - x_in_chain) < IN_A_FRAME
        assert abs(width - width_in_chain) < IN_A_FRAME
