"""The browser that tests and pictures use."""

import os

from playwright.sync_api import Browser, Playwright

from tests.browser.find_chromium import find_chromium


def launch(playwright: Playwright) -> Browser:
    """Start the machine's Chromium.

    Raises: FileNotFoundError where there is none.
    """
    path = find_chromium()
    if path is None:
        raise FileNotFoundError(
            "Expected a Chromium, but found none: python -m tests.browser.find_chromium --install"
        )
    # Chromium refuses to run its sandbox as root, as in containers.
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return playwright.chromium.launch(
        executable_path=path, args=["--no-sandbox"] if as_root else []
    )
