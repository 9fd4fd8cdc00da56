"""What the page asks for comes to every fault, and once they are over it is as without them.

The table of requests and faults is made by the page itself: the proxy lets each kind of request
come to all faults, one after the other, whenever the page first makes it.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

import pytest
from playwright.sync_api import Browser, expect

from tests.again import again
from tests.browser.support.deeds import DEEDS
from tests.browser.support.fault_proxy import FAULTS, FaultProxy
from tests.browser.support.opening import PROJECTOR
from tests.browser.support.playground import EXPLAINED, Playground
from tests.browser.support.serving import Serving
from tests.browser.support.walk import answer_of, session_of

NEXT: Final = """() => new Promise((resolve) => {
  dispatchEvent(new Event("online"));
  requestAnimationFrame(() => requestAnimationFrame(resolve));
})"""
MOST_TURNS: Final = 1500

SHARED: Final = EXPLAINED.partition("?")[2]
VISITS: Final = (
    EXPLAINED,
    f"walk/step?{SHARED}&panel=code",
    f"walk/lever-bias?{SHARED}&panel=number&pin=2+5",
    f"walk/step-others?{SHARED}",
    f"walk/step-too-long?{SHARED}",
    f"walk/why-fast?{SHARED}",
    "descent/gradient",
    "descent/wishes?over=mini_batch",
    "descent/learning",
    "descent/mini-batches",
    "descent/training",
    "calculus/fold",
    "calculus/tree",
    "vanishing/slopes",
    "vanishing/product",
    "vanishing/depth",
    EXPLAINED,
)
"""Where the page is led, one after the other."""

WANTED_ONCE: Final = {
    "DELETE /api/sessions/{session_id}",
    "POST /api/sessions/{session_id}/forward",
}
"""What the page does not ask for again: nobody waits for it."""

NOT_ASKED: Final = {
    "GET /api/health",
    "GET /api/ready",
    "GET /api/sessions/{session_id}/watch",
    "GET /api/sessions/{session_id}/runs",
    "GET /api/sessions/{session_id}/runs/{run_id}",
    "GET /api/sessions/{session_id}/runs/{run_id}/csv",
}
"""What only other programs ask for, and the link by which the browser itself fetches a file."""


class Visitor:
    """A page behind the proxy."""

    def __init__(self, page: Playground, proxy: FaultProxy) -> None:
        self.playground = page
        self.proxy = proxy

    def get_through(self, has_come: Callable[[], bool]) -> None:
        """Let faults and late answers come until all is over."""
        page = self.playground.page
        quiet, before = 0, -1
        for _ in range(MOST_TURNS):
            failing = dict(self.proxy.failing)
            asked = sum(map(len, self.proxy.served.values()))
            quiet = (
                quiet + 1 if asked == before and not page.locator("#message").is_visible() else 0
            )
            before = asked
            is_over = not failing and not page.locator("#message").is_visible()
            if (is_over or quiet > 20) and has_come():
                self.proxy.failing.clear()  # Nobody wants that any more.
                return
            self.proxy.let_go()
            page.evaluate(NEXT)
        raise AssertionError(f"Expected an end, but {failing} goes on: {self.message!r}")

    @property
    def message(self) -> str:
        return self.playground.page.locator("#message").inner_text()

    def follow(self, address: str) -> None:
        scene, beat = address.partition("?")[0].split("/")
        page = self.playground.page
        page.evaluate(
            "(address) => { history.replaceState(null, '', '#'); location.hash = address; }",
            address,
        )
        self.get_through(
            lambda: (
                page.locator("body").get_attribute("data-scene") == scene
                and page.locator("body").get_attribute("data-beat") == beat
            )
        )
        self.playground.settle()
        self.get_through(lambda: True)

    def shown(self) -> dict[str, str]:
        """Return what the page says with numbers."""
        page = self.playground.page
        return {
            "message": self.message if page.locator("#message").is_visible() else "",
            "prediction": self.playground.prediction.inner_text(),
            "cost": self.playground.cost.inner_text(),
            "iteration": self.playground.iteration.inner_text(),
            "beat": self.playground.beat,
        }


@pytest.fixture
def proxy(server: Serving, browser: Browser) -> Iterator[FaultProxy]:
    context = browser.new_context()
    paths = context.request.get(f"{server.url}/openapi.json").json()["paths"]
    context.close()
    operations = {f"{way.upper()} {path}" for path, ways in paths.items() for way in ways}
    with FaultProxy(server.url, operations) as proxy:
        yield proxy


def visit(browser: Browser, proxy: FaultProxy, *, is_faulty: bool) -> list[dict[str, str]]:
    context = browser.new_context(
        viewport=PROJECTOR, reduced_motion="reduce", service_workers="block"
    )
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(f"{error} {error.stack}"))
    proxy.is_faulty = is_faulty
    visitor = Visitor(Playground(page, proxy.origin), proxy)
    page.goto(f"{proxy.origin}/#{VISITS[0]}")
    visitor.get_through(lambda: page.locator("html[data-ready=true]").count() == 1)
    seen = []
    for address in VISITS:
        visitor.follow(address)
        seen.append(visitor.shown())
    for deed in DEEDS if is_faulty else ():
        visitor.follow(deed.at)
        visitor.get_through(partial(deed.is_ready, visitor.playground))
        deed.do(visitor.playground)
        visitor.get_through(partial(deed.is_done, visitor.playground))
        page.evaluate(NEXT)  # What it asks for may only be about to be sent.
        visitor.get_through(lambda: True)
    context.close()
    assert errors == []
    return seen


def steps(playground: Playground, by: int) -> None:
    """Take a step, or take one back."""
    count = int(playground.iteration.text_content() or "0")
    playground.key("Enter" if by > 0 else "u")
    expect(playground.iteration).to_have_text(str(count + by))
    playground.settle()


def be_untaught(playground: Playground) -> None:
    while not playground.page.locator("#learn").is_visible():
        steps(playground, -int(playground.iteration.text_content() or "0"))


def have_a_step_undone(playground: Playground) -> None:
    steps(playground, 1)
    steps(playground, -1)


CHANGES: Final[dict[str, tuple[Callable[[Playground], None], Callable[[Playground], None]]]] = {
    "step": (lambda _: None, lambda playground: playground.key("Enter")),
    "undo": (lambda playground: steps(playground, 1), lambda playground: playground.key("u")),
    "redo": (have_a_step_undone, lambda playground: playground.press("redo")),
    "learn": (be_untaught, lambda playground: playground.press("learn")),
}
"""How a change is made possible, and made."""


@pytest.mark.parametrize("change", ["step", *again("undo", "redo", "learn")])
def test_a_change_whose_answer_is_lost_leaves_what_the_server_has(
    browser: Browser, proxy: FaultProxy, change: str
) -> None:
    context = browser.new_context(viewport=PROJECTOR, reduced_motion="reduce")
    page = context.new_page()
    playground = Playground(page, proxy.origin)
    page.goto(f"{proxy.origin}/#{EXPLAINED}")
    expect(playground.cost).not_to_be_empty()
    message = page.locator("#message")
    prepare, make = CHANGES[change]
    for fault in FAULTS:
        prepare(playground)
        proxy.only = (f"POST /api/sessions/{{session_id}}/{change}", fault)
        make(playground)
        for _ in range(MOST_TURNS):
            proxy.let_go()
            page.evaluate(NEXT)
            is_over = proxy.only is None and not proxy.failing
            if is_over and "again" not in (message.text_content() or ""):
                break
        playground.settle()
        state, answer = session_of(playground), answer_of(playground)
        expect(playground.iteration).to_have_text(str(state["iteration"]))
        assert float(playground.cost.text_content() or "") == pytest.approx(
            answer["cost"], abs=5e-5
        )
    context.close()


def test_no_number_stands_beside_another_drawing_while_its_own_do_not_come(
    explained: Playground,
) -> None:
    explained.watch.provoked("ERR_FAILED")
    explained.follow("walk/adding-up")
    explained.page.route("**/backward*", lambda route: route.abort())
    explained.say(7)
    expect(explained.page.locator("#message")).to_contain_text("again")
    expect(explained.cost).to_be_empty()
    for part in (explained.caption, explained.page.locator("#formula")):
        expect(part).to_be_hidden()
    explained.page.unroute_all()
    expect(explained.caption).to_be_visible()
    expect(explained.cost).not_to_be_empty()
    expect(explained.body).to_have_attribute("data-beat", "adding-up")
    assert float(explained.cost.text_content() or "") == pytest.approx(
        answer_of(explained)["cost"], abs=5e-5
    )


@pytest.mark.long
def test_after_all_faults_the_page_is_whole(browser: Browser, proxy: FaultProxy) -> None:
    whole = visit(browser, proxy, is_faulty=False)
    proxy.served.clear()
    proxy.spared = {f"POST /api/sessions/{{session_id}}/{change}" for change in CHANGES}
    seen = visit(browser, proxy, is_faulty=True)
    assert [shown["message"] for shown in seen] == [""] * len(VISITS)
    # Which network the descent is shown with depends on how early it came: it is left aside here.
    for address, shown, expected in zip(VISITS, seen, whole, strict=True):
        if not address.startswith("descent/"):
            assert shown == expected
    short = {kind for kind, faults in proxy.served.items() if 0 < len(faults) < len(FAULTS)}
    assert short <= WANTED_ONCE
    asked = {*proxy.served, *proxy.spared}
    # What the pages of a room ask for comes to its faults in test_room_faults.py.
    of_rooms = {each for each in proxy.operations if "/api/rooms" in each}
    assert proxy.operations - asked == NOT_ASKED | of_rooms
