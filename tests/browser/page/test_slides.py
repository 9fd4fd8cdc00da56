"""The page in a frame of slides, which stand on a server of their own."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from playwright.sync_api import Browser, Frame, Page, expect

from tests.again import again_with
from tests.browser.support.playground import FRAMES
from tests.browser.support.seats import FAULTS_OF_A_SEAT, SEAT
from tests.browser.support.serving import Serving
from tests.threaded_server import ThreadedServer

GIVEN = "digit=test-3&target=5"
KEY_CODES = {"ArrowDown": 40, "Escape": 27, "s": 83}
SLIDE = """<!doctype html><meta charset="utf-8"><title>Slides</title>
<body style="margin: 0"><input id="field">
<iframe id="nudge" style="display: block; border: 0"></iframe>
<iframe id="other" srcdoc="<p>Somebody else</p>" width="50" height="20"></iframe>"""
HEAR = """
globalThis.heard = [];
addEventListener("message", ({ data }) => globalThis.heard.push(JSON.parse(data)));
"""
OPEN = """([src, width, height]) => Object.assign(document.getElementById("nudge"), {
  width, height, src,
})"""
SHOW = """(message) => document.getElementById("nudge").contentWindow.postMessage(message, "*")"""
SHOW_FROM_BESIDE = "() => parent.frames[0].postMessage({ show: '#calculus/chain' }, '*')"


class Slides(BaseHTTPRequestHandler):
    """Answers with the slides, whatever is asked for."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(SLIDE.encode())

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def slides() -> Iterator[str]:
    """The address of slides on a server of their own, as a page's origin has it."""
    with ThreadedServer(Slides) as server:
        yield server.origin


@pytest.fixture(scope="module")
def framed(slides: str) -> Iterator[Serving]:
    """The server, which lets those slides show its page."""
    with Serving(NUDGE_FRAME_ANCESTORS=slides) as serving:
        yield serving


class Deck:
    """Slides with the page on the one that is shown."""

    def __init__(self, page: Page, slides: str, server: Serving) -> None:
        self.page = page
        self.errors: list[str] = []
        page.on("console", lambda message: self._note(message.type, message.text))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.add_init_script(path=SEAT)
        page.goto(slides)
        page.evaluate(HEAR)
        self.server = server
        self.frame: Frame = page.main_frame

    def _note(self, kind: str, text: str) -> None:
        if kind == "error":
            self.errors.append(text)

    def open(self, address: str, width: int = 960, height: int = 540, theme: str = "dark") -> None:
        url = f"{self.server.url}/?embed=1&theme={theme}#{address}"
        self.page.evaluate(OPEN, [url, width, height])
        element = self.page.locator("#nudge").element_handle()
        frame = element.content_frame()
        assert frame is not None
        self.frame = frame
        expect(frame.locator("html")).to_have_attribute("data-ready", "true")

    def shows(self, scene: str, beat: str) -> None:
        """Wait until the deck has heard of a beat, and the frame shows it."""
        heard = {"scene": scene, "beat": beat, "address": f"#{scene}/{beat}"}
        news = {"namespace": "nudge", "eventName": "beat", "state": heard}
        self.hears(news)
        expect(self.frame.locator("body")).to_have_attribute("data-beat", beat)
        expect(self.frame.locator("body")).to_have_attribute("data-scene", scene)

    def hears(self, message: dict[str, Any]) -> None:
        """Wait for a message, and forget it with all before."""
        self.page.wait_for_function(
            """(text) => {
              const at = heard.findIndex((each) => JSON.stringify(each) === text);
              return at >= 0 && heard.splice(0, at + 1);
            }""",
            arg=json.dumps(message, separators=(",", ":")),
        )

    def show(self, message: object) -> None:
        self.page.evaluate(SHOW, message)

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def give_keys(self) -> None:
        """Give the frame the keys, as the README's lines for reveal.js do."""
        self.page.evaluate("document.getElementById('nudge').contentWindow.focus()")


@pytest.fixture
def deck(browser: Browser, slides: str, framed: Serving) -> Iterator[Deck]:
    context = browser.new_context(viewport={"width": 1280, "height": 780}, reduced_motion="reduce")
    deck = Deck(context.new_page(), slides, framed)
    yield deck
    context.close()
    assert deck.errors == []


@pytest.mark.long
def test_the_clicker_leads_through_the_part_and_then_through_the_deck(deck: Deck) -> None:
    deck.open("walk/cost")  # It takes a digit itself.
    deck.shows("walk", "cost")
    deck.give_keys()
    deck.press("PageDown")
    deck.shows("walk", "cost-mean")
    for key, code in KEY_CODES.items():
        deck.press(key)
        deck.hears({"method": "triggerKey", "args": [code]})
    deck.press("PageDown")
    deck.hears({"method": "next"})
    deck.page.wait_for_function("() => document.activeElement.id !== 'nudge'")
    deck.give_keys()
    deck.press("PageUp")
    deck.shows("walk", "cost")
    deck.press("PageUp")
    deck.hears({"method": "prev"})


def test_the_deck_says_what_is_shown(deck: Deck) -> None:
    deck.open(f"walk/cost?{GIVEN}")
    deck.shows("walk", "cost")
    deck.show({"show": f"#walk/adding-up?{GIVEN}"})
    deck.shows("walk", "adding-up")
    deck.show(json.dumps({"show": "calculus/tree"}))
    deck.shows("calculus", "tree")
    for nothing in ("", "{", "null", json.dumps({"show": 3}), 7, {"show": None}, None):
        deck.show(nothing)
    beside = deck.page.locator("#other").element_handle().content_frame()
    assert beside is not None
    beside.evaluate(SHOW_FROM_BESIDE)  # Only the page around it is listened to.
    deck.frame.evaluate(FRAMES, 30)
    expect(deck.frame.locator("body")).to_have_attribute("data-beat", "tree")
    deck.show({"show": "#walk/forward"})  # A part, from its first beat on.
    deck.shows("walk", "forward-1-weights")


def test_a_field_keeps_its_own_keys(deck: Deck) -> None:
    deck.open("vanishing/depth")
    deck.shows("vanishing", "depth")
    chosen = deck.frame.locator("#vanishing select:visible").first
    before = chosen.input_value()
    deck.give_keys()
    chosen.press("ArrowDown")
    expect(chosen).not_to_have_value(before)


@pytest.mark.parametrize(
    ("width", "height", "theme"), [(960, 540, "dark"), again_with(1280, 720, "light")]
)
def test_a_slide_is_bare_and_whole(deck: Deck, width: int, height: int, theme: str) -> None:
    deck.open(f"walk/adding-up?{GIVEN}", width, height, theme)
    deck.shows("walk", "adding-up")
    expect(deck.frame.locator("html")).to_have_attribute("data-theme", theme)
    for hidden in (".bar", ".controls", "#pad", ".readout"):
        expect(deck.frame.locator(hidden)).to_be_hidden()
    for shown in ("#network-view", "#caption", "#formula", "#next-beat"):
        expect(deck.frame.locator(shown)).to_be_visible()
    found = {}
    for address in ("walk/cost", "descent/gradient", "calculus/chain", "vanishing/depth"):
        deck.show({"show": f"#{address}?{GIVEN}"})
        deck.shows(*address.split("/"))
        deck.frame.evaluate(FRAMES, 20)
        found[address] = deck.frame.evaluate(FAULTS_OF_A_SEAT, {})
    assert {address: faults for address, faults in found.items() if faults} == {}
