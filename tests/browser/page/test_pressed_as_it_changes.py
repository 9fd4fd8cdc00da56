"""What a button said when a press began is what the press does, whatever has changed by its end."""

import json
import re
from typing import Final

import pytest
from playwright.sync_api import Locator, WebSocket, expect

from tests.again import one_in
from tests.browser.support.desk import give_back, open_remote
from tests.browser.support.hall import Hall
from tests.browser.support.opening import Contexts, Look, Open
from tests.browser.support.playground import EXPLAINED, FRAMES, Playground

TRAINS: Final = {
    "descent/training": "#train-play",
    "descent/mini-batches": "#batch-play",
    "descent/learning": "#learning-play",
    "vanishing/depth": ".vanishing-play:visible",
    "vanishing/slopes": ".vanishing-play:visible",
    "vanishing/product": ".vanishing-play:visible",
}
PLAYS: Final = {
    "walk/cost": "#play",
    "calculus/chain": ".parts-line:visible .time-button >> nth=1",
}
RUNNING: Final = {True: {"running"}, False: {"idle", "paused", "finished"}}


class Line:
    """What goes through the sockets of a page's trainings."""

    def __init__(self, playground: Playground) -> None:
        self.page = playground.page
        self.sent: list[str] = []
        self._status: dict[str, str] = {}
        playground.hear("websocket", self._listen)

    def wait(self, *, running: bool) -> None:
        """Wait until all networks are trained, or none is, and the page has drawn that."""
        while not self._status or not set(self._status.values()) <= RUNNING[running]:
            self.page.evaluate(FRAMES, 1)
        self.page.evaluate(FRAMES, 3)

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framesent", lambda data: self.sent.append(json.loads(data)["type"]))
        socket.on("framereceived", lambda data: self._take(socket.url, data))
        socket.on("close", lambda _: self._status.pop(socket.url, None))

    def _take(self, url: str, data: bytes | str) -> None:
        found = re.search(rb'"status":"\\"(\w+)\\""', data) if isinstance(data, bytes) else None
        if found:
            self._status[url] = found[1].decode()

    def told(self) -> list[str]:
        """Return what the networks were told since this was asked last, in order."""
        self.page.evaluate(FRAMES, 2)
        told, self.sent[:] = [each for each in self.sent if each != "ack"], []
        return told


def hold(button: Locator) -> None:
    """Begin a press; it ends with the mouse's `up`."""
    button.hover()
    button.page.mouse.down()


@pytest.mark.parametrize("at", one_in(2, TRAINS))
def test_a_press_on_pause_pauses_and_one_on_train_trains(open_playground: Open, at: str) -> None:
    playground = open_playground()
    line = Line(playground)
    playground.follow(f"{at}?{EXPLAINED.partition('?')[2]}")
    button = playground.page.locator(TRAINS[at])
    expect(button).to_have_text("Train")
    expect(button).to_be_enabled()
    playground.settle()
    line.wait(running=False)
    button.click()
    for held, key in (("Pause", False), ("Train", True)):
        expect(button).to_have_text(held)
        line.wait(running=not key)
        line.told()
        hold(button)
        playground.key("Space")  # Whoever else leads: what the button says is over.
        line.wait(running=key)
        expect(button).to_have_text(held)  # It stays under the pointer.
        line.told()
        playground.page.mouse.up()
        told = set(line.told())
        assert told == {"start" if key else "pause"}
        line.wait(running=key)
        if not key:
            expect(button).to_have_text("Train")


@pytest.mark.parametrize("at", PLAYS)
def test_a_press_on_the_storys_pause_pauses(look: Look, at: str) -> None:
    playground = look(f"{at}?{EXPLAINED.partition('?')[2]}")
    page = playground.page
    button = page.locator(PLAYS[at])
    for held, then in (("Play", "Pause"), ("Pause", "Play")):
        expect(button).to_have_attribute("aria-label", held)
        hold(button)
        playground.key("Space")
        page.evaluate(FRAMES, 3)
        expect(button).to_have_attribute("aria-label", held)
        page.mouse.up()
        expect(button).to_have_attribute("aria-label", then)
        page.evaluate(FRAMES, 3)
        expect(button).to_have_attribute("aria-label", then)


def test_a_press_that_ends_elsewhere_does_nothing(look: Look) -> None:
    playground = look(EXPLAINED)
    button = playground.page.locator("#play")
    hold(button)
    playground.caption.hover()
    playground.page.mouse.up()
    playground.key("Space")
    expect(button).to_have_attribute("aria-label", "Pause")
    playground.key("Space")  # No address ends the playing.
    expect(button).to_have_attribute("aria-label", "Play")


def test_a_press_on_stop_steps_on_nothing(open_playground: Open) -> None:
    playground = open_playground(at="descent/wishes", reduced_motion="reduce")
    page = playground.page
    expect(page.locator("[data-share] output").first).not_to_be_empty()
    page.get_by_role("button", name="Follow only").nth(1).click()
    stop = page.get_by_role("region", name="Following one digit").get_by_role("button").first
    expect(stop).to_have_text("Stop")
    hold(stop)
    playground.watch.provoked("status of 409")
    page.route("**/step*", lambda route: route.fulfill(status=409, json={"detail": "No."}))
    expect(page.get_by_role("button", name="Undo all of it")).to_be_enabled()
    playground.settle()
    before = len(playground.calls)
    page.mouse.up()
    playground.settle()
    assert [each.path for each in playground.calls[before:]] == []
    expect(stop).to_have_text("Step on the average")


@pytest.mark.parametrize("led", [False, True])
def test_a_press_on_the_remote_is_what_it_said(
    explained: Playground, contexts: Contexts, led: bool
) -> None:
    """Another device may end the drawing, or begin it, while the remote is pressed."""
    hall = Hall(explained)
    desk = open_remote(contexts, hall)
    desk.unfold("Drawings")
    button = desk.page.get_by_role("button", name="Take no more" if not led else "Have it drawn")
    hall.lead(drawing=not led, **({} if led else {"digit": 4}))
    expect(button).to_be_visible()
    hold(button)
    hall.lead(drawing=led, **({"digit": 4} if led else {}))
    expect(desk.page.get_by_test_id("remote-next")).not_to_be_empty()
    with desk.page.expect_request(lambda request: request.method == "PUT") as put:
        desk.page.mouse.up()
    assert put.value.post_data_json["drawing"] is led
    give_back(contexts, desk)
    assert desk.errors == []


def test_who_reveals_twice_at_once_does_not_go_on(explained: Playground) -> None:
    hall = Hall(explained, 2)
    explained.follow(EXPLAINED.replace("cost", "lever-bias"))
    hall.asked()
    hall.vote(0, 0)
    explained.watch.provoked("ERR_INTERNET_DISCONNECTED")
    with explained.page.expect_event("requestfailed"):  # It no longer waits for news.
        explained.page.context.set_offline(True)
    for _ in range(2):
        hall.lead(press="reveal")
    explained.page.context.set_offline(False)  # Both come by one piece of news.
    hall.until("question", None)
    expect(explained.page.get_by_test_id("tally")).to_be_visible()
    assert explained.beat == "lever-bias"
