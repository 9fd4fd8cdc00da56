"""A number in the hand: fields, slider, dragging, and what comes between."""

import pytest
from playwright.sync_api import Route, expect

from tests.browser.support.audit import Audit
from tests.browser.support.drawing import Finger
from tests.browser.support.opening import Look
from tests.browser.support.playground import Playground
from tests.browser.support.trial import TRIED, Trial


@pytest.fixture
def trial(renew: Look) -> Trial:
    return Trial(renew(TRIED))


def test_the_slider_works_by_keyboard_and_is_put_back(trial: Trial) -> None:
    own = trial.value()
    caption = trial.playground.caption.inner_text()
    expect(trial.sign).to_be_hidden()
    expect(trial.field("putBack")).to_be_disabled()
    trial.field("place").focus()
    for _ in range(3):
        trial.playground.key("ArrowRight")
    trial.playground.settle()
    assert trial.value() == pytest.approx(own + 0.15, abs=1e-3)
    expect(trial.sign).to_be_visible()
    expect(trial.sign).not_to_be_empty()
    trial.playground.key("End")
    trial.playground.settle()
    assert trial.value() == pytest.approx(trial.end, abs=1e-3)
    assert trial.end >= own + 4
    trial.field("putBack").click()
    assert trial.value() == own
    expect(trial.sign).to_be_hidden()
    expect(trial.playground.caption).to_have_text(caption)


@pytest.mark.parametrize("key", ["PageDown", "w", "Escape"])
def test_going_on_puts_it_back(trial: Trial, key: str) -> None:
    trial.move(3)
    expect(trial.sign).to_be_visible()
    trial.field("kind").focus() if key == "Escape" else trial.field("check").focus()
    trial.playground.key(key)
    trial.playground.settle()
    expect(trial.sign).to_be_hidden()


def test_dragging_in_the_picture_takes_hold_and_moves(trial: Trial) -> None:
    mouse = trial.page.mouse
    x, y = trial.grip(kind="activation", layer=2, index=9)
    mouse.move(x, y)
    mouse.down()
    trial.playground.settle()
    assert trial.field("kind").input_value() == "activation"
    assert trial.field("neuron").input_value() == "9"
    own = trial.value()
    mouse.move(x, y + 26, steps=4)
    trial.playground.settle()
    assert trial.value() == pytest.approx(own - 0.1, abs=0.011)
    expect(trial.sign).to_be_visible()
    mouse.move(x, y + 130, steps=4)
    mouse.up()
    trial.playground.settle()
    assert trial.value() == pytest.approx(own - 0.5, abs=0.011)
    assert trial.field("neuron").input_value() == "9", "the release must not pin anything else"
    mouse.click(x, y)
    trial.playground.settle()
    expect(trial.sign).to_be_hidden()


def test_a_weight_is_dragged_by_its_line(trial: Trial) -> None:
    held = {"kind": "weight", "layer": 3, "to": 3, "from": int(trial.field("from").input_value())}
    own = trial.value()
    x, y = trial.grip(**held)
    trial.page.mouse.move(x, y)
    trial.page.mouse.down()
    trial.page.mouse.move(x + 4, y - 65, steps=4)
    trial.page.mouse.up()
    trial.playground.settle()
    assert trial.value() == pytest.approx(own + 0.5 * (trial.end - own), abs=0.05)


def test_the_picture_is_only_dragged_while_the_panel_is_open(trial: Trial) -> None:
    playground = trial.playground
    playground.press("number")
    before = len(playground.calls)
    x, y = trial.grip(kind="activation", layer=2, index=9)
    playground.page.mouse.move(x, y)
    playground.page.mouse.down()
    playground.page.mouse.move(x, y - 60)
    playground.page.mouse.up()
    playground.settle()
    assert len(playground.calls) == before


