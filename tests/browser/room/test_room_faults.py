"""What the pages of a room ask for comes to faults, and once they are over the lesson goes on."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Final

import pytest
from playwright.sync_api import Browser, Frame, Page

from tests import unencrypted
from tests.browser.support.desk import LOST
from tests.browser.support.fault_proxy import FAULTS, FaultProxy
from tests.browser.support.nudge_table import AVERAGE_NAME, FIGURES, columns_there
from tests.browser.support.opening import PROJECTOR, Contexts
from tests.browser.support.phones import AMOUNT, Phone
from tests.browser.support.playground import EXPLAINED, FOLLOW, Playground
from tests.browser.support.serving import Serving
from tests.browser.support.walk import session_of

NEXT: Final = """() => new Promise((resolve) => {
  dispatchEvent(new Event("online"));
  requestAnimationFrame(() => requestAnimationFrame(resolve));
})"""
MOST_TURNS: Final = 600
PATIENCE: Final = 60
"""After so many turns without what was wanted, whoever wants it presses again."""
ALL: Final = (*(fault for fault in FAULTS if fault not in {"cut", "late"}), "cut", "late")
"""First those that keep a request from the server."""
ROOMS: Final = "/api/rooms"
DONE_AT_ONCE: Final = {
    "DELETE /api/rooms/{code}",
    "POST /api/rooms/{code}/drawings/step",
}
"""What is not asked again once the server has done it, though its answer was lost."""
NOT_ASKED: Final = {"GET /api/rooms/{code}/parameters"}
"""What only other programs ask for."""


def wanted(faults: tuple[str, ...], kind: str) -> tuple[str, ...]:
    """Return which faults a kind of request comes to."""
    return faults[: faults.index("cut") + 1] if kind in DONE_AT_ONCE else faults


class Elsewhere:
    """All requests that are not a room's: they come to their faults in test_bad_network.py."""

    def __contains__(self, kind: object) -> bool:
        return ROOMS not in str(kind)


