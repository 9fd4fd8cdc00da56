"""A worker dies under pages and phones: how long until each shows the present again."""

import os
import signal
from contextlib import suppress
from time import perf_counter
from typing import Final

import httpx
from playwright.sync_api import Browser, Page

from tests.bench.browser import chromium
from tests.bench.report import Floor, Row, Table, percentile, seconds
from tests.browser.support.playground import EXPLAINED
from tests.browser.support.serving import Serving
from tests.engine import EngineProcess

PHONES: Final = 10
ROUNDS: Final = 10
BEATS: Final = ("walk/wishes", "walk/cost")
BACK_FLOOR: Final = Floor(5.0, "s p99", at_most=True)
AT: Final = "#{beat}?digit=test-12&target=3"

SHOWS: Final = """(beat) => {
  const body = document.querySelector("iframe")?.contentDocument?.body;
  return body?.dataset.beat === beat;
}"""
STEPPED: Final = """(number) =>
  document.querySelector("[data-testid=iteration]")?.textContent === String(number)"""


def table(process: EngineProcess) -> Table:
    """Kill one of two workers, again and again; the others of its kind take what it served."""
    phones: list[float] = []
    pages: list[float] = []
    with (
        Serving(NUDGE_STORE=process.url, NUDGE_LOG_LEVEL="error", workers=2) as serving,
        chromium() as browser,
        httpx.Client(base_url=serving.url) as client,
    ):
        room, key = _open_room(client)
        seats = [_join(browser, f"{serving.url}/r/{room}") for _ in range(PHONES)]
        page = browser.new_page()
        page.goto(f"{serving.url}/#{EXPLAINED}")
        page.wait_for_function(STEPPED, arg=0)
        for number in range(1, ROUNDS + 1):
            workers = serving.processes()
            beat = BEATS[number % 2]
            os.kill(workers[number % 2], signal.SIGKILL)
            began = perf_counter()
            _show(client, room, key, beat)
            for seat in seats:
                seat.wait_for_function(SHOWS, arg=beat.partition("/")[2])
                phones.append(perf_counter() - began)
            began = perf_counter()
            page.locator("#step").click()
            page.wait_for_function(STEPPED, arg=number)
            pages.append(perf_counter() - began)
            while workers[number % 2] in serving.processes():
                pass  # Until another is there in its place.
    rows = [_row("a phone shows the next beat", phones), _row("a page has taken a step", pages)]
    notes = [f"{ROUNDS} times one of two workers is killed; {PHONES} phones and a page look on."]
    return Table("After a process was killed", ["p50", "p99", "slowest"], rows, notes)


def _row(what: str, times: list[float]) -> Row:
    p99 = percentile(times, 99)
    cells = [seconds(percentile(times, 50)), seconds(p99), seconds(max(times))]
    return Row(what, cells, p99, BACK_FLOOR)


def _open_room(client: httpx.Client) -> tuple[str, str]:
    session = client.post("/api/sessions", json={}).raise_for_status().json()["id"]
    body = {"session": session, "address": AT.format(beat=BEATS[1])}
    opened = client.post("/api/rooms", json=body).raise_for_status().json()
    return opened["code"], opened["key"]


def _join(browser: Browser, address: str) -> Page:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(address)
    page.wait_for_function(SHOWS, arg=BEATS[1].partition("/")[2])
    return page


def _show(client: httpx.Client, room: str, key: str, beat: str) -> None:
    """Show a beat, asked again where the connection was that of the worker that died."""
    headers = {"Authorization": f"Bearer {key}", "Connection": "close"}
    body = {"address": AT.format(beat=beat)}
    while True:
        with suppress(httpx.TransportError):
            client.put(f"/api/rooms/{room}", json=body, headers=headers).raise_for_status()
            return
