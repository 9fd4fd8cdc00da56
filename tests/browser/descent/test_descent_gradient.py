"""The gradient as a column: all of its 13,002 numbers, each with its name and its place."""

import json
import math
import re
from typing import Any, Final

import pytest
from playwright.sync_api import Locator, ViewportSize, expect

from tests.browser.support.audit import Audit
from tests.browser.support.opening import PROJECTOR, Look, Open
from tests.browser.support.playground import Playground

COUNT = 13_002
TALL = {"width": 1280, "height": 6000}
LARGE: Final[ViewportSize] = {"width": 1920, "height": 1080}

# Scrolls the column from top to bottom and collects what its rows hold.
WHOLE_COLUMN = """async () => {
  const scroller = document.querySelector("[role=listbox]");
  const values = new Map();
  const frame = () => new Promise(requestAnimationFrame);
  for (let top = 0; top < scroller.scrollHeight; top += scroller.clientHeight) {
    scroller.scrollTop = top;
    await frame();
    await frame();
    for (const { dataset, style } of scroller.querySelectorAll("[role=option]")) {
      style.display = "none"; // To lay and paint them all takes longer than all else.
      values.set(Number(dataset.index), Number(dataset.value));
    }
  }
  return JSON.stringify([...values]); // Playwright takes longer over so many numbers.
}"""


def enter(playground: Playground) -> Playground:
    playground.page.evaluate("location.hash = 'descent/gradient'")
    expect(playground.page.locator("[role=option]").first).to_be_visible()
    playground.settle()
    return playground


@pytest.fixture
def column(look: Look) -> Playground:
    """The column of a training digit, on a page that the tests share."""
    return enter(look("descent/gradient?order=position", reduced_motion="reduce"))


@pytest.fixture
def changed(renew: Look) -> Playground:
    """The same as it is at first, on a page that tests share which change what it is of."""
    return enter(renew("descent/gradient?order=size&whose=digit", reduced_motion="reduce"))


def chosen(playground: Playground) -> Locator:
    return playground.page.locator("[role=option][aria-selected=true]")


def name_of(row: Locator) -> Locator:
    """What a row of the column is called, after its place and its value."""
    return row.locator("> span").nth(2)


def meaning(playground: Playground) -> str:
    return playground.page.locator("#descent p[aria-live]").inner_text()


def norm(playground: Playground) -> float:
    text = playground.page.get_by_test_id("norm").get_attribute("data-value")
    return float(text or "nan")


def search(playground: Playground, text: str) -> None:
    playground.page.get_by_label("Find an entry").fill(text)
    playground.settle()


def asked_gradient(playground: Playground) -> Any:
    """Return the API's own answer to what the page asked, by way of the walk's interface."""
    call = playground.last_call("/gradient")
    (example,) = call.body["examples"]
    if "index" in example:
        raise AssertionError("Expected the viewer's own drawing")
    path = call.path.replace("/gradient", "/backward?weights=true")
    return playground.page.request.post(playground.url + path, data=example).json()


def flat(answer: Any) -> list[float]:
    """Return the nudges of all parameters in their order."""
    nudges = answer["nudges"]
    values: list[float] = []
    for weights, biases in zip(nudges["weights"], nudges["biases"], strict=True):
        values += [value for row in weights for value in row] + biases
    return values


def test_who_comes_back_finds_the_column_where_it_was(changed: Playground) -> None:
    search(changed, "12000")
    expect(chosen(changed)).to_be_in_viewport()
    changed.follow("descent/wishes")
    changed.settle()
    changed.follow("descent/gradient")
    changed.settle()
    expect(chosen(changed)).to_be_in_viewport()


def test_the_chosen_entry_stays_in_sight_in_another_window(changed: Playground) -> None:
    search(changed, "12994")
    entry = changed.page.locator("#entry-12994")
    expect(entry).to_be_in_viewport()
    for size in (LARGE, PROJECTOR):
        changed.page.set_viewport_size(size)
        changed.settle()
        expect(entry).to_be_in_viewport()


def test_the_squares_of_all_entries_add_up_to_the_length_shown(open_playground: Open) -> None:
    playground = enter(open_playground(TALL, reduced_motion="reduce"))
    entries = dict(json.loads(playground.page.evaluate(WHOLE_COLUMN)))
    assert sorted(entries) == list(range(COUNT))
    length = math.sqrt(math.fsum(value * value for value in entries.values()))
    assert norm(playground) == pytest.approx(length, rel=1e-9)


def test_only_rows_in_sight_are_there(changed: Playground) -> None:
    assert changed.page.locator("[role=option]").count() < 40
    changed.page.set_viewport_size(LARGE)  # Letters are larger there.
    search(changed, "5000")
    expect(chosen(changed)).to_be_in_viewport()
    changed.page.set_viewport_size(PROJECTOR)


def test_the_column_of_a_drawing_is_what_the_api_says(renewed: Playground) -> None:
    enter(renewed)
    values = flat(asked_gradient(renewed))
    for place in (0, 12_544, 12_999, COUNT - 1):
        search(renewed, str(place))
        row = chosen(renewed)
        assert row.get_attribute("data-index") == str(place)
        value = float(row.get_attribute("data-value") or "nan")
        assert value == pytest.approx(values[place], rel=1e-9, abs=1e-300)
    assert norm(renewed) == pytest.approx(math.hypot(*values), rel=1e-9)


