"""Nothing is cut off, on a projector or on a phone."""

import pytest
from playwright.sync_api import ViewportSize, expect

from tests.browser.support.layout_faults import FAULTS
from tests.browser.support.opening import PHONE, PROJECTOR, Open
from tests.browser.support.playground import EXPLAINED, Playground

OVERLAPS = """() => {
  const words = [...document.querySelectorAll("#caption, #formula")];
  const rects = (element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    return [...range.getClientRects()].filter(({ width, height }) => width > 2 && height > 2);
  };
  const faults = [];
  for (const element of words) {
    // What is wider than a phone may be moved, if the keyboard can do so too.
    if (element.tabIndex >= 0 && getComputedStyle(element).overflowX === "auto") {
      continue;
    }
    for (const rect of rects(element)) {
      if (rect.left < -0.5 || rect.right > document.documentElement.clientWidth + 0.5) {
        faults.push(`${element.id} runs on to ${Math.round(rect.right)}`);
      }
    }
  }
  const lines = rects(words[0]);
  for (const other of document.querySelectorAll("main canvas, button, select, #formula, output")) {
    const box = other.getBoundingClientRect();
    const hit = lines.some((line) => line.left < box.right - 1 && line.right > box.left + 1
      && line.top < box.bottom - 3 && line.bottom > box.top + 3);
    if (hit && other.checkVisibility() && other.closest("#formula")?.textContent !== "") {
      faults.push(`the caption lies over ${other.id || other.className || other.textContent}`);
    }
  }
  return [...new Set(faults)];
}"""

# What stands beside and over the picture, and must not lie on one another.
CROSSINGS = """() => {
  const parts = [
    "#pad", ".tools button, .tools select", ".reading", ".figures", "#network-view", "#panel",
    "#caption", ".controls",
  ].flatMap((selector) => [...document.querySelectorAll(selector)])
    .filter((element) => element.checkVisibility({ visibilityProperty: true }))
    .map((element) => [element, element.getBoundingClientRect()]);
  const names = ([element]) => element.id || element.className;
  return parts.flatMap((one, i) => parts.slice(i + 1).filter(([, other]) => {
    const [, box] = one;
    return box.left < other.right - 1 && box.right > other.left + 1
      && box.top < other.bottom - 1 && box.bottom > other.top + 1;
  }).map((other) => `${names(one)} and ${names(other)}`));
}"""


def test_nothing_is_cut_off_on_a_projector(open_playground: Open) -> None:
    playground = open_playground(PROJECTOR)
    assert playground.page.evaluate(FAULTS, True) == []
    playground.explain()
    assert playground.page.evaluate(FAULTS, True) == []


def test_nothing_runs_off_the_sides_of_a_phone(phone: Playground) -> None:
    assert phone.page.evaluate(FAULTS, False) == []
    phone.explain()
    assert phone.page.evaluate(FAULTS, False) == []


def test_a_message_leaves_all_else_in_view(open_playground: Open) -> None:
    playground = open_playground(PROJECTOR)
    playground.watch.provoked("status of 503")
    playground.page.route(
        "**/forward*", lambda route: route.fulfill(status=503, json={"detail": "Full. " * 20})
    )
    playground.pad.click()
    expect(playground.message).to_be_visible()
    assert playground.page.evaluate(FAULTS, True) == []


@pytest.mark.parametrize("size", [PROJECTOR, PHONE], ids=["projector", "phone"])
def test_every_caption_and_formula_has_room(open_playground: Open, size: ViewportSize) -> None:
    playground = open_playground(size, reduced_motion="reduce")
    playground.put(2)
    playground.say(3)  # brings the words into view on a phone
    playground.key("Home")
    faults: dict[str, list[str]] = {}
    while playground.beat not in faults:
        playground.settle()
        faults[playground.beat] = playground.page.evaluate(OVERLAPS)
        playground.key("PageDown")
    assert {beat: found for beat, found in faults.items() if found} == {}


def test_the_caption_can_be_read_from_the_last_row(playground: Playground) -> None:
    size = playground.caption.evaluate("(caption) => getComputedStyle(caption).fontSize")
    assert float(size.removesuffix("px")) >= 28


def test_buttons_are_large_enough_for_a_finger(phone: Playground) -> None:
    # The line of time is one slider for a finger.
    small = phone.page.evaluate(
        """() => [...document.querySelectorAll("button:not(#parts *)")]
          .filter((button) => button.checkVisibility())
          .map((button) => [button.id, button.getBoundingClientRect()])
          .filter(([, { width, height }]) => width < 24 || height < 24)
          .map(([id]) => id)"""
    )
    assert small == []


def test_text_stays_whole_when_it_is_enlarged(open_playground: Open) -> None:
    # 1280 pixels at 200 % are 640.
    playground = open_playground({"width": 640, "height": 360})
    assert playground.page.evaluate(FAULTS, False) == []


@pytest.mark.parametrize("size", [PROJECTOR, {"width": 900, "height": 720}], ids=["1280", "900"])
@pytest.mark.parametrize("panel", ["code", "number"])
def test_the_answer_is_in_sight_beside_an_open_panel(
    open_playground: Open, size: ViewportSize, panel: str
) -> None:
    playground = open_playground(size, at=f"{EXPLAINED}&panel={panel}", reduced_motion="reduce")
    expect(playground.page.locator("#panel")).to_be_visible()
    playground.settle()
    for figure in (playground.prediction, playground.cost, playground.iteration):
        expect(figure).to_be_visible()
        assert figure.inner_text() != ""
    assert playground.page.evaluate(CROSSINGS) == []
