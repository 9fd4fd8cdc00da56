"""The lecturer's second device, and what is done on it."""

from typing import Any, Final

from playwright.sync_api import Locator, Page, ViewportSize, expect

from tests.browser.support.hall import Hall
from tests.browser.support.opening import PHONE, Contexts

DESK: Final[ViewportSize] = {"width": 1100, "height": 760}
OF_REMOTE: Final[dict[str, Any]] = {"reduced_motion": "reduce"}
LOST: Final = "details:has-text('Where people were lost')"


class Desk:
    """A page that leads a room: the remote, or the presenter's window."""

    def __init__(self, page: Page) -> None:
        """Take a page that was opened with a room's key."""
        self.page = page
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        expect(page.locator("html")).to_have_attribute("data-state", "remote")
        expect(self.now).not_to_be_empty()

    @property
    def now(self) -> Locator:
        """What is said now."""
        return self.page.get_by_test_id("remote-now")

    @property
    def next(self) -> Locator:
        """What is said next."""
        return self.page.get_by_test_id("remote-next")

    @property
    def wall(self) -> Locator:
        """The drawings, seen here before anywhere else."""
        return self.page.get_by_test_id("remote-wall").locator("button")

    @property
    def lost(self) -> Locator:
        """Who was lost, and where."""
        return self.page.locator(LOST)

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def unfold(self, name: str) -> None:
        """Open a part that is folded away on a phone."""
        part = self.page.locator("details", has=self.page.locator("summary", has_text=name))
        if part.get_attribute("open") is None:
            part.locator("summary").click()

    def let_through(self, count: int) -> None:
        """Show so many drawings, from the first one on, once all that were sent are there."""
        for place in range(count):
            self.wall.nth(place).click()
            expect(self.wall.nth(place)).to_have_attribute("aria-pressed", "true")


def open_remote(contexts: Contexts, hall: Hall) -> Desk:
    """Open the page of a room's remote on another device, which is to be given back."""
    page = contexts.lend(PHONE, **OF_REMOTE)
    origin = hall.at.partition("/api/")[0]
    page.goto(f"{origin}/r/{hall.code}#key={hall.key}")
    return Desk(page)


def give_back(contexts: Contexts, remote: Desk) -> None:
    contexts.take_back(remote.page, is_well=remote.errors == [], **OF_REMOTE)
