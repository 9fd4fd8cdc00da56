"""How a test opens the page: on which screen."""

from collections.abc import Callable

from playwright.sync_api import ViewportSize

from tests.browser.support.playground import Playground

PROJECTOR: ViewportSize = {"width": 1280, "height": 720}
PHONE: ViewportSize = {"width": 390, "height": 844}

Open = Callable[..., Playground]
"""`open_playground(size, url=…, **options of the browser's context)`: see conftest.py."""
