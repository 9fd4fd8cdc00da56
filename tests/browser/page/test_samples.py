"""Real digits from MNIST on the pad."""

import pytest
from playwright.sync_api import expect

from tests.browser.support.playground import Playground


def take(playground: Playground, button: str) -> int:
    """Take a digit to the pad, and return what it was meant to be."""
    with playground.page.expect_response("**/api/digits?*") as answer:
        playground.press(button)
    playground.settle()
    [digit] = answer.value.json()["digits"]
    assert playground.last_call("/backward").body["pixels"] == digit["pixels"]
    return int(digit["label"])


@pytest.mark.parametrize("button", ["sample-next", "sample-random"])
def test_a_sample_says_itself_which_digit_it_is(projected: Playground, button: str) -> None:
    label = take(projected, button)
    expect(projected.page.locator("[id^=target-][aria-pressed=true]")).to_have_text(str(label))
    expect(projected.cost).not_to_be_empty()
    answer = projected.ask(projected.last_call("/backward"))
    expect(projected.prediction).to_have_text(str(answer["prediction"]))


def test_next_takes_one_after_the_other(blank: Playground) -> None:
    pictures = []
    for _ in range(3):
        take(blank, "sample-next")
        pictures.append(blank.last_call("/backward").body["pixels"])
    assert pictures[0] != pictures[1] != pictures[2]


@pytest.mark.parametrize("button", ["sample-next", "sample-random"])
def test_samples_can_be_chosen_by_label(blank: Playground, button: str) -> None:
    for label in (0, 7):
        blank.page.locator("#sample-label").select_option(str(label))
        assert take(blank, button) == label


def test_a_stroke_begins_a_drawing_of_its_own(blank: Playground) -> None:
    take(blank, "sample-next")
    blank.draw(0)
    expect(blank.prediction).to_have_text("0")
    expect(blank.page.locator("[id^=target-][aria-pressed=true]")).to_have_count(0)
    expect(blank.cost).to_be_empty()
