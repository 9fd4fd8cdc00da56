"""How a test opens the page: on which screen, and in which of the browser's contexts."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
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
        """Options are those of the browser's context; each size and set of options has a page.

        Tests that change the network have other pages than those that leave it.
        """


OF_TAB: Final = (
    *("add_init_script", "emulate_media", "expose_binding", "expose_function", "on", "once"),
    *("route_web_socket", "set_extra_http_headers", "add_locator_handler"),
)
OF_CONTEXT: Final = (
    *("add_init_script", "expose_binding", "expose_function", "grant_permissions", "on", "once"),
    *("route", "route_web_socket", "set_extra_http_headers", "set_geolocation"),
)
"""What a test may do to a tab, or to its context, that the next page there would feel."""
DEVTOOLS: Final = "new_cdp_session"
"""What is set by one holds for its tab."""


def noted(owner: Page | BrowserContext, *names: str) -> set[str]:
    """Return which of these calls have been made of a tab or a context; it goes on to fill."""
    made: set[str] = set()

    def noting(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def noting_call(*given: Any, **options: Any) -> Any:
            made.add(name)
            return call(*given, **options)

        return noting_call

    for name in names:
        setattr(owner, name, noting(name, getattr(owner, name)))
    return made


ROUTED: Final = "**/*?routed"
IS_ROUTED: Final = """async () => {
  while ((await fetch(`${location.pathname}?routed`)).status !== 204) {}
}"""


@dataclass
class Tab:
    """A tab of a context of its own, and what was done to them that outlasts a page."""

    page: Page
    done: set[str]
    done_to_context: set[str]


class Contexts:
    """The browser's contexts, each kept with its tab for the next page opened with its options.

    Such a page finds its files in the cache and its scripts compiled, as the browser's process for
    the site lives on with a page that stays open: it is there in half the time. Whatever else
    earlier pages may have left behind is cleared, and a tab to which something was done that
    outlasts its page is not taken again.
    """

    def __init__(self, browser: Browser, site: str) -> None:
        self._browser = browser
        self._resting = f"{site}/api/health"
        self._site = site
        self._idle: dict[str, list[Tab]] = defaultdict(list)
        self._used: dict[Page, Tab] = {}

    def lend(self, size: ViewportSize, url: str = "", **options: Any) -> Page:
        """Return an empty page in a context of its own; nothing is kept there of a URL's site."""
        idle = self._idle[repr(sorted(options.items()))]
        tab = idle.pop() if idle else self._in_a_new_one(size, options)
        page = tab.page
        _forget(page, url or self._site)
        if page.viewport_size != size:
            page.set_viewport_size(size)
        tab.done_to_context.clear()
        self._used[page] = tab
        return page

    def open(self, size: ViewportSize, url: str, **options: Any) -> Playground:
        """Open a page in a context of its own."""
        page = self.lend(size, url, **options)
        playground = Playground(page, url)
        self._used[page].done.clear()  # It says itself what is to be taken away.
        playground.open()
        return playground

    def close(self, playground: Playground, *, is_well: bool = True, **options: Any) -> None:
        """Close a page that was opened with these options; nobody knows how a failed one is."""
        tab = self._used[playground.page]
        is_well = is_well and not playground.has_own_time  # A clock is the context's for good.
        if playground.url != self._site or tab.page.is_closed():
            tab.done.add("leave")
        if is_well and not tab.done | tab.done_to_context:
            playground.leave(self._resting)
        self.take_back(tab.page, is_well=is_well, **options)

    def take_back(self, page: Page, *, is_well: bool, **options: Any) -> None:
        """Take back a page that was lent with these options."""
        tab = self._used.pop(page)
        context = page.context
        if not is_well or not tab.done_to_context.isdisjoint(OF_CONTEXT):
            context.close()
            return
        for other in context.pages[1:]:
            if other is not page:
                other.close()
        if tab.done or tab.done_to_context:
            page.close()
            tab = _new_tab(context, tab.done_to_context)
        self._idle[repr(sorted(options.items()))].append(tab)

    def _in_a_new_one(self, size: ViewportSize, options: dict[str, Any]) -> Tab:
        context = self._browser.new_context(viewport=size, **options)
        context.set_default_timeout(PATIENCE_MS)
        context.new_page().goto(self._resting)  # It stays open.
        return _new_tab(context, noted(context, DEVTOOLS, *OF_CONTEXT))


def _new_tab(context: BrowserContext, done_to_context: set[str]) -> Tab:
    page = context.new_page()
    _route_at_once(page)
    return Tab(page, noted(page, *OF_TAB), done_to_context)


def _route_at_once(page: Page) -> None:
    """Have each route of a tab hold for the next request of the page that it shows.

    The browser says that it is done before the process of the page has heard of it: what was then
    asked for at once went by, about once in a thousand times.
    """
    route = page.route

    def routing(*given: Any, **options: Any) -> Any:
        made = route(*given, **options)
        if page.url.startswith("http"):
            route(ROUTED, lambda asked: asked.fulfill(status=204))
            page.evaluate(IS_ROUTED)
            page.unroute(ROUTED)
        return made

    setattr(page, "route", routing)  # noqa: B010


def _forget(page: Page, url: str) -> None:
    """Let a tab's context forget what earlier pages kept in it."""
    page.context.set_offline(False)
    devtools = page.context.new_cdp_session(page)
    origin, _, _ = url.partition("/#")
    devtools.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": KEPT_BY_PAGES})
    devtools.detach()
