"""The walk's remaining figures: counts, brightest neurons, formulas of nudges, the step."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.support.playground import Playground
from tests.browser.support.walk import answer_of, formula, numbers, said, show, strongest


def test_the_input_beat_counts_the_pixels_that_are_inked(viewed: Playground) -> None:
    pixels = answer_of(viewed)["activations"][0]
    show(viewed, "input-numbers")
    assert f"Here {sum(value > 0 for value in pixels)} are not 0" in viewed.caption.inner_text()


@pytest.mark.parametrize("layer", [1, 2, 3])
def test_a_layer_names_its_brightest_neuron(viewed: Playground, layer: int) -> None:
    activations = answer_of(viewed)["activations"][layer]
    show(viewed, f"forward-{layer}")
    most = strongest(activations)
    caption = viewed.caption.inner_text()
    assert re.search(rf" {most}( and .*)? (is|are) the brightest", caption), caption
    assert numbers(caption) == [said(activations[most])]


def test_the_wishes_formula_is_the_derivative_of_the_squares(viewed: Playground) -> None:
    answer = answer_of(viewed)
    show(viewed, "wishes")
    nudge = answer["nudges"]["activations"][2][3]
    output = answer["activations"][3][3]
    expect(viewed.page.locator("#formula annotation")).to_have_count(1)
    assert numbers(formula(viewed)) == [said(nudge), said(output, 2)]
    assert nudge == pytest.approx(-2 * (output - 1))


def test_the_levers_formulas_hold(viewed: Playground) -> None:
    answer = answer_of(viewed)
    show(viewed, "levers")
    output = said(answer["activations"][3][3])
    assert numbers(viewed.caption.inner_text()) == [output]
    show(viewed, "lever-bias")
    bias, delta = answer["nudges"]["biases"][2][3], answer["deltas"][2][3]
    assert numbers(formula(viewed)) == [said(bias), said(delta)]
    assert bias == pytest.approx(-delta)
    show(viewed, "lever-weights")
    nudges = answer["nudges"]["weights"][2][3]
    most = strongest(nudges)
    activation = answer["activations"][2][most]
    expected = [nudges[most], delta, activation]
    for shown, value in zip(numbers(formula(viewed)), expected, strict=True):
        assert float(shown) == pytest.approx(abs(value), rel=0.05)
    assert nudges[most] == pytest.approx(-delta * activation)
    show(viewed, "lever-activations")
    contributions = answer["contributions"][1][3]
    first, second, _ = map(float, numbers(formula(viewed)))
    assert first == pytest.approx(abs(contributions[strongest(contributions)]), rel=0.05)
    assert second == pytest.approx(abs(delta), rel=0.05)


def test_the_levers_of_hidden_layers_are_their_biases_nudges(viewed: Playground) -> None:
    answer = answer_of(viewed)
    for layer in (2, 1):
        show(viewed, f"further-{layer}-levers")
        nudges = answer["nudges"]["biases"][layer - 1]
        most = strongest(nudges)
        assert f"The bias of neuron {most} " in viewed.caption.inner_text()
        assert numbers(viewed.caption.inner_text()) == [said(nudges[most])]
    show(viewed, "further-pixels")
    most = strongest(answer["nudges"]["biases"][0])
    assert f"euron {most}'s" in viewed.caption.inner_text()


def test_the_step_beat_says_the_cost_before_and_after(viewed: Playground) -> None:
    before = answer_of(viewed)["cost"]
    viewed.press("step")
    expect(viewed.iteration).to_have_text("1")
    expect(viewed.body).to_have_attribute("data-beat", "step")
    viewed.settle()
    after = answer_of(viewed)["cost"]
    shown = [float(number) for number in numbers(viewed.caption.inner_text())]
    assert shown == pytest.approx([after, before], abs=0.005)
    viewed.press("undo")
    expect(viewed.iteration).to_have_text("0")
