"""A hall of seats before a projector's page: what its phones would send, over HTTP."""

import re
import secrets
from collections.abc import Callable, Iterable
from typing import Any, Final

import httpx
from playwright.sync_api import FrameLocator, Locator, Page, Route, expect

from tests import unencrypted
from tests.browser.support.playground import Playground

MOST_NEWS: Final = 8
ASKING: Final = unencrypted.Client(timeout=10, limits=httpx.Limits(max_keepalive_connections=0))
GOING: Final = r"(/api/rooms/\S+|blob:\S+) net::ERR_ABORTED$"
"""What a page that is loaded again was still waiting for as it went."""

# The table of what the room has drawn.
ROWS: Final = "#descent tr:has([data-index])"
OPENERS: Final = "#descent th[data-label] > button:has(canvas)"
AVERAGE_NAME: Final = "#descent th > label + span"
FIGURES: Final = "#descent [aria-label='Following one digit alone'] > p"


def columns_there(page: Page | FrameLocator) -> Locator:
    """What stands over each column that has come."""
    return page.locator("#descent th[data-label] > span").filter(has_text=re.compile(r"\w"))


class Hall:
    """The room that a page opens, and so many seats in it."""

    def __init__(self, playground: Playground, seats: int = 0) -> None:
        """Open a room by its key, and let the seats come in."""
        self.playground = playground
        answers: list[dict[str, Any]] = []

        def note(route: Route) -> None:
            """Keep the answer: of what a page reads piece by piece the browser keeps none."""
            answer = route.fetch()
            answers.append(answer.json())
            route.fulfill(response=answer)

        playground.page.route("**/api/rooms", note)
        playground.key("r")
        expect(self.code_shown).to_be_visible()
        playground.page.unroute("**/api/rooms", note)
        (self.opened,) = answers
        self.code: str = self.opened["code"]
        self.key: str = self.opened["key"]
        origin = playground.url.partition("/#")[0]
        self.at = f"{origin}/api/rooms/{self.code}"
        self.seats = [secrets.token_urlsafe(16) for _ in range(seats)]
        for seat in self.seats:
            self.got("", seat=seat)

    @property
    def page(self) -> Any:
        """The projector's."""
        return self.playground.page

    @property
    def code_shown(self) -> Locator:
        """The code, beside the QR code."""
        return self.playground.page.get_by_test_id("room-code")

    def _of(self, what: str) -> str:
        return f"{self.at}/{what}" if what else self.at

    def got(self, what: str, **query: object) -> dict[str, Any]:
        """Return what a phone is answered."""
        answer = ASKING.get(self._of(what), params=query)
        assert answer.status_code == 200, answer.text
        content: dict[str, Any] = answer.json()
        return content

    @property
    def state(self) -> dict[str, Any]:
        """What everybody sees."""
        return self.got("")

    def until(self, name: str, value: object) -> dict[str, Any]:
        """Return the state once a field of it is that."""
        return self._once(lambda state: state[name] == value)

    def reached(self, beat: str) -> dict[str, Any]:
        """Return the state once it shows a beat."""
        return self._once(lambda state: state["address"].partition("?")[0].endswith(f"/{beat}"))

    def until_address(self, part: str) -> str:
        """Return the address that is shown, once it has that part."""
        address: str = self._once(lambda state: part in state["address"])["address"]
        return address

    def _once(self, is_wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Return the first state that is wanted, waiting for news as phones do."""
        for _ in range(MOST_NEWS):
            if is_wanted(state := self.state):
                return state
            known = {"If-None-Match": f'"{state["version"]}"'}
            answer = ASKING.get(self.at, params={"wait": 2}, headers=known)
            assert answer.status_code in (200, 304), answer.text
        raise AssertionError(f"Expected another state than {state}")

    def asked(self) -> dict[str, Any]:
        """Return the question, once one is asked."""
        state = self._once(lambda state: state["question"] is not None)
        question: dict[str, Any] = state["question"]
        return question

    def lead(self, **change: object) -> None:
        """Change the room, as a remote does."""
        key = {"Authorization": f"Bearer {self.key}"}
        answer = ASKING.put(self.at, json=change, headers=key)
        assert answer.status_code == 200, answer.text

    def vote(self, seat: int, choice: int, **other: object) -> None:
        """Let a seat answer what is asked."""
        path = f"questions/{self.state['question']['id']}/votes/{self.seats[seat]}"
        answer = ASKING.put(self._of(path), json={"choice": choice, **other})
        assert answer.status_code == 204, answer.text

    def lose(self, seat: int) -> None:
        """Let a seat say that it is lost."""
        answer = ASKING.post(self._of("lost"), json={"seat": self.seats[seat]})
        assert answer.status_code == 204, answer.text

    def draw(self, pictures: Iterable[tuple[list[float], int]]) -> None:
        """Let each seat draw one of these, which are labelled."""
        for seat, (pixels, label) in zip(self.seats, pictures, strict=True):
            body = {"pixels": pixels, "label": label}
            answer = ASKING.put(self._of(f"drawings/{seat}"), json=body)
            assert answer.status_code == 204, answer.text
