"""In the story no result is seen before what makes it; who only draws sees the reading live."""

import re

import pytest
from playwright.sync_api import Locator, ViewportSize, expect

from tests.again import again
from tests.browser.support.opening import PHONE, PROJECTOR, Look, Open
from tests.browser.support.playground import EXPLAINED, Playground
from tests.browser.support.walk import show

ANSWER, COST = "answer", "cost"
RESULT = re.compile(r"^([+−-]?\d+\.\d.*|up|down)$")
OPACITY = "(element) => Number(getComputedStyle(element).opacity)"


def is_seen(element: Locator) -> bool:
    return element.is_visible() and float(element.evaluate(OPACITY)) > 0


@pytest.mark.parametrize("size", [PROJECTOR, *again(PHONE)], ids=["projector", "phone"])
def test_reading_and_cost_are_seen_once_the_story_has_come_to_them(
    look: Look, size: ViewportSize
) -> None:
    playground = look(EXPLAINED, size, reduced_motion="reduce")
    playground.key("Home")
    seen = []
    while playground.beat != "wishes":
        beat = playground.beat
        seen.append((beat, is_seen(playground.prediction), is_seen(playground.cost)))
        assert playground.prediction.text_content() != ""
        assert playground.cost.text_content() != ""
        playground.key("PageDown")
        playground.settle()
    beats = [beat for beat, *_ in seen]
    answer, cost = beats.index(ANSWER), beats.index(COST)
    assert answer < cost
    for at, (beat, reading, price) in enumerate(seen):
        assert (beat, reading, price) == (beat, at >= answer, at >= cost)


def test_who_draws_sees_the_reading_at_once(viewed: Playground) -> None:
    viewed.press("clear")
    expect(viewed.prediction).to_be_empty()
    viewed.draw(2)
    expect(viewed.prediction).to_be_visible()
    viewed.key("Home")
    expect(viewed.prediction).to_be_hidden()
    viewed.draw(3)
    expect(viewed.prediction).to_be_visible()


def test_a_captions_numbers_come_with_its_motions_end(open_playground: Open) -> None:
    playground = open_playground(at=EXPLAINED)
    show(playground, "lever-activations")
    playground.take_clock()
    playground.key("PageUp")
    playground.key("PageDown")
    expect(playground.body).to_have_attribute("data-beat", "lever-activations")
    results = playground.caption.locator("span", has_text=RESULT)
    formula = playground.page.locator("#formula")
    expect(playground.caption).to_contain_text("neuron")
    assert results.count() >= 1
    assert not any(is_seen(result) for result in [*results.all(), formula])
    playground.play_until(lambda: is_seen(results.first))
    playground.page.clock.run_for(400)
    assert all(is_seen(result) for result in [*results.all(), formula])


def test_the_truth_beside_a_guess_comes_with_the_motions_end(open_playground: Open) -> None:
    playground = open_playground(at=f"{EXPLAINED}&ask=yes".replace("cost", "lever-activations"))
    expect(playground.body).to_have_attribute("data-beat", "lever-activations")
    playground.page.locator("[data-choice='0']").click()
    playground.take_clock()
    playground.key("PageDown")
    predicted = playground.page.get_by_test_id("predicted")
    expect(predicted).to_have_attribute("data-right", "true")
    truth = predicted.locator("strong")
    assert is_seen(predicted.locator("> span").first)
    assert not is_seen(truth)
    playground.play_until(lambda: is_seen(truth))


def test_without_motion_all_is_said_at_once(viewed: Playground) -> None:
    show(viewed, "lever-activations")
    viewed.key("PageUp")
    viewed.key("PageDown")
    assert all(is_seen(result) for result in viewed.caption.locator("span", has_text=RESULT).all())
