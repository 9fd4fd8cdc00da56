"""The browser that tests and pictures use."""

import os

from playwright.sync_api import Browser, BrowserType

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


def launch(chromium: BrowserType, *, scroll_bars: bool = False, hurry: bool = False) -> Browser:
    """Start the machine's Chromium.

    On request with scroll bars that take room, or in a `hurry`: with the next frame as soon as one
    is drawn, not sixty times a second.

    Raises: FileNotFoundError where there is none.
    """
    path = find_chromium()
    if path is None:
        raise FileNotFoundError(
            "Expected a Chromium, but found none: python -m tests.browser.find_chromium --install"
        )
    # Pages of a context share a process, which has the site's scripts compiled already.
    arguments = [f"--disable-features={','.join(WITHOUT)}", "--process-per-site"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--no-sandbox")  # as root, as in containers, it cannot have one
    if hurry:
        arguments += ["--disable-frame-rate-limit", "--disable-gpu-vsync"]
    hidden = ["--hide-scrollbars"] if scroll_bars else None
    return chromium.launch(executable_path=path, args=arguments, ignore_default_args=hidden)
