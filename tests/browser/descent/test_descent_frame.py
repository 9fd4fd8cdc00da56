"""The page's second scene: how it is entered, left and found again."""

import re

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.again import again
from tests.browser.support.linking import is_at
from tests.browser.support.opening import PHONE, PROJECTOR, Open
from tests.browser.support.playground import Playground
from tests.browser.support.seats import faults
from tests.browser.support.serving import Serving

LINES = "#descent #parts a"


def scene_link(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Scenes").get_by_role("link", name=name).click()


@pytest.mark.parametrize("size", [PROJECTOR, *again(PHONE)], ids=["projector", "phone"])
def test_a_link_enters_the_scene_and_leaves_it(open_playground: Open, size: ViewportSize) -> None:
    playground = open_playground(size)
    scene_link(playground.page, "Descent")
    is_at(playground, "descent", "gradient")
    expect(playground.pad).to_be_hidden()
    expect(playground.page.locator("#caption")).to_be_hidden()
    expect(playground.page.locator("#descent [data-caption]")).to_be_visible()
    expect(playground.page.get_by_role("banner")).to_be_visible()
    current = playground.page.locator("#scenes [aria-current=page]")
    expect(current).to_have_text("Descent")
    scene_link(playground.page, "Walk")
    expect(playground.body).to_have_attribute("data-scene", "walk")
    expect(playground.pad).to_be_visible()
    expect(current).to_have_text("Walk")
    playground.draw(2)
    playground.settle()


def test_back_and_forward_lead_through_the_scenes(viewed: Playground) -> None:
    is_at(viewed, "walk", "cost")
    scene_link(viewed.page, "Descent")
    is_at(viewed, "descent", "gradient")
    viewed.page.go_back()
    is_at(viewed, "walk", "cost")
    expect(viewed.cost).not_to_be_empty()
    viewed.page.go_forward()
    is_at(viewed, "descent", "gradient")


def test_a_key_leads_from_scene_to_scene(viewed: Playground) -> None:
    viewed.key("s")
    is_at(viewed, "descent", "gradient")
    for scene in ("calculus", "vanishing", "walk"):
        viewed.key("s")
        expect(viewed.body).to_have_attribute("data-scene", scene)


def test_an_address_opens_the_scene(open_playground: Open, server: Serving) -> None:
    playground = open_playground(at="descent/gradient")
    is_at(playground, "descent", "gradient")


def test_keys_go_to_the_scene_shown(viewed: Playground) -> None:
    scene_link(viewed.page, "Descent")
    is_at(viewed, "descent", "gradient")
    viewed.key("7")
    viewed.key("End")
    is_at(viewed, "descent", last_part(viewed))
    viewed.key("Home")
    is_at(viewed, "descent", "gradient")
    scene_link(viewed.page, "Walk")
    is_at(viewed, "walk", "cost")
    expect(viewed.page.locator("#target-3")).to_have_attribute("aria-pressed", "true")


def test_every_part_has_its_link_and_its_address(blank: Playground) -> None:
    scene_link(blank.page, "Descent")
    is_at(blank, "descent", "gradient")
    for link in blank.page.locator(LINES).all():
        link.click()
        is_at(blank, "descent", (link.get_attribute("href") or "").partition("/")[2])
        expect(link).to_have_attribute("aria-current", "step")
        expect(blank.page.locator("#descent [data-caption]")).not_to_be_empty()
        blank.settle()  # What is given up by leaving is no fault, but would be taken for one.


def test_the_scene_is_fetched_only_when_it_is_entered(playground: Playground) -> None:
    fetched = "performance.getEntriesByType('resource').map(({ name }) => name).join()"
    assert "scenes/descent" not in playground.page.evaluate(fetched)
    assert "parts_scene.css" not in playground.page.evaluate(fetched)


def test_a_scene_that_cannot_be_fetched_is_said(playground: Playground) -> None:
    playground.watch.provoked(r"/scene[^/]*\.js")
    playground.page.route(
        re.compile(r"/scenes/descent/scene\.js|/bundle/scene-"), lambda route: route.abort()
    )
    scene_link(playground.page, "Descent")
    expect(playground.message).to_be_visible()


def test_the_walk_is_whole_after_a_change_of_size_and_theme_elsewhere(
    explained: Playground,
) -> None:
    scene_link(explained.page, "Descent")
    is_at(explained, "descent", "gradient")
    explained.page.set_viewport_size({"width": 1024, "height": 700})
    explained.press("theme")
    scene_link(explained.page, "Walk")
    is_at(explained, "walk", "cost")
    explained.settle()
    width = explained.page.locator("#network-view").evaluate(
        "(canvas) => canvas.width / devicePixelRatio - canvas.clientWidth"
    )
    assert width == 0


def test_the_caption_can_be_read_from_the_last_row(viewed: Playground) -> None:
    scene_link(viewed.page, "Descent")
    caption = viewed.page.locator("#descent [data-caption]")
    expect(caption).not_to_be_empty()
    size = caption.evaluate("(caption) => getComputedStyle(caption).fontSize")
    assert float(size.removesuffix("px")) >= 28


def test_nothing_is_cut_off(projected: Playground) -> None:
    projected.follow("descent/gradient")
    whole = (projected.page.viewport_size or {"width": 0})["width"] > 760
    assert faults(projected.page, whole=whole) == []


def last_part(playground: Playground) -> str:
    """Return the last part before the one that only leads on to the next scene."""
    address = playground.page.locator(LINES).nth(-2).get_attribute("href") or ""
    return address.partition("/")[2]
