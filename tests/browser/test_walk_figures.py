"""The walk's remaining figures: counts, brightest neurons, formulas of nudges, the step."""

import pytest
from playwright.sync_api import expect

from tests.browser.playground import Playground
from tests.browser.test_walk import answer_of, formula, numbers, said, show, strongest, tell


@pytest.fixture
def told(playground: Playground) -> Playground:
    """A drawn 2 that should have been a 3, the whole walk at hand."""
    return tell(playground)


def test_the_input_beat_counts_the_pixels_that_are_inked(told: Playground) -> None:
    pixels = answer_of(told)["activations"][0]
    show(told, "input-numbers")
    assert f"Here {sum(value > 0 for value in pixels)} are not 0" in told.caption.inner_text()


@pytest.mark.parametrize("layer", [1, 2, 3])
def test_a_layer_names_its_brightest_neuron(told: Playground, layer: int) -> None:
    activations = answer_of(told)["activations"][layer]
    show(told, f"forward-{layer}")
    most = strongest(activations)
    assert f" {most} is the brightest" in told.caption.inner_text()
    assert numbers(told.caption.inner_text()) == [said(activations[most])]


def test_the_wishes_formula_is_the_derivative_of_the_squares(told: Playground) -> None:
    answer = answer_of(told)
    show(told, "wishes")
    nudge = answer["nudges"]["activations"][2][3]
    output = answer["activations"][3][3]
    expect(told.page.locator("#formula annotation")).to_have_count(1)
    assert numbers(formula(told)) == [said(nudge), said(output, 2)]
    assert nudge == pytest.approx(-2 * (output - 1))


def test_the_levers_formulas_hold(told: Playground) -> None:
    answer = answer_of(told)
    show(told, "levers")
    output = said(answer["activations"][3][3])
    assert numbers(told.caption.inner_text()) == [output]
    show(told, "lever-bias")
    assert numbers(formula(told)) == [said(answer["deltas"][2][3])]
    show(told, "lever-weights")
    nudges = answer["nudges"]["weights"][2][3]
    most = strongest(nudges)
    activation = answer["activations"][2][most]
    expected = [answer["deltas"][2][3], activation, nudges[most]]
    assert numbers(formula(told)) == [said(value) for value in expected]
    assert nudges[most] == pytest.approx(-answer["deltas"][2][3] * activation)
    show(told, "lever-activations")
    wishes = answer["contributions"][1][3]
    assert numbers(formula(told)) == [said(wishes[strongest(wishes)])]


def test_the_levers_of_hidden_layers_are_their_biases_nudges(told: Playground) -> None:
    answer = answer_of(told)
    for layer in (2, 1):
        show(told, f"further-{layer}-levers")
        nudges = answer["nudges"]["biases"][layer - 1]
        most = strongest(nudges)
        assert f"Neuron {most}'s bias" in told.caption.inner_text()
        assert numbers(told.caption.inner_text()) == [said(nudges[most])]
    show(told, "further-pixels")
    most = strongest(answer["nudges"]["biases"][0])
    assert f"neuron {most} are to change the most" in told.caption.inner_text()


def test_the_step_beat_says_the_cost_before_and_after(told: Playground) -> None:
    before = answer_of(told)["cost"]
    told.press("step")
    expect(told.iteration).to_have_text("1")
    expect(told.body).to_have_attribute("data-beat", "step")
    told.settle()
    after = answer_of(told)["cost"]
    shown = [float(number) for number in numbers(told.caption.inner_text())]
    assert shown == pytest.approx([before, after], rel=1e-3)
