"""The first load of the page: its weight, its requests, and when it can be used."""

import gzip
from dataclasses import dataclass
from time import sleep
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Request

from tests.bench.browser import fresh_page, open_playground
from tests.bench.server import Server

QUIET_S = 1.5
"""Formulas and the like may come after the page can be used; by then they have."""
GZIP_LEVEL = 9

TIMES = """() => {
  const [paint] = performance.getEntriesByName("first-contentful-paint");
  return { painted: paint?.startTime ?? null, ...window.benchLoad };
}"""


ENTER = """(scene) => new Promise((resolve) => {
  const start = performance.now();
  const look = () => {
    const { dataset } = document.body;
    const isShown = document.querySelector(`#${scene}`).checkVisibility();
    if (dataset.scene === scene && dataset.beat !== "" && isShown) {
      resolve(performance.now() - start);
    } else {
      requestAnimationFrame(look);
    }
  };
  document.body.dataset.beat = "";
  document.querySelector(`#scenes a[data-scene=${scene}]`).click();
  look();
})"""


@dataclass(frozen=True)
class Weight:
    """What one load brought."""

    decoded: int
    """Bytes of all bodies, as the page sees them."""
    gzipped: int
    """The same, each body as gzip -9 makes it, or as it is where that is smaller."""
    transferred: int
    """Bytes of all answers as they came, heads included."""
    requests: int
    foreign: list[str]
    """Addresses on other hosts that the page asked for."""
    heaviest: list[tuple[str, int]]
    """The paths with the most transferred bytes."""


@dataclass(frozen=True)
class Moments:
    """When things had happened, in milliseconds from the navigation's start."""

    painted: float
    """The first contentful paint."""
    ready: float
    """`html[data-ready=true]`."""
    interactive: float
    """Ready, and no task of over 50 ms comes any more."""


def weigh(browser: Browser, server: Server) -> Weight:
    """Load the page once, and look at all that came."""
    with fresh_page(browser) as page:
        requests: list[Request] = []

        def note(request: Request) -> None:  # Playwright takes no method of a list
            requests.append(request)

        page.context.on("request", note)
        open_playground(page, server)
        sleep(QUIET_S)
        own = [each for each in requests if each.url.startswith(f"{server.url}/")]
        bodies = [_body(request) for request in own]
        sizes = {urlsplit(each.url).path: _transferred(each) for each in own}
        foreign = [each.url for each in requests if each not in own and _is_remote(each.url)]
        return Weight(
            sum(map(len, bodies)),
            sum(min(len(body), len(gzip.compress(body, GZIP_LEVEL))) for body in bodies),
            sum(map(_transferred, own)),
            len(requests),
            foreign,
            sorted(sizes.items(), key=lambda each: -each[1])[:5],
        )


def checkpoints(browser: Browser, server: Server) -> Moments:
    """Load the page once, with nothing in its cache, and look at the time."""
    with fresh_page(browser, "load.js") as page:
        open_playground(page, server)
        sleep(QUIET_S)
        return _moments(page)


@dataclass(frozen=True)
class Network:
    """A network as Chromium imitates it."""

    delay_ms: float
    """From each request to the first byte of its answer."""
    megabits: float
    """In a second, either way."""

    @property
    def name(self) -> str:
        """Its figures in words."""
        return f"{self.delay_ms:g} ms, {self.megabits:g} Mbit/s"

    def imitate(self, page: Page) -> None:
        """Let all that a page loads come through it from now on."""
        bytes_a_second = self.megabits * 1e6 / 8
        client = page.context.new_cdp_session(page)
        client.send("Network.enable")
        client.send(
            "Network.emulateNetworkConditions",
            {
                "offline": False,
                "latency": self.delay_ms,
                "downloadThroughput": bytes_a_second,
                "uploadThroughput": bytes_a_second,
            },
        )


def ready_through(browser: Browser, server: Server, network: Network) -> float:
    """Load the page through a network, with nothing in its cache; return when it can be used."""
    with fresh_page(browser, "load.js") as page:
        network.imitate(page)
        open_playground(page, server)
        return float(page.evaluate(TIMES)["ready"])


def entering(browser: Browser, server: Server, network: Network, scene: str) -> float:
    """Enter another scene for the first time; return how long it takes to show its first part."""
    with fresh_page(browser) as page:
        network.imitate(page)
        open_playground(page, server)
        return float(page.evaluate(ENTER, scene))


def _moments(page: Page) -> Moments:
    seen = page.evaluate(TIMES)
    interactive = max([seen["ready"], *seen["longTasksEnd"]])
    return Moments(seen["painted"] or float("inf"), seen["ready"], interactive)


def _body(request: Request) -> bytes:
    response = request.response()
    return b"" if response is None or response.status in (204, 304) else response.body()


def _transferred(request: Request) -> int:
    if request.response() is None:
        return 0
    sizes = request.sizes()
    return sizes["responseBodySize"] + sizes["responseHeadersSize"]


def _is_remote(url: str) -> bool:
    return urlsplit(url).scheme not in ("data", "blob", "about")
