"""The calculus plays by itself: a beat moves, stands to be read, and the next one comes."""

from typing import Final

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.support.calculus import BEATS, change, enter
from tests.browser.support.linking import is_at
from tests.browser.support.opening import Look, Open
from tests.browser.support.playground import EXPLAINED, Playground


@pytest.fixture
def calm(open_playground: Open) -> Playground:
    return open_playground(at="calculus/chain", reduced_motion="reduce")


@pytest.fixture
def shared(look: Look) -> Playground:
    """The same on a page that tests share which leave its time as it is."""
    return look("calculus/chain", reduced_motion="reduce")


def play_to(playground: Playground, beat: str) -> None:
    playground.play_until(lambda: playground.beat == beat)
    is_at(playground, "calculus", beat)


def button(playground: Playground, name: str) -> Locator:
    return playground.page.locator("#calculus").get_by_role("button", name=name, exact=True)


def test_space_plays_to_the_last_beat_and_rests_there(calm: Playground) -> None:
    enter(calm, BEATS[-3])
    calm.key("Space")
    assert calm.play_out() == BEATS[-3:]
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
    shown = change(playground, "C")
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


def test_who_leads_ends_the_playing(shared: Playground) -> None:
    enter(shared, "tree")
    shared.key("Space")
    expect(button(shared, "Pause")).to_be_visible()
    shared.key("ArrowRight")
    is_at(shared, "calculus", "ripple-weight")
    expect(button(shared, "Play")).to_be_visible()
    shared.key("Space")
    shared.page.locator("#calculus:not([hidden])").get_by_label("How far it is nudged").last.fill(
        "0.2"
    )
    expect(button(shared, "Play")).to_be_visible()


def test_another_scene_ends_the_playing(shared: Playground) -> None:
    enter(shared, "tree")
    shared.key("Space")
    expect(button(shared, "Pause")).to_be_visible()
    shared.page.evaluate("() => { location.hash = 'walk'; }")
    expect(shared.body).to_have_attribute("data-scene", "walk")
    shared.page.evaluate("() => { location.hash = 'calculus'; }")
    is_at(shared, "calculus", "tree")
    expect(button(shared, "Play")).to_be_visible()


# Whatever is drawn is looked at before it is painted: so are the fold's last frame and the first
# one of the chain, however late the test itself looks.
KEEP_RINGS: Final = """() => {
  globalThis.ringsOf = { fold: [], chain: [] };
  const look = () => {
    const { beat } = document.body.dataset;
    const rings = [...document.querySelectorAll("[data-scene=calculus] svg .calc-ring")]
      .map((ring) => ring.getBoundingClientRect())
      .filter(({ width }) => width > 20)
      .map(({ x, width }) => [x, width]);
    if (rings.length > 0 && (beat === "fold" || ringsOf.chain.length === 0)) {
      ringsOf[beat] = rings;
    }
  };
  const all = { attributes: true, childList: true, subtree: true };
  new MutationObserver(look).observe(document.querySelector("#calculus"), all);
}"""


def test_what_was_folded_stands_where_the_chain_shows_it(open_playground: Open) -> None:
    playground = open_playground(at=f"calculus/fold?{EXPLAINED.partition('?')[2]}")
    page = playground.page
    fold = page.get_by_role("button", name="Fold", exact=True)
    expect(fold).to_be_enabled()
    page.evaluate(KEEP_RINGS)
    playground.hurry()
    fold.click()
    expect(playground.body).to_have_attribute("data-beat", "chain")
    playground.settle()
    rings = page.evaluate("ringsOf")
    assert len(rings["fold"]) == 4
    assert len(rings["chain"]) >= 4
    for folded, in_chain in zip(rings["fold"], rings["chain"], strict=False):
        assert folded == pytest.approx(in_chain, abs=1)
