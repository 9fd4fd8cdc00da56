"""A real Chromium, with a page of the playground in it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests.bench.server import Server
from tests.browser.find_chromium import find_chromium

PROBES = Path(__file__).parent / "probes"
VIEWPORT: ViewportSize = {"width": 1280, "height": 800}
ARGUMENTS = (
    "--disable-background-networking",
    # Any other host fails at once, and is counted.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run the machine's Chromium, headless, until the end of the block.

    Raises: FileNotFoundError where there is none.
    """
    path = find_chromium()
    if path is None:
        raise FileNotFoundError("Expected a Chromium on this machine; `make browser` finds one")
    # Chromium refuses to run in its sandbox as the machine's administrator.
    is_administrator = hasattr(os, "geteuid") and os.geteuid() == 0
    arguments = [*ARGUMENTS, *(["--no-sandbox"] if is_administrator else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def fresh_page(browser: Browser, *probe_names: str) -> Iterator[Page]:
    """Open an empty page with nothing in its cache, and with these probes in all that it loads."""
    context = browser.new_context(viewport=VIEWPORT)
    try:
        for name in probe_names:
            context.add_init_script(path=PROBES / name)
        yield context.new_page()
    finally:
        context.close()


def open_playground(page: Page, server: Server) -> None:
    """Go to the playground and wait until it can be used."""
    page.goto(server.url)
    page.wait_for_selector("html[data-ready=true]")
    page.wait_for_load_state("networkidle")


def probe(name: str) -> str:
    """Return a probe's source."""
    return (PROBES / name).read_text("utf-8")
