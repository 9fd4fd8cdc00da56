"""The page where a browser gives less than usual: no storage, an unknown language, only a frame."""

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.again import again
from tests.browser.support.opening import Open
from tests.browser.support.playground import EXPLAINED, Playground
from tests.browser.support.serving import Serving

WITHOUT_STORAGE = """
for (const name of ["localStorage", "sessionStorage"]) {
  Object.defineProperty(window, name, {
    get() { throw new DOMException("The request is denied.", "SecurityError"); },
  });
}"""
UNKNOWN_LANGUAGE = """
Object.defineProperty(Navigator.prototype, "language", { get: () => "en-US@posix" });"""
IN_A_FRAME = """(hash) => {
  const field = document.createElement("input");
  const frame = document.createElement("iframe");
  frame.src = `/#${hash}`;
  Object.assign(frame, { width: 1200, height: 640 });
  document.body.replaceChildren(field, frame);
  field.focus();
}"""
ADDRESSES = ("walk/cost", "descent/training", "calculus/chain", "vanishing/depth")


def test_every_scene_opens_without_storage_and_in_a_language_that_is_none(
    browser: Browser, server: Serving
) -> None:
    context = browser.new_context(reduced_motion="reduce")
    context.add_init_script(WITHOUT_STORAGE + UNKNOWN_LANGUAGE)
    playground = Playground(context.new_page(), f"{server.url}/#{EXPLAINED}")
    playground.open()
    for address in ADDRESSES:
        playground.follow(f"{address}?{EXPLAINED.partition('?')[2]}")
        expect(playground.message).to_be_hidden()
    problems = playground.watch.problems()
    context.close()
    assert problems == []


@pytest.mark.parametrize(
    "lacking", ["window.OffscreenCanvas", "AbortSignal.timeout", "Array.prototype.findLastIndex"]
)
def test_a_browser_that_is_too_old_reads_so_in_place_of_the_page(
    browser: Browser, server: Serving, lacking: str
) -> None:
    page = browser.new_page()
    page.add_init_script(f"delete {lacking};")
    page.goto(server.url)
    expect(page.get_by_role("alert")).to_contain_text("Firefox 115")
    expect(page.locator("button")).to_have_count(0)
    page.close()


@pytest.mark.parametrize("pressed", ["#pad", *again("#clear", "#parts button", "#caption")])
def test_in_a_frame_a_press_brings_the_keys_into_it(
    browser: Browser, server: Serving, pressed: str
) -> None:
    page = browser.new_page(reduced_motion="reduce", bypass_csp=True)
    page.goto(f"{server.url}/api/health")
    page.evaluate(IN_A_FRAME, EXPLAINED.replace("cost", "input"))
    inside = page.frame_locator("iframe")
    expect(inside.locator("body")).to_have_attribute("data-beat", "input")
    expect(inside.get_by_test_id("cost")).not_to_be_empty()
    inside.locator(pressed).last.click(button="right" if pressed == "#clear" else "left")
    beat = inside.locator("body").get_attribute("data-beat") or ""
    page.keyboard.press("PageUp" if pressed == "#parts button" else "PageDown")
    expect(inside.locator("body")).not_to_have_attribute("data-beat", beat)
    page.close()


def test_a_press_that_is_not_taken_is_said(open_playground: Open) -> None:
    playground = open_playground(at=EXPLAINED, reduced_motion="reduce")
    held: list[Route] = []
    playground.page.route("**/step**", lambda route: held.append(route))  # noqa: PLW0108  (Playwright marks what it calls)
    for _ in range(8):
        playground.press("step")
    expect(playground.message).to_be_hidden()
    playground.press("step")
    expect(playground.message).to_be_visible()
    playground.page.unroute("**/step**")  # which lets those through that are held
    expect(playground.iteration).to_have_text("8")


@pytest.mark.parametrize(
    "address", ["walk/costs", *again("calculus/nothing", "vanishing/nothing", "descents/gradient")]
)
def test_an_address_of_nothing_known_says_so(open_playground: Open, address: str) -> None:
    known = EXPLAINED.partition("?")[2]
    playground = open_playground(at=f"{address}?{known}", reduced_motion="reduce")
    expect(playground.message).to_contain_text(address.partition("/")[2])
