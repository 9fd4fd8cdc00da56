"""A browser of whatever make, as the core path uses it: one page, its window, pointer and keys."""

import json
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, Final, Self

Point = tuple[float, float]
"""Pixels of the page from its upper left corner."""

# As WebDriver, and WebDriver BiDi after it, write keys that are no letters.
KEYS: Final = {
    "Enter": "\ue007",
    "Escape": "\ue00c",
    "Space": " ",
    "PageUp": "\ue00e",
    "PageDown": "\ue00f",
    "End": "\ue010",
    "Home": "\ue011",
}
MOUSE: Final = {"pointerType": "mouse"}

# What fails on a page that nobody listens to. It stays there for whoever asks. That sizes changed
# too late in a frame to be told in it is no fault: they are told in the next.
LISTEN: Final = """() => {
  globalThis.problems ??= [];
  const note = (kind) => (event) => {
    const what = event.message ?? event.reason ?? event.violatedDirective ?? event.target?.src;
    if (what !== "ResizeObserver loop completed with undelivered notifications.") {
      problems.push(`${kind}: ${what}`);
    }
  };
  addEventListener("error", note("error"), true);
  addEventListener("unhandledrejection", note("unhandled"));
  addEventListener("securitypolicyviolation", note("policy"));
  const { error } = console;
  console.error = (...words) => {
    problems.push(`console: ${words.join(" ")}`);
    error.apply(console, words);
  };
}"""


class Engine(ABC):
    """One page of one browser, from entering to leaving this context."""

    @abstractmethod
    def __enter__(self) -> Self:
        """Start the browser."""

    @abstractmethod
    def __exit__(self, *_: object) -> None:
        """End it, and all that was started for it."""

    @abstractmethod
    def resize(self, width: int, height: int) -> None:
        """Give the page this size."""

    @abstractmethod
    def visit(self, url: str) -> None:
        """Load a page anew, and listen for what fails on it."""

    @abstractmethod
    def call(self, function: str, *arguments: Any) -> Any:
        """Call a function of JavaScript with values, and return what it, or its promise, gives."""

    @abstractmethod
    def drag(self, points: Sequence[Point]) -> None:
        """Press the mouse at the first point and move it along all others; a click has one."""

    @abstractmethod
    def press(self, key: str) -> None:
        """Press a key, by its name as events have it."""

    @abstractmethod
    def picture(self) -> bytes:
        """Return the page as it is seen, as PNG."""


class ByWebDriver(Engine):
    """One that takes pointer and keys as WebDriver writes them."""

    @abstractmethod
    def perform(self, *devices: dict[str, Any]) -> None:
        """Let devices of input do what their actions say."""

    def drag(self, points: Sequence[Point]) -> None:
        moves = [
            {"type": "pointerMove", "x": round(x), "y": round(y), "duration": 0} for x, y in points
        ]
        down, up = ({"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp"))
        actions = [moves[0], down, *moves[1:], up]
        self.perform({"type": "pointer", "id": "mouse", "parameters": MOUSE, "actions": actions})

    def press(self, key: str) -> None:
        value = KEYS.get(key, key)
        actions = [{"type": kind, "value": value} for kind in ("keyDown", "keyUp")]
        self.perform({"type": "key", "id": "keyboard", "actions": actions})


def by_text(function: str) -> str:
    """Return a function that takes its values, and gives its own, as one text of JSON each.

    Such a text is written in the same way whatever carries it.
    """
    return f"async (values) => JSON.stringify((await ({function})(...JSON.parse(values))) ?? null)"


def as_text(arguments: Sequence[Any]) -> str:
    """Return values as such a function takes them."""
    return json.dumps(arguments)
