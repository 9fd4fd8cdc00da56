"""axe-core finds nothing serious, in every state, theme and size."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from tests.browser.support.audit import Audit
from tests.browser.support.playground import EXPLAINED, Playground


def test_nothing_keeps_anybody_out(audit: Audit) -> None:
    found = {}
    for state, reach in STATES.items():
        reach(audit.playground)
        audit.playground.settle()
        found[state] = audit.faults()
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


def ask(place: str) -> Callable[[Playground], None]:
    """Return what brings a question about, with the fields for the hands."""

    def reach(playground: Playground) -> None:
        playground.page.keyboard.press("Escape")
        playground.follow(f"{place}?{EXPLAINED.partition('?')[2]}&trained=1000&ask=yes")
        expect(playground.page.get_by_test_id("question")).not_to_be_empty()
        playground.key("1")
        if playground.page.get_by_label("Hands for: ").count() == 0:
            playground.key("h")

    return reach


def reveal(playground: Playground) -> None:
    playground.page.get_by_label("Hands for: ").first.fill("12")
    playground.page.get_by_label("Hands for: ").first.press("Enter")
    expect(playground.page.get_by_test_id("predicted")).not_to_be_empty()


STATES: dict[str, Any] = {
    "empty": lambda playground: None,
    "answered": lambda playground: playground.put(2),
    "cost": say_digit,
    "last beat": lambda playground: playground.key("End"),
    "question": ask("walk/lever-bias"),
    "question answered": reveal,
    "amount": ask("walk/wishes"),
    "amount answered": reveal,
    "question alone": ask("descent/gradient"),
    "question beside its picture": ask("calculus/ripple-bias"),
    "back": lambda playground: playground.follow("walk/cost"),
    "keys": lambda playground: playground.key("?"),
    "message": show_message,
}


def test_all_can_be_reached_and_pressed_by_keyboard(playground: Playground) -> None:
    playground.put(2)
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
