"""How a test opens the page: on which screen, and in which of the browser's contexts."""

from collections import defaultdict
from typing import Any, Final, Protocol

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from tests.browser.support.playground import Playground

PROJECTOR: Final[ViewportSize] = {"width": 1280, "height": 720}
PHONE: Final[ViewportSize] = {"width": 390, "height": 844}
PATIENCE_MS: Final = 30_000
KEPT_BY_PAGES: Final = "cookies,local_storage,indexeddb,cache_storage,service_workers"


class Open(Protocol):
    """Opens a page of the test's own."""

    def __call__(
        self,
        size: ViewportSize = PROJECTOR,
        *,
        at: str = "",
        url: str | None = None,
        **options: Any,
    ) -> Playground:
        """Open it at an address within the page, or by a whole URL.

        Options are those of the browser's context.
        """


class Look(Protocol):
    """Brings the page that all tests of a file look at to an address.

    Such a test changes nothing that the address does not bring back.
    """

    def __call__(self, address: str, size: ViewportSize = PROJECTOR, **options: Any) -> Playground:
        """Options are those of the browser's context; each size and set of options has a page."""


class Contexts:
    """The browser's contexts, each kept for the next page that is opened with its options.

    Such a page finds its files in the cache and its scripts compiled, as the browser's process for
    the site lives on with a page that stays open: it is there in half the time. Whatever else
    earlier pages may have left behind is cleared.
    """

    def __init__(self, browser: Browser, site: str) -> None:
        self._browser = browser
        self._site = site
        self._idle: dict[str, list[BrowserContext]] = defaultdict(list)

    def open(self, size: ViewportSize, url: str, **options: Any) -> Playground:
        """Open a page in a context of its own."""
        idle = self._idle[repr(sorted(options.items()))]
        page = _cleared(idle.pop(), url) if idle else self._in_a_new_one(size, options)
        if page.viewport_size != size:
            page.set_viewport_size(size)
        playground = Playground(page, url)
        playground.open()
        return playground

    def close(self, playground: Playground, **options: Any) -> None:
        """Close a page that was opened with these options."""
        context = playground.page.context
        if playground.has_own_time:  # A clock that was once set is the context's for good.
            context.close()
            return
        _, *used = context.pages
        for page in used:
            page.close()
        self._idle[repr(sorted(options.items()))].append(context)

    def _in_a_new_one(self, size: ViewportSize, options: dict[str, Any]) -> Page:
        context = self._browser.new_context(viewport=size, **options)
        context.set_default_timeout(PATIENCE_MS)
        context.new_page().goto(f"{self._site}/api/health")  # It stays open.
        return context.new_page()


def _cleared(context: BrowserContext, url: str) -> Page:
    """Return a new page of a context that has forgotten what earlier pages kept in it."""
    context.set_offline(False)
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    origin, _, _ = url.partition("/#")
    devtools.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": KEPT_BY_PAGES})
    devtools.detach()
    return page
