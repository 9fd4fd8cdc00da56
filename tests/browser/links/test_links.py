"""The address bar: a link pasted elsewhere opens the same beat, digit, network and settings."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.again import again
from tests.browser.support.drawing import DIGITS, Finger
from tests.browser.support.linking import INK, address, come_to_the_same, go, is_found_again, opened
from tests.browser.support.opening import PHONE, PROJECTOR, Open
from tests.browser.support.playground import EXPLAINED, Playground
from tests.browser.support.serving import Serving


@pytest.fixture
def calm(open_playground: Open) -> Playground:
    return open_playground(reduced_motion="reduce")


def test_a_fresh_page_has_nothing_to_say(calm: Playground) -> None:
    address(calm, "walk/draw")
    fetched = "performance.getEntriesByType('resource').map(({ name }) => name).join()"
    assert "link/digit" not in calm.page.evaluate(fetched)


@pytest.mark.parametrize("size", [PROJECTOR, *again(PHONE)], ids=["projector", "phone"])
def test_a_drawing_is_found_again_to_the_pixel(open_playground: Open, size: Any) -> None:
    touch = size is PHONE
    first = open_playground(size, has_touch=touch, reduced_motion="reduce")
    if touch:
        Finger(first.page).draw(first.pad, DIGITS[4])
        expect(first.prediction).not_to_be_empty()
    else:
        first.draw(4)
    first.say(9)
    first.set_rate(0.1)
    first.settle()
    go(first, "walk/adding-up")
    link = address(first, rf"walk/adding-up\?{INK}&target=9&rate=0\.1")
    second = opened(open_playground, link, size=size, has_touch=touch)
    come_to_the_same(first, second)
    assert second.pixels() == first.pixels()
    for playground in (first, second):
        playground.press("undo-stroke")
    come_to_the_same(first, second)
    assert second.pixels() == first.pixels()


def test_a_digit_of_mnist_is_found_again(open_playground: Open, calm: Playground) -> None:
    calm.page.locator("#sample-label").select_option("7")
    for _ in range(2):
        with calm.page.expect_response("**/api/digits?*"):
            calm.press("sample-next")
        calm.settle()
    second = is_found_again(open_playground, calm, r"walk/answer\?digit=test-17")
    for playground in (calm, second):
        playground.say(3)
        address(playground, r"walk/cost\?digit=test-17&target=3")
    come_to_the_same(calm, second)
    assert second.pixels() == calm.pixels()


@pytest.mark.long
def test_another_network_and_its_training_are_found_again(
    open_playground: Open, calm: Playground
) -> None:
    calm.explain()
    calm.page.locator("#network").select_option(index=2)
    calm.settle()
    named = r"network=relu\.softmax\.cross_entropy"
    is_found_again(open_playground, calm, rf"walk/cost\?{INK}&target=3&{named}")
    calm.train_for(0)
    calm.settle()
    pattern = rf"walk/cost\?{INK}&target=3&{named}&trained=0"
    second = is_found_again(open_playground, calm, pattern)
    for playground in (calm, second):
        playground.press("step")
        expect(playground.iteration).to_have_text("1")
    come_to_the_same(calm, second)


def test_panel_question_and_pin_are_found_again(open_playground: Open) -> None:
    calm = open_playground(at=EXPLAINED, reduced_motion="reduce")
    calm.press("number")
    calm.press("ask")
    calm.page.get_by_role("gridcell").nth(5).focus()
    calm.key("Enter")
    calm.settle()
    is_found_again(
        open_playground, calm, rf"walk/cost\?{INK}&target=3&panel=number&ask=yes&pin=\d\+\d+"
    )


@pytest.mark.long
def test_links_within_the_page_leave_the_settings_as_they_are(calm: Playground) -> None:
    calm.explain()
    calm.set_rate(0.1)
    calm.page.get_by_role("navigation", name="Scenes").get_by_role("link", name="Descent").click()
    address(calm, rf"descent/gradient\?{INK}&target=3&trained=1000&rate=0\.1")
    calm.page.locator("#descent #parts a").nth(1).click()
    address(calm, rf"descent/wishes\?{INK}&target=3&trained=1000&rate=0\.1.*")
    calm.page.get_by_role("navigation", name="Scenes").get_by_role("link", name="Walk").click()
    address(calm, rf"walk/cost\?{INK}&target=3&rate=0\.1")


@pytest.mark.long
def test_who_goes_back_keeps_what_was_chosen_since(calm: Playground) -> None:
    calm.draw(2)
    calm.page.locator("#network").select_option(index=2)
    address(calm, rf"walk/answer\?{INK}&network=relu.*")
    go(calm, "descent/gradient")
    calm.page.locator("#network").select_option(index=0)
    address(calm, rf"descent/gradient\?{INK}(&entry=\d+)?")
    calm.page.go_back()
    address(calm, rf"walk/answer\?{INK}")
    expect(calm.page.locator("#network")).to_have_js_property("selectedIndex", 0)


def test_a_pasted_address_is_taken_up_on_an_open_page(viewed: Playground) -> None:
    named = "walk/cost?digit=train-5&target=8&rate=0.5&panel=number"
    viewed.page.evaluate("(hash) => { location.hash = hash; }", named)
    expect(viewed.page.locator("#target-8")).to_have_attribute("aria-pressed", "true")
    expect(viewed.page.locator("#learning-rate-value")).to_have_text("0.5")
    expect(viewed.page.locator("#panel-number")).to_be_visible()
    viewed.settle()
    address(viewed, re.escape(named))
    assert viewed.last_call("/backward").body["target"] == 8
    viewed.set_rate(1)
    viewed.press("number")


def test_steps_are_in_no_link(open_playground: Open, viewed: Playground) -> None:
    viewed.press("step")
    expect(viewed.body).to_have_attribute("data-beat", "step")
    expect(viewed.iteration).to_have_text("1")
    second = opened(open_playground, address(viewed, rf"walk/step\?{INK}&target=3"))
    expect(second.body).to_have_attribute("data-beat", "step")
    expect(second.caption).to_contain_text("Press Step")
    expect(second.iteration).to_have_text("0")
    viewed.press("undo")
    expect(viewed.iteration).to_have_text("0")


@pytest.mark.long
def test_the_nearest_beat_is_shown_for_one_that_is_not_there(
    open_playground: Open, server: Serving, calm: Playground
) -> None:
    calm.draw(2)
    link = address(calm, rf"walk/answer\?{INK}").replace("walk/answer", "walk/further-1-sum")
    second = opened(open_playground, link)
    address(second, rf"walk/target\?{INK}")  # Nobody has said yet what it should have been.
    third = opened(open_playground, f"{server.url}/#walk/no-such-beat")
    address(third, r"walk/[a-z-]+\?digit=test-0")
    expect(third.caption).not_to_be_empty()


def test_an_empty_pad_is_said_too(viewed: Playground) -> None:
    address(viewed, rf"walk/cost\?{INK}&target=3")
    viewed.press("clear")
    address(viewed, "walk/draw")


def test_a_link_to_now_need_not_wait_for_the_address(calm: Playground) -> None:
    calm.draw(2)
    address(calm, rf"walk/answer\?{INK}")
    link = calm.page.evaluate(
        """() => {
          document.querySelector("#ask").click();
          dispatchEvent(new Event("blur"));
          return location.href;
        }"""
    )
    assert re.search(rf"/#walk/answer\?{INK}&ask=yes$", link)


def test_a_scene_is_shown_once_its_settings_can_be_taken_up(calm: Playground) -> None:
    calm.watch.provoked(r"/settings[^/]*\.js")
    calm.page.route(re.compile(r"/settings[^/]*\.js"), lambda route: route.abort())
    calm.page.evaluate("location.hash = 'descent/training?rate=0.5'")
    expect(calm.message).to_contain_text("could not be fetched")
    calm.page.unroute_all()
    expect(calm.body).to_have_attribute("data-beat", "training")
