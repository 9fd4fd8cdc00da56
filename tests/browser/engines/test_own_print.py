"""By the browser's own menu a beat is printed as by the page's: the same sheet, one page, whole.

Chromium is asked for more, in page/test_take_home_sheet.py. WebKitGTK prints nothing without
somebody before it: there the sheet is measured as it is laid for the paper.
"""

import re
import zlib
from collections.abc import Iterator
from typing import Final

import pytest

from tests.again import again
from tests.browser.engines.firefox import Firefox
from tests.browser.engines.test_core_path import ALL_IS_DRAWN, Visit, begun
from tests.browser.support.opening import PROJECTOR
from tests.browser.support.serving import Serving

KNOWN: Final = "digit=test-3&target=3"
BEATS: Final = ("walk/adding-up", "descent/learning", "calculus/tree")
# What the page's menu prints, then what stands there when the browser begins by itself to print:
# it waits for no promise, as Firefox waits for none.
BOTH: Final = """async () => {
  const printed = new Promise((resolve) => { window.print = () => resolve(sheet()); });
  const sheet = () => document.querySelector("body > .sheet")?.textContent ?? "nothing";
  const keys = { key: "p", code: "KeyP", ctrlKey: true, bubbles: true };
  document.body.dispatchEvent(new KeyboardEvent("keydown", keys));
  const byThePage = await printed;
  dispatchEvent(new Event("afterprint"));
  window.byTheBrowser = null;
  addEventListener("beforeprint", () => { window.byTheBrowser = sheet(); });
  return byThePage;
}"""
BY_THE_BROWSER: Final = "() => window.byTheBrowser"
# How far the sheet, and what stands on it, go beyond A4.
BEYOND: Final = """() => {
  dispatchEvent(new Event("beforeprint"));
  const sheet = document.querySelector("body > .sheet");
  const numbers = sheet.querySelector(".sheet-tables");
  const { width, height } = sheet.getBoundingClientRect();
  const beyond = [width - 210 / 25.4 * 96, height - 297 / 25.4 * 96];
  for (const part of [sheet, numbers]) {
    beyond.push(part.scrollHeight - part.clientHeight, part.scrollWidth - part.clientWidth);
  }
  return beyond;
}"""
PAGE: Final = re.compile(rb"/Type\s*/Page\b")
PLACES: Final = re.compile(rb"([-\d. ]+) cm\b")


@pytest.fixture(params=["firefox", *again("webkit")])
def visit(request: pytest.FixtureRequest, server: Serving) -> Iterator[Visit]:
    """A person in front of each engine that is not Chromium."""
    with begun(request.param, request) as engine:
        engine.resize(**PROJECTOR)
        yield Visit(engine, server)


def unpacked(pdf: bytes) -> bytes:
    """Return all that a file says, of which much is packed."""
    packed = re.findall(rb"stream\r?\n(x.*?)\r?\nendstream", pdf, re.DOTALL)
    return pdf + b"".join(zlib.decompressobj().decompress(stream) for stream in packed)


def test_the_browsers_own_print_is_the_pages_sheet(visit: Visit) -> None:
    for beat in BEATS:
        visit.open(f"{beat}?{KNOWN}")
        visit.until(ALL_IS_DRAWN, beat.partition("/")[0], "")
        visit.until("() => document.querySelector('[data-testid=cost]').textContent !== ''")
        by_the_page = visit.engine.call(BOTH)
        assert "quantity" in by_the_page or "neuron" in by_the_page
        if isinstance(visit.engine, Firefox):
            fitted, plain = (
                unpacked(visit.engine.print(shrink=shrink)) for shrink in (True, False)
            )
            assert len(PAGE.findall(fitted)) == 1, beat
            # It had no need to be made smaller.
            assert PLACES.findall(fitted) == PLACES.findall(plain), beat
        else:
            assert max(visit.engine.call(BEYOND)) <= 1, beat
        assert visit.engine.call(BY_THE_BROWSER) == by_the_page, beat
        assert visit.problems() == [], beat
