"""A seat's page: what it weighs, and when a phone shows the room's state on a hall's network."""

import json
from dataclasses import dataclass
from statistics import median

import httpx
from playwright.sync_api import Browser, Request

from tests.bench.browser import chromium, fresh_page
from tests.bench.first_load import Network
from tests.bench.load import TIMEOUT_S, begin_session
from tests.bench.report import Floor, Row, Table, number
from tests.bench.server import playground

HALL = Network(100, 8)
LOADS = 7
REQUESTS_FLOOR = Floor(10, "requests", at_most=True)
BYTES_FLOOR = Floor(150_000, "bytes", at_most=True)
STATE_FLOOR = Floor(800, "ms", at_most=True)
IN = "html[data-state=in]"
DIGIT = ".present-bars li"
WHOLE = "body[data-scene=there]"

# Who waits for an element from outside asks now and then only.
NOTED = """
globalThis.firstSeen = {};
new MutationObserver(() => {
  for (const selector of %s) {
    if (!(selector in firstSeen) && document.querySelector(selector)) {
      firstSeen[selector] = performance.now();
    }
  }
}).observe(document, { subtree: true, childList: true, attributes: true });
"""


@dataclass(frozen=True)
class Arrival:
    """One phone that comes in: times in milliseconds, the seat's own requests and their bytes."""

    state_ms: float
    digit_ms: float
    whole_ms: float
    requests: int
    size: int


def table() -> Table:
    """Let phones come into a room one after the other, with nothing in their caches."""
    with playground() as server, chromium() as browser:
        body = {"session": begin_session(server, {}), "address": "#walk/cost?digit=test-12"}
        opened = httpx.post(f"{server.url}/api/rooms", json=body, timeout=TIMEOUT_S)
        page = f"{server.url}/r/{opened.raise_for_status().json()['code']}"
        arrivals = [_arrive(browser, page) for _ in range(LOADS)]

    def row(what: str, times: list[float], floor: Floor | None = None) -> Row:
        return Row(what, [f"{number(median(times))} ms"], median(times), floor)

    requests, size = (
        max(each) for each in zip(*((a.requests, a.size) for a in arrivals), strict=True)
    )
    rows = [
        Row("requests", [str(requests)], requests, REQUESTS_FLOOR),
        Row("bytes", [number(size)], size, BYTES_FLOOR),
        row("the room's state", [arrival.state_ms for arrival in arrivals], STATE_FLOOR),
        row("the digit, as it is read", [arrival.digit_ms for arrival in arrivals]),
        row("the whole picture", [arrival.whole_ms for arrival in arrivals]),
    ]
    return Table(f"A seat's page, {HALL.name}", [""], rows)


def _arrive(browser: Browser, address: str) -> Arrival:
    with fresh_page(browser) as page:
        HALL.imitate(page)
        asked: list[Request] = []

        def note(request: Request) -> None:
            if request.frame == page.main_frame:
                asked.append(request)

        def passed(selector: str) -> float:
            page.wait_for_selector(selector, state="attached")
            return float(page.evaluate("(selector) => firstSeen[selector]", selector))

        page.on("requestfinished", note)
        page.add_init_script(NOTED % json.dumps([IN, DIGIT, WHOLE]))
        page.goto(address, wait_until="commit")
        state_ms, digit_ms = passed(IN), passed(DIGIT)
        own = [*asked]
        whole_ms = passed(WHOLE)
        sizes = [request.sizes() for request in own]
        size = sum(each["responseBodySize"] + each["responseHeadersSize"] for each in sizes)
        return Arrival(state_ms, digit_ms, whole_ms, len(own), size)
