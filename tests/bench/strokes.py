"""The way of a stroke: from the last pointer event to the painted answer."""

from collections.abc import Iterator
from itertools import cycle, islice
from time import sleep

from playwright.sync_api import Page

from tests.browser.support.drawing import DIGITS, Stroke, box_of, on_screen

COUNT = 20
MOVE_S = 0.012
"""Between two moves of the pointer: most devices report some 60 to 125 of them a second."""
FRAME_S = 1 / 60
SETTLED_S = 0.4
"""After this time the answer to a stroke has long been painted."""


def ways(page: Page) -> Iterator[dict[str, float]]:
    """Draw COUNT strokes; yield what `probes/stroke.js` saw of each, in milliseconds of the page.

    The browser says that it has taken a move at its next frame, so that all moves would come at one
    time between two frames; a hand knows of no frames, so the last moves are spread over all times.

    Raises: RuntimeError where a stroke gets no answer.
    """
    strokes = [(number, stroke) for digit in DIGITS.values() for number, stroke in enumerate(digit)]
    for drawn, (number, stroke) in enumerate(islice(cycle(strokes), COUNT)):
        if number == 0 and page.is_enabled("#clear"):
            page.click("#clear")
            sleep(SETTLED_S)
        draw(page, stroke, MOVE_S + FRAME_S * drawn / COUNT)
        sleep(SETTLED_S)
        seen: dict[str, float] = page.evaluate("window.benchStroke")
        if not all(seen.values()):
            raise RuntimeError(f"Expected an answer on the page, but saw {seen}")
        yield seen


def draw(page: Page, stroke: Stroke, last_s: float = MOVE_S) -> None:
    """Draw one stroke on the pad, at the pace of a hand; its last move comes after `last_s`."""
    box = box_of(page.locator("#pad"))
    start, *rest = (on_screen(box, point) for point in stroke)
    page.mouse.move(*start)
    page.mouse.down()
    for place in rest:
        sleep(last_s if place is rest[-1] else MOVE_S)
        page.mouse.move(*place)
    page.mouse.up()
