"""The story of a pass: its beats, and the ways to lead through it."""

from io import BytesIO
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import expect

from tests.browser.support.opening import PHONE, Look, Open
from tests.browser.support.playground import EXPLAINED, Playground

LAST = "chapter"
SEEN = 16
"""By how many of 255 levels a colour must differ before anybody could see it."""
PICTURED = {
    "input-column",
    "forward-1-weights",
    "answer",
    "cost",
    "lever-weights",
    "adding-up",
    "further-pixels",
    "step-ready",
}
"""Beats of every kind of picture; of the others it is compared what is handed to the pictures."""
STATE = """() => {
  const text = (selector) =>
    [...document.querySelectorAll(selector)].map((element) => element.textContent);
  const columns = [...document.querySelectorAll("#column-heads *")];
  return {
    caption: document.querySelector("#caption").textContent,
    words: text("#caption, #formula annotation, #outputs td, #beat-count, output"),
    columns: columns.map((head) => [head.textContent, head.style.cssText, head.ariaPressed]),
    parts: [...document.querySelectorAll("#parts *")].map(({ ariaCurrent }) => ariaCurrent),
  };
}"""


def test_the_arrow_keys_lead_as_a_clicker_does(viewed: Playground) -> None:
    for forward, back in (("ArrowRight", "ArrowLeft"), ("PageDown", "PageUp")):
        viewed.key("Home")
        beats = [viewed.beat]
        for key in (forward, forward, back):
            viewed.key(key)
            beats.append(viewed.beat)
        assert beats[1] == beats[3]
        assert len(set(beats)) == 3


def test_home_and_end_lead_to_the_first_and_last_beat(viewed: Playground) -> None:
    viewed.key("Home")
    first = viewed.beat
    viewed.key("End")
    last = viewed.beat
    assert last != first
    viewed.key("Home")
    assert viewed.beat == first
    viewed.key("ArrowLeft")
    assert viewed.beat == first


@pytest.mark.long
def test_a_clicker_leads_past_beats_with_words_of_their_own_and_each_is_the_same_on_the_way_back(
    open_playground: Open,
) -> None:
    playground = open_playground(PHONE, at=EXPLAINED, reduced_motion="reduce")
    playground.key("Home")
    there = beats_shown(playground, "PageDown")
    beats = list(there)
    captions = [state["caption"] for state, _ in there.values()]
    assert "" not in captions
    assert len(set(captions)) == len(captions) > 6
    assert beats.index("answer") < beats.index("cost") < beats.index("wishes")
    back = beats_shown(playground, "PageUp")
    assert list(back) == beats[::-1]
    assert back.keys() >= PICTURED
    for beat, (state, picture) in there.items():
        assert (beat, state) == (beat, back[beat][0])
        assert not differ(picture, back[beat][1]), beat


def differ(one: bytes, other: bytes) -> bool:
    """Return whether somebody who looks closely could tell two pictures apart."""
    if one == other:
        return False
    before, after = (colours(png) for png in (one, other))
    return before.shape != after.shape or bool(np.abs(before - after).max() > SEEN)


def colours(png: bytes) -> NDArray[np.int64]:
    """Return a picture's red, green and blue, shape (height, width, 3)."""
    return np.asarray(Image.open(BytesIO(png)).convert("RGB"), np.int64)


def beats_shown(playground: Playground, key: str) -> dict[str, tuple[Any, bytes]]:
    """Press a key up to an end of the walk; return what each beat said, and its picture."""
    found: dict[str, tuple[Any, bytes]] = {}
    while playground.beat not in found:
        beat = playground.beat
        picture = still_picture(playground) if beat in PICTURED else b""
        found[beat] = playground.page.evaluate(STATE), picture
        if (key, beat) == ("PageDown", LAST):
            return found
        playground.key(key)
        playground.settle()  # A press may take a step, or take it back.
    return found


def still_picture(playground: Playground) -> bytes:
    """Return how the scene looks as soon as two looks at it find the same."""
    scene = playground.page.get_by_role("main")
    before = b""
    while True:
        playground.settle()
        picture = scene.screenshot()
        if picture == before:
            return picture
        before = picture


def test_the_play_key_plays_and_pauses(explained: Playground) -> None:
    explained.key("Home")
    first = explained.beat
    explained.key("Space")
    expect(explained.page.get_by_role("button", name="Pause", exact=True)).to_be_visible()
    explained.hurry()
    expect(explained.body).not_to_have_attribute("data-beat", first)
    explained.key("Space")
    expect(explained.page.get_by_role("button", name="Play", exact=True)).to_be_visible()


