"""What the page says is what the API says about the pixels that the page sends."""

import pytest
from playwright.sync_api import Route, expect

from tests.browser.support.playground import FRAMES, Playground


def cost_shown(playground: Playground) -> tuple[float, float]:
    """Return the cost on the page, and how far from it the truth may be."""
    text = playground.cost.text_content() or ""
    return float(text), 0.5 * 10.0 ** -len(text.partition(".")[2])


def hold_first(playground: Playground, address: str) -> list[Route]:
    """Keep the first request to an address from the server; return where it will be kept."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    playground.page.route(address, hold)
    return held


def test_the_prediction_is_the_answer_for_the_pixels_sent(projected: Playground) -> None:
    projected.draw(3)
    projected.settle()
    call = projected.last_call("/forward")
    assert len(call.body["pixels"]) == 784
    assert 0 <= min(call.body["pixels"]) < max(call.body["pixels"]) <= 1
    expect(projected.prediction).to_have_text(str(projected.ask(call)["prediction"]))


def test_the_cost_is_the_sum_of_the_squares_for_the_digit_said(projected: Playground) -> None:
    projected.draw(2)
    for digit in (2, 5):
        projected.say(digit)
        expect(projected.page.locator(f"#target-{digit}")).to_have_attribute("aria-pressed", "true")
        expect(projected.cost).not_to_be_empty()
        projected.settle()
        call = projected.last_call("/backward")
        assert call.body["target"] == digit
        answer = projected.ask(call)
        shown, tolerance = cost_shown(projected)
        assert shown == pytest.approx(answer["cost"], abs=tolerance * 1.001)
        squares = [(a - (j == digit)) ** 2 for j, a in enumerate(answer["activations"][-1])]
        assert answer["cost"] == pytest.approx(sum(squares))


def test_a_step_brings_the_cost_down_as_the_server_says(projected: Playground) -> None:
    projected.draw(2)
    projected.say(3)
    expect(projected.cost).not_to_be_empty()
    before, _ = cost_shown(projected)
    projected.press("step")
    expect(projected.iteration).to_have_text("1")
    projected.settle()
    after, tolerance = cost_shown(projected)
    assert after < before
    truth = projected.ask(projected.last_call("/backward"))["cost"]
    assert after == pytest.approx(truth, abs=tolerance * 1.001)
    assert projected.beat == "step"


def test_many_steps_teach_the_drawing(renewed: Playground) -> None:
    expect(renewed.cost).not_to_be_empty()
    before, _ = cost_shown(renewed)
    for count in range(1, 61):
        renewed.press("step")
        expect(renewed.iteration).to_have_text(str(count))
        renewed.settle()
        if (renewed.prediction.text_content() or "") == "3":
            break
    expect(renewed.prediction).to_have_text("3")
    assert cost_shown(renewed)[0] < before / 2


def test_steps_pressed_in_haste_are_all_taken(renewed: Playground) -> None:
    renewed.page.locator("#step").dblclick()
    renewed.page.locator("#step").dblclick()
    expect(renewed.iteration).to_have_text("4")


def test_a_step_is_undone_and_done_again_exactly(explained: Playground) -> None:
    costs, exact = [], []
    for id_ in (None, "step", "undo", "redo", "undo"):
        if id_ is not None:
            explained.press(id_)
        expect(explained.iteration).to_have_text("1" if id_ in ("step", "redo") else "0")
        explained.settle()
        costs.append(explained.cost.text_content())
        exact.append(explained.ask(explained.last_call("/backward"))["cost"])
    assert costs[0] == costs[2] == costs[4] != costs[1] == costs[3]
    assert exact[0] == exact[2] == exact[4] != exact[1] == exact[3]
    expect(explained.page.locator("#undo")).to_be_disabled()


def test_steps_are_as_long_as_the_learning_rate_says(renewed: Playground) -> None:
    for rate in (0.01, 5):
        renewed.set_rate(rate)
        with renewed.page.expect_request("**/step*") as request:
            renewed.press("step")
        sent = request.value.post_data_json
        assert sent is not None
        assert sent["learning_rate"] == pytest.approx(rate, rel=0.1)
        shown = renewed.page.locator("#learning-rate-value").inner_text()
        assert float(shown) == sent["learning_rate"]


def test_an_untrained_network_knows_nothing_and_the_trained_one_comes_back(
    renewed: Playground,
) -> None:
    renewed.say(2)
    renewed.settle()
    trained = renewed.cost.text_content() or ""
    renewed.train_for(0)
    expect(renewed.cost).not_to_have_text(trained)
    renewed.settle()
    assert cost_shown(renewed)[0] > float(trained)
    renewed.train_for(7)
    expect(renewed.cost).to_have_text(trained)
    expect(renewed.prediction).to_have_text("2")


def test_other_networks_can_be_chosen_and_read_too(renewed: Playground) -> None:
    renewed.press("clear")
    renewed.put(2)
    choice = renewed.page.locator("#network")
    expect(choice.locator("option")).not_to_have_count(0)
    seen = set()
    for index in range(choice.locator("option").count()):
        choice.select_option(index=index)
        renewed.settle()
        call = renewed.last_call("/forward")
        address, _, _ = call.path.partition("/forward")
        session = renewed.page.request.get(renewed.url + address).json()
        seen.add((session["activation"], session["output"], session["cost"]))
        expect(renewed.prediction).to_have_text("2")
        assert renewed.ask(call)["prediction"] == 2
    assert len(seen) == choice.locator("option").count() >= 3


def test_an_answer_about_an_earlier_drawing_is_not_shown(blank: Playground) -> None:
    held = hold_first(blank, "**/forward*")
    with blank.page.expect_request("**/forward*"):
        blank.pad.click()
    blank.press("clear")
    held[0].continue_()
    blank.settle()
    expect(blank.prediction).to_be_empty()


def test_another_network_stays_chosen_while_questions_about_the_first_are_under_way(
    renewed: Playground,
) -> None:
    renewed.press("clear")
    held = hold_first(renewed, "**/parameters*")
    with renewed.page.expect_request("**/parameters*"):
        renewed.train_for(0)
    choice = renewed.page.locator("#network")
    with renewed.page.expect_response(lambda answer: answer.request.method == "POST"):
        choice.select_option(index=1)
    chosen = choice.evaluate("(network) => network.value")
    renewed.page.evaluate(FRAMES, 10)
    held[0].continue_()
    renewed.settle()
    expect(renewed.message).to_be_hidden()
    assert choice.evaluate("(network) => network.value") == chosen
    renewed.put(2)
    expect(renewed.prediction).to_have_text("2")
