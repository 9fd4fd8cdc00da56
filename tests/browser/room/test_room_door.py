"""The room on the projector: opened, joined, followed, led from another device, closed."""

import re

import pytest
from playwright.sync_api import Request, Route, ViewportSize, expect

from tests.again import one_in
from tests.browser.support.audit import Audit
from tests.browser.support.desk import give_back, open_remote
from tests.browser.support.drawing import DIGITS, draw
from tests.browser.support.hall import Hall
from tests.browser.support.opening import PHONE, PROJECTOR, Contexts, Open
from tests.browser.support.phones import Phone
from tests.browser.support.playground import EXPLAINED, FRAMES, IS_HELD, Playground
from tests.browser.support.seats import faults

SIZES = {
    "projector": PROJECTOR,
    "low": {"width": 1366, "height": 650},
    "phone": PHONE,
    "two rows of the bar": {"width": 1024, "height": 768},
}


@pytest.mark.parametrize(
    "size",
    one_in(3, SIZES.values()),
    ids=SIZES,
)
def test_the_door_shows_where_to_join_and_goes_with_the_next_beat(
    open_playground: Open, size: ViewportSize
) -> None:
    playground = open_playground(size, at=EXPLAINED)
    hall = Hall(playground)
    page = playground.page
    image = page.get_by_alt_text("QR code of the room's address")
    expect(image).to_be_visible()
    page.wait_for_function("() => document.querySelector('.room-qr').naturalWidth > 0")
    expect(page.get_by_text(f"127.0.0.1:{page.url.split(':')[2].split('/')[0]}/r")).to_be_visible()
    box = image.bounding_box()
    assert box is not None
    assert box["height"] >= 0.4 * min(size["height"], size["width"])
    assert faults(page) == []
    playground.key("ArrowRight")
    expect(hall.code_shown).to_be_hidden()
    assert playground.beat != "cost"
    playground.key("r")
    expect(hall.code_shown).to_be_visible()
    playground.key("Escape")
    expect(hall.code_shown).to_be_hidden()
    expect(page.get_by_test_id("room-count")).to_have_text(f"{hall.code} · 0")


def test_where_a_question_waits_the_door_stays(open_playground: Open) -> None:
    playground = open_playground(at=f"{EXPLAINED.replace('cost', 'lever-bias')}&ask=yes")
    expect(playground.page.get_by_test_id("question")).to_be_visible()
    hall = Hall(playground)
    hall.asked()
    expect(playground.page.get_by_test_id("answered")).to_have_text("0 of 0 have answered")
    expect(hall.code_shown).to_be_visible()


def test_on_loopback_the_door_says_how_a_hall_can_join(explained: Playground) -> None:
    Hall(explained)
    expect(explained.page.get_by_test_id("loopback")).to_contain_text("--host 0.0.0.0")


def test_the_menu_opens_the_room_too(playground: Playground) -> None:
    playground.page.get_by_role("button", name="More").click()
    playground.page.get_by_role("button", name="Room", exact=True).click()
    expect(playground.page.get_by_test_id("room-code")).to_be_visible()


def test_who_comes_in_is_counted(explained: Playground) -> None:
    hall = Hall(explained, seats=3)
    expect(explained.page.get_by_text("3 people here")).to_be_visible()
    expect(explained.page.get_by_test_id("room-count")).to_have_text(f"{hall.code} · 3")


def test_phones_see_the_beat_and_the_drawing_while_it_is_drawn(playground: Playground) -> None:
    hall = Hall(playground)
    playground.key("Escape")
    draw(playground.pad, DIGITS[4])
    expect(playground.prediction).not_to_be_empty()
    playground.say(4)
    expect(playground.body).to_have_attribute("data-beat", "cost")
    state = hall.reached("cost")
    assert state["address"].startswith("#walk/cost?digit=ink-")
    shown = hall.got("pass")
    assert state["address"].endswith("target=4")
    assert str(shown["prediction"]) == playground.prediction.text_content()
    playground.key("ArrowRight")
    expect(playground.body).not_to_have_attribute("data-beat", "cost")
    hall.reached(playground.beat)