def test_backward_plays_from_the_cost_to_the_step(open_playground: Open) -> None:
    playground = open_playground(at=EXPLAINED, reduced_motion="reduce")
    playground.press("speed")
    expect(playground.page.locator("#speed")).to_have_text("2×")
    playground.press("backward")
    beats = playground.play_out()
    assert beats[0] == "cost"
    assert "wishes" in beats
    assert beats[-1].startswith("step")
    assert len(beats) == len(set(beats)) > 4


def test_backward_without_a_digit_asks_for_it(blank: Playground) -> None:
    before = len(blank.calls)
    blank.put(2)
    blank.press("backward")
    expect(blank.body).to_have_attribute("data-beat", "target")
    blank.settle()
    assert not any("/backward" in call.path for call in blank.calls[before:])
    blank.say(3)
    expect(blank.cost).not_to_be_empty()
    blank.press("backward")
    expect(blank.body).to_have_attribute("data-beat", "cost")
    blank.press("clear")


def test_step_without_a_digit_asks_for_it(blank: Playground) -> None:
    blank.put(2)
    blank.press("step")
    expect(blank.body).to_have_attribute("data-beat", "target")
    blank.settle()
    expect(blank.iteration).to_have_text("0")


def test_forward_plays_to_the_answer(viewed: Playground) -> None:
    viewed.press("forward")
    expect(viewed.body).to_have_attribute("data-beat", "input")
    viewed.key("Space")
    assert viewed.beat == "input"


@pytest.mark.parametrize("field", ["#learning-rate", "#network", "#sample-label"])
def test_keys_do_nothing_else_while_the_focus_is_in_a_field(viewed: Playground, field: str) -> None:
    viewed.key("Home")
    viewed.key("ArrowRight")
    beat = viewed.beat
    viewed.page.locator(field).focus()
    for key in ("ArrowLeft", "Home", "f", "?"):
        viewed.key(key)
        assert viewed.beat == beat
    expect(viewed.page.get_by_role("dialog")).to_be_hidden()
    assert viewed.page.evaluate("document.fullscreenElement === null")
    viewed.set_rate(1)  # The arrow moves it while the focus is there.


def test_the_arrows_move_the_learning_rate_while_the_focus_is_on_it(
    viewed: Playground,
) -> None:
    shown = viewed.page.locator("#learning-rate-value")
    before = float(shown.inner_text())
    viewed.page.locator("#learning-rate").focus()
    viewed.key("ArrowRight")
    assert float(shown.inner_text()) > before
    viewed.key("ArrowLeft")
    assert float(shown.inner_text()) == before


def test_keys_lead_on_after_a_button_was_clicked(explained: Playground) -> None:
    explained.press("step")
    expect(explained.iteration).to_have_text("1")
    explained.key("Home")
    first = explained.beat
    explained.key("Space")
    explained.hurry()
    expect(explained.body).not_to_have_attribute("data-beat", first)
    explained.settle()
    expect(explained.iteration).to_have_text("1")


def test_f_takes_the_whole_screen_and_gives_it_back(viewed: Playground) -> None:
    viewed.key("f")
    viewed.page.wait_for_function("() => document.fullscreenElement !== null")
    viewed.key("f")
    viewed.page.wait_for_function("() => document.fullscreenElement === null")


def test_the_question_mark_lists_the_keys(viewed: Playground) -> None:
    viewed.key("?")
    dialog = viewed.page.get_by_role("dialog")
    for name in ("ArrowRight", "PageDown", "ArrowLeft", "PageUp", "Space", "Home", "End", "f", "?"):
        expect(dialog).to_contain_text(name)
    beat = viewed.beat
    viewed.key("PageDown")
    assert viewed.beat == beat
    viewed.key("Escape")
    expect(dialog).to_be_hidden()


def test_a_digit_key_teaches_the_digit(blank: Playground) -> None:
    blank.put(2)
    blank.key("3")
    expect(blank.page.locator("#target-3")).to_have_attribute("aria-pressed", "true")
    expect(blank.prediction).to_have_text("3")
    expect(blank.iteration).not_to_have_text("0")
    blank.settle()
    blank.press("undo")
    expect(blank.iteration).to_have_text("0")


def test_a_new_stroke_ends_the_playing(look: Look) -> None:
    moving = look(EXPLAINED)
    moving.press("backward")
    expect(moving.page.get_by_role("button", name="Pause", exact=True)).to_be_visible()
    moving.pad.click()
    expect(moving.page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    expect(moving.body).to_have_attribute("data-beat", "answer")