@pytest.mark.long
def test_a_finger_drags_what_is_held_and_scrolls_elsewhere(phone: Playground) -> None:
    trial = Trial(phone)
    trial.hold("bias", 2, 9)
    trial.page.locator("#network-view").evaluate("(canvas) => canvas.scrollIntoView()")
    phone.settle()
    own, scrolled = trial.value(), trial.page.evaluate("scrollY")
    finger = Finger(trial.page)
    x, y = trial.grip(kind="bias", layer=2, index=9)
    finger.touch("Start", (x, y))
    for up in range(10, 66, 5):
        finger.touch("Move", (x, y - up))
    finger.touch("End")
    phone.settle()
    assert trial.value() == pytest.approx(own + 0.5 * (trial.end - own), abs=0.1)
    assert trial.page.evaluate("scrollY") == scrolled
    moved = trial.value()
    x, y = trial.grip(kind="bias", layer=1, index=2)
    finger.touch("Start", (x, y))
    for down in range(10, 80, 10):
        finger.touch("Move", (x, y + down))
    finger.touch("End")
    phone.settle()
    assert trial.value() == moved
    assert trial.page.evaluate("scrollY") < scrolled


def test_one_question_is_under_way_and_the_newest_waits(trial: Trial) -> None:
    held: list[Route] = []
    trial.page.route("**/what_if", lambda route: held.append(route), times=1)  # noqa: PLW0108
    before = len(trial.playground.calls)
    with trial.page.expect_request("**/what_if"):
        trial.field("value").fill("1")
    for value in ("1.5", "2", "2.5"):
        trial.field("value").fill(value)
    held[0].continue_()
    trial.playground.settle()
    asked = [call.body["value"] for call in trial.playground.calls[before:]]
    assert asked == [1, 2.5]
    expect(trial.playground.caption).to_contain_text("2.50")


def test_an_answer_that_comes_after_it_was_put_back_is_not_shown(trial: Trial) -> None:
    held: list[Route] = []
    trial.page.route("**/what_if", lambda route: held.append(route))  # noqa: PLW0108
    with trial.page.expect_request("**/what_if"):
        trial.field("value").fill("1")
    trial.field("putBack").click()
    held[0].continue_()
    trial.playground.settle()
    expect(trial.sign).to_be_hidden()
    expect(trial.field("change")).to_have_text("–")


def test_the_digit_it_should_have_been_is_asked_for_first(playground: Playground) -> None:
    playground.press("number")
    ask = playground.page.locator("#what-if-form [name=ask]")
    form = playground.page.locator("#what-if-form")
    expect(form).to_have_attribute("data-missing", "drawing")
    expect(ask).not_to_be_empty()
    playground.press("number")
    playground.put(2)
    playground.press("number")
    expect(form).to_have_attribute("data-missing", "target")
    expect(ask).not_to_be_empty()
    playground.settle()
    assert not [call for call in playground.calls if call.path.endswith("/what_if")]
    expect(playground.message).to_be_hidden()
    playground.say(3)
    expect(ask).to_be_hidden()
    expect(playground.page.locator("#cost-curve")).to_be_visible()


def test_what_the_server_refuses_is_told(trial: Trial) -> None:
    trial.playground.watch.provoked("status of 422")
    trial.page.route(
        "**/what_if", lambda route: route.fulfill(status=422, json={"detail": "No such number"})
    )
    trial.field("value").fill("1")
    expect(trial.playground.message).to_have_text("No such number")


def test_a_step_changes_what_is_asked(trial: Trial) -> None:
    own = trial.value()
    trial.move(own + 1)
    trial.playground.press("step")
    expect(trial.playground.iteration).to_have_text("1")
    trial.playground.settle()
    expect(trial.sign).to_be_hidden()
    body = trial.playground.last_call("/what_if").body
    assert body["value"] != own
    assert body["curve"]["from"] < body["value"] < body["curve"]["to"]


def test_the_panel_keeps_nobody_out(audit: Audit) -> None:
    trial = Trial(audit.playground)
    trial.field("check").click()
    trial.move(3)
    assert audit.faults("#panel", "#what-if-sign") == []
    sizes = trial.page.locator("#what-if-form *:visible").evaluate_all(
        "(all) => all.map((element) => parseFloat(getComputedStyle(element).fontSize))"
    )
    assert min(sizes) >= 14
