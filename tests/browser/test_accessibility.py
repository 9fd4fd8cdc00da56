"""axe-core finds nothing serious, in every state, theme and size."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import ViewportSize, expect

from tests.browser.conftest import PHONE, PROJECTOR, Open
from tests.browser.playground import Playground

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RUN = """async () => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
}"""


@pytest.mark.parametrize("size", [PROJECTOR, PHONE], ids=["projector", "phone"])
@pytest.mark.parametrize("theme", ["dark", "light"])
def test_nothing_keeps_anybody_out(open_playground: Open, size: ViewportSize, theme: str) -> None:
    assert AXE.is_file(), "Expected axe-core in node_modules: make lint-browser installs it"
    playground = open_playground(size, reduced_motion="reduce", bypass_csp=True)
    playground.page.evaluate(AXE.read_text("utf-8"))
    if theme == "light":
        playground.press("theme")
    expect(playground.page.locator("html")).to_have_attribute("data-theme", theme)
    found = {}
    for state, reach in STATES.items():
        reach(playground)
        playground.settle()
        found[state] = playground.page.evaluate(RUN)
    assert {state: faults for state, faults in found.items() if faults} == {}


def say_digit(playground: Playground) -> None:
    playground.say(3)
    expect(playground.cost).not_to_be_empty()


def show_message(playground: Playground) -> None:
    playground.key("Escape")
    playground.watch.provoked("status of 503")
    playground.page.route(
        "**/step*", lambda route: route.fulfill(status=503, json={"detail": "Full"})
    )
    playground.press("step")
    expect(playground.message).to_be_visible()


STATES: dict[str, Any] = {
    "empty": lambda playground: None,
    "answered": lambda playground: playground.draw(2),
    "cost": say_digit,
    "last beat": lambda playground: playground.key("End"),
    "keys": lambda playground: playground.key("?"),
    "message": show_message,
}


def test_all_can_be_reached_and_pressed_by_keyboard(playground: Playground) -> None:
    playground.draw(2)
    reached = set()
    for _ in range(80):
        playground.key("Tab")
        reached.add(playground.page.evaluate("document.activeElement.id"))
    enabled = playground.page.locator("button:enabled:visible[id], select:visible, input:visible")
    assert set(enabled.evaluate_all("(all) => all.map(({ id }) => id)")) <= reached
    playground.page.locator("#target-3").focus()
    playground.key("Space")
    expect(playground.cost).not_to_be_empty()
    playground.page.locator("#step").focus()
    playground.key("Enter")
    expect(playground.iteration).to_have_text("1")
