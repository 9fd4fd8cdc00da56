"""The walk tells this drawing's own numbers: every figure of a beat is the API's."""

import re

import pytest
from playwright.sync_api import Route, expect

from tests.again import again
from tests.browser.support.opening import PROJECTOR, Open
from tests.browser.support.playground import Playground
from tests.browser.support.walk import (
    TEX,
    answer_of,
    formula,
    names_the_strongest,
    numbers,
    said,
    show,
    strongest,
)


def test_the_cost_beat_says_the_ten_squares_and_their_sum(viewed: Playground) -> None:
    answer = answer_of(viewed)
    show(viewed, "cost")
    assert numbers(viewed.caption.inner_text()) == [said(answer["cost"], 2)]
    terms = [said(value, 2) for value in answer["cost_terms"]]
    larger = [term for term in terms if float(term) > 0]
    assert len(terms) - len(larger) > 1  # Those stand together, at the end.
    expect(viewed.page.locator(TEX)).to_have_count(1)
    assert numbers(formula(viewed)) == [said(answer["cost"], 2), *larger, "0.00"]
    assert f"({len(terms) - len(larger)} more)" in formula(viewed)


def test_the_mean_cost_is_that_of_all_test_digits(viewed: Playground) -> None:
    session = viewed.last_call("backward").path.split("/")[3]
    url = f"{viewed.url}/api/sessions/{session}/accuracy?split=test"
    mean = viewed.page.request.get(url).json()["cost"]
    show(viewed, "cost-mean")
    assert numbers(viewed.caption.inner_text())[-1] == said(mean, 3)


@pytest.mark.parametrize("layer", [1, 2, 3])
def test_a_neurons_sum_is_printed_in_full(viewed: Playground, layer: int) -> None:
    terms = answer_of(viewed)["terms"][layer - 1]
    show(viewed, f"forward-{layer}-sum")
    found = re.search(r"(?:Neuron|Output) (\d+)", viewed.caption.inner_text())
    assert found is not None
    neuron = terms[int(found[1])]
    products = [term["product"] for term in neuron["terms"]]
    expected = [neuron["a"], *products, neuron["rest"], neuron["bias"], neuron["z"]]
    expect(viewed.page.locator(TEX)).to_have_count(1)
    for shown, value in zip(numbers(formula(viewed)), expected, strict=True):
        assert float(shown) == pytest.approx(abs(value), abs=0.015)
    assert sum(products) + neuron["rest"] + neuron["bias"] == pytest.approx(neuron["z"])


def test_the_levers_are_the_nudges_of_one_output(viewed: Playground) -> None:
    answer = answer_of(viewed)
    show(viewed, "lever-bias")
    bias = answer["nudges"]["biases"][2][3]
    assert numbers(viewed.caption.inner_text()) == [said(bias)]
    show(viewed, "lever-weights")
    weights = answer["nudges"]["weights"][2][3]
    most = strongest(weights)
    assert f"Neuron {most}'s" in viewed.caption.inner_text()
    assert numbers(viewed.caption.inner_text())[-1] == said(weights[most])
    show(viewed, "lever-activations")
    contributions = answer["contributions"][1][3]
    names_the_strongest(viewed, contributions)


def test_further_back_the_same_is_told_of_the_first_hidden_layer(viewed: Playground) -> None:
    answer = answer_of(viewed)
    show(viewed, "further-1")
    nudges = answer["nudges"]["activations"][0]
    names_the_strongest(viewed, nudges)


def test_an_address_opens_its_beat_on_a_fresh_page(open_playground: Open) -> None:
    playground = open_playground()
    playground.page.wait_for_load_state("networkidle")
    playground.page.goto("about:blank")
    playground.hash = "walk/adding-up"
    playground.open()
    expect(playground.body).to_have_attribute("data-beat", "adding-up")
    assert playground.prediction.text_content() != ""


def test_a_column_can_be_hidden_and_shown(viewed: Playground) -> None:
    show(viewed, "adding-up")
    head = viewed.page.get_by_role("button", name="Wishes of 3")
    expect(head).to_have_attribute("aria-pressed", "true")
    before = viewed.page.locator("#network-view").screenshot()
    head.click()
    viewed.page.mouse.move(5, 5)
    expect(head).to_have_attribute("aria-pressed", "false")
    viewed.settle()
    assert viewed.page.locator("#network-view").screenshot() != before
    head.click()
    viewed.page.mouse.move(5, 5)
    viewed.settle()
    assert viewed.page.locator("#network-view").screenshot() == before


def test_a_column_hidden_of_one_layer_stands_in_another(viewed: Playground) -> None:
    # Sixteen columns can be pressed there.
    viewed.page.set_viewport_size({"width": 1600, "height": 720})
    head = viewed.page.get_by_role("button", name="Wishes of 3", exact=True)
    show(viewed, "adding-up")
    head.click()
    show(viewed, "further-1")
    expect(head).to_have_attribute("aria-pressed", "true")
    show(viewed, "adding-up")
    expect(head).to_have_attribute("aria-pressed", "false")
    head.click()
    viewed.page.set_viewport_size(PROJECTOR)


