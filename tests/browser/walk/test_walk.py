"""The walk tells this drawing's own numbers: every figure of a beat is the API's."""

import re

import pytest
from playwright.sync_api import Route, expect

from tests.browser.support.opening import Open
from tests.browser.support.playground import Playground
from tests.browser.support.walk import TEX, answer_of, formula, numbers, said, show, strongest


@pytest.fixture
def told_still(open_playground: Open) -> Playground:
    """A 2 explained without motion: every beat stands at once, so its pictures can be compared."""
    playground = open_playground(reduced_motion="reduce")
    playground.explain()
    return playground


def test_the_cost_beat_says_the_ten_squares_and_their_sum(explained: Playground) -> None:
    answer = answer_of(explained)
    show(explained, "cost")
    assert numbers(explained.caption.inner_text()) == [said(answer["cost"], 2)]
    expected = [answer["cost"], *answer["cost_terms"]]
    expect(explained.page.locator(TEX)).to_have_count(1)
    assert numbers(formula(explained)) == [said(value, 2) for value in expected]


def test_the_mean_cost_is_that_of_all_test_digits(explained: Playground) -> None:
    session = explained.last_call("backward").path.split("/")[3]
    url = f"{explained.url}/api/sessions/{session}/accuracy?split=test"
    mean = explained.page.request.get(url).json()["cost"]
    show(explained, "cost-mean")
    assert numbers(explained.caption.inner_text())[-1] == said(mean, 3)


@pytest.mark.parametrize("layer", [1, 2, 3])
def test_a_neurons_sum_is_printed_in_full(explained: Playground, layer: int) -> None:
    terms = answer_of(explained)["terms"][layer - 1]
    show(explained, f"forward-{layer}-sum")
    found = re.search(r"(?:Neuron|Output) (\d+)", explained.caption.inner_text())
    assert found is not None
    neuron = terms[int(found[1])]
    products = [term["product"] for term in neuron["terms"]]
    expected = [neuron["a"], *products, neuron["rest"], neuron["bias"]]
    expect(explained.page.locator(TEX)).to_have_count(1)
    assert numbers(formula(explained)) == [said(value, 2) for value in expected]
    assert sum(products) + neuron["rest"] + neuron["bias"] == pytest.approx(neuron["z"])


def test_the_levers_are_the_nudges_of_one_output(explained: Playground) -> None:
    answer = answer_of(explained)
    show(explained, "lever-bias")
    bias = answer["nudges"]["biases"][2][3]
    assert numbers(explained.caption.inner_text()) == [said(bias)]
    show(explained, "lever-weights")
    weights = answer["nudges"]["weights"][2][3]
    most = strongest(weights)
    assert f"neuron {most}," in explained.caption.inner_text()
    assert numbers(explained.caption.inner_text())[-1] == said(weights[most])
    show(explained, "lever-activations")
    wishes = answer["contributions"][1][3]
    most = strongest(wishes)
    assert f"neuron {most} to go" in explained.caption.inner_text()
    assert numbers(explained.caption.inner_text()) == [said(wishes[most])]


def test_every_output_has_its_column_and_they_add_up_to_the_nudges(explained: Playground) -> None:
    answer = answer_of(explained)
    wishes = answer["contributions"][1]
    for output in range(10):
        show(explained, f"adding-{output}")
        most = strongest(wishes[output])
        if abs(wishes[output][most]) < 0.002:
            off = abs(answer["activations"][3][output] - (output == 3))
            why = "nearly right" if off < 0.1 else "far off, but σ is flat there"
            assert why in explained.caption.inner_text()
        else:
            assert numbers(explained.caption.inner_text()) == [said(wishes[output][most])]
    show(explained, "adding-up")
    nudges = answer["nudges"]["activations"][1]
    most = strongest(nudges)
    expected = [nudges[most], *(row[most] for row in wishes)]
    digits = len(said(nudges[most]).partition(".")[2])
    assert numbers(formula(explained)) == [said(value, digits) for value in expected]
    assert sum(expected[1:]) == pytest.approx(expected[0])


def test_further_back_the_same_is_told_of_the_first_hidden_layer(explained: Playground) -> None:
    answer = answer_of(explained)
    show(explained, "further-1")
    nudges = answer["nudges"]["activations"][0]
    most = strongest(nudges)
    assert f"neuron {most} to go" in explained.caption.inner_text()
    assert numbers(explained.caption.inner_text()) == [said(nudges[most])]


def test_scrubbing_through_all_beats_asks_the_server_nothing(explained: Playground) -> None:
    asked = len(explained.calls)
    explained.key("Home")
    for _ in range(explained.page.locator("#parts button").count() + 40):
        explained.key("PageDown")
    explained.key("Home")
    explained.settle()
    assert len(explained.calls) == asked


def test_an_address_opens_its_beat_on_a_fresh_page(open_playground: Open) -> None:
    playground = open_playground()
    playground.page.wait_for_load_state("networkidle")
    playground.page.goto("about:blank")
    playground.hash = "walk/adding-up"
    playground.open()
    expect(playground.body).to_have_attribute("data-beat", "adding-up")
    assert playground.prediction.text_content() != ""


