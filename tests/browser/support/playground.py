"""The page as a person finds it: what stands on it, and what it asks the server."""

import json
import math
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from playwright.sync_api import Locator, Page, Request, Route, expect

from tests.browser.support import drawing
from tests.browser.support.watching import Watch

# Where the walk is hidden its lines have no size yet, and may not have been drawn.
LINES_DRAWN = "[data-scene=walk] [data-lines=drawn], :not([data-scene=walk]) > main #network-view"

IS_HELD = re.compile(r"[?&]wait=")
"""What a room asks so is held until there are news: nobody waits for its answer."""
OF_WORKER = re.compile(r"/weights_worker[^/]*$")
"""Where a worker's script does not come, Chromium never says that its request has ended."""

FRAME_MS = 100
MOST_FRAMES = 600
"""A minute of the page's own time."""

# Two frames for what the answers change, and two more once the walk's lines are drawn and what
# comes through sockets is there.
SETTLED = """async ([lines, isBusy]) => {
  const busy = () => isBusy ? [...document.querySelectorAll("[aria-busy=true]")] : [];
  const waits = () => document.querySelectorAll(lines).length !== 1
    || busy().some((part) => part.checkVisibility());
  const frame = () => new Promise(requestAnimationFrame);
  await frame();
  await frame();
  for (let i = 0; waits(); i++) {
    if (i > 900) {
      throw new Error(`Expected one ${lines}, and nothing busy`);
    }
    await frame();
  }
  await frame();
  await frame();
}"""
# The page writes its address now and then only: it may still be the one to be gone to.
FOLLOW = """(address) => {
  history.replaceState(null, "", "#");
  location.hash = address;
}"""
LASTING = """() => ({
  theme: document.documentElement.dataset.theme,
  presenting: document.documentElement.dataset.presenting ?? "",
  blank: document.documentElement.dataset.blank ?? "",
  talk: document.body.dataset.talk ?? "",
  panel: document.body.dataset.panel ?? "",
  ask: document.querySelector("#ask").ariaPressed,
  rate: document.querySelector("#learning-rate").value,
  speed: document.querySelector("#speed").textContent,
  playing: String(document.querySelector("#play.playing") !== null),
  open: String(document.querySelectorAll("dialog[open], :popover-open").length),
  size: `${innerWidth} ${innerHeight}`,
  message: document.querySelector("#message").textContent,
  iteration: document.querySelector("[data-testid=iteration]").textContent,
  network: String(document.querySelector("#network").selectedIndex),
})"""
AS_NEW = {"ask": "false", "panel": "", "rate": "0"}
"""How that is as long as no address names it."""
# What runs in the page needs no question and no answer for each frame.
HURRIED = """(milliseconds) => {
  let now = performance.now();
  window.requestAnimationFrame = (show) => setTimeout(() => show((now += milliseconds)));
  window.cancelAnimationFrame = clearTimeout;
}"""
RECORD_BEATS = """() => {
  window.beats = [];
  const note = () => {
    if (window.beats.at(-1) !== document.body.dataset.beat) {
      window.beats.push(document.body.dataset.beat);
    }
  };
  note();
  new MutationObserver(note).observe(document.body, { attributeFilter: ["data-beat"] });
}"""
FRAMES = """(count) => new Promise((resolve) => {
  const next = () => (count-- > 0 ? requestAnimationFrame(next) : resolve());
  next();
})"""


def address_of(digit: int) -> str:
    """Return the address of a digit as the tests write it, read by the network."""
    return f"walk/answer?digit={drawing.address_of(drawing.DIGITS[digit])}"


EXPLAINED = f"{address_of(2).replace('answer', 'cost')}&target=3"
"""The address of a 2 that should have been a 3."""


@dataclass(frozen=True)
class Call:
    """A request to the API and what it said."""

    path: str
    body: dict[str, Any]