def test_a_phone_says_what_the_step_has_done(contexts: Contexts, explained: Playground) -> None:
    hall = Hall(explained)
    phone = Phone(contexts)
    phone.page.goto(hall.at.replace("/api/rooms", "/r"))
    phone.expect_beat("walk/cost")
    explained.key("Escape")
    explained.key("Enter")
    phone.expect_beat("walk/step")
    explained.settle()
    said = explained.caption.text_content() or ""
    expect(phone.scene.locator("#caption")).to_have_text(said)
    explained.key("u")
    expect(explained.caption).not_to_have_text(said)
    expect(phone.scene.locator("#caption")).to_have_text(explained.caption.text_content() or "")
    phone.close()
    assert phone.errors == []


def test_another_network_is_followed(explained: Playground) -> None:
    hall = Hall(explained)
    number = hall.state["network"]
    explained.page.locator("#network").select_option(index=1)
    hall.until("network", number + 1)


def test_a_page_that_is_loaded_again_is_in_its_room(explained: Playground) -> None:
    hall = Hall(explained)
    explained.key("ArrowRight")
    explained.watch.tolerate("ERR_ABORTED")
    explained.page.reload()
    expect(explained.page.get_by_test_id("room-count")).to_have_text(f"{hall.code} · 0")
    expect(hall.code_shown).to_have_count(0)
    beat = explained.beat
    explained.key("ArrowRight")
    expect(explained.body).not_to_have_attribute("data-beat", beat)
    hall.reached(explained.beat)


def press(playground: Playground, name: str) -> None:
    playground.page.get_by_role("button", name=name).click()


def test_nothing_is_asked_of_a_room_that_is_being_closed(explained: Playground) -> None:
    """It would be told, and the browser would say, that there is no such room."""
    page, hall = explained.page, Hall(explained)
    closing: list[Route] = []
    asked: list[Request] = []
    hall.reached(explained.beat)  # Else what the page tells is news to it in a moment.
    page.evaluate(FRAMES, 10)
    press(explained, "Close the room")

    def hold(route: Route) -> None:
        if route.request.method == "DELETE":
            closing.append(route)
        else:
            route.continue_()

    page.route(f"**/api/rooms/{hall.code}", hold)
    with page.expect_request(lambda request: request.method == "DELETE"):
        press(explained, "Really?")
    page.on("request", lambda request: asked.append(request))  # noqa: PLW0108
    with page.expect_event("requestfinished", lambda request: IS_HELD.search(request.url)):
        hall.lead(drawing=True)
    page.evaluate(FRAMES, 5)
    closing[-1].continue_()
    expect(explained.message).to_have_text("The room is closed.")
    assert asked == []


def test_a_closed_room_is_gone(explained: Playground) -> None:
    hall = Hall(explained)
    press(explained, "Close the room")
    press(explained, "Really?")
    expect(explained.message).to_have_text("The room is closed.")
    expect(explained.page.get_by_test_id("room-count")).to_have_count(0)
    explained.key("r")
    expect(hall.code_shown).not_to_have_text(hall.code)


@pytest.mark.long
def test_nothing_keeps_anybody_out_of_the_door(audit: Audit) -> None:
    audit.playground.key("r")
    expect(audit.playground.page.get_by_test_id("room-code")).to_be_visible()
    assert audit.faults(".room-cover") == []


def test_a_remote_that_comes_late_names_beats_of_all_scenes_shown(
    explained: Playground, contexts: Contexts
) -> None:
    hall = Hall(explained, seats=1)
    hall.reached("cost")
    hall.lose(0)
    for address in ("descent/training", "calculus/chain", "vanishing/slopes"):
        explained.follow(address)
    hall.reached("slopes")
    desk = open_remote(contexts, hall)
    desk.unfold("Where people were lost")
    expect(desk.lost).to_contain_text(re.compile(r"The walk · .+: 1"))
    assert desk.errors == []
    give_back(contexts, desk)
