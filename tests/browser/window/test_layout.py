"""Nothing is cut off, on a projector or on a phone."""

import pytest
from playwright.sync_api import ViewportSize, expect

from tests.browser.support.opening import PROJECTOR, Look, Open
from tests.browser.support.playground import EXPLAINED, Playground
from tests.browser.support.seats import SEAT, faults

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

# Rows of a list that is scrolled, of which only a part is seen.
CUT_ROWS = """([list, row]) => {
  const { top, bottom } = document.querySelector(list).getBoundingClientRect();
  return [...document.querySelectorAll(row)]
    .filter((each) => each.checkVisibility())
    .map((each) => each.getBoundingClientRect())
    .filter((box) => box.bottom > top + 1 && box.top < bottom - 1)
    .filter((box) => box.top < top - 1 || box.bottom > bottom + 1)
    .map((box) => [box.top - top, bottom - box.bottom]);
}"""

# How far apart the names of neighbouring parts stand in one line.
GAPS = """() => {
  const names = [...document.querySelectorAll(".parts .part span, .parts-list .part span")]
    .filter((name) => name.checkVisibility())
    .map((name) => {
      const range = new Range();
      range.selectNodeContents(name);
      return range.getBoundingClientRect();
    });
  return names.slice(1).map(({ left }, i) => left - names[i].right);
}"""


def test_nothing_is_cut_off_on_a_projector(blank: Playground) -> None:
    assert faults(blank.page, whole=True) == []
    blank.explain()
    assert faults(blank.page, whole=True) == []


def test_nothing_runs_off_the_sides_of_a_phone(phone: Playground) -> None:
    assert faults(phone.page, whole=False) == []
    phone.explain()
    assert faults(phone.page, whole=False) == []


def test_a_message_leaves_all_else_in_view(open_playground: Open) -> None:
    playground = open_playground(PROJECTOR)
    playground.watch.provoked("status of 503")
    playground.page.route(
        "**/forward*", lambda route: route.fulfill(status=503, json={"detail": "Full. " * 20})
    )
    playground.pad.click()
    expect(playground.message).to_be_visible()
    assert faults(playground.page, whole=True) == []


def test_the_caption_can_be_read_from_the_last_row(blank: Playground) -> None:
    size = blank.caption.evaluate("(caption) => getComputedStyle(caption).fontSize")
    assert float(size.removesuffix("px")) >= 28


def test_the_sentence_stays_while_a_phone_held_sideways_is_scrolled(open_playground: Open) -> None:
    playground = open_playground({"width": 844, "height": 390}, reduced_motion="reduce")
    page = playground.page
    for address in (EXPLAINED, "descent/training", "calculus/chain", "vanishing/slopes"):
        playground.follow(address)
        page.mouse.move(420, 60)  # On no list that is scrolled by itself.
        page.evaluate("scrollTo(0, 0)")
        end = page.evaluate("document.documentElement.scrollHeight - innerHeight")
        for way in (200, 2000):
            page.mouse.wheel(0, way)
            page.wait_for_function("(place) => scrollY >= place", arg=min(end, way) - 1)
            box = page.locator("[data-caption]:visible").bounding_box()
            assert box is not None
            assert 0 <= box["y"] < 20
            assert box["height"] < 390 / 4
            assert faults(page, whole=False) == []


def test_buttons_are_large_enough_for_a_finger(phone: Playground) -> None:
    # The line of time is one slider for a finger.
    small = phone.page.evaluate(
        """() => [...document.querySelectorAll("button:not(#parts *)")]
          .filter((button) => button.checkVisibility())
          .map((button) => [button.id, button.getBoundingClientRect()])
          .filter(([, { width, height }]) => width < 24 || height < 43.5)
          .map(([id]) => id)"""
    )
    assert small == []
    tops = phone.page.evaluate(
        """() => [...document.querySelectorAll(".sample > *")]
          .map((one) => one.getBoundingClientRect()).map(({ top, height }) => top + height / 2)"""
    )
    assert len(tops) == 3
    assert max(tops) - min(tops) < 10  # They stand in one row.


def test_text_stays_whole_when_it_is_enlarged(open_playground: Open) -> None:
    # 1280 pixels at 200 % are 640.
    playground = open_playground({"width": 640, "height": 360})
    playground.page.add_init_script(path=SEAT)
    playground.open()
    assert faults(playground.page, whole=False) == []


@pytest.mark.parametrize("size", [PROJECTOR, {"width": 900, "height": 720}], ids=["1280", "900"])
@pytest.mark.parametrize("panel", ["code", "number"])
def test_the_answer_is_in_sight_beside_an_open_panel(
    look: Look, size: ViewportSize, panel: str
) -> None:
    playground = look(f"{EXPLAINED}&panel={panel}", size, reduced_motion="reduce")
    expect(playground.page.locator("#panel")).to_be_visible()
    playground.settle()
    for figure in (playground.prediction, playground.cost, playground.iteration):
        expect(figure).to_be_visible()
        assert figure.inner_text() != ""
    assert playground.page.evaluate(CROSSINGS) == []


@pytest.mark.parametrize(
    ("part", "of", "row"),
    [("gradient", "[role=listbox]", "[role=option]"), ("learning", ".wall", ".wall-digit")],
)
def test_no_row_of_a_list_is_cut(open_playground: Open, part: str, of: str, row: str) -> None:
    at = EXPLAINED.replace("walk/cost", f"descent/{part}")
    playground = open_playground({"width": 1920, "height": 1080}, at=at, reduced_motion="reduce")
    page = playground.page
    expect(page.locator(row).first).to_be_visible()
    playground.settle()
    assert page.evaluate(CUT_ROWS, [of, row]) == []
    page.set_viewport_size(PROJECTOR)
    page.keyboard.press("f")
    expect(page.locator("html")).to_have_attribute("data-presenting", "")
    playground.settle()
    assert page.evaluate(CUT_ROWS, [of, row]) == []


@pytest.mark.parametrize("address", [EXPLAINED, "calculus/chain"])
def test_the_names_of_parts_do_not_read_as_one(look: Look, address: str) -> None:
    playground = look(address)
    expect(playground.page.locator("[data-beats] > :first-child:visible").nth(3)).to_be_visible()
    assert min(playground.page.evaluate(GAPS)) >= 10
