"""A key held down on the dial: one network after the other is asked for, and the last at last."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import Route, expect

from tests.browser.support.opening import Open


def test_only_the_newest_stop_waits(open_playground: Open) -> None:
    playground = open_playground(at="walk/cost?digit=test-3&target=5", reduced_motion="reduce")
    dial, page = playground.page.locator("#trained-for"), playground.page
    dial.focus()
    playground.settle()
    asked: list[str] = []
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        path = urlsplit(route.request.url).path
        asked.append(f"{route.request.method} {path.rpartition('/')[2]}")
        if asked.count("POST reset") == 1 and not held:
            held.append(route)
        else:
            route.continue_()

    page.route("**/api/sessions/**", hold_the_first)
    for key in ("ArrowLeft", "ArrowRight", "ArrowLeft"):
        for _ in range(12):
            page.keyboard.down(key)  # Again and again, as a key does that is held.
        page.keyboard.up(key)
    playground.settle(held=1)
    held[0].continue_()
    playground.settle()
    expect(dial).to_have_js_property("value", "0")
    assert asked.count("POST reset") == 2
    assert not [each for each in asked if re.fullmatch(r"GET [\w-]{32}", each)]
