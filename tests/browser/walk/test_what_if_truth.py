"""What if one number of the network were another: true to the server, and without a trace."""

from collections.abc import Iterator

import numpy as np
import pytest
import safetensors.numpy
from playwright.sync_api import expect

from tests.again import again_with
from tests.browser.support.opening import Look
from tests.browser.support.trial import TRIED, Trial

RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
ONLY_DIGITS = str.maketrans("", "", "−.")


@pytest.fixture
def trial(look: Look) -> Iterator[Trial]:
    """What is held by a test is put back after it, so that all can share a page."""
    trial = Trial(look(TRIED))
    yield trial
    if trial.field("putBack").is_enabled():
        trial.field("putBack").click()
        trial.playground.settle()


def test_nothing_on_the_server_changes(trial: Trial) -> None:
    before = trial.file()
    trial.hold("weight", 2, 3, 4)
    for value in (3, -2, 0.5):
        trial.move(value)
    trial.field("check").click()
    trial.hold("bias", 2, 3)
    trial.move(1)
    trial.field("putBack").click()
    trial.playground.settle()
    assert trial.file() == before
    expect(trial.playground.iteration).to_have_text("0")


def test_a_pixel_can_be_moved_too(trial: Trial) -> None:
    trial.hold("activation", 0, 406)
    expect(trial.field("layer")).to_have_value("0")
    trial.move(0.125)
    body = trial.playground.last_call("/what_if").body
    assert body["quantity"] == {"activation": {"layer": 0, "index": 406}}
    expect(trial.sign).to_be_visible()


def test_an_activation_is_held_and_what_follows_it_changes(trial: Trial) -> None:
    outputs = trial.backward(trial.session)["activations"][-1]
    trial.hold("activation", 3, 3)
    trial.move(0.75)
    change, tolerance = trial.shown("change")
    assert change == pytest.approx(0.25**2 - (outputs[3] - 1) ** 2, abs=tolerance)
    promised, tolerance = trial.shown("promised")
    assert promised == pytest.approx(2 * (outputs[3] - 1) * (0.75 - outputs[3]), abs=tolerance)
    expect(trial.field("check")).to_be_hidden()


@pytest.mark.parametrize(
    ("kind", "layer", "neuron", "from_", "by"),
    [
        ("weight", 1, 4, 406, 0.5),
        ("bias", 3, 2, None, -3.5),
        again_with("weight", 3, 3, 10, 2.25),
        again_with("weight", 2, 5, 7, -3),
        again_with("bias", 1, 11, None, 1),
    ],
)
def test_the_true_change_is_the_difference_of_two_networks_costs(
    trial: Trial, kind: str, layer: int, neuron: int, from_: int | None, by: float
) -> None:
    trial.hold(kind, layer, neuron, from_)
    place = (neuron,) if from_ is None else (neuron, from_)
    name = f"{'b' if kind == 'bias' else 'W'}{layer}"
    own = float(safetensors.numpy.load(trial.file())[name][place])
    trial.move(own + by)
    assert trial.value() == pytest.approx(own + by)
    answer = trial.backward(trial.session)
    change, tolerance = trial.shown("change")
    truth = trial.cost_with(name, place, own + by) - answer["cost"]
    assert change == pytest.approx(truth, abs=tolerance)
    nudges = answer["nudges"]["biases" if kind == "bias" else "weights"][layer - 1]
    promised, tolerance = trial.shown("promised")
    assert promised == pytest.approx(-np.array(nudges)[place] * by, abs=tolerance)
    texts = (trial.field("change").inner_text(), trial.field("promised").inner_text())
    for text in texts:
        expect(trial.playground.caption).to_contain_text(text)


def test_a_derivative_that_is_wrong_is_said_to_be(trial: Trial) -> None:
    wrong = {
        "parameter": 0,
        "name": "W1[0, 0]",
        "value": 0.5,
        "backprop": 0.123456,
        "finite_difference": 0.125,
        "step": 1e-4,
        "relative_difference": 0.0124,
        "agree": False,
    }
    trial.page.route("**/check", lambda route: route.fulfill(json=wrong))
    trial.field("check").click()
    answer = trial.page.locator("#check-answer")
    expect(answer).to_have_attribute("data-agree", "false")
    assert answer.locator("strong").all_inner_texts() == ["0.12", "0.12"]


@pytest.mark.parametrize(
    ("kind", "layer", "neuron", "from_"),
    [
        *(("weight", 2, 5, 7), ("bias", 2, 9, None)),
        again_with("weight", 3, 3, 10),
        again_with("weight", 1, 4, 406),
    ],
)
def test_backprop_and_the_finite_difference_agree(
    trial: Trial, kind: str, layer: int, neuron: int, from_: int | None
) -> None:
    trial.hold(kind, layer, neuron, from_)
    trial.field("check").click()
    trial.playground.settle()
    answer = trial.playground.ask(trial.playground.last_call("/check"))
    shown = trial.page.locator("#check-answer dd")
    expect(shown).to_have_count(2)
    for cell, key in zip(shown.all(), ("backprop", "finite_difference"), strict=True):
        number = float(
            cell.inner_text().replace("−", "-").replace(" · 10⁻", "e-").translate(RAISED)
        )
        assert number == pytest.approx(answer[key], rel=1e-9)
    same = trial.page.locator("#check-answer strong").all_inner_texts()
    assert same[0] == same[1]
    digits = len(same[0].translate(ONLY_DIGITS).lstrip("0"))
    assert digits >= (6 if abs(answer["backprop"]) > 1e-6 else 1)
    expect(trial.page.locator("#check-answer")).to_contain_text(f"They agree to {digits} digits.")
