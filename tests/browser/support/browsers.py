"""The browser that tests and pictures use."""

import os

from playwright.sync_api import Browser, Playwright

from tests.browser.find_chromium import find_chromium

WITHOUT = (
    # Each page would come with two more for its address bar, which take as long as it does.
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    # Of what Playwright turns off: its own list counts no more where another one is given.
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
)


def launch(playwright: Playwright) -> Browser:
    """Start the machine's Chromium.

    Raises: FileNotFoundError where there is none.
    """
    path = find_chromium()
    if path is None:
        raise FileNotFoundError(
            "Expected a Chromium, but found none: python -m tests.browser.find_chromium --install"
        )
    arguments = [f"--disable-features={','.join(WITHOUT)}"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--no-sandbox")  # as root, as in containers, it cannot have one
    return playwright.chromium.launch(executable_path=path, args=arguments)