def test_a_column_can_be_hidden_and_shown(told_still: Playground) -> None:
    show(told_still, "adding-up")
    head = told_still.page.get_by_role("button", name="Wishes of 3")
    expect(head).to_have_attribute("aria-pressed", "true")
    before = told_still.page.locator("#network-view").screenshot()
    head.click()
    told_still.page.mouse.move(5, 5)
    expect(head).to_have_attribute("aria-pressed", "false")
    told_still.settle()
    assert told_still.page.locator("#network-view").screenshot() != before
    head.click()
    told_still.page.mouse.move(5, 5)
    told_still.settle()
    assert told_still.page.locator("#network-view").screenshot() == before


def test_a_column_hidden_of_one_layer_stands_in_another(explained: Playground) -> None:
    head = explained.page.get_by_role("button", name="Wishes of 3", exact=True)
    show(explained, "adding-up")
    head.click()
    show(explained, "further-1")
    expect(head).to_have_attribute("aria-pressed", "true")
    show(explained, "adding-up")
    expect(head).to_have_attribute("aria-pressed", "false")


@pytest.mark.parametrize("change", ["target-5", "reset-random", "sample-next"])
def test_hidden_columns_come_back_with_all_that_is_new(explained: Playground, change: str) -> None:
    head = explained.page.get_by_role("button", name="Wishes of 3", exact=True)
    show(explained, "adding-up")
    head.click()
    expect(head).to_have_attribute("aria-pressed", "false")
    explained.press(change)
    explained.settle()
    expect(explained.cost).not_to_be_empty()
    show(explained, "answer")
    show(explained, "adding-up")
    expect(head).to_have_attribute("aria-pressed", "true")


def test_a_beat_left_with_the_pointer_on_a_column_looks_as_ever(told_still: Playground) -> None:
    show(told_still, "adding-up")
    picture = told_still.page.locator("#network-view")
    before = picture.screenshot()
    told_still.page.get_by_role("button", name="Wishes of 3", exact=True).hover()
    told_still.settle()
    assert picture.screenshot() != before
    # The head under the pointer is taken away and can say no more.
    show(told_still, "cost")
    told_still.page.mouse.move(5, 5)
    show(told_still, "adding-up")
    assert picture.screenshot() == before


def test_the_mean_costs_beat_stays_while_it_is_counted_anew(explained: Playground) -> None:
    show(explained, "cost-mean")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    explained.page.route("**/accuracy*", hold)
    explained.press("reset-random")
    expect(explained.caption).to_contain_text("is being counted")
    expect(explained.body).to_have_attribute("data-beat", "cost-mean")
    # What the page waits for arrives, and what it asks from now on is not held.
    explained.page.route("**/accuracy*", lambda route: route.continue_())
    for route in held:
        route.continue_()
    expect(explained.caption).to_contain_text("than the average")
    expect(explained.body).to_have_attribute("data-beat", "cost-mean")


def test_the_room_is_asked_before_it_is_told(explained: Playground) -> None:
    show(explained, "cost")
    explained.press("ask")
    while explained.beat != "wishes":
        explained.key("PageDown")
    expect(explained.caption).to_contain_text("?")
    asked = explained.caption.inner_text()
    explained.key("PageDown")
    assert explained.beat == "wishes"
    assert explained.caption.inner_text() != asked
    explained.key("PageDown")
    assert explained.beat != "wishes"


def test_one_key_says_the_digit_and_steps_until_it_is_read(playground: Playground) -> None:
    playground.draw(2)
    expect(playground.prediction).to_have_text("2")
    playground.key("3")
    expect(playground.prediction).to_have_text("3")
    expect(playground.body).to_have_attribute("data-beat", "step")
    steps = int(playground.iteration.inner_text())
    assert 1 <= steps <= 100
    playground.press("undo")
    expect(playground.prediction).to_have_text("2")
    expect(playground.iteration).to_have_text("0")


def test_a_symbol_of_the_formula_lights_the_neurons_it_stands_for(
    explained: Playground,
) -> None:
    show(explained, "forward-2")
    symbols = explained.page.locator("#formula [data-symbol]")
    expect(symbols.first).to_be_visible()
    assert set(symbols.evaluate_all("all => all.map(e => e.dataset.symbol)")) >= {"a", "w", "b"}
    resting = explained.page.locator("#network-view").screenshot()
    explained.page.locator("#formula [data-symbol=a-before]").first.hover()
    explained.settle()
    assert explained.page.locator("#network-view").screenshot() != resting


@pytest.mark.parametrize("network", ["tanh, softmax", "relu, softmax"])
def test_the_other_networks_tell_their_own_numbers(explained: Playground, network: str) -> None:
    explained.page.get_by_label("Network", exact=True).select_option(label=network)
    explained.settle()
    answer = answer_of(explained)
    assert answer["activations"][3] != []
    show(explained, "cost")
    assert numbers(explained.caption.inner_text()) == [said(answer["cost"])]
    show(explained, "wishes")
    assert "Output 3 should go up" in explained.caption.inner_text()
    assert "down" not in explained.caption.inner_text()  # cross-entropy asks only for the right one
    show(explained, "lever-bias")
    assert numbers(explained.caption.inner_text()) == [said(answer["nudges"]["biases"][2][3])]
    show(explained, "further-1")
    nudges = answer["nudges"]["activations"][0]
    assert numbers(explained.caption.inner_text()) == [said(nudges[strongest(nudges)])]
