"""What the page would print now."""

from playwright.sync_api import expect

from tests.browser.support.playground import Playground

SHEET = "body > section[aria-hidden]"
"""What is laid at the page's end, to be printed."""
ROWS = """(tables) => tables.flatMap((table) => [
  [table.caption.textContent],
  ...[...table.rows].map((row) => [...row.cells].map((cell) => cell.textContent)),
])"""


def printed(playground: Playground) -> list[list[str]]:
    """Return the captions and rows of all tables that the page would print now."""
    playground.page.evaluate("() => { window.print = () => {}; }")
    playground.page.keyboard.press("Control+p")
    tables = playground.page.locator(f"{SHEET} table")
    expect(tables.first).to_be_attached()
    found: list[list[str]] = tables.evaluate_all(ROWS)
    playground.page.evaluate("dispatchEvent(new Event('afterprint'))")
    return found
