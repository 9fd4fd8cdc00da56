"""Each part of the descent is shown with a network that has something to show; one's own waits."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.support.opening import Look, Open
from tests.browser.support.playground import EXPLAINED, FRAMES, Playground

STOPS = {"gradient": 1000, "wishes": 1000, "training": 0, "mini-batches": 0}


@pytest.fixture
def stepped(renew: Look) -> Playground:
    """A page that tests share whose network has taken a step of the viewer's own."""
    playground = renew(EXPLAINED, reduced_motion="reduce")
    playground.key("Enter")
    expect(playground.iteration).to_have_text("1")
    return playground


def own(playground: Playground) -> Locator:
    return playground.page.locator("#own-network")


def led_to(playground: Playground, part: str) -> None:
    playground.page.locator(f"#parts a[href$='/{part}']").click()
    expect(playground.body).to_have_attribute("data-beat", part)
    playground.settle()


def test_each_part_has_its_stop_and_ones_own_comes_back(stepped: Playground) -> None:
    cost = stepped.cost.text_content() or ""
    stepped.page.locator("a[data-scene=descent]").click()
    for part, stop in STOPS.items():
        led_to(stepped, part)
        expect(stepped.page.locator("p:has(> #own-network)")).to_contain_text(
            f"{stop:,} mini-batches" if stop else "an untrained network"
        )
        assert stepped.last_call("/reset").body["trained_for"] == stop
    led_to(stepped, "learning")
    expect(stepped.page.locator("p:has(> #own-network)")).to_contain_text("the trained network")
    assert stepped.last_call("/reset").body["weights"] == "trained"
    stepped.page.locator("a[data-scene=walk]").click()
    expect(stepped.iteration).to_have_text("1")
    expect(stepped.cost).to_have_text(cost)
    stepped.key("u")
    expect(stepped.iteration).to_have_text("0")


def test_ones_own_network_is_one_press_away_and_stays(stepped: Playground) -> None:
    stepped.follow("descent/gradient")
    expect(own(stepped)).to_be_visible()
    own(stepped).click()
    expect(stepped.page.locator("p:has(> #own-network)")).to_contain_text("your own network")
    led_to(stepped, "training")
    expect(stepped.page.locator("p:has(> #own-network)")).to_contain_text("your own network")
    expect(stepped.page).to_have_url(re.compile("with=own"))
    own(stepped).click()
    expect(stepped.page.locator("p:has(> #own-network)")).to_contain_text("untrained")
    expect(stepped.page).not_to_have_url(re.compile("with=own"))


def test_a_network_that_the_viewer_trained_is_their_own_from_then_on(stepped: Playground) -> None:
    stepped.follow("descent/training")
    expect(stepped.page.locator("p:has(> #own-network)")).to_contain_text("untrained")
    train = stepped.page.locator("#train-step")
    expect(train).to_be_enabled()
    train.click()
    expect(stepped.page.locator("p:has(> #own-network)")).to_contain_text("your own network")
    stepped.page.locator("a[data-scene=walk]").click()
    expect(stepped.iteration).to_have_text("1")
    expect(stepped.page.locator("#trained-for")).to_have_attribute(
        "aria-valuetext", "your own, after 1 steps"
    )


def test_what_the_story_has_trained_gives_way_to_ones_own(stepped: Playground) -> None:
    cost = stepped.cost.text_content() or ""
    stepped.follow("descent/training")
    expect(stepped.page.locator("#train-step")).to_be_enabled()
    stepped.settle()
    stepped.key("PageDown")
    expect(stepped.page.locator("p:has(> #own-network)")).to_contain_text("Begun with an untrained")
    stepped.key("PageDown")
    expect(stepped.body).to_have_attribute("data-beat", "mini-batches")
    stepped.page.locator("a[data-scene=walk]").click()
    expect(stepped.cost).to_have_text(cost)


def test_an_address_that_names_its_network_is_shown_with_that(open_playground: Open) -> None:
    playground = open_playground(at="descent/gradient?trained=300")
    expect(playground.page.locator("p:has(> #own-network)")).to_contain_text("your own network")
    at = open_playground(at="descent/gradient?trained=1000")
    expect(at.page.locator("p:has(> #own-network)")).to_contain_text("1,000 mini-batches")
    expect(own(at)).to_be_hidden()


@pytest.fixture
def training(open_playground: Open) -> Playground:
    """A page on which a press has started the training."""
    playground = open_playground(at="descent/training")
    expect(playground.page.locator("#train-step")).to_be_enabled()
    playground.settle()
    playground.key("PageDown")
    expect(pause_of(playground)).to_be_visible()
    return playground


def pause_of(playground: Playground) -> Locator:
    return playground.page.get_by_role("button", name="Pause", exact=True)


def test_a_training_that_has_shown_enough_leads_on_by_itself(training: Playground) -> None:
    training.hurry()
    expect(training.body).to_have_attribute("data-beat", "mini-batches")
    expect(training.page.get_by_role("button", name="Train", exact=True)).to_be_visible()


def test_a_training_that_the_viewer_pauses_waits_for_them(training: Playground) -> None:
    playground, pause = training, pause_of(training)
    playground.key("Space")
    expect(pause).to_be_hidden()
    playground.hurry()
    playground.page.evaluate(FRAMES, 250)  # It would lead on after some 200.
    assert playground.beat == "training"
