"""What is wrong with a page as it is seen from a seat.

Which text lies over which, what is cut off or too small to be read, what cannot be pressed.
"""

from pathlib import Path
from typing import Final

from playwright.sync_api import Page

from tests.browser.support.playground import FRAMES, Playground

SEAT: Final = Path(__file__).with_name("seat.js")
"""Where it is run before the page's own scripts, it also sees what they write on canvases."""
FAULTS_OF_A_SEAT: Final = f"""(wanted) => {{
  {SEAT.read_text(encoding="utf-8")}
  return seat.faults(wanted);
}}"""
TRANSLATED_NUMBERS: Final = f"""() => {{
  {SEAT.read_text(encoding="utf-8")}
  return seat.translatedNumbers();
}}"""
"""Those that a browser would change when it translates the page."""
FRAMES_TO_COME_TO_REST: Final = 60


def faults(page: Page, *, least: float = 0, whole: bool = False) -> list[str]:
    """Return what is wrong now.

    Letters must have `least` pixels; where the page is to be seen `whole`, nothing may have to be
    scrolled to.
    """
    found: list[str] = page.evaluate(FAULTS_OF_A_SEAT, {"least": least, "whole": whole})
    return found


def lasting_faults(playground: Playground, *, whole: bool = False) -> list[str]:
    """Return what is still wrong once the page has had time to fit its formulas."""
    found = faults(playground.page, whole=whole)
    if found:
        playground.page.evaluate(FRAMES, FRAMES_TO_COME_TO_REST)
        found = faults(playground.page, whole=whole)
    return found
