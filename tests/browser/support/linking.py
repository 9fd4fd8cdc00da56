"""Links, as somebody sends them and somebody else opens them."""

import re
from typing import Any

from playwright.sync_api import expect

from tests.browser.support.opening import Open
from tests.browser.support.playground import FRAMES, Playground

SEEN = """() => {
  const { scene, beat, panel } = document.body.dataset;
  const text = (selector) => document.querySelector(selector)?.innerText.trim();
  const whole = scene === "walk" ? document : document.querySelector(`#${scene}`);
  const seen = (element) => element.checkVisibility() && !element.closest("nav, .sample");
  const isSearch = ({ ariaLabel }) => ariaLabel?.startsWith("Find");
  const inputs = [...whole.querySelectorAll("input, select")];
  const fields = inputs.filter((field) => seen(field) && !isSearch(field));
  const pressed = [...whole.querySelectorAll("[aria-pressed=true]")].filter(seen);
  const numbers = [...whole.querySelectorAll("td, .calc-number, [data-value], .vanishing-words")];
  return {
    scene, beat, panel,
    hash: location.hash,
    prediction: text("[data-testid=prediction]"),
    cost: text("[data-testid=cost]"),
    iteration: text("[data-testid=iteration]"),
    caption: text(scene === "walk" ? "#caption" : `#${scene} .caption`),
    formula: text(scene === "walk" ? "#formula" : `#${scene} .formula`),
    fields: fields.map(({ id, value }) => `${id}=${value}`),
    pressed: pressed.map((button) => button.innerText),
    numbers: numbers.filter(seen).map(({ innerText, dataset }) => innerText || dataset.value),
  };
}"""
WRITE_NOW = "() => { dispatchEvent(new Event('blur')); }"
FRAMES_OF_PATIENCE = 900
FRAMES_BETWEEN = 6


def address(playground: Playground, pattern: str) -> str:
    """Wait until the address has come to rest at one that matches, and return it."""
    playground.page.wait_for_url(re.compile(f"/#{pattern}$"))
    return playground.page.url


def is_at(playground: Playground, scene: str, beat: str) -> None:
    """Expect a beat of a scene, in the page and in its address."""
    expect(playground.body).to_have_attribute("data-scene", scene)
    expect(playground.body).to_have_attribute("data-beat", beat)
    playground.page.wait_for_function(
        "(hash) => location.hash.split('?')[0] === hash", arg=f"#{scene}/{beat}"
    )


def opened(open_playground: Open, link: str, **options: Any) -> Playground:
    """Open a link as somebody else does, with nothing kept from before."""
    return open_playground(url=link, reduced_motion="reduce", **options)


def seen(playground: Playground) -> dict[str, Any]:
    playground.settle()
    playground.page.evaluate(WRITE_NOW)
    found: dict[str, Any] = playground.page.evaluate(SEEN)
    return found


def come_to_the_same(first: Playground, second: Playground) -> None:
    """Expect that both pages show the same, once both have come to rest."""
    for _ in range(FRAMES_OF_PATIENCE // FRAMES_BETWEEN):
        if not differences(first, second):
            return
        second.page.evaluate(FRAMES, FRAMES_BETWEEN)
    left = differences(first, second)
    assert not left, left


def differences(first: Playground, second: Playground) -> dict[str, tuple[Any, Any]]:
    """Return what two pages show differently, by its name."""
    one, other = seen(first), seen(second)
    return {key: (one[key], other[key]) for key in one if one[key] != other[key]}


def is_found_again(open_playground: Open, first: Playground, pattern: str) -> Playground:
    """Expect that a page of its own, opened with the first one's address, shows the same."""
    second = opened(open_playground, address(first, pattern))
    come_to_the_same(first, second)
    return second


def go(playground: Playground, hash_: str) -> None:
    """Follow a link within the page."""
    playground.page.evaluate("(hash) => { location.hash = hash; }", hash_)
    expect(playground.body).to_have_attribute("data-beat", hash_.partition("/")[2])
    playground.settle()


INK = r"digit=ink-[\w.-]+"
