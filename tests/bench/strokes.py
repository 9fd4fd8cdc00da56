"""The way of a stroke: from the last pointer event to the painted answer."""

from collections.abc import Iterator
from itertools import cycle, islice
from time import sleep

from playwright.sync_api import Page

from tests.browser.support.drawing import DIGITS, Stroke, box_of, on_screen

COUNT = 20
MOVE_S = 0.012
"""Between two moves of the pointer: most devices report some 60 to 125 of them a second."""
SETTLED_S = 0.4
"""After this time the answer to a stroke has long been painted."""


def ways(page: Page) -> Iterator[dict[str, float]]:
    """Draw COUNT strokes; yield what `probes/stroke.js` saw of each, in milliseconds of the page.

    Raises: RuntimeError where a stroke gets no answer.
    """
    strokes = [(number, stroke) for digit in DIGITS.values() for number, stroke in enumerate(digit)]
    for number, stroke in islice(cycle(strokes), COUNT):
        if number == 0 and page.is_enabled("#clear"):
            page.click("#clear")
            sleep(SETTLED_S)
        draw(page, stroke)
        sleep(SETTLED_S)
        seen: dict[str, float] = page.evaluate("window.benchStroke")
        if not all(seen.values()):
            raise RuntimeError(f"Expected an answer on the page, but saw {seen}")
        yield seen


def draw(page: Page, stroke: Stroke) -> None:
    """Draw one stroke on the pad, at the pace of a hand."""
    box = box_of(page.locator("#pad"))
    start, *rest = (on_screen(box, point) for point in stroke)
    page.mouse.move(*start)
    page.mouse.down()
    for place in rest:
        sleep(MOVE_S)
        page.mouse.move(*place)
    page.mouse.up()
