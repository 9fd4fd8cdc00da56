"""The table of nudges, as a person finds it."""

import re
from typing import Final

from playwright.sync_api import FrameLocator, Locator, Page

ROWS: Final = "#descent tr:has([data-index])"
"""Those of weights; between them are those that move them."""
OPENERS: Final = "#descent th[data-label] > button:has(canvas)"
AVERAGE_NAME: Final = "#descent th > label + span"
FIGURES: Final = "#descent [aria-label='Following one digit alone'] > p"


def columns_there(page: Page | FrameLocator) -> Locator:
    """What stands over each column that has come."""
    return page.locator("#descent th[data-label] > span").filter(has_text=re.compile(r"\w"))
