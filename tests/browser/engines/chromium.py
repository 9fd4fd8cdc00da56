"""Chromium, as all other tests drive it."""

from collections.abc import Sequence
from contextlib import ExitStack
from typing import Any, Self

from playwright.sync_api import Browser

from tests.browser.engines.engine import LISTEN, Engine, Point


class Chromium(Engine):
    """A page of the browser that other tests use."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._held = ExitStack()

    def __enter__(self) -> Self:
        self._page = self._browser.new_page(reduced_motion="reduce")
        self._held.callback(self._page.close)
        self._page.add_init_script(f"({LISTEN})()")
        return self

    def __exit__(self, *_: object) -> None:
        self._held.close()

    def resize(self, width: int, height: int) -> None:
        self._page.set_viewport_size({"width": width, "height": height})

    def visit(self, url: str) -> None:
        self._page.goto("about:blank")
        self._page.goto(url)

    def call(self, function: str, *arguments: Any) -> Any:
        return self._page.evaluate(f"(values) => ({function})(...values)", arguments)

    def drag(self, points: Sequence[Point]) -> None:
        self._page.mouse.move(*points[0])
        self._page.mouse.down()
        for point in points[1:]:
            self._page.mouse.move(*point)
        self._page.mouse.up()

    def press(self, key: str) -> None:
        self._page.keyboard.press(key)

    def picture(self) -> bytes:
        return self._page.screenshot()
