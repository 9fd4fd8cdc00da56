"""The beats behind a step: what it did to the others."""

import re

import pytest
from playwright.sync_api import Route, expect

from tests.browser.support.opening import Look, Open
from tests.browser.support.playground import EXPLAINED, Playground

AT = EXPLAINED.replace("walk/cost", "walk/step-ready") + "&trained=1000"


@pytest.fixture
def ready(renew: Look) -> Playground:
    """A page that tests share, right before a step on a 2 that should have been a 3."""
    return renew(AT, reduced_motion="reduce")


def test_the_clicker_leads_past_the_step_and_back_before_it(ready: Playground) -> None:
    ready.key("PageDown")
    expect(ready.iteration).to_have_text("1")
    ready.key("PageDown")
    expect(ready.body).to_have_attribute("data-beat", "step-others")
    ready.settle()
    others = ready.ask(ready.last_call("/others"))
    changes = [
        after - before
        for digit, (before, after) in enumerate(zip(others["before"], others["after"], strict=True))
        if digit != 3
    ]
    more, less = (sum(sign * change >= 0.0005 for change in changes) for sign in (1, -1))
    expect(ready.caption).to_contain_text(re.compile(rf"\b{more} now cost more and {less} less"))
    assert others["cost_after"] == pytest.approx(float(ready.cost.inner_text()), rel=1e-3)
    ready.key("PageUp")
    expect(ready.body).to_have_attribute("data-beat", "step")
    expect(ready.iteration).to_have_text("1")
    ready.key("PageUp")
    expect(ready.body).to_have_attribute("data-beat", "step-ready")
    expect(ready.iteration).to_have_text("0")


def test_the_figures_are_seen_once_the_step_has_run_through(open_playground: Open) -> None:
    moving = open_playground(at=AT)
    moving.key("PageDown")
    expect(moving.iteration).to_have_text("1")
    figures = (moving.prediction, moving.cost, moving.iteration)
    for figure in figures:
        expect(figure).to_be_hidden()
    moving.hurry()
    for figure in figures:
        expect(figure).to_be_visible()
    expect(moving.caption).to_contain_text("instead of")


def test_without_a_step_it_speaks_of_the_one_to_come(renew: Look) -> None:
    page = renew(AT.replace("step-ready", "step-others"), reduced_motion="reduce")
    expect(page.caption).to_contain_text("would cost more")
    assert page.last_call("/others").body["step"] is None


def test_the_length_of_the_step_is_moved_along_the_curve(ready: Playground) -> None:
    ready.key("PageDown")
    ready.settle()
    ready.follow(AT.replace("step-ready", "step-too-long").partition("?")[0])
    knob = ready.page.get_by_role("slider", name="How long the step is")
    assert ready.last_call("/rates").body["step"] == {"steps": 1, "learning_rate": 1}
    expect(knob).to_have_attribute("aria-valuetext", re.compile(r"^rate 1: cost \d"))
    box = knob.bounding_box()
    assert box is not None
    mouse, middle = ready.page.mouse, box["y"] + box["height"] / 2
    mouse.move(box["x"] + box["width"] * 2 / 3, middle)
    mouse.down()
    mouse.move(box["x"] + box["width"] - 1, middle, steps=5)
    mouse.up()
    ready.settle()
    expect(knob).to_have_attribute("aria-valuetext", re.compile("^rate 10: "))
    expect(ready.page.locator("#learning-rate-value")).to_have_text("10")
    expect(ready.caption).to_contain_text("At rate 10 ")
    ready.key("ArrowLeft")  # The pointer has left the focus alone: keys lead on.
    expect(ready.body).to_have_attribute("data-beat", "step-others")
    ready.key("ArrowRight")
    expect(ready.body).to_have_attribute("data-beat", "step-too-long")
    knob.focus()
    ready.key("ArrowLeft")
    ready.settle()
    expect(knob).not_to_have_attribute("aria-valuetext", re.compile("^rate 10: "))
    assert ready.beat == "step-too-long"
    expect(ready.iteration).to_have_text("1")


def test_all_derivatives_are_measured_while_the_beat_is_shown(renew: Look) -> None:
    page = renew(AT.replace("step-ready", "why-fast"), reduced_motion="reduce")
    expect(page.caption).to_contain_text(re.compile(r"13,002\b.*\b13,003\b"))
    last = page.last_call("/check/all").path  # Earlier tests had other networks.
    asked = [call for call in page.calls if call.path == last]
    assert len(asked) == 1


def test_who_goes_on_while_they_are_measured_is_not_kept(ready: Playground) -> None:
    held: list[Route] = []
    ready.page.route("**/check/all", lambda route, _: held.append(route))
    with ready.page.expect_request("**/check/all"):
        ready.page.evaluate("location.hash = 'walk/why-fast'")
    ready.key("PageUp")
    expect(ready.body).to_have_attribute("data-beat", "step-too-long")
    ready.key("PageDown")
    ready.key("PageDown")
    expect(ready.body).to_have_attribute("data-beat", "chapter")
    ready.page.unroute_all(behavior="ignoreErrors")
    expect(ready.message).to_be_hidden()


def test_where_the_server_refuses_the_story_goes_on(ready: Playground) -> None:
    ready.watch.provoked("status of 409")
    ready.page.route(
        "**/others", lambda route, _: route.fulfill(status=409, json={"detail": "Not now"})
    )
    ready.key("PageDown")
    expect(ready.iteration).to_have_text("1")
    ready.key("PageDown")
    expect(ready.message).to_have_text("Not now")
    expect(ready.caption).to_contain_text("?")
    ready.key("PageDown")
    expect(ready.body).not_to_have_attribute("data-beat", "step-others")
