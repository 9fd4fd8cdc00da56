"""The calculus scene, as a person finds it."""

from typing import Any

from playwright.sync_api import Locator, expect

from tests.browser.support.linking import is_at
from tests.browser.support.playground import Playground

BEATS = [
    "chain",
    "tree",
    "ripple-weight",
    "ripple-bias",
    "ripple-activation",
    "ripple-back",
    "gradient",
    "examples",
    "layers",
    "fold",
]


def enter(playground: Playground, beat: str = "chain") -> None:
    playground.page.goto(f"{playground.url}/#calculus/{beat}")
    is_at(playground, "calculus", beat)
    expect(playground.page.locator("#calculus > section[aria-label]")).not_to_be_empty()
    playground.settle()


def item(playground: Playground, name: str) -> Locator:
    return playground.page.locator(f"#calculus svg [data-symbol='{name}']")


def value(playground: Playground, name: str) -> Locator:
    """What is written in a neuron of the chain."""
    return item(playground, name).locator("circle + text")


def change(playground: Playground, name: str) -> Locator:
    """What a ripple changes, once it has come there."""
    return item(playground, name).locator("text", has_text="Δ")


def answer(playground: Playground) -> Any:
    """Return what the server says to the page's last question, asked once more."""
    return playground.ask(playground.last_call("/api/pass"))
