"""The beats behind a step: what it did to the others."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.support.opening import Look, Open
from tests.browser.support.playground import EXPLAINED, Playground

AT = EXPLAINED.replace("walk/cost", "walk/step-ready") + "&trained=1000"


@pytest.fixture
def ready(open_playground: Open) -> Playground:
    """The page right before a step on a 2 that should have been a 3."""
    return open_playground(at=AT, reduced_motion="reduce")


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


def test_without_a_step_it_speaks_of_the_one_to_come(look: Look) -> None:
    page = look(AT.replace("step-ready", "step-others"), reduced_motion="reduce")
    expect(page.caption).to_contain_text("would cost more")
    assert page.last_call("/others").body["step"] is None


def test_where_the_server_refuses_the_story_goes_on(ready: Playground) -> None:
    ready.watch.provoked("status of 503")
    ready.page.route(
        "**/others", lambda route, _: route.fulfill(status=503, json={"detail": "Full"})
    )
    ready.key("PageDown")
    expect(ready.iteration).to_have_text("1")
    ready.key("PageDown")
    expect(ready.message).to_have_text("Full")
    expect(ready.caption).to_contain_text("?")
    ready.key("PageDown")
    expect(ready.body).not_to_have_attribute("data-beat", "step-others")