@pytest.mark.parametrize("change", ["target-5", *again("trained-for", "sample-next")])
def test_hidden_columns_come_back_with_all_that_is_new(renewed: Playground, change: str) -> None:
    head = renewed.page.get_by_role("button", name="Wishes of 3", exact=True)
    show(renewed, "adding-up")
    head.click()
    expect(head).to_have_attribute("aria-pressed", "false")
    if change == "trained-for":
        renewed.train_for(0)
    else:
        renewed.press(change)
    renewed.settle()
    expect(renewed.cost).not_to_be_empty()
    show(renewed, "answer")
    show(renewed, "adding-up")
    expect(head).to_have_attribute("aria-pressed", "true")


def test_a_beat_left_with_the_pointer_on_a_column_looks_as_ever(
    viewed: Playground,
) -> None:
    show(viewed, "adding-up")
    picture = viewed.page.locator("#network-view")
    before = picture.screenshot()
    viewed.page.get_by_role("button", name="Wishes of 3", exact=True).hover()
    viewed.settle()
    assert picture.screenshot() != before
    # The head under the pointer is taken away and can say no more.
    show(viewed, "cost")
    viewed.page.mouse.move(5, 5)
    show(viewed, "adding-up")
    assert picture.screenshot() == before


def test_the_mean_costs_beat_stays_while_it_is_counted_anew(renewed: Playground) -> None:
    show(renewed, "cost-mean")
    counted = renewed.caption.inner_text()
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    renewed.page.route("**/accuracy*", hold)
    renewed.train_for(0)
    expect(renewed.caption).not_to_have_text(counted)
    renewed.settle(held=1)
    waiting = renewed.caption.inner_text()
    expect(renewed.body).to_have_attribute("data-beat", "cost-mean")
    # What the page waits for arrives, and what it asks from now on is not held.
    renewed.page.route("**/accuracy*", lambda route: route.continue_())
    for route in held:
        route.continue_()
    expect(renewed.caption).not_to_have_text(waiting)
    expect(renewed.body).to_have_attribute("data-beat", "cost-mean")


def test_the_room_is_asked_before_it_is_told(viewed: Playground) -> None:
    show(viewed, "cost")
    viewed.press("ask")
    while viewed.beat != "wishes":
        viewed.key("PageDown")
    expect(viewed.caption).to_contain_text("?")
    asked = viewed.caption.inner_text()
    viewed.key("PageDown")
    expect(viewed.caption).not_to_have_text(asked)
    assert viewed.beat == "wishes"
    viewed.key("PageDown")
    assert viewed.beat != "wishes"
    viewed.press("ask")


def test_one_key_says_the_digit_and_steps_until_it_is_read(blank: Playground) -> None:
    blank.put(2)
    expect(blank.prediction).to_have_text("2")
    blank.key("3")
    expect(blank.prediction).to_have_text("3")
    expect(blank.body).to_have_attribute("data-beat", "step")
    steps = int(blank.iteration.text_content() or 0)
    assert 1 <= steps <= 100
    blank.press("undo")
    expect(blank.prediction).to_have_text("2")
    expect(blank.iteration).to_have_text("0")


def test_a_symbol_of_the_formula_lights_the_neurons_it_stands_for(
    viewed: Playground,
) -> None:
    show(viewed, "forward-2")
    symbols = viewed.page.locator("#formula [data-symbol]")
    expect(symbols.first).to_be_visible()
    assert set(symbols.evaluate_all("all => all.map(e => e.dataset.symbol)")) >= {"a", "w", "b"}
    resting = viewed.page.locator("#network-view").screenshot()
    viewed.page.locator("#formula [data-symbol=a-before]").first.hover()
    viewed.settle()
    assert viewed.page.locator("#network-view").screenshot() != resting


@pytest.mark.parametrize("network", ["tanh, softmax", "ReLU, softmax"])
def test_the_other_networks_tell_their_own_numbers(renewed: Playground, network: str) -> None:
    renewed.page.get_by_label("Network", exact=True).select_option(label=network)
    renewed.settle()
    answer = answer_of(renewed)
    assert answer["activations"][3] != []
    show(renewed, "cost")
    assert numbers(renewed.caption.inner_text()) == [said(answer["cost"])]
    show(renewed, "wishes")
    assert "Output 3 should go up" in renewed.caption.inner_text()
    assert "down" not in renewed.caption.inner_text()  # cross-entropy asks only for the right one
    show(renewed, "lever-bias")
    assert numbers(renewed.caption.inner_text()) == [said(answer["nudges"]["biases"][2][3])]
    show(renewed, "further-1")
    nudges = answer["nudges"]["activations"][0]
    assert numbers(renewed.caption.inner_text()) == [said(nudges[strongest(nudges)])]