class Lesson:
    """A projector, a remote and a phone behind a proxy."""

    def __init__(self, browser: Browser, contexts: Contexts, proxy: FaultProxy) -> None:
        self.proxy = proxy
        self._held = ExitStack()
        self.errors: list[str] = []
        self.pages: list[Page] = []
        self.page = self._open(browser)
        self.projector = Playground(self.page, proxy.origin)
        self.page.goto(f"{proxy.origin}/#{EXPLAINED}")
        self.projector.settle()
        self.remote = self._open(browser)
        self.phone = Phone(contexts)
        self.phone.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self._held.callback(self.phone.close)
        self.pages.append(self.phone.page)

    def _open(self, browser: Browser) -> Page:
        context = browser.new_context(viewport=PROJECTOR, reduced_motion="reduce")
        self._held.callback(context.close)
        page = context.new_page()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.pages.append(page)
        return page

    def close(self) -> None:
        self.proxy.is_faulty = False
        self.proxy.let_go()
        self._held.close()

    def until(self, is_done: Callable[[], bool], do: Callable[[], object] | None = None) -> None:
        """Let faults come until it is done; where that takes long, do again what leads to it."""
        for turn in range(MOST_TURNS):
            if do is not None and turn % PATIENCE == 0:
                do()
            if is_done():
                return
            self.proxy.let_go()
            for page in self.pages:
                for frame in page.frames:
                    wake(frame)
        said = [page.locator("body").inner_text()[:300] for page in self.pages]
        raise AssertionError(f"Expected an end, but {self.proxy.failing} goes on: {said}")

    def sees(self, page: Page, selector: str) -> Callable[[], bool]:
        return page.locator(selector).first.is_visible

    def tell(self, **change: object) -> None:
        """Change the room as another program would, which has no faults."""
        at = f"http://{self.proxy.upstream}{ROOMS}/{self.code}"
        answer = unencrypted.put(at, json=change, headers={"Authorization": f"Bearer {self.key}"})
        assert answer.status_code == 200, answer.text

    def give(self) -> None:
        self.open_room()
        self.come_in()
        self.lead()
        self.ask()
        self.ask_an_amount()
        self.draw()
        self.become_the_batch()
        self.go_ones_own_way()
        self.end()

    def open_room(self) -> None:
        opened = self.sees(self.page, "[data-testid=room-code]")
        self.until(opened, lambda: opened() or self.projector.key("r"))
        self.until(self.sees(self.page, ".room-cover img"))
        self.code = self.page.get_by_test_id("room-code").inner_text().replace(" ", "")
        with self.page.expect_popup() as popup:
            self.page.get_by_role("button", name="Presenter's window").click()
        self.key = popup.value.url.partition("#key=")[2]
        popup.value.close()

    def come_in(self) -> None:
        self.remote.goto(f"{self.proxy.origin}/r/{self.code}#key={self.key}")
        self.phone.page.goto(f"{self.proxy.origin}/r/{self.code}")
        self.until(lambda: self.remote.get_by_test_id("remote-now").inner_text() != "")
        self.until(lambda: self.phone.root.get_attribute("data-state") == "in")
        self.until(
            lambda: (
                self.phone.page.locator("body").get_attribute("data-scene") == "there"
                and self.phone.page.frames[-1].locator("body").get_attribute("data-beat") == "cost"
            )
        )

    def press(self, page: Page, name: str) -> None:
        page.get_by_role("button", name=name, exact=True).click()

    def lead(self) -> None:
        self.until(lambda: self.projector.beat != "cost", lambda: self.press(self.remote, "Next"))
        lost = self.sees(self.phone.page, "text=Noted")
        self.until(lost, lambda: lost() or self.phone.press("You lost me"))
        self.until(lambda: ": 1" in self.remote.locator(LOST).inner_text())

    def ask(self) -> None:
        self.page.evaluate(FOLLOW, EXPLAINED.replace("cost", "lever-bias"))
        self.until(lambda: self.phone.choices.count() > 0)
        self.phone.choices.first.click()
        self.until(self.sees(self.remote, "text=1 of 1 has answered"))
        tally = self.sees(self.page, "[data-testid=tally]")
        self.until(tally, lambda: tally() or self.press(self.remote, "Reveal"))
        self.until(self.sees(self.phone.page, "[data-testid=predicted]"))

    def ask_an_amount(self) -> None:
        self.tell(question=AMOUNT)
        self.until(lambda: self.phone.page.get_by_role("slider", name="Your guess").is_visible())
        self.phone.page.get_by_role("slider", name="Your guess").press("ArrowRight")
        self.until(self.sees(self.remote, "text=1 of 1 has answered"))
        self.tell(reveal=True)
        self.until(self.sees(self.phone.page, "[data-testid=told-mine]"))
        told = self.sees(self.page, "[data-testid=own-question]")
        self.until(told)
        self.until(lambda: not told(), lambda: not told() or self.press(self.remote, "Next"))

    def draw(self) -> None:
        desk = self.remote
        self.press(desk, "Have it drawn")
        self.until(self.phone.pad.is_visible)
        self.phone.draw_a_four()
        sent = self.sees(self.phone.page, "text=Sent.")
        self.until(sent, lambda: sent() or self.phone.press("Send"))
        tile = desk.get_by_test_id("remote-wall").locator("button")
        self.until(lambda: tile.count() == 1)
        tile.first.click()
        self.until(lambda: self.page.get_by_test_id("wall").locator("li").count() == 1)
        self.until(lambda: self.phone.drawn.count() == 1)

    def become_the_batch(self) -> None:
        heads = columns_there(self.page)
        self.until(
            lambda: self.projector.beat == "wishes" and heads.count() == 1,
            lambda: self.press(self.remote, "All as the mini-batch"),
        )
        self.until(lambda: "of 1" in self.page.locator(AVERAGE_NAME).inner_text())
        figures = self.page.locator(FIGURES)
        said = "The room's 1"
        self.until(
            lambda: said in figures.inner_text(),
            lambda: self.press(self.remote, "Step on the room's batch"),
        )
        taken = str(session_of(self.projector)["iteration"])
        self.until(lambda: self.projector.iteration.text_content() == taken)
        self.until(lambda: "→" in self.phone.page.locator("[data-written]").inner_text())

    def go_ones_own_way(self) -> None:
        page = self.phone.page
        self.pages.remove(page)
        own = page.get_by_role("button", name="Take this network")
        self.until(lambda: "/r/" not in page.url, lambda: "/r/" not in page.url or own.click())

    def end(self) -> None:
        self.projector.key("r")
        self.press(self.page, "Close the room")
        self.press(self.page, "Really?")
        self.until(self.sees(self.remote, "text=The room is closed."))
        self.until(lambda: self.page.locator("body[data-room]").count() == 0)


def wake(frame: Frame) -> None:
    if not frame.is_detached():
        frame.evaluate(NEXT)


@pytest.fixture
def proxy(server: Serving) -> Iterator[FaultProxy]:
    paths = unencrypted.get(f"{server.url}/openapi.json").json()["paths"]
    operations = {f"{way.upper()} {path}" for path, ways in paths.items() for way in ways}
    with FaultProxy(server.url, operations, ALL) as proxy:
        proxy.spared = Elsewhere()
        proxy.is_faulty = True
        yield proxy


@pytest.mark.long
def test_a_lesson_goes_on_after_all_faults(
    browser: Browser, contexts: Contexts, proxy: FaultProxy
) -> None:
    lesson = Lesson(browser, contexts, proxy)
    try:
        lesson.give()
    finally:
        lesson.close()
    assert lesson.errors == []
    served = {kind: faults for kind, faults in proxy.served.items() if ROOMS in kind}
    for kind, faults in served.items():
        least = wanted(proxy.faults, kind)
        assert tuple(faults[: len(least)]) == least, kind
    assert {kind for kind in proxy.operations if ROOMS in kind} - set(served) == NOT_ASKED
