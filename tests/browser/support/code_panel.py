"""The code panel beside the walk."""

from playwright.sync_api import Locator, expect

from tests.browser.support.playground import Playground

ARRAYS = "#code-lines [data-line] > div > span"
"""The name and shape of each array of a lit line, and after it what it holds."""


def explain(playground: Playground) -> Playground:
    playground.explain()
    playground.key("c")
    expect(lines(playground).first).to_be_visible()
    return playground


def lines(playground: Playground) -> Locator:
    return playground.page.locator("#panel-code [data-line]")


def lit(playground: Playground) -> list[str]:
    """Return the text of the lit lines."""
    return playground.page.locator(
        "#panel-code [data-line][aria-current] > code"
    ).all_text_contents()


def show(playground: Playground, beat: str) -> None:
    playground.page.evaluate("(hash) => { location.hash = hash; }", f"walk/{beat}")
    expect(playground.body).to_have_attribute("data-beat", beat)


def tab(playground: Playground, name: str) -> Locator:
    return playground.page.get_by_role("tab", name=name, exact=True)
