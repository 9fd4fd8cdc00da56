"""`python -m tests.browser.picture`: take the README's picture of the page."""

import argparse
from pathlib import Path

from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.browsers import launch
from tests.browser.palette import with_palette
from tests.browser.playground import Playground
from tests.browser.serving import Serving

OUTPUT = Path(__file__).resolve().parents[2] / "docs" / "playground.png"
SIZE = (1280, 720)
DRAWN, TARGET = 2, 3
BEAT = "adding-up"


def main() -> None:
    """Draw a digit, say which it should have been, lead to a beat, and take the picture."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--output", type=Path, default=OUTPUT)
    parser.add_argument("--beat", default=BEAT, help="the beat to show (%(default)s)")
    options = parser.parse_args()
    options.output.parent.mkdir(parents=True, exist_ok=True)
    with Serving() as serving, sync_playwright() as playwright:
        browser = launch(playwright)
        picture = with_palette(browser, take(browser, serving.url, options.beat))
        browser.close()
    options.output.write_bytes(picture)
    print(f"{options.output}: {len(picture) // 1000} KB")


def take(browser: Browser, url: str, beat: str) -> bytes:
    """Return the picture of a beat as PNG."""
    width, height = SIZE
    page = browser.new_page(
        viewport={"width": width, "height": height}, reduced_motion="reduce", color_scheme="dark"
    )
    playground = Playground(page, url)
    playground.open()
    playground.draw(DRAWN)
    playground.say(TARGET)
    expect(playground.cost).not_to_be_empty()
    playground.key("End")
    while playground.beat != beat:
        before = playground.beat
        playground.key("PageUp")
        assert playground.beat != before, f"Expected a beat {beat!r}, but there is none"
    page.mouse.move(width / 2, height - 1)
    playground.settle()
    return page.screenshot()


if __name__ == "__main__":
    main()
