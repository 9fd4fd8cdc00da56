"""Every picture of arrows or bars writes its scale."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.support.opening import Open
from tests.browser.support.playground import EXPLAINED, Playground

# What is written into canvases since the texts were forgotten last.
RECORD = """
window.written = [];
for (const kind of [CanvasRenderingContext2D, OffscreenCanvasRenderingContext2D]) {
  const write = kind.prototype.fillText;
  kind.prototype.fillText = function (text, ...where) {
    window.written.push(text);
    write.call(this, text, ...where);
  };
}
"""
LEGEND = re.compile(r"(?:longest arrow|arrow of this length|longest bar) = \d")
WROTE_LEGEND = f"() => window.written.some((text) => /{LEGEND.pattern}/.test(text))"
ARROWS = (
    *("walk/wishes", "walk/gate", "walk/lever-activations", "walk/adding-3", "walk/adding-others"),
    *("walk/adding-row", "walk/adding-up", "walk/further-2-levers", "walk/further-1"),
    *("walk/further-1-levers", "walk/step-ready", "descent/mini-batches"),
)
BARS = ("calculus/gradient", "calculus/examples")
AXES = ("vanishing/depth", "vanishing/product")


@pytest.fixture
def page(open_playground: Open) -> Playground:
    """A page that keeps what is written into its pictures."""
    playground = open_playground(at=EXPLAINED, reduced_motion="reduce")
    playground.page.evaluate(f"() => {{ {RECORD} }}")
    return playground


def legends(playground: Playground) -> list[str]:
    texts: list[str] = playground.page.evaluate("window.written")
    return [text for text in texts if LEGEND.match(text)]


def test_pictures_of_arrows_write_how_long_the_longest_is(page: Playground) -> None:
    for address in ARROWS:
        page.page.evaluate("window.written = []")
        page.follow(address)
        page.page.wait_for_function(WROTE_LEGEND)
        assert legends(page), address


@pytest.mark.long
def test_pictures_of_bars_write_how_long_the_longest_is(page: Playground) -> None:
    for address in BARS:
        page.follow(address)
        expect(page.page.locator("#calculus p:visible", has_text=LEGEND)).to_have_count(1)
    for address in AXES:
        page.follow(address)
        expect(
            page.page.locator("#vanishing [style*='--share']:has(> sup):visible").nth(1)
        ).to_be_visible()