@pytest.mark.parametrize(
    ("text", "place", "name"),
    [
        ("12000", 12_000, "w₁ 240→15"),
        ("w2 3→7", 12_560 + 7 * 16 + 3, "w₂ 3→7"),
        ("w2 3->7", 12_560 + 7 * 16 + 3, "w₂ 3→7"),
        ("b2[4]", 12_560 + 256 + 4, "b₂ 4"),
        ("w_13001", 13_001, "b₃ 9"),
    ],
)
def test_an_entry_is_found_by_its_number_or_name(
    column: Playground, text: str, place: int, name: str
) -> None:
    search(column, text)
    expect(chosen(column)).to_be_in_viewport()
    assert chosen(column).get_attribute("data-index") == str(place)
    expect(name_of(chosen(column))).to_have_text(name)


def test_a_name_without_its_layer_is_found_in_every_layer(column: Playground) -> None:
    search(column, "w 3→7")
    names = []
    for _ in range(3):
        names.append(name_of(chosen(column)).inner_text())
        column.page.get_by_label("Find an entry").press("Enter")
        column.settle()
    assert names == ["w₁ 3→7", "w₂ 3→7", "w₃ 3→7"]


def test_what_is_not_there_is_said(column: Playground) -> None:
    search(column, "b2[99]")
    expect(column.page.locator("#descent [role=status]")).to_have_text(re.compile(r"^\D+$"))


def test_by_size_the_largest_comes_first(column: Playground) -> None:
    column.page.get_by_role("button", name="size", exact=True).click()
    column.page.locator("[role=listbox]").evaluate("(list) => { list.scrollTop = 0; }")
    expect(column.page.locator("[role=option]").first).to_have_attribute("aria-posinset", "1")
    sizes = column.page.locator("[role=option]").evaluate_all(
        "(rows) => rows.map(({ dataset }) => Math.abs(Number(dataset.value)))"
    )
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > 0


def test_a_click_lights_the_weight_and_says_what_it_means(column: Playground) -> None:
    picture = column.page.get_by_role("img", name="The network, the chosen")
    before = picture.screenshot()
    search(column, "w3 5→2")
    lit = picture.screenshot()
    assert lit != before
    first = abs(float(chosen(column).get_attribute("data-value") or "nan"))
    row = column.page.locator("[role=option]").nth(6)
    other = abs(float(row.get_attribute("data-value") or "nan"))
    row.click()
    column.settle()
    assert picture.screenshot() != lit
    assert "w₃ 5→2" in meaning(column)
    ratio = max(first, other) / min(first, other)
    found = re.search(r"matters ([\d.,]+) times", meaning(column))
    if found is not None:
        assert float(found[1].replace(",", "")) == pytest.approx(ratio, rel=0.06)
    else:
        assert "about as much" in meaning(column)
        assert ratio < 1.2


def test_up_and_down_choose_the_next_entry(column: Playground) -> None:
    search(column, "12700")
    column.page.locator("[role=listbox]").focus()
    column.key("ArrowDown")
    expect(chosen(column)).to_have_attribute("data-index", "12701")
    column.key("ArrowUp")
    column.key("ArrowUp")
    expect(chosen(column)).to_have_attribute("data-index", "12699")
    expect(column.body).to_have_attribute("data-beat", "gradient")


def test_a_click_on_the_picture_of_all_chooses_too(column: Playground) -> None:
    search(column, "12700")
    column.page.get_by_role("img", name="All entries at once").click(position={"x": 40, "y": 50})
    expect(chosen(column)).to_be_in_viewport()
    place = int(chosen(column).get_attribute("data-index") or -1)
    assert 0 <= place < 784
    assert "to neuron 0 of the first hidden layer" in meaning(column)


def test_the_gradient_of_all_is_averaged_over_sixty_thousand(changed: Playground) -> None:
    alone = norm(changed)
    changed.page.get_by_role("button", name="all 60,000").click()
    expect(changed.page.locator("#descent [data-caption]")).to_contain_text("60,000")
    expect(changed.page.locator("#descent div:has(> progress)")).to_be_hidden()
    assert norm(changed) < alone
    changed.page.get_by_role("button", name="a mini-batch").click()
    expect(changed.page.locator("#descent [data-caption]")).to_contain_text("100")


def test_it_can_be_said_what_a_drawing_should_have_been(blank: Playground) -> None:
    blank.put(2)
    enter(blank)
    blank.page.locator("#descent").get_by_label("should be").select_option("7")
    expect(blank.page.locator("#descent [data-caption]")).to_contain_text("7")
    assert asked_gradient(blank)["cost"] > 0


def test_the_column_follows_the_network(changed: Playground) -> None:
    before = norm(changed)
    changed.train_for(0)
    changed.settle()
    assert norm(changed) != before


def test_a_refusal_is_said_once(playground: Playground) -> None:
    playground.watch.provoked("status of 409")
    refused = 0

    def refuse(route: Any) -> None:
        nonlocal refused
        refused += 1
        route.fulfill(status=409, json={"detail": "Not now"})

    # The channel brings the network when it opens: what was refused before is asked about it anew.
    playground.page.evaluate("location.hash = 'descent/training'")
    expect(playground.page.locator("#train-step")).to_be_enabled()
    playground.page.route("**/gradient", refuse)
    playground.page.evaluate("location.hash = 'descent/gradient'")
    expect(playground.message).to_have_text("Not now")
    playground.settle()
    assert refused == 1


def test_nothing_keeps_anybody_out(audit: Audit) -> None:
    enter(audit.playground)
    assert audit.faults() == []