class Playground:
    """An open page, by the hooks of the contract and the names that people see."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url, _, self.hash = url.partition("/#")
        self.watch = Watch(page, url)
        self.calls: list[Call] = []
        self._begun = 0
        self._under_way = 0
        self._heard: list[tuple[Any, Callable[..., None]]] = []
        self.hear("request", self._on_request)
        self.hear("requestfinished", self._on_end)
        self.hear("requestfailed", self._on_end)
        self.body = page.locator("body")
        self.pad = page.locator("#pad")
        self.prediction = page.get_by_test_id("prediction")
        self.cost = page.get_by_test_id("cost")
        self.iteration = page.get_by_test_id("iteration")
        self.caption = page.locator("#caption")
        self.message = page.get_by_role("alert")
        self.has_own_time = False

    def open(self) -> None:
        """Go to the page, to the beat of its address, and wait until all has come."""
        self.page.goto(f"{self.url}/#{self.hash}" if self.hash else self.url)
        expect(self.page.locator("html")).to_have_attribute("data-ready", "true")
        self.settle()

    def hear(self, event: Any, listener: Callable[..., None]) -> None:
        """Listen to the tab as long as it shows this page."""
        Page.on(self.page, event, listener)  # Not noted: it does not outlast the page.
        self._heard.append((event, listener))

    def leave(self, site: str) -> None:
        """Go away from the page, and leave the tab as a new one is."""
        for event, hear in (*self._heard, *self.watch.heard.items()):
            self.page.remove_listener(event, hear)
        self.page.unroute_all()
        self.page.goto(site)
        self.page.evaluate("sessionStorage.clear()")
        self.page.mouse.move(0, 0)

    def draw(self, digit: int) -> None:
        """Draw a digit with the mouse and wait for the answer to it."""
        drawing.draw(self.pad, drawing.DIGITS[digit])
        expect(self.prediction).not_to_be_empty()

    def put(self, digit: int) -> None:
        """Put a digit on the pad by its link, which is quicker, and wait for the answer to it."""
        self.follow(address_of(digit))
        expect(self.prediction).not_to_be_empty()

    def say(self, digit: int) -> None:
        """Say which digit it should have been."""
        self.page.locator(f"#target-{digit}").click()

    def explain(self) -> None:
        """Follow the link to a 2 that should have been a 3; wait until all about it is known."""
        self.follow(EXPLAINED)
        expect(self.cost).not_to_be_empty()
        self.settle()

    def follow(self, address: str) -> None:
        """Go to an address within the page, and wait until all that it names has come."""
        scene, beat = address.partition("?")[0].split("/")
        self.page.evaluate(FOLLOW, address)
        expect(self.body).to_have_attribute("data-scene", scene)
        expect(self.body).to_have_attribute("data-beat", beat)
        self.settle()

    def lasting(self, address: str) -> dict[str, str]:
        """Return what stays as it is at any address but those that name it, as this one may."""
        found: dict[str, str] = self.page.evaluate(LASTING)
        named = parse_qs(address.partition("?")[2]).keys()
        return {name: value for name, value in found.items() if name not in named}

    def hurry(self) -> None:
        """Let a page of the test's own show all that moves as fast as it can draw it."""
        self.page.evaluate(HURRIED, FRAME_MS)

    def play_out(self) -> list[str]:
        """Let what plays come to its end, and return the beats that were shown."""
        self.page.evaluate(RECORD_BEATS)
        pause = self.page.get_by_role("button", name="Pause", exact=True)
        expect(pause).to_be_visible()
        self.hurry()
        expect(pause).to_be_hidden()
        beats: list[str] = self.page.evaluate("beats")
        return beats

    def take_clock(self) -> None:
        """Have the page's time in hand, so that `play_until` can hurry it on."""
        self.has_own_time = True
        self.page.clock.install()

    def play_until(self, has_come: Callable[[], bool]) -> None:
        """Hurry the page's time on, frame by frame, until something has come."""
        for _ in range(MOST_FRAMES):
            if has_come():
                return
            self.page.clock.fast_forward(FRAME_MS)
        raise AssertionError(f"Expected it within {MOST_FRAMES * FRAME_MS / 1000:.0f} s")

    def press(self, id_: str) -> None:
        """Press a button, in the menu where it stands there."""
        self.reach(id_).click()

    def reach(self, id_: str) -> Locator:
        """Return a control, with the menu open where it stands there."""
        if self.page.locator(f"#menu:not(:popover-open) #{id_}").count() > 0:
            self.page.locator("#more").click()
        return self.page.locator(f"#{id_}")

    def train_for(self, stop: int) -> None:
        """Turn the dial to one of its stops, counted from the untrained network."""
        self.reach("trained-for").fill(str(stop))

    def set_rate(self, rate: float) -> None:
        """Choose the learning rate; the field's place is its power of ten."""
        self.page.get_by_label("Learning rate").fill(f"{math.log10(rate):.1f}")

    @property
    def beat(self) -> str:
        """The id of the beat shown."""
        return self.body.get_attribute("data-beat") or ""

    def key(self, name: str) -> None:
        """Press a key."""
        self.page.keyboard.press(name)

    def pixels(self) -> list[float]:
        """Return what the network sees of the drawing, as the page sent it."""
        self.settle()
        pixels: list[float] = self.last_call("ward").body["pixels"]
        return pixels

    def last_call(self, ending: str) -> Call:
        """Return the newest request to an address with this ending, its query left aside."""
        found = [call for call in self.calls if call.path.partition("?")[0].endswith(ending)]
        assert found, f"Expected a request to …{ending}, but got {[c.path for c in self.calls]}"
        return found[-1]

    def ask(self, call: Call) -> Any:
        """Ask the server the same as the page did, from outside the page."""
        answer = self.page.request.post(self.url + call.path, data=call.body)
        assert answer.ok, answer.text()
        return answer.json()

    def load_without_a_server(self) -> None:
        """Load the page again; no question is answered until the routes are taken away."""
        self.watch.provoked("ERR_FAILED")
        self.page.route("**/api/**", lambda route: route.abort())
        self.page.reload()
        expect(self.message).to_contain_text("cannot be reached")

    def settle(self, held: int = 0) -> None:
        """Wait until all questions but those held are answered and the answers on the screen."""
        is_quiet = False
        while not is_quiet:
            before = (held, self._begun)
            is_quiet = self._under_way == held
            self.page.evaluate(SETTLED, [LINES_DRAWN, held == 0])
            is_quiet = is_quiet and (self._under_way, self._begun) == before

    @contextmanager
    def last_comes(self, file: re.Pattern[str]) -> Iterator[None]:
        """Hold back a file that the block lets the page ask for, until all else rests."""
        held: list[Route] = []
        self.page.route(file, lambda route: held.append(route))  # noqa: PLW0108
        yield
        self.settle(held=1)
        held[0].continue_()
        self.page.unroute_all()
        self.settle()

    def _is_call(self, request: Request) -> bool:
        return request.url.startswith(f"{self.url}/api/")

    def _is_awaited(self, request: Request) -> bool:
        """Whether the page goes on once it has come: an answer, or a module that asks for one."""
        is_untold = IS_HELD.search(request.url) or OF_WORKER.search(request.url)
        if is_untold or not request.url.startswith(f"{self.url}/"):
            return False
        return request.resource_type == "script" or self._is_call(request)

    def _on_request(self, request: Request) -> None:
        if not self._is_awaited(request):
            return
        self._begun += 1
        self._under_way += 1
        if self._is_call(request):
            path = request.url.removeprefix(self.url)
            is_file = request.headers.get("content-type") == "application/octet-stream"
            body = None if is_file else request.post_data
            self.calls.append(Call(path, json.loads(body) if body else {}))

    def _on_end(self, request: Request) -> None:
        if self._is_awaited(request):
            self._under_way -= 1
