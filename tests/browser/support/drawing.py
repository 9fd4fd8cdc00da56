"""Digits as strokes on a pad whose side is 1, and how mouse, finger and pen draw them."""

import math
import string
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Literal

from playwright.sync_api import CDPSession, FloatRect, Locator, Page

Point = tuple[float, float]
"""x to the right and y down, from 0 to 1 on the pad."""
Stroke = Sequence[Point]
MouseButton = Literal["left", "middle", "right"]


def arc(centre: Point, radii: Point, start: float, end: float) -> list[Point]:
    """Return points of an ellipse from one angle to another.

    Degrees, from 0 on the right by 90 at the bottom; a falling angle runs against the clock.
    """
    count = max(2, round(abs(end - start) / 15))
    angles = [math.radians(start + (end - start) * step / count) for step in range(count + 1)]
    return [
        (centre[0] + radii[0] * math.cos(angle), centre[1] + radii[1] * math.sin(angle))
        for angle in angles
    ]


def line(*corners: Point) -> list[Point]:
    """Return points along straight lines from corner to corner."""
    points = [corners[0]]
    for start, end in pairwise(corners):
        count = max(1, round(math.dist(start, end) / 0.1))
        points += [
            (
                start[0] + (end[0] - start[0]) * step / count,
                start[1] + (end[1] - start[1]) * step / count,
            )
            for step in range(1, count + 1)
        ]
    return points


DIGITS: dict[int, list[list[Point]]] = {
    0: [arc((0.5, 0.5), (0.2, 0.3), -90, -450)],
    1: [line((0.55, 0.15), (0.48, 0.85))],
    2: [[*arc((0.5, 0.34), (0.19, 0.18), -170, 35), *line((0.31, 0.8), (0.72, 0.8))]],
    3: [
        [
            *arc((0.48, 0.33), (0.18, 0.16), -150, 90),
            *arc((0.48, 0.66), (0.2, 0.17), -90, 150),
        ]
    ],
    4: [
        line((0.36, 0.2), (0.3, 0.52), (0.68, 0.52)),
        line((0.66, 0.2), (0.62, 0.85)),
    ],
    7: [line((0.28, 0.2), (0.7, 0.2), (0.45, 0.85))],
}
"""How the tests write these digits; a stroke may leave out points where it is straight."""


LETTERS = string.ascii_uppercase + string.ascii_lowercase + string.digits + "-_"
STEPS = 4095


def address_of(strokes: Iterable[Stroke]) -> str:
    """Return a drawing as the page's addresses name it: each coordinate is two letters."""

    def letters(share: float) -> str:
        steps = round(share * STEPS)
        return LETTERS[steps >> 6] + LETTERS[steps & 63]

    return "ink-" + ".".join(
        "".join(letters(x) + letters(y) for x, y in stroke) for stroke in strokes
    )


def box_of(pad: Locator) -> FloatRect:
    """Return where an element is on the screen, brought into view first."""
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None, "Expected the pad to be visible"
    return box


def on_screen(box: FloatRect, point: Point) -> Point:
    """Return a point of the pad in pixels of the viewport."""
    return box["x"] + point[0] * box["width"], box["y"] + point[1] * box["height"]


def draw(
    pad: Locator,
    strokes: Iterable[Stroke],
    button: MouseButton = "left",
) -> None:
    """Draw with the mouse."""
    mouse = pad.page.mouse
    box = box_of(pad)
    for start, *rest in strokes:
        mouse.move(*on_screen(box, start))
        mouse.down(button=button)
        for point in rest:
            mouse.move(*on_screen(box, point))
        mouse.up(button=button)


class Finger:
    """Fingers on a screen, as the browser's own input pipeline sees them."""

    def __init__(self, page: Page) -> None:
        self._devtools: CDPSession = page.context.new_cdp_session(page)

    def touch(self, kind: Literal["Start", "Move", "End"], *points: Point) -> None:
        """Say where all fingers are now, in pixels; none at the end."""
        touches = [{"x": x, "y": y, "id": finger} for finger, (x, y) in enumerate(points)]
        self._devtools.send(
            "Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": touches}
        )

    def draw(self, pad: Locator, strokes: Iterable[Stroke]) -> None:
        """Draw with one finger."""
        box = box_of(pad)
        for start, *rest in strokes:
            self.touch("Start", on_screen(box, start))
            for point in rest:
                self.touch("Move", on_screen(box, point))
            self.touch("End")


class Pen:
    """A pen on a tablet."""

    def __init__(self, page: Page) -> None:
        self._devtools: CDPSession = page.context.new_cdp_session(page)

    def _send(self, kind: str, point: Point, buttons: int) -> None:
        event = {
            "type": kind,
            "x": point[0],
            "y": point[1],
            "button": "left",
            "buttons": buttons,
            "clickCount": 1,
            "force": 0.5,
            "pointerType": "pen",
        }
        self._devtools.send("Input.dispatchMouseEvent", event)

    def draw(self, pad: Locator, strokes: Iterable[Stroke]) -> None:
        """Draw with the pen."""
        box = box_of(pad)
        for stroke in strokes:
            points = [on_screen(box, point) for point in stroke]
            self._send("mousePressed", points[0], 1)
            for point in points[1:]:
                self._send("mouseMoved", point, 1)
            self._send("mouseReleased", points[-1], 0)
