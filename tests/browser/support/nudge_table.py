"""The table of nudges, as a person finds it."""

import re
from typing import Final

from playwright.sync_api import Locator

from tests.browser.support.playground import Playground

ROWS: Final = "#descent tr:has([data-index])"
"""Those of weights; between them are those that move them."""


def columns_there(playground: Playground) -> Locator:
    """What stands over each column that has come."""
    heads = playground.page.locator("#descent th[data-label] > span")
    return heads.filter(has_text=re.compile(r"\w"))
